"""Makes the figures of the body map, `resources/body/figures.json`, from the sources in `packaging/body`.

    .venv/bin/python packaging/body_figures.py

`outlines.json` holds the outlines of the body as SVG paths (MIT, see LICENSE there); `drawn.json` holds
what is drawn by us: heads, face, hands, soles, the profile, lines, and which part of the body lies where.
There a shape is half of a symmetrical one: points [u, y], u from the middle outwards. The curves are
flattened and brought to whole numbers, so that the program needs nothing but polygons.
"""

from __future__ import annotations

import json
import math
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from outline_paths import flattened, smooth

from app.domain.body import EXTENT, Body, Drawing, Region, Side, holds

SOURCES, TARGET = ROOT / "packaging" / "body", ROOT / "resources" / "body"
BODY_WIDTH_PER_MILLE = 520
NEUTRAL_WIDTH = 0.95
"""The neutral figure is the male outline, narrower."""
HIPS = (0.09, 720.0, 150.0)
"""The female outline is drawn in at the hips: by how much, at which height, how far up and down."""
_FLAT = 4.0
"""A point that lies no farther from the line of its neighbours is left out."""
_ASKED_FIRST = ("ear", "hand", "wrist", "forearm", "upper_arm", "shoulder", "genitals")
"""The arms lie beside the trunk, whose regions reach too far."""
_FINEST, _STEPS_ACROSS = 50, 24
"""The grid on which the midst of a region is looked for."""
Floats: TypeAlias = list[tuple[float, float]]


def main() -> None:
    """Write the figures, with the licence of the outlines beside them."""
    TARGET.mkdir(exist_ok=True)
    (TARGET / "figures.json").write_text(text_of(made()), "utf-8")
    shutil.copyfile(SOURCES / "LICENSE", TARGET / "LICENSE")


def made() -> Body:
    """Every drawing, made anew."""
    drawn = json.loads((SOURCES / "drawn.json").read_text("utf-8"))
    paths = json.loads((SOURCES / "outlines.json").read_text("utf-8"))
    return Body(
        drawings=(
            *(
                body(figure, view, drawn, paths)
                for view in ("front", "back")
                for figure in ("female", "male", "neutral")
            ),
            *(profile(view, drawn["profile"]) for view in ("left", "right")),
            *(mirrored(view, drawn["mirrored"]) for view in drawn["mirrored"]),
        )
    )


def text_of(figures: Body) -> str:
    """The bytes of the file, as text: one drawing a line."""
    lines = (json.dumps(each.model_dump(mode="json"), separators=(",", ":")) for each in figures.drawings)
    return '{"drawings":[\n' + ",\n".join(lines) + "\n]}\n"


class Frame:
    """Where points of a source come to lie in the square of whole numbers."""

    def __init__(self, left: float, top: float, width: float, height: float, stretch: float = 1) -> None:
        self._left, self._top, self._width, self._height = left, top, width, height
        self._stretch = stretch
        self.width_per_mille = round(1000 * width / height)

    def ring(self, points: Floats) -> tuple[tuple[int, int], ...]:
        """Whole numbers, none twice in a row or all but on the line of its neighbours."""
        middle = self._left + self._width / 2
        found = [
            (
                _within((middle + (x - middle) * self._stretch - self._left) / self._width),
                _within((y - self._top) / self._height),
            )
            for x, y in points
        ]
        return tuple(thinned([each for place, each in enumerate(found) if each != found[place - 1]]))


