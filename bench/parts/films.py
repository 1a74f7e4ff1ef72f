"""Large files that cannot be compressed, and what the kernel keeps of them in memory."""

import hashlib
import os
import shutil
import sys
from pathlib import Path

READ_BYTES = 4 << 20


def make_film(path: Path, size_bytes: int) -> Path:
    """A file of bytes by chance, on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for start in range(0, size_bytes, READ_BYTES):
            file.write(os.urandom(min(READ_BYTES, size_bytes - start)))
        file.flush()
        os.fsync(file.fileno())
    return path


def files_of(path: Path) -> list[Path]:
    """The file, or all that lie in the folder."""
    return [found for found in (path, *path.rglob("*")) if found.is_file()]


def forget(path: Path) -> None:
    """Have the kernel drop what it holds of these files; they must have been synced."""
    for file in files_of(path):
        with file.open("rb") as stream:
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def read_through(path: Path) -> str:
    """Read these files, so that they lie in memory; the SHA-256 of all in hex."""
    digest = hashlib.sha256()
    for file in files_of(path):
        with file.open("rb") as stream:
            while block := stream.read(READ_BYTES):
                digest.update(block)
    return digest.hexdigest()


def require_room(folder: Path, size_bytes: int) -> None:
    """SystemExit where so much does not fit on the disk of this folder."""
    free_bytes = shutil.disk_usage(folder).free
    if free_bytes < size_bytes:
        sys.exit(
            f"For a while {size_bytes / 10**9:.1f} GB are needed, and {folder} has {free_bytes / 10**9:.1f}. "
            "Set TMPDIR to a folder on another disk, or take --quick."
        )


def disk_of(folder: Path) -> str:
    """The file system that holds a folder, as Linux names it."""
    mounts = [line.split()[:3] for line in Path("/proc/self/mounts").read_text().splitlines()]
    holding = [mount for mount in mounts if folder.resolve().is_relative_to(mount[1])]
    device, _point, kind = max(holding, key=lambda mount: len(mount[1]))
    return f"{kind} on {device}"
