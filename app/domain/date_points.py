"""Points of time as they are said, perhaps without a year, and the EDTF texts that they come to.

A year is taken from what stands beside it, else so that the point is the latest one not after today.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from app.domain.dates import SUB_YEARS, edtf_span

OPEN = ".."
_DECEMBER = 12
_LEAP_GAP = 8
_LONG = {"year": len("2014"), "month": len("2014-01")}

Share: TypeAlias = str
"""A part of a month, a season or a year: `first`, `mid`, `last`, `half1`, `half2`, `tens1` to `tens3`."""

DAYS_OF_SHARE: Mapping[Share, tuple[int, int]] = {
    "first": (1, 10),
    "mid": (11, 20),
    "last": (21, 31),
    "tens1": (1, 10),
    "tens2": (11, 20),
    "tens3": (21, 31),
    "half1": (1, 15),
    "half2": (16, 31),
}
"""Days of a month. "The beginning of December" has no edge: a third of the month stands for it, and the
approximation at both ends (`2011-12-01~/2011-12-10~`) says that it may lie a little outside. A third is
what "первая декада" means where this is used, and the three parts leave no day of the month out.
"""

MONTHS_OF_SHARE: Mapping[Share, tuple[int, int]] = {"first": (1, 3), "mid": (5, 8), "last": (10, 12)}
"""Months of a year, approximate as well: the quarters at its ends, the third in its middle. Nobody who
says "at the end of 2013" means September.
"""

HALVES: Mapping[Share, int] = {"half1": 40, "half2": 41}
VAGUE = ("first", "mid", "last")


@dataclass(frozen=True, slots=True)
class Point:
    """A day, a month or a year, as far as it was said; `month` may be one of SUB_YEARS."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    share: Share | None = None


@dataclass(frozen=True, slots=True)
class Extent:
    """EDTF texts without signs: both ends, and the one text where one says it; OPEN for no end.

    `wrong_weekday`: the day of the week that was said is not that of the date.
    """

    start: str
    end: str
    single: str | None = None
    about: bool = False
    wrong_weekday: bool = False


def extent_of(point: Point, today: date) -> Extent | None:
    """What a point comes to; None where there is no such point."""
    if point.year is None:
        return _latest(point, today)
    if point.share:
        return _share_extent(point)
    if point.month is None:
        return _one(f"{point.year:04d}") if point.day is None else None
    months = SUB_YEARS.get(point.month)
    if months is None:
        return _one(_text(point.year, point.month, point.day))
    start, end = (_month(point.year, month) for month in months)
    return Extent(start, end, f"{point.year:04d}-{point.month}")


def between(first: Point, last: Point, today: date) -> Extent | None:
    """From one point to another, each taking from the other what was said only once."""
    joined = _joined(first, last)
    if joined is None:
        return None
    start, end = joined
    if start.year is None and end.year is None:
        latest = _latest(end, today)
        end = replace(end, year=int(latest.start[:4])) if latest else end
    if start.year is None and end.year is not None:
        start = replace(start, year=end.year - _reversed(start, end))
    elif end.year is None and start.year is not None:
        end = replace(end, year=start.year + _reversed(start, end))
    from_, to = extent_of(start, today), extent_of(end, today)
    if from_ is None or to is None or edtf_span(from_.start)[0] > edtf_span(to.end)[1]:
        return None
    return Extent(from_.start, to.end, about=from_.about or to.about)


def bounded(extent: Extent, side: str) -> Extent:
    """Before, until, after or since it, by `side`: `<`, `<=`, `>`, `>=`; those with `=` take it in."""
    bounds = {
        "<": (OPEN, _beside(extent.start, -1)),
        "<=": (OPEN, extent.end),
        ">": (_beside(extent.end, 1), OPEN),
        ">=": (extent.start, OPEN),
    }[side]
    return replace(extent, start=bounds[0], end=bounds[1], single=None)


