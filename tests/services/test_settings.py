"""What the person prefers is kept in the vault, and read back whatever stands there."""

from pathlib import Path

import pytest

from app.services import Services
from app.services.settings import Preferences
from tests.coalition import found_coalition, open_vault


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return found_coalition(tmp_path, ("monitor",)).folder / "monitor"


def write(services: Services, name: str, value: str) -> None:
    with services.vault.transaction():
        services.vault.settings.write(name, value)


def test_preferences_and_layout_are_found_again_after_closing(folder: Path) -> None:
    with open_vault(folder) as services:
        assert services.settings.preferences() == Preferences()
        services.settings.change(Preferences(language="tg", theme="dark", scale_percent=150, lock_minutes=10))
        services.settings.keep_layout("list", "12,34")
    with open_vault(folder) as services:
        kept = services.settings.preferences()
        assert kept == Preferences(language="tg", theme="dark", scale_percent=150, lock_minutes=10)
        assert services.settings.layout("list") == "12,34"
        assert services.settings.layout("page") is None
        services.settings.change(Preferences())
        assert services.settings.preferences() == Preferences()
        assert services.vault.verify() == ()


def test_what_a_later_version_wrote_counts_as_not_chosen(folder: Path) -> None:
    with open_vault(folder) as services:
        services.settings.change(Preferences(theme="dark"))
        write(services, "scale_percent", "1000")
        write(services, "language", "xx")
        write(services, "font", "Прост")
        assert services.settings.preferences() == Preferences(theme="dark")
