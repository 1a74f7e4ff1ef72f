"""A sender whose bundle is not taken in as a matter of course: comparing first, or saying why."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.domain.identity import Fingerprint, spoken_digits, spoken_words
from app.gui.theme import Theme
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.comparing import CompareFingerprint
from app.gui.widgets.fields import Field, button, plain_label
from app.gui.widgets.typing import TextLine
from app.words import chosen_language, translate


class _Question(QWidget):
    """Unfolds when `ask_button`, which stands elsewhere, is pressed; folds again without a trace."""

    answered = Signal(str)

    def __init__(self, theme: Theme, ask_words: str, answer_button: QPushButton) -> None:
        super().__init__()
        self.ask_button = button(ask_words, self.unfold, theme)
        self.answer_button = answer_button
        self._fold_button = button(translate("Not now"), self._fold, theme, look="plain")
        self._buttons = ButtonRow(theme, answer_button, self._fold_button)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.space(2))
        self.hide()

    def unfold(self) -> None:
        """Show the question, with the cursor in it."""
        self.ask_button.hide()
        self.show()
        self.setFocus()

    def _fold(self) -> None:
        self.ask_button.show()
        self.ask_button.setFocus()
        self.hide()

    def _fill(self, *parts: QWidget) -> None:
        for part in (*parts, self._buttons):
            self._rows.addWidget(part)


class Comparing(_Question):
    """`answered` with what was told, once all of it agrees."""

    def __init__(self, theme: Theme, fingerprint: str, words: str, told: str) -> None:
        """`words` stand on the button that takes the sender for verified."""
        answer = button(words, self._answer, theme, look="primary", icon_name="check")
        super().__init__(theme, translate("Compare the fingerprint…"), answer)
        key = Fingerprint(fingerprint)
        self.comparison = CompareFingerprint(
            theme, fingerprint, spoken_digits(key), spoken_words(key, chosen_language())
        )
        self.comparison.set_value(told)
        self.comparison.changed.connect(self._allow)
        self._fill(
            plain_label(
                translate(
                    "Let the sender tell you their fingerprint face to face or by voice, not in the "
                    "message that the bundle came with. Type it here; never read it out to them."
                )
            ),
            self.comparison,
        )
        self.setFocusProxy(self.comparison)
        self._allow()

    def _allow(self) -> None:
        self.answer_button.setEnabled(self.comparison.is_whole)

    def _answer(self) -> None:
        self.answered.emit(self.comparison.value())


class Accepting(_Question):
    """`answered` with the reason for taking in what a revoked key signed."""

    def __init__(self, theme: Theme, reason: str) -> None:
        answer = button(translate("Take in with this reason"), self._answer, theme, look="danger")
        super().__init__(theme, translate("Take in all the same…"), answer)
        self.reason = TextLine()
        self.reason.setAcceptDrops(False)
        self.reason.set_value(reason or None)
        self._field = Field(
            translate("Why do you take this in although the key was revoked?"),
            self.reason,
            theme,
            hint=translate("All that comes with it stays marked for ever, and this reason stays with it."),
        )
        self.reason.changed.connect(lambda: self._field.show_gap(""))
        self._fill(self._field)
        self.setFocusProxy(self.reason)

    def _answer(self) -> None:
        reason = (self.reason.value() or "").strip()
        if reason:
            self.answered.emit(reason)
        else:
            self._field.show_gap(translate("Say why; whoever reads these records later will ask."))
            self.reason.setFocus()
