"""Where it happened: name, kind, room, address, town, region, country, own words, a point on the map."""

from collections.abc import Iterator

from babel import Locale
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.strict_json import JsonObject
from app.domain.vocabulary import label_in
from app.domain.work import Watch
from app.gui.page import PageContext
from app.gui.widgets.choosing import Choice
from app.gui.widgets.fields import Field, button
from app.gui.widgets.offers import MOST_OFFERS, Offer, OfferingLine, place_offers
from app.gui.widgets.points import POINT_FIELDS, PointEdit
from app.gui.widgets.typing import TextLine
from app.services.form_files import load_vocabularies
from app.services.gazetteer_files import find_places, regions
from app.words import chosen_language, translate

NEAREST_COUNTRIES = ("KZ", "KG", "TJ", "UZ", "TM", "RU")
_REGION_LETTERS = 2
BESIDE_PIXELS = 360


class PlaceEdit(QWidget):
    """The JSON of `domain.place.Place`. What it holds beside these fields is kept.

    A town taken from the gazetteer brings its region, country and coordinates; one that is then
    written otherwise loses the coordinates of the first.
    """

    changed = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        theme = context.theme
        self._lanes = context.lanes
        self._asking: Watch | None = None
        self._rest: JsonObject = {}
        self._locality = OfferingLine(theme)
        self._controls: dict[str, TextLine | Choice] = {
            "institution": TextLine(),
            "kind": Choice(place_kinds()),
            "room": TextLine(),
            "address": TextLine(),
            "locality": self._locality,
            "region": Choice(regions()),
            "country": Choice(countries()),
            "said": TextLine(),
        }
        labels = {
            "institution": translate("Court, station, office, prison"),
            "kind": translate("Kind of place"),
            "room": translate("Room"),
            "address": translate("Address"),
            "locality": translate("Town or village"),
            "region": translate("Region"),
            "country": translate("Country"),
            "said": translate("In the words of whoever tells it"),
        }
        self._point = PointEdit(context)
        self._beside_pixels = theme.pixels(BESIDE_PIXELS)
        self._fields = [Field(labels[name], control, theme) for name, control in self._controls.items()]
        self._as_town = button(
            translate("These words are the town"), self._take_words, theme, look="bare", icon_name="check"
        )
        self._point_field = Field(translate("Point on the map (latitude, longitude)"), self._point, theme)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space(3))
        self._grid.setVerticalSpacing(theme.space(3))
        for control in self._controls.values():
            control.changed.connect(self._tell)
        self._point.changed.connect(self._take_point)
        self._locality.textEdited.connect(self._forget_taken)
        self._locality.asked.connect(self._ask)
        self._locality.taken.connect(self._take)
        self._columns = 0
        self._arrange(2)
        self.setFocusProxy(self._controls["institution"])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Two beside each other where there is room."""
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= self._beside_pixels else 1)

    def value(self) -> JsonObject | None:
        """The place as JSON; None while nothing is filled in."""
        typed = {name: control.value() for name, control in self._controls.items()}
        whole = {**self._rest, **{name: text for name, text in typed.items() if text}, **self._point.value()}
        return whole or None

    def set_value(self, value: JsonObject | None) -> None:
        """Show this place; not a change."""
        place = value or {}
        self._rest = self._not_shown(place)
        self._point.set_value(place)
        for name, control in self._controls.items():
            held = place.get(name)
            control.set_value(held if isinstance(held, str) else None)
        self._offer_words()

    def begin(self, value: JsonObject | None) -> None:
        """Show the place of something else; what was typed and is no point is forgotten."""
        self._point.begin()
        self.set_value(value)

    def _tell(self) -> None:
        self._offer_words()
        self.changed.emit()

    def _offer_words(self) -> None:
        """What quick entry kept as it was said may well be a town that no gazetteer knows."""
        said = self._controls["said"].value()
        self._as_town.setVisible(bool(said) and self._locality.value() is None)

    def _take_words(self) -> None:
        self._locality.set_value(self._controls["said"].value())
        self._controls["said"].set_value(None)
        self._locality.setFocus()
        self._tell()

    def _ask(self, typed: str) -> None:
        if self._asking is not None:
            self._asking.cancel()
        self._asking = self._lanes.short.run(
            lambda _services, _watch: find_places(typed, MOST_OFFERS),
            owner=self,
            on_done=lambda found: self._locality.offer(typed, place_offers(found)),
            # Offers are a convenience: without them the town is what was typed.
            on_failed=lambda _: self._locality.hide_offers(),
        )

    def _take(self, offer: Offer) -> None:
        taken = offer.place or {}
        self._rest = {name: held for name, held in self._rest.items() if name != "gazetteer"}
        self._rest |= self._not_shown(taken)
        self._point.set_value(taken)
        for name in ("locality", "region", "country"):
            held = taken.get(name)
            self._controls[name].set_value(held if isinstance(held, str) else None)
        self._tell()

    def _forget_taken(self) -> None:
        """What the gazetteer knew is of another town; coordinates found otherwise stay."""
        if self._rest.pop("gazetteer", None) is not None:
            self._point.set_value({})

    def _take_point(self) -> None:
        """Set by a person, the point is no longer that of the gazetteer."""
        self._rest.pop("gazetteer", None)
        self.changed.emit()

    def _not_shown(self, place: JsonObject) -> JsonObject:
        shown = (*self._controls, *POINT_FIELDS)
        return {name: held for name, held in place.items() if name not in shown}

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, field in enumerate(self._fields):
            self._grid.addWidget(field, number // columns, number % columns)
        self._grid.addWidget(self._as_town, len(self._fields), 0, 1, columns, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(self._point_field, len(self._fields) + 1, 0, 1, columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


def place_kinds() -> Iterator[tuple[str, str]]:
    """The code list of kinds of places, labelled in the language in force."""
    vocabulary = load_vocabularies().find("place_kind")
    for entry in vocabulary.entries if vocabulary else ():
        yield entry.code, label_in(entry.label, chosen_language())


def countries() -> Iterator[tuple[str, str]]:
    """ISO 3166-1 codes with names: those nearest first, then all others by name."""
    names = {
        code: name
        for code, name in Locale(chosen_language()).territories.items()
        if len(code) == _REGION_LETTERS and code.isalpha()
    }
    yield from ((code, names.pop(code, code)) for code in NEAREST_COUNTRIES)
    yield from sorted(names.items(), key=lambda each: each[1])
