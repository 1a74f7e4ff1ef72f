"""Where a person types: one line or many, plain text only, whatever is pasted or dropped."""

from PySide6.QtCore import QKeyCombination, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QGuiApplication, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from app.domain.pasted_text import tidy_paste
from app.domain.text import MAX_LINE
from app.gui.icons import SMALL, icon_pixmap
from app.gui.pasted_words import pasted_words
from app.gui.theme import Theme
from app.gui.widgets.fields import icon_button
from app.words import translate

_CROSS_PIXELS = 26
_LINE_ENDS = str.maketrans("\u2028\u2029", "\n\n")
_PASTE_AS_IT_CAME = QKeyCombination(
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_V
)


class TextLine(QLineEdit):
    """One line, at most MAX_LINE characters. `value()` is None while it is empty."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._given: str | None = None
        self._shown = ""
        self.setMaxLength(MAX_LINE)
        self.textEdited.connect(lambda _: self.changed.emit())

    def value(self) -> str | None:
        """What was typed, exactly; what was shown, as long as nobody types."""
        text = self.text()
        return self._given if text == self._shown else text or None

    def set_value(self, value: str | None) -> None:
        """Show this; not a change."""
        if value != self.value():
            # Qt counts an emoji twice; what others wrote is not cut for that.
            self.setMaxLength(max(MAX_LINE, 2 * len(value or "")))
            self.setText(value or "")
            self._given, self._shown = value or None, self.text()


class SearchLine(TextLine):
    """A line with a lens before what is typed, and a cross behind it that takes it away."""

    def __init__(self, theme: Theme, name: str) -> None:
        """`name` says what is searched, to the eye and to the ear."""
        super().__init__()
        self.setPlaceholderText(name)
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
    """Prose. Tab goes on to the next field, as everywhere; it has undo of its own.

    What is pasted or dropped is tidied (`domain.pasted_text`): first it stands there as it came, then
    tidied, as a step of its own that Ctrl+Z takes back. Ctrl+Shift+V leaves it as it came.
    """

    changed = Signal()
    parted = Signal()
    """What changes next is a step of undo of its own."""
    told = Signal(str)
    """What was done to a text that was pasted, in a sentence without any of it."""

    def __init__(self, theme: Theme, lines: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._padding = theme.space(4)
        self._quiet = False
        self._is_own = False
        self._given: str | None = None
        self._shown = ""
        self.setTabChangesFocus(True)
        self.setMinimumHeight(self._height())
        self.textChanged.connect(self._tell)

    def value(self) -> str | None:
        """What was typed, exactly; what was shown, as long as nobody types. None while it is empty."""
        # Not `toPlainText`, which turns no-break blanks into others.
        raw = self.document().toRawText()
        return self._given if raw == self._shown else raw.translate(_LINE_ENDS) or None

    def set_value(self, value: str | None) -> None:
        """Show this; not a change."""
        if value != self.value():
            self._quiet = True
            self.setPlainText(value or "")
            self._quiet = False
            self._given, self._shown = value or None, self.document().toRawText()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As many lines as it was made for."""
        return QSize(super().sizeHint().width(), self._height())

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        """Text only, tidied: neither the files nor the markup that may come with it."""
        if not self.canInsertFromMimeData(source):
            return
        came, start = source.text(), self.textCursor().selectionStart()
        self.parted.emit()
        self._insert(came)
        tidied = tidy_paste(came)
        if tidied.done and not self._is_own:
            self.parted.emit()
            self._replace(start, tidied.text)
            self.told.emit(pasted_words(tidied))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 - Qt's name
        """Files that are dropped here belong to the page."""
        return source.hasText() and not source.hasUrls()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """What is only moved within the text stays as it is."""
        self._is_own = event.source() is self.viewport()
        super().dropEvent(event)
        self._is_own = False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape belongs to the page; Ctrl+Shift+V pastes as it came."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        elif event.keyCombination() == _PASTE_AS_IT_CAME:
            clipboard = QGuiApplication.clipboard().mimeData()
            if not self.isReadOnly() and self.canInsertFromMimeData(clipboard):
                self._insert(clipboard.text())
        else:
            super().keyPressEvent(event)

    def _insert(self, text: str) -> None:
        """In place of what is selected, and in sight."""
        self.insertPlainText(text)
        self.ensureCursorVisible()

    def _replace(self, start: int, text: str) -> None:
        """Put a text in place of what stands between `start` and the cursor."""
        cursor = self.textCursor()
        cursor.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _height(self) -> int:
        return self._lines * self.fontMetrics().lineSpacing() + self._padding

    def _tell(self) -> None:
        if not self._quiet:
            self.changed.emit()
