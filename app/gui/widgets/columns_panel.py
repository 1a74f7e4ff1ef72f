"""Choosing the columns of a list with the keyboard or the mouse: which, in which order, how wide."""

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
)

from app.domain.list_columns import OFFERED, WIDTH_STEP, ChosenColumns, ListColumn
from app.domain.query import Order
from app.gui.theme import Theme
from app.gui.widgets.choosing import Choice
from app.gui.widgets.columns import ScrollColumn
from app.gui.widgets.fields import Field, button, plain_label, set_box_look
from app.words import translate

_LEAST_ROWS, _WIDEST_PIXELS = 4, 360


class ColumnsPanel(ScrollColumn):
    """`rearranged` with the ChosenColumns whenever the person has changed something.

    `order` is there for a list that has no other place where the keyboard chooses it, and `ordered` tells
    of another Order.
    """

    rearranged = Signal(object)
    ordered = Signal(object)

    def __init__(self, theme: Theme, kind: str, *, with_order: bool) -> None:
        super().__init__(theme)
        self._columns = ChosenColumns(kind=kind)
        self.order = Choice(order_words(kind), none="") if with_order else None
        told = plain_label(translate("The space bar shows a column or hides it."), "small")
        self.list = _Names(theme)
        self.left = button(translate("To the left"), lambda: self._move(-1), theme)
        self.right = button(translate("To the right"), lambda: self._move(1), theme)
        self.narrower = button(translate("Narrower"), lambda: self._resize(-WIDTH_STEP), theme)
        self.wider = button(translate("Wider"), lambda: self._resize(WIDTH_STEP), theme)
        self.restore = button(translate("As at first"), self._restore, theme, look="bare", icon_name="undo-2")
        self.rows.setContentsMargins(theme.space(4), 0, theme.space(4), theme.space(3))
        self.rows.setSpacing(theme.space(2))
        if self.order is not None:
            self.rows.addWidget(Field(translate("Order"), self.order, theme))
            self.order.changed.connect(self._take_order)
        self.rows.addWidget(told)
        beside = QHBoxLayout()
        beside.setSpacing(theme.space(3))
        beside.addWidget(self.list, 1)
        self.list.setMaximumWidth(theme.pixels(_WIDEST_PIXELS))
        buttons = QVBoxLayout()
        buttons.setSpacing(theme.space(2))
        for each in (self.left, self.right, self.narrower, self.wider, self.restore):
            buttons.addWidget(each)
        buttons.addStretch(1)
        beside.addLayout(buttons)
        beside.addStretch(0)
        self.rows.addLayout(beside, 1)
        self.setFocusProxy(self.list)
        self.list.itemChanged.connect(self._turn)
        self.list.currentRowChanged.connect(lambda _: self._show_allowed())
        self.show_columns(self._columns)
        self.list.setCurrentRow(0)

    def show_order(self, order: Order) -> None:
        """The one in which the list stands; not a change."""
        if self.order is not None:
            self.order.set_value(order.value)

    def show_columns(self, columns: ChosenColumns) -> None:
        """Those that are shown from left to right, then the others; not a change."""
        self._columns = columns
        current = self._current()
        before = self.list.blockSignals(True)
        self.list.clear()
        for name in dict.fromkeys((*columns.names, *columns.offered.words)):
            item = QListWidgetItem(translate(columns.offered.words[name]))
            item.setData(Qt.ItemDataRole.UserRole, name)
            shown = name in columns.names
            item.setCheckState(Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
            if name == current:
                self.list.setCurrentItem(item)
        self.list.blockSignals(before)
        self._show_allowed()

    def _current(self) -> ListColumn | None:
        item: QListWidgetItem | None = self.list.currentItem()
        return ListColumn(item.data(Qt.ItemDataRole.UserRole)) if item else None

    def _turn(self, item: QListWidgetItem) -> None:
        self._change(self._columns.turned(ListColumn(item.data(Qt.ItemDataRole.UserRole))))

    def _move(self, step: int) -> None:
        if (name := self._current()) is not None:
            self._change(self._columns.moved(name, step))

    def _resize(self, step: int) -> None:
        if (name := self._current()) is not None:
            self._change(self._columns.resized(name, self._columns.width_of(name) + step))

    def _take_order(self) -> None:
        if self.order is not None and (chosen := self.order.value()) is not None:
            self.ordered.emit(Order(chosen))

    def _restore(self) -> None:
        self._change(self._columns.as_at_first())

    def _change(self, columns: ChosenColumns) -> None:
        self.show_columns(columns)
        self.rearranged.emit(columns)

    def _show_allowed(self) -> None:
        """Only what is shown has a place and a width."""
        names, name = self._columns.names, self._current()
        place = names.index(name) if name in names else None
        self.left.setEnabled(place is not None and place > 0)
        self.right.setEnabled(place is not None and place < len(names) - 1)
        for each in (self.narrower, self.wider):
            each.setEnabled(place is not None)
        self.restore.setEnabled(bool(self._columns.items))


def order_words(kind: str) -> Iterator[tuple[str, str]]:
    """Every order in which a list of that kind can stand, as a choice says it."""
    offered = OFFERED[kind]
    for name, orders in offered.orders.items():
        for order in orders:
            words = translate(offered.words[name])
            if order in (Order.NEWEST, Order.CHANGED):
                words = translate("{column}, the latest first").format(column=words)
            elif len(orders) > 1:
                words = translate("{column}, the earliest first").format(column=words)
            yield order.value, words
    yield Order.ADDED.value, translate("Last added first")


class _Names(QListWidget):
    """As high as there is room for, and never so low that one cannot see where one is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        set_box_look(self, theme)
        self.setAccessibleName(translate("Columns"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._row = theme.space(8)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A few rows."""
        return QSize(0, _LEAST_ROWS * self._row)
