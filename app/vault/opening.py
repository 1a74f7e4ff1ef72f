"""Making a vault, and opening one in the order that DESIGN.md numbers."""

import os
import shutil
import uuid
from contextlib import suppress
from pathlib import Path

from app.crypto.keyslots import (
    MASTER_KEY_BYTES,
    KdfParameters,
    KeyFile,
    derive_database_key,
    derive_state_key,
    make_slot,
    normalise_passphrase,
    physical_memory_bytes,
    read_key_file,
    tip_holds,
)
from app.domain.errors import Caution, DiskError, VaultError
from app.domain.sync_copies import sync_copies
from app.places import DATA, KEYS, is_ending
from app.vault.connection import Connection
from app.vault.files import PARTIAL, disk_refusals, read_refusals, sync_folder
from app.vault.generations import settle, unwrap_standing
from app.vault.lock import VaultLock
from app.vault.migrate import copy_before_migration, migrate, newest_version, refuse_newer, version_of
from app.vault.session import BACKUPS, BLOBS, FOLDERS, OPEN, WAL, Session, replica_digest
from app.vault.slots import Passphrase, file_key_of

INSERT_VAULT = """
INSERT INTO vault (one, vault_id, replica, generation, created, tip_seq, tip_hash, tip_mac)
VALUES (1, ?, ?, 1, ?, 0, '', '')
"""
JOURNAL = "data-journal"
SHARED_MEMORY = "data-shm"


def create_session(
    folder: Path,
    passphrase: str,
    parameters: KdfParameters,
    migrations: Path,
    now: str,
    *,
    keyboard: str | None,
) -> Session:
    """An empty vault in a new or empty folder, not yet with its key file; `now` is a signed-text time.

    `keyboard` is the layout on which the passphrase was typed, which anybody can read in `keys`.

    Raises VaultError `vault.exists`, `vault.memory`, `vault.passphrase`; DiskError.
    """
    with disk_refusals():
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise VaultError("vault.exists")
    lock = VaultLock(folder / OPEN)
    try:
        vault_id, master_key = str(uuid.uuid4()), os.urandom(MASTER_KEY_BYTES)
        secret = normalise_passphrase(passphrase)
        slot = make_slot(vault_id, master_key, secret, kdf=parameters, generation=1, keyboard=keyboard)
        key_file = KeyFile(vault_id=vault_id, generation=1, slots=(slot,))
        with disk_refusals():
            for name in FOLDERS:
                (folder / name).mkdir()
        database = Connection(folder / DATA, derive_database_key(master_key, vault_id), create=True)
        session = Session(folder, lock, key_file, database, derive_state_key(master_key, vault_id))
    except BaseException:
        lock.release()
        raise
    try:
        migrate(database, migrations)
        replica = str(uuid.uuid4())
        with database.transaction():
            database.run(INSERT_VAULT, (vault_id, replica, now))
            session.log.raise_generation(1)
            session.log.add("replica", vault_id, replica_digest(replica))
            session.log.seal()
    except BaseException:
        session.abandon()
        raise
    return session


def finish_creation(session: Session) -> None:
    """The key file, last: without it there is no vault, and with it one that is whole. DiskError."""
    session.write_keys(session.key_file)
    with suppress(OSError):  # a folder that we may not even list
        sync_folder(session.folder.parent)


def open_session(
    folder: Path, passphrase: Passphrase, migrations: Path, *, allow_memory: bool
) -> tuple[Session, tuple[Caution, ...]]:
    """Steps 1 to 6 of opening, and what a person should know of them.

    Raises VaultError: `vault.missing`, `.ending`, `.in_use`, `.keys`, `.newer`, `.memory`, `.passphrase`,
    `.file_needed`, `.both_wrong`, `.damaged`; DiskError.
    """
    refuse_no_vault(folder)
    # 1 Lock.
    lock = VaultLock(folder / OPEN)
    try:
        # 2 Keys: shape, floors, ceilings.
        held = read_keys(folder, allow_memory=allow_memory)
        # 3 Unwrap; of two generations let one stand.
        key_file, master_key = unwrap_standing(folder, held, passphrase)
        settle(folder, held, key_file)
        state_key = derive_state_key(master_key, key_file.vault_id)
        _check_keys_tip(key_file, state_key)
        # 4 Open, check key and generation, refuse a newer schema.
        cautions = prepare_files(folder, key_file)
        database = Connection(folder / DATA, derive_database_key(master_key, key_file.vault_id))
        session = Session(folder, lock, key_file, database, state_key)
        session.held.file_key = file_key_of(passphrase) if key_file.needs_file else None
    except BaseException:
        lock.release()
        raise
    try:
        refuse_newer(database, migrations)
        if key_file.generation < session.log.tip()[0]:
            raise VaultError("vault.keys")
        # 5 Copy, then migrate if older.
        migrate_if_older(session, migrations)
        # 6 The tip of the log.
        cautions += compare_tips(session)
    except BaseException:
        session.abandon()
        raise
    return session, tuple(cautions)


