"""A closed copy of a vault, a backup say, opened for reading alone: nothing in its folder is changed.

A copy is a folder with `keys` and `data`. Its evidence lies in a folder `blobs` beside these, or,
once for all the backups of one place, beside the folders of the backups:

    <place>/blobs/ab/…          sealed evidence of all that follow
            2026-11-29-001/     keys, data
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.crypto.keyslots import NOT_OPENED, KeyFile, derive_database_key, derive_state_key
from app.domain.backup_names import backup_day
from app.domain.errors import BackupError, DiskError, RecoveryError, VaultError
from app.domain.query import Query
from app.domain.work import Watch
from app.places import DATA, KEYS
from app.vault.blobs import StoredBlob
from app.vault.connection import Connection
from app.vault.derived import Derive, RecordRow
from app.vault.digest import VaultDigest, digest_vault
from app.vault.generations import unwrap_standing
from app.vault.lists import older_rows
from app.vault.migrate import newest_version, refuse_newer, version_of
from app.vault.opening import read_keys
from app.vault.parts import Parts
from app.vault.session import BLOBS, WAL, HeldKeys, LaneSession
from app.vault.slots import Secret
from app.vault.verification import Problem, Verification

COUNTS = """
SELECT
    (SELECT COUNT(*) FROM record WHERE kind = 'incident' AND NOT deleted),
    (SELECT COUNT(*) FROM revision),
    (SELECT COUNT(*) FROM blob)
"""
LACKING = (
    (
        5,
        """
CREATE TEMP VIEW identity AS
SELECT
    *,
    NULL AS retired
