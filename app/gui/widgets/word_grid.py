"""Numbered words to be copied by hand: seen, and neither to be selected nor to be copied otherwise."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.gui.theme import Theme
from app.gui.widgets.fields import plain_label

_WIDEST_WORD = "mmmmmmmm"


class WordGrid(QWidget):
    """So many words, one below the other, in as many columns as fit, at most `columns`."""

    def __init__(self, theme: Theme, count: int, columns: int, look: str = "title") -> None:
        super().__init__()
        self._columns = columns
        self._present = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space(3))
        self._grid.setVerticalSpacing(theme.space(1))
        self._numbers = [plain_label(f"{number}", "quiet") for number in range(1, count + 1)]
        self.labels = [QLabel() for _ in range(count)]
        for number, label in zip(self._numbers, self.labels, strict=True):
            number.setWordWrap(False)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("look", look)
        self._arrange(columns)

    def show_words(self, words: Sequence[str]) -> None:
        """Show these; as many as it was made for."""
        for label, word in zip(self.labels, words, strict=True):
            label.setText(word)

    def clear(self) -> None:
        """Show none."""
        self.show_words([""] * len(self.labels))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Decide anew how many columns fit."""
        super().resizeEvent(event)
        label = self.labels[0]
        label.ensurePolished()
        column = label.fontMetrics().horizontalAdvance(_WIDEST_WORD) + self._numbers[-1].sizeHint().width()
        self._arrange(max(1, min(self._columns, event.size().width() // column)))

    def _arrange(self, columns: int) -> None:
        if columns == self._present:
            return
        self._present = columns
        rows = -(-len(self.labels) // columns)
        for place, (number, label) in enumerate(zip(self._numbers, self.labels, strict=True)):
            row, column = place % rows, 2 * (place // rows)
            self._grid.addWidget(number, row, column)
            self._grid.addWidget(label, row, column + 1)
        for column in range(self._columns):
            self._grid.setColumnStretch(2 * column + 1, 1 if column < columns else 0)
