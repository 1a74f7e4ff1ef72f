"""Asks for the passphrase of a vault that is closed, and for its key file where that is needed."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.gui.theme import Theme
from app.gui.widgets.fields import Field
from app.gui.widgets.key_file_line import KeyFileLine
from app.gui.widgets.passphrase import PassphraseLine
from app.gui.widgets.patience import Patience
from app.services.finding import FoundVault
from app.services.given_secret import GivenSecret
from app.words import translate, translate_plural


class VaultPassphrase(QWidget):
    """`value()` is what was given; what is wrong with it is told in place, and wrong ones make one wait."""

    entered = Signal()
    """The Enter key."""

    def __init__(self, theme: Theme, label: str, judge: Callable[[], None]) -> None:
        """`judge` is called when a wait begins or is over."""
        super().__init__()
        self._judge = judge
        self.passphrase = PassphraseLine(theme, label)
        self.passphrase_field = Field(label, self.passphrase, theme)
        self.passphrase.changed.connect(lambda: self.passphrase_field.show_gap(""))
        self.passphrase.entered.connect(self.entered)
        self.key_file = KeyFileLine(theme)
        self.key_file_field = Field(translate("Key file"), self.key_file, theme)
        self.key_file.changed.connect(lambda: self.key_file_field.show_gap(""))
        self.key_file_field.hide()
        self._patience = Patience(self._tell_wait, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(4))
        column.addWidget(self.passphrase_field)
        column.addWidget(self.key_file_field)
        self.setFocusProxy(self.passphrase)

    @property
    def is_waiting(self) -> bool:
        """Whether nothing may be tried yet."""
        return self._patience.is_waiting

    def expect(self, found: FoundVault | None) -> None:
        """What the vault's `keys` claims about how it is opened."""
        self.passphrase.expect_layout(found.keyboard if found else None)
        self.key_file_field.setVisible(found is not None and found.needs_file)

    def value(self) -> GivenSecret | None:
        """What was given; None, and said so in place, where no passphrase was typed."""
        typed = self.passphrase.value()
        if typed.strip():
            key_file = None if self.key_file_field.isHidden() else self.key_file.value()
            return GivenSecret(passphrase=typed, key_file=key_file)
        self.passphrase_field.show_gap(translate("The passphrase is needed."))
        self.passphrase.setFocus()
        return None

    def clear(self) -> None:
        """Nothing of what was given stays."""
        self.passphrase.clear()
        self.key_file.clear()
        self.passphrase_field.show_gap("")

    def refuses(self, error: Exception) -> bool:
        """Tell in place of a refusal of what was given; False where something else is the matter."""
        if not isinstance(error, AppError):
            return False
        if error.code.startswith("vault.file_"):
            self.key_file_field.show()
            self.key_file_field.show_gap(f"{error.sentence} {error.advice}")
            self.key_file.setFocus()
            return True
        if error.code not in ("vault.passphrase", "vault.both_wrong"):
            return False
        self.passphrase_field.show_gap(f"{error.sentence} {error.advice}")
        self._patience.note_wrong()
        self.passphrase.setFocus()
        self.passphrase.line.selectAll()
        return True

    def _tell_wait(self, seconds: int) -> None:
        counted = translate_plural("Wait {count} second.", "Wait {count} seconds.", seconds)
        self.passphrase_field.show_hint(counted.format(count=seconds) if seconds else "")
        self._judge()
