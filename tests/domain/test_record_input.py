import json
from collections.abc import Iterator
from functools import cache
from itertools import count
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.content import content_json
from app.domain.errors import RecordError
from app.domain.record_input import InputReader, apply_edit
from app.domain.revision import RECORD_KINDS
from app.domain.strict_json import Json, JsonObject
from app.places import resources
from tests.domain.resources import shipped_forms, shipped_vocabularies
from tests.domain.strategies import contents

EXISTING = "01890000-0000-7000-8000-00000000abcd"

INPUT: JsonObject = {
    "title": "Нападение в зале суда",
    "narrative": {"language": "ru", "text": "Пример Тестов избит в зале."},
    "when": {"edtf": "2014-01-09", "certainty": "exact", "said": "накануне"},
    "where": {"country": "KG", "region": "KG-C", "locality": "Тестовка", "kind": "courtroom"},
    "acts": [
        {
            "form": "courtroom_attack",
            "victims": ["p1", EXISTING],
            "alleged_perpetrators": ["p2"],
            "proceeding": "c1",
            "details": {"spot": ["courtroom"], "judge": "p2", "witnesses": ["p1"]},
        }
    ],
    "people": [
        {"key": "p1", "names": [{"script": "Cyrl", "full": "Қасымжан Үлгіұлы"}], "occupation": "lawyer"},
        {"key": "p2", "description": "в маске"},
        {"key": "p3", "id": EXISTING},
    ],
    "proceedings": [
        {"key": "c1", "numbers": [{"country": "KG", "raw": "№ 1-Ә/14"}], "parties": [{"party": "p1"}]}
    ],
    "sources": [{"person": "p3", "connection": "witness"}],
    "consent": [{"giver": "p1", "purposes": {"keep": "yes", "coalition": "not_asked"}}],
}


@cache
def validator(kind: str) -> jsonschema.Draft202012Validator:
    """Of the schema that ships; the input of an incident is called `record`."""
    name = "record" if kind == "incident" else kind
    return jsonschema.Draft202012Validator(
        json.loads((resources() / "schemas" / f"{name}.json").read_text("utf-8"))
    )


def record_ids() -> Iterator[str]:
    return (f"01890000-0000-7000-8000-{number:012d}" for number in count(1))


def reader() -> InputReader:
    entries, records = (f"e{number}" for number in count(1)), record_ids()
    return InputReader(shipped_forms(), shipped_vocabularies(), lambda: next(entries), lambda: next(records))


def changed(**fields: Any) -> JsonObject:
    return INPUT | fields


def test_people_and_proceedings_become_records_of_their_own() -> None:
    made = reader().read_incident(INPUT)
    (first, lawyer), (second, _masked) = made.people
    ((case, proceeding),) = made.proceedings
    act = made.incident.acts[0]
    assert act.victims == (first, EXISTING)
    assert act.alleged_perpetrators == (second,)
    assert act.proceeding == case
    assert act.details == {"spot": ["courtroom"], "judge": second, "witnesses": [first]}
    assert made.incident.people == (first, second, EXISTING)
    assert made.incident.proceedings == (case,)
    assert made.incident.sources[0].person == EXISTING
    assert lawyer.names[0].full == "Қасымжан Үлгіұлы"
    assert proceeding.parties[0].party == first


def test_entries_get_ids_and_acts_their_form() -> None:
    made = reader().read_incident(changed(acts=[{}, {"id": "mine", "form": "threat"}]))
    assert [(act.form, act.form_version) for act in made.incident.acts] == [("other", 1), ("threat", 1)]
    assert made.incident.acts[1].id == "mine"
    identifiers = [act.id for act in made.incident.acts] + [source.id for source in made.incident.sources]
    assert len(set(identifiers)) == len(identifiers)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"acts": [{"form": "courtroom_atack"}]}, "acts.0.form"),
        ({"acts": [{"form": "threat", "form_version": 9}]}, "acts.0.form"),
        ({"acts": [{"form": "threat", "details": {"channel": "pigeon"}}]}, "acts.0.details.channel"),
        ({"acts": [{"form": "threat", "details": {"words": 5}}]}, "acts.0.details.words"),
        ({"acts": [{"victims": ["p9"]}]}, "acts.0.victims.0"),
        ({"acts": [{"victims": ["c1"]}]}, "acts.0.victims.0"),
        ({"acts": ["Қасымжан"]}, "acts.0"),
        ({"where": {"kind": "cortroom"}}, "where.kind"),
        ({"where": {"point": "Қасымжан"}}, "where.point"),
        ({"where": {"point": "91, 76"}}, "where.point"),
        ({"where": {"point": 43}}, "where.point"),
        ({"where": {"point": "43, 76", "latitude_e6": 1}}, "where.point"),
        ({"acts": [{"where": {"point": ""}}]}, "acts.0.where.point"),
        ({"when": {"edtf": "9 января"}}, "when.edtf"),
        ({"people": {"key": "p1"}}, "people"),
        ({"people": [{"key": "p1"}, {"key": "p1"}]}, "people.1.key"),
        ({"people": [{"key": "p1", "id": "Қасымжан"}]}, "people.0.id"),
        ({"people": [{"id": EXISTING, "sex": "male"}]}, "people.0.sex"),
        ({"people": [{"key": "p1"}, {"key": "p2", "sex": "мужской"}], "sources": []}, "people.1.sex"),
        ({"people": [{"key": "p1"}, {"key": "p2", "sex": "man"}], "sources": []}, "people.1.sex"),
        ({"victim": "Қасымжан Үлгіұлы"}, "victim"),
    ],
)
def test_an_input_is_refused_by_place_and_never_quoted(change: JsonObject, where: str) -> None:
    with pytest.raises(RecordError) as caught:
        reader().read_incident(changed(**change))
    assert caught.value.code == "record.input"
    assert caught.value.facts["where"] == where
    told = f"{caught.value.facts} {caught.value.sentence}"
    assert "Қасымжан" not in told
    assert "pigeon" not in told
    assert caught.value.__cause__ is None


