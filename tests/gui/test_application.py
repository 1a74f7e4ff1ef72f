"""The window as `main.py` makes it: from its first page into the vault."""

from pathlib import Path

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.gui.application import open_window
from app.gui.page import PageContext
from tests.gui.conftest import WAIT_MS


def test_it_begins_with_a_new_vault_where_none_lies(context: PageContext, qtbot: QtBot) -> None:
    window = open_window(context, lambda: None)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.page is not None and window.page.name == "first_run", timeout=WAIT_MS)


def test_it_asks_for_the_passphrase_and_goes_to_the_incidents(
    context: PageContext, vault_folder: Path, opened: PageContext, qtbot: QtBot
) -> None:
    window = open_window(context, lambda: None)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.page is not None and window.page.name == "unlock", timeout=WAIT_MS)
    assert window.page is not None
    assert window.page.findChildren(QLineEdit)
    opened.opened.emit()
    assert window.page.name == "incidents"
    assert window.show_page("quick_entry")


def test_locking_closes_the_vault_and_starts_anew(opened: PageContext, qtbot: QtBot) -> None:
    restarted: list[bool] = []
    window = open_window(opened, lambda: restarted.append((opened.folder / "data-wal").exists()))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.page is not None, timeout=WAIT_MS)
    opened.opened.emit()
    opened.locked.emit()
    assert restarted == [False]
    assert not window.isVisible()
