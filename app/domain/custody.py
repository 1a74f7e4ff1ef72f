"""Chain of custody: who held an item, when and why, each event a signed record of its own.

An event names the item's last event known where it was written. Several people may
continue one chain apart from each other, so the chain is a tree that can fork; a fork
is a fact to show, a missing link or a foreign one is a break.
"""

from collections.abc import Iterable, Mapping
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
    depths, _circles = _walk(by_id)
    return tuple(sorted(by_id.values(), key=lambda event: (depths[event.id], event.when, event.id)))


def verify_chain(events: Iterable[CustodyEvent]) -> tuple[ChainBreak, ...]:
    """Every break in the chains of all `events` together, ordered by event id; none is good."""
    by_id = {event.id: event for event in events}
    _depths, circles = _walk(by_id)
    breaks = []
    for event in sorted(by_id.values(), key=lambda known: known.id):
        if event.previous is None:
            continue
        before = by_id.get(event.previous)
        if before is None:
            breaks.append(ChainBreak(event.id, "missing"))
        elif before.item != event.item:
            breaks.append(ChainBreak(event.id, "foreign"))
        elif event.id in circles:
            breaks.append(ChainBreak(event.id, "circular"))
    return tuple(breaks)


def _walk(by_id: Mapping[RecordId, CustodyEvent]) -> tuple[dict[RecordId, int], frozenset[RecordId]]:
    """How many events stand before each, and which stand before themselves; no link is followed twice."""
    depths: dict[RecordId, int] = {}
    circles: set[RecordId] = set()
    for start in sorted(by_id):
        path: dict[RecordId, None] = {}
        current: RecordId | None = start
        while current and current in by_id and current not in depths and current not in path:
            path[current] = None
            current = by_id[current].previous
        depth = depths.get(current, -1) if current else -1
        met = current in path
        for identifier in reversed(path):
            depth += 1
            depths[identifier] = depth
            if met:
                circles.add(identifier)
                met = identifier != current
    return depths, frozenset(circles)
