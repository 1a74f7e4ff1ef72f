"""Names compared as people's names are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.name_matching import (
    LEAST,
    MATCH,
    asked_keys,
    name_keys,
    neighbours,
    number_likeness,
    person_likeness,
    title_likeness,
)
from app.domain.name_words import Role, Why, name_words, nearness
from app.domain.names import name_key

ONE_PERSON = [
    ("Үлгіқалиев Асқар Қасымұлы", "Ulgikaliyev Askar Kasymovich"),
    ("Үлгіқалиев Асқар Қасымұлы", "Асқар Үлгіқалиев"),
    ("Үлгіқалиев Асқар Қасымұлы", "А. Қ. Үлгіқалиев"),
    ("Үлгіқалиева Әлия Қасымқызы", "Улгикалиева Алия Касымовна"),
    ("Асан Мысал уулу", "Асан Мысалович"),
    ("Гүлнара Мысал кызы", "Gulnara Mysal kyzy"),
    ("Содиқов Намун Раҳимович", "Садыков Намун"),
    ("Содиқ Намун", "Sodiqzoda Namun"),
    ("Раҳимпур Мисол", "Раҳимзода Мисол"),
    ("Ҳоҷиев Мисол", "Xojiyev Misol"),
    ("Өмүрбеков Үлгү", "Умурбеков Улгу"),
    ("Жұмабаев Сынақ", "Dzhumabaev Synak"),
    ("Шыңғысов Үлгі", "Shyngysov Ulgi"),
    ("Бахтиёр Мисолов", "Baxtiyor Misolov"),
    ("Сынақбаев Ержан", "Сынкабаев Ержан"),
]
OTHER_PEOPLE = [
    ("Үлгіқалиев Марат", "Үлгіқалиев Мұрат"),
    ("Үлгіқалиев Асқар Қасымұлы", "Үлгіқалиев Асқар Болатұлы"),
    ("Үлгіқалиев Асқар", "Үлгіқалиев Данияр"),
    ("Үлгіқалиев", "Үлгіқалиев Асқар"),
    ("Үлгіқалиев А.", "Үлгіқалиев Асқар"),
    ("Мысалов Ерлан", "Тестов Ерлан"),
    ("Сынақов Данияр", "Намунаев Шерзод"),
]


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_spellings_of_one_name_match_from_either_side(one: str, other: str) -> None:
    assert person_likeness(one, other).score >= MATCH
    assert person_likeness(other, one).score >= MATCH
    assert {key for word in asked_keys("person", one) for key in word} & name_keys("person", [other])


@pytest.mark.parametrize(("one", "other"), OTHER_PEOPLE)
def test_other_people_do_not_match(one: str, other: str) -> None:
    assert person_likeness(one, other).score < MATCH
    assert person_likeness(other, one).score < MATCH


@pytest.mark.parametrize(
    ("asked", "name", "why"),
    [
        ("Мысал Үлгі", "Мысал Үлгі", (Why.SAME_SPELLING,)),
        ("касым улги", "Қасым Үлгі", (Why.SAME_SPELLING,)),
        ("Qasym Ulgi", "Қасым Үлгі", (Why.OTHER_SCRIPT,)),
        ("Касим Улге", "Қасым Үлгі", (Why.SAME_SOUNDS,)),
        ("Үлгі Қасым Мысалұлы", "Үлгі Қасым Болатұлы", (Why.OTHER_PATRONYMIC,)),
        ("Улгикалиев К.", "Үлгіқалиев Қасым Мысалұлы", (Why.INITIALS, Why.WITHOUT_PATRONYMIC)),
    ],
)
def test_why(asked: str, name: str, why: tuple[Why, ...]) -> None:
    assert person_likeness(asked, name).why == why


def test_what_words_are() -> None:
    words = name_words("А. Үлгіқалиев Қасым уулу Мысалқызы Ю")
    assert [word.role for word in words] == [
        Role.INITIAL,
        Role.MAIN,
        Role.PATRONYMIC,
        Role.PATRONYMIC,
        Role.INITIAL,
    ]
    assert [word.text for word in words][2] == "Қасым уулу"


def test_initials_that_contradict_are_another_person() -> None:
    assert person_likeness("Б. Үлгіқалиев", "Үлгіқалиев Асқар").score < MATCH
    assert person_likeness("А.", "Асқар").score == 0


def test_case_numbers() -> None:
    assert number_likeness("№ 2-1456/2014", "2-1456/2014").score >= MATCH
    assert number_likeness("2А-17", "2A-17").score >= MATCH
    assert number_likeness("2-1456/14", "2-1456/2014").score >= MATCH
    assert LEAST <= number_likeness("1456", "2-1456/2014").score < MATCH
    assert LEAST <= number_likeness("2-1465/2014", "2-1456/2014").score < MATCH
    assert number_likeness("3-77", "2-1456/2014").score == 0
    assert number_likeness("Үлгі ісі", "Ulgi isi").score >= MATCH


def test_organisations_are_compared_by_what_they_share() -> None:
    assert title_likeness("Городской суд Үлгікент", "Үлгікент городской суд").score >= MATCH
    assert title_likeness("Районный суд", "Үлгікент городской суд").score < MATCH
    assert title_likeness("", "Үлгікент городской суд").score == 0


def test_one_letter_makes_neighbours_of_keys() -> None:
    assert {name_key("Содиқхода"), name_key("Содиқода")} <= neighbours(name_key("Содиқзода"))
    assert name_key("Содиқзода") not in neighbours(name_key("Содиқзода"))
    assert neighbours("sd") == neighbours("#214562014") == frozenset()


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_compared_alike_from_both_sides_within_bounds(one: str, other: str) -> None:
    for compare in (person_likeness, title_likeness, number_likeness):
        found = compare(one, other)
        assert 0 <= found.score <= 100
        assert bool(found.why) == (found.score > 0) or found.score == 0
    for a in name_words(one):
        for b in name_words(other):
            there, back = nearness(a, b), nearness(b, a)
            assert (there and there.score) == (back and back.score)
