"""What pages share that ask first for what opens a vault, try it, and only then for the rest."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.errors import AppError
from app.domain.work import Watch
from app.gui.page import PageContext
from app.gui.pages.arriving import Arriving
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import button
from app.gui.widgets.passphrase_choice import PassphraseChoice
from app.gui.widgets.secret_box import SecretBox
from app.gui.widgets.vault_passphrase import VaultPassphrase
from app.services.given_secret import GivenSecret
from app.words import N_, translate

if TYPE_CHECKING:
    from app.vault.slots import Secret


TRYING = N_("Checking whether it opens the vault")


class AskingFirst(Arriving):
    """Fill `asking` with what asks; `try_secret`, and `go_on` says what follows where it opens the vault."""

    def __init__(
        self, context: PageContext, secret: SecretBox | VaultPassphrase, done: str, ask: Callable[[], None]
    ) -> None:
        """`done` stands on the button under a new passphrase; `ask` is what the first button does."""
        super().__init__(context)
        self.secret = secret
        self._ask = ask
        self.given: GivenSecret | None = None
        self._tried: GivenSecret | None = None
        self.allow_memory = self.is_busy = False
        self.asking = ScrollColumn(context.theme, centred=True)
        self.choice = PassphraseChoice(context.theme, done)
        self.choosing = ScrollColumn(context.theme, centred=True)
        back = button(translate("Back"), self.go_back, context.theme, icon_name="chevron-left")
        self.choosing.rows.addWidget(ButtonRow(context.theme, back))
        self.choosing.rows.addWidget(self.choice, 1)
        self.faces.addWidget(self.asking)
        self.faces.addWidget(self.choosing)
        self.faces.setCurrentWidget(self.asking)

    def leave(self) -> bool:
        """No secret stays on a page that nobody sees; what is at work is given up."""
        self.forget()
        return True

    def seal(self) -> None:
        """The same before a lock: nothing of it is a draft."""
        self.forget()

    def go_on(self, given: GivenSecret) -> None:
        """It opens the vault: by default a new passphrase is asked."""
        self.given = given
        self.choice.begin()
        self.faces.setCurrentWidget(self.choosing)
        self.choice.setFocus()

    def try_secret(self, given: GivenSecret, trying: Callable[["Secret", bool], object]) -> None:
        """On the short lane; `trying` is told the secret and whether much memory is allowed."""
        allow_memory = self.allow_memory

        def check(_watch: Watch) -> GivenSecret:
            trying(given.read(), allow_memory)
            return given

        self._tried = given
        self.set_busy(True)
        self.error_bar.hide()
        self.work_bar.begin(TRYING, None)
        self.context.lanes.short.run_without_vault(
            check, owner=self, on_done=self._checked, on_failed=self._refuse
        )

    def set_busy(self, busy: bool) -> None:
        """While it works nothing can be typed."""
        self.is_busy = busy
        self.faces.setEnabled(not busy)
        if not busy:
            self.work_bar.finish()

    def go_back(self) -> None:
        """To what was asked first, with nothing in it."""
        self.set_busy(False)
        self.forget()
        self.secret.setFocus()

    def failed(self, error: Exception) -> None:
        """The same, and why."""
        self.go_back()
        self.fail(error)

    def forget(self) -> None:
        """Drop what was typed."""
        self.given = self._tried = None
        self.secret.clear()
        self.choice.begin()
        if self.faces.currentWidget() is self.choosing:
            self.faces.setCurrentWidget(self.asking)

    def _checked(self, given: GivenSecret) -> None:
        self.set_busy(False)
        if given is self._tried:
            self.secret.clear()
            self.go_on(given)
        # Else it was left meanwhile: nobody asks any more, and nothing is kept.

    def _refuse(self, error: Exception) -> None:
        self.set_busy(False)
        if self.secret.refuses(error):
            return
        if isinstance(error, AppError) and error.code == "vault.memory":
            self.error_bar.show_error(error, translate("Try all the same"), self._try_all_the_same)
        else:
            self.fail(error)

    def _try_all_the_same(self) -> None:
        self.allow_memory = True
        self._ask()
