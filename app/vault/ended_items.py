"""Items of evidence that were deleted or erased: to which incidents they belonged, and who ended them.

What links an item with its incident is no longer derived of a deleted one, and goes with an erased
one. It is therefore written down when an item ends, here alone, and told to nobody.
"""

from app.domain.revision import RecordId
from app.vault.connection import Connection
from app.vault.endings import Ending, Endings, RootAuthors

REMEMBER = """
INSERT OR IGNORE INTO ended_item (incident, item)
SELECT
    incident.record_id,
    item.record_id
FROM record AS item
JOIN link ON link.source = item.number
JOIN record AS incident ON incident.record_id = link.target
WHERE item.record_id = ?
    AND item.kind = 'evidence'
    AND incident.kind = 'incident'
"""
ITEMS_OF = "SELECT item FROM ended_item WHERE incident = ? ORDER BY item"
INCIDENTS_OF = "SELECT incident FROM ended_item WHERE item = ? ORDER BY incident"
SAME_BYTES = """
SELECT COUNT(*)
FROM record AS item
JOIN record AS other ON other.evidence_sha256 = item.evidence_sha256
WHERE item.record_id = ?
    AND other.record_id <> item.record_id
"""


class EndedItems:
    """What changes something is called within a transaction."""

    def __init__(self, database: Connection, endings: Endings) -> None:
        self._database = database
        self._endings = endings

    def remember(self, item: RecordId) -> None:
        """Write down to which incidents an item belongs that ends, before it is derived anew."""
        self._database.run(REMEMBER, (item,))

    def of_incident(self, incident: RecordId) -> tuple[RecordId, ...]:
        """The items that belonged to this incident when they, or a part of them, ended; by id."""
        return tuple(RecordId(item) for (item,) in self._database.all(ITEMS_OF, (incident,)))

    def incidents_of(self, item: RecordId) -> tuple[RecordId, ...]:
        """The incidents to which an item belonged; by id."""
        return tuple(RecordId(incident) for (incident,) in self._database.all(INCIDENTS_OF, (item,)))

    def ended_by(self, item: RecordId, root_authors: RootAuthors) -> tuple[Ending, ...]:
        """The erasures and tombstones of a record that were obeyed."""
        return self._endings.obeyed(item, root_authors)

    def others_with_its_bytes(self, item: RecordId) -> int:
        """How many other items name the same file: its bytes stay for as long as one does."""
        row = self._database.one(SAME_BYTES, (item,))
        return row[0] if row else 0
