"""What was typed in a record that can be written in no more: shown, copied, forgotten; never lost unsaid."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.domain.work import Watch
from app.gui.application import open_window
from app.gui.main_window import MainWindow
from app.gui.page import PageContext
from app.gui.pages.deleting import Deleting
from app.gui.pages.incident import Incident
from app.gui.pages.incidents import Incidents
from app.services import Services
from app.services.drafts import draft_of_record
from tests.gui.conftest import WAIT_MS
from tests.gui.drawn import is_drawn
from tests.gui.incident_kit import type_into

Ask = Callable[[Callable[[Services], Any]], Any]
MakeWindow = Callable[..., MainWindow]
TYPED = "Ғимаратта тағы бір куә болды"
GONE = "It is no part of the record."


def words(page: QWidget | None) -> str:
    assert page is not None
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def add(ask: Ask) -> str:
    return str(ask(lambda services: services.recording.add({"title": "Оқиға Ҷ"}, (), Watch())).id)


def names(ask: Ask) -> tuple[str, ...]:
    found: tuple[str, ...] = ask(lambda services: services.drafts.names())
    return found


def keep(ask: Ask, identifier: str) -> None:
    draft = draft_of_record("incident", identifier)
    ask(lambda services: services.drafts.save(draft, {"narrative": {"text": TYPED}}))


def open_incident(window: MainWindow, qtbot: QtBot, identifier: str) -> Incident:
    window.show_page("incident", id=identifier)
    page = window.page
    assert isinstance(page, Incident)
    qtbot.waitUntil(lambda: is_drawn(page), timeout=WAIT_MS)
    return page


def open_deleting(window: MainWindow, qtbot: QtBot, identifier: str) -> Deleting:
    window.show_page("deleting", id=identifier, kind="incident")
    page = window.page
    assert isinstance(page, Deleting)
    qtbot.waitUntil(page.do_button.isEnabled, timeout=WAIT_MS)
    return page


def test_deleting_says_that_what_was_not_saved_goes_too(
    make_window: MakeWindow, ask: Ask, qtbot: QtBot
) -> None:
    identifier, other = add(ask), add(ask)
    window = make_window(Incidents, Incident, Deleting)
    keep(ask, identifier)
    assert not open_deleting(window, qtbot, other).unsaved.isVisible()
    page = open_deleting(window, qtbot, identifier)
    assert page.unsaved.isVisible()
    page.reason.insert("қате")
    page.do_button.click()
    qtbot.waitUntil(lambda: isinstance(window.page, Incidents), timeout=WAIT_MS)
    assert names(ask) == ()


def test_what_was_typed_in_a_record_that_others_deleted_is_shown_until_it_is_forgotten(
    opened: PageContext, ask: Ask, qtbot: QtBot
) -> None:
    identifier = add(ask)
    ask(lambda services: services.recording.delete(identifier, "екі рет"))
    keep(ask, identifier)
    window = open_window(opened, lambda _: None)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitUntil(lambda: window.page is not None, timeout=WAIT_MS)
    opened.opened.emit()
    qtbot.waitUntil(lambda: isinstance(window.page, Incident), timeout=WAIT_MS)
    page = window.page
    assert isinstance(page, Incident)
    qtbot.waitUntil(lambda: is_drawn(page), timeout=WAIT_MS)
    ask(lambda _: None)
    # Not tried again, so nothing is refused; and not put into what was saved.
    assert not page.error_bar.isVisible()
    assert GONE in words(page)
    assert TYPED in words(page)
    assert page.sheet.value(("narrative",)) is None
    page._unsaved.copy_button.setFocus()
    QTest.keyClick(page._unsaved.copy_button, Qt.Key.Key_Space)
    assert TYPED in QApplication.clipboard().text()
    assert page.leave()
    page.save()
    assert names(ask) != ()
    page._unsaved.forget_button.click()
    qtbot.waitUntil(lambda: names(ask) == () and is_drawn(page), timeout=WAIT_MS)
    assert GONE not in words(page)


def test_what_is_typed_while_the_record_is_deleted_elsewhere_is_kept_and_refused_once(
    make_window: MakeWindow, ask: Ask, qtbot: QtBot
) -> None:
    identifier = add(ask)
    window = make_window(Incidents, Incident)
    page = open_incident(window, qtbot, identifier)
    ask(lambda services: services.recording.delete(identifier, "екі рет"))
    type_into(page, TYPED, "title")
    page.save()
    qtbot.waitUntil(page.error_bar.isVisible, timeout=WAIT_MS)
    page.context.announce("incident")
    qtbot.waitUntil(lambda: GONE in words(page), timeout=WAIT_MS)
    assert names(ask) == (draft_of_record("incident", identifier),)
    page.error_bar.hide()
    page.save()
    ask(lambda _: None)
    assert not page.error_bar.isVisible()
    page._unsaved.forget_button.click()
    qtbot.waitUntil(lambda: names(ask) == () and page.sheet.shown is not None, timeout=WAIT_MS)
    assert page.sheet.value(("title",)) == "Оқиға Ҷ"


def test_a_draft_that_can_be_saved_is_tried_as_before(
    make_window: MakeWindow, ask: Ask, qtbot: QtBot
) -> None:
    identifier = add(ask)
    keep(ask, identifier)
    page = open_incident(make_window(Incidents, Incident), qtbot, identifier)
    qtbot.waitUntil(lambda: names(ask) == (), timeout=WAIT_MS)
    assert page.sheet.value(("narrative", "text")) == TYPED
    assert GONE not in words(page)
