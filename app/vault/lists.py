"""Lists of records, a page at a time; and which record names which, which is deleted or to be."""

import json
from collections.abc import Sequence
from datetime import date

from app.domain.facets import Facet, FacetName
from app.domain.query import Query
from app.domain.revision import RecordId
from app.vault.connection import Connection, Row
from app.vault.derived import Missing, RecordRow
from app.vault.endings import EndingRequest, Endings
from app.vault.narrowing import (
    ITS_EVIDENCE,
    ORDERS,
    OWN_WORDS,
    WORDS_OF_OTHERS,
    Narrowed,
    narrowed,
)
from app.vault.search import fold

EVERYTHING = Query()

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
# Custody and erasures name records too, and are none that a person reads.
LATEST_NAMING = """
FROM record
WHERE record.deleted = 0
    AND record.kind IN ('incident', 'proceeding', 'organisation', 'person')
    AND record.number IN (
        SELECT link.source
        FROM link
        WHERE link.target = ?
    )
ORDER BY record.when_sort DESC, record.record_id DESC
LIMIT ?
"""
WITH_DEADLINES = """
FROM record
WHERE record.deleted = 0
    AND record.number IN (
        SELECT facet.record
        FROM facet
        WHERE facet.name = 'deadline'
            AND facet.value <= ?
    )
ORDER BY record.record_id
"""
COUNTS = """
SELECT
    kind,
    COUNT(*)
FROM record INDEXED BY record_kind
WHERE deleted = 0
GROUP BY kind
"""
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
# Its codes by the names of their facets; who wrote it first; when its last revision says it was written.
ITS_STANDING = """
    (
        SELECT json_group_object(facet.name, facet.value)
        FROM facet
        WHERE facet.record = record.number
            AND facet.name IN ('status', 'monitoring', 'priority', 'urgency')
    ),
    (
        SELECT revision.author
        FROM revision
        WHERE revision.record_id = record.record_id
        ORDER BY revision.number
        LIMIT 1
    ),
    (
        SELECT revision.header ->> '$.claimed_at'
        FROM revision
        WHERE revision.record_id = record.record_id
        ORDER BY revision.number DESC
        LIMIT 1
    ),
"""
# Where it belongs, by what that is called if it is here; its next days; how many incidents name it.
ITS_CELLS = """
    json_patch(
        record.cells,
        json_object(
            'code', NULLIF(record.code, ''),
            'body', (
                SELECT NULLIF(body.title, '')
                FROM record AS body
                WHERE body.record_id = record.body
                    AND body.kind = 'organisation'
            ),
            'hearing', (
                SELECT MIN(facet.value)
                FROM facet
                WHERE facet.record = record.number
                    AND facet.name = 'hearing'
                    AND facet.value >= ?
            ),
            'deadline', (
                SELECT MIN(facet.value)
                FROM facet
                WHERE facet.record = record.number
                    AND facet.name = 'deadline'
            )
        )
    ),
    (
        SELECT COUNT(*)
        FROM link
        CROSS JOIN record AS naming INDEXED BY record_named ON naming.number = link.source
        WHERE link.target = record.record_id
            AND naming.kind = 'incident'
            AND naming.deleted = 0
    )
"""
WITHOUT_CELLS = "NULL, 0"
WHOLE_ROWS = ROWS + ITS_STANDING + ITS_EVIDENCE + "," + WITHOUT_CELLS
WHOLE_ROWS_OF_OTHERS = ROWS + ITS_STANDING + ITS_EVIDENCE + "," + ITS_CELLS
WITHOUT_STANDING = "'{}', NULL, NULL, 0," + WITHOUT_CELLS
OLDER_ROWS = f"""
{ROWS}{WITHOUT_STANDING}
FROM record
WHERE record.kind = ?
    AND record.deleted = 0
ORDER BY record.when_sort DESC, record.record_id DESC
"""
COUNT = "{words} SELECT COUNT(*) {counted}"
OF_PAGE = """
{words}
SELECT
    record.number,
    (SELECT COUNT(*) {counted})
{listed}
{order}
LIMIT ?
OFFSET ?
"""
FEW_WITH_WORD = f"{OWN_WORDS}UNION ALL{WORDS_OF_OTHERS}LIMIT ?"
FEW = 100
OF_NUMBERS = """
FROM json_each(?) AS listed
JOIN record ON record.number = listed.value
ORDER BY listed.key
"""
FACETS = """
{words}
SELECT
    facet.name,
    facet.value,
    COUNT(*)
FROM facet
WHERE facet.record IN (SELECT record.number {found})
    AND facet.name NOT IN ('deadline', 'hearing')
GROUP BY facet.name, facet.value
"""
ALL_FACETS = """
SELECT
    name,
    value,
    COUNT(*)
FROM facet
WHERE name NOT IN ('deadline', 'hearing')
GROUP BY name, value
"""


