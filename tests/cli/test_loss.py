"""`vault recovery`, `recover`, `backup`, `restore`, `drill`: every loss has its way through."""

import os
import shutil
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Coalition, Papers
from tests.cli.inputs import incident, typed
from tests.cli.shell import Desk, SetClock, run, run_process
from tests.coalition import PASSPHRASE


@pytest.fixture
def record(desk: Desk, papers: Papers) -> str:
    """An incident with a photograph."""
    photograph = papers / "photograph"
    photograph.write_bytes(bytes(range(256)) * 3_000)
    added = desk.answer("record", "add", "-", "--evidence", photograph, given=typed(incident()))
    return str(added["id"])


def make_words(desk: Desk, papers: Papers, name: str = "words") -> Path:
    desk.answer("--yes", "vault", "recovery", "words", "--out", papers / name)
    return papers / name


def codes(standing: dict[str, Any]) -> list[str]:
    return [str(each["code"]) for each in standing["warnings"]]


def bytes_below(*folders: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for each in folders for path in each.rglob("*") if path.is_file()}


def desk_for(vault: Path, papers: Papers) -> Desk:
    """Somebody at a vault with the new passphrase."""
    return Desk(vault, papers.new_passphrase)


def test_words_set_a_new_passphrase(desk: Desk, papers: Papers, record: str) -> None:
    before = desk.answer("vault", "digest")
    assert [each["code"] for each in desk.answer("vault", "info")["recovery"]["warnings"]] == [
        "recovery.none"
    ]
    made = desk.answer("--yes", "vault", "recovery", "words", "--out", papers / "words")
    assert (made["generation"], made["replaced"]) == (2, False)
    text = (papers / "words").read_text("utf-8")
    assert text.startswith("# ")
    words = [line.split(". ")[1] for line in text.splitlines()[1:]]
    assert len(words) == 24
    assert not any(word in str(made) for word in words if len(word) > 6)
    if os.name == "posix":
        assert stat.S_IMODE((papers / "words").stat().st_mode) == 0o600
    assert desk.answer("vault", "recovery", "check", "--words", papers / "words")["opens"]
    standing = desk.answer("vault", "info")["recovery"]
    assert (standing["unnamed"], standing["warnings"]) == (0, [])
    assert standing["words_made_at"] is not None

    given = ("--words", papers / "words", "--new-passphrase-file", papers.new_passphrase)
    recovered = desk.answer("vault", "recover", *given)
    assert (recovered["generation"], recovered["keys_rebuilt"], recovered["warnings"]) == (3, False, [])
    assert desk.refusal("vault", "digest") == "vault.passphrase"
    after = desk_for(desk.vault, papers)
    assert after.answer("vault", "digest") == before
    assert after.answer("vault", "verify")["problems"] == []
    # The words stay good: they are no passphrase.
    assert after.answer("vault", "recovery", "check", "--words", papers / "words")["opens"]


def test_words_that_were_replaced_open_nothing_here(desk: Desk, papers: Papers) -> None:
    old = make_words(desk, papers, "old")
    desk.answer("--yes", "vault", "backup", "--out", papers / "stick")
    made = desk.answer("--yes", "vault", "recovery", "words", "--out", papers / "new")
    assert made["replaced"]
    assert "copies of it made before still open" in made["warning"]
    assert desk.refusal("vault", "recovery", "check", "--words", old) == "recovery.refused"
    change = ("--new-passphrase-file", papers.new_passphrase)
    assert desk.refusal("vault", "recover", "--words", old, *change) == "recovery.refused"
    assert desk.answer("vault", "recovery", "check", "--words", papers / "new")["opens"]
    # As the warning says.
    assert desk.answer("vault", "drill", papers / "stick", "--words", old)["ok"]


@pytest.mark.parametrize("text", ["", "abandon " * 24, "ұ" * 40_000, "zoo " * 23])
def test_what_are_no_words(desk: Desk, papers: Papers, text: str) -> None:
    (papers / "no-words").write_text(text, "utf-8")
    assert desk.refusal("vault", "recovery", "check", "--words", papers / "no-words") == "recovery.words"
    (papers / "no-text").write_bytes(b"\xff\xfe")
    assert desk.refusal("vault", "recovery", "check", "--share", papers / "no-text") == "recovery.words"


