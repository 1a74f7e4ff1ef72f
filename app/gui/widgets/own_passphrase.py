"""A passphrase of one's own: typed twice, estimated honestly, never refused for being weak."""

import unicodedata

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.gui.theme import Theme
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import Field, button, heading, plain_label, set_look
from app.gui.widgets.passphrase import PassphraseLine
from app.services.passphrases import Strength, estimate
from app.words import translate

_ATTENTION = (Strength.VERY_WEAK, Strength.WEAK)


class OwnPassphrase(QWidget):
    """`chosen` carries it, `returned` when the person wants drawn words after all."""

    chosen = Signal(str)
    returned = Signal()

    def __init__(self, theme: Theme, finish: str) -> None:
        super().__init__()
        self._finish = finish
        self.first = PassphraseLine(theme, translate("Passphrase"))
        self.again = PassphraseLine(theme, translate("The same again"))
        self._again_field = Field(translate("The same again"), self.again, theme)
        self.estimate_label = plain_label("")
        self.finish_button = button(finish, self._choose, theme, look="primary")
        reveal = QCheckBox(translate("Show what I type"))
        reveal.setAccessibleName(reveal.text())
        reveal.toggled.connect(self._reveal)
        self._reveal_box = reveal
        self.first.changed.connect(self._judge)
        self.again.changed.connect(lambda: self._again_field.show_gap(""))
        self.first.entered.connect(self.again.setFocus)
        self.again.entered.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(4))
        column.addWidget(heading(translate("A passphrase of your own")))
        column.addWidget(
            plain_label(
                translate(
                    "Words drawn by chance are safer than any that one thinks of. "
                    "Never take one that you use elsewhere."
                )
            )
        )
        column.addWidget(Field(translate("Passphrase"), self.first, theme))
        column.addWidget(self.estimate_label)
        column.addWidget(self._again_field)
        column.addWidget(reveal)
        buttons = ButtonRow(
            theme, self.finish_button, button(translate("Draw words instead"), self.returned.emit, theme)
        )
        column.addWidget(buttons)
        column.addStretch(1)
        self.setFocusProxy(self.first)
        self._judge()

    def clear(self) -> None:
        """Empty both lines."""
        self.first.clear()
        self.again.clear()
        self._reveal_box.setChecked(False)
        self._judge()

    def _judge(self) -> None:
        found = estimate(self.first.value())
        weak = found.strength in _ATTENTION
        self.estimate_label.setText(f"● {found.sentence}" if weak else found.sentence)
        set_look(self.estimate_label, "gap" if weak else "quiet")
        self.estimate_label.setVisible(bool(found.sentence))

    def _reveal(self, shown: bool) -> None:
        self.first.reveal(shown)
        self.again.reveal(shown)

    def _choose(self) -> None:
        first, again = (unicodedata.normalize("NFC", line.value()) for line in (self.first, self.again))
        if not first.strip():
            self.first.setFocus()
        elif first != again:
            self._again_field.show_gap(translate("The two are not the same."))
            self.again.setFocus()
            self.again.line.selectAll()
        else:
            self.chosen.emit(first)
