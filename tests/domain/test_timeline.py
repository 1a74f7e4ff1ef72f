"""The order of time: what is surely wrong, what the dates leave open, and what is fine."""

from datetime import date

import pytest

from app.domain.dates import FuzzyDate
from app.domain.deadlines import open_deadlines
from app.domain.strict_json import Json, JsonObject
from app.domain.timeline import EventKind, FindingCode, Timeline, is_before, minutes_between, timeline

TODAY = date(2026, 1, 10)
CASE = "00000000-0000-7000-8000-00000000000c"
PERSON = "00000000-0000-7000-8000-00000000000a"


def on(text: str) -> JsonObject:
    """`2014-01-09`, `2014-01-09 14:30`, `2014-01-09 14:30 hour`."""
    edtf, _, rest = text.partition(" ")
    clock, _, precision = rest.partition(" ")
    time: JsonObject = {"value": clock, **({"precision": precision} if precision else {})}
    return {"edtf": edtf, **({"time": time} if clock else {})}


def of(content: JsonObject, proceedings: dict[str, JsonObject] | None = None) -> Timeline:
    return timeline("incident", content, proceedings or {}, TODAY)


def found(shown: Timeline) -> list[tuple[str, bool]]:
    return [(each.code.value, each.certain) for each in shown.findings]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2014-01-09", "2014-01-10", True),
        ("2014-01-10", "2014-01-09", False),
        ("2014-01-09 14:30", "2014-01-09 14:31", True),
        ("2014-01-09 14:30", "2014-01-09 14:30", False),
        ("2014-01-09", "2014-01-09 14:30", False),
        ("2014-01-09 14:30", "2014-01-09", False),
        ("2014-01-09 14:30 hour", "2014-01-09 15:00", None),
        ("2014-01-09 14:30 hour", "2014-01-09 15:45", True),
        ("2014-01-09 14:30 quarter", "2014-01-09 14:50", True),
        ("2014-01-09 09:00 part_of_day", "2014-01-09 14:00", None),
        ("2014-01", "2014-01-09", None),
        ("2014-01-09", "2014-01", False),
        ("2013", "2014-01", True),
        ("2013~", "2014-01", None),
        ("2013?", "2014-01", None),
        ("2010-06/2012", "2012-11", None),
        ("2010-06/2012", "2013", True),
        ("../2012", "2013", True),
        ("2012/..", "2013", None),
    ],
)
def test_before_is_said_only_where_it_is_so_whatever_the_dates_mean(
    one: str, other: str, expected: bool | None
) -> None:
    assert is_before(FuzzyDate.model_validate(on(one)), FuzzyDate.model_validate(on(other))) is expected


@pytest.mark.parametrize(
    ("zones", "later", "expected"),
    [
        (("Asia/Bishkek", "Asia/Almaty"), "2014-01-10", None),
        (("Asia/Bishkek", "Asia/Almaty"), "2014-01-12", True),
        (("Asia/Bishkek", "Asia/Bishkek"), "2014-01-10", True),
    ],
)
def test_clocks_of_two_zones_are_a_day_apart_at_most(
    zones: tuple[str, str], later: str, expected: bool | None
) -> None:
    one, other = ({**on(day), "zone": zone} for day, zone in zip(("2014-01-09", later), zones, strict=True))
    assert is_before(FuzzyDate.model_validate(one), FuzzyDate.model_validate(other)) is expected


def test_what_is_only_approximate_is_never_certain() -> None:
    rough = FuzzyDate.model_validate({**on("2014-01-09"), "certainty": "approximate"})
    assert is_before(rough, FuzzyDate.model_validate(on("2014-01-11"))) is None


@pytest.mark.parametrize(
    ("one", "other", "minutes"),
    [
        ("2014-01-09 10:00", "2014-01-09 21:30", 689),
        ("2014-01-09 10:00 hour", "2014-01-09 13:00", 119),
        ("2014-01-09", "2014-01-10", 0),
        ("2014-01-09", "2014-01-11", 1440),
        ("2014-01-10", "2014-01-09", 0),
        ("2014-01", "2014-01-09 10:00", 0),
    ],
)
def test_minutes_between_are_those_that_surely_passed(one: str, other: str, minutes: int) -> None:
    assert minutes_between(FuzzyDate.model_validate(on(one)), FuzzyDate.model_validate(on(other))) == minutes


def detention(**fields: Json) -> JsonObject:
    return {"detentions": [{"id": "d1", "person": PERSON, **fields}]}


