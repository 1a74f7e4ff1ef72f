import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.domain.form import FieldType, Form, Forms, check_details
from app.domain.strict_json import Json
from app.domain.vocabulary import Vocabularies, Vocabulary, label_in
from app.places import resources
from app.words import LANGUAGES
from tests.domain.resources import shipped_forms, shipped_vocabularies
from tests.domain.strategies import details

PERSON = "01890000-0000-7000-8000-000000000001"
SHIPPED = (
    "access_denial", "arrest", "assembly_force", "beating", "courtroom_attack", "death_in_custody",
    "disappearance", "judicial_harassment", "organisation_closure", "other", "pressure_on_relatives",
    "smear", "surveillance", "threat", "torture",
)  # fmt: skip


def form(**changes: object) -> Form:
    field = {"id": "said", "type": "text", "label": {"en": "Said"}}
    plain = {"id": "f", "version": 1, "label": {"en": "F"}}
    return Form.model_validate(
        plain | {"sections": [{"id": "s", "label": {"en": "S"}, "fields": [field | changes]}]}
    )


def test_the_fifteen_forms_are_complete_in_five_languages() -> None:
    forms = shipped_forms().all_newest()
    assert tuple(each.id for each in forms) == SHIPPED
    for each in forms:
        labels = [each.label, *(section.label for section in each.sections)]
        labels += [field.label for field in each.fields.values()]
        assert all(tuple(label) == LANGUAGES for label in labels), each.id
        assert each.reviewed == ("en",)


def test_a_form_needs_of_every_act_only_what_an_act_has() -> None:
    plain: dict[str, Any] = {"id": "f", "version": 1, "label": {"en": "F"}, "sections": []}
    assert Form.model_validate({**plain, "needs": [{"field": "victims", "for": ["complete"]}]}).needs
    with pytest.raises(ValidationError, match="no act has"):
        Form.model_validate({**plain, "needs": [{"field": "victms", "for": ["complete"]}]})


def test_a_field_is_shown_by_values_that_its_field_can_have() -> None:
    for each in shipped_forms().all_newest():
        for field in each.fields.values():
            if field.shown_when is None:
                continue
            asked = each.fields[field.shown_when.field]
            found = shipped_vocabularies().find(asked.list) if asked.list else None
            allowed = {"yes", "no", "unknown"} if found is None else set(found.by_code)
            assert set(field.shown_when.values) <= allowed, (each.id, field.id)


def test_every_list_that_a_form_asks_is_there() -> None:
    asked = {field.list for each in shipped_forms().all_newest() for field in each.fields.values()} - {None}
    assert asked <= set(shipped_vocabularies().ids())


def test_a_field_with_the_code_of_a_list_is_answered_from_that_list() -> None:
    coded = [field for each in shipped_forms().all_newest() for field in each.fields.values() if field.code]
    assert {"MT30", "MT34", "MT36", "MT37/01", "MT38"} <= {field.code for field in coded}
    for field in coded:
        found = shipped_vocabularies().find(field.list) if field.list else None
        if found is None or "/" in str(field.code):
            continue
        numbers = [entry.number for entry in found.entries if entry.number]
        assert numbers, field.id
        assert all(number.startswith(f"{field.code}/") for number in numbers), field.id


def test_files_are_named_after_what_they_hold() -> None:
    for folder in ("forms", "vocabularies"):
        for path in (resources() / folder).glob("*.json"):
            data = json.loads(path.read_text("utf-8"))
            name = f"{data['id']}.{data['version']}" if folder == "forms" else data["id"]
            assert path.stem == name


def test_code_lists_are_complete_in_five_languages() -> None:
    for identifier in shipped_vocabularies().ids():
        vocabulary = shipped_vocabularies().find(identifier)
        assert vocabulary is not None
        assert len(vocabulary.by_code) == len(vocabulary.entries), identifier
        for label in (vocabulary.label, *(entry.label for entry in vocabulary.entries)):
            assert tuple(label) == LANGUAGES, identifier


@pytest.mark.parametrize(
    ("identifier", "code", "number", "russian"),
    [
        # Published Russian lists have these the wrong way round.
        ("violation_status", "likely", "MT41/04", "Вероятно"),
        ("violation_status", "unlikely", "MT41/02", "Маловероятно"),
        ("perpetrator_standing", "at_large", "MT26/020203", "Обвиняется, скрывается"),
        ("perpetrator_standing", "detained", "MT26/020202", "Обвиняется, под стражей"),
        ("place_kind", "courtroom", "MT17/0307", "Зал суда"),
        ("refusal_ground", "not_on_list", None, "Нет в списке"),
    ],
)
def test_codes_and_their_meaning(identifier: str, code: str, number: str | None, russian: str) -> None:
    vocabulary = shipped_vocabularies().find(identifier)
    assert vocabulary is not None
    assert vocabulary.by_code[code].number == number
    assert shipped_vocabularies().label(identifier, code, "ru") == russian


