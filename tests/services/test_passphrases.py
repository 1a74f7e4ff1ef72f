"""Drawn passphrases, and estimates that do not flatter."""

import unicodedata

import pytest

from app.places import resources
from app.services.passphrases import (
    Strength,
    choose_places,
    drawn_bits,
    estimate,
    generate,
    same_word,
)
from app.words import LANGUAGES, choose_language

# Letters that whoever has another keyboard, or reads handwriting, takes for one.
ONE_LETTER = str.maketrans("қғңүұөәіһҳҷӣӯёйщ", "кгнууоаиххчиуеиш", "ъь")


@pytest.mark.parametrize("language", LANGUAGES)
def test_drawn_words_are_of_the_list_and_worth_their_bits(language: str) -> None:
    drawn = [generate(language) for _ in range(50)]
    words = [word for each in drawn for word in each.split(" ")]
    assert len(words) == 350
    assert len(set(words)) > 250
    assert all(unicodedata.is_normalized("NFC", word) for word in words)
    for each in drawn:
        found = estimate(each)
        assert found.bits <= 77.0
        assert found.strength is Strength.STRONG or len(set(each.split())) < 6


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en", "ru"}))
def test_words_of_our_own_lists_are_not_mistaken_for_each_other(language: str) -> None:
    words = (resources() / "words" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    assert len(words) == 2048
    assert words == sorted(unicodedata.normalize("NFC", word) for word in words)
    assert all(word.isalpha() and word.islower() and 4 <= len(word) <= 8 for word in words)
    spelled = [word.translate(ONE_LETTER) for word in words]
    # One letter less, one other, two exchanged: each way of cutting one out leads to one word alone.
    shorter = [word[:place] + word[place + 1 :] for word in spelled for place in range(len(word))]
    assert not set(shorter) & set(spelled)
    other = [f"{word[:place]} {word[place + 1 :]}" for word in spelled for place in range(len(word))]
    assert len(set(other)) == len(other)
    swapped = (
        word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        for word in spelled
        for place in range(len(word) - 1)
        if word[place] != word[place + 1]
    )
    assert not set(swapped) & set(spelled)
    beginnings = {word[:length] for word in spelled for length in range(1, len(word))}
    assert not beginnings & set(spelled)


def test_seven_words_are_77_bits_in_each_language() -> None:
    assert drawn_bits() == 77.0
    assert drawn_bits(12) == 132.0


def test_words_asked_back_are_three_different_ones_in_order() -> None:
    for _ in range(50):
        places = choose_places()
        assert len(set(places)) == 3
        assert list(places) == sorted(places)
        assert 0 <= places[0] <= places[-1] < 7


def test_a_word_counts_in_either_case_and_composition() -> None:
    assert same_word(" Знаи\u0306 ", "знай")
    assert not same_word("знать", "знай")
    assert not same_word("", "знай")


@pytest.mark.parametrize(
    ("typed", "strength"),
    [
        ("", Strength.NONE),
        ("   ", Strength.NONE),
        ("password", Strength.VERY_WEAK),
        ("йцукен123", Strength.VERY_WEAK),
        ("Бишкек", Strength.VERY_WEAK),
        ("достопримечательность", Strength.VERY_WEAK),
        ("достопримечательность " * 5, Strength.VERY_WEAK),
        ("тихая пристань", Strength.VERY_WEAK),
        ("тихая пристань друга", Strength.WEAK),
        ("тихая пристань верный Әлібек", Strength.FAIR),
        ("тихая пристань верный Әлібек гончар", Strength.STRONG),
        ("qT7-zz0!Pw#x_9Lk@mV", Strength.STRONG),
    ],
)
def test_estimate(typed: str, strength: Strength) -> None:
    assert estimate(typed).strength is strength


def test_a_very_long_passphrase_is_measured_too() -> None:
    assert estimate("я" * 5000).strength is Strength.VERY_WEAK


def test_the_estimate_is_told_in_the_language_in_force() -> None:
    assert estimate("password").sentence.startswith("Very weak")
    assert estimate("").sentence == ""
    choose_language("ru")
    assert estimate("password").sentence
