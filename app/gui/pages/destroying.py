"""The end of a vault: its passphrase once more, a word typed on purpose, and one honest sentence.

It is done where no vault is open: from the settings the window locks first.
"""

from pathlib import Path

from app.domain.errors import AppError
from app.domain.work import Watch
from app.gui.page import Column, Page, PageContext
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import Field, button, heading, plain_label
from app.gui.widgets.key_file_line import KeyFileLine
from app.gui.widgets.passphrase import PassphraseLine
from app.gui.widgets.path_shown import breakable
from app.gui.widgets.patience import Patience
from app.gui.widgets.typing import TextLine
from app.services.answers_receipts import VaultDestroyed
from app.services.destruction import CANNOT_PROMISE, destroy_vault
from app.services.given_secret import GivenSecret
from app.words import N_, translate, translate_plural

DESTROYING = N_("Destroying the vault")


class Destroying(Page):
    """Asks, destroys, says what cannot be promised, and goes to the first page."""

    name = "destroying"
    column = Column.BARE

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        self._wanted = context.folder
        self._where = plain_label("", "small")
        self.passphrase = PassphraseLine(theme, translate("Passphrase"))
        self._passphrase_field = Field(translate("Passphrase"), self.passphrase, theme)
        self.passphrase.changed.connect(lambda: self._passphrase_field.show_gap(""))
        self.key_file = KeyFileLine(theme)
        self._key_file_field = Field(translate("Key file"), self.key_file, theme)
        self.key_file.changed.connect(lambda: self._key_file_field.show_gap(""))
        self.word = TextLine()
        self.word.changed.connect(self._judge)
        asked = translate("Type “{word}”").format(word=confirmation())
        self.destroy_button = button(translate("Destroy the vault"), self._destroy, theme, look="danger")
        self.told = plain_label("")
        self.first_button = button(
            translate("To the first page"), lambda: context.navigate("first_run"), theme, look="primary"
        )
        self._patience = Patience(self._tell_wait, self)
        self._asking, self._done = ScrollColumn(theme, centred=True), ScrollColumn(theme, centred=True)
        back = button(translate("Back"), self._go_back, theme, look="plain")
        for part in (
            heading(translate("Destroy the vault")),
            self._where,
            plain_label(
                translate(
                    "Its keys are overwritten and everything in it is removed, with the copies beside it. "
                    "No passphrase and no recovery words open it again."
                )
            ),
            plain_label("▲ " + translate(CANNOT_PROMISE), "gap"),
            self._passphrase_field,
            self._key_file_field,
            Field(asked, self.word, theme),
            ButtonRow(theme, self.destroy_button, back),
        ):
            self._asking.rows.addWidget(part)
        self._done.rows.addWidget(heading(translate("The vault is destroyed")))
        self._done.rows.addWidget(self.told)
        self._done.rows.addWidget(ButtonRow(theme, self.first_button))
        for face in (self._asking, self._done):
            face.rows.addStretch(1)
            self.body.addWidget(face)
        self._done.hide()
        self._judge()

    def enter(self, **arguments: object) -> None:
        """`folder` is where the vault lies."""
        folder = arguments.get("folder")
        self._wanted = folder if isinstance(folder, Path) else self.context.folder
        self._where.setText(translate("The vault in {folder}").format(folder=breakable(str(self._wanted))))
        self._key_file_field.hide()
        self._done.hide()
        self._asking.show()
        self.passphrase.setFocus()

    def leave(self) -> bool:
        """No secret stays on a page that nobody sees."""
        self.seal()
        return True

    def seal(self) -> None:
        """The same before the pages are made anew."""
        self.passphrase.clear()
        self.key_file.clear()
        self.word.set_value("")
        self._judge()

    def _judge(self) -> None:
        typed = (self.word.value() or "").strip().casefold()
        self.destroy_button.setEnabled(typed == confirmation().casefold() and not self._patience.is_waiting)

    def _destroy(self) -> None:
        typed, file, folder = self.passphrase.value(), self.key_file.value(), self._wanted
        if not typed.strip():
            self._passphrase_field.show_gap(translate("The passphrase is needed."))
            self.passphrase.setFocus()
            return

        def job(_watch: Watch) -> VaultDestroyed:
            return destroy_vault(folder, GivenSecret(passphrase=typed, key_file=file).read_passphrase())

        self.error_bar.hide()
        self._asking.setEnabled(False)
        # It cannot be stopped half-way: a vault without its keys is none.
        self.work_bar.begin(DESTROYING, None)
        self.context.lanes.short.run_without_vault(
            job, owner=self, on_done=self._destroyed, on_failed=self._failed
        )

    def _destroyed(self, done: VaultDestroyed) -> None:
        self._rest()
        self.seal()
        left = translate_plural(
            "{count} file that no vault makes is left in the folder.",
            "{count} files that no vault makes are left in the folder.",
            done.left,
        ).format(count=done.left)
        self.told.setText("\n".join(["▲ " + done.warning, *([left] if done.left else [])]))
        self._asking.hide()
        self._done.show()
        self.first_button.setFocus()

    def _failed(self, error: Exception) -> None:
        self._rest()
        if isinstance(error, AppError) and error.code.startswith("vault.file_"):
            self._key_file_field.show()
            self._key_file_field.show_gap(f"{error.sentence} {error.advice}")
            self.key_file.setFocus()
        elif isinstance(error, AppError) and error.code in ("vault.passphrase", "vault.both_wrong"):
            self._passphrase_field.show_gap(f"{error.sentence} {error.advice}")
            self._patience.note_wrong()
            self.passphrase.setFocus()
            self.passphrase.line.selectAll()
        else:
            self.fail(error)

    def _rest(self) -> None:
        self.work_bar.finish()
        self._asking.setEnabled(True)

    def _tell_wait(self, seconds: int) -> None:
        counted = translate_plural("Wait {count} second.", "Wait {count} seconds.", seconds)
        self._passphrase_field.show_hint(counted.format(count=seconds) if seconds else "")
        self._judge()

    def _go_back(self) -> None:
        self.context.navigate("unlock", folder=self._wanted)


def confirmation() -> str:
    """The word that nobody types by mistake."""
    return translate("destroy")
