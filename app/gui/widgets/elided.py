"""Buttons over words of others, of which as many are shown as there is room for."""

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QPushButton, QSizePolicy, QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton
else:
    QAbstractButton = object


def show_tip(widget: QWidget, words: str) -> None:
    """Words beside the pointer, and nothing but words: Qt takes what looks like markup for markup."""
    widget.setToolTip(f"<p>{escape(words)}</p>" if words else "")


class _Elided(QAbstractButton):
    """Stands before a class of Qt's: a button of Qt's is never narrower than its words."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self.setText(words.replace("&", "&&"))
        # Else what holds it would lay itself out for all the words.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for all of them."""
        width = self._around() + self.fontMetrics().horizontalAdvance(self._words)
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for none of them."""
        width = self._around() + self.fontMetrics().horizontalAdvance("…")
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show what fits now, and all of it beside the pointer."""
        super().resizeEvent(event)
        room = self.width() - self._around()
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))
        show_tip(self, "" if shown == self._words else self._words)

    def _around(self) -> int:
        shown = self.text().replace("&&", "&")
        return super().sizeHint().width() - self.fontMetrics().horizontalAdvance(shown)


class ElidedButton(_Elided, QPushButton):
    """A button to press."""


class ElidedBox(_Elided, QCheckBox):
    """A box to tick."""
