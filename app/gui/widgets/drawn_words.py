"""Seven words drawn by chance, to be copied by hand."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.gui.theme import Theme
from app.gui.widgets.choosing import Choice
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import Field, button, heading, plain_label
from app.gui.widgets.word_grid import WordGrid
from app.services.passphrases import WORDS, drawn_bits, generate
from app.words import LANGUAGE_NAMES, LANGUAGES, chosen_language, translate

_COLUMNS = 2


class DrawnWords(QWidget):
    """`copied` when the person has written them down, `declined` when they want one of their own."""

    copied = Signal()
    declined = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._words = WordGrid(theme, WORDS, _COLUMNS)
        self.language = Choice([(code, LANGUAGE_NAMES[code]) for code in LANGUAGES], none="")
        self.language.set_value(chosen_language())
        self.language.changed.connect(self.draw)
        self.copied_button = button(
            translate("I have written them down"), self.copied.emit, theme, look="primary"
        )
        again = button(translate("Draw other words"), self.draw, theme)
        own = button(translate("Use a passphrase of my own"), self.declined.emit, theme, look="plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(4))
        column.addWidget(heading(translate("Your passphrase")))
        column.addWidget(
            plain_label(
                translate(
                    "These seven words open your vault. Copy them by hand onto paper and keep it away "
                    "from this computer. Nobody can open the vault without them: not we either."
                )
            )
        )
        column.addWidget(self._words)
        worth = translate(
            "Drawn by chance out of 2,048 words each, {bits} bits: nobody finds them by trying."
        )
        column.addWidget(plain_label(worth.format(bits=round(drawn_bits())), "small"))
        column.addWidget(Field(translate("Language of the words"), self.language, theme))
        column.addWidget(ButtonRow(theme, self.copied_button, again, own))
        column.addStretch(1)
        self.setFocusProxy(self.copied_button)
        self.draw()

    def draw(self) -> None:
        """Draw other words."""
        self._passphrase = generate(self.language.value() or "en")
        self._words.show_words(self._passphrase.split())

    def passphrase(self) -> str:
        """The words, apart by one space."""
        return self._passphrase
