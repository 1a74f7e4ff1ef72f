"""The window is found again as it was left: its size, maximised or not, the width of its list."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSplitter
from pytestqt.qtbot import QtBot

from app.gui.main_window import START_SIZE, MainWindow
from app.gui.page import PageContext
from app.gui.pages.incidents import Incidents
from app.gui.remembered import NAME, RememberedLayout, WindowLayout
from app.gui.theme import Scheme
from app.services import Services
from tests.gui.conftest import WAIT_MS

Ask = Callable[[Callable[[Services], object]], object]
Reopen = Callable[[], MainWindow]


@pytest.fixture
def reopen(make_window: Callable[..., MainWindow], opened: PageContext, ask: Ask) -> Reopen:
    """A new window over the vault, as after unlocking."""

    def open_again() -> MainWindow:
        window = make_window()
        RememberedLayout(opened, window)
        opened.opened.emit()
        ask(lambda services: services.settings.layout(NAME))
        return window

    return open_again


def kept(ask: Ask) -> WindowLayout | None:
    text = ask(lambda services: services.settings.layout(NAME))
    return WindowLayout.from_text(text) if isinstance(text, str) else None


def keep(ask: Ask, layout: WindowLayout) -> None:
    ask(lambda services: services.settings.keep_layout(NAME, layout.to_text()))


def width_of_list(window: MainWindow, qtbot: QtBot) -> int:
    """The list of incidents, beside a page."""
    window.resize(1600, 900)
    window.show_page("incidents")
    window.show_page("incident")

    def seen() -> list[Incidents]:
        return [each for each in window.findChildren(Incidents) if each.isVisible()]

    qtbot.waitUntil(lambda: len(seen()) == 1, timeout=WAIT_MS)
    return seen()[0].width()


def drag_list(window: MainWindow, pixels: int) -> None:
    splitter = window.findChild(QSplitter)
    assert splitter is not None
    handle, left, none = splitter.handle(1), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    start = handle.rect().center()
    QTest.mousePress(handle, left, none, start)
    QTest.mouseMove(handle, start + QPoint(pixels, 0))
    QTest.mouseRelease(handle, left, none, start)


def test_nothing_is_kept_of_a_window_that_nobody_changed(reopen: Reopen, ask: Ask) -> None:
    window = reopen()
    assert window.size() == START_SIZE
    window.hide()
    assert kept(ask) is None


def test_its_size_is_kept_when_it_is_locked_or_closed(reopen: Reopen, ask: Ask) -> None:
    window = reopen()
    window.resize(780, 560)
    window.hide()
    assert kept(ask) == WindowLayout(width=780, height=560)
    again = reopen()
    assert (again.width(), again.height()) == (780, 560)
    again.resize(740, 520)
    again.close()
    assert kept(ask) == WindowLayout(width=740, height=520)


def test_a_change_is_kept_by_itself(reopen: Reopen, ask: Ask, qtbot: QtBot) -> None:
    reopen().resize(770, 550)
    qtbot.waitUntil(lambda: kept(ask) == WindowLayout(width=770, height=550), timeout=WAIT_MS)


def test_maximised_is_found_again_with_the_size_before_it(reopen: Reopen, ask: Ask) -> None:
    window = reopen()
    window.resize(760, 540)
    window.showMaximized()
    window.hide()
    found = kept(ask)
    assert found is not None
    assert (found.width, found.height, found.maximised) == (760, 540, True)
    assert reopen().isMaximized()


def test_the_width_of_the_list_is_kept_at_every_scale(
    reopen: Reopen, opened: PageContext, qtbot: QtBot
) -> None:
    window = reopen()
    before = width_of_list(window, qtbot)
    drag_list(window, 50)
    wider = width_of_list(window, qtbot)
    assert before + 40 < wider <= before + 50
    window.rebuild()
    assert abs(width_of_list(window, qtbot) - wider) <= 1
    window.hide()
    again = reopen()
    assert abs(width_of_list(again, qtbot) - wider) <= 1
    opened.theme.choose(Scheme.LIGHT, 125)
    assert abs(width_of_list(again, qtbot) - wider * 1.25) <= 2


def test_a_smaller_screen_does_not_lose_the_window(reopen: Reopen, ask: Ask) -> None:
    keep(ask, WindowLayout(width=3840, height=2160))
    window = reopen()
    room = window.screen().availableGeometry()
    assert room.contains(window.frameGeometry())


@pytest.mark.parametrize(
    "text", ["", "{}", "0x0 normal 0", "800x600", "800x600 normal 0 more", "-9x9 normal 0"]
)
def test_what_cannot_be_read_is_passed_over(reopen: Reopen, ask: Ask, text: str) -> None:
    ask(lambda services: services.settings.keep_layout(NAME, text))
    window = reopen()
    assert window.size() == START_SIZE
    window.resize(780, 560)
    window.hide()
    assert kept(ask) == WindowLayout(width=780, height=560)
