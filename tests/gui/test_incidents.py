"""The list of incidents: found as one types, narrowed, opened with the keyboard, empty."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.query import Narrowing
from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.page import Page
from app.gui.pages.incident import Incident
from app.gui.pages.incidents import Incidents
from app.gui.pages.quick_entry import QuickEntry
from app.services import Services
from app.words import choose_language
from tests.gui.conftest import WAIT_MS

Ask = Callable[[Callable[[Services], object]], object]
MakeWindow = Callable[..., MainWindow]

FIRST: JsonObject = {"title": "Қорқыту", "acts": [{"form": "threat"}], "where": {"locality": "Мысалкент"}}
SECOND: JsonObject = {"title": "Лату", "acts": [{"form": "beating"}]}


def page_of(window: MainWindow) -> Incidents:
    window.show_page("incidents")
    assert isinstance(window.page, Incidents)
    return window.page


def titles(page: Incidents) -> list[str]:
    model = page.list.model()
    rows = [model.index(number, 0).data(Qt.ItemDataRole.UserRole) for number in range(model.rowCount())]
    return [row.title for row in rows if row is not None]


def test_an_empty_list_says_so_and_offers_the_first(make_window: MakeWindow, qtbot: QtBot) -> None:
    page = page_of(make_window(Incidents))
    qtbot.waitUntil(page._empty.isVisible, timeout=WAIT_MS)


def test_a_full_list_offers_the_next_one_too(make_window: MakeWindow, ask: Ask, qtbot: QtBot) -> None:
    ask(lambda services: services.recording.add(FIRST, (), Watch()))
    window = make_window(Incidents, QuickEntry)
    page = page_of(window)
    qtbot.waitUntil(lambda: len(titles(page)) == 1, timeout=WAIT_MS)
    page.new_button.click()
    assert isinstance(window.page, QuickEntry)


def test_what_is_typed_is_found_and_what_is_cleared_comes_back(
    make_window: MakeWindow, ask: Ask, qtbot: QtBot
) -> None:
    ask(lambda services: services.recording.add(FIRST, (), Watch()))
    ask(lambda services: services.recording.add(SECOND, (), Watch()))
    page = page_of(make_window(Incidents))
    qtbot.waitUntil(lambda: len(titles(page)) == 2, timeout=WAIT_MS)
    page.search()
    page.line.insert("коркыт")
    qtbot.waitUntil(lambda: titles(page) == ["Қорқыту"], timeout=WAIT_MS)
    page.line.setText("мұндай жоқ")
    qtbot.waitUntil(lambda: page.count.text() == "Nothing matches.", timeout=WAIT_MS)
    assert page.list.isVisible()
    page.line.clear()
    qtbot.waitUntil(lambda: len(titles(page)) == 2, timeout=WAIT_MS)


def test_form_and_filters_narrow_together(
    make_window: MakeWindow, ask: Ask, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "paper.bin"
    file.write_bytes(b"\x01" * 50)
    ask(lambda services: services.recording.add(FIRST, (file,), Watch()))
    ask(lambda services: services.recording.add(SECOND, (), Watch()))
    page = page_of(make_window(Incidents))
    qtbot.waitUntil(lambda: len(titles(page)) == 2, timeout=WAIT_MS)
    page.narrowings[Narrowing.HAS_EVIDENCE].trigger()
    qtbot.waitUntil(lambda: titles(page) == ["Қорқыту"], timeout=WAIT_MS)
    assert page.filters.accessibleName() == "Filter: 1, With evidence"
    page.forms.set_value("beating")
    page.forms.changed.emit()
    qtbot.waitUntil(lambda: titles(page) == [], timeout=WAIT_MS)
    page.narrowings[Narrowing.HAS_EVIDENCE].trigger()
    qtbot.waitUntil(lambda: titles(page) == ["Лату"], timeout=WAIT_MS)


def test_enter_on_a_row_opens_the_incident(make_window: MakeWindow, ask: Ask, qtbot: QtBot) -> None:
    ask(lambda services: services.recording.add(FIRST, (), Watch()))
    window = make_window(Incidents, Incident)
    page = page_of(window)
    qtbot.waitUntil(lambda: len(titles(page)) == 1, timeout=WAIT_MS)
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    opened: list[Page | None] = [window.page]
    assert isinstance(opened[0], Incident)


def test_a_change_elsewhere_is_seen_in_the_list(make_window: MakeWindow, ask: Ask, qtbot: QtBot) -> None:
    ask(lambda services: services.recording.add(FIRST, (), Watch()))
    window = make_window(Incidents)
    page = page_of(window)
    qtbot.waitUntil(lambda: len(titles(page)) == 1, timeout=WAIT_MS)
    ask(lambda services: services.recording.add(SECOND, (), Watch()))
    page.context.announce("incident")
    qtbot.waitUntil(lambda: len(titles(page)) == 2, timeout=WAIT_MS)


def test_the_filters_speak_russian(make_window: MakeWindow, ask: Ask, qtbot: QtBot) -> None:
    choose_language("ru")
    ask(lambda services: services.recording.add(FIRST, (), Watch()))
    page = page_of(make_window(Incidents))
    qtbot.waitUntil(lambda: len(titles(page)) == 1, timeout=WAIT_MS)
    assert page.forms.findText("Угроза") > 0
