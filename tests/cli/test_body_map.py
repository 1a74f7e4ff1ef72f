"""`record body-map`: injuries as data, as a picture, as pages, as a table; handed out in plain, and noted."""

import csv
import io
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from app.reports.body_map import PAGE_HEIGHT, PAGE_WIDTH
from tests.canary import FULL_NAME
from tests.cli.inputs import incident, typed
from tests.cli.shell import Desk, run
from tests.conftest import PlainOutput

SVG, XHTML = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xhtml}"
INJURIES = [
    {"id": "j1", "person": "p1", "view": "front", "x": 8000, "y": 3900, "region": "forearm", "side": "left"},
    {"id": "j2", "person": "p2", "kind": "burn", "mechanism": "=сигарета"},
    {
        "id": "j3",
        "person": "p1",
        "view": "hands_back",
        "x": 2200,
        "y": 6500,
        "kind": "bruise",
        "length_mm": 40,
    },
]


@pytest.fixture
def hurt(desk: Desk) -> str:
    """An incident in which two people were hurt."""
    return str(desk.answer("record", "add", "-", given=typed(incident(injuries=INJURIES)))["id"])


def test_marks_are_numbered_in_the_whole_list_and_narrowed_to_a_person(desk: Desk, hurt: str) -> None:
    found = desk.answer("record", "body-map", hurt)
    assert [mark["number"] for mark in found["marks"]] == [1, 2, 3]
    assert (found["path"], found["custody"]) == (None, None)
    one = found["marks"][0]["person"]
    narrowed = desk.answer("record", "body-map", hurt, "--person", one)
    assert [(mark["number"], mark["injury"]["id"]) for mark in narrowed["marks"]] == [(1, "j1"), (3, "j3")]
    assert narrowed["marks"][1]["injury"]["view"] == "hands_back"


def test_a_picture_is_written_and_the_custody_of_the_incident_says_so(
    desk: Desk, hurt: str, tmp_path: Path, plain_output: PlainOutput
) -> None:
    target = plain_output.allow(tmp_path / "body.svg")
    written = desk.answer("--yes", "record", "body-map", hurt, "--out", target)
    content = target.read_bytes()
    assert (written["path"], written["bytes"]) == (str(target), len(content))
    groups = ET.fromstring(content).iter("{http://www.w3.org/2000/svg}g")
    assert [group.findtext("{http://www.w3.org/2000/svg}text") for group in groups] == ["1", "3"]
    assert FULL_NAME in content.decode()
    event = desk.answer("record", "show", written["custody"])["content"]
    assert (event["action"], event["item"]) == ("exported", hurt)


def test_pages_to_print_are_those_of_the_window_each_on_a_sheet(
    desk: Desk, hurt: str, tmp_path: Path, plain_output: PlainOutput
) -> None:
    many = [
        {"person": "p1", "view": "front", "x": 8000, "y": 3900, "shape": f"<script>Жара № {n}"}
        for n in range(60)
    ]
    person = desk.answer("record", "show", hurt)["content"]["injuries"][0]["person"]
    given = typed({"injuries": [{**injury, "person": person} for injury in many]})
    desk.answer("record", "edit", hurt, "-", given=given)
    target = plain_output.allow(tmp_path / "body.html")
    written = desk.answer("--yes", "record", "body-map", hurt, "--as", "html", "--out", target)
    content = target.read_bytes()
    assert written["bytes"] == len(content)
    page = ET.fromstring(content)
    sheets = page.findall(f"{XHTML}body/{SVG}svg")
    assert len(sheets) == 2
    assert {sheet.get("viewBox") for sheet in sheets} == {f"0 0 {PAGE_WIDTH} {PAGE_HEIGHT}"}
    assert page.get("lang") == "en"
    assert b"default-src 'none'" in content
    assert b"<script" not in content
    texts = [text.text or "" for text in page.iter(f"{SVG}text")]
    assert FULL_NAME in texts
    assert any("<script>Жара № 59" in text for text in texts)
    assert desk.answer("record", "show", written["custody"])["content"]["action"] == "exported"


def test_a_table_goes_to_standard_output(desk: Desk, hurt: str) -> None:
    outcome = run(*desk.options, "--yes", "record", "body-map", hurt, "--as", "csv", "--out", "-")
    assert outcome.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(outcome.stdout.decode("utf-8-sig"), newline="")))
    assert [row["number"] for row in rows] == ["1", "2", "3"]
    assert rows[1]["mechanism"] == "'=сигарета"
    assert rows[2]["length_mm"] == "40"
    assert rows[0]["person"] == FULL_NAME


def test_injuries_that_are_not_here_are_not_drawn_as_none(desk: Desk, hurt: str, tmp_path: Path) -> None:
    desk.answer("--yes", "record", "erase", hurt, "--part", "medical", "--reason", "өтініші бойынша")
    out = tmp_path / "body.svg"
    assert desk.refusal("--yes", "record", "body-map", hurt, "--out", out) == "record.not_here"
    assert not out.exists()
