"""`date read`: what was understood, in words and as EDTF."""

import pytest

from app.words import choose_language
from tests.cli.shell import run, validator

TODAY = ("--today", "2026-11-28")


def test_a_date_is_answered_in_words_and_as_edtf() -> None:
    outcome = run("--json", "date", "read", "в начале декабря 2011 утром", "--language", "ru", *TODAY)
    assert outcome.exit_code == 0
    validator("date_understood").validate(outcome.json)
    assert outcome.json == {
        "edtf": "2011-12-01~/2011-12-10~",
        "time": "08:00",
        "precision": "part_of_day",
        "certainty": "approximate",
        "words": "начало декабря 2011 г., утром",
        "contradiction": None,
        "understood": True,
    }


def test_a_person_reads_it_as_lines() -> None:
    outcome = run("date", "read", "yesterday", "--language", "en", *TODAY)
    assert outcome.exit_code == 0
    assert "2026-11-27" in outcome.text
    assert "27 November 2026" in outcome.text


def test_the_text_may_come_from_standard_input_where_nobody_sees_it() -> None:
    outcome = run("--json", "date", "read", "-", *TODAY, given="2014 ж. қаңтар\n".encode())
    assert outcome.json["edtf"] == "2014-01"


def test_without_a_day_it_is_today() -> None:
    outcome = run("--json", "date", "read", "today")
    assert outcome.exit_code == 0
    assert len(outcome.json["edtf"]) == len("2026-11-28")


def test_a_day_of_the_week_that_does_not_fit_is_told() -> None:
    outcome = run("--json", "--language", "en", "date", "read", "Friday 9.1.2014")
    assert outcome.json["edtf"] == "2014-01-09"
    assert "Thursday" in outcome.json["contradiction"]


@pytest.mark.parametrize("text", ["after the trial", "9.1.14", "жаз 2014"])
def test_what_is_not_understood_is_refused(text: str) -> None:
    outcome = run("--json", "date", "read", text, "--language", "en")
    assert (outcome.exit_code, outcome.code) == (3, "date.not_understood")
    validator("refused").validate(outcome.json)
    assert text not in outcome.stdout.decode()


def test_a_day_that_does_not_exist_is_wrong_usage() -> None:
    assert run("--json", "date", "read", "today", "--today", "2026-02-30").code == "usage"


@pytest.fixture(autouse=True)
def english() -> None:
    choose_language("en")
