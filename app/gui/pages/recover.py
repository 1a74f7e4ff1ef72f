"""The passphrase is forgotten: recovery words or shares, a new passphrase, and the vault is open again."""

from pathlib import Path

from app.domain.errors import AppError
from app.domain.work import Watch
from app.gui.keyboard import layout_of
from app.gui.page import Column, PageContext
from app.gui.pages.arriving import Arriving
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import button, emblem, heading, plain_label
from app.gui.widgets.passphrase_choice import PassphraseChoice
from app.gui.widgets.path_shown import breakable
from app.gui.widgets.secret_box import SecretBox
from app.services import Services, open_services
from app.services.given_secret import GivenSecret
from app.words import N_, translate

RECOVERING = N_("Opening the vault by the words")


class Recover(Arriving):
    """Words first, and only where they open this vault a new passphrase."""

    name = "recover"
    column = Column.BARE

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        self._wanted = context.folder
        self._given: GivenSecret | None = None
        self._allow_memory = False
        self.secret = SecretBox(theme)
        self.go_on_button = button(translate("Continue"), self._check, theme, look="primary")
        self.choice = PassphraseChoice(theme, translate("Open with the new passphrase"))
        self.choice.chosen.connect(self._recover)
        self._where = plain_label("", "small")
        self._asking = self._asking_face()
        self._choosing = ScrollColumn(theme, centred=True)
        self._choosing.rows.addWidget(
            ButtonRow(theme, button(translate("Back"), self._go_back, theme, icon_name="chevron-left"))
        )
        self._choosing.rows.addWidget(self.choice, 1)
        self.faces.insertWidget(0, self._asking)
        self.faces.addWidget(self._choosing)
        self.faces.setCurrentWidget(self._asking)

    def enter(self, **arguments: object) -> None:
        """`folder` is where the vault lies."""
        folder = arguments.get("folder")
        self._wanted = folder if isinstance(folder, Path) else self.context.folder
        self._where.setText(translate("The vault in {folder}").format(folder=breakable(str(self._wanted))))
        self.secret.setFocus()

    def leave(self) -> bool:
        """No secret stays on a page that nobody sees."""
        self._forget()
        return True

    def seal(self) -> None:
        """The same before a lock: nothing of it is a draft."""
        self._forget()

    def _asking_face(self) -> ScrollColumn:
        theme = self.context.theme
        face = ScrollColumn(theme, centred=True)
        rows = face.rows
        rows.addStretch(1)
        rows.addWidget(emblem(theme))
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
        rows.addWidget(
            ButtonRow(
                theme,
                self.go_on_button,
                button(translate("Back"), self._leave_for_unlock, theme, look="plain"),
            )
        )
        rows.addStretch(2)
        return face

    def _leave_for_unlock(self) -> None:
        self.context.navigate("unlock", folder=self._wanted)

    def _check(self) -> None:
        given, folder = self.secret.value(), self._wanted
        if given is None:
            self.secret.show_gap(translate("The words are needed, typed or in files."))
            self.secret.setFocus()
            return
        allow_memory = self._allow_memory

        def check(_watch: Watch) -> GivenSecret:
            from app.services.recovery import check_secret

            check_secret(folder, given.read(), allow_memory=allow_memory)
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
        self.choice.begin()
        self.faces.setCurrentWidget(self._choosing)
        self.choice.setFocus()

    def _refuse(self, error: Exception) -> None:
        self._set_busy(False)
        if isinstance(error, AppError) and error.code.startswith("recovery."):
            self.secret.show_gap(f"{error.sentence} {error.advice}")
            self.secret.setFocus()
        elif isinstance(error, AppError) and error.code == "vault.memory":
            self.error_bar.show_error(error, translate("Try all the same"), self._try_all_the_same)
        else:
            self.fail(error)

    def _try_all_the_same(self) -> None:
        self._allow_memory = True
        self._check()

    def _recover(self, new: str) -> None:
        given, folder, clock, allow_memory = self._given, self._wanted, self.context.clock, self._allow_memory
        if given is None:
            return
        warnings: list[str] = []

        def make(watch: Watch) -> Services:
            from app.services.recovery import recover_vault

            done = recover_vault(
                folder, given.read(), new, keyboard=layout_of(new), allow_memory=allow_memory
            )
            warnings.append(done.warning)
            return open_services(folder, new, clock, watch, allow_memory=allow_memory)

        self._set_busy(True)
        self.error_bar.hide()
        watch = self.context.lanes.open(
            make,
            owner=self,
            on_done=lambda: self._recovered(warnings),
            on_failed=self._failed,
            on_cancelled=lambda: self._set_busy(False),
            on_progress=self.work_bar.show_progress,
        )
        self.work_bar.begin(RECOVERING, watch.cancel)

    def _recovered(self, warnings: list[str]) -> None:
        self._set_busy(False)
        self._forget()
        self.arrive(self._wanted, *warnings)

    def _failed(self, error: Exception) -> None:
        self._set_busy(False)
        self._go_back()
        self.fail(error)

    def _set_busy(self, busy: bool) -> None:
        self.faces.setEnabled(not busy)
        if not busy:
            self.work_bar.finish()

    def _go_back(self) -> None:
        self._forget()
        self.secret.setFocus()

    def _forget(self) -> None:
        self._given = None
        self.secret.clear()
        self.choice.begin()
        if self.faces.currentWidget() is self._choosing:
            self.faces.setCurrentWidget(self._asking)
