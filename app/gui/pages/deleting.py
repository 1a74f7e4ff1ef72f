"""Deleting a record: it leaves every list, for good; what it was stays in the vault."""

from dataclasses import dataclass
from typing import Any

from app.domain.revision import RECORD_KINDS
from app.domain.work import Watch
from app.gui.page import Page, PageContext
from app.gui.pages.record_ending import LISTS, NO_REASON, REASON_HINT, record_words
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import Field, button, heading, plain_label
from app.gui.widgets.typing import TextLine
from app.services import Services
from app.services.answers import RecordEnded
from app.words import translate


@dataclass(frozen=True, slots=True)
class _Found:
    words: str
    is_deleted: bool
    is_own: bool
    """Whether the key in use began it: then others' vaults obey."""


class Deleting(Page):
    """Says what it means, asks why, and goes back to the list."""

    name = "deleting"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.record_id, self.kind = "", "incident"
        self.which = plain_label("", "lead")
        self.others = plain_label("")
        self._warning = plain_label(
            "▲ " + translate("It cannot be taken back: nothing can be written in it here again."), "gap"
        )
        self.reason = TextLine()
        self.reason_field = Field(translate("Reason"), self.reason, theme, hint=translate(REASON_HINT))
        self.reason.changed.connect(lambda: self.reason_field.show_gap(""))
        self.do_button = button(translate("Delete"), self.begin, theme, look="danger")
        self.back_button = button(translate("Back"), self._go_back, theme, look="plain")
        self.asking = ScrollColumn(theme)
        for part in (
            heading(translate("Delete this record")),
            self.which,
            plain_label(
                translate(
                    "It leaves every list and every count. Its history and its evidence stay in this vault, "
                    "and it can be read where something else names it. If something must not be here at "
                    "all, erase it first."
                )
            ),
            self.others,
            self._warning,
            self.reason_field,
            ButtonRow(theme, self.do_button, self.back_button),
        ):
            self.asking.rows.addWidget(part)
        self.asking.rows.addStretch(1)
        self.body.addWidget(self.asking)

    def enter(self, **arguments: Any) -> None:
        """`id` names the record, `kind` says of which kind it is."""
        self.record_id = str(arguments.get("id", self.record_id))
        self.kind = str(arguments.get("kind", self.kind))
        self.place = LISTS[self.kind]
        self.error_bar.hide()
        self.which.clear()
        self.others.clear()
        for part in (self._warning, self.reason_field, self.do_button):
            part.show()
        self.do_button.setEnabled(False)
        self.reason.setFocus()
        self.refresh()

    def refresh(self) -> None:
        """Ask how it stands."""
        identifier, kind = self.record_id, self.kind

        def ask(services: Services, _watch: Watch) -> _Found:
            shown = services.recording.show(identifier, kind)
            own = services.vault.contacts.own().card.fingerprint
            return _Found(record_words(services, shown), "deleted" in shown.marks, shown.author == own)

        if identifier:
            self.read(ask, self._show)

    def leave(self) -> bool:
        """Nothing stays of what was not done."""
        self.seal()
        return True

    def seal(self) -> None:
        """The same before a lock: a reason without its act is no draft."""
        self.reason.set_value("")
        self.reason_field.show_gap("")

    def begin(self) -> None:
        """Delete it."""
        identifier, reason = self.record_id, (self.reason.value() or "").strip()
        if not reason:
            self.reason_field.show_gap(translate(NO_REASON))
            self.reason.setFocus()
            return
        self.error_bar.hide()
        self.asking.setEnabled(False)
        self.read(
            lambda services, _: services.recording.delete(identifier, reason), self._deleted, self._failed
        )

    def _show(self, found: _Found) -> None:
        self.which.setText(found.words)
        self.do_button.setEnabled(not found.is_deleted)
        for part in (self._warning, self.reason_field, self.do_button):
            part.setVisible(not found.is_deleted)
        if found.is_deleted:
            others = translate("Deleted: shown only to be read.")
            self.back_button.setFocus()
        elif found.is_own:
            others = translate(
                "Others' vaults hide it too, once a bundle of yours tells them; they keep what they have."
            )
        else:
            others = translate("Somebody else began it: other vaults are only asked to hide it too.")
        self.others.setText(others)

    def _deleted(self, done: RecordEnded) -> None:
        self.asking.setEnabled(True)
        self.context.ended.emit(self.kind, self.record_id)
        # Whatever names it shows that it is gone.
        self.context.announce(*RECORD_KINDS)
        self.context.navigate(LISTS[self.kind])
        deleted = translate("The record is deleted.")
        asked = (
            translate("Others who wrote in it are asked to do the same.") if done.requested_of_others else ""
        )
        self.context.tell(f"{deleted} {asked}".strip())

    def _failed(self, error: Exception) -> None:
        self.asking.setEnabled(True)
        self.fail(error)

    def _go_back(self) -> None:
        self.context.navigate(self.kind, id=self.record_id)
