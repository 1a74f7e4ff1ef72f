"""Where a person types: one line or many, plain text only, whatever is pasted or dropped."""

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from app.domain.text import MAX_LINE
from app.gui.icons import SMALL, icon_pixmap
from app.gui.theme import Theme
from app.gui.widgets.fields import icon_button
from app.words import translate

_CROSS_PIXELS = 26


class TextLine(QLineEdit):
    """One line, at most MAX_LINE characters. `value()` is None while it is empty."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(MAX_LINE)
        self.textEdited.connect(lambda _: self.changed.emit())

    def value(self) -> str | None:
        """What was typed, exactly."""
        return self.text() or None

    def set_value(self, value: str | None) -> None:
        """Show this; not a change."""
        if value != self.value():
            self.setText(value or "")


class SearchLine(TextLine):
    """A line with a lens before what is typed, and a cross behind it that takes it away."""

    def __init__(self, theme: Theme, name: str) -> None:
        """`name` is what is searched, read aloud."""
        super().__init__()
        self.setPlaceholderText(translate("Search"))
        self.setAccessibleName(name)
        self._theme = theme
        self._lens = QLabel(self)
        self._lens.setPixmap(icon_pixmap("search", theme, size=SMALL, colour=theme.colours.quiet))
        self._lens.adjustSize()
        # The keyboard has Ctrl+A and Delete.
        self._cross = icon_button("x", translate("Clear"), self.clear, theme)
        self._cross.setParent(self)
        self._cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cross.setCursor(Qt.CursorShape.ArrowCursor)
        self._cross.hide()
        self.textChanged.connect(lambda text: self._cross.setVisible(bool(text)))
        self.setTextMargins(self._lens.width() + theme.space(1), 0, theme.pixels(_CROSS_PIXELS), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lens and cross at the ends."""
        super().resizeEvent(event)
        side, gap = self._theme.pixels(_CROSS_PIXELS), self._theme.space(2)
        self._lens.move(gap, (self.height() - self._lens.height()) // 2)
        self._cross.setGeometry(self.width() - side - gap // 2, (self.height() - side) // 2, side, side)


class LongText(QPlainTextEdit):
    """Prose. Tab goes on to the next field, as everywhere; it has undo of its own."""

    changed = Signal()

    def __init__(self, theme: Theme, lines: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._padding = theme.space(4)
        self._quiet = False
        self.setTabChangesFocus(True)
        self.setMinimumHeight(self._height())
        self.textChanged.connect(self._tell)

    def value(self) -> str | None:
        """What was typed, exactly; None while it is empty."""
        return self.toPlainText() or None

    def set_value(self, value: str | None) -> None:
        """Show this; not a change."""
        if value != self.value():
            self._quiet = True
            self.setPlainText(value or "")
            self._quiet = False

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As many lines as it was made for."""
        return QSize(super().sizeHint().width(), self._height())

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        """Text only: neither the files nor the markup that may come with it."""
        if source.hasText() and not source.hasUrls():
            self.insertPlainText(source.text())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 - Qt's name
        """Files that are dropped here belong to the page."""
        return source.hasText() and not source.hasUrls()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape belongs to the page."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _height(self) -> int:
        return self._lines * self.fontMetrics().lineSpacing() + self._padding

    def _tell(self) -> None:
        if not self._quiet:
            self.changed.emit()
