"""Lists of records, a page at a time; and which record names which, which is deleted or to be."""

import json
from collections.abc import Iterable

from app.domain.revision import RecordId
from app.domain.summary import Narrowing
from app.vault.connection import Connection, Row
from app.vault.derived import Missing, RecordRow
from app.vault.endings import EndingRequest, Endings
from app.vault.search import prefix_queries

# Which records are listed, and in which order, is read from indices alone: of all records the
# rows, which hold them whole, would be a hundred times as much. Only those of the page are read.
WORD = """
    AND record.number IN (
        SELECT rowid
        FROM search
        WHERE search MATCH ?
        UNION
        SELECT link.source
        FROM search
        JOIN record AS named INDEXED BY record_named ON named.number = search.rowid
        JOIN link ON link.target = named.record_id
        WHERE search MATCH ?
    )
"""
FORM = """
    AND EXISTS (
        SELECT 1
        FROM json_each(record.forms)
        WHERE json_each.value = ?
    )
"""
LISTED = """
FROM record
WHERE record.deleted = 0
"""
OF_KIND = " AND record.kind = ?"
# The sign before the kind keeps SQLite from walking through all evidence for each record.
ITS_EVIDENCE = """
(
    SELECT COUNT(*)
    FROM record AS item
    WHERE +item.kind = 'evidence'
        AND NOT item.deleted
        AND item.number IN (
            SELECT link.source
            FROM link
            WHERE link.target = record.record_id
            UNION
            SELECT named.number
            FROM link
            JOIN record AS named ON named.record_id = link.target
            WHERE link.source = record.number
        )
)
"""
NARROWED = {
    Narrowing.INCOMPLETE: " AND record.missing <> '[]'",
    Narrowing.IN_CONFLICT: " AND record.conflicts > 0",
    Narrowing.HAS_EVIDENCE: " AND 0 < " + ITS_EVIDENCE,
}
ALL_RECORDS = "SELECT record_id, kind FROM record ORDER BY record_id"
IS_DELETED = "SELECT deleted FROM record WHERE record_id = ?"
NAMED_BY = """
SELECT
    named.record_id,
    named.kind
FROM record
JOIN link ON link.source = record.number
JOIN record AS named ON named.record_id = link.target
WHERE record.record_id = ?
ORDER BY named.record_id
"""
NAMING = """
SELECT
    record.record_id,
    record.kind
FROM link
JOIN record ON record.number = link.source
WHERE link.target = ?
ORDER BY record.record_id
"""
COUNTS = """
SELECT
    kind,
    COUNT(*)
FROM record
WHERE deleted = 0
GROUP BY kind
"""
COUNT = "SELECT COUNT(*)"
ROWS = """
SELECT
    record.record_id,
    record.kind,
    record.reference,
    record.title,
    record.when_text,
    record.when_sort,
    record.place,
    record.forms,
    record.missing,
    record.conflicts,
    record.understood,
    record.deleted,
"""
OF_PAGE = """
FROM record
WHERE record.number IN (
    SELECT record.number
    {condition}
    {order}
    LIMIT ?
    OFFSET ?
)
{order}
"""
ORDER = "ORDER BY record.when_sort DESC, record.record_id DESC"


class Lists:
    """Reads what is derived; changes nothing."""

    def __init__(self, database: Connection, endings: Endings) -> None:
        self._database = database
        self._endings = endings

    def rows(
        self,
        kind: str | None = None,
        form: str | None = None,
        search: str | None = None,
        limit: int = 100,
        offset: int = 0,
        narrowed: Iterable[Narrowing] = (),
    ) -> tuple[int, tuple[RecordRow, ...]]:
        """How many records there are in all, and one page of them, the latest first.

        `search` asks for every one of its words, by prefix and folded, in the record itself or
        in a record that it names; `narrowed` leaves those in which all of it holds. Deleted records
        are in no list.
        """
        condition, values = _condition(kind, form, search, narrowed)
        counted = self._database.one(COUNT + condition, values)
        of_page = OF_PAGE.format(condition=condition, order=ORDER)
        page = self._database.all(ROWS + ITS_EVIDENCE + of_page, [*values, limit, offset])
        return (counted[0] if counted else 0), tuple(_read_row(row) for row in page)

    def counts(self) -> dict[str, int]:
        """How many records there are of each kind; deleted ones do not count."""
        return dict(self._database.all(COUNTS))

    def records(self) -> tuple[tuple[RecordId, str], ...]:
        """Every record with its kind, deleted ones too, by id."""
        return tuple((RecordId(record), kind) for record, kind in self._database.all(ALL_RECORDS))

    def is_deleted(self, record: RecordId) -> bool:
        """Whether a tombstone of the record is obeyed here."""
        row = self._database.one(IS_DELETED, (record,))
        return row is not None and bool(row[0])

    def named_by(self, record: RecordId) -> tuple[tuple[RecordId, str], ...]:
        """The records, with their kinds, that are here and that this one names."""
        return tuple((RecordId(named), kind) for named, kind in self._database.all(NAMED_BY, (record,)))

    def naming(self, record: RecordId) -> tuple[tuple[RecordId, str], ...]:
        """The records, with their kinds, that name this one."""
        return tuple((RecordId(namer), kind) for namer, kind in self._database.all(NAMING, (record,)))

    def requests(self, record: RecordId) -> tuple[EndingRequest, ...]:
        """The erasures and tombstones of a record by those who may only ask."""
        return tuple(request for request in self._endings.requests() if request.record_id == record)


def _condition(
    kind: str | None, form: str | None, search: str | None, narrowed: Iterable[Narrowing]
) -> tuple[str, list[str]]:
    """What records must fulfil to be listed, and the values that its question marks stand for."""
    condition, values = LISTED, list[str]()
    if kind is not None:
        condition, values = condition + OF_KIND, [*values, kind]
    if form is not None:
        condition, values = condition + FORM, [*values, form]
    for narrowing in sorted(set(narrowed)):
        condition += NARROWED[narrowing]
    for query in prefix_queries(search or ""):
        condition, values = condition + WORD, [*values, query, query]
    return condition, values


def _read_row(row: Row) -> RecordRow:
    record, kind, reference, title, when_text, when_sort, place, forms, missing, *rest = row
    conflicts, understood, deleted, evidence = rest
    return RecordRow(
        record_id=RecordId(record),
        kind=kind,
        reference=reference,
        title=title,
        when_text=when_text,
        when_sort=when_sort,
        place=place,
        forms=tuple(json.loads(forms)),
        missing=tuple(Missing(field, purpose) for field, purpose in json.loads(missing)),
        evidence=evidence,
        conflicts=conflicts,
        understood=bool(understood),
        deleted=bool(deleted),
    )
