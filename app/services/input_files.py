"""Files that a person hands in, on sticks that are pulled out and disks that fail."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, FileIO
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import DiskError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class _Source(FileIO):
    """A file whose every failed read names itself, so that it is not taken for a failed write of ours."""

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Read as a file does. DiskError `disk.unreadable`."""
        try:
            return super().readinto(buffer)
        except OSError as error:
            raise DiskError("disk.unreadable") from error


@contextmanager
def reading(source: Path) -> Iterator["BufferedReader[_Source]"]:
    """A file to read pieces from; DiskError `disk.unreadable`, at opening it or at any piece."""
    try:
        file = _Source(source)
    except OSError as error:
        raise DiskError("disk.unreadable") from error
    with BufferedReader(file) as stream:
        yield stream
