"""Windows are withheld from pictures of the screen.

Neither Windows nor macOS was at hand: what they would be asked is recorded in their place. That the
program reaches that with every window in use is shown with its own windows.
"""

import ctypes
import sys

import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.gui import screen_capture
from app.gui.application import open_window
from app.gui.page import PageContext
from app.gui.screen_capture import ScreenCapture, withhold_on_macos, withhold_on_windows
from app.gui.theme import Theme
from app.gui.widgets.offers import Offer, OfferingLine


class Library:
    """Any function of a library of the system, its calls kept."""

    def __init__(self, answers: dict[str, int]) -> None:
        self.calls: list[tuple[str, tuple[object, ...]]] = []
        self._answers = answers

    def __getattr__(self, name: str) -> "Function":
        made = Function(self, name)
        setattr(self, name, made)
        return made

    def answer(self, name: str, arguments: tuple[object, ...]) -> int:
        self.calls.append((name, arguments))
        return self._answers.get(name, 0)


class Function:
    """One of them."""

    argtypes: tuple[type, ...] = ()

    def __init__(self, library: Library, name: str) -> None:
        self._library, self._name = library, name

    def __call__(self, *arguments: object) -> int:
        assert len(arguments) == len(self.argtypes), "the system would read what was not given"
        return self._library.answer(self._name, arguments)


@pytest.fixture
def withheld(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The handles of the windows that this system would be asked to withhold."""
    handles: list[int] = []
    monkeypatch.setitem(screen_capture.WAYS, sys.platform, handles.append)
    return handles


def test_windows_is_asked_to_exclude_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    user32 = Library({"SetWindowDisplayAffinity": 1})
    monkeypatch.setattr(ctypes, "WinDLL", {"user32": user32}.__getitem__, raising=False)
    withhold_on_windows(0x1234)
    assert user32.calls == [("SetWindowDisplayAffinity", (0x1234, 0x11))]


def test_macos_is_asked_to_share_nothing_of_the_window_of_a_view(monkeypatch: pytest.MonkeyPatch) -> None:
    objc = Library({"sel_registerName": 7, "objc_msgSend": 42})
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: objc)
    withhold_on_macos(0x1234)
    assert objc.calls == [
        ("sel_registerName", (b"window",)),
        ("objc_msgSend", (0x1234, 7)),
        ("sel_registerName", (b"setSharingType:",)),
        ("objc_msgSend", (42, 7, 0)),
    ]


def test_every_window_that_is_used_is_withheld(withheld: list[int], qtbot: QtBot) -> None:
    window, dialog = QWidget(), QDialog()
    ScreenCapture(window).watch_windows()
    for each in (window, dialog):
        qtbot.addWidget(each)
        each.show()
        each.activateWindow()
        qtbot.waitUntil(each.isActiveWindow)
        assert withheld[-1] == int(each.winId())


def test_names_that_are_offered_are_withheld(withheld: list[int], theme: Theme, qtbot: QtBot) -> None:
    line = OfferingLine(theme)
    qtbot.addWidget(line)
    line.show()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    line.setText("Үлгі")
    line.offer("Үлгі", [Offer("Үлгіқалиев Мысал")])
    assert withheld == [int(line._popup.window().winId())]


def test_the_program_watches_its_windows(withheld: list[int], context: PageContext, qtbot: QtBot) -> None:
    window = open_window(context, lambda _out_of_sight: None)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: int(window.winId()) in withheld)
