"""`bundle`: out, looked at, in; and refused for each reason that a shell can meet."""

from pathlib import Path

import pytest

from app.cli.demonstration.tampering import TAMPERINGS
from tests.canary import FULL_NAME
from tests.cli.conftest import Coalition
from tests.cli.inputs import incident, typed
from tests.cli.shell import Desk, run


@pytest.fixture
def sent(coalition: Coalition, tmp_path: Path) -> Path:
    """A bundle from the monitor to the coordinator, with one incident and one file."""
    source = tmp_path / "note.txt"
    source.write_bytes(b"%PDF-1.4\n" + b"x" * 5000)
    coalition["monitor"].answer("record", "add", "-", "--evidence", source, given=typed(incident()))
    return write(coalition, tmp_path / "sent.age")


def write(coalition: Coalition, target: Path, sender: str = "monitor", to: str = "coordinator") -> Path:
    written = coalition[sender].answer(
        "bundle", "write", "--all", "--to", coalition.fingerprints[to], "--out", target
    )
    assert written["path"] == str(target)
    assert target.stat().st_size == written["bytes"]
    return target


def test_a_bundle_is_inspected_then_applied_then_known(coalition: Coalition, sent: Path) -> None:
    desk = coalition["coordinator"]
    empty = desk.answer("vault", "digest")
    plan = desk.answer("bundle", "inspect", sent)
    assert (plan["applied"], plan["records"]["new"], plan["evidence"]["new"]) == (False, 1, 1)
    assert plan["sender"]["fingerprint"] == coalition.fingerprints["monitor"]
    assert desk.answer("vault", "digest") == empty
    done = desk.answer("--yes", "bundle", "apply", sent)
    assert done["applied"]
    assert (done["records"], done["evidence"]) == (plan["records"], plan["evidence"])
    after = desk.answer("vault", "digest")
    again = desk.answer("--yes", "bundle", "apply", sent)
    assert (again["records"]["known"], again["records"]["new"]) == (1, 0)
    assert desk.answer("vault", "digest") == after
    assert desk.answer("vault", "verify")["ok"]


def test_what_is_withheld_is_unknown_there_and_not_empty(coalition: Coalition, sent: Path) -> None:
    desk = coalition["coordinator"]
    desk.answer("--yes", "bundle", "apply", sent)
    (item,) = desk.answer("record", "list")["items"]
    shown = desk.answer("record", "show", item["id"])
    assert shown["withheld"] == ["sources"]
    assert "sources" not in shown["content"]
    victim = shown["content"]["acts"][0]["victims"][0]
    assert desk.answer("person", "show", victim)["content"]["names"][0]["full"] == FULL_NAME


def test_sources_leave_only_with_a_reason(coalition: Coalition, sent: Path, tmp_path: Path) -> None:
    monitor, target = coalition["monitor"], tmp_path / "full.age"
    command = ("bundle", "write", "--all", "--to", coalition.fingerprints["coordinator"], "--out", target)
    assert monitor.refusal(*command, "--with", "sources") == "bundle.reason"
    monitor.answer(*command, "--with", "sources", "--reason", "шұғыл үндеу")
    coordinator = coalition["coordinator"]
    coordinator.answer("--yes", "bundle", "apply", sent)
    coordinator.answer("--yes", "bundle", "apply", target)
    (item,) = coordinator.answer("record", "list")["items"]
    shown = coordinator.answer("record", "show", item["id"])
    assert (shown["withheld"], len(shown["content"]["sources"])) == ([], 1)


def test_a_preview_says_what_would_go_and_who_holds_it_back(coalition: Coalition, tmp_path: Path) -> None:
    monitor = coalition["monitor"]
    going = monitor.answer("record", "add", "-", given=typed(incident()))["id"]
    refusing = incident(title="Өтініш", consent=[{"purposes": {"coalition": "no"}}])
    kept = monitor.answer("record", "add", "-", given=typed(refusing))
    preview = monitor.answer("bundle", "preview", "--all", "--without", "medical")
    assert preview["incidents"] == [going]
    assert preview["held_back"] == [{"id": kept["id"], "reference": kept["reference"], "title": "Өтініш"}]
    written = write(coalition, tmp_path / "sent.age")
    assert coalition["coordinator"].answer("bundle", "inspect", written)["records"]["new"] == 1
    assert run(*monitor.options, "bundle", "preview").exit_code == 2


