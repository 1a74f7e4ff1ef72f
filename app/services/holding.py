"""Who is proven to hold what: what an incident consists of, and whose receipts cover all of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.errors import EvidenceError
from app.domain.identity import Fingerprint, Trust
from app.domain.revision import RecordId
from app.domain.work import Watch
from app.services.answers_receipts import Received
from app.services.contact_showing import day_text
from app.services.outgoing import digest_of, follow
from app.vault import Vault
from app.vault.receipts import Held
from app.words import N_, translate

EVIDENCE, INCIDENT = "evidence", "incident"
OWNED_KINDS = frozenset({"person", "organisation", "proceeding", EVIDENCE})
_WHOLE = N_("received by {who} on {day}")
_IN_PART = N_("received in part by {who} on {day}")


@dataclass(frozen=True, slots=True)
class Whole:
    """An incident, what only it names, and the digests of its evidence whose bytes are here."""

    incident: RecordId
    records: tuple[RecordId, ...]
    evidence: tuple[str, ...]


def whole_of(vault: Vault, incident: RecordId) -> Whole:
    """The incident with its evidence, and the people and other records that nothing else names.

    Custody, erasures and tombstones stand apart: they say what became of these, not what happened.
    """
    kinds: dict[RecordId, str] = {}
    follow(vault, incident, INCIDENT, kinds)
    owned = {record for record, kind in kinds.items() if kind in OWNED_KINDS} | {incident}
    while shared := {record for record in owned - {incident} if _is_shared(vault, record, owned)}:
        owned -= shared
    digests = (digest_of(vault, record) for record in sorted(owned) if kinds[record] == EVIDENCE)
    here = (sha256 for sha256 in digests if sha256 is not None and vault.evidence.has(sha256))
    return Whole(incident, tuple(sorted(owned)), tuple(dict.fromkeys(here)))


def holders_of(vault: Vault, whole: Whole) -> dict[Fingerprint, tuple[str, bool]]:
    """Everybody whose receipts name some of it: the time of the latest, and whether they cover all.

    Only the word of those counts who are verified contacts now.
    """
    latest: dict[Fingerprint, str] = {}
    covering: set[Fingerprint] | None = None
    for held, parts in _proofs(vault, whole):
        signers: dict[Fingerprint, set[str]] = {}
        for proof in held:
            signers.setdefault(proof.signer, set()).update(proof.parts)
            latest[proof.signer] = max(proof.made_at, latest.get(proof.signer, ""))
        whole_here = {signer for signer, proven in signers.items() if parts <= proven}
        covering = whole_here if covering is None else covering & whole_here
    return {
        signer: (made_at, signer in (covering or ()))
        for signer, made_at in latest.items()
        if _is_verified(vault, signer)
    }


def received(vault: Vault, incident: RecordId) -> tuple[Received, ...]:
    """Who has received an incident, the latest word first."""
    if not vault.receipts.any():
        return ()
    found = holders_of(vault, whole_of(vault, incident))
    shown = (_received(vault, signer, *word) for signer, word in found.items())
    return tuple(sorted(shown, key=lambda each: (each.made_at, each.by), reverse=True))


def received_bundle(vault: Vault, identity: str) -> tuple[str, ...]:
    """Who says, in a receipt, that they took a bundle in: in words, of verified contacts alone."""
    held = (each for each in vault.receipts.of_bundle(identity) if _is_verified(vault, each.signer))
    return tuple(_received(vault, each.signer, each.made_at, whole=True).words for each in held)


def is_whole(vault: Vault, sha256: str, watch: Watch) -> bool:
    """Whether the bytes of a file of evidence are here and good; all of them are read. CancelledError."""
    try:
        vault.evidence.verify(sha256, watch)
    except EvidenceError:
        return False
    return True


def _proofs(vault: Vault, whole: Whole) -> Iterator[tuple[tuple[Held, ...], set[str]]]:
    """For every revision, and every file of evidence, whose word there is, and the parts that are here.

    An item that was deleted goes with the incident, and nobody need hold it: it is sent to nobody.
    """
    for record in whole.records:
        if vault.ended_items.incidents_of(record) and vault.lists.is_deleted(record):
            continue
        for revision in vault.records.revisions_of(record):
            yield vault.receipts.of_revision(revision.id), set(revision.parts)
    for sha256 in whole.evidence:
        yield vault.receipts.of_evidence(sha256), set()


def _received(vault: Vault, signer: Fingerprint, made_at: str, whole: bool) -> Received:
    contact = vault.contacts.get(signer)
    name = contact.card.name if contact else ""
    return Received(
        by=signer,
        name=name,
        role=contact.card.role.value if contact else "",
        made_at=made_at,
        whole=whole,
        words=translate(_WHOLE if whole else _IN_PART).format(who=name, day=day_text(made_at)),
    )


def _is_verified(vault: Vault, signer: Fingerprint) -> bool:
    contact = vault.contacts.get(signer)
    return contact is not None and contact.trust is Trust.VERIFIED


def _is_shared(vault: Vault, record: RecordId, owned: set[RecordId]) -> bool:
    """Whether a record belongs to something else as well."""
    namers = [namer for namer, kind in vault.lists.naming(record) if kind in (*OWNED_KINDS, INCIDENT)]
    incidents = [named for named, kind in vault.lists.named_by(record) if kind == INCIDENT]
    return any(other not in owned for other in (*namers, *incidents, *vault.ended_items.incidents_of(record)))
