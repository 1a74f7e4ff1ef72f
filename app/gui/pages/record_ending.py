"""At the end of every record the ways to delete it and to erase parts of it; whereto they lead back."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.text import make_visible
from app.gui.page import PageContext
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import button, heading, plain_label
from app.services import Services
from app.services.answers import RecordShown
from app.words import N_, translate

LISTS: Mapping[str, str] = {
    "incident": "incidents",
    "person": "people",
    "organisation": "organisations",
    "proceeding": "proceedings",
}
"""The place of the window in which records of a kind are listed."""
FILE = "evidence"
"""The kind of a file: it stands in the page of its incident, and has none of its own."""
REASON_HINT = N_("It stays with the record; others who have the record read it too.")
NO_REASON = N_("Say why.")


@dataclass(frozen=True, slots=True)
class Origin:
    """What is to end, and the page from which one came: `kind` and `id` of the record there."""

    page: str = "incident"
    id: str = ""

    @property
    def place(self) -> str:
        """The place of the window that is lit."""
        return LISTS[self.page]


def origin_of(kind: str, identifier: str, incident: str) -> Origin:
    """Of a record its own page, of a file that of the `incident`."""
    return Origin("incident", incident) if kind == FILE else Origin(kind, identifier)


class Ending(QWidget):
    """Leads to the pages that ask; nothing ends from here."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        theme = context.theme
        self._context = context
        self._shown: RecordShown | None = None
        self.delete_button = button(
            translate("Delete…"), lambda: self._go_to("deleting"), theme, icon_name="trash-2"
        )
        self.erase_button = button(
            translate("Erase parts…"), lambda: self._go_to("erasing"), theme, icon_name="eraser"
        )
        hint = translate(
            "Deleting takes it out of every list and destroys nothing. Erasing destroys parts of it here."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.space(4))
        column.setSpacing(theme.space(2))
        column.addWidget(heading(translate("Delete or erase"), "lead"))
        column.addWidget(plain_label(hint, "quiet"))
        column.addWidget(ButtonRow(theme, self.delete_button, self.erase_button))
        self.hide()

    def show_record(self, shown: RecordShown | None) -> None:
        """What is deleted already can still be erased."""
        self._shown = shown
        self.setVisible(shown is not None)
        self.delete_button.setVisible(shown is not None and "deleted" not in shown.marks)

    def _go_to(self, name: str) -> None:
        if self._shown is not None:
            self._context.navigate(name, id=self._shown.id, kind=self._shown.kind)


def record_words(services: Services, shown: RecordShown) -> str:
    """What lists call a record, with its reference: whoever ends one sees that it is the one meant."""
    title = services.reading.named((shown.id,))[shown.id].title
    return make_visible(" · ".join(dict.fromkeys((title, shown.reference))))
