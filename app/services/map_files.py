"""The map that ships with the program: outlines, and the towns of the gazetteer. Nothing is fetched."""

from dataclasses import dataclass
from functools import lru_cache

from app.domain.strict_json import parse_object
from app.places import resources
from app.services.gazetteer_files import load_gazetteer
from app.words import chosen_language

_MOST_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class MapTown:
    """One town: its name in the language in force, where it lies (1e-6 degree), how many live there."""

    name: str
    latitude_e6: int
    longitude_e6: int
    population: int


@dataclass(frozen=True, slots=True)
class MapShown:
    """Lines are flat: longitude, latitude, longitude … in 1e-3 degree. Towns: the largest first."""

    countries: tuple[tuple[int, ...], ...]
    regions: tuple[tuple[int, ...], ...]
    towns: tuple[MapTown, ...]


def load_map() -> MapShown:
    """The map in the language in force; slow the first time (files are read)."""
    return _load_map(chosen_language())


@lru_cache(maxsize=1)
def _load_map(language: str) -> MapShown:
    outlines = parse_object((resources() / "maps" / "outlines.json").read_bytes(), _MOST_BYTES)
    towns = [
        MapTown(place.name_in(language), place.latitude_e6, place.longitude_e6, place.population)
        for place in load_gazetteer()
        if place.latitude_e6 is not None and place.longitude_e6 is not None
    ]
    return MapShown(
        countries=_lines(outlines["countries"]),
        regions=_lines(outlines["regions"]),
        towns=tuple(sorted(towns, key=lambda town: -town.population)),
    )


def _lines(found: object) -> tuple[tuple[int, ...], ...]:
    return tuple(map(tuple, found)) if isinstance(found, list) else ()
