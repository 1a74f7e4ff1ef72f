"""Making a vault: in an empty folder, whole or not at all."""

from pathlib import Path

import pytest

from app.domain.errors import AppError, VaultError
from tests.builders import Party, make_vault


def test_creating_refuses_a_folder_with_anything_in_it(folder: Path, owner: Party) -> None:
    folder.mkdir()
    (folder / "note.txt").touch()
    with pytest.raises(VaultError, match=r"vault\.exists"):
        make_vault(folder, owner)
    assert [path.name for path in folder.iterdir()] == ["note.txt"]


def test_failed_creation_leaves_nothing(folder: Path, owner: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object) -> None:
        raise AppError("disk.full")

    monkeypatch.setattr("app.vault.session.replace_file", no_room)
    with pytest.raises(AppError, match=r"disk\.full"):
        make_vault(folder, owner)
    assert list(folder.iterdir()) == []
