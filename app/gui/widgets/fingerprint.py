"""A fingerprint for comparing: digits large and in groups, words below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.gui.theme import Theme
from app.gui.widgets.fields import plain_label

GROUPS_IN_LINE, WORDS_IN_LINE = 4, 6


class FingerprintView(QWidget):
    """Eight groups of digits in two lines, twelve words in two. Put two side by side to compare."""

    def __init__(self, theme: Theme, name: str, digits: str, words: str) -> None:
        """`name` says aloud whose it is; `digits` and `words` as services answer them."""
        super().__init__()
        self.setAccessibleName(name)
        self.setAccessibleDescription(f"{digits}. {words}")
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(4))
        grid.setVerticalSpacing(theme.space(1))
        for number, group in enumerate(digits.split()):
            label = QLabel(group)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setFont(theme.font("title", bold=True))
            grid.addWidget(label, number // GROUPS_IN_LINE, number % GROUPS_IN_LINE)
        grid.setColumnStretch(GROUPS_IN_LINE, 1)
        each = words.split()
        lines = [" ".join(each[at : at + WORDS_IN_LINE]) for at in range(0, len(each), WORDS_IN_LINE)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addLayout(grid)
        column.addWidget(plain_label("\n".join(lines), selectable=True))
