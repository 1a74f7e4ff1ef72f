import pytest
from pydantic import ValidationError

from app.domain.dates import OPEN_END, OPEN_START, EdtfError, Fit, FuzzyDate, TimeOfDay, edtf_span, fit_within


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2014", "2014-01-01", "2014-12-31"),
        ("2014-02", "2014-02-01", "2014-02-28"),
        ("2012-02~", "2012-02-01", "2012-02-29"),
        ("2014-01-09?", "2014-01-09", "2014-01-09"),
        ("2010-06/2012", "2010-06-01", "2012-12-31"),
        ("2011-12-16~/2011-12-20%", "2011-12-16", "2011-12-20"),
        ("../2014", OPEN_START, "2014-12-31"),
        ("2014/", "2014-01-01", OPEN_END),
        ("2014-21", "2014-03-01", "2014-05-31"),
        ("2011-24", "2011-12-01", "2012-02-29"),
        ("2014-36", "2014-10-01", "2014-12-31"),
        ("2014-41", "2014-07-01", "2014-12-31"),
        ("2014-XX", "2014-01-01", "2014-12-31"),
        ("199X~", "1990-01-01", "1999-12-31"),
        ("2014-01-XX", "2014-01-01", "2014-01-31"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("2014-XX-XX/2015", "2014-01-01", "2015-12-31"),
        ("[2014-01-09,2014-02-10]", "2014-01-09", "2014-02-10"),
        ("2004-06-~11", "2004-06-11", "2004-06-11"),
    ],
)
def test_span(text: str, earliest: str, latest: str) -> None:
    assert edtf_span(text) == (earliest, latest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "../..",
        "2014-13",
        "2014-00",
        "2014-42",
        "0000-21",
        "000X",
        "9999-24",
        "2014-02-30",
        "2013-02-29",
        "0000",
        "14",
        "9.1.2014",
        "2014-1-9",
        "2015/2014",
        "Y17E7",
        "2014-01-09T10:40",
        "2014/2015/2016",
        "[2014,2015]/2016",
        "٢٠١٤",
        "вчера",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(EdtfError):
        edtf_span(text)
    with pytest.raises(ValidationError):
        FuzzyDate(edtf=text)


def test_every_day_of_the_calendar_and_no_other() -> None:
    for year, days in ((1900, 28), (2000, 29), (2012, 29), (2100, 28)):
        assert edtf_span(f"{year}-02")[1] == f"{year}-02-{days}"
        with pytest.raises(EdtfError):
            edtf_span(f"{year}-02-{days + 1}")


def test_sort_keys_follow_time() -> None:
    def key(edtf: str | None, clock: str | None = None) -> str:
        return FuzzyDate(edtf=edtf, time=TimeOfDay(value=clock) if clock else None).sort_key

    keys = [key(None), key("../2011"), key("2014-01"), key("2014-01-09"), key("2014-01-09", "10:40")]
    assert keys == sorted(keys)
    assert keys == ["", "2011-12-31", "2014-01-01", "2014-01-09", "2014-01-09T10:40"]


@pytest.mark.parametrize("clock", ["24:00", "10:60", "9:05", "10:40:00"])
def test_time_of_day_is_hours_and_minutes(clock: str) -> None:
    with pytest.raises(ValidationError):
        TimeOfDay(value=clock)


@pytest.mark.parametrize(
    ("edtf", "fit"),
    [
        ("2014-01-09", "surely"),
        ("2014-01-01", "surely"),
        ("2014-12-31", "surely"),
        ("2013-12-31", "outside"),
        ("2015-01-01", "outside"),
        ("2014", "surely"),
        ("2014-22", "surely"),
        ("201X", "possibly"),
        ("2014-24", "possibly"),
        ("2013-12-20/2014-01-03", "possibly"),
        ("../2014-01-09", "possibly"),
        ("../2013", "outside"),
        ("2014-05/..", "possibly"),
        ("2015/..", "outside"),
        ("2014-05-05?", "possibly"),
        ("2013-05-05?", "outside"),
        ("2014-05-05~", "surely"),
        ("2014-01-03~", "possibly"),
        ("2013-12-28~", "possibly"),
        ("2013-12-20~", "outside"),
        ("2014-01~", "possibly"),
        ("2014-06~", "surely"),
        ("2014~", "possibly"),
        ("2015%", "possibly"),
        ("2014-06%", "possibly"),
        ("2014-01-01~/2014-01-10~", "possibly"),
        ("2014-03-01~/2014-03-10~", "surely"),
        ("[2013-12-31,2014-01-02]", "possibly"),
        ("9999-12-30~", "outside"),
    ],
)
def test_a_fuzzy_date_is_counted_honestly(edtf: str, fit: Fit) -> None:
    assert fit_within(edtf, "2014-01-01", "2014-12-31") == fit
    assert FuzzyDate(edtf=edtf).fit_within("2014-01-01", "2014-12-31") == fit


def test_the_ends_of_time_reach_no_further() -> None:
    assert fit_within("0001-01-03~", OPEN_START, OPEN_END) == "surely"
    assert fit_within("9999-12-30~", OPEN_START, OPEN_END) == "surely"


def test_a_date_that_is_not_known_lies_possibly_anywhere() -> None:
    assert FuzzyDate(said="вчера").fit_within("2014-01-01", "2014-12-31") == "possibly"
