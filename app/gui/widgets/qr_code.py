"""A QR code (ISO/IEC 18004) painted dark on light in either theme, so that every camera reads it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.gui.theme import Theme
from app.reports.qr_code import code_modules

_MODULE_PIXELS = 5


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
        painter.fillRect(self.rect(), QColor(Qt.GlobalColor.white))
        side = self.width() / len(self._modules)
        for y, row in enumerate(self._modules):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(QRectF(x * side, y * side, side, side), Qt.GlobalColor.black)
        painter.end()
        event.accept()