def test_a_point_is_read_wherever_a_place_stands() -> None:
    """As the window reads it, in an incident, in its acts and their details, and in what is inline."""
    text, numbers = "43°14′16,8″ с. ш. 76°56′42″ в. д.", (43_238_000, 76_945_000)
    made = reader().read_incident(
        {
            "where": {"locality": "Тестовка", "point": text, "precision_m": 50},
            "acts": [
                {"where": {"point": "E 76.945 N 43.238"}},
                {"form": "disappearance", "details": {"last_place": {"point": "43,238 76,945"}}},
            ],
            "organisations": [{"place": {"point": "43.238, 76.945"}}],
        }
    )
    ((_, organisation),) = made.organisations
    where, act = made.incident.where, made.incident.acts[0].where
    assert where is not None
    assert (where.locality, where.precision_m) == ("Тестовка", 50)
    for place in (where, act, organisation.place):
        assert place is not None
        assert (place.latitude_e6, place.longitude_e6) == numbers
    assert made.incident.acts[1].details == {
        "last_place": {"latitude_e6": numbers[0], "longitude_e6": numbers[1]}
    }
    edited = reader().read_incident({"where": {"point": "-33.9, 18.4"}}, content_json(made.incident)).incident
    assert content_json(edited)["where"] == {"latitude_e6": -33_900_000, "longitude_e6": 18_400_000}


def test_an_edit_replaces_fields_and_keeps_the_rest() -> None:
    before: JsonObject = {"title": "Было", "priority": "high", "when": {"edtf": "2014"}}
    assert apply_edit(before, {"title": "Стало", "priority": None}) == {
        "title": "Стало",
        "when": {"edtf": "2014"},
    }
    edited = reader().read_incident({"title": "Стало", "priority": None}, before).incident
    assert content_json(edited) == {"title": "Стало", "when": {"edtf": "2014"}}


def test_what_stood_before_is_never_refused() -> None:
    before: JsonObject = {
        "priority": "of_tomorrow",
        "acts": [
            {"id": "a1", "form": "of_tomorrow", "form_version": 4, "details": {"x": 1}},
            {"id": "a2", "form": "threat", "form_version": 1, "details": {"channel": "telepathy", "new": 1}},
        ],
    }
    acts: list[Json] = [
        {"id": "a1", "note": "Ӯ", "details": {"x": 2}},
        {"id": "a2", "details": {"channel": "telepathy"}},
    ]
    edited = reader().read_incident({"acts": acts, "title": "Т"}, before).incident
    assert [(act.form, act.form_version) for act in edited.acts] == [("of_tomorrow", 4), ("threat", 1)]
    assert edited.priority == "of_tomorrow"
    with pytest.raises(RecordError):
        reader().read_incident({"acts": [{"id": "a2", "details": {"channel": "radio_of_tomorrow"}}]}, before)


def test_an_edit_may_bring_new_people() -> None:
    before = content_json(reader().read_incident(INPUT).incident)
    people = before["people"]
    assert isinstance(people, list)
    records = iter(["01890000-0000-7000-8000-0000000000ff"])
    editor = InputReader(shipped_forms(), shipped_vocabularies(), lambda: "n1", lambda: next(records))
    made = editor.read_incident(
        {"people": [*people, {"key": "w", "pseudonym": "Куә"}], "consent": [{"giver": "w"}]}, before
    )
    assert [identifier for identifier, _ in made.people] == ["01890000-0000-7000-8000-0000000000ff"]
    assert made.incident.consent[0].giver == "01890000-0000-7000-8000-0000000000ff"
    assert made.incident.acts[0].id == before["acts"][0]["id"]  # type: ignore[index,call-overload]


def test_other_kinds_are_read_alike() -> None:
    person = reader().read("person", {"names": [{"full": "Ҷ. Намунаӣ"}]})
    assert content_json(person) == {"names": [{"id": "e1", "full": "Ҷ. Намунаӣ"}]}
    edited = reader().read("person", {"sex": "female"}, content_json(person))
    assert content_json(edited) == {"names": [{"id": "e1", "full": "Ҷ. Намунаӣ"}], "sex": "female"}


@given(st.sampled_from(RECORD_KINDS).flatmap(lambda kind: st.tuples(st.just(kind), contents(kind))))
def test_content_is_an_edit_of_itself_and_fits_its_schema(case: tuple[str, JsonObject]) -> None:
    kind, content = case
    again = reader()
    made = again.read_incident(content, content).incident if kind == "incident" else again.read(kind, content)
    assert content_json(made) == content
    if kind != "evidence":  # of which a person writes none
        validator(kind).validate(content)


def test_the_schema_takes_what_the_reader_takes() -> None:
    validator("incident").check_schema(validator("incident").schema)
    validator("incident").validate(INPUT)
    for refused in ({"titel": "x"}, {"people": [{"key": "p", "nmaes": []}]}, {"when": "2014"}):
        assert not validator("incident").is_valid(refused)
