"""The state of a record: a pure function of the revisions and parts that are held.

Revisions of a record form a graph by their parents. For one head, its snapshot is the
state. For several, each field keeps the values of its *last writers*: those revisions
that gave it a new value and that no later writer of the same field descends from. One
value among them is the state; several are a `Conflict` whose sides are all kept until
a person's own revision chooses. The result depends on neither the order of arrival nor
the number of parties, and for two heads with one common ancestor it is the three-way
merge. The same rule serves histories that criss-cross, with no ancestor to choose.

A *field* is: a key of a compartment's object; in a list of entries (objects with ids), a
key of an entry; within an object `details`, a key of it. Everything else is one value (a
fuzzy date, a place, a narrative are never mixed from two sides). An entry deleted on one
side and changed on the other is one conflict on the whole entry, and the entry is kept.

An unknown part (withheld, erased) changes nothing: what its parents knew is kept.

Comparing writers takes steps that grow with how tangled a history is. Nobody who works makes
one that uses them up; in one that was made for it, the last value written stands for the rest.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from app.domain.revision import KINDS, RecordId, RevisionId
from app.domain.strict_json import Json, JsonObject, canonical_text

Path: TypeAlias = tuple[str, ...]

_DETAILS = "details"

_STEPS = 1_000_000
_STEPS_FOR_EACH = 20
"""Steps of comparing writers that a history may take, and those for each of its revisions."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One revision as merging sees it.

    `parts` holds every compartment that the header names: its object, or None where
    the part is not here.
    """

    id: RevisionId
    record_id: RecordId
    kind: str
    schema: int
    parents: tuple[RevisionId, ...]
    parts: Mapping[str, JsonObject | None]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict: the value (None: removed) and the revisions that wrote it."""

    value: Json
    revisions: tuple[RevisionId, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field whose last writers disagree; `sides` are ordered by their first revision id."""

    compartment: str
    path: Path
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class RecordState:
    """What a record is, given what is held of it.

    `parts` maps compartment to its merged object; `withheld` names the compartments
    of which some head's part is not here, so that what is shown may be old or empty.
    `roots` has more than one id when a second beginning of the record was received.
    """

    record_id: RecordId
    kind: str
    schema: int
    heads: tuple[RevisionId, ...]
    roots: tuple[RevisionId, ...]
    parts: Mapping[str, JsonObject]
    withheld: tuple[str, ...]
    conflicts: tuple[Conflict, ...]

    def canonical(self) -> str:
        """The state as RFC 8785 text: equal texts are equal states."""
        return canonical_text(
            {
                "record_id": self.record_id,
                "kind": self.kind,
                "schema": self.schema,
                "heads": self.heads,
                "roots": self.roots,
                "parts": dict(self.parts),
                "withheld": self.withheld,
                "conflicts": [
                    {
                        "compartment": conflict.compartment,
                        "path": conflict.path,
                        "sides": [{"value": s.value, "revisions": s.revisions} for s in conflict.sides],
                    }
                    for conflict in self.conflicts
                ],
            }
        )


def merge(snapshots: Iterable[Snapshot]) -> RecordState:
    """The state of the one record that all `snapshots` belong to.

    Every parent named must be among them (a revision whose parents have not arrived is
    dormant and no part of the state). Raises ValueError where there is no snapshot.
    """
    history = _History(snapshots)
    parts: dict[str, JsonObject] = {}
    conflicts: list[Conflict] = []
    for name in history.compartments():
        content, collisions = history.merge_compartment(name)
        conflicts += collisions
        if content:
            parts[name] = content
    return RecordState(
        record_id=history.record_id,
        kind=min((history.by_id[root].kind for root in history.roots), key=_kind_order),
        schema=max(history.by_id[head].schema for head in history.heads),
        heads=history.heads,
        roots=history.roots,
        parts=parts,
        withheld=history.withheld(),
        conflicts=tuple(conflicts),
    )


def _id_of(snapshot: Snapshot) -> RevisionId:
    return snapshot.id


def _kind_order(kind: str) -> tuple[int, str]:
    return (KINDS.index(kind) if kind in KINDS else len(KINDS), kind)


@dataclass(frozen=True, slots=True)
class _Written:
    """A value and its last writers; `value` None means that the field is not there.

    `place` is that of the latest of them in the history's order, -1 where nobody wrote it.
    """

    value: Json
    writers: frozenset[RevisionId]
    place: int


# What one revision knows of one compartment: for each field the values still standing.
_Fields: TypeAlias = dict[Path, tuple[_Written, ...]]


class _History:
    """The graph of one record."""

    def __init__(self, snapshots: Iterable[Snapshot]) -> None:
        # In one order however they arrived, since `_steps_left` counts along it.
        self.by_id = {snapshot.id: snapshot for snapshot in sorted(snapshots, key=_id_of)}
        if not self.by_id:
            raise ValueError("a record has at least one revision")
        self.record_id = next(iter(self.by_id.values())).record_id
        named = {parent for snapshot in self.by_id.values() for parent in snapshot.parents}
        self.heads = tuple(sorted(identifier for identifier in self.by_id if identifier not in named))
        self.roots = tuple(sorted(s.id for s in self.by_id.values() if not s.parents))
        self._order = self._parents_first()
        self._place = {identifier: place for place, identifier in enumerate(self._order)}
        self._steps_left = _STEPS + _STEPS_FOR_EACH * len(self.by_id)

    def compartments(self) -> tuple[str, ...]:
        """Every compartment that some revision names, in alphabetical order."""
        return tuple(sorted({name for snapshot in self.by_id.values() for name in snapshot.parts}))

    def merge_compartment(self, name: str) -> tuple[JsonObject, list[Conflict]]:
        """The content that the heads leave together, and what collides in it."""
        if len(self.heads) == 1:
            known = self._nearest(self.heads[0], name)
            if known is not None:
                return known, []
        fields: dict[RevisionId, _Fields] = {}
        for identifier in self._order:
            fields[identifier] = self._fields_at(identifier, name, fields)
        return _combine(name, self._inherit([fields[head] for head in self.heads]))

    def withheld(self) -> tuple[str, ...]:
        """The compartments whose newest content is not here, for some head."""
        unknown: dict[RevisionId, frozenset[str]] = {}
        for identifier in self._order:
            snapshot = self.by_id[identifier]
            inherited = frozenset[str]().union(*(unknown[parent] for parent in snapshot.parents))
            absent = {name for name, content in snapshot.parts.items() if content is None}
            unknown[identifier] = (inherited - snapshot.parts.keys()) | absent
        return tuple(sorted(frozenset[str]().union(*(unknown[head] for head in self.heads))))

    def _nearest(self, identifier: RevisionId, name: str) -> JsonObject | None:
        """A compartment by the nearest revision that holds it; None where histories join before."""
        snapshot = self.by_id[identifier]
        while snapshot.parts.get(name) is None:
            if not snapshot.parents:
                return {}
            if len(snapshot.parents) > 1:
                return None
            snapshot = self.by_id[snapshot.parents[0]]
        return snapshot.parts[name]

    def _parents_first(self) -> list[RevisionId]:
        waiting = {identifier: len(snapshot.parents) for identifier, snapshot in self.by_id.items()}
        children: dict[RevisionId, list[RevisionId]] = {identifier: [] for identifier in self.by_id}
        for identifier, snapshot in self.by_id.items():
            for parent in snapshot.parents:
                children[parent].append(identifier)
        order = list(self.roots)
        for identifier in order:
            for child in children[identifier]:
                waiting[child] -= 1
                if not waiting[child]:
                    order.append(child)
        return order

    def _superseded(self, writers: set[RevisionId]) -> set[RevisionId]:
        """Those revisions before any of the writers among which a writer can be."""
        first = min(self._place[writer] for writer in writers)
        found: set[RevisionId] = set()
        ahead = list(writers)
        while ahead:
            for parent in self.by_id[ahead.pop()].parents:
                if parent not in found and self._place[parent] >= first:
                    found.add(parent)
                    ahead.append(parent)
        self._steps_left -= len(found)
        return found

    def _fields_at(self, identifier: RevisionId, name: str, fields: Mapping[RevisionId, _Fields]) -> _Fields:
        """Every field as a revision leaves it: its own where it changed something, else inherited."""
        snapshot = self.by_id[identifier]
        inherited = self._inherit([fields[parent] for parent in snapshot.parents])
        content = snapshot.parts.get(name)
        if content is None:
            return inherited
        values = dict(_flatten(content, ()))
        own = (frozenset({identifier}), self._place[identifier])
        result: _Fields = {}
        for path in dict.fromkeys([*values, *inherited]):
            before = inherited.get(path, (_Written(None, frozenset(), -1),))
            unchanged = len(before) == 1 and _same(before[0].value, values.get(path))
            result[path] = before if unchanged else (_Written(values.get(path), *own),)
        return result

    def _inherit(self, parents: list[_Fields]) -> _Fields:
        """What several revisions leave together; for one, that itself."""
        if len(parents) == 1:
            return parents[0]
        paths = dict.fromkeys(path for parent in parents for path in parent)
        return {
            path: self._last_writes([written for parent in parents for written in parent.get(path, ())])
            for path in paths
        }

    def _last_writes(self, candidates: list[_Written]) -> tuple[_Written, ...]:
        """The distinct values that no other candidate's writer descends from, in fixed order."""
        self._steps_left -= sum(len(written.writers) for written in candidates)
        if self._steps_left < 0:
            return (max(candidates, key=lambda written: written.place),)
        by_text: dict[str, tuple[Json, set[RevisionId]]] = {}
        for written in candidates:
            known = by_text.setdefault(canonical_text(written.value), (written.value, set()))
            known[1].update(written.writers)
        if len(by_text) == 1:
            return tuple(self._written(value, frozenset(writers)) for value, writers in by_text.values())
        everyone = set[RevisionId]().union(*(writers for _value, writers in by_text.values()))
        superseded = self._superseded(everyone)
        last = [self._written(value, frozenset(by - superseded)) for value, by in by_text.values()]
        return tuple(sorted((w for w in last if w.writers), key=lambda written: min(written.writers)))

    def _written(self, value: Json, writers: frozenset[RevisionId]) -> _Written:
        return _Written(value, writers, max((self._place[writer] for writer in writers), default=-1))


def _combine(name: str, fields: _Fields) -> tuple[JsonObject, list[Conflict]]:
    """One object from the standing values; what collides is a conflict, its first side shown."""
    conflicts: list[Conflict] = []
    merged: dict[Path, Json] = {}
    settled: set[Path] = set()
    for path in sorted(fields, key=len):
        if any(path[:length] in settled for length in range(1, len(path))):
            continue
        sides = fields[path]
        present = [side.value for side in sides if side.value is not None]
        if _is_entry(path) and len(sides) > 1 and len(present) == len(sides):
            continue  # both sides changed the entry: its fields decide one by one
        settled.add(path)
        if present:
            merged[path] = present[0]
        if len(sides) > 1:
            kept = tuple(Side(side.value, tuple(sorted(side.writers))) for side in sides)
            conflicts.append(Conflict(name, path, kept))
    ordered = [path for path in fields if path in merged]
    conflicts.sort(key=lambda conflict: conflict.path)
    return _unflatten([(path, merged[path]) for path in ordered]), conflicts


def _same(one: Json, other: Json) -> bool:
    # Python holds True and 1 for equal; a record does not.
    return one == other and canonical_text(one) == canonical_text(other)


def _is_entry(path: Path) -> bool:
    """Whether a path names a whole entry of a list (list, id; possibly nested), not a key."""
    at = 0
    while at < len(path) and path[at] != _DETAILS:
        at += 2
    return at == len(path)


def _flatten(content: JsonObject, prefix: Path) -> Iterator[tuple[Path, Json]]:
    """Every field of an object with its path; an entry also stands whole at (list, id)."""
    for key, value in content.items():
        if key == _DETAILS and isinstance(value, dict):
            yield from (((*prefix, key, inner), item) for inner, item in value.items())
        elif key != _DETAILS and (entries := _entries_of(value)) is not None:
            for identifier, entry in entries:
                yield (*prefix, key, identifier), entry
                yield from _flatten(entry, (*prefix, key, identifier))
        else:
            yield (*prefix, key), value


def _entries_of(value: Json) -> list[tuple[str, JsonObject]] | None:
    """The entries of a list of objects that all have an id of their own; else None."""
    if not isinstance(value, list):
        return None
    entries: dict[str, JsonObject] = {}
    for entry in value:
        identifier = entry.get("id") if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or not isinstance(identifier, str) or identifier in entries:
            return None
        entries[identifier] = entry
    return list(entries.items())


def _unflatten(fields: list[tuple[Path, Json]]) -> JsonObject:
    """The object of which these are the fields; entries keep the order in which they come."""
    grown: dict[str, Any] = {}
    for path, value in fields:
        target: dict[str, Any] | _Leaf = grown
        for step in path[:-1]:
            if isinstance(target, _Leaf):
                break
            target = target.setdefault(step, {})
        if not isinstance(target, _Leaf):
            target[path[-1]] = _Leaf(value)
    return _settle(grown)


@dataclass(frozen=True, slots=True)
class _Leaf:
    value: Json


def _settle(grown: dict[str, Any]) -> JsonObject:
    content: JsonObject = {}
    for key, value in grown.items():
        if isinstance(value, _Leaf):
            content[key] = value.value
        elif key == _DETAILS:
            content[key] = {inner: leaf.value for inner, leaf in value.items()}
        else:
            content[key] = [
                entry.value if isinstance(entry, _Leaf) else _settle(entry) for entry in value.values()
            ]
    return content
