"""Backups: whole, consistent copies, made while the vault is open and verified before they count.

A backup lies in a *place*: `backups` of the vault, or a folder elsewhere named by the vault's id
(see `copies.py`). The database is copied page by page from one snapshot, so that no save waits; of
the evidence only what the place lacks, beside the vault as a second name of the same file. All
is written under `*.partial`, read again, and renamed.
"""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.crypto.keyslots import KeyFile
from app.domain.backup_names import BUDGET_BYTES, next_name, superseded
from app.domain.errors import BackupError, DiskError, EvidenceError, VaultError
from app.domain.work import Watch
from app.places import DATA, KEYS
from app.vault.blobs import FILE_TIME, BlobFiles
from app.vault.connection import Snapshot
from app.vault.copies import CopyCounts, VaultCopy, backups_in
from app.vault.derived import Derive
from app.vault.files import PARTIAL, disk_refusals, lies_within, make_folder, move, replace_file, sync_folder
from app.vault.session import BACKUPS, BLOBS, Session
from app.vault.verification import Problem
from app.words import N_

COPYING = N_("Copying the database")
COPYING_EVIDENCE = N_("Copying evidence")

_PIECE_BYTES = 1024 * 1024
_SHARE_OF_FREE = 4
_SPARE_BYTES = 1024 * 1024
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """A backup that was verified. `copied` and `linked` count blobs, `removed` names older backups.

    `problems` are of evidence that is not whole in the vault either.
    """

    folder: Path
    counts: CopyCounts
    size_bytes: int
    copied: int
    linked: int
    removed: tuple[str, ...]
    problems: tuple[Problem, ...]


