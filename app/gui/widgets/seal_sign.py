"""The sign of seal mode: one line beside a lock that says what becomes of what is written here."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.domain.text import make_visible
from app.gui.icons import SMALL, icon_pixmap
from app.gui.theme import Theme
from app.gui.widgets.fields import COLUMN_PIXELS, plain_label, set_look
from app.services.answers_sealing import SealRecipient
from app.words import translate

_NAMED = 2


class SealSign(QWidget):
    """Hidden until there is something to say."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setMaximumWidth(theme.pixels(COLUMN_PIXELS))
        self.words = plain_label("", "quiet")
        lock = QLabel()
        lock.setPixmap(icon_pixmap("lock", theme, size=SMALL, colour=theme.colours.quiet))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(2))
        row.addWidget(lock, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self.hide()

    def tell(self, sentence: str, *, attention: bool = False) -> None:
        """Say this, with `attention` in amber and with a sign; nothing, and it is hidden."""
        self.words.setText(f"▲ {sentence}" if attention else sentence)
        set_look(self.words, "gap" if attention else "quiet")
        self.setVisible(bool(sentence))


def for_whom(recipients: Iterable[SealRecipient]) -> str:
    """Their names; of more than two the first two, and how many there are."""
    names = [make_visible(each.name) for each in recipients]
    shown = ", ".join(names[:_NAMED])
    if len(names) <= _NAMED:
        return shown
    return translate("{names} and others ({count} in all)").format(names=shown, count=len(names))
