"""The list of people: everybody whom some incident names."""

from collections.abc import Callable

from app.gui.pages.record_lists import RecordListPage
from app.words import translate


class People(RecordListPage):
    """All people."""

    name = "people"
    place = "people"
    kind = "person"
    page_of_one = "person"
    watches = frozenset({"person"})

    def words(self) -> str:
        """What the list is called."""
        return translate("People")

    def empty_words(self) -> tuple[str, str, Callable[[], None] | None]:
        """Nobody was named yet."""
        sentence = translate("Here stand all whom incidents name: victims, witnesses, lawyers, judges.")
        return sentence, translate("New incident"), lambda: self.context.navigate("quick_entry")
