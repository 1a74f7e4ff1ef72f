"""From a copy to a vault again; and from a vault whose passphrase or key file is gone to one that opens."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.crypto.keyslots import (
    FLOOR_KIB,
    SHARE_OF_MEMORY,
    KdfParameters,
    KeyFile,
    derive_database_key,
    derive_state_key,
    physical_memory_bytes,
)
from app.domain.errors import AppError, Caution, VaultError
from app.domain.work import Watch
from app.places import DATA
from app.places import migrations as shipped_migrations
from app.vault import Vault
from app.vault.backups import COPYING, copy_blob, require_room
from app.vault.connection import Connection
from app.vault.copies import VaultCopy, backups_in, find_copies, open_copy
from app.vault.derived import Derive
from app.vault.files import PARTIAL, disk_refusals, make_folder, move, replace_file, sync_folder
from app.vault.generations import settle, unwrap_standing
from app.vault.lock import VaultLock
from app.vault.migrate import migrate, refuse_newer
from app.vault.opening import (
    compare_tips,
    migrate_if_older,
    prepare_files,
    read_keys,
    refuse_ending,
    refuse_no_vault,
)
from app.vault.session import BACKUPS, FOLDERS, OPEN, Session
from app.vault.slots import KeySlots, Secret, file_key_of, recovery_slots, unwrap
from app.vault.unsaved import UNSAVED, unsaved_files
from app.vault.verification import Problem

_PIECE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class NewPassphrase:
    """What is to open a vault from now on; `keyboard` as for `Vault.create`."""

    text: str
    keyboard: str | None = None

    def put(self, slots: KeySlots, key_file: KeyFile, master_key: bytes, opened_by: Secret) -> None:
        """As costly to guess as the one before, or as a computer bears that has less memory.

        It needs the key file that helped to open the vault; opened by words, none from now on.
        """
        bearable = physical_memory_bytes() // 1024 // SHARE_OF_MEMORY
        parameters = KdfParameters(memory_kib=max(FLOOR_KIB, min(key_file.memory_kib, bearable)))
        file_key = file_key_of(opened_by) if key_file.needs_file else None
        slots.put_passphrase(master_key, self.text, parameters, self.keyboard, file_key)


@dataclass(frozen=True, slots=True)
class Restored:
    """A vault that came from a copy; `same` says whether both hold the same by their digests."""

    source: Path
    problems: tuple[Problem, ...]
    same: bool
    records: int
    revisions: int
    evidence: int


@dataclass(frozen=True, slots=True)
class Recovered:
    """A vault that opens again: the generation of its slots, and whether these were made anew.

    `file_dropped` says that a key file was needed and is needed no more.
    """

    generation: int
    keys_rebuilt: bool
    file_dropped: bool
    cautions: tuple[Caution, ...]


def restore_vault(
    source: Path,
    target: Path,
    secret: Secret,
    derive: Derive,
    watch: Watch,
    *,
    new: NewPassphrase | None = None,
    dropped_settings: tuple[str, ...] = (),
    allow_memory: bool = False,
    migrations: Path | None = None,
) -> Restored:
    """Make a vault in a new or empty folder of the copy that a person means by `source`.

    It writes under a `replica` of its own and forgets `dropped_settings`. Every byte is read again at
    the end; of a copy that is not whole, what there is is restored and the problems are named.

    Raises VaultError `vault.exists`, `.ending` and as `open_copy`; DiskError; CancelledError. What failed
    leaves no vault in `target`.
    """
    scripts = migrations or shipped_migrations()
    refuse_ending(target)
    with disk_refusals():
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise VaultError("vault.exists")
    copies = find_copies(source)
    with open_copy(copies, secret, derive, scripts, allow_memory=allow_memory) as copy:
        partial = target.with_name(target.name + PARTIAL)
        try:
            _copy_files(copy, partial, watch)
            with _vault_of(copy, secret, partial, derive, scripts, new, dropped_settings) as vault:
                vault.derive_anew(watch)
                problems = vault.verify(watch)
                before, after = copy.digest(scripts, watch), vault.digest(watch)
                info = vault.info()
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        with disk_refusals():
            if target.exists():
                target.rmdir()
            move(partial, target)
            with suppress(OSError):  # a folder that we may not even list
                sync_folder(target.parent)
    same = not problems if before is None else before == after
    return Restored(copy.folder, problems, same, info.incidents, info.revisions, info.evidence)


def _copy_files(copy: VaultCopy, target: Path, watch: Watch) -> None:
    """The database, and the evidence that there is; what is not there `verify` names."""
    blobs = [(blob, path) for blob, path in copy.blobs() if path.is_file()]
    size_bytes = copy.data.stat().st_size
    with disk_refusals():
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
    require_room(target, size_bytes + sum(path.stat().st_size for _blob, path in blobs))
    with disk_refusals():
        for name in FOLDERS:
            (target / name).mkdir()
        with copy.data.open("rb") as reading, (target / DATA).open("wb") as writing:
            while piece := reading.read(_PIECE_BYTES):
                watch.tick(COPYING, reading.tell(), size_bytes)
                writing.write(piece)
            writing.flush()
            os.fsync(writing.fileno())
        for blob, path in blobs:
            folder = target / "blobs" / blob.file[:2]
            make_folder(folder)
            copy_blob(path, folder / blob.file, watch)
            sync_folder(folder)
        for path in unsaved_files(copy.place):
            make_folder(target / BACKUPS / UNSAVED)
            replace_file(target / BACKUPS / UNSAVED / path.name, path.read_bytes())
        sync_folder(target)


def _vault_of(
    copy: VaultCopy,
    secret: Secret,
    folder: Path,
    derive: Derive,
    migrations: Path,
    new: NewPassphrase | None,
    dropped_settings: tuple[str, ...],
) -> Vault:
    """The copied files as an open vault of their own; its key file is there once it is closed."""
    generation = max(copy.key_file.generation, copy.generation)
    key_file = copy.key_file.model_copy(update={"generation": generation, "tip": None, "closed": False})
    session = _session(folder, key_file, copy.database_key, copy.state_key)
    try:
        migrate(session.database, migrations)
        session.follow_keys()
        session.renew_replica()
        vault = Vault(session, derive)
        with vault.transaction():
            for name in dropped_settings:
                vault.settings.drop(name)
        if new is not None:
            new.put(KeySlots(session), copy.key_file, unwrap(copy.key_file, secret), secret)
    except BaseException:
        session.abandon()
        raise
    return vault


def recover_vault(
    folder: Path,
    secret: Secret,
    *,
    new: NewPassphrase | None,
    source: Path | None = None,
    allow_memory: bool = False,
    migrations: Path | None = None,
) -> Recovered:
    """Open a vault by its recovery secret, or by slots that lie in a backup where `keys` is gone.

    With `new` that passphrase takes the place of the old one. `source` is a backup elsewhere. Slots
    that are older than the database open it for this once: of them only the recovery slot stays that
    was used.

    Raises VaultError `vault.missing`, `.ending`, `.in_use`, `.keys` where no slots are to be had,
    `.passphrase`, `.memory`, `.newer`, `.damaged`; RecoveryError `recovery.refused`; DiskError.
    """
    scripts = migrations or shipped_migrations()
    refuse_no_vault(folder)
    lock = VaultLock(folder / OPEN)
    try:
        key_file, master_key, is_own = _find_slots(folder, source, secret, allow_memory=allow_memory)
        if is_own:
            settle(folder, read_keys(folder, allow_memory=allow_memory), key_file)
        cautions = prepare_files(folder, key_file)
        session = _session(
            folder,
            key_file,
            derive_database_key(master_key, key_file.vault_id),
            derive_state_key(master_key, key_file.vault_id),
            lock,
        )
    except BaseException:
        lock.release()
        raise
    try:
        refuse_newer(session.database, scripts)
        if not is_own:
            session.write_keys(_brought_up(key_file, session, secret))
        elif key_file.generation < session.log.tip()[0]:
            raise VaultError("vault.keys")
        migrate_if_older(session, scripts)
        cautions += compare_tips(session)
        if new is not None:
            new.put(KeySlots(session), key_file, master_key, secret)
        generation = session.key_file.generation
        file_dropped = key_file.needs_file and not session.key_file.needs_file
        session.clear_mark()
    except BaseException:
        session.abandon()
        raise
    session.close()
    return Recovered(generation, not is_own, file_dropped, tuple(cautions))


def check_slots(
    folder: Path, secret: Secret, *, source: Path | None = None, allow_memory: bool = False
) -> None:
    """Refuse what `recover_vault` would refuse for its secret; nothing is changed."""
    refuse_no_vault(folder)
    _find_slots(folder, source, secret, allow_memory=allow_memory)


def _find_slots(
    folder: Path, source: Path | None, secret: Secret, *, allow_memory: bool
) -> tuple[KeyFile, bytes, bool]:
    """The first key file with a slot that opens, its master key, and whether it is the vault's own."""
    refused: AppError | None = None
    for place in _places_of_slots(folder, source):
        is_own = place == folder
        try:
            key_file = read_keys(place, allow_memory=allow_memory)
            key_file, master_key = unwrap_standing(place, key_file, secret)
        except AppError as error:
            if is_own and error.code != "vault.keys":
                # It is whole: an older one must not open what it no longer opens.
                raise
            refused = error if refused is None or refused.code == "vault.keys" else refused
            continue
        if not is_own:
            # Of the backup's tip and its mark nothing is meant for this database.
            key_file = key_file.model_copy(update={"tip": None, "closed": False})
        return key_file, master_key, is_own
    raise refused or VaultError("vault.keys")


