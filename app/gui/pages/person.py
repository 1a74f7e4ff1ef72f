"""The page of one person: names, who they are, how to reach them."""

from collections.abc import Callable, Sequence

from app.domain.summary import list_row
from app.domain.text import make_visible
from app.gui.pages import asked
from app.gui.pages.record_page import RecordPage
from app.gui.pages.record_sections import FieldsSection, Section, plain_entries
from app.words import translate


class Person(RecordPage):
    """One person."""

    name = "person"
    place = "people"
    kind = "person"
    watches = frozenset({"person"})

    def section_makers(self) -> Sequence[Callable[[], Section]]:
        """Names, the person, ways to reach them."""
        sheet = self.sheet
        return (
            lambda: plain_entries(
                sheet, translate("Names"), "names", translate("Add a spelling"), asked.NAME
            ),
            lambda: FieldsSection(sheet, translate("The person"), asked.PERSON),
            lambda: plain_entries(
                sheet, translate("Ways to reach"), "contacts", translate("Add a way to reach"), asked.CONTACT
            ),
        )

    def title_words(self) -> str:
        """The name by which lists know the person."""
        title = list_row(self.kind, self.sheet.editing.content).title
        return make_visible(title) or super().title_words()
