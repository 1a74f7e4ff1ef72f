"""`evidence`: in as it is, out as it was, with the chain of custody between."""

import hashlib
from pathlib import Path

import pytest

from app.cli.commands.evidence import ARRIVALS
from app.services.form_files import load_vocabularies
from tests.canary import SURNAME
from tests.cli.conftest import Coalition
from tests.cli.inputs import incident, typed
from tests.cli.shell import Desk, run

JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(range(256)) * 700
UNKNOWN_ID = "00000000-0000-7000-8000-000000000000"
UNKNOWN_DIGEST = "0" * 64


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    """A file of 179 KB whose type shows in its first bytes, with a hostile name."""
    path = tmp_path / "фото \u202egpj.jpg"
    path.write_bytes(JPEG)
    return path


def test_a_file_may_have_come_in_any_way_that_the_window_offers() -> None:
    offered = load_vocabularies().find("arrived")
    assert offered is not None
    assert {entry.code for entry in offered.entries} == set(ARRIVALS)


def test_a_file_comes_out_as_it_went_in(desk: Desk, photograph: Path, tmp_path: Path) -> None:
    saved = desk.answer("record", "add", "-", "--evidence", photograph, given=typed(incident()))
    (added,) = saved["evidence"]
    assert added["sha256"] == hashlib.sha256(JPEG).hexdigest()
    assert added["bytes"] == len(JPEG)
    (listed,) = desk.answer("evidence", "list", saved["id"])["items"]
    assert (listed["media_type"], listed["held"], listed["record"]) == ("image/jpeg", True, saved["id"])
    target = tmp_path / "out.jpg"
    exported = desk.answer("--yes", "evidence", "export", added["sha256"], "--out", target)
    assert target.read_bytes() == JPEG
    custody = desk.answer("record", "show", exported["custody"])["content"]
    assert (custody["action"], custody["item"]) == ("exported", added["id"])
    first = desk.answer("record", "show", custody["previous"])["content"]
    assert first["action"] == "taken_in"


def test_export_to_standard_output_is_the_file_and_nothing_else(desk: Desk, photograph: Path) -> None:
    saved = desk.answer("record", "add", "-", "--evidence", photograph, given=typed(incident()))
    digest = saved["evidence"][0]["sha256"]
    outcome = run(*desk.options, "--yes", "evidence", "export", digest, "--out", "-")
    assert (outcome.exit_code, outcome.stdout) == (0, JPEG)
    assert digest in outcome.stderr
    both = desk.ask("--yes", "evidence", "export", digest, "--out", "-")
    assert (both.exit_code, both.code) == (2, "usage")


def test_an_incident_goes_on_saying_which_files_ended_and_why(desk: Desk, tmp_path: Path) -> None:
    added = []
    for name in ("Ңұр.jpg", "Ӯқ.pdf", "Қалады.txt"):
        file = tmp_path / name
        file.write_bytes(name.encode())
        added.append(file)
    given = [argument for file in added for argument in ("--evidence", file)]
    saved = desk.answer("record", "add", "-", *given, given=typed(incident()))
    deleted, erased, _kept = (item["id"] for item in saved["evidence"])
    assert desk.answer("evidence", "list", saved["id"], "--ended")["items"] == []
    desk.answer("--yes", "record", "delete", deleted, "--reason", "екі рет")
    desk.answer("--yes", "record", "erase", erased, "--part", "open", "--reason", "өтініші бойынша")
    items = {item["id"]: item for item in desk.answer("evidence", "list", saved["id"], "--ended")["items"]}
    assert set(items) == {deleted, erased}
    assert (items[deleted]["erased"], items[deleted]["name"], items[deleted]["reason"]) == (
        False,
        "Ңұр.jpg",
        "екі рет",
    )
    assert (items[erased]["erased"], items[erased]["reason"]) == (True, "өтініші бойынша")
    told = run(*desk.options, "evidence", "list", saved["id"], "--ended").text
    assert f"{deleted}  Deleted: Ңұр.jpg" in told
    assert "2 entries" in told
    assert desk.refusal("evidence", "list", UNKNOWN_ID, "--ended") == "record.unknown"
    assert run(*desk.options, "evidence", "list", "--ended").exit_code == 2


