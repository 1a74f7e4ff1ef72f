"""Seven words drawn by chance, to be copied by hand."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.gui.theme import Theme
from app.gui.widgets.choosing import Choice
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import Field, button, heading, plain_label
from app.services.passphrases import WORDS, generate
from app.words import chosen_language, translate

_LANGUAGE_NAMES = (("ru", "Русский"), ("en", "English"))
_COLUMNS = 2


class DrawnWords(QWidget):
    """`copied` when the person has written them down, `declined` when they want one of their own."""

    copied = Signal()
    declined = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._words = [QLabel() for _ in range(WORDS)]
        self.language = Choice(_LANGUAGE_NAMES, none="")
        self.language.set_value("en" if chosen_language() == "en" else "ru")
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
        column.addLayout(self._grid(theme))
        column.addWidget(plain_label(translate("Drawn by chance: nobody finds them by trying."), "small"))
        column.addWidget(Field(translate("Language of the words"), self.language, theme))
        column.addWidget(ButtonRow(theme, self.copied_button, again, own))
        column.addStretch(1)
        self.setFocusProxy(self.copied_button)
        self.draw()

    def draw(self) -> None:
        """Draw other words."""
        self._passphrase = generate(self.language.value() or "en")
        for label, word in zip(self._words, self._passphrase.split(), strict=True):
            label.setText(word)

    def passphrase(self) -> str:
        """The words, apart by one space."""
        return self._passphrase

    def _grid(self, theme: Theme) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(3))
        grid.setVerticalSpacing(theme.space(1))
        rows = -(-WORDS // _COLUMNS)
        for place, label in enumerate(self._words):
            number = plain_label(f"{place + 1}", "quiet")
            number.setWordWrap(False)
            label.setProperty("look", "title")
            at = 2 * (place // rows)
            grid.addWidget(number, place % rows, at)
            grid.addWidget(label, place % rows, at + 1)
        for at in range(_COLUMNS):
            grid.setColumnStretch(2 * at + 1, 1)
        return grid
