"""An incident in the order of time: its events, and what in that order cannot be or is missing.

Dates are fuzzy. What contradicts itself whatever they mean is certain; where it depends on what a
witness meant by "about" or "in January", it cannot be told. Content may hold what this version
does not know: a date that cannot be read counts as none.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pydantic import ValidationError

from app.domain.compartments import Path
from app.domain.dates import FuzzyDate
from app.domain.strict_json import Json, JsonObject

UNACCOUNTED_MINUTES = 60
"""A shorter way from the seizure to the official paper raises no question."""
_DAY = 24 * 60
_SLACK_MINUTES: Mapping[str | None, int] = {"quarter": 15, "hour": 60, "part_of_day": 6 * 60}
_ZONES_APART_MINUTES = 26 * 60
"""The widest difference of two clocks that both show the time of their place."""
_FINAL = frozenset({"convicted", "acquitted", "closed", "dissolved", "upheld", "changed"})
"""Decisions after which there is nothing left to hear in the same proceeding."""
_FINAL_ON_REVIEW = frozenset({"upheld", "changed"})
_REVIEWS = frozenset({"appeal", "cassation", "supervisory", "new_circumstances"})
"""Instances that hear what was decided before, which is often recorded with them."""
NO_REPLY = (None, "none")


class EventKind(StrEnum):
    """What happened; in the order in which events of one moment are told."""

    OPENED = "opened"
    ACT = "act"
    SEIZED = "seized"
    PROTOCOL = "protocol"
    MOVED = "moved"
    LEFT = "left"
    VISIT = "visit"
    HEARING = "hearing"
    OUTCOME = "outcome"
    RELEASED = "released"
    SENT = "sent"
    DEADLINE = "deadline"
    REPLY = "reply"
    DUE = "due"


class FindingCode(StrEnum):
    """What is wrong with the order, or missing in it."""

    RELEASED_BEFORE_SEIZED = "released_before_seized"
    PROTOCOL_BEFORE_SEIZED = "protocol_before_seized"
    MOVED_BEFORE_SEIZED = "moved_before_seized"
    MOVED_AFTER_RELEASED = "moved_after_released"
    LEFT_BEFORE_MOVED = "left_before_moved"
    HEARING_AFTER_JUDGMENT = "hearing_after_judgment"
    REPLY_BEFORE_SENT = "reply_before_sent"
    ACT_AFTER_DEATH = "act_after_death"
    HOURS_UNACCOUNTED = "hours_unaccounted"
    DEADLINE_PASSED = "deadline_passed"


@dataclass(frozen=True, slots=True)
class Event:
    """One event: the record and path of its entry's date, and the entry for whoever puts it in words."""

    kind: EventKind
    record: str
    path: Path
    when: FuzzyDate | None
    entry: JsonObject = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TimelineFinding:
    """Something about one or two events, by their places in the timeline; `minutes` where they count.

    Where it is not `certain` the dates leave it open.
    """

    code: FindingCode
    certain: bool
    events: tuple[int, ...]
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events in order, those without a date last; and what was found in them."""

    events: tuple[Event, ...]
    findings: tuple[TimelineFinding, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    code: FindingCode
    certain: bool
    events: tuple[Event, ...]
    minutes: int | None = None


def timeline(
    incident: str, content: JsonObject, proceedings: Mapping[str, JsonObject], today: date
) -> Timeline:
    """The events of an incident and of the proceedings it names (by id), as on the day `today`."""
    events: list[Event] = []
    found: list[_Found] = []
    acts = _acts(incident, content)
    events += acts
    held = [_detention(incident, entry) for entry in _entries(content, "detentions")]
    for detention in held:
        events += detention.events
        found += detention.findings()
    found += _after_death(acts, held)
    for entry in _entries(content, "interventions"):
        sent, deadline, reply = _intervention(incident, entry)
        events += filter(None, (sent, deadline, reply))
        found += _of_intervention(entry, sent, deadline, reply, today)
    for identifier, proceeding in proceedings.items():
        hearings, others = _proceeding(identifier, proceeding)
        events += (*hearings, *others)
        final = _FINAL_ON_REVIEW if proceeding.get("instance") in _REVIEWS else _FINAL
        found += _after_judgment(hearings, [each for each in others if each.kind is EventKind.OUTCOME], final)
        found += _passed((each for each in others if each.kind is EventKind.DUE), today)
    events.sort(key=_in_order)
    places = {id(event): place for place, event in enumerate(events)}
    return Timeline(
        tuple(events),
        tuple(
            TimelineFinding(
                each.code, each.certain, tuple(places[id(event)] for event in each.events), each.minutes
            )
            for each in found
        ),
    )


def is_before(one: FuzzyDate, other: FuzzyDate) -> bool | None:
    """Whether `one` was before `other`: True surely, False surely or for all one knows, None untold."""
    first, second = _bounds(one), _bounds(other)
    if first is None or second is None:
        return False
    apart = _ZONES_APART_MINUTES if one.zone and other.zone and one.zone != other.zone else 0
    if first[1] + apart < second[0]:
        return None if _is_loose(one) or _is_loose(other) else True
    if first[0] < second[0] and not _is_same_day(one, other):
        return None
    return False


def minutes_between(one: FuzzyDate, other: FuzzyDate) -> int:
    """How many minutes at least lie between `one` and a later `other`; 0 where none need to."""
    first, second = _bounds(one), _bounds(other)
    if first is None or second is None:
        return 0
    apart = _ZONES_APART_MINUTES if one.zone and other.zone and one.zone != other.zone else 0
    # Two days known without a time touch at midnight.
    return max(0, second[0] - first[1] - apart - 1) if first[1] < second[0] else 0


def read_date(value: Json) -> FuzzyDate | None:
    """A date of a content; None where there is none, or none that can be read."""
    with suppress(ValidationError):
        return FuzzyDate.model_validate(value) if isinstance(value, dict) else None
    return None


def last_day(when: FuzzyDate) -> date | None:
    """The last day that a date allows; None where it has none."""
    span = when.span()
    return None if span is None else date.fromisoformat(span[1])


def _bounds(when: FuzzyDate) -> tuple[int, int] | None:
    """The first and the last minute that a date allows, counted from the year 1."""
    span = when.span()
    if span is None:
        return None
    first, last = (date.fromisoformat(day).toordinal() * _DAY for day in span)
    if when.time is None or first != last:
        return first, last + _DAY - 1
    hours, minutes = map(int, when.time.value.split(":"))
    at, slack = first + hours * 60 + minutes, _SLACK_MINUTES.get(when.time.precision, 0)
    return at - slack, at + slack


def _is_loose(when: FuzzyDate) -> bool:
    """Whether it may mean more than its span: about, perhaps, not known."""
    return when.certainty in ("approximate", "unknown") or any(sign in (when.edtf or "") for sign in "~?%")


def _is_same_day(one: FuzzyDate, other: FuzzyDate) -> bool:
    """Whether both are of one day, and one of them has no time: nothing is odd in that."""
    span = one.span()
    return span == other.span() and span is not None and span[0] == span[1] and not (one.time and other.time)


def _in_order(event: Event) -> tuple[bool, str, int]:
    key = event.when.sort_key if event.when else ""
    return not key, key, list(EventKind).index(event.kind)


def _event(kind: EventKind, record: str, path: Path, entry: JsonObject) -> Event | None:
    """An event whose date stands at the end of `path`; None where it has none."""
    when = read_date(entry.get(path[-1]))
    return None if when is None else Event(kind, record, path, when, entry)


def _acts(incident: str, content: JsonObject) -> list[Event]:
    """Every act; one that says no date has that of the incident."""
    general = read_date(content.get("when"))
    return [
        Event(
            EventKind.ACT,
            incident,
            ("acts", str(act.get("id")), "when"),
            read_date(act.get("when")) or general,
            act,
        )
        for act in _entries(content, "acts")
    ]


@dataclass(frozen=True, slots=True)
class _Detention:
    person: Json
    seized: Event | None
    protocol: Event | None
    released: Event | None
    moves: tuple[tuple[Event | None, Event | None], ...]
    visits: tuple[Event, ...]

    @property
    def events(self) -> list[Event]:
        moves = (event for move in self.moves for event in move)
        every = (self.seized, self.protocol, self.released, *moves, *self.visits)
        return [event for event in every if event is not None]

    def findings(self) -> Iterator[_Found]:
        code = FindingCode
        yield from _wrong_order(code.RELEASED_BEFORE_SEIZED, self.released, self.seized)
        yield from _wrong_order(code.PROTOCOL_BEFORE_SEIZED, self.protocol, self.seized)
        for since, until in self.moves:
            yield from _wrong_order(code.MOVED_BEFORE_SEIZED, since, self.seized)
            yield from _wrong_order(code.MOVED_AFTER_RELEASED, self.released, since)
            yield from _wrong_order(code.LEFT_BEFORE_MOVED, until, since)
        if self.seized is None or self.protocol is None:
            return
        seized, protocol = self.seized.when, self.protocol.when
        minutes = minutes_between(seized, protocol) if seized and protocol else 0
        if seized and protocol and minutes >= UNACCOUNTED_MINUTES:
            certain = not (_is_loose(seized) or _is_loose(protocol))
            yield _Found(code.HOURS_UNACCOUNTED, certain, (self.seized, self.protocol), minutes)


def _detention(incident: str, entry: JsonObject) -> _Detention:
    holder: Path = ("detentions", str(entry.get("id")))
    kind = EventKind

    def at(which: EventKind, *path: str, inner: JsonObject = entry) -> Event | None:
        # Whoever puts a move or a visit in words needs to know who was held.
        whole: JsonObject = {"person": entry.get("person"), **inner}
        return _event(which, incident, (*holder, *path), whole)

    return _Detention(
        entry.get("person"),
        at(kind.SEIZED, "seized"),
        at(kind.PROTOCOL, "protocol"),
        at(kind.RELEASED, "released"),
        tuple(
            (
                at(kind.MOVED, "moves", str(move.get("id")), "since", inner=move),
                at(kind.LEFT, "moves", str(move.get("id")), "until", inner=move),
            )
            for move in _entries(entry, "moves")
        ),
        tuple(
            filter(
                None,
                (
                    at(kind.VISIT, "visits", str(visit.get("id")), "when", inner=visit)
                    for visit in _entries(entry, "visits")
                ),
            )
        ),
    )


def _intervention(incident: str, entry: JsonObject) -> tuple[Event | None, Event | None, Event | None]:
    holder: Path = ("interventions", str(entry.get("id")))
    return (
        _event(EventKind.SENT, incident, (*holder, "sent"), entry),
        _event(EventKind.DEADLINE, incident, (*holder, "deadline"), entry),
        _event(EventKind.REPLY, incident, (*holder, "reply_when"), entry),
    )


def _of_intervention(
    entry: JsonObject, sent: Event | None, deadline: Event | None, reply: Event | None, today: date
) -> Iterator[_Found]:
    yield from _wrong_order(FindingCode.REPLY_BEFORE_SENT, reply, sent)
    if deadline is not None and is_unanswered(entry):
        yield from _passed((deadline,), today)


def is_unanswered(intervention: JsonObject) -> bool:
    """Whether no reply is recorded."""
    return intervention.get("reply") in NO_REPLY and not intervention.get("reply_when")


def _proceeding(identifier: str, content: JsonObject) -> tuple[list[Event], list[Event]]:
    """Its hearings, dated or not; its opening, decisions, and deadlines that are not done."""
    hearings = [
        Event(
            EventKind.HEARING,
            identifier,
            ("hearings", str(entry.get("id")), "when"),
            read_date(entry.get("when")),
            entry,
        )
        for entry in _entries(content, "hearings")
    ]
    others = [_event(EventKind.OPENED, identifier, ("opened",), content)]
    dated = ((EventKind.OUTCOME, "outcomes", "when"), (EventKind.DUE, "deadlines", "due"))
    for kind, name, key in dated:
        others += (
            _event(kind, identifier, (name, str(entry.get("id")), key), entry)
            for entry in _entries(content, name)
            if entry.get("done") != "yes"
        )
    return hearings, [event for event in others if event is not None]


def _after_judgment(
    hearings: Iterable[Event], outcomes: Iterable[Event], final: Collection[str]
) -> Iterator[_Found]:
    """A hearing after the last decision, if that one ended the case."""
    last = max(outcomes, key=_in_order, default=None)
    if last is None or last.entry.get("kind") not in final:
        return
    for hearing in hearings:
        yield from _wrong_order(FindingCode.HEARING_AFTER_JUDGMENT, last, hearing)


def _after_death(acts: Iterable[Event], held: Iterable[_Detention]) -> Iterator[_Found]:
    """What was done to somebody after an act of which they died."""
    acts = list(acts)
    seized = [(each.seized, [each.person]) for each in held if each.seized is not None]
    later = [*((act, _values(act.entry, "victims")) for act in acts), *seized]
    for death in acts:
        for state in _entries(death.entry, "victim_states"):
            if state.get("state") != "dead":
                continue
            for event, people in later:
                if event is not death and state.get("victim") in people:
                    yield from _wrong_order(FindingCode.ACT_AFTER_DEATH, death, event)


def _passed(deadlines: Iterable[Event], today: date) -> Iterator[_Found]:
    for deadline in deadlines:
        last = last_day(deadline.when) if deadline.when else None
        if deadline.when is not None and last is not None and last < today:
            yield _Found(FindingCode.DEADLINE_PASSED, not _is_loose(deadline.when), (deadline,))


def _wrong_order(code: FindingCode, one: Event | None, other: Event | None) -> Iterator[_Found]:
    """What is to be said if `one`, which should not be, was or may have been before `other`."""
    if one is None or other is None or one.when is None or other.when is None:
        return
    before = is_before(one.when, other.when)
    if before is not False:
        yield _Found(code, before is True, (one, other))


def _entries(content: JsonObject, name: str) -> list[JsonObject]:
    held = content.get(name)
    return [entry for entry in held if isinstance(entry, dict)] if isinstance(held, list) else []


def _values(content: JsonObject, name: str) -> list[Json]:
    held = content.get(name)
    return list(held) if isinstance(held, list) else []
