"""From a backup to a vault again, on a computer that has none: one page, and every hash is compared."""

from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.work import Watch
from app.gui.keyboard import layout_of
from app.gui.loss_words import counts_in_words, problems_in_words
from app.gui.page import Column, PageContext
from app.gui.pages.asking_first import AskingFirst
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import button, heading, plain_label
from app.gui.widgets.folder_line import BACKUP_NEEDED, FolderLine
from app.gui.widgets.secret_box import SECRET_NEEDED, SecretBox
from app.places import default_vault
from app.services.answers_loss import VaultRestored
from app.services.finding import is_part_of_vault
from app.services.given_secret import GivenSecret
from app.words import N_, translate

if TYPE_CHECKING:
    from app.vault.slots import Secret

RESTORING = N_("Restoring the backup")


class Restore(AskingFirst):
    """Which backup, what opens it, where to; with words a new passphrase too, since the old one is gone."""

    name = "restore"
    column = Column.BARE
    secret: SecretBox

    def __init__(self, context: PageContext) -> None:
        theme = context.theme
        secret = SecretBox(theme, takes_passphrase=True)
        super().__init__(context, secret, translate("Restore"), self._check)
        self.source = FolderLine(theme, translate("Folder with the backup"))
        self.secret.entered.connect(self._check)
        self.target = FolderLine(theme, translate("Empty folder for the vault"))
        self.go_on_button = button(translate("Restore"), self._check, theme, look="primary")
        self.choice.chosen.connect(self._restore)
        self.open_button = button(translate("Open it"), self._open, theme, look="primary")
        self.result, self.same, self.problems, self.warning = (
            plain_label("", "lead"),
            plain_label(""),
            plain_label("", "danger"),
            plain_label("", "gap"),
        )
        self._fill_asking()
        self._done = self._done_face()
        self.faces.addWidget(self._done)

    def enter(self, **arguments: object) -> None:
        """`source` is a backup that is offered."""
        source = arguments.get("source")
        if isinstance(source, Path):
            self.source.set_value(source)
        self.context.lanes.short.run_without_vault(
            lambda _: _free_folder(), owner=self, on_done=self._offer_target, on_failed=self.fail
        )
        (self.secret if self.source.value() else self.source).setFocus()

    def go_on(self, given: GivenSecret) -> None:
        """Words are asked for a new passphrase; the old one stays in force."""
        if given.is_words:
            super().go_on(given)
            return
        self.given = given
        self._restore(None)

    def _fill_asking(self) -> None:
        theme, rows = self.context.theme, self.asking.rows
        rows.addWidget(heading(translate("Restore a backup")))
        told = translate("A new vault is made of it; the backup itself stays as it is.")
        rows.addWidget(plain_label(told, "quiet"))
        for part in (self.source, self.secret, self.target):
            rows.addWidget(part)
        back = button(translate("Back"), lambda: self.context.navigate("unlock"), theme, look="plain")
        rows.addWidget(ButtonRow(theme, self.go_on_button, back))
        rows.addStretch(1)

    def _done_face(self) -> ScrollColumn:
        theme = self.context.theme
        face = ScrollColumn(theme, centred=True)
        face.rows.addStretch(1)
        face.rows.addWidget(heading(translate("The vault is restored")))
        for part in (self.result, self.same, self.problems, self.warning):
            face.rows.addWidget(part)
        face.rows.addWidget(ButtonRow(theme, self.open_button))
        face.rows.addStretch(2)
        return face

    def _offer_target(self, folder: Path | None) -> None:
        if self.target.value() is None:
            self.target.set_value(folder)

    def _check(self) -> None:
        # From below, so that the cursor goes to the first that is missing.
        target = self.target.required(translate("Choose a folder with nothing in it."))
        given = self.secret.required(translate(SECRET_NEEDED))
        source = self.source.required(translate(BACKUP_NEEDED))
        if source is None or given is None or target is None:
            return

        def trying(secret: "Secret", allow_memory: bool) -> None:
            from app.services.backups import check_opens

            check_opens(source, secret, allow_memory=allow_memory)

        self.try_secret(given, trying)

    def _restore(self, new: str | None) -> None:
        source, target, given = self.source.value(), self.target.value(), self.given
        if source is None or target is None or given is None:
            return
        allow_memory, keyboard = self.allow_memory, layout_of(new) if new else None

        def restore(watch: Watch) -> VaultRestored:
            from app.services.backups import restore_vault

            return restore_vault(
                source,
                target,
                given.read(),
                watch,
                new_passphrase=new,
                keyboard=keyboard,
                allow_memory=allow_memory,
            )

        self.set_busy(True)
        self.error_bar.hide()
        watch = self.context.lanes.long.run_without_vault(
            restore,
            owner=self,
            on_done=self._restored,
            on_failed=self.failed,
            on_cancelled=self.go_back,
            on_progress=self.work_bar.show_progress,
        )
        self.work_bar.begin(RESTORING, watch.cancel)

    def _restored(self, done: VaultRestored) -> None:
        self.set_busy(False)
        self.forget()
        self.result.setText(counts_in_words(done))
        told = translate("Every hash was compared: the vault holds the same as the backup.")
        self.same.setText("✓ " + told)
        self.same.setVisible(done.ok)
        self.problems.setText(problems_in_words(done.problems))
        self.problems.setVisible(not done.ok)
        self.warning.setText("▲ " + done.warning)
        self.faces.setCurrentWidget(self._done)
        self.open_button.setFocus()

    @property
    def must_stay(self) -> bool:
        """What came of it is told here and nowhere else."""
        return super().must_stay or self.faces.currentWidget() is self._done

    def _open(self) -> None:
        self.faces.setCurrentWidget(self.asking)
        self.context.navigate("unlock", folder=self.target.value())


def _free_folder() -> Path | None:
    """Where a vault lies by default, if none does."""
    folder = default_vault()
    return None if is_part_of_vault(folder) else folder
