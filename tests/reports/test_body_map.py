"""The picture is well-formed and holds each mark where it was put; the table harms no spreadsheet."""

import csv
import io
import xml.etree.ElementTree as ET

import pytest

from app.domain.body import EXTENT, VIEWS
from app.domain.injury_words import injury_words, mark_words
from app.domain.strict_json import JsonObject
from app.reports.body_map import (
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Marked,
    Sheet,
    body_map_csv,
    body_map_pages,
    body_map_svg,
)
from tests.domain.resources import shipped_body, shipped_vocabularies

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "Ә</text><script>alert(1)</script> & \"Ғ\" 'Қ'"
INJURY: JsonObject = {
    "id": "j1",
    "region": "forearm",
    "side": "left",
    "view": "front",
    "kind": "bruise",
    "length_mm": 40,
    "width_mm": 10,
    "colour": "көк",
    "seen": {"edtf": "2014-01-10", "certainty": "exact"},
    "claimed_age": "бір тәулік",
    "mechanism": HOSTILE,
    "finding": {"grade": "highly_consistent", "clinician": "Дәрігер Үлгі"},
}


def picture(*marks: Marked, figure: str = "female") -> ET.Element:
    sheet = Sheet.model_validate({"heading": HOSTILE, "figure": figure, "marks": marks})
    return ET.fromstring(body_map_svg("Body map", (sheet,), shipped_body()))


def texts(svg: ET.Element) -> list[str]:
    return [each.text or "" for each in svg.iter(f"{SVG}text")]


def test_each_mark_stands_where_it_was_put_with_its_number_and_its_words() -> None:
    marks = (
        Marked(number=1, view="front", x=8000, y=3900, words="first"),
        Marked(number=2, view="front", x=2000, y=3900, words="second"),
        Marked(number=7, view="soles", x=2800, y=5000, words="third"),
        Marked(number=9, words="nowhere"),
    )
    svg = picture(*marks)
    circles = list(svg.iter(f"{SVG}circle"))
    assert [group.findtext(f"{SVG}text") for group in svg.iter(f"{SVG}g")] == ["1", "2", "7"]
    assert [group.findtext(f"{SVG}title") for group in svg.iter(f"{SVG}g")] == ["first", "second", "third"]
    drawing = shipped_body().drawing("female", "front")
    width = (float(circles[0].get("cx", 0)) - float(circles[1].get("cx", 0))) / (8000 - 2000) * EXTENT
    height = width * 1000 / drawing.width_per_mille
    assert height == pytest.approx(540, abs=4)
    assert circles[0].get("cy") == circles[1].get("cy")
    assert {"1.", "2.", "7.", "9.", "nowhere"} <= set(texts(svg))
    assert {"From the front", "Soles"} <= set(texts(svg))
    assert "From behind" not in texts(svg)
    assert all(0 < float(each.get("cx", 0)) < PAGE_WIDTH for each in circles)


def test_what_others_wrote_stays_text() -> None:
    svg = picture(Marked(number=1, view="face", x=5000, y=5000, words=HOSTILE))
    assert HOSTILE in texts(svg)
    assert not list(svg.iter(f"{SVG}script"))


def test_nobody_hurt_is_a_figure_without_marks() -> None:
    svg = picture()
    assert not list(svg.iter(f"{SVG}circle"))
    assert "From the front" in texts(svg)


def test_every_view_fits_on_the_page() -> None:
    svg = picture(*(Marked(number=n, view=view, x=5000, y=5000, words="") for n, view in enumerate(VIEWS)))
    height = float(svg.get("height", 0))
    points = [
        tuple(map(float, point.split(",")))
        for shape in svg.iter(f"{SVG}polygon")
        for point in shape.get("points", "").split()
    ]
    assert all(0 <= x <= PAGE_WIDTH and 0 <= y <= height for x, y in points)
    assert len(list(svg.iter(f"{SVG}circle"))) == len(VIEWS)


def test_the_words_of_an_injury_say_all_that_is_known_of_it() -> None:
    told = injury_words(shipped_vocabularies(), INJURY)
    for part in (
        "Forearm, on the left",
        "Bruise, 40 × 10 mm",
        "көк",
        "seen 2014-01-10",
        "бір тәулік",
        HOSTILE,
    ):
        assert part in told
    assert "Highly consistent with it (Istanbul Protocol; Дәрігер Үлгі)" in told
    assert mark_words(shipped_vocabularies(), 2, INJURY) == (
        "Mark 2: Forearm, on the left; From the front; Bruise, 40 × 10 mm"
    )
    assert mark_words(shipped_vocabularies(), 3, {"id": "j"}) == "Mark 3: nothing is said of it yet"
    assert "⟨U+202E⟩" in injury_words(shipped_vocabularies(), {"colour": "a\u202eb"})


def test_no_cell_of_the_table_is_a_formula() -> None:
    table = body_map_csv(("number", "note"), [(1, "=1+1"), (2, 'Ө, "Ү"\n'), (3, None)])
    assert table.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))
    assert rows == [["number", "note"], ["1", "'=1+1"], ["2", 'Ө, "Ү"\n'], ["3", ""]]


def test_on_pages_nothing_is_cut_off_and_nothing_is_lost() -> None:
    words = " ".join(f"сөз{number}" for number in range(2_000))
    marks = [
        Marked(number=n, view=view, x=5000, y=5000, words=f"белгі {n}") for n, view in enumerate(VIEWS, 1)
    ]
    sheet = Sheet(heading="Үлгі", figure="male", marks=(*marks, Marked(number=9, words=words)))
    one = ET.fromstring(body_map_svg("Body map", (sheet,), shipped_body()))
    pages = [
        ET.fromstring(page) for page in body_map_pages("Body map", (sheet,), shipped_body(), PAGE_HEIGHT)
    ]
    assert len(pages) > 2
    for number, page in enumerate(pages[1:], start=2):
        assert texts(page)[0] == f"Body map, page {number}"
    assert [*texts(pages[0]), *(each for page in pages[1:] for each in texts(page)[1:])] == texts(one)
    for page in pages:
        assert page.get("height") == str(PAGE_HEIGHT)
        lowest = [
            float(point.split(",")[1])
            for each in page.iter(f"{SVG}polygon")
            for point in each.get("points", "").split()
        ]
        lowest += [float(each.get("y", 0)) for each in page.iter(f"{SVG}text")]
        assert max(lowest) < PAGE_HEIGHT
    assert sum(len(list(page.iter(f"{SVG}circle"))) for page in pages) == len(VIEWS)
