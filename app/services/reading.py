"""Reading records: in full, with what is withheld, in conflict, asked for; and their history."""

from collections.abc import Iterable, Iterator

from app.domain.compartments import join_parts
from app.domain.completeness import Held, missing
from app.domain.content import form_of, leaves, references
from app.domain.errors import RecordError
from app.domain.form import Forms
from app.domain.identity import Fingerprint, Trust
from app.domain.merge import Conflict, RecordState, Snapshot, merge
from app.domain.query import Narrowing, Query
from app.domain.revision import KINDS, MAX_LINE_BYTES, SCHEMA, RecordId, Revision, RevisionId
from app.domain.strict_json import JsonObject, parse_object
from app.domain.summary import list_row
from app.services.answers import (
    ConflictSide,
    HistoryEntry,
    MissingField,
    RecordHistory,
    RecordList,
    RecordShown,
    ShownConflict,
)
from app.services.answers_naming import NamedRecord
from app.services.appearances import appearances_of
from app.services.custody_showing import custody_of
from app.services.holding import INCIDENT, received
from app.services.pages import page_of
from app.services.record_ids import reference_of
from app.services.seal_settings import awaiting_seal
from app.vault import Vault
from app.vault.revisions import HeldRevision

CLOCK_BACK = "clock_back"


