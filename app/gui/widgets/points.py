"""A point on the map: typed or picked, with how exactly it is known."""

import math

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.coordinates import Coordinates, coordinates_text, read_coordinates
from app.domain.strict_json import JsonObject
from app.gui.page import PageContext
from app.gui.widgets.choosing import Choice
from app.gui.widgets.fields import button, plain_label
from app.gui.widgets.map_view import METRES_PER_DEGREE, NARROWED, MapView
from app.gui.widgets.typing import TextLine
from app.services.map_files import MapShown, MapTown, load_map
from app.words import N_, translate

PRECISIONS = {
    20: N_("Building (20 m)"),
    200: N_("Street (200 m)"),
    1_000: N_("Village, quarter (1 km)"),
    5_000: N_("Town (5 km)"),
    30_000: N_("District (30 km)"),
    200_000: N_("Region (200 km)"),
}
POINT_FIELDS = ("latitude_e6", "longitude_e6", "precision_m")
_PIXELS_UNSURE = 5
"""How many pixels beside it a click may be."""
_ACROSS_M, _ACROSS_TIMES = 120_000, 12
_FAR_M = 1_000


class PointEdit(QWidget):
    """`latitude_e6`, `longitude_e6`, `precision_m` of `domain.place.Place`; an empty object for no point.

    While what is typed is no point, the point stays what it was, and the line below says so.
    """

    changed = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        theme = context.theme
        self._context = context
        self._point: Coordinates | None = None
        self._rest: JsonObject = {}
        self._shown: MapShown | None = None
        self._is_asking = False
        self.line = TextLine()
        self.line.setPlaceholderText("43.238, 76.945")
        self.precision = Choice(
            ((str(metres), translate(words)) for metres, words in PRECISIONS.items()),
            none=translate("Not known how exactly"),
        )
        self.precision.setAccessibleName(translate("How exactly the point is known"))
        self.toggle = button(translate("Map"), self._toggle, theme, icon_name="map-pin")
        self.map = MapView(theme)
        self.map.setAccessibleName(translate("Map of Central Asia"))
        self._told = plain_label("", "small")
        self._keys = plain_label(
            translate(
                "A click sets the point. With the keys: arrows move the map, + and - change its scale, "
                "Enter sets the point at the cross. Borders are indicative."
            ),
            "small",
        )
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        row.addWidget(self.line, 2)
        row.addWidget(self.precision, 3)
        row.addWidget(self.toggle)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addLayout(row)
        column.addWidget(self._told)
        column.addWidget(self.map)
        column.addWidget(self._keys)
        self._show_map(False)
        self.line.changed.connect(self._take_typed)
        self.line.editingFinished.connect(self._write)
        self.precision.changed.connect(self._take_precision)
        self.map.picked.connect(self._take_picked)
        self.map.moved.connect(self._describe)
        self.setFocusProxy(self.line)
        self._tell()

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        """The name belongs to the line that takes the focus."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def value(self) -> JsonObject:
        """The fields of a place; where there is no point, what was shown of one."""
        if self._point is None:
            return dict(self._rest)
        point: JsonObject = {
            "latitude_e6": self._point.latitude_e6,
            "longitude_e6": self._point.longitude_e6,
        }
        metres = self.precision.value()
        return point | {"precision_m": int(metres)} if metres else point

    def set_value(self, place: JsonObject) -> None:
        """Show the point of a place; not a change, and no reason to write anew what is being typed."""
        latitude, longitude, metres = (place.get(name) for name in POINT_FIELDS)
        is_point = isinstance(latitude, int) and isinstance(longitude, int)
        point = Coordinates(int(str(latitude)), int(str(longitude))) if is_point else None
        self._rest = {} if is_point else {name: place[name] for name in POINT_FIELDS if name in place}
        if isinstance(metres, int) and self.precision.findData(str(metres)) < 0:
            self.precision.addItem(translate("within {metres} m").format(metres=metres), str(metres))
        self.precision.set_value(str(metres) if isinstance(metres, int) else None)
        if point != self._point:
            self._point = point
            self._write()
        self._tell()

    def begin(self) -> None:
        """Another place is shown next: nothing stays of what was typed for this one."""
        self.line.set_value(None)
        self._point = None

    def _take_typed(self) -> None:
        point = read_coordinates(self.line.text())
        if point is not None or not self.line.text().strip():
            self._set(point)
            if point is not None:
                self._go_to_point()
        self._tell()

    def _take_picked(self, latitude_e6: int, longitude_e6: int) -> None:
        if self.precision.value() is None:
            unsure = self.map.metres_per_pixel * _PIXELS_UNSURE
            metres = next((each for each in PRECISIONS if each >= unsure), max(PRECISIONS))
            self.precision.set_value(str(metres))
        self._set(Coordinates(latitude_e6, longitude_e6))
        self._write()

    def _take_precision(self) -> None:
        if self._point is not None:
            self._set(self._point)

    def _set(self, point: Coordinates | None) -> None:
        self._point, self._rest = point, {}
        if point is None:
            self.precision.set_value(None)
        self._tell()
        self.changed.emit()

    def _write(self) -> None:
        """The point as it was understood, in place of what was typed for it; what is no point stays."""
        typed = self.line.text().strip()
        if not typed or read_coordinates(typed) is not None:
            self.line.set_value(coordinates_text(self._point) if self._point else None)
            self._tell()

    def _tell(self) -> None:
        typed, metres = self.line.text().strip(), self.precision.value()
        self.map.show_point(self._point, int(metres) if metres else None)
        told = self._near(self._point) if self._point else ""
        if typed and read_coordinates(typed) is None:
            told = translate("Not saved: this is no point. Write 43.238, 76.945 or 43°14′17″N 76°56′42″E.")
        self._told.setText(told)
        self._told.setVisible(bool(told))

    def _describe(self) -> None:
        """For those who do not see the map: what is in the middle of it."""
        middle = self.map.middle()
        near = self._near(middle)
        self.map.setAccessibleDescription(f"{coordinates_text(middle)} · {near}")

    def _near(self, point: Coordinates) -> str:
        if self._shown is None or not self._shown.towns:
            return ""
        town = min(self._shown.towns, key=lambda each: _apart_m(point, each))
        apart_m = _apart_m(point, town)
        if apart_m < _FAR_M:
            return translate("In {town}").format(town=town.name)
        return translate("{kilometres} km from {town}").format(
            kilometres=round(apart_m / 1000), town=town.name
        )

    def _toggle(self) -> None:
        self._show_map(self.map.isHidden())
        if not self.map.isHidden():
            self.map.setFocus()
            self._ask()
            self._go_to_point()

    def _show_map(self, shown: bool) -> None:
        self.map.setVisible(shown)
        self._keys.setVisible(shown)
        self.toggle.setText(translate("Hide the map") if shown else translate("Map"))
        self.toggle.setAccessibleName(self.toggle.text())

    def _ask(self) -> None:
        """Files are read off this thread, once."""
        if self._shown is not None or self._is_asking:
            return
        self._is_asking = True
        self._context.lanes.short.run(
            lambda _services, _watch: load_map(),
            owner=self,
            on_done=self._take_map,
            # Without a map the point can still be typed.
            on_failed=lambda _: self._show_map(False),
        )

    def _take_map(self, shown: MapShown) -> None:
        self._shown = shown
        self.map.show_map(shown)
        self._tell()
        self._describe()

    def _go_to_point(self) -> None:
        if self._point is not None and not self.map.isHidden():
            metres = int(self.precision.value() or 0)
            self.map.go_to(self._point, max(_ACROSS_M, metres * _ACROSS_TIMES))


def _apart_m(point: Coordinates, town: MapTown) -> float:
    """How far a town is, near enough for saying it in kilometres."""
    down = (point.latitude_e6 - town.latitude_e6) / 1e6
    narrowed = math.cos(math.radians(point.latitude_e6 / 1e6)) or NARROWED
    across = (point.longitude_e6 - town.longitude_e6) / 1e6 * narrowed
    return math.hypot(down, across) * METRES_PER_DEGREE
