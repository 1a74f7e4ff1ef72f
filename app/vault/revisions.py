"""Revisions as they are stored: the very texts that were signed, in the order of their arrival."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.domain.revision import Part, RecordId, Revision, RevisionId, recall_header
from app.vault.connection import Connection
from app.vault.endings import ERASURE, TOMBSTONE
from app.vault.log import Log, Logged, digest_of

READ_REVISION = "SELECT number, header, signature, mark FROM revision WHERE id = ?"
READ_PARTS = "SELECT compartment, salt, text FROM part WHERE revision = ? ORDER BY compartment"
READ_ERASED = "SELECT compartment FROM erased WHERE revision = ? ORDER BY compartment"
READ_HISTORY = "SELECT id FROM revision WHERE record_id = ? ORDER BY number"
READ_PLACE = "SELECT record_id, kind FROM revision WHERE id = ?"
INSERT_REVISION = """
INSERT INTO revision (id, record_id, kind, author, replica, replica_seq, header, signature, mark)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
INSERT_PART = "INSERT INTO part (revision, compartment, salt, text) VALUES (?, ?, ?, ?)"
DELETE_PART = "DELETE FROM part WHERE revision = ? AND compartment = ?"
INSERT_ERASED = "INSERT INTO erased (revision, compartment) VALUES (?, ?)"
LAST_OWN_OF_REPLICA = """
SELECT
    replica_seq,
    id
FROM revision
WHERE replica = ?
    AND author IN (SELECT fingerprint FROM identity)
ORDER BY replica_seq DESC, number DESC
LIMIT 1
"""
FORKS = """
SELECT
    replica,
    replica_seq
FROM revision
GROUP BY author, replica, replica_seq
HAVING COUNT(*) > 1
ORDER BY replica, replica_seq
"""
RECORDS_AFTER = """
SELECT DISTINCT record_id
FROM revision
WHERE record_id > ?
ORDER BY record_id
LIMIT 1000
"""
IDS_AFTER = "SELECT number, id FROM revision WHERE number > ? ORDER BY number LIMIT 1000"
ENDINGS = "SELECT id FROM revision WHERE kind IN (?, ?) ORDER BY number"
IDS_BUT_CUSTODY = "SELECT id FROM revision WHERE kind <> 'custody' ORDER BY id"
IDS_OF_CUSTODY = "SELECT id FROM revision WHERE kind = 'custody' ORDER BY id"


@dataclass(frozen=True, slots=True)
class HeldRevision:
    """A revision with what this vault alone knows: a mark, and the parts it destroyed."""

    number: int
    revision: Revision
    mark: str | None
    erased: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fork:
    """Two revisions or more with one place in a replica's chain: somebody works on two copies."""

    replica: str
    replica_seq: int