def _places_of_slots(folder: Path, source: Path | None) -> Iterator[Path]:
    yield folder
    yield from backups_in(folder / BACKUPS)
    yield from sorted((folder / BACKUPS).glob("before-migration-from-*"), reverse=True)
    if source is not None:
        yield from find_copies(source)


def _brought_up(key_file: KeyFile, session: Session, secret: Secret) -> KeyFile:
    """Slots from elsewhere as those of this database."""
    generation = session.log.check_tip()[0]
    if key_file.generation >= generation:
        return key_file
    opened = [
        slot.model_copy()
        for slot in recovery_slots(key_file)
        if isinstance(secret, bytes) and _opens(key_file, slot, secret)
    ]
    slots = tuple(opened) or key_file.passphrase_slots
    return key_file.model_copy(update={"generation": generation, "slots": slots})


def _opens(key_file: KeyFile, slot: object, secret: Secret) -> bool:
    try:
        unwrap(key_file.model_copy(update={"slots": (slot,)}), secret)
    except AppError:
        return False
    return True


def _session(
    folder: Path, key_file: KeyFile, database_key: bytes, state_key: bytes, lock: VaultLock | None = None
) -> Session:
    held = lock or VaultLock(folder / OPEN)
    try:
        return Session(folder, held, key_file, Connection(folder / DATA, database_key), state_key)
    except BaseException:
        if lock is None:
            held.release()
        raise