def intervention(**fields: Json) -> JsonObject:
    return {"interventions": [{"id": "i1", **fields}]}


def move(**fields: Json) -> list[Json]:
    return [{"id": "m1", **fields}]


CODE = FindingCode
CONTRADICTIONS: list[tuple[JsonObject, list[tuple[str, bool]]]] = [
    (detention(seized=on("2014-01-09"), released=on("2014-01-08")), [(CODE.RELEASED_BEFORE_SEIZED, True)]),
    (detention(seized=on("2014-01-09"), released=on("2014-01")), [(CODE.RELEASED_BEFORE_SEIZED, False)]),
    (detention(seized=on("2014-01-09"), released=on("2014-01-09")), []),
    (detention(seized=on("2014-01-09"), released=on("2014-01-12")), []),
    (
        detention(seized=on("2014-01-09 14:00"), protocol=on("2014-01-09 11:00")),
        [(CODE.PROTOCOL_BEFORE_SEIZED, True)],
    ),
    (
        detention(seized=on("2014-01-09 10:00"), protocol=on("2014-01-09 21:30")),
        [(CODE.HOURS_UNACCOUNTED, True)],
    ),
    (
        detention(seized=on("2014-01-07~"), protocol=on("2014-01-09 21:30")),
        [(CODE.HOURS_UNACCOUNTED, False)],
    ),
    (detention(seized=on("2014-01-09 10:00"), protocol=on("2014-01-09 10:40")), []),
    (
        detention(seized=on("2014-01-09"), moves=move(since=on("2014-01-08"))),
        [(CODE.MOVED_BEFORE_SEIZED, True)],
    ),
    (
        detention(released=on("2014-01-09"), moves=move(since=on("2014-01-11"))),
        [(CODE.MOVED_AFTER_RELEASED, True)],
    ),
    (detention(moves=move(since=on("2014-01-11"), until=on("2014-01-10"))), [(CODE.LEFT_BEFORE_MOVED, True)]),
    (
        intervention(sent=on("2014-02-10"), reply_when=on("2014-02-09"), reply="formal"),
        [(CODE.REPLY_BEFORE_SENT, True)],
    ),
    (intervention(deadline=on("2026-01-09")), [(CODE.DEADLINE_PASSED, True)]),
    (intervention(deadline=on("2026-01-09"), reply="none"), [(CODE.DEADLINE_PASSED, True)]),
    (intervention(deadline=on("2026-01-09~")), [(CODE.DEADLINE_PASSED, False)]),
    (intervention(deadline=on("2026-01-10")), []),
    (intervention(deadline=on("2026-01")), []),
    (intervention(deadline=on("2026-01-09"), reply="formal"), []),
    (intervention(deadline=on("2026-01-09"), reply_when=on("2026-01-08")), []),
]


@pytest.mark.parametrize(("content", "expected"), CONTRADICTIONS)
def test_detentions_and_interventions(content: JsonObject, expected: list[tuple[str, bool]]) -> None:
    assert found(of(content)) == expected


@pytest.mark.parametrize(
    ("outcomes", "hearing", "expected"),
    [
        ([("2014-05-01", "convicted")], "2014-05-02", [(CODE.HEARING_AFTER_JUDGMENT, True)]),
        ([("2014-05", "convicted")], "2014-05-02", [(CODE.HEARING_AFTER_JUDGMENT, False)]),
        ([("2014-05-01", "convicted")], "2014-04-30", []),
        ([("2014-05-01", "remand")], "2014-05-02", []),
        ([("2014-05-01", "convicted"), ("2014-06-01", "returned")], "2014-07-02", []),
        ([("2014-05-01", "convicted"), ("2014-06-01", "upheld")], "2014-05-20", []),
    ],
)
def test_a_hearing_after_the_decision_that_ended_the_case(
    outcomes: list[tuple[str, str]], hearing: str, expected: list[tuple[str, bool]]
) -> None:
    case: JsonObject = {
        "hearings": [{"id": "h1", "when": on(hearing)}],
        "outcomes": [
            {"id": f"o{number}", "when": on(day), "kind": kind} for number, (day, kind) in enumerate(outcomes)
        ],
    }
    assert found(of({}, {CASE: case})) == expected


