"""The list of organisations: courts, police stations, prisons, NGOs."""

from collections.abc import Callable

from app.gui.pages.record_lists import RecordListPage
from app.words import translate


class Organisations(RecordListPage):
    """All organisations."""

    name = "organisations"
    place = "organisations"
    kind = "organisation"
    page_of_one = "organisation"
    watches = frozenset({"organisation"})

    def words(self) -> str:
        """What the list is called."""
        return translate("Organisations")

    def empty_words(self) -> tuple[str, str, Callable[[], None] | None]:
        """None was named yet."""
        sentence = translate("Here stand the courts, police stations, prisons and NGOs that incidents name.")
        return sentence, translate("New incident"), lambda: self.context.navigate("quick_entry")
