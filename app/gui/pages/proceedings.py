"""The list of proceedings: cases of courts and investigators."""

from collections.abc import Callable

from app.gui.pages.record_lists import RecordListPage
from app.words import translate


class Proceedings(RecordListPage):
    """All proceedings."""

    name = "proceedings"
    place = "proceedings"
    kind = "proceeding"
    page_of_one = "proceeding"
    watches = frozenset({"proceeding"})

    def words(self) -> str:
        """What the list is called."""
        return translate("Proceedings")

    def empty_words(self) -> tuple[str, str, Callable[[], None] | None]:
        """No case was named yet."""
        sentence = translate("Here stand the cases of courts and investigators that incidents name.")
        return sentence, translate("New incident"), lambda: self.context.navigate("quick_entry")
