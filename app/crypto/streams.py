"""Sealed chunk streams: the payload of age v1 files, and the evidence blobs made of the same.

STREAM: the plain bytes in chunks of 64 KiB, each sealed by ChaCha20-Poly1305
under the nonce `11-byte big-endian counter ‖ 0x01 for the last chunk, else 0x00`.
The last chunk is empty only if there are no plain bytes at all.

Blob: `0x01 ‖ 16-byte nonce ‖ STREAM`, key = HKDF-SHA256(blob key, salt = nonce,
info = "daftar-blob@1"), over the plain bytes and zeros up to their Padmé length.
"""

import io
import os
from abc import ABC, abstractmethod
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from typing_extensions import Buffer

from app.crypto.errors import AlteredError, TrailingError, TruncatedError
from app.crypto.primitives import derive_key
from app.domain.padme import padme

CHUNK_BYTES = 64 * 1024
TAG_BYTES = 16
SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES
NONCE_BYTES = 16

_BATCH_BYTES = 16 * CHUNK_BYTES
_BLOB_VERSION = b"\x01"
_BLOB_INFO = b"daftar-blob@1"
_BLOB_HEAD_BYTES = len(_BLOB_VERSION) + NONCE_BYTES


class ByteSource(Protocol):
    """Whatever bytes can be read from: up to `size` at a time, none at the end."""

    def read(self, size: int, /) -> bytes:
        """Some more bytes."""
        ...


class ByteSink(Protocol):
    """Whatever takes all of the bytes that are written to it."""

    def write(self, data: Buffer, /) -> object:
        """Take `data`, and keep no reference to it: its buffer is used again."""
        ...


