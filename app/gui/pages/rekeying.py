"""Somebody may have the keys: a new passphrase, and behind it new keys for the whole vault.

It is done where no vault is open: from the settings the window locks first.
"""

from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.work import Watch
from app.gui.keyboard import layout_of
from app.gui.page import Column, Page, PageContext
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import button, heading, plain_label
from app.gui.widgets.fingerprint import FingerprintView
from app.gui.widgets.passphrase_choice import PassphraseChoice
from app.gui.widgets.path_shown import breakable
from app.gui.widgets.vault_passphrase import VaultPassphrase
from app.services.answers_loss import VaultRekeyed
from app.services.finding import FoundVault, find_vaults
from app.services.given_secret import GivenSecret
from app.words import N_, translate, translate_plural

CHECKING, RENEWING = N_("Checking the passphrase"), N_("Giving the vault new keys")


class Rekeying(Page):
    """The present passphrase, the new one, one question; then what was done, and what is to be done next."""

    name = "rekeying"
    column = Column.BARE

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        self._wanted = context.folder
        self._given: GivenSecret | None = None
        self._new = ""
        self._allow_memory = self._is_busy = False
        self._where = plain_label("", "small")
        self.secret = VaultPassphrase(theme, translate("Present passphrase"), self._judge)
        self.secret.entered.connect(self._check)
        self.check_button = button(translate("Continue"), self._check, theme, look="primary")
        self.choice = PassphraseChoice(theme, translate("Continue"))
        self.choice.chosen.connect(self._ask)
        self.told = plain_label("")
        self.told.hide()
        self.do_button = button(translate("Give the vault new keys"), self._renew, theme, look="primary")
        self.back_button = button(translate("Back"), self._choose, theme, look="plain")
        self.words_button = button(
            translate("Open it and make recovery words"),
            lambda: self._open("recovery_words"),
            theme,
            look="primary",
        )
        self.backup_button = button(
            translate("Open it and make a backup"), lambda: self._open("safekeeping"), theme
        )
        self.open_button = button(translate("Open the vault"), self._open, theme, look="plain")
        self._faces = QStackedWidget()
        self._asking, self._choosing = self._asking_face(), self._choosing_face()
        self._confirming, self.done = self._confirming_face(), self._done_face()
        for face in (self._asking, self._choosing, self._confirming, self.done):
            self._faces.addWidget(face)
        self.body.addWidget(self._faces)

    def enter(self, **arguments: object) -> None:
        """`folder` is where the vault lies. What is at work, and what came of it, stays to be seen."""
        if self._is_busy or self._faces.currentWidget() is self.done:
            return
        folder = arguments.get("folder")
        self._wanted = wanted = folder if isinstance(folder, Path) else self.context.folder
        self._where.setText(translate("The vault in {folder}").format(folder=breakable(str(wanted))))

        def expect(found: tuple[FoundVault, ...]) -> None:
            self.secret.expect(found[0] if found else None)

        self.context.lanes.short.run_without_vault(
            lambda _: find_vaults(wanted, drives=()), owner=self, on_done=expect, on_failed=self.fail
        )
        self.secret.setFocus()

    def leave(self) -> bool:
        """No secret stays on a page that nobody sees; what is at work goes on."""
        self._forget()
        return True

    def seal(self) -> None:
        """The same before the pages are made anew."""
        self._forget()

    def _asking_face(self) -> QWidget:
        theme = self.context.theme
        face = ScrollColumn(theme, centred=True)
        for part in (
            heading(translate("Somebody may have my keys")),
            self._where,
            plain_label(
                translate(
                    "If somebody may have learned the passphrase or the recovery words, or may have opened "
                    "the vault: it gets a new passphrase and other keys behind it, and you get a new key "
                    "towards your contacts. Everything in it is sealed again."
                )
            ),
            plain_label(
                "▲ "
                + translate(
                    "Old recovery words, shares and the backups beside the vault go. Copies elsewhere, and "
                    "images of the disk taken before, still open with the old passphrase and the old words."
                ),
                "gap",
            ),
            plain_label(
                translate(
                    "Contacts follow to the new key by themselves. While it works, about twice the room of "
                    "the vault is needed on its disk; with many films it takes a while."
                )
            ),
            self.secret,
            ButtonRow(
                theme, self.check_button, button(translate("Back"), self._go_back, theme, look="plain")
            ),
        ):
            face.rows.addWidget(part)
        face.rows.addStretch(1)
        return face

    def _choosing_face(self) -> QWidget:
        theme = self.context.theme
        face = ScrollColumn(theme, centred=True)
        back = button(translate("Back"), self._begin_anew, theme, icon_name="chevron-left")
        face.rows.addWidget(ButtonRow(theme, back))
        face.rows.addWidget(self.choice, 1)
        return face

    def _confirming_face(self) -> QWidget:
        theme = self.context.theme
        face = ScrollColumn(theme, centred=True)
        for part in (
            heading(translate("New keys for the vault")),
            plain_label(
                translate("Give this vault new keys? Old recovery words and backups beside it go."), "lead"
            ),
            plain_label(
                translate(
                    "Until the keys are switched it can be cancelled, and then nothing is changed. "
                    "Afterwards the old passphrase opens this vault no more. If the computer stops in "
                    "between, open the vault with the one passphrase or with the other: what was begun is "
                    "then undone or finished."
                )
            ),
            self.told,
            ButtonRow(theme, self.do_button, self.back_button),
        ):
            face.rows.addWidget(part)
        face.rows.addStretch(1)
        return face

    def _done_face(self) -> QWidget:
        theme = self.context.theme
        face = ScrollColumn(theme, centred=True)
        self.counts, self.warning = plain_label(""), plain_label("", "gap")
        self._fingerprint = QVBoxLayout()
        face.rows.addWidget(heading(translate("The vault has new keys")))
        face.rows.addWidget(plain_label("✓ " + translate("Only the new passphrase opens it from now on.")))
        face.rows.addWidget(self.counts)
        face.rows.addWidget(heading(translate("Your new fingerprint"), "lead"))
        face.rows.addLayout(self._fingerprint)
        face.rows.addWidget(self.warning)
        face.rows.addWidget(heading(translate("What comes next"), "lead"))
        face.rows.addWidget(ButtonRow(theme, self.words_button, self.backup_button, self.open_button))
        face.rows.addStretch(1)
        return face

    def _judge(self) -> None:
        self.check_button.setEnabled(not self.secret.is_waiting)

    def _check(self) -> None:
        """Whether it opens the vault, before anybody chooses a new one."""
        given = self.secret.value() if self.check_button.isEnabled() else None
        if given is None:
            return
        folder, allow_memory = self._wanted, self._allow_memory

        def check(_watch: Watch) -> GivenSecret:
            from app.services.recovery import check_secret

            check_secret(folder, given.read_passphrase(), allow_memory=allow_memory)
            return given

        self._begin()
        self.work_bar.begin(CHECKING, None)
        self.context.lanes.short.run_without_vault(
            check, owner=self, on_done=self._checked, on_failed=self._refused
        )

    def _checked(self, given: GivenSecret) -> None:
        self._rest()
        if self.secret.passphrase.value() != given.passphrase:
            # Left meanwhile: nobody asks for new keys any more.
            return
        self.secret.clear()
        self._given = given
        self._choose()

    def _choose(self) -> None:
        self.choice.begin()
        self._show(self._choosing, self.choice)

    def _refused(self, error: Exception) -> None:
        self._rest()
        if self.secret.refuses(error):
            return
        if isinstance(error, AppError) and error.code == "vault.memory":
            self.error_bar.show_error(error, translate("Try all the same"), self._try_all_the_same)
        else:
            self.fail(error)

    def _try_all_the_same(self) -> None:
        self._allow_memory = True
        self._check()

    def _ask(self, new: str) -> None:
        self._new = new
        self.choice.begin()
        self.told.hide()
        # Whoever has just pressed Enter has not been asked yet.
        self._show(self._confirming, self.back_button)

    def _renew(self) -> None:
        given, new = self._given, self._new
        if given is None or not new:
            return
        folder, clock, allow_memory = self._wanted, self.context.clock, self._allow_memory
        keyboard = layout_of(new)

        def renew(watch: Watch) -> VaultRekeyed:
            from app.services.rekeying import renew_vault

            return renew_vault(
                folder,
                given.read_passphrase(),
                new,
                clock,
                watch,
                keyboard=keyboard,
                allow_memory=allow_memory,
            )

        self._begin()
        self.told.hide()
        # On the long lane: a window that is closed cancels it, or waits for its end.
        watch = self.context.lanes.long.run_without_vault(
            renew,
            owner=self,
            on_done=self._renewed,
            on_failed=self._failed,
            on_cancelled=self._cancelled,
            on_progress=self.work_bar.show_progress,
        )
        self.work_bar.begin(RENEWING, watch.cancel)

    def _renewed(self, done: VaultRekeyed) -> None:
        self._rest()
        self._forget()
        while (item := self._fingerprint.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        name = translate("Your new fingerprint")
        self._fingerprint.addWidget(FingerprintView(self.context.theme, name, done.digits, done.words))
        self.counts.setText("\n".join(_counts_in_words(done)))
        self.warning.setText("▲ " + done.warning)
        self._show(self.done, self.words_button)

    def _failed(self, error: Exception) -> None:
        """Nothing was changed; a passphrase that is refused now was changed elsewhere meanwhile."""
        self._rest()
        if isinstance(error, AppError) and error.code.startswith(
            ("vault.passphrase", "vault.both_", "vault.file_")
        ):
            self._begin_anew()
            self._refused(error)
        else:
            self._stand()
            self.fail(error)

    def _cancelled(self) -> None:
        self._rest()
        self._stand()
        self.told.setText(translate("Cancelled; nothing was changed."))
        self.told.show()

    def _stand(self) -> None:
        """At the question again; at the first one where what was given is forgotten."""
        if self._given is None:
            self._begin_anew()
        else:
            self._show(self._confirming, self.back_button)

    def _begin(self) -> None:
        self.error_bar.hide()
        self._is_busy = True
        self._faces.setEnabled(False)

    def _rest(self) -> None:
        self._is_busy = False
        self._faces.setEnabled(True)
        self.work_bar.finish()

    def _forget(self) -> None:
        """Drop what was given; what came of it stays until one goes on."""
        self._given, self._new = None, ""
        self.secret.clear()
        self.choice.begin()
        if not self._is_busy and self._faces.currentWidget() is not self.done:
            self._faces.setCurrentWidget(self._asking)

    def _begin_anew(self) -> None:
        self._forget()
        self._show(self._asking, self.secret)

    def _show(self, face: QWidget, first: QWidget) -> None:
        self._faces.setCurrentWidget(face)
        first.setFocus()

    def _open(self, then: str = "") -> None:
        """Ask for the new passphrase; once it is open, the page `then`."""
        self._faces.setCurrentWidget(self._asking)
        self.context.navigate("unlock", folder=self._wanted, then=then)

    def _go_back(self) -> None:
        self.context.navigate("unlock", folder=self._wanted)


def _counts_in_words(done: VaultRekeyed) -> list[str]:
    counted = (
        (
            translate_plural(
                "{count} piece of evidence was sealed again.",
                "{count} pieces of evidence were sealed again.",
                done.evidence_sealed,
            ),
            done.evidence_sealed,
        ),
        (
            translate_plural(
                "{count} piece of evidence is not whole and stays sealed as it was.",
                "{count} pieces of evidence are not whole and stay sealed as they were.",
                done.evidence_unsealed,
            ),
            done.evidence_unsealed,
        ),
        (
            translate_plural(
                "{count} backup beside the vault was removed.",
                "{count} backups beside the vault were removed.",
                done.backups_dropped,
            ),
            done.backups_dropped,
        ),
        (
            translate_plural(
                "{count} way of recovery, by words or shares, opens it no more.",
                "{count} ways of recovery, by words or shares, open it no more.",
                done.recovery_dropped,
            ),
            done.recovery_dropped,
        ),
    )
    return [words.format(count=count) for words, count in counted if count]
