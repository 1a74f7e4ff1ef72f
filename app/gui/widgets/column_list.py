"""The list of records as a table: in columns that the person chose, or as at first, in two lines.

The header is for the mouse: drag to move or widen a column, click to order by it, a menu on the
right button. Whoever uses the keyboard has `columns_panel.py` and the filters. Rows stay rows: one
is read aloud whole.
"""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QContextMenuEvent, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.domain.list_columns import NARROWEST, WIDEST, ChosenColumns, ListColumn
from app.domain.query import Order
from app.gui.page import PageContext
from app.gui.theme import Theme
from app.gui.widgets.records import ROW, Index, Query, RecordList, paint_ground, spoken_row
from app.services import answers
from app.services.list_cells import NUMBERS, cell_words
from app.words import translate

LINE_PIXELS, HEADER_PIXELS = 36, 28
_KEPT_ROWS = 500
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class ColumnList(RecordList):
    """A list of records; `rearranged` when the person changed its columns with the mouse."""

    rearranged = Signal(object)
    """The ChosenColumns that there are now."""

    def __init__(self, context: PageContext, query: Query, name: str, kind: str) -> None:
        super().__init__(context, query, name)
        self.columns = ChosenColumns(kind=kind)
        self._theme = context.theme
        self._two_lines = self.itemDelegate()
        self.header = ColumnHeader(context.theme, self)
        self._cells = CellDelegate(context.theme, self.header, self)
        self.header.hide()
        # The header is still at work when it tells that a column was moved.
        self.header.moved.connect(self._rearrange, Qt.ConnectionType.QueuedConnection)
        self.header.sectionResized.connect(self._note_width)
        self.header.turned.connect(lambda name: self._rearrange(self.columns.turned(name)))
        self.header.restored.connect(lambda: self._rearrange(self.columns.as_at_first()))
        self.horizontalScrollBar().valueChanged.connect(self.header.setOffset)

    def show_columns(self, columns: ChosenColumns) -> None:
        """Show these; the rows stay where they are."""
        top = self.indexAt(self.viewport().rect().topLeft())
        was_table = bool(self.columns.items)
        self.columns = columns
        self._cells.forget()
        is_table = bool(columns.items)
        self.header.show_columns(columns)
        self.header.setVisible(is_table)
        self.setItemDelegate(self._cells if is_table else self._two_lines)
        self.setHorizontalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if is_table else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self.speak_rows(self._spoken if is_table else spoken_row)
        self.setViewportMargins(0, self._theme.pixels(HEADER_PIXELS) if is_table else 0, 0, 0)
        self._place_header()
        self.doItemsLayout()
        if is_table != was_table and top.isValid():
            self.scrollTo(top, self.ScrollHint.PositionAtTop)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The header goes with the rows."""
        super().resizeEvent(event)
        self._place_header()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Left and right show what lies beside."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not self.columns.items:
            super().keyPressEvent(event)
            return
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() + step * self._theme.pixels(NARROWEST))

    def _place_header(self) -> None:
        rows = self.viewport().geometry()
        height = self._theme.pixels(HEADER_PIXELS)
        self.header.setGeometry(rows.x(), rows.y() - height, rows.width(), height)

    def _note_width(self, section: int, _before: int, width: int) -> None:
        name = self.columns.items[section].column
        self.columns = self.columns.resized(name, round(width * 100 / self._theme.scale))
        self._cells.forget()
        self.scheduleDelayedItemsLayout()
        self.rearranged.emit(self.columns)

    def _rearrange(self, columns: ChosenColumns) -> None:
        self.show_columns(columns)
        self.rearranged.emit(columns)

    def _spoken(self, row: answers.ListedRecord) -> str:
        """What stands in the columns, each behind its name, and empty ones left out."""
        kind, words_of = self.columns.kind, self.columns.offered.words
        told = ((translate(words_of[name]), cell_words(row, kind, name)) for name in self.columns.names)
        return ", ".join(f"{name}: {words}" for name, words in told if words)


class ColumnHeader(QHeaderView):
    """The names of the columns that are shown."""

    moved = Signal(object)
    """The ChosenColumns in the order into which one was dragged."""
    turned = Signal(object)
    """The ListColumn that was ticked, or unticked, in the menu."""
    restored = Signal()
    pressed = Signal(object)
    """The ListColumn whose heading was clicked."""

    def __init__(self, theme: Theme, parent: ColumnList) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._names = _Names(self)
        self._columns, self._order = parent.columns, parent.columns.offered.order
        self.setModel(self._names)
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme.pixels(NARROWEST))
        self.setMaximumSectionSize(theme.pixels(WIDEST))
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | _MIDDLE)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFont(theme.font("small"))
        self.setAccessibleName(translate("Columns"))
        self.sectionMoved.connect(self._tell_moved)
        self.sectionClicked.connect(lambda section: self.pressed.emit(self._columns.items[section].column))

    def show_columns(self, columns: ChosenColumns) -> None:
        """Show these as wide as they say; not a change of the person's."""
        self._columns = columns
        before = self.blockSignals(True)
        self._names.take(columns)
        for section, each in enumerate(columns.items):
            # Whatever order the person dragged them into is the order of the columns themselves now.
            self.moveSection(self.visualIndex(section), section)
            self.resizeSection(section, self._theme.pixels(each.width))
        self.blockSignals(before)
        self.show_order(self._order)

    def show_order(self, order: Order) -> None:
        """An arrow at the column by which the list stands: up where it begins with the first, A or 2010."""
        self._order = order
        at = next(
            (
                number
                for number, each in enumerate(self._columns.items)
                if order in self._columns.offered.orders.get(each.column, ())
            ),
            -1,
        )
        falls = order in (Order.NEWEST, Order.CHANGED)
        self.setSortIndicator(at, Qt.SortOrder.DescendingOrder if falls else Qt.SortOrder.AscendingOrder)
        self.setSortIndicatorShown(at >= 0)
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Every column there is, ticked where it is shown; and the way back to two lines."""
        self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """What the right button opens."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, words in self._columns.offered.words.items():
            action = menu.addAction(translate(words))
            action.setCheckable(True)
            action.setChecked(name in self._columns.names)
            action.triggered.connect(lambda _, name=name: self.turned.emit(name))
        menu.addSeparator()
        restore = QAction(translate("As at first"), menu)
        restore.triggered.connect(lambda _: self.restored.emit())
        menu.addAction(restore)
        return menu

    def _tell_moved(self) -> None:
        names = [self._columns.items[self.logicalIndex(place)].column for place in range(self.count())]
        self.moved.emit(self._columns.with_names(*names))


