"""Unlocking: which vault, its passphrase, and what the person should know of how it was found."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from app.domain.errors import AppError, Caution
from app.domain.text import make_visible
from app.domain.work import Watch
from app.gui.file_dialogs import choose_folder
from app.gui.page import Column, PageContext
from app.gui.pages.arriving import Arriving
from app.gui.widgets.choosing import Choice
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import Field, button, emblem, heading, plain_label
from app.gui.widgets.folder_line import KEYS_FOLDER
from app.gui.widgets.key_file_line import KeyFileLine
from app.gui.widgets.passphrase import PassphraseLine
from app.gui.widgets.path_shown import breakable
from app.gui.widgets.patience import Patience
from app.places import default_vault
from app.services import Services, open_services
from app.services.finding import FoundVault, VaultPlace, find_vaults
from app.services.given_secret import GivenSecret
from app.words import N_, translate, translate_plural

if TYPE_CHECKING:
    from app.services.settings import Preferences

OPENING = N_("Opening the vault")
_PLACES = {
    VaultPlace.GIVEN: N_("{folder}"),
    VaultPlace.DEFAULT: N_("On this computer: {folder}"),
    VaultPlace.DRIVE: N_("On a drive: {folder}"),
}


class Unlock(Arriving):
    """Asks for the passphrase and never shows it; tells what opening found before it goes on."""

    name = "unlock"
    column = Column.BARE

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._wanted = context.folder
        self._found: dict[Path, FoundVault] = {}
        self._is_opening = False
        self._then = ""
        self.vaults = Choice((), none="")
        self.vaults.changed.connect(self._choose)
        self.missing = plain_label("", "gap")
        words = translate("It opens no more: destroying it was begun and not finished.")
        self.ending = plain_label("▲ " + words, "gap")
        self.ending.hide()
        self.passphrase = PassphraseLine(context.theme, translate("Passphrase"))
        self.passphrase.entered.connect(self._open)
        self.passphrase.changed.connect(lambda: self._refuse("", ""))
        self.key_file = KeyFileLine(context.theme)
        self.key_file.changed.connect(lambda: self._refuse("", ""))
        self.setAcceptDrops(True)
        self.refusal = plain_label("", "danger")
        self.advice = plain_label("", "quiet")
        self.wait = plain_label("", "gap")
        self.wait.hide()
        self._patience = Patience(self._tell_wait, self)
        self.open_button = button(translate("Open"), self._open, context.theme, look="primary")
        self.faces.insertWidget(0, self._asking_face())
        self.faces.setCurrentIndex(0)
        self._refuse("", "")
        self._tell_missing(False)

    def enter(self, **arguments: object) -> None:
        """Look for vaults; `folder` chooses one, which opens to the page `then`."""
        folder = arguments.get("folder")
        if isinstance(folder, Path):
            self._wanted = folder
            self._then = str(arguments.get("then", ""))
        wanted = self._wanted
        self.context.lanes.short.run_without_vault(
            lambda _: find_vaults(default_vault(), wanted),
            owner=self,
            on_done=self._show_vaults,
            on_failed=self.fail,
        )
        self.passphrase.setFocus()

    def leave(self) -> bool:
        """No passphrase stays on a page that nobody sees."""
        self.passphrase.clear()
        self._refuse("", "")
        return True

    def seal(self) -> None:
        """The same before the pages are made anew."""
        self.passphrase.clear()

    def refresh(self) -> None:
        """Sticks may have come and gone."""
        self.enter()

    def _asking_face(self) -> QWidget:
        theme = self.context.theme
        face = ScrollColumn(theme, centred=True)
        rows = face.rows
        rows.addStretch(1)
        rows.addWidget(emblem(theme, self.context.guise))
        rows.addWidget(heading(self.context.guise.title))
        self._vaults_field = Field(translate("Folder"), self.vaults, theme)
        rows.addWidget(self.missing)
        rows.addWidget(self._vaults_field)
        rows.addWidget(self.ending)
        self._passphrase_field = Field(translate("Passphrase"), self.passphrase, theme)
        rows.addWidget(self._passphrase_field)
        hint = translate("Without it, only recovery words open the vault.")
        self._key_file_field = Field(translate("Key file"), self.key_file, theme, hint=hint)
        self._key_file_field.hide()
        rows.addWidget(self._key_file_field)
        rows.addWidget(self.refusal)
        rows.addWidget(self.advice)
        rows.addWidget(self.wait)
        buttons = ButtonRow(
            theme,
            self.open_button,
            button(translate("Another folder…"), self._ask_folder, theme, look="plain"),
            button(translate("Look again"), self.refresh, theme, look="plain"),
            button(translate("New vault"), self._make_new, theme, look="plain"),
        )
        rows.addWidget(buttons)
        rows.addWidget(
            ButtonRow(
                theme,
                button(translate("I have forgotten the passphrase"), self._recover, theme, look="bare"),
                button(translate("Restore a backup"), self._restore, theme, look="bare"),
                button(translate("Destroy the vault…"), self._destroy, theme, look="bare"),
            )
        )
        rows.addStretch(2)
        return face

    def _show_vaults(self, found: tuple[FoundVault, ...]) -> None:
        if self._is_opening:
            return
        self._found = {vault.folder: vault for vault in found}
        self.vaults.clear()
        for vault in found:
            folder = make_visible(str(vault.folder))
            self.vaults.addItem(translate(_PLACES[vault.place]).format(folder=folder), str(vault.folder))
        folders = [vault.folder for vault in found]
        self._folder = self._wanted if self._wanted in folders or not folders else folders[0]
        self.vaults.set_value(str(self._folder) if folders else None)
        self._expect()
        self._vaults_field.setVisible(len(folders) > 1 or bool(folders and folders[0] != default_vault()))
        # Where nobody said that it lies, it is not missed while another one is there.
        expected = self._wanted != default_vault() or not folders
        self._tell_missing(expected and self._wanted not in folders)

    def _tell_missing(self, missing: bool) -> None:
        sentence = translate(
            "No vault is in {folder} now. If it lies on a drive, put that in and look again."
        )
        folder = breakable(str(self._wanted))
        self.missing.setText("▲ " + sentence.format(folder=folder) if missing else "")
        self.missing.setVisible(missing)

    def _choose(self) -> None:
        self._folder = self._wanted = Path(self.vaults.value() or self._folder)
        self._then = ""
        self.key_file.clear()
        self._expect()
        self._tell_missing(False)
        self._refuse("", "")
        self.passphrase.setFocus()

    def _expect(self) -> None:
        """What the vault's `keys` claims about how it is opened."""
        found = self._found.get(self._folder)
        ending = found is not None and found.ending
        self.ending.setVisible(ending)
        self._passphrase_field.setVisible(not ending)
        words = translate("Finish destroying it") if ending else translate("Open")
        self.open_button.setText(words)
        self.open_button.setAccessibleName(words)
        self.passphrase.expect_layout(found.keyboard if found else None)
        self._key_file_field.setVisible(found is not None and found.needs_file)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """The key file may be dropped anywhere on the page."""
        if self._key_file_field.isVisible():
            self.key_file.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """The same."""
        self.key_file.dropEvent(event)

    def _ask_folder(self) -> None:
        choose_folder(self, translate("Another folder…"), lambda folder: self.enter(folder=folder))

    def _make_new(self) -> None:
        self.context.navigate("first_run")

    def _recover(self) -> None:
        self.context.navigate("recover", folder=self._folder)

    def _destroy(self) -> None:
        self.context.navigate("destroying", folder=self._folder)

    def _restore(self, source: Path | None = None) -> None:
        self.context.navigate("restore", source=source)

    def mend_keys(self, source: Path | None = None) -> None:
        """Open with the key slots of a backup, which become the vault's: one beside it, or in `source`."""
        self._open(mends_keys=True, source=source)

    def _open(
        self, *, allow_memory: bool = False, mends_keys: bool = False, source: Path | None = None
    ) -> None:
        typed, folder, clock = self.passphrase.value(), self._folder, self.context.clock
        if not self.ending.isHidden():
            self._destroy()
            return
        key_file = None if self._key_file_field.isHidden() else self.key_file.value()
        if not typed.strip() or not self.open_button.isEnabled():
            self.passphrase.setFocus()
            return
        self._refuse("", "")
        self.error_bar.hide()
        self._set_busy(True)

        def make(watch: Watch) -> Services:
            secret = GivenSecret(passphrase=typed, key_file=key_file).read_passphrase()
            if mends_keys:
                from app.services.recovery import recover_vault

                recover_vault(folder, secret, None, source=source, allow_memory=allow_memory)
            return open_services(folder, secret, clock, watch, allow_memory=allow_memory)

        watch = self.context.lanes.open(
            make,
            owner=self,
            on_done=self._opened,
            on_failed=lambda error: self._failed(error, mends_keys, source),
            on_cancelled=lambda: self._set_busy(False),
            on_progress=self.work_bar.show_progress,
        )
        self.work_bar.begin(OPENING, watch.cancel)

    def _set_busy(self, busy: bool) -> None:
        self._is_opening = busy
        for control in (self.passphrase, self.key_file, self.vaults, self.open_button):
            control.setEnabled(not busy and not (control is self.open_button and self._patience.is_waiting))
        if not busy:
            self.work_bar.finish()

    def _failed(self, error: Exception, mending: bool = False, source: Path | None = None) -> None:
        self._set_busy(False)
        self.passphrase.setFocus()
        if not isinstance(error, AppError):
            self.fail(error)
        elif error.code in ("vault.passphrase", "vault.both_wrong"):
            self._refuse(error.sentence, error.advice)
            self._patience.note_wrong()
            self.passphrase.line.selectAll()
        elif error.code.startswith("vault.file_"):
            self._key_file_field.show()
            self._refuse(error.sentence, error.advice)
            self.key_file.setFocus()
        elif error.code == "vault.memory":
            self.error_bar.show_error(
                error,
                translate("Try all the same"),
                lambda: self._open(allow_memory=True, mends_keys=mending, source=source),
            )
        elif error.code in ("vault.keys", "backup.missing"):
            self._offer_keys(error, mending)
        elif error.code == "vault.restorable":
            backup = Path(str(error.facts["backup"]))
            self.error_bar.show_error(error, translate("Restore this backup"), lambda: self._restore(backup))
        else:
            self.error_bar.show_error(error)

    def _offer_keys(self, error: AppError, mending: bool) -> None:
        """The slots of a backup: of one beside the vault first; where none has them, of one elsewhere."""
        if mending:
            self.error_bar.show_error(error, translate("Choose a backup elsewhere…"), self._ask_keys)
        else:
            self.error_bar.show_error(error, translate("Take the keys from a backup"), self.mend_keys)

    def _ask_keys(self) -> None:
        choose_folder(self, translate(KEYS_FOLDER), self.mend_keys)

    def _tell_wait(self, seconds: int) -> None:
        """Typing goes on meanwhile; only opening waits."""
        self.open_button.setEnabled(not seconds)
        counted = translate_plural("Wait {count} second.", "Wait {count} seconds.", seconds)
        honest = translate("It holds up whoever guesses here; who has a copy of the vault does not wait.")
        self.wait.setText(f"{counted.format(count=seconds)} {honest}")
        self.wait.setVisible(bool(seconds))

    def _refuse(self, sentence: str, advice: str) -> None:
        self.refusal.setText(sentence)
        self.advice.setText(advice)
        for label in (self.refusal, self.advice):
            label.setVisible(bool(label.text()))

    def _opened(self) -> None:
        self.passphrase.clear()
        self.key_file.clear()
        self.context.after_opening = self._then
        self.arrive(self._folder)

    def _tell(self, found: tuple[tuple[Caution, ...], "Preferences"]) -> None:
        self._set_busy(False)
        super()._tell(found)
