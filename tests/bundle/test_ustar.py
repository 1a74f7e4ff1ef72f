"""The tar of a bundle, read by Python's own tarfile, and sizes that no test can write out."""

import io
import tarfile
from collections.abc import Iterator

import pytest

from app.bundle.ustar import (
    END,
    PAX_FROM_BYTES,
    PAX_NAME,
    Member,
    TarReader,
    TarWriter,
    member_headers,
    padding_bytes,
)
from app.domain.errors import BundleError
from app.domain.padme import padme

LARGE = PAX_FROM_BYTES + 5
NAME = "daftar-bundle/data/evidence/" + "a" * 64


def test_what_is_written_is_a_tar_to_others() -> None:
    target = io.BytesIO()
    writer = TarWriter(target)
    writer.add("daftar-bundle/one", 3, (b"a", b"bc"))
    writer.add("daftar-bundle/two", 0, ())
    writer.finish()
    assert writer.done_bytes == len(target.getvalue())
    target.seek(0)
    with tarfile.open(fileobj=target) as archive:
        found = archive.getmembers()
        held = archive.extractfile(found[0])
        assert held is not None
        assert held.read() == b"abc"
    assert [(m.name, m.size, m.mode, m.uid, m.gid, m.mtime, m.uname, m.isreg()) for m in found] == [
        ("daftar-bundle/one", 3, 0o644, 0, 0, 0, "", True),
        ("daftar-bundle/two", 0, 0o644, 0, 0, 0, "", True),
    ]


@pytest.mark.parametrize("pieces", [(b"ab",), (b"abcd",), (b"abc", b"d")])
def test_a_file_has_the_size_that_was_announced(pieces: tuple[bytes, ...]) -> None:
    with pytest.raises(ValueError, match="another size"):
        TarWriter(io.BytesIO()).add("daftar-bundle/one", 3, pieces)


@pytest.mark.parametrize("size", [PAX_FROM_BYTES, LARGE, 999_999_999_999, 10**12])
def test_from_8_gib_on_a_pax_record_tells_the_size(size: int) -> None:
    headers = member_headers(NAME, size)
    assert headers.startswith(PAX_NAME.encode() + b"\0")
    with tarfile.open(fileobj=io.BytesIO(headers + END)) as archive:
        first = archive.next()
        assert first is not None
        assert (first.name, first.size) == (NAME, size)
    assert TarReader(io.BytesIO(headers)).enter() == Member(NAME, size)


def test_below_8_gib_there_is_none() -> None:
    headers = member_headers(NAME, PAX_FROM_BYTES - 1)
    assert len(headers) == 512
    assert TarReader(io.BytesIO(headers)).enter() == Member(NAME, PAX_FROM_BYTES - 1)


def false_pax_headers() -> Iterator[bytes]:
    good = member_headers(NAME, LARGE)
    small = member_headers(NAME, LARGE).replace(str(LARGE).encode(), str(PAX_FROM_BYTES - 1).encode())
    yield small
    yield good.replace(b" size=", b" path=")
    yield good[:1024] + member_headers(NAME, 7)
    yield good[:1024] + good[:1024] + good[1024:]
    yield good[:512] + good[512:530] + b"x" + good[531:]
    yield good.replace(b"daftar-bundle/pax", b"daftar-bundle/PAX")


@pytest.mark.parametrize("headers", tuple(false_pax_headers()))
def test_a_pax_record_has_one_spelling(headers: bytes) -> None:
    with pytest.raises(BundleError) as refusal:
        TarReader(io.BytesIO(headers)).enter()
    assert refusal.value.code == "bundle.layout"


def test_every_byte_of_a_header_counts() -> None:
    good = member_headers(NAME, 7)
    for place in range(len(good)):
        changed = good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :]
        with pytest.raises(BundleError):
            TarReader(io.BytesIO(changed)).enter()


def test_a_member_must_be_read_to_its_end() -> None:
    reader = TarReader(io.BytesIO(member_headers(NAME, 3) + b"abc" + bytes(509) + END))
    reader.enter()
    assert reader.read(2) == b"ab"
    with pytest.raises(RuntimeError, match="to its end"):
        reader.enter()


@pytest.mark.parametrize("written", [0, 512, 260_000 // 512 * 512, 2**20, 2**30, 3 * 2**37, 2**46])
def test_padding_makes_the_whole_archive_padme_long(written: int) -> None:
    size = padding_bytes(written)
    total = written + len(member_headers("daftar-bundle/padding", size)) + size + len(END)
    assert total == padme(total)
    assert size % 512 == 0
    assert total >= 256 * 1024
