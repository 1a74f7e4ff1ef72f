"""Numbered SQL files bring a database from the version it has to the newest, one at a time.

A file `0002_something.sql` leads to version 2 (`PRAGMA user_version`). Each runs as one script
from BEGIN IMMEDIATE to COMMIT: either all of it happened or nothing.
"""

import os
import re
import shutil
from pathlib import Path

from app.domain.errors import DiskError, VaultError
from app.vault.connection import Connection
from app.vault.files import PARTIAL, disk_refusals, move, sync_folder

READ_VERSION = "PRAGMA user_version"

_FILE = re.compile(r"(\d{4})_\w+\.sql", re.ASCII)


def newest_version(migrations: Path) -> int:
    """The version to which all the files lead."""
    return max(_scripts(migrations))


def version_of(database: Connection) -> int:
    """The version that a database has; 0 if it is new."""
    row = database.one(READ_VERSION)
    return row[0] if row else 0


def refuse_newer(database: Connection, migrations: Path) -> None:
    """VaultError `vault.newer` if the database has a version that no file here leads to."""
    if version_of(database) > newest_version(migrations):
        raise VaultError("vault.newer")


def migrate(database: Connection, migrations: Path) -> None:
    """Run every file after the version that the database has."""
    for version, script in sorted(_scripts(migrations).items()):
        if version > version_of(database):
            text = script.read_text(encoding="utf-8")
            database.script(f"BEGIN IMMEDIATE;\n{text}\nPRAGMA user_version = {version};\nCOMMIT;")


def copy_before_migration(folder: Path, version: int) -> Path:
    """A whole copy of the database and its keys in `backups`, synced; returns its folder.

    The database must be one file at that time. Raises DiskError `disk.full` beforehand where
    there is no room for the copy and for the migration.
    """
    data, keys = folder / "data", folder / "keys"
    with disk_refusals():
        if shutil.disk_usage(folder).free < 3 * data.stat().st_size:
            raise DiskError("disk.full")
        backups = folder / "backups"
        target = backups / f"before-migration-from-{version}"
        partial = backups / (target.name + PARTIAL)
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        for file in (data, keys):
            shutil.copyfile(file, partial / file.name)
            with (partial / file.name).open("rb+") as copy:
                os.fsync(copy.fileno())
        sync_folder(partial)
        shutil.rmtree(target, ignore_errors=True)
        move(partial, target)
        sync_folder(backups)
    return target


def _scripts(migrations: Path) -> dict[int, Path]:
    named = {path: _FILE.fullmatch(path.name) for path in migrations.iterdir()}
    return {int(match[1]): path for path, match in named.items() if match}
