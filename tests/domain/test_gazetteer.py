"""The gazetteer that ships: towns and regions by any of their names, shown by those of today."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.gazetteer import CITY_REGIONS, HOME_COUNTRIES, place_content
from app.domain.name_words import Why
from app.domain.place import Place
from app.services.gazetteer_files import load_gazetteer

GAZETTEER = load_gazetteer()
PLACES = tuple(GAZETTEER)


@pytest.mark.parametrize(
    ("typed", "place", "region"),
    [
        ("Жаңаөзен", "Zhanaozen", "KZ-47"),
        ("жанаозен", "Zhanaozen", "KZ-47"),
        ("Zhanaozen", "Zhanaozen", "KZ-47"),
        ("г. Жанаозен, Мангистауская область", "Zhanaozen", "KZ-47"),
        ("Чимкент", "Shymkent", "KZ-79"),
        ("Алма-Ата", "Almaty", "KZ-75"),
        ("Фрунзе", "Bishkek", "KG-GB"),
        ("karabalta", "Kara-Balta", "KG-C"),
        ("Кара Балта", "Kara-Balta", "KG-C"),
        ("Худжанд", "Khujand", "TJ-SU"),
        ("Хуҷанд", "Khujand", "TJ-SU"),
        ("Xujand", "Khujand", "TJ-SU"),
        ("Ленинабад", "Khujand", "TJ-SU"),
        ("Караганды", "Karagandy", "KZ-35"),
        ("Өскемен", "Ust-Kamenogorsk", "KZ-63"),
        ("Мангыстауская обл.", "Mangystau Region", "KZ-47"),
        ("Маңғыстау облысы", "Mangystau Region", "KZ-47"),
        ("ГБАО", "Gorno-Badakhshan", "TJ-GB"),
        ("Южно-Казахстанская область", "Turkistan Region", "KZ-61"),
        ("Жанаозн", "Zhanaozen", "KZ-47"),
    ],
)
def test_a_place_is_found_by_any_of_its_names(typed: str, place: str, region: str) -> None:
    first = GAZETTEER.find(typed)[0]
    assert (first.place.latin, first.place.region, first.is_match) == (place, region, True)


def test_what_is_behind_the_comma_tells_places_of_one_name_apart() -> None:
    assert GAZETTEER.find("Актау")[0].place.region == "KZ-47"
    assert GAZETTEER.find("Актау, Карагандинская область")[0].place.region == "KZ-35"


def test_an_old_name_finds_and_is_not_shown() -> None:
    first = GAZETTEER.find("Фрунзе")[0]
    assert first.why == (Why.OTHER_NAME,)
    assert [first.place.name_in(language) for language in ("ru", "ky", "kk", "tg", "en")] == [
        "Бишкек", "Бишкек", "Бишкек", "Бишкек", "Bishkek",
    ]  # fmt: skip
    shown = {place.name_in(language) for place in PLACES for language in ("ru", "kk", "ky", "tg", "en")}
    assert shown.isdisjoint(
        {"Чимкент", "Алма-Ата", "Фрунзе", "Ленинабад", "Целиноград", "Коммунизм", "Табошар"}
    )


def test_a_city_that_is_a_region_is_offered_once() -> None:
    for region in CITY_REGIONS:
        name = next(place.russian for place in PLACES if place.region == region and not place.is_region)
        assert [offer.place.id for offer in GAZETTEER.find(name) if offer.place.id in CITY_REGIONS] == []


def test_what_was_typed_so_far_is_enough() -> None:
    offers = GAZETTEER.find("жана")
    assert "Zhanaozen" in [offer.place.latin for offer in offers]
    assert offers[0].place.country in HOME_COUNTRIES


def test_nothing_is_found_for_nothing() -> None:
    for typed in ("", " , ", "?", "Ничегополис", "12"):
        assert GAZETTEER.find(typed) == ()


def test_the_names_of_the_language_in_force() -> None:
    khujand = GAZETTEER.find("Khujand")[0].place
    assert [khujand.name_in(language) for language in ("ru", "tg", "kk", "en")] == [
        "Худжанд", "Хуҷанд", "Худжанд", "Khujand",
    ]  # fmt: skip


def test_every_place_fills_in_what_a_record_may_hold() -> None:
    assert len(PLACES) == 1_394 + 34
    for place in PLACES:
        content = place_content(place, "ru")
        assert Place.model_validate(content).country == place.country
        assert ("gazetteer" in content) == (not place.is_region)
        assert place.country not in HOME_COUNTRIES or place.region is not None
        assert place.is_region or 2_000 <= (place.precision_m or 0) <= 15_000


@given(st.text(max_size=40))
def test_any_text_is_answered(typed: str) -> None:
    offers = GAZETTEER.find(typed, 5)
    assert len(offers) <= 5
    assert all(50 <= offer.score <= 100 and offer.why for offer in offers)
