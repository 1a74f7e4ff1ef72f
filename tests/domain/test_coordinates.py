"""Coordinates in the forms in which they are copied and typed; what might be two points is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.coordinates import (
    LATITUDE_E6,
    LONGITUDE_E6,
    Coordinates,
    coordinates_text,
    read_coordinates,
)

POINT = Coordinates(43_238_000, 76_945_000)


@pytest.mark.parametrize(
    "text",
    [
        "43.238, 76.945", "43.238 76.945", "43,238 76,945", "43,238; 76,945", "43,238, 76,945",
        "43.238;76.945",
        "43.238,76.945", " 43.238°  76.945° ", "N43.238 E76.945", "43.238N, 76.945E", "E 76.945 N 43.238",
        "43.238° с. ш. 76.945° в. д.", "43.238 с.ш., 76.945 в.д.", "76,945 В 43,238 С", "с43.238 в76.945",
        "43°14'16.8\"N 76°56'42\"E", "43°14′16.8″N, 76°56′42″E", "43 14 16.8 76 56 42",
        "N 43°14.28' E 76°56.7'",
        "43°14’16,8” с.ш. 76°56’42,0” в.д.", "43° 14' 16.8'' N 76° 56' 42'' E", "geo:43.238,76.945",
        "северной 43.238 восточной 76.945", "43.238\u00a076.945", "+43.238 +76.945",
        "43.238000000000001,76.945", "43°14′16,8″ с. ш. 76°56′42″ в. д.", "43 14 16,8 76 56 42",
    ],
)  # fmt: skip
def test_one_point_in_many_forms(text: str) -> None:
    assert read_coordinates(text) == POINT


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("-33.9, 18.4", (-33_900_000, 18_400_000)),
        ("33.9S 18.4W", (-33_900_000, -18_400_000)),
        ("33.9 ю.ш. 18.4 з.д.", (-33_900_000, -18_400_000)),
        ("43, 76", (43_000_000, 76_000_000)),
        ("43,76", (43_000_000, 76_000_000)),
        ("43,238 76", (43_238_000, 76_000_000)),
        ("43 30,76 45", (43_500_000, 76_750_000)),
        ("90 180", (90_000_000, 180_000_000)),
        ("0.0000005, 0.0000015", (0, 2)),
    ],
)
def test_signs_and_ends(text: str, point: tuple[int, int]) -> None:
    assert read_coordinates(text) == Coordinates(*point)


@pytest.mark.parametrize(
    "text",
    [
        "", "43", "43.238", "91, 76", "43, 181", "43.238, 76.945, 12", "43,238,76,945", "43 60 76 10",
        "43 14 76",
        "N43 N76", "43N 76", "E43 E76", "43.238N S 76", "-43N 76E", "43.2.3, 76", "алпыс үш",
        "43°14'60\"N 76°0'0\"E",
        "1" * 90, "43.238, 76.945" + " " * 100, "٤٣, ٧٦", "43. 238, 76", "+7 701 000 00 00",
        "09.01.2014 15:04",
    ],
)  # fmt: skip
def test_what_is_no_point(text: str) -> None:
    assert read_coordinates(text) is None


@given(st.integers(-LATITUDE_E6, LATITUDE_E6), st.integers(-LONGITUDE_E6, LONGITUDE_E6))
def test_what_is_written_is_read_again(latitude: int, longitude: int) -> None:
    point = Coordinates(latitude, longitude)
    assert read_coordinates(coordinates_text(point)) == point


@given(
    st.integers(-324_000_0, 324_000_0),
    st.integers(-648_000_0, 648_000_0),
    st.sampled_from(".,"),
    st.booleans(),
)
def test_minutes_and_seconds_are_read_as_they_are_written(
    latitude: int, longitude: int, point: str, is_russian: bool
) -> None:
    """Of tenths of a second, each within a millionth of a degree; one of the two may have no fraction."""
    sides = ("с. ш.", "ю. ш.", "в. д.", "з. д.") if is_russian else ("N", "S", "E", "W")

    def written(tenths: int, north: str, south: str) -> str:
        seconds, part = divmod(abs(tenths), 10)
        fraction = f"{point}{part}" if part else ""
        side = south if tenths < 0 else north
        return f"{seconds // 3600}°{seconds // 60 % 60}′{seconds % 60}{fraction}″ {side}"

    found = read_coordinates(f"{written(latitude, *sides[:2])} {written(longitude, *sides[2:])}")
    assert found is not None
    assert abs(found.latitude_e6 - latitude / 36_000 * 1e6) <= 1
    assert abs(found.longitude_e6 - longitude / 36_000 * 1e6) <= 1


@given(st.text(max_size=60) | st.text("0123456789.,;°'\"NSEWсюв ш", max_size=30))
def test_any_text_gives_a_point_of_the_earth_or_none(text: str) -> None:
    point = read_coordinates(text)
    assert point is None or abs(point.latitude_e6) <= LATITUDE_E6
    assert point is None or read_coordinates(coordinates_text(point)) == point
