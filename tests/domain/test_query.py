"""What may be asked of a list."""

import pytest
from pydantic import ValidationError

from app.domain.facets import place_path
from app.domain.query import Narrowing, Order, Query


def test_it_is_narrowed_by_whatever_is_asked_but_the_order() -> None:
    assert not Query().is_narrowed
    assert not Query(words="  ", order=Order.TITLE).is_narrowed
    for asked in (
        Query(words="суд"), Query(form="beating"), Query(since="2014-01-01"), Query(dated=False),
        Query(only=(Narrowing.URGENT,)), Query(place="KZ"), Query(missing="complaint"),
    ):  # fmt: skip
        assert asked.is_narrowed


def test_a_change_is_checked() -> None:
    assert Query(form="threat").with_changes(until="2014-01-31") == Query(form="threat", until="2014-01-31")
    with pytest.raises(ValidationError):
        Query().with_changes(until="2014-02-30")


@pytest.mark.parametrize("place", [{"country": "KZ"}, {"region": "KZ-47"}, {"locality": "Ӯрта-Қоғам"}])
def test_every_path_of_a_place_can_be_asked_for(place: dict[str, str]) -> None:
    path = place_path(dict(place))
    assert Query(place=path).place == path


@pytest.mark.parametrize(
    "wrong",
    [
        {"since": "2014"}, {"since": "2014-13-01"}, {"place": "kz"}, {"place": "KZ/47"}, {"names": "1"},
        {"author": "ab"}, {"order": "backwards"}, {"form": "a b"}, {"unknown": 1},
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Query.model_validate(wrong)
