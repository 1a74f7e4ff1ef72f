"""Receipts, shredding, groups and the end of a vault, at the shell."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Coalition
from tests.cli.shell import Desk, run
from tests.services.conftest import INCIDENT


@pytest.fixture
def incident(coalition: Coalition, tmp_path: Path) -> str:
    """An incident of the monitor."""
    path = tmp_path / "incident.json"
    path.write_text(json.dumps(INCIDENT), "utf-8")
    return str(coalition["monitor"].answer("record", "add", path)["id"])


def test_what_a_receipt_proves_is_shredded(coalition: Coalition, incident: str, tmp_path: Path) -> None:
    monitor, office = coalition["monitor"], coalition["coordinator"]
    bundle, receipt = tmp_path / "bundle.age", tmp_path / "receipt"
    assert monitor.refusal("--yes", "record", "shred", incident) == "record.not_received"
    with_ = ("--with", "sources", "--with", "privileged", "--reason", "себеп")
    monitor.answer(
        "bundle", "write", "--all", "--to", coalition.fingerprints["coordinator"], "--out", bundle, *with_
    )
    assert office.refusal("receipt", "write", bundle, "--out", receipt) == "receipt.not_applied"
    assert not receipt.exists()
    office.answer("--yes", "bundle", "apply", bundle)
    written = office.answer("receipt", "write", bundle, "--out", receipt)
    assert (written["path"], written["not_held"]) == (str(receipt), 0)
    assert coalition["lawyer"].refusal("receipt", "add", receipt) == "receipt.bundle"
    assert monitor.refusal("receipt", "add", bundle) == "receipt.shape"
    assert monitor.answer("receipt", "add", receipt)["incidents"] == [incident]
    shown = monitor.answer("record", "show", incident)
    assert [each["by"] for each in shown["received"]] == [coalition.fingerprints["coordinator"]]
    assert run(*monitor.options, "record", "shred", incident).exit_code == 2
    shredded = monitor.answer("--yes", "record", "shred", incident)
    assert "SSD" in shredded["warning"]
    assert len(shredded["remains"]) == 4
    assert monitor.answer("record", "show", incident)["content"] == {}
    assert monitor.refusal("--yes", "record", "shred", incident) == "record.shredded"
    assert office.answer("record", "show", incident)["content"]["title"] == INCIDENT["title"]


def test_an_incident_is_sealed_and_handed_out(coalition: Coalition, incident: str, tmp_path: Path) -> None:
    monitor, to = coalition["monitor"], coalition.fingerprints["coordinator"]
    assert run(*monitor.options, "record", "seal", incident, "--to", to).exit_code == 2
    sealed = monitor.answer("--yes", "record", "seal", incident, "--to", to)
    assert sealed["to"] == [to]
    assert monitor.answer("record", "show", incident)["marks"] == ["sealed"]
    assert [each["bundle_id"] for each in monitor.answer("bundle", "sealed")["items"]] == [
        sealed["bundle_id"]
    ]
    (tmp_path / "stick").mkdir()
    (item,) = monitor.answer("bundle", "sealed", "--out", tmp_path / "stick")["items"]
    applied = coalition["coordinator"].answer("--yes", "bundle", "apply", item["path"])
    assert applied["bundle_id"] == sealed["bundle_id"]
    shown = coalition["coordinator"].answer("record", "show", incident)["content"]
    assert shown["title"] == INCIDENT["title"]
    assert monitor.answer("vault", "verify")["ok"]


def test_a_group_is_written_to(coalition: Coalition, incident: str, tmp_path: Path) -> None:
    monitor = coalition["monitor"]
    members = [coalition.fingerprints[role] for role in ("lawyer", "coordinator")]
    monitor.answer("contact", "group", "add", "Оңтүстік", *members)
    (group,) = monitor.answer("contact", "group", "list")["items"]
    assert (group["name"], len(group["members"])) == ("Оңтүстік", 2)
    bundle = tmp_path / "bundle.age"
    monitor.answer("bundle", "write", "--record", incident, "--to-group", "Оңтүстік", "--out", bundle)
    for role in ("lawyer", "coordinator"):
        assert coalition[role].answer("bundle", "inspect", bundle)["records"]["new"] == 1
    write = ("bundle", "write", "--record", incident, "--out", bundle)
    assert monitor.refusal(*write, "--to-group", "басқа") == "contact.group_unknown"
    assert run(*monitor.options, *write).exit_code == 2
    monitor.answer("contact", "group", "add", "Батыс", *members)
    rename = ("contact", "group", "rename", "Оңтүстік")
    assert monitor.refusal(*rename, "Батыс") == "contact.group_exists"
    assert run(*monitor.options, *rename, " ").exit_code == 2
    assert [each["name"] for each in monitor.answer(*rename, "Шығыс")["items"]] == ["Батыс", "Шығыс"]
    (west,) = monitor.answer("contact", "group", "delete", "Шығыс")["items"]
    assert west["name"] == "Батыс"
    assert monitor.answer("contact", "group", "remove", "Батыс", *members)["items"] == []
    assert run(*monitor.options, "contact", "group", "add", "  ", *members).exit_code == 2


def test_a_vault_is_destroyed_keys_first(desk: Desk, tmp_path: Path) -> None:
    copy = desk.vault / "backups" / "before-migration-from-1"
    shutil.copytree(desk.vault, tmp_path / "copy")
    shutil.copytree(tmp_path / "copy", copy)
    (desk.vault / "mine.txt").write_bytes(b"not of a vault")
    wrong = tmp_path / "wrong"
    wrong.write_text("басқа", "utf-8")
    assert Desk(desk.vault, wrong).refusal("--yes", "vault", "destroy") == "vault.passphrase"
    assert run(*desk.options, "vault", "destroy").exit_code == 2
    assert desk.answer("vault", "info")["ok"]
    answer = desk.answer("--yes", "vault", "destroy")
    assert (answer["destroyed"], answer["left"]) == (True, 1)
    assert "SSD" in answer["warning"]
    assert [path.name for path in desk.vault.rglob("*")] == ["mine.txt"]
    assert desk.refusal("vault", "info") == "vault.missing"
    # A copy elsewhere is another vault.
    assert Desk(tmp_path / "copy", desk.passphrase_file).answer("vault", "info")["ok"]
    empty = Desk(tmp_path / "copy", desk.passphrase_file)
    assert empty.answer("--yes", "vault", "destroy")["left"] == 0
    assert not (tmp_path / "copy").exists()


def test_a_destruction_that_was_cut_short_is_told_everywhere_and_finished(desk: Desk, tmp_path: Path) -> None:
    """What is not finished yet is neither no vault nor a damaged one, with or without its database."""
    stick, target, words = tmp_path / "stick", tmp_path / "restored", tmp_path / "words"
    stick.mkdir()
    desk.answer("vault", "backup", "--out", stick)
    desk.answer("--yes", "vault", "recovery", "words", "--out", words)
    (desk.vault / "keys").rename(desk.vault / "keys.gone")
    commands = (
        ("vault", "info"),
        ("record", "list"),
        ("--yes", "vault", "compromised", "--new-passphrase-file", desk.passphrase_file),
        ("vault", "create", "--name", "Үлгі", "--role", "monitor", "--kdf", "floor"),
        ("vault", "recover", "--words", words, "--new-passphrase-file", desk.passphrase_file),
        ("vault", "restore", stick),
    )
    for leave in ("data", "nothing"):
        if leave == "nothing":
            (desk.vault / "data").unlink()
        for command in commands:
            assert desk.refusal(*command) == "vault.ending", command
    left = {path.name for path in desk.vault.iterdir()}
    assert "keys.gone" in left
    assert "keys" not in left
    # The backup elsewhere is another vault; and no passphrase is asked for what has none any more.
    assert Desk(target, desk.passphrase_file).answer("vault", "restore", stick)["ok"]
    finished = run("--json", "--yes", "--vault", desk.vault, "vault", "destroy")
    assert (finished.exit_code, finished.json["left"]) == (0, 0)
    assert desk.refusal("vault", "info") == "vault.missing"


def test_an_open_vault_is_not_destroyed(desk: Desk) -> None:
    from tests.coalition import open_vault

    with open_vault(desk.vault):
        assert desk.refusal("--yes", "vault", "destroy") == "vault.in_use"
    assert desk.answer("vault", "verify")["ok"]


def test_the_slots_are_overwritten_where_they_lie(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A second name for the same file shows what became of its bytes."""
    before = (desk.vault / "keys").read_bytes()
    (tmp_path / "same").hardlink_to(desk.vault / "keys")
    desk.answer("--yes", "vault", "destroy")
    after = (tmp_path / "same").read_bytes()
    assert len(after) >= len(before)
    assert before[:64] not in after
    assert b"slots" not in after