class Backups:
    """What copies there are of one open vault, and making one more."""

    def __init__(self, session: Session, derive: Derive) -> None:
        self._session = session
        self._derive = derive
        self._own_blobs = BlobFiles(session.folder)

    @property
    def beside(self) -> Path:
        """The place within the vault's own folder."""
        return self._session.folder / BACKUPS

    def place_in(self, folder: Path) -> Path:
        """The place of this vault in a folder elsewhere; BackupError `backup.inside` if it is within it."""
        if lies_within(folder, self._session.folder):
            raise BackupError("backup.inside")
        return folder / self._session.key_file.vault_id

    def make(self, place: Path, day: date, watch: Watch, *, read_all: bool = False) -> MadeBackup:
        """One more backup in a place, by the day that the clock says. What fails leaves those before.

        With `read_all` the evidence that has lain there is read again too, and mended. Raises DiskError;
        BackupError `backup.damaged` where what was written is not what was read; CancelledError.
        """
        with disk_refusals():
            place.mkdir(parents=True, exist_ok=True)
            _sweep_partials(place)
            names = frozenset(path.name for path in place.iterdir())
        folder = place / next_name(day, names)
        partial = folder.with_name(folder.name + PARTIAL)
        try:
            with disk_refusals():
                partial.mkdir()
            self._copy_database(partial, watch)
            key_file = self._write_keys(partial)
            fresh = self._bring_evidence(partial, key_file, place, watch)
            counts, problems = self._verify(partial, key_file, fresh, watch, read_all=read_all)
            with disk_refusals():
                sync_folder(partial)
                move(partial, folder)
                sync_folder(place)
        except BaseException:
            with suppress(OSError):
                shutil.rmtree(partial)
            raise
        removed = self._thin(place, day)
        size_bytes = (folder / DATA).stat().st_size + fresh.size_bytes
        return MadeBackup(folder, counts, size_bytes, len(fresh.copied), len(fresh.linked), removed, problems)

    def _copy_database(self, partial: Path, watch: Watch) -> None:
        require_room(partial, (self._session.folder / DATA).stat().st_size)
        source = Snapshot(self._session.database.path, self._session.database.key)
        try:
            source.copy_to(partial / DATA, lambda done, pages: watch.tick(COPYING, done, pages))
        finally:
            source.abandon()
        with disk_refusals():
            _sync_file(partial / DATA)

    def _write_keys(self, partial: Path) -> KeyFile:
        """The slots of now, and the tip that the copy has."""
        key_file = self._session.key_file
        with self._opened(partial, key_file) as copy:
            tip = copy.parts.session.log.tip()[1]
        tip = self._session.log.make_tip(key_file.generation, tip.seq, tip.hash)
        written = key_file.model_copy(update={"tip": tip, "closed": True})
        replace_file(partial / KEYS, written.to_bytes())
        return written

    def _bring_evidence(self, partial: Path, key_file: KeyFile, place: Path, watch: Watch) -> "_Fresh":
        """Bring what the place lacks of the evidence that the copy names, or has in another length."""
        with self._opened(partial, key_file) as copy:
            wanted = [(self._own_file(path), path) for _blob, path in copy.blobs()]
        with disk_refusals():
            missing = [(source, path) for source, path in wanted if source.exists() and _differ(source, path)]
            if place != self.beside:
                require_room(place, sum(source.stat().st_size for source, _path in missing))
            fresh = _Fresh()
            make_folder(place / BLOBS)
            for number, (source, path) in enumerate(missing):
                watch.tick(COPYING_EVIDENCE, number, len(missing))
                self._bring(source, path, fresh, watch)
            for folder in {path.parent for _source, path in missing}:
                sync_folder(folder)
        return fresh

    def _bring(self, source: Path, path: Path, fresh: "_Fresh", watch: Watch) -> None:
        make_folder(path.parent)
        path.unlink(missing_ok=True)
        if self.beside in path.parents and _linked(source, path):
            fresh.linked.append(path)
            return
        copy_blob(source, path, watch)
        fresh.copied.append(path)
        fresh.size_bytes += path.stat().st_size

    def _own_file(self, path: Path) -> Path:
        """The vault's own file of a blob that lies somewhere."""
        return self._session.folder / BLOBS / path.parent.name / path.name

    def _verify(
        self, partial: Path, key_file: KeyFile, fresh: "_Fresh", watch: Watch, *, read_all: bool
    ) -> tuple[CopyCounts, tuple[Problem, ...]]:
        """Read back what was written: every page, line and signature, and the evidence that came now.

        Evidence that is not whole here is brought once more; what is not whole in the vault either is
        named, since all the rest must not go without a backup for it.
        """
        with self._opened(partial, key_file) as copy:
            problems = copy.problems(watch, None if read_all else fresh.names)
            blobs = {blob.sha256: (blob, path) for blob, path in copy.blobs()}
            told = []
            for problem in problems:
                found = blobs.get(problem.id) if problem.what == "evidence" else None
                if found is None:
                    raise damaged_copy(problem)
                blob, path = found
                try:
                    self._own_blobs.verify(blob, watch)
                except EvidenceError:
                    told.append(problem)
                    continue
                with disk_refusals():
                    self._bring(self._own_file(path), path, fresh, watch)
                try:
                    copy.parts.files.verify(blob, watch)
                except EvidenceError:
                    raise damaged_copy(problem) from None
            return copy.counts(), tuple(told)

    def _opened(self, folder: Path, key_file: KeyFile) -> "_Opened":
        return _Opened(self._session, folder, key_file, self._derive)

    def _thin(self, place: Path, today: date) -> tuple[str, ...]:
        """Remove what is kept no longer, and the evidence that no backup here names then."""
        kept = {path.name: (path / DATA).stat().st_size for path in backups_in(place)}
        free = shutil.disk_usage(place).free
        budget_bytes = min(BUDGET_BYTES, (free + sum(kept.values())) // _SHARE_OF_FREE)
        removed = superseded(kept, today, budget_bytes)
        for name in removed:
            with suppress(OSError):
                # First out of sight: half of a backup is none.
                gone = place / (name + PARTIAL)
                move(place / name, gone)
                shutil.rmtree(gone)
        self._sweep_evidence(place)
        return removed

    def _sweep_evidence(self, place: Path) -> None:
        """Remove evidence that no backup here names; nothing at all where one of them cannot be read."""
        known: set[str] = set()
        key_file = self._session.key_file
        for folder in _all_copies(place):
            try:
                with self._opened(folder, key_file) as copy:
                    known |= {blob.file for blob, _path in copy.blobs()}
            except (VaultError, DiskError):
                return
        for path in (place / BLOBS).glob("*/*"):
            if path.name not in known:
                with suppress(OSError):
                    path.unlink()


class _Fresh:
    """The blobs that came to a place."""

    def __init__(self) -> None:
        self.copied: list[Path] = []
        self.linked: list[Path] = []
        self.size_bytes = 0

    @property
    def names(self) -> frozenset[str]:
        """Of their files."""
        return frozenset(path.name for path in (*self.copied, *self.linked))


class _Opened:
    """A copy under the keys of the open vault."""

    def __init__(self, session: Session, folder: Path, key_file: KeyFile, derive: Derive) -> None:
        self._copy = VaultCopy(folder, key_file, session.database.key, session.log.state_key, derive)

    def __enter__(self) -> VaultCopy:
        return self._copy

    def __exit__(self, *_raised: object) -> None:
        self._copy.close()


def copy_blob(source: Path, target: Path, watch: Watch) -> None:
    """Copy a sealed file, whole or not at all, and let the next reading be from the disk; OSError."""
    partial = target.with_name(target.name + PARTIAL)
    size_bytes, done_bytes = source.stat().st_size, 0
    try:
        with source.open("rb") as reading, partial.open("wb") as writing:
            while piece := reading.read(_PIECE_BYTES):
                watch.tick(COPYING_EVIDENCE, done_bytes, size_bytes)
                writing.write(piece)
                done_bytes += len(piece)
            writing.flush()
            os.fsync(writing.fileno())
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(writing.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        os.utime(partial, (FILE_TIME, FILE_TIME))
        move(partial, target)
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def require_room(folder: Path, size_bytes: int) -> None:
    """DiskError `disk.full` where so much does not fit."""
    with disk_refusals():
        if shutil.disk_usage(folder).free < size_bytes + _SPARE_BYTES:
            raise DiskError("disk.full")


def _differ(source: Path, path: Path) -> bool:
    return not path.exists() or path.stat().st_size != source.stat().st_size


def damaged_copy(problem: Problem) -> BackupError:
    """What is wrong with a copy; its first digits are enough to find it by, and leave room."""
    return BackupError("backup.damaged", what=f"{problem.what} {problem.id[:_SHOWN]} ({problem.code})")


def _linked(source: Path, target: Path) -> bool:
    try:
        os.link(source, target)
    except OSError:
        return False  # a file system without second names
    return True


def _all_copies(place: Path) -> Iterable[Path]:
    """Those made by hand or before a migration too."""
    return [path.parent for path in place.glob(f"*/{DATA}")]


def _sweep_partials(place: Path) -> None:
    for partial in place.glob(f"*{PARTIAL}"):
        shutil.rmtree(partial)
    for partial in place.glob(f"{BLOBS}/*/*{PARTIAL}"):
        partial.unlink()


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
