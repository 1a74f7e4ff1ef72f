"""The page of one proceeding: numbers, court, charges, parties, hearings, decisions, deadlines."""

from collections.abc import Callable, Sequence
from functools import partial

from app.domain.summary import list_row
from app.domain.text import make_visible
from app.gui.pages.record_appearances import AppearancesSection
from app.gui.pages.record_entries import plain_entries
from app.gui.pages.record_page import RecordPage
from app.gui.pages.record_sections import FieldsSection, Section
from app.services import asked_registry
from app.words import translate


class Proceeding(RecordPage):
    """One proceeding."""

    name = "proceeding"
    place = "proceedings"
    kind = "proceeding"
    watches = frozenset({"proceeding", "incident"})

    def section_makers(self) -> Sequence[Callable[[], Section]]:
        """Numbers, the case, hearings, and what else belongs to it."""
        sheet, asked = self.sheet, asked_registry
        entries, rare = partial(plain_entries, sheet), partial(plain_entries, sheet, rare=True)
        return (
            lambda: entries(translate("Case numbers"), "numbers", translate("Add a number"), asked.NUMBER),
            lambda: FieldsSection(sheet, translate("The case"), asked.PROCEEDING),
            lambda: AppearancesSection(sheet),
            lambda: rare(translate("Charges"), "charges", translate("Add a charge"), asked.CHARGE),
            lambda: rare(translate("Parties"), "parties", translate("Add a party"), asked.PARTY),
            lambda: entries(translate("Hearings"), "hearings", translate("Add a hearing"), asked.HEARING),
            lambda: rare(translate("Decisions"), "outcomes", translate("Add a decision"), asked.OUTCOME),
            lambda: entries(translate("Deadlines"), "deadlines", translate("Add a deadline"), asked.DEADLINE),
            lambda: rare(translate("Notes"), "notes", translate("Add a note"), asked.LEGAL_NOTE),
        )

    def title_words(self) -> str:
        """The number or title by which lists know the case."""
        title = list_row(self.kind, self.sheet.editing.content).title
        return make_visible(title) or super().title_words()
