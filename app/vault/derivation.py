"""From revisions to rows: the state of each record, its place in lists, links and search.

Everything here is derived: `reset` and `refresh` of every record rebuild it from revisions.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.domain.compartments import join_parts
from app.domain.identity import Fingerprint
from app.domain.merge import Conflict, RecordState, Side, Snapshot, merge
from app.domain.registry_row import BODY_IN, REGISTRY_KINDS
from app.domain.revision import KINDS, SCHEMA, RecordId, Revision, RevisionId
from app.domain.strict_json import JsonObject
from app.vault.connection import Connection
from app.vault.derived import Derive, DerivedRow
from app.vault.endings import BODY, ERASURE, TOMBSTONE, Endings, RootAuthors
from app.vault.names import Names
from app.vault.search import fold
from app.vault.word_index import WordIndex

READ_STATE = "SELECT number, state FROM record WHERE record_id = ?"
READ_EVIDENCE = "SELECT evidence_sha256 FROM record WHERE record_id = ?"
READ_SNAPSHOTS = """
SELECT
    revision.id,
    revision.kind,
    revision.header,
    part.compartment,
    part.text
FROM revision
LEFT JOIN part ON part.revision = revision.number
WHERE revision.record_id = ?
ORDER BY revision.number
"""
# When the last revision that came says that it was written.
READ_CHANGED = """
SELECT revision.header ->> '$.claimed_at'
FROM revision
WHERE revision.record_id = ?
ORDER BY revision.number DESC
LIMIT 1
"""
READ_AUTHOR = "SELECT author FROM revision WHERE id = ?"
COLUMNS = (
    "record_id",
    "kind",
    "state",
    "heads",
    "conflicts",
    "understood",
    "deleted",
    "reference",
    "title",
    "when_text",
    "when_sort",
    "first_day",
    "last_day",
    "title_sort",
    "place",
    "forms",
    "missing",
    "evidence_sha256",
    "cells",
    "code",
    "place_sort",
    "body",
    "body_sort",
    "changed",
)
# Not one statement for both: it would open a savepoint of its own, at which FTS5 writes down all words
# taken so far instead of once at the end of the transaction.
INSERT_ROW = f"INSERT INTO record ({', '.join(COLUMNS)}) VALUES ({', '.join('?' for _ in COLUMNS)})"  # noqa: S608 - names from the constant above
UPDATE_ROW = f"UPDATE record SET {', '.join(f'{name} = ?' for name in COLUMNS)} WHERE number = ?"  # noqa: S608 - as above
READ_ROW = f"SELECT number, {', '.join(COLUMNS)} FROM record WHERE record_id = ?"  # noqa: S608 - as above
DELETE_LINKS = "DELETE FROM link WHERE source = ?"
INSERT_LINK = "INSERT INTO link (source, target) VALUES (?, ?)"
READ_LINKS = "SELECT target FROM link WHERE source = ? ORDER BY target"
DELETE_FACETS = "DELETE FROM facet WHERE record = ?"
INSERT_FACET = "INSERT INTO facet (name, value, record) VALUES (?, ?, ?)"
READ_FACETS = "SELECT name, value FROM facet WHERE record = ? ORDER BY name, value"
READ_UNDERIVED = "SELECT record_id FROM underived ORDER BY record_id LIMIT ?"
DELETE_UNDERIVED = "DELETE FROM underived WHERE record_id = ?"
RESET = (
    "DELETE FROM link",
    "DELETE FROM facet",
    "DELETE FROM ending",
    "DELETE FROM record",
)

_SORTED_BY = 40
"""Letters of a title by which lists are ordered: more would only make their index larger."""
_EVENTS = frozenset({"custody", ERASURE, TOMBSTONE})


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the derived tables hold of one record; `row` in the order of COLUMNS."""

    row: tuple[str | int | None, ...]
    words: str
    links: tuple[str, ...]
    facets: tuple[tuple[str, str], ...]
    names: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The kind of the record."""
        return str(self.row[1])


class Derivation:
    """Keeps the derived tables in step with the revisions, within the caller's transaction."""

    def __init__(self, database: Connection, derive: Derive, endings: Endings) -> None:
        self._database = database
        self._derive = derive
        self._endings = endings
        self._names = Names(database)
        self._words = WordIndex(database)
        self._late: dict[RecordId, None] | None = None

    @contextmanager
    def together(self) -> Iterator[None]:
        """Within, a record that has to be derived from its history is, once, at the end.

        Else each of the revisions that come of one record would read all those before it.
        """
        self._late = {}
        try:
            yield
            late, self._late = self._late, None
            for record in late:
                self.refresh(record)
        finally:
            self._late = None

    def take(self, revision: Revision) -> None:
        """A revision has just been written: bring its record up to date.

        Where it is the first one, or follows the only head and nothing is in conflict, the
        new state is the old one under the parts of the new revision: no history is read.
        """
        header = revision.header
        if self._late is not None and header.record_id in self._late:
            return
        known = self._database.one(READ_STATE, (header.record_id,))
        if known is None:
            if header.parents:
                self.refresh(header.record_id)
            else:
                self._write(None, _follow(_unwritten(revision), revision))
            return
        number, text = known
        before = unpack_state(text)
        if before.heads == header.parents and not before.conflicts:
            self._write(number, _follow(before, revision))
        else:
            self.refresh(header.record_id)

    def refresh(self, record: RecordId) -> None:
        """Derive a record anew from all its revisions, now or, within `together`, at its end."""
        if self._late is not None:
            self._late[record] = None
            return
        known = self._database.one(READ_STATE, (record,))
        self._write(known[0] if known else None, self.merge(record))

    def underived(self, most: int) -> tuple[RecordId, ...]:
        """Records that a migration left to be derived anew."""
        return tuple(RecordId(record) for (record,) in self._database.all(READ_UNDERIVED, (most,)))

    def derive_anew(self, record: RecordId) -> None:
        """Do so with one of them."""
        self.refresh(record)
        self._database.run(DELETE_UNDERIVED, (record,))

    def merge(self, record: RecordId) -> RecordState:
        """The state of a record, from nothing but its revisions."""
        return merge(self._snapshots(record))

    def state(self, record: RecordId) -> RecordState | None:
        """The state of a record as it was last derived."""
        known = self._database.one(READ_STATE, (record,))
        return unpack_state(known[1]) if known else None

    def evidence_of(self, record: RecordId) -> str | None:
        """The digest that an item of evidence names."""
        known = self._database.one(READ_EVIDENCE, (record,))
        return known[0] if known else None

    def is_deleted_for_all(self, state: RecordState) -> bool:
        """Whether the authors of a record ended it."""
        return self._endings.is_deleted_for_all(state.record_id, self._root_authors(state))

    def reset(self) -> None:
        """Empty every derived table."""
        self._names.reset()
        self._words.reset()
        for statement in RESET:
            self._database.run(statement)

    def differs(self, record: RecordId) -> bool:
        """Whether what is written down of a record is not what its revisions give."""
        expected = self._rows_of(self.merge(record))
        found = self._database.one(READ_ROW, (record,))
        if found is None or found[1:] != expected.row:
            return True
        links = tuple(target for (target,) in self._database.all(READ_LINKS, (found[0],)))
        facets = tuple(self._database.all(READ_FACETS, (found[0],)))
        if (links, facets) != (expected.links, expected.facets):
            return True
        number, kind = found[0], expected.kind
        return self._words.differ(number, kind, expected.words) or self._names.differ(
            number, kind, expected.names
        )

    def _root_authors(self, state: RecordState) -> RootAuthors:
        def read() -> frozenset[Fingerprint]:
            rows = (self._database.one(READ_AUTHOR, (root,)) for root in state.roots)
            return frozenset(Fingerprint(row[0]) for row in rows if row)

        return read

    def _snapshots(self, record: RecordId) -> Iterator[Snapshot]:
        texts: dict[RevisionId, tuple[str, str, dict[str, str]]] = {}
        for identifier, kind, header, compartment, text in self._database.all(READ_SNAPSHOTS, (record,)):
            parts = texts.setdefault(identifier, (kind, header, {}))[2]
            if compartment is not None:
                parts[compartment] = text
        for identifier, (kind, header_text, held) in texts.items():
            header = json.loads(header_text)
            yield Snapshot(
                id=identifier,
                record_id=record,
                kind=kind,
                schema=header["schema"],
                parents=tuple(header["parents"]),
                parts={name: json.loads(held[name]) if name in held else None for name in header["parts"]},
            )

    def _rows_of(self, state: RecordState) -> _Rows:
        understood = state.kind in KINDS and state.schema <= SCHEMA
        deleted = self._endings.is_deleted(state.record_id, self._root_authors(state))
        packed = pack_state(state)
        derived = self._derive_row(state, packed) if understood else DerivedRow()
        if deleted:
            # The bytes stay with the history of the record that named them.
            derived = DerivedRow(evidence_sha256=derived.evidence_sha256)
        row = (
            state.record_id,
            state.kind,
            packed,
            len(state.heads),
            len(state.conflicts) + (len(state.roots) > 1),
            int(understood),
            int(deleted),
            derived.reference,
            derived.title,
            derived.when_text,
            derived.when_sort,
            derived.first_day,
            derived.last_day,
            fold(derived.title)[:_SORTED_BY],
            derived.place,
            _dump(derived.forms),
            _dump([[gap.field, gap.purpose] for gap in derived.missing]),
            derived.evidence_sha256,
            *self._registered(state, derived),
        )
        facets = tuple(sorted((facet.name.value, facet.value) for facet in set(derived.facets)))
        return _Rows(row, fold(derived.words), tuple(sorted(set(derived.links))), facets, derived.names)

    def _registered(self, state: RecordState, derived: DerivedRow) -> tuple[str, ...]:
        """What lists of people, organisations and proceedings go by; empty for every other kind."""
        if state.kind not in REGISTRY_KINDS:
            return ("{}", "", "", "", "", "")
        registered = derived.registered
        changed = self._database.one(READ_CHANGED, (state.record_id,))
        return (
            _dump(dict(registered.cells)),
            registered.code,
            fold(derived.place)[:_SORTED_BY],
            registered.body,
            fold(registered.cells.get(BODY_IN[state.kind], ""))[:_SORTED_BY],
            changed[0] if changed else "",
        )

    def _derive_row(self, state: RecordState, packed: str) -> DerivedRow:
        if state.kind in _EVENTS:
            body = state.parts.get(BODY, {})
            named = body.get("item" if state.kind == "custody" else "record_id")
            return DerivedRow(links=(RecordId(named),) if isinstance(named, str) else ())
        # As packed, so that the order of keys does not tell in what order revisions came.
        parts: dict[str, JsonObject] = json.loads(packed)["parts"]
        return self._derive(state.kind, join_parts(parts), frozenset(state.withheld))

    def _write(self, known: int | None, state: RecordState) -> None:
        rows = self._rows_of(state)
        if known is None:
            number = self._database.run(INSERT_ROW, rows.row)
            self._names.insert(number, rows.kind, rows.names)
            self._words.insert(number, rows.kind, rows.words)
        else:
            number = known
            self._database.run(UPDATE_ROW, (*rows.row, number))
            self._database.run(DELETE_LINKS, (number,))
            self._database.run(DELETE_FACETS, (number,))
            self._names.write(number, rows.kind, rows.names)
            self._words.write(number, rows.kind, rows.words)
        self._database.many(INSERT_LINK, [(number, target) for target in rows.links])
        self._database.many(INSERT_FACET, [(*facet, number) for facet in rows.facets])


