"""The tar of a bundle: POSIX ustar with one spelling for every header, written and read in one pass.

Mode 0644, ids and time 0 as octal digits, every field not named here NUL, no directories. From 8 GiB on a pax
`size` record (its member named `daftar-bundle/pax`) precedes the header, whose own
size field is then 0. Two zero blocks end the archive.

Because a header has one right spelling, the reader rebuilds it from name and size and
compares: links, devices, prefixes, other owners and every other feature are refused
without being understood.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.crypto.streams import ByteSink, ByteSource
from app.domain.errors import BundleError
from app.domain.padme import padme

BLOCK_BYTES = 512
END = bytes(2 * BLOCK_BYTES)
ROOT = "daftar-bundle/"
PAX_NAME = ROOT + "pax"
PAX_FROM_BYTES = 8 * 1024**3
SMALLEST_BYTES = 256 * 1024

_NAME_BYTES = 100
_SIZE_AT = slice(124, 136)
_OCTAL_SIZE = re.compile(rb"[0-7]{11}\0")
_PAX_RECORD = re.compile(rb"\d+ size=([1-9]\d{0,18})\n", re.ASCII)


@dataclass(frozen=True, slots=True)
class Member:
    """One file: its full name in the archive and its size in bytes."""

    name: str
    size_bytes: int


def member_headers(name: str, size_bytes: int) -> bytes:
    """Everything that stands before the bytes of a file."""
    if size_bytes < PAX_FROM_BYTES:
        return _header(name, size_bytes, b"0")
    record = _pax_record(size_bytes)
    return _header(PAX_NAME, len(record), b"x") + record + _filling(len(record)) + _header(name, 0, b"0")


def padding_bytes(written_bytes: int) -> int:
    """How large the padding file must be behind `written_bytes` of archive.

    With it the whole tar, its header and the two end blocks included, is
    Padmé(max(length without it, 256 KiB)) long.
    """
    bare = written_bytes + BLOCK_BYTES + len(END)
    size = padme(max(bare, SMALLEST_BYTES)) - bare
    if size >= PAX_FROM_BYTES:
        # Its own pax record lengthens the tar before the target is computed.
        bare += len(member_headers(PAX_NAME, size)) - BLOCK_BYTES
        size = padme(bare) - bare
    return size


class TarWriter:
    """Writes such an archive front to back into `sink`."""

    def __init__(self, sink: ByteSink) -> None:
        self._sink = sink
        self.done_bytes = 0

    def add(self, name: str, size_bytes: int, pieces: Iterable[bytes]) -> None:
        """Write one file. ValueError if the pieces are not `size_bytes` together."""
        self._write(member_headers(name, size_bytes))
        left = size_bytes
        for piece in pieces:
            left -= len(piece)
            if left < 0:
                break
            self._write(piece)
        if left:
            raise ValueError("tar: a file of another size than announced")
        self._write(_filling(size_bytes))

    def finish(self) -> None:
        """Write the end of the archive."""
        self._write(END)

    def _write(self, data: bytes) -> None:
        self._sink.write(data)
        self.done_bytes += len(data)


class TarReader:
    """Reads such an archive front to back, one member at a time.

    What is not as it must be is `bundle.layout`; whatever `source` raises goes through.
    """

    def __init__(self, source: ByteSource) -> None:
        self._source = source
        self._left = 0
        self._filling = 0
        self.done_bytes = 0

    def enter(self) -> Member:
        """The next member; what was not read of the one before must be nothing."""
        if self._left:
            raise RuntimeError("tar: the member before was not read to its end")
        self._take_zeros(self._filling)
        block = self._take(BLOCK_BYTES)
        if block == bytes(BLOCK_BYTES):
            raise BundleError("bundle.layout", what="tar")
        member = self._read_pax(block) or _read_header(block)
        self._left = member.size_bytes
        self._filling = len(_filling(member.size_bytes))
        return member

    def read(self, size: int) -> bytes:
        """The next bytes of this member, `size` of them or what is left."""
        data = self._take(min(size, self._left))
        self._left -= len(data)
        return data

    def position(self) -> int:
        """Where the next header begins."""
        return self.done_bytes + self._left + self._filling

    def ends_here(self) -> bool:
        """Whether exactly two zero blocks follow the last member, and then nothing."""
        self._take_zeros(self._filling)
        self._filling = 0
        return self._take(len(END)) == END and not self._source.read(1)

    def _read_pax(self, block: bytes) -> Member | None:
        """The member whose pax size record begins with this block, None if none does."""
        pax = _read_header(block, kind=b"x") if block[156:157] == b"x" else None
        if pax is None:
            return None
        if pax.name != PAX_NAME or pax.size_bytes > BLOCK_BYTES:
            raise BundleError("bundle.layout", what="tar")
        record = self._take(pax.size_bytes)
        self._take_zeros(len(_filling(pax.size_bytes)))
        matched = _PAX_RECORD.fullmatch(record)
        large = _read_header(self._take(BLOCK_BYTES))
        size = int(matched[1]) if matched else 0
        if large.size_bytes or size < PAX_FROM_BYTES or record != _pax_record(size):
            raise BundleError("bundle.layout", what="tar")
        return Member(large.name, size)

    def _take(self, size: int) -> bytes:
        data = self._source.read(size)
        self.done_bytes += len(data)
        if len(data) != size:
            raise BundleError("bundle.layout", what="tar")
        return data

    def _take_zeros(self, size: int) -> None:
        if self._take(size).count(0) != size:
            raise BundleError("bundle.layout", what="tar")


def _read_header(block: bytes, kind: bytes = b"0") -> Member:
    name, size = block[:_NAME_BYTES].rstrip(b"\0"), block[_SIZE_AT]
    if not name.isascii() or not _OCTAL_SIZE.fullmatch(size):
        raise BundleError("bundle.layout", what="tar")
    member = Member(name.decode("ascii"), int(size[:-1], 8))
    if _header(member.name, member.size_bytes, kind) != block:
        raise BundleError("bundle.layout", what="tar")
    return member


def _header(name: str, size_bytes: int, kind: bytes) -> bytes:
    encoded = name.encode("ascii")
    if len(encoded) > _NAME_BYTES:
        raise ValueError("tar: a name too long")
    before = b"".join(
        (
            encoded.ljust(_NAME_BYTES, b"\0"),
            b"0000644\0" + b"0000000\0" + b"0000000\0",  # mode, user id, group id
            b"%011o\0" % size_bytes,
            b"%011o\0" % 0,  # time
        )
    )
    after = b"".join(
        (
            kind,
            bytes(_NAME_BYTES),  # link target
            b"ustar\0" + b"00",
            bytes(32 + 32 + 8 + 8 + 155 + 12),  # owner names, device numbers, prefix, the rest of the block
        )
    )
    checksum = sum(before) + sum(after) + 8 * ord(" ")
    return before + b"%06o\0 " % checksum + after


def _pax_record(size_bytes: int) -> bytes:
    """`LENGTH size=N` and a line end, where LENGTH counts the whole record, itself included."""
    rest = b" size=%d\n" % size_bytes
    length = len(rest) + 1
    while len(b"%d" % length) + len(rest) != length:
        length += 1
    return b"%d" % length + rest


def _filling(size_bytes: int) -> bytes:
    return bytes(-size_bytes % BLOCK_BYTES)
