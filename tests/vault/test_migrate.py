"""From one version of the schema to the next, or not at all."""

import shutil
from pathlib import Path

import pytest

from app.crypto.keyslots import read_key_file
from app.domain.errors import AppError
from app.places import migrations as shipped
from app.vault import Vault
from app.vault.migrate import newest_version
from tests.builders import Party, Writer, append, open_vault, writer_of
from tests.vault.raw_database import execute

SCHEMA = Path(__file__).parent.parent / "vectors" / "vault_schema.sql"
READ_SCHEMA = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
NEWEST = newest_version(shipped())
SECOND = (
    "ALTER TABLE draft ADD COLUMN title TEXT NOT NULL DEFAULT '';\nUPDATE draft SET title = 'из первой';\n"
)
LATER = f"{NEWEST + 1:04d}_draft_title.sql"
BROKEN = SECOND + "INSERT INTO nowhere VALUES (1);\n"


@pytest.fixture
def two_versions(tmp_path: Path) -> Path:
    """The shipped migrations and one more that nobody ships."""
    folder = tmp_path / "migrations"
    shutil.copytree(shipped(), folder)
    (folder / LATER).write_text(SECOND, encoding="utf-8")
    return folder


@pytest.fixture
def closed(folder: Path, vault: Vault, writer: Writer) -> Path:
    """A closed vault of the newest version with something in it."""
    append(vault, writer.write("incident", {"open": {"title": "Избиение"}}))
    with vault.transaction():
        vault.draft.save("черновик")
    vault.close()
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_schema_is_the_golden_one(closed: Path) -> None:
    """A change of a released migration shows here; the golden file is renewed with a new migration."""
    written = "\n\n".join(sql for (sql,) in execute(closed, READ_SCHEMA)) + "\n"
    assert written == SCHEMA.read_text(encoding="utf-8")


def test_every_table_is_strict(closed: Path) -> None:
    loose = execute(closed, "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict")
    assert [name for (name,) in loose if not name.startswith(("sqlite_", "search_"))] == []


def test_second_version_is_reached_with_a_copy_first(closed: Path, two_versions: Path, owner: Party) -> None:
    with open_vault(closed) as first:
        before = first.digest()
    old = {name: (closed / name).read_bytes() for name in ("data", "keys")}
    with open_vault(closed, migrations=two_versions) as second:
        assert second.warnings == ()
        assert second.info().schema == NEWEST + 1
        assert second.digest() == before
        assert second.verify() == ()
        assert second.draft.load() == "черновик"
        append(second, writer_of(second, owner).write("incident", {"open": {"title": "b"}}))
    assert execute(closed, "SELECT title FROM draft") == [("из первой",)]
    copy = closed / "backups" / f"before-migration-from-{NEWEST}"
    assert (copy / "data").read_bytes() == old["data"]
    with open_vault(copy) as restored:
        assert restored.info().schema == NEWEST
        assert restored.digest() == before


def test_a_migration_without_room_for_a_copy_is_not_begun(
    closed: Path, two_versions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needed = 3 * (closed / "data").stat().st_size
    room = shutil.disk_usage(closed)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: room._replace(free=needed - 1))
    with pytest.raises(AppError, match="disk.full"):
        open_vault(closed, migrations=two_versions)
    assert list((closed / "backups").iterdir()) == []
    with open_vault(closed) as first:
        assert first.info().schema == NEWEST
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: room._replace(free=needed))
    with open_vault(closed, migrations=two_versions) as second:
        assert second.info().schema == NEWEST + 1


def test_fault_32_newer_version_is_refused_untouched(closed: Path, two_versions: Path) -> None:
    open_vault(closed, migrations=two_versions).close()
    before = contents(closed)
    with pytest.raises(AppError, match="vault.newer"):
        open_vault(closed)
    assert contents(closed) == before


def test_fault_07_failed_migration_leaves_the_old_version(closed: Path, two_versions: Path) -> None:
    (two_versions / LATER).write_text(BROKEN, encoding="utf-8")
    with pytest.raises(Exception, match="no such table"):
        open_vault(closed, migrations=two_versions)
    # What a crash leaves beside the database must be replayed, not set aside.
    assert not read_key_file((closed / "keys").read_bytes()).closed
    with open_vault(closed) as first:
        assert first.info().schema == NEWEST
        assert first.verify() == ()
