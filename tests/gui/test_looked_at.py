"""Every measure finds what it is there for, on a widget that is bad on purpose, and passes a good one."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QSize
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPixmap, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.gui.theme import Scheme, Theme
from app.gui.widgets.choosing import Choice
from app.gui.widgets.fields import Field, button, icon_button, plain_label, set_box_look, set_look
from app.gui.widgets.typing import LongText, SearchLine, TextLine
from tests.gui.conftest import WAIT_MS
from tests.gui.looked_at import (
    cut_off,
    elided,
    faint,
    overlapping,
    painted_texts,
    too_small,
    unlabelled,
    unnamed,
    unreadable,
)
from tests.gui.tab_walk import walk
from tests.gui.without_colour import told_by_colour

Stand = Callable[..., QWidget]
LONG = "Қорғаушыға кездесуге рұқсат берілмеді, себебі айтылмады"


@pytest.fixture
def stand(theme: Theme, qtbot: QtBot) -> Stand:
    """Shows widgets one below the other in a window of their own."""

    kept: list[QWidget] = []

    def show(*widgets: QWidget) -> QWidget:
        window = QWidget()
        kept.append(window)
        column = QVBoxLayout(window)
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        qtbot.addWidget(window)
        window.resize(300, 500)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
        return window

    return show


def test_a_good_window_has_no_fault(stand: Stand, theme: Theme) -> None:
    line, prose = TextLine(), LongText(theme)
    window = stand(
        plain_label(LONG),
        Field("Кто", line, theme, hint="Имена через запятую."),
        Field("Что произошло", prose, theme),
        button("Сохранить инцидент", lambda: None, theme, look="primary"),
        icon_button("search", "Поиск", lambda: None, theme),
    )
    for measure in (cut_off, overlapping, unnamed, unlabelled, too_small, unreadable, faint):
        assert measure(window) == [], measure.__name__
    stops, faults = walk(window)
    assert stops[:2] == [line, prose]
    assert faults == []


def test_what_is_painted_is_known_with_its_colour_and_place(stand: Stand, theme: Theme) -> None:
    label = plain_label("Где & когда", "gap")
    window = stand(label)
    (text,) = painted_texts(window)
    assert (text.text, text.colour, text.pixels, text.bold) == ("Где & когда", theme.colours.amber, 14, False)
    assert label.geometry().contains(text.place.center())


def test_pale_text_is_found_and_large_text_may_be_paler(stand: Stand) -> None:
    pale, large = QLabel("Незаметно"), QLabel("Крупно")
    pale.setStyleSheet("color: #8a8a8a; background: #ffffff;")
    large.setStyleSheet("color: #8a8a8a; background: #ffffff; font-size: 28px;")
    (fault,) = unreadable(stand(pale, large))
    assert "Незаметно" in fault
    assert "#8a8a8a on #ffffff: 3.4" in fault


def test_text_on_a_ground_that_another_widget_painted_is_found(stand: Stand, theme: Theme) -> None:
    ground, label = QFrame(), QLabel("Тень")
    ground.setStyleSheet(f"QFrame {{ background: {theme.colours.text}; }} QLabel {{ background: none; }}")
    QHBoxLayout(ground).addWidget(label)
    assert len(unreadable(stand(ground))) == 1


def test_a_pale_icon_is_found(stand: Stand) -> None:
    pixmap = QPixmap(QSize(20, 20))
    pixmap.fill("#e0e0d8")
    picture = QLabel()
    picture.setPixmap(pixmap)
    picture.setFixedSize(40, 40)
    assert len(faint(stand(picture))) == 1


@pytest.mark.parametrize("kind", [QLabel, QPushButton, QCheckBox])
def test_words_wider_than_their_room_are_found(kind: Callable[[str], QWidget], stand: Stand) -> None:
    widget = kind(LONG)
    widget.setFixedWidth(100)
    (fault,) = cut_off(stand(widget))
    assert "wide, room for 100" in fault


def test_the_chosen_words_of_a_box_are_measured(stand: Stand) -> None:
    box = QComboBox()
    box.addItem(LONG)
    box.setFixedWidth(120)
    assert len(cut_off(stand(box))) == 1


def test_a_hint_in_a_line_is_measured(stand: Stand) -> None:
    line = QLineEdit()
    line.setPlaceholderText(LONG)
    line.setFixedWidth(120)
    assert len(cut_off(stand(line))) == 1
    line.setPlaceholderText("")
    line.setText(LONG)
    assert cut_off(line.window()) == []


def test_wrapped_lines_without_height_and_a_word_without_width_are_found(stand: Stand) -> None:
    low, narrow = plain_label(LONG), plain_label("Достопримечательность")
    low.setFixedSize(200, 20)
    narrow.setFixedWidth(60)
    faults = cut_off(stand(low, narrow))
    assert "high, room for 20" in faults[0]
    assert "wide, room for 60" in faults[1]


def test_what_reaches_out_of_its_holder_is_found_unless_it_scrolls(stand: Stand) -> None:
    holder, area = QFrame(), QScrollArea()
    for inside in (QFrame(holder), QFrame()):
        inside.setFixedSize(400, 400)
        if inside.parent() is None:
            area.setWidget(inside)
    holder.setFixedSize(100, 40)
    area.setFixedSize(100, 40)
    (fault,) = cut_off(stand(holder, area))
    assert "reaches out of 100×40" in fault
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    assert len(cut_off(area.window())) == 2


def test_a_text_that_was_shortened_in_painting_is_found(stand: Stand) -> None:
    class Shortened(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
            painter = QPainter(self)
            painter.drawText(QPoint(0, 20), "9 января 201…")
            painter.drawText(QPoint(0, 40), "июнь 2014")
            painter.end()

    row = Shortened()
    row.setFixedSize(200, 50)
    assert elided(stand(row), ["9 января 2014", "июнь 2014"]) == ["9 января 2014"]


def test_what_lies_on_another_is_found(stand: Stand) -> None:
    holder = QWidget()
    holder.setFixedSize(200, 60)
    one, other = QLabel("Один", holder), QLabel("Другой", holder)
    one.setGeometry(0, 0, 100, 30)
    other.setGeometry(90, 10, 100, 30)
    (fault,) = overlapping(stand(holder))
    assert "Один" in fault
    assert "Другой" in fault


def test_a_control_without_a_name_is_found(stand: Stand) -> None:
    nameless, named = QToolButton(), QLineEdit()
    nameless.setFixedSize(40, 40)
    nameless.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    named.setAccessibleName("Город или село")
    assert [fault.partition(" ")[0] for fault in unnamed(stand(nameless, named))] == ["QToolButton"]


def test_a_line_and_a_box_without_a_label_are_found_unless_they_say_themselves_what_they_are(
    stand: Stand, theme: Theme
) -> None:
    bare, searched, empty, chosen = (
        TextLine(),
        SearchLine(theme, "Search"),
        Choice(()),
        Choice([("a", "Алматы")]),
    )
    chosen.set_value("a")
    for each in (bare, empty, chosen):
        each.setAccessibleName("Город или село")
    faults = unlabelled(stand(bare, searched, empty, chosen, plain_label("Область")))
    assert [fault.partition(" ")[0] for fault in faults] == ["TextLine", "Choice"]
    assert unlabelled(stand(Field("Город или село", TextLine(), theme))) == []


def test_a_button_and_a_row_that_only_change_their_colour_are_found(stand: Stand) -> None:
    rows, plain, ticked = QListWidget(), QPushButton("Фильтр"), QCheckBox("Есть доказательства")
    rows.addItem("Первый")
    rows.setStyleSheet("QListView::item:selected { background: #dbe7f5; color: #1f2123; }")
    plain.setCheckable(True)
    plain.setStyleSheet("QPushButton { background: #ffffff; } QPushButton:checked { background: #dbe7f5; }")
    window = stand(rows, plain, ticked)
    assert [fault.partition(" ")[0] for fault in told_by_colour(window)] == ["QPushButton", "QListWidget"]
    assert not plain.isChecked()
    plain.setStyleSheet("QPushButton:checked { border-bottom: 2px solid #1d5b9e; }")
    rows.setStyleSheet("QListView::item:selected { border-left: 4px solid #1d5b9e; }")
    assert told_by_colour(window) == []


@pytest.mark.parametrize("look", ["step", "plain", "menu"])
def test_what_is_pressed_in_is_seen_without_colour(look: str, stand: Stand, theme: Theme) -> None:
    pressed = button("Акты", lambda: None, theme, look=look) if look == "step" else QToolButton()
    pressed.setText("Акты")
    pressed.setCheckable(True)
    set_look(pressed, look)
    window = stand(pressed)
    for focused in (False, True):
        (pressed.setFocus if focused else pressed.clearFocus)()
        assert pressed.hasFocus() is focused
        assert told_by_colour(window) == []


@pytest.mark.parametrize("scheme", Scheme)
def test_the_chosen_row_of_a_box_can_be_read_and_is_seen_without_colour(
    scheme: Scheme, stand: Stand, theme: Theme
) -> None:
    theme.choose(scheme, 100)
    rows = QListWidget()
    rows.addItems(["Первый", "Второй"])
    set_box_look(rows, theme)
    rows.setCurrentRow(0)
    window = stand(rows)
    assert unreadable(window) == []
    assert told_by_colour(window) == []


def test_a_control_that_nobody_hits_is_found(stand: Stand) -> None:
    small = QPushButton("·")
    small.setStyleSheet("QPushButton { padding: 0; min-height: 18px; max-height: 18px; width: 40px; }")
    assert "×20" in too_small(stand(small))[0]


def test_a_field_that_keeps_the_tab_key_is_found(stand: Stand) -> None:
    class Keeping(QLineEdit):
        def event(self, event: QEvent) -> bool:
            is_tab = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab
            return True if is_tab else super().event(event)

    keeping, after = Keeping(), QLineEdit()
    _, faults = walk(stand(keeping, after))
    assert "Keeping “” in QWidget is not left by the Tab key" in faults
    assert "QLineEdit “” in QWidget is not reached" in faults


def test_an_order_that_goes_back_up_is_found(stand: Stand) -> None:
    first, second, third = (QPushButton(word) for word in ("Один", "Два", "Три"))
    window = stand(first, second, third)
    QWidget.setTabOrder(third, second)
    QWidget.setTabOrder(second, first)
    _, faults = walk(window)
    assert any("“Три”" in fault and "is followed by QPushButton “Два”" in fault for fault in faults)


def test_a_focus_that_is_not_seen_is_found(stand: Stand) -> None:
    blind = QPushButton("Тише")
    blind.setStyleSheet("QPushButton, QPushButton:focus { border: 1px solid #85857d; outline: none; }")
    _, faults = walk(stand(blind))
    assert faults == ["QPushButton “Тише” in QWidget does not show that it has the focus"]


def test_words_that_move_by_a_pixel_are_no_ring(stand: Stand) -> None:
    moving = QPushButton("Жылжымалы")
    moving.setStyleSheet(
        "QPushButton { border: 1px solid #1d5b9e; background: #1d5b9e; color: #ffffff; outline: none; }"
        "QPushButton:focus { border: 2px solid #1f2123; }"
    )
    _, faults = walk(stand(moving))
    assert faults == ["QPushButton “Жылжымалы” in QWidget does not show that it has the focus"]
