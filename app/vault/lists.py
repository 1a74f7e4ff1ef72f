"""Lists of records: what is derived of them, filtered, searched, a page at a time."""

import json

from app.domain.revision import RecordId
from app.vault.connection import Connection, Row
from app.vault.derived import Missing, RecordRow
from app.vault.search import prefix_queries

WORD = """
    AND record.number IN (
        SELECT rowid
        FROM search
        WHERE search MATCH ?
        UNION
        SELECT link.source
        FROM search
        JOIN record AS named ON named.number = search.rowid
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
WHERE NOT record.deleted
    AND (? IS NULL OR record.kind = ?)
"""
LIST_COLUMNS = """
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
    (
        SELECT COUNT(*)
        FROM record AS item
        WHERE item.kind = 'evidence'
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
    ),
    record.conflicts,
    record.understood,
    record.deleted
"""
LIST_ORDER = """
ORDER BY record.when_sort DESC, record.record_id DESC
LIMIT ?
OFFSET ?
"""


def list_rows(
    database: Connection, kind: str | None, form: str | None, search: str | None, limit: int, offset: int
) -> tuple[int, tuple[RecordRow, ...]]:
    """As `Records.rows`."""
    condition, values = LISTED, list[str | int | None]([kind, kind])
    if form is not None:
        condition, values = condition + FORM, [*values, form]
    for query in prefix_queries(search or ""):
        condition, values = condition + WORD, [*values, query, query]
    counted = database.one(f"SELECT COUNT(*) {condition}", values)
    page = database.all(LIST_COLUMNS + condition + LIST_ORDER, [*values, limit, offset])
    return (counted[0] if counted else 0), tuple(_read_row(row) for row in page)


def _read_row(row: Row) -> RecordRow:
    record, kind, reference, title, when_text, when_sort, place, forms, missing, evidence, *rest = row
    conflicts, understood, deleted = rest
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
