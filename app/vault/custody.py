"""Custody events as records: one event each, without parents (`domain.record_events`).

The actor is the revision's author; `previous` is the record id of the item's last event
known where this one was written; `why` stands in the part `privileged`.
"""

from app.domain.custody import CustodyEvent, order_chain
from app.domain.revision import RecordId, Revision
from app.domain.strict_json import Json
from app.vault.connection import Connection
from app.vault.endings import BODY, read_part
from app.vault.records import Records

PRIVILEGED = "privileged"
EVENTS_OF_ITEM = """
SELECT record.record_id
FROM link
JOIN record ON record.number = link.source
WHERE link.target = ?
    AND record.kind = 'custody'
ORDER BY record.record_id
"""
ALL_EVENTS = "SELECT record_id FROM record WHERE kind = 'custody' ORDER BY record_id"


class Custody:
    """Reads the chains; an event is written as any other record, by `Records.append`."""

    def __init__(self, database: Connection, records: Records) -> None:
        self._database = database
        self._records = records

    def events(self, item: RecordId) -> tuple[CustodyEvent, ...]:
        """The events of an item, each behind the one it names."""
        return order_chain(self._read([record for (record,) in self._database.all(EVENTS_OF_ITEM, (item,))]))

    def last_event(self, item: RecordId) -> RecordId | None:
        """The event that the next one of this item continues."""
        events = self.events(item)
        return events[-1].id if events else None

    def all_events(self) -> tuple[CustodyEvent, ...]:
        """Every event of every item, by id."""
        return tuple(self._read([record for (record,) in self._database.all(ALL_EVENTS)]))

    def _read(self, records: list[RecordId]) -> list[CustodyEvent]:
        events = [
            read_event(revision) for record in records for revision in self._records.revisions_of(record)[:1]
        ]
        return [event for event in events if event is not None]


def read_event(revision: Revision) -> CustodyEvent | None:
    """The event of a revision of kind custody, or None where it is not here or none."""
    body = read_part(revision, BODY)
    item, action, previous = body.get("item"), body.get("action"), body.get("previous")
    to_whom = body.get("to_whom")
    if not isinstance(item, str) or not isinstance(action, str):
        return None
    return CustodyEvent(
        id=revision.header.record_id,
        item=RecordId(item),
        action=action,
        actor=revision.header.author,
        when=_text(body.get("when")) or revision.header.claimed_at,
        previous=RecordId(previous) if isinstance(previous, str) else None,
        from_whom=_text(body.get("from_whom")),
        to_whom=tuple(str(name) for name in to_whom) if isinstance(to_whom, list) else (),
        why=_text(read_part(revision, PRIVILEGED).get("why")),
    )


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None
