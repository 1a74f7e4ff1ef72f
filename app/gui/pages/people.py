"""The list of people: everybody whom some incident names."""

from app.gui.pages.registry_lists import RegistryListPage
from app.words import N_, translate


class People(RegistryListPage):
    """All people."""

    name = "people"
    place = "people"
    kind = "person"
    page_of_one = "person"
    watches = frozenset({"person"})
    new = N_("New person")
    asked = N_("Name of the person")
    sentence = N_("Here stand all whom incidents name: victims, witnesses, lawyers, judges.")

    def words(self) -> str:
        """What the list is called."""
        return translate("People")
