import hashlib
import io
import os
import threading
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from app.crypto.age import AgeReader, AgeWriter
from app.crypto.errors import AlteredError, StreamError, TruncatedError
from app.crypto.pipeline import (
    BLOCK_BYTES,
    ReadAhead,
    SealedBlob,
    SyncAlong,
    WriteBehind,
    hash_blob,
    seal_blob,
)
from app.crypto.streams import BlobReader
from app.domain.work import CancelledError, Progress, Watch
from tests.crypto.builders import KEY, flip, pattern, sealed_blob, some_identity

LENGTHS = [0, 1, 100_000, BLOCK_BYTES, 3 * BLOCK_BYTES + 17]


class Zeros:
    """A source of `length` bytes that never exist all at once."""

    def __init__(self, length: int) -> None:
        self.left = length

    def read(self, size: int = -1) -> bytes:
        size = min(size, self.left)
        self.left -= size
        return bytes(size)


class Breaking:
    """A source or sink that fails after some blocks."""

    def __init__(self, blocks: int) -> None:
        self.left = blocks

    def read(self, size: int = -1) -> bytes:
        self._count()
        return bytes(size)

    def write(self, data: object) -> int:
        self._count()
        return 0

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise OSError("the stick was pulled out")


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> object:
    before = threading.active_count()
    yield
    assert threading.active_count() == before


@pytest.mark.parametrize("length", LENGTHS)
def test_one_pass_seals_and_hashes(length: int) -> None:
    plain = pattern(length)
    target = io.BytesIO()
    ticks: list[int] = []
    sealed = seal_blob(io.BytesIO(plain), target, KEY, ticks.append)
    assert sealed == SealedBlob(hashlib.sha256(plain).hexdigest(), length)
    assert ticks == sorted(ticks)
    assert ticks[-1:] == ([length] if length else [])
    assert BlobReader(target, KEY, length).read() == plain
    assert hash_blob(target, KEY, length) == sealed.sha256


def test_memory_stays_flat() -> None:
    class Nowhere:
        def write(self, data: object) -> int:
            return 0

    tracemalloc.start()
    try:
        sealed = seal_blob(Zeros(200 * BLOCK_BYTES), Nowhere(), KEY)
        _now, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sealed.size_bytes == 200 * BLOCK_BYTES
    assert peak_bytes < 32 * BLOCK_BYTES


@pytest.mark.parametrize("blocks", [0, 1, 3, 20])
def test_a_source_that_breaks_is_told(blocks: int) -> None:
    with pytest.raises(OSError, match="pulled out"):
        seal_blob(Breaking(blocks), io.BytesIO(), KEY)


@pytest.mark.parametrize("blocks", [1, 2, 20])
def test_a_target_that_breaks_in_its_thread_is_told(blocks: int) -> None:
    with pytest.raises(OSError, match="pulled out"):
        seal_blob(Zeros(60 * BLOCK_BYTES), Breaking(blocks), KEY)


def test_cancelling_joins_and_raises() -> None:
    def stop_at_five(progress: Progress) -> None:
        if progress.done >= 5 * BLOCK_BYTES:
            watch.cancel()

    watch = Watch(stop_at_five)
    with pytest.raises(CancelledError):
        seal_blob(Zeros(1 << 40), io.BytesIO(), KEY, lambda done: watch.tick("test", done))
    with pytest.raises(CancelledError):
        hash_blob(
            io.BytesIO(sealed_blob(bytes(9 * BLOCK_BYTES))),
            KEY,
            9 * BLOCK_BYTES,
            lambda done: watch.tick("test", done),
        )


@pytest.mark.parametrize(
    ("damage", "error"),
    [
        (lambda blob: flip(blob, 20), AlteredError),
        (lambda blob: flip(blob, -1), TruncatedError),
        (lambda blob: blob[:-1], TruncatedError),
        (lambda blob: flip(blob, 0), AlteredError),
    ],
)
def test_a_damaged_blob_has_no_hash(damage: Callable[[bytes], bytes], error: type[StreamError]) -> None:
    blob = damage(sealed_blob(pattern(3 * BLOCK_BYTES)))
    with pytest.raises(error):
        hash_blob(io.BytesIO(blob), KEY, 3 * BLOCK_BYTES)


def test_damage_in_the_padding_alone_is_found() -> None:
    length = 8 * BLOCK_BYTES + 1
    blob = sealed_blob(pattern(length))
    # The padding of this length fills more than a chunk of its own.
    damaged = flip(blob, len(blob) - 70_000)
    assert BlobReader(io.BytesIO(damaged), KEY, length).read() == pattern(length)
    with pytest.raises(AlteredError):
        hash_blob(io.BytesIO(damaged), KEY, length)


