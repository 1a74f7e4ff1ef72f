"""The list of evidence: every file that was taken in or received, found by its name."""

from collections.abc import Callable

from app.domain.work import Watch
from app.gui.pages.record_lists import RecordListPage
from app.services import Services
from app.words import translate


class EvidenceList(RecordListPage):
    """All items of evidence; choosing one opens the incident that it belongs to."""

    name = "evidence"
    place = "evidence"
    kind = "evidence"
    page_of_one = "incident"
    watches = frozenset({"evidence"})

    def words(self) -> str:
        """What the list is called."""
        return translate("Evidence")

    def empty_words(self) -> tuple[str, str, Callable[[], None] | None]:
        """No file was taken in yet."""
        sentence = translate(
            "Here stand photographs, films, recordings and papers; an incident takes them in."
        )
        return sentence, translate("New incident"), lambda: self.context.navigate("quick_entry")

    def choose(self, identifier: str) -> None:
        """Go to the incident that the item is linked with; stay where it is linked with none."""

        def incident_of(services: Services, _: Watch) -> str | None:
            links = services.recording.show(identifier).content.get("links", [])
            return next((link["incident"] for link in links if "incident" in link), None)

        def show(incident: str | None) -> None:
            if incident is not None:
                self.context.navigate(self.page_of_one, id=incident)

        self.read(incident_of, show)
