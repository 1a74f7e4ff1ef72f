"""Choosing a passphrase: seven words drawn by chance and asked back, or one's own with an estimate."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.gui.theme import Theme
from app.gui.widgets.asked_words import AskedWords
from app.gui.widgets.drawn_words import DrawnWords
from app.gui.widgets.own_passphrase import OwnPassphrase


class PassphraseChoice(QWidget):
    """Three faces of one question; `chosen` carries the passphrase."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, finish: str) -> None:
        """`finish` is what the last button says, such as "Make the vault"."""
        super().__init__()
        self.drawn = DrawnWords(theme)
        self.asked = AskedWords(theme, finish)
        self.own = OwnPassphrase(theme, finish)
        self._faces = QStackedWidget()
        for face in (self.drawn, self.asked, self.own):
            self._faces.addWidget(face)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._faces)
        self.drawn.copied.connect(self._ask_back)
        self.drawn.declined.connect(lambda: self._show(self.own))
        self.asked.returned.connect(lambda: self._show(self.drawn))
        self.asked.answered.connect(lambda: self.chosen.emit(self.drawn.passphrase()))
        self.own.returned.connect(lambda: self._show(self.drawn))
        self.own.chosen.connect(self.chosen)
        self._show(self.drawn)

    def begin(self) -> None:
        """Draw new words and ask anew; nothing of before is kept."""
        self.drawn.draw()
        self.own.clear()
        self.asked.clear()
        self._show(self.drawn)

    def _ask_back(self) -> None:
        self.asked.ask(self.drawn.passphrase())
        self._show(self.asked)

    def _show(self, face: QWidget) -> None:
        self._faces.setCurrentWidget(face)
        self.setFocusProxy(face)
        face.setFocus()
