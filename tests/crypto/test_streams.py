import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.crypto.errors import AlteredError, StreamError, TruncatedError
from app.crypto.streams import (
    CHUNK_BYTES,
    SEALED_CHUNK_BYTES,
    BlobReader,
    SeekableStreamReader,
    StreamReader,
    StreamWriter,
)
from app.domain.padme import padme
from tests.crypto.builders import KEY, flip, pattern, sealed_blob, sealed_stream

LENGTHS = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 20 * CHUNK_BYTES + 5]
BLOB_HEAD_BYTES = 17


class Dribble(io.BytesIO):
    """A source that brings at most seven bytes at a time, as pipes may."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(7 if size is None or size < 0 else min(size, 7))


@pytest.mark.parametrize("length", LENGTHS)
def test_length_and_round_trip(length: int) -> None:
    plain = pattern(length)
    sealed = sealed_stream(plain)
    assert len(sealed) == length + 16 * max(1, -(-length // CHUNK_BYTES))
    assert StreamReader(io.BytesIO(sealed), KEY).read() == plain
    assert SeekableStreamReader(io.BytesIO(sealed), KEY).read() == plain


def test_a_source_that_dribbles() -> None:
    plain = pattern(CHUNK_BYTES + 10)
    assert StreamReader(Dribble(sealed_stream(plain)), KEY).read() == plain
    assert SeekableStreamReader(Dribble(sealed_stream(plain)), KEY).read() == plain


@given(st.lists(st.integers(0, 3 * CHUNK_BYTES), max_size=6))
def test_sealed_bytes_do_not_depend_on_how_they_were_written(sizes: list[int]) -> None:
    plain = pattern(sum(sizes))
    target = io.BytesIO()
    writer = StreamWriter(target, KEY)
    start = 0
    for size in sizes:
        writer.write(bytearray(plain[start : start + size]))
        start += size
    writer.finish()
    assert target.getvalue() == sealed_stream(plain)


def test_a_finished_writer_takes_no_more() -> None:
    writer = StreamWriter(io.BytesIO(), KEY)
    writer.finish()
    with pytest.raises(ValueError, match="finish"):
        writer.write(b"x")
    with pytest.raises(ValueError, match="finish"):
        writer.finish()


@given(
    st.sampled_from(LENGTHS),
    st.lists(st.tuples(st.integers(0, 21 * CHUNK_BYTES), st.integers(0, 3 * CHUNK_BYTES)), max_size=8),
)
def test_seeking_is_like_a_slice(length: int, reads: list[tuple[int, int]]) -> None:
    plain = pattern(length)
    reader = SeekableStreamReader(io.BytesIO(sealed_stream(plain)), KEY)
    assert reader.size_bytes == length
    for place, size in reads:
        assert reader.seek(place) == place
        assert reader.read(size) == plain[place : place + size]
        assert reader.tell() == place + len(plain[place : place + size])


def test_seek_from_here_and_from_the_end() -> None:
    reader = SeekableStreamReader(io.BytesIO(sealed_stream(b"0123456789")), KEY)
    assert reader.seek(-3, io.SEEK_END) == 7
    assert reader.read(1) == b"7"
    assert reader.seek(-2, io.SEEK_CUR) == 6
    assert reader.read() == b"6789"
    with pytest.raises(ValueError, match="start"):
        reader.seek(-1)


def test_only_the_chunks_that_are_read_are_opened() -> None:
    plain = pattern(3 * CHUNK_BYTES)
    reader = SeekableStreamReader(io.BytesIO(flip(sealed_stream(plain), SEALED_CHUNK_BYTES)), KEY)
    assert reader.read(CHUNK_BYTES) == plain[:CHUNK_BYTES]
    with pytest.raises(AlteredError):
        reader.read(1)
    with pytest.raises(AlteredError):
        reader.read(2 * CHUNK_BYTES)
    reader.seek(2 * CHUNK_BYTES)
    assert reader.read() == plain[2 * CHUNK_BYTES :]


@pytest.mark.parametrize("cut", [1, 16, 17, CHUNK_BYTES, SEALED_CHUNK_BYTES, 2 * SEALED_CHUNK_BYTES, 131_104])
def test_a_cut_end_is_found_at_once_when_seeking(cut: int) -> None:
    sealed = sealed_stream(pattern(2 * CHUNK_BYTES))
    with pytest.raises(TruncatedError):
        SeekableStreamReader(io.BytesIO(sealed[: max(0, len(sealed) - cut)]), KEY)


def test_chunks_cannot_change_places_or_repeat() -> None:
    sealed = sealed_stream(pattern(4 * CHUNK_BYTES))
    chunks = [sealed[at : at + SEALED_CHUNK_BYTES] for at in range(0, len(sealed), SEALED_CHUNK_BYTES)]
    for order in ([1, 0, 2, 3], [0, 0, 1, 2, 3], [0, 2, 3], [0, 1, 3, 2]):
        changed = b"".join(chunks[index] for index in order)
        with pytest.raises(StreamError):
            StreamReader(io.BytesIO(changed), KEY).read()
        with pytest.raises(StreamError):
            SeekableStreamReader(io.BytesIO(changed), KEY).read()


def test_another_key_opens_nothing() -> None:
    with pytest.raises(StreamError):
        StreamReader(io.BytesIO(sealed_stream(b"abc")), bytes(32)).read()


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_with_our_own_errors(data: bytes) -> None:
    with pytest.raises(StreamError):
        StreamReader(io.BytesIO(data), KEY).read()
    with pytest.raises(StreamError):
        SeekableStreamReader(io.BytesIO(data), KEY)
    with pytest.raises(StreamError):
        BlobReader(io.BytesIO(data), KEY, len(data))


@pytest.mark.parametrize("length", LENGTHS)
def test_blob_hides_its_length_and_gives_back_the_true_bytes(length: int) -> None:
    plain = pattern(length)
    sealed = sealed_blob(plain)
    assert sealed[:1] == b"\x01"
    assert len(sealed) - BLOB_HEAD_BYTES == len(sealed_stream(bytes(padme(length))))
    reader = BlobReader(io.BytesIO(sealed), KEY, length)
    assert reader.size_bytes == length
    assert reader.read() == plain
    assert reader.seek(0, io.SEEK_END) == length
    reader.check_padding()
    assert reader.tell() == length


def test_two_blobs_of_the_same_bytes_share_nothing() -> None:
    one, other = sealed_blob(bytes(1000)), sealed_blob(bytes(1000))
    assert one[1:17] != other[1:17]
    assert one[17:] != other[17:]


def test_blob_of_another_length_key_or_version_is_refused() -> None:
    sealed = sealed_blob(pattern(100_000))
    for size_bytes in (98_000, 120_000):
        with pytest.raises(AlteredError):
            BlobReader(io.BytesIO(sealed), KEY, size_bytes)
    with pytest.raises(TruncatedError):
        BlobReader(io.BytesIO(sealed), bytes(32), 100_000)
    with pytest.raises(AlteredError):
        BlobReader(io.BytesIO(b"\x02" + sealed[1:]), KEY, 100_000)


def test_padding_that_is_not_zero_is_found() -> None:
    padded = padme(100_001)
    assert padded > 100_001
    forged = sealed_blob(pattern(100_001) + bytes(padded - 100_002) + b"\x01")
    reader = BlobReader(io.BytesIO(forged), KEY, 100_001)
    assert reader.read() == pattern(100_001)
    with pytest.raises(AlteredError):
        reader.check_padding()
