"""Dates as people say and type them, in five languages mixed freely, read into EDTF (ISO 8601-2:2019).

What can be read in two ways is not read: a year of two digits, a word that is summer in one language
and spring in another. The order of a date in figures is day, month, year, as wherever this is used.
"Until" takes its day in, "before" and "after" do not. Today is an argument.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from typing import Any

from pydantic import BaseModel, ConfigDict

from app.domain.date_grammar import Readings, Rule, Words, rules
from app.domain.date_points import (
    OPEN,
    Extent,
    Point,
    ago,
    between,
    bounded,
    extent_of,
    latest_past,
    latest_weekday,
    this_unit,
)
from app.domain.date_rules import DATES, POINTS, TIMES
from app.domain.dates import Certainty, Edtf, EdtfError, TimeOfDay, edtf_span
from app.domain.day_times import NIGHT, TIME_MAKERS, overnight

_ISO_LIKE = re.compile(r"(?:\.\./|/|\[|\{)?\.{0,2}[0-9Y][0-9XYTZES~?%./,:\[\]{}() +-]*", re.ASCII)
_DAYS, _MONTHS, _ORDERS = range(1, 32), range(1, 13), range(1, 5)
_HALVES, _THIRDS = 2, 3
_WINTER = "24"
_DAY_LETTERS = len("2014-01-09")


class DateRead(BaseModel):
    """What was understood. `contradiction`: the day of the week that was said is another than the date's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    edtf: Edtf
    time: TimeOfDay | None = None
    certainty: Certainty = "exact"
    contradiction: bool = False


def read_date(text: str, language: str, today: date) -> DateRead | None:
    """The date that `text` says, by itself or with a time of day; None where it says none, or may say two.

    `language` only settles words that mean two things in two languages. Never raises.
    """
    words = Words(text, language)
    found = Readings(words, _rules(today)).of("text") if len(words) else []
    ranked = sorted((_rank(edtf), edtf, wrong, time) for edtf, wrong, time in _as_edtf(found))
    if not ranked:
        return _written(text.strip())
    rank, edtf, wrong, time = ranked[0]
    if not all(_agrees(edtf, other[1]) for other in ranked) or (len(ranked) > 1 and ranked[1][0] == rank):
        return None
    clock = TimeOfDay.model_validate(dict(zip(("value", "precision"), time, strict=True))) if time else None
    return DateRead(edtf=edtf, time=clock, certainty=_certainty(edtf), contradiction=wrong)


def _as_edtf(found: list[Any]) -> set[tuple[str, bool, tuple[str, ...]]]:
    made = set[tuple[str, bool, tuple[str, ...]]]()
    for (extent, sign), time in found:
        if sign and extent.single and extent.single.startswith("["):
            continue
        edtf = _edtf(extent, sign)
        try:
            edtf_span(edtf)
        except EdtfError:
            continue
        clock = overnight(time) if time == NIGHT and _is_two_days(extent) else time
        made.add((edtf, extent.wrong_weekday, clock or ()))
    return made


def _is_two_days(extent: Extent) -> bool:
    """Whether it is one day and the next, as a night between them is said."""
    if {len(extent.start), len(extent.end)} != {_DAY_LETTERS}:
        return False
    return (date.fromisoformat(extent.end) - date.fromisoformat(extent.start)).days == 1


def _agrees(narrow: str, wide: str) -> bool:
    """Whether one reading only says more exactly what the other says.

    "January 9 evening" is that day, and might be nine in the evening of some day of January.
    """
    (first, last), (earliest, latest) = edtf_span(narrow), edtf_span(wide)
    return earliest <= first and last <= latest


def _rank(edtf: str) -> tuple[int, int]:
    first, last = edtf_span(edtf)
    return (date.fromisoformat(last) - date.fromisoformat(first)).days, sum(map(edtf.count, "~?%"))


def _written(text: str) -> DateRead | None:
    """A text that is EDTF already."""
    if not _ISO_LIKE.fullmatch(text):
        return None
    try:
        return DateRead(edtf=text, certainty=_certainty(text))
    except ValueError:
        return None


def _certainty(edtf: str) -> Certainty:
    if "~" in edtf or "%" in edtf:
        return "approximate"
    return "believed" if "?" in edtf else "exact"


def _edtf(extent: Extent, sign: str) -> str:
    """The text of an extent; its own vagueness and what was said of it are joined."""
    sign = ("%" if sign in ("?", "%") else "~") if extent.about else sign
    single = extent.single
    if single and (not sign or extent.start == extent.end == single):
        return single + sign
    ends = (each if each == OPEN else each + sign for each in (extent.start, extent.end))
    return "/".join(ends)


@lru_cache(maxsize=2)
def _rules(today: date) -> tuple[Rule, ...]:
    points = "\n".join(
        f"point: {parts} = {roles.strip()}"
        for parts, _, roles in (line.partition("|") for line in POINTS.strip().splitlines())
    )
    roles = {line.rpartition("|")[2].strip() for line in POINTS.strip().splitlines()}
    points_of: dict[str, Callable[..., Any]] = {each: partial(_point, each) for each in roles}
    makers = {**points_of, **_makers_of_parts(), **_makers_of_bodies(today)}
    return (*rules(points, makers), *rules(DATES, makers), *rules(TIMES, TIME_MAKERS))


