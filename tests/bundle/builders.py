"""Bundles of invented people, and the two ends that look at them."""

import hashlib
import io
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from app.bundle import (
    BundleContents,
    BundleHead,
    BundleSink,
    EvidenceSource,
    EvidenceWriter,
    LineSource,
    VerifiedBundle,
    WrittenBundle,
    open_bundle,
    write_bundle,
)
from app.crypto.signing import sign_text
from app.domain.attestation import Attestation, attestation_body
from app.domain.identity import ContactCard, Fingerprint, Revocation, Trust
from app.domain.revision import Revision, RevisionId
from app.domain.rotation import Rotation, rotation_body
from app.domain.signed_text import ATTESTATION_TAG, ROTATION_TAG, HybridSignature, SignedText
from app.domain.work import Watch
from tests.builders import NOW, Party, Writer, party

MONITOR, COORDINATOR, LAWYER, STRANGER = "Әлия Тестова", "Үміт Тестұлы", "Ҷамшед Санҷишӣ", "Ким Белгисиз"
BUNDLE_ID = "0190a0b0-0000-7000-8000-000000000001"
REPLICA = "5f7d1c1e-3a52-4d5e-9d7b-0123456789ab"


def lines(*texts: str) -> LineSource:
    """A source of these lines, as often as it is asked."""
    return lambda: iter(texts)


def evidence_source(data: bytes, sha256: str | None = None, size_bytes: int | None = None) -> EvidenceSource:
    return EvidenceSource(
        sha256 or hashlib.sha256(data).hexdigest(),
        len(data) if size_bytes is None else size_bytes,
        lambda: io.BytesIO(data),
    )


def some_revisions(author: Party, count: int = 2) -> tuple[Revision, ...]:
    writer = Writer(author)
    first = writer.write("incident", {"open": {"title": "Сот залындағы шабуыл"}, "medical": {"note": "Ұ"}})
    chain = [first]
    while len(chain) < count:
        chain.append(writer.follow(chain[-1], {"open": {"title": f"№ {len(chain)}"}}))
    return tuple(chain)


def attestation_text(author: Party, revisions: Iterable[RevisionId], signed_by: Party | None = None) -> str:
    body = attestation_body(author.fingerprint, revisions, NOW)
    return signed_text(ATTESTATION_TAG, body, signed_by or author, as_signer=author.fingerprint)


def signed_text(tag: str, body: str, *signers: Party, as_signer: str | None = None) -> str:
    signatures = []
    for signer in signers:
        good = sign_text(tag, body, signer.keys, signer.fingerprint)
        name = as_signer or signer.fingerprint
        signatures.append(HybridSignature(name, good.ed25519, good.ml_dsa_65))
    return SignedText(tag, body, tuple(signatures)).to_text()


def rotation_text(old: Party, new: Party, *signers: Party) -> str:
    body = rotation_body(old.fingerprint, new.card, NOW)
    return signed_text(ROTATION_TAG, body, *(signers or (old, new)))


def by_digest(*files: bytes) -> tuple[bytes, ...]:
    """Files in the order in which a bundle carries them."""
    return tuple(sorted(files, key=lambda data: hashlib.sha256(data).digest()))


EVIDENCE = by_digest(b"photo " * 300, b"", b"x" * 700_000)


def contents(sender: Party | None = None, **changes: Any) -> BundleContents:
    """A bundle of everything, small; `changes` replace fields."""
    sender = sender or party(MONITOR)
    lawyer = party(LAWYER)
    own, relayed = some_revisions(sender), some_revisions(lawyer, 1)
    fields: dict[str, Any] = {
        "bundle_id": str(uuid.uuid4()),
        "sender_card": sender.card.text,
        "sender_replica": REPLICA,
        "sequence": 1,
        "cards": lines(lawyer.card.text),
        "attestations": lines(
            attestation_text(sender, (revision.id for revision in own)),
            attestation_text(lawyer, (revision.id for revision in relayed)),
        ),
        "revisions": lines(*(revision.to_line() for revision in (*own, *relayed))),
        "evidence": tuple(evidence_source(data) for data in EVIDENCE),
    }
    return BundleContents(**(fields | changes))