class _Names(QAbstractTableModel):
    """No rows: only what the columns are called."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._names: tuple[ListColumn, ...] = ()
        self._words: tuple[str, ...] = ()

    def take(self, columns: ChosenColumns) -> None:
        """From now on these."""
        self.beginResetModel()
        self._names = tuple(each.column for each in columns.items)
        self._words = tuple(translate(columns.offered.words[name]) for name in self._names)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002, B008, N802 - Qt's name
        """None."""
        return 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002, B008, N802 - Qt's name
        """As many as are shown."""
        return len(self._names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: ARG002 - Qt's
        """Nothing."""
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The word above a column."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._names):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words[section]
        return _side(self._names[section]) | _MIDDLE if role == Qt.ItemDataRole.TextAlignmentRole else None


class CellDelegate(QStyledItemDelegate):
    """One line: what stands in each column, as wide as its heading."""

    def __init__(self, theme: Theme, header: ColumnHeader, parent: ColumnList) -> None:
        super().__init__(parent)
        self._theme, self._header, self._list = theme, header, parent
        self._bold, self._plain = theme.font(bold=True), theme.font("small")
        self._bold_metrics, self._plain_metrics = QFontMetrics(self._bold), QFontMetrics(self._plain)
        self._fitted: dict[int, tuple[answers.ListedRecord, list[str]]] = {}

    def forget(self) -> None:
        """Other columns, or other widths: what fitted into the cells has to be found again."""
        self._fitted.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802 - Qt's
        """As wide as all columns together."""
        return QSize(self._header.length(), self._theme.pixels(LINE_PIXELS))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground of any row, and the cells on it."""
        painter.save()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        paint_ground(painter, rect, state, self._theme)
        row = index.data(ROW)
        if isinstance(row, answers.ListedRecord):
            seen = self._list.viewport().width()
            for section, words in enumerate(self._words_of(index.row(), row)):
                inside = self._inside(section)
                if words and inside.right() > 0 and inside.left() < seen:
                    inside.moveTop(rect.y())
                    self._paint_cell(painter, inside, words, self._list.columns.items[section].column)
        painter.restore()

    def _inside(self, section: int) -> QRect:
        """Where the words of a column have their room, in a row at the top."""
        pad = self._theme.space(2)
        left = self._header.sectionViewportPosition(section)
        cell = QRect(left, 0, self._header.sectionSize(section), self._theme.pixels(LINE_PIXELS))
        return cell.adjusted(pad if section else 2 * pad, 0, -pad, 0)

    def _words_of(self, number: int, row: answers.ListedRecord) -> list[str]:
        """The cells of a row, as much of each as fits; while one scrolls it is found only once."""
        held = self._fitted.get(number)
        if held is not None and held[0] is row:
            return held[1]
        fitted = []
        for section, each in enumerate(self._list.columns.items):
            metrics = self._bold_metrics if each.column is ListColumn.TITLE else self._plain_metrics
            room = self._inside(section).width()
            words = cell_words(row, self._list.columns.kind, each.column)
            fitted.append(metrics.elidedText(words, Qt.TextElideMode.ElideRight, room))
        if len(self._fitted) >= _KEPT_ROWS:
            self._fitted.clear()
        self._fitted[number] = row, fitted
        return fitted

    def _paint_cell(self, painter: QPainter, inside: QRect, words: str, name: ListColumn) -> None:
        colours = self._theme.colours
        colour = {
            ListColumn.TITLE: colours.text,
            ListColumn.MISSING: colours.amber,
            ListColumn.CONFLICTS: colours.danger,
        }.get(name, colours.quiet)
        painter.setFont(self._bold if name is ListColumn.TITLE else self._plain)
        painter.setPen(QColor(colour))
        painter.drawText(inside, _side(name) | _MIDDLE, words)


def _side(name: ListColumn) -> Qt.AlignmentFlag:
    """Numbers stand below each other by their last digit."""
    return Qt.AlignmentFlag.AlignRight if name in NUMBERS else Qt.AlignmentFlag.AlignLeft