FROM main.identity;
CREATE TEMP TABLE rotation (old, new, text, arrived, followed);
CREATE TEMP TABLE advice (fingerprint, signer, text, arrived);
CREATE TEMP TABLE recipient_group (name, fingerprint);
CREATE TEMP TABLE receipt (number, digest, signer, bundle, made_at, arrived, ahead, text);
CREATE TEMP TABLE shredded (record_id, shredded_at, bundle);
CREATE TEMP TABLE sealed_bundle (bundle_id, identity, sealed_at, sha256, size_bytes, key, file);
""",
    ),
    (10, "CREATE TEMP TABLE ended_item (incident, item);"),
)
"""What a copy from before a schema lacks, empty and in memory: the copy itself is not touched."""

_MOST_PLACES = 32


@dataclass(frozen=True, slots=True)
class CopyKeys:
    """Which copy a secret opened, and what opens it again without the secret, on any thread."""

    folder: Path
    key_file: KeyFile
    database_key: bytes = field(repr=False)
    state_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class CopyCounts:
    """How much a copy holds; `records` counts incidents."""

    records: int
    revisions: int
    evidence: int


def backups_in(place: Path) -> tuple[Path, ...]:
    """The backups that lie in a place, the newest first; DiskError `disk.unreadable`."""
    try:
        named = [path for path in place.iterdir() if backup_day(path.name) and _is_copy(path)]
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise DiskError("disk.unreadable") from error
    return tuple(sorted(named, key=lambda path: path.name, reverse=True))


def find_copies(folder: Path) -> tuple[Path, ...]:
    """The copies that a person can mean by a folder: it, or the newest backup of each vault below it.

    Raises BackupError `backup.missing`, DiskError `disk.unreadable`.
    """
    try:
        if _is_copy(folder):
            return (folder,)
        below = sorted(path for path in folder.iterdir() if path.is_dir())[:_MOST_PLACES]
    except FileNotFoundError:
        raise BackupError("backup.missing") from None
    except OSError as error:
        raise DiskError("disk.unreadable") from error
    found = tuple(backups[0] for backups in (backups_in(folder), *map(_seen_in, below)) if backups)
    if not found:
        raise BackupError("backup.missing")
    return found


def _seen_in(place: Path) -> tuple[Path, ...]:
    """As `backups_in`, and none in a folder that is closed, such as `lost+found` on many a stick."""
    try:
        return backups_in(place)
    except DiskError:
        return ()


class VaultCopy:
    """A copy that is open; its `key_file`, and what its database holds."""

    def __init__(
        self, folder: Path, key_file: KeyFile, database_key: bytes, state_key: bytes, derive: Derive
    ) -> None:
        """Use `open_copy`, or, for a copy of the open vault itself, its own keys."""
        self.folder = folder
        self.key_file = key_file
        # Beside these two files, or beside the folder.
        self.place = folder if (folder / BLOBS).is_dir() else folder.parent
        self.database = Connection(folder / DATA, database_key, immutable=True)
        self.database_key, self.state_key = database_key, state_key
        try:
            for schema, tables in LACKING:
                if version_of(self.database) < schema:
                    self.database.script(tables)
            session = LaneSession(HeldKeys(self.place, key_file, state_key), self.database, _no_turn)
            self.generation = session.log.check_tip()[0]
            self.parts = Parts(session, derive)
        except BaseException:
            self.database.abandon()
            raise

    @property
    def data(self) -> Path:
        """The file of the database."""
        return self.folder / DATA

    def close(self) -> None:
        """Let go of the files."""
        self.database.abandon()

    def blobs(self) -> tuple[tuple[StoredBlob, Path], ...]:
        """Every blob, sealed bundles too, and where it lies, or should."""
        sealed = (each.blob for each in self.parts.outbox.bundles())
        return tuple((blob, self.parts.files.path(blob)) for blob in (*self.parts.evidence.blobs(), *sealed))

    def problems(self, watch: Watch, read: frozenset[str] | None = None) -> tuple[Problem, ...]:
        """Everything that does not hold; of the blobs those are read that `read` names, for None all."""
        return tuple(Verification(self.parts, watch).problems_of_copy(read))

    def counts(self) -> CopyCounts:
        """How much it holds."""
        return CopyCounts(*self.database.all(COUNTS)[0])

    def rows(
        self, kind: str, words: str, limit: int, offset: int, migrations: Path
    ) -> tuple[int, tuple[RecordRow, ...]]:
        """As `Lists.rows`; in a copy with an older schema words are looked for in titles and places alone."""
        if version_of(self.database) == newest_version(migrations):
            return self.parts.lists.rows(kind, Query(words=words), limit, offset)
        return older_rows(self.database, kind, words, limit, offset)

    def digest(self, migrations: Path, watch: Watch) -> VaultDigest | None:
        """As `Vault.digest`; None of a copy with an older schema."""
        if version_of(self.database) < newest_version(migrations):
            return None
        return digest_vault(self.parts.revisions, self.parts.derivation, watch)


@contextmanager
def open_copy(
    folders: tuple[Path, ...], secret: Secret, derive: Derive, migrations: Path, *, allow_memory: bool
) -> Iterator[VaultCopy]:
    """The first of the copies that the secret opens.

    Raises VaultError `vault.passphrase`, `.file_needed`, `.both_wrong`, `.memory`, `.newer`;
    RecoveryError `recovery.refused`; BackupError `backup.damaged`; DiskError.
    """
    with open_again(unlock_copy(folders, secret, allow_memory=allow_memory), derive, migrations) as copy:
        yield copy


def unlock_copy(folders: tuple[Path, ...], secret: Secret, *, allow_memory: bool) -> CopyKeys:
    """The keys of the first of the copies that the secret opens; raises as `open_copy`."""
    refused: Exception | None = None
    for folder in folders:
        try:
            held = read_keys(folder, allow_memory=allow_memory)
            key_file, master_key = unwrap_standing(folder, held, secret)
        except VaultError as error:
            if error.code not in (*NOT_OPENED, "vault.keys"):
                raise
            refused = refused or (BackupError("backup.damaged", what=KEYS) if _is_bad(error) else error)
            continue
        except (BackupError, RecoveryError) as error:
            refused = refused or error
            continue
        return CopyKeys(
            folder,
            key_file,
            derive_database_key(master_key, key_file.vault_id),
            derive_state_key(master_key, key_file.vault_id),
        )
    raise refused or BackupError("backup.missing")


@contextmanager
def open_again(keys: CopyKeys, derive: Derive, migrations: Path) -> Iterator[VaultCopy]:
    """A copy by keys that were derived before; raises as `open_copy`, secrets apart."""
    copy = _open(keys, derive)
    try:
        refuse_newer(copy.database, migrations)
        yield copy
    finally:
        copy.close()


def _open(keys: CopyKeys, derive: Derive) -> VaultCopy:
    wal = keys.folder / WAL
    if wal.exists() and wal.stat().st_size:
        # Of a vault that was copied while it was open; what counts of it nobody can tell here.
        raise BackupError("backup.damaged", what=WAL)
    try:
        return VaultCopy(keys.folder, keys.key_file, keys.database_key, keys.state_key, derive)
    except VaultError as error:
        raise BackupError("backup.damaged", what=str(error.facts.get("what", DATA))) from error


def _is_bad(error: VaultError) -> bool:
    return error.code == "vault.keys"


def _is_copy(folder: Path) -> bool:
    return (folder / KEYS).is_file() and (folder / DATA).is_file()


@contextmanager
def _no_turn() -> Iterator[None]:
    yield
