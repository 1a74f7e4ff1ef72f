"""Dates as witnesses know them: vague, approximate, a span, and in their own words.

The date is an Extended Date/Time Format text (EDTF, ISO 8601-2:2019, levels 0 to 2); the time
of day stands apart, with a precision of its own. Years run from 0001 to 9999.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from app.domain.fields import Content, Text

OPEN_START = "0001-01-01"
OPEN_END = "9999-12-31"

SUB_YEARS: Mapping[int, tuple[int, int]] = {
    21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14),
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
    40: (1, 6), 41: (7, 12),
}  # fmt: skip
"""First and last month of the seasons (21 to 24), quarters and half years of EDTF, counted from January
of their year. The winter of a year is the one that begins in it and ends with February of the next.
"""

_PLAIN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?[~?%]?", re.ASCII)
_SUB_YEAR = re.compile(r"(\d{4})-([234]\d)", re.ASCII)
_DECADE = re.compile(r"(\d{3})X[~?%]?", re.ASCII)
_MONTHS = range(1, 13)
_OPEN = ("", "..")


class EdtfError(ValueError):
    """The text is not an EDTF date that this program takes."""


@lru_cache(maxsize=4096)
def edtf_span(text: str) -> tuple[str, str]:
    """The earliest and the latest day that an EDTF text allows, both as `YYYY-MM-DD`.

    An open or unknown end of an interval gives OPEN_START or OPEN_END. "About" and "perhaps"
    (`~ ? %`) widen nothing. Raises EdtfError.
    """
    start, slash, end = text.partition("/")
    if not slash:
        return _date_span(text)
    if start in _OPEN and end in _OPEN:
        raise EdtfError("an interval without any date")
    if any(sign in text for sign in "[{") or "/" in end:
        raise EdtfError("an interval has two plain ends")
    earliest = OPEN_START if start in _OPEN else _date_span(start)[0]
    latest = OPEN_END if end in _OPEN else _date_span(end)[1]
    if earliest > latest:
        raise EdtfError("ends before it begins")
    return earliest, latest


def _date_span(text: str) -> tuple[str, str]:
    return _plain_span(text) or _grouped_span(text) or _parsed_span(text)


def _grouped_span(text: str) -> tuple[str, str] | None:
    """The days of a season, a quarter, a half year (`2014-22`) or a decade (`199X`); else None.

    Not the library's, whose winter is December alone.
    """
    if (decade := _DECADE.fullmatch(text)) and decade[1] != "000":
        return f"{decade[1]}0-01-01", f"{decade[1]}9-12-31"
    match = _SUB_YEAR.fullmatch(text)
    months = SUB_YEARS.get(int(match[2])) if match else None
    if match is None or months is None:
        return None
    year, last = int(match[1]), months[1]
    if not 1 <= year < int(OPEN_END[:4]):
        raise EdtfError("a year outside 0001 to 9999")
    ends_in, month = year + (last - 1) // 12, (last - 1) % 12 + 1
    end = f"{ends_in:04d}-{month:02d}-{monthrange(ends_in, month)[1]}"
    return f"{year:04d}-{months[0]:02d}-01", end


def _plain_span(text: str) -> tuple[str, str] | None:
    """The days of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; None for any other EDTF text."""
    match = _PLAIN.fullmatch(text)
    if not match:
        return None
    year, month, day = match.groups()
    if month and int(month) not in _MONTHS:
        return None  # a season, or no month: the library decides
    if year == "0000":
        raise EdtfError("the year 0000")
    if month is None:
        return f"{year}-01-01", f"{year}-12-31"
    length = monthrange(int(year), int(month))[1]
    if day is None:
        return f"{year}-{month}-01", f"{year}-{month}-{length:02d}"
    if not 1 <= int(day) <= length:
        raise EdtfError("no such day")
    return f"{year}-{month}-{day}", f"{year}-{month}-{day}"


def _parsed_span(text: str) -> tuple[str, str]:
    """The days of any other EDTF text, by the library (half a second to import, hence here)."""
    from edtf import parse_edtf

    try:
        parsed = parse_edtf(text)
        bounds = [parsed.lower_strict(), parsed.upper_strict()]
        years = [bound[0] for bound in bounds]
        days = [f"{bound[0]:04d}-{bound[1]:02d}-{bound[2]:02d}" for bound in bounds]
    except Exception:  # noqa: BLE001 - the library raises what its parts raise; its text quotes the input
        raise EdtfError("not an EDTF date") from None
    if not all(1 <= year <= 9999 for year in years):
        raise EdtfError("a year outside 0001 to 9999")
    return days[0], days[1]


Fit: TypeAlias = Literal["surely", "possibly", "outside"]
"""How a date lies to a span of days."""

_SLACK_DAYS = {len("2014"): 366, len("2014-01"): 31, len("2014-01-09"): 7}


def fit_within(edtf: str, first: str, last: str) -> Fit:
    """Whether a date lies surely, possibly or not between two days, both counted in (`YYYY-MM-DD`).

    For honest counts: at least those that are surely within, at most those that are not outside. A
    vague date is surely within only if each of its days is. "About" (`~ %`) reaches further, by a
    week, a month or a year as it names a day, a month or more; "perhaps" (`? %`) is never sure.
    Raises EdtfError.
    """
    earliest, latest = possible_span(edtf)
    if latest < first or earliest > last:
        return "outside"
    sure = first <= earliest and latest <= last and not is_doubted(edtf)
    return "surely" if sure else "possibly"


def possible_span(edtf: str) -> tuple[str, str]:
    """As `edtf_span`, each end that is only about right moved outwards. Raises EdtfError."""
    earliest, latest = edtf_span(edtf)
    start, _, end = edtf.partition("/")
    return _further(earliest, start, -1), _further(latest, end or start, 1)


def is_doubted(edtf: str) -> bool:
    """Whether an EDTF text says "perhaps"."""
    return "?" in edtf or "%" in edtf


def _further(day: str, text: str, step: int) -> str:
    """The end of a span, moved outwards where its text says "about"; the ends of time stay."""
    if not ("~" in text or "%" in text) or day in (OPEN_START, OPEN_END):
        return day
    slack = _SLACK_DAYS.get(len(text.rstrip("~%")), 366 if "X" in text else 7)
    try:
        return (date.fromisoformat(day) + timedelta(days=step * slack)).isoformat()
    except OverflowError:
        return OPEN_START if step < 0 else OPEN_END


def _is_edtf(text: str) -> str:
    try:
        edtf_span(text)
    except EdtfError as error:
        raise PydanticCustomError("edtf", "{reason}", {"reason": str(error)}) from None
    return text


Edtf: TypeAlias = Annotated[
    str,
    StringConstraints(max_length=200, pattern=r"^[0-9XYTZES~?%./,:\[\]{}() +-]+$"),
    AfterValidator(_is_edtf),
]
"""An EDTF text, levels 0 to 2: `2014-01-09`, `2011-12~`, `2010-06/2012`, `2014-01-XX`."""

ClockTime: TypeAlias = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""Time of day, `HH:MM`, 24 hours."""

