"""Erasures and tombstones: what they say, and whose are obeyed.

Both are records of their own (`domain.record_events`) whose content stands in `open`:

    erasure    {"record_id", "revisions": [{"revision": id, "parts": [compartments]}], "reason"}
    tombstone  {"record_id", "reason"}

An erasure is obeyed where its author wrote the revision; a tombstone where its author wrote
the record's beginning (every one of them, if there are several). From our own identities both
are obeyed; from anybody else they are requests, for a person to read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from app.domain.identity import Fingerprint
from app.domain.revision import MAX_LINE_BYTES, RecordId, Revision, RevisionId
from app.domain.strict_json import Json, JsonObject, StrictJsonError, parse_object
from app.vault.connection import Connection

INSERT_ENDING = "INSERT OR IGNORE INTO ending (source, author, target, compartment) VALUES (?, ?, ?, ?)"
ENDINGS_OF_REVISION = "SELECT author, compartment FROM ending WHERE target = ? AND compartment <> ''"
TOMBSTONES = "SELECT author FROM ending WHERE target = ? AND compartment = ''"
REQUESTED_ERASURES = """
SELECT
    revision.record_id,
    ending.target,
    ending.compartment,
    ending.author,
    ending.source,
    revision.author
FROM ending
JOIN revision ON revision.id = ending.target
WHERE ending.compartment <> ''
    AND NOT EXISTS (
        SELECT 1
        FROM erased
        WHERE erased.revision = revision.number
            AND erased.compartment = ending.compartment
    )
ORDER BY revision.record_id, ending.target, ending.compartment, ending.source
"""
REQUESTED_TOMBSTONES = """
SELECT
    record.record_id,
    ending.author,
    ending.source
FROM ending
JOIN record ON record.record_id = ending.target
WHERE ending.compartment = ''
    AND NOT record.deleted
ORDER BY record.record_id, ending.source
"""
ENDINGS_OF_RECORD = """
SELECT
    ending.source,
    ending.author,
    ending.target,
    ending.compartment,
    revision.author
FROM revision
JOIN ending ON ending.target = revision.id
WHERE revision.record_id = ?
    AND ending.compartment <> ''
UNION ALL
SELECT
    source,
    author,
    target,
    '',
    ''
FROM ending
WHERE target = ?
    AND compartment = ''
"""

RootAuthors: TypeAlias = Callable[[], frozenset[Fingerprint]]
"""Who wrote the beginnings of a record: read only where somebody would end it."""

ERASURE = "erasure"
TOMBSTONE = "tombstone"
BODY = "open"


@dataclass(frozen=True, slots=True)
class Ending:
    """That one target ends: a revision's compartment, or (compartment empty) a whole record."""

    source: RevisionId
    author: Fingerprint
    target: str
    compartment: str


@dataclass(frozen=True, slots=True)
class EndingRequest:
    """An erasure or tombstone by somebody who may only ask; `compartment` is empty for a tombstone."""

    record_id: RecordId
    target: str
    compartment: str
    asked_by: Fingerprint
    source: RevisionId


class Endings:
    """The erasures and tombstones that are held; `own` gives the fingerprints of our identities."""

    def __init__(self, database: Connection, own: Callable[[], frozenset[Fingerprint]]) -> None:
        self._database = database
        self._own = own

    def take(self, revision: Revision) -> tuple[Ending, ...]:
        """Write down what an erasure or tombstone asks for."""
        endings = read_endings(revision)
        for ending in endings:
            values = (ending.source, ending.author, ending.target, ending.compartment)
            self._database.run(INSERT_ENDING, values)
        return endings

    def erased_parts(self, target: RevisionId, author: Fingerprint) -> frozenset[str]:
        """The compartments of a revision, written by `author`, whose erasure is obeyed here."""
        asked = self._database.all(ENDINGS_OF_REVISION, (target,))
        obeyed = {author, *self._own()} if asked else {author}
        return frozenset(part for asker, part in asked if asker in obeyed)

    def is_deleted(self, record: RecordId, root_authors: RootAuthors) -> bool:
        """Whether a tombstone of the record is obeyed here."""
        buriers = self._buriers(record)
        return bool(buriers) and (not buriers.isdisjoint(self._own()) or root_authors() <= buriers)

    def is_deleted_for_all(self, record: RecordId, root_authors: RootAuthors) -> bool:
        """The same by its authors' will alone, hence alike in every vault that holds the same."""
        buriers = self._buriers(record)
        return bool(buriers) and root_authors() <= buriers

    def obeyed(self, record: RecordId, root_authors: RootAuthors) -> tuple[Ending, ...]:
        """The erasures and tombstones of a record, by whoever need not ask here."""
        own = self._own()
        buriers = root_authors() if self.is_deleted(record, root_authors) else frozenset[Fingerprint]()
        return tuple(
            Ending(RevisionId(source), Fingerprint(asker), target, compartment)
            for source, asker, target, compartment, author in self._database.all(
                ENDINGS_OF_RECORD, (record, record)
            )
            if asker in own or (asker == author if compartment else asker in buriers)
        )

    def requests(self) -> tuple[EndingRequest, ...]:
        """Erasures and tombstones of what is here, by those who may only ask."""
        own = self._own()
        erasures = [
            EndingRequest(record, target, compartment, asker, source)
            for record, target, compartment, asker, source, author in self._database.all(REQUESTED_ERASURES)
            if asker != author and asker not in own
        ]
        tombstones = [
            EndingRequest(record, record, "", asker, source)
            for record, asker, source in self._database.all(REQUESTED_TOMBSTONES)
        ]
        return (*erasures, *tombstones)

    def _buriers(self, record: RecordId) -> frozenset[Fingerprint]:
        return frozenset(Fingerprint(author) for (author,) in self._database.all(TOMBSTONES, (record,)))


def read_endings(revision: Revision) -> tuple[Ending, ...]:
    """What an erasure or tombstone asks for; nothing where it says nothing we understand."""
    if revision.header.kind not in (ERASURE, TOMBSTONE):
        return ()
    body = read_part(revision, BODY)
    author = revision.header.author
    if revision.header.kind == TOMBSTONE:
        record = body.get("record_id")
        return (Ending(revision.id, author, record, ""),) if isinstance(record, str) else ()
    return tuple(
        Ending(revision.id, author, target, compartment)
        for target, compartment in _erased_parts(body.get("revisions"))
    )


def read_part(revision: Revision, name: str) -> JsonObject:
    """The object in a part; empty where it is not here or none."""
    part = revision.parts.get(name)
    if part is None:
        return {}
    try:
        return parse_object(part.text, MAX_LINE_BYTES)
    except StrictJsonError:
        return {}


def _erased_parts(entries: Json) -> Iterator[tuple[str, str]]:
    """Revision and compartment of everything that an erasure names; what else stands there is left."""
    for entry in entries if isinstance(entries, list) else []:
        if not isinstance(entry, dict):
            continue
        revision, parts = entry.get("revision"), entry.get("parts")
        if isinstance(revision, str) and isinstance(parts, list):
            yield from ((revision, part) for part in parts if isinstance(part, str) and part)
