"""The gazetteer: towns and regions found by any of their names, in any script and spelling.

It is made of rows and answers with offers; where the rows come from is no matter of the domain.
Names that a place had once find it and are never shown for it.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.domain.facets import place_path
from app.domain.name_matching import LEAST, MATCH, PREFIX_LETTERS, neighbours
from app.domain.name_words import NameWord, Nearness, Why, joined_word, nearness
from app.domain.names import fold, words_of
from app.domain.strict_json import JsonObject

PLACE_COLUMNS = (
    "id", "latin", "russian", "local", "language", "others", "country", "region", "latitude_e6",
    "longitude_e6", "population",
)  # fmt: skip
REGION_COLUMNS = ("region", "latin", "russian", "local", "language", "others")
HOME_COUNTRIES = ("KZ", "KG", "TJ")
CITY_REGIONS = frozenset({"KZ-71", "KZ-75", "KZ-79", "KG-GB", "KG-GO", "TJ-DU"})
"""Regions that are one city: where the city is offered, the region is not beside it."""
_APART = "|"

# How far from the middle of a place its houses may stand, in metres, by its inhabitants.
_PRECISION_M = ((500_000, 15_000), (100_000, 8_000), (20_000, 4_000), (0, 2_000))


@dataclass(frozen=True, slots=True)
class GazetteerPlace:
    """One place, or one region (then `is_region`, its id is ISO 3166-2, and there are no coordinates).

    `local` is its name in the language `language`; any of the names may be empty but the Latin one.
    """

    id: str
    latin: str
    russian: str
    local: str
    language: str
    others: tuple[str, ...]
    country: str
    region: str | None
    latitude_e6: int | None = None
    longitude_e6: int | None = None
    population: int = 0

    @property
    def is_region(self) -> bool:
        """Whether it is a region rather than a town or village."""
        return self.id == self.region

    @property
    def precision_m(self) -> int | None:
        """The radius in metres within which the coordinates hold for anywhere in the place."""
        if self.latitude_e6 is None:
            return None
        return next(metres for people, metres in _PRECISION_M if self.population >= people)

    def name_in(self, language: str) -> str:
        """The present name as people write it who read this language (BCP 47)."""
        if language == self.language and self.local:
            return self.local
        return self.latin if language == "en" else self.russian or self.local or self.latin


@dataclass(frozen=True, slots=True)
class PlaceOffer:
    """A place that may be meant, how likely (0 to 100), and why."""

    place: GazetteerPlace
    score: int
    why: tuple[Why, ...]

    @property
    def is_match(self) -> bool:
        """Whether it is shown as a match, or as one that might be."""
        return self.score >= MATCH


def read_place(row: Mapping[str, str]) -> GazetteerPlace:
    """A row by PLACE_COLUMNS. Raises KeyError, ValueError."""
    return GazetteerPlace(
        id=row["id"],
        latin=row["latin"],
        russian=row["russian"],
        local=row["local"],
        language=row["language"],
        others=tuple(filter(None, row["others"].split(_APART))),
        country=row["country"],
        region=row["region"] or None,
        latitude_e6=int(row["latitude_e6"]),
        longitude_e6=int(row["longitude_e6"]),
        population=int(row["population"]),
    )


def read_region(row: Mapping[str, str]) -> GazetteerPlace:
    """A row by REGION_COLUMNS. Raises KeyError."""
    return GazetteerPlace(
        id=row["region"],
        latin=row["latin"],
        russian=row["russian"],
        local=row["local"],
        language=row["language"],
        others=tuple(filter(None, row["others"].split(_APART))),
        country=row["region"][:2],
        region=row["region"],
    )


# What stands beside a name to say what it is a name of, folded.
_REGION_WORDS = frozenset(
    {
        "область", "обл", "облысы", "облусу", "вилоят", "вилояти", "region", "oblast", "province",
    }
)  # fmt: skip
_KINDS_OF_PLACES = _REGION_WORDS | frozenset(
    {
        "г", "гор", "город", "с", "село", "п", "пос", "поселок", "пгт", "аул", "ауыл", "ауылы", "кала",
        "каласы", "калалык", "кент", "кенти", "шаар", "шаары", "айыл", "айылы", "шахр", "шахри", "деха",
        "дехаи", "дехот", "район", "рн", "ауданы", "району", "нохия", "нохияи", "city", "town",
        "village", "district", "автономная",
    }
)  # fmt: skip
_TOWN_DEPTH = 2
"""How many slashes stand in the path of a town."""
_FOUND_BY_ONCE, _OTHER_PART, _OTHER_REGION = 1, 4, 6
_SURE = (Why.SAME_SPELLING, Why.OTHER_SCRIPT)
_SHORT, _SHORT_LEAST = 5, 94
"""Of short names many are like one another: less than almost the same is another place."""
_ABROAD = 6
"""So much likelier must a place of a neighbour be to stand before one at home."""
_BEGUN_LEAST, _BEGUN_MORE = 60, 24


@dataclass(frozen=True, slots=True)
class _Spelling:
    """One name of one place; `present` if it is one that is shown."""

    word: NameWord
    place: GazetteerPlace
    present: bool

    @property
    def is_foreign_past(self) -> bool:
        """Whether it is another name of a place abroad: of those there are too many to be heard alike."""
        return not self.present and self.place.country not in HOME_COUNTRIES


class Gazetteer:
    """Places and regions; `find` is quick, the first call prepares the names."""

    def __init__(self, places: Iterable[GazetteerPlace]) -> None:
        self._places = {place.id: place for place in places}

    def __iter__(self) -> Iterator[GazetteerPlace]:
        return iter(self._places.values())

    def get(self, identifier: str) -> GazetteerPlace | None:
        """The place or region of this id."""
        return self._places.get(identifier)

    def at(self, path: str) -> tuple[GazetteerPlace, ...]:
        """The towns that stand at a path in the tree of places (see `paths_of`) by any of their names."""
        return tuple(self._by_path.get(path, ()))

    def find(self, text: str, most: int = 10) -> tuple[PlaceOffer, ...]:
        """Places that `text` may mean, the likeliest first; after a comma may stand the region.

        Of equals those at home and those with the most inhabitants come first.
        """
        parts = [part for part in text.split(",") if part.strip()]
        found = [self._find_part(part) for part in parts]
        named = {offer.place.id for offers in found for offer in offers if offer.place.is_region}
        best: dict[str, PlaceOffer] = {}
        for offers in found:
            for offer in offers:
                place = offer.place
                is_within = place.region in named and not place.is_region
                taken = 0 if len(parts) == 1 or is_within else _OTHER_PART
                if len(parts) > 1 and named and not is_within and not place.is_region:
                    taken += _OTHER_REGION
                likely = PlaceOffer(place, offer.score - taken, offer.why)
                if likely.score >= LEAST and likely.score > best.get(place.id, _NOWHERE).score:
                    best[place.id] = likely
        towns = {offer.place.region for offer in best.values() if not offer.place.is_region}
        kept = (each for each in best.values() if each.place.id not in CITY_REGIONS & towns)
        return tuple(sorted(kept, key=_order)[:most])

    def _find_part(self, text: str) -> list[PlaceOffer]:
        kinds, bare = _without_kind(text)
        asked = joined_word(bare)
        if not asked.sounds:
            return []
        wants_region = bool(kinds & _REGION_WORDS)
        best: dict[str, PlaceOffer] = {}
        for spelling in self._candidates(asked):
            near = nearness(asked, spelling.word)
            if near is None or (len(asked.sounds) < _SHORT and near.score < _SHORT_LEAST):
                near = _begun(asked, spelling.word)
            if near is None or (spelling.is_foreign_past and near.why not in _SURE):
                continue
            offer = _offer(
                spelling, near, is_other_kind=wants_region != spelling.place.is_region and wants_region
            )
            if offer.score > best.get(spelling.place.id, _NOWHERE).score:
                best[spelling.place.id] = offer
        return list(best.values())

    def _candidates(self, asked: NameWord) -> Iterable[_Spelling]:
        """Spellings of the same key, or of one that one letter makes of it; those that begin so."""
        for key in (asked.key, *neighbours(asked.key)):
            yield from self._by_key.get(key, ())
        if len(asked.sounds) >= PREFIX_LETTERS:
            first = bisect_left(self._sounds, asked.sounds)
            for spelling in self._by_sounds[first:]:
                if not spelling.word.sounds.startswith(asked.sounds):
                    break
                yield spelling

    @cached_property
    def _by_path(self) -> dict[str, list[GazetteerPlace]]:
        towns: dict[str, list[GazetteerPlace]] = defaultdict(list)
        for place in self._places.values():
            for path in () if place.is_region else paths_of(place):
                towns[path].append(place)
        return dict(towns)

    @cached_property
    def _by_sounds(self) -> list[_Spelling]:
        return sorted(
            (_Spelling(joined_word(_without_kind(name)[1]), place, present)
             for place in self._places.values() for name, present in _names(place)),
            key=lambda each: each.word.sounds,
        )  # fmt: skip

    @cached_property
    def _sounds(self) -> list[str]:
        return [each.word.sounds for each in self._by_sounds]

    @cached_property
    def _by_key(self) -> dict[str, list[_Spelling]]:
        spellings: dict[str, list[_Spelling]] = defaultdict(list)
        for each in self._by_sounds:
            spellings[each.word.key].append(each)
        return dict(spellings)


def place_content(offer: GazetteerPlace, language: str) -> JsonObject:
    """What a chosen place fills in of `domain.place.Place`; nothing is said of room or institution."""
    content: JsonObject = {"country": offer.country}
    if offer.region:
        content["region"] = offer.region
    if offer.latitude_e6 is not None and offer.longitude_e6 is not None:
        content |= {
            "gazetteer": offer.id,
            "locality": offer.name_in(language),
            "latitude_e6": offer.latitude_e6,
            "longitude_e6": offer.longitude_e6,
            "precision_m": offer.precision_m,
        }
    return content


def paths_of(town: GazetteerPlace) -> tuple[str, ...]:
    """Where a town may stand in the tree of places: by each of its names, with its region and without."""
    paths = (
        place_path({"country": town.country, "region": region, "locality": name})
        for region in (town.region, None)
        for name, _ in _names(town)
    )
    # A name without a letter that folds would stand for the whole region.
    return tuple(dict.fromkeys(path for path in paths if path.count("/") == _TOWN_DEPTH))


_NOWHERE = PlaceOffer(GazetteerPlace("", "", "", "", "", (), "", None), 0, ())


def _names(place: GazetteerPlace) -> Iterable[tuple[str, bool]]:
    """Every name once, and whether it is a present one."""
    names = {name: True for name in (place.latin, place.russian, place.local) if name}
    return (names | {name: False for name in place.others if name not in names}).items()


def _without_kind(text: str) -> tuple[frozenset[str], str]:
    """The words that say what kind of place it is, and the name without them, if there is more."""
    words = words_of(text)
    folded = [fold(word) for word in words]
    kinds = frozenset(folded) & _KINDS_OF_PLACES
    bare = [word for word, plain in zip(words, folded, strict=True) if plain not in _KINDS_OF_PLACES]
    return kinds, " ".join(bare or words)


def _begun(asked: NameWord, word: NameWord) -> Nearness | None:
    if len(asked.sounds) < PREFIX_LETTERS or not word.sounds.startswith(asked.sounds):
        return None
    share = len(asked.sounds) / len(word.sounds)
    return Nearness(_BEGUN_LEAST + round(_BEGUN_MORE * share), Why.PART_OF_NAME)


def _offer(spelling: _Spelling, near: Nearness, *, is_other_kind: bool) -> PlaceOffer:
    score = near.score - (0 if spelling.present else _FOUND_BY_ONCE) - (20 if is_other_kind else 0)
    once = () if spelling.present else (Why.OTHER_NAME,)
    how = () if once and near.why in _SURE else (near.why,)
    return PlaceOffer(spelling.place, score, once + how)


def _order(offer: PlaceOffer) -> tuple[int, bool, int, str]:
    place = offer.place
    abroad = _ABROAD if place.country not in HOME_COUNTRIES else 0
    return abroad - offer.score, place.is_region, -place.population, place.id
