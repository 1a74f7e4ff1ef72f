"""Checking everything from the window: what was counted, what does not hold, what to do about it."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.errors import Caution
from app.domain.query import Query
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.page import PageContext
from app.gui.pages.checking import Checking
from app.gui.pages.safekeeping import Safekeeping
from app.services import Services, open_services
from app.services.access import Access
from app.services.answers import VaultReport
from tests.builders import PASSPHRASE
from tests.gui.conftest import WAIT_MS, StoppedClock
from tests.vault.raw_database import execute

Ask = Callable[[Callable[[Services], Any]], Any]
TITLE = "Үлгі оқиға Ҷ"
POISON = "UPDATE search_incident SET words = 'чужое'"


@pytest.fixture
def filled(context: PageContext, vault_folder: Path, tmp_path: Path) -> Path:
    """The vault, closed, with an incident, a file of evidence and a backup beside them."""
    photograph = tmp_path / "сурет.txt"
    photograph.write_text("дәлел Ғ")
    with open_services(vault_folder, PASSPHRASE, StoppedClock(), Watch()) as services:
        services.recording.add({"title": TITLE}, (photograph,), Watch())
        services.backups.make(None, Watch())
    return vault_folder


@pytest.fixture
def shown(filled: Path, request: pytest.FixtureRequest) -> Callable[[str], Checking]:
    """The page, over a vault in which a statement was run behind its back."""

    def show(sql: str = "") -> Checking:
        if sql:
            execute(filled, sql)
        window: MainWindow = request.getfixturevalue("make_window")(Checking, Safekeeping)
        window.show_page("safekeeping")
        before = window.page
        assert isinstance(before, Safekeeping)
        before.check_button.click()
        page = window.page
        assert isinstance(page, Checking)
        return page

    return show


def seen(page: Checking) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def checked(page: Checking, qtbot: QtBot) -> str:
    page.check_button.click()
    assert page.work_bar.isVisible()
    assert not page.check_button.isEnabled()
    return told(page, qtbot)


def told(page: Checking, qtbot: QtBot) -> str:
    qtbot.waitUntil(page.result.isVisible, timeout=WAIT_MS)
    QApplication.processEvents()
    return seen(page)


def test_a_whole_vault_is_told_with_what_was_counted_and_when(
    shown: Callable[..., Checking], qtbot: QtBot
) -> None:
    page = shown()
    text = checked(page, qtbot)
    assert "✓ Everything holds." in text
    assert "1 incident · 3 revisions · 1 piece of evidence" in text
    assert "Checked on 10 January 2026 at " in text
    assert not page.restore_button.isVisible()
    assert not page.rebuild_button.isVisible()
    assert page.check_button.hasFocus()


def test_what_opening_found_is_told_beside_what_holds(
    shown: Callable[..., Checking], filled: Path, qtbot: QtBot
) -> None:
    (filled / "data-journal").write_bytes(b"some other journal")
    text = checked(shown(), qtbot)
    assert "✓ Everything holds." in text
    assert f"▲ {Caution('vault.wal_set_aside').sentence}" in text


def test_what_lists_lack_is_named_and_made_anew(
    shown: Callable[..., Checking], qtbot: QtBot, request: pytest.FixtureRequest
) -> None:
    page = shown(POISON)
    ask: Ask = request.getfixturevalue("ask")
    words = Query(words="Улги")
    text = checked(page, qtbot)
    assert "✗ Lists and search say something else of a record than its revisions do." in text
    assert "record.derived" in text
    assert "Nothing is lost" in text
    assert not page.restore_button.isVisible()
    assert ask(lambda services: services.searches.page("incident", words, 1, 0)).total == 0
    assert page.rebuild_button.hasFocus()
    page.rebuild_button.click()
    qtbot.waitUntil(lambda: page.result.isVisible() and "✓" in page.result.text(), timeout=WAIT_MS)
    assert not page.rebuild_button.isVisible()
    assert ask(lambda services: services.searches.page("incident", words, 1, 0)).total == 1


def test_what_was_altered_is_named_with_a_backup_and_the_way_to_restore_it(
    shown: Callable[..., Checking], filled: Path, qtbot: QtBot
) -> None:
    page = shown("UPDATE part SET text = replace(text, 'оқиға', 'басқа')")
    for file in (filled / "blobs").rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[:-1] + b"?")
    text = checked(page, qtbot)
    assert "✗ 3 things do not hold." in text
    assert "✗ A revision is not what its author signed." in text
    assert "✗ A file is gone from the vault, or is not what was taken in." in text
    assert "ask whoever gave it for it again" in text
    assert "See to the rest first" in text
    assert "Nothing is lost" not in text
    assert "revision.hash" in text
    assert TITLE not in text
    assert "The newest backup beside the vault: " in text
    locked: list[bool] = []
    page.context.locked.connect(lambda: locked.append(True))
    assert not page.rebuild_button.isVisible()
    assert page.restore_button.hasFocus()
    page.restore_button.click()
    assert locked == [True]
    assert page.context.after_lock == "restore"


def test_a_check_is_cancelled_by_its_bar(
    shown: Callable[..., Checking], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify, begun, pressed = Access.verify, Event(), Event()

    def go_on(access: Access, watch: Watch) -> VaultReport:
        """Wait until it was told to stop, then go on as ever."""
        begun.set()
        assert pressed.wait(WAIT_MS / 1000)
        return verify(access, watch)

    monkeypatch.setattr(Access, "verify", go_on)
    page = shown()
    page.check_button.click()
    qtbot.waitUntil(begun.is_set, timeout=WAIT_MS)
    next(each for each in page.work_bar.findChildren(QPushButton) if each.text() == "Cancel").click()
    pressed.set()
    qtbot.waitUntil(lambda: not page.work_bar.isVisible(), timeout=WAIT_MS)
    assert page.check_button.isEnabled()
    assert not page.result.isVisible()
