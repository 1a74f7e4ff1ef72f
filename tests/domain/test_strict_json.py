"""Strict JSON: what is taken is canonical again; what is not is refused without quoting it."""

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.strict_json import MAX_INTEGER, StrictJsonError, canonical_text, parse_object, parse_strict

_TEXT = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=20,
)

REFUSED = {
    "duplicate key": b'{"a":1,"a":2}',
    "NaN": b"[NaN]",
    "infinity": b"[Infinity]",
    "float": b"[1.0]",
    "exponent": b"[1e999]",
    "large integer": b"[9007199254740992]",
    "five thousand digits": b"[" + b"9" * 5000 + b"]",
    "lone surrogate": b'["\\ud800"]',
    "lone surrogate as a key": b'{"\\udfff":1}',
    "not UTF-8": b'["\xff"]',
    "byte order mark": b'\xef\xbb\xbf{"a":1}',
    "too deep": b"[" * 33 + b"]" * 33,
    "brackets without end": b"[" * 100_000,
    "two values": b"{}{}",
    "nothing": b"",
    "raw control character": b'["\x01"]',
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_refused(text: bytes) -> None:
    with pytest.raises(StrictJsonError):
        parse_strict(text, 1 << 20)


def test_a_text_beyond_its_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(StrictJsonError, match="too large"):
        parse_strict(b'"' + b"a" * 99 + b'"', 100)
    assert parse_strict(b'"' + b"a" * 98 + b'"', 100)


def test_depth_32_is_taken() -> None:
    assert parse_strict(b"[" * 32 + b"]" * 32, 100)


def test_an_object_is_asked_for() -> None:
    with pytest.raises(StrictJsonError):
        parse_object(b"[]", 100)


@pytest.mark.parametrize("value", [1.5, {"a": {1}}, {1: "a"}, "\ud800", MAX_INTEGER + 1])
def test_not_writable(value: Any) -> None:
    with pytest.raises(StrictJsonError):
        canonical_text(value)


@given(VALUES)
def test_what_is_written_is_read_back(value: Any) -> None:
    text = canonical_text(value)
    assert parse_strict(text, 1 << 20) == value
    assert canonical_text(parse_strict(text, 1 << 20)) == text


@given(VALUES)
@example({"\ue000": 1, "\U0001f4d3": 2, "Ә": '\x00\x1f\x7f\\"/\u2028 ұ'})
def test_what_is_written_is_what_another_writer_of_rfc_8785_writes(value: Any) -> None:
    assert canonical_text(value) == rfc8785.dumps(value).decode()


@given(st.binary() | VALUES.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        value = parse_strict(data, 1 << 20)
    except StrictJsonError:
        return
    assert parse_strict(canonical_text(value), 1 << 20) == value


def test_an_error_never_quotes_the_content() -> None:
    with pytest.raises(StrictJsonError) as caught:
        parse_strict('{"name": "Қанарейкин"', 100)
    assert "Қанарейкин" not in str(caught.value)
    assert caught.value.__cause__ is None
