"""Files that a person asked for: whole under their name, or not there."""

import errno
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from app.crypto.pipeline import SyncAlong
from app.domain.errors import DiskError
from app.vault.files import move


def write_file(target: Path | BinaryIO, content: bytes) -> str:
    """Write `content` to a file or a stream and return the name to show ("-" for a stream)."""
    with writing(target) as stream:
        stream.write(content)
    return str(target) if isinstance(target, Path) else "-"


@contextmanager
def writing(
    target: Path | BinaryIO, begin: Callable[[Path], None] = lambda _partial: None
) -> Iterator[BinaryIO]:
    """A stream whose bytes stand under the name of `target` once the block ends well.

    They go into a hidden neighbour first, which is synced and renamed, or removed if
    anything is raised; `begin` is told its name before it is made. A stream as target is
    written to directly. DiskError `disk.full` or `disk.unwritable`.
    """
    if not isinstance(target, Path):
        yield target
        return
    partial = target.with_name(f".{secrets.token_hex(8)}.partial")
    begin(partial)
    try:
        with partial.open("xb") as stream:
            with SyncAlong(stream.fileno()):
                yield stream
            stream.flush()
            os.fsync(stream.fileno())
        move(partial, target)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        raise DiskError("disk.full" if full else "disk.unwritable") from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