def test_erasing_one_of_two_names_of_a_file_says_that_its_bytes_stay(desk: Desk, photograph: Path) -> None:
    saved = desk.answer("record", "add", "-", "--evidence", photograph, given=typed(incident()))
    second = desk.answer("evidence", "add", saved["id"], photograph)
    erase = ("--yes", "record", "erase", "--reason", "өтініші бойынша", "--part", "open")
    assert "1 other item" in desk.answer(*erase, saved["evidence"][0]["id"])["warning"]
    assert "other item" not in desk.answer(*erase, second["id"])["warning"]
    assert not [path for path in (desk.vault / "blobs").rglob("*") if path.is_file()]


def test_the_same_file_is_stored_once(desk: Desk, photograph: Path) -> None:
    saved = desk.answer("record", "add", "-", "--evidence", photograph, given=typed(incident()))
    desk.answer("evidence", "add", saved["id"], photograph, "--arrived", "usb")
    blobs = [path for path in (desk.vault / "blobs").rglob("*") if path.is_file()]
    assert len(blobs) == 1
    assert [item["arrived"] for item in desk.answer("evidence", "list")["items"]].count("usb") == 1


def test_an_incident_with_a_file_that_cannot_be_read_is_not_added(
    desk: Desk, photograph: Path, tmp_path: Path
) -> None:
    for wrong in (tmp_path / "absent.jpg", tmp_path):
        options = ("--evidence", photograph, "--evidence", wrong)
        assert desk.refusal("record", "add", "-", *options, given=typed(incident())) == "evidence.unreadable"
    assert desk.answer("record", "list")["total"] == 0
    assert desk.answer("evidence", "list")["items"] == []
    assert [path for path in (desk.vault / "blobs").rglob("*") if path.is_file()] == []


def test_refusals_of_evidence(desk: Desk, photograph: Path, tmp_path: Path) -> None:
    saved = desk.answer("record", "add", "-", "--evidence", photograph, given=typed(incident()))
    digest = saved["evidence"][0]["sha256"]
    export = ("--yes", "evidence", "export")
    assert desk.refusal(*export, UNKNOWN_DIGEST, "--out", tmp_path / "x") == "evidence.missing"
    assert desk.refusal(*export, digest, "--out", tmp_path / "no" / "such" / "folder") == "disk.unwritable"
    unknown = "00000000-0000-7000-8000-000000000000"
    assert desk.refusal("evidence", "add", unknown, photograph) == "record.unknown"
    assert desk.refusal("evidence", "list", unknown) == "record.unknown"
    (blob,) = (path for path in (desk.vault / "blobs").rglob("*") if path.is_file())
    whole = blob.read_bytes()
    blob.write_bytes(whole[:5000] + b"!" + whole[5001:])
    assert desk.refusal(*export, digest, "--out", tmp_path / "x") == "evidence.altered"
    assert not (tmp_path / "x").exists()


def test_a_name_with_hidden_marks_is_shown_and_never_becomes_a_path(desk: Desk, photograph: Path) -> None:
    desk.answer("record", "add", "-", "--evidence", photograph, given=typed(incident()))
    outcome = run(*desk.options, "evidence", "list")
    assert "⟨U+202E⟩" in outcome.text
    assert "\u202e" not in outcome.text


def test_a_name_of_the_incident_never_stands_in_the_folder(coalition: Coalition, tmp_path: Path) -> None:
    desk = coalition["lawyer"]
    source = tmp_path / "temporary" / f"{SURNAME}.jpg"
    source.write_bytes(JPEG)
    desk.answer("record", "add", "-", "--evidence", source, given=typed(incident()))
    source.unlink()
