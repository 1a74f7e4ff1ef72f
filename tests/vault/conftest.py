"""A vault and its owner for every test here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.vault import Vault
from tests.builders import Party, Writer, make_vault, party, writer_of


@pytest.fixture
def owner() -> Party:
    """Whose vault it is."""
    return party("Пример Тестов")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the vault lies."""
    return tmp_path / "vault"


@pytest.fixture
def vault(folder: Path, owner: Party) -> Iterator[Vault]:
    """An open, empty vault."""
    with make_vault(folder, owner) as made:
        yield made


@pytest.fixture
def writer(vault: Vault, owner: Party) -> Writer:
    """Writes as the vault itself would."""
    return writer_of(vault, owner)
