"""What differs between two contents of one record, field by field, for people to read.

A *field* is here what it is in merging (see merge.py): a key of the content; in a list of
entries, a key of an entry; within an object `details`, a key of it. Everything else is one
value: a fuzzy date, a place, a narrative are told as a whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.compartments import Path, entries_of
from app.domain.strict_json import Json, JsonObject

_DETAILS = "details"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field with its values before and after; None is a field that was not there.

    An entry that came or went as a whole is one difference whose path ends with its id.
    """

    path: Path
    before: Json
    after: Json


def differences(before: JsonObject, after: JsonObject) -> tuple[Difference, ...]:
    """Every field that differs: those of `after` in their order, then those that are gone.

    The order of a list's entries is no field, and never differs.
    """
    return tuple(_between_objects(before, after, ()))


def _between_objects(before: JsonObject, after: JsonObject, path: Path) -> Iterator[Difference]:
    for name in dict.fromkeys((*after, *before)):
        yield from _between(before.get(name), after.get(name), (*path, name))


def _between(before: Json, after: Json, path: Path) -> Iterator[Difference]:
    if before == after:
        return
    if path[-1] == _DETAILS:
        ours, theirs = ({} if value is None else value for value in (before, after))
        if isinstance(ours, dict) and isinstance(theirs, dict):
            yield from _between_objects(ours, theirs, path)
            return
    earlier, later = (entries_of([] if value is None else value) for value in (before, after))
    if earlier is None or later is None:
        yield Difference(path, before, after)
        return
    for identifier in dict.fromkeys((*later, *earlier)):
        yield from _between_entries(earlier.get(identifier), later.get(identifier), (*path, identifier))


def _between_entries(before: JsonObject | None, after: JsonObject | None, path: Path) -> Iterator[Difference]:
    if before is None or after is None:
        yield Difference(path, before, after)
    else:
        yield from _between_objects(before, after, path)
