"""People, proceedings and evidence: every list of the sidebar, and the pages of one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.strict_json import Json
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.pages.evidence_list import EvidenceList
from app.gui.pages.incident import Incident
from app.gui.pages.incidents import Incidents
from app.gui.pages.organisation import Organisation
from app.gui.pages.organisations import Organisations
from app.gui.pages.people import People
from app.gui.pages.person import Person
from app.gui.pages.proceeding import Proceeding
from app.gui.pages.proceedings import Proceedings
from app.gui.pages.record_lists import RecordListPage
from app.gui.pages.record_page import RecordPage
from app.gui.pages.record_sections import AskedField
from app.gui.pages.registry_lists import RegistryListPage
from app.services import Services
from tests.gui.conftest import WAIT_MS
from tests.gui.drawn import is_drawn

Ask = Callable[[Callable[[Services], object]], Any]
MakeWindow = Callable[..., MainWindow]
ALL = (Incidents, Incident, People, Person, Proceedings, Proceeding, EvidenceList)


def open_list(window: MainWindow, name: str, qtbot: QtBot) -> RecordListPage:
    window.show_page(name)
    page = window.page
    assert isinstance(page, RecordListPage)
    qtbot.waitUntil(lambda: page.list.model().rowCount() > 0, timeout=WAIT_MS)
    return page


def open_first(window: MainWindow, name: str, qtbot: QtBot) -> RecordPage:
    page = open_list(window, name, qtbot)
    page.list.clicked.emit(page.list.model().index(0, 0))
    qtbot.waitUntil(lambda: isinstance(window.page, RecordPage), timeout=WAIT_MS)
    opened = window.page
    assert isinstance(opened, RecordPage)
    qtbot.waitUntil(lambda: is_drawn(opened), timeout=WAIT_MS)
    return opened


def test_a_person_is_found_and_another_spelling_is_kept(
    make_window: MakeWindow, ask: Ask, qtbot: QtBot
) -> None:
    names: list[Json] = [{"id": "n1", "full": "Тестұлы Мысал"}]
    saved = ask(lambda services: services.recording.add_other("person", {"names": names}))
    page = open_first(make_window(*ALL), "people", qtbot)
    assert page.title.text() == "Тестұлы Мысал"
    page.sheet.change(("names", "n1", "surname"), "Тестұлы")
    page.save()
    qtbot.waitUntil(
        lambda: (
            ask(lambda services: services.recording.show(saved.id)).content["names"][0].get("surname")
            == "Тестұлы"
        ),
        timeout=WAIT_MS,
    )


def test_a_proceeding_opens_with_its_number(make_window: MakeWindow, ask: Ask, qtbot: QtBot) -> None:
    numbers: list[Json] = [{"id": "n1", "raw": "№ АД-000/14"}]
    ask(lambda services: services.recording.add_other("proceeding", {"numbers": numbers}))
    page = open_first(make_window(*ALL), "proceedings", qtbot)
    fields = {field.path: field for field in page.findChildren(AskedField)}
    assert fields[("numbers", "n1", "raw")].control.value() == "№ АД-000/14"  # type: ignore[attr-defined]


def test_evidence_opens_the_incident_that_it_belongs_to(
    make_window: MakeWindow, ask: Ask, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "paper.bin"
    file.write_bytes(b"\x01" * 20)
    saved = ask(lambda services: services.recording.add({"title": "т"}, (file,), Watch()))
    page = open_first(make_window(*ALL), "evidence", qtbot)
    assert page.record_id == saved.id


def test_every_empty_list_says_what_belongs_there(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(*ALL)
    for name in ("people", "proceedings", "evidence"):
        window.show_page(name)
        page = window.page
        assert page is not None
        qtbot.waitUntil(page._empty.isVisible, timeout=WAIT_MS)


@pytest.mark.parametrize(
    ("kind", "name"), [("people", "Мысал Үлгі"), ("organisations", "Үлгі қоры"), ("proceedings", "12-34/56")]
)
def test_one_is_made_from_the_list_with_its_name_alone(
    make_window: MakeWindow, qtbot: QtBot, kind: str, name: str
) -> None:
    window = make_window(People, Person, Organisations, Organisation, Proceedings, Proceeding)
    window.show_page(kind)
    page = window.page
    assert isinstance(page, RegistryListPage)
    page.begin_new()
    QTest.keyClick(page.new_name, Qt.Key.Key_Return)
    assert window.page is page, "without a name nothing is made"
    page.new_name.setText(name)
    page.new_name.textEdited.emit(name)
    QTest.keyClick(page.new_name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.page, RecordPage), timeout=WAIT_MS)
    opened = window.page
    assert isinstance(opened, RecordPage)
    qtbot.waitUntil(lambda: opened.title.text() == name, timeout=WAIT_MS)
