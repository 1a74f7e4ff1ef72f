"""One contact: who they say they are, what they are to us, comparing, revoking."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from app.domain.date_words import date_in_words
from app.domain.identity import Fingerprint, Role, fingerprint_of_code, spoken_digits
from app.domain.text import make_visible
from app.gui.code_pictures import is_picture
from app.gui.file_dialogs import choose_new_file
from app.gui.page import Column, Page, PageContext
from app.gui.pages.first_run import ROLES
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.comparing import CompareFingerprint
from app.gui.widgets.contact_rows import standing_label
from app.gui.widgets.dropping import dropped_paths
from app.gui.widgets.fields import Field, button, heading, plain_label
from app.gui.widgets.fingerprint import FingerprintView
from app.gui.widgets.picture_picking import PicturePicking
from app.gui.widgets.qr_code import CODE_NAME, SAVING_CODE
from app.gui.widgets.standing_over_time import StandingOverTime
from app.gui.widgets.typing import TextLine
from app.services.answers_contacts import CodeWritten, KeyEnded, ShownContact
from app.words import translate

ADVICE_NAME = "key.advice"


class Contact(Page):
    """Only all of the fingerprint, told by its owner, makes a contact verified."""

    name = "contact"
    place = "contacts"
    column = Column.PAGE
    watches = frozenset({"contact"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._fingerprint = ""
        self._contact: ShownContact | None = None
        self._inside: ScrollColumn | None = None
        self.comparing: CompareFingerprint | None = None
        self.verify_button = QPushButton()
        self.revoke_button = QPushButton()
        self.reason = TextLine()
        self.announce_box = QCheckBox()
        self.ask_button = QPushButton()
        self.advise_button = QPushButton()
        self.over_time: StandingOverTime | None = None
        self.pictures: PicturePicking | None = None
        self.code_button = QPushButton()
        self._reason_field: Field | None = None
        self._told_code = ""
        self.setAcceptDrops(True)

    def enter(self, **arguments: Any) -> None:
        """`fingerprint` names the contact; `told` is what was read of a code of theirs."""
        self._fingerprint = str(arguments.get("fingerprint", self._fingerprint))
        self._told_code = str(arguments.get("told", ""))
        self.error_bar.hide()
        self.refresh()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files only."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """A photograph of their code, where it is compared; else a card, or what ends a key."""
        path = next(iter(dropped_paths(event)), None)
        if path is None:
            return
        event.acceptProposedAction()
        # On a lane: a drive may take its time to answer.
        self.read(lambda _services, _: is_picture(path), partial(self._take, path))

    def _take(self, path: Path, picture: bool) -> None:
        if picture and self.pictures is not None:
            self.pictures.read_file(path)
        else:
            self.read(lambda services, _: services.contacts.add_file(path), self._added)

    def write_advice(self, target: Path) -> None:
        """Sign advice to end this key too, into a file for others; the reason is that of the revocation."""
        contact = self._contact
        if contact is not None:
            fingerprint, reason = contact.fingerprint, contact.revoked_because or ""
            self.read(lambda services, _: services.keys.revoke(fingerprint, reason, target), self._advised)

    def write_code(self, target: Path) -> None:
        """The fingerprint as a QR code in a picture (SVG), for others to compare."""
        fingerprint = self._fingerprint
        self.read(lambda services, _: services.keys.write_code(target, fingerprint), self._code_written)

    def refresh(self) -> None:
        """Ask again for the contact; what was being told is kept."""
        fingerprint = self._fingerprint
        if fingerprint:
            self.read(lambda services, _: services.contacts.show(Fingerprint(fingerprint)), self._show)

    def _show(self, contact: ShownContact) -> None:
        """Everything anew: what there is to do depends on what the contact is."""
        if contact.fingerprint != self._fingerprint:
            return
        told = self.comparing.value() if self.comparing is not None and contact == self._contact else ""
        if self._inside is not None:
            self._inside.deleteLater()
        told, self._told_code = self._told_code or told, ""
        self._contact, self._inside, self.comparing = contact, ScrollColumn(self.context.theme), None
        self.pictures = None
        rows = self._inside.rows
        self._add_person(rows, contact)
        self._add_over_time(rows, contact)
        if contact.trust in ("verified", "revoked", "self"):
            self._add_fingerprint(rows, contact)
        else:
            self._add_comparing(rows, contact)
            if told:
                self._tell(told)
        if contact.trust == "revoked":
            self._add_advising(rows)
        elif contact.trust != "self":
            self._add_revoking(rows)
        rows.addStretch(1)
        self.body.addWidget(self._inside)

    def _add_person(self, rows: QVBoxLayout, contact: ShownContact) -> None:
        rows.addWidget(heading(make_visible(contact.name)))
        role = translate(ROLES[Role(contact.role)])
        rows.addWidget(
            plain_label(" · ".join(make_visible(part) for part in (role, contact.organisation) if part))
        )
        rows.addWidget(standing_label(contact))
        if contact.revoked_because:
            because = translate("Because: {reason}").format(reason=make_visible(contact.revoked_because))
            rows.addWidget(plain_label(because))
        dates = translate("Card made on {made}, good until {until}")
        rows.addWidget(
            plain_label(
                dates.format(
                    made=date_in_words(contact.created[:10]), until=date_in_words(contact.expires[:10])
                ),
                "small",
            )
        )

    def _add_over_time(self, rows: QVBoxLayout, contact: ShownContact) -> None:
        shown = self.over_time = StandingOverTime(self.context.theme, contact)
        shown.asked.connect(lambda other: self.context.navigate("contact", fingerprint=other))
        shown.declined.connect(self._decline)
        shown.followed.connect(self._begin_revoking)
        # One that shows nothing would leave a gap.
        if not shown.is_empty:
            rows.addWidget(shown)

    def _add_fingerprint(self, rows: QVBoxLayout, contact: ShownContact) -> None:
        name = translate("The card says")
        rows.addWidget(FingerprintView(self.context.theme, name, contact.digits, contact.words))
        if contact.trust == "revoked":
            # Nobody is to compare a key that has ended.
            return
        title = translate(SAVING_CODE)

        def ask() -> None:
            choose_new_file(self, title, CODE_NAME, self.write_code)

        self.code_button = button(title, ask, self.context.theme, icon_name="download")
        rows.addWidget(ButtonRow(self.context.theme, self.code_button))

    def _add_comparing(self, rows: QVBoxLayout, contact: ShownContact) -> None:
        theme = self.context.theme
        rows.addWidget(
            plain_label(
                translate(
                    "Let the person tell you their fingerprint face to face or by voice, not in the "
                    "message that the card came with. Type it here; never read it out to them."
                )
            )
        )
        self.comparing = CompareFingerprint(theme, contact.fingerprint, contact.digits, contact.words)
        self.comparing.changed.connect(self._allow)
        self.verify_button = button(
            translate("Mark as verified"), self._verify, theme, look="primary", icon_name="check"
        )
        self.pictures = PicturePicking(self)
        self.pictures.found.connect(self._tell)
        for part in (self.comparing, self.pictures, ButtonRow(theme, self.verify_button)):
            rows.addWidget(part)
        self._allow()

    def _add_revoking(self, rows: QVBoxLayout) -> None:
        theme = self.context.theme
        ask = self.ask_button = button(translate("Revoke…"), lambda: asking(shown=True), theme)
        self.announce_box = QCheckBox(translate("Advise others to do the same, in your bundles"))
        self.announce_box.setAccessibleName(self.announce_box.text())
        self.reason = TextLine()
        field = self._reason_field = Field(
            translate("Why is this key not to be trusted any more?"),
            self.reason,
            theme,
            hint=translate("Their bundles are refused from now on. This cannot be taken back."),
        )
        self.reason.changed.connect(lambda: field.show_gap(""))
        self.revoke_button = button(translate("Revoke for good"), self._revoke, theme, look="danger")
        keep = button(translate("Cancel"), lambda: asking(shown=False), theme)
        question = QWidget()
        column = QVBoxLayout(question)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(field)
        column.addWidget(self.announce_box)
        column.addWidget(plain_label(translate("They read the reason too; each of them decides."), "small"))
        column.addWidget(ButtonRow(theme, self.revoke_button, keep))
        question.hide()

        def asking(*, shown: bool) -> None:
            question.setVisible(shown)
            ask.setVisible(not shown)
            (self.reason if shown else ask).setFocus()

        rows.addWidget(ButtonRow(theme, ask))
        rows.addWidget(question)

    def _add_advising(self, rows: QVBoxLayout) -> None:
        title = translate("Save the advice to a file…")

        def ask() -> None:
            choose_new_file(self, title, ADVICE_NAME, self.write_advice)

        hint = translate("Advice to colleagues to revoke this key too: signed by you, with the reason above.")
        self.advise_button = button(title, ask, self.context.theme, icon_name="download")
        rows.addWidget(plain_label(hint))
        rows.addWidget(ButtonRow(self.context.theme, self.advise_button))

    def _begin_revoking(self, reason: str) -> None:
        """As advised: the reason stands there already, and the person still decides."""
        self.ask_button.click()
        self.reason.set_value(reason)

    def _decline(self) -> None:
        fingerprint = self._fingerprint
        self.read(lambda services, _: services.keys.decline(fingerprint), self._changed)

    def _tell(self, told: str) -> None:
        """A code that was read counts as all digits told; a contact's own words are kept as typed."""
        code = fingerprint_of_code(told)
        if self.comparing is not None:
            self.comparing.set_value(spoken_digits(code) if code else told)
            self.comparing.setFocus()

    def _allow(self) -> None:
        self.verify_button.setEnabled(self.comparing is not None and self.comparing.is_whole)

    def _verify(self) -> None:
        if self.comparing is not None:
            fingerprint, told = self._fingerprint, self.comparing.value()
            self.read(lambda services, _: services.contacts.verify(fingerprint, told), self._changed)

    def _revoke(self) -> None:
        fingerprint, reason = self._fingerprint, (self.reason.value() or "").strip()
        if self._reason_field is not None and not reason:
            self._reason_field.show_gap(translate("Say why; it stays in this vault."))
            self.reason.setFocus()
            return
        announce = self.announce_box.isChecked()
        self.read(
            lambda services, _: services.keys.revoke(fingerprint, reason, announce=announce), self._changed
        )

    def _changed(self, _: ShownContact | KeyEnded) -> None:
        self.error_bar.hide()
        self.context.announce("contact")

    def _advised(self, _: KeyEnded) -> None:
        self.error_bar.hide()
        self.context.tell(translate("The advice is saved. Each of those who get it decides."))

    def _code_written(self, _: CodeWritten) -> None:
        self.error_bar.hide()
        self.context.tell(translate("The code was saved."))

    def _added(self, contact: ShownContact) -> None:
        self._changed(contact)
        self.context.navigate("contact", fingerprint=contact.fingerprint)
