"""What tests build from: parties with keys, revisions that are truly signed, vaults at the KDF floor."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from app.crypto.keyslots import KdfParameters
from app.crypto.recipients import HybridIdentity
from app.crypto.signing import SigningKeys, sign_revision, sign_text
from app.domain.facets import Facet, FacetName
from app.domain.identity import (
    ContactCard,
    Fingerprint,
    Revocation,
    Role,
    card_body,
    read_card,
    read_revocation,
    revocation_body,
)
from app.domain.revision import Header, Part, RecordId, Revision, RevisionId, revision_id
from app.domain.signed_text import CARD_TAG, REVOCATION_TAG, SignedText
from app.domain.strict_json import Json, JsonObject, canonical_text
from app.vault import Vault
from app.vault.derived import DerivedRow, Missing
from app.vault.identities import OwnIdentity

NOW = "2026-03-05T08:00:00.000Z"
LATER = "2026-03-06T08:00:00.000Z"
NEVER = "2036-01-01T00:00:00.000Z"
PASSPHRASE = "тестовая фраза из семи пустых слов"
FLOOR = KdfParameters()


@dataclass(frozen=True)
class Party:
    """An invented person with real keys."""

    keys: SigningKeys
    age: HybridIdentity
    card: ContactCard
    revocation: Revocation

    @property
    def fingerprint(self) -> Fingerprint:
        return self.card.fingerprint

    @property
    def own(self) -> OwnIdentity:
        return OwnIdentity(
            ed25519_seed=self.keys.ed25519_seed,
            ml_dsa_65_seed=self.keys.ml_dsa_65_seed,
            age_seed=self.age.seed,
            card=self.card,
            revocation=self.revocation.text,
        )


@cache
def party(name: str, created: str = NOW) -> Party:
    """The party of that name: the same keys every time it is asked for in one run."""
    keys, age = _keys_of(name)
    card = card_of(name, created=created)
    return Party(keys, age, card, _revocation(keys, card.fingerprint, {}))


@cache
def _keys_of(name: str) -> tuple[SigningKeys, HybridIdentity]:
    return SigningKeys.generate(), HybridIdentity.generate()


def card_of(name: str, created: str = NOW, expires: str = NEVER) -> ContactCard:
    """A signed card of the party of that name."""
    keys, age = _keys_of(name)
    public = keys.public_keys(age.recipient)
    bare = ContactCard(name, Role.MONITOR, None, ("ru",), public, created, expires, "")
    body = card_body(bare)
    signature = sign_text(CARD_TAG, body, keys, public.fingerprint)
    return read_card(SignedText(CARD_TAG, body, (signature,)).to_text())[0]


def revocation_of(ended: Party, last_good: dict[str, int]) -> Revocation:
    """A revocation that leaves what came up to the last good sequence of each replica."""
    return _revocation(ended.keys, ended.fingerprint, last_good)


def _revocation(keys: SigningKeys, fingerprint: Fingerprint, last_good: dict[str, int]) -> Revocation:
    body = revocation_body(fingerprint, last_good, "made at birth", NOW)
    signature = sign_text(REVOCATION_TAG, body, keys, fingerprint)
    return read_revocation(SignedText(REVOCATION_TAG, body, (signature,)).to_text())[0]


@dataclass
class Writer:
    """Writes signed revisions of one party, one behind the other in a replica's chain."""

    party: Party
    replica: str = field(default_factory=lambda: str(uuid.uuid4()))
    sequence: int = 0
    previous: RevisionId | None = None

    def write(
        self,
        kind: str,
        parts: Mapping[str, JsonObject],
        record: RecordId | None = None,
        parents: tuple[RevisionId, ...] = (),
        *,
        schema: int = 1,
        claimed_at: str = NOW,
    ) -> Revision:
        """The next revision; of a new record where none is named."""
        sealed = {name: _part(name, content) for name, content in parts.items()}
        self.sequence += 1
        header = Header(
            record_id=record or new_record(),
            kind=kind,
            schema=schema,
            parents=tuple(sorted(parents)),
            author=self.party.fingerprint,
            replica=self.replica,
            replica_seq=self.sequence,
            replica_prev=self.previous,
            claimed_at=claimed_at,
            parts={name: part.hash for name, part in sealed.items()},
        )
        text = header.to_text()
        identifier = revision_id(text)
        self.previous = identifier
        signature = sign_revision(bytes.fromhex(identifier), self.party.keys)
        return Revision(identifier, header, text, signature, sealed)

    def follow(self, before: Revision, parts: Mapping[str, JsonObject]) -> Revision:
        """The next revision of the record of `before`."""
        return self.write(before.header.kind, parts, before.header.record_id, (before.id,))


def _part(name: str, content: JsonObject) -> Part:
    return Part(uuid.uuid4().bytes + uuid.uuid4().bytes, canonical_text(content))


def new_record() -> RecordId:
    """A record id nobody has used."""
    return RecordId(str(uuid.uuid4()))


def derive_simply(kind: str, content: JsonObject, withheld: frozenset[str]) -> DerivedRow:
    """A derivation by fixed keys, for vaults in tests: everything textual can be searched for."""
    links = content.get("links", [])
    held = content.get("forms", [])
    forms = tuple(str(form) for form in held) if isinstance(held, list) else ()
    missing = () if "when" in content else (Missing("when", "complete"),)
    names = content.get("names", [])
    sha256 = content.get("sha256")
    return DerivedRow(
        reference=_text(content, "reference"),
        title=_text(content, "title"),
        when_text=_text(content, "when"),
        when_sort=_text(content, "when"),
        place=_text(content, "where"),
        first_day=_text(content, "when"),
        last_day=_text(content, "until") or _text(content, "when"),
        forms=forms,
        missing=missing,
        facets=(
            *(Facet(FacetName.FORM, form) for form in forms),
            *(Facet(FacetName.MISSING, gap.purpose) for gap in missing),
            *(Facet(name, value) for name in FacetName if (value := _text(content, name.value))),
        ),
        words=" ".join(value for value in content.values() if isinstance(value, str)),
        links=tuple(RecordId(str(link)) for link in links) if isinstance(links, list) else (),
        evidence_sha256=sha256 if isinstance(sha256, str) else None,
        names=tuple(str(name) for name in names) if isinstance(names, list) else (),
    )


def _text(content: JsonObject, key: str) -> str:
    value: Json = content.get(key)
    return value if isinstance(value, str) else ""


def make_vault(folder: Path, owner: Party, *, migrations: Path | None = None) -> Vault:
    """A new vault at the KDF floor, open."""
    return Vault.create(folder, PASSPHRASE, owner.own, FLOOR, derive_simply, NOW, migrations=migrations)


def open_vault(folder: Path, passphrase: str = PASSPHRASE, *, migrations: Path | None = None) -> Vault:
    """An existing one."""
    return Vault.open(folder, passphrase, derive_simply, migrations=migrations)


def append(vault: Vault, *revisions: Revision) -> None:
    """Take revisions in, in one transaction."""
    with vault.transaction(), vault.records.together():
        for revision in revisions:
            vault.records.append(revision)


def writer_of(vault: Vault, owner: Party) -> Writer:
    """A writer that continues the vault's own chain."""
    sequence, previous = vault.records.next_replica_position()
    return Writer(owner, vault.replica, sequence - 1, previous)
