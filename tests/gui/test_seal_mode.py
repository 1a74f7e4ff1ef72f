"""Seal mode through the real pages: switched on, seen, asked about once, and never a surprise."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.page import Page, PageContext
from app.gui.pages.incident import Incident
from app.gui.pages.incidents import Incidents
from app.gui.pages.quick_entry import QuickEntry
from app.gui.pages.seal_mode import SealMode
from app.gui.pages.sealing import Sealing
from app.gui.pages.settings import Settings
from app.services import Services, open_services
from app.services.answers_sealing import SealModeShown
from tests.builders import PASSPHRASE
from tests.canary import FULL_NAME, bytes_name_canary
from tests.gui.conftest import WAIT_MS, StoppedClock
from tests.vault.raw_database import decrypted_pages

Ask = Callable[[Callable[[Services], Any]], Any]
GROUP = "Юг"


@pytest.fixture
def window(make_window: Callable[..., MainWindow], other: Path) -> MainWindow:
    assert other.exists()
    return make_window(QuickEntry, Incidents, Incident, Settings, SealMode, Sealing)


def shown(page: Page) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def switch_on(ask: Ask) -> None:
    ask(lambda services: services.seal_mode.switch_on((), (GROUP,)))


def entry(window: MainWindow, qtbot: QtBot, button: str) -> QuickEntry:
    """Quick entry, once it knows how the mode stands."""
    window.show_page("quick_entry")
    page = window.page
    assert isinstance(page, QuickEntry)
    qtbot.waitUntil(lambda: page.save_button.text() == button, timeout=WAIT_MS)
    return page


def incidents(ask: Ask) -> int:
    return int(ask(lambda services: services.reading.list_incidents(None, None, 100, 0)).total)


def question() -> QMessageBox:
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    return box


def answer(words: str) -> None:
    next(each for each in question().buttons() if each.text() == words).click()


def test_it_is_switched_on_and_off_by_the_passphrase(window: MainWindow, ask: Ask, qtbot: QtBot) -> None:
    def mode() -> SealModeShown:
        found = ask(lambda services: services.seal_mode.shown())
        assert isinstance(found, SealModeShown)
        return found

    window.show_page("settings")
    settings = window.page
    assert isinstance(settings, Settings)
    settings.seal_mode_button.click()
    page = window.page
    assert isinstance(page, SealMode)
    qtbot.waitUntil(lambda: bool(page.people.codes), timeout=WAIT_MS)
    assert "not even you" in shown(page)
    assert "until you hand it out" in shown(page)
    assert page.off_button.isHidden()
    page.passphrase.line.insert(PASSPHRASE)
    page.on_button.click()
    assert "At least one is needed" in shown(page)
    (box,) = page.groups.findChildren(QCheckBox)
    box.click()
    assert "At least one is needed" not in shown(page)
    page.passphrase.line.setText("басқа сөз")
    page.on_button.click()
    qtbot.waitUntil(lambda: "does not open" in page.passphrase_field._gap.text(), timeout=WAIT_MS)
    assert not mode().seals_new
    page.passphrase.line.setText(PASSPHRASE)
    page.on_button.click()
    qtbot.waitUntil(lambda: "It is on, for Пример Координатор" in shown(page), timeout=WAIT_MS)
    assert (mode().groups, mode().to, page.passphrase.value()) == ((GROUP,), (), "")
    page.off_button.click()
    assert page.passphrase_field._gap.text()
    assert mode().seals_new
    page.passphrase.line.insert(PASSPHRASE)
    page.off_button.click()
    qtbot.waitUntil(lambda: "It is off" in shown(page), timeout=WAIT_MS)
    assert not mode().seals_new


def test_only_the_explicit_finish_seals_and_asks_once(
    window: MainWindow, ask: Ask, opened: PageContext, other: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    before = ask(lambda services: services.recording.add({"title": "бұрынғы"}, (), Watch())).id
    page = entry(window, qtbot, "Save incident")
    assert not page.sealing.isVisible()
    switch_on(ask)
    window.show_page("incidents")
    page = entry(window, qtbot, "Save and seal")
    assert "goes to Пример Координатор alone" in shown(page)
    page.finish()
    assert QApplication.activeModalWidget() is None
    page.narrative.insertPlainText(FULL_NAME)
    page.where.set_place({"locality": "Үлгіауыл", "country": "KZ"})
    window.show_page("incidents")
    assert len(ask(lambda services: services.drafts.names())) == 1
    assert incidents(ask) == 1
    page = entry(window, qtbot, "Save and seal")
    qtbot.waitUntil(lambda: page.narrative.value() == FULL_NAME, timeout=WAIT_MS)
    page.save_button.click()
    assert "not even you" in question().text()
    assert "Пример Координатор" in question().informativeText()
    answer("Cancel")
    assert (page.narrative.value(), incidents(ask)) == (FULL_NAME, 1)
    page.save_button.click()
    answer("Save and seal")
    qtbot.waitUntil(lambda: isinstance(window.page, Incident), timeout=WAIT_MS)
    assert isinstance(window.page, Incident)
    incident = window.page
    qtbot.waitUntil(lambda: "Not readable here since" in shown(incident), timeout=WAIT_MS)
    assert not incident.unsealed.isVisible()
    assert ask(lambda services: services.drafts.names()) == ()
    page = entry(window, qtbot, "Save and seal")
    assert (page.narrative.value(), page.where.place()) == (None, None)
    assert not page.narrative.document().isUndoAvailable()
    page.narrative.insertPlainText("екінші Ҷ")
    # The key that saves everywhere takes nothing away.
    page.save()
    assert page.narrative.value() == "екінші Ҷ"
    assert len(ask(lambda services: services.drafts.names())) == 1
    page.save_button.click()
    assert QApplication.activeModalWidget() is None
    qtbot.waitUntil(lambda: window.page is incident, timeout=WAIT_MS)
    # Left off in the list of incidents: what was there before can still be read.
    window.show_page("incident", id=before)
    qtbot.waitUntil(lambda: "Seal mode is on" in shown(incident), timeout=WAIT_MS)
    assert ask(lambda services: services.recording.show(before)).content["title"] == "бұрынғы"
    sealed = ask(lambda services: services.sealing.hand_out(tmp_path, Watch())).items
    with open_services(other, PASSPHRASE, StoppedClock(), Watch()) as office:
        for each in sealed:
            with Path(each.path).open("rb") as stream:
                office.exchange.apply(stream, None, Watch())
        found = {each.id for each in office.reading.list_incidents(None, None, 9, 0).items}
        texts = [office.recording.show(each).content["narrative"]["text"] for each in found]
    assert sorted(texts) == sorted([FULL_NAME, "екінші Ҷ"])
    opened.lanes.close()
    pages = decrypted_pages(opened.folder)
    assert "бұрынғы".encode() in pages
    assert not bytes_name_canary(pages)


def test_what_cannot_be_sealed_is_saved_and_says_so_until_it_is(
    window: MainWindow, ask: Ask, qtbot: QtBot
) -> None:
    switch_on(ask)
    ask(lambda services: services.seal_mode.confirm())
    page = entry(window, qtbot, "Save and seal")
    page.narrative.insertPlainText(FULL_NAME)
    page.where.set_place({"locality": "Үлгіауыл", "country": "KZ"})
    ask(lambda services: services.groups.delete(GROUP))
    page.save_button.click()
    qtbot.waitUntil(page.error_bar.isVisible, timeout=WAIT_MS)
    # Nothing of it is carried into the next one.
    assert page.where.place() is None
    assert "is saved, but not sealed." in shown(page)
    # The next one is told beforehand.
    page.sealing.refresh()
    qtbot.waitUntil(lambda: "nothing can be sealed now" in shown(page), timeout=WAIT_MS)
    next(each for each in page.error_bar.findChildren(QPushButton) if each.isVisible()).click()
    incident = window.page
    assert isinstance(incident, Incident)
    qtbot.waitUntil(incident.unsealed.isVisible, timeout=WAIT_MS)
    identifier = incident.record_id
    assert ask(lambda services: services.recording.show(identifier)).content["narrative"]["text"] == FULL_NAME
    incident.unsealed.button.click()
    sealing = window.page
    assert isinstance(sealing, Sealing)
    qtbot.waitUntil(lambda: bool(sealing.recipients.codes), timeout=WAIT_MS)
    sealing.recipients.set_value(sealing.recipients.codes)
    sealing.passphrase.line.insert(PASSPHRASE)
    sealing.do_button.click()
    qtbot.waitUntil(sealing.done.isVisible, timeout=WAIT_MS)
    assert ask(lambda services: services.recording.show(identifier)).marks == ("sealed",)
    sealing.back_button.click()
    # The page that showed it is gone; this is another one.
    sealed = window.page
    assert isinstance(sealed, Incident)
    qtbot.waitUntil(lambda: "Not readable here since" in shown(sealed), timeout=WAIT_MS)
    assert not sealed.unsealed.isVisible()
