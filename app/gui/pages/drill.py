"""A drill: do the backup and the words still open, and does every hash hold? Nothing is changed by it."""

from app.domain.work import Watch
from app.gui.loss_words import counts_in_words, problems_in_words
from app.gui.page import Page, PageContext
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import button, heading, plain_label
from app.gui.widgets.folder_line import BACKUP_NEEDED, FolderLine
from app.gui.widgets.secret_box import SECRET_NEEDED, SecretBox
from app.services import Services
from app.services.answers_loss import BackupChecked, DrillNoted
from app.words import N_, translate

DRILLING = N_("Reading the backup")


class Drill(Page):
    """Once a year, with the stick and the paper as they are kept; to be skipped without a word."""

    name = "drill"
    place = "settings"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.source = FolderLine(theme, translate("Folder with the backup"))
        self.secret = SecretBox(theme, takes_passphrase=True)
        self.secret.entered.connect(self._drill)
        self.drill_button = button(translate("Try it"), self._drill, theme, look="primary")
        self.result, self.counts = plain_label("", "lead"), plain_label("")
        self.warning = plain_label("", "gap")
        column = ScrollColumn(theme)
        told = translate(
            "Take the stick and the paper as you keep them, and see whether they would bring the vault back. "
            "Neither the backup nor the vault is changed."
        )
        for part in (
            heading(translate("Try a backup")),
            plain_label(told),
            self.source,
            self.secret,
            ButtonRow(
                theme,
                self.drill_button,
                button(translate("Skip this year"), self._skip, theme),
                button(translate("Back"), lambda: context.navigate("safekeeping"), theme, look="plain"),
            ),
            self.result,
            self.counts,
            self.warning,
        ):
            column.rows.addWidget(part)
        column.rows.addStretch(1)
        self.body.addWidget(column)
        self._show(None)

    def enter(self, **_: object) -> None:
        """The cursor stands on the button that asks for the folder."""
        self.source.setFocus()

    def leave(self) -> bool:
        """No secret stays on a page that nobody sees."""
        self.secret.clear()
        self._show(None)
        return True

    def seal(self) -> None:
        """The same before a lock: nothing of it is a draft."""
        self.secret.clear()

    def _drill(self) -> None:
        if not self.drill_button.isEnabled():
            return
        # From below, so that the cursor goes to the first that is missing.
        given = self.secret.required(translate(SECRET_NEEDED))
        source = self.source.required(translate(BACKUP_NEEDED))
        if source is None or given is None:
            return
        self._show(None)
        self.drill_button.setEnabled(False)

        def job(services: Services, watch: Watch) -> BackupChecked:
            from app.services.backups import drill

            found = drill(source, given.read(), watch)
            if found.ok:
                services.backups.note_drill()
            return found

        self.work(DRILLING, job, self._drilled, lambda: self.drill_button.setEnabled(True), self._refuse)

    def _drilled(self, found: BackupChecked) -> None:
        self.drill_button.setEnabled(True)
        self.secret.clear()
        self._show(found)
        if found.ok:
            self.context.announce("backup")

    def _refuse(self, error: Exception) -> None:
        self.drill_button.setEnabled(True)
        if not self.secret.refuses(error):
            self.fail(error)

    def _show(self, found: BackupChecked | None) -> None:
        for part in (self.result, self.counts, self.warning):
            part.setVisible(found is not None)
        if found is None:
            return
        whole = "✓ " + translate("It opens, and every hash in it holds.")
        self.result.setText(whole if found.ok else problems_in_words(found.problems))
        self.counts.setText(counts_in_words(found))
        self.warning.setText("▲ " + found.warning)

    def _skip(self) -> None:
        def skipped(_: DrillNoted) -> None:
            self.context.announce("backup")
            self.context.tell(translate("In a year it is offered again."))
            self.context.navigate("safekeeping")

        self.read(lambda services, _: services.backups.note_drill(), skipped)