def test_shares_of_contacts_open_together(
    coalition: Coalition, desk: Desk, papers: Papers, record: str
) -> None:
    before = desk.answer("vault", "digest")
    words = make_words(desk, papers)
    shares = papers / "shares"
    shares.mkdir()
    to = [option for role in ("lawyer", "coordinator") for option in ("--to", coalition.fingerprints[role])]
    made = desk.answer(
        "--yes", "vault", "recovery", "shares", "--need", 2, *to, "--paper", 1, "--out", shares
    )
    assert [share["number"] for share in made["shares"]] == [1, 2, 3]
    assert {path.suffix for path in shares.iterdir()} == {".age", ".txt"}
    standing = desk.answer("vault", "info")["recovery"]
    assert (standing["shares_needed"], standing["shares_made"]) == (2, 3)
    assert {holder["name"] for holder in standing["holders"]} == {"Пример lawyer", "Пример coordinator"}
    # The words stay beside the shares.
    assert desk.answer("vault", "recovery", "check", "--words", words)["opens"]

    sealed = {share["name"]: share["path"] for share in made["shares"]}
    for role in ("lawyer", "coordinator"):
        opened = coalition[role].answer(
            "--yes", "vault", "recovery", "open-share", sealed[f"Пример {role}"], "--out", papers / role
        )
        assert (opened["need"], opened["count"], opened["owner_name"]) == (2, 3, "Пример monitor")
    other = ("vault", "recovery", "open-share", sealed["Пример lawyer"], "--out", papers / "stolen")
    assert coalition["coordinator"].refusal("--yes", *other) == "recovery.share_file"
    assert not (papers / "stolen").exists()

    check = ("vault", "recovery", "check", "--share", papers / "lawyer")
    assert desk.refusal(*check) == "recovery.too_few"
    assert desk.refusal(*check, "--share", papers / "lawyer") == "recovery.too_few"
    paper = ("--share", sealed[None])
    assert desk.answer(*check, *paper) == {"opens": True, "shares": 2}
    both = ("--share", papers / "lawyer", "--share", papers / "coordinator")
    desk.answer("vault", "recover", *both, "--new-passphrase-file", papers.new_passphrase)
    assert desk_for(desk.vault, papers).answer("vault", "digest") == before


def test_shares_of_two_sets_do_not_mix(coalition: Coalition, desk: Desk, papers: Papers) -> None:
    made = []
    for name in ("first", "second"):
        (papers / name).mkdir()
        made.append(
            desk.answer(
                "--yes", "vault", "recovery", "shares", "--need", 2, "--paper", 2, "--out", papers / name
            )
        )
    first, second = ([share["path"] for share in each["shares"]] for each in made)
    assert made[1]["replaced"]
    check = ("vault", "recovery", "check", "--share")
    assert desk.refusal(*check, first[0], "--share", second[1]) == "recovery.shares"
    assert desk.refusal(*check, first[0], "--share", first[1]) == "recovery.refused"
    assert desk.answer(*check, second[0], "--share", second[1])["opens"]


def test_shares_that_cannot_be(coalition: Coalition, desk: Desk, papers: Papers) -> None:
    shares = ("--yes", "vault", "recovery", "shares", "--out", papers.folder, "--need")
    lawyer = coalition.fingerprints["lawyer"]
    assert desk.refusal(*shares, 1, "--to", lawyer, "--paper", 1) == "recovery.split"
    assert desk.refusal(*shares, 2, "--to", lawyer, "--to", lawyer) == "recovery.split"
    assert desk.refusal(*shares, 2, "--to", coalition.fingerprints["monitor"], "--paper", 1) == "contact.own"
    desk.answer("--yes", "contact", "revoke", lawyer)
    assert desk.refusal(*shares, 2, "--to", lawyer, "--paper", 1) == "bundle.recipient_unverified"
    assert list(papers.folder.iterdir()) == []


