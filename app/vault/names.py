"""Names that are known: kept with their keys, looked up by them. Which is meant, the domain ranks.

Only few of the records of a large vault are worth comparing: those that share a key with the name
asked for, the rarer the key the sooner.
"""

import json
from collections.abc import Set
from dataclasses import dataclass
from math import log2

from app.domain.name_matching import name_keys
from app.domain.revision import RecordId
from app.vault.connection import Connection

READ_NAMES = "SELECT kind, names FROM known_name WHERE record = ?"
READ_KEYS = "SELECT key FROM name_key WHERE record = ? AND kind = ? ORDER BY key"
COUNT_KEYS = "SELECT COUNT(*) FROM name_key WHERE record = ?"
DELETE_NAMES = "DELETE FROM known_name WHERE record = ?"
DELETE_KEYS = "DELETE FROM name_key WHERE record = ?"
INSERT_NAMES = "INSERT INTO known_name (record, kind, names) VALUES (?, ?, ?)"
INSERT_KEY = "INSERT INTO name_key (kind, key, record) VALUES (?, ?, ?)"
EMPTY = ("DELETE FROM known_name", "DELETE FROM name_key")
FOREIGN_NAMES = """
SELECT record
FROM known_name
WHERE record NOT IN (SELECT number FROM record)
UNION
SELECT record
FROM name_key
WHERE record NOT IN (SELECT number FROM record)
ORDER BY record
"""
HOW_OFTEN = """
SELECT
    key,
    COUNT(*)
FROM name_key
WHERE kind = ?
    AND key IN (SELECT value FROM json_each(?))
GROUP BY key
"""
BEGUN = """
SELECT DISTINCT key
FROM name_key
WHERE kind = ?
    AND key >= ?
    AND key < ?
LIMIT ?
"""
# CROSS keeps SQLite from walking through all names for each key that is wanted.
SHARING = """
SELECT
    name_key.record,
    SUM(json_extract(wanted.value, '$[1]')) AS weight
FROM json_each(?) AS wanted
CROSS JOIN name_key ON name_key.kind = ? AND name_key.key = json_extract(wanted.value, '$[0]')
GROUP BY name_key.record
ORDER BY weight DESC, name_key.record
LIMIT ?
"""
READ_CANDIDATES = """
SELECT
    record.record_id,
    record.title,
    record.reference,
    record.place,
    known_name.names
FROM known_name
JOIN record ON record.number = known_name.record
WHERE known_name.record IN (SELECT value FROM json_each(?))
"""
_AFTER_EVERY_KEY = "\U0010ffff"
_MOST_BEGUN = 200
_COMMON = 5_000
"""A key that more records have says almost nothing: it costs time and finds nobody."""
_WEIGHT, _MANY = 1_000, 100_000
"""What a key tells grows with the logarithm of how rare it is among so many."""


@dataclass(frozen=True, slots=True)
class KnownNames:
    """A record and the names by which it is known."""

    record_id: RecordId
    title: str
    reference: str
    place: str
    names: tuple[str, ...]


class Names:
    """The derived tables of names; written by the derivation alone."""

    def __init__(self, database: Connection) -> None:
        self._database = database

    def write(self, number: int, kind: str, names: tuple[str, ...]) -> None:
        """The names of a record instead of those it had."""
        if self._held(number) == _as_held(kind, names):
            return
        self._database.run(DELETE_NAMES, (number,))
        self._database.run(DELETE_KEYS, (number,))
        self.insert(number, kind, names)

    def insert(self, number: int, kind: str, names: tuple[str, ...]) -> None:
        """The names of a record that is new."""
        if names:
            self._database.run(INSERT_NAMES, (number, kind, json.dumps(names, ensure_ascii=False)))
            self._database.many(INSERT_KEY, [(kind, key, number) for key in sorted(name_keys(kind, names))])

    def differ(self, number: int, kind: str, names: tuple[str, ...]) -> bool:
        """Whether what is written down of a record's names is not this."""
        keys = [key for (key,) in self._database.all(READ_KEYS, (number, kind))]
        counted = self._database.one(COUNT_KEYS, (number,))
        expected = sorted(name_keys(kind, names))
        return self._held(number) != _as_held(kind, names) or keys != expected or counted != (len(expected),)

    def reset(self) -> None:
        """Empty both tables."""
        for statement in EMPTY:
            self._database.run(statement)

    def foreign(self) -> tuple[int, ...]:
        """Numbers under which names stand here although there is no such record."""
        return tuple(number for (number,) in self._database.all(FOREIGN_NAMES))

    def candidates(
        self, kind: str, keys: Set[str], most: int, near: Set[str] = frozenset()
    ) -> tuple[KnownNames, ...]:
        """The records worth comparing: those that share keys, the most and the rarest first.

        Keys that are only `near` those of the name count half.
        """
        often: dict[str, int] = dict(self._database.all(HOW_OFTEN, (kind, json.dumps(sorted(keys | near)))))
        if len(often) > 1:
            rarest = min(often.values())
            often = {key: count for key, count in often.items() if count <= max(_COMMON, rarest)}
        weighed = {key: _WEIGHT * max(1.0, log2(_MANY / count)) for key, count in often.items()}
        wanted = json.dumps([[key, int(w if key in keys else w / 2)] for key, w in weighed.items()])
        numbers = [number for number, _ in self._database.all(SHARING, (wanted, kind, most))]
        found = self._database.all(READ_CANDIDATES, (json.dumps(numbers),))
        return tuple(
            KnownNames(RecordId(record), title, reference, place, tuple(json.loads(names)))
            for record, title, reference, place, names in found
        )

    def keys_beginning(self, kind: str, key: str) -> tuple[str, ...]:
        """The keys, at most some hundreds, that begin with this one."""
        values = (kind, key, key + _AFTER_EVERY_KEY, _MOST_BEGUN)
        return tuple(found for (found,) in self._database.all(BEGUN, values))

    def _held(self, number: int) -> tuple[str | None, tuple[str, ...]]:
        row = self._database.one(READ_NAMES, (number,))
        return (row[0], tuple(json.loads(row[1]))) if row else (None, ())


def _as_held(kind: str, names: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """Without names there is no row, of whatever kind the record is."""
    return (kind, names) if names else (None, ())
