"""Records as lines of JSON: everything they hold, in plain, out of one vault and into another.

A line is the RFC 8785 text of `{"content": …, "id": …, "kind": …}`. Lines stand by kind, what is named
before the incidents that name it, then by id: the same records always give the same file. Signatures
and histories are not in it; those travel in bundles.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from app.domain.compartments import GUARDED, join_parts
from app.domain.content import MODELS, content_json
from app.domain.errors import BundleError, RecordError
from app.domain.fields import is_record_id
from app.domain.problems import problems_of
from app.domain.query import Query
from app.domain.revision import RecordId
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
_PAGE = 500
_FIELDS = frozenset({"content", "id", "kind"})
_NO_SUCH_RECORD = N_("is no record of a kind that can be written")


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
        digest, count, size = hashlib.sha256(), 0, 0
        with handing_out(self._vault, target, 0) as stream:
            for kind, record_id in chosen:
                watch.tick(EXPORTING, count, len(chosen))
                line = self._line(kind, record_id, left_out)
                if line is not None:
                    stream.write(line)
                    digest.update(line)
                    count, size = count + 1, size + len(line)
        if with_:
            with self._vault.transaction():
                for kind, record_id in chosen:
                    if kind == "incident":
                        self._evidence.note_custody(record_id, "exported", why=reason)
        path = str(target) if isinstance(target, Path) else "-"
        return RecordsExported(
            path=path, records=count, bytes=size, sha256=digest.hexdigest(), left_out=tuple(sorted(left_out))
        )

    def take_in(self, line: JsonObject) -> bool:
        """Write the record of a line under its own id, within a transaction; False if it is here already.

        Raises RecordError `record.input`, `record.exists` where it is here and says something else.
        """
        kind, record_id, content = _read_line(line)
        state = self._vault.records.state(record_id)
        if state is None:
            self._author.begin(kind, record_id, content)
            return True
        if state.kind != kind or canonical_text(self._reading.content_of(state)) != canonical_text(content):
            raise RecordError("record.exists")
        return False

    def _chosen(self, query: Query) -> list[tuple[str, RecordId]]:
        """Kinds and ids, in the order of the file."""
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
        known = (each for each in named if each[0] in KINDS_IN_ORDER)
        return sorted(known, key=lambda each: (KINDS_IN_ORDER.index(each[0]), each[1]))

    def _incidents(self, query: Query) -> Iterator[RecordId]:
        offset = 0
        while True:
            total, rows = self._vault.lists.rows("incident", query, _PAGE, offset)
            yield from (row.record_id for row in rows)
            offset += _PAGE
            if offset >= total:
                return

    def _line(self, kind: str, record_id: RecordId, left_out: frozenset[str]) -> bytes | None:
        state = self._vault.records.state(record_id)
        if state is None or not self._reading.is_understood(state) or self._vault.lists.is_deleted(record_id):
            return None
        content = join_parts({name: part for name, part in state.parts.items() if name not in left_out})
        line: dict[str, Json] = {"content": content, "id": record_id, "kind": kind}
        return canonical_text(line).encode() + b"\n"


def is_whole_record(line: JsonObject) -> bool:
    """Whether a line of an import is one of these, and not the input of an incident."""
    return line.keys() == _FIELDS


def _read_line(line: JsonObject) -> tuple[str, RecordId, JsonObject]:
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
    return kind, RecordId(record_id), content_json(read)
