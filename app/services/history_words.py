"""The history of a record, its changes and its chain of custody in words: the same in window and shell."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.domain.compartments import COMPARTMENT_WORDS
from app.domain.identity import Trust
from app.domain.text import make_visible
from app.services.answers import CustodyStep, HistoryEntry, RecordHistory
from app.services.answers_changes import FieldChange
from app.services.form_files import load_vocabularies
from app.services.moments import moment_words
from app.words import N_, chosen_language, translate

_TRUST: Mapping[str, str] = {
    Trust.SELF: N_("you"),
    Trust.VERIFIED: N_("verified by you"),
    Trust.INTRODUCED: N_("introduced by somebody you verified"),
    Trust.UNVERIFIED: N_("not verified"),
    Trust.REVOKED: N_("key revoked"),
}
_MARKS: Mapping[str, str] = {
    "accepted_revoked": N_("taken in although its author's key was revoked"),
    "clock_back": N_("claims an earlier time than what it builds on: one of the clocks was wrong"),
}
_ACTIONS: Mapping[str, str] = {
    "taken_in": N_("Taken in"),
    "viewed": N_("Looked at"),
    "played": N_("Played"),
    "copied": N_("Copied"),
    "redacted_from": N_("A copy with parts blacked out was made of it"),
    "exported": N_("Handed out"),
    "printed": N_("Printed"),
    "shredded": N_("Destroyed here"),
}
_BREAKS: Mapping[str, str] = {
    "missing": N_("The event before this one is not here."),
    "foreign": N_("The event before this one is of something else."),
    "circular": N_("The events name each other in a circle."),
}


NOTHING_SEEN = N_("Nothing that can be seen here.")
"""What is said of a revision that changed nothing in the parts that are here."""


def author_words(entry: HistoryEntry) -> str:
    """Who made a revision: the name, and how sure that is."""
    name = make_visible(entry.author_name) if entry.author_name else translate("Somebody unknown here")
    return f"{name} ({_said(_TRUST, entry.trust)})" if entry.trust in _TRUST else name


def part_words(parts: Iterable[str]) -> list[str]:
    """The names of compartments."""
    return [_said(COMPARTMENT_WORDS, part) for part in parts]


def told_of(entry: HistoryEntry) -> list[str]:
    """What is to be said of a revision beside its changes."""
    told = [_said(_MARKS, mark) for mark in entry.marks if mark in _MARKS]
    for words, parts in (
        (N_("Erased: {parts}"), entry.erased),
        (N_("Withheld from you: {parts}"), entry.absent),
    ):
        if parts:
            told.append(translate(words).format(parts=", ".join(part_words(parts))))
    return told


def sides(change: FieldChange) -> tuple[tuple[str, str], ...]:
    """What stands on each side of a change, and what that side is called."""
    before, after = change.before_words, change.after_words
    if before is None:
        return ((translate("New"), after or ""),)
    if after is None:
        return ((translate("Taken away"), before),)
    return ((translate("Before"), before), (translate("After"), after))


def step_words(step: CustodyStep) -> Iterator[str]:
    """An event of custody: when, what, who, from whom, to whom, why."""
    yield moment_words(step.when)
    yield _said(_ACTIONS, step.action)
    yield make_visible(step.actor_name) if step.actor_name else translate("Somebody unknown here")
    if step.from_whom:
        yield translate("from: {whom}").format(whom=_came_words(step.from_whom))
    if step.to_whom:
        yield translate("to: {whom}").format(whom=", ".join(map(make_visible, step.to_whom)))
    if step.why:
        yield make_visible(step.why)


def break_words(step: CustodyStep) -> str | None:
    """Why an event does not follow what it names; None where it does."""
    return None if step.broken is None else _said(_BREAKS, step.broken)


def history_in_words(history: RecordHistory) -> dict[str, Any]:
    """The whole answer with words where it has codes."""
    told = history.to_json()
    for entry in told["revisions"]:
        entry["trust"] = _said(_TRUST, entry["trust"])
        entry["marks"] = [_said(_MARKS, mark) for mark in entry["marks"]]
        for name in ("parts", "absent", "erased"):
            entry[name] = part_words(entry[name])
    for step, shown in zip(history.custody, told["custody"], strict=True):
        shown["action"] = _said(_ACTIONS, step.action)
        shown["from_whom"] = _came_words(step.from_whom) if step.from_whom else None
        shown["broken"] = break_words(step)
    return told


def _came_words(whom: str) -> str:
    """Somebody's name, or how the file arrived where nobody gave it."""
    return make_visible(load_vocabularies().label("arrived", whom, chosen_language()))


def _said(words: Mapping[str, str], code: str) -> str:
    """What a later version may have added is shown as it is stored."""
    return translate(words[code]) if code in words else make_visible(code)
