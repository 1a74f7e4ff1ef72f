import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from app.domain.compartments import ORDER, Compartment, exposes, join_parts, privileged_paths
from app.domain.content import (
    MODELS,
    content_json,
    leaves,
    may_stand_in,
    read_content,
    references,
    split_content,
    unknown_codes,
)
from app.domain.errors import RecordError
from app.domain.form import Forms
from app.domain.shape import shape_of
from app.domain.strict_json import Json, JsonObject
from app.domain.vocabulary import Vocabularies
from tests.domain.resources import shipped_forms, shipped_vocabularies
from tests.domain.strategies import contents, incidents

KINDS = st.sampled_from(sorted(MODELS))
PERSON = "01890000-0000-7000-8000-000000000001"


def leaf_places(value: Json, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The place of every leaf, entries by id; the ids of entries, which every part repeats, left out."""
    if isinstance(value, dict):
        pairs = [(key, inner) for key, inner in value.items() if not (key == "id" and path)]
        return [place for key, inner in pairs for place in leaf_places(inner, (*path, key))]
    if isinstance(value, list) and value and all(isinstance(item, dict) and "id" in item for item in value):
        entries: list[Any] = value
        return [place for entry in entries for place in leaf_places(entry, (*path, entry["id"]))]
    return [path]


@given(KINDS.flatmap(lambda kind: st.tuples(st.just(kind), contents(kind))))
def test_splitting_and_joining_gives_the_same_content(case: tuple[str, JsonObject]) -> None:
    kind, content = case
    parts = split_content(kind, content, shipped_forms())
    assert "open" in parts
    assert all(parts[name] for name in parts if name != "open")
    assert join_parts(parts) == content
    assert join_parts(dict(reversed(parts.items()))) == content


@given(KINDS.flatmap(lambda kind: st.tuples(st.just(kind), contents(kind))))
def test_every_leaf_is_in_exactly_one_part(case: tuple[str, JsonObject]) -> None:
    kind, content = case
    parts = split_content(kind, content, shipped_forms())
    places = [place for part in parts.values() for place in leaf_places(part)]
    assert sorted(places) == sorted(leaf_places(content))


@given(KINDS.flatmap(lambda kind: st.tuples(st.just(kind), contents(kind))))
def test_no_field_stands_where_it_may_not(case: tuple[str, JsonObject]) -> None:
    kind, content = case
    for part, piece in split_content(kind, content, shipped_forms()).items():
        assert all(may_stand_in(kind, (field,), (part,)) for field in piece)


@given(KINDS.flatmap(lambda kind: st.tuples(st.just(kind), contents(kind))))
def test_content_survives_model_and_text(case: tuple[str, JsonObject]) -> None:
    kind, content = case
    assert content_json(read_content(kind, json.loads(json.dumps(content)))) == content


@given(incidents(), st.sets(st.sampled_from(ORDER)))
def test_what_is_left_of_an_incident_can_still_be_read(
    content: JsonObject, withheld: set[Compartment]
) -> None:
    parts = split_content("incident", content, shipped_forms())
    left = join_parts({name: part for name, part in parts.items() if name not in withheld})
    if Compartment.OPEN not in withheld:
        assert content_json(read_content("incident", left)) == left


@given(incidents())
def test_nothing_privileged_stands_outside_its_part(content: JsonObject) -> None:
    parts = split_content("incident", content, shipped_forms())
    marks = privileged_paths(content)
    assert not any(exposes(part, marks) for name, part in parts.items() if name != "privileged")
    assert not marks or exposes(parts["privileged"], marks)


def test_each_part_holds_what_belongs_there() -> None:
    content: JsonObject = {
        "title": "Зал суда",
        "narrative": {"text": "тайна", "privileged": True},
        "acts": [
            {
                "id": "a1",
                "form": "beating",
                "form_version": 1,
                "details": {"attackers": 3, "marks_visible": "yes", "witnesses": [PERSON], "own": "Ұялы"},
            }
        ],
        "sources": [{"id": "s1", "name": "Күбө"}, {"id": "s2", "name": "Шоҳид", "privileged": True}],
        "injuries": [{"id": "i1", "kind": "bruise"}],
        "safety": "Ҳеҷ гоҳ занг назанед",
    }
    act = {"id": "a1"}
    assert split_content("incident", content, shipped_forms()) == {
        "open": {
            "title": "Зал суда",
            "acts": [act | {"form": "beating", "form_version": 1, "details": {"attackers": 3}}],
        },
        "identities": {
            "acts": [act | {"details": {"witnesses": [PERSON], "own": "Ұялы"}}],
            "safety": "Ҳеҷ гоҳ занг назанед",
        },
        "sources": {"sources": [{"id": "s1", "name": "Күбө"}]},
        "medical": {
            "acts": [act | {"details": {"marks_visible": "yes"}}],
            "injuries": [{"id": "i1", "kind": "bruise"}],
        },
        "privileged": {
            "narrative": {"text": "тайна", "privileged": True},
            "sources": [{"id": "s2", "name": "Шоҳид", "privileged": True}],
        },
    }


def test_a_privileged_record_is_privileged_as_a_whole() -> None:
    content: JsonObject = {"sha256": "0" * 64, "privileged": True}
    assert split_content("evidence", content, Forms()) == {"open": {}, "privileged": content}
    assert privileged_paths(content) == ((),)
    assert exposes({"sha256": "0" * 64}, ((),))
    assert not exposes({}, ((),))


def test_a_value_of_an_unknown_form_stays_where_it_was() -> None:
    act: JsonObject = {
        "id": "a1",
        "form": "of_tomorrow",
        "form_version": 9,
        "details": {"wound": "глубокая", "n": 1},
    }
    before: dict[str, JsonObject] = {
        "open": {"acts": [{"id": "a1", "form": "of_tomorrow", "form_version": 9}]},
        "medical": {"acts": [{"id": "a1", "details": {"wound": "x"}}]},
    }
    parts = split_content("incident", {"acts": [act]}, shipped_forms(), before)
    assert parts["medical"] == {"acts": [{"id": "a1", "details": {"wound": "глубокая"}}]}
    assert parts["identities"] == {"acts": [{"id": "a1", "details": {"n": 1}}]}
    shown: JsonObject = {"acts": [{"id": "a1", "details": {"wound": "y"}}]}
    strictest = split_content("incident", {"acts": [act]}, shipped_forms(), {**before, "open": shown})
    assert strictest["medical"] == parts["medical"]


@pytest.mark.parametrize("revisions", [[], [{"revision": "a" * 64, "parts": []}]])
def test_an_erasure_names_what_it_erases(revisions: list[Json]) -> None:
    with pytest.raises(RecordError, match="record.input"):
        read_content("erasure", {"record_id": PERSON, "revisions": revisions})


def test_marks_find_what_an_earlier_revision_showed() -> None:
    marks = privileged_paths(
        {"narrative": {"text": "x", "privileged": True}, "sources": [{"id": "s1", "privileged": True}]}
    )
    assert marks == (("narrative",), ("sources", "s1"))
    assert exposes({"narrative": {"text": "открыто"}}, marks)
    assert exposes({"sources": [{"id": "s1", "name": "Ғалым"}]}, marks)
    assert not exposes({"sources": [{"id": "s2", "name": "Ғалым"}, {"id": "s1"}]}, marks)


def test_a_mark_deep_within_an_entry_is_found() -> None:
    content: JsonObject = {
        "acts": [{"id": "a1", "details": {"words": {"privileged": True, "text": "құпия"}}}]
    }
    marks = privileged_paths(content)
    assert marks == (("acts", "a1", "details", "words"),)
    assert exposes({"acts": [{"id": "a1", "details": {"words": {"text": "құпия"}}}]}, marks)
    assert not exposes({"acts": [{"id": "a1", "details": {"place": "көше"}}]}, marks)


def test_joining_needs_no_model_and_lets_the_stricter_part_rule() -> None:
    parts: dict[str, JsonObject] = {
        "open": {"a": {"x": 1}, "list": [{"id": "2"}, {"id": "1", "v": "o"}], "plain": [1]},
        "identities": {"list": [{"id": "3", "v": 3}, {"id": "1", "w": "i"}]},
        "medical": {"a": {"x": 2, "y": 3}},
        "compartment_of_tomorrow": {"plain": [2]},
    }
    assert join_parts(parts) == {
        "a": {"x": 2, "y": 3},
        "list": [{"id": "2"}, {"id": "1", "v": "o", "w": "i"}, {"id": "3", "v": 3}],
        "plain": [2],
    }


def every_model(model: type[BaseModel], found: set[type[BaseModel]]) -> set[type[BaseModel]]:
    if model not in found:
        found.add(model)
        for field in shape_of(model).values():
            if field.inner is not None:
                every_model(field.inner, found)
    return found


def models() -> set[type[BaseModel]]:
    return {model for kind in MODELS.values() for model in every_model(kind, set())}


def test_no_field_is_freer_than_what_it_lies_in() -> None:
    """Else an entry could stand in a freer part than its home, and joining would change the order."""

    def check(model: type[BaseModel], home: Compartment) -> None:
        for name, field in shape_of(model).items():
            here = field.compartment or home
            assert ORDER.index(here) >= ORDER.index(home), (model.__name__, name)
            if field.inner is not None:
                check(field.inner, here)

    for model in MODELS.values():
        check(model, Compartment.OPEN)


def test_no_model_holds_a_float() -> None:
    for model in models():
        assert '"type": "number"' not in json.dumps(model.model_json_schema()), model.__name__


def test_every_code_list_that_a_model_names_is_shipped() -> None:
    named = {field.vocabulary for model in models() for field in shape_of(model).values() if field.vocabulary}
    named |= {
        field.list for form in shipped_forms().all_newest() for field in form.fields.values() if field.list
    }
    assert named == set(shipped_vocabularies().ids())


def test_references_come_from_the_model_and_from_the_form() -> None:
    other = PERSON[:-1] + "2"
    act: JsonObject = {
        "id": "a1",
        "form": "threat",
        "form_version": 1,
        "victims": [PERSON],
        "details": {"threatener": other, "words": PERSON[:-1] + "9"},
    }
    content: JsonObject = {"acts": [act], "people": [PERSON]}
    assert references(leaves("incident", content, shipped_forms())) == (PERSON, other)


def test_unknown_codes_are_found_by_place() -> None:
    content: JsonObject = {"priority": "urgentt", "where": {"kind": "X-bazaar"}, "violation_status": "likely"}
    found = unknown_codes("incident", content, shipped_forms(), shipped_vocabularies())
    assert [(unknown.problem.where, unknown.code) for unknown in found] == [
        ("priority", ("priority", "urgentt"))
    ]
    assert unknown_codes("incident", content, Forms(), Vocabularies()) == ()


def test_leaves_of_an_unknown_kind_are_its_texts() -> None:
    found = [
        leaf.value for leaf in leaves("question", {"q": [{"id": "1", "text": "Қайда?"}], "n": 1}, Forms())
    ]
    assert found == ["1", "Қайда?", 1]


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ({"title": 1}, "title"),
        ({"acts": [{"id": "a", "form": "other"}]}, "acts.0.form_version"),
        ({"links": [{"id": "a"}, {"id": "a"}]}, "links"),
        ({"where": {"latitude_e6": 42.5}}, "where.latitude_e6"),
        ({"injuries": [{"id": "a", "x": 10_001}]}, "injuries.0.x"),
        ({"injuries": [{"id": "a", "finding": {"grade": "consistent"}}]}, "injuries.0.finding.clinician"),
        ({"acts": [{"id": "a", "form": "x", "form_version": 1, "details": {"n": 1.5}}]}, "acts.0.details.n"),
        (
            {"acts": [{"id": "a", "form": "x", "form_version": 1, "details": {"n": 2**53}}]},
            "acts.0.details.n",
        ),
        ({"title": "\ud800"}, "title"),
        ({"Қасымжан Үсенов": 1}, "…"),
    ],
)
def test_what_does_not_fit_is_told_by_place_alone(content: JsonObject, where: str) -> None:
    with pytest.raises(RecordError) as caught:
        read_content("incident", content)
    assert caught.value.code == "record.input"
    assert caught.value.facts["where"] == where


@pytest.mark.parametrize(
    ("field", "parts"),
    [
        ("title", {"open"}),
        ("narrative", {"open", "privileged"}),
        ("sources", {"sources", "privileged"}),
        ("acts", set(ORDER)),
        ("later", set(ORDER)),
    ],
)
def test_a_field_may_stand_in_its_compartment_and_in_those_within_it(field: str, parts: set[str]) -> None:
    assert {part for part in ORDER if may_stand_in("incident", (field,), (part,))} == parts
    assert not may_stand_in("incident", (), ORDER)


def test_a_record_that_is_privileged_as_a_whole_may_stand_there() -> None:
    assert may_stand_in("evidence", ("title",), ("privileged",))
    assert not may_stand_in("evidence", ("title",), ("sources",))
    assert may_stand_in("later", ("title",), ("sources",))
