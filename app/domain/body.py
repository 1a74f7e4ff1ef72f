"""The body on which injuries are marked: figures, their views, and the parts that each view shows.

A drawing is polygons in whole numbers. x runs from 0 to 10,000 across it from left to right, y from
top to bottom, as in `domain.incident.Injury`; its true shape is `width_per_mille` of its height.
Left and right are always those of the person: seen from the front, the right arm is on the left.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import BaseModel, ConfigDict, Field

EXTENT = 10_000
REACH = 110
"""As near as that to the figure still belongs to it: a finger is thin on a small screen."""
_STEPS = 200
"""In so many a mark that lies elsewhere goes to the middle of its part of the body."""

Figure: TypeAlias = Literal["female", "male", "neutral"]
View: TypeAlias = Literal["front", "back", "left", "right", "face", "palms", "hands_back", "soles"]
Side: TypeAlias = Literal["left", "right", "middle", "both"]
FIGURES: tuple[Figure, ...] = get_args(Figure)
VIEWS: tuple[View, ...] = get_args(View)

Coordinate: TypeAlias = Annotated[int, Field(ge=0, le=EXTENT)]
Point: TypeAlias = tuple[Coordinate, Coordinate]
Points: TypeAlias = tuple[Point, ...]
Ring: TypeAlias = Annotated[Points, Field(min_length=3)]


class _Drawn(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Region(_Drawn):
    """A part of the body in one view; its ring may reach beyond the figure, and over later regions."""

    code: str
    """A code of the list `body_region`."""
    side: Side
    ring: Ring
    centre: Point
    """A point of the figure in the midst of it."""


class Drawing(_Drawn):
    """One view of one figure; `figure` is None where the view is alike for everybody.

    `outlines` are painted one over the other, `lines` on top; of regions the first that holds
    a point has it.
    """

    figure: Figure | None
    view: View
    width_per_mille: Annotated[int, Field(gt=0)]
    outlines: Annotated[tuple[Ring, ...], Field(min_length=1)]
    lines: tuple[Points, ...]
    regions: Annotated[tuple[Region, ...], Field(min_length=1)]

    def region_at(self, x: int, y: int) -> Region | None:
        """The part of the body at a point, or within REACH of it; None beside the figure."""
        return next((found for each in _around(x, y) if (found := self._exactly_at(*each))), None)

    def find(self, code: object, side: object) -> Region | None:
        """The region with that code and side; None where this view does not show it."""
        return next((each for each in self.regions if (each.code, each.side) == (code, side)), None)

    def on_figure(self, code: object, side: object, x: int, y: int) -> tuple[Point, Region]:
        """The point, if it lies in that part of the body; else the way to its middle, until it does.

        Of a part that this view does not show, the one whose middle is nearest stands for it.
        """
        region = self.find(code, side)
        if region is None:
            region = self.region_at(x, y) or min(self.regions, key=lambda each: _apart(each.centre, (x, y)))
        to_x, to_y = region.centre
        for step in range(_STEPS):
            point = (x + (to_x - x) * step // _STEPS, y + (to_y - y) * step // _STEPS)
            if self.region_at(*point) == region:
                return point, region
        return region.centre, region

    def _exactly_at(self, x: int, y: int) -> Region | None:
        if not any(holds(outline, x, y) for outline in self.outlines):
            return None
        return next((region for region in self.regions if holds(region.ring, x, y)), None)


class Body(_Drawn):
    """Every drawing that there is."""

    drawings: tuple[Drawing, ...]

    def drawing(self, figure: str | None, view: str | None) -> Drawing:
        """A view of a figure; the neutral figure and its front stand for what is not said."""
        of_view = [each for each in self.drawings if each.view == (view or "front")]
        for wanted in (figure or "neutral", None):
            for each in of_view:
                if each.figure == wanted:
                    return each
        raise LookupError(f"no drawing of {figure}, {view}")

    def region_at(self, figure: str | None, view: str | None, x: int, y: int) -> tuple[str, Side] | None:
        """Code and side of the part of the body at a point of a view; None beside the figure."""
        region = self.drawing(figure, view).region_at(x, y)
        return (region.code, region.side) if region else None


def figure_of(sex: object) -> Figure:
    """The figure for a person whose sex, a code of the list `sex`, is known or not."""
    return next((figure for figure in FIGURES if figure == sex), "neutral")


def holds(ring: Iterable[Point], x: int, y: int) -> bool:
    """Whether a closed ring of points holds a point: an even number of crossings to the right is no."""
    points, inside = tuple(ring), False
    before_x, before_y = points[-1]
    for next_x, next_y in points:
        if (next_y > y) != (before_y > y):
            # Without division: a whole number stays one.
            rise, run = before_y - next_y, before_x - next_x
            if ((x - next_x) * rise < run * (y - next_y)) == (rise > 0):
                inside = not inside
        before_x, before_y = next_x, next_y
    return inside


def _apart(one: Point, other: Point) -> int:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _around(x: int, y: int) -> Iterator[Point]:
    """The point itself, then eight a little away from it."""
    yield x, y
    steps = (0, -REACH, REACH)
    yield from ((x + right, y + down) for down in steps for right in steps if right or down)
