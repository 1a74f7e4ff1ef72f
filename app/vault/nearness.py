"""Records that are near to another in time, place or in whom they name: where duplicates are looked for."""

from collections.abc import Sequence

from app.domain.revision import RecordId
from app.vault.connection import Connection

NAMING_ANY = """
SELECT DISTINCT record.record_id
FROM link
JOIN record ON record.number = link.source
WHERE link.target IN ({marks})
    AND record.kind = ?
    AND record.deleted = 0
ORDER BY record.number DESC
LIMIT ?
"""
AT_PLACES = """
SELECT DISTINCT record.record_id
FROM facet
JOIN record ON record.number = facet.record
WHERE facet.name = 'place'
    AND facet.value IN ({marks})
    AND record.kind = ?
    AND record.deleted = 0
    AND record.first_day <= ?
    AND record.last_day >= ?
ORDER BY record.first_day DESC, record.number DESC
LIMIT ?
"""
BETWEEN = """
SELECT record.record_id
FROM record INDEXED BY record_listed
WHERE record.kind = ?
    AND record.deleted = 0
    AND record.first_day <> ''
    AND record.first_day <= ?
    AND record.last_day >= ?
ORDER BY record.when_sort DESC
LIMIT ?
"""


class Nearness:
    """Reads what is derived; changes nothing."""

    def __init__(self, database: Connection) -> None:
        self._database = database

    def naming_any(self, kind: str, named: Sequence[str], limit: int) -> tuple[RecordId, ...]:
        """Records of a kind that name one of these, those that came last first."""
        return self._ids(NAMING_ANY.format(marks=_marks(named)), (*named, kind, limit))

    def at_places(
        self, kind: str, days: tuple[str, str], places: Sequence[str], limit: int
    ) -> tuple[RecordId, ...]:
        """Records of a kind at one of these places (paths), whose days overlap with these."""
        first, last = days
        return self._ids(AT_PLACES.format(marks=_marks(places)), (*places, kind, last, first, limit))

    def between(self, kind: str, days: tuple[str, str], limit: int) -> tuple[RecordId, ...]:
        """Records of a kind whose days overlap with these."""
        first, last = days
        return self._ids(BETWEEN, (kind, last, first, limit))

    def _ids(self, sql: str, values: Sequence[str | int]) -> tuple[RecordId, ...]:
        return tuple(RecordId(record) for (record,) in self._database.all(sql, values))


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" for _ in values)
