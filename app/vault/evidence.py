"""Evidence: the sealed bytes that records name, each stored once by its SHA-256.

A file is streamed once (hashed, padded, sealed, synced, renamed: blobs.py); its row is written
in the transaction of the record that names it. What a crash leaves behind has no row and is
swept at the next opening. Evidence of a bundle that is being applied is staged until it is.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, ExitStack, suppress
from typing import BinaryIO

from app.crypto.pipeline import BLOCK_BYTES
from app.crypto.streams import BlobReader, ByteSource
from app.domain.errors import EvidenceError
from app.domain.work import Watch
from app.vault.blobs import BlobFiles, StoredBlob
from app.vault.connection import Connection
from app.vault.files import disk_refusals
from app.vault.log import Log, Logged, digest_of

READ_BLOB = "SELECT sha256, size_bytes, key, file FROM blob WHERE sha256 = ?"
READ_BLOBS = "SELECT sha256, size_bytes, key, file FROM blob ORDER BY sha256"
INSERT_BLOB = "INSERT INTO blob (sha256, size_bytes, key, file) VALUES (?, ?, ?, ?)"
RESEAL_BLOB = "UPDATE blob SET key = ?, file = ? WHERE file = ? RETURNING sha256"
DELETE_BLOB = "DELETE FROM blob WHERE sha256 = ?"
UNNAMED = """
SELECT sha256
FROM blob
WHERE sha256 NOT IN (SELECT evidence_sha256 FROM record WHERE evidence_sha256 IS NOT NULL)
ORDER BY sha256
"""
IS_NAMED = "SELECT 1 FROM record WHERE evidence_sha256 = ?"
AWAITED = """
SELECT DISTINCT evidence_sha256
FROM record
WHERE evidence_sha256 IS NOT NULL
    AND NOT deleted
    AND evidence_sha256 NOT IN (SELECT sha256 FROM blob)
