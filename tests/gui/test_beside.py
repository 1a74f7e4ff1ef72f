"""Two incidents beside each other in the one window: each is written in, saved and left by itself."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from app.domain.work import Watch
from app.gui.beside import Beside
from app.gui.main_window import MainWindow
from app.gui.pages.incident import Incident
from app.gui.pages.incidents import Incidents
from app.gui.pages.record_sections import AskedField
from app.gui.theme import Scheme
from app.gui.widgets.typing import LongText
from app.services import Services
from tests.gui.conftest import WAIT_MS
from tests.gui.drawn import is_drawn
from tests.gui.keys import press

Ask = Callable[[Callable[[Services], object]], Any]
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def two(ask: Ask) -> tuple[str, str]:
    """The ids of two incidents."""
    first, second = (
        ask(lambda services, title=title: services.recording.add({"title": title}, (), Watch())).id  # type: ignore[misc]
        for title in ("Біріншісі", "Екіншісі")
    )
    return first, second


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    made = make_window(Incidents, Incident)
    made.resize(1366, 768)
    return made


def beside(window: MainWindow) -> Beside:
    return window._beside


def drawn(page: object, identifier: str, qtbot: QtBot) -> Incident:
    assert isinstance(page, Incident)
    qtbot.waitUntil(lambda: page.record_id == identifier and is_drawn(page), timeout=WAIT_MS)
    return page


def both(window: MainWindow, two: tuple[str, str], qtbot: QtBot) -> tuple[Incident, Incident]:
    """The second on the left, the first kept on the right."""
    window.show_page("incident", id=two[0])
    drawn(window.page, two[0], qtbot)
    press(window, Qt.Key.Key_B, CONTROL)
    window.show_page("incident", id=two[1])
    return drawn(window.page, two[1], qtbot), drawn(beside(window).page, two[0], qtbot)


def narrative(page: Incident) -> LongText:
    [found] = [each for each in page.findChildren(AskedField) if each.path == ("narrative", "text")]
    assert isinstance(found.control, LongText)
    return found.control


def wait_until_told(ask: Ask, identifier: str, words: str, qtbot: QtBot) -> None:
    def told() -> object:
        return (
            ask(lambda services: services.recording.show(identifier)).content.get("narrative", {}).get("text")
        )

    qtbot.waitUntil(lambda: told() == words, timeout=WAIT_MS)


def test_what_is_kept_stays_while_another_is_chosen_in_the_list(
    window: MainWindow, two: tuple[str, str], qtbot: QtBot
) -> None:
    window.show_page("incident", id=two[0])
    drawn(window.page, two[0], qtbot)
    press(window, Qt.Key.Key_B, CONTROL)
    assert isinstance(window.page, Incidents)
    assert window.page.line.hasFocus()
    kept = drawn(beside(window).page, two[0], qtbot)
    assert kept.title.text() == "Біріншісі"
    window.show_page("incident", id=two[1])
    left = drawn(window.page, two[1], qtbot)
    assert left is not kept
    assert left.isVisible()
    assert kept.isVisible()
    assert left.mapTo(window, left.rect().topRight()).x() < kept.mapTo(window, kept.rect().topLeft()).x()
    assert abs(left.width() - kept.width()) < 40
    assert not window.findChildren(Incidents)[0].isVisible()
    # The keys are meant for what was opened last.
    assert not beside(window).has_cursor()


def test_each_is_written_in_and_saved_and_escape_closes_the_one_with_the_cursor(
    window: MainWindow, two: tuple[str, str], ask: Ask, qtbot: QtBot
) -> None:
    left, kept = both(window, two, qtbot)
    narrative(left).setFocus()
    narrative(left).insertPlainText("сол жақта")
    narrative(kept).setFocus()
    narrative(kept).insertPlainText("оң жақта")
    press(window, Qt.Key.Key_Z, CONTROL)
    assert kept.sheet.value(("narrative", "text")) is None
    assert left.sheet.value(("narrative", "text")) == "сол жақта"
    narrative(kept).insertPlainText("қайтадан")
    press(window, Qt.Key.Key_Escape)
    assert not beside(window).isVisible()
    assert window.page is left
    assert left.isVisible()
    wait_until_told(ask, two[0], "қайтадан", qtbot)
    wait_until_told(ask, two[1], "сол жақта", qtbot)


def test_its_button_and_the_key_once_more_close_it(
    window: MainWindow, two: tuple[str, str], qtbot: QtBot
) -> None:
    _, kept = both(window, two, qtbot)
    beside(window).close_button.click()
    assert not kept.isVisible()
    left, kept = both(window, two, qtbot)
    narrative(kept).setFocus()
    press(window, Qt.Key.Key_B, CONTROL)
    assert not kept.isVisible()
    keeping = [
        each
        for each in left.findChildren(QToolButton)
        if each.accessibleName() == "Keep beside another incident"
    ]
    keeping[0].click()
    assert beside(window).identifier == two[1]


def test_one_incident_never_stands_in_both(window: MainWindow, two: tuple[str, str], qtbot: QtBot) -> None:
    _, kept = both(window, two, qtbot)
    window.show_page("incident", id=two[0])
    assert not kept.isVisible()
    assert window.page is not None
    assert window.page.isVisible()


def test_it_stays_in_another_scheme_and_is_told_where_there_is_no_room(
    window: MainWindow, two: tuple[str, str], qtbot: QtBot
) -> None:
    both(window, two, qtbot)
    window._context.theme.choose(Scheme.DARK)
    drawn(beside(window).page, two[0], qtbot)
    assert beside(window).isVisible()
    window.resize(1000, 700)
    assert not beside(window).isVisible()
    beside(window).let_go()
    press(window, Qt.Key.Key_B, CONTROL)
    assert window._quiet.text() == "For two incidents beside each other the window is too narrow."
    assert beside(window).identifier == ""
