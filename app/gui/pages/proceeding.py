"""The page of one proceeding: numbers, court, hearings."""

from collections.abc import Callable, Sequence

from app.domain.summary import list_row
from app.domain.text import make_visible
from app.gui.pages import asked
from app.gui.pages.record_page import RecordPage
from app.gui.pages.record_sections import FieldsSection, Section, plain_entries
from app.words import translate


class Proceeding(RecordPage):
    """One proceeding."""

    name = "proceeding"
    place = "proceedings"
    kind = "proceeding"
    watches = frozenset({"proceeding"})

    def section_makers(self) -> Sequence[Callable[[], Section]]:
        """Numbers, the case, hearings."""
        sheet = self.sheet
        return (
            lambda: plain_entries(
                sheet, translate("Case numbers"), "numbers", translate("Add a number"), asked.NUMBER
            ),
            lambda: FieldsSection(sheet, translate("The case"), asked.PROCEEDING),
            lambda: plain_entries(
                sheet, translate("Hearings"), "hearings", translate("Add a hearing"), asked.HEARING
            ),
        )

    def title_words(self) -> str:
        """The number or title by which lists know the case."""
        title = list_row(self.kind, self.sheet.editing.content).title
        return make_visible(title) or super().title_words()
