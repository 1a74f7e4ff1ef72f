"""The note on an incident's page that another may be the same."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.pages.incident import Incident
from app.gui.pages.incidents import Incidents
from app.services import Services
from tests.gui.conftest import WAIT_MS

Ask = Callable[[Callable[[Services], object]], object]
REPORT: JsonObject = {
    "title": "Бірінші хабар",
    "when": {"edtf": "2014-01-09"},
    "where": {"country": "KG", "locality": "Үлгіауыл"},
    "acts": [{"form": "courtroom_attack"}],
}


def test_another_report_is_named_with_the_reason_and_opened(
    make_window: Callable[..., MainWindow], ask: Ask, qtbot: QtBot
) -> None:
    first = ask(lambda services: services.recording.add(REPORT, (), Watch()).id)
    again: JsonObject = {**REPORT, "title": "Екінші <b>хабар</b>"}
    second = ask(lambda services: services.recording.add(again, (), Watch()).id)
    apart: JsonObject = {"title": "Басқа", "when": {"edtf": "2015-01-09"}}
    other = ask(lambda services: services.recording.add(apart, (), Watch()).id)
    window = make_window(Incidents, Incident)
    window.show_page("incident", id=first)
    page = window.page
    assert isinstance(page, Incident)
    qtbot.waitUntil(page._duplicates.isVisible, timeout=WAIT_MS)
    (opening,) = page._duplicates.findChildren(QPushButton)
    told = "Екінші <b>хабар</b> · the same days, the same place, the same kind of act"
    assert opening.accessibleName() == told
    opening.setFocus()
    QTest.keyClick(opening, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.record_id == second, timeout=WAIT_MS)
    window.show_page("incident", id=other)
    qtbot.waitUntil(lambda: page.record_id == other, timeout=WAIT_MS)
    qtbot.wait(700)
    assert not page._duplicates.isVisible()
