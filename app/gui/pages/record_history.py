"""The history of a record: each revision, by whom and when, what it changed field by field; its custody."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.gui.pages.record_custody import custody_view
from app.gui.theme import Theme
from app.gui.widgets.columns import ScrollColumn
from app.gui.widgets.fields import button, heading, plain_label
from app.services.answers import HistoryEntry, RecordHistory
from app.services.answers_changes import RevisionChanges
from app.services.history_words import NOTHING_SEEN, author_words, sides, told_of
from app.services.moments import moment_words
from app.words import translate


class HistoryView(ScrollColumn):
    """The revisions, newest first. `ask` is called with a revision and where its changes go."""

    def __init__(
        self,
        theme: Theme,
        ask: Callable[[str, Callable[[RevisionChanges], None]], None],
        close: Callable[[], None],
    ) -> None:
        super().__init__(theme)
        self._theme, self._ask = theme, ask
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.space(4))
        self.rows.addWidget(
            button(translate("Back to the record"), close, theme, icon_name="chevron-left"),
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
            self._list.addWidget(custody_view(history, self._theme))

    def _block(self, entry: HistoryEntry, *, opened: bool) -> QWidget:
        theme, block = self._theme, QWidget()
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

    def _differences(self, found: RevisionChanges) -> QWidget:
        theme, table = self._theme, QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(theme.space(4), 0, 0, 0)
        grid.setHorizontalSpacing(theme.space(4))
        grid.setVerticalSpacing(theme.space(2))
        if not found.changes:
            grid.addWidget(plain_label(translate(NOTHING_SEEN), "quiet"), 0, 0)
        for row, change in enumerate(found.changes):
            grid.addWidget(plain_label(change.words, "quiet"), 3 * row, 0, 1, 2)
            columns = sides(change)
            span = 3 - len(columns)
            for place, (told, value) in enumerate(columns):
                grid.addWidget(plain_label(told, "small"), 3 * row + 1, place, 1, span)
                shown = plain_label(value, selectable=True)
                grid.addWidget(shown, 3 * row + 2, place, 1, span, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return table