@pytest.mark.parametrize("size", [1 << 10, 70_001, BLOCK_BYTES, 5 * BLOCK_BYTES])
def test_reading_ahead_gives_reads_of_the_length_asked_for(size: int) -> None:
    plain = pattern(3 * BLOCK_BYTES + 99)
    with ReadAhead(io.BytesIO(plain).read) as source:
        found = []
        while block := source.read(size):
            found.append(block)
        assert source.read(1) == b""
    assert [len(block) for block in found[:-1]] == [size] * (len(found) - 1)
    assert b"".join(found) == plain


def test_reading_ahead_may_be_left_early() -> None:
    with ReadAhead(Zeros(1 << 40).read) as source:
        assert source.read(10) == bytes(10)
    with ReadAhead(Zeros(1 << 40).read):
        pass


def test_reading_ahead_tells_what_went_wrong_after_what_went_well() -> None:
    with ReadAhead(Breaking(3).read) as source:
        assert source.read(3 * BLOCK_BYTES) == bytes(3 * BLOCK_BYTES)
        for _again in range(2):
            with pytest.raises(OSError, match="pulled out"):
                source.read(1)


@pytest.mark.parametrize("sizes", [[], [0], [1] * 5000, [300_000, 1, 2_000_000, 5], [1, 300_000]])
def test_writing_behind_keeps_every_byte_in_order(sizes: list[int]) -> None:
    plain = pattern(sum(sizes))
    target = io.BytesIO()
    block = bytearray()
    start = 0
    with WriteBehind(target.write) as sink:
        for size in sizes:
            # One buffer used again and again: what was written must not change after.
            block[:] = plain[start : start + size]
            assert sink.write(block) == size
            start += size
        block[:] = bytes(len(block))
    assert target.getvalue() == plain


def test_writing_behind_stops_the_writer_once_it_failed() -> None:
    sink = WriteBehind(Breaking(1).write)

    def write_on() -> None:
        with sink:
            while True:
                sink.write(bytes(BLOCK_BYTES))

    with pytest.raises(OSError, match="pulled out"):
        write_on()


def test_a_failure_in_the_last_block_is_not_lost() -> None:
    sink = WriteBehind(Breaking(0).write)

    def write_once() -> None:
        with sink:
            sink.write(b"little")

    with pytest.raises(OSError, match="pulled out"):
        write_once()


def test_what_the_body_raises_wins_and_drops_the_rest() -> None:
    target = io.BytesIO()
    sink = WriteBehind(target.write)

    def fail() -> None:
        with sink:
            sink.write(b"gathered, never written")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert target.getvalue() == b""


def test_blob_to_age_file_to_blob(tmp_path: Path) -> None:
    plain = pattern(5 * BLOCK_BYTES + 3)
    first, bundle, second = (tmp_path / name for name in ("first", "bundle", "second"))
    with first.open("wb") as target:
        sealed = seal_blob(io.BytesIO(plain), target, KEY)
    with (
        first.open("rb") as blob,
        bundle.open("wb") as target,
        ReadAhead(BlobReader(blob, KEY, sealed.size_bytes).read) as source,
        AgeWriter(target, [some_identity().recipient]) as age,
        WriteBehind(age.write) as sink,
    ):
        while block := source.read(BLOCK_BYTES):
            sink.write(block)
    with (
        bundle.open("rb") as file,
        second.open("wb") as target,
        ReadAhead(AgeReader(file, [some_identity()]).read) as source,
    ):
        assert seal_blob(source, target, KEY) == sealed
    with second.open("rb") as blob:
        assert hash_blob(blob, KEY, len(plain)) == hashlib.sha256(plain).hexdigest()


def test_the_disk_takes_a_large_file_while_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = threading.Event()
    monkeypatch.setattr(os, "fdatasync", lambda _descriptor: synced.set(), raising=False)
    with (tmp_path / "large").open("wb") as file, SyncAlong(file.fileno()):
        file.truncate(31 * BLOCK_BYTES)
        assert not synced.wait(0.2)  # so little is left to the sync at the end
        file.truncate(32 * BLOCK_BYTES)
        assert synced.wait(10)


@pytest.mark.parametrize("error", [None, CancelledError])
def test_a_disk_that_fails_meanwhile_is_told_unless_something_else_failed(
    error: type[Exception] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = threading.Event()

    def fail(_descriptor: int) -> None:
        failed.set()
        raise OSError("the stick was pulled out")

    def write() -> None:
        with (tmp_path / "large").open("wb") as file, SyncAlong(file.fileno()):
            file.truncate(32 * BLOCK_BYTES)
            assert failed.wait(10)
            if error:
                raise error

    monkeypatch.setattr(os, "fdatasync", fail, raising=False)
    with pytest.raises(error or OSError):
        write()
