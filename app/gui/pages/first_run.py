"""First run: who the person is, a passphrase, and the vault is made."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.identity import Role
from app.domain.work import Watch
from app.gui.file_dialogs import choose_folder
from app.gui.keyboard import layout_of
from app.gui.page import Column, Page, PageContext
from app.gui.widgets.choosing import Choice
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import Field, button, emblem, heading, plain_label
from app.gui.widgets.new_words import NewRecoveryWords
from app.gui.widgets.passphrase_choice import PassphraseChoice
from app.gui.widgets.path_shown import breakable
from app.gui.widgets.typing import TextLine
from app.services import Services, open_services
from app.services.clock import Clock
from app.words import LANGUAGE_NAMES, LANGUAGES, N_, choose_language, chosen_language, translate

if TYPE_CHECKING:
    from app.services.recovery import NewWords

MAKING = N_("Making the vault")
ROLES = {
    Role.MONITOR: N_("Monitor"),
    Role.LAWYER: N_("Lawyer"),
    Role.COORDINATOR: N_("Coordinator"),
}


class FirstRun(Page):
    """Two questions and an offer, and then the vault is open."""

    name = "first_run"
    column = Column.BARE
    kdf: ClassVar[Literal["calibrated", "floor"]] = "calibrated"
    """What `create_vault` takes; tests are content with the floor."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._folder = context.folder
        self.person = TextLine()
        self.person.setMaxLength(200)
        self.person.returnPressed.connect(self._go_on)
        self.role = Choice([(role.value, translate(word)) for role, word in ROLES.items()], none="")
        self.language = Choice([(code, LANGUAGE_NAMES[code]) for code in LANGUAGES], none="")
        self.language.set_value(chosen_language())
        self.language.changed.connect(self._speak)
        self._passphrase = ""
        self._new: NewWords | None = None
        self.choice = PassphraseChoice(context.theme, translate("Continue"))
        self.choice.chosen.connect(self._offer)
        self.offer_button = button(translate("Make recovery words"), self._draw, context.theme)
        self.later_button = button(
            translate("Later"), lambda: self._make(None), context.theme, look="primary"
        )
        self.words = NewRecoveryWords(context.theme, translate("Make the vault"))
        self.words.answered.connect(lambda: self._make(self._new))
        self.go_on_button = button(translate("Continue"), self._go_on, context.theme, look="primary")
        self._faces = QStackedWidget()
        self._who, self._secret = self._who_face(), self._secret_face()
        self._offering, self._recovery = self._offer_face(), self._recovery_face()
        for face in (self._who, self._secret, self._offering, self._recovery):
            self._faces.addWidget(face)
        self.body.addWidget(self._faces)

    def enter(self, **arguments: object) -> None:
        """`person` and `role` are what was typed before the language changed."""
        person, role = arguments.get("person"), arguments.get("role")
        if isinstance(person, str):
            self.person.set_value(person)
        if isinstance(role, str):
            self.role.set_value(role)
        self._show_folder()
        self.person.setFocus()

    def leave(self) -> bool:
        """A passphrase that was settled stays on no page that nobody sees."""
        if self._passphrase:
            self._go_back()
        return True

    def seal(self) -> None:
        """In danger: no secret stays."""
        self._forget()

    def _who_face(self) -> QWidget:
        theme = self.context.theme
        face = ScrollColumn(theme, centred=True)
        rows = face.rows
        rows.addStretch(1)
        rows.addWidget(emblem(theme, self.context.guise))
        rows.addWidget(heading(translate("A new vault")))
        rows.addWidget(
            plain_label(
                translate("Everything you write is encrypted on this computer. Nothing is sent anywhere."),
                "quiet",
            )
        )
        rows.addWidget(Field(translate("Language"), self.language, theme))
        self._person_field = Field(
            translate("Your name or a pseudonym"),
            self.person,
            theme,
            hint=translate("Those you exchange bundles with will see it."),
        )
        self.person.changed.connect(lambda: self._person_field.show_gap(""))
        rows.addWidget(self._person_field)
        rows.addWidget(Field(translate("Your role"), self.role, theme))
        self._where = plain_label("", "small")
        rows.addWidget(self._where)
        buttons = ButtonRow(
            theme,
            self.go_on_button,
            button(translate("Another folder…"), self._ask_folder, theme, look="plain"),
            button(translate("Open a vault that exists"), self._open_other, theme, look="plain"),
            button(
                translate("Restore a backup"), lambda: self.context.navigate("restore"), theme, look="plain"
            ),
        )
        rows.addWidget(buttons)
        rows.addStretch(2)
        return face

    def _secret_face(self) -> QWidget:
        theme = self.context.theme
        face = ScrollColumn(theme, centred=True)
        back = ButtonRow(
            theme,
            button(translate("Back"), self._go_back, theme, icon_name="chevron-left"),
        )
        face.rows.addWidget(back)
        face.rows.addWidget(self.choice, 1)
        return face

    def _offer_face(self) -> QWidget:
        theme = self.context.theme
        face = ScrollColumn(theme, centred=True)
        for part in (
            ButtonRow(theme, button(translate("Back"), self._go_back, theme, icon_name="chevron-left")),
            heading(translate("If you forget the passphrase")),
            plain_label(
                translate(
                    "24 recovery words on paper open the vault without it. You can make them now, or later "
                    "in Settings under Safekeeping; without them a forgotten passphrase is the end of the "
                    "vault."
                )
            ),
            ButtonRow(theme, self.later_button, self.offer_button),
        ):
            face.rows.addWidget(part)
        face.rows.addStretch(1)
        return face

    def _recovery_face(self) -> QWidget:
        theme = self.context.theme
        face = ScrollColumn(theme, centred=True)
        later = button(translate("Later"), lambda: self._make(None), theme, look="plain")
        face.rows.addWidget(self.words)
        face.rows.addWidget(ButtonRow(theme, later))
        face.rows.addStretch(1)
        return face

    def _show_folder(self) -> None:
        folder = breakable(str(self._folder))
        self._where.setText(translate("It will lie in {folder}").format(folder=folder))

    def _speak(self) -> None:
        """Everything is made anew in the other language, and what was typed is put back."""
        context, person, role = self.context, self.person.value(), self.role.value()
        choose_language(self.language.value())
        context.reworded.emit()
        context.navigate(self.name, person=person, role=role)

    def _ask_folder(self) -> None:
        choose_folder(self, translate("Another folder…"), self._take_folder)

    def _take_folder(self, folder: Path) -> None:
        self._folder = folder
        self._show_folder()

    def _open_other(self) -> None:
        self.context.navigate("unlock")

    def _go_on(self) -> None:
        if not (self.person.value() or "").strip():
            self._person_field.show_gap(translate("A name is needed; any will do."))
            self.person.setFocus()
            return
        self.choice.begin()
        self._faces.setCurrentWidget(self._secret)
        self.choice.setFocus()

    def _offer(self, passphrase: str) -> None:
        """The passphrase is settled; nothing is made yet."""
        self._passphrase = passphrase
        self.choice.begin()
        self._faces.setCurrentWidget(self._offering)
        self.later_button.setFocus()

    def _draw(self) -> None:
        def draw(_watch: Watch) -> "NewWords":
            from app.services.recovery import NewWords

            return NewWords.by_chance()

        def drawn(new: "NewWords") -> None:
            self._new = new
            self._faces.setCurrentWidget(self._recovery)
            self.words.begin(new.words)

        # On a lane: what draws them is loaded only now.
        self.context.lanes.short.run_without_vault(draw, owner=self, on_done=drawn, on_failed=self.fail)

    def _forget(self) -> None:
        self._passphrase, self._new = "", None
        self.choice.begin()
        self.words.clear()

    def _go_back(self) -> None:
        self._forget()
        self._faces.setCurrentWidget(self._who)
        self.person.setFocus()

    def _make(self, new: "NewWords | None") -> None:
        """Make the vault, and let `new` words open it too."""
        passphrase = self._passphrase
        person, role = (self.person.value() or "").strip(), self.role.value() or Role.MONITOR.value
        folder, clock, kdf, language = self._folder, self.context.clock, self.kdf, chosen_language()
        keyboard = layout_of(passphrase)

        def make(watch: Watch) -> Services:
            from app.services.access import create_vault

            create_vault(
                folder,
                passphrase,
                name=person,
                role=role,
                organisation=None,
                languages=(language,),
                kdf=kdf,
                clock=clock,
                watch=watch,
                keyboard=keyboard,
            )
            return _open_new(folder, passphrase, clock, language, watch, new)

        self._faces.setEnabled(False)
        self.error_bar.hide()
        watch = self.context.lanes.open(
            make,
            owner=self,
            on_done=self._made,
            on_failed=self._failed,
            on_cancelled=self._set_free,
            on_progress=self.work_bar.show_progress,
        )
        self.work_bar.begin(MAKING, watch.cancel)

    def _set_free(self) -> None:
        self._faces.setEnabled(True)
        self.work_bar.finish()

    def _failed(self, error: Exception) -> None:
        self._set_free()
        self._go_back()
        self.fail(error)

    def _made(self) -> None:
        self._set_free()
        self._forget()
        self.context.folder = self._folder
        self.context.opened.emit()


def _open_new(
    folder: Path, passphrase: str, clock: Clock, language: str, watch: Watch, new: "NewWords | None"
) -> Services:
    """Open what was just made, and let it remember the language and the recovery words."""
    from app.services.settings import Preferences

    services = open_services(folder, passphrase, clock, watch)
    try:
        services.settings.change(Preferences.model_validate({"language": language}))
        if new is not None:
            services.recovery.keep_words(new, passphrase)
    except BaseException:
        services.close()
        raise
    return services
