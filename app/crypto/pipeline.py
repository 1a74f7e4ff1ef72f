"""Hash, cipher and disk side by side: the only threads below the window.

Every thread here lives inside a `with` block of its caller: it is joined before
the block is left, however it is left, and what it raised is raised there. Queues
are bounded, so memory stays flat. `hashlib` and the ciphers work outside the
interpreter's lock; that is what makes it worth while.

    with WriteBehind(digest.update) as hashing, WriteBehind(file.write) as out:
        while block := blob.read(BLOCK_BYTES):
            hashing.write(block)
            age.write(block)  # seals into `out`
"""

import hashlib
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import Queue
from types import TracebackType
from typing import BinaryIO, Self, TypeVar

from typing_extensions import Buffer

from app.crypto.streams import BlobReader, BlobWriter, ByteSink, ByteSource, PieceReader

BLOCK_BYTES = 1024 * 1024

_Item = TypeVar("_Item")
_Done = TypeVar("_Done")

_QUEUED_BLOCKS = 4
_GATHERED_BYTES = 256 * 1024
_SYNCED_BYTES = 32 * 1024 * 1024
_LOOK_SECONDS = 0.05


class WriteBehind:
    """A sink whose work is done by a thread of its own, in order.

    `consume` takes each block; small writes are gathered first. When the `with`
    block ends well all of it has been consumed; when it raises, the rest is dropped.
    """

    def __init__(self, consume: Callable[[bytes], object]) -> None:
        self._consume = consume
        self._queue: Queue[bytes | None] = Queue(_QUEUED_BLOCKS)
        self._gathered = bytearray()
        self._failure: BaseException | None = None
        self._abandoned = False
        self._thread = threading.Thread(target=self._work, name="write-behind")

    def write(self, block: Buffer) -> int:
        """Take all of `block`; waits while the queue is full. Raises what `consume` raised before."""
        if self._failure:
            raise self._failure
        with memoryview(block) as view:
            count = view.nbytes
        if count >= _GATHERED_BYTES and not self._gathered:
            self._queue.put(bytes(block))
        else:
            self._gathered += block
            if len(self._gathered) >= _GATHERED_BYTES:
                self._flush()
        return count

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._abandoned = kind is not None
        if kind is None:
            self._flush()
        self._queue.put(None)
        self._thread.join()
        if kind is None and self._failure:
            raise self._failure

    def _flush(self) -> None:
        if self._gathered:
            self._queue.put(bytes(self._gathered))
            self._gathered.clear()

    def _work(self) -> None:
        # After a failure blocks are still taken off the queue, or the writer would wait for ever.
        while (block := self._queue.get()) is not None:
            if self._failure or self._abandoned:
                continue
            try:
                self._consume(block)
            except BaseException as failure:  # noqa: BLE001 - raised again in the caller's thread
                self._failure = failure


class ReadAhead(PieceReader):
    """A source that a thread of its own reads a few blocks ahead.

    `read_block` returns up to the asked number of bytes, and nothing at the end.
    What it raises is raised by `read`, once all bytes before it have been read.
    """

    def __init__(self, read_block: Callable[[int], bytes | None]) -> None:
        super().__init__()
        self._read_block = read_block
        self._queue: Queue[bytes] = Queue(_QUEUED_BLOCKS)
        self._failure: BaseException | None = None
        self._abandoned = False
        self._drained = False
        self._thread = threading.Thread(target=self._work, name="read-ahead")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._abandoned = True
        while not self._drained:
            self._drained = not self._queue.get()
        self._thread.join()

    def _next_piece(self) -> bytes:
        if self._drained:
            return b""
        piece = self._queue.get()
        self._drained = not piece
        if self._drained and self._failure:
            raise self._failure
        return piece

    def _work(self) -> None:
        try:
            while not self._abandoned and (block := self._read_block(BLOCK_BYTES)):
                self._queue.put(block)
        except BaseException as failure:  # noqa: BLE001 - raised again in the caller's thread
            self._failure = failure
        # An empty block is the end, once and always.
        self._queue.put(b"")


class SyncAlong:
    """Has the disk take a file while it is being written, so that little is left for the sync at its end.

    That last sync remains the caller's. `descriptor` must stay open within the `with` block.
    A disk that fails here is raised when the block ends: the system tells of it only once.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._sync = getattr(os, "fdatasync", os.fsync)
        self._ended = threading.Event()
        self._failure: OSError | None = None
        self._thread = threading.Thread(target=self._work, name="sync-along")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()
        if kind is None and self._failure:
            raise self._failure

    def _work(self) -> None:
        synced_bytes = 0
        try:
            while not self._ended.wait(_LOOK_SECONDS):
                size_bytes = os.fstat(self._descriptor).st_size
                if size_bytes - synced_bytes >= _SYNCED_BYTES:
                    self._sync(self._descriptor)
                    synced_bytes = size_bytes
        except OSError as failure:
            self._failure = failure


def on_two_threads(work: Callable[[_Item], _Done], items: Sequence[_Item]) -> list[_Done]:
    """What `work` makes of each item, in their order; a thread of its own does the second half.

    It is worth while for work outside the interpreter's lock, such as verifying signatures.
    Raises what `work` raises, once both halves have ended.
    """
    half = len(items) // 2
    if half == 0:
        return [work(item) for item in items]
    with ThreadPoolExecutor(1, "second-half") as beside:
        others = beside.submit(lambda: [work(item) for item in items[half:]])
        return [work(item) for item in items[:half]] + others.result()


@dataclass(frozen=True, slots=True)
class SealedBlob:
    """What one pass over a piece of evidence found: SHA-256 in hex, true size in bytes."""

    sha256: str
    size_bytes: int


def seal_blob(
    source: ByteSource,
    target: ByteSink,
    blob_key: bytes,
    tick: Callable[[int], None] = lambda _done_bytes: None,
) -> SealedBlob:
    """Hash and seal `source` to its end in one pass and constant memory.

    `target` must take whole writes (a buffered file does); it is neither flushed nor
    closed, and holds rubbish if anything is raised. `tick` hears the bytes read so far and may raise.
    """
    digest = hashlib.sha256()
    blob = BlobWriter(target, blob_key)
    done_bytes = 0
    with WriteBehind(digest.update) as hashing, WriteBehind(blob.write) as sealing:
        while block := source.read(BLOCK_BYTES):
            hashing.write(block)
            sealing.write(block)
            done_bytes += len(block)
            tick(done_bytes)
    return SealedBlob(digest.hexdigest(), blob.finish())


def hash_blob(
    source: BinaryIO,
    blob_key: bytes,
    size_bytes: int,
    tick: Callable[[int], None] = lambda _done_bytes: None,
) -> str:
    """The SHA-256 in hex of the true bytes of a blob, all of it authenticated, padding included.

    Raises AlteredError or TruncatedError as `BlobReader`, and what `tick` raises.
    """
    digest = hashlib.sha256()
    blob = BlobReader(source, blob_key, size_bytes)
    done_bytes = 0
    with WriteBehind(digest.update) as hashing:
        while block := blob.read(BLOCK_BYTES):
            hashing.write(block)
            done_bytes += len(block)
            tick(done_bytes)
    blob.check_padding()
    return digest.hexdigest()
