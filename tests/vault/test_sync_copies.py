"""A vault folder inside a synchronising service: recognised by the copies that such services make."""

from pathlib import Path

import pytest

from app.domain.sync_copies import sync_copies
from app.vault import Vault
from tests.builders import Party, append, open_vault, writer_of

COPIES = (
    "keys (conflicted copy 2026-11-29)",
    "data (Пример's conflicted copy 2026-11-29)",
    "data (конфликтующая копия с компьютера Пример 2026-11-29)",
    "data (Конфликтная копия)",
    "keys (Case Conflict)",
    "data (1)",
    "keys (2)",
    "data-LAPTOP-7Q",
    "data.sync-conflict-20261129-101112-ABCDEFG",
    "keys_conflict-20261129-101112",
    "data[Conflict]",
    "Copy of data",
    "Копия data",
    "Копия keys",
    "blobs (1)",
    "DATA (1)",
    "data-wal (1)",
    "data - Copy",
)
OURS = ("keys", "data", "data-wal", "data-shm", "open", "blobs", "staging", "backups", "keys.partial")


@pytest.mark.parametrize("name", COPIES)
def test_each_service_is_recognised(name: str) -> None:
    assert sync_copies([*OURS, name]) == (name,)


def test_our_own_files_and_what_else_lies_there_are_no_copies() -> None:
    assert sync_copies([*OURS, ".stfolder", "desktop.ini", "notes.txt", "database.odt", "keyboard"]) == ()


def test_fault_26_conflicted_copies_are_told_and_never_merged(
    folder: Path, vault: Vault, owner: Party
) -> None:
    before = vault.digest()
    vault.close()
    older = {name: (folder / name).read_bytes() for name in ("keys", "data")}
    with open_vault(folder) as again:
        append(again, writer_of(again, owner).write("incident", {"open": {"title": "Соңғы"}}))
        written = again.digest()
    for name, content in older.items():
        (folder / f"{name} (conflicted copy 2026-11-29)").write_bytes(content)
    with open_vault(folder) as found:
        [caution] = found.warnings
        assert (caution.code, caution.facts) == ("vault.sync_conflict", {"count": 2})
        assert "(2)" in caution.sentence
        assert found.digest() == written != before
    for name, content in older.items():
        assert (folder / f"{name} (conflicted copy 2026-11-29)").read_bytes() == content
