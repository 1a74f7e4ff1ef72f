"""The list of proceedings: cases of courts and investigators."""

from app.gui.pages.registry_lists import RegistryListPage
from app.words import N_, translate


class Proceedings(RegistryListPage):
    """All proceedings."""

    name = "proceedings"
    place = "proceedings"
    kind = "proceeding"
    page_of_one = "proceeding"
    watches = frozenset({"proceeding"})
    new = N_("New proceeding")
    asked = N_("Number of the case")
    sentence = N_("Here stand the cases of courts and investigators that incidents name.")

    def words(self) -> str:
        """What the list is called."""
        return translate("Proceedings")