def test_fault_19_key_file_gone_or_damaged_comes_back_from_a_backup(
    desk: Desk, papers: Papers, record: str
) -> None:
    before = desk.answer("vault", "digest")
    words = make_words(desk, papers)
    (desk.vault / "keys").rename(papers / "keys")
    assert desk.refusal(
        "vault", "recover", "--words", words, "--new-passphrase-file", papers.new_passphrase
    ) == ("vault.keys")
    (papers / "keys").rename(desk.vault / "keys")
    desk.answer("vault", "backup")
    for damage in (b"", b"{}"):
        (desk.vault / "keys").write_bytes(damage)
        assert desk.refusal("vault", "digest") == "vault.keys"
        # By the passphrase, which is not changed.
        mended = desk.answer("vault", "recover")
        assert (mended["keys_rebuilt"], mended["passphrase_changed"]) == (True, False)
        assert desk.answer("vault", "digest") == before
    (desk.vault / "keys").unlink()
    given = ("--words", words, "--new-passphrase-file", papers.new_passphrase)
    assert desk.answer("vault", "recover", *given)["keys_rebuilt"]
    after = desk_for(desk.vault, papers)
    assert after.answer("vault", "digest") == before
    assert after.answer("vault", "verify")["problems"] == []


def test_fault_19_slots_of_an_older_backup_open_by_the_words_alone(
    desk: Desk, papers: Papers, record: str
) -> None:
    """The backup elsewhere was made before the passphrase was changed: the old one opens nothing more."""
    words = make_words(desk, papers)
    desk.answer("vault", "backup", "--out", papers / "stick")
    desk.answer("--yes", "vault", "passphrase", "--new-passphrase-file", papers.new_passphrase)
    (desk.vault / "keys").unlink()
    third = papers / "third-passphrase"
    third.write_text("үшінші сөз тіркесі", "utf-8")
    given = ("--words", words, "--new-passphrase-file", third, "--from", papers / "stick")
    assert desk.answer("vault", "recover", *given)["keys_rebuilt"]
    assert desk.refusal("vault", "digest") == "vault.passphrase"
    assert Desk(desk.vault, third).answer("vault", "verify")["problems"] == []
    assert desk_for(desk.vault, papers).refusal("vault", "digest") == "vault.passphrase"


def test_words_that_were_replaced_do_not_come_back_with_older_slots(
    desk: Desk, papers: Papers, record: str
) -> None:
    old = make_words(desk, papers, "old")
    desk.answer("vault", "backup", "--out", papers / "stick")
    make_words(desk, papers, "new")
    (desk.vault / "keys").unlink()
    assert desk.answer("vault", "recover", "--from", papers / "stick")["keys_rebuilt"]
    assert desk.refusal("vault", "recovery", "check", "--words", old) == "recovery.refused"
    assert desk.answer("vault", "verify")["problems"] == []


def test_backups_beside_the_vault_and_on_a_stick(desk: Desk, papers: Papers, record: str) -> None:
    standing = desk.answer("vault", "info")["backup"]
    assert (standing["due"], codes(standing)) == (True, ["backup.none"])
    made = desk.answer("vault", "backup")
    assert (made["outside"], made["records"], made["evidence"]) == (False, 1, 1)
    assert (made["linked"], made["copied"]) == (1, 0)
    standing = desk.answer("vault", "info")["backup"]
    assert (standing["due"], codes(standing)) == (
        False,
        ["backup.none_outside"],
    )
    stick = papers / "stick"
    first = desk.answer("vault", "backup", "--out", stick)
    assert (first["outside"], first["copied"], first["linked"]) == (True, 1, 0)
    second = desk.answer("vault", "backup", "--out", stick)
    assert (second["copied"], second["linked"]) == (0, 0)
    # Of one day the newest is kept.
    assert second["removed"] == [Path(first["path"]).name]
    assert desk.answer("vault", "info")["backup"]["warnings"] == []
    assert desk.refusal("vault", "backup", "--out", desk.vault / "blobs") == "backup.inside"


