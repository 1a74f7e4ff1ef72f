"""Shares of recovery words: who gets one, how many open the vault together, where their files go."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.errors import AppError, RecoveryError
from app.domain.text import make_visible
from app.gui.page import PageContext
from app.gui.pages.again import AskingAgain
from app.gui.widgets.choosing import Choice, Choices
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import Field, button, heading, plain_label
from app.gui.widgets.folder_line import FolderLine
from app.gui.widgets.path_shown import breakable
from app.gui.widgets.recipients import GroupButtons, contact_choices
from app.services.answers_contacts import ContactList
from app.services.answers_loss import RecoverySharesMade, WrittenShare
from app.words import N_, translate, translate_plural

MAKING = N_("Making the shares")
FEWEST, MOST = 2, 16


class RecoveryShares(AskingAgain):
    """Any k of n: each share is sealed to a verified contact, or stands in plain words for paper."""

    name = "recovery_shares"
    watches = frozenset({"contact"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, translate("Shares for people you trust"))
        theme = context.theme
        self.holders = Choices((), theme)
        self._who = QWidget()
        self._who_rows = QVBoxLayout(self._who)
        self._who_rows.setContentsMargins(0, 0, 0, 0)
        self.groups = GroupButtons(theme)
        self.groups.chosen.connect(self._choose_group)
        self._who_rows.addWidget(self.groups)
        self._who_rows.addWidget(self.holders)
        self._nobody = plain_label(
            translate("Nobody is verified yet. Compare the fingerprint with somebody first."), "gap"
        )
        self._contacts_row = ButtonRow(
            theme, button(translate("Go to contacts"), lambda: context.navigate("contacts"), theme)
        )
        self.paper = Choice([(str(count), str(count)) for count in range(MOST + 1)], none="")
        self.need = Choice([(str(count), str(count)) for count in range(FEWEST, MOST + 1)], none="")
        self.need_field = Field(translate("How many of them open the vault together"), self.need, theme)
        self.folder = FolderLine(theme, translate("Folder for the files"))
        self.make_button = button(translate("Make the shares"), self._make, theme, look="primary")
        self.passphrase.entered.connect(self._make)
        self.result, self.warning = plain_label(""), plain_label("", "gap")
        for control in (self.paper, self.need):
            control.changed.connect(lambda: self.need_field.show_gap(""))
        told = translate(
            "Each gets one file that only they can open. One share alone tells nothing; together they open "
            "the vault, also without you."
        )
        for part in (
            plain_label(told),
            heading(translate("Who gets one"), "lead"),
            self._who,
            self._nobody,
            self._contacts_row,
            Field(translate("More of them as words on paper"), self.paper, theme),
            self.need_field,
            self.folder,
            self.passphrase_field,
            self.buttons(self.make_button),
            self.result,
            self.warning,
        ):
            self.rows.addWidget(part)
        self.rows.addStretch(1)
        self._show_result(None)

    def enter(self, **_: object) -> None:
        """Ask who is verified."""
        self._show_result(None)
        self.refresh()
        self.holders.setFocus()

    def refresh(self) -> None:
        """Ask again who is verified."""
        self.read(lambda services, _: services.contacts.list(), self._show_contacts)
        self.read(lambda services, _: services.groups.list().items, self.groups.show_groups)

    def _choose_group(self, members: tuple[str, ...]) -> None:
        self.holders.set_value((*self.holders.value(), *members))
        self.need_field.show_gap("")

    def _show_contacts(self, contacts: ContactList) -> None:
        chosen = self.holders.value()
        verified = [each for each in contacts.items if each.trust == "verified" and not each.expired]
        self._who_rows.removeWidget(self.holders)
        self.holders.deleteLater()
        self.holders = contact_choices(contacts.items, chosen, self.context.theme)
        self.holders.changed.connect(lambda: self.need_field.show_gap(""))
        self._who_rows.addWidget(self.holders)
        self._who.setVisible(bool(verified))
        for part in (self._nobody, self._contacts_row):
            part.setVisible(not verified)

    def _make(self) -> None:
        to, on_paper = self.holders.value(), int(self.paper.value() or 0)
        need, folder = int(self.need.value() or FEWEST), self.folder.value()
        if not FEWEST <= need <= len(to) + on_paper <= MOST:
            self._tell_split(RecoveryError("recovery.split"))
            return
        if folder is None:
            self.folder.show_gap(translate("Choose a folder or a stick."))
            self.folder.setFocus()
            return
        typed = self.typed_passphrase()
        if typed is None or not self.make_button.isEnabled():
            return
        self._show_result(None)
        self.make_button.setEnabled(False)

        def failed(error: Exception) -> None:
            self.make_button.setEnabled(True)
            self.refuse(error)

        self.work(
            MAKING,
            lambda services, _: services.recovery.write_shares(need, to, folder, typed, on_paper=on_paper),
            self._made,
            lambda: self.make_button.setEnabled(True),
            failed,
        )

    def _made(self, made: RecoverySharesMade) -> None:
        self.make_button.setEnabled(True)
        self.forget()
        self._show_result(made)
        self.context.announce("recovery")

    def _tell_split(self, error: AppError) -> None:
        self.need_field.show_gap(f"{error.sentence} {error.advice}")
        self.need.setFocus()

    def _show_result(self, made: RecoverySharesMade | None) -> None:
        for part in (self.result, self.warning):
            part.setVisible(made is not None)
        if made is None:
            return
        sentence = translate_plural(
            "{count} share was made, {need} of them open the vault:",
            "{count} shares were made, {need} of them open the vault:",
            len(made.shares),
        ).format(count=len(made.shares), need=made.need)
        self.result.setText("✓ " + "\n".join((sentence, *map(_share_words, made.shares))))
        self.warning.setText("▲ " + made.warning)


def _share_words(share: WrittenShare) -> str:
    whose = make_visible(share.name) if share.name else translate("on paper (plain text)")
    return f"{share.number}. {whose}: {breakable(share.path)}"
