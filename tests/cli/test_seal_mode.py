"""Seal mode at the shell: what is added under it is sealed at once, or stays and says so."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Coalition
from tests.cli.shell import run
from tests.services.conftest import INCIDENT

SOUTH = "Оңтүстік"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An incident as a person wrote it."""
    path = tmp_path / "incident.json"
    path.write_text(json.dumps(INCIDENT), "utf-8")
    return path


def test_what_is_added_under_seal_mode_is_sealed(coalition: Coalition, file: Path, tmp_path: Path) -> None:
    monitor, to = coalition["monitor"], coalition.fingerprints["coordinator"]
    before = monitor.answer("record", "add", file)
    assert before["sealed"] is None
    assert not monitor.answer("record", "seal-mode", "show")["seals_new"]
    monitor.answer("contact", "group", "add", SOUTH, to)
    on = ("record", "seal-mode", "on")
    assert run(*monitor.options, "--yes", *on).exit_code == 2
    # No terminal to ask the passphrase at again.
    assert run(*monitor.options, *on, "--to", to).exit_code == 2
    assert monitor.refusal("--yes", *on, "--to", coalition.fingerprints["monitor"]) == (
        "bundle.recipient_unverified"
    )
    shown = monitor.answer("--yes", *on, "--to-group", SOUTH)
    assert (shown["seals_new"], shown["groups"]) == (True, [SOUTH])
    assert [each["fingerprint"] for each in shown["recipients"]] == [to]
    assert "not even you" in shown["means"][0]
    added = monitor.answer("record", "add", file)
    assert added["sealed"]["to"] == [to]
    assert "SSD" in added["sealed"]["warning"]
    assert len(added["sealed"]["remains"]) == 4
    assert monitor.answer("record", "show", added["id"])["marks"] == ["sealed"]
    assert monitor.answer("record", "show", before["id"])["content"]["title"] == INCIDENT["title"]
    (tmp_path / "stick").mkdir()
    (item,) = monitor.answer("bundle", "sealed", "--out", tmp_path / "stick")["items"]
    coalition["coordinator"].answer("--yes", "bundle", "apply", item["path"])
    shown = coalition["coordinator"].answer("record", "show", added["id"])
    assert shown["content"]["title"] == INCIDENT["title"]


def test_what_cannot_be_sealed_stays_and_is_sealed_later(coalition: Coalition, file: Path) -> None:
    monitor, to = coalition["monitor"], coalition.fingerprints["coordinator"]
    monitor.answer("contact", "group", "add", SOUTH, coalition.fingerprints["lawyer"])
    monitor.answer("--yes", "record", "seal-mode", "on", "--to", to, "--to-group", SOUTH)
    monitor.answer("contact", "group", "delete", SOUTH)
    refused = run(*monitor.options, "--json", "record", "add", file)
    assert (refused.exit_code, refused.code) == (3, "record.not_sealed")
    shown = monitor.answer("record", "seal-mode", "show")
    assert shown["refused"]["code"] == "contact.group_unknown"
    (waiting,) = shown["waiting"]
    assert waiting in refused.json["error"]["advice"]
    kept = monitor.answer("record", "show", waiting)
    assert (kept["content"]["title"], kept["marks"]) == (INCIDENT["title"], ["unsealed"])
    lines = file.with_suffix(".jsonl")
    lines.write_text(json.dumps(INCIDENT) + "\n", "utf-8")
    (line,) = monitor.answer("record", "import", lines)["refused"]
    assert line["code"] == "record.seal_mode"
    monitor.answer("--yes", "record", "seal-mode", "on", "--to", to)
    assert monitor.answer("--yes", "record", "seal", waiting)["to"] == [to]
    off = monitor.answer("--yes", "record", "seal-mode", "off")
    assert (off["seals_new"], off["waiting"]) == (False, [])
    another = monitor.answer("record", "add", file)
    assert another["sealed"] is None
    assert monitor.refusal("--yes", "record", "seal", another["id"]) == "record.seal_mode_off"
