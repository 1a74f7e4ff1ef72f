"""Adding a form is adding a JSON file: a program with one file more, from a folder of its own, knows it.

And a record written with the first version of a form opens under the second without loss.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.added_form import (
    FORM,
    WORD,
    add_form,
    copy_program,
    details,
    first_version,
    forget_forms,
    running_from,
    second_version,
)
from tests.cli.conftest import Coalition
from tests.cli.inputs import person, typed
from tests.cli.shell import Desk


def incident(owner: str, **changes: Any) -> bytes:
    """The input of an incident with one act by the form."""
    act = {"id": "a1", "form": FORM, "details": details(owner)} | changes
    return typed({"title": "Китобсӯзӣ", "acts": [act]})


@dataclass(frozen=True, slots=True)
class Copy:
    """The program in a folder of its own, run as a process."""

    folder: Path

    def answer(self, desk: Desk, *arguments: object, given: bytes = b"") -> dict[str, Any]:
        """The answer of a command that must succeed."""
        ended = subprocess.run(
            [sys.executable, self.folder / "main.py", *desk.options, "--json", *map(str, arguments)],
            input=given,
            capture_output=True,
            check=False,
            timeout=120,
            cwd=self.folder,
        )
        assert ended.returncode == 0, ended.stdout.decode() + ended.stderr.decode()
        answer: dict[str, Any] = json.loads(ended.stdout)
        return answer


@pytest.fixture
def program(tmp_path: Path) -> Copy:
    """A copy with the first version of the form."""
    copied = Copy(tmp_path / "program")
    add_form(copy_program(copied.folder), first_version())
    return copied


def test_a_form_is_added_by_a_file(program: Copy, coalition: Coalition, tmp_path: Path) -> None:
    desk, other = coalition["monitor"], coalition["coordinator"]
    listed = program.answer(desk, "form", "list")["items"]
    assert {"id": FORM, "version": 1, "label": "Burning of books", "fields": 6} in listed
    assert program.answer(desk, "form", "show", FORM)["form"]["sections"][0]["id"] == "books"
    owner = program.answer(desk, "person", "add", "-", given=typed(person()))["id"]
    saved = program.answer(desk, "record", "add", "-", given=incident(owner))
    assert {gap["field"] for gap in saved["missing"]} & {"acts.0.details.titles"} == set()
    found = program.answer(desk, "record", "list", "--search", WORD.lower(), "--form", FORM)
    assert [item["id"] for item in found["items"]] == [saved["id"]]
    assert program.answer(desk, "record", "list", "--search", WORD, "--form", "other")["total"] == 0
    bundle = tmp_path / "sent.age"
    send = ("bundle", "write", "--all", "--to", coalition.fingerprints["coordinator"], "--out", bundle)
    program.answer(desk, *send, "--without", "medical")
    assert program.answer(other, "bundle", "inspect", bundle)["records"]["new"] == 1
    # A program without the file keeps what it cannot ask, and finds its words.
    other.answer("--yes", "bundle", "apply", bundle)
    [act] = other.answer("record", "show", saved["id"])["content"]["acts"]
    without_burns = {name: value for name, value in details(owner).items() if name != "burns"}
    assert act["details"] == without_burns
    assert other.answer("record", "list", "--search", WORD, "--form", FORM)["total"] == 1


def test_a_field_tells_its_huridocs_code(desk: Desk) -> None:
    sections = desk.answer("form", "show", "torture")["form"]["sections"]
    codes = {field["id"]: field.get("code") for section in sections for field in section["fields"]}
    assert codes["statement"] == "MT36"
    assert codes["position"] is None


def act_of(desk: Desk, identifier: str) -> dict[str, Any]:
    """The one act of an incident."""
    [act] = desk.answer("record", "show", identifier)["content"]["acts"]
    return dict(act)


def test_a_record_opens_under_the_next_version_of_its_form_without_loss(desk: Desk, tmp_path: Path) -> None:
    with running_from(tmp_path / "program") as resources:
        add_form(resources, first_version())
        owner = desk.answer("person", "add", "-", given=typed(person()))["id"]
        saved = desk.answer("record", "add", "-", given=incident(owner))["id"]
        add_form(resources, second_version())
        forget_forms()
        assert desk.answer("form", "show", FORM)["form"]["version"] == 2
        act = act_of(desk, saved)
        assert (act["form_version"], act["details"]) == (1, details(owner))
        # An edit that names no other version keeps it; one that does loses none of the answers.
        noted = {key: value for key, value in act.items() if key != "form_version"} | {"note": "қайта"}
        desk.answer("record", "edit", saved, "-", given=typed({"acts": [noted]}))
        assert act_of(desk, saved)["form_version"] == 1
        moved = act | {"form_version": 2, "details": act["details"] | {"smoke": "yes"}}
        desk.answer("record", "edit", saved, "-", given=typed({"acts": [moved]}))
        act = act_of(desk, saved)
        assert (act["form_version"], act["details"]) == (2, details(owner) | {"smoke": "yes"})
        for word in (WORD, "кафи", "жұма"):
            assert desk.answer("record", "list", "--search", word)["total"] == 1
        newer = desk.answer("record", "add", "-", given=incident(owner, details={"smoke": "no"}))["id"]
        assert act_of(desk, newer)["form_version"] == 2
        # What the second version no longer asks is medical still.
        desk.answer("--yes", "record", "erase", saved, "--part", "medical", "--reason", "r")
        assert "burns" not in act_of(desk, saved)["details"]
