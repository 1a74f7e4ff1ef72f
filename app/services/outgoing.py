"""What goes out in a bundle: which records follow from those chosen, and what is withheld of each.

A chosen incident brings the people, organisations and proceedings that it names, and what
these name in turn, its evidence, the custody of that evidence, and the erasures and tombstones
of all of these, also of a file that was deleted or erased. Of a deleted record only the headers of
its revisions go out, so that others hold the same history and none of the content.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from app.bundle import EvidenceSource
from app.crypto.signing import SigningKeys, sign_text
from app.domain.attestation import MAX_ATTESTED, attestation_body
from app.domain.compartments import Compartment, exposes, join_parts, privileged_paths
from app.domain.errors import RecordError
from app.domain.identity import Fingerprint
from app.domain.merge import RecordState
from app.domain.revision import MAX_LINE_BYTES, RecordId, Revision, RevisionId
from app.domain.signed_text import ATTESTATION_TAG, SignedText
from app.domain.strict_json import parse_object
from app.vault import Vault
from app.vault.parts import Parts

# What is named stands before what names it; kinds that we do not know come last.
SENDING_ORDER = (
    "organisation",
    "person",
    "proceeding",
    "incident",
    "evidence",
    "custody",
    "erasure",
    "tombstone",
)
_NAMED = frozenset({"organisation", "person", "proceeding", "evidence"})
_FOLLOWING = frozenset({"evidence", "custody", "erasure", "tombstone"})


@dataclass(frozen=True, slots=True)
class Selection:
    """The records of a bundle in sending order, and the compartments that stay here.

    `held_back` are incidents to which the victim's consent says no.
    """

    records: tuple[RecordId, ...]
    incidents: tuple[RecordId, ...]
    evidence: tuple[RecordId, ...]
    """Items that were neither deleted nor erased."""
    withheld: frozenset[str]
    held_back: tuple[RecordId, ...] = ()


@dataclass(slots=True)
class Tally:
    """What one pass over the lines has seen."""

    revisions: int = 0
    own: list[RevisionId] = field(default_factory=list)
    others: list[RevisionId] = field(default_factory=list)
    authors: dict[Fingerprint, None] = field(default_factory=dict)


def select_records(
    vault: Vault,
    chosen: tuple[RecordId, ...] | None,
    withheld: frozenset[str],
    *,
    despite_consent: frozenset[RecordId] = frozenset(),
) -> Selection:
    """The chosen incidents with all that follows from them; for None everything that is here.

    Raises RecordError `record.unknown`, `record.deleted`, and `record.consent` where a chosen
    incident must not be shared; of everything, such incidents are left out and named.
    """
    kinds: dict[RecordId, str] = {}
    held_back: list[RecordId] = []
    if chosen is None:
        kinds = dict(vault.lists.records())
        held_back = [
            record
            for record, kind in kinds.items()
            if kind == "incident" and record not in despite_consent and refused_by_consent(vault, record)
        ]
        kinds = _without(vault, kinds, held_back)
    else:
        for record in chosen:
            state = vault.records.state(record)
            if state is None or state.kind != "incident":
                raise RecordError("record.unknown")
            if vault.lists.is_deleted(record):
                raise RecordError("record.deleted")
            if record not in despite_consent and refused_by_consent(vault, record):
                raise RecordError("record.consent")
            follow(vault, record, state.kind, kinds)
    order = sorted(kinds, key=lambda record: (_rank(kinds[record]), record))
    return Selection(
        records=tuple(order),
        incidents=tuple(record for record in order if kinds[record] == "incident"),
        evidence=tuple(
            record for record in order if kinds[record] == "evidence" and digest_of(vault, record) is not None
        ),
        withheld=withheld,
        held_back=tuple(held_back),
    )


def revisions_going_out(vault: Vault, selection: Selection) -> Iterator[Revision]:
    """Every revision, parents first, without what is withheld; the same each time it is asked."""
    for record in selection.records:
        deleted = vault.lists.is_deleted(record)
        state = vault.records.state(record)
        revisions = vault.records.revisions_of(record)
        if deleted or state is None:
            yield from (revision.without(frozenset(revision.parts)) for revision in revisions)
            continue
        marks = _marks_of(state, revisions) if Compartment.PRIVILEGED in selection.withheld else ()
        for revision in revisions:
            exposed = {name for name, part in revision.parts.items() if _exposes(name, part.text, marks)}
            yield revision.without(selection.withheld | exposed)


def tally(revisions: Iterable[Revision], own: Fingerprint) -> Tally:
    """How many revisions there are, which are our own, and who wrote the others."""
    seen = Tally()
    for revision in revisions:
        seen.revisions += 1
        if revision.header.author == own:
            seen.own.append(revision.id)
        else:
            seen.others.append(revision.id)
            seen.authors[revision.header.author] = None
    return seen


def evidence_going_out(vault: Vault, selection: Selection) -> tuple[EvidenceSource, ...]:
    """The bytes that are here of every item whose facts go out, by digest, each once."""
    sources: dict[str, EvidenceSource] = {}
    for record in selection.evidence:
        state = vault.records.state(record)
        if state is None:
            continue
        shown = {name: part for name, part in state.parts.items() if name not in selection.withheld}
        sha256 = join_parts(shown).get("sha256")
        if isinstance(sha256, str) and vault.evidence.has(sha256):
            sources[sha256] = _source_of(vault, sha256)
    return tuple(sources[sha256] for sha256 in sorted(sources))


def cards_going_out(vault: Vault, authors: Iterable[Fingerprint]) -> tuple[str, ...]:
    """Every card of these authors that is held, then what became of their keys.

    These are revocations and rotations; with them go the revocations of keys that were ours, and
    the advice that we have signed.
    """
    ours = {identity.card.fingerprint for identity in vault.identities.all() if identity.retired}
    ended = {own for own in ours if vault.contacts.revocations_of(own)}
    named = sorted({*authors, *ended})
    lines = [card for author in named for card in vault.contacts.cards_of(author)]
    for author in named:
        lines += [revocation.text for revocation in vault.contacts.revocations_of(author)]
        # Our own stand before our card.
        lines += vault.successions.rotations_of(author) if author not in ours else ()
    for own in sorted(vault.identities.fingerprints()):
        lines += [advised.revocation.text for advised in vault.advice.by(own)]
    return tuple(dict.fromkeys(lines))


def attest(own: list[RevisionId], author: Fingerprint, keys: SigningKeys, made_at: str) -> tuple[str, ...]:
    """Our attestation of own revisions, in as many lines as their limit asks for."""
    ids = sorted(own)
    bodies = (
        attestation_body(author, ids[at : at + MAX_ATTESTED], made_at)
        for at in range(0, len(ids), MAX_ATTESTED)
    )
    return tuple(
        SignedText(ATTESTATION_TAG, body, (sign_text(ATTESTATION_TAG, body, keys, author),)).to_text()
        for body in bodies
    )


def follow(vault: Vault | Parts, record: RecordId, kind: str, found: dict[RecordId, str]) -> None:
    """Add a record and what it brings to `found`, each with its kind; also of a copy, by its parts."""
    ahead = [(record, kind)]
    while ahead:
        current, kind = ahead.pop()
        if current in found:
            continue
        found[current] = kind
        if kind in ("custody", "erasure", "tombstone"):
            continue
        ahead += [link for link in vault.lists.named_by(current) if link[1] in _NAMED]
        ahead += [link for link in vault.lists.naming(current) if _belongs(link[1], kind)]
        ahead += [(item, "evidence") for item in vault.ended_items.of_incident(current)]


def digest_of(vault: Vault, item: RecordId) -> str | None:
    """The digest that an item of evidence names; None where that is not here, or the item was deleted."""
    state = vault.records.state(item)
    sha256 = join_parts(state.parts).get("sha256") if state else None
    return sha256 if isinstance(sha256, str) and not vault.lists.is_deleted(item) else None


def _belongs(kind: str, to_kind: str) -> bool:
    """Whether a record of `kind` goes wherever the one that it names goes."""
    return kind in _FOLLOWING and (kind != "evidence" or to_kind == "incident")


def _without(vault: Vault, kinds: dict[RecordId, str], held_back: list[RecordId]) -> dict[RecordId, str]:
    """All records but the incidents held back and what belongs to them alone."""
    gone: dict[RecordId, str] = {}
    for record in held_back:
        follow(vault, record, "incident", gone)
    kept: dict[RecordId, str] = {}
    for record, kind in kinds.items():
        if kind == "incident" and record not in gone:
            follow(vault, record, kind, kept)
    return {record: kind for record, kind in kinds.items() if record not in gone or record in kept}


def refused_by_consent(vault: Vault, record: RecordId) -> bool:
    """Whether somebody's consent says that an incident must not go to the coalition."""
    state = vault.records.state(record)
    consents = join_parts(state.parts).get("consent") if state else None
    for consent in consents if isinstance(consents, list) else []:
        if isinstance(consent, dict):
            purposes = consent.get("purposes")
            refused = isinstance(purposes, dict) and purposes.get("coalition") == "no"
            if refused or "withdrawn" in consent:
                return True
    return False


def _marks_of(state: RecordState, revisions: tuple[Revision, ...]) -> tuple[tuple[str, ...], ...]:
    """Where the record, now or on either side of a conflict, is marked privileged."""
    marks = dict.fromkeys(privileged_paths(join_parts(state.parts)))
    for revision in revisions:
        part = revision.parts.get(Compartment.PRIVILEGED)
        if part is not None and revision.id in state.heads:
            marks |= dict.fromkeys(privileged_paths(parse_object(part.text, MAX_LINE_BYTES)))
    return tuple(marks)


def _exposes(name: str, text: str, marks: tuple[tuple[str, ...], ...]) -> bool:
    return (
        bool(marks) and name != Compartment.PRIVILEGED and exposes(parse_object(text, MAX_LINE_BYTES), marks)
    )


def _source_of(vault: Vault, sha256: str) -> EvidenceSource:
    return EvidenceSource(sha256, vault.evidence.size_bytes(sha256), lambda: vault.evidence.open(sha256))


def _rank(kind: str) -> int:
    return SENDING_ORDER.index(kind) if kind in SENDING_ORDER else len(SENDING_ORDER)