RoughTime: TypeAlias = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]~?$")]
"""Time of day, `HH:MM`, or `HH:MM~` for "about"."""

Zone: TypeAlias = Annotated[
    str,
    StringConstraints(
        pattern=r"^([A-Z][A-Za-z_]+(/[A-Za-z0-9_+-]+){0,2}|[+-][01][0-9]:[0-5][0-9])$", max_length=64
    ),
]
"""An IANA time zone (`Asia/Bishkek`) or an offset (`+06:00`)."""

Certainty: TypeAlias = Literal["exact", "believed", "approximate", "unknown"]


class TimeOfDay(Content):
    """When on the day; `precision` says how finely the witness knew it."""

    value: ClockTime
    precision: Literal["minute", "quarter", "hour", "part_of_day"] | None = None


class FuzzyDate(Content):
    """A date as it is known, with how it is known.

    `said` are the witness's own words, `basis` is what the date rests on (a court summons, a
    message's time stamp).
    """

    edtf: Edtf | None = None
    certainty: Certainty | None = None
    said: Text | None = None
    basis: Text | None = None
    time: TimeOfDay | None = None
    zone: Zone | None = None

    def span(self) -> tuple[str, str] | None:
        """The earliest and latest possible day (`YYYY-MM-DD`); None where no date is known."""
        return None if self.edtf is None else edtf_span(self.edtf)

    def fit_within(self, first: str, last: str) -> Fit:
        """As `dates.fit_within`; a date that is not known lies possibly anywhere."""
        return "possibly" if self.edtf is None else fit_within(self.edtf, first, last)

    @property
    def sort_key(self) -> str:
        """A text that sorts as time does: the earliest day (of an open start: the latest), and time."""
        span = self.span()
        if span is None:
            return ""
        day = span[1] if span[0] == OPEN_START else span[0]
        return f"{day}T{self.time.value}" if self.time else day
