"""Keys and help: whole, from one source, reached from everywhere, before a vault is open too."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from app.gui.application import open_window
from app.gui.main_window import MainWindow
from app.gui.page import PageContext
from app.gui.pages.help import COMMAND_WORDS, KEYS_IN_A_TEXT, Help, keys_and_words, shell_command
from app.gui.shortcuts import KEYS, Command
from app.gui.sidebar import Sidebar
from app.gui.theme import Scheme, Theme
from app.places import root
from app.words import choose_language
from tests.gui.conftest import WAIT_MS
from tests.gui.keys import press


def shown_text(page: Help) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel))


def page_name(window: MainWindow) -> str:
    return window.page.name if window.page is not None else ""


def test_every_command_has_words_and_every_key_stands_there(context: PageContext, qtbot: QtBot) -> None:
    page = Help(context)
    qtbot.addWidget(page)
    assert set(COMMAND_WORDS) == set(Command) == set(KEYS.values())
    told = {words: keys for keys, words in keys_and_words()}
    assert told["New incident"] == "Ctrl+N"
    assert told["Search"] == "Ctrl+K · Ctrl+F"
    assert told["Next section of a record"] == "Alt+↓"
    assert told["Lock at once"] == "Ctrl+Shift+L"
    assert told["Contacts"] == "Ctrl+8"
    assert sum(len(keys.split(" · ")) for keys in told.values()) == len(KEYS) + len(KEYS_IN_A_TEXT)
    assert told["Paste exactly as it came, nothing tidied"] == "Ctrl+Shift+V"
    text = shown_text(page)
    assert all(keys in text and words in text for words, keys in told.items())


def test_the_terminal_is_named_by_a_command_that_is_there(context: PageContext, qtbot: QtBot) -> None:
    page = Help(context)
    qtbot.addWidget(page)
    program, script, option = shell_command().split()
    assert option == "--help"
    assert (root() / script).is_file()
    assert Path(program).is_absolute() is False
    assert shell_command() in shown_text(page)


def test_f1_shows_it_and_escape_leads_back(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("settings")
    press(window, Qt.Key.Key_F1)
    assert page_name(window) == "help"
    sidebar = window.findChild(Sidebar)
    assert sidebar is not None
    assert sidebar.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert page_name(window) == "settings"
    page = window.page
    assert page is not None
    (quiet,) = (each for each in page.findChildren(QPushButton) if "F1" in each.text())
    quiet.click()
    assert page_name(window) == "help"


def test_it_is_there_before_a_vault_is_open(context: PageContext, vault_folder: Path, qtbot: QtBot) -> None:
    window = open_window(context, lambda _: None)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: page_name(window) == "unlock" and window.isActiveWindow(), timeout=WAIT_MS)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
        press(window, key)
    assert page_name(window) == "help"
    sidebar = window.findChild(Sidebar)
    assert sidebar is not None
    assert not sidebar.isVisible()
    press(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert page_name(window) == "help"
    page = window.page
    assert isinstance(page, Help)
    page.back_button.click()
    assert page_name(window) == "unlock"


def test_once_a_vault_is_open_there_is_no_way_back_before_it(
    context: PageContext, opened: PageContext, qtbot: QtBot
) -> None:
    window = open_window(context, lambda _: None)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: page_name(window) == "unlock" and window.isActiveWindow(), timeout=WAIT_MS)
    press(window, Qt.Key.Key_F1)
    opened.opened.emit()
    assert page_name(window) == "incidents"
    sidebar = window.findChild(Sidebar)
    assert sidebar is not None
    assert sidebar.isVisible()
    places = [each for each in sidebar.findChildren(QToolButton) if each.isVisible()]
    assert len(places) > len(("settings", "lock"))
    for _ in range(3):
        press(window, Qt.Key.Key_Escape)
        assert page_name(window) != "unlock"


@pytest.mark.parametrize(("language", "scale"), [("en", 100), ("ru", 100), ("ru", 250)])
def test_nothing_is_cut_off_and_the_arrows_scroll(
    make_window: Callable[..., MainWindow], theme: Theme, language: str, scale: int
) -> None:
    choose_language(language)
    theme.choose(Scheme.DARK, scale)
    window = make_window()
    window.resize(1366, 768)
    window.show_page("help")
    page = window.page
    assert isinstance(page, Help)
    inside = page.text.widget()
    assert inside is not None
    assert inside.minimumSizeHint().width() <= page.text.viewport().width()
    before = page.text.verticalScrollBar().value()
    QTest.keyClick(page.text, Qt.Key.Key_PageDown)
    assert page.text.verticalScrollBar().value() > before