class StreamWriter:
    """Seals what is written to it into `target`.

    Nothing is complete before `finish()`; a key must never seal two streams.
    """

    def __init__(self, target: ByteSink, key: bytes) -> None:
        self._target = target
        self._cipher = ChaCha20Poly1305(key)
        self._pending = bytearray()
        self._sealed = bytearray(_BATCH_BYTES // CHUNK_BYTES * SEALED_CHUNK_BYTES)
        self._index = 0
        self._finished = False

    def write(self, plain: Buffer) -> int:
        """Take all of `plain`; returns its length in bytes."""
        if self._finished:
            raise ValueError("write after finish")
        with memoryview(plain).cast("B") as view:
            start = 0
            while start < len(view):
                # A full chunk may turn out to be the last: it waits for the byte after it.
                if len(self._pending) == CHUNK_BYTES:
                    self._seal_chunks(self._pending)
                    self._pending.clear()
                left = len(view) - start
                if not self._pending and left > CHUNK_BYTES:
                    count = min((left - 1) // CHUNK_BYTES * CHUNK_BYTES, _BATCH_BYTES)
                    self._seal_chunks(view[start : start + count])
                else:
                    count = min(CHUNK_BYTES - len(self._pending), left)
                    self._pending += view[start : start + count]
                start += count
            return len(view)

    def finish(self) -> None:
        """Seal the last chunk. The target is neither flushed nor closed."""
        if self._finished:
            raise ValueError("finished twice")
        self._finished = True
        self._target.write(self._cipher.encrypt(_nonce(self._index, last=True), self._pending, None))
        self._pending.clear()

    def _seal_chunks(self, plain: Buffer) -> None:
        """Seal whole chunks, none of them the last, into a buffer that is used again and again."""
        with memoryview(plain) as view, memoryview(self._sealed) as out:
            sealed_bytes = 0
            for start in range(0, len(view), CHUNK_BYTES):
                sealed_bytes += self._cipher.encrypt_into(
                    _nonce(self._index, last=False),
                    view[start : start + CHUNK_BYTES],
                    None,
                    out[sealed_bytes : sealed_bytes + SEALED_CHUNK_BYTES],
                )
                self._index += 1
            self._target.write(out[:sealed_bytes])


class PieceReader(ABC):
    """Turns pieces of whatever length into reads of exactly the length asked for."""

    def __init__(self) -> None:
        self._piece = memoryview(b"")
        self._raised: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        """The next `size` bytes, fewer only at the end, all the rest for -1.

        Where fewer are to be had because something fails, that is raised, and the same
        by every later call: what comes back short is always the true end.
        """
        if self._raised:
            raise self._raised
        pieces: list[memoryview] = []
        missing = size
        while missing and (self._piece or self._take_piece()):
            part = self._piece if missing < 0 else self._piece[:missing]
            pieces.append(part)
            self._piece = self._piece[len(part) :]
            missing -= len(part) if missing > 0 else 0
        return b"".join(pieces)

    def _take_piece(self) -> bool:
        try:
            self._piece = memoryview(self._next_piece())
        except Exception as error:
            self._raised = error
            raise
        return bool(self._piece)

    @abstractmethod
    def _next_piece(self) -> bytes:
        """Some more bytes, none at the end."""


class StreamReader(PieceReader):
    """Opens a sealed stream from `source` front to back, in constant memory.

    Every chunk is authenticated before a byte of it is handed out, but only a read
    that returns less than asked for, or nothing, has reached the end and proves the whole.
    It raises AlteredError, TruncatedError or TrailingError.
    """

    def __init__(self, source: ByteSource, key: bytes) -> None:
        super().__init__()
        self._source = source
        self._cipher = ChaCha20Poly1305(key)
        self._index = 0
        self._ended = False
        self._followed = False

    def _next_piece(self) -> bytes:
        if self._followed:
            raise TrailingError
        if self._ended:
            return b""
        sealed = read_fully(self._source, SEALED_CHUNK_BYTES)
        full = len(sealed) == SEALED_CHUNK_BYTES
        try:
            plain, last = self._open(sealed, last=not full), not full
        except InvalidTag:
            plain, last = self._open_full_last(sealed), True
        if last and not plain and self._index:
            raise TruncatedError
        self._index += 1
        self._ended = last
        return plain

    def _open(self, sealed: bytes, *, last: bool) -> bytes:
        return self._cipher.decrypt(_nonce(self._index, last=last), sealed, None)

    def _open_full_last(self, sealed: bytes) -> bytes:
        """A chunk that is no inner one: the last and full, or bad."""
        self._followed = bool(self._source.read(1))
        try:
            if len(sealed) < SEALED_CHUNK_BYTES:
                raise InvalidTag
            return self._open(sealed, last=True)
        except InvalidTag:
            raise (AlteredError if self._followed else TruncatedError) from None


class SeekableStreamReader(io.RawIOBase):
    """Opens a sealed stream anywhere: a read touches only the chunks it needs.

    `source` is seekable and holds the stream from `start` to its end, and no one
    else moves it meanwhile. The last chunk is authenticated at once, which fixes
    the length; others as they are read. Closing leaves `source` open.

    Raises:
        TruncatedError: the end is missing; or the last chunk is read and fails.
        AlteredError: another chunk is read and fails.
    """

    def __init__(self, source: BinaryIO, key: bytes, *, start: int = 0) -> None:
        super().__init__()
        self._source = source
        self._cipher = ChaCha20Poly1305(key)
        self._start = start
        sealed_bytes = source.seek(0, io.SEEK_END) - start
        chunks = max(1, -(-sealed_bytes // SEALED_CHUNK_BYTES))
        if sealed_bytes - (chunks - 1) * SEALED_CHUNK_BYTES < TAG_BYTES + (chunks > 1):
            raise TruncatedError
        self._last_index = chunks - 1
        self._stream_bytes = sealed_bytes - chunks * TAG_BYTES
        self._end = self._stream_bytes
        self._position = 0
        self._held_index = -1
        self._held = b""
        self._hold(self._last_index)

    @property
    def size_bytes(self) -> int:
        """How many plain bytes can be read."""
        return self._end

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move as `io` defines it; a place behind the end reads nothing."""
        origins = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._end}
        if origins[whence] + offset < 0:
            raise ValueError("seek before the start")
        self._position = origins[whence] + offset
        return self._position

    def readinto(self, buffer: Buffer) -> int:
        """Fill `buffer`; fewer bytes only at the end."""
        with memoryview(buffer).cast("B") as out:
            wanted = max(0, min(len(out), self._end - self._position))
            filled = 0
            while filled < wanted:
                filled += self._fill(out[filled:wanted])
            return filled

    def _fill(self, out: memoryview) -> int:
        """Bytes of one chunk: opened straight into `out` if it has room for the whole."""
        index, offset = divmod(self._position, CHUNK_BYTES)
        if offset == 0 and len(out) >= CHUNK_BYTES and index not in (self._held_index, self._last_index):
            count = CHUNK_BYTES
            try:
                self._cipher.decrypt_into(_nonce(index, last=False), self._sealed(index), None, out[:count])
            except InvalidTag:
                raise AlteredError from None
        else:
            self._hold(index)
            count = min(len(out), len(self._held) - offset)
            out[:count] = self._held[offset : offset + count]
        self._position += count
        return count

    def _hold(self, index: int) -> None:
        if index == self._held_index:
            return
        last = index == self._last_index
        try:
            self._held = self._cipher.decrypt(_nonce(index, last=last), self._sealed(index), None)
        except InvalidTag:
            raise (TruncatedError if last else AlteredError) from None
        self._held_index = index

    def _sealed(self, index: int) -> bytes:
        self._source.seek(self._start + index * SEALED_CHUNK_BYTES)
        return read_fully(self._source, SEALED_CHUNK_BYTES)


class BlobWriter:
    """Seals evidence of a length unknown until its end; `blob_key` is 32 random bytes of its own."""

    def __init__(self, target: ByteSink, blob_key: bytes, *, nonce: bytes | None = None) -> None:
        """`nonce` is given only to make test vectors."""
        nonce = os.urandom(NONCE_BYTES) if nonce is None else nonce
        target.write(_BLOB_VERSION + nonce)
        self._stream = StreamWriter(target, derive_key(blob_key, nonce, _BLOB_INFO))
        self._size_bytes = 0

    def write(self, plain: Buffer) -> int:
        """Take all of `plain`; returns its length in bytes."""
        count = self._stream.write(plain)
        self._size_bytes += count
        return count

    def finish(self) -> int:
        """Pad, seal the last chunk, and return the true size in bytes."""
        missing = padme(self._size_bytes) - self._size_bytes
        zeros = bytes(min(missing, _BATCH_BYTES))
        while missing:
            missing -= self._stream.write(zeros[:missing])
        self._stream.finish()
        return self._size_bytes


class BlobReader(SeekableStreamReader):
    """Reads the `size_bytes` true bytes of a blob anywhere; the padding is not handed out.

    Raises:
        AlteredError: not a blob, or not the padded length of `size_bytes`.
        TruncatedError: as for every stream.
    """

    def __init__(self, source: BinaryIO, blob_key: bytes, size_bytes: int) -> None:
        source.seek(0)
        head = read_fully(source, _BLOB_HEAD_BYTES)
        if len(head) < _BLOB_HEAD_BYTES:
            raise TruncatedError
        if head[:1] != _BLOB_VERSION:
            raise AlteredError
        super().__init__(source, derive_key(blob_key, head[1:], _BLOB_INFO), start=_BLOB_HEAD_BYTES)
        if self._stream_bytes != padme(size_bytes):
            raise AlteredError
        self._end = size_bytes

    def check_padding(self) -> None:
        """Read what lies behind the true bytes; AlteredError if it is not all zeros."""
        true_end, position = self._end, self._position
        self._position, self._end = true_end, self._stream_bytes
        try:
            while padding := self.read(_BATCH_BYTES):
                if padding.count(0) != len(padding):
                    raise AlteredError
        finally:
            self._position, self._end = position, true_end


def read_fully(source: ByteSource, size: int) -> bytes:
    """`size` bytes of `source`, fewer only at its end, however little each read brings."""
    data = source.read(size)
    if len(data) in (0, size):
        return data
    pieces = [data]
    missing = size - len(data)
    while missing and (data := source.read(missing)):
        pieces.append(data)
        missing -= len(data)
    return b"".join(pieces)


def _nonce(index: int, *, last: bool) -> bytes:
    return index.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
