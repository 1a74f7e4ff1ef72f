"""A QR code (ISO/IEC 18004) painted dark on light in either theme, so that every camera reads it."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.gui.theme import Theme
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import button, plain_label
from app.reports.qr_code import code_modules
from app.words import N_, translate

SAVING_CODE = N_("Save the code as a picture…")
CODE_NAME = "contact-code.svg"
_MODULE_PIXELS, _LEAST_PIXELS = 5, 200


class QrCode(QWidget):
    """Shows one text; upper-case letters and digits make the smallest code."""

    def __init__(self, text: str, meaning: str, theme: Theme) -> None:
        super().__init__()
        self._modules = code_modules(text)
        self.setAccessibleName(meaning)
        self.setFixedSize(*(theme.pixels(_MODULE_PIXELS * len(self._modules)),) * 2)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Whole pixels where there are enough of them; the quiet zone is part of the code."""
        painter = QPainter(self)
        _draw(painter, self._modules, QRectF(self.rect()))
        painter.end()
        event.accept()


class LargeCode(QWidget):
    """A code as large as there is room, for a camera across a table; `closed` by the button or Escape.

    It can be `saved` as a picture.
    """

    closed = Signal()
    saved = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._modules: tuple[tuple[bool, ...], ...] = ()
        self._digits = plain_label("", "lead")
        self.back_button = button(translate("Back"), self.closed.emit, theme)
        self.save_button = button(translate(SAVING_CODE), self.saved.emit, theme, icon_name="download")
        self._picture = QWidget()
        # Smaller where there is no more room: whole pixels are a matter of painting.
        self._picture.setMinimumSize(_LEAST_PIXELS, _LEAST_PIXELS)
        self._picture.installEventFilter(self)
        self._picture.setAccessibleName(translate("My fingerprint as a QR code"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(self._picture, 1)
        column.addWidget(self._digits)
        column.addWidget(ButtonRow(theme, self.back_button, self.save_button))
        self.setFocusProxy(self.back_button)

    def show_code(self, text: str, digits: str) -> None:
        """Draw this text; the digits stand below it."""
        self._modules = code_modules(text)
        self._digits.setText(digits)
        self._picture.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Paint the code into its place, a whole number of pixels a module."""
        if watched is not self._picture or event.type() != QEvent.Type.Paint or not self._modules:
            return super().eventFilter(watched, event)
        room, count = self._picture.rect(), len(self._modules)
        side = max(1, min(room.width(), room.height()) // count) * count
        painter = QPainter(self._picture)
        _draw(painter, self._modules, QRectF(0, 0, side, side))
        painter.end()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _draw(painter: QPainter, modules: tuple[tuple[bool, ...], ...], place: QRectF) -> None:
    painter.fillRect(place, QColor(Qt.GlobalColor.white))
    side = place.width() / len(modules)
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            if dark:
                painter.fillRect(QRectF(x * side, y * side, side, side), Qt.GlobalColor.black)
