"""Columns of one's choice in the list of incidents: by keyboard and mouse, remembered in the vault."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.list_columns import OFFERED, WIDTH_STEP, ChosenColumns, ListColumn
from app.domain.query import Order
from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.pages.incidents import Incidents
from app.gui.widgets.columns_panel import ColumnsPanel
from app.services import Services
from tests.gui.conftest import WAIT_MS
from tests.gui.looked_at import painted_texts

Ask = Callable[[Callable[[Services], object]], object]
MakeWindow = Callable[..., MainWindow]
TITLE, WHEN, STATUS = ListColumn.TITLE, ListColumn.WHEN, ListColumn.STATUS
RECORD: JsonObject = {
    "title": "Қорқыту",
    "when": {"edtf": "2014-01-09"},
    "violation_status": "likely",
    "acts": [{"form": "threat"}],
}


@pytest.fixture
def page(make_window: MakeWindow, ask: Ask, qtbot: QtBot) -> Incidents:
    """The list with one incident, wide enough for a table."""
    ask(lambda services: services.recording.add(RECORD, (), Watch()))
    return entered(make_window, qtbot)


def entered(make_window: MakeWindow, qtbot: QtBot) -> Incidents:
    window = make_window(Incidents)
    window.resize(1366, 768)
    window.show_page("incidents")
    found = window.page
    assert isinstance(found, Incidents)
    qtbot.waitUntil(
        lambda: found.list.model().rowCount() == 1 and found._columns is not None, timeout=WAIT_MS
    )
    return found


def painted(page: Incidents) -> list[str]:
    """The words of the one row, from left to right."""
    texts = painted_texts(page.table.viewport())
    return [each.text for each in sorted(texts, key=lambda each: each.place.left())]


def kept(page: Incidents, ask: Ask) -> ChosenColumns:
    page.seal()
    text = ask(lambda services: services.settings.layout("incidents.columns"))
    assert isinstance(text, str)
    return ChosenColumns.from_text("incident", text)


def choose(panel: ColumnsPanel, name: ListColumn) -> None:
    """Go to a column with the arrow keys."""
    QTest.keyClick(panel.list, Qt.Key.Key_Home)
    for _ in ListColumn:
        if panel._current() is name:
            return
        QTest.keyClick(panel.list, Qt.Key.Key_Down)
    raise AssertionError(name)


def test_with_the_keyboard_columns_are_chosen_moved_widened_and_remembered(
    page: Incidents, ask: Ask, make_window: MakeWindow, qtbot: QtBot
) -> None:
    assert not page.table.header.isVisible()
    assert "Likely" not in painted(page)
    panel = page.columns_panel
    page.columns_button.setFocus()
    QTest.keyClick(page.columns_button, Qt.Key.Key_Space)
    assert panel.list.hasFocus()
    for name in OFFERED["incident"].at_first[2:]:
        choose(panel, name)
        QTest.keyClick(panel.list, Qt.Key.Key_Space)
    choose(panel, STATUS)
    QTest.keyClick(panel.list, Qt.Key.Key_Space)
    assert page.table.columns.names == (TITLE, WHEN, STATUS)
    assert page.table.header.isVisible()
    before = page.table.columns.width_of(STATUS)
    QTest.keyClick(panel.wider, Qt.Key.Key_Space)
    QTest.keyClick(panel.left, Qt.Key.Key_Space)
    QTest.keyClick(panel.left, Qt.Key.Key_Space)
    assert not panel.left.isEnabled()
    assert page.table.columns.names == (STATUS, TITLE, WHEN)
    assert page.table.header.sectionSize(0) == before + WIDTH_STEP
    assert painted(page) == ["Likely", "Қорқыту", "9 Jan 2014"]
    chosen = kept(page, ask)
    again = entered(make_window, qtbot)
    assert again.table.columns == chosen == page.table.columns
    assert again.table.header.isVisible()
    QTest.keyClick(again.columns_panel.restore, Qt.Key.Key_Space)
    assert not again.table.header.isVisible()
    assert kept(again, ask) == ChosenColumns()


def test_with_the_mouse_a_column_is_dragged_widened_and_hidden(
    page: Incidents, ask: Ask, qtbot: QtBot
) -> None:
    page.table.header.moved.emit(ChosenColumns().with_names(TITLE, WHEN, STATUS))
    qtbot.waitUntil(lambda: page.table.columns.names == (TITLE, WHEN, STATUS), timeout=WAIT_MS)
    header = page.table.header
    drag(page, header.sectionViewportPosition(2) + 40, header.sectionViewportPosition(1) + 10)
    qtbot.waitUntil(lambda: page.table.columns.names == (TITLE, STATUS, WHEN), timeout=WAIT_MS)
    assert painted(page) == ["Қорқыту", "Likely", "9 Jan 2014"]
    edge = header.sectionViewportPosition(1) - 1
    before = page.table.columns.width_of(TITLE)
    drag(page, edge, edge + 60)
    assert page.table.columns.width_of(TITLE) == before + 60
    menu = header.menu()
    ticked = [action.text() for action in menu.actions() if action.isChecked()]
    assert ticked == ["Title", "Date", "Status"]
    next(action for action in menu.actions() if action.text() == "Date").trigger()
    assert page.table.columns.names == (TITLE, STATUS)
    assert page.columns_panel.list.item(1).text() == "Status"
    assert kept(page, ask).width_of(TITLE) == before + 60


def drag(page: Incidents, start: int, end: int) -> None:
    """With the left button along the header."""
    area, middle = page.table.header.viewport(), page.table.header.height() // 2
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(area, left, none, QPoint(start, middle))
    for x in (start + (end - start) // 2, end):
        QTest.mouseMove(area, QPoint(x, middle))
    QTest.mouseRelease(area, left, none, QPoint(end, middle))


def test_a_row_is_read_aloud_in_the_columns_that_are_shown(page: Incidents) -> None:
    row = page.table.model().index(0, 0)
    said = Qt.ItemDataRole.AccessibleTextRole
    assert row.data(said).startswith("Қорқыту, 9 January 2014")
    page.table.show_columns(ChosenColumns().with_names(STATUS, TITLE))
    assert row.data(said) == "Status: Likely, Title: Қорқыту"
    page.table.show_columns(ChosenColumns())
    assert row.data(said).startswith("Қорқыту, 9 January 2014")


def test_what_lies_beside_is_reached_with_the_arrow_keys_and_stays_in_sight(page: Incidents) -> None:
    page.table.show_columns(ChosenColumns().with_names(*OFFERED["incident"].words))
    page.table.setFocus()
    bar, header = page.table.horizontalScrollBar(), page.table.header
    assert bar.maximum() == header.length() - page.table.viewport().width()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    for _ in range(3):
        QTest.keyClick(page.table, Qt.Key.Key_Right)
    there = bar.value()
    assert there > 0
    assert header.offset() == there
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    page.table.scrollTo(page.table.model().index(0, 0))
    assert bar.value() == there
    QTest.keyClick(page.table, Qt.Key.Key_Left)
    assert bar.value() < there


def test_what_a_later_version_remembers_is_as_at_first(
    make_window: MakeWindow, ask: Ask, qtbot: QtBot
) -> None:
    ask(lambda services: services.recording.add(RECORD, (), Watch()))
    ask(lambda services: services.settings.keep_layout("incidents.columns", '{"columns": ["mood"]}'))
    assert entered(make_window, qtbot).table.columns == ChosenColumns()


def test_a_click_on_a_heading_orders_the_list_and_it_is_remembered(
    page: Incidents, ask: Ask, make_window: MakeWindow, qtbot: QtBot
) -> None:
    older: JsonObject = {**RECORD, "title": "Арест", "when": {"edtf": "2011-12-17"}}
    ask(lambda services: services.recording.add(older, (), Watch()))
    page.refresh()
    page.table.header.moved.emit(ChosenColumns().with_names(STATUS, TITLE, WHEN))
    qtbot.waitUntil(lambda: page.table.columns.names == (STATUS, TITLE, WHEN), timeout=WAIT_MS)
    header = page.table.header

    def first(title: str) -> None:
        qtbot.waitUntil(lambda: str(page.table.model().index(0, 0).data()).find(title) >= 0, timeout=WAIT_MS)

    def arrow() -> tuple[bool, int]:
        return header.isSortIndicatorShown(), header.sortIndicatorSection()

    def press(section: int) -> None:
        at = QPoint(header.sectionViewportPosition(section) + 40, header.height() // 2)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)

    first("Қорқыту")
    assert arrow() == (True, 2)
    press(2)
    first("Арест")
    press(2)
    first("Қорқыту")
    press(0)
    assert arrow() == (True, 2), "nothing stands by its status"
    press(1)
    first("Арест")
    assert arrow() == (True, 1)
    page.seal()
    again = make_window(Incidents)
    again.show_page("incidents")
    reopened = again.page
    assert isinstance(reopened, Incidents)
    qtbot.waitUntil(lambda: reopened.panel.order.value() == Order.TITLE, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "Арест" in str(reopened.table.model().index(0, 0).data()), timeout=WAIT_MS)
