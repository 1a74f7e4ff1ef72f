"""Dates as people say them, in five languages: two tables of phrases, and what must not be read."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from app.domain.date_reading import read_date
from app.domain.date_vocabulary import LONGEST_PHRASE, meanings
from app.domain.dates import edtf_span
from app.words import LANGUAGES

TODAY = date(2026, 11, 28)
UNDERSTOOD_UNSEEN, MISUNDERSTOOD_UNSEEN = 96, 2


@dataclass(frozen=True)
class Phrase:
    """A line of a table: what is said, when, and the date and the time it says; `edtf` is empty for none."""

    text: str
    language: str
    today: date
    edtf: str
    time: str | None = None


def table(name: str) -> list[Phrase]:
    """The phrases of one file."""
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()
    made = []
    for line in lines:
        text, language, today, edtf, *time = line.split("\t")
        made.append(Phrase(text, language, date.fromisoformat(today), edtf, *time))
    return made


PHRASES = table("date_phrases.tsv")


def read(phrase: Phrase) -> tuple[str, str | None]:
    """The date and the time that a phrase is understood as."""
    found = read_date(phrase.text, phrase.language, phrase.today)
    if found is None:
        return "", None
    return found.edtf, f"{found.time.value} {found.time.precision}" if found.time else None


def test_the_table_is_wide_enough() -> None:
    counts = [sum(phrase.language == language for phrase in PHRASES) for language in LANGUAGES]
    assert min(counts) >= 50


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: f"{phrase.language} {phrase.text}")
def test_a_phrase_is_understood(phrase: Phrase) -> None:
    assert read(phrase) == (phrase.edtf, phrase.time)


def test_phrases_that_were_written_before_the_reader_are_mostly_understood_and_hardly_mistaken() -> None:
    """Nothing was tuned for these; a change that loses one of them shows here."""
    unseen = table("date_phrases_unseen.tsv")
    found = [(phrase, read(phrase)[0]) for phrase in unseen]
    assert len(unseen) == 100
    assert sum(edtf == phrase.edtf for phrase, edtf in found) >= UNDERSTOOD_UNSEEN
    assert sum(edtf not in ("", phrase.edtf) for phrase, edtf in found) <= MISUNDERSTOOD_UNSEEN


def test_what_is_read_the_library_takes_too() -> None:
    taken = {phrase.edtf for phrase in PHRASES if phrase.edtf and ".." not in phrase.edtf}
    assert [edtf for edtf in taken if not parse_edtf(edtf)] == []


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2025-21", "2025-21"),
        ("2025-05-01/2025-06", "2025-05-01/2025-06"),
        ("../2025", "../2025"),
        ("2025-05-05?", "2025-05-05?"),
        ("2011-12-01~/2011-12-10~", "2011-12-01~/2011-12-10~"),
        ("[2014-01,2014-03]", "[2014-01,2014-03]"),
        ("2014-01-XX", "2014-01-XX"),
    ],
)
def test_edtf_is_taken_as_it_is(text: str, edtf: str) -> None:
    found = read_date(text, "en", TODAY)
    assert found is not None
    assert found.edtf == edtf


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text", ["", " ", "32.1.2026", "9 2026", "31.02.2025", "9.1.2026 25:70", "09.1.26", "٩ January 2014"]
)
def test_what_is_no_date_is_none_in_every_language(text: str, language: str) -> None:
    assert read_date(text, language, TODAY) is None


def test_a_word_of_two_meanings_is_settled_by_the_language_or_not_at_all() -> None:
    found = {language: read_date("жаз 2014", language, TODAY) for language in LANGUAGES}
    assert {language: read.edtf for language, read in found.items() if read} == {
        "kk": "2014-22",
        "ky": "2014-21",
    }
    # Kyrgyz has one word for Friday and for the week.
    assert read_date("өткөн жума", "ky", TODAY) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_may_be_mixed(language: str) -> None:
    found = read_date("шамамен 9 января 2014 г. in the evening", language, TODAY)
    assert found is not None
    assert (found.edtf, found.time and found.time.value) == ("2014-01-09~", "19:00")


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("9.1.2014", "exact"),
        ("9.1.2014?", "believed"),
        ("около 2014", "approximate"),
        ("2014%", "approximate"),
    ],
)
def test_how_sure_it_is(text: str, certainty: str) -> None:
    found = read_date(text, "ru", TODAY)
    assert found is not None
    assert found.certainty == certainty


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("в пятницу 9 января 2014", "ru"),
        ("9 January 2014, Friday", "en"),
        ("жұма, 9 қаңтар 2014", "kk"),
        ("Friday evening 9 January 2014", "en"),
    ],
)
def test_a_wrong_day_of_the_week_is_told_and_changes_nothing(text: str, language: str) -> None:
    found = read_date(text, language, TODAY)
    assert found is not None
    assert (found.edtf, found.contradiction) == ("2014-01-09", True)


def test_a_right_day_of_the_week_is_no_contradiction() -> None:
    found = read_date("в четверг 9 января 2014", "ru", TODAY)
    assert found is not None
    assert not found.contradiction


@given(st.dates(), st.text(max_size=40), st.sampled_from(LANGUAGES))
def test_any_text_on_any_day_is_read_or_not(today: date, text: str, language: str) -> None:
    found = read_date(text, language, today)
    assert found is None or edtf_span(found.edtf)


@given(
    st.dates(),
    st.lists(
        st.sampled_from([*(" ".join(key) for key in meanings()), *"1.9-:/?~", "12", "2014"]), max_size=8
    ),
    st.sampled_from(LANGUAGES),
)
def test_any_words_on_any_day_are_read_or_not(today: date, words: list[str], language: str) -> None:
    found = read_date(" ".join(words), language, today)
    assert found is None or edtf_span(found.edtf)


def test_no_phrase_is_longer_than_what_is_looked_for() -> None:
    assert max(map(len, meanings())) <= LONGEST_PHRASE
