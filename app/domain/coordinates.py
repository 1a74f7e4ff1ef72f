"""Coordinates as people write them: degrees with a point or a comma, minutes and seconds, N or «с. ш.».

WGS 84, kept in whole 1e-6 degree (a tenth of a metre).
"""

import re
from dataclasses import dataclass
from decimal import Decimal

LATITUDE_E6, LONGITUDE_E6 = 90_000_000, 180_000_000
"""The largest of each, north and east; the smallest is as much below zero."""
_MOST_CHARACTERS = 100
_E6 = Decimal(1_000_000)
_SIXTY = 60

_SAME_SIGNS = {
    **dict.fromkeys(map(ord, "º˚"), "°"),
    **dict.fromkeys(map(ord, "’′ʹ´`"), "'"),
    **dict.fromkeys(map(ord, "”″“"), '"'),
    **dict.fromkeys(map(ord, "−–"), "-"),
}
_NAMED = tuple(
    (re.compile(pattern, re.IGNORECASE), letter)
    for pattern, letter in (
        (r"с\.?\s?ш\b\.?|сев[а-я.]*", "N"),
        (r"ю\.?\s?ш\b\.?|юж[а-я.]*", "S"),
        (r"в\.?\s?д\b\.?|вост[а-я.]*", "E"),
        (r"з\.?\s?д\b\.?|зап[а-я.]*", "W"),
    )
)
_LETTERS = str.maketrans("СЮВЗЕ", "NSEWE")
_COMMA_IN_NUMBER = re.compile(r"(?<=\d),(?=\d)")
_WHOLE, _LAST = r"\d{1,3}", r"\d{1,3}(?:\.\d{1,15})?"


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A point on the earth, in 1e-6 degree: north and east of zero, or below it south and west."""

    latitude_e6: int
    longitude_e6: int


def _angle(numbers: int, letters: str) -> str:
    """Degrees; with two numbers minutes, with three seconds; only the last has a fraction."""
    marks = ("°", "'", "(?:\"|'')")
    between = [rf"({_WHOLE})(?: ?{mark} ?| )" for mark in marks[: numbers - 1]]
    angle = "".join(between) + rf"({_LAST}) ?{marks[numbers - 1]}?"
    return {"before": rf"([NSEW]) ?{angle}", "after": rf"{angle} ?([NSEW])", "none": rf"([-+]?){angle}"}[
        letters
    ]


_BETWEEN = r"(?: ?[,;/] ?| |(?<=[NSEW°'\"])|(?=[NSEW]))"
_SHAPES = tuple(
    (letters, re.compile(f"{_angle(numbers, letters)}{_BETWEEN}{_angle(numbers, letters)}", re.ASCII))
    for letters in ("none", "before", "after")
    for numbers in (1, 2, 3)
)


def read_coordinates(text: str) -> Coordinates | None:
    """The point that `text` names, None where it names none or might name two.

    Latitude stands first unless letters say otherwise: 43.238, 76.945 · 43,238 76,945 ·
    43°14'16.8"N 76°56'42"E · 43°14′ с. ш. 76°56′ в. д. · E 76.945 N 43.238
    """
    if len(text) > _MOST_CHARACTERS:
        return None
    plain = " ".join(text.translate(_SAME_SIGNS).removeprefix("geo:").split())
    for pattern, letter in _NAMED:
        plain = pattern.sub(letter, plain)
    plain = plain.upper().translate(_LETTERS)
    commas = 0 if "." in plain else len(_COMMA_IN_NUMBER.findall(plain))
    with_points = _COMMA_IN_NUMBER.sub(".", plain)
    # A single comma stands between the two, unless they are no two then: 43°14'16,8"N 76°56'42"E.
    for written in {0: (plain,), 1: (plain, with_points)}.get(commas, (with_points,)):
        for letters, shape in _SHAPES:
            if (found := shape.fullmatch(written)) is not None:
                half = len(found.groups()) // 2
                return _point(*(_read(letters, found.groups()[start : start + half]) for start in (0, half)))
    return None


def coordinates_text(point: Coordinates) -> str:
    """The point in degrees, as `read_coordinates` takes it: `43.238, 76.945`."""
    return f"{_degrees(point.latitude_e6)}, {_degrees(point.longitude_e6)}"


def _degrees(value_e6: int) -> str:
    whole, part = divmod(abs(value_e6), 1_000_000)
    fraction = f".{part:06}".rstrip("0").rstrip(".")
    return f"{'-' if value_e6 < 0 else ''}{whole}{fraction}"


def _read(letters: str, groups: tuple[str, ...]) -> tuple[str, int] | None:
    """Letter (or none) and value of one angle, None where it is none."""
    *numbers, letter = groups if letters == "after" else (*groups[1:], groups[0])
    value = Decimal(0)
    for each, number in enumerate(numbers):
        if each and Decimal(number) >= _SIXTY:
            return None
        value += Decimal(number) / _SIXTY**each
    value_e6 = round(value * _E6) * (-1 if letter in ("-", "S", "W") else 1)
    return (letter if letters != "none" else ""), value_e6


def _point(one: tuple[str, int] | None, other: tuple[str, int] | None) -> Coordinates | None:
    if one is None or other is None:
        return None
    if one[0] in ("E", "W"):
        one, other = other, one
    if one[0] in ("E", "W") or other[0] in ("N", "S"):
        return None
    if abs(one[1]) > LATITUDE_E6 or abs(other[1]) > LONGITUDE_E6:
        return None
    return Coordinates(one[1], other[1])