@pytest.mark.parametrize(
    ("decision", "expected"), [("convicted", []), ("upheld", [(CODE.HEARING_AFTER_JUDGMENT, True)])]
)
def test_an_appeal_is_heard_after_the_decision_that_it_is_about(
    decision: str, expected: list[tuple[str, bool]]
) -> None:
    case: JsonObject = {
        "instance": "appeal",
        "hearings": [{"id": "h1", "when": on("2014-01-09")}],
        "outcomes": [{"id": "o1", "when": on("2013-10"), "kind": decision}],
    }
    assert found(of({}, {CASE: case})) == expected


def test_a_deadline_of_a_proceeding_passes_until_it_is_done() -> None:
    due: JsonObject = {"id": "x", "what": "Шағым", "due": on("2026-01-02")}
    assert found(of({}, {CASE: {"deadlines": [due]}})) == [(CODE.DEADLINE_PASSED, True)]
    done = of({}, {CASE: {"deadlines": [{**due, "done": "yes"}]}})
    assert (done.events, done.findings) == ((), ())


def act(identifier: str, day: str | None, *, dead: bool = False) -> JsonObject:
    states: list[Json] = [{"id": "s", "victim": PERSON, "state": "dead"}] if dead else []
    when: JsonObject = {"when": on(day)} if day else {}
    return {"id": identifier, "form": "other", "victims": [PERSON], "victim_states": states, **when}


def test_nothing_is_done_to_the_dead() -> None:
    assert found(of({"acts": [act("a1", "2014-01-09", dead=True), act("a2", "2014-01-11")]})) == [
        (CODE.ACT_AFTER_DEATH, True)
    ]
    assert found(of({"acts": [act("a1", "2014-01", dead=True), act("a2", "2014-01-11")]})) == [
        (CODE.ACT_AFTER_DEATH, False)
    ]
    assert found(of({"acts": [act("a1", "2014-01-09", dead=True), act("a2", "2014-01-08")]})) == []
    seized = of({"acts": [act("a1", "2014-01-09", dead=True)], **detention(seized=on("2014-01-12"))})
    assert found(seized) == [(CODE.ACT_AFTER_DEATH, True)]


def test_acts_without_a_date_have_that_of_the_incident_and_the_undated_stand_last() -> None:
    content: JsonObject = {
        "when": on("2014-01-09"),
        "acts": [act("a1", None), act("a2", "2014-01-08")],
        **detention(seized=on("2014-01-09 10:00"), visits=[{"id": "v", "when": {"said": "кешке"}}]),
    }
    events = of(content).events
    assert [(each.kind, each.path) for each in events] == [
        (EventKind.ACT, ("acts", "a2", "when")),
        (EventKind.ACT, ("acts", "a1", "when")),
        (EventKind.SEIZED, ("detentions", "d1", "seized")),
        (EventKind.VISIT, ("detentions", "d1", "visits", "v", "when")),
    ]
    assert of({"acts": [act("a1", None)]}).events[0].when is None


def test_findings_name_the_events_by_their_places() -> None:
    shown = of(detention(seized=on("2014-01-09"), released=on("2014-01-08")))
    [finding] = shown.findings
    assert [shown.events[place].kind for place in finding.events] == [EventKind.RELEASED, EventKind.SEIZED]


@pytest.mark.parametrize(
    "content",
    [
        {"acts": "?", "detentions": [1, {"id": "d"}], "interventions": [{"id": "i", "sent": {"edtf": "?"}}]},
        {"detentions": [{"id": "d", "seized": {"edtf": "2014-01-09", "new": "?"}, "moves": {"id": "m"}}]},
    ],
)
def test_what_cannot_be_read_breaks_nothing(content: JsonObject) -> None:
    shown = of(content, {CASE: {"hearings": [None], "outcomes": 3}})
    assert (shown.events, shown.findings) == ((), ())


def test_deadlines_are_open_until_a_reply_came_or_they_are_done() -> None:
    entries: list[Json] = [
        {"id": "i1", "deadline": on("2026-02-01")},
        {"id": "i2", "deadline": on("2026-02-01"), "reply": "formal"},
        {"id": "i3"},
    ]
    shown = open_deadlines("incident", "r", {"interventions": entries})
    assert [each.path for each in shown] == [("interventions", "i1", "deadline")]
    dues: list[Json] = [
        {"id": "x", "due": on("2026-02-01")},
        {"id": "y", "due": on("2026-02-01"), "done": "yes"},
    ]
    assert [each.path[1] for each in open_deadlines("proceeding", "r", {"deadlines": dues})] == ["x"]
