"""One's own card: the file to hand over, and the fingerprint to tell."""

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout

from app.domain.identity import Fingerprint, code_text
from app.gui.file_dialogs import choose_new_file
from app.gui.page import Column, Page, PageContext
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import button, heading, plain_label
from app.gui.widgets.fingerprint import FingerprintView
from app.gui.widgets.qr_code import QrCode
from app.services.answers_contacts import CardWritten
from app.words import translate

CARD_NAME = "contact.card"


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
        self._fingerprint = QVBoxLayout()
        self._fingerprint.setSpacing(theme.space(4))
        column.rows.addLayout(self._fingerprint)
        column.rows.addStretch(1)
        self.body.addWidget(column)

    def enter(self, **_: object) -> None:
        """Ask for the card."""
        self.read(lambda services, _: services.contacts.card(), self._show)

    def save_card(self, target: Path) -> None:
        """Write the card into a file."""
        self.read(lambda services, _: services.contacts.write_card(target), self._saved)

    def _show(self, card: CardWritten) -> None:
        if self._fingerprint.count():
            return
        theme, name = self.context.theme, translate("My fingerprint")
        self._fingerprint.addWidget(FingerprintView(theme, name, card.digits, card.words))
        code = QrCode(
            code_text(Fingerprint(card.fingerprint)), translate("My fingerprint as a QR code"), theme
        )
        self._fingerprint.addWidget(code)
        self._fingerprint.addWidget(
            plain_label(translate("For a camera. Only the fingerprint is in it."), "small")
        )

    def _ask(self) -> None:
        choose_new_file(self, translate("Save the card to a file…"), CARD_NAME, self.save_card)

    def _saved(self, _: CardWritten) -> None:
        self.error_bar.hide()
        self.context.tell(translate("The card was saved."))
