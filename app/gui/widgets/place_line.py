"""A place on one line, in the person's own words; a place that was filled in stays what it was."""

from app.domain.coordinates import read_coordinates
from app.domain.strict_json import JsonObject
from app.domain.summary import list_row
from app.gui.theme import Theme
from app.gui.widgets.offers import Offer, OfferingLine


class PlaceLine(OfferingLine):
    """The JSON of `domain.place.Place`, or None; whatever is typed stands in its `said`.

    What is typed behind a place that was taken (the street, the cell) leaves it taken.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._place: JsonObject | None = None
        self.taken.connect(self._take)

    def place(self) -> JsonObject | None:
        """The place that was shown or taken, as long as nobody types another."""
        words = self.value()
        if words is None:
            return None
        if self._place is None:
            return {"said": words, **_point_in(words)}
        if words == _words(self._place):
            return self._place
        locality = self._place.get("locality")
        begins_so = isinstance(locality, str) and words.startswith(f"{locality},")
        return {**self._place, "said": words} if begins_so and "gazetteer" in self._place else {"said": words}

    def set_place(self, place: JsonObject | None) -> None:
        """Show this place; not a change."""
        self._place = place
        self.set_value(_words(place) if place is not None else None)

    def looked_for(self) -> str:
        """What stands before the first comma, as long as one types there."""
        return "" if "," in self.text() else self.text().strip()

    def _take(self, offer: Offer) -> None:
        if offer.place is not None:
            self._place = offer.place
            if "locality" not in offer.place:
                # A region has no name of its own in a record: it stands in the person's words.
                self._place = {**offer.place, "said": offer.title}
            self.setText(_words(self._place))
            self.changed.emit()


def _point_in(words: str) -> JsonObject:
    """Coordinates that were typed for a place, as it was a point and no town."""
    point = read_coordinates(words)
    return {} if point is None else {"latitude_e6": point.latitude_e6, "longitude_e6": point.longitude_e6}


def _words(place: JsonObject) -> str:
    """As lists show it, on one line; with what was typed behind it."""
    said, locality = place.get("said"), place.get("locality")
    if isinstance(said, str) and isinstance(locality, str) and said.startswith(f"{locality},"):
        return " ".join(said.split())
    return " ".join(list_row("incident", {"where": place}).place.split())
