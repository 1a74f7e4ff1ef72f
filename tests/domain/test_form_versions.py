"""What one version of a form wrote opens under the next without loss, whatever that asks instead."""

import pytest

from app.domain.compartments import join_parts
from app.domain.completeness import Held, missing
from app.domain.content import content_json, leaves, read_content, references, split_content, unknown_codes
from app.domain.differences import differences
from app.domain.errors import RecordError
from app.domain.form import Form, Forms, fits
from app.domain.record_input import InputReader
from app.domain.strict_json import JsonObject
from app.domain.summary import searchable_text
from tests.added_form import FORM, WORD, details, first_version, second_version
from tests.domain.resources import shipped_vocabularies

PERSON = "01890000-0000-7000-8000-000000000001"
FORMS = Forms(Form.model_validate(form) for form in (first_version(), second_version()))


def incident(version: int) -> JsonObject:
    act: JsonObject = {"id": "a1", "form": FORM, "form_version": version, "details": details(PERSON)}
    return {"acts": [act]}


def reader() -> InputReader:
    return InputReader(FORMS, shipped_vocabularies(), lambda: "n1", lambda: PERSON)


def moved(**changes: object) -> JsonObject:
    act: JsonObject = {"id": "a1", "form": FORM, "form_version": 2, "details": details(PERSON) | changes}
    return {"acts": [act]}


def test_a_record_keeps_the_version_it_was_written_with() -> None:
    before = incident(1)
    act: JsonObject = {"id": "a1", "details": details(PERSON), "note": "қайта"}
    edited = reader().read_incident({"acts": [act]}, before).incident.acts[0]
    assert (edited.form, edited.form_version) == (FORM, 1)


def test_the_next_version_takes_over_every_answer() -> None:
    read = content_json(reader().read_incident(moved(smoke="yes"), incident(1)).incident)
    assert read == moved(smoke="yes")
    assert read_content("incident", read) is not None
    assert {difference.path[-1] for difference in differences(incident(1), read)} == {"form_version", "smoke"}


@pytest.mark.parametrize(
    "changes",
    [{"day": "сенбі"}, {"why": ["religion"]}, {"smoke": "maybe"}],
    ids=lambda each: next(iter(each)),
)
def test_what_is_answered_anew_must_fit_the_next_version(changes: dict[str, object]) -> None:
    with pytest.raises(RecordError):
        reader().read_incident(moved(**changes), incident(1))


def test_every_answer_stays_in_its_compartment() -> None:
    before = split_content("incident", incident(1), FORMS)
    after = split_content("incident", moved(), FORMS, before)
    assert (
        after["medical"] == before["medical"] == {"acts": [{"id": "a1", "details": {"burns": "кафи даст"}}]}
    )
    assert join_parts(after) == moved()


def test_words_are_found_and_nothing_is_taken_for_what_it_is_not() -> None:
    text = searchable_text(leaves("incident", moved(), FORMS))
    assert all(word in text for word in (WORD, "кафи даст", "жұма"))
    as_person = second_version()
    as_person["sections"][0]["fields"][3]["type"] = "person"
    forms = Forms([Form.model_validate(as_person)])
    assert references(leaves("incident", moved(owner=PERSON), forms)) == (PERSON,)
    assert [leaf.value for leaf in leaves("incident", moved(), forms) if leaf.refers] == [PERSON]
    assert {each.code for each in unknown_codes("incident", moved(), FORMS, shipped_vocabularies())} == {
        ("sex", "ethnicity")
    }


def test_gaps_are_those_of_the_version_it_was_written_with() -> None:
    empty = incident(1)
    empty["acts"][0]["details"] = {}  # type: ignore[index, call-overload]
    gaps = {gap.field for gap in missing(Held(empty), lambda _: None, FORMS)}
    assert "acts.0.details.titles" in gaps


def test_a_value_fits_a_field_by_its_type_alone() -> None:
    first, second = (FORMS.find(FORM, version) for version in (1, 2))
    assert first is not None
    assert second is not None
    assert fits(first.fields["day"], "жұма")
    assert not fits(second.fields["day"], "жұма")
    assert fits(second.fields["why"], ["ethnicity"])
