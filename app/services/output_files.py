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


def write_file(target: Path | BinaryIO, content: bytes, *, private: bool = False) -> str:
    """Write `content` to a file or a stream and return the name to show ("-" for a stream).

    A `private` file can be read by its owner alone, from its first byte on.
    """
    with writing(target, private=private) as stream:
        stream.write(content)
    return str(target) if isinstance(target, Path) else "-"


@contextmanager
def writing(
    target: Path | BinaryIO, begin: Callable[[Path], None] = lambda _partial: None, *, private: bool = False
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
        with open(partial, "xb", opener=_opener(0o600 if private else 0o666)) as stream:
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


def _opener(mode: int) -> Callable[[str, int], int]:
    return lambda path, flags: os.open(path, flags, mode)
