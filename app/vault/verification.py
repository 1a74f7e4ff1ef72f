"""Checking everything against everything: pages, log, revisions, rows, evidence, custody."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.crypto.signing import require_signed
from app.domain.custody import verify_chain
from app.domain.errors import EvidenceError, RevisionError, VaultError
from app.domain.identity import Fingerprint
from app.domain.revision import revision_id
from app.domain.strict_json import StrictJsonError
from app.domain.work import Watch
from app.vault import evidence as evidence_rows
from app.vault.connection import Connection
from app.vault.endings import read_endings
from app.vault.log import Logged, generation_digest
from app.vault.revisions import HeldRevision, logged
from app.vault.session import replica_digest
from app.words import N_

if TYPE_CHECKING:
    from app.vault.parts import Parts

CHECK_STRUCTURE = "PRAGMA integrity_check"
MISPLACED = """
SELECT id
FROM revision
WHERE record_id <> json_extract(header, '$.record_id')
    OR kind <> json_extract(header, '$.kind')
    OR author <> json_extract(header, '$.author')
    OR replica <> json_extract(header, '$.replica')
    OR replica_seq <> json_extract(header, '$.replica_seq')
ORDER BY id
"""
FOREIGN_RECORDS = """
SELECT record_id
FROM record
WHERE record_id NOT IN (SELECT record_id FROM revision)
ORDER BY record_id
"""
READ_ENDINGS = "SELECT source, author, target, compartment FROM ending"
COUNTS = """
SELECT
    (SELECT COUNT(*) FROM revision),
    (SELECT COUNT(DISTINCT record_id) FROM revision)
"""

CHECKING_LOG = N_("Checking the log of changes")
CHECKING = N_("Checking records")
CHECKING_LISTS = N_("Checking lists and search")
CHECKING_EVIDENCE = N_("Checking evidence")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not hold: what it is, which one, and how (a code)."""

    what: str
    id: str
    code: str


