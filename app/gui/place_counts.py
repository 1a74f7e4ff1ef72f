"""The numbers beside the places of the sidebar: asked when a vault was opened, and after changes."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from app.domain.work import Watch
from app.gui.page import PageContext
from app.services import Services

KIND_OF_PLACE = {
    "incidents": "incident",
    "people": "person",
    "organisations": "organisation",
    "proceedings": "proceeding",
    "evidence": "evidence",
}


class PlaceCounts(QObject):
    """Hands numbers by place to `show`; one question at a time, however many changes there are."""

    def __init__(
        self, context: PageContext, show: Callable[[Mapping[str, int]], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._show = show
        self._is_asking = False
        self._is_stale = False
        context.opened.connect(self.ask)
        context.changed.connect(self._hear)

    def ask(self) -> None:
        """Ask for the numbers as they are now."""
        self._is_stale = self._is_asking
        if self._is_asking:
            return
        self._is_asking = True
        # Where it fails the lists say so; numbers that are not there hinder nobody.
        self._context.lanes.short.run(
            count_places, owner=self, on_done=self._take, on_failed=lambda _: self._end()
        )

    def _hear(self, kinds: frozenset[str]) -> None:
        if kinds - {"settings"}:
            self.ask()

    def _take(self, counts: Mapping[str, int]) -> None:
        self._show(counts)
        self._end()

    def _end(self) -> None:
        self._is_asking = False
        if self._is_stale:
            self.ask()


def count_places(services: Services, _watch: Watch | None = None) -> Mapping[str, int]:
    """How many entries the list of each place has."""
    counts = services.reading.counts()
    places = {place: counts.get(kind, 0) for place, kind in KIND_OF_PLACE.items()}
    return {**places, "contacts": services.contacts.count()}
