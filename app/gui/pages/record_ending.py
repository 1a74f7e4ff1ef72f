"""At the end of every record: the way to delete it, and the way to erase parts of it."""

from collections.abc import Mapping

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
REASON_HINT = N_("It stays with the record; others who have the record read it too.")
NO_REASON = N_("Say why.")


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
