"""A fingerprint for comparing: digits large and in groups, words below."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.gui.theme import Theme
from app.gui.widgets.fields import plain_label

GROUPS_IN_LINE, WORDS_IN_LINE = 4, 6


class FingerprintView(QWidget):
    """Eight groups of digits in two lines, twelve words in two; in more lines where it is narrow."""

    def __init__(self, theme: Theme, name: str, digits: str, words: str) -> None:
        """`name` says aloud whose it is; `digits` and `words` as services answer them."""
        super().__init__()
        self.setAccessibleName(name)
        self.setAccessibleDescription(f"{digits}. {words}")
        self._groups = [QLabel(group) for group in digits.split()]
        self._grid = grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(4))
        grid.setVerticalSpacing(theme.space(1))
        for label in self._groups:
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setFont(theme.font("title", bold=True))
        grid.setColumnStretch(GROUPS_IN_LINE, 1)
        self._in_line = 0
        self._arrange(GROUPS_IN_LINE)
        each = words.split()
        lines = [" ".join(each[at : at + WORDS_IN_LINE]) for at in range(0, len(each), WORDS_IN_LINE)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addLayout(grid)
        column.addWidget(plain_label("\n".join(lines), selectable=True))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As narrow as a line of half as many groups."""
        return QSize(self._width_of(GROUPS_IN_LINE // 2), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Four lines of two groups where two lines of four have no room: no digit is ever cut off."""
        super().resizeEvent(event)
        fits = self.width() >= self._width_of(GROUPS_IN_LINE)
        self._arrange(GROUPS_IN_LINE if fits else GROUPS_IN_LINE // 2)

    def _width_of(self, groups: int) -> int:
        widest = max((label.sizeHint().width() for label in self._groups), default=0)
        return groups * widest + (groups - 1) * self._grid.horizontalSpacing()

    def _arrange(self, in_line: int) -> None:
        if in_line != self._in_line:
            self._in_line = in_line
            for number, label in enumerate(self._groups):
                self._grid.addWidget(label, number // in_line, number % in_line)