class Verification:
    """One check of a whole vault; nothing is changed."""

    def __init__(self, parts: "Parts", watch: Watch) -> None:
        self._parts = parts
        self._watch = watch
        self._keys: dict[Fingerprint, bytes | None] = {}
        self._counts: tuple[int, int] = (0, 0)

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong, in the order of the steps.

        Others may go on writing: what is compared with each other is read from one snapshot, and the
        files, whose reading may take hours, each by a row that still stands.
        """
        yield from self._walk(self._database)
        self._counts = self._counted()
        with _snapshot(self._parts.database):
            yield from self._walk(self._log, self._revisions, self._derived, self._custody)
        yield from self._walk(self._index, self._blobs)

    def problems_of_copy(self, read: frozenset[str] | None = None) -> Iterator[Problem]:
        """The same of a copy that can only be read: without what is derived and can be made again.

        `read` are the names of the blob files to read through; the others must be there. None reads all.
        """

        def blobs() -> Iterator[Problem]:
            yield from self._blobs_of_copy(read)

        self._counts = self._counted()
        blobs.__name__ = self._blobs.__name__
        yield from self._walk(self._database, self._log, self._revisions, blobs, self._custody)

    def _walk(self, *steps: Callable[[], Iterator[Problem]]) -> Iterator[Problem]:
        for step in steps:
            try:
                yield from step()
            except VaultError as error:
                yield Problem("database", step.__name__.strip("_"), error.code)
            except (StrictJsonError, ValueError, KeyError, TypeError):
                # A row that is no longer what was written: what it would say cannot be relied on.
                yield Problem("database", step.__name__.strip("_"), "vault.damaged")

    def _counted(self) -> tuple[int, int]:
        """How many revisions and records there are to look at; none where that cannot be read."""
        try:
            return self._parts.database.all(COUNTS)[0]
        except VaultError:
            return 0, 0

    def _database(self) -> Iterator[Problem]:
        database = self._parts.database
        for page in self._damaged_pages():
            yield Problem("page", page, "vault.damaged")
        for (found,) in database.all(CHECK_STRUCTURE):
            if found != "ok":
                yield Problem("database", "structure", "vault.damaged")

    def _damaged_pages(self) -> tuple[str, ...]:
        """The numbers of pages that are not what was written, or what else is wrong with the file."""
        database = self._parts.database
        found = database.damaged_pages()
        if found:
            # The check reads the file past the WAL: what counts of a page torn by a power cut, or being
            # written by another lane, may still stand there. What is wrong then too is damaged.
            with self._parts.session.turn():
                database.checkpoint()
                found = database.damaged_pages()
        return found

    def _log(self) -> Iterator[Problem]:
        try:
            self._parts.session.log.check_tip()
        except VaultError:
            yield Problem("log", "tip", "log.broken")
        for fault in self._parts.session.log.verify(self._logged()):
            yield Problem(fault.what, fault.id, fault.code)

    def _logged(self) -> Iterator[Logged]:
        parts = self._parts
        vault_id = parts.session.key_file.vault_id
        yield "slots", vault_id, generation_digest(parts.session.log.tip()[0])
        yield "replica", vault_id, replica_digest(parts.session.replica)
        for done, held in enumerate(parts.revisions.all()):
            self._watch.tick(CHECKING_LOG, done, self._counts[0])
            yield logged(held)
        for blob in parts.evidence.blobs():
            yield evidence_rows.logged(blob)
        yield from parts.contacts.logged()
        yield from parts.successions.logged()
        yield from parts.advice.logged()
        yield from parts.groups.logged()
        yield from parts.receipts.logged()
        yield from parts.shredding.logged()
        yield from parts.outbox.logged()
        yield from parts.exchange.logged()

    def _revisions(self) -> Iterator[Problem]:
        for done, held in enumerate(self._parts.revisions.all()):
            self._watch.tick(CHECKING, done, self._counts[0])
            code = self._judge(held)
            if code is not None:
                yield Problem("revision", held.revision.id, code)
        for (misplaced,) in self._parts.database.all(MISPLACED):
            yield Problem("revision", misplaced, "revision.hash")

    def _judge(self, held: HeldRevision) -> str | None:
        revision = held.revision
        if revision_id(revision.header_text) != revision.id:
            return "revision.hash"
        if any(revision.header.parts.get(name) != part.hash for name, part in revision.parts.items()):
            return "revision.hash"
        key = self._key_of(revision.header.author)
        if key is None:
            return "revision.author_unknown"
        try:
            require_signed(revision, key)
        except RevisionError as refusal:
            return refusal.code
        return None

    def _key_of(self, author: Fingerprint) -> bytes | None:
        if author not in self._keys:
            contact = self._parts.contacts.get(author)
            self._keys[author] = contact.card.keys.ed25519 if contact else None
        return self._keys[author]

    def _derived(self) -> Iterator[Problem]:
        parts = self._parts
        for done, record in enumerate(parts.revisions.record_ids()):
            self._watch.tick(CHECKING_LISTS, done, self._counts[1])
            if parts.derivation.differs(record):
                yield Problem("record", record, "record.derived")
        for (record,) in parts.database.all(FOREIGN_RECORDS):
            yield Problem("record", record, "record.derived")
        for number in parts.words.foreign():
            yield Problem("search", str(number), "record.derived")
        for number in parts.names.foreign():
            yield Problem("names", str(number), "record.derived")
        expected = {
            (ending.source, ending.author, ending.target, ending.compartment)
            for revision in parts.revisions.endings()
            for ending in read_endings(revision)
        }
        for differing in sorted(expected.symmetric_difference(parts.database.all(READ_ENDINGS))):
            yield Problem("record", str(differing[2]), "record.derived")

    def _index(self) -> Iterator[Problem]:
        # SQLite asks for the index by a statement that writes.
        with self._parts.session.turn():
            is_whole = self._parts.words.is_whole()
        if not is_whole:
            yield Problem("search", "index", "record.derived")

    def _blobs(self) -> Iterator[Problem]:
        parts = self._parts
        yield from self._blobs_of_copy(None)
        for sha256 in parts.evidence.unnamed():
            yield Problem("evidence", sha256, "evidence.unnamed")
        for path in parts.files.orphans(evidence_rows.known_files(parts.database)):
            yield Problem("blob", path.name, "evidence.orphan")

    def _blobs_of_copy(self, read: frozenset[str] | None) -> Iterator[Problem]:
        files = self._parts.files
        found = [("evidence", blob.sha256, blob) for blob in self._parts.evidence.blobs()]
        found += [("bundle", each.bundle_id, each.blob) for each in self._parts.outbox.bundles()]
        done, size = 0, sum(blob.size_bytes for _what, _name, blob in found)
        for what, name, blob in found:
            try:
                if read is None or blob.file in read:
                    files.verify(blob, self._part_of_all(done, size))
                elif not files.path(blob).is_file():
                    raise EvidenceError("evidence.altered", sha256=blob.sha256)
            except EvidenceError as error:
                # What was erased or destroyed meanwhile is gone, and so is its row.
                if blob.file in evidence_rows.known_files(self._parts.database):
                    yield Problem(what, name, error.code)
            done += blob.size_bytes

    def _part_of_all(self, before_bytes: int, size_bytes: int) -> Watch:
        """Watches the reading of one file: what it reports counts among the bytes of all."""
        return Watch(
            lambda file: self._watch.tick(
                CHECKING_EVIDENCE, min(before_bytes + file.done, size_bytes), size_bytes
            )
        )

    def _custody(self) -> Iterator[Problem]:
        for broken in verify_chain(self._parts.custody.all_events()):
            yield Problem("custody", broken.event, f"custody.{broken.fault}")


@contextmanager
def _snapshot(database: Connection) -> Iterator[None]:
    """Within it nothing but what was committed when it first read is seen."""
    database.run("BEGIN")
    try:
        yield
    finally:
        # A database that is damaged may have ended it.
        if database.in_transaction:
            database.run("ROLLBACK")
