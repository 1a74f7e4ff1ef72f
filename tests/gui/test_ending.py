"""Deleting a record and erasing parts of it: said before, done by keyboard, gone from every page."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.page import Page, PageContext
from app.gui.pages.deleting import Deleting
from app.gui.pages.erasing import Erasing
from app.gui.pages.help import Help
from app.gui.pages.incident import Incident
from app.gui.pages.incidents import Incidents
from app.gui.pages.organisation import Organisation
from app.gui.pages.organisations import Organisations
from app.gui.pages.people import People
from app.gui.pages.person import Person
from app.gui.pages.proceeding import Proceeding
from app.gui.pages.proceedings import Proceedings
from app.gui.pages.record_jobs import NAMED_BY
from app.gui.pages.record_page import RecordPage
from app.services import Services
from app.services.answers import RecordShown
from tests.builders import PASSPHRASE, Writer, append, party
from tests.gui.conftest import WAIT_MS
from tests.gui.drawn import is_drawn

Ask = Callable[[Callable[[Services], Any]], Any]
MakeWindow = Callable[..., MainWindow]
ALL = (
    Incidents, Incident, People, Person, Organisations, Organisation, Proceedings, Proceeding,
    Deleting, Erasing,
)  # fmt: skip
TOLD: JsonObject = {
    "title": "Үлгі оқиға Ҷ",
    "narrative": {"text": "Ғимарат алдында ұрылды."},
    "sources": [{"id": "s1", "note": "Көршісі Мысал айтты"}],
}


def add(ask: Ask, data: JsonObject = TOLD) -> str:
    return str(ask(lambda services: services.recording.add(data, (), Watch())).id)


def add_other(ask: Ask, kind: str) -> str:
    content = NAMED_BY[kind]("Мысал Үлгіұлы")
    return str(ask(lambda services: services.recording.add_other(kind, content)).id)


def is_at(window: MainWindow, page: type[Page]) -> bool:
    return isinstance(window.page, page)


def held(ask: Ask, identifier: str) -> RecordShown:
    found: RecordShown = ask(lambda services: services.recording.show(identifier))
    return found


def words(page: QWidget | None) -> str:
    assert page is not None
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def open_record(window: MainWindow, qtbot: QtBot, identifier: str, kind: str = "incident") -> RecordPage:
    window.show_page(kind, id=identifier)
    page = window.page
    assert isinstance(page, RecordPage)
    qtbot.waitUntil(lambda: is_drawn(page) and page.ending.isVisible(), timeout=WAIT_MS)
    return page


def open_deleting(window: MainWindow, qtbot: QtBot, page: RecordPage) -> Deleting:
    asking = press_return(window, page.ending.delete_button)
    assert isinstance(asking, Deleting)
    qtbot.waitUntil(lambda: bool(asking.others.text()), timeout=WAIT_MS)
    return asking


def open_erasing(window: MainWindow, qtbot: QtBot, page: RecordPage) -> Erasing:
    asking = press_return(window, page.ending.erase_button)
    assert isinstance(asking, Erasing)
    qtbot.waitUntil(lambda: bool(asking.which.text()), timeout=WAIT_MS)
    return asking


def press_return(window: MainWindow, pressed: QPushButton) -> Page | None:
    pressed.setFocus()
    QTest.keyClick(pressed, Qt.Key.Key_Return)
    return window.page


def type_here(text: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, text)


def press_here(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def test_an_incident_is_deleted_by_keyboard_with_a_reason(
    make_window: MakeWindow, ask: Ask, qtbot: QtBot
) -> None:
    identifier, other = add(ask), add(ask, {"title": "Екінші"})
    window = make_window(*ALL)
    window.resize(1366, 768)
    incident = open_record(window, qtbot, identifier)
    page = open_deleting(window, qtbot, incident)
    assert "Үлгі оқиға Ҷ · " in page.which.text()
    assert "cannot be taken back" in words(page)
    assert "Others' vaults hide it too" in page.others.text()
    assert page.reason.hasFocus()
    press_here(Qt.Key.Key_Return)
    assert held(ask, identifier).marks == ()
    page.do_button.setFocus()
    press_here(Qt.Key.Key_Return)
    assert "Say why." in words(page)
    assert page.reason.hasFocus()
    type_here("written down twice")
    page.do_button.setFocus()
    press_here(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.page, Incidents), timeout=WAIT_MS)
    assert "The record is deleted." in words(window)
    assert held(ask, identifier).marks == ("deleted",)
    assert held(ask, identifier).content["title"] == "Үлгі оқиға Ҷ"
    assert [each.id for each in ask(_incidents).items] == [other]
    # Nothing of it stands beside the list any more.
    assert not any(page.isVisible() for page in window.findChildren(RecordPage))
    assert page.reason.value() is None


def test_people_organisations_and_proceedings_go_back_to_their_list(
    make_window: MakeWindow, ask: Ask, qtbot: QtBot
) -> None:
    window = make_window(*ALL)
    for kind, place in (("person", People), ("organisation", Organisations), ("proceeding", Proceedings)):
        identifier = add_other(ask, kind)
        page = open_deleting(window, qtbot, open_record(window, qtbot, identifier, kind))
        page.reason.insert("қате")
        page.do_button.click()
        qtbot.waitUntil(partial(is_at, window, place), timeout=WAIT_MS)
        assert held(ask, identifier).marks == ("deleted",)


def test_what_somebody_else_began_is_only_asked_for_elsewhere(
    make_window: MakeWindow, ask: Ask, qtbot: QtBot
) -> None:
    root = Writer(party("Біріншісі Пример")).write(
        "incident", {"open": {"title": "Бөтен"}, "medical": {"narrative": {"text": "x"}}}
    )
    ask(lambda services: append(services.vault, root))
    identifier = root.header.record_id
    window = make_window(*ALL)
    page = open_deleting(window, qtbot, open_record(window, qtbot, identifier))
    assert "only asked" in page.others.text()
    page.reason.insert("қате")
    page.do_button.click()
    qtbot.waitUntil(lambda: isinstance(window.page, Incidents), timeout=WAIT_MS)
    assert "The record is deleted. Others who wrote in it are asked to do the same." in words(window)
    # Where something names it, it is still read, and parts of it can still be erased.
    again = open_record(window, qtbot, identifier)
    assert "Deleted: shown only to be read." in words(again)
    assert not again.ending.delete_button.isVisible()
    erasing = open_erasing(window, qtbot, again)
    assert [part for part, box in erasing.boxes.items() if box.isVisible()] == ["open", "medical"]
    erasing.boxes["medical"].click()
    assert "1 version was written by somebody else" in words(erasing)
    window.show_page("deleting", id=identifier, kind="incident")
    qtbot.waitUntil(lambda: "shown only to be read" in page.others.text(), timeout=WAIT_MS)
    assert not page.do_button.isVisible()
    assert not page.reason.isVisible()


def test_parts_are_erased_after_reason_and_passphrase_and_no_key_brings_them_back(
    make_window: MakeWindow, ask: Ask, qtbot: QtBot
) -> None:
    identifier = add(ask)
    window = make_window(*ALL)
    incident = open_record(window, qtbot, identifier)
    incident.sheet.change(("sources", "s1", "note"), "Көршісі Мысал тағы айтты")
    incident.save()
    page = open_erasing(window, qtbot, incident)
    assert [part for part, box in page.boxes.items() if box.isVisible()] == ["open", "sources"]
    assert "In 2 versions of the record." in words(page)
    assert "every signature stays good" in words(page)
    assert "Stays here unless" not in words(page)
    assert page.boxes["open"].hasFocus()
    page.do_button.click()
    assert "At least one is needed." in words(page)
    page.boxes["sources"].setFocus()
    press_here(Qt.Key.Key_Space)
    page.do_button.click()
    assert "Say why." in words(page)
    assert page.reason.hasFocus()
    type_here("the source asked")
    page.do_button.click()
    assert "The passphrase is needed." in words(page)
    type_here("another phrase")
    page.do_button.click()
    qtbot.waitUntil(lambda: "does not open" in words(page), timeout=WAIT_MS)
    assert "sources" in held(ask, identifier).content
    page.passphrase.line.setText(PASSPHRASE)
    page.do_button.click()
    qtbot.waitUntil(page.done.isVisible, timeout=WAIT_MS)
    assert "Erased: Sources" in words(page)
    assert "an SSD" in words(page)
    assert held(ask, identifier).erased == ("sources",)
    assert held(ask, identifier).content["title"] == "Үлгі оқиға Ҷ"
    assert (page.passphrase.value(), page.reason.value()) == ("", None)
    page.back_button.click()
    again = open_record(window, qtbot, identifier)
    assert again is not incident
    assert "Erased: sources" in words(again)
    assert not again.undo()
    erasing = open_erasing(window, qtbot, again)
    assert "Erased: Sources" in words(erasing)
    assert not erasing.boxes["sources"].isVisible()
    assert ask(lambda services: services.access.verify(Watch())).ok


def test_all_can_be_erased_and_the_page_still_stands(make_window: MakeWindow, ask: Ask, qtbot: QtBot) -> None:
    identifier = add(ask)
    window = make_window(*ALL)
    page = open_erasing(window, qtbot, open_record(window, qtbot, identifier))
    for part in ("open", "sources"):
        page.boxes[part].click()
    page.reason.insert("өтініш")
    page.passphrase.line.insert(PASSPHRASE)
    page.do_button.click()
    qtbot.waitUntil(page.done.isVisible, timeout=WAIT_MS)
    page.back_button.click()
    again = open_record(window, qtbot, identifier)
    assert held(ask, identifier).content == {}
    erasing = open_erasing(window, qtbot, again)
    assert not erasing.do_button.isEnabled()
    assert erasing.which.text().startswith(again.sheet.shown.reference if again.sheet.shown else "?")


def test_what_is_kept_beside_does_not_stay_when_it_is_deleted(
    make_window: MakeWindow, ask: Ask, qtbot: QtBot
) -> None:
    identifier, other = add(ask), add(ask, {"title": "Екінші"})
    window = make_window(*ALL)
    window.resize(1600, 900)
    open_record(window, qtbot, identifier)
    window._keep_beside(identifier)
    assert window._beside.identifier == identifier
    open_record(window, qtbot, other)
    window.show_page("deleting", id=identifier, kind="incident")
    page = window.page
    assert isinstance(page, Deleting)
    qtbot.waitUntil(page.do_button.isEnabled, timeout=WAIT_MS)
    page.reason.insert("қате")
    page.do_button.click()
    qtbot.waitUntil(lambda: isinstance(window.page, Incidents), timeout=WAIT_MS)
    assert window._beside.page is None
    assert not window._beside.isVisible()


@pytest.mark.parametrize("asking", [Deleting, Erasing])
def test_what_is_refused_is_told_in_place(
    make_window: MakeWindow, ask: Ask, qtbot: QtBot, asking: type[Page]
) -> None:
    window = make_window(*ALL)
    window.show_page(asking.name, id="no-such-record", kind="person")
    page = window.page
    assert isinstance(page, Deleting | Erasing)
    qtbot.waitUntil(page.error_bar.isVisible, timeout=WAIT_MS)
    assert "record.unknown" in words(page)
    assert not page.do_button.isEnabled()
    assert page.place == "people"


def test_the_help_leads_to_the_end_of_a_record(context: PageContext, qtbot: QtBot) -> None:
    page = Help(context)
    qtbot.addWidget(page)
    told = "\n".join(label.text() for label in page.findChildren(QLabel))
    assert "At the end of a record you can delete it" in told
    assert "Deleting and erasing are" not in told


def _incidents(services: Services) -> Any:
    return services.reading.list_incidents(None, None, 10, 0)
