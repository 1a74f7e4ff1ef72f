"""Whether two incidents may be one and the same: reasons for a person to look, never a verdict.

Two reports of one incident agree in when, and in something else besides: where and what, a person,
or the very words. Dates agree where their spans overlap; a span of more than half a year says
nothing and agrees with none.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from rapidfuzz.fuzz import token_set_ratio

from app.domain.facets import FacetName, facets_of
from app.domain.names import fold
from app.domain.strict_json import Json, JsonObject
from app.domain.summary import list_row

LONGEST_SPAN_DAYS = 183
NEAR_TEXT = 82
"""Of 100: how much two narratives must have in common (token set ratio)."""

_LETTERS_COMPARED = 3_000
_FEWEST_WORDS = 8
_LOCALITY_LEVEL = 3
"""Country, region, locality: less is no place that two reports would share by more than chance."""


class Likeness(StrEnum):
    """In what two incidents agree."""

    DATE = "date"
    PLACE = "place"
    ACT = "act"
    PERSON = "person"
    TEXT = "text"


def likeness(one: JsonObject, other: JsonObject) -> tuple[Likeness, ...]:
    """In what two incidents agree, if that is enough to be the same; else nothing."""
    found = frozenset(_agreements(one, other))
    about = {Likeness.DATE} <= found and (
        Likeness.PERSON in found or Likeness.TEXT in found or {Likeness.PLACE, Likeness.ACT} <= found
    )
    same_words = {Likeness.TEXT, Likeness.PLACE} <= found or {Likeness.TEXT, Likeness.PERSON} <= found
    return tuple(each for each in Likeness if each in found) if about or same_words else ()


def _agreements(one: JsonObject, other: JsonObject) -> Iterator[Likeness]:
    if _overlap(_span_of(one), _span_of(other)):
        yield Likeness.DATE
    if _localities(one) & _localities(other):
        yield Likeness.PLACE
    if _acts(one) & _acts(other):
        yield Likeness.ACT
    if people_of(one) & people_of(other):
        yield Likeness.PERSON
    if _near(_words(one), _words(other)):
        yield Likeness.TEXT


def people_of(incident: JsonObject) -> frozenset[str]:
    """Ids of the people and organisations to whom it was done, or by whom."""
    acts = incident.get("acts")
    named: set[str] = set()
    for act in acts if isinstance(acts, list) else ():
        if isinstance(act, dict):
            for field in ("victims", "alleged_perpetrators"):
                held = act.get(field)
                named.update(
                    each for each in (held if isinstance(held, list) else ()) if isinstance(each, str)
                )
    return frozenset(named)


def _span_of(incident: JsonObject) -> tuple[str, str] | None:
    row = list_row("incident", incident)
    first, last = row.first_day, row.last_day
    if not first or (date.fromisoformat(last) - date.fromisoformat(first)).days > LONGEST_SPAN_DAYS:
        return None
    return first, last


def _overlap(one: tuple[str, str] | None, other: tuple[str, str] | None) -> bool:
    return one is not None and other is not None and one[0] <= other[1] and other[0] <= one[1]


def _localities(incident: JsonObject) -> frozenset[str]:
    places = (facet.value for facet in facets_of("incident", incident) if facet.name is FacetName.PLACE)
    parts = (place.split("/") for place in places)
    return frozenset(part[-1] for part in parts if len(part) == _LOCALITY_LEVEL)


def _acts(incident: JsonObject) -> frozenset[Json]:
    forms = {facet.value for facet in facets_of("incident", incident) if facet.name is FacetName.FORM}
    return frozenset(forms - {"other"})


def _words(incident: JsonObject) -> str:
    narrative = incident.get("narrative")
    text = narrative.get("text") if isinstance(narrative, dict) else None
    return fold(text[:_LETTERS_COMPARED]) if isinstance(text, str) else ""


def _near(one: str, other: str) -> bool:
    if min(len(one.split()), len(other.split())) < _FEWEST_WORDS:
        return False
    return token_set_ratio(one, other, score_cutoff=NEAR_TEXT) > 0
