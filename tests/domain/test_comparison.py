"""What a person tells is compared while it is typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.comparison import Comparison, compare
from app.domain.identity import Fingerprint, fits, spoken_digits, spoken_words

OURS = Fingerprint("0001" + "ab" * 30)
OTHER = Fingerprint("0002" + "ab" * 30)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_each_way_of_telling_the_whole_of_it(language: str) -> None:
    words, digits = spoken_words(OURS, language), spoken_digits(OURS)
    for told in (words, words.upper(), unicodedata.normalize("NFC", words), words + " "):
        assert compare(OURS, told) == Comparison(12, 12, None)
    for told in (digits, digits.replace(" ", ""), digits.replace(" ", "-"), digits + "\n"):
        assert compare(OURS, told) == Comparison(8, 8, None)


def test_half_a_group_does_not_differ_yet() -> None:
    assert compare(OURS, "") == Comparison(8, 0, None)
    assert compare(OURS, "000") == Comparison(8, 0, None)
    assert compare(OURS, "00001 4") == Comparison(8, 1, None)
    assert compare(OURS, "00002") == Comparison(8, 0, 0)
    assert compare(OURS, "00001 5") == Comparison(8, 1, 1)
    first = spoken_words(OURS, "ru").split()[0]
    assert compare(OURS, first[:2]) == Comparison(12, 0, None)
    assert compare(OURS, first[:2] + " ") == Comparison(12, 0, 0)


def test_more_than_there_is_differs() -> None:
    assert compare(OURS, spoken_digits(OURS) + " 1").differing == 8
    assert compare(OURS, spoken_words(OURS) + " zoo").differing == 12


def test_another_key_never_agrees() -> None:
    for told in (spoken_digits(OTHER), spoken_words(OTHER), spoken_words(OTHER, "ru")):
        assert not compare(OURS, told).is_whole
        assert compare(OURS, told).differing is not None


@given(st.binary(min_size=32, max_size=32), st.integers(0, 200))
def test_agrees_as_far_as_it_was_typed_and_only_the_whole_of_it_fits(key: bytes, length: int) -> None:
    fingerprint = Fingerprint(key.hex())
    for told in (spoken_digits(fingerprint), spoken_words(fingerprint), spoken_words(fingerprint, "ru")):
        found = compare(fingerprint, told[:length])
        assert found.differing is None
        assert found.is_whole == fits(fingerprint, told[:length])
