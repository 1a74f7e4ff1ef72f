"""One column of a page that scrolls when it is higher than the window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.gui.theme import Theme
from app.gui.widgets.fields import COLUMN_PIXELS


class ScrollColumn(QScrollArea):
    """Widgets one below the other, at most 720 px wide; put them into `rows`."""

    def __init__(self, theme: Theme, *, centred: bool = False) -> None:
        super().__init__()
        self._widest = theme.pixels(COLUMN_PIXELS)
        inside = QWidget()
        self.rows = QVBoxLayout(inside)
        self.rows.setContentsMargins(0, 0, theme.space(2), 0)
        self.rows.setSpacing(theme.space(4))
        inside.setMaximumWidth(self._widest)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The arrow keys scroll it from within; a stop of the Tab key of its own would be one too many.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if centred:
            self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setWidget(inside)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """As wide as there is room, so that wrapped lines know their height."""
        super().resizeEvent(event)
        inside = self.widget()
        if inside is not None:
            inside.setMinimumWidth(min(self.viewport().width(), self._widest))
