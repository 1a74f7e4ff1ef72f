"""What is offered for a name that is typed, as the window shows it and the shell prints it."""

from collections.abc import Iterable
from typing import Any

from app.domain.name_words import WHY_WORDS, Why
from app.services.answer import Answer
from app.words import translate

MOST_OFFERS = 10


def why_words(why: Iterable[Why]) -> str:
    """The reasons of an offer, in the language in force."""
    return ", ".join(translate(WHY_WORDS[each]) for each in why)


class NameOffer(Answer):
    """A record that may be meant: `why` in words, `score` 0 to 100; `match` where that is high enough.

    `name` is what lists call it; `mark` tells two of one name apart: the name it was found by where
    that is another one, the place, the reference.
    """

    id: str
    name: str
    why: str
    score: int
    match: bool
    mark: str


class NameOffers(Answer):
    """Who or what may be meant by a name, the best first; nobody is merged by it."""

    offers: tuple[NameOffer, ...]


class FoundPlace(Answer):
    """A place that may be meant: `why` in words, `score` 0 to 100; `match` where that is high enough.

    `id` is its number in the gazetteer (GeoNames), or ISO 3166-2 for a region, whose coordinates are
    null. `name`, `region_name` and `country_name` are in the language in force. Coordinates are WGS 84
    in 1e-6 degree; anywhere in the place lies within `precision_m` metres of them. `place` is what
    choosing it fills in of a record.
    """

    id: str
    name: str
    why: str
    score: int
    match: bool
    country: str
    country_name: str
    region: str | None
    region_name: str | None
    latitude_e6: int | None
    longitude_e6: int | None
    precision_m: int | None
    place: dict[str, Any]


class FoundPlaces(Answer):
    """Which places a name may mean, the best first."""

    offers: tuple[FoundPlace, ...]
