"""What the file system of a folder can hold, found out before anything is written there."""

import ctypes
import os
import re
import shutil
import sys
from pathlib import Path

from app.domain.errors import DiskError

FAT_LARGEST_BYTES = 2**32 - 1
_FAT = frozenset({"vfat", "msdos", "fat", "fat32"})
_MOUNTS = Path("/proc/self/mountinfo")
_NAME_LENGTH = 64


def require_room(folder: Path, size_bytes: int) -> None:
    """Refuse a file that cannot fit into `folder`: DiskError `disk.full`, `.file_limit`, `.unwritable`."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise DiskError("disk.unwritable") from error
    if free < size_bytes:
        raise DiskError("disk.full")
    if size_bytes > FAT_LARGEST_BYTES and file_system_of(folder) in _FAT:
        raise DiskError("disk.file_limit")


def file_system_of(folder: Path) -> str:
    """The kind of file system, in small letters, as the system calls it; empty where it does not say."""
    if sys.platform == "win32":
        return _windows_file_system(folder)
    if not _MOUNTS.exists():
        return ""
    return mounted_at(_MOUNTS.read_text("utf-8", "surrogateescape"), os.path.realpath(folder))


def mounted_at(mounts: str, path: str) -> str:
    """The file system of the last mount, in the text of Linux's `mountinfo`, that holds an absolute path."""
    found, longest = "", -1
    for line in mounts.splitlines():
        before, _, behind = line.partition(" - ")
        point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), before.split()[4])
        holds = path == point or path.startswith(point.rstrip("/") + "/")
        if holds and len(point) >= longest:
            found, longest = behind.split()[0].lower(), len(point)
    return found


def _windows_file_system(folder: Path) -> str:
    name = ctypes.create_unicode_buffer(_NAME_LENGTH)
    volume = ctypes.create_unicode_buffer(os.path.realpath(folder), 32_768)
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    kernel.GetVolumePathNameW(volume, volume, len(volume))
    kernel.GetVolumeInformationW(volume, None, 0, None, None, None, name, _NAME_LENGTH)
    return name.value.lower()