def refuse_no_vault(folder: Path) -> None:
    """Refuse a folder in which nothing opens: VaultError `vault.missing`, `.ending`; DiskError."""
    refuse_ending(folder)
    with read_refusals():
        if not (folder / KEYS).exists() and not (folder / DATA).exists():
            raise VaultError("vault.missing")


def refuse_ending(folder: Path) -> None:
    """Refuse a vault whose destruction was begun: it can only be finished. VaultError `vault.ending`."""
    if is_ending(folder):
        raise VaultError("vault.ending")


def read_keys(folder: Path, *, allow_memory: bool) -> KeyFile:
    """The key file of a vault or a copy: VaultError `vault.keys`, `.newer`, `.memory`; DiskError.

    `vault.memory` where a passphrase takes more than half of the memory, unless that is allowed.
    """
    try:
        key_file = read_key_file((folder / KEYS).read_bytes())
    except FileNotFoundError:
        raise VaultError("vault.keys") from None
    except OSError as error:
        raise DiskError("disk.unreadable") from error
    if not allow_memory and key_file.memory_kib * 1024 > physical_memory_bytes() // 2:
        raise VaultError("vault.memory", memory_mib=key_file.memory_kib // 1024)
    return key_file


def _check_keys_tip(key_file: KeyFile, state_key: bytes) -> None:
    tip, generation = key_file.tip, key_file.generation
    if tip and not tip_holds(state_key, tip, vault_id=key_file.vault_id, generation=generation):
        raise VaultError("vault.keys")


def prepare_files(folder: Path, key_file: KeyFile) -> list[Caution]:
    """Refuse a database that is gone, and let no journal be replayed that is not of the last session.

    Half-made files are removed, and copies that a synchronising service made are counted.
    """
    data = folder / DATA
    if not data.is_file() or not data.stat().st_size:
        raise VaultError("vault.damaged", what="database")
    cautions: list[Caution] = []
    with disk_refusals():
        for name in FOLDERS:
            (folder / name).mkdir(exist_ok=True)
        (folder / SHARED_MEMORY).unlink(missing_ok=True)
        backups = folder / BACKUPS
        half_keys = (*folder.glob(KEYS + PARTIAL), *backups.glob(f"*/{KEYS}{PARTIAL}"))
        half_keys += tuple(folder.glob(f"{DATA}{PARTIAL}*"))  # of new keys: rekeying.py
        for partial in (*half_keys, *backups.glob(f"{BLOBS}/*/*{PARTIAL}")):
            partial.unlink()
        for partial in backups.glob(f"*{PARTIAL}"):
            shutil.rmtree(partial)
        if copies := sync_copies(path.name for path in folder.iterdir()):
            cautions.append(Caution("vault.sync_conflict", {"count": len(copies)}))
        wal = folder / WAL
        if not key_file.closed and not _has_bytes(wal):
            cautions.append(Caution("vault.unclean"))
        # This program never makes a rollback journal: whose it is does not matter.
        foreign = [folder / JOURNAL] + ([wal] if key_file.closed else [])
        set_aside = [file for file in foreign if _has_bytes(file)]
        for file in set_aside:
            file.replace(folder / BACKUPS / f"{file.name}-{os.urandom(8).hex()}")
        for file in foreign:
            file.unlink(missing_ok=True)
        if set_aside:
            sync_folder(folder)
            cautions.append(Caution("vault.wal_set_aside"))
    return cautions


def _has_bytes(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0


def migrate_if_older(session: Session, migrations: Path) -> None:
    """Copy the vault, then bring it to the newest schema; DiskError `disk.full` beforehand."""
    version = version_of(session.database)
    if version < newest_version(migrations):
        session.clear_mark()
        session.database.checkpoint()
        copy_before_migration(session.folder, version)
        migrate(session.database, migrations)


def compare_tips(session: Session) -> list[Caution]:
    """The database against itself, then against what `keys` remembers of it."""
    generation, tip = session.log.check_tip()
    key_file = session.key_file
    expected = key_file.tip
    cautions = []
    if key_file.generation > generation + 1 or (expected and expected.seq > tip.seq):
        position = expected.seq if expected else 0
        cautions.append(Caution("vault.older_database", {"found": tip.seq, "expected": position}))
    elif expected and not session.log.holds(expected):
        cautions.append(Caution("vault.other_database"))
    if cautions:
        # What the other copy wrote under this id may come back from others.
        session.renew_replica()
    elif expected and key_file.closed and expected.seq < tip.seq:
        cautions.append(Caution("vault.older_keys"))
        session.clear_mark()  # so that closing writes the tip of today
    if key_file.closed and expected is None:
        session.clear_mark()  # new keys, confirmed by this opening: closing writes their tip
    if key_file.generation > generation:
        # A change of the passphrase that was cut short: finish it.
        session.follow_keys()
    return cautions


def destroy_unborn(folder: Path) -> None:
    """Remove what a failed creation left in a folder that was empty before."""
    for name in (KEYS, DATA, WAL, SHARED_MEMORY, OPEN):
        with suppress(OSError):
            (folder / name).unlink(missing_ok=True)
    for name in FOLDERS:
        with suppress(OSError):
            (folder / name).rmdir()
