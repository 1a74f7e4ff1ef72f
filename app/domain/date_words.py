"""Dates and times of day in words of the language in force.

What is written in full is read again as the same EDTF in the same language (`date_reading`); so the
phrases of each language stand here, beside what reads them, and not in the catalogues.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton

from app.domain.date_points import DAYS_OF_SHARE, HALVES, MONTHS_OF_SHARE, OPEN, VAGUE
from app.domain.dates import OPEN_END, OPEN_START, SUB_YEARS, EdtfError, TimeOfDay, edtf_span
from app.domain.day_times import part_of_day
from app.words import chosen_language, translate

_SIGNS = "~?%"
_SIGN_NAMES = {"~": "about", "?": "perhaps", "%": "both"}
_POINT = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?|(\d{3})X", re.ASCII)
_EITHER = re.compile(r"\[([\d-]+),([\d-]+)\]", re.ASCII)
_WINTER, _FIRST_QUARTER = 24, 33
_LONGEST_MONTH = 31

_PHRASES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "about": "about {day}", "perhaps": "perhaps {day}", "both": "perhaps about {day}",
        "about_span": "approximately {day}", "between": "between {first} and {last}",
        "not_after": "not after {day}", "not_before": "not before {day}", "or": "{first} or {last}",
        "first": "beginning of {day}", "mid": "middle of {day}", "last": "end of {day}",
        "month": "{month} {year}", "year": "{year}",
        "season": "{season} {year}", "quarter": "quarter {number} of {year}", "decade": "{year}s",
        "half1": "first half of {year}", "half2": "second half of {year}",
        "21": "spring", "22": "summer", "23": "autumn", "24": "winter",
        "05:00": "at dawn", "08:00": "in the morning", "15:00": "in the afternoon",
        "19:00": "in the evening", "23:00": "at night", "time": "about {time}",
    },
    "ru": {
        "about": "примерно {day}", "perhaps": "возможно, {day}", "both": "возможно, примерно {day}",
        "about_span": "примерно {day}", "between": "между {first} и {last}",
        "not_after": "не позже {day}", "not_before": "не раньше {day}", "or": "{first} или {last}",
        "first": "начало {day}", "mid": "середина {day}", "last": "конец {day}",
        "month": "{month} {year} г.", "year": "{year} г.",
        "season": "{season} {year} г.", "quarter": "{number}-й квартал {year} г.", "decade": "{year}-е годы",
        "half1": "первая половина {year} г.", "half2": "вторая половина {year} г.",
        "21": "весна", "22": "лето", "23": "осень", "24": "зима",
        "05:00": "на рассвете", "08:00": "утром", "15:00": "днём", "19:00": "вечером", "23:00": "ночью",
        "time": "около {time}",
    },
    "kk": {
        "about": "шамамен {day}", "perhaps": "мүмкін, {day}", "both": "мүмкін, шамамен {day}",
        "about_span": "шамамен {day}", "between": "{first} – {last} аралығында",
        "not_after": "ең кеші {day}", "not_before": "ең ерте дегенде {day}", "or": "{first} немесе {last}",
        "first": "{day} басы", "mid": "{day} ортасы", "last": "{day} соңы",
        "month": "{year} ж. {month} айының", "year": "{year} жылдың",
        "season": "{year} ж. {season}", "quarter": "{year} ж. {number}-тоқсан", "decade": "{year} жылдар",
        "half1": "{year} жылдың бірінші жартысы", "half2": "{year} жылдың екінші жартысы",
        "21": "көктем", "22": "жаз", "23": "күз", "24": "қыс",
        "05:00": "таң ата", "08:00": "таңертең", "15:00": "күндіз", "19:00": "кешке", "23:00": "түнде",
        "time": "шамамен {time}",
    },
    "ky": {
        "about": "болжол менен {day}", "perhaps": "балким, {day}", "both": "балким, болжол менен {day}",
        "about_span": "болжол менен {day}", "between": "{first} – {last} аралыгында",
        "not_after": "эң кеч дегенде {day}", "not_before": "эң эрте дегенде {day}", "or": "{first} же {last}",
        "first": "{day} башы", "mid": "{day} ортосу", "last": "{day} аягы",
        "month": "{year}-ж. {month} айынын", "year": "{year}-жылдын",
        "season": "{year}-ж. {season}", "quarter": "{year}-ж. {number}-чейрек", "decade": "{year}-жылдар",
        "half1": "{year}-жылдын биринчи жарымы", "half2": "{year}-жылдын экинчи жарымы",
        "21": "жаз", "22": "жай", "23": "күз", "24": "кыш",
        "05:00": "таң эрте", "08:00": "эртең менен", "15:00": "күндүз", "19:00": "кечинде",
        "23:00": "түнкүсүн", "time": "болжол менен {time}",
    },
    "tg": {
        "about": "тахминан {day}", "perhaps": "шояд {day}", "both": "шояд тахминан {day}",
        "about_span": "тахминан {day}", "between": "байни {first} ва {last}",
        "not_after": "на дертар аз {day}", "not_before": "на барвақттар аз {day}", "or": "{first} ё {last}",
        "first": "аввали {day}", "mid": "миёнаи {day}", "last": "охири {day}",
        "month": "моҳи {month}и соли {year}", "year": "соли {year}",
        "season": "{season}и соли {year}", "quarter": "семоҳаи {number}-уми соли {year}",
        "decade": "солҳои {year}",
        "half1": "нимаи аввали соли {year}", "half2": "нимаи дуюми соли {year}",
        "21": "баҳор", "22": "тобистон", "23": "тирамоҳ", "24": "зимистон",
        "05:00": "субҳи барвақт", "08:00": "субҳ", "15:00": "рӯзона", "19:00": "бегоҳ", "23:00": "шабона",
        "time": "тахминан {time}",
    },
}  # fmt: skip


def date_in_words(edtf: str) -> str:
    """An EDTF text in the language in force; itself where it is none, its days where it says too much."""
    return _in_words(edtf, chosen_language())


def time_in_words(time: TimeOfDay) -> str:
    """A time of day as finely as it is known: `14:30`, about 15:00, in the evening."""
    phrases = _PHRASES[chosen_language()]
    if time.precision == "part_of_day":
        return phrases[part_of_day(time.value)]
    if time.precision in ("quarter", "hour"):
        return phrases["time"].format(time=time.value)
    return time.value


def date_and_time_in_words(edtf: str, time: TimeOfDay | None) -> str:
    """A date, and the time of day behind it where one is known."""
    return date_in_words(edtf) if time is None else f"{date_in_words(edtf)}, {time_in_words(time)}"


def weekday_contradiction(edtf: str) -> str:
    """The sentence for a day that was said to be another day of the week than it is."""
    weekday = format_date(date.fromisoformat(edtf[:10]), "cccc", _locale(chosen_language()))
    return translate("The day of the week does not fit: {date} was {weekday}.").format(
        date=date_in_words(edtf[:10]), weekday=weekday
    )


def date_in_brief(edtf: str) -> str:
    """An EDTF text where there is little room, as in a list: months cut short, signs for words."""
    return _brief(edtf, chosen_language())


@lru_cache(maxsize=4096)
def _in_words(edtf: str, language: str) -> str:
    try:
        span = edtf_span(edtf)
    except EdtfError:
        return edtf
    phrases = _PHRASES[language]
    if found := _EITHER.fullmatch(edtf):
        either = [_point_words(each, language) for each in found.groups()]
        return phrases["or"].format(first=either[0], last=either[1]) if all(either) else _days_words(span)
    ends = [each.rstrip(_SIGNS) for each in edtf.split("/")]
    signs = {each[len(each.rstrip(_SIGNS)) :] for each in edtf.split("/") if each not in (OPEN, "")}
    sign = signs.pop() if len(signs) == 1 else ""
    if signs or len(sign) > 1:
        return _days_words(span)
    if len(ends) == 1:
        words = _point_words(ends[0], language)
    else:
        words, sign = _interval_words(ends[0], ends[1], sign, language)
    if words is None:
        return _days_words(span)
    if not sign:
        return words
    name = "about_span" if sign == "~" and len(ends) == 2 else _SIGN_NAMES[sign]
    return phrases[name].format(day=words)


def _interval_words(first: str, last: str, sign: str, language: str) -> tuple[str | None, str]:
    """The words of an interval, and the sign that they leave to be said."""
    phrases = _PHRASES[language]
    if first in (OPEN, ""):
        word = _point_words(last, language)
        return word and phrases["not_after"].format(day=word), sign
    if last in (OPEN, ""):
        word = _point_words(first, language)
        return word and phrases["not_before"].format(day=word), sign
    share = _share_of(first, last) if sign in ("~", "%") else None
    if share:
        return phrases[share].format(day=_whole_words(first, language)), "?" if sign == "%" else ""
    ends = [_point_words(each, language) for each in (first, last)]
    return (phrases["between"].format(first=ends[0], last=ends[1]) if all(ends) else None), sign


def _share_of(first: str, last: str) -> str | None:
    """The vague part of a month or a year that lies between two texts."""
    if len(first) != len(last) or first[:4] != last[:4] or not first[5:] or not last[5:]:
        return None
    if len(first) == len("2011-12"):
        months = int(first[5:]), int(last[5:])
        return next((share for share, each in MONTHS_OF_SHARE.items() if each == months), None)
    if first[:7] != last[:7]:
        return None
    ending = _LONGEST_MONTH if edtf_span(first[:7])[1] == last else int(last[8:])
    days = int(first[8:]), ending
    return next((share for share in VAGUE if DAYS_OF_SHARE[share] == days), None)


def _whole_words(first: str, language: str) -> str:
    """The month or the year that a part begins in, as it stands behind the name of the part."""
    year, phrases = first[:4], _PHRASES[language]
    if len(first) == len("2011-12"):
        return phrases["year"].format(year=year)
    month = format_date(date.fromisoformat(first), "MMMM", _locale(language))
    return phrases["month"].format(month=month if language == "en" else month.lower(), year=year)


def _point_words(text: str, language: str) -> str | None:
    """One date without signs; None where it is none that has words."""
    found = _POINT.fullmatch(text)
    if found is None:
        return None
    year, month, day, decade = found.groups()
    phrases, locale = _PHRASES[language], _locale(language)
    if decade:
        return phrases["decade"].format(year=f"{decade}0")
    if day:
        return format_date(date.fromisoformat(text), "long", locale)
    if month is None:
        return str(year)
    code = int(month)
    if code not in SUB_YEARS:
        return format_date(date(int(year), code, 1), "LLLL y", locale)
    if code in HALVES.values():
        return phrases["half1" if code == HALVES["half1"] else "half2"].format(year=year)
    if code >= _FIRST_QUARTER:
        return phrases["quarter"].format(number=code - _FIRST_QUARTER + 1, year=year)
    # A winter is said with both its years, so that one sees which it is.
    years = f"{year}/{int(year) + 1:04d}" if code == _WINTER else year
    return phrases["season"].format(season=phrases[month], year=years)


def _days_words(span: tuple[str, str]) -> str:
    """What says more than there are words for, as the days that it allows."""
    language = chosen_language()
    first, last = (format_date(date.fromisoformat(each), "long", _locale(language)) for each in span)
    phrases = _PHRASES[language]
    if span[0] == OPEN_START:
        return phrases["not_after"].format(day=last)
    if span[1] == OPEN_END:
        return phrases["not_before"].format(day=first)
    return first if first == last else phrases["between"].format(first=first, last=last)


@lru_cache(maxsize=4096)
def _brief(edtf: str, language: str) -> str:
    try:
        first, last = edtf_span(edtf)
    except EdtfError:
        return edtf
    plain = edtf.rstrip(_SIGNS)
    about = "" if plain == edtf else "≈ "
    locale = _locale(language)
    if first == OPEN_START:
        return f"{about}≤ {_brief_days(last, last, locale)}"
    if last == OPEN_END:
        return f"{about}≥ {_brief_days(first, first, locale)}"
    if len(plain) == len("2026") and plain.isdecimal():
        return about + plain
    if len(plain) == len("2026-01") and int(plain[-2:]) not in SUB_YEARS:
        return about + format_skeleton("yMMM", date.fromisoformat(first), locale=locale)
    return about + _brief_days(first, last, locale)


def _brief_days(first: str, last: str, locale: Locale) -> str:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    if start == end:
        return format_date(start, "medium", locale)
    return format_interval(start, end, "yMMMd", locale=locale)


def _locale(language: str) -> Locale:
    # The day first, as wherever this is read.
    return Locale("en", "GB") if language == "en" else Locale(language)
