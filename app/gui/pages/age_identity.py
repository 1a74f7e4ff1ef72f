"""The secret age identity, taken out: the passphrase again, one for the file, and where it goes."""

from pathlib import Path

from app.domain.work import Watch
from app.gui.file_dialogs import choose_new_file
from app.gui.page import PageContext
from app.gui.pages.again import AskingAgain
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import button, plain_label
from app.gui.widgets.passphrase_choice import PassphraseChoice
from app.gui.widgets.path_shown import PathShown
from app.services import Services
from app.services.answers import FileWritten
from app.words import N_, translate

WRITING = N_("Writing the age identity")
PROPOSED_NAME = "identity.age"


class AgeIdentity(AskingAgain):
    """What `vault identity` does; the file is sealed under a passphrase of its own."""

    name = "age_identity"
    back_to = "vault_about"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, translate("The age identity"))
        theme = context.theme
        self._new = ""
        self.go_on_button = button(translate("Continue"), self._check, theme, look="primary")
        self.passphrase.entered.connect(self._check)
        self.result = PathShown(theme)
        self.result.again.connect(self.result.hide)
        told = translate(
            "With it other age tools open bundles that were sent to you, for as long as your keys are these. "
            "It signs nothing, and opens no vault."
        )
        warned = translate("Whoever has the file and its passphrase reads what is sent to you.")
        for part in (
            plain_label(told),
            plain_label("▲ " + warned, "gap"),
            self.passphrase_field,
            self.buttons(self.go_on_button),
            self.result,
        ):
            self.rows.addWidget(part)
        self.rows.addStretch(1)
        self.choice = PassphraseChoice(theme, translate("Write the file…"))
        self.choice.chosen.connect(self._ask_where)
        self.choosing = ScrollColumn(theme)
        self.choosing.rows.addWidget(self.choice)
        stop = button(translate("Cancel"), self.forget, theme, look="plain")
        self.choosing.rows.addWidget(ButtonRow(theme, stop))
        self.choosing.rows.addStretch(1)
        self.choosing.hide()
        self.body.addWidget(self.choosing)

    def enter(self, **_: object) -> None:
        """The cursor stands in the passphrase."""
        self.passphrase.setFocus()

    def leave(self) -> bool:
        """No secret stays, and what was told before is over."""
        self.result.hide()
        return super().leave()

    def forget(self) -> None:
        """Neither passphrase."""
        super().forget()
        self._new = ""
        self.choice.begin()
        self.choosing.setEnabled(True)
        self.choosing.hide()
        self.asking.show()

    def write_to(self, target: Path) -> None:
        """Seal it under the passphrase that was chosen, and write it there."""
        new = self._new
        if not new:
            # Left or locked while the dialog was open.
            return
        self.choosing.setEnabled(False)

        def job(services: Services, watch: Watch) -> FileWritten:
            watch.tick(WRITING, 0, 1)
            return services.access.export_identity(target, new)

        self.work(WRITING, job, self._written, self.forget, self._failed)

    def _check(self) -> None:
        typed = self.typed_passphrase()
        if typed is None or not self.go_on_button.isEnabled():
            return
        self.result.hide()
        self.error_bar.hide()
        self.go_on_button.setEnabled(False)

        def checked(_: None) -> None:
            self.go_on_button.setEnabled(True)
            if self.passphrase.value() != typed:
                # Left or locked meanwhile.
                return
            self.passphrase.clear()
            self.asking.hide()
            self.choosing.show()
            self.choice.begin()
            self.choice.setFocus()

        def refused(error: Exception) -> None:
            self.go_on_button.setEnabled(True)
            self.refuse(error)

        self.read(lambda services, _: services.access.check_passphrase(typed), checked, refused)

    def _ask_where(self, new: str) -> None:
        self._new = new
        choose_new_file(self, translate("File for the age identity"), PROPOSED_NAME, self.write_to)

    def _written(self, written: FileWritten) -> None:
        self.forget()
        self.result.show_path(translate("The age identity is written."), written.path)
        self.result.setFocus()

    def _failed(self, error: Exception) -> None:
        self.forget()
        self.fail(error)
