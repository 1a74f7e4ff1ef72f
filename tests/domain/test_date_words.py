"""Dates as they are typed in five languages, and as they are said back."""

from datetime import date

import pytest
from app.gui.typed_dates import TypedDate, date_in_brief, date_in_words, read_typed_date

from app.words import choose_language

TODAY = date(2026, 1, 10)


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("9.1.2026", "2026-01-09"),
        ("09/01/2026", "2026-01-09"),
        ("01.2026", "2026-01"),
        ("2026", "2026"),
        ("2026-01-09", "2026-01-09"),
        ("9 January 2026", "2026-01-09"),
        ("January 9, 2026", "2026-01-09"),
        ("9 января 2026 г.", "2026-01-09"),
        ("январь 2026", "2026-01"),
        ("9 сен 2025", "2025-09-09"),
        ("9 қаңтар 2026", "2026-01-09"),
        ("9 Январ 2026", "2026-01-09"),
        ("около 2025", "2025~"),
        ("~ 05.2025", "2025-05~"),
        ("вчера", "2026-01-09"),
        ("бүгүн", "2026-01-10"),
        ("имрӯз", "2026-01-10"),
        ("2025-21", "2025-21"),
        ("2025-05-01/2025-06", "2025-05-01/2025-06"),
        ("../2025", "../2025"),
        ("2025-05-05?", "2025-05-05?"),
    ],
)
def test_a_date_is_understood(typed: str, edtf: str) -> None:
    assert read_typed_date(typed, TODAY) == TypedDate(edtf)


@pytest.mark.parametrize("typed", ["yesterday 14:30", "вчера в 14:30", "9.1.2026, 14:30", "9.1.2026 14.30"])
def test_a_time_of_day_goes_with_it(typed: str) -> None:
    assert read_typed_date(typed, TODAY) == TypedDate("2026-01-09", "14:30")


@pytest.mark.parametrize(
    "typed", ["", "32.1.2026", "мая", "soon", "9 2026", "31.02.2025", "after the trial", "9.1.2026 25:70"]
)
def test_what_is_no_date_is_none(typed: str) -> None:
    assert read_typed_date(typed, TODAY) is None


@pytest.mark.parametrize(
    ("language", "edtf", "words"),
    [
        ("en", "2026-01-09", "9 January 2026"),
        ("ru", "2026-01-09", "9 января 2026\u202fг."),
        ("en", "2026-01", "January 2026"),
        ("en", "2026", "2026"),
        ("en", "2026-01-09~", "about 9 January 2026"),
        ("en", "2025-05-01/2025-05-09", "between 1 May 2025 and 9 May 2025"),
        ("en", "../2025-05-09", "not after 9 May 2025"),
        ("en", "2025-05-09/..", "not before 9 May 2025"),
        ("en", "no date at all", "no date at all"),
    ],
)
def test_a_date_is_said_in_the_language(language: str, edtf: str, words: str) -> None:
    choose_language(language)
    assert date_in_words(edtf) == words


@pytest.mark.parametrize(
    ("language", "edtf", "words"),
    [
        ("en", "2026-01-09", "9 Jan 2026"),
        ("ru", "2026-01-09", "9 янв. 2026\u202fг."),
        ("en", "2026-06", "Jun 2026"),
        ("en", "2026", "2026"),
        ("en", "2026-01-09~", "≈ 9 Jan 2026"),
        ("ru", "2025-05-17/2025-05-19", "17–19 мая 2025\u202fг."),
        ("en", "../2025-05-09", "≤ 9 May 2025"),
        ("en", "2025-05-09/..", "≥ 9 May 2025"),
        ("en", "no date at all", "no date at all"),
    ],
)
def test_a_date_is_said_in_brief_where_there_is_little_room(language: str, edtf: str, words: str) -> None:
    choose_language(language)
    assert date_in_brief(edtf) == words


def test_a_season_is_no_month() -> None:
    choose_language("en")
    assert date_in_brief("2025-21") == "1 Mar\u2009–\u200931 May 2025"