class Lists:
    """Reads what is derived; changes nothing."""

    def __init__(self, database: Connection, endings: Endings) -> None:
        self._database = database
        self._endings = endings

    def rows(
        self,
        kind: str | None = None,
        query: Query = EVERYTHING,
        limit: int = 100,
        offset: int = 0,
        today: date = date.max,
    ) -> tuple[int, tuple[RecordRow, ...]]:
        """How many records there are in all, and one page of them. Deleted ones are in no list.

        A hearing of today or later is one that is ahead.
        """
        asked = narrowed(kind, query)
        counted, counted_values = asked.counted
        joined, order = ORDERS[query.order]
        of_page = OF_PAGE.format(
            words=asked.words,
            counted=counted,
            listed=(asked.found if self._finds_few(asked) else asked.listed)(joined),
            order=order,
        )
        since = (today.isoformat(),)
        values = asked.words_values + counted_values + since * joined.count("?") + asked.values
        found = self._database.all(of_page, (*values, limit, offset))
        total = found[0][1] if found else self.count(kind, query)
        numbers = json.dumps([number for number, _ in found])
        if asked.is_of_others:
            page = self._database.all(WHOLE_ROWS_OF_OTHERS + OF_NUMBERS, [*since, numbers])
        else:
            page = self._database.all(WHOLE_ROWS + OF_NUMBERS, [numbers])
        return total, tuple(_read_row(row) for row in page)

    def count(self, kind: str | None, query: Query) -> int:
        """How many records a query finds."""
        asked = narrowed(kind, query)
        counted, values = asked.counted
        row = self._database.one(
            COUNT.format(words=asked.words, counted=counted), (*asked.words_values, *values)
        )
        return row[0] if row else 0

    def facets(self, kind: str, query: Query = EVERYTHING) -> dict[Facet, int]:
        """How many of the records that a query finds have each value of each facet."""
        if query.is_narrowed:
            asked = narrowed(kind, query)
            facets = FACETS.format(words=asked.words, found=asked.found())
            rows = self._database.all(facets, (*asked.words_values, *asked.values))
        else:
            rows = self._database.all(ALL_FACETS)
        return {Facet(FacetName(name), value): number for name, value, number in rows}

    def _finds_few(self, asked: Narrowed) -> bool:
        """Whether to sort what one of the words finds is less than to walk through a list for it."""
        return any(
            len(self._database.all(FEW_WITH_WORD, (word, word, FEW + 1))) <= FEW for word in asked.each_word
        )

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

    def latest_naming(self, record: RecordId, limit: int) -> tuple[RecordRow, ...]:
        """The rows of those records for people that name this one, the latest first."""
        page = self._database.all(WHOLE_ROWS + LATEST_NAMING, [record, limit])
        return tuple(_read_row(row) for row in page)

    def with_deadlines(self, until: date) -> tuple[RecordRow, ...]:
        """The rows of incidents and proceedings with a deadline that is not met and ends by that day."""
        found = self._database.all(ROWS + WITHOUT_STANDING + WITH_DEADLINES, [until.isoformat()])
        return tuple(_read_row(row) for row in found)

    def requests(self, record: RecordId) -> tuple[EndingRequest, ...]:
        """The erasures and tombstones of a record by those who may only ask."""
        return tuple(request for request in self._endings.requests() if request.record_id == record)


def older_rows(
    database: Connection, kind: str, words: str, limit: int, offset: int
) -> tuple[int, tuple[RecordRow, ...]]:
    """As `Lists.rows`, of a database of any schema, whose indices may be others or none: all are read.

    A word is looked for in what stands in the row, without its signs and accents.
    """
    rows = (_read_row(row) for row in database.all(OLDER_ROWS, [kind]))
    wanted = fold(words).split()
    found = [row for row in rows if _has_words(row, wanted)]
    return len(found), tuple(found[offset : offset + limit])


def _has_words(row: RecordRow, wanted: Sequence[str]) -> bool:
    folded = fold(f"{row.reference} {row.title} {row.place}")
    return all(word in folded for word in wanted)


def _read_row(row: Row) -> RecordRow:
    record, kind, reference, title, when_text, when_sort, place, forms, missing, *rest = row
    conflicts, understood, deleted, codes, author, changed, evidence, cells, incidents = rest
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
        codes=json.loads(codes),
        author=author,
        changed=changed,
        cells=None if cells is None else json.loads(cells),
        incidents=incidents,
    )
