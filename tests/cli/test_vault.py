"""`vault`: creating, opening, checking, changing the passphrase."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Coalition
from tests.cli.inputs import incident, typed
from tests.cli.shell import Desk, run
from tests.coalition import open_vault


def test_create_names_the_identity_in_three_ways(tmp_path: Path) -> None:
    passphrase = tmp_path / "passphrase"
    passphrase.write_text("сөз тіркесі\n", "utf-8")
    desk = Desk(tmp_path / "new", passphrase)
    made = desk.answer("vault", "create", "--name", "Үлгі", "--role", "monitor", "--kdf", "floor")
    assert len(made["words"].split()) == 12
    assert len(made["digits"].replace(" ", "")) == 40
    assert desk.answer("vault", "info")["fingerprint"] == made["fingerprint"]
    again = ("vault", "create", "--name", "Үлгі", "--role", "monitor", "--kdf", "floor")
    assert desk.refusal(*again) == "vault.exists"


def test_an_empty_vault_is_whole(desk: Desk) -> None:
    report = desk.answer("vault", "verify")
    assert (report["ok"], report["records"], report["problems"]) == (True, 0, [])


def test_rebuild_changes_no_digest(desk: Desk) -> None:
    desk.answer("record", "add", "-", given=typed(incident()))
    before = desk.answer("vault", "digest")
    assert desk.answer("vault", "rebuild")["records"] == 1
    assert desk.answer("vault", "digest") == before


def test_a_wrong_passphrase_and_a_missing_vault(desk: Desk, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("не то\n", "utf-8")
    assert Desk(desk.vault, wrong).refusal("vault", "info") == "vault.passphrase"
    assert Desk(tmp_path / "nowhere", wrong).refusal("vault", "info") == "vault.missing"


def test_one_line_end_of_the_passphrase_file_is_dropped_and_no_more(desk: Desk) -> None:
    passphrase = desk.passphrase_file.read_text("utf-8").removesuffix("\n")
    for ending in ("", "\n", "\r\n"):
        outcome = run("--vault", desk.vault, "--passphrase-file", "-", "--json", "vault", "info",
                      given=(passphrase + ending).encode())  # fmt: skip
        assert outcome.exit_code == 0


def test_a_passphrase_file_that_cannot_be_read_or_is_no_text(desk: Desk, tmp_path: Path) -> None:
    assert Desk(desk.vault, tmp_path / "absent").refusal("vault", "info") == "disk.unreadable"
    desk.passphrase_file.write_bytes(b"\xff\xfe")
    outcome = run(*desk.options, "--json", "vault", "info")
    assert (outcome.exit_code, outcome.code) == (2, "usage")


def test_an_open_vault_refuses_the_shell(desk: Desk) -> None:
    with open_vault(desk.vault):
        assert desk.refusal("vault", "info") == "vault.in_use"
    assert desk.answer("vault", "info")["ok"]


@pytest.mark.parametrize(
    ("file", "damage", "code"),
    [
        ("keys", b"", "vault.keys"),
        ("keys", b"{}", "vault.keys"),
        ("data", b"", "vault.damaged"),
        ("data", b"SQLite format 3\0" + bytes(8192), "vault.damaged"),
    ],
)
def test_damaged_files_are_named(desk: Desk, file: str, damage: bytes, code: str) -> None:
    (desk.vault / file).write_bytes(damage)
    assert desk.refusal("vault", "info") == code


def test_keys_put_back_from_before_a_change_are_refused(desk: Desk, tmp_path: Path) -> None:
    old = (desk.vault / "keys").read_bytes()
    new = tmp_path / "new-passphrase"
    new.write_text("жаңы сөз айкашы", "utf-8")
    changed = desk.answer("--yes", "vault", "passphrase", "--new-passphrase-file", new)
    assert changed["changed"]
    assert desk.refusal("vault", "info") == "vault.passphrase"
    assert Desk(desk.vault, new).answer("vault", "info")["generation"] == changed["generation"]
    (desk.vault / "keys").write_bytes(old)
    assert desk.refusal("vault", "info") == "vault.keys"


def test_what_asks_again_needs_yes_or_a_terminal(desk: Desk, tmp_path: Path) -> None:
    new = tmp_path / "new-passphrase"
    new.write_text("жаңы", "utf-8")
    for command in (
        ("vault", "passphrase", "--new-passphrase-file", new),
        ("vault", "identity", "--out", tmp_path / "identity.age", "--new-passphrase-file", new),
        ("evidence", "export", "0" * 64, "--out", tmp_path / "out"),
        ("record", "delete", "x", "--reason", "r"),
        ("contact", "revoke", "0" * 64),
    ):
        outcome = desk.ask(*command)
        assert (outcome.exit_code, outcome.code) == (2, "usage")
    assert not (tmp_path / "identity.age").exists()
    assert desk.answer("vault", "info")["ok"]


def test_the_identity_leaves_as_an_age_file(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "identity.age"
    options = ("--out", target, "--new-passphrase-file", desk.passphrase_file)
    written = desk.answer("--yes", "vault", "identity", *options)
    assert target.stat().st_size == written["bytes"]
    assert target.read_bytes().startswith(b"age-encryption.org/v1\n-> scrypt ")


def test_verify_finds_a_missing_and_an_altered_file_and_is_no_refusal(desk: Desk, tmp_path: Path) -> None:
    source = tmp_path / "photograph.jpg"
    source.write_bytes(b"\xff\xd8\xff\xe0" + bytes(3000))
    desk.answer("record", "add", "-", "--evidence", source, given=typed(incident()))
    (blob,) = (path for path in (desk.vault / "blobs").rglob("*") if path.is_file())
    whole = blob.read_bytes()
    blob.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    report = desk.answer("vault", "verify")
    assert not report["ok"]
    assert [problem["code"] for problem in report["problems"]] == ["evidence.altered"]
    blob.unlink()
    gone = desk.answer("vault", "verify")
    assert (gone["ok"], len(gone["problems"])) == (False, 1)


def test_a_vault_can_be_moved_as_a_folder(desk: Desk, tmp_path: Path) -> None:
    saved = desk.answer("record", "add", "-", given=typed(incident()))
    moved = Desk(tmp_path / "stick", desk.passphrase_file)
    shutil.move(desk.vault, moved.vault)
    assert moved.answer("record", "show", saved["id"])["id"] == saved["id"]


def test_three_vaults_differ(coalition: Coalition) -> None:
    assert len(set(coalition.fingerprints.values())) == 3
