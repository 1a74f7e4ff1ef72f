"""Rows of lists from content of any shape: whoever wrote it, nothing may fail."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.revision import KINDS
from app.domain.strict_json import Json, JsonObject
from app.services.derivation import derivation_by
from app.services.form_files import load_forms

_KEYS = st.sampled_from(
    [
        "title",
        "narrative",
        "text",
        "when",
        "edtf",
        "where",
        "acts",
        "form",
        "form_version",
        "details",
        "victims",
        "sources",
        "consent",
        "people",
        "names",
        "full",
        "id",
        "sha256",
        "privileged",
        "numbers",
        "raw",
        "times",
        "claimed",
        "locality",
        "reference",
        "unheard_of",
    ]
)
_LEAVES = (
    st.none() | st.booleans() | st.integers() | st.sampled_from(["beating", "2014-13", "2014-01", "Ұ", ""])
)
_VALUES: st.SearchStrategy[Json] = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=5),
    max_leaves=25,
)


@given(
    st.sampled_from([*KINDS, "unheard_of"]),
    st.dictionaries(_KEYS, _VALUES, max_size=8),
    st.frozensets(st.sampled_from(["medical", "sources"])),
)
def test_any_content_has_a_row(kind: str, content: JsonObject, withheld: frozenset[str]) -> None:
    row = derivation_by(load_forms())(kind, content, withheld)
    assert isinstance(row.title, str)


def test_the_row_of_an_incident() -> None:
    content: JsonObject = {
        "title": "Қорқыту",
        "when": {"edtf": "2014-01~"},
        "acts": [{"id": "a", "form": "threat", "form_version": 1, "details": {"words": "сөзбе-сөз"}}],
    }
    row = derivation_by(load_forms())("incident", content, frozenset())
    assert (row.title, row.when_text, row.forms) == ("Қорқыту", "2014-01~", ("threat",))
    assert "narrative" in {gap.field for gap in row.missing}
