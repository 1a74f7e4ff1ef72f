"""Signed texts, revisions and a bundle that must read the same for ever.

`python -m tests.bundle.test_own_vectors` writes them anew; after the first release they never
change. Signatures by ML-DSA and age files are made with chance, so these vectors are only read.
"""

import base64
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.bundle import BundleContents, write_bundle
from app.crypto.recipients import HybridIdentity
from app.crypto.signing import (
    SigningKeys,
    sign_revision,
    sign_text,
    verify_card,
    verify_revision,
    verify_signed_text,
)
from app.domain.attestation import attestation_body, read_attestation
from app.domain.identity import (
    ContactCard,
    Role,
    card_body,
    read_card,
    read_revocation,
    revocation_body,
    spoken_digits,
    spoken_words,
)
from app.domain.revision import Header, Part, RecordId, Revision, read_revision, revision_id
from app.domain.rotation import read_rotation, rotation_body
from app.domain.signed_text import ATTESTATION_TAG, CARD_TAG, REVOCATION_TAG, ROTATION_TAG, SignedText
from app.domain.work import Watch
from tests.builders import Party
from tests.bundle.builders import RecordingSink, by_digest, evidence_source, knowing, lines, opened

VECTORS = Path(__file__).parents[1] / "vectors"
NOW, END = "2026-03-05T08:00:00.000Z", "2036-03-05T08:00:00.000Z"
REPLICA = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
RECORD = RecordId("0195649c-2c00-7000-8000-0000000000a1")
EVIDENCE = by_digest("Қағаз дәптер\n".encode(), b"")


@dataclass(frozen=True)
class Invented:
    """Somebody who does not exist, grown from three seeds of one repeated byte."""

    name: str
    role: Role
    seed: int

    @property
    def keys(self) -> SigningKeys:
        return SigningKeys(bytes([self.seed]) * 32, bytes([self.seed + 1]) * 32)

    @property
    def age(self) -> HybridIdentity:
        return HybridIdentity(bytes([self.seed + 2]) * 32)

    def party(self, card_text: str) -> Party:
        return Party(self.keys, self.age, read_card(card_text)[0], read_revocation(self.revocation())[0])

    def card(self) -> str:
        public = self.keys.public_keys(self.age.recipient)
        return self.sign(
            CARD_TAG, card_body(ContactCard(self.name, self.role, None, ("ky", "ru"), public, NOW, END, ""))
        )

    def revocation(self) -> str:
        fingerprint = self.keys.public_keys(self.age.recipient).fingerprint
        return self.sign(REVOCATION_TAG, revocation_body(fingerprint, {}, "made at birth", NOW))

    def sign(self, tag: str, body: str, *others: "Invented") -> str:
        signers = (self, *others)
        signatures = tuple(
            sign_text(tag, body, who.keys, who.keys.public_keys(who.age.recipient).fingerprint)
            for who in signers
        )
        return SignedText(tag, body, signatures).to_text()

    def seeds(self) -> dict[str, str]:
        return {
            "ed25519_seed": to_text(self.keys.ed25519_seed),
            "ml_dsa_65_seed": to_text(self.keys.ml_dsa_65_seed),
            "age_identity": self.age.secret_text(),
        }


MONITOR = Invented("Әйгерім Үлгісіз", Role.MONITOR, 0x11)
SUCCESSOR = Invented("Әйгерім Үлгісіз", Role.MONITOR, 0x21)
COORDINATOR = Invented("Ӯктам Намунаӣ", Role.COORDINATOR, 0x31)


def to_text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def read_vectors(name: str) -> Any:
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


def some_revisions() -> tuple[Revision, ...]:
    """A record begun and changed, the second without its part `medical`."""
    first = _revision(1, (), None, {"open": '{"title":"Үлгі"}', "medical": "{}"})
    second = _revision(2, (first,), first, {"open": '{"title":"Үлгі, 2"}', "medical": '{"note":"Ҳ"}'})
    return first, second.without(frozenset({"medical"}))


def _revision(
    sequence: int, parents: tuple[Revision, ...], before: Revision | None, texts: dict[str, str]
) -> Revision:
    parts = {
        name: Part(bytes([sequence, place]) * 16, text) for place, (name, text) in enumerate(texts.items())
    }
    header = Header(
        record_id=RECORD,
        kind="incident",
        schema=1,
        parents=tuple(parent.id for parent in parents),
        author=MONITOR.keys.public_keys(MONITOR.age.recipient).fingerprint,
        replica=REPLICA,
        replica_seq=sequence,
        replica_prev=before.id if before else None,
        claimed_at=NOW,
        parts={name: part.hash for name, part in parts.items()},
    )
    text = header.to_text()
    identifier = revision_id(text)
    return Revision(identifier, header, text, sign_revision(bytes.fromhex(identifier), MONITOR.keys), parts)


def facts_of(revision: Revision) -> dict[str, Any]:
    return {
        "id": revision.id,
        "parts": dict(revision.header.parts),
        "absent": revision.absent(),
        "line": revision.to_line(),
    }


