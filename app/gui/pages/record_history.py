"""The history of a record: each revision, by whom and when, what it changed field by field; its custody."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.domain.differences import Difference
from app.domain.strict_json import Json, JsonObject
from app.gui.pages.record_custody import custody_view
from app.gui.pages.record_sheet import RecordSheet
from app.gui.pages.record_words import asked_at, entry_words, field_words, value_words
from app.gui.widgets.columns import ScrollColumn
from app.gui.widgets.fields import button, heading, plain_label
from app.services.answers import HistoryEntry, RecordHistory
from app.services.history_words import author_words, told_of
from app.services.moments import moment_words
from app.words import translate


class HistoryView(ScrollColumn):
    """The revisions, newest first. `ask` is called with a revision and where its changes go."""

    def __init__(
        self,
        sheet: RecordSheet,
        ask: Callable[[str, Callable[[Sequence[Difference]], None]], None],
        close: Callable[[], None],
    ) -> None:
        super().__init__(sheet.theme)
        self._sheet, self._ask = sheet, ask
        self._list = QVBoxLayout()
        self._list.setSpacing(sheet.theme.space(4))
        self.rows.addWidget(
            button(translate("Back to the record"), close, sheet.theme, icon_name="chevron-left"),
            0,
            Qt.AlignmentFlag.AlignLeft,
        )
        self.rows.addWidget(heading(translate("History"), "lead"))
        self.rows.addLayout(self._list)
        self.rows.addStretch(1)

    def show_history(self, history: RecordHistory) -> None:
        """Show its revisions, the newest first and what that changed open; then who held what."""
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place, entry in enumerate(reversed(history.revisions)):
            self._list.addWidget(self._block(entry, opened=place == 0))
        if history.custody:
            self._list.addWidget(custody_view(history, self._sheet.theme))

    def _block(self, entry: HistoryEntry, *, opened: bool) -> QWidget:
        theme, block = self._sheet.theme, QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addWidget(plain_label(f"{moment_words(entry.claimed_at)} · {author_words(entry)}"))
        for told in told_of(entry):
            column.addWidget(plain_label(told, "small"))
        if opened:
            self._open(entry.revision, column)
        else:
            opening = button(
                translate("What changed"), lambda: None, theme, look="plain", icon_name="chevron-down"
            )
            opening.clicked.connect(partial(self._open_instead, entry.revision, column, opening))
            column.addWidget(opening, 0, Qt.AlignmentFlag.AlignLeft)
        return block

    def _open_instead(self, revision: str, column: QVBoxLayout, opening: QWidget, *_: object) -> None:
        opening.hide()
        self._open(revision, column)

    def _open(self, revision: str, column: QVBoxLayout) -> None:
        self._ask(revision, lambda found: column.addWidget(self._differences(found)))

    def _differences(self, found: Sequence[Difference]) -> QWidget:
        theme, table = self._sheet.theme, QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(theme.space(4), 0, 0, 0)
        grid.setHorizontalSpacing(theme.space(4))
        grid.setVerticalSpacing(theme.space(2))
        if not found:
            grid.addWidget(plain_label(translate("Nothing that can be seen here."), "quiet"), 0, 0)
        for row, difference in enumerate(found):
            words = field_words(difference.path, self._content_of(difference))
            grid.addWidget(plain_label(words, "quiet"), 3 * row, 0, 1, 2)
            columns = [(translate("Before"), difference.before), (translate("After"), difference.after)]
            if difference.before is None:
                columns = [(translate("New"), difference.after)]
            elif difference.after is None:
                columns = [(translate("Taken away"), difference.before)]
            span = 3 - len(columns)
            for place, (told, value) in enumerate(columns):
                grid.addWidget(plain_label(told, "small"), 3 * row + 1, place, 1, span)
                shown = plain_label(self._value_words(difference, value), selectable=True)
                grid.addWidget(shown, 3 * row + 2, place, 1, span, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return table

    def _content_of(self, difference: Difference) -> JsonObject:
        """A content in which the field's entry stands, even where the record has it no more."""
        name = difference.path[0]
        for value in (difference.after, difference.before):
            if len(difference.path) == 2 and isinstance(value, dict):
                return {name: [value]}
        return self._sheet.editing.content

    def _value_words(self, difference: Difference, value: Json) -> str:
        if len(difference.path) == 2 and isinstance(value, dict):
            return entry_words(self._sheet, difference.path[0], value)
        return value_words(self._sheet, value, asked_at(difference.path, self._sheet.editing.content))
