"""Deadlines that are not met: replies awaited, and what must be done in a proceeding."""

from collections.abc import Iterator
from datetime import date

from app.domain.strict_json import JsonObject
from app.domain.timeline import Event, EventKind, is_unanswered, last_day, read_date


def deadline_days(kind: str, content: JsonObject) -> Iterator[date]:
    """The last days of the deadlines of a record that are not met; none of other kinds."""
    if kind in ("incident", "proceeding"):
        for event in open_deadlines(kind, "", content):
            if event.when is not None and (day := last_day(event.when)) is not None:
                yield day


def open_deadlines(kind: str, record: str, content: JsonObject) -> Iterator[Event]:
    """The deadlines of an incident or a proceeding that have a date and are not met."""
    name, field, which = (
        ("interventions", "deadline", EventKind.DEADLINE)
        if kind == "incident"
        else ("deadlines", "due", EventKind.DUE)
    )
    entries = content.get(name)
    for entry in entries if isinstance(entries, list) else ():
        if not isinstance(entry, dict) or (when := read_date(entry.get(field))) is None:
            continue
        if is_unanswered(entry) if kind == "incident" else entry.get("done") != "yes":
            yield Event(which, record, (name, str(entry.get("id")), field), when, entry)
