"""From a backup to a vault again, on a computer that has none: one page, and every hash is compared."""

from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.errors import AppError
from app.domain.work import Watch
from app.gui.keyboard import layout_of
from app.gui.loss_words import counts_in_words, problems_in_words
from app.gui.page import Column, Page, PageContext
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import button, heading, plain_label
from app.gui.widgets.folder_line import FolderLine
from app.gui.widgets.passphrase_choice import PassphraseChoice
from app.gui.widgets.secret_box import SecretBox
from app.places import default_vault
from app.services.answers_loss import VaultRestored
from app.services.finding import is_part_of_vault
from app.services.given_secret import GivenSecret
from app.words import N_, translate

RESTORING = N_("Restoring the backup")


class Restore(Page):
    """Which backup, what opens it, where to; with words a new passphrase too, since the old one is gone."""

    name = "restore"
    column = Column.BARE

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        self._given: GivenSecret | None = None
        self._allow_memory = False
        self.source = FolderLine(theme, translate("Folder with the backup"))
        self.secret = SecretBox(theme, takes_passphrase=True)
        self.secret.entered.connect(self._check)
        self.target = FolderLine(theme, translate("Empty folder for the vault"))
        self.go_on_button = button(translate("Restore"), self._check, theme, look="primary")
        self.choice = PassphraseChoice(theme, translate("Restore"))
        self.choice.chosen.connect(self._restore)
        self.open_button = button(translate("Open it"), self._open, theme, look="primary")
        self.result, self.same, self.problems, self.warning = (
            plain_label("", "lead"),
            plain_label(""),
            plain_label("", "danger"),
            plain_label("", "gap"),
        )
        self.faces = QStackedWidget()
        self._asking, self._choosing, self._done = (
            self._asking_face(),
            self._choosing_face(),
            self._done_face(),
        )
        for face in (self._asking, self._choosing, self._done):
            self.faces.addWidget(face)
        self.body.addWidget(self.faces)

    def enter(self, **arguments: object) -> None:
        """`source` is a backup that is offered."""
        source = arguments.get("source")
        if isinstance(source, Path):
            self.source.set_value(source)
        self.context.lanes.short.run_without_vault(
            lambda _: _free_folder(), owner=self, on_done=self._offer_target, on_failed=self.fail
        )
        (self.secret if self.source.value() else self.source).setFocus()

    def leave(self) -> bool:
        """No secret stays on a page that nobody sees; what is being restored is given up."""
        self._forget()
        return True

    def seal(self) -> None:
        """The same before a lock: nothing of it is a draft."""
        self._forget()

    def _asking_face(self) -> QWidget:
        theme = self.context.theme
        face = ScrollColumn(theme, centred=True)
        face.rows.addWidget(heading(translate("Restore a backup")))
        told = translate("A new vault is made of it; the backup itself stays as it is.")
        face.rows.addWidget(plain_label(told, "quiet"))
        for part in (self.source, self.secret, self.target):
            face.rows.addWidget(part)
        back = button(translate("Back"), lambda: self.context.navigate("unlock"), theme, look="plain")
        face.rows.addWidget(ButtonRow(theme, self.go_on_button, back))
        face.rows.addStretch(1)
        return face

    def _choosing_face(self) -> QWidget:
        theme = self.context.theme
        face = ScrollColumn(theme, centred=True)
        back = button(translate("Back"), self._go_back, theme, icon_name="chevron-left")
        face.rows.addWidget(ButtonRow(theme, back))
        face.rows.addWidget(self.choice, 1)
        return face

    def _done_face(self) -> QWidget:
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
        source, given = self.source.value(), self.secret.value()
        if source is None:
            self.source.show_gap(translate("Choose the folder that was given for the backup."))
        if given is None:
            self.secret.show_gap(translate("What opens the backup is needed."))
        if self.target.value() is None:
            self.target.show_gap(translate("Choose a folder with nothing in it."))
        if source is None or given is None or self.target.value() is None:
            missing = self.source if source is None else self.secret if given is None else self.target
            missing.setFocus()
            return
        allow_memory = self._allow_memory

        def check(_watch: Watch) -> GivenSecret:
            from app.services.backups import check_opens

            check_opens(source, given.read(), allow_memory=allow_memory)
            return given

        self._set_busy(True)
        self.error_bar.hide()
        self.context.lanes.short.run_without_vault(
            check, owner=self, on_done=self._checked, on_failed=self._refuse
        )

    def _checked(self, given: GivenSecret) -> None:
        self._set_busy(False)
        self._given = given
        self.secret.clear()
        if not given.is_words:
            self._restore(None)
            return
        self.choice.begin()
        self.faces.setCurrentWidget(self._choosing)
        self.choice.setFocus()

    def _restore(self, new: str | None) -> None:
        source, target, given = self.source.value(), self.target.value(), self._given
        if source is None or target is None or given is None:
            return
        allow_memory, keyboard = self._allow_memory, layout_of(new) if new else None

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

        self._set_busy(True)
        self.error_bar.hide()
        watch = self.context.lanes.long.run_without_vault(
            restore,
            owner=self,
            on_done=self._restored,
            on_failed=self._failed,
            on_cancelled=self._go_back,
            on_progress=self.work_bar.show_progress,
        )
        self.work_bar.begin(RESTORING, watch.cancel)

    def _restored(self, done: VaultRestored) -> None:
        self._set_busy(False)
        self._forget()
        self.result.setText(counts_in_words(done))
        told = translate("Every hash was compared: the vault holds the same as the backup.")
        self.same.setText("✓ " + told)
        self.same.setVisible(done.ok)
        self.problems.setText(problems_in_words(done.problems))
        self.problems.setVisible(not done.ok)
        self.warning.setText("▲ " + done.warning)
        self.faces.setCurrentWidget(self._done)
        self.open_button.setFocus()

    def _refuse(self, error: Exception) -> None:
        self._set_busy(False)
        in_place = isinstance(error, AppError) and (
            error.code.startswith("recovery.") or error.code == "vault.passphrase"
        )
        if isinstance(error, AppError) and in_place:
            self.secret.show_gap(f"{error.sentence} {error.advice}")
            self.secret.setFocus()
        elif isinstance(error, AppError) and error.code == "vault.memory":
            self.error_bar.show_error(error, translate("Try all the same"), self._try_all_the_same)
        else:
            self.fail(error)

    def _try_all_the_same(self) -> None:
        self._allow_memory = True
        self._check()

    def _failed(self, error: Exception) -> None:
        self._go_back()
        self.fail(error)

    def _open(self) -> None:
        self.faces.setCurrentWidget(self._asking)
        self.context.navigate("unlock", folder=self.target.value())

    def _set_busy(self, busy: bool) -> None:
        self.faces.setEnabled(not busy)
        if not busy:
            self.work_bar.finish()

    def _go_back(self) -> None:
        self._set_busy(False)
        self._forget()
        self.secret.setFocus()

    def _forget(self) -> None:
        self._given = None
        self.secret.clear()
        self.choice.begin()
        if self.faces.currentWidget() is self._choosing:
            self.faces.setCurrentWidget(self._asking)


def _free_folder() -> Path | None:
    """Where a vault lies by default, if none does."""
    folder = default_vault()
    return None if is_part_of_vault(folder) else folder
