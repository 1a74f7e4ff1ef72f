"""A list of records that stays smooth at 100,000: pages of 100 are fetched as they are seen."""

from collections import OrderedDict
from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.domain.date_words import date_in_brief, date_in_words
from app.domain.text import make_visible
from app.gui.icons import SMALL, icon_pixmap
from app.gui.page import PageContext
from app.gui.theme import RADIUS, Theme
from app.services import Services, answers
from app.services.list_cells import form_words, title_words
from app.words import translate_plural

PAGE_ROWS = 100
KEPT_PAGES = 50
ROW_PIXELS = 56
_WAITING_PAGES = 3
"""More are not asked for: whoever scrolls fast has already passed the others."""
_ROWS_LAID_AT_ONCE = 2_000
ROW = Qt.ItemDataRole.UserRole

Query: TypeAlias = Callable[[Services, int, int], answers.RecordList]
"""services, limit, offset → a page; runs on the short lane."""
Index: TypeAlias = QModelIndex | QPersistentModelIndex


class RecordRows(QAbstractListModel):
    """The rows of one query; what has not come yet is None."""

    arrived = Signal()
    """Rows have been asked for anew, and the first of them are here."""
    failed = Signal(Exception)

    def __init__(self, context: PageContext, query: Query, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.speak: Callable[[answers.ListedRecord], str] = spoken_row
        self._query = query
        self._total = 0
        self._pages: OrderedDict[int, tuple[answers.ListedRecord, ...]] = OrderedDict()
        self._waiting: list[int] = []
        self._asked: int | None = None
        self._round = 0
        self._is_asking = False
        self._next_page: int | None = None

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """How many match."""
        return 0 if parent is not None and parent.isValid() else self._total

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The answer itself as ROW, what is read aloud as text."""
        if role not in (ROW, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.row(index.row())
        if role == ROW:
            return row
        return self.speak(row) if row is not None else "…"

    def row(self, number: int) -> answers.ListedRecord | None:
        """A row, None if it has to be fetched first; it comes by itself."""
        page, place = divmod(number, PAGE_ROWS)
        rows = self._pages.get(page)
        if rows is None:
            self._want(page)
            return None
        self._pages.move_to_end(page)
        return rows[place] if place < len(rows) else None

    def ask(self, query: Query | None, first_row: int) -> None:
        """Ask anew, from the page of `first_row` on; until it comes the old rows stay.

        Whoever asks again before that is asked once, by what was said last: typing outruns no lane.
        """
        self._query = query or self._query
        self._round += 1
        self._waiting, self._asked = [], None
        self._next_page = first_row // PAGE_ROWS
        if not self._is_asking:
            self._ask_next()

    def _ask_next(self) -> None:
        page, self._next_page = self._next_page, None
        self._is_asking = page is not None
        if page is not None:
            self._fetch(page, fresh=True)

    def _want(self, page: int) -> None:
        if self._is_asking or page == self._asked or page in self._waiting:
            return
        self._waiting = [*self._waiting, page][-_WAITING_PAGES:]
        if self._asked is None:
            self._fetch(self._waiting.pop(), fresh=False)

    def _fetch(self, page: int, *, fresh: bool) -> None:
        self._asked = page
        query, asked_in = self._query, self._round

        def take(answer: answers.RecordList) -> None:
            if asked_in == self._round:
                self._take(page, answer, fresh=fresh)
            if fresh:
                self._ask_next()

        def fail(error: Exception) -> None:
            if asked_in == self._round:
                self._asked, self._waiting = None, []
                self.failed.emit(error)
            if fresh:
                self._ask_next()

        self._context.lanes.short.run(
            lambda services, _: query(services, PAGE_ROWS, page * PAGE_ROWS),
            owner=self,
            on_done=take,
            on_failed=fail,
        )

    def _take(self, page: int, answer: answers.RecordList, *, fresh: bool) -> None:
        self._asked = None
        if fresh or answer.total != self._total:
            self.beginResetModel()
            self._pages.clear()
            self._total = answer.total
            self._pages[page] = answer.items
            self.endResetModel()
            self.arrived.emit()
        else:
            self._pages[page] = answer.items
            first = page * PAGE_ROWS
            last = min(first + PAGE_ROWS, self._total) - 1
            self.dataChanged.emit(self.index(first), self.index(last))
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        if self._waiting:
            self._fetch(self._waiting.pop(), fresh=False)


class RecordList(QListView):
    """The list itself. `chosen` with the id when a row is clicked or Enter pressed on it."""

    chosen = Signal(str)
    counted = Signal(int)
    """How many match, whenever that has been asked."""
    failed = Signal(Exception)

    def __init__(self, context: PageContext, query: Query, name: str) -> None:
        """`name` is what the list is called aloud. It is empty until the first `reload`."""
        super().__init__()
        self._rows = RecordRows(context, query, self)
        self._delegate = _RowDelegate(context.theme, self)
        self._chosen_id: str | None = None
        self._scroll: int | None = None
        """Where one was before the rows were asked for anew; None once one is there again."""
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        # To lay out 100,000 rows takes Qt a fifth of a second: those in sight come first.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_ROWS_LAID_AT_ONCE)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(name)
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)
        self._rows.arrived.connect(self._restore)
        self.verticalScrollBar().rangeChanged.connect(lambda *_: self._scroll_back())
        self._rows.failed.connect(self.failed)

    def reload(self, query: Query | None = None) -> None:
        """Ask again, for something else from the top, or for the same where one stands."""
        self._scroll = self.verticalScrollBar().value() if query is None else 0
        top = self.indexAt(self.viewport().rect().topLeft()).row() if query is None else 0
        self._rows.ask(query, max(0, top))

    def dataChanged(self, *_: object) -> None:  # noqa: N802 - Qt's name
        """Rows have arrived: they are as high as before, and Qt would lay out all 100,000 anew."""
        self.viewport().update()

    def speak_rows(self, speak: Callable[[answers.ListedRecord], str]) -> None:
        """Have a row read aloud as `speak` says it."""
        self._rows.speak = speak

    def select_id(self, record_id: str | None) -> None:
        """Mark the row of this record, now or when it comes; not a choice."""
        self._chosen_id = record_id
        self._mark_chosen()

    def _choose(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, answers.ListedRecord):
            self._chosen_id = row.id
            self.chosen.emit(row.id)

    def _restore(self) -> None:
        self.doItemsLayout()
        self._scroll_back()
        self.counted.emit(self._rows.rowCount())

    def _scroll_back(self) -> None:
        """To where one was, as soon as so many rows are laid out."""
        if self._scroll is None:
            return
        bar = self.verticalScrollBar()
        end = self._rows.rowCount() * self.sizeHintForRow(0) - self.viewport().height()
        there = max(0, min(self._scroll, end))
        if bar.maximum() >= there:
            bar.setValue(there)
            self._scroll = None
            self._mark_chosen()

    def _mark_chosen(self) -> None:
        if self._chosen_id is None:
            self.clearSelection()
            return
        visible = self.indexAt(self.viewport().rect().topLeft()).row()
        first = max(0, visible) // PAGE_ROWS * PAGE_ROWS
        for number in range(first, min(first + PAGE_ROWS, self._rows.rowCount())):
            row = self._rows.row(number)
            if row is not None and row.id == self._chosen_id:
                scroll = self.verticalScrollBar().value()
                self.setCurrentIndex(self._rows.index(number))
                self.verticalScrollBar().setValue(scroll)
                return


class _RowDelegate(QStyledItemDelegate):
    """Two lines: title and date; place, form, and signs for evidence, gaps, conflicts."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title, self._below = theme.font(bold=True), theme.font("small")
        self._title_metrics, self._below_metrics = QFontMetrics(self._title), QFontMetrics(self._below)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802 - Qt's
        """56 px."""
        return QSize(0, self._theme.pixels(ROW_PIXELS))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Hover, selection and focus are three different things."""
        painter.save()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        paint_ground(painter, rect, state, self._theme)
        row = index.data(ROW)
        if isinstance(row, answers.ListedRecord):
            pad = self._theme.space(4)
            inside = rect.adjusted(pad, self._theme.space(2), -pad, -self._theme.space(2))
            half = inside.height() // 2
            if not _has_second_line(row):
                self._paint_title(painter, inside, row)
            else:
                self._paint_title(painter, QRect(inside.x(), inside.y(), inside.width(), half), row)
                self._paint_below(painter, QRect(inside.x(), inside.y() + half, inside.width(), half), row)
        painter.restore()

    def _paint_title(self, painter: QPainter, rect: QRect, row: answers.ListedRecord) -> None:
        when = date_in_brief(row.when) if row.when else ""
        # Fonts measure in parts of a pixel: without one to spare the last letter would be cut off.
        room = min(self._below_metrics.horizontalAdvance(when) + 2, rect.width() // 2) if when else 0
        painter.setFont(self._below)
        painter.setPen(QColor(self._theme.colours.quiet))
        elided = self._below_metrics.elidedText(when, Qt.TextElideMode.ElideRight, room)
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, elided)
        painter.setFont(self._title)
        painter.setPen(QColor(self._theme.colours.text))
        left = rect.adjusted(0, 0, -room - self._theme.space(2), 0)
        title = self._title_metrics.elidedText(title_words(row), Qt.TextElideMode.ElideRight, left.width())
        painter.drawText(left, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)

    def _paint_below(self, painter: QPainter, rect: QRect, row: answers.ListedRecord) -> None:
        right = rect.right()
        painter.setFont(self._below)
        colours = self._theme.colours
        for picture, count, colour in (
            ("git-compare", row.conflicts, colours.danger),
            ("triangle-alert", row.missing, colours.amber),
            ("paperclip", row.evidence, colours.quiet),
        ):
            if not count:
                continue
            number = str(count)
            right -= self._below_metrics.horizontalAdvance(number)
            painter.setPen(QColor(colour))
            painter.drawText(QRect(right, rect.y(), rect.width(), rect.height()), _MIDDLE_LEFT, number)
            right -= self._theme.pixels(SMALL) + self._theme.space(1)
            top = rect.y() + (rect.height() - self._theme.pixels(SMALL)) // 2
            painter.drawPixmap(right, top, icon_pixmap(picture, self._theme, size=SMALL, colour=colour))
            right -= self._theme.space(2)
        painter.setPen(QColor(colours.quiet))
        words = " · ".join(part for part in (make_visible(row.place or ""), *form_words(row)) if part)
        room = right - rect.x()
        elided = self._below_metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(rect.x(), rect.y(), room, rect.height()), _MIDDLE_LEFT, elided)


def paint_ground(painter: QPainter, rect: QRect, state: QStyle.StateFlag, theme: Theme) -> None:
    """What lies behind a row: hover, selection and focus are three different things."""
    colours = theme.colours
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, QColor(colours.accent_soft))
        painter.fillRect(QRect(rect.x(), rect.y(), theme.space(1), rect.height()), QColor(colours.accent))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, QColor(colours.hover))
    painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), QColor(colours.line))
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.accent), 2))
        radius = theme.pixels(RADIUS)
        painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), radius, radius)


_MIDDLE_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def spoken_row(row: answers.ListedRecord) -> str:
    """A row as a screen reader says it."""
    parts = [title_words(row), date_in_words(row.when) if row.when else "", make_visible(row.place or "")]
    parts += form_words(row)
    if row.evidence:
        files = translate_plural("{count} file", "{count} files", row.evidence)
        parts.append(files.format(count=row.evidence))
    if row.missing:
        gaps = translate_plural("{count} gap", "{count} gaps", row.missing)
        parts.append(gaps.format(count=row.missing))
    if row.conflicts:
        conflicts = translate_plural("{count} conflict", "{count} conflicts", row.conflicts)
        parts.append(conflicts.format(count=row.conflicts))
    return ", ".join(part for part in parts if part)


def _has_second_line(row: answers.ListedRecord) -> bool:
    return bool(row.place or row.forms or row.evidence or row.missing or row.conflicts)
