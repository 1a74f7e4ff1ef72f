"""Which backups are kept: 7 days, 4 weeks, 6 months, within a budget."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.backup_names import backup_day, next_name, superseded

TODAY = date(2026, 11, 29)
DAYS = st.integers(0, 400).map(lambda back: TODAY - timedelta(days=back))
NAMES = st.sets(st.tuples(DAYS, st.integers(1, 3)), max_size=60).map(
    lambda found: {f"{day}-{number:03}" for day, number in found}
)


def test_names() -> None:
    assert backup_day("2026-11-29-001") == TODAY
    for other in (
        "2026-11-29",
        "2026-13-01-001",
        "before-migration-from-3",
        "2026-11-29-001.partial",
        "blobs",
    ):
        assert backup_day(other) is None
    assert next_name(TODAY, frozenset()) == "2026-11-29-001"
    assert next_name(TODAY, frozenset({"2026-11-29-007", "2026-11-28-009", "x"})) == "2026-11-29-008"


def test_a_year_of_daily_backups_leaves_what_the_calendar_keeps() -> None:
    names = {f"{TODAY - timedelta(days=back)}-001": 1 for back in range(365)}
    gone = superseded(names, TODAY)
    kept = sorted(names.keys() - set(gone), reverse=True)
    assert kept[:7] == [f"{TODAY - timedelta(days=back)}-001" for back in range(7)]
    # Sundays end the weeks before, the last days their months.
    assert kept[7:] == [
        "2026-11-22-001", "2026-11-15-001", "2026-11-08-001", "2026-10-31-001", "2026-09-30-001",
        "2026-08-31-001", "2026-07-31-001", "2026-06-30-001",
    ]  # fmt: skip
    assert list(gone) == sorted(gone)


def test_of_one_day_the_newest_is_kept() -> None:
    assert superseded({"2026-11-29-001": 1, "2026-11-29-002": 1}, TODAY) == ("2026-11-29-001",)


def test_the_budget_takes_the_oldest_and_never_the_newest() -> None:
    sizes = {f"2026-11-{day}-001": 100 for day in (26, 27, 28, 29)}
    assert superseded(sizes, TODAY, 200) == ("2026-11-26-001",)
    assert superseded(sizes, TODAY, 0) == ("2026-11-26-001", "2026-11-27-001", "2026-11-28-001")


@given(NAMES, DAYS)
def test_whatever_the_clock_says_the_newest_stays_and_a_second_thinning_changes_nothing(
    names: set[str], today: date
) -> None:
    sizes = dict.fromkeys(names, 10)
    gone = set(superseded(sizes, today))
    assert not names or max(names) not in gone
    left = dict.fromkeys(names - gone, 10)
    assert superseded(left, today) == ()
    assert len(left) <= 7 + 4 + 6 + 1