def test_a_drill_changes_nothing_anywhere(desk: Desk, papers: Papers, record: str) -> None:
    words = make_words(desk, papers)
    stick = papers / "stick"
    desk.answer("vault", "backup", "--out", stick)
    files = bytes_below(stick, desk.vault)
    found = desk.answer("vault", "drill", stick, "--words", words)
    assert (found["ok"], found["records"], found["evidence"], found["noted"]) == (True, 1, 1, False)
    assert bytes_below(stick, desk.vault) == files
    assert desk.answer("vault", "drill", stick, "--words", words, "--note")["noted"]
    assert desk.answer("vault", "info")["backup"]["last_drill"] is not None
    assert desk.refusal("vault", "drill", papers.folder / "nowhere", "--words", words) == "backup.missing"
    # Without words, by the passphrase.
    assert desk.answer("vault", "drill", stick)["ok"]


def test_a_drill_that_is_due_is_skipped_for_a_year(
    desk: Desk, papers: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2031, 3, 1, 12, tzinfo=UTC)
    monkeypatch.setattr("app.cli.session.SystemClock", lambda: SetClock(now))
    desk.answer("vault", "backup", "--out", papers / "stick")
    now += timedelta(366)
    assert desk.answer("vault", "info")["backup"]["drill_due"]
    skipped = desk.answer("vault", "drill", "--skip")
    assert skipped == {"due_on": "2033-03-01"}
    now += timedelta(364)
    assert not desk.answer("vault", "info")["backup"]["drill_due"]
    now += timedelta(1)
    assert (str(now.date()), desk.answer("vault", "info")["backup"]["drill_due"]) == ("2033-03-01", True)
    assert "due again on: 2034-03-01" in run(*desk.options, "vault", "drill", "--skip").text


def test_a_drill_is_either_tried_or_skipped(desk: Desk, papers: Papers) -> None:
    for given, told in (
        ((), "or give --skip"),
        ((papers.folder, "--skip"), "give it alone"),
        (("--skip", "--note"), "give it alone"),
    ):
        refused = run(*desk.options, "vault", "drill", *given)
        assert (refused.exit_code, told in refused.stderr) == (2, True)
    assert desk.answer("vault", "info")["backup"]["last_drill"] is None


def test_a_drill_names_what_is_damaged(desk: Desk, papers: Papers, record: str) -> None:
    stick = papers / "stick"
    made = desk.answer("vault", "backup", "--out", stick)
    (blob,) = (path for path in stick.glob("*/blobs/*/*") if path.is_file())
    blob.write_bytes(blob.read_bytes()[:-1])
    found = desk.answer("vault", "drill", stick)
    assert (found["ok"], [each["code"] for each in found["problems"]]) == (False, ["evidence.altered"])
    restored = run("--vault", papers / "new", *desk.options[2:], "--json", "vault", "restore", stick).json
    assert (restored["ok"], restored["records"]) == (False, 1)
    data = Path(made["path"]) / "data"
    data.write_bytes(bytes(len(data.read_bytes())))
    assert desk.refusal("vault", "drill", stick) == "backup.damaged"
    (Path(made["path"]) / "keys").write_bytes(b"{}")
    assert desk.refusal("vault", "drill", stick) == "backup.damaged"


def test_fault_39_restore_drill_on_a_fresh_machine(
    desk: Desk, papers: Papers, record: str, tmp_path: Path
) -> None:
    """Nothing is left but a stick and 24 words."""
    words = make_words(desk, papers)
    desk.answer("vault", "backup", "--out", papers / "stick")
    replica = desk.answer("vault", "info")["replica"]
    before = desk.answer("vault", "digest")
    shutil.rmtree(desk.vault)
    home = tmp_path / "fresh-home"
    home.mkdir()
    fresh = home / "Notebook"
    outcome = run_process(
        "--vault", fresh, "--json", "vault", "restore", papers / "stick", "--words", words,
        "--new-passphrase-file", papers.new_passphrase,
        environment={"HOME": str(home), "USERPROFILE": str(home)},
    )  # fmt: skip
    assert outcome.exit_code == 0, outcome.text
    restored = outcome.json
    assert (restored["ok"], restored["same"], restored["problems"]) == (True, True, [])
    after = desk_for(fresh, papers)
    assert after.answer("vault", "digest") == before
    report = after.answer("vault", "verify")
    assert (report["problems"], report["warnings"]) == ([], [])
    info = after.answer("vault", "info")
    assert info["replica"] != replica
    # Of a backup beside it there is none on this machine.
    assert info["backup"]["due"]
    assert after.refusal("vault", "restore", papers / "stick") == "vault.exists"
    assert sorted(path.name for path in home.iterdir()) == ["Notebook"]


