"""Compartments: which part of a record a field belongs to, how content is split, and joined again.

A record's content is split into one JSON object per compartment, so that any of them can be
withheld or erased while the signature over the rest still verifies. The objects mirror the
structure of the whole: an entry of a list (an object with an `id`) stands in its home
compartment, and with nothing but its id and the fields concerned in every other.

Two rules decide where a value goes: a field's own compartment (the model declares it, or the
form file for a value in `details`), inherited by what lies inside; and above it the mark
`"privileged": true`, which takes the whole object that carries it into `privileged`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from app.domain.strict_json import Json, JsonObject
from app.words import N_

Path: TypeAlias = tuple[str, ...]
"""Keys from the top of a content downwards; an entry of a list is named by its id."""


class Compartment(StrEnum):
    """The closed list, from the freest to the strictest; its order is the order of joining."""

    OPEN = "open"
    IDENTITIES = "identities"
    SOURCES = "sources"
    MEDICAL = "medical"
    PRIVILEGED = "privileged"


COMPARTMENT_WORDS: Mapping[str, str] = {
    Compartment.OPEN: N_("open"),
    Compartment.IDENTITIES: N_("identities"),
    Compartment.SOURCES: N_("sources"),
    Compartment.MEDICAL: N_("medical"),
    Compartment.PRIVILEGED: N_("lawyer's secret"),
}
ORDER = tuple(Compartment)
GUARDED = frozenset({Compartment.SOURCES.value, Compartment.PRIVILEGED.value})
"""These leave the vault only when somebody chooses them and says why."""

PRIVILEGED_MARK = "privileged"


@dataclass(frozen=True, slots=True)
class In:
    """Field metadata: the compartment of this field and of everything inside it."""

    compartment: Compartment


IN_IDENTITIES = In(Compartment.IDENTITIES)
IN_SOURCES = In(Compartment.SOURCES)
IN_MEDICAL = In(Compartment.MEDICAL)
IN_PRIVILEGED = In(Compartment.PRIVILEGED)


def is_privileged(value: Json) -> bool:
    """Whether `value` is an object that carries the mark of the lawyer's secret."""
    return isinstance(value, dict) and value.get(PRIVILEGED_MARK) is True


def join_parts(parts: Mapping[str, JsonObject]) -> JsonObject:
    """The whole of which `parts` (by compartment name) are the parts; needs no model.

    Objects are merged key by key, lists of objects entry by entry (by `id`): those of `open`
    first, then those that only stricter compartments know. Where two parts hold a value at the
    same place, the stricter one rules. A compartment of an unknown name counts as the strictest.
    """
    whole: JsonObject = {}
    for name in sorted(parts, key=_rank):
        whole = _join_objects(whole, parts[name])
    return whole


def _rank(name: str) -> tuple[int, str]:
    known: tuple[str, ...] = ORDER
    return (known.index(name) if name in known else len(known), name)


def _join_objects(freer: JsonObject, stricter: JsonObject) -> JsonObject:
    joined = dict(freer)
    for key, value in stricter.items():
        joined[key] = _join_values(joined[key], value) if key in joined else value
    return joined


def _join_values(freer: Json, stricter: Json) -> Json:
    if isinstance(freer, dict) and isinstance(stricter, dict):
        return _join_objects(freer, stricter)
    ours, theirs = entries_of(freer), entries_of(stricter)
    if ours is None or theirs is None:
        return stricter
    joined = dict(ours)
    for identifier, entry in theirs.items():
        joined[identifier] = _join_objects(joined.get(identifier, {}), entry)
    return list(joined.values())


def entries_of(value: Json) -> dict[str, JsonObject] | None:
    """The entries of a list by their ids; None if it is not a list of objects with own ids."""
    if not isinstance(value, list):
        return None
    entries: dict[str, JsonObject] = {}
    for item in value:
        identifier = item.get("id") if isinstance(item, dict) else None
        if not isinstance(item, dict) or not isinstance(identifier, str) or identifier in entries:
            return None
        entries[identifier] = item
    return entries


def privileged_paths(content: JsonObject) -> tuple[Path, ...]:
    """Where objects marked privileged stand; the empty path is the record as a whole."""
    return tuple(_marked(content, ()))


def _marked(value: Json, path: Path) -> list[Path]:
    if is_privileged(value):
        return [path]
    if isinstance(value, dict):
        return [found for key, inner in value.items() for found in _marked(inner, (*path, key))]
    entries = entries_of(value) or {}
    return [found for identifier, entry in entries.items() for found in _marked(entry, (*path, identifier))]


def exposes(part: JsonObject, marks: tuple[Path, ...]) -> bool:
    """Whether a part still shows, in the clear, what one of `marks` has since made privileged.

    `part` is a compartment other than `privileged` of an earlier (or concurrent) revision of
    the same record, `marks` come from `privileged_paths`. An entry of which nothing but the id
    is left, and a value that is empty, show nothing.
    """
    return any(_shows(part, mark) for mark in marks)


def _shows(value: Json, path: Path) -> bool:
    if not path:
        return value not in (None, {}, []) and not (isinstance(value, dict) and set(value) == {"id"})
    if isinstance(value, dict):
        return path[0] in value and _shows(value[path[0]], path[1:])
    entries = entries_of(value) or {}
    return path[0] in entries and _shows(entries[path[0]], path[1:])
