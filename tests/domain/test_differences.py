"""Differences between two contents: told by the fields that merging knows."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.differences import Difference, differences, with_value
from app.domain.strict_json import JsonObject

ACT: JsonObject = {"id": "a1", "form": "beating", "details": {"attackers": 2, "demanded": "ақша"}}


def test_equal_contents_differ_in_nothing() -> None:
    assert differences({"title": "т", "acts": [ACT]}, {"acts": [ACT], "title": "т"}) == ()


def test_a_field_that_is_new_changed_or_gone_stands_with_both_values() -> None:
    found = differences({"title": "Ескі", "safety": "ҳазар"}, {"title": "Жаңа", "priority": "high"})
    assert found == (
        Difference(("title",), "Ескі", "Жаңа"),
        Difference(("priority",), None, "high"),
        Difference(("safety",), "ҳазар", None),
    )


def test_a_date_and_a_narrative_are_one_value_each() -> None:
    before: JsonObject = {"narrative": {"text": "бір", "language": "kk"}, "when": {"edtf": "2014"}}
    after: JsonObject = {"narrative": {"text": "екі", "language": "kk"}, "when": {"edtf": "2014-01"}}
    assert [difference.path for difference in differences(before, after)] == [("narrative",), ("when",)]


def test_within_an_act_each_value_of_the_form_is_a_field_of_its_own() -> None:
    details: JsonObject = {"attackers": 3, "demanded": "ақша", "restrained": "yes"}
    after: JsonObject = {**ACT, "details": details}
    assert differences({"acts": [ACT]}, {"acts": [after]}) == (
        Difference(("acts", "a1", "details", "attackers"), 2, 3),
        Difference(("acts", "a1", "details", "restrained"), None, "yes"),
    )


def test_an_entry_that_came_or_went_is_one_difference() -> None:
    other: JsonObject = {"id": "a2", "form": "threat"}
    assert differences({}, {"acts": [ACT]}) == (Difference(("acts", "a1"), None, ACT),)
    assert differences({"acts": [ACT, other]}, {"acts": [other]}) == (Difference(("acts", "a1"), ACT, None),)


def test_entries_in_another_order_are_the_same_entries() -> None:
    other: JsonObject = {"id": "a2", "form": "threat"}
    assert differences({"acts": [ACT, other]}, {"acts": [other, ACT]}) == ()


def test_a_list_of_plain_values_is_one_value() -> None:
    assert differences({"people": ["x"]}, {"people": ["x", "y"]}) == (
        Difference(("people",), ["x"], ["x", "y"]),
    )


def test_a_value_is_set_deep_inside_and_what_was_stays_untouched() -> None:
    before: JsonObject = {"acts": [ACT], "title": "т"}
    after = with_value(before, ("acts", "a1", "details", "attackers"), 5)
    assert before["acts"] == [ACT]
    assert differences(before, after) == (Difference(("acts", "a1", "details", "attackers"), 2, 5),)
    assert list(after) == ["acts", "title"]


def test_what_is_not_there_yet_is_made() -> None:
    assert with_value({}, ("narrative", "text"), "сөз") == {"narrative": {"text": "сөз"}}
    entry: JsonObject = {"note": "көрші"}
    assert with_value({"sources": []}, ("sources", "s1"), entry) == {
        "sources": [{"id": "s1", "note": "көрші"}]
    }


def test_what_is_left_empty_goes_too() -> None:
    assert with_value({"narrative": {"text": "сөз"}}, ("narrative", "text"), None) == {}
    assert with_value({"acts": [ACT]}, ("acts", "a1"), None) == {}
    assert with_value({"acts": [ACT]}, ("acts", "a9"), None) == {"acts": [ACT]}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
CONTENTS = st.dictionaries(st.sampled_from(("title", "acts", "details", "people")), JSON, max_size=4)


@given(CONTENTS, CONTENTS)
def test_of_any_content_each_difference_turns_round_with_the_two_sides(
    before: JsonObject, after: JsonObject
) -> None:
    there = {(d.path, repr(d.before), repr(d.after)) for d in differences(before, after)}
    back = {(d.path, repr(d.after), repr(d.before)) for d in differences(after, before)}
    assert there == back
    assert differences(before, before) == ()
