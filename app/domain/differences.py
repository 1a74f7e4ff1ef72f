"""What differs between two contents of one record, field by field; and one field set anew.

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


def with_value(content: JsonObject, path: Path, value: Json) -> JsonObject:
    """`content` with the value at `path` (entries named by id) replaced; None takes it away.

    Objects on the way are made where they are missing, an entry that is not there is added at
    the end, and what is left empty goes too. Where its list is not there, an entry is known by the
    id that it holds itself. `content` itself is not changed.
    """
    name, rest = path[0], path[1:]
    changed = _with_inner(content.get(name), rest, value) if rest else value
    others = {key: held for key, held in content.items() if key != name}
    if changed in (None, {}, []):
        return others
    return {key: changed if key == name else held for key, held in content.items()} | {name: changed}


def _with_inner(held: Json, path: Path, value: Json) -> Json:
    entries = entries_of(held) if isinstance(held, list) else None
    if held is None and isinstance(value, dict) and path == (value.get("id"),):
        entries = {}
    if entries is None:
        return with_value(held if isinstance(held, dict) else {}, path, value)
    identifier, rest = path[0], path[1:]
    if rest:
        entries[identifier] = {"id": identifier, **with_value(entries.get(identifier, {}), rest, value)}
    elif isinstance(value, dict):
        entries[identifier] = {"id": identifier, **value}
    else:
        entries.pop(identifier, None)
    return list(entries.values())
