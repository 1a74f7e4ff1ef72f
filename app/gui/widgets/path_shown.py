"""Where something was written: a sentence, the path, and a button that copies it."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.text import make_visible
from app.gui.theme import Theme
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import button, plain_label, set_look
from app.words import translate


def breakable(path: str) -> str:
    """A path in a sentence, to be read and not copied: a long one breaks behind its folders."""
    return re.sub(r"([/\\])", "\\1\u200b", make_visible(path))


class PathShown(QWidget):
    """Hidden until `show_path`; stays until the person begins `again`."""

    again = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._path = ""
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self, "side")
        self.sentence = plain_label("")
        self.path = plain_label("", "small", selectable=True)
        self.copy_button = button(translate("Copy the path"), self._copy, theme, icon_name="copy")
        self.again_button = button(translate("Write another"), self.again.emit, theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(4),) * 4)
        column.setSpacing(theme.space(2))
        for widget in (self.sentence, self.path, ButtonRow(theme, self.copy_button, self.again_button)):
            column.addWidget(widget)
        self.setFocusProxy(self.copy_button)
        self.hide()

    def show_path(self, sentence: str, path: str) -> None:
        """Say that it is done, and where it lies."""
        self._path = path
        self.sentence.setText("✓ " + sentence)
        self.path.setText(make_visible(path))
        self.copy_button.setText(translate("Copy the path"))
        self.show()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._path)
        self.copy_button.setText(translate("Copied"))