ORDER BY evidence_sha256
"""
READ_STAGED_BLOBS = "SELECT sha256, size_bytes, key, file FROM staged_blob ORDER BY sha256"
READ_SEALED_BLOBS = "SELECT sha256, size_bytes, key, file FROM sealed_bundle ORDER BY bundle_id"
INSERT_STAGED = "INSERT INTO staged_blob (sha256, size_bytes, key, file) VALUES (?, ?, ?, ?)"
DELETE_STAGED = "DELETE FROM staged_blob WHERE sha256 = ?"


class Evidence:
    """What is here, by digest."""

    def __init__(self, database: Connection, log: Log, files: BlobFiles) -> None:
        self._database = database
        self._log = log
        self._files = files

    def store(
        self, source: ByteSource, watch: Watch | None = None, total_bytes: int | None = None
    ) -> StoredBlob:
        """Seal `source` to its end; call `keep` in the transaction of the record that names it.

        `total_bytes` is for the progress shown. Raises EvidenceError `evidence.unreadable`
        where the source fails, DiskError; nothing is left then.
        """
        return self._files.seal(source, watch, total_bytes)

    def keep(self, stored: StoredBlob, *, instead: bool = False) -> None:
        """Write the row of a blob, within a transaction; of bytes already here the new file goes.

        Or, with `instead`, the one before, since that is not whole.
        """
        known = self._row(stored.sha256)
        if known is not None and instead:
            self._database.run(DELETE_BLOB, (known.sha256,))
            self._files.remove(known)
            known = None
        if known is None:
            _insert(self._database, self._log, stored)
        elif known.file != stored.file:
            self._files.remove(stored)

    def discard(self, stored: StoredBlob) -> None:
        """Remove what `store` sealed and, since the work was given up, no row names."""
        if self._row(stored.sha256) != stored:
            self._files.remove(stored)

    def has(self, sha256: str) -> bool:
        """Whether these bytes are here."""
        return self._row(sha256) is not None

    def size_bytes(self, sha256: str) -> int:
        """The true size; EvidenceError `evidence.missing`."""
        return self._known(sha256).size_bytes

    def open(self, sha256: str) -> AbstractContextManager[BlobReader]:
        """The plain bytes, seekable, to be used as a context.

        Raises EvidenceError `evidence.missing`; within the context `evidence.altered`.
        """
        return self._files.open(self._known(sha256))

    def verify(self, sha256: str, watch: Watch | None = None) -> None:
        """Read all of it; EvidenceError `evidence.missing` or `evidence.altered`."""
        self._files.verify(self._known(sha256), watch)

    def export(self, sha256: str, target: BinaryIO, watch: Watch | None = None) -> int:
        """Write the identical bytes, once all of them are known to be good; their number.

        Raises EvidenceError `evidence.missing` or `evidence.altered` (nothing was written
        then), DiskError where the target fails.
        """
        blob = self._known(sha256)
        self._files.verify(blob, watch)
        with self._files.open(blob) as plain:
            while block := plain.read(BLOCK_BYTES):
                with disk_refusals():
                    target.write(block)
        return blob.size_bytes

    def awaited(self) -> tuple[str, ...]:
        """The digests that records name and whose bytes have not come."""
        return tuple(sha256 for (sha256,) in self._database.all(AWAITED))

    def blobs(self) -> tuple[StoredBlob, ...]:
        """Everything that has a row, by digest."""
        return tuple(StoredBlob(*row) for row in self._database.all(READ_BLOBS))

    def unnamed(self) -> tuple[str, ...]:
        """The digests of what is here and no record names."""
        return tuple(sha256 for (sha256,) in self._database.all(UNNAMED))

    def release(self, candidates: Iterable[str]) -> tuple[StoredBlob, ...]:
        """Destroy, within a transaction, the keys of those blobs that no record names any more.

        Their files are to be removed once it is committed.
        """
        unnamed = [sha256 for sha256 in sorted(candidates) if not self._database.all(IS_NAMED, (sha256,))]
        released = [blob for sha256 in unnamed if (blob := self._row(sha256)) is not None]
        for blob in released:
            self._database.run(DELETE_BLOB, (blob.sha256,))
            self._log.add("shredded", blob.sha256, "")
        return tuple(released)

    def _row(self, sha256: str) -> StoredBlob | None:
        row = self._database.one(READ_BLOB, (sha256,))
        return StoredBlob(*row) if row else None

    def _known(self, sha256: str) -> StoredBlob:
        blob = self._row(sha256)
        if blob is None:
            raise EvidenceError("evidence.missing")
        return blob


class StagedEvidence:
    """The evidence of the bundle that is being applied, apart from the rest until it counts."""

    def __init__(self, database: Connection, log: Log, files: BlobFiles) -> None:
        self._database = database
        self._log = log
        self._files = files

    def receive(
        self, sha256: str, transaction: Callable[[], AbstractContextManager[None]]
    ) -> "StagedEvidenceWriter":
        """Where the bytes with this digest go; they are staged once it is finished."""
        return StagedEvidenceWriter(self._database, self._files, sha256, transaction)

    def blobs(self) -> tuple[StoredBlob, ...]:
        """Everything staged, by digest."""
        return tuple(StoredBlob(*row) for row in self._database.all(READ_STAGED_BLOBS))

    def adopt(self, staged: StoredBlob) -> None:
        """Make a staged blob evidence, within a transaction; may be repeated after a crash."""
        if self._database.one(READ_BLOB, (staged.sha256,)) is None:
            self._files.adopt(staged)
            _insert(self._database, self._log, staged)
        else:
            self._files.remove(staged)
        self._database.run(DELETE_STAGED, (staged.sha256,))

    def discard(self) -> tuple[StoredBlob, ...]:
        """Forget everything staged, within a transaction; what was forgotten, for `remove`."""
        forgotten = self.blobs()
        for blob in forgotten:
            self._database.run(DELETE_STAGED, (blob.sha256,))
        return forgotten

    def remove(self, forgotten: Iterable[StoredBlob]) -> None:
        """Remove the files, once the transaction has ended; what a crash leaves is swept."""
        for blob in forgotten:
            self._files.remove(blob)


class StagedEvidenceWriter:
    """Seals one file of a bundle into staging; a finished one has its row."""

    def __init__(
        self,
        database: Connection,
        files: BlobFiles,
        sha256: str,
        transaction: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._database = database
        self._transaction = transaction
        self._closing = ExitStack()
        self._received = self._closing.enter_context(files.receive(sha256))

    def write(self, data: bytes) -> int:
        """Take the next bytes; OSError where the disk refuses them, then call `abandon`."""
        return self._received.write(data)

    def abandon(self, error: BaseException) -> None:
        """The rest will not come: remove what there is. Of a finished one nothing changes."""
        self._closing.__exit__(type(error), error, error.__traceback__)

    def finish(self) -> None:
        """The bytes are whole and have their digest: write the row."""
        self._closing.close()
        with self._transaction():
            self._database.run(INSERT_STAGED, _values(self._received.stored))


def reseal(database: Connection, log: Log, before: StoredBlob, after: StoredBlob) -> None:
    """Let the row name another file of the same bytes, within a transaction, if it is evidence."""
    if database.all(RESEAL_BLOB, (after.key, after.file, before.file)):
        log.add(*logged(after))


def sweep(database: Connection, files: BlobFiles) -> int:
    """Remove every file that no row names, partial ones too; how many there were."""
    orphans = files.orphans(known_files(database))
    for path in orphans:
        with suppress(OSError):
            path.unlink()
    return len(orphans)


def logged(blob: StoredBlob) -> Logged:
    """A blob as the log knows it."""
    content = {"size_bytes": blob.size_bytes, "key": blob.key.hex(), "file": blob.file}
    return "blob", blob.sha256, digest_of(content)


def known_files(database: Connection) -> frozenset[str]:
    """The names of all files that have a row."""
    return frozenset(
        StoredBlob(*row).file
        for sql in (READ_BLOBS, READ_STAGED_BLOBS, READ_SEALED_BLOBS)
        for row in database.all(sql)
    )


def _insert(database: Connection, log: Log, blob: StoredBlob) -> None:
    database.run(INSERT_BLOB, _values(blob))
    log.add(*logged(blob))


def _values(blob: StoredBlob) -> tuple[str, int, bytes, str]:
    return blob.sha256, blob.size_bytes, blob.key, blob.file
