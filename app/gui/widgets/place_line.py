"""A place on one line, in the person's own words; a place that was filled in stays what it was."""

from app.domain.strict_json import JsonObject
from app.domain.summary import list_row
from app.gui.widgets.typing import TextLine


class PlaceLine(TextLine):
    """The JSON of `domain.place.Place`, or None; whatever is typed stands in its `said`."""

    def __init__(self) -> None:
        super().__init__()
        self._place: JsonObject | None = None

    def place(self) -> JsonObject | None:
        """The place that was shown, as long as nobody types another."""
        words = self.value()
        if words is None:
            return None
        return self._place if self._place is not None and words == _words(self._place) else {"said": words}

    def set_place(self, place: JsonObject | None) -> None:
        """Show this place; not a change."""
        self._place = place
        self.set_value(_words(place) if place is not None else None)


def _words(place: JsonObject) -> str:
    """As lists show it, on one line."""
    return " ".join(list_row("incident", {"where": place}).place.split())
