import pytest
from pydantic import ValidationError

from app.domain.dates import OPEN_END, OPEN_START, EdtfError, FuzzyDate, TimeOfDay, edtf_span


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
