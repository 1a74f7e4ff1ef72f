"""Settings: how the window speaks, looks, is called and locks itself; another passphrase."""

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.guise import Guise
from app.gui.keyboard import layout_of
from app.gui.page import Page, PageContext
from app.gui.pages.guise_section import GuiseSection
from app.gui.preferences import apply_preferences
from app.gui.theme import SCALES
from app.gui.widgets.choosing import Choice
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import Field, button, heading, plain_label
from app.gui.widgets.passphrase import PassphraseLine
from app.gui.widgets.passphrase_choice import PassphraseChoice
from app.services.answers import PassphraseChanged
from app.services.guise_keeping import keep_guise
from app.services.protections import protections
from app.services.settings import LOCK_MINUTES, Preferences
from app.words import LANGUAGE_NAMES, LANGUAGES, N_, chosen_language, translate, translate_plural

CHANGING = N_("Changing the passphrase")
_THEMES = {
    "system": N_("As the system has it"),
    "light": N_("Light"),
    "dark": N_("Dark"),
}


class Settings(Page):
    """What is chosen here is kept at once: in the vault, but for the name and the icon of the window."""

    name = "settings"
    place = "settings"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._preferences = Preferences()
        self._present = ""
        self.language = Choice([(code, LANGUAGE_NAMES[code]) for code in LANGUAGES], none="")
        self.scheme = Choice([(code, translate(word)) for code, word in _THEMES.items()], none="")
        self.scale = Choice([(str(scale), f"{scale} %") for scale in SCALES], none="")
        self.minutes = Choice([(str(each), _minutes(each)) for each in LOCK_MINUTES], none="")
        for choice in (self.language, self.scheme, self.scale, self.minutes):
            choice.setEnabled(False)
            choice.changed.connect(self._change)
        self.current = PassphraseLine(context.theme, translate("Present passphrase"))
        self.current.entered.connect(self._check)
        self.check_button = button(translate("Change the passphrase…"), self._check, context.theme)
        self.choice = PassphraseChoice(context.theme, translate("Change the passphrase"))
        self.choice.chosen.connect(self._change_passphrase)
        self.told = plain_label("", "gap")
        self.told.hide()
        column = ScrollColumn(context.theme)
        column.rows.addWidget(heading(translate("Settings")))
        self._look = QWidget()
        self._add_look()
        column.rows.addWidget(self._look)
        self.guise = GuiseSection(context.theme, context.guise, self._disguise)
        column.rows.addWidget(self.guise)
        self._add_passphrase(column.rows)
        self._keeping = QWidget()
        self._add_safekeeping()
        column.rows.addWidget(self._keeping)
        column.rows.addWidget(heading(translate("What this computer gives away"), "lead"))
        for protection in protections().items:
            column.rows.addWidget(plain_label(protection.words))
        self.forms_button = button(
            translate("What the forms ask…"), lambda: context.navigate("forms"), context.theme, look="plain"
        )
        column.rows.addWidget(ButtonRow(context.theme, self._help_button(), self.forms_button))
        column.rows.addStretch(1)
        self.body.addWidget(column)
        self._close_passphrase()

    def enter(self, **_: object) -> None:
        """Ask for what was chosen."""
        self.guise.show_guise(self.context.guise)
        self.refresh()

    def leave(self) -> bool:
        """No passphrase stays on a page that nobody sees."""
        self._close_passphrase()
        self.told.hide()
        return True

    def refresh(self) -> None:
        """Ask again for what was chosen."""
        self.read(lambda services, _: services.settings.preferences(), self._show)

    def _add_look(self) -> None:
        theme = self.context.theme
        rows = QVBoxLayout(self._look)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.space(4))
        rows.addWidget(Field(translate("Language"), self.language, theme))
        rows.addWidget(Field(translate("Colours"), self.scheme, theme))
        rows.addWidget(Field(translate("Size"), self.scale, theme))
        hint = translate("What you were writing is kept.")
        rows.addWidget(Field(translate("Lock when nothing is done for"), self.minutes, theme, hint=hint))

    def _add_passphrase(self, rows: QVBoxLayout) -> None:
        theme = self.context.theme
        rows.addWidget(heading(translate("Passphrase"), "lead"))
        rows.addWidget(self.told)
        self._asking = QWidget()
        asking = QVBoxLayout(self._asking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.setSpacing(theme.space(4))
        self._current_field = Field(translate("Present passphrase"), self.current, theme)
        self.current.changed.connect(lambda: self._current_field.show_gap(""))
        row = ButtonRow(theme, self.check_button)
        asking.addWidget(self._current_field)
        asking.addWidget(row)
        told = translate("A key file beside it protects where somebody has seen or forced the passphrase.")
        asking.addWidget(plain_label(told))
        self.key_file_button = button(
            translate("Key file…"), lambda: self.context.navigate("second_factor"), theme
        )
        asking.addWidget(ButtonRow(theme, self.key_file_button))
        told = translate(
            "If somebody may have the passphrase, the recovery words or the keys, the vault gets new keys; "
            "it is locked first."
        )
        asking.addWidget(plain_label(told))
        self.rekey_button = button(
            translate("Somebody may have my keys…"), lambda: self.context.lock_then("rekeying"), theme
        )
        asking.addWidget(ButtonRow(theme, self.rekey_button))
        self._choosing = QWidget()
        choosing = QVBoxLayout(self._choosing)
        choosing.setContentsMargins(0, 0, 0, 0)
        choosing.addWidget(self.choice)
        keep = ButtonRow(
            theme,
            button(translate("Cancel"), self._close_passphrase, theme),
        )
        choosing.addWidget(keep)
        rows.addWidget(self._asking)
        rows.addWidget(self._choosing)

    def _add_safekeeping(self) -> None:
        theme = self.context.theme
        rows = QVBoxLayout(self._keeping)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.space(4))
        rows.addWidget(heading(translate("Safekeeping"), "lead"))
        rows.addWidget(
            plain_label(translate("Backups, recovery words, shares: against loss and forgetting."))
        )
        self.safekeeping_button = button(
            translate("Safekeeping…"), lambda: self.context.navigate("safekeeping"), theme
        )
        self.about_button = button(
            translate("About this vault…"), lambda: self.context.navigate("vault_about"), theme
        )
        rows.addWidget(ButtonRow(theme, self.safekeeping_button, self.about_button))
        rows.addWidget(heading(translate("Under pressure"), "lead"))
        rows.addWidget(
            plain_label(translate("To destroy the vault it is locked first; then the passphrase is asked."))
        )
        self.sealed_button = button(
            translate("Sealed bundles…"), lambda: self.context.navigate("sealed_bundles"), theme
        )
        self.destroy_button = button(
            translate("Destroy the vault…"), lambda: self.context.lock_then("destroying"), theme
        )
        self.seal_mode_button = button(
            translate("Seal mode…"), lambda: self.context.navigate("seal_mode"), theme
        )
        rows.addWidget(ButtonRow(theme, self.seal_mode_button, self.sealed_button, self.destroy_button))

    def _help_button(self) -> QPushButton:
        return button(
            translate("Keys and help (F1)"),
            lambda: self.context.navigate("help"),
            self.context.theme,
            look="plain",
            icon_name="keyboard",
        )

    def _show(self, preferences: Preferences) -> None:
        self._preferences = preferences
        self.language.set_value(preferences.language or chosen_language())
        self.scheme.set_value(preferences.theme)
        self.scale.set_value(str(self.context.theme.scale))
        self.minutes.set_value(str(preferences.lock_minutes))
        for choice in (self.language, self.scheme, self.scale, self.minutes):
            choice.setEnabled(True)

    def _change(self) -> None:
        """Keep it, then make the window so; pages are made anew, this one too."""
        chosen = {
            "language": self.language.value(),
            "theme": self.scheme.value(),
            "scale_percent": int(self.scale.value() or SCALES[0]),
            "lock_minutes": int(self.minutes.value() or LOCK_MINUTES[0]),
        }
        preferences = Preferences.model_validate(chosen)
        self.read(lambda services, _: services.settings.change(preferences), self._apply)

    def _apply(self, preferences: Preferences) -> None:
        self._preferences, context = preferences, self.context
        context.tell(translate("Kept."))
        context.announce("settings")
        apply_preferences(context, preferences)

    def _disguise(self, guise: Guise) -> None:
        """Keep it, then let every window take it."""
        self.context.lanes.short.run_without_vault(
            lambda _: keep_guise(guise), owner=self, on_done=self._wear, on_failed=self._refuse_guise
        )

    def _wear(self, guise: Guise) -> None:
        self.context.wear(guise)
        self.context.tell(translate("Kept."))

    def _refuse_guise(self, error: Exception) -> None:
        """What could not be kept is not in force either."""
        self.guise.show_guise(self.context.guise)
        super().fail(error)

    def _check(self) -> None:
        typed = self.current.value()
        if not typed.strip() or not self.check_button.isEnabled():
            self.current.setFocus()
            return
        self.told.hide()
        self.check_button.setEnabled(False)

        def checked(_: None) -> None:
            self.check_button.setEnabled(True)
            self._present = typed
            self.current.clear()
            for part in (self._look, self.guise, self._asking, self._keeping):
                part.hide()
            self._choosing.show()
            self.choice.begin()
            self.choice.setFocus()

        self.read(lambda services, _: services.access.check_passphrase(typed), checked, self._refuse)

    def _refuse(self, error: Exception) -> None:
        self.check_button.setEnabled(True)
        if isinstance(error, AppError) and error.code == "vault.passphrase":
            self._current_field.show_gap(f"{error.sentence} {error.advice}")
            self.current.setFocus()
            self.current.line.selectAll()
        else:
            self.fail(error)

    def _change_passphrase(self, new: str) -> None:
        present, keyboard = self._present, layout_of(new)
        self._choosing.setEnabled(False)
        self.work(
            CHANGING,
            lambda services, _: services.access.change_passphrase(present, new, keyboard),
            self._changed,
            self._close_passphrase,
        )

    def fail(self, error: Exception) -> None:
        """A change that failed leaves the present passphrase in force."""
        self._close_passphrase()
        super().fail(error)

    def _changed(self, changed: PassphraseChanged) -> None:
        self._close_passphrase()
        self.told.setText("▲ " + translate("The passphrase was changed.") + " " + changed.warning)
        self.told.show()

    def _close_passphrase(self) -> None:
        self._present = ""
        self.current.clear()
        self.choice.begin()
        self._choosing.setEnabled(True)
        self._choosing.hide()
        for part in (self._look, self.guise, self._asking, self._keeping):
            part.show()


def _minutes(count: int) -> str:
    return translate_plural("{count} minute", "{count} minutes", count).format(count=count)
