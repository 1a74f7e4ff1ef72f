"""The end of a vault: the key slots first, for without them the rest is noise, then everything."""

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from app.crypto.keyslots import normalise_passphrase, read_key_file, unlock
from app.domain.errors import DiskError, VaultError
from app.places import DATA, KEYS
from app.vault.files import PARTIAL, disk_refusals, sync_folder
from app.vault.lock import VaultLock
from app.vault.opening import JOURNAL, SHARED_MEMORY, WAL
from app.vault.session import BACKUPS, FOLDERS, OPEN

_OVERWRITTEN_BYTES = 1 << 20
"""At the most, of what lies where a key file should."""


def destroy_vault(folder: Path, passphrase: str) -> tuple[int, int]:
    """Destroy the vault in `folder`, which nobody has open; how many files went, and how many are left.

    The slots of the vault and of the copies within its folder are overwritten, synced and removed
    before anything else. What is left are files that no vault makes. Raises VaultError
    `vault.missing`, `.in_use`, `.keys`, `.passphrase`; DiskError.
    """
    if not (folder / KEYS).exists():
        raise VaultError("vault.missing")
    lock = VaultLock(folder / OPEN)
    try:
        try:
            key_file = read_key_file((folder / KEYS).read_bytes())
        except OSError as error:
            raise DiskError("disk.unreadable") from error
        unlock(key_file, normalise_passphrase(passphrase))
        before = _count(folder)
        with disk_refusals():
            # Copies first: as long as the vault's own slots stand, it can be done again.
            for keys in (*(folder / BACKUPS).rglob(KEYS + "*"), folder / (KEYS + PARTIAL), folder / KEYS):
                _overwrite(keys)
            for name in (DATA, WAL, SHARED_MEMORY, JOURNAL, DATA + PARTIAL):
                (folder / name).unlink(missing_ok=True)
            for name in FOLDERS:
                shutil.rmtree(folder / name, ignore_errors=True)
            sync_folder(folder)
    finally:
        lock.release()
    with disk_refusals():
        (folder / OPEN).unlink(missing_ok=True)
        left = _count(folder)
        with suppress(OSError):
            folder.rmdir()
    return before - left, left


def _overwrite(path: Path) -> None:
    """Write noise over a file where it lies, make it last, and remove it."""
    if not path.is_file() or path.is_symlink():
        return
    with path.open("r+b") as file:
        size_bytes = os.fstat(file.fileno()).st_size
        for _ in range(-(-min(size_bytes, _OVERWRITTEN_BYTES) // 4096)):
            file.write(secrets.token_bytes(4096))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    sync_folder(path.parent)


def _count(folder: Path) -> int:
    return sum(1 for path in folder.rglob("*") if not path.is_dir())
