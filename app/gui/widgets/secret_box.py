"""Asks for what opens a vault in another way: recovery words or shares; passphrase and key file."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.text import make_visible
from app.gui.file_dialogs import choose_files
from app.gui.theme import Theme
from app.gui.widgets.choosing import Choice
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import Field, button, plain_label
from app.gui.widgets.key_file_line import KeyFileLine
from app.gui.widgets.passphrase import PassphraseLine
from app.gui.widgets.typing import LongText
from app.services.given_secret import GivenSecret
from app.words import N_, translate

WORDS, PASSPHRASE = "words", "passphrase"
SECRET_NEEDED = N_("What opens the backup is needed.")
WORDS_NEEDED = N_("The words are needed, typed or in files.")
_REFUSALS = ("recovery.", "vault.passphrase", "vault.both_wrong", "vault.file_")


class SecretBox(QWidget):
    """`value()` is None while nothing was given; whoever shows it clears it when it is left or locked."""

    entered = Signal()
    """The Enter key, in the line of the passphrase."""

    def __init__(self, theme: Theme, *, takes_passphrase: bool = False) -> None:
        super().__init__()
        self._files: tuple[Path, ...] = ()
        self.kind = Choice(
            [
                (WORDS, translate("Recovery words or shares")),
                (PASSPHRASE, translate("The passphrase of that day")),
            ],
            none="",
        )
        self.kind.changed.connect(self._judge)
        self.words = _Words(theme)
        self.passphrase = PassphraseLine(theme, translate("The passphrase of that day"))
        self.passphrase.entered.connect(self.entered)
        self.files_button = button(translate("From files…"), self._ask_files, theme, icon_name="folder-open")
        self._named = plain_label("", "small")
        self._kind_field = Field(translate("It opens by"), self.kind, theme)
        if not takes_passphrase:
            self._kind_field.hide()
        self._words_field = Field(
            translate("Recovery words or shares"),
            self.words,
            theme,
            hint=translate("All 24 words in their order; or the words of as many shares as are needed."),
        )
        self._passphrase_field = Field(translate("The passphrase of that day"), self.passphrase, theme)
        self.key_file = KeyFileLine(theme)
        self.key_file.changed.connect(lambda: self.show_gap(""))
        hint = translate("Only where that vault needed one.")
        self._key_file_field = Field(translate("Key file"), self.key_file, theme, hint=hint)
        self._fields = (self._words_field, self._passphrase_field)
        self.words.changed.connect(lambda: self.show_gap(""))
        self.passphrase.changed.connect(lambda: self.show_gap(""))
        self._files_row = ButtonRow(theme, self.files_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(3))
        for part in (
            self._kind_field,
            self._words_field,
            self._files_row,
            self._named,
            self._passphrase_field,
            self._key_file_field,
        ):
            column.addWidget(part)
        self._judge()

    def value(self) -> GivenSecret | None:
        """What was given."""
        if self.kind.value() == PASSPHRASE:
            typed = self.passphrase.value()
            given = GivenSecret(passphrase=typed, key_file=self.key_file.value())
            return given if typed.strip() else None
        typed = self.words.value() or ""
        return GivenSecret(typed=typed, files=self._files) if typed.strip() or self._files else None

    def required(self, gap: str) -> GivenSecret | None:
        """What was given; where that is nothing, `gap` says so in place, and the cursor goes there."""
        given = self.value()
        if given is None:
            self.show_gap(gap)
            self.setFocus()
        return given

    def take_files(self, files: tuple[Path, ...]) -> None:
        """Words stand in these; they are read when they are needed."""
        self._files = tuple(dict.fromkeys((*self._files, *files)))
        names = ", ".join(make_visible(file.name) for file in self._files)
        self._named.setText(translate("From files: {names}").format(names=names))
        self.show_gap("")
        self._judge()

    def clear(self) -> None:
        """Nothing of what was given stays."""
        self._files = ()
        self.words.set_value(None)
        self.passphrase.clear()
        self.key_file.clear()
        self.show_gap("")
        self._judge()

    def show_gap(self, gap: str) -> None:
        """Say in place what is wrong with it, or missing."""
        for field in self._fields:
            field.show_gap(gap)

    def refuses(self, error: Exception) -> bool:
        """Tell in place of a refusal of what was given; False where something else is the matter."""
        if not isinstance(error, AppError) or not error.code.startswith(_REFUSALS):
            return False
        self.show_gap(f"{error.sentence} {error.advice}")
        self.setFocus()
        return True

    def _judge(self) -> None:
        by_words = self.kind.value() == WORDS
        self._words_field.setVisible(by_words)
        self._files_row.setVisible(by_words)
        self._named.setVisible(by_words and bool(self._files))
        self._passphrase_field.setVisible(not by_words)
        self._key_file_field.setVisible(not by_words)
        self.setFocusProxy(self.words if by_words else self.passphrase)

    def _ask_files(self) -> None:
        choose_files(self, translate("Files with recovery words or shares"), self.take_files)


class _Words(LongText):
    """Words from paper: seen while they are typed, since nobody types 24 unseen; copied from here never."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, lines=5)
        self.setUndoRedoEnabled(False)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
            | Qt.InputMethodHint.ImhMultiLine
        )

    def createMimeDataFromSelection(self) -> None:  # type: ignore[override] # noqa: N802 - see below
        """What would be copied, cut or dragged: nothing.

        Not an empty QMimeData: Qt keeps what it is given here and Python deletes it all the same, so that
        the clipboard holds what is no more, and the program crashes at its end if not before.
        """
