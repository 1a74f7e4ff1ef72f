"""Comparing a fingerprint with what its owner tells: side by side, checked while it is typed."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from app.domain.comparison import Comparison, compare
from app.domain.identity import Fingerprint
from app.gui.theme import Theme
from app.gui.widgets.fields import Field, heading, plain_label, set_look
from app.gui.widgets.fingerprint import FingerprintView
from app.gui.widgets.typing import LongText
from app.words import translate

_BESIDE_PIXELS = 640


class CompareFingerprint(QWidget):
    """`changed` at every letter; `is_whole` once all of it was told and agrees."""

    changed = Signal()

    def __init__(self, theme: Theme, fingerprint: str, digits: str, words: str) -> None:
        super().__init__()
        self._fingerprint = Fingerprint(fingerprint)
        self._beside_pixels = theme.pixels(_BESIDE_PIXELS)
        self.told = LongText(theme, lines=3)
        self.told.changed.connect(self._judge)
        self.verdict = plain_label("")
        shown, telling = QWidget(), QWidget()
        left, right = QVBoxLayout(shown), QVBoxLayout(telling)
        left.addWidget(heading(translate("The card says"), "lead"))
        left.addWidget(FingerprintView(theme, translate("The card says"), digits, words))
        left.addStretch(1)
        right.addWidget(heading(translate("The person tells you"), "lead"))
        right.addWidget(Field(translate("Digits or words, as you hear them"), self.told, theme))
        right.addWidget(self.verdict)
        right.addStretch(1)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(theme.space(6))
        for side, column in ((shown, left), (telling, right)):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(theme.space(2))
            self._sides.addWidget(side, 1)
        self._both = (shown, telling)
        self.setFocusProxy(self.told)
        self._judge()

    @property
    def is_whole(self) -> bool:
        """Whether all eight groups or all twelve words were told, and are the card's."""
        return compare(self._fingerprint, self.value()).is_whole

    def set_value(self, told: str) -> None:
        """Show what was told before."""
        self.told.set_value(told)
        self._judge()

    def value(self) -> str:
        """What was told, as typed."""
        return self.told.value() or ""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As narrow as the wider side."""
        widest = max(side.minimumSizeHint().width() for side in self._both)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """One below the other where there is no room for two."""
        super().resizeEvent(event)
        beside = self.width() >= self._beside_pixels
        direction = QBoxLayout.Direction
        self._sides.setDirection(direction.LeftToRight if beside else direction.TopToBottom)

    def _judge(self) -> None:
        found = compare(self._fingerprint, self.value())
        self.verdict.setText(_in_words(found))
        set_look(self.verdict, "danger" if found.differing is not None else "quiet")
        self.changed.emit()


def _in_words(found: Comparison) -> str:
    if found.is_whole:
        return "✓ " + translate("All of it agrees.")
    if found.differing is not None:
        sentence = translate(
            "✗ Number {number} is different. Ask again; if it stays so, this is not their card."
        )
        return sentence.format(number=found.differing + 1)
    sentence = translate("{agreeing} of {groups} agree so far.")
    return sentence.format(agreeing=found.agreeing, groups=found.groups)
