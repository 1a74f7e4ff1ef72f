"""The key file: what it is good for, what it costs, and the switch; the passphrase is asked again."""

from collections.abc import Callable
from pathlib import Path

from app.domain.work import Watch
from app.gui.file_dialogs import choose_new_file
from app.gui.page import PageContext
from app.gui.pages.again import AskingAgain
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import button, plain_label
from app.gui.widgets.path_shown import breakable
from app.services import Services
from app.services.answers_loss import SecondFactorChanged
from app.words import N_, translate

WRITING, SWITCHING_OFF = N_("Making the key file"), N_("Switching the key file off")
FILE_NAME = "key.txt"


class SecondFactor(AskingAgain):
    """Switched on by a new file, which the person puts where no searcher of the computer finds it."""

    name = "second_factor"
    watches = frozenset({"recovery"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, translate("Key file"))
        theme = context.theme
        self._is_on = False
        self.standing, self.advised = plain_label("", "lead"), plain_label("", "gap")
        self.make_button = button("", self._ask_where, theme, look="primary", icon_name="folder-open")
        self.off_button = button(translate("Switch it off"), self._switch_off, theme)
        self.words_button = button(
            translate("Make recovery words…"), lambda: context.navigate("recovery_words"), theme
        )
        self.back_button = button(
            translate("Back"), lambda: context.navigate("settings"), theme, look="plain"
        )
        self.passphrase.entered.connect(self._ask_where)
        self.told, self.warning = plain_label(""), plain_label("", "gap")
        for part in (
            plain_label(
                translate(
                    "With a key file the passphrase alone opens nothing: somebody who saw it typed, or "
                    "forced it out of you, needs the file too. Keep it on a stick away from the computer, "
                    "with a second copy elsewhere, and never in the vault's folder."
                )
            ),
            plain_label(
                translate(
                    "Whoever has the paper with the recovery words needs neither passphrase nor file. If the "
                    "file is lost, these words are the only way back."
                )
            ),
            self.standing,
            self.advised,
            ButtonRow(theme, self.words_button),
            self.passphrase_field,
            ButtonRow(theme, self.make_button, self.off_button, self.back_button),
            self.told,
            self.warning,
        ):
            self.rows.addWidget(part)
        self.rows.addStretch(1)
        self._show((False, True))
        self._tell(None)

    def enter(self, **_: object) -> None:
        """Ask how it stands."""
        self.refresh()
        self.passphrase.setFocus()

    def leave(self) -> bool:
        """What was told has been read."""
        self._tell(None)
        return super().leave()

    def refresh(self) -> None:
        """Ask again."""

        def ask(services: Services, _watch: Watch) -> tuple[bool, bool]:
            return services.second_factor.is_on, not services.recovery.standing().warnings

        self.read(ask, self._show)

    def _show(self, found: tuple[bool, bool]) -> None:
        """Whether it is on, and whether recovery words or shares are there."""
        self._is_on, has_words = found
        on = translate("The vault opens only with its key file.")
        self.standing.setText(
            ("✓ " + on) if self._is_on else translate("The passphrase alone opens the vault.")
        )
        advised = translate(
            "There are no recovery words: if the file is lost, the vault is lost. Make them first."
        )
        self.advised.setText("▲ " + advised)
        make = translate("Make a new key file…") if self._is_on else translate("Make a key file…")
        self.make_button.setText(make)
        self.make_button.setAccessibleName(make)
        self.off_button.setVisible(self._is_on)
        for part in (self.advised, self.words_button):
            part.setVisible(not has_words)

    def _ask_where(self) -> None:
        typed = self.typed_passphrase()
        if typed is not None and self.make_button.isEnabled():
            choose_new_file(
                self, translate("Where the key file goes"), FILE_NAME, lambda file: self.make(file, typed)
            )

    def make(self, target: Path, typed: str) -> None:
        """Write a new key file and let the vault need it."""
        self._work(WRITING, lambda services: services.second_factor.switch_on(target, typed))

    def _switch_off(self) -> None:
        typed = self.typed_passphrase()
        if typed is not None:
            self._work(SWITCHING_OFF, lambda services: services.second_factor.switch_off(typed))

    def _work(self, what: str, job: Callable[[Services], SecondFactorChanged]) -> None:
        self._tell(None)
        self._set_busy(True)

        def done(changed: SecondFactorChanged) -> None:
            self._set_busy(False)
            self.forget()
            self._tell(changed)
            self.refresh()
            self.back_button.setFocus()

        def failed(error: Exception) -> None:
            self._set_busy(False)
            self.refuse(error)

        self.work(what, lambda services, _: job(services), done, lambda: self._set_busy(False), failed)

    def _tell(self, changed: SecondFactorChanged | None) -> None:
        for part in (self.told, self.warning):
            part.setVisible(changed is not None)
        if changed is None:
            return
        on = translate("The key file is in {path}.").format(path=breakable(changed.path or ""))
        self.told.setText("✓ " + (on if changed.on else translate("The key file is needed no more.")))
        self.warning.setText("▲ " + changed.warning)

    def _set_busy(self, busy: bool) -> None:
        for each in (self.passphrase, self.make_button, self.off_button, self.back_button):
            each.setEnabled(not busy)
