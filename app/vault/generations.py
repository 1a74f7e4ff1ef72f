"""Which generation of a vault's keys stands, while `keys` holds two; rekeying.py makes it so.

A slot that is ahead of its key file belongs to the next master key. Which of the two generations
stands is told by the database alone: its first 16 bytes are the salt of its key. The secret of the
other one opens nothing.
"""

import shutil
from pathlib import Path

from app.crypto.keyslots import NOT_OPENED, KeyFile, Slot, derive_database_key
from app.domain.errors import AppError, RecoveryError, VaultError
from app.places import DATA, KEYS
from app.vault.files import disk_refusals, replace_file, sync_folder
from app.vault.session import BACKUPS
from app.vault.slots import Secret, unwrap

_SALT_BYTES = 16


def unwrap_standing(folder: Path, key_file: KeyFile, secret: Secret) -> tuple[KeyFile, bytes]:
    """The key file of the generation that stands, and its master key; nothing is changed.

    Raises as `unwrap`, also for the secret of the generation that does not stand; `vault.damaged` where
    the secret is that of both, and the database is of neither.
    """
    if not _next_slots(key_file):
        return key_file, unwrap(key_file, secret)
    refused: AppError | None = None
    for generation in (_present(key_file), _next(key_file)):
        try:
            master_key = unwrap(generation, secret)
        except (VaultError, RecoveryError) as error:
            if error.code not in (*NOT_OPENED, "recovery.refused"):
                raise
            refused = error
            continue
        if _is_under(folder / DATA, derive_database_key(master_key, key_file.vault_id)):
            return generation, master_key
    raise refused or VaultError("vault.damaged", what="database")


def settle(folder: Path, held: KeyFile, standing: KeyFile) -> None:
    """Finish what was begun: of two generations only the one that stands is left. DiskError."""
    if standing == held:
        return
    if standing.generation > held.generation:
        drop_copies(folder)
    replace_file(folder / KEYS, standing.to_bytes())


def drop_copies(folder: Path) -> int:
    """Remove what the keys before open beside the vault; how many backups there were. DiskError."""
    backups = folder / BACKUPS
    copies = sum(1 for _keys in backups.glob(f"*/{KEYS}"))
    with disk_refusals():
        for path in backups.iterdir() if backups.is_dir() else ():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        if backups.is_dir():
            sync_folder(backups)
    return copies


def with_next(key_file: KeyFile, slot: Slot) -> KeyFile:
    """Both generations: these slots, and the one of the next master key."""
    return key_file.model_copy(update={"slots": (*key_file.slots, slot)})


def _next_slots(key_file: KeyFile) -> tuple[Slot, ...]:
    return tuple(
        slot for slot in key_file.slots if isinstance(slot, Slot) and slot.generation > key_file.generation
    )


def _present(key_file: KeyFile) -> KeyFile:
    following = _next_slots(key_file)
    return key_file.model_copy(
        update={"slots": tuple(slot for slot in key_file.slots if slot not in following)}
    )


def _next(key_file: KeyFile) -> KeyFile:
    slots = _next_slots(key_file)
    # Its database was closed before it came here; its tip is written at the next closing.
    return key_file.model_copy(
        update={"slots": slots, "generation": slots[0].generation, "tip": None, "closed": True}
    )


def _is_under(data: Path, key: bytes) -> bool:
    try:
        with data.open("rb") as file:
            return file.read(_SALT_BYTES) == key[-_SALT_BYTES:]
    except OSError:
        return False