def test_a_no_is_overruled_only_for_an_incident_that_is_named_and_with_a_reason_of_its_own(
    coalition: Coalition, tmp_path: Path
) -> None:
    monitor, to = coalition["monitor"], ("--to", coalition.fingerprints["coordinator"])
    monitor.answer("record", "add", "-", given=typed(incident()))
    refusing = incident(consent=[{"purposes": {"coalition": "no"}}])
    kept = monitor.answer("record", "add", "-", given=typed(refusing))["id"]
    every = ("bundle", "write", "--all", *to, "--out", tmp_path / "all.age", "--reason", "себеп")
    assert monitor.answer(*every, "--with", "sources")["held_back"] == [kept]
    assert monitor.answer(*every)["held_back"] == [kept]
    named = ("bundle", "write", "--record", kept, *to, "--out", tmp_path / "one.age")
    assert monitor.refusal(*named) == "record.consent"
    assert monitor.refusal(*named, "--with", "sources", "--reason", "себеп") == "record.consent"
    assert monitor.answer(*named, "--reason", "себеп")["records"] == 1


def test_a_folder_as_target_gets_a_name_that_says_nothing(coalition: Coalition, sent: Path) -> None:
    folder = sent.parent / "stick"
    folder.mkdir()
    to = coalition.fingerprints["coordinator"]
    written = coalition["monitor"].answer("bundle", "write", "--all", "--to", to, "--out", folder)
    (path,) = folder.iterdir()
    assert written["path"] == str(path)
    assert (len(path.stem), path.suffix) == (12, ".age")


def test_a_bundle_flows_through_standard_streams(coalition: Coalition, sent: Path) -> None:
    monitor, coordinator = coalition["monitor"], coalition["coordinator"]
    to = coalition.fingerprints["coordinator"]
    outcome = run(*monitor.options, "bundle", "write", "--all", "--to", to, "--out", "-")
    assert outcome.exit_code == 0
    assert outcome.stdout.startswith(b"age-encryption.org/v1\n")
    assert coordinator.answer("bundle", "inspect", "-", given=outcome.stdout)["records"]["new"] == 1
    assert coordinator.answer("--yes", "bundle", "apply", "-", given=outcome.stdout)["applied"]


def test_applying_needs_yes_or_a_terminal_to_ask_at(coalition: Coalition, sent: Path) -> None:
    outcome = coalition["coordinator"].ask("bundle", "apply", sent)
    assert (outcome.exit_code, outcome.code) == (2, "usage")
    assert coalition["coordinator"].answer("record", "list")["total"] == 0


DAMAGES = {
    "not-a-bundle.age": "bundle.not_age",
    "header.age": "bundle.header",
    "one-bit.age": "bundle.altered",
    "swapped.age": "bundle.altered",
    "cut.age": "bundle.truncated",
    "appended.age": "bundle.truncated",
}


@pytest.mark.parametrize(("name", "code"), DAMAGES.items())
def test_a_damaged_bundle_is_refused_and_changes_nothing(
    coalition: Coalition, sent: Path, tmp_path: Path, name: str, code: str
) -> None:
    (tampering,) = (each for each in TAMPERINGS if each.file_name == name)
    damaged = tmp_path / name
    damaged.write_bytes(tampering.damage(sent.read_bytes()))
    coordinator = coalition["coordinator"]
    before = coordinator.answer("vault", "digest")
    assert coordinator.refusal("bundle", "inspect", damaged) == code
    assert coordinator.refusal("--yes", "bundle", "apply", damaged) == code
    assert coordinator.answer("vault", "digest") == before
    assert list((coordinator.vault / "staging").iterdir()) == []


def test_a_bundle_for_somebody_else(coalition: Coalition, sent: Path) -> None:
    assert coalition["lawyer"].refusal("bundle", "inspect", sent) == "bundle.not_for_me"


