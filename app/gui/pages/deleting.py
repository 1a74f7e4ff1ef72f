"""Deleting a record, or a file of an incident: it leaves every list, for good; what it was stays here."""

from dataclasses import dataclass
from typing import Any

from app.domain.revision import RECORD_KINDS
from app.domain.work import Watch
from app.gui.page import Page, PageContext
from app.gui.pages.record_ending import (
    FILE,
    NO_REASON,
    REASON_HINT,
    Origin,
    origin_of,
    record_words,
)
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import Field, button, heading, plain_label
from app.gui.widgets.typing import TextLine
from app.services import Services
from app.services.answers import RecordEnded
from app.services.drafts import draft_of_record
from app.words import N_, translate


@dataclass(frozen=True, slots=True)
class _Words:
    """Untranslated: what is said of deleting a record, or a file."""

    title: str
    meaning: str
    warning: str
    own: str
    """What becomes of it elsewhere if the key in use began it."""
    of_others: str
    already: str
    done: str


_OF_RECORD = _Words(
    title=N_("Delete this record"),
    meaning=N_(
        "It leaves every list and every count. Its history and its evidence stay in this vault, "
        "and it can be read where something else names it. If something must not be here at "
        "all, erase it first."
    ),
    warning=N_("It cannot be taken back: nothing can be written in it here again."),
    own=N_("Others' vaults hide it too, once a bundle of yours tells them; they keep what they have."),
    of_others=N_("Somebody else began it: other vaults are only asked to hide it too."),
    already=N_("Deleted: shown only to be read."),
    done=N_("The record is deleted."),
)
_OF_FILE = _Words(
    title=N_("Delete this file"),
    meaning=N_(
        "It leaves the incident and the list of evidence, and goes out in no bundle any more. The file "
        "itself and its chain of custody stay in this vault, and the incident says that it was deleted "
        "and why. If the file must not be here at all, erase it."
    ),
    warning=N_("It cannot be taken back. Whoever has the file can take it in anew."),
    own=N_(
        "Others' vaults hide this file too, once a bundle of yours tells them. Backups, bundles already "
        "sent and what others have keep it."
    ),
    of_others=N_(
        "Somebody else took this file in: other vaults are only asked to hide it too. Backups, bundles "
        "already sent and what others have keep it."
    ),
    already=N_("This file is deleted."),
    done=N_("The file is deleted."),
)


@dataclass(frozen=True, slots=True)
class _Found:
    words: str
    is_deleted: bool
    is_own: bool
    """Whether the key in use began it: then others' vaults obey."""
    is_unsaved: bool
    """Whether something was typed in it that could not be saved."""


class Deleting(Page):
    """Says what it means, asks why, and goes back to the list; with a file to its incident."""

    name = "deleting"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.record_id, self.kind, self.origin = "", "incident", Origin()
        self._title, self._meaning = heading(""), plain_label("")
        self.which = plain_label("", "lead")
        self.others = plain_label("")
        self._warning = plain_label("", "gap")
        self.unsaved = plain_label(
            "▲ "
            + translate(
                "What was typed in it and could not be saved is forgotten with it. Go back to copy it first."
            ),
            "gap",
        )
        self.unsaved.hide()
        self.reason = TextLine()
        self.reason_field = Field(translate("Reason"), self.reason, theme, hint=translate(REASON_HINT))
        self.reason.changed.connect(lambda: self.reason_field.show_gap(""))
        self.do_button = button(translate("Delete"), self.begin, theme, look="danger")
        self.back_button = button(translate("Back"), self._go_back, theme, look="plain")
        self.asking = ScrollColumn(theme)
        for part in (
            self._title,
            self.which,
            self._meaning,
            self.others,
            self._warning,
            self.unsaved,
            self.reason_field,
            ButtonRow(theme, self.do_button, self.back_button),
        ):
            self.asking.rows.addWidget(part)
        self.asking.rows.addStretch(1)
        self.body.addWidget(self.asking)

    def enter(self, **arguments: Any) -> None:
        """`id` names the record, `kind` says of which kind it is, `incident` to which one a file belongs."""
        self.record_id = str(arguments.get("id", self.record_id))
        self.kind = str(arguments.get("kind", "incident"))
        self.origin = origin_of(self.kind, self.record_id, str(arguments.get("incident", self.origin.id)))
        self.place = self.origin.place
        self._title.setText(translate(self._words.title))
        self._meaning.setText(translate(self._words.meaning))
        self._warning.setText("▲ " + translate(self._words.warning))
        self.error_bar.hide()
        self.which.clear()
        self.others.clear()
        self.unsaved.hide()
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
            return _Found(
                words=record_words(services, shown),
                is_deleted="deleted" in shown.marks,
                is_own=shown.author == services.vault.contacts.own().card.fingerprint,
                is_unsaved=services.drafts.load(draft_of_record(kind, identifier)) is not None,
            )

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

    @property
    def _words(self) -> _Words:
        return _OF_FILE if self.kind == FILE else _OF_RECORD

    def _show(self, found: _Found) -> None:
        self.which.setText(found.words)
        self.do_button.setEnabled(not found.is_deleted)
        for part in (self._warning, self.reason_field, self.do_button):
            part.setVisible(not found.is_deleted)
        self.unsaved.setVisible(found.is_unsaved and not found.is_deleted)
        if found.is_deleted:
            self.back_button.setFocus()
        own = self._words.own if found.is_own else self._words.of_others
        self.others.setText(translate(self._words.already if found.is_deleted else own))

    def _deleted(self, done: RecordEnded) -> None:
        self.asking.setEnabled(True)
        # Whatever names it shows that it is gone.
        if self.kind == FILE:
            self.context.announce(*RECORD_KINDS)
            self._go_back()
        else:
            self.context.ended.emit(self.kind, self.record_id)
            self.context.announce(*RECORD_KINDS)
            self.context.navigate(self.place)
        asked = (
            translate("Others who wrote in it are asked to do the same.") if done.requested_of_others else ""
        )
        self.context.tell(f"{translate(self._words.done)} {asked}".strip())

    def _failed(self, error: Exception) -> None:
        self.asking.setEnabled(True)
        self.fail(error)

    def _go_back(self) -> None:
        self.context.navigate(self.origin.page, id=self.origin.id)
