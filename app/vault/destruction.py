"""The end of a vault: the key slots first, for without them the rest is noise, then everything."""

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from app.crypto.keyslots import read_key_file
from app.domain.errors import VaultError
from app.places import DATA, GONE, KEYS
from app.vault.files import PARTIAL, disk_refusals, move, read_refusals, sync_folder
from app.vault.lock import VaultLock
from app.vault.opening import JOURNAL, SHARED_MEMORY
from app.vault.session import BACKUPS, FOLDERS, OPEN, WAL
from app.vault.slots import Passphrase, unwrap

_OVERWRITTEN_BYTES = 1 << 20
"""At the most, of what lies where a key file should."""


def destroy_vault(folder: Path, passphrase: Passphrase) -> tuple[int, int]:
    """Destroy the vault in `folder`, which nobody has open; how many files went, and how many are left.

    The slots of the vault and of the copies within its folder are overwritten, synced and removed
    before anything else. Once it has begun the vault opens no more, and whatever cut it short, being
    called again finishes it; the passphrase was given then. What is left are files that no vault
    makes. Raises VaultError `vault.missing`, `.in_use`, `.keys`, `.passphrase`, `.file_needed`,
    `.both_wrong`; DiskError.
    """
    keys, gone = folder / KEYS, folder / GONE
    with read_refusals():
        if not keys.exists() and not gone.exists():
            raise VaultError("vault.missing")
    lock = VaultLock(folder / OPEN)
    try:
        if keys.exists():
            _require_passphrase(keys, passphrase)
        before = _count(folder)
        with disk_refusals():
            _overwrite(gone)
            if keys.exists():
                # In one step, and the bytes stay where they lie: they are still to be overwritten.
                move(keys, gone)
                sync_folder(folder)
                _overwrite(gone)
            for copy in (*(folder / BACKUPS).rglob(KEYS + "*"), folder / (KEYS + PARTIAL)):
                _overwrite(copy)
                copy.unlink(missing_ok=True)
            for name in (DATA, WAL, SHARED_MEMORY, JOURNAL):
                (folder / name).unlink(missing_ok=True)
            for copy in folder.glob(f"{DATA}{PARTIAL}*"):  # of new keys: rekeying.py
                copy.unlink()
            for name in FOLDERS:
                shutil.rmtree(folder / name, ignore_errors=True)
            sync_folder(folder)
    finally:
        lock.release()
    with disk_refusals():
        (folder / OPEN).unlink(missing_ok=True)
        # The sign that it is not finished, last.
        gone.unlink()
        sync_folder(folder)
        left = _count(folder)
        with suppress(OSError):
            folder.rmdir()
    return before - left, left


def _require_passphrase(keys: Path, passphrase: Passphrase) -> None:
    with read_refusals():
        key_file = read_key_file(keys.read_bytes())
    unwrap(key_file, passphrase)


def _overwrite(path: Path) -> None:
    """Write noise over a file where it lies, and make it last."""
    if not path.is_file() or path.is_symlink():
        return
    with path.open("r+b") as file:
        size_bytes = os.fstat(file.fileno()).st_size
        for _ in range(-(-min(size_bytes, _OVERWRITTEN_BYTES) // 4096)):
            file.write(secrets.token_bytes(4096))
        file.flush()
        os.fsync(file.fileno())


def _count(folder: Path) -> int:
    """The files below a folder; a folder into which one may not look is one as well."""
    closed: list[OSError] = []
    files = sum(len(names) for _, _, names in os.walk(folder, onerror=closed.append))
    return files + len(closed)
