"""Dates in words: as they are said in each language, and read again as the same."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from app.domain.date_reading import read_date
from app.domain.date_words import date_and_time_in_words, date_in_brief, date_in_words, time_in_words
from app.domain.dates import EdtfError, TimeOfDay, edtf_span
from app.words import LANGUAGES, choose_language

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("language", "edtf", "words"),
    [
        ("en", "2026-01-09", "9 January 2026"),
        ("ru", "2026-01-09", "9 января 2026\u202fг."),
        ("en", "2026-01", "January 2026"),
        ("en", "2026", "2026"),
        ("en", "2026-01-09~", "about 9 January 2026"),
        ("en", "2026-01-09?", "perhaps 9 January 2026"),
        ("en", "2025-05-01/2025-05-09", "between 1 May 2025 and 9 May 2025"),
        ("en", "../2025-05-09", "not after 9 May 2025"),
        ("en", "2025-05-09/..", "not before 9 May 2025"),
        ("en", "../2025", "not after 2025"),
        ("en", "2011-12-01~/2011-12-10~", "beginning of December 2011"),
        ("ru", "2011-12-01~/2011-12-10~", "начало декабря 2011 г."),
        ("kk", "2011-12-01~/2011-12-10~", "2011 ж. желтоқсан айының басы"),
        ("ky", "2011-12-01~/2011-12-10~", "2011-ж. декабрь айынын башы"),
        ("tg", "2011-12-01~/2011-12-10~", "аввали моҳи декабри соли 2011"),
        ("ru", "2011-24", "зима 2011/2012 г."),
        ("en", "2014-34", "quarter 2 of 2014"),
        ("ru", "2014-40", "первая половина 2014 г."),
        ("en", "199X", "1990s"),
        ("ru", "[2014-01-09,2014-01-10]", "9 января 2014\u202fг. или 10 января 2014\u202fг."),
        ("en", "2014-01-XX", "between 1 January 2014 and 31 January 2014"),
        ("en", "2014-01-09~/2014-01-12?", "between 9 January 2014 and 12 January 2014"),
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
        ("en", "2025-21", "1 Mar\u2009–\u200931 May 2025"),
        ("en", "199X", "1 Jan 1990\u2009–\u200931 Dec 1999"),
    ],
)
def test_a_date_is_said_in_brief_where_there_is_little_room(language: str, edtf: str, words: str) -> None:
    choose_language(language)
    assert date_in_brief(edtf) == words


days = st.dates(date(1000, 1, 1), date(9997, 12, 31)).map(date.isoformat)
months = days.map(lambda day: day[:7])
years = days.map(lambda day: day[:4])
plain = st.one_of(days, months, years)
signs = st.sampled_from(["", "~", "?", "%"])
decades = years.map(lambda year: f"{year[:3]}X")
groups = st.builds("{}-{}".format, years, st.sampled_from([21, 22, 23, 24, 33, 34, 35, 36, 40, 41]))
intervals = st.builds(lambda first, last, sign: f"{first}{sign}/{last}{sign}", plain, plain, signs)
bounds = st.builds(
    lambda end, sign, early: f"../{end}{sign}" if early else f"{end}{sign}/..", plain, signs, st.booleans()
)
dates = st.one_of(
    st.builds("{}{}".format, st.one_of(plain, decades), signs),
    groups,
    intervals,
    bounds,
    st.builds("[{},{}]".format, plain, plain),
)
parts_of_months = st.builds(
    lambda month, share, sign: (
        f"{month}-{share[0]}{sign}/" + (f"{month}-{share[1]}" if share[1] else edtf_span(month)[1]) + sign
    ),
    months,
    st.sampled_from([("01", "10"), ("11", "20"), ("21", "")]),
    st.sampled_from("~%"),
)
parts_of_years = st.builds(
    lambda year, share, sign: f"{year}-{share[0]}{sign}/{year}-{share[1]}{sign}",
    years,
    st.sampled_from([("01", "03"), ("05", "08"), ("10", "12")]),
    st.sampled_from("~%"),
)
times = st.one_of(
    st.none(),
    st.builds(
        lambda hour, minute: TimeOfDay(value=f"{hour:02d}:{minute:02d}", precision="minute"),
        st.integers(0, 23),
        st.integers(0, 59),
    ),
    st.builds(lambda hour: TimeOfDay(value=f"{hour:02d}:00", precision="hour"), st.integers(0, 23)),
    st.builds(lambda hour: TimeOfDay(value=f"{hour:02d}:30", precision="quarter"), st.integers(0, 23)),
    st.sampled_from(
        [
            TimeOfDay(value=value, precision="part_of_day")
            for value in ("05:00", "08:00", "15:00", "19:00", "02:00")
        ]
    ),
)


@given(st.one_of(dates, parts_of_months, parts_of_years), times, st.sampled_from(LANGUAGES))
def test_what_is_said_is_read_again_as_the_same(edtf: str, time: TimeOfDay | None, language: str) -> None:
    try:
        first, last = edtf_span(edtf)
    except EdtfError:
        reject()
    assume("[" not in edtf or edtf[1:-1].split(",") == sorted(edtf[1:-1].split(",")))
    night = time is not None and time.value == "02:00"
    if night and "/" in edtf and (date.fromisoformat(last) - date.fromisoformat(first)).days == 1:
        # A night that reaches from one day into the next begins late on the first.
        time = TimeOfDay(value="23:00", precision="part_of_day")
    choose_language(language)
    said = date_and_time_in_words(edtf, time)
    found = read_date(said, language, TODAY)
    assert found is not None, said
    assert (found.edtf, found.time) == (edtf, time), said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_time_of_day_has_words(language: str) -> None:
    choose_language(language)
    hours = [(timedelta(hours=hour) + timedelta(minutes=59)) for hour in range(24)]
    values = [f"{each.seconds // 3600:02d}:59" for each in hours]
    said = {time_in_words(TimeOfDay(value=value, precision="part_of_day")) for value in values}
    assert len(said) == 5
    assert all(time_in_words(TimeOfDay(value=value)) == value for value in values)
