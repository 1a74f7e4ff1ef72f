"""When two incidents are offered as possibly the same, and when not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.duplicates import Likeness, likeness
from app.domain.strict_json import JsonObject
from tests.domain.strategies import incidents

TEXT = "Үзіліс кезінде дәлізде үш адам қорғаушыны ұрды, сот приставтары араласпады және ештеңе жазбады."
RETOLD = "Қорғаушыны үзіліс кезінде дәлізде үш адам ұрды; сот приставтары араласпады, ештеңе жазбады!"
OTHER_TEXT = (
    "Утром в здание общества пришли пятеро с проверкой и унесли все бумаги, не дав описи и протокола."
)


def incident(**fields: object) -> JsonObject:
    base: dict[str, object] = {
        "when": {"edtf": "2014-01-09"},
        "where": {"country": "KG", "locality": "Үлгіауыл"},
        "acts": [{"form": "courtroom_attack", "victims": ["p1"]}],
        "narrative": {"text": TEXT},
    }
    return {**base, **fields}  # type: ignore[dict-item]


ALL = tuple(Likeness)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, ALL),
        ({"narrative": {"text": RETOLD}}, ALL),
        ({"narrative": {"text": OTHER_TEXT}}, (Likeness.DATE, Likeness.PLACE, Likeness.ACT, Likeness.PERSON)),
        ({"when": {"edtf": "2014-01"}, "narrative": None, "acts": [{"form": "courtroom_attack"}]},
         (Likeness.DATE, Likeness.PLACE, Likeness.ACT)),
        ({"where": {"locality": "УЛГИАУЫЛ", "country": "KG"}, "acts": []},
         (Likeness.DATE, Likeness.PLACE, Likeness.TEXT)),
        ({"when": {"edtf": "2014-02-09"}, "acts": []}, (Likeness.PLACE, Likeness.TEXT)),
        ({"when": {"edtf": "2014-02-09"}, "narrative": None}, ()),
        ({"when": {"edtf": "2010/2016"}, "narrative": None}, ()),
        ({"where": {"country": "KG"}, "narrative": None, "acts": [{"form": "courtroom_attack"}]}, ()),
        ({"acts": [{"form": "other"}], "narrative": {"text": "Ұрды."}}, ()),
        ({"when": {"edtf": "no date"}, "where": 7, "acts": "x", "narrative": []}, ()),
    ],
)  # fmt: skip
def test_reasons(change: JsonObject, why: tuple[Likeness, ...]) -> None:
    assert likeness(incident(), incident(**change)) == why
    assert likeness(incident(**change), incident()) == why


def test_two_unclassified_reports_of_one_day_and_place_are_not_the_same_act() -> None:
    plain = incident(acts=[{"form": "other"}], narrative=None)
    assert likeness(plain, plain) == ()


@given(incidents(), incidents())
def test_it_is_the_same_from_both_sides(one: JsonObject, other: JsonObject) -> None:
    assert likeness(one, other) == likeness(other, one)


@given(st.dictionaries(st.sampled_from(["when", "where", "acts", "narrative"]), st.text() | st.integers()))
def test_no_content_of_others_breaks_it(content: JsonObject) -> None:
    assert likeness(content, content) == ()
