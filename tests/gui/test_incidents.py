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
    page.filters.click()
    page.panel.only[Narrowing.HAS_EVIDENCE].click()
    qtbot.waitUntil(lambda: titles(page) == ["Қорқыту"], timeout=WAIT_MS)
    assert page.filters.text() == "Filter: 1"
    page.panel.form.set_value("beating")
    page.panel.form.changed.emit()
    qtbot.waitUntil(lambda: titles(page) == [], timeout=WAIT_MS)
    page.panel.only[Narrowing.HAS_EVIDENCE].click()
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
    assert page.panel.form.findText("Угроза") > 0


DATED: JsonObject = {
    "title": "Жуық күн",
    "when": {"edtf": "2014-01"},
    "where": {"country": "KZ", "region": "KZ-47", "locality": "Мысалкент"},
    "urgency": "ongoing",
    "violation_status": "likely",
}


def test_days_are_typed_as_dates_are_and_counted_honestly(
    make_window: MakeWindow, ask: Ask, qtbot: QtBot
) -> None:
    exact: JsonObject = {"title": "Дәл күн", "when": {"edtf": "2014-01-09"}}
    ask(lambda services: [services.recording.add(each, (), Watch()) for each in (FIRST, DATED, exact)])
    page = page_of(make_window(Incidents))
    page.filters.click()
    page.panel.since.line.insert("5 January 2014")
    page.panel.until.line.insert("11.01.2014")
    page.panel.since.line.changed.emit()
    qtbot.waitUntil(lambda: titles(page) == ["Дәл күн", "Жуық күн"], timeout=WAIT_MS)
    words = "2 found · 1 of them certainly in that time · 1 more without a date"
    qtbot.waitUntil(lambda: page.count.text() == words, timeout=WAIT_MS)
    page.panel.surely.click()
    qtbot.waitUntil(lambda: titles(page) == ["Дәл күн"], timeout=WAIT_MS)
    page.panel.since.line.setText("sometime")
    page.panel.since.line.changed.emit()
    qtbot.waitUntil(lambda: page.panel.query().since is None, timeout=WAIT_MS)


def test_values_are_counted_and_places_are_a_tree(make_window: MakeWindow, ask: Ask, qtbot: QtBot) -> None:
    ask(lambda services: services.recording.add(FIRST, (), Watch()))
    ask(lambda services: services.recording.add(DATED, (), Watch()))
    page = page_of(make_window(Incidents))
    page.filters.click()
    qtbot.waitUntil(lambda: page.panel.place.count() > 1, timeout=WAIT_MS)
    offered = [page.panel.place.itemText(row).strip() for row in range(1, page.panel.place.count())]
    assert offered == ["Kazakhstan  ·  1", "Mangystau Region  ·  1"]
    assert page.panel.form.findText("Threat  ·  1") > 0
    page.panel.place.set_value("KZ/KZ-47")
    page.panel.place.changed.emit()
    qtbot.waitUntil(lambda: titles(page) == ["Жуық күн"], timeout=WAIT_MS)
    page.panel.clear()
    qtbot.waitUntil(lambda: len(titles(page)) == 2, timeout=WAIT_MS)


def test_the_list_is_narrowed_to_a_town_by_its_region_or_by_its_name(
    make_window: MakeWindow, ask: Ask, qtbot: QtBot
) -> None:
    town: JsonObject = {"country": "KZ", "region": "KZ-47", "locality": "Zhanaozen"}
    there: JsonObject = {"title": "Ұрды", "where": town}
    ask(lambda services: [services.recording.add(each, (), Watch()) for each in (FIRST, DATED, there)])
    page = page_of(make_window(Incidents))
    page.filters.click()
    panel = page.panel
    qtbot.waitUntil(lambda: panel.place.findData("KZ/KZ-47") > 0, timeout=WAIT_MS)
    panel.place.set_value("KZ/KZ-47")
    panel.place.changed.emit()
    qtbot.waitUntil(lambda: panel.place.findData("KZ/KZ-47/zhanaozen") > 0, timeout=WAIT_MS)
    assert panel.place.itemText(panel.place.findData("KZ/KZ-47/мысалкент")).strip() == "Мысалкент  ·  1"
    panel.clear()
    panel.town.setFocus()
    panel.town.insert("Жаңаөзен")
    panel.town.textEdited.emit(panel.town.text())
    qtbot.waitUntil(panel.town._popup.isVisible, timeout=WAIT_MS)
    QTest.keyClick(panel.town._popup, Qt.Key.Key_Down)
    QTest.keyClick(panel.town._popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: titles(page) == ["Ұрды"], timeout=WAIT_MS)
    assert panel.place.currentText().strip().startswith("Zhanaozen")
    assert panel.query().place == "KZ/KZ-47/zhanaozen"
    assert (panel.town.text(), page.filters.text()) == ("", "Filter: 1")


def test_a_search_is_kept_asked_again_and_forgotten(make_window: MakeWindow, ask: Ask, qtbot: QtBot) -> None:
    ask(lambda services: services.recording.add(FIRST, (), Watch()))
    ask(lambda services: services.recording.add(DATED, (), Watch()))
    page = page_of(make_window(Incidents))
    page.filters.click()
    page.panel.only[Narrowing.URGENT].click()
    page.panel.name.insert("Шұғыл")
    page.panel.name.changed.emit()
    page.panel._keep.click()
    qtbot.waitUntil(lambda: page.panel.saved.value() == "Шұғыл", timeout=WAIT_MS)
    page.panel.clear()
    qtbot.waitUntil(lambda: len(titles(page)) == 2, timeout=WAIT_MS)
    page.panel.saved.set_value("Шұғыл")
    page.panel.saved.changed.emit()
    qtbot.waitUntil(lambda: titles(page) == ["Жуық күн"], timeout=WAIT_MS)
    page.panel._forget.click()
    qtbot.waitUntil(lambda: page.panel.saved.count() == 1, timeout=WAIT_MS)
    assert ask(lambda services: services.searches.saved().items) == ()
