"""Chain of custody: who held an item, when and why, each event a signed record of its own.

An event names the item's last event known where it was written. Several people may
continue one chain apart from each other, so the chain is a tree that can fork; a fork
is a fact to show, a missing link or a foreign one is a break.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.identity import Fingerprint
from app.domain.revision import RecordId


@dataclass(frozen=True, slots=True)
class CustodyEvent:
    """One event, read from its revision. `previous` is the record id of the event before."""

    id: RecordId
    item: RecordId
    action: str
    actor: Fingerprint
    when: str
    previous: RecordId | None
    from_whom: str | None = None
    to_whom: tuple[str, ...] = ()
    why: str | None = None


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """An event whose link does not hold: `missing`, `foreign` (another item's) or `circular`."""

    event: RecordId
    fault: str


def order_chain(events: Iterable[CustodyEvent]) -> tuple[CustodyEvent, ...]:
    """The events of one item, each behind the one it names, otherwise by time and id."""
    by_id = {event.id: event for event in events}

    def depth(event: CustodyEvent) -> int:
        steps, seen = 0, {event.id}
        while event.previous in by_id and event.previous not in seen:
            seen.add(event.previous)
            event = by_id[event.previous]
            steps += 1
        return steps

    return tuple(sorted(by_id.values(), key=lambda event: (depth(event), event.when, event.id)))


def verify_chain(events: Iterable[CustodyEvent]) -> tuple[ChainBreak, ...]:
    """Every break in the chains of all `events` together, ordered by event id; none is good."""
    by_id = {event.id: event for event in events}
    breaks = []
    for event in sorted(by_id.values(), key=lambda known: known.id):
        if event.previous is None:
            continue
        before = by_id.get(event.previous)
        if before is None:
            breaks.append(ChainBreak(event.id, "missing"))
        elif before.item != event.item:
            breaks.append(ChainBreak(event.id, "foreign"))
        elif _returns_to_itself(event, by_id):
            breaks.append(ChainBreak(event.id, "circular"))
    return tuple(breaks)


def _returns_to_itself(event: CustodyEvent, by_id: dict[RecordId, CustodyEvent]) -> bool:
    seen = {event.id}
    current = event
    while current.previous is not None and current.previous in by_id:
        if current.previous in seen:
            return current.previous == event.id
        seen.add(current.previous)
        current = by_id[current.previous]
    return False