def _point(roles: str, *values: Any) -> Point:
    said = {role: value for role, value in zip(roles, values, strict=True) if role != "_"}
    return Point(said.get("y"), said.get("m"), said.get("d"), said.get("s"))


def _makers_of_parts() -> Mapping[str, Callable[..., Any]]:
    """Numbers, and what becomes a part of a point."""
    return {
        "same": lambda each: each,
        "number": int,
        "day": lambda text: _number(text, 2, _DAYS),
        "mon": lambda text: _number(text, 2, _MONTHS),
        "order": lambda text: _number(text, 1, _ORDERS),
        "count": lambda text: _number(text, 3, range(1000)),
        "year": lambda text: _number(text, 4, range(1, 9999)) if len(text) == len("2014") else None,
        "quarter": lambda number: 32 + number,
        "half_year": lambda number: 39 + number if number <= _HALVES else None,
        "half": lambda number: f"half{number}" if number <= _HALVES else None,
        "tens": lambda number: f"tens{number}" if number <= _THIRDS else None,
        "only_day": lambda day: Point(day=day),
        "day_of_year": lambda day, year: Point(year=year, day=day),
        "about": lambda _: "~",
        "perhaps": lambda _: "?",
        "both": lambda *_: "%",
        "signed": lambda extent, *signs: (extent, _joined(signs)),
        "timed": lambda dated, time=None: (dated, time),
    }


def _makers_of_bodies(today: date) -> Mapping[str, Callable[..., Any]]:
    """What leans on today; each gives an Extent, or None where there is no such time."""
    makers: dict[str, Callable[..., Any]] = {
        "extent": lambda point: extent_of(point, today),
        "between": lambda first, last: between(first, last, today),
        "between_of_year": lambda year, first, last: between(
            _in_year(first, year), _in_year(last, year), today
        ),
        "years": lambda first, last: between(Point(first), Point(last), today),
        "winter": lambda season, year, end: _winter(season, year, f"{end:04d}"),
        "winter_short": lambda season, year, end: _winter(season, year, f"{year // 100:02d}{end}"),
        "bounded": bounded,
        "decade": _decade,
        "either": lambda first, last: _either(first, last, today),
        "day_back": lambda back: ago(int(back), "day", today),
        "ago": lambda count, unit: ago(count, unit, today),
        "one_ago": lambda unit: ago(1, unit, today),
        "last_unit": lambda unit: this_unit(unit, 1, today) if unit != "day" else None,
        "current_unit": lambda unit: this_unit(unit, 0, today),
        "weekday": lambda number: latest_weekday(int(number), today, before=False),
        "last_weekday": lambda number: latest_weekday(int(number), today, before=True),
        "last_month": lambda month: latest_past(month, today),
        "checked": _checked,
        "timed_weekday": lambda number, time, extent: (
            ((checked, ""), time) if (checked := _checked(number, extent)) else None
        ),
        "years_back": lambda back: today.year - (int(back) if back.isdigit() else 1),
        "this_year": lambda *_: today.year,
    }
    return {name: partial(_existing, maker) for name, maker in makers.items()}


def _existing(maker: Callable[..., Any], *values: Any) -> Any:
    """What is made; None where it would lie outside the calendar."""
    try:
        return maker(*values)
    except (ValueError, OverflowError):
        return None


def _number(text: str, longest: int, allowed: range) -> int | None:
    return int(text) if len(text) <= longest and int(text) in allowed else None


def _in_year(point: Point, year: int) -> Point:
    return point if point.year else replace(point, year=year)


def _joined(signs: tuple[str, ...]) -> str:
    return signs[0] if len(set(signs)) == 1 else "%" if signs else ""


def _decade(text: str) -> Extent | None:
    """`1990` or `90` of "the 90s": of two digits those from 1930 to 2020, a lifetime, can be meant."""
    if len(text) == 2 and text[1] == "0":
        text = ("20" if text < "30" else "19") + text
    if len(text) != len("1990") or text[3] != "0" or text < "0010":
        return None
    edtf = f"{text[:3]}X"
    return Extent(edtf, edtf, edtf)


def _winter(season: str, year: int, end: str) -> Extent | None:
    """The winter that reaches from one year into the next."""
    if season != _WINTER or end != f"{year + 1:04d}":
        return None
    return extent_of(Point(year, int(season)), date.max)


def _either(first: Point, last: Point, today: date) -> Extent | None:
    """One of two, as a set of EDTF."""
    extent = between(first, last, today)
    if extent is None or extent.about:
        return None
    return Extent(extent.start, extent.end, f"[{extent.start},{extent.end}]")


def _checked(weekday: str, extent: Extent) -> Extent | None:
    """A day whose weekday was said too."""
    if extent.single is None or len(extent.single) != _DAY_LETTERS:
        return None
    said = date.fromisoformat(extent.single).isoweekday()
    return replace(extent, wrong_weekday=said != int(weekday))
