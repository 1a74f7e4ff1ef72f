"""New recovery words: shown to be copied by hand, then three of them asked back."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.gui.theme import Theme
from app.gui.widgets.asked_words import AskedWords
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import button, heading, plain_label
from app.gui.widgets.word_grid import WordGrid
from app.words import translate

WORDS = 24
_COLUMNS = 4


class NewRecoveryWords(QWidget):
    """`answered` once the person has written them down; the words are in no label before or after."""

    answered = Signal()

    def __init__(self, theme: Theme, finish: str) -> None:
        """`finish` is what the last button says."""
        super().__init__()
        self._words: tuple[str, ...] = ()
        self.grid = WordGrid(theme, WORDS, _COLUMNS, "lead")
        self.copied_button = button(
            translate("I have written them down"), self._ask_back, theme, look="primary"
        )
        self.asked = AskedWords(theme, finish)
        self.asked.returned.connect(self._show_words)
        self.asked.answered.connect(self.answered)
        self._shown = QWidget()
        rows = QVBoxLayout(self._shown)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.space(4))
        rows.addWidget(heading(translate("Your recovery words")))
        rows.addWidget(
            plain_label(
                translate(
                    "Copy these 24 English words by hand, in their order, onto paper, and keep it far "
                    "from this computer. Whoever reads them opens the vault without the passphrase."
                )
            )
        )
        rows.addWidget(self.grid)
        rows.addWidget(ButtonRow(theme, self.copied_button))
        rows.addStretch(1)
        self._faces = QStackedWidget()
        self._faces.addWidget(self._shown)
        self._faces.addWidget(self.asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._faces)

    def begin(self, words: Sequence[str]) -> None:
        """Show these words."""
        self._words = tuple(words)
        self._show_words()

    def clear(self) -> None:
        """No word stays."""
        self._words = ()
        self.grid.clear()
        self.asked.clear()

    def _show_words(self) -> None:
        self.asked.clear()
        self.grid.show_words(self._words)
        self._face(self._shown, self.copied_button)

    def _ask_back(self) -> None:
        self.grid.clear()
        self.asked.ask(" ".join(self._words))
        self._face(self.asked, self.asked)

    def _face(self, face: QWidget, first: QWidget) -> None:
        self._faces.setCurrentWidget(face)
        self.setFocusProxy(first)
        first.setFocus()
