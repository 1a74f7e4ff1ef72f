import pytest

from app.domain.list_columns import NARROWEST, OFFERED, WIDEST, ChosenColumns, ListColumn

AT_FIRST = OFFERED["incident"].at_first
TITLE, WHEN, STATUS = ListColumn.TITLE, ListColumn.WHEN, ListColumn.STATUS


def test_as_at_first_is_what_two_lines_say_and_the_first_choice_begins_from_that() -> None:
    at_first = ChosenColumns()
    assert (at_first.items, at_first.names) == ((), AT_FIRST)
    chosen = at_first.turned(STATUS)
    assert chosen.names == (*AT_FIRST, STATUS)
    assert chosen.turned(STATUS).names == AT_FIRST
    assert [each.column for each in at_first.turned(TITLE).items] == list(AT_FIRST[1:])


def test_without_the_last_column_it_is_as_at_first() -> None:
    assert ChosenColumns().with_names(TITLE).turned(TITLE) == ChosenColumns()


def test_a_column_is_moved_as_far_as_there_are_places() -> None:
    chosen = ChosenColumns().with_names(TITLE, WHEN, STATUS)
    assert chosen.moved(STATUS, -1).names == (TITLE, STATUS, WHEN)
    assert chosen.moved(TITLE, 1).names == (WHEN, TITLE, STATUS)
    assert chosen.moved(TITLE, -1) == chosen
    assert chosen.moved(STATUS, 1) == chosen


def test_a_width_stays_sensible_and_goes_with_its_column() -> None:
    chosen = ChosenColumns().with_names(TITLE, STATUS).resized(STATUS, 200)
    assert chosen.moved(STATUS, -1).width_of(STATUS) == 200
    assert chosen.resized(STATUS, 1).width_of(STATUS) == NARROWEST
    assert chosen.resized(STATUS, 10**6).width_of(STATUS) == WIDEST
    assert chosen.resized(STATUS, 300).width_of(TITLE) == chosen.width_of(TITLE)


def test_what_is_remembered_is_found_again() -> None:
    chosen = ChosenColumns().with_names(STATUS, TITLE).resized(TITLE, 300)
    assert ChosenColumns.from_text("incident", chosen.to_text()) == chosen


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"items": [{"column": "of a later version", "width": 100}]}',
        '{"items": [{"column": "title", "width": 1000000}]}',
    ],
)
def test_anything_else_is_as_at_first(text: str) -> None:
    assert ChosenColumns.from_text("incident", text) == ChosenColumns()


def test_a_column_stands_there_once() -> None:
    twice = '{"items": [{"column": "title", "width": 100}, {"column": "title", "width": 200}]}'
    assert ChosenColumns.from_text("incident", twice).names == (TITLE,)
