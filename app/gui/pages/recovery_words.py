"""New recovery words: the passphrase again, the words to be copied, three of them asked back."""

from typing import TYPE_CHECKING

from app.domain.work import Watch
from app.gui.page import PageContext
from app.gui.pages.again import AskingAgain
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import button, plain_label
from app.gui.widgets.new_words import NewRecoveryWords
from app.services import Services
from app.words import N_, translate

if TYPE_CHECKING:
    from app.services.recovery import NewWords

KEEPING = N_("Letting the new words open the vault")


class RecoveryWords(AskingAgain):
    """Until three were told rightly, the words of before stay in force."""

    name = "recovery_words"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, translate("Recovery words"))
        theme = context.theme
        self._present = ""
        self._new: NewWords | None = None
        self.draw_button = button(translate("Show new words"), self._draw, theme, look="primary")
        self.passphrase.entered.connect(self._draw)
        self.told = plain_label("")
        self.told.hide()
        for part in (
            plain_label(
                translate(
                    "24 words drawn by chance open the vault if the passphrase is forgotten. They are shown "
                    "once, to be copied onto paper; nowhere are they written down for you."
                )
            ),
            plain_label(
                "▲ "
                + translate(
                    "Older words open this vault no more; copies of it made before still open with them."
                ),
                "gap",
            ),
            self.passphrase_field,
            self.buttons(self.draw_button),
            self.told,
        ):
            self.rows.addWidget(part)
        self.rows.addStretch(1)
        self.words = NewRecoveryWords(theme, translate("Keep these words"))
        self.words.answered.connect(self._keep)
        self.showing = ScrollColumn(theme)
        self.showing.rows.addWidget(self.words)
        stop = button(translate("Cancel"), self._stop, theme, look="plain")
        self.showing.rows.addWidget(ButtonRow(theme, stop))
        self.showing.rows.addStretch(1)
        self.showing.hide()
        self.body.addWidget(self.showing)

    def enter(self, **_: object) -> None:
        """The cursor stands in the passphrase."""
        self.passphrase.setFocus()

    def leave(self) -> bool:
        """No word stays, and what was told before is over."""
        self.told.hide()
        return super().leave()

    def forget(self) -> None:
        """Neither the words nor the passphrase."""
        super().forget()
        self._present, self._new = "", None
        self.words.clear()
        self.showing.hide()
        self.asking.show()

    def fail(self, error: Exception) -> None:
        """What failed leaves the words of before in force."""
        self.forget()
        super().fail(error)

    def _draw(self) -> None:
        typed = self.typed_passphrase()
        if typed is None or not self.draw_button.isEnabled():
            return
        self.told.hide()
        self.error_bar.hide()
        self.draw_button.setEnabled(False)

        def draw(services: Services, _watch: Watch) -> "NewWords":
            from app.services.recovery import NewWords

            services.access.check_passphrase(typed)
            return NewWords.by_chance()

        def drawn(new: "NewWords") -> None:
            self.draw_button.setEnabled(True)
            if self.passphrase.value() != typed:
                # Left or locked meanwhile: nobody asks for words any more.
                return
            self._present, self._new = typed, new
            self.passphrase.clear()
            self.asking.hide()
            self.showing.show()
            self.words.begin(new.words)

        def refused(error: Exception) -> None:
            self.draw_button.setEnabled(True)
            self.refuse(error)

        self.read(draw, drawn, refused)

    def _keep(self) -> None:
        new, present = self._new, self._present
        if new is None:
            return
        self.showing.setEnabled(False)

        def settle() -> None:
            self.showing.setEnabled(True)
            self.forget()

        def kept(_: int) -> None:
            settle()
            told = translate(
                "The new words open the vault from now on. Keep the paper far from the computer."
            )
            self.told.setText("✓ " + told)
            self.told.show()
            self.context.announce("recovery")
            self.draw_button.setFocus()

        def failed(error: Exception) -> None:
            settle()
            self.fail(error)

        self.work(
            KEEPING, lambda services, _: services.recovery.keep_words(new, present), kept, settle, failed
        )

    def _stop(self) -> None:
        self.forget()
        self.passphrase.setFocus()
