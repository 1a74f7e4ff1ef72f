"""Where a person types: one line or many, plain text only, whatever is pasted or dropped."""

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.domain.text import MAX_LINE
from app.gui.theme import Theme


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
