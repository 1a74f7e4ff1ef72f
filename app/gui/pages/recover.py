"""The passphrase is forgotten: recovery words or shares, a new passphrase, and the vault is open again.

Where the file `keys` of the vault is of no use either, its slots are taken from a backup.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import AppError
from app.domain.work import Watch
from app.gui.keyboard import layout_of
from app.gui.page import Column, PageContext
from app.gui.pages.asking_first import AskingFirst
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import button, emblem, heading, plain_label
from app.gui.widgets.folder_line import KEYS_FOLDER, FolderLine
from app.gui.widgets.path_shown import breakable
from app.gui.widgets.secret_box import WORDS_NEEDED, SecretBox
from app.services import Services, open_services
from app.words import N_, translate

if TYPE_CHECKING:
    from app.vault.slots import Secret

RECOVERING = N_("Opening the vault by the words")
_KEYS_REFUSALS = ("vault.keys", "backup.missing")


class Recover(AskingFirst):
    """Words first, and only where they open this vault a new passphrase."""

    name = "recover"
    column = Column.BARE
    secret: SecretBox

    def __init__(self, context: PageContext) -> None:
        theme = context.theme
        super().__init__(context, SecretBox(theme), translate("Open with the new passphrase"), self._check)
        self._wanted = context.folder
        self.go_on_button = button(translate("Continue"), self._check, theme, look="primary")
        self.choice.chosen.connect(self._recover)
        self._where = plain_label("", "small")
        self.source = FolderLine(theme, translate(KEYS_FOLDER))
        self.source.changed.connect(self._check)
        self._fill_asking()

    def enter(self, **arguments: object) -> None:
        """`folder` is where the vault lies."""
        folder = arguments.get("folder")
        self._wanted = folder if isinstance(folder, Path) else self.context.folder
        self._forget_source()
        self._where.setText(translate("The vault in {folder}").format(folder=breakable(str(self._wanted))))
        self.secret.setFocus()

    def _fill_asking(self) -> None:
        theme, rows = self.context.theme, self.asking.rows
        rows.addStretch(1)
        rows.addWidget(emblem(theme, self.context.guise))
        rows.addWidget(heading(translate("Open without the passphrase")))
        rows.addWidget(
            plain_label(
                translate(
                    "Type the recovery words from your paper, or the shares that others gave back to you. "
                    "Then choose a new passphrase."
                ),
                "quiet",
            )
        )
        rows.addWidget(self._where)
        rows.addWidget(self.secret)
        rows.addWidget(self.source)
        rows.addWidget(
            ButtonRow(
                theme,
                self.go_on_button,
                button(translate("Back"), self._leave_for_unlock, theme, look="plain"),
            )
        )
        rows.addStretch(2)

    def _leave_for_unlock(self) -> None:
        self.context.navigate("unlock", folder=self._wanted)

    def _check(self) -> None:
        given, folder = self.secret.required(translate(WORDS_NEEDED)), self._wanted
        if given is None:
            return
        source = self.source.value()
        self.source.show_gap("")

        def trying(secret: "Secret", allow_memory: bool) -> None:
            from app.services.recovery import check_secret

            check_secret(folder, secret, source=source, allow_memory=allow_memory)

        self.try_secret(given, trying)

    def _recover(self, new: str) -> None:
        given, folder, clock, allow_memory = self.given, self._wanted, self.context.clock, self.allow_memory
        if given is None:
            return
        source = self.source.value()
        warnings: list[str] = []

        def make(watch: Watch) -> Services:
            from app.services.recovery import recover_vault

            done = recover_vault(
                folder,
                given.read(),
                new,
                source=source,
                keyboard=layout_of(new),
                allow_memory=allow_memory,
            )
            warnings.append(done.warning)
            return open_services(folder, new, clock, watch, allow_memory=allow_memory)

        self.set_busy(True)
        self.error_bar.hide()
        watch = self.context.lanes.open(
            make,
            owner=self,
            on_done=lambda: self._recovered(warnings),
            on_failed=self.failed,
            on_cancelled=lambda: self.set_busy(False),
            on_progress=self.work_bar.show_progress,
        )
        self.work_bar.begin(RECOVERING, watch.cancel)

    def fail(self, error: Exception) -> None:
        """Where no key file serves, a backup elsewhere may have one: it is asked for in place."""
        if not isinstance(error, AppError) or error.code not in _KEYS_REFUSALS:
            super().fail(error)
            return
        self.source.show()
        self.source.show_gap(f"{error.sentence} {error.advice}")
        self.source.setFocus()

    def _forget_source(self) -> None:
        self.source.set_value(None)
        self.source.hide()

    def _recovered(self, warnings: list[str]) -> None:
        self.set_busy(False)
        self.forget()
        self.arrive(self._wanted, *warnings)
