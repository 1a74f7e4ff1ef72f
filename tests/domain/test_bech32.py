import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import bech32


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("A12UEL5L", "a"),
        ("a12uel5l", "a"),
        ("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "abcdef"),
        ("?1ezyfcl", "?"),
    ],
)
def test_valid_strings_of_bip_173(text: str, prefix: str) -> None:
    assert bech32.decode(text)[0] == prefix


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "a1",
        "pzry9x0s0muk",
        "1pzry9x0s0muk",
        "x1b4n0q5v",
        "li1dgmt3",
        "A1G7SGD8",
        "a12UEL5L",
        "a12uel5m",
    ],
)
def test_invalid_strings_of_bip_173(text: str) -> None:
    with pytest.raises(ValueError, match="bech32"):
        bech32.decode(text)


def test_letters_that_only_fold_to_ascii_are_foreign() -> None:
    kelvin = bech32.encode("k", b"abc").upper().replace("K", "\N{KELVIN SIGN}")
    with pytest.raises(ValueError, match="foreign"):
        bech32.decode(kelvin)


@pytest.mark.parametrize("prefix", ["", "Age", "ж", "a b"])
def test_prefix_that_cannot_be_read_back(prefix: str) -> None:
    with pytest.raises(ValueError, match="prefix"):
        bech32.encode(prefix, b"")


@given(
    st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20).map(str.lower),
    st.binary(max_size=1300),
)
def test_round_trip_without_length_limit(prefix: str, payload: bytes) -> None:
    text = bech32.encode(prefix, payload)
    assert bech32.decode(text) == bech32.decode(text.upper()) == (prefix, payload)


@given(st.binary(max_size=40), st.data())
def test_one_wrong_character_is_found(payload: bytes, data: st.DataObject) -> None:
    text = bech32.encode("age1pq", payload)
    place = data.draw(st.integers(len("age1pq1"), len(text) - 1))
    other = data.draw(st.sampled_from("qpzry9x8gf2tvdw0s3jn54khce6mua7l").filter(lambda c: c != text[place]))
    with pytest.raises(ValueError, match="checksum"):
        bech32.decode(text[:place] + other + text[place + 1 :])


@given(st.text(max_size=60))
def test_any_text_is_refused_as_a_value(text: str) -> None:
    try:
        prefix, payload = bech32.decode(text)
    except ValueError:
        return
    assert bech32.encode(prefix, payload) == text.lower()
