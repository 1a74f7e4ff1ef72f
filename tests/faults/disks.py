"""Small disks in memory, and what fills them."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

BALLAST = "ballast"
_STEP_BYTES = 4096


@contextmanager
def small_disk(folder: Path, size_kib: int) -> Iterator[Path]:
    """A disk of so many KiB, mounted at a new folder; the test is skipped where nothing may be mounted."""
    folder.mkdir()
    options = ("-t", "tmpfs", "-o", f"size={size_kib}k", "none", str(folder))
    if subprocess.run(["mount", *options], check=False, capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def make_read_only(folder: Path) -> None:
    """From now on the disk at `folder` takes nothing."""
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)


def fill(folder: Path, spare_bytes: int = 0) -> None:
    """Leave no more than `spare_bytes` on a small disk."""
    with (folder / BALLAST).open("wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(bytes(_STEP_BYTES))
        except OSError:
            ballast.truncate(max(ballast.tell() - spare_bytes, 0))


def empty(folder: Path) -> None:
    """Take away what filled it."""
    (folder / BALLAST).unlink()