def ago(count: int, unit: str, today: date) -> Extent:
    """So long before today; but for days, about."""
    if unit in ("day", "week"):
        day = today - timedelta(days=count * (7 if unit == "week" else 1))
        return replace(_one(day.isoformat()), about=unit == "week")
    month = today.year * 12 + today.month - 1 - count
    text = f"{today.year - count:04d}" if unit == "year" else _month(month // 12, month % 12 + 1)
    if not "0001" <= text <= "9999-12":
        raise ValueError("a year outside 0001 to 9999")
    return replace(_one(text), about=True)


def this_unit(unit: str, back: int, today: date) -> Extent:
    """The week, month or year of today, or the one so many before it. A week begins on Monday."""
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * back)
        return Extent(monday.isoformat(), (monday + timedelta(days=6)).isoformat())
    return replace(ago(back * (unit != "day"), unit, today), about=False)


def latest_weekday(weekday: int, today: date, *, before: bool) -> Extent:
    """The latest such day (1 = Monday), today among them unless `before`."""
    back = (today.isoweekday() - weekday) % 7
    return _one((today - timedelta(days=back or 7 * before)).isoformat())


def latest_past(month: int, today: date) -> Extent | None:
    """The latest such month or season that is over."""
    for year in range(today.year, today.year - 3, -1):
        extent = extent_of(Point(year, month), today)
        if extent and extent.end < today.isoformat()[:7]:
            return extent
    return None


def _latest(point: Point, today: date) -> Extent | None:
    """The latest one that has begun."""
    if point.month is None:
        return _latest_day_number(point, today) if point.day and not point.share else None
    for year in range(today.year, today.year - _LEAP_GAP - 1, -1):
        try:
            extent = extent_of(replace(point, year=year), today)
        except ValueError:
            continue
        if extent is not None and extent.start <= today.isoformat():
            return extent
    return None


def _latest_day_number(point: Point, today: date) -> Extent | None:
    month = today.year * 12 + today.month - 1
    for each in range(month, month - 3, -1):
        year, number = each // 12, each % 12 + 1
        if point.day and point.day <= monthrange(year, number)[1]:
            text = _text(year, number, point.day)
            if text <= today.isoformat():
                return _one(text)
    return None


def _share_extent(point: Point) -> Extent | None:
    year, month, share = point.year, point.month, point.share
    if year is None or share is None or point.day is not None:
        return None
    vague = share in VAGUE
    if month is None:
        if share in HALVES:
            return extent_of(Point(year, HALVES[share]), date.min)
        months = MONTHS_OF_SHARE.get(share)
        return Extent(_month(year, months[0]), _month(year, months[1]), about=True) if months else None
    if month in SUB_YEARS:
        first, last = SUB_YEARS[month]
        third = (first, (first + last) // 2, last)[VAGUE.index(share)] if vague else None
        return replace(_one(_month(year, third)), about=True) if third and last - first == 2 else None
    first, last = DAYS_OF_SHARE[share]
    last = min(last, monthrange(year, month)[1])
    return Extent(_text(year, month, first), _text(year, month, last), about=vague)


def _joined(first: Point, last: Point) -> tuple[Point, Point] | None:
    """Both with a month, where one of them is only a day."""
    bare = [each.day is not None and each.month is None for each in (first, last)]
    if all(bare):
        return None
    if bare[0]:
        first = replace(first, month=last.month, year=first.year or last.year)
    elif bare[1]:
        last = replace(last, month=first.month, year=last.year or first.year)
    fits = not any(bare) or (first.day is not None and last.day is not None)
    return (first, last) if fits else None


def _reversed(first: Point, last: Point) -> bool:
    return (first.month or 0, first.day or 0) > (last.month or _DECEMBER, last.day or 31)


def _beside(text: str, step: int) -> str:
    """The year, month or day before or after an EDTF text of that precision."""
    if len(text) == _LONG["year"]:
        return f"{_existing(int(text) + step):04d}"
    if len(text) == _LONG["month"]:
        number = int(text[:4]) * 12 + int(text[5:]) - 1 + step
        return _month(_existing(number // 12), number % 12 + 1)
    return (date.fromisoformat(text) + timedelta(days=step)).isoformat()


def _existing(year: int) -> int:
    return date(year, 1, 1).year


def _one(text: str) -> Extent:
    return Extent(text, text, text)


def _text(year: int, month: int, day: int | None) -> str:
    """Raises ValueError where there is no such day."""
    return _month(year, month) if day is None else date(year, month, day).isoformat()


def _month(year: int, month: int) -> str:
    """A month counted from January of `year`; the thirteenth is in the next year."""
    return f"{year + (month - 1) // _DECEMBER:04d}-{(month - 1) % _DECEMBER + 1:02d}"
