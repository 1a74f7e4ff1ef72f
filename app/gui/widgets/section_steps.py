"""The list of sections beside a long form: where one is, and a click to go elsewhere."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.gui.theme import Theme
from app.gui.widgets.fields import button


class SectionSteps(QWidget):
    """One step a section, in the order in which they were added."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._steps: list[QPushButton] = []
        self._lit = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space(1) // 2)
        self._column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def add(self, words: str, go: Callable[[], None]) -> None:
        """Another step; `go` is called when it is pressed."""
        step = button(words, go, self._theme, look="step")
        step.setCheckable(True)
        # It says where one is, which being pressed does not make true by itself.
        step.clicked.connect(lambda: self.light(self._lit))
        self._column.insertWidget(len(self._steps), step)
        self._steps.append(step)

    def offer(self, place: int, offered: bool) -> None:
        """Whether there is anything to go to."""
        self._steps[place].setVisible(offered)

    def light(self, place: int) -> None:
        """Show in which section one is."""
        self._lit = place
        for number, step in enumerate(self._steps):
            step.setChecked(number == place)

    def fits(self, room: QSize) -> bool:
        """Whether the steps find room there."""
        needed = self.sizeHint()
        return needed.width() <= room.width() and needed.height() <= room.height()
