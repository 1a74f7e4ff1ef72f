"""Backups by their names: `2026-11-29-001`, the day (UTC) and a number within it; which are kept."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

KEPT_DAYS, KEPT_WEEKS, KEPT_MONTHS = 7, 4, 6
BUDGET_BYTES = 4 * 1024**3
"""What the databases of all backups beside a vault may take, the newest apart; evidence is there once."""

_NAME = re.compile(r"(\d{4}-\d\d-\d\d)-(\d{3})", re.ASCII)
_MOST_A_DAY = 999


def backup_day(name: str) -> date | None:
    """The day of a backup; None where a name is not that of one."""
    match = _NAME.fullmatch(name)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def next_name(day: date, names: frozenset[str]) -> str:
    """The name of the next backup of a day, behind all that there are of it."""
    taken = [int(match[2]) for name in names if (match := _NAME.fullmatch(name)) and match[1] == str(day)]
    return f"{day}-{min(max(taken, default=0) + 1, _MOST_A_DAY):03}"


def superseded(sizes: Mapping[str, int], today: date, budget_bytes: int = BUDGET_BYTES) -> tuple[str, ...]:
    """The backups that are kept no longer, the oldest first; `sizes` are bytes by name.

    Kept are the newest of each of the last 7 days, 4 weeks (by ISO 8601) and 6 months that have
    one, as far as the budget reaches, and always the newest of all, whatever the clock says.
    """
    newest_first = sorted((name for name in sizes if backup_day(name)), reverse=True)
    kept = _kept_by_calendar(newest_first, today)
    left = budget_bytes
    for place, name in enumerate(newest_first):
        if name not in kept:
            continue
        left -= sizes[name] if place else 0
        if left < 0:
            kept.discard(name)
    return tuple(name for name in reversed(newest_first) if name not in kept)


def _kept_by_calendar(newest_first: list[str], today: date) -> set[str]:
    kept = set(newest_first[:1])
    spans: dict[tuple[object, ...], str] = {}
    for name in newest_first:
        day = backup_day(name)
        # A day to come was named by a clock that ran ahead: it counts as today's.
        day = min(day, today) if day else today
        age = today - day
        if age < timedelta(KEPT_DAYS):
            kept.add(spans.setdefault(("day", day), name))
        if age < timedelta(weeks=KEPT_WEEKS):
            kept.add(spans.setdefault(("week", *day.isocalendar()[:2]), name))
        if (today.year - day.year) * 12 + today.month - day.month < KEPT_MONTHS:
            kept.add(spans.setdefault(("month", day.year, day.month), name))
    return kept