class Revisions:
    """Writes each change with its line in the log; knows nothing of what revisions come to."""

    def __init__(self, database: Connection, log: Log) -> None:
        self._database = database
        self._log = log
        self.erased_in_journal = False
        """Whether the write-ahead log may still hold parts that were destroyed on this lane."""

    def held(self, identifier: RevisionId) -> HeldRevision | None:
        """One revision with the parts that are here."""
        row = self._database.one(READ_REVISION, (identifier,))
        if row is None:
            return None
        number, header_text, signature, mark = row
        parts = {name: Part(salt, text) for name, salt, text in self._database.all(READ_PARTS, (number,))}
        erased = tuple(name for (name,) in self._database.all(READ_ERASED, (number,)))
        revision = Revision(identifier, recall_header(header_text), header_text, signature, parts)
        return HeldRevision(number, revision, mark, erased)

    def history(self, record: RecordId) -> tuple[HeldRevision, ...]:
        """All of a record in the order of arrival, hence parents first."""
        found = [self.held(identifier) for (identifier,) in self._database.all(READ_HISTORY, (record,))]
        return tuple(held for held in found if held is not None)

    def place_of(self, identifier: RevisionId) -> tuple[RecordId, str] | None:
        """Record and kind of a revision, None where it is not here."""
        row = self._database.one(READ_PLACE, (identifier,))
        return (RecordId(row[0]), row[1]) if row else None

    def insert(self, revision: Revision, erased: Collection[str], mark: str | None) -> None:
        """A new revision; `erased` names the parts that are never to be filled."""
        header = revision.header
        replica, author = (header.replica, header.replica_seq), header.author
        place = (revision.id, header.record_id, header.kind, author, *replica)
        texts = (revision.header_text, revision.signature, mark)
        number = self._database.run(INSERT_REVISION, (*place, *texts))
        self._insert_parts(number, revision.parts)
        self._database.many(INSERT_ERASED, [(number, name) for name in sorted(erased)])
        self._log.add("revision", revision.id, _content_digest(revision.parts, erased, mark))

    def fill(self, held: HeldRevision, gained: Mapping[str, Part]) -> None:
        """Add parts that were absent."""
        self._insert_parts(held.number, gained)
        filled = {**held.revision.parts, **gained}
        self._log.add("filled", held.revision.id, _content_digest(filled, held.erased, held.mark))

    def erase(self, held: HeldRevision, compartments: Collection[str]) -> None:
        """Destroy parts, or see to it that they never come."""
        gone = sorted(set(compartments) - set(held.erased))
        self.erased_in_journal = True
        for name in gone:
            self._database.run(DELETE_PART, (held.number, name))
        self._database.many(INSERT_ERASED, [(held.number, name) for name in gone])
        left = held.revision.without(frozenset(gone)).parts
        digest = _content_digest(left, (*held.erased, *gone), held.mark)
        self._log.add("erased", held.revision.id, digest)

    def last_own(self, replica: str) -> tuple[int, RevisionId] | None:
        """Sequence and id of the newest revision of a replica of ours; others may borrow its name."""
        row = self._database.one(LAST_OWN_OF_REPLICA, (replica,))
        return (row[0], RevisionId(row[1])) if row else None

    def forks(self) -> tuple[Fork, ...]:
        """Every place in a replica's chain that is taken twice by one author."""
        return tuple(Fork(*row) for row in self._database.all(FORKS))

    def record_ids(self) -> Iterator[RecordId]:
        """Every record, ordered by id."""
        last = ""
        while page := self._database.all(RECORDS_AFTER, (last,)):
            last = page[-1][0]
            yield from (RecordId(record) for (record,) in page)

    def all(self) -> Iterator[HeldRevision]:
        """Every revision in the order of arrival."""
        last = 0
        while page := self._database.all(IDS_AFTER, (last,)):
            last = page[-1][0]
            for _number, identifier in page:
                if (held := self.held(identifier)) is not None:
                    yield held

    def endings(self) -> Iterator[Revision]:
        """Every erasure and tombstone."""
        for (identifier,) in self._database.all(ENDINGS, (ERASURE, TOMBSTONE)):
            if (held := self.held(identifier)) is not None:
                yield held.revision

    def ids(self, *, custody: bool) -> Iterator[RevisionId]:
        """The ids of custody events, or of all revisions but these, sorted."""
        for (identifier,) in self._database.all(IDS_OF_CUSTODY if custody else IDS_BUT_CUSTODY):
            yield RevisionId(identifier)

    def _insert_parts(self, number: int, parts: Mapping[str, Part]) -> None:
        rows = [(number, name, part.salt, part.text) for name, part in sorted(parts.items())]
        self._database.many(INSERT_PART, rows)


def logged(held: HeldRevision) -> Logged:
    """A revision as the log knows it."""
    digest = _content_digest(held.revision.parts, held.erased, held.mark)
    return "revision", held.revision.id, digest


def _content_digest(parts: Mapping[str, Part], erased: Iterable[str], mark: str | None) -> str:
    """What the log holds beside the id: which parts are here, which were destroyed, the mark."""
    return digest_of({"parts": sorted(parts), "erased": sorted(erased), "mark": mark})
