"""What fits a page at every size: a column that scrolls, a row of buttons that breaks."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

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

    def take_focus(self, theme: Theme, name: str) -> None:
        """Be a stop of the Tab key, called `name`, where the arrow keys scroll: for text alone."""
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setStyleSheet(
            "ScrollColumn { border: 2px solid transparent; }"
            f"ScrollColumn:focus {{ border: 2px solid {theme.colours.accent}; }}"
        )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """As wide as there is room, so that wrapped lines know their height."""
        # Before Qt lays it out: else it stays as wide as it was, beside a bar that has just come.
        inside = self.widget()
        if inside is not None:
            # The event is the viewport's; to ask for that itself would load every class of Qt's widgets.
            inside.setMinimumWidth(min(event.size().width(), self._widest))
        super().resizeEvent(event)


class ButtonRow(QWidget):
    """Controls beside each other, or one below the other where there is no room for that."""

    def __init__(self, theme: Theme, *controls: QWidget) -> None:
        super().__init__()
        self._controls = controls
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.space(2))
        for control in controls:
            self._row.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft)
        self._row.addStretch(1)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As narrow as the widest of them."""
        widest = max((control.sizeHint().width() for control in self._controls), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Decide anew."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Decide anew also where a control was shown or got other words."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        widths = [control.sizeHint().width() for control in self._controls if not control.isHidden()]
        needed = sum(widths) + self._row.spacing() * max(0, len(widths) - 1)
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.LeftToRight if needed <= self.width() else direction.TopToBottom)
