"""Chains of custody: order and breaks."""

from dataclasses import replace

from app.domain.custody import ChainBreak, CustodyEvent, order_chain, verify_chain
from app.domain.identity import Fingerprint
from app.domain.revision import RecordId

ACTOR = Fingerprint("a" * 64)
ITEM = RecordId("item")


def event(name: str, previous: str | None, when: str = "2026-11-23T10:00:00.000Z") -> CustodyEvent:
    before = None if previous is None else RecordId(previous)
    return CustodyEvent(RecordId(name), ITEM, "viewed", ACTOR, when, before)


def test_a_chain_that_forks_is_whole_and_ordered() -> None:
    events = [
        event("c", "b"),
        event("a", None),
        event("b", "a", "2026-11-23T12:00:00.000Z"),
        event("d", "a", "2026-11-23T11:00:00.000Z"),
    ]
    assert verify_chain(events) == ()
    assert [known.id for known in order_chain(events)] == ["a", "d", "b", "c"]


def test_a_missing_event_is_named() -> None:
    assert verify_chain([event("c", "b")]) == (ChainBreak(RecordId("c"), "missing"),)


def test_a_link_to_another_items_event_is_named() -> None:
    other = replace(event("b", None), item=RecordId("other"))
    assert verify_chain([other, event("c", "b")]) == (ChainBreak(RecordId("c"), "foreign"),)


def test_events_that_name_each_other_are_named_and_still_ordered() -> None:
    events = [event("a", "b"), event("b", "a")]
    assert {found.fault for found in verify_chain(events)} == {"circular"}
    assert len(order_chain(events)) == 2


def test_a_path_into_a_circle_is_no_circle() -> None:
    events = [event("a", "b"), event("b", "c"), event("c", "b"), event("d", "a"), event("e", "e")]
    assert verify_chain(events) == tuple(ChainBreak(RecordId(name), "circular") for name in "bce")
    assert order_chain(events) == order_chain(reversed(events))


def test_no_link_is_followed_twice() -> None:
    """A hundred thousand events, each behind the one before: by their square it would take hours."""
    chain = [event(f"{n:06}", f"{n - 1:06}" if n else None) for n in range(100_000)]
    assert order_chain(reversed(chain)) == tuple(chain)
    assert verify_chain(chain) == ()
