"""The gazetteer, read from the program's own resources when a place is first looked for."""

import csv
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from babel import Locale

from app.domain.gazetteer import (
    Gazetteer,
    GazetteerPlace,
    PlaceOffer,
    paths_of,
    place_content,
    read_place,
    read_region,
)
from app.places import resources
from app.services.offered import MOST_OFFERS, FoundPlace, FoundPlaces, why_words
from app.words import chosen_language


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """Every place and region that ships with the program."""
    folder = resources() / "places"
    return Gazetteer([*map(read_place, _rows(folder / "places.tsv")), *load_regions()])


@lru_cache(maxsize=1)
def load_regions() -> tuple[GazetteerPlace, ...]:
    """The regions alone, which are few."""
    return tuple(map(read_region, _rows(resources() / "places" / "regions.tsv")))


def find_places(name: str, most: int = MOST_OFFERS) -> FoundPlaces:
    """The places that `name` may mean, in the language in force; after a comma may stand the region."""
    return FoundPlaces(offers=tuple(map(_found, load_gazetteer().find(name, most))))


def region_name(region: str) -> str | None:
    """What a region (ISO 3166-2) is called in the language in force; None if the gazetteer lacks it."""
    known = next((place for place in load_regions() if place.id == region), None)
    return known.name_in(chosen_language()) if known else None


def spellings_of(path: str) -> tuple[str, ...]:
    """A town in the tree of places as others may have written it: by any of its names, without its region.

    For a region or a country, which have codes, there are no others.
    """
    country, _, rest = path.partition("/")
    _, _, locality = rest.partition("/")
    if not locality:
        return ()
    known = (each for town in load_gazetteer().at(path) for each in paths_of(town))
    return tuple(dict.fromkeys((f"{country}//{locality}", *known)))


def town_name(path: str) -> str:
    """What the town at a path is called in the language in force; as it stands there if nobody knows it."""
    town = next(iter(load_gazetteer().at(path)), None)
    return town.name_in(chosen_language()) if town else path.rpartition("/")[2].title()


def regions() -> tuple[tuple[str, str], ...]:
    """Every region (ISO 3166-2) with what it is called in the language in force."""
    language = chosen_language()
    return tuple((place.id, place.name_in(language)) for place in load_regions())


def _found(offer: PlaceOffer) -> FoundPlace:
    place, language = offer.place, chosen_language()
    return FoundPlace(
        id=place.id,
        name=place.name_in(language),
        why=why_words(offer.why),
        score=offer.score,
        match=offer.is_match,
        country=place.country,
        country_name=Locale(language).territories.get(place.country, place.country),
        region=place.region,
        region_name=region_name(place.region) if place.region and not place.is_region else None,
        latitude_e6=place.latitude_e6,
        longitude_e6=place.longitude_e6,
        precision_m=place.precision_m,
        place=place_content(place, language),
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
