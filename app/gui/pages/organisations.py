"""The list of organisations: courts, police stations, prisons, NGOs."""

from app.gui.pages.registry_lists import RegistryListPage
from app.words import N_, translate


class Organisations(RegistryListPage):
    """All organisations."""

    name = "organisations"
    place = "organisations"
    kind = "organisation"
    page_of_one = "organisation"
    watches = frozenset({"organisation"})
    new = N_("New organisation")
    asked = N_("Name of the organisation")
    sentence = N_("Here stand the courts, police stations, prisons and NGOs that incidents name.")

    def words(self) -> str:
        """What the list is called."""
        return translate("Organisations")
