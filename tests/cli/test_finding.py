"""Lists asked by every filter, searches kept, duplicates: in the shell as in the window."""

import json
from pathlib import Path

import pytest

from tests.cli.inputs import incident, typed
from tests.cli.shell import Desk, run


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """Two incidents of different days and places."""
    desk.answer("record", "add", "-", given=typed(incident()))
    elsewhere = {
        **incident(), "when": {"edtf": "2011-12~"}, "urgency": "ongoing", "violation_status": "likely",
        "where": {"country": "KZ", "region": "KZ-47", "locality": "Үлгіқала"}, "acts": [{"form": "threat"}],
    }  # fmt: skip
    desk.answer("record", "add", "-", given=typed(elsewhere))
    return desk


def test_every_filter_of_the_window(filled: Desk) -> None:
    every = filled.answer("record", "list")
    assert (every["total"], every["surely"]) == (2, None)
    later, earlier = (item["id"] for item in every["items"])
    author = filled.answer("record", "show", later)["author"]
    for asked, found in (
        (["--place", "KZ/KZ-47"], [earlier]),
        (["--since", "2011-12-05", "--until", "2011-12-06"], [earlier]),
        (["--since", "2011-12-05", "--until", "2011-12-06", "--surely"], []),
        (["--undated"], []),
        (["--only", "urgent"], [earlier]),
        (["--status", "likely"], [earlier]),
        (["--form", "threat", "--missing", "complete"], [earlier]),
        (["--author", author], [later, earlier]),
        (["--author", "0" * 64], []),
        (["--order", "oldest"], [earlier, later]),
        (["--search", "улгикала"], [earlier]),
    ):
        answer = filled.answer("record", "list", *asked)
        assert [item["id"] for item in answer["items"]] == found, asked
    person = filled.answer("person", "list")["items"][0]["id"]
    assert filled.answer("record", "list", "--names", person)["total"] == 1


def test_a_saved_search_is_asked_again(filled: Desk) -> None:
    filled.answer("record", "list", "--place", "KZ", "--save-as", "Батыс")
    assert filled.answer("record", "list", "--saved", "Батыс")["total"] == 1
    assert filled.answer("record", "list", "--saved", "Батыс", "--form", "beating")["total"] == 0
    (kept,) = filled.answer("record", "searches")["items"]
    assert (kept["name"], kept["query"]["place"]) == ("Батыс", "KZ")
    assert filled.answer("record", "searches", "--forget", "Батыс")["items"] == []
    assert filled.refusal("record", "list", "--saved", "Батыс") == "record.search_unknown"


def test_counts_and_duplicates(filled: Desk) -> None:
    counts = filled.answer("record", "count", "--place", "KZ")
    assert counts["total"] == 1
    assert {"name": "form", "value": "threat", "count": 1} in counts["facets"]
    one = filled.answer("record", "list", "--order", "added")["items"][0]["id"]
    assert filled.answer("record", "duplicates", one)["items"] == []


@pytest.mark.parametrize(
    "wrong",
    [("--since", "2014"), ("--place", "mars"), ("--author", "ab"), ("--names", "1"), ("--form", "A B")],
)
def test_what_cannot_be_asked_is_wrong_usage(desk: Desk, wrong: tuple[str, str]) -> None:
    outcome = desk.ask("record", "list", *wrong)
    assert outcome.exit_code == 2
    assert wrong[0] in json.loads(outcome.text)["error"]["message"]


def test_records_go_out_as_lines_and_come_in_again(filled: Desk, tmp_path: Path) -> None:
    one, other = (item["id"] for item in filled.answer("record", "list")["items"])
    filled.answer("record", "link", one, "--to", other, "--kind", "led_to")
    out = tmp_path / "out" / "all.jsonl"
    out.parent.mkdir()
    written = filled.answer("record", "export", "--out", str(out), "--format", "jsonl", "--yes")
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert written["records"] == len(lines)
    assert written["left_out"] == ["privileged", "sources"]
    assert {line["kind"] for line in lines} == {"person", "proceeding", "incident"}
    (link,) = next(line for line in lines if line["id"] == one)["content"]["links"]
    assert (link["incident"], link["kind"]) == (other, "led_to")
    again = filled.answer("record", "import", str(out))
    assert (again["added"], again["known"] + len(again["refused"])) == (0, len(lines))
    out.unlink()


def test_columns_make_a_table_and_leave_the_json_whole(filled: Desk) -> None:
    asked = ("record", "list", "--columns", "status, when,urgency,title")
    table = run(*filled.options, *asked).text.splitlines()
    at = {name: table[0].index(name) for name in ("Status", "Date", "Urgency", "Title")}
    assert list(at.values()) == sorted(at.values())
    likely = next(line for line in table if "Likely" in line)
    assert likely.index("Likely") == at["Status"]
    assert likely.index("Going on now") == at["Urgency"]
    assert table[-1] == "2 of 2 shown"
    whole = filled.answer("record", "list")
    assert filled.answer(*asked) == whole
    assert {"status", "urgency", "author", "changed"} <= set(whole["items"][0])
    wrong = run(*filled.options, "record", "list", "--columns", "title,colour")
    assert wrong.exit_code == 2
    assert "colour" in wrong.stderr


def test_lists_of_what_incidents_name_have_columns_and_orders_of_their_own(
    filled: Desk, tmp_path: Path
) -> None:
    for number, court in (("1-01/14", "Ялта соты"), ("2-02/14", "Әділет соты")):
        file = tmp_path / "input.json"
        file.write_text(
            json.dumps({"numbers": [{"id": "n1", "raw": number}], "court_name": court}), encoding="utf-8"
        )
        filled.answer("proceeding", "add", str(file))
    asked = ("proceeding", "list", "--search", "соты", "--columns", "court,title,hearing")
    by_number = run(*filled.options, *asked).text.splitlines()
    assert [by_number[0].index(word) for word in ("Court", "Number", "Next hearing")] == sorted(
        by_number[0].index(word) for word in ("Court", "Number", "Next hearing")
    )
    assert ["Ялта соты" in line for line in by_number[1:3]] == [True, False]
    by_court = run(*filled.options, *asked, "--order", "court").text.splitlines()
    assert by_court[1:3] == by_number[2:0:-1]
    for group, wrong in (("person", "court"), ("organisation", "hearing"), ("proceeding", "forms")):
        for option in ("--columns", "--order"):
            refused = run(*filled.options, group, "list", option, wrong)
            assert refused.exit_code == 2
            assert wrong in refused.stderr
