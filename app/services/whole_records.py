"""Records as lines of JSON: everything they hold, in plain, out of one vault and into another.

A line is the RFC 8785 text of `{"content": …, "id": …, "kind": …}`. Lines stand by kind, what is named
before the incidents that name it, then by id: the same records always give the same file. Signatures
and histories are not in it; those travel in bundles.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from app.domain.compartments import GUARDED, join_parts
from app.domain.content import MODELS, content_json
from app.domain.errors import BundleError, RecordError
from app.domain.fields import is_record_id
from app.domain.merge import RecordState
from app.domain.problems import problems_of
from app.domain.query import Query
from app.domain.revision import KINDS, RecordId
from app.domain.strict_json import Json, JsonObject, canonical_text
from app.domain.work import Watch
from app.services.authoring import Author
from app.services.evidence import EvidenceKeeping
from app.services.found import RecordsExported
from app.services.handing_out import handing_out
from app.services.reading import RecordReading
from app.vault import Vault
from app.words import N_, translate

KINDS_IN_ORDER = ("organisation", "person", "proceeding", "evidence", "incident")
EXPORTING = N_("Writing records")
CUSTODY_GROUP = 50
_PAGE = 500
_FIELDS = frozenset({"content", "id", "kind"})
_NO_SUCH_RECORD = N_("is no record of a kind that can be written")


@dataclass(frozen=True, slots=True)
class WholeRecord:
    """What one line holds: a record as it stands, without its signatures and history."""

    kind: str
    id: RecordId
    content: JsonObject


class WholeRecords:
    """Writes records as lines, and takes such a line in."""

    def __init__(
        self, vault: Vault, author: Author, reading: RecordReading, evidence: EvidenceKeeping
    ) -> None:
        self._vault = vault
        self._author = author
        self._reading = reading
        self._evidence = evidence

    def export(
        self,
        target: Path | BinaryIO,
        query: Query,
        watch: Watch,
        with_: tuple[str, ...] = (),
        reason: str | None = None,
    ) -> RecordsExported:
        """Write the incidents that a query finds and all that they name; everything, if it asks for nothing.

        `with_` adds the guarded compartments, for which `reason` says why; custody keeps it. Raises
        BundleError `bundle.reason`, DiskError; CancelledError leaves no file.
        """
        if with_ and not reason:
            raise BundleError("bundle.reason")
        left_out = frozenset(GUARDED - set(with_))
        chosen = self._chosen(query)
        digest, written, size, not_understood, undecided = hashlib.sha256(), 0, 0, 0, 0
        with handing_out(self._vault, target, 0) as stream:
            for number, (_, record_id) in enumerate(chosen):
                watch.tick(EXPORTING, number, len(chosen))
                state = self._vault.records.state(record_id)
                if state is None or self._vault.lists.is_deleted(record_id):
                    continue
                if not self._reading.is_understood(state):
                    not_understood += 1
                    continue
                line = record_line(state, left_out)
                stream.write(line)
                digest.update(line)
                size += len(line)
                written += 1
                undecided += bool(state.conflicts)
        if with_:
            self._note_custody(chosen, reason)
        return RecordsExported(
            path=str(target) if isinstance(target, Path) else "-",
            records=written,
            bytes=size,
            sha256=digest.hexdigest(),
            left_out=tuple(sorted(left_out)),
            not_understood=not_understood,
            undecided=undecided,
        )

    def take_in(self, given: WholeRecord) -> bool:
        """Write a record under its own id, within a transaction; False if it is here already.

        Raises RecordError `record.exists` where it is here and says something else.
        """
        state = self._vault.records.state(given.id)
        if state is None:
            self._author.begin(given.kind, given.id, given.content)
            return True
        held = self._reading.content_of(state)
        if state.kind != given.kind or canonical_text(held) != canonical_text(given.content):
            raise RecordError("record.exists")
        return False

    def _chosen(self, query: Query) -> list[tuple[str, RecordId]]:
        """Kinds and ids, in the order of the file; those of unknown kinds come last, to be counted."""
        named: set[tuple[str, RecordId]]
        if query.is_narrowed:
            named, ahead = set(), [("incident", record) for record in self._incidents(query)]
            while ahead:
                found = ahead.pop()
                if found not in named:
                    named.add(found)
                    links = self._vault.lists.named_by(found[1])
                    # Other incidents that are linked with it were not asked for.
                    ahead += [(kind, record) for record, kind in links if kind != "incident"]
        else:
            named = {(kind, record) for record, kind in self._vault.lists.records()}
        order = {kind: place for place, kind in enumerate(KINDS_IN_ORDER)}
        written = (each for each in named if each[0] in order or each[0] not in KINDS)
        return sorted(written, key=lambda each: (order.get(each[0], len(order)), each[1]))

    def _incidents(self, query: Query) -> Iterator[RecordId]:
        offset = 0
        while True:
            total, rows = self._vault.lists.rows("incident", query, _PAGE, offset)
            yield from (row.record_id for row in rows)
            offset += _PAGE
            if offset >= total:
                return

    def _note_custody(self, exported: Sequence[tuple[str, RecordId]], reason: str | None) -> None:
        incidents = (record_id for kind, record_id in exported if kind == "incident")
        while group := tuple(islice(incidents, CUSTODY_GROUP)):
            with self._vault.transaction():
                for record_id in group:
                    self._evidence.note_custody(record_id, "exported", why=reason)


def record_line(state: RecordState, left_out: frozenset[str] = frozenset()) -> bytes:
    """A record as one line, without some compartments."""
    content = join_parts({name: part for name, part in state.parts.items() if name not in left_out})
    line: dict[str, Json] = {"content": content, "id": state.record_id, "kind": state.kind}
    return canonical_text(line).encode() + b"\n"


def is_whole_record(line: JsonObject) -> bool:
    """Whether a line of an import is one of these, and not the input of an incident."""
    return line.keys() == _FIELDS


def read_whole_record(line: JsonObject) -> WholeRecord:
    """The record of a line for which `is_whole_record` holds. Raises RecordError `record.input`."""
    kind, record_id, content = line["kind"], line["id"], line["content"]
    if not isinstance(kind, str) or kind not in KINDS_IN_ORDER:
        raise RecordError("record.input", where="kind", what=translate(_NO_SUCH_RECORD))
    if not isinstance(record_id, str) or not is_record_id(record_id):
        raise RecordError("record.input", where="id", what=translate(_NO_SUCH_RECORD))
    if not isinstance(content, dict):
        raise RecordError("record.input", where="content", what=translate(_NO_SUCH_RECORD))
    try:
        read = MODELS[kind].model_validate(content)
    except ValidationError as error:
        raise problems_of(error, "content")[0].as_error() from None
    return WholeRecord(kind, RecordId(record_id), content_json(read))
