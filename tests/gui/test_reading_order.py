"""The Tab key goes as one reads: late fields where they stand, column after column, round and back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QLayoutItem,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import getAllValidWrappers

from app.gui.reading_order import bring_into_sight, next_stop


def _way(part: QWidget, *, forward: bool = True) -> list[str]:
    names, stop = list[str](), next_stop(part, None, forward=forward)
    while stop is not None and stop.objectName() not in names:
        names.append(stop.objectName())
        stop = next_stop(part, stop, forward=forward)
    return names


def _line(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    return made


def _frame(qtbot: QtBot) -> tuple[QWidget, QVBoxLayout]:
    frame = QWidget()
    qtbot.addWidget(frame)
    return frame, QVBoxLayout(frame)


def test_a_field_that_was_made_last_comes_where_it_stands(qtbot: QtBot) -> None:
    frame, rows = _frame(qtbot)
    rows.addWidget(_line("place"))
    grid = QGridLayout()
    grid.addWidget(_line("victim"), 0, 0)
    grid.addWidget(_line("witness"), 0, 1)
    rows.addLayout(grid)
    rows.insertWidget(0, _line("narrative"))
    assert _way(frame) == ["narrative", "place", "victim", "witness"]
    assert _way(frame, forward=False) == ["witness", "victim", "place", "narrative"]


def test_no_item_of_a_layout_stays_with_python(qtbot: QtBot) -> None:
    """It would outlive the item, and be taken for whatever comes to lie where that lay."""
    frame, rows = _frame(qtbot)
    inner = QVBoxLayout()
    rows.addLayout(inner)
    for number in range(9):
        (inner if number % 2 else rows).addWidget(_line(str(number)))
    held = sum(isinstance(each, QLayoutItem) for each in getAllValidWrappers())
    assert len(_way(frame)) == 9
    assert sum(isinstance(each, QLayoutItem) for each in getAllValidWrappers()) == held


def test_what_cannot_be_typed_into_now_is_passed(qtbot: QtBot) -> None:
    frame, rows = _frame(qtbot)
    hidden, withheld, clicked = _line("hidden"), _line("withheld"), _line("clicked")
    for widget in (_line("first"), hidden, withheld, clicked, QLabel("…"), _line("last")):
        rows.addWidget(widget)
    hidden.hide()
    withheld.setEnabled(False)
    clicked.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    assert _way(frame) == ["first", "last"]
    assert next_stop(frame, clicked, forward=True) is frame.findChild(QLineEdit, "last")


def test_columns_pages_and_scrolled_forms_are_gone_through_in_turn(qtbot: QtBot) -> None:
    frame, rows = _frame(qtbot)
    columns, pages, form = QSplitter(), QStackedWidget(), QScrollArea()
    inside = QWidget()
    below = QVBoxLayout(inside)
    below.addWidget(_line("when"))
    below.addWidget(_line("where"))
    form.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    form.setWidget(inside)
    pages.addWidget(_line("another page"))
    pages.addWidget(form)
    pages.setCurrentWidget(form)
    columns.addWidget(_line("search"))
    columns.addWidget(pages)
    rows.addWidget(columns)
    assert _way(frame) == ["search", "when", "where"]


def test_where_nothing_takes_the_focus_there_is_no_stop(qtbot: QtBot) -> None:
    frame, rows = _frame(qtbot)
    rows.addWidget(QLabel("…"))
    assert next_stop(frame, None, forward=True) is None


def test_what_is_reached_from_outside_scrolls_into_sight(qtbot: QtBot) -> None:
    frame, rows = _frame(qtbot)
    area, inside = QScrollArea(), QWidget()
    column = QVBoxLayout(inside)
    lines = [_line(f"{number}") for number in range(40)]
    for line in lines:
        column.addWidget(line)
    area.setWidget(inside)
    rows.addWidget(area)
    frame.resize(300, 200)
    frame.show()
    for line in (lines[-1], lines[0]):
        assert line.visibleRegion().isEmpty()
        bring_into_sight(line)
        assert not line.visibleRegion().isEmpty()
