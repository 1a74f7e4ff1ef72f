"""A page of a list, as the window and the shell show it."""

from app.domain.query import Query
from app.services.answers import ListedRecord, RecordList
from app.services.record_ids import reference_of
from app.vault import Vault
from app.vault.derived import RecordRow


def page_of(vault: Vault, kind: str, query: Query, limit: int, offset: int) -> RecordList:
    """So many of the records that a query finds, behind the first `offset`."""
    total, rows = vault.lists.rows(kind, query, limit, offset)
    return RecordList(total=total, items=tuple(_listed(row) for row in rows))


def _listed(row: RecordRow) -> ListedRecord:
    return ListedRecord(
        id=row.record_id,
        reference=row.reference or reference_of(row.record_id),
        title=row.title,
        when=row.when_text or None,
        place=row.place or None,
        forms=row.forms,
        evidence=row.evidence,
        missing=len({gap.field for gap in row.missing}),
        conflicts=row.conflicts,
    )
