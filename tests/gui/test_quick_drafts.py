"""Half an incident: sealed by a lock, found again, gone on with or set aside, and never declared done."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.gui.main_window import MainWindow
from app.gui.pages.quick_entry import QuickEntry
from app.gui.quick_draft import QuickDraft
from app.services import Services
from tests.gui.keys import press
from tests.gui.test_quick_entry import (
    TEXT,
    Ask,
    Elsewhere,
    Shown,
    entered,
    incidents,
    newest,
    wait_for_incidents,
)


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    window = make_window(QuickEntry, Elsewhere, Shown)
    window.show_page("incidents")
    return window


@pytest.fixture
def page(window: MainWindow, ask: Ask) -> QuickEntry:
    return entered(window, ask)


def left_over(window: MainWindow, ask: Ask, *texts: str) -> QuickEntry:
    """The page, over a vault that was closed while these were being typed."""

    def close_on(services: Services) -> None:
        for number, text in enumerate(texts):
            services.drafts.save(f"quick.{number}", QuickDraft(narrative=text).to_json())

    ask(close_on)
    return entered(window, ask)


def test_a_lock_seals_half_an_incident_and_makes_none(page: QuickEntry, window: MainWindow, ask: Ask) -> None:
    page.narrative.insertPlainText(TEXT)
    window.seal()
    assert ask(incidents).total == 0
    assert len(ask(lambda services: services.drafts.names("quick."))) == 1


def test_another_look_does_not_make_an_incident_of_half_of_one(
    page: QuickEntry, window: MainWindow, ask: Ask
) -> None:
    page.narrative.insertPlainText(TEXT)
    window.rebuild()
    ask(lambda _: None)
    assert isinstance(window.page, QuickEntry)
    assert window.page.narrative.value() == TEXT
    assert ask(incidents).total == 0


def test_what_was_found_again_stays_a_draft_for_whoever_goes_elsewhere(window: MainWindow, ask: Ask) -> None:
    page = left_over(window, ask, TEXT)
    assert page.notice.isVisible()
    press(page.narrative, Qt.Key.Key_Escape)
    assert isinstance(window.page, Elsewhere)
    assert ask(incidents).total == 0
    assert entered(window, ask).narrative.value() == TEXT


def test_whoever_types_goes_on_with_what_was_found_again(window: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    page = left_over(window, ask, TEXT)
    QTest.keyClicks(page.narrative, "!")
    press(page.narrative, Qt.Key.Key_Escape)
    wait_for_incidents(qtbot, ask, 1)
    assert ask(newest).content["narrative"] == {"text": TEXT + "!"}
    assert ask(lambda services: services.drafts.names()) == ()


def test_what_was_found_again_is_set_aside_and_taken_up_again(
    window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    page = left_over(window, ask, "Бірінші", "Екінші")
    for text in ("Бірінші", "Екінші"):
        assert page.narrative.value() == text
        page.notice.button.click()
        ask(lambda _: None)
    assert page.narrative.value() is None
    page.narrative.insertPlainText(TEXT)
    page.notice.button.click()
    ask(lambda _: None)
    assert page.narrative.value() == "Бірінші"
    page.save()
    wait_for_incidents(qtbot, ask, 1)
    kept = ask(lambda services: [services.drafts.load(name) for name in services.drafts.names()])
    assert {draft["narrative"] for draft in kept} == {"Екінші", TEXT}


def test_what_was_found_again_and_emptied_is_not_set_aside(window: MainWindow, ask: Ask) -> None:
    page = left_over(window, ask, TEXT)
    page.narrative.setPlainText("")
    page.when.set_value(page._blank.when)
    page.notice.button.click()
    ask(lambda _: None)
    assert not page.notice.isVisible()
    assert ask(lambda services: services.drafts.names()) == ()
