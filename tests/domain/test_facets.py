"""What lists are narrowed by, out of content that may be anybody's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.facets import Facet, FacetName, facets_of, place_path
from app.domain.strict_json import JsonObject


def test_an_incident_has_its_places_forms_and_statuses() -> None:
    content: JsonObject = {
        "where": {"country": "KZ", "region": "KZ-47", "locality": "Жаңаөзен"},
        "acts": [
            {"form": "beating", "where": {"country": "KG"}},
            {"form": "beating"},
            {"form": "threat"},
        ],
        "violation_status": "likely",
        "priority": "high",
        "urgency": "ongoing",
        "when": {"edtf": "2014-01?"},
    }
    assert set(facets_of("incident", content)) == {
        Facet(FacetName.FORM, "beating"),
        Facet(FacetName.FORM, "threat"),
        Facet(FacetName.PLACE, "KZ/KZ-47/жанаозен"),
        Facet(FacetName.PLACE, "KG"),
        Facet(FacetName.STATUS, "likely"),
        Facet(FacetName.PRIORITY, "high"),
        Facet(FacetName.URGENCY, "ongoing"),
        Facet(FacetName.DATE, "doubted"),
    }
    assert len(facets_of("incident", content)) == 8
    assert facets_of("person", content) == ()


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ({}, ""),
        ({"country": "KZ"}, "KZ"),
        ({"region": "TJ-SU"}, "TJ/TJ-SU"),
        ({"country": "KZ", "locality": "  Алма-Ата "}, "KZ//алма-ата"),
        ({"locality": "Ҳисор"}, "//хисор"),
        ({"locality": "а/б"}, "//а б"),
        ({"locality": "Ү" * 300}, "//" + "у" * 80),
        ({"country": "kz", "region": "Mangystau", "locality": 7}, ""),
    ],
)
def test_the_path_of_a_place(place: JsonObject, path: str) -> None:
    assert place_path(place) == path


ANY = st.recursive(
    st.none() | st.integers() | st.text(max_size=8) | st.sampled_from(["KZ", "KZ-47", "beating"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["where", "form", "country", "region", "locality"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)
FIELDS = ["when", "where", "acts", "violation_status", "monitoring_status", "priority", "urgency"]


@given(st.dictionaries(st.sampled_from(FIELDS), ANY))
def test_no_content_of_others_breaks_it(content: JsonObject) -> None:
    for facet in facets_of("incident", content):
        assert facet.value
        assert "\n" not in facet.value
