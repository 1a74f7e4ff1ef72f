"""Recording: incidents written down, changed, shown, ended; with the people and cases they name."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from app.domain.compartments import Compartment
from app.domain.content import content_json, may_stand_in
from app.domain.errors import AppError, RecordError
from app.domain.merge import RecordState
from app.domain.record_events import ErasedParts, ErasureContent, TombstoneContent
from app.domain.record_input import InputReader, RecordInput
from app.domain.revision import RecordId, Revision
from app.domain.strict_json import JsonObject, StrictJsonError, parse_object
from app.domain.work import CancelledError, Watch
from app.services.answers import (
    RecordEnded,
    RecordHistory,
    RecordSaved,
    RecordShown,
    RecordsImported,
    RefusedLine,
)
from app.services.authoring import Author
from app.services.drafts import Drafts, draft_of_record
from app.services.ended_evidence import same_file_words
from app.services.evidence import DEFAULT_ARRIVAL, EvidenceKeeping, Intake
from app.services.import_stopped import ImportStoppedError
from app.services.reading import RecordReading
from app.services.record_ids import new_record_id, reference_of
from app.services.seal_settings import chosen_mode, note_new
from app.services.whole_records import WholeRecord, WholeRecords, is_whole_record, read_whole_record
from app.vault import Vault
from app.words import N_, translate

INCIDENT = "incident"
REGISTRY_KINDS = ("person", "organisation", "proceeding")
IMPORT_GROUP = 50
REVISIONS_LOOKED_AT = 50
MAX_INPUT_BYTES = 4 * 1024 * 1024

IMPORTING = N_("Importing incidents")
OTHER_COPIES = N_("Backups, bundles already sent and other people's vaults keep what they have.")
DRAFT_ENDED = N_("What was typed in it and could not be saved is forgotten.")


class Recording:
    """What a person can do with incidents and with the people, organisations and proceedings in them."""

    def __init__(
        self,
        vault: Vault,
        author: Author,
        reader: InputReader,
        reading: RecordReading,
        evidence: EvidenceKeeping,
        drafts: Drafts,
        whole: WholeRecords,
    ) -> None:
        self._vault = vault
        self._author = author
        self._reader = reader
        self._reading = reading
        self._evidence = evidence
        self._drafts = drafts
        self._whole = whole

    def add(
        self, data: JsonObject, evidence: Sequence[Path], watch: Watch, *, draft: str | None = None
    ) -> RecordSaved:
        """A new incident with its files, and the end of the `draft` it came from: all or nothing.

        Under seal mode it waits from now on to be sealed (`Sealing.seal_new`), which this does not do.
        Raises RecordError `record.input`, EvidenceError `evidence.unreadable`, DiskError.
        """
        incident = self._reader.read_incident(data)
        self._check_named(incident)
        with self._evidence.taking_in(tuple(evidence), watch) as intakes, self._vault.transaction():
            if draft is not None:
                self._drafts.end(draft)
            return self._add(incident, intakes)

    def add_other(self, kind: str, data: JsonObject, identifier: str | None = None) -> RecordSaved:
        """A new person, organisation or proceeding; `identifier` where it is named already.

        Raises RecordError `record.input`.
        """
        content = self._reader.read(kind, data)
        record_id = new_record_id() if identifier is None else RecordId(identifier)
        with self._vault.transaction():
            revision = self._author.begin(kind, record_id, content_json(content))
        return self._saved(record_id, revision)

    def edit(
        self, identifier: str, change: JsonObject, kind: str = INCIDENT, *, draft: str | None = None
    ) -> RecordSaved:
        """Change a record: top-level fields of `change` replace its own, null removes one.

        Where both sides of a conflict stand, an edit that gives every field in conflict a
        value chooses; any other goes on from one side, and the conflict stays. The `draft` that
        the change was kept in ends with it, or stays if it is refused: RecordError
        `record.unknown`, `.input`, `.deleted`, `.read_only`, `.withheld`.
        """
        state = self._writable(identifier, kind)
        base = self._base_of(state, change)
        before = self._reading.content_of(base)
        with self._vault.transaction():
            if draft is not None:
                self._drafts.end(draft)
            if kind == INCIDENT:
                made = self._reader.read_incident(change, before)
                self._check_named(made)
                self._begin_others(made)
                after = content_json(made.incident)
            else:
                after = content_json(self._reader.read(kind, change, before))
            revision = self._author.change(base, base.heads, after)
        if revision is None:
            return self._saved_as(state.record_id, base.heads[0])
        return self._saved(state.record_id, revision)

    def link(self, identifier: str, other: str, kind: str | None, note: str | None = None) -> RecordSaved:
        """Say how an incident hangs together with another; `kind` is a code of the list `link_kind`.

        Raises RecordError as `edit`, `record.unknown` also where there is no such other incident.
        """
        self._known(other, INCIDENT)
        state = self._known(identifier, INCIDENT)
        links = self._reading.content_of(state).get("links")
        added: JsonObject = {"incident": other}
        added |= {name: value for name, value in (("kind", kind), ("note", note)) if value is not None}
        return self.edit(identifier, {"links": [*(links if isinstance(links, list) else []), added]})

    def show(self, identifier: str, kind: str | None = None) -> RecordShown:
        """A record in full; see `RecordReading.show`."""
        return self._reading.show(RecordId(identifier), kind)

    def history(self, identifier: str) -> RecordHistory:
        """Every revision of a record, parents first. Raises RecordError `record.unknown`."""
        return self._reading.history(RecordId(identifier))

    def last_place(self) -> JsonObject | None:
        """The place written last in an incident of one's own; None where the last few name none."""
        for identifier in self._vault.records.last_written(INCIDENT, REVISIONS_LOOKED_AT):
            place = self._reading.content_of(self._known(identifier)).get("where")
            if isinstance(place, dict):
                return place
        return None

    def delete(self, identifier: str, reason: str) -> RecordEnded:
        """Hide a record for good by a tombstone; its revisions stay, and history shows them.

        What was typed in it and could not be saved is no revision and can become none: it ends, and
        the answer's warning says so. Raises RecordError `record.unknown`.
        """
        state = self._known(identifier)
        draft = draft_of_record(state.kind, state.record_id)
        tombstone = TombstoneContent(record_id=state.record_id, reason=reason)
        others = sum(
            1 for held in self._vault.records.revisions_of(state.record_id) if not self._is_own(held)
        )
        warning = translate(OTHER_COPIES)
        if self._drafts.load(draft) is not None:
            warning = f"{warning} {translate(DRAFT_ENDED)}"
        with self._vault.transaction():
            self._drafts.end(draft)
            revision = self._author.begin("tombstone", new_record_id(), content_json(tombstone))
        return RecordEnded(
            id=state.record_id,
            revision=revision.id,
            obeyed=True,
            requested_of_others=others,
            warning=warning,
        )

    def erase(self, identifier: str, parts: Sequence[str], reason: str) -> RecordEnded:
        """Destroy the named compartments in every revision of a record, here and where it is obeyed.

        The draft of an edit that was refused goes too where one of its fields may stand in them. Raises
        RecordError `record.unknown`, `record.nothing_to_erase`.
        """
        state = self._known(identifier)
        revisions = self._vault.records.revisions_of(state.record_id)
        targets = tuple(
            ErasedParts(revision=revision.id, parts=named)
            for revision in revisions
            if (named := tuple(part for part in parts if part in revision.header.parts))
        )
        if not targets:
            raise RecordError("record.nothing_to_erase")
        same = self._evidence.others_with_its_bytes(state.record_id) if Compartment.OPEN in parts else 0
        erasure = ErasureContent(record_id=state.record_id, revisions=targets, reason=reason)
        draft = draft_of_record(state.kind, state.record_id)
        with self._vault.transaction():
            if may_stand_in(state.kind, self._drafts.load(draft) or (), parts):
                self._drafts.end(draft)
            revision = self._author.begin("erasure", new_record_id(), content_json(erasure))
        named_ids = {target.revision for target in targets}
        return RecordEnded(
            id=state.record_id,
            revision=revision.id,
            obeyed=True,
            requested_of_others=sum(1 for r in revisions if r.id in named_ids and not self._is_own(r)),
            warning=" ".join([translate(OTHER_COPIES), *([same_file_words(same)] if same else [])]),
        )

    def import_lines(self, source: BinaryIO, watch: Watch, size_bytes: int = 0) -> RecordsImported:
        """Many incidents, one input a line, or whole records; a line that is refused stops no other.

        `size_bytes` of the source, where it is known, is for the progress shown. Raises
        ImportStoppedError, which says what had been taken in.
        """
        added, known, done_bytes, refused = 0, 0, 0, list[RefusedLine]()
        lines = _lines(source)
        while group := tuple(islice(lines, IMPORT_GROUP)):
            so_far = RecordsImported(added=added, known=known, refused=_in_order(refused))
            read: list[tuple[int, RecordInput | WholeRecord]] = []
            try:
                for number, line in group:
                    done_bytes += len(line)
                    watch.tick(IMPORTING, *((done_bytes, size_bytes) if size_bytes else (number,)))
                    try:
                        read.append((number, self._read_line(line)))
                    except RecordError as error:
                        refused.append(_refused(number, error))
            except CancelledError:
                raise ImportStoppedError(so_far, group[0][0]) from None
            with self._vault.transaction():
                for number, given in read:
                    try:
                        is_new = self._take_in(given)
                    except RecordError as error:
                        refused.append(_refused(number, error))
                    else:
                        added, known = added + is_new, known + (not is_new)
        return RecordsImported(added=added, known=known, refused=_in_order(refused))

    def _read_line(self, line: bytes) -> RecordInput | WholeRecord:
        try:
            given = parse_object(line, MAX_INPUT_BYTES)
        except StrictJsonError:
            what = translate(N_("is not one JSON object"))
            raise RecordError("record.input", where="JSON", what=what) from None
        return read_whole_record(given) if is_whole_record(given) else self._reader.read_incident(given)

    def _take_in(self, given: RecordInput | WholeRecord) -> bool:
        """Write what a line gave, within a transaction; False if it is here. A refusal wrote nothing."""
        if isinstance(given, WholeRecord):
            return self._whole.take_in(given)
        if chosen_mode(self._vault) is not None:
            raise RecordError("record.seal_mode")
        self._check_named(given)
        self._add(given)
        return True

    def _add(self, made: RecordInput, intakes: Sequence[Intake] = ()) -> RecordSaved:
        """Write an incident and what came with it, within a transaction."""
        self._begin_others(made)
        record_id = new_record_id()
        incident = made.incident.model_copy(update={"reference": reference_of(record_id)})
        revision = self._author.begin(INCIDENT, record_id, content_json(incident))
        note_new(self._vault, record_id)
        added = tuple(self._evidence.file_intake(intake, record_id, DEFAULT_ARRIVAL) for intake in intakes)
        return self._saved(record_id, revision).model_copy(update={"evidence": added})

    def _begin_others(self, made: RecordInput) -> None:
        for kind, records in zip(
            REGISTRY_KINDS, (made.people, made.organisations, made.proceedings), strict=True
        ):
            for record_id, content in records:
                self._author.begin(kind, record_id, content_json(content))

    def _check_named(self, made: RecordInput) -> None:
        """Refuse an incident that names a record which is neither here nor comes with it."""
        coming = {identifier for identifier, _ in (*made.people, *made.organisations, *made.proceedings)}
        for identifier in self._reading.named_by(INCIDENT, content_json(made.incident)):
            if identifier not in coming and self._vault.records.state(identifier) is None:
                raise RecordError("record.unknown")

    def _known(self, identifier: str, kind: str | None = None) -> RecordState:
        state = self._vault.records.state(RecordId(identifier))
        if state is None or kind not in (None, state.kind):
            raise RecordError("record.unknown")
        return state

    def _writable(self, identifier: str, kind: str) -> RecordState:
        state = self._known(identifier, kind)
        if not self._reading.is_understood(state):
            raise RecordError("record.read_only")
        if self._vault.lists.is_deleted(state.record_id):
            raise RecordError("record.deleted")
        if self._vault.shredding.is_shredded(state.record_id):
            raise RecordError("record.shredded")
        return state

    def _base_of(self, state: RecordState, change: JsonObject) -> RecordState:
        """What an edit builds on: all heads, or one where a conflict is to stay."""
        unsettled = [conflict for conflict in state.conflicts if conflict.path[0] not in change]
        if not unsettled:
            return state
        return self._reading.state_at(state.record_id, state.heads[0])

    def _is_own(self, revision: Revision) -> bool:
        """By the key in use: what an earlier one wrote, others end only when asked."""
        return revision.header.author == self._vault.identities.in_use()

    def _saved(self, record_id: RecordId, revision: Revision) -> RecordSaved:
        return self._saved_as(record_id, revision.id)

    def _saved_as(self, record_id: RecordId, revision: str) -> RecordSaved:
        state = self._known(record_id)
        missing = self._reading.missing_in(state, self._reading.content_of(state))
        return RecordSaved(
            id=record_id, reference=reference_of(record_id), revision=revision, missing=missing
        )


def _lines(source: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that are not empty, with their numbers; one beyond the limit is cut and thus refused."""
    number = 0
    while line := source.readline(MAX_INPUT_BYTES + 2):
        number += 1
        while len(line) > MAX_INPUT_BYTES and not line.endswith(b"\n"):
            if not (rest := source.readline(MAX_INPUT_BYTES)) or rest.endswith(b"\n"):
                break
        if line.strip():
            yield number, line


def _in_order(refused: Iterable[RefusedLine]) -> tuple[RefusedLine, ...]:
    return tuple(sorted(refused, key=lambda each: each.line))


def _refused(number: int, error: AppError) -> RefusedLine:
    return RefusedLine(line=number, code=error.code, message=error.sentence)
