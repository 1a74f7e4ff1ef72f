"""Dates as people type them, to EDTF (ISO 8601-2) and back into words of their language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, get_month_names

from app.domain.dates import OPEN_END, OPEN_START, EdtfError, edtf_span
from app.words import LANGUAGES, N_, chosen_language, translate

_NUMBERS = re.compile(r"(?:(?:(\d{1,2})[./-])?(\d{1,2})[./-])?(\d{4})")
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|-го|-е)?\s+)?([^\W\d]{3,})\.?,?\s+(\d{4})(?:\s*(?:г|ж|с)\.?)?"
)
_NAMED_FIRST = re.compile(r"([^\W\d]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_TIME = re.compile(r"[\s,]+(?:в\s+|at\s+)?([01]?\d|2[0-3])[:.]([0-5]\d)$")
_ABOUT = re.compile(r"^(?:~|около|примерно|about|circa|шамамен|болжол менен|тахминан)\s*", re.IGNORECASE)
_DAYS = {
    0: ("today", "сегодня", "бүгін", "бүгүн", "имрӯз"),
    1: ("yesterday", "вчера", "кеше", "кечээ", "дирӯз"),
    2: ("the day before yesterday", "позавчера"),
}
_MONTH_LETTERS = 3
_SHORT_TEXT = 10
_BETWEEN = N_("between {first} and {last}")
_BEFORE, _AFTER, _ABOUT_DAY = N_("not after {day}"), N_("not before {day}"), N_("about {day}")


@dataclass(frozen=True, slots=True)
class TypedDate:
    """What was understood: an EDTF text, and a time of day `HH:MM` if one was typed."""

    edtf: str
    time: str | None = None


def read_typed_date(text: str, today: date) -> TypedDate | None:
    """The date that a person typed, None if it is none: EDTF, 9.1.2026, 9 January 2026, yesterday 14:30."""
    rest, time = text.strip(), None
    if (found := _TIME.search(rest)) and not _NUMBERS.fullmatch(rest):
        rest, time = rest[: found.start()], f"{int(found[1]):02d}:{found[2]}"
    about = _ABOUT.match(rest)
    if about:
        rest = rest[about.end() :]
    edtf = _read_day(rest, today)
    if edtf is None:
        return None
    if about and edtf[-1] not in "~?%" and "/" not in edtf:
        edtf += "~"
    try:
        edtf_span(edtf)
    except EdtfError:
        return None
    return TypedDate(edtf, time)


def date_in_words(edtf: str) -> str:
    """An EDTF text as the language in force writes it; itself where it says more than words can."""
    try:
        first, last = edtf_span(edtf)
    except EdtfError:
        return edtf
    if first == OPEN_START:
        return translate(_BEFORE).format(day=_day(last))
    if last == OPEN_END:
        return translate(_AFTER).format(day=_day(first))
    plain = edtf.rstrip("~?%")
    if len(plain) == len("2026"):
        words = plain
    elif _is_month(plain):
        words = format_date(date.fromisoformat(first), "LLLL y", _locale())
    elif first == last:
        words = _day(first)
    else:
        words = translate(_BETWEEN).format(first=_day(first), last=_day(last))
    return words if plain == edtf else translate(_ABOUT_DAY).format(day=words)


def _is_month(plain: str) -> bool:
    """Whether it is a year and a month; what looks like a thirteenth month is a season."""
    return len(plain) == len("2026-01") and plain[-2:] in {f"{month:02d}" for month in range(1, 13)}


def date_in_brief(edtf: str) -> str:
    """An EDTF text where there is little room, as in a list: months cut short, signs for words."""
    return _brief(edtf, chosen_language())


@lru_cache(maxsize=4096)
def _brief(edtf: str, _language: str) -> str:
    try:
        first, last = edtf_span(edtf)
    except EdtfError:
        return edtf
    plain = edtf.rstrip("~?%")
    about = "" if plain == edtf else "≈ "
    if first == OPEN_START:
        return f"{about}≤ {_brief_days(last, last)}"
    if last == OPEN_END:
        return f"{about}≥ {_brief_days(first, first)}"
    if len(plain) == len("2026"):
        return about + plain
    if _is_month(plain):
        return about + format_skeleton("yMMM", date.fromisoformat(first), locale=_locale())
    return about + _brief_days(first, last)


def _brief_days(first: str, last: str) -> str:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    if start == end:
        return format_date(start, "medium", _locale())
    return format_interval(start, end, "yMMMd", locale=_locale())


def _read_day(text: str, today: date) -> str | None:
    folded = text.casefold()
    for ago, words in _DAYS.items():
        if folded in words:
            return (today - timedelta(days=ago)).isoformat()
    if found := _NUMBERS.fullmatch(text):
        return _joined(found[3], found[2], found[1])
    if found := _NAMED.fullmatch(folded):
        return _with_month(found[3], found[2], found[1])
    if found := _NAMED_FIRST.fullmatch(folded):
        return _with_month(found[3], found[1], found[2])
    try:
        edtf_span(text)
    except EdtfError:
        return None
    return text


def _with_month(year: str, name: str, day: str | None) -> str | None:
    months = {number for known, number in _months().items() if known.startswith(name[:_SHORT_TEXT])}
    exact = _months().get(name)
    if exact is None and len(months) != 1:
        return None
    return _joined(year, str(exact or months.pop()), day)


def _joined(year: str, month: str | None, day: str | None) -> str:
    return "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])


@lru_cache(maxsize=1)
def _months() -> Mapping[str, int]:
    """Every name of a month in our languages, as it stands in a date and alone."""
    names: dict[str, int] = {}
    for language in LANGUAGES:
        for context in ("format", "stand-alone"):
            for number, name in get_month_names("wide", context, language).items():
                names[name.casefold()] = number
    return {name: number for name, number in names.items() if len(name) >= _MONTH_LETTERS}


def _day(text: str) -> str:
    return format_date(date.fromisoformat(text), "long", _locale())


def _locale() -> Locale:
    # The day first, as wherever this is read.
    return Locale("en", "GB") if chosen_language() == "en" else Locale(chosen_language())
