"""The fields by which lists of incidents are narrowed and counted, as pairs of a name and a value.

A facet is derived from the content alone. Values of others may be anything: what is not of the
form that a facet has is left out.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from app.domain.dates import is_doubted
from app.domain.names import fold
from app.domain.strict_json import Json, JsonObject

_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9_-]{1,80}", re.ASCII)
DOUBTED = "doubted"
_LONGEST_LOCALITY = 80


class FacetName(StrEnum):
    """What can be narrowed by and counted."""

    FORM = "form"
    PLACE = "place"
    STATUS = "status"
    MONITORING = "monitoring"
    PRIORITY = "priority"
    URGENCY = "urgency"
    DATE = "date"
    """`doubted` where a date says "perhaps": it is surely of no span of days."""
    DEADLINE = "deadline"
    """The last day, as ISO 8601 has it, of a deadline that is not met (`domain.deadlines`); never counted."""
    HEARING = "hearing"
    """The day of a hearing (`domain.registry_row`); never counted."""
    MISSING = "missing"
    """A purpose for which something is missing; not from the content alone, see `services.derivation`."""


class Facet(NamedTuple):
    """One value of one field."""

    name: FacetName
    value: str


_CODED = {
    FacetName.STATUS: "violation_status",
    FacetName.MONITORING: "monitoring_status",
    FacetName.PRIORITY: "priority",
    FacetName.URGENCY: "urgency",
}


def facets_of(kind: str, content: JsonObject) -> tuple[Facet, ...]:
    """The facets of an incident, each once; other kinds have none."""
    return tuple(dict.fromkeys(_facets(content))) if kind == "incident" else ()


def place_path(place: JsonObject) -> str:
    """Where a place stands in the tree of places: country, region, folded locality; empty where unknown.

    `KZ/KZ-47/жанаозен`; without the region `KZ//жанаозен`; without the locality `KZ/KZ-47`.
    """
    country, region = _matching(_COUNTRY, place.get("country")), _matching(_REGION, place.get("region"))
    locality = place.get("locality")
    folded = " ".join(fold(locality).replace("/", " ").split()) if isinstance(locality, str) else ""
    parts = [country or region[:2], region, folded[:_LONGEST_LOCALITY].strip()]
    while parts and not parts[-1]:
        parts.pop()
    return "/".join(parts)


def _facets(content: JsonObject) -> Iterator[Facet]:
    acts = content.get("acts")
    held = [act for act in acts if isinstance(act, dict)] if isinstance(acts, list) else []
    for act in held:
        if form := _matching(_CODE, act.get("form")):
            yield Facet(FacetName.FORM, form)
    for holder in (content, *held):
        where = holder.get("where")
        if isinstance(where, dict) and (path := place_path(where)):
            yield Facet(FacetName.PLACE, path)
    when = content.get("when")
    edtf = when.get("edtf") if isinstance(when, dict) else None
    if isinstance(edtf, str) and is_doubted(edtf):
        yield Facet(FacetName.DATE, DOUBTED)
    for name, field in _CODED.items():
        if code := _matching(_CODE, content.get(field)):
            yield Facet(name, code)


def _matching(pattern: re.Pattern[str], value: Json) -> str:
    return value if isinstance(value, str) and pattern.fullmatch(value) else ""