def test_labels_fall_back_to_russian_and_then_to_english() -> None:
    assert label_in({"en": "Court", "ru": "Суд", "kk": "Сот"}, "kk") == "Сот"
    assert label_in({"en": "Court", "ru": "Суд"}, "tg") == "Суд"
    assert label_in({"en": "Court"}, "ky") == "Court"
    assert label_in({"en": "Court", "ru": "Суд"}, "en") == "Court"
    assert shipped_vocabularies().label("sex", "X-own", "ru") == "X-own"


@given(st.sampled_from(SHIPPED).flatmap(lambda name: st.tuples(st.just(name), details(newest(name)))))
def test_values_of_the_right_type_are_no_problem(case: tuple[str, dict[str, Json]]) -> None:
    assert check_details(newest(case[0]), case[1], shipped_vocabularies()) == ()


def newest(identifier: str) -> Form:
    found = shipped_forms().newest(identifier)
    assert found is not None
    return found


WRONG: Mapping[FieldType, tuple[Any, ...]] = {
    FieldType.TEXT: (1, "я" * 2001, ["a"]),
    FieldType.LONG_TEXT: (True, "\ud800"),
    FieldType.CHOICE: ("no_such_code", "Не код", 1),
    FieldType.CHOICES: ("male", ["male", "no_such_code"]),
    FieldType.YES_NO_UNKNOWN: ("maybe", True),
    FieldType.DATE: ("2014-01-09", {"edtf": "2014-02-30"}, {"day": 1}),
    FieldType.TIME: ("25:00", {"value": "10:40"}, 1040),
    FieldType.DURATION_MINUTES: (-1, "10", 1.5),
    FieldType.INTEGER: ("3", 2**53, 1.0),
    FieldType.PERSON: ("p1", [PERSON]),
    FieldType.PEOPLE: (PERSON, ["p1"]),
    FieldType.ORGANISATION: ("o1",),
    FieldType.PLACE: ("Ош", {"latitude_e6": 42.5}),
    FieldType.EVIDENCE: (PERSON,),
    FieldType.MONEY: (100, {"amount_minor": 100}),
}


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, value) for kind, values in WRONG.items() for value in values]
)
def test_values_of_a_wrong_type_are_told_by_place(kind: FieldType, value: Any) -> None:
    choice = {"list": "sex"} if kind in (FieldType.CHOICE, FieldType.CHOICES) else {}
    problems = check_details(form(type=kind.value, **choice), {"said": value}, shipped_vocabularies())
    assert problems
    assert all(problem.where.startswith("said") for problem in problems)


def test_what_a_form_does_not_know_is_kept_without_a_word() -> None:
    assert check_details(form(), {"of_tomorrow": {"x": [1]}, "said": None}, Vocabularies()) == ()
    assert check_details(form(type="choice", list="no_list"), {"said": "any"}, Vocabularies()) == ()
    assert check_details(form(type="choice", list="sex"), {"said": "X-own"}, shipped_vocabularies()) == ()


def test_newest_and_exact_versions() -> None:
    first, second = form(), form().model_copy(update={"version": 2})
    forms = Forms((second, first))
    assert forms.newest("f") is second
    assert forms.find("f", 1) is first
    assert forms.find("f", 3) is None
    assert forms.newest("g") is None


def test_a_field_shown_by_one_of_several_choices() -> None:
    denial = newest("access_denial")
    words = denial.fields["ground_words"]
    assert denial.is_shown(words, {"ground_given": "other"})
    assert not denial.is_shown(words, {"ground_given": "hours"})
    assert not denial.is_shown(words, {})


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "choice"},
        {"list": "sex"},
        {"type": "number"},
        {"shown_when": {"field": "nobody", "is": ["yes"]}},
        {"shown_when": {"field": "said", "is": ["yes"]}},
        {"label": {"ru": "Сказано"}},
        {"compartment": "secret"},
        {"code": "36/01"},
        {"code": "MT36/"},
    ],
)
def test_a_form_that_does_not_hold_together_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        form(**changes)


def test_a_code_list_needs_english() -> None:
    with pytest.raises(ValidationError):
        Vocabulary.model_validate({"id": "x", "version": 1, "label": {"ru": "Х"}, "entries": []})