def thinned(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The points without which the line would be seen to change: Ramer, Douglas, Peucker."""
    if len(points) < 3:
        return points
    (x, y), (end_x, end_y) = points[0], points[-1]
    length = math.hypot(end_x - x, end_y - y)

    def away(place: int) -> float:
        at_x, at_y = points[place]
        if not length:
            return math.hypot(at_x - x, at_y - y)
        return abs((end_x - x) * (at_y - y) - (end_y - y) * (at_x - x)) / length

    farthest = max(range(1, len(points) - 1), key=away)
    if away(farthest) <= _FLAT:
        return [points[0], points[-1]]
    return [*thinned(points[: farthest + 1])[:-1], *thinned(points[farthest:])]


def body(figure: str, view: str, drawn: dict[str, Any], paths: dict[str, str]) -> Drawing:
    """The whole body from the front or the back: the outline, its better half mirrored, under our head."""
    source = drawn["bodies"][f"{'female' if figure == 'female' else 'male'}_{view}"]
    like, centre = drawn["likes"][source["like"]], float(source["centre"])
    height = source["bottom"] - source["top"]
    width = height * BODY_WIDTH_PER_MILLE / 1000
    frame = Frame(
        centre - width / 2, source["top"], width, height, NEUTRAL_WIDTH if figure == "neutral" else 1
    )
    half = half_of(flattened(paths[source["outline"]]), centre, source["neck"])
    if source["like"] == "female":
        half = drawn_in(half)
    half = [*((u, y) for u, y in like["neck"]), *half]
    ear, head = smooth(like["ear"], closed=True), smooth(like["head"])
    outlines = [
        _both(half, centre),
        _at(ear, centre, -1),
        _at(ear, centre, 1),
        _both(head, centre),
    ]
    regions = [*like[f"{view}_regions"], *like["regions"]]
    regions.sort(key=lambda each: each[0] not in _ASKED_FIRST)
    return _drawing(
        figure,
        view,
        frame,
        [frame.ring(each) for each in outlines],
        [frame.ring(line) for each in like[f"{view}_lines"] for line in _line_pair(each, centre)],
        [
            (code, side, frame.ring(ring))
            for code, sides, points in regions
            for side, ring in _sides(sides, points, centre, right_first=view == "front")
        ],
    )


def mirrored(view: str, shapes: dict[str, Any]) -> Drawing:
    """A view of which one half is drawn: face, hands, soles."""
    source = shapes[view]
    turned_about = source.get("turned_about")
    shape = shapes[source["shaped_as"]] if "shaped_as" in source else source
    centre = source["width"] / 2
    frame = Frame(0, 0, source["width"], source["height"])

    def turn(points: Floats) -> Floats:
        """The back of a hand is its palm turned over."""
        return points if turned_about is None else [(2 * turned_about - u, y) for u, y in points]

    outlines: list[Floats] = []
    for how, points in shape["outlines"]:
        if how == "closed":
            outlines.append(_both(smooth(points), centre))
        else:
            once = turn(smooth(points, closed=points[0][1] < source["height"] - 30))
            outlines += [_at(once, centre, -1), _at(once, centre, 1)]
    return _drawing(
        None,
        view,
        frame,
        [frame.ring(each) for each in outlines],
        [frame.ring(line) for each in source["lines"] for line in _line_pair(turn(each), centre)],
        [
            (code, side, frame.ring(ring))
            for code, sides, points in shape["regions"]
            for side, ring in _sides(sides, points, centre, right_first=source["right_first"])
        ],
    )


def profile(view: str, source: dict[str, Any]) -> Drawing:
    """The body from its left, which looks to the left; from its right the same mirrored."""
    height = float(source["height"])
    width = height * BODY_WIDTH_PER_MILLE / 1000
    middle = source["width"] / 2
    frame = Frame(middle - width / 2, 0, width, height)

    def faced(points: Floats) -> Floats:
        return points if view == "left" else [(2 * middle - x, y) for x, y in points]

    return _drawing(
        None,
        view,
        frame,
        [frame.ring(faced(smooth(each, closed=True))) for each in source["outlines"]],
        [frame.ring(faced(smooth(each))) for each in source["lines"]],
        [(code, view, frame.ring(faced(ring))) for code, ring in source["regions"]],
    )


def half_of(outline: Floats, centre: float, neck: float) -> Floats:
    """From the neck down to the crotch on the left of the drawing, as u and y."""
    below = [y > neck for _, y in outline]
    start = next(place for place, held in enumerate(below) if held and not below[place - 1])
    points = [point for point in outline[start:] + outline[:start] if point[1] > neck]
    if points[0][0] > centre:
        points.reverse()
    end = next(place for place, point in enumerate(points) if point[0] >= centre)
    half = [(centre - x, y) for x, y in points[:end]]
    return [*half, (0.0, half[-1][1])]


def drawn_in(half: Floats) -> Floats:
    """The half with narrower hips; the arm stays, down to where it is widest and back to the armpit."""
    much, height, far = HIPS
    widest = max(range(len(half)), key=lambda place: half[place][0])
    armpit = min(range(widest, len(half) // 2 + widest // 2), key=lambda place: half[place][1])
    return [
        (u, y) if place < armpit else (u * (1 - much * math.exp(-(((y - height) / far) ** 2))), y)
        for place, (u, y) in enumerate(half)
    ]


def _drawing(
    figure: str | None, view: str, frame: Frame, outlines: list[Any], lines: list[Any], regions: list[Any]
) -> Drawing:
    placed: list[Region] = []
    for code, side, ring in regions:
        before = [each.ring for each in placed]
        placed.append(
            Region(code=code, side=side, ring=ring, centre=centre_of((code, side), ring, before, outlines))
        )
    return Drawing.model_validate(
        {
            "figure": figure,
            "view": view,
            "width_per_mille": frame.width_per_mille,
            "outlines": outlines,
            "lines": lines,
            "regions": placed,
        }
    )


def centre_of(name: object, ring: Any, before: Sequence[Any], outlines: Sequence[Any]) -> tuple[int, int]:
    """Of the points on a grid that the region has, the one farthest from all that is not it."""

    def has(x: int, y: int) -> bool:
        return (
            holds(ring, x, y)
            and not any(holds(each, x, y) for each in before)
            and any(holds(each, x, y) for each in outlines)
        )

    left, right = min(x for x, _ in ring), max(x for x, _ in ring)
    top, bottom = min(y for _, y in ring), max(y for _, y in ring)
    step = max(_FINEST, max(right - left, bottom - top) // _STEPS_ACROSS)
    cells = {(x, y) for x in range(left, right, step) for y in range(top, bottom, step) if has(x, y)}
    if not cells:
        raise ValueError(f"{name} has nothing of the figure")
    rim = last = cells
    while rim:
        last = rim
        rim = {(x, y) for x, y in rim if {(x - step, y), (x + step, y), (x, y - step), (x, y + step)} <= rim}
    x, y = sum(x for x, _ in last) / len(last), sum(y for _, y in last) / len(last)
    return min(last, key=lambda each: ((each[0] - x) ** 2 + (each[1] - y) ** 2, each))


def _sides(sides: str, points: Floats, centre: float, *, right_first: bool) -> list[tuple[Side, Floats]]:
    """A region of the middle is one; of both sides there are two, the left of the drawing first."""
    if sides == "middle":
        return [("middle", _both(points, centre))]
    first, second = ("right", "left") if right_first else ("left", "right")
    return [(first, _at(points, centre, -1)), (second, _at(points, centre, 1))]  # type: ignore[list-item]


def _line_pair(points: Floats, centre: float) -> list[Floats]:
    """A line that begins in the middle goes on to the other side; any other has a twin."""
    if all(u == 0 for u, _ in points) or any(u < 0 for u, _ in points):
        return [_at(smooth(points), centre, -1)]
    if points[0][0] == 0:
        return [_both(smooth(points), centre)]
    if points[-1][0] == 0:
        return [_both(smooth(points)[::-1], centre)]
    return [_at(smooth(points), centre, -1), _at(smooth(points), centre, 1)]


def _both(half: Floats, centre: float) -> Floats:
    """A half and its mirror image, as one: up on one side, down on the other."""
    return [*_at(half[::-1], centre, -1), *_at(half, centre, 1)]


def _at(points: Floats, centre: float, direction: int) -> Floats:
    return [(centre + direction * u, y) for u, y in points]


def _within(share: float) -> int:
    return min(EXTENT, max(0, round(share * EXTENT)))


if __name__ == "__main__":
    main()
