"""Somebody may have the keys: a new passphrase, and behind it new keys for the whole vault.

It is done where no vault is open: from the settings the window locks first.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.work import Watch
from app.gui.keyboard import layout_of
from app.gui.page import Column, PageContext
from app.gui.pages.asking_first import AskingFirst
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import button, heading, plain_label
from app.gui.widgets.fingerprint import FingerprintView
from app.gui.widgets.path_shown import breakable
from app.gui.widgets.vault_passphrase import VaultPassphrase
from app.services.answers_loss import VaultRekeyed
from app.services.finding import FoundVault, find_vaults
from app.words import N_, translate, translate_plural

if TYPE_CHECKING:
    from app.vault.slots import Secret

RENEWING = N_("Giving the vault new keys")


class Rekeying(AskingFirst):
    """The present passphrase, the new one, one question; then what was done, and what is to be done next."""

    name = "rekeying"
    column = Column.BARE
    secret: VaultPassphrase

    def __init__(self, context: PageContext) -> None:
        theme = context.theme
        secret = VaultPassphrase(theme, translate("Present passphrase"), self._judge)
        super().__init__(context, secret, translate("Continue"), self._check)
        self._wanted = context.folder
        self._new = ""
        self._where = plain_label("", "small")
        self.secret.entered.connect(self._check)
        self.check_button = button(translate("Continue"), self._check, theme, look="primary")
        self.choice.chosen.connect(self._question)
        self.told = plain_label("")
        self.told.hide()
        self.do_button = button(translate("Give the vault new keys"), self._renew, theme, look="primary")
        self.back_button = button(translate("Back"), self._choose_again, theme, look="plain")
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
        self._fill_asking()
        self._confirming, self.done = self._confirming_face(), self._done_face()
        for face in (self._confirming, self.done):
            self.faces.addWidget(face)

    def enter(self, **arguments: object) -> None:
        """`folder` is where the vault lies. What is at work, and what came of it, stays to be seen."""
        if self.is_busy or self.faces.currentWidget() is self.done:
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

    def forget(self) -> None:
        """The new passphrase goes too; what is at work goes on, and what came of it stays."""
        super().forget()
        self._new = ""
        if not self.is_busy and self.faces.currentWidget() is self._confirming:
            self.faces.setCurrentWidget(self.asking)

    @property
    def must_stay(self) -> bool:
        """What came of it is told here and nowhere else."""
        return super().must_stay or self.faces.currentWidget() is self.done

    def _fill_asking(self) -> None:
        theme = self.context.theme
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
                theme,
                self.check_button,
                button(translate("Back"), self._leave_for_unlock, theme, look="plain"),
            ),
        ):
            self.asking.rows.addWidget(part)
        self.asking.rows.addStretch(1)

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
        given, folder = self.secret.value() if self.check_button.isEnabled() else None, self._wanted
        if given is None:
            return

        def trying(secret: "Secret", allow_memory: bool) -> None:
            from app.services.recovery import check_secret

            check_secret(folder, secret, allow_memory=allow_memory)

        self.try_secret(given, trying)

    def _question(self, new: str) -> None:
        self._new = new
        self.choice.begin()
        self.told.hide()
        self.faces.setCurrentWidget(self._confirming)
        # Whoever has just pressed Enter has not been asked yet.
        self.back_button.setFocus()

    def _choose_again(self) -> None:
        if self.given is not None:
            self.go_on(self.given)

    def _renew(self) -> None:
        given, new = self.given, self._new
        if given is None or not new:
            return
        folder, clock, allow_memory = self._wanted, self.context.clock, self.allow_memory
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

        self.set_busy(True)
        self.error_bar.hide()
        self.told.hide()
        # On the long lane: a window that is closed cancels it, or waits for its end.
        watch = self.context.lanes.long.run_without_vault(
            renew,
            owner=self,
            on_done=self._renewed,
            on_failed=self._stopped,
            on_cancelled=self._cancelled,
            on_progress=self.work_bar.show_progress,
        )
        self.work_bar.begin(RENEWING, watch.cancel)

    def _renewed(self, done: VaultRekeyed) -> None:
        self.set_busy(False)
        self.forget()
        while (item := self._fingerprint.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        name = translate("Your new fingerprint")
        self._fingerprint.addWidget(FingerprintView(self.context.theme, name, done.digits, done.words))
        self.counts.setText("\n".join(_counts_in_words(done)))
        self.warning.setText("▲ " + done.warning)
        self.faces.setCurrentWidget(self.done)
        self.words_button.setFocus()

    def _stopped(self, error: Exception) -> None:
        """Nothing was changed; a passphrase that is refused now was changed elsewhere meanwhile."""
        if isinstance(error, AppError) and error.code.startswith(
            ("vault.passphrase", "vault.both_", "vault.file_")
        ):
            self.go_back()
            self.secret.refuses(error)
        else:
            self._stand()
            self.fail(error)

    def _cancelled(self) -> None:
        self._stand()
        self.told.setText(translate("Cancelled; nothing was changed."))
        self.told.show()

    def _stand(self) -> None:
        """At the question again; at the first one where what was given is forgotten."""
        if self.given is None:
            self.go_back()
            return
        self.set_busy(False)
        self.back_button.setFocus()

    def _open(self, then: str = "") -> None:
        """Ask for the new passphrase; once it is open, the page `then`."""
        self.faces.setCurrentWidget(self.asking)
        self.context.navigate("unlock", folder=self._wanted, then=then)

    def _leave_for_unlock(self) -> None:
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
