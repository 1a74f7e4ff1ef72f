"""Vaults for the tests of the shell: made once in a worker, copied for each test."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.shell import Desk
from tests.coalition import PASSPHRASE, ROLES, Founded, found_coalition
from tests.conftest import PlainOutput

NEW_PASSPHRASE = "другая фраза из семи пустых слов"


@dataclass(frozen=True, slots=True)
class Coalition:
    """Three desks whose owners have compared their codes; everything by role."""

    desks: Mapping[str, Desk]
    fingerprints: Mapping[str, str]
    cards: Mapping[str, Path]

    def __getitem__(self, role: str) -> Desk:
        return self.desks[role]


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    """The template that every test copies."""
    return found_coalition(tmp_path_factory.mktemp("coalition"))


@pytest.fixture
def coalition(founded: Founded, tmp_path: Path) -> Coalition:
    """The three, to do with as a test likes."""
    folder = tmp_path / "coalition"
    shutil.copytree(founded.folder, folder)
    passphrase_file = tmp_path / "passphrase"
    passphrase_file.write_text(PASSPHRASE + "\n", "utf-8")
    return Coalition(
        desks={role: Desk(folder / role, passphrase_file) for role in ROLES},
        fingerprints=founded.fingerprints,
        cards={role: folder / f"{role}.card" for role in ROLES},
    )


@pytest.fixture
def desk(coalition: Coalition) -> Desk:
    """The monitor's desk."""
    return coalition["monitor"]


@dataclass(frozen=True)
class Papers:
    """Files on the table: what holds words or passphrases, all of it plain on purpose."""

    folder: Path

    @property
    def new_passphrase(self) -> Path:
        path = self.folder / "new-passphrase"
        path.write_text(NEW_PASSPHRASE, "utf-8")
        return path

    def __truediv__(self, name: str) -> Path:
        return self.folder / name


@pytest.fixture
def papers(tmp_path: Path, plain_output: PlainOutput) -> Papers:
    folder = plain_output.allow(tmp_path / "papers")
    folder.mkdir()
    return Papers(folder)
