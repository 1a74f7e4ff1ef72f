"""The frame: going places, list and page by turns, what is told and what changed."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from app.domain.errors import VaultError
from app.gui.main_window import MainWindow
from app.gui.page import Column, Page, PageContext
from app.gui.sidebar import Sidebar
from app.gui.theme import Scheme
from app.gui.widgets.fields import plain_label
from app.words import choose_language, translate
from tests.gui.keys import press

Make = Callable[..., MainWindow]


class Journal(Page):
    """Writes down what is done with it."""

    done: list[str]

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.done = []
        self.lets_go = True
        self.body.addWidget(plain_label(self.name))

    def enter(self, **arguments: Any) -> None:
        self.done.append(f"enter {arguments}" if arguments else "enter")

    def leave(self) -> bool:
        self.done.append("leave")
        return self.lets_go

    def refresh(self) -> None:
        self.done.append("refresh")

    def search(self) -> None:
        self.done.append("search")

    def save(self) -> None:
        self.done.append("save")

    def step_section(self, step: int) -> None:
        self.done.append(f"step {step}")


class Incidents(Journal):
    name, place, column, watches = "incidents", "incidents", Column.LIST, frozenset({"incident"})


class Incident(Journal):
    name, place, column = "incident", "incidents", Column.PAGE


class People(Journal):
    name, place, column, watches = "people", "people", Column.LIST, frozenset({"person"})


class Inbox(Journal):
    name, place = "inbox", "inbox"


class Unlock(Journal):
    name, column = "unlock", Column.BARE


PAGES = (Incidents, Incident, People, Inbox, Unlock)


@pytest.fixture
def frame(make_window: Make) -> MainWindow:
    made = make_window(*PAGES)
    made.resize(1366, 768)
    return made


def shown(frame: MainWindow) -> set[str]:
    return {page.name for page in frame.findChildren(Page) if page.isVisible()}


def present(frame: MainWindow) -> Journal:
    page = frame.page
    assert isinstance(page, Journal)
    return page


CONTROL = Qt.KeyboardModifier.ControlModifier


def test_list_and_page_stand_side_by_side(frame: MainWindow) -> None:
    frame.show_page("incidents")
    assert shown(frame) == {"incidents"}
    frame.show_page("incident", id="one")
    assert shown(frame) == {"incidents", "incident"}
    assert present(frame).done == ["enter {'id': 'one'}"]


def test_they_take_turns_below_1100_pixels(frame: MainWindow) -> None:
    frame.show_page("incidents")
    frame.show_page("incident", id="one")
    frame.resize(1000, 700)
    assert shown(frame) == {"incident"}
    frame.show_page("incidents")
    assert shown(frame) == {"incidents"}
    frame.resize(1200, 700)
    assert shown(frame) == {"incidents", "incident"}


def test_a_page_of_another_place_does_not_stay_beside_a_list(frame: MainWindow) -> None:
    frame.show_page("incident", id="one")
    frame.show_page("people")
    assert shown(frame) == {"people"}


def test_a_page_that_holds_on_is_not_left(frame: MainWindow) -> None:
    frame.show_page("incidents")
    present(frame).lets_go = False
    assert not frame.show_page("inbox")
    assert shown(frame) == {"incidents"}


def test_escape_goes_back_with_what_was_asked(frame: MainWindow) -> None:
    frame.show_page("incidents")
    frame.show_page("incident", id="one")
    frame.show_page("inbox")
    press(frame, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert present(frame).name == "incident"
    assert present(frame).done[-1] == "enter {'id': 'one'}"
    press(frame, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert present(frame).name == "incidents"
    assert not frame.show_before()


def test_the_digits_go_to_the_places(frame: MainWindow) -> None:
    frame.show_page("incidents")
    press(frame, Qt.Key.Key_2, CONTROL)
    assert present(frame).name == "people"
    press(frame, Qt.Key.Key_6, CONTROL)
    assert present(frame).name == "inbox"


def test_keys_reach_the_page(frame: MainWindow) -> None:
    frame.show_page("inbox")
    press(frame, Qt.Key.Key_K, CONTROL)
    press(frame, Qt.Key.Key_S, CONTROL)
    press(frame, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert present(frame).done == ["enter", "search", "save", "step 1"]


def test_before_the_vault_is_open_there_is_neither_sidebar_nor_key(frame: MainWindow) -> None:
    frame.show_page("unlock")
    press(frame, Qt.Key.Key_1, CONTROL)
    assert shown(frame) == {"unlock"}
    assert not [made for made in frame.findChildren(QToolButton) if made.isVisible()]


def test_only_those_who_show_it_hear_of_a_change(frame: MainWindow, opened: PageContext) -> None:
    frame.show_page("people")
    people = present(frame)
    frame.show_page("incidents")
    opened.announce("incident")
    assert present(frame).done == ["enter", "refresh"]
    assert "refresh" not in people.done


def test_the_sidebar_goes_and_counts(frame: MainWindow, qtbot: QtBot, opened: PageContext) -> None:
    frame.show_page("incidents")
    frame.show_counts({"inbox": 3})
    assert "3" in [label.text() for label in frame.findChildren(QLabel)]
    named = {made.accessibleName(): made for made in frame.findChildren(QToolButton)}
    QTest.mouseClick(named["Inbox"], Qt.MouseButton.LeftButton)
    assert present(frame).name == "inbox"
    assert named["Inbox"].isChecked()
    with qtbot.waitSignal(opened.locked):
        QTest.mouseClick(named["Lock"], Qt.MouseButton.LeftButton)


def test_a_number_moves_no_place(frame: MainWindow) -> None:
    frame.show_page("incidents")
    offered = [made for made in frame.findChildren(QToolButton) if made.isVisible()]
    before = [made.geometry() for made in offered]
    frame.show_counts({"inbox": 3, "incidents": 12_345})
    QApplication.processEvents()
    assert [made.geometry() for made in offered] == before
    assert len({made.height() for made in offered}) == 1


def test_it_is_made_anew_in_another_language_scheme_and_scale(frame: MainWindow, opened: PageContext) -> None:
    frame.show_page("incident", id="one")
    choose_language("ru")
    opened.reworded.emit()
    opened.theme.choose(Scheme.DARK, 150)
    assert present(frame).name == "incident"
    assert present(frame).done == ["enter {'id': 'one'}"]
    assert present(frame).font().pixelSize() == 21
    assert any(made.accessibleName() == translate("Incidents") for made in frame.findChildren(QToolButton))


def test_what_is_at_work_is_made_anew_once_it_is_left(
    frame: MainWindow, opened: PageContext, qtbot: QtBot
) -> None:
    frame.show_page("inbox")
    working = present(frame)
    frame.show_page("incidents")
    listed = present(frame)
    working.work_bar.begin("Ұзақ жұмыс", None)
    opened.theme.choose(Scheme.DARK)
    assert present(frame) is not listed
    frame.show_page("inbox")
    opened.theme.choose(Scheme.LIGHT)
    assert present(frame) is working
    qtbot.waitUntil(working.isVisible)
    # It stood there all the time, and was entered as often as somebody came.
    assert working.done.count("enter") == 2
    working.work_bar.finish()
    assert present(frame) is working
    frame.show_page("incidents")
    frame.show_page("inbox")
    assert present(frame) is not working
    assert present(frame).isVisible()


def test_the_title_says_nothing(frame: MainWindow, opened: PageContext) -> None:
    frame.show_page("incident", id="one")
    opened.tell("Saved at 12:03.")
    assert frame.windowTitle() == "Notebook"
    assert "Saved at 12:03." in [label.text() for label in frame.findChildren(QLabel)]


def test_a_refusal_stands_on_its_page(frame: MainWindow) -> None:
    frame.show_page("inbox")
    page = present(frame)
    page.fail(VaultError("vault.in_use"))
    words = " ".join(label.text() for label in page.error_bar.findChildren(QLabel))
    assert page.error_bar.isVisible()
    assert "vault.in_use" in words
    assert VaultError("vault.in_use").sentence in words
    assert VaultError("vault.in_use").advice in words


def test_a_place_without_a_page_is_not_offered_and_harms_nothing(context: PageContext, qtbot: QtBot) -> None:
    window = MainWindow(context, {"people": Journal})
    qtbot.addWidget(window)
    places = window.findChildren(Sidebar)[0].findChildren(QToolButton)
    offered = [place.accessibleName() for place in places if not place.isHidden()]
    assert offered == [translate("People"), translate("Lock")]
    assert not window.show_page("inbox")
