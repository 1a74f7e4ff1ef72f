"""Sealed files on the disk: random names in `blobs/ab/` and `staging/`, whole or not there at all."""

import os
import secrets
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.crypto.errors import StreamError
from app.crypto.pipeline import SyncAlong, WriteBehind, hash_blob, seal_blob
from app.crypto.streams import BlobReader, BlobWriter, ByteSource
from app.domain.errors import EvidenceError
from app.domain.work import Watch
from app.vault.files import PARTIAL, disk_refusals, make_folder, move, sync_folder
from app.words import N_

BLOB_KEY_BYTES = 32
NAME_BYTES = 16
FILE_TIME = 946_684_800
"""2000-01-01: what the time stamp of every blob says."""

SEALING = N_("Sealing evidence")
READING = N_("Reading evidence")


@dataclass(frozen=True, slots=True)
class StoredBlob:
    """Sealed bytes on the disk. `file` is 32 random hex digits; `key` opens them."""

    sha256: str
    size_bytes: int
    key: bytes
    file: str


class BlobFiles:
    """The folders `blobs` and `staging` of a vault; knows no rows."""

    def __init__(self, folder: Path) -> None:
        self._blobs = folder / "blobs"
        self._staging = folder / "staging"

    def seal(self, source: ByteSource, watch: Watch | None, total_bytes: int | None) -> StoredBlob:
        """Seal `source` to its end into a new file; nothing is left of it if that fails.

        Raises EvidenceError `evidence.unreadable` where the source fails, DiskError.
        """
        name, key = secrets.token_hex(NAME_BYTES), secrets.token_bytes(BLOB_KEY_BYTES)
        with disk_refusals(), self._new_file(name, staged=False) as target:
            sealed = seal_blob(_Source(source), target, key, _ticker(watch, SEALING, total_bytes))
        return StoredBlob(sealed.sha256, sealed.size_bytes, key, name)

    @contextmanager
    def receive(self, sha256: str) -> Iterator["ReceivedBlob"]:
        """A new staged file that is written piece by piece; gone again if the block raises.

        The caller verifies that the bytes have this digest before it leaves the block.
        """
        name, key = secrets.token_hex(NAME_BYTES), secrets.token_bytes(BLOB_KEY_BYTES)
        with disk_refusals(), self._new_file(name, staged=True) as target:
            blob = BlobWriter(target, key)
            with WriteBehind(blob.write) as sealing:
                received = ReceivedBlob(sha256, sealing, key, name)
                yield received
            received.size_bytes = blob.finish()

    @contextmanager
    def _new_file(self, name: str, *, staged: bool) -> Iterator[BinaryIO]:
        """A file that stands under its name once the block has ended well."""
        path = self._path(name, staged=staged)
        partial = path.with_name(name + PARTIAL)
        try:
            make_folder(path.parent)
            with partial.open("wb") as target:
                with SyncAlong(target.fileno()):
                    yield target
                target.flush()
                os.fsync(target.fileno())
            os.utime(partial, (FILE_TIME, FILE_TIME))
            move(partial, path)
            sync_folder(path.parent)
        except BaseException:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            raise

    @contextmanager
    def open(self, blob: StoredBlob) -> Iterator[BlobReader]:
        """The plain bytes; EvidenceError `evidence.altered` where they are not what was sealed."""
        try:
            file = self._path(blob.file, staged=False).open("rb")
        except OSError as error:
            raise EvidenceError("evidence.altered", sha256=blob.sha256) from error
        with file, _altered(blob, StreamError):
            yield BlobReader(file, blob.key, blob.size_bytes)

    def verify(self, blob: StoredBlob, watch: Watch | None = None) -> None:
        """Read every byte; EvidenceError `evidence.altered` unless they have their digest."""
        try:
            file = self._path(blob.file, staged=False).open("rb")
        except OSError as error:
            raise EvidenceError("evidence.altered", sha256=blob.sha256) from error
        tick = _ticker(watch, READING, blob.size_bytes)
        with file, _altered(blob, StreamError, OSError):
            if hash_blob(file, blob.key, blob.size_bytes, tick) != blob.sha256:
                raise StreamError

    def adopt(self, blob: StoredBlob) -> None:
        """Move a staged file to its place; nothing happens if it is there already."""
        staged, path = self._path(blob.file, staged=True), self._path(blob.file, staged=False)
        if not staged.exists():
            return
        with disk_refusals():
            make_folder(path.parent)
            move(staged, path)
            sync_folder(path.parent)

    def remove(self, blob: StoredBlob) -> None:
        """Remove a file, staged or not; what the disk refuses is swept at the next opening."""
        for staged in (False, True):
            with suppress(OSError):
                self._path(blob.file, staged=staged).unlink(missing_ok=True)

    def orphans(self, known: Collection[str]) -> tuple[Path, ...]:
        """Every file here, whole or partial, that no row names; `known` are names of files."""
        found = [*self._blobs.rglob("*"), *self._staging.rglob("*")]
        return tuple(sorted(path for path in found if path.is_file() and path.name not in known))

    def path(self, blob: StoredBlob) -> Path:
        """Where a blob lies that is not staged."""
        return self._path(blob.file, staged=False)

    def _path(self, name: str, *, staged: bool) -> Path:
        return self._staging / name if staged else self._blobs / name[:2] / name


class ReceivedBlob:
    """Bytes of others on their way into a staged file."""

    def __init__(self, sha256: str, sealing: WriteBehind, key: bytes, name: str) -> None:
        self._sha256 = sha256
        self._sealing = sealing
        self._key = key
        self._name = name
        self.size_bytes = 0

    def write(self, data: bytes) -> int:
        """Take the next bytes; OSError where the disk refused some of them."""
        return self._sealing.write(data)

    @property
    def stored(self) -> StoredBlob:
        """The file, once the block that received it has ended."""
        return StoredBlob(self._sha256, self.size_bytes, self._key, self._name)


class _Source:
    """The bytes of somebody's stick: its failures are not those of our disk."""

    def __init__(self, source: ByteSource) -> None:
        self._source = source

    def read(self, size: int = -1) -> bytes:
        try:
            return self._source.read(size)
        except OSError as error:
            raise EvidenceError("evidence.unreadable") from error


@contextmanager
def _altered(blob: StoredBlob, *signs: type[Exception]) -> Iterator[None]:
    try:
        yield
    except signs as error:
        raise EvidenceError("evidence.altered", sha256=blob.sha256) from error


def _ticker(watch: Watch | None, step: str, total_bytes: int | None) -> Callable[[int], None]:
    if watch is None:
        return lambda _done_bytes: None
    return lambda done_bytes: watch.tick(step, done_bytes, total_bytes)
