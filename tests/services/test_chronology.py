"""Where people appear, what happened in which order, and what is due."""

from datetime import date, timedelta

import pytest

from app.domain.errors import RecordError
from app.domain.facets import FacetName
from app.domain.query import Query
from app.domain.revision import RecordId
from app.domain.strict_json import JsonObject
from app.domain.work import CancelledError, Watch
from app.services.answers_naming import Role
from tests.services.conftest import Trio

PEOPLE: JsonObject = {
    "title": "Ұсталды",
    "when": {"edtf": "2014-01-09"},
    "people": [{"key": "v", "names": [{"full": "Үлгі Тестұлы"}]}, {"key": "p", "names": [{"full": "Мысал"}]}],
    "proceedings": [
        {
            "key": "c",
            "numbers": [{"raw": "№ ҮҚ-1/14"}],
            "hearings": [{"id": "h1", "when": {"edtf": "2014-05-02"}, "room": "3"}],
            "outcomes": [{"id": "o1", "when": {"edtf": "2014-05-01"}, "kind": "convicted"}],
            "parties": [{"party": "v", "role": "defendant"}],
        }
    ],
    "acts": [{"id": "a1", "form": "beating", "victims": ["v"], "proceeding": "c"}],
    "involvements": [{"act": "a1", "perpetrator": "p", "degree": "ordered"}],
    "detentions": [
        {
            "id": "d1",
            "person": "v",
            "seized": {"edtf": "2014-01-09", "time": {"value": "10:00"}},
            "protocol": {"edtf": "2014-01-09", "time": {"value": "21:30"}},
        }
    ],
    "sources": [{"person": "v"}],
}


def test_a_person_appears_with_every_role_the_latest_incident_first(trio: Trio) -> None:
    services = trio.monitor
    earlier = services.recording.add({**PEOPLE, "when": {"edtf": "2013-01-09"}}, (), Watch())
    victim = services.recording.show(earlier.id).content["people"][0]
    later = services.recording.add({"title": "т", "when": {"edtf": "2015"}, "people": [victim]}, (), Watch())
    found = services.recording.show(victim).appears_in
    assert [each.id for each in found if each.kind == "incident"] == [later.id, earlier.id]
    [of_earlier] = [each for each in found if each.id == earlier.id]
    assert set(of_earlier.roles) == {
        Role(field="acts.victims", form="beating"),
        Role(field="people"),
        Role(field="sources.person"),
        Role(field="detentions.person"),
    }
    [case] = [each for each in found if each.kind == "proceeding"]
    assert case.roles == (Role(field="parties.party", code="defendant"),)


def test_what_an_involvement_says_of_the_role_is_told_and_the_deleted_is_not(trio: Trio) -> None:
    services = trio.monitor
    saved = services.recording.add(PEOPLE, (), Watch())
    perpetrator = services.recording.show(saved.id).content["involvements"][0]["perpetrator"]
    [found] = services.recording.show(perpetrator).appears_in
    assert Role(field="involvements.perpetrator", code="ordered") in found.roles
    services.recording.delete(saved.id, "екі рет")
    assert services.recording.show(perpetrator).appears_in == ()
    assert services.recording.show(saved.id).appears_in == ()


def test_the_timeline_takes_in_the_proceedings_and_says_what_is_odd(trio: Trio) -> None:
    services = trio.monitor
    saved = services.recording.add(PEOPLE, (), Watch())
    shown = services.chronology.timeline(RecordId(saved.id))
    assert [(each.kind, each.when, each.time) for each in shown.events] == [
        ("act", "2014-01-09", None),
        ("seized", "2014-01-09", "10:00"),
        ("protocol", "2014-01-09", "21:30"),
        ("outcome", "2014-05-01", None),
        ("hearing", "2014-05-02", None),
    ]
    assert "Үлгі Тестұлы" in shown.events[1].words
    assert [(each.code, each.certain, each.events) for each in shown.findings] == [
        ("hours_unaccounted", True, (1, 2)),
        ("hearing_after_judgment", True, (3, 4)),
    ]
    assert "11 hours" in shown.findings[0].words
    assert {each.kind_of_record for each in shown.events} == {"incident", "proceeding"}


def test_the_timeline_of_what_is_no_incident_is_refused(trio: Trio) -> None:
    person = trio.monitor.recording.add_other("person", {"names": [{"full": "Мысал"}]})
    with pytest.raises(RecordError, match="record.unknown"):
        trio.monitor.chronology.timeline(RecordId(person.id))


def in_days(days: int) -> str:
    return (date.today() + timedelta(days)).isoformat()


def test_deadlines_are_those_not_met_within_some_days_and_past_ones(trio: Trio) -> None:
    services = trio.monitor
    incident: JsonObject = {
        "title": "Шағым",
        "interventions": [
            {"id": "i1", "kind": "complaint", "addressee": "Прокурор Ү", "deadline": {"edtf": in_days(5)}},
            {"id": "i2", "deadline": {"edtf": in_days(5)}, "reply": "formal"},
            {"id": "i3", "deadline": {"edtf": in_days(40)}},
        ],
    }
    saved = services.recording.add(incident, (), Watch())
    services.recording.add({"title": "мерзімсіз"}, (), Watch())
    case = services.recording.add_other(
        "proceeding", {"deadlines": [{"id": "x", "what": "Апелляция", "due": {"edtf": in_days(-2)}}]}
    )
    found = services.chronology.deadlines(30, Watch()).items
    assert [(each.record, each.path, each.days) for each in found] == [
        (case.id, ("deadlines", "x", "due"), -2),
        (saved.id, ("interventions", "i1", "deadline"), 5),
    ]
    assert "Прокурор Ү" in found[1].words
    assert len(services.chronology.deadlines(40, Watch()).items) == 3
    # They are looked for by an index, and stand among none of the fields that lists are narrowed by.
    for query in (Query(), Query(words="а")):
        assert FacetName.DEADLINE not in {
            each.name for each in services.searches.counts("incident", query).facets
        }
    services.recording.delete(saved.id, "екі рет")
    assert [each.record for each in services.chronology.deadlines(40, Watch()).items] == [case.id]


def test_looking_for_deadlines_can_be_stopped(trio: Trio) -> None:
    trio.monitor.recording.add(
        {"interventions": [{"id": "i1", "deadline": {"edtf": "2026-01"}}]}, (), Watch()
    )
    watch = Watch()
    watch.cancel()
    with pytest.raises(CancelledError):
        trio.monitor.chronology.deadlines(30, watch)


def test_hearings_are_those_of_the_proceedings_that_are_named(trio: Trio) -> None:
    services = trio.monitor
    content = services.recording.show(services.recording.add(PEOPLE, (), Watch()).id).content
    [hearings] = services.chronology.hearings_named(content).values()
    assert [each["room"] for each in hearings] == ["3"]
