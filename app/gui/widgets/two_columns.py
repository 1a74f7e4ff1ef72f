"""Two columns beside each other, one below the other where there is no room for that; both scroll."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from app.gui.theme import Theme
from app.gui.widgets.fields import COLUMN_PIXELS, set_look

SIDE_PIXELS = 360


class TwoColumns(QScrollArea):
    """What is chosen goes into `left`, what comes of it into `right`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._beside_pixels = theme.pixels(COLUMN_PIXELS + SIDE_PIXELS)
        self._low_pixels = theme.space(12)
        inside = QWidget()
        set_look(inside, "clear")
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._sides.setContentsMargins(0, 0, theme.space(2), 0)
        self._sides.setSpacing(theme.space(6))
        self._chosen, self._outcome = QWidget(), QWidget()
        self._chosen.setMaximumWidth(theme.pixels(COLUMN_PIXELS))
        self._outcome.setMinimumWidth(theme.pixels(SIDE_PIXELS) // 2)
        self._outcome.setMaximumWidth(theme.pixels(COLUMN_PIXELS))
        self.left, self.right = QVBoxLayout(self._chosen), QVBoxLayout(self._outcome)
        for column, stretch in ((self._chosen, 3), (self._outcome, 2)):
            self._sides.addWidget(column, stretch)
        for rows in (self.left, self.right):
            rows.setContentsMargins(0, 0, 0, 0)
            rows.setSpacing(theme.space(3))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """It scrolls: where there is little room, bars below it have it."""
        return QSize(super().minimumSizeHint().width(), self._low_pixels)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Decide anew."""
        super().resizeEvent(event)
        beside = self.viewport().width() >= self._beside_pixels
        direction = QBoxLayout.Direction
        self._sides.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
