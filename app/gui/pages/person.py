"""The page of one person: names, who they are, posts, papers, how to reach them, where they appear."""

from collections.abc import Callable, Sequence
from functools import partial

from app.domain.compartments import Compartment
from app.domain.summary import list_row
from app.domain.text import make_visible
from app.gui.pages.record_appearances import AppearancesSection
from app.gui.pages.record_entries import plain_entries
from app.gui.pages.record_page import RecordPage
from app.gui.pages.record_sections import FieldsSection, Section
from app.services import asked_registry
from app.words import translate


class Person(RecordPage):
    """One person."""

    name = "person"
    place = "people"
    kind = "person"
    watches = frozenset({"person", "incident", "proceeding"})

    def section_makers(self) -> Sequence[Callable[[], Section]]:
        """Names, the person, and what else is known of them."""
        sheet, asked, private = self.sheet, asked_registry, Compartment.IDENTITIES
        entries, rare = partial(plain_entries, sheet), partial(plain_entries, sheet, rare=True)
        return (
            lambda: entries(translate("Names"), "names", translate("Add a spelling"), asked.NAME, private),
            lambda: rare(
                translate("Other names"), "aliases", translate("Add another name"), asked.ALIAS, private
            ),
            lambda: AppearancesSection(sheet),
            lambda: FieldsSection(sheet, translate("The person"), asked.PERSON),
            lambda: entries(
                translate("Ways to reach"),
                "contacts",
                translate("Add a way to reach"),
                asked.CONTACT,
                private,
            ),
            lambda: rare(translate("Posts"), "posts", translate("Add a post"), asked.POST),
            lambda: rare(translate("Labels imposed"), "labels", translate("Add a label"), asked.LABEL),
            lambda: rare(
                translate("Documents"), "documents", translate("Add a document"), asked.DOCUMENT, private
            ),
        )

    def title_words(self) -> str:
        """The name by which lists know the person."""
        title = list_row(self.kind, self.sheet.editing.content).title
        return make_visible(title) or super().title_words()
