"""Whether words or shares are right: tried on this vault, while it is open anyway; nothing is changed."""

from app.domain.work import Watch
from app.gui.page import Page, PageContext
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import button, heading, plain_label
from app.gui.widgets.secret_box import WORDS_NEEDED, SecretBox
from app.services import Services
from app.services.answers_loss import RecoveryChecked
from app.words import N_, translate, translate_plural

CHECKING = N_("Trying whether they open the vault")


class RecoveryCheck(Page):
    """Before the day on which they are needed: a word copied wrongly is found while others can be made."""

    name = "recovery_check"
    place = "settings"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.secret = SecretBox(theme)
        self.check_button = button(translate("Check them"), self._check, theme, look="primary")
        self.result = plain_label("", "lead")
        self.secret.words.changed.connect(self.result.hide)
        column = ScrollColumn(theme)
        told = translate(
            "Type the words from your paper, or the shares that others gave back to you, and see whether "
            "they open this vault. Nothing is changed, and nothing of them is kept."
        )
        back = button(translate("Back"), lambda: context.navigate("safekeeping"), theme, look="plain")
        for part in (
            heading(translate("Check recovery words or shares")),
            plain_label(told),
            self.secret,
            ButtonRow(theme, self.check_button, back),
            self.result,
        ):
            column.rows.addWidget(part)
        column.rows.addStretch(1)
        self.body.addWidget(column)
        self.result.hide()

    def enter(self, **_: object) -> None:
        """The cursor stands where the words are typed."""
        self.secret.setFocus()

    def leave(self) -> bool:
        """No secret stays on a page that nobody sees."""
        self.seal()
        self.result.hide()
        return True

    def seal(self) -> None:
        """The same before a lock: nothing of it is a draft."""
        self.secret.clear()

    def _check(self) -> None:
        if not self.check_button.isEnabled():
            return
        given = self.secret.required(translate(WORDS_NEEDED))
        if given is None:
            return

        def job(services: Services, watch: Watch) -> RecoveryChecked:
            watch.tick(CHECKING, 0, 1)
            checked = services.recovery.check(given.texts())
            # To derive a key cannot be cut short: whoever has cancelled meanwhile is told nothing.
            watch.tick(CHECKING, 1, 1)
            return checked

        self.result.hide()
        self.check_button.setEnabled(False)
        self.work(CHECKING, job, self._checked, lambda: self.check_button.setEnabled(True), self._refuse)

    def _checked(self, checked: RecoveryChecked) -> None:
        self.check_button.setEnabled(True)
        self.secret.clear()
        told = (
            translate_plural(
                "This {count} share opens the vault.", "These {count} shares open the vault.", checked.shares
            ).format(count=checked.shares)
            if checked.shares
            else translate("These words open the vault.")
        )
        self.result.setText("✓ " + told)
        self.result.show()
        self.check_button.setFocus()

    def _refuse(self, error: Exception) -> None:
        self.check_button.setEnabled(True)
        if not self.secret.refuses(error):
            self.fail(error)