def _follow(before: RecordState, revision: Revision) -> RecordState:
    """The state after a revision whose only parent is the only head, without conflicts."""
    header = revision.header
    parts = dict(before.parts)
    for name, part in revision.parts.items():
        content: JsonObject = json.loads(part.text)
        parts.pop(name, None)
        if content:
            parts[name] = content
    absent = frozenset(revision.absent())
    return RecordState(
        record_id=before.record_id,
        kind=before.kind,
        schema=header.schema,
        heads=(revision.id,),
        roots=before.roots,
        parts={name: parts[name] for name in sorted(parts)},
        withheld=tuple(sorted((frozenset(before.withheld) - header.parts.keys()) | absent)),
        conflicts=(),
    )


def _unwritten(revision: Revision) -> RecordState:
    """What a record is before its first revision."""
    header = revision.header
    return RecordState(header.record_id, header.kind, header.schema, (), (revision.id,), {}, (), ())


def pack_state(state: RecordState) -> str:
    """A state as JSON for the database (`RecordState.canonical` is four times slower)."""
    return _dump(
        {
            "record_id": state.record_id,
            "kind": state.kind,
            "schema": state.schema,
            "heads": state.heads,
            "roots": state.roots,
            "parts": state.parts,
            "withheld": state.withheld,
            "conflicts": [
                (c.compartment, c.path, [(side.value, side.revisions) for side in c.sides])
                for c in state.conflicts
            ],
        }
    )


def unpack_state(text: str) -> RecordState:
    """The state that `pack_state` wrote."""
    packed = json.loads(text)
    return RecordState(
        record_id=packed["record_id"],
        kind=packed["kind"],
        schema=packed["schema"],
        heads=tuple(packed["heads"]),
        roots=tuple(packed["roots"]),
        parts=packed["parts"],
        withheld=tuple(packed["withheld"]),
        conflicts=tuple(
            Conflict(name, tuple(path), tuple(Side(value, tuple(by)) for value, by in sides))
            for name, path, sides in packed["conflicts"]
        ),
    )


# Made once: `json.dumps` makes one for every text.
_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