def test_restoring_by_the_passphrase_of_the_backup(
    desk: Desk, papers: Papers, record: str, tmp_path: Path
) -> None:
    desk.answer("vault", "backup")
    desk.answer("--yes", "vault", "passphrase", "--new-passphrase-file", papers.new_passphrase)
    there = tmp_path / "there"
    there.mkdir()
    assert Desk(there, desk.passphrase_file).refusal("vault", "restore", desk.vault / "backups") == (
        "vault.passphrase"
    ), "backups beside the vault follow its passphrase"
    after = desk_for(there, papers)
    assert after.answer("vault", "restore", desk.vault / "backups")["ok"]
    assert after.answer("vault", "digest") == desk_for(desk.vault, papers).answer("vault", "digest")


def test_one_record_comes_back(desk: Desk, papers: Papers, record: str) -> None:
    stick = papers / "stick"
    desk.answer("vault", "backup", "--out", stick)
    (blob,) = (path for path in (desk.vault / "blobs").rglob("*") if path.is_file())
    blob.write_bytes(b"damaged")
    (problem,) = desk.answer("vault", "verify")["problems"]
    assert "! evidence.altered: A file is gone from the vault" in run(*desk.options, "vault", "verify").text
    done = run(*desk.options, "--json", "vault", "restore", stick, "--record", record).json
    assert (done["revisions"], done["evidence"]) == (0, [problem["id"]])
    assert desk.answer("vault", "verify")["problems"] == []
    unknown = "0195649c-2c00-7000-8000-000000000001"
    assert (
        run(*desk.options, "--json", "vault", "restore", stick, "--record", unknown).code == "record.unknown"
    )


def test_a_record_of_another_vault_does_not_come_in(coalition: Coalition, papers: Papers) -> None:
    coalition["lawyer"].answer("vault", "backup", "--out", papers / "stick")
    desk = coalition["monitor"]
    outcome = run(*desk.options, "--json", "vault", "restore", papers / "stick", "--record", "x")
    assert outcome.code == "backup.other_vault"
    assert PASSPHRASE not in outcome.text


def test_what_opens_the_vault_is_not_written_into_its_folder(
    coalition: Coalition, desk: Desk, papers: Papers
) -> None:
    before = sorted(desk.vault.rglob("*"))
    inside = desk.vault / "backups"
    (papers / "link").symlink_to(desk.vault, target_is_directory=True)
    shares = ("vault", "recovery", "shares", "--need", "2", "--paper", "2", "--out")
    for command in (
        ("vault", "second-factor", "add", "--key-file", inside / "key"),
        ("vault", "second-factor", "add", "--key-file", papers / "link" / "key"),
        ("vault", "recovery", "words", "--out", desk.vault / "words"),
        (*shares, desk.vault / "shares"),
    ):
        assert desk.refusal("--yes", *command) == "vault.opener_inside"
    assert sorted(desk.vault.rglob("*")) == before


def test_a_backup_is_browsed(desk: Desk, papers: Papers, record: str) -> None:
    """What `restore --record` could bring back, and what of one record is not here."""
    stick = papers / "stick"
    desk.answer("vault", "backup", "--out", stick)
    listed = desk.answer("vault", "browse", stick)
    assert [each["id"] for each in listed["items"]] == [record]
    assert listed["items"] == desk.answer("record", "list")["items"]
    assert desk.answer("vault", "browse", stick, "--kind", "evidence")["total"] == 1
    assert desk.answer("vault", "browse", stick, "--search", "жоқ")["items"] == []
    compared = run(*desk.options, "--json", "vault", "browse", stick, "--record", record).json
    assert (compared["here"], compared["revisions"], compared["evidence"]) == (True, 0, 0)