class RecordReading:
    """What can be read of records; changes nothing."""

    def __init__(self, vault: Vault, forms: Forms) -> None:
        self._vault = vault
        self._forms = forms

    def show(self, record_id: RecordId, kind: str | None = None) -> RecordShown:
        """A record in full; of an unknown kind or newer schema the same, as a tree.

        Raises RecordError `record.unknown`, also where it is of another kind than `kind`.
        """
        state = self._vault.records.state(record_id)
        if state is None or kind not in (None, state.kind):
            raise RecordError("record.unknown")
        history = self._vault.records.history(record_id)
        authors = {held.revision.id: held.revision.header.author for held in history}
        content = self.content_of(state)
        return RecordShown(
            id=record_id,
            kind=state.kind,
            reference=reference_of(record_id),
            schema_=state.schema,
            author=authors[state.roots[0]],
            heads=state.heads,
            content=content,
            withheld=state.withheld,
            erased=tuple(sorted({name for held in history for name in held.erased})),
            conflicts=tuple(_shown_conflict(conflict, authors) for conflict in state.conflicts),
            missing=self.missing_in(state, content),
            marks=tuple(self._marks(state, content, history)),
            appears_in=appearances_of(self._vault, self._forms, state),
            received=received(self._vault, record_id) if state.kind == INCIDENT else (),
            shredded_at=self._vault.shredding.shredded_at(record_id),
        )

    def history(self, record_id: RecordId) -> RecordHistory:
        """Every revision of a record, parents first, and its custody; RecordError `record.unknown`."""
        history = self._vault.records.history(record_id)
        if not history:
            raise RecordError("record.unknown")
        return RecordHistory(
            id=record_id,
            revisions=tuple(self.entry_of(held) for held in history),
            custody=custody_of(self._vault, record_id),
        )

    def entry_of(self, held: HeldRevision) -> HistoryEntry:
        """One revision in a history: who made it and when, and which parts of it are here."""
        header = held.revision.header
        contact = self._vault.contacts.get(header.author)
        return HistoryEntry(
            revision=held.revision.id,
            parents=header.parents,
            author=header.author,
            author_name=contact.card.name if contact else None,
            trust=(contact.trust if contact else Trust.UNVERIFIED).value,
            claimed_at=header.claimed_at,
            replica=header.replica,
            replica_seq=header.replica_seq,
            parts=tuple(sorted(header.parts)),
            absent=tuple(name for name in held.revision.absent() if name not in held.erased),
            erased=held.erased,
            marks=tuple(self._marks_of(held)),
        )

    def list_incidents(
        self,
        form: str | None,
        search: str | None,
        limit: int,
        offset: int,
        narrowed: Iterable[Narrowing] = (),
    ) -> RecordList:
        """A page of the incidents, the latest first; `search` by folded prefixes of all its words."""
        return self.list_kind("incident", form, search, limit, offset, narrowed)

    def list_kind(
        self,
        kind: str,
        form: str | None,
        search: str | None,
        limit: int,
        offset: int,
        narrowed: Iterable[Narrowing] = (),
    ) -> RecordList:
        """The same for any kind of record."""
        query = Query(words=search or "", form=form, only=tuple(narrowed))
        return page_of(self._vault, kind, query, limit, offset)

    def counts(self) -> dict[str, int]:
        """How many records of each kind the lists show in all; quick, however many there are."""
        return self._vault.lists.counts()

    def content_of(self, state: RecordState) -> JsonObject:
        """The joined content of those compartments that are here."""
        return join_parts(state.parts)

    def state_at(self, record_id: RecordId, *heads: RevisionId) -> RecordState:
        """The state that some revisions alone come to, without what is beside or after them."""
        revisions = {each.id: each for each in self._vault.records.revisions_of(record_id)}
        wanted, ahead = set(heads), list(heads)
        while ahead:
            new = [parent for parent in revisions[ahead.pop()].header.parents if parent not in wanted]
            wanted.update(new)
            ahead += new
        return merge(_snapshot_of(revisions[identifier]) for identifier in wanted)

    def named(self, identifiers: Iterable[str]) -> dict[str, NamedRecord]:
        """Of which kind records are, and what lists call them, by id; those not here are left out."""
        states = (self._vault.records.state(RecordId(identifier)) for identifier in identifiers)
        return {
            state.record_id: NamedRecord(
                kind=state.kind,
                title=list_row(state.kind, self.content_of(state)).title or reference_of(state.record_id),
            )
            for state in states
            if state is not None
        }

    def named_by(self, kind: str, content: JsonObject) -> tuple[RecordId, ...]:
        """The records that a content names."""
        return references(leaves(kind, content, self._forms))

    def missing_in(self, state: RecordState, content: JsonObject) -> tuple[MissingField, ...]:
        """The gaps of an incident and of the people it names, by purpose."""
        if state.kind != "incident" or not self.is_understood(state):
            return ()
        gaps = missing(Held(content, frozenset(state.withheld)), self._held, self._forms)
        return tuple(MissingField(field=gap.field, for_=gap.purposes) for gap in gaps)

    def is_understood(self, state: RecordState) -> bool:
        """Whether this version knows the record's kind and schema."""
        return state.kind in KINDS and state.schema <= SCHEMA

    def _held(self, identifier: str) -> Held | None:
        state = self._vault.records.state(RecordId(identifier))
        return None if state is None else Held(self.content_of(state), frozenset(state.withheld))

    def _marks(
        self, state: RecordState, content: JsonObject, history: tuple[HeldRevision, ...]
    ) -> Iterator[str]:
        if self._vault.lists.is_deleted(state.record_id):
            yield "deleted"
        if self._vault.shredding.is_shredded(state.record_id):
            yield "shredded" if self._vault.shredding.sealed_in(state.record_id) is None else "sealed"
        elif state.record_id in awaiting_seal(self._vault):
            yield "unsealed"
        asked = {request.compartment == "" for request in self._vault.lists.requests(state.record_id)}
        yield from ("deletion_requested" for is_tombstone in asked if is_tombstone)
        yield from ("erasure_requested" for is_tombstone in asked if not is_tombstone)
        if len(state.roots) > 1:
            yield "second_root"
        if state.kind not in KINDS:
            yield "unknown_kind"
        elif state.schema > SCHEMA:
            yield "newer_schema"
        elif self._has_unknown_form(content):
            yield "unknown_form"
        yield from sorted({held.mark for held in history if held.mark is not None})
        if len({self._vault.successions.latest(held.revision.header.author) for held in history}) > 1:
            yield "changed_by_others"

    def _has_unknown_form(self, content: JsonObject) -> bool:
        acts = content.get("acts")
        if not isinstance(acts, list):
            return False
        return any(isinstance(act, dict) and form_of(act, self._forms) is None for act in acts)

    def _marks_of(self, held: HeldRevision) -> Iterator[str]:
        """What a revision got when it came, and `clock_back` where it claims a time before its own past.

        The order is that of the chain, whatever the clocks say.
        """
        if held.mark:
            yield held.mark
        header = held.revision.header
        before = (*header.parents, *((header.replica_prev,) if header.replica_prev else ()))
        known = (self._vault.records.revision(earlier) for earlier in before)
        if any(earlier is not None and earlier.header.claimed_at > header.claimed_at for earlier in known):
            yield CLOCK_BACK


def _snapshot_of(revision: Revision) -> Snapshot:
    header = revision.header
    parts = {
        name: parse_object(revision.parts[name].text, MAX_LINE_BYTES) if name in revision.parts else None
        for name in header.parts
    }
    return Snapshot(revision.id, header.record_id, header.kind, header.schema, header.parents, parts)


def _shown_conflict(conflict: Conflict, authors: dict[RevisionId, Fingerprint]) -> ShownConflict:
    return ShownConflict(
        compartment=conflict.compartment,
        path=conflict.path,
        sides=tuple(
            ConflictSide(
                value=side.value,
                revisions=side.revisions,
                authors=_distinct(authors[identifier] for identifier in side.revisions),
            )
            for side in conflict.sides
        ),
    )


def _distinct(fingerprints: Iterable[Fingerprint]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fingerprints))
