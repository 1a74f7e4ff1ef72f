import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.padme import padme

lengths = st.integers(0, 2**45)


@pytest.mark.parametrize(
    ("length", "padded"),
    [
        (0, 0),
        (1, 1),
        (2, 2),
        (8, 8),
        (9, 10),
        (1000, 1024),
        (1025, 1088),
        (262_145, 270_336),
        (1_000_000_000, 1_006_632_960),
    ],
)
def test_lengths_worked_out_by_hand(length: int, padded: int) -> None:
    assert padme(length) == padded


@given(lengths)
def test_never_shorter_and_at_most_an_eighth_longer(length: int) -> None:
    assert length <= padme(length) <= length + length // 8 + 1


@given(lengths)
def test_a_padded_length_stays(length: int) -> None:
    assert padme(padme(length)) == padme(length)


@given(lengths, lengths)
def test_order_is_kept(one: int, other: int) -> None:
    assert (padme(one) <= padme(other)) or one > other


def test_few_lengths_are_left_to_see() -> None:
    assert len({padme(length) for length in range(1 << 16)}) < 400


def test_negative_length_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        padme(-1)
