"""One's own card: the file to hand over, and the fingerprint to tell."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.identity import Fingerprint, code_text
from app.gui.file_dialogs import choose_new_file
from app.gui.page import Column, Page, PageContext
from app.gui.pages.revoking_own import RevokingOwn
from app.gui.reading_order import bring_into_sight
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import button, heading, plain_label
from app.gui.widgets.fingerprint import FingerprintView
from app.gui.widgets.qr_code import CODE_NAME, SAVING_CODE, LargeCode, QrCode
from app.services.answers_contacts import CardWritten, CodeWritten, KeyReplaced, OwnKeyEnded
from app.services.own_key_words import ended_words, opening_words
from app.words import N_, translate

CARD_NAME = "contact.card"
_REPLACING = (
    N_("You get a new fingerprint. Whoever compared the old one follows to the new one by itself."),
    N_("They learn of it from your next bundle, or from the card that you save and hand out afterwards."),
    N_("Bundles to the old key still open here for 90 days, later ones never."),
    N_("If somebody else may have your key, this is not enough: revoke it instead."),
    N_("It cannot be taken back."),
)


class MyCard(Page):
    """Hand over the file by any way, tell the fingerprint by another."""

    name = "my_card"
    place = "contacts"
    column = Column.PAGE

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.save_button = button(
            translate("Save the card to a file…"), self._ask, theme, look="primary", icon_name="download"
        )
        buttons = ButtonRow(theme, self.save_button)
        column = ScrollColumn(theme)
        column.rows.addWidget(heading(translate("My card")))
        column.rows.addWidget(
            plain_label(
                translate(
                    "Give the file to whoever is to write to you: on a stick, by mail, by messenger. "
                    "Then tell them the digits or the words by another way, best face to face."
                )
            )
        )
        column.rows.addWidget(buttons)
        column.rows.addWidget(heading(translate("My fingerprint"), "lead"))
        self.enlarge_button = button(
            translate("Show the code large"), lambda: self.enlarge(large=True), theme, icon_name="qr-code"
        )
        self._fingerprint = QVBoxLayout()
        self._fingerprint.setSpacing(theme.space(4))
        column.rows.addLayout(self._fingerprint)
        column.rows.addWidget(ButtonRow(theme, self.enlarge_button))
        self._add_replacing(column.rows)
        self.revoking = RevokingOwn(self)
        column.rows.addWidget(self.revoking)
        column.rows.addStretch(1)
        self._column, self._card = column, ""
        self.large = LargeCode(theme)
        self.large.closed.connect(lambda: self.enlarge(large=False))
        self.large.saved.connect(self._ask_for_code)
        self.body.addWidget(column)
        self.body.addWidget(self.large)
        self.large.hide()

    def enter(self, **_: object) -> None:
        """Ask for the card."""
        self.enlarge(large=False)
        self.replaced.hide()
        self.revoking.begin()
        self.refresh()

    def refresh(self) -> None:
        """Ask again for the card: the key may be another by now."""
        self.read(
            lambda services, _: (services.contacts.card(), services.keys.own_ended().items),
            lambda found: self._show(*found),
        )

    def save_card(self, target: Path) -> None:
        """Write the card into a file."""
        self.read(lambda services, _: services.contacts.write_card(target), self._saved)

    def save_code(self, target: Path) -> None:
        """Write the code into a file, as a picture (SVG)."""
        self.read(lambda services, _: services.keys.write_code(target), self._code_saved)

    def enlarge(self, *, large: bool) -> None:
        """The code alone, as large as the page, or all else again."""
        was_large = self.large.isVisible()
        self._column.setVisible(not large)
        self.large.setVisible(large)
        if large:
            self.large.setFocus()
        elif was_large:
            self.enlarge_button.setFocus()

    def _add_replacing(self, rows: QVBoxLayout) -> None:
        theme = self.context.theme
        self.replaced, self.earlier = plain_label(""), plain_label("", "small")
        self.replace_button = button(
            translate("Replace my keys…"), lambda: self._ask_replacing(asked=True), theme
        )
        self.sure_button = button(translate("Replace my keys now"), self._replace, theme, look="danger")
        keep = button(translate("Cancel"), lambda: self._ask_replacing(asked=False), theme)
        self._question = QWidget()
        column = QVBoxLayout(self._question)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        for sentence in _REPLACING:
            column.addWidget(plain_label("• " + translate(sentence)))
        column.addWidget(ButtonRow(theme, self.sure_button, keep))
        rows.addWidget(heading(translate("Replacing my keys"), "lead"))
        rows.addWidget(plain_label(translate("Once in a year or two is enough.")))
        for part in (self.replaced, self.earlier, ButtonRow(theme, self.replace_button), self._question):
            rows.addWidget(part)
        self.replaced.hide()
        self.earlier.hide()
        self._question.hide()

    def _ask_replacing(self, *, asked: bool) -> None:
        self._question.setVisible(asked)
        self.replace_button.setVisible(not asked)
        (self.sure_button if asked else self.replace_button).setFocus()
        if asked:
            # Once it has its place and its size.
            QTimer.singleShot(0, self._question, lambda: bring_into_sight(self._question))

    def _replace(self) -> None:
        self.read(lambda services, _: services.keys.rotate(), self._replaced)

    def _replaced(self, replaced: KeyReplaced) -> None:
        self.error_bar.hide()
        self._ask_replacing(asked=False)
        done = translate("Your keys are new. Save the card above and hand it out: it leads to the new key.")
        self.replaced.setText(f"✓ {done}\n{replaced.warning}")
        self.replaced.show()
        bring_into_sight(self.replaced)
        self.context.announce("contact")
        self.refresh()

    def _show(self, card: CardWritten, ended: tuple[OwnKeyEnded, ...]) -> None:
        self.revoking.show_keys(card.fingerprint, tuple(key for key in ended if key.revoked_at))
        self._show_earlier([key for key in ended if not key.revoked_at])
        if card.fingerprint == self._card:
            return
        self._card = card.fingerprint
        while (item := self._fingerprint.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.large.show_code(code_text(Fingerprint(card.fingerprint)), card.digits)
        theme, name = self.context.theme, translate("My fingerprint")
        self._fingerprint.addWidget(FingerprintView(theme, name, card.digits, card.words))
        code = QrCode(
            code_text(Fingerprint(card.fingerprint)), translate("My fingerprint as a QR code"), theme
        )
        self._fingerprint.addWidget(code)
        self._fingerprint.addWidget(
            plain_label(translate("For a camera. Only the fingerprint is in it."), "small")
        )

    def _show_earlier(self, replaced: Sequence[OwnKeyEnded]) -> None:
        self.earlier.setText("\n".join(f"{ended_words(key)} {opening_words(key)}" for key in replaced))
        self.earlier.setVisible(bool(replaced))

    def _ask(self) -> None:
        choose_new_file(self, translate("Save the card to a file…"), CARD_NAME, self.save_card)

    def _saved(self, _: CardWritten) -> None:
        self.error_bar.hide()
        self.context.tell(translate("The card was saved."))

    def _ask_for_code(self) -> None:
        choose_new_file(self, translate(SAVING_CODE), CODE_NAME, self.save_code)

    def _code_saved(self, _: CodeWritten) -> None:
        self.error_bar.hide()
        self.context.tell(translate("The code was saved."))
