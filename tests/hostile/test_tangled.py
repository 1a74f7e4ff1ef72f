"""Histories made to be slow: many beginnings, many heads, deep chains, ladders of merges.

None of this is timed. What took the square or the cube of the length before would not end here.
"""

import random
from collections.abc import Callable, Iterator
from unittest.mock import patch

import pytest

from app.domain import merge as merging
from app.domain.merge import Snapshot, merge
from app.domain.revision import RecordId, Revision, RevisionId
from app.vault.derivation import Derivation
from tests.builders import Writer, party
from tests.bundle.builders import MONITOR
from tests.hostile.receiver import Receiver
from tests.hostile.test_taking_in import assert_unharmed, bundle_of

Shape = Callable[[int], Iterator[tuple[int, ...]]]


def chain(count: int) -> Iterator[tuple[int, ...]]:
    """Each revision's parents, by their numbers."""
    yield ()
    yield from ((number,) for number in range(count - 1))


def roots(count: int) -> Iterator[tuple[int, ...]]:
    yield from [()] * count


def heads(count: int) -> Iterator[tuple[int, ...]]:
    yield ()
    yield from [(0,)] * (count - 1)


def forked(count: int) -> Iterator[tuple[int, ...]]:
    yield from ((), (0,), (0,))
    yield from ((number,) for number in range(2, count - 1))


def ladder(count: int) -> Iterator[tuple[int, ...]]:
    yield from ((), (0,), (0,))
    for number in range(1, count - 2, 2):
        yield from [(number, number + 1)] * 2


def ladder_with_an_old_side(count: int) -> Iterator[tuple[int, ...]]:
    """A branch that says nothing new is merged into the other, at every step."""
    yield from ((), (0,), (0,))
    for number in range(1, count - 2, 2):
        yield from ((number, number + 1), (number + 1,))


def joined_beginnings(count: int) -> Iterator[tuple[int, ...]]:
    """Beginnings by the dozen, joined, and the joins joined with yet another."""
    yield from [()] * (count // 2)
    join: tuple[int, ...] = ()
    for number in range(count // 2):
        yield tuple(sorted({*join, number}))
        join = (count // 2 + number,)


SHAPES: tuple[Shape, ...] = (chain, roots, heads, forked, ladder, ladder_with_an_old_side, joined_beginnings)


def snapshots(shape: Shape, count: int) -> list[Snapshot]:
    """The same without signatures: some say nothing, some the same, the rest each something of its own."""
    return [
        Snapshot(
            id=RevisionId(f"{number:08}"),
            record_id=RecordId("record"),
            kind="incident",
            schema=1,
            parents=tuple(RevisionId(f"{parent:08}") for parent in parents),
            parts={"open": {"title": str(number), "place": "бір"} if number % 3 else {}},
        )
        for number, parents in enumerate(shape(count))
    ]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_a_long_history_is_merged(shape: Shape) -> None:
    history = snapshots(shape, 20_000)
    state = merge(history)
    named = {parent for snapshot in history for parent in snapshot.parents}
    assert state.heads == tuple(sorted(snapshot.id for snapshot in history if snapshot.id not in named))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_what_is_left_uncompared_is_the_same_in_every_vault(shape: Shape) -> None:
    history = snapshots(shape, 60)
    with patch.object(merging, "_STEPS", 0):
        states = {merge(random.sample(history, len(history))).canonical() for _ in range(10)}
    assert len(states) == 1
    assert len({merge(random.sample(history, len(history))).canonical() for _ in range(10)}) == 1


def revisions(shape: Shape, count: int) -> list[Revision]:
    """A record of that shape, truly signed."""
    writer, written = Writer(party(MONITOR)), list[Revision]()
    for number, parents in enumerate(shape(count)):
        record = written[0].header.record_id if written else None
        ids = tuple(written[parent].id for parent in parents)
        written.append(writer.write("incident", {"open": {"title": str(number)}}, record, ids))
    return written


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_a_long_history_comes_in(fresh: Receiver, shape: Shape) -> None:
    history = revisions(shape, 400)
    merged: list[RecordId] = []
    derive = Derivation.merge

    def counting(derivation: Derivation, record: RecordId) -> object:
        merged.append(record)
        return derive(derivation, record)

    with patch.object(Derivation, "merge", counting):
        fresh.apply(bundle_of(*(revision.to_line() for revision in history)))
    assert len(merged) <= 1
    record = history[0].header.record_id
    assert len(fresh.services.vault.records.revisions_of(record)) == len(history)
    assert_unharmed(fresh)
