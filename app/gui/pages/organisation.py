"""The page of one organisation: a court, a police station, a prison, an NGO; also a possible victim."""

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


class Organisation(RecordPage):
    """One organisation."""

    name = "organisation"
    place = "organisations"
    kind = "organisation"
    watches = frozenset({"organisation", "incident", "proceeding", "person"})

    def section_makers(self) -> Sequence[Callable[[], Section]]:
        """Names, what it is, its registration, what it is as a court or a place of detention."""
        sheet, asked, private = self.sheet, asked_registry, Compartment.IDENTITIES
        entries, rare = partial(plain_entries, sheet), partial(plain_entries, sheet, rare=True)
        return (
            lambda: entries(
                translate("What it is called"), "names", translate("Add a name"), asked.ORGANISATION_NAME
            ),
            lambda: AppearancesSection(sheet),
            lambda: FieldsSection(sheet, translate("The organisation"), asked.ORGANISATION),
            lambda: FieldsSection(sheet, translate("Registration"), asked.REGISTRATION),
            lambda: FieldsSection(sheet, translate("Court or place of detention"), asked.COURT_OR_FACILITY),
            lambda: entries(
                translate("Ways to reach"),
                "contacts",
                translate("Add a way to reach"),
                asked.CONTACT,
                private,
            ),
            lambda: rare(translate("Labels imposed"), "labels", translate("Add a label"), asked.LABEL),
        )

    def title_words(self) -> str:
        """The name by which lists know it."""
        title = list_row(self.kind, self.sheet.editing.content).title
        return make_visible(title) or super().title_words()
