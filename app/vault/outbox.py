"""Sealed bundles: what nobody can read here any more, kept until it is handed out.

A bundle lies among the blobs as any evidence does, sealed once more under a key of its own.
"""

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace

from typing_extensions import Buffer

from app.crypto.streams import BlobReader
from app.domain.work import Watch
from app.vault.blobs import BlobFiles, ReceivedBlob, StoredBlob
from app.vault.connection import Connection, Row
from app.vault.log import Log, Logged, digest_of

INSERT_SEALED = """
INSERT INTO sealed_bundle (bundle_id, identity, sealed_at, sha256, size_bytes, key, file)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
READ_SEALED = """
SELECT
    bundle_id,
    identity,
    sealed_at,
    sha256,
    size_bytes,
    key,
    file
FROM sealed_bundle
ORDER BY sealed_at, bundle_id
"""
RESEAL = "UPDATE sealed_bundle SET key = ?, file = ? WHERE file = ?"
DELETE_SEALED = "DELETE FROM sealed_bundle WHERE bundle_id = ?"


@dataclass(frozen=True, slots=True)
class SealedBundle:
    """A bundle that waits to be handed out; `sealed_at` is a signed-text time."""

    bundle_id: str
    identity: str
    sealed_at: str
    blob: StoredBlob


class BundleSink:
    """Takes a bundle as it is written; `blob` is the file once the block that wrote it has ended."""

    def __init__(self, received: ReceivedBlob) -> None:
        self._received = received
        self._digest = hashlib.sha256()

    def write(self, data: Buffer, /) -> int:
        """The next bytes."""
        self._digest.update(data)
        return self._received.write(bytes(data))

    @property
    def blob(self) -> StoredBlob:
        """The sealed file and the digest of what it holds."""
        return replace(self._received.stored, sha256=self._digest.hexdigest())


class Outbox:
    """Keeps sealed bundles."""

    def __init__(self, database: Connection, log: Log, files: BlobFiles) -> None:
        self._database = database
        self._log = log
        self._files = files

    @contextmanager
    def sealing(self) -> Iterator[BundleSink]:
        """Where a bundle is written; gone again if the block raises, and swept until it is kept."""
        with self._files.receive("") as received:
            yield BundleSink(received)

    def settle(self, blob: StoredBlob, watch: Watch) -> None:
        """Move a written file to its place and read it through; EvidenceError `evidence.altered`."""
        self._files.adopt(blob)
        self._files.verify(blob, watch)

    def discard(self, blob: StoredBlob) -> None:
        """Remove a file that is not to be kept."""
        self._files.remove(blob)

    def keep(self, sealed: SealedBundle) -> None:
        """Write down a settled bundle, within a transaction."""
        blob = sealed.blob
        row = (sealed.bundle_id, sealed.identity, sealed.sealed_at, *_values(blob))
        self._database.run(INSERT_SEALED, row)
        self._log.add(*_logged(sealed))

    def reseal(self, before: StoredBlob, after: StoredBlob) -> None:
        """Let the row name another file of the same bytes, within a transaction, if it is of ours."""
        self._database.run(RESEAL, (after.key, after.file, before.file))
        for sealed in self.bundles():
            if sealed.blob == after:
                self._log.add(*_logged(sealed))

    def drop(self, sealed: SealedBundle) -> None:
        """Within a transaction: keep it no longer. Its key goes with the row; `discard` the file after."""
        self._database.run(DELETE_SEALED, (sealed.bundle_id,))
        self._log.add("sealed", sealed.bundle_id, "")

    def bundles(self) -> tuple[SealedBundle, ...]:
        """Everything that waits, the oldest first."""
        return tuple(_read(row) for row in self._database.all(READ_SEALED))

    def open(self, sealed: SealedBundle) -> AbstractContextManager[BlobReader]:
        """The bytes of the bundle; EvidenceError `evidence.altered`."""
        return self._files.open(sealed.blob)

    def verify(self, sealed: SealedBundle, watch: Watch) -> None:
        """Read it through; EvidenceError `evidence.altered`."""
        self._files.verify(sealed.blob, watch)

    def logged(self) -> Iterator[Logged]:
        """Every bundle as the log knows it."""
        for sealed in self.bundles():
            yield _logged(sealed)


def _values(blob: StoredBlob) -> tuple[str, int, bytes, str]:
    return blob.sha256, blob.size_bytes, blob.key, blob.file


def _read(row: Row) -> SealedBundle:
    bundle_id, identity, sealed_at, *blob = row
    return SealedBundle(bundle_id, identity, sealed_at, StoredBlob(*blob))


def _logged(sealed: SealedBundle) -> Logged:
    sha256, size_bytes, key, file = _values(sealed.blob)
    named = [sealed.bundle_id, sealed.identity, sealed.sealed_at, sha256, size_bytes, key.hex(), file]
    return "sealed", sealed.bundle_id, digest_of({"sealed": named})
