"""A vault for hostile bundles: one that all may attack, since none may leave a trace, and fresh copies."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.receiver import Receiver, acquaint, found_receiver, opened_receiver


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder around the vault, made once and closed."""
    folder = tmp_path_factory.mktemp("hostile") / "receiver"
    found_receiver(folder)
    with opened_receiver(folder) as receiver:
        acquaint(receiver)
    return folder


@pytest.fixture(scope="module")
def receiver(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    """For bundles that are refused whole."""
    folder = Path(shutil.copytree(founded, tmp_path_factory.mktemp("shared") / "receiver"))
    with opened_receiver(folder) as opened:
        yield opened


@pytest.fixture
def fresh(founded: Path, tmp_path: Path) -> Iterator[Receiver]:
    """For bundles that come in."""
    folder = Path(shutil.copytree(founded, tmp_path / "receiver"))
    with opened_receiver(folder) as opened:
        yield opened