def make_vectors() -> None:
    card, successor, reader = MONITOR.card(), SUCCESSOR.card(), COORDINATOR.card()
    monitor = read_card(card)[0]
    rotation = MONITOR.sign(
        ROTATION_TAG, rotation_body(monitor.fingerprint, read_card(successor)[0], NOW), SUCCESSOR
    )
    cards = [
        MONITOR.seeds() | {"fingerprint": monitor.fingerprint, "digits": spoken_digits(monitor.fingerprint)}
        | {"words": {language: spoken_words(monitor.fingerprint, language) for language in ("en", "ru")}}
        | {"card": card, "revocation": MONITOR.revocation(), "successor": successor, "rotation": rotation}
    ]  # fmt: skip
    revisions = some_revisions()
    ids = [revision.id for revision in revisions]
    attestation = MONITOR.sign(ATTESTATION_TAG, attestation_body(monitor.fingerprint, ids, NOW))
    written = {
        "card.json": {"cards": cards},
        "revision.json": {
            "card": card,
            "revisions": [facts_of(revision) for revision in revisions],
        },
        "attestation.json": {"card": card, "attested": sorted(ids), "attestation": attestation},
    }  # fmt: skip
    target = io.BytesIO()
    contents = BundleContents(
        bundle_id="0195649c-2c00-7000-8000-0000000000b1",
        sender_card=successor,
        sender_replica=REPLICA,
        sequence=1,
        rotations=(rotation,),
        cards=lines(card),
        attestations=lines(attestation),
        revisions=lines(*(revision.to_line() for revision in revisions)),
        evidence=tuple(evidence_source(data) for data in EVIDENCE),
    )
    told = write_bundle(contents, SUCCESSOR.keys, (read_card(reader)[0].keys,), target, Watch())
    (VECTORS / "bundle.age").write_bytes(target.getvalue())
    written["bundle.json"] = {
        "recipient": COORDINATOR.seeds() | {"card": reader},
        "known": {"card": card},
        "bundle_id": told.bundle_id,
        "identity": told.identity,
        "sender": read_card(successor)[0].fingerprint,
        "revisions": ids,
        "evidence": [evidence_source(data).sha256 for data in EVIDENCE],
    }
    for name, vectors in written.items():
        text = json.dumps(vectors, ensure_ascii=False, indent=1) + "\n"
        (VECTORS / name).write_text(text, encoding="utf-8")


def test_cards_rotations_and_revocations_read_as_ever() -> None:
    [vector] = read_vectors("card.json")["cards"]
    card = verify_card(vector["card"])
    assert card.fingerprint == vector["fingerprint"]
    assert card.keys == MONITOR.keys.public_keys(MONITOR.age.recipient)
    assert spoken_digits(card.fingerprint) == vector["digits"]
    assert {lang: spoken_words(card.fingerprint, lang) for lang in ("en", "ru")} == vector["words"]
    assert MONITOR.seeds().items() <= vector.items()
    revocation, signed = read_revocation(vector["revocation"])
    verify_signed_text(signed, card.keys)
    assert revocation.fingerprint == card.fingerprint
    rotation, signed = read_rotation(vector["rotation"])
    verify_signed_text(signed, card.keys)
    verify_signed_text(signed, verify_card(vector["successor"]).keys)
    assert (rotation.old, rotation.card.text) == (card.fingerprint, vector["successor"])


def test_cards_are_written_as_ever() -> None:
    [vector] = read_vectors("card.json")["cards"]
    body = json.loads(vector["card"])["body"]
    assert card_body(read_card(vector["card"])[0]) == body
    assert json.loads(MONITOR.card())["body"] == body


@pytest.mark.parametrize("index", [0, 1])
def test_revisions_are_made_and_read_as_ever(index: int) -> None:
    vectors = read_vectors("revision.json")
    vector = vectors["revisions"][index]
    revision = read_revision(vector["line"])
    assert revision == some_revisions()[index]
    assert revision.to_line() == vector["line"]
    assert (revision.id, dict(revision.header.parts)) == (vector["id"], vector["parts"])
    assert list(revision.absent()) == vector["absent"]
    key = verify_card(vectors["card"]).keys.ed25519
    verify_revision(bytes.fromhex(revision.id), revision.signature, key)


def test_attestations_read_as_ever() -> None:
    vector = read_vectors("attestation.json")
    attestation, signed = read_attestation(vector["attestation"])
    verify_signed_text(signed, verify_card(vector["card"]).keys)
    assert list(attestation.revisions) == vector["attested"]
    assert signed.body == attestation_body(attestation.author, vector["attested"], NOW)


def test_the_bundle_opens_as_ever() -> None:
    vector = read_vectors("bundle.json")
    reader = COORDINATOR.party(vector["recipient"]["card"])
    known = MONITOR.party(vector["known"]["card"])
    sink = RecordingSink()
    bundle = opened((VECTORS / "bundle.age").read_bytes(), reader, knowing(known), sink)
    assert bundle.judged == ()
    assert (bundle.head.bundle_id, bundle.head.identity) == (vector["bundle_id"], vector["identity"])
    assert bundle.head.sender.fingerprint == vector["sender"]
    assert bundle.head.followed == (known.fingerprint,)
    assert [summary.id for summary in bundle.summaries] == vector["revisions"]
    assert [item.sha256 for item in bundle.evidence] == vector["evidence"]
    assert [held.getvalue() for held in sink.files.values()] == list(EVIDENCE)
    assert [attestation.revisions for attestation in sink.attestations] == [
        tuple(sorted(vector["revisions"]))
    ]


if __name__ == "__main__":
    make_vectors()