def test_a_sender_who_is_unknown_unverified_revoked(coalition: Coalition, tmp_path: Path) -> None:
    passphrase = coalition["monitor"].passphrase_file
    newcomer = Desk(tmp_path / "newcomer", passphrase)
    made = newcomer.answer("vault", "create", "--name", "Жаңа", "--role", "monitor", "--kdf", "floor")
    to = coalition.fingerprints["coordinator"]
    newcomer.answer("contact", "add", coalition.cards["coordinator"], "--fingerprint", to)
    newcomer.answer("record", "add", "-", given=typed(incident()))
    bundle = tmp_path / "new.age"
    newcomer.answer("bundle", "write", "--all", "--to", to, "--out", bundle)
    coordinator = coalition["coordinator"]
    assert coordinator.refusal("--yes", "bundle", "apply", bundle) == "bundle.sender_unknown"
    added = coordinator.answer("contact", "add", "--from-bundle", bundle)
    assert (added["fingerprint"], added["trust"]) == (made["fingerprint"], "unverified")
    assert coordinator.refusal("--yes", "bundle", "apply", bundle) == "bundle.sender_unverified"
    coordinator.answer("contact", "verify", made["fingerprint"], "--fingerprint", made["words"])
    assert coordinator.answer("bundle", "inspect", bundle)["sender"]["trust"] == "verified"
    coordinator.answer("--yes", "contact", "revoke", made["fingerprint"])
    assert coordinator.answer("bundle", "inspect", bundle)["sender"]["trust"] == "revoked"
    assert coordinator.refusal("--yes", "bundle", "apply", bundle) == "bundle.sender_revoked"
    done = coordinator.answer("--yes", "bundle", "apply", bundle, "--accept-revoked", "жолығып, тексердім")
    assert done["applied"]
    (item,) = coordinator.answer("record", "list")["items"]
    assert "accepted_revoked" in coordinator.answer("record", "show", item["id"])["marks"]


def test_recipients_must_be_verified_and_known(coalition: Coalition, sent: Path, tmp_path: Path) -> None:
    monitor, target = coalition["monitor"], tmp_path / "x.age"
    write_all = ("bundle", "write", "--all", "--out", target, "--to")
    assert monitor.refusal(*write_all, "0" * 64) == "bundle.recipient_unverified"
    monitor.answer("--yes", "contact", "revoke", coalition.fingerprints["lawyer"])
    refused = monitor.refusal(*write_all, coalition.fingerprints["lawyer"])
    assert refused == "contact.revoked"
    assert not target.exists()


def test_nothing_to_write_and_nowhere_to_write(coalition: Coalition, sent: Path, tmp_path: Path) -> None:
    to = coalition.fingerprints["monitor"]
    write_all = ("bundle", "write", "--all", "--to", to, "--out")
    assert coalition["lawyer"].refusal(*write_all, tmp_path / "x.age") == "bundle.nothing"
    unknown = ("bundle", "write", "--record", "00000000-0000-7000-8000-000000000000", "--to", to)
    assert coalition["lawyer"].refusal(*unknown, "--out", tmp_path / "x.age") == "record.unknown"
    to = coalition.fingerprints["coordinator"]
    nowhere = ("bundle", "write", "--all", "--to", to, "--out", tmp_path / "no" / "folder" / "x.age")
    assert coalition["monitor"].refusal(*nowhere) == "disk.unwritable"
    assert coalition["coordinator"].refusal("bundle", "inspect", tmp_path / "absent") == "disk.unreadable"


def test_a_gap_between_two_bundles_shows(coalition: Coalition, sent: Path, tmp_path: Path) -> None:
    lost, later = tmp_path / "lost.age", tmp_path / "later.age"
    write(coalition, lost)
    write(coalition, later)
    coordinator = coalition["coordinator"]
    coordinator.answer("--yes", "bundle", "apply", sent)
    (gap,) = coordinator.answer("--yes", "bundle", "apply", later)["gaps"]
    assert (gap["first"], gap["last"]) == (2, 2)
