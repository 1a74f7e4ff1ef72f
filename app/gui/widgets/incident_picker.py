"""Choosing among incidents: all, or those that are ticked; found by searching, kept while one searches."""

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QRadioButton, QVBoxLayout, QWidget

from app.domain.date_words import date_in_words
from app.domain.text import make_visible
from app.gui.page import PageContext
from app.gui.theme import Theme
from app.gui.widgets.fields import plain_label, set_box_look
from app.gui.widgets.typing import SearchLine
from app.services.answers import ListedRecord, RecordList
from app.words import translate, translate_plural

ROWS_PIXELS = 220
OFFERS = 8


class IncidentPicker(QWidget):
    """`value()` is None for all, else the ids that are ticked. Answer `asked` with `show_found`."""

    changed = Signal()
    asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._ticked: dict[str, None] = {}
        self._unseen = 0
        self.all_button = QRadioButton(translate("All of them"))
        self.some_button = QRadioButton(translate("Those I choose"))
        self.search_line = SearchLine(theme, translate("Search incidents"))
        self.rows = QListWidget()
        self.rows.setAccessibleName(translate("Incidents"))
        self.rows.setFixedHeight(theme.pixels(ROWS_PIXELS))
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setTextElideMode(Qt.TextElideMode.ElideRight)
        set_box_look(self.rows, theme)
        self._count = plain_label("", "small")
        self._choosing = QWidget()
        inside = QVBoxLayout(self._choosing)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.space(2))
        for widget in (self.search_line, self.rows, self._count):
            inside.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        for each in (self.all_button, self.some_button):
            each.setAccessibleName(each.text())
            each.clicked.connect(self._switch)
            column.addWidget(each)
        column.addWidget(self._choosing)
        self.setFocusProxy(self.all_button)
        self.search_line.textChanged.connect(self.asked)
        self.rows.itemChanged.connect(self._tick)
        self.all_button.setChecked(True)
        self._choosing.hide()

    def value(self) -> tuple[str, ...] | None:
        """The ids in the order in which they were ticked."""
        return None if self.all_button.isChecked() else tuple(self._ticked)

    def set_value(self, value: Iterable[str] | None) -> None:
        """Tick these; not a change."""
        self._ticked = dict.fromkeys(value or ())
        (self.all_button if value is None else self.some_button).setChecked(True)
        self._choosing.setVisible(value is not None)
        self._tell()

    def show_found(self, found: RecordList) -> None:
        """The first of those that match what is searched for."""
        with QSignalBlocker(self.rows):
            self.rows.clear()
            for row in found.items:
                item = QListWidgetItem(_in_words(row))
                item.setData(Qt.ItemDataRole.UserRole, row.id)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                ticked = row.id in self._ticked
                item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
                self.rows.addItem(item)
        self._unseen = found.total - len(found.items)
        self._tell()

    def _tick(self, item: QListWidgetItem) -> None:
        identifier = str(item.data(Qt.ItemDataRole.UserRole))
        if item.checkState() is Qt.CheckState.Checked:
            self._ticked[identifier] = None
        else:
            self._ticked.pop(identifier, None)
        self._tell()
        self.changed.emit()

    def _switch(self) -> None:
        self._choosing.setVisible(self.some_button.isChecked())
        self.changed.emit()

    def _tell(self) -> None:
        count = len(self._ticked)
        told = [translate_plural("{count} chosen", "{count} chosen", count).format(count=count)]
        if self._unseen > 0:
            more = translate_plural(
                "{count} more: search to find it", "{count} more: search to find them", self._unseen
            )
            told.append(more.format(count=self._unseen))
        self._count.setText(" · ".join(told))


def _in_words(row: ListedRecord) -> str:
    title = make_visible(row.title).replace("\n", " ") or translate("Without a title")
    parts = (title, date_in_words(row.when) if row.when else "", make_visible(row.place or ""), row.reference)
    return " · ".join(part for part in parts if part)


class IncidentFinder(QWidget):
    """Finds one incident by searching; `picked` with its row."""

    picked = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self.search_line = SearchLine(context.theme, translate("Search incidents"))
        self.rows = QListWidget()
        self.rows.setAccessibleName(translate("Incidents found"))
        self.rows.setFixedHeight(context.theme.pixels(ROWS_PIXELS // 2))
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setTextElideMode(Qt.TextElideMode.ElideRight)
        set_box_look(self.rows, context.theme)
        self._found: tuple[ListedRecord, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.space(1))
        column.addWidget(self.search_line)
        column.addWidget(self.rows)
        self.rows.hide()
        self.setFocusProxy(self.search_line)
        self.search_line.textChanged.connect(lambda _: self._ask())
        self.search_line.returnPressed.connect(lambda: self._pick(0))
        self.rows.itemClicked.connect(lambda item: self._pick(self.rows.row(item)))
        self.rows.itemActivated.connect(lambda item: self._pick(self.rows.row(item)))

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        """The name belongs to the line that takes the focus."""
        super().setAccessibleName(name)
        self.search_line.setAccessibleName(name)

    def _ask(self) -> None:
        words = self.search_line.text().strip()
        if not words:
            self._show(RecordList(total=0, items=()))
            return
        self._context.lanes.short.run(
            lambda services, _: services.reading.list_incidents(None, words, OFFERS, 0),
            owner=self,
            on_done=lambda found: self._show(found) if words == self.search_line.text().strip() else None,
            # Without offers nothing can be chosen, which is seen.
            on_failed=lambda _: self._show(RecordList(total=0, items=())),
        )

    def _show(self, found: RecordList) -> None:
        self._found = found.items
        self.rows.clear()
        self.rows.addItems([_in_words(row) for row in found.items])
        self.rows.setVisible(bool(found.items))

    def _pick(self, place: int) -> None:
        if 0 <= place < len(self._found):
            row = self._found[place]
            self.search_line.clear()
            self.picked.emit(row)
