"""`record timeline`, `record deadlines`, and where people appear."""

from tests.canary import FULL_NAME
from tests.cli.inputs import typed
from tests.cli.shell import Desk, run

INCIDENT = {
    "title": "Ұсталды",
    "people": [{"key": "p", "names": [{"full": FULL_NAME}]}],
    "detentions": [
        {"person": "p", "seized": {"edtf": "2014-01-09"}, "released": {"edtf": "2014-01-08"}},
    ],
    "interventions": [{"kind": "complaint", "deadline": {"edtf": "2014-02-01"}}],
}


def test_the_timeline_tells_what_cannot_be(desk: Desk) -> None:
    saved = desk.answer("record", "add", "-", given=typed(INCIDENT))
    shown = desk.answer("record", "timeline", saved["id"])
    assert [each["kind"] for each in shown["events"]] == ["released", "seized", "deadline"]
    assert [each["code"] for each in shown["findings"]] == ["released_before_seized", "deadline_passed"]
    told = run(*desk.options, "record", "timeline", saved["id"]).text
    assert "2014-01-09" in told
    assert "! Released before the seizure." in told


def test_deadlines_are_listed_with_what_is_overdue(desk: Desk) -> None:
    saved = desk.answer("record", "add", "-", given=typed(INCIDENT))
    [item] = desk.answer("record", "deadlines")["items"]
    assert (item["record"], item["due"]) == (saved["id"], "2014-02-01")
    assert item["days"] < 0
    assert "overdue" in run(*desk.options, "record", "deadlines").text


def test_a_person_shows_where_they_appear(desk: Desk) -> None:
    saved = desk.answer("record", "add", "-", given=typed(INCIDENT))
    [person] = desk.answer("record", "show", saved["id"])["content"]["people"]
    [found] = desk.answer("person", "show", person)["appears_in"]
    assert found["id"] == saved["id"]
    assert {"field": "detentions.person", "form": None, "code": None} in found["roles"]
