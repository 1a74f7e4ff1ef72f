"""A file of evidence is deleted or erased from the page of its incident, by mouse and by keyboard."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.page import Page
from app.gui.pages.deleting import Deleting
from app.gui.pages.erasing import Erasing
from app.gui.pages.evidence_list import EvidenceList
from app.gui.pages.incident import Incident
from app.gui.pages.incident_sections import EvidenceSection
from app.gui.pages.incidents import Incidents
from app.gui.widgets.evidence import EvidenceStrip
from app.services import Services
from tests.builders import PASSPHRASE
from tests.gui.conftest import WAIT_MS
from tests.gui.drawn import is_drawn
from tests.gui.incident_kit import history_of

Ask = Callable[[Callable[[Services], Any]], Any]
MakeWindow = Callable[..., MainWindow]
ALL = (Incidents, Incident, EvidenceList, Deleting, Erasing)
NAME = "Үлгі Тестұлы.jpg"


@pytest.fixture
def identifier(ask: Ask, tmp_path: Path) -> str:
    """An incident with two files."""
    files = (tmp_path / NAME, tmp_path / "екінші.pdf")
    for number, file in enumerate(files):
        file.write_bytes(b"\xff\xd8\xff\xe0" + bytes([number]) * 5000)
    return str(ask(lambda services: services.recording.add({"title": "Оқиға Ҷ"}, files, Watch())).id)


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    """The pages that are gone through."""
    made = make_window(*ALL)
    made.resize(1366, 768)
    return made


def items(ask: Ask, identifier: str) -> list[Any]:
    return list(ask(lambda services: services.evidence.list(identifier)).items)


def words(page: QWidget | None) -> str:
    assert page is not None
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def open_incident(window: MainWindow, qtbot: QtBot, identifier: str) -> EvidenceSection:
    window.show_page("incident", id=identifier)
    page = window.page
    assert isinstance(page, Incident)
    qtbot.waitUntil(lambda: is_drawn(page), timeout=WAIT_MS)
    return section_of(page)


def section_of(page: Page | None) -> EvidenceSection:
    assert isinstance(page, Incident)
    return next(each for each in page.sections if isinstance(each, EvidenceSection))


def tiles(strip: EvidenceStrip) -> dict[str, QPoint]:
    shown = strip._tiles
    found = [shown.item(row) for row in range(shown.count())]
    return {
        str(each.data(Qt.ItemDataRole.AccessibleTextRole)).partition(",")[0]: shown.visualItemRect(
            each
        ).center()
        for each in found
    }


def click(strip: EvidenceStrip, name: str) -> None:
    left, no = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(strip._tiles.viewport(), left, no, tiles(strip)[name])


def asking(window: MainWindow, qtbot: QtBot, kind: type[Any]) -> Any:
    page = window.page
    assert isinstance(page, kind)
    qtbot.waitUntil(page.do_button.isEnabled, timeout=WAIT_MS)
    return page


def is_back(window: MainWindow, told: str) -> bool:
    return isinstance(window.page, Incident) and told in words(window.page)


def test_a_file_is_deleted_by_keyboard_and_the_incident_says_why(
    window: MainWindow, ask: Ask, qtbot: QtBot, identifier: str
) -> None:
    strip = open_incident(window, qtbot, identifier).strip
    assert not any(each.isVisible() for each in strip.buttons)
    strip._tiles.setFocus(Qt.FocusReason.TabFocusReason)
    assert all(each.isVisible() for each in strip.buttons)
    first = items(ask, identifier)[0]
    strip.buttons[1].setFocus()
    QTest.keyClick(strip.buttons[1], Qt.Key.Key_Return)
    page = asking(window, qtbot, Deleting)
    assert page.which.text().startswith(first.name)
    assert "Delete this file" in words(page)
    assert "stay in this vault" in words(page)
    assert "Backups, bundles already sent" in words(page)
    assert page.reason.hasFocus()
    page.do_button.click()
    assert "Say why." in words(page)
    QTest.keyClicks(page.reason, "not of this incident")
    page.do_button.setFocus()
    QTest.keyClick(page.do_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: is_back(window, f"Deleted: {first.name}"), timeout=WAIT_MS)
    assert "not of this incident" in words(window.page)
    assert "The file is deleted." in words(window)
    assert first.name not in tiles(section_of(window.page).strip)
    assert [each.name for each in items(ask, identifier)] != []
    assert ask(lambda services: services.vault.evidence.has(first.sha256))


def test_a_file_is_erased_by_its_menu_after_reason_and_passphrase(
    window: MainWindow, ask: Ask, qtbot: QtBot, identifier: str
) -> None:
    strip = open_incident(window, qtbot, identifier).strip
    item = next(each for each in items(ask, identifier) if each.name == NAME)
    click(strip, NAME)
    place = tiles(strip)[NAME]
    viewport = strip._tiles.viewport()
    QApplication.sendEvent(
        viewport,
        QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, viewport.mapToGlobal(place)),
    )
    (menu,) = strip.findChildren(QMenu)
    actions: list[QAction] = menu.actions()
    assert [each.text() for each in actions] == ["Hand out a copy…", "Delete this file…", "Erase this file…"]
    actions[2].trigger()
    menu.close()
    page = asking(window, qtbot, Erasing)
    assert "Erase this file" in words(page)
    assert [box.text() for box in page.boxes.values() if box.isVisible()] == ["The file itself", "Its name"]
    assert all(box.isChecked() for box in page.boxes.values() if box.isVisible())
    assert "its SHA-256, when it was erased and why" in words(page)
    assert "each is a record of its own" not in words(page)
    assert "Backups, bundles already sent" in words(page)
    assert "an SSD" in words(page)
    page.reason.insert("өтініш")
    page.do_button.click()
    assert "The passphrase is needed." in words(page)
    page.passphrase.line.insert("басқа сөз")
    page.do_button.click()
    qtbot.waitUntil(lambda: "does not open" in words(page), timeout=WAIT_MS)
    assert ask(lambda services: services.vault.evidence.has(item.sha256))
    page.passphrase.line.setText(PASSPHRASE)
    page.do_button.click()
    qtbot.waitUntil(page.done.isVisible, timeout=WAIT_MS)
    assert "Erased: The file itself, Its name" in words(page)
    page.back_button.click()
    qtbot.waitUntil(lambda: is_back(window, "Erased: a file"), timeout=WAIT_MS)
    assert "өтініш" in words(window.page)
    assert NAME not in words(window.page)
    assert NAME not in tiles(section_of(window.page).strip)
    assert not section_of(window.page).ended.findChildren(QPushButton)
    assert isinstance(window.page, Incident)
    assert "A file without a name" in history_of(window.page, qtbot, "Chain of custody")
    assert not ask(lambda services: services.vault.evidence.has(item.sha256))


def test_what_was_deleted_can_still_be_erased(
    window: MainWindow, ask: Ask, qtbot: QtBot, identifier: str
) -> None:
    item = next(each for each in items(ask, identifier) if each.name == NAME)
    ask(lambda services: services.recording.delete(item.id, "қате"))
    section = open_incident(window, qtbot, identifier)
    (erase,) = section.ended.findChildren(QPushButton)
    assert erase.accessibleName() == f"Erase this file: {NAME}"
    erase.setFocus()
    QTest.keyClick(erase, Qt.Key.Key_Space)
    page = asking(window, qtbot, Erasing)
    assert page.reason.hasFocus()
    # The facts alone: its name stays with the incident.
    page.boxes["identities"].click()
    page.reason.insert("өтініш")
    page.passphrase.line.insert(PASSPHRASE)
    page.do_button.click()
    qtbot.waitUntil(page.done.isVisible, timeout=WAIT_MS)
    page.back_button.click()
    qtbot.waitUntil(lambda: is_back(window, f"Erased: {NAME}"), timeout=WAIT_MS)
    assert f"Deleted: {NAME}" not in words(window.page)


def test_the_delete_key_asks_and_back_changes_nothing(
    window: MainWindow, ask: Ask, qtbot: QtBot, identifier: str
) -> None:
    strip = open_incident(window, qtbot, identifier).strip
    before = items(ask, identifier)
    click(strip, NAME)
    QTest.keyClick(strip._tiles, Qt.Key.Key_Delete)
    page = asking(window, qtbot, Deleting)
    page.back_button.click()
    assert isinstance(window.page, Incident)
    assert window.page.record_id == identifier
    assert items(ask, identifier) == before


def test_the_same_file_elsewhere_keeps_its_bytes_and_that_is_said(
    window: MainWindow, ask: Ask, qtbot: QtBot, identifier: str, tmp_path: Path
) -> None:
    ask(lambda services: services.evidence.add(identifier, tmp_path / NAME, None, Watch()))
    item = next(each for each in items(ask, identifier) if each.name == NAME)
    window.show_page("erasing", id=item.id, kind="evidence", incident=identifier)
    page = asking(window, qtbot, Erasing)
    assert page.place == "incidents"
    assert "1 other item of evidence is the same file" in words(page)
    page.reason.insert("екі рет")
    page.passphrase.line.insert(PASSPHRASE)
    page.do_button.click()
    qtbot.waitUntil(page.done.isVisible, timeout=WAIT_MS)
    assert "its bytes stay until that is erased too" in words(page)
    assert ask(lambda services: services.vault.evidence.has(item.sha256))


def test_a_deleted_incident_takes_nothing_in_and_its_files_can_be_erased(
    window: MainWindow, ask: Ask, qtbot: QtBot, identifier: str
) -> None:
    ask(lambda services: services.recording.delete(identifier, "қате"))
    strip = open_incident(window, qtbot, identifier).strip
    assert not strip.acceptDrops()
    assert not strip._adding.isEnabled()
    click(strip, NAME)
    strip.buttons[2].click()
    assert isinstance(window.page, Erasing)
