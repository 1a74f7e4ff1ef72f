"""Three of the drawn words asked back: whoever cannot tell them has not written them down."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.gui.theme import Theme
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import Field, button, heading, plain_label
from app.gui.widgets.typing import TextLine
from app.services.passphrases import choose_places, same_word
from app.words import translate


class AskedWords(QWidget):
    """`answered` once all three are right, `returned` when the person wants to see the words again."""

    answered = Signal()
    returned = Signal()

    def __init__(self, theme: Theme, finish: str) -> None:
        super().__init__()
        self._theme = theme
        self._expected: tuple[str, ...] = ()
        self.places: tuple[int, ...] = ()
        self.lines: list[TextLine] = []
        self._fields: list[Field] = []
        self._questions = QVBoxLayout()
        self._questions.setSpacing(theme.space(3))
        self.finish_button = button(finish, self._answer, theme, look="primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(4))
        column.addWidget(heading(translate("Look at your paper")))
        column.addWidget(plain_label(translate("Type these three words from it.")))
        column.addLayout(self._questions)
        buttons = ButtonRow(
            theme, self.finish_button, button(translate("Show the words again"), self.returned.emit, theme)
        )
        column.addWidget(buttons)
        column.addStretch(1)

    def ask(self, passphrase: str) -> None:
        """Ask for three words of it."""
        self.clear()
        words = passphrase.split()
        self.places = choose_places(len(words))
        self._expected = tuple(words[place] for place in self.places)
        for place in self.places:
            line = TextLine()
            line.returnPressed.connect(self._answer)
            field = Field(translate("Word {number}").format(number=place + 1), line, self._theme)
            self.lines.append(line)
            self._fields.append(field)
            self._questions.addWidget(field)
        self.setFocusProxy(self.lines[0])

    def clear(self) -> None:
        """Forget what was asked and answered."""
        self._expected = ()
        for field in self._fields:
            field.deleteLater()
        self._fields, self.lines = [], []

    def _answer(self) -> None:
        wrong = []
        for place, expected, field, line in zip(
            self.places, self._expected, self._fields, self.lines, strict=True
        ):
            right = same_word(line.text(), expected)
            sentence = translate("This is not word {number}.").format(number=place + 1)
            field.show_gap("" if right else sentence)
            wrong += [] if right else [line]
        if wrong:
            wrong[0].setFocus()
            wrong[0].selectAll()
        elif self._expected:
            self.answered.emit()
