"""Files of the vault that must be whole or not there: synced, renamed, their folder synced.

What the file system says becomes a refusal: `disk.full`, `disk.unwritable`.
"""

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.domain.errors import DiskError

PARTIAL = ".partial"
WAITS_SECONDS = (0.05, 0.1, 0.2, 0.4)


@contextmanager
def disk_refusals() -> Iterator[None]:
    """Turn OSError of a write within into DiskError."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        raise DiskError("disk.full" if full else "disk.unwritable") from error


@contextmanager
def read_refusals() -> Iterator[None]:
    """Turn OSError of a read within, or of a look whether something is there, into DiskError."""
    try:
        yield
    except OSError as error:
        raise DiskError("disk.unreadable") from error


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` at `path`, whole or not at all; raises DiskError."""
    partial = path.with_name(path.name + PARTIAL)
    with disk_refusals():
        try:
            with partial.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            move(partial, path)
        except BaseException:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder that lasts, unless it is there."""
    if not folder.is_dir():
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def move(source: Path, target: Path) -> None:
    """Rename over whatever is there, more than once if need be; OSError.

    On Windows a virus scanner or an indexer may hold a file for a moment.
    """
    for seconds in WAITS_SECONDS:
        try:
            source.replace(target)
        except PermissionError:
            time.sleep(seconds)
        else:
            return
    source.replace(target)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last (Windows does so by itself)."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def lies_within(path: Path, folder: Path) -> bool:
    """Whether a path is a folder itself or somewhere in it, whatever links lead there."""
    own, wanted = folder.resolve(), path.resolve()
    return own == wanted or own in wanted.parents
