"""Custody events as records: one event each, without parents, its content in `open`.

    {"item", "action", "when", "previous", "from", "to": [...], "why"}

The actor is the revision's author; `previous` is the record id of the item's last event
known where this one was written.
"""

from app.domain.custody import CustodyEvent, order_chain
from app.domain.revision import RecordId, Revision
from app.domain.strict_json import Json, JsonObject
from app.vault.connection import Connection
from app.vault.endings import read_body
from app.vault.records import Records

CUSTODY = "custody"
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


def custody_content(event: CustodyEvent) -> JsonObject:
    """The content of the record of `event`; its id and actor stand in the revision's header."""
    content: JsonObject = {"item": event.item, "action": event.action, "when": event.when}
    optional: JsonObject = {"previous": event.previous, "from": event.from_whom, "why": event.why}
    content |= {key: value for key, value in optional.items() if value is not None}
    if event.to_whom:
        content["to"] = list[Json](event.to_whom)
    return content


def read_event(revision: Revision) -> CustodyEvent | None:
    """The event of a revision of kind custody, or None where it is not here or none."""
    body = read_body(revision)
    item, action, previous = body.get("item"), body.get("action"), body.get("previous")
    to_whom = body.get("to", [])
    if not isinstance(item, str) or not isinstance(action, str):
        return None
    return CustodyEvent(
        id=revision.header.record_id,
        item=RecordId(item),
        action=action,
        actor=revision.header.author,
        when=_text(body.get("when")) or revision.header.claimed_at,
        previous=RecordId(previous) if isinstance(previous, str) else None,
        from_whom=_text(body.get("from")),
        to_whom=tuple(str(name) for name in to_whom) if isinstance(to_whom, list) else (),
        why=_text(body.get("why")),
    )


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None
