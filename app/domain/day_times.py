"""Times of day as they are said: on the clock, about an hour, or only a part of the day."""

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

Precision: TypeAlias = Literal["minute", "quarter", "hour", "part_of_day"]
Said: TypeAlias = tuple[str, Precision]
"""`HH:MM` and how finely it was known."""

DAWN, MORNING, NOON, AFTERNOON, EVENING = "05:00", "08:00", "12:00", "15:00", "19:00"
SMALL_HOURS, LATE = "02:00", "23:00"
NIGHT: Said = (SMALL_HOURS, "part_of_day")
"""A part of the day is kept as one time within it, by which it sorts."""

_HALF_DAY = 12
_LAST_HOUR, _LAST_MINUTE = 23, 59


def overnight(said: Said) -> Said:
    """A night that reaches from one day into the next begins late on the first."""
    return LATE, said[1]


def _minutes(hours: str, minutes: str) -> tuple[int, int] | None:
    if len(hours) > 2 or len(minutes) != 2 or int(hours) > _LAST_HOUR or int(minutes) > _LAST_MINUTE:
        return None
    return int(hours), int(minutes)


def _hour(hours: str) -> tuple[int, None] | None:
    return (int(hours), None) if len(hours) <= 2 and int(hours) <= _LAST_HOUR else None


def _clocked(time: tuple[int, int | None], part: str | None = None) -> Said | None:
    hour, minutes = time
    if part is not None:
        if not 1 <= hour <= _HALF_DAY:
            # What needs no part of the day agrees with it, or is not understood.
            return _said(hour, minutes) if _band(f"{hour:02d}:00") == _band(part) else None
        hour = _in_part(hour, part)
    return _said(hour, minutes)


def _said(hour: int, minutes: int | None) -> Said:
    return f"{hour:02d}:{minutes or 0:02d}", "hour" if minutes is None else "minute"


def _in_part(hour: int, part: str) -> int:
    """The hour of 24 that the hour `1` to `12` is in a part of the day."""
    early = hour % _HALF_DAY
    if part == "pm":
        return early + _HALF_DAY
    if part == AFTERNOON:
        return hour if hour >= 9 else hour + _HALF_DAY
    if part == EVENING:
        return hour if hour == _HALF_DAY else hour + _HALF_DAY
    if part == SMALL_HOURS and early >= 8:
        return early + _HALF_DAY
    return early


def _clocked_hour(hours: str, part: str) -> Said | None:
    hour = _hour(hours)
    return _clocked(hour, part) if hour else None


def _rough(said: Said) -> Said:
    """A minute that was said with "about" is a quarter of an hour, and a full hour an hour."""
    value, precision = said
    if precision != "minute":
        return said
    return value, "hour" if value.endswith(":00") else "quarter"


def _rough_part(part: str, time: tuple[int, int | None]) -> Said | None:
    said = _clocked(time, part)
    return _rough(said) if said else None


TIME_MAKERS: Mapping[str, Callable[..., Any]] = {
    "same": lambda each: each,
    "minutes": _minutes,
    "hour": _hour,
    "half_day": lambda sign: "pm" if sign == "pm" else "am",
    "clocked": _clocked,
    "clocked_hour": _clocked_hour,
    "named_hour": lambda value: (value, "hour"),
    "part_of_day": lambda value: (value, "part_of_day"),
    "rough": _rough,
    "rough_part": _rough_part,
}


def _band(value: str) -> str:
    """The part of the day in which a time lies, as its sign."""
    for start, part in ((22, LATE), (17, EVENING), (12, AFTERNOON), (6, MORNING), (4, DAWN)):
        if value >= f"{start:02d}:00":
            return part
    return LATE


def part_of_day(value: str) -> str:
    """DAWN, MORNING, AFTERNOON, EVENING or LATE (at night): the part in which `HH:MM` lies."""
    return _band(value)
