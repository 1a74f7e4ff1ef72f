"""A vault and its owner for every test here."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.vault import Vault
from tests.builders import Party, Writer, make_vault, open_vault, party, writer_of


@pytest.fixture(scope="session")
def owner() -> Party:
    """Whose vault it is."""
    return party("Пример Тестов")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the vault lies."""
    return tmp_path / "vault"


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory, owner: Party) -> Path:
    """An empty vault, closed: made once in a worker, copied for each test."""
    folder = tmp_path_factory.mktemp("founded") / "vault"
    make_vault(folder, owner).close()
    return folder


@pytest.fixture
def vault(founded: Path, folder: Path) -> Iterator[Vault]:
    """An open, empty vault."""
    shutil.copytree(founded, folder)
    with open_vault(folder) as opened:
        yield opened


@pytest.fixture
def writer(vault: Vault, owner: Party) -> Writer:
    """Writes as the vault itself would."""
    return writer_of(vault, owner)
