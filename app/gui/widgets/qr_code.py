"""A QR code (ISO/IEC 18004) painted dark on light in either theme, so that every camera reads it."""

from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.gui.theme import Theme

_MODULE_PIXELS = 5
_DARK_BELOW = 128


class QrCode(QWidget):
    """Shows one text; upper-case letters and digits make the smallest code."""

    def __init__(self, text: str, meaning: str, theme: Theme) -> None:
        super().__init__()
        self._modules = modules_of(text)
        self.setAccessibleName(meaning)
        self.setFixedSize(*(theme.pixels(_MODULE_PIXELS * len(self._modules)),) * 2)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Whole pixels where there are enough of them; the quiet zone is part of the code."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Qt.GlobalColor.white))
        side = self.width() / len(self._modules)
        for y, row in enumerate(self._modules):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(QRectF(x * side, y * side, side, side), Qt.GlobalColor.black)
        painter.end()
        event.accept()


def modules_of(text: str) -> tuple[tuple[bool, ...], ...]:
    """The rows of dark modules, with the quiet zone of four around them."""
    import zxingcpp

    # The image is a buffer of one byte a module; its stubs do not say so.
    image: Any = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image()
    pixels, (rows, columns) = memoryview(image).tobytes(), image.shape
    dark = tuple(level < _DARK_BELOW for level in pixels)
    return tuple(dark[row * columns : (row + 1) * columns] for row in range(rows))
