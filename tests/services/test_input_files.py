"""Files handed in: what cannot be opened or read to its end is refused by name."""

import sys
from pathlib import Path

import pytest

from app.services.input_files import reading
from tests.services.test_recording import refused


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "Ғ.age"
    file.write_bytes(b"x" * 100_000)
    with reading(file) as stream:
        assert stream.read(3) == b"xxx"
        assert len(stream.read()) == 99_997


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "pulled out", tmp_path):
        with refused("disk.unreadable"), reading(path):
            pass


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that opens and cannot be read")
def test_a_stick_that_fails_on_the_way_is_refused() -> None:
    with reading(Path("/proc/self/mem")) as stream, refused("disk.unreadable"):
        stream.read(1)