def written(
    what: BundleContents | None = None, sender: Party | None = None, to: tuple[Party, ...] = ()
) -> tuple[bytes, WrittenBundle]:
    """The bytes of a bundle, and what its writer said of it."""
    sender, to = sender or party(MONITOR), to or (party(COORDINATOR),)
    target = io.BytesIO()
    keys = tuple(reader.card.keys for reader in to)
    told = write_bundle(what or contents(sender), sender.keys, keys, target, Watch())
    return target.getvalue(), told


@dataclass
class Lookup:
    """What a vault would answer."""

    trusted: dict[Fingerprint, Trust] = field(default_factory=dict)
    cards: dict[Fingerprint, ContactCard] = field(default_factory=dict)
    held: frozenset[str] = frozenset()
    successors: dict[Fingerprint, Fingerprint] = field(default_factory=dict)

    def standing(self, fingerprint: Fingerprint) -> Trust | None:
        return self.trusted.get(fingerprint)

    def card(self, fingerprint: Fingerprint) -> ContactCard | None:
        return self.cards.get(fingerprint)

    def successor(self, fingerprint: Fingerprint) -> Fingerprint | None:
        return self.successors.get(fingerprint)

    def has_evidence(self, sha256: str) -> bool:
        return sha256 in self.held


def knowing(*parties: Party, trust: Trust = Trust.VERIFIED) -> Lookup:
    """The lookup of a vault in which these stand as `trust`."""
    return Lookup({who.fingerprint: trust for who in parties}, {who.fingerprint: who.card for who in parties})


class HeldEvidence(io.BytesIO):
    """Bytes of evidence as they come; `finished` once their digest was found right."""

    finished = False

    def finish(self) -> None:
        self.finished = True


@dataclass
class RecordingSink:
    """Keeps everything it is given."""

    head: BundleHead | None = None
    cards: list[ContactCard] = field(default_factory=list)
    revocations: list[Revocation] = field(default_factory=list)
    advice_given: list[tuple[Revocation, Fingerprint]] = field(default_factory=list)
    rotations: list[Rotation] = field(default_factory=list)
    attestations: list[Attestation] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    revisions: list[tuple[Revision, str]] = field(default_factory=list)
    aside: list[tuple[str, str, str, Fingerprint | None]] = field(default_factory=list)
    refusals: list[tuple[str, str]] = field(default_factory=list)
    files: dict[str, HeldEvidence] = field(default_factory=dict)

    def begin(self, head: BundleHead) -> None:
        self.head = head

    def card(self, card: ContactCard) -> None:
        self.cards.append(card)

    def revocation(self, revocation: Revocation) -> None:
        self.revocations.append(revocation)

    def advice(self, revocation: Revocation, signer: Fingerprint) -> None:
        self.advice_given.append((revocation, signer))

    def rotation(self, rotation: Rotation) -> None:
        self.rotations.append(rotation)

    def attestation(self, attestation: Attestation) -> None:
        self.attestations.append(attestation)

    def unknown_text(self, line: str) -> None:
        self.unknown.append(line)

    def revision(self, revision: Revision, line: str) -> None:
        self.revisions.append((revision, line))

    def set_aside(self, name: str, line: str, code: str, author: Fingerprint | None) -> None:
        self.aside.append((name, line, code, author))

    def refused(self, name: str, code: str) -> None:
        self.refusals.append((name, code))

    def evidence(self, sha256: str, size_bytes: int) -> EvidenceWriter | None:
        self.files[sha256] = HeldEvidence()
        return self.files[sha256]


def opened(
    data: bytes,
    reader: Party | None = None,
    lookup: Lookup | None = None,
    sink: BundleSink | None = None,
    **options: bool,
) -> VerifiedBundle:
    """Open `data` as `reader`, to whom the monitor is verified unless `lookup` says otherwise."""
    reader = reader or party(COORDINATOR)
    return open_bundle(
        io.BytesIO(data),
        [reader.age],
        frozenset({reader.fingerprint}),
        lookup or knowing(party(MONITOR)),
        sink,
        Watch(),
        **options,
    )


def texts_of(source: LineSource) -> list[str]:
    return list(source())


def pieces_of(data: bytes, size: int) -> Iterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]
