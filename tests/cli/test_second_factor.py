"""`vault second-factor`: the passphrase and a file together, or recovery words alone."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.key_file import read_file_key, write_file_key
from tests.cli.conftest import Papers
from tests.cli.shell import Desk, run
from tests.cli.test_loss import desk_for, make_words


@pytest.fixture
def held(desk: Desk, papers: Papers) -> Desk:
    """Somebody who needs a key file and has it."""
    desk.answer("--yes", "vault", "second-factor", "add", "--key-file", papers / "key")
    return replace(desk, key_file=papers / "key")


def test_both_are_needed_and_recovery_words_are_advised(desk: Desk, papers: Papers) -> None:
    before = desk.answer("vault", "digest")
    assert not desk.answer("vault", "info")["key_file"]
    made = desk.answer("--yes", "vault", "second-factor", "add", "--key-file", papers / "key")
    assert (made["on"], made["replaced"], made["generation"]) == (True, False, 2)
    assert made["path"] == str(papers / "key")
    assert "There are no recovery words" in made["warning"]
    assert read_file_key((papers / "key").read_bytes())
    if os.name == "posix":
        assert stat.S_IMODE((papers / "key").stat().st_mode) == 0o600
    assert desk.refusal("vault", "digest") == "vault.file_needed"
    both = replace(desk, key_file=papers / "key")
    assert both.answer("vault", "digest") == before
    assert both.answer("vault", "info")["key_file"]
    assert both.answer("vault", "verify")["problems"] == []
    # Nothing of the file is in the vault.
    content = (papers / "key").read_bytes().strip()
    assert not any(content in path.read_bytes() for path in desk.vault.rglob("*") if path.is_file())


def test_wrong_damaged_and_foreign_files(held: Desk, papers: Papers) -> None:
    wrong_file, wrong_passphrase = papers / "wrong", papers / "wrong-passphrase"
    wrong_file.write_bytes(write_file_key(bytes(32)))
    wrong_passphrase.write_text("басқа сөз", "utf-8")
    refused = [
        each.ask("vault", "digest").json["error"]
        for each in (
            replace(held, key_file=wrong_file),
            replace(held, passphrase_file=wrong_passphrase),
            replace(held, key_file=wrong_file, passphrase_file=wrong_passphrase),
        )
    ]
    # The same words, whichever is wrong.
    assert [error["code"] for error in refused] == ["vault.both_wrong"] * 3
    assert refused[0] == refused[1] == refused[2]
    content = bytearray((papers / "key").read_bytes())
    content[20] ^= 1
    (papers / "damaged").write_bytes(content)
    (papers / "photograph").write_bytes(b"\xff\xd8\xff\xe0" * 500)
    assert replace(held, key_file=papers / "damaged").refusal("vault", "digest") == "vault.file_damaged"
    assert replace(held, key_file=papers / "photograph").refusal("vault", "digest") == "vault.file_foreign"
    assert replace(held, key_file=papers / "gone").refusal("vault", "digest") == "disk.unreadable"
    given = ("--vault", held.vault, "--passphrase-file", held.passphrase_file, "--key-file", "-", "--json")
    assert run(*given, "vault", "digest", given=(papers / "key").read_bytes()).exit_code == 0


def test_it_goes_again_and_the_file_opens_what_is_older(held: Desk, papers: Papers) -> None:
    held.answer("vault", "backup", "--out", papers / "stick")
    without = replace(held, key_file=None)
    assert without.refusal("--yes", "vault", "second-factor", "remove") == "vault.file_needed"
    gone = held.answer("--yes", "vault", "second-factor", "remove")
    assert (gone["on"], gone["path"], gone["replaced"]) == (False, None, True)
    assert without.answer("vault", "info")["key_file"] is False
    # A file that is not needed does no harm.
    assert held.answer("vault", "digest") == without.answer("vault", "digest")
    assert held.answer("vault", "drill", papers / "stick")["ok"]
    assert without.refusal("vault", "drill", papers / "stick") == "vault.file_needed"


def test_a_new_file_takes_the_place_of_the_old(held: Desk, papers: Papers) -> None:
    made = held.answer("--yes", "vault", "second-factor", "add", "--key-file", papers / "second")
    assert made["replaced"]
    assert held.refusal("vault", "digest") == "vault.both_wrong"
    assert replace(held, key_file=papers / "second").answer("vault", "info")["key_file"]


def test_a_wrong_passphrase_leaves_everything_and_no_file(desk: Desk, papers: Papers, tmp_path: Path) -> None:
    before = (desk.vault / "keys").read_bytes()
    wrong = papers / "wrong"
    wrong.write_text("басқа сөз", "utf-8")
    desk_of_other = replace(desk, passphrase_file=wrong)
    refused = desk_of_other.refusal("--yes", "vault", "second-factor", "add", "--key-file", papers / "key")
    assert refused == "vault.passphrase"
    assert not (papers / "key").exists()
    assert (desk.vault / "keys").read_bytes() == before


def test_changing_the_passphrase_keeps_the_file(held: Desk, papers: Papers) -> None:
    held.answer("--yes", "vault", "passphrase", "--new-passphrase-file", papers.new_passphrase)
    changed = replace(held, passphrase_file=papers.new_passphrase)
    assert changed.answer("vault", "info")["key_file"]
    assert replace(changed, key_file=None).refusal("vault", "digest") == "vault.file_needed"
    assert held.refusal("vault", "digest") == "vault.both_wrong"


def test_recovery_words_open_without_it_and_end_it(desk: Desk, papers: Papers) -> None:
    words = make_words(desk, papers)
    made = desk.answer("--yes", "vault", "second-factor", "add", "--key-file", papers / "key")
    assert "Recovery words and shares open the vault without the file." in made["warning"]
    given = ("--words", words, "--new-passphrase-file", papers.new_passphrase)
    recovered = desk.answer("vault", "recover", *given)
    assert "needs no key file any more" in recovered["warning"]
    assert desk_for(desk.vault, papers).answer("vault", "info")["key_file"] is False
    again = desk_for(desk.vault, papers).answer("vault", "recover", *given)
    assert "key file" not in again["warning"]


def test_words_are_made_with_the_file_given(held: Desk, papers: Papers) -> None:
    words = make_words(held, papers)
    assert held.answer("vault", "recovery", "check", "--words", words)["opens"]


def test_backups_need_what_the_vault_needed(held: Desk, papers: Papers) -> None:
    before = held.answer("vault", "digest")
    words = make_words(held, papers)
    for out in (("--out", papers / "stick"), ()):
        held.answer("vault", "backup", *out)
    without = replace(held, key_file=None)
    assert held.answer("vault", "drill", papers / "stick")["ok"]
    assert without.answer("vault", "drill", papers / "stick", "--words", words)["ok"]
    assert without.refusal("vault", "drill", papers / "stick") == "vault.file_needed"
    fresh = replace(held, vault=papers.folder.parent / "restored")
    assert replace(fresh, key_file=None).refusal("vault", "restore", papers / "stick") == "vault.file_needed"
    assert fresh.answer("vault", "restore", papers / "stick")["same"]
    assert fresh.answer("vault", "digest") == before
    assert replace(fresh, key_file=None).refusal("vault", "digest") == "vault.file_needed"
    # With another passphrase the file stays; with words it goes.
    other = replace(fresh, vault=papers.folder.parent / "other")
    other.answer("vault", "restore", papers / "stick", "--new-passphrase-file", papers.new_passphrase)
    assert replace(other, passphrase_file=papers.new_passphrase).answer("vault", "info")["key_file"]
    free = papers.folder.parent / "free"
    given = ("--words", words, "--new-passphrase-file", papers.new_passphrase)
    replace(without, vault=free).answer("vault", "restore", papers / "stick", *given)
    assert desk_for(free, papers).answer("vault", "info")["key_file"] is False


def test_keys_that_are_gone_come_back_with_the_file(held: Desk, papers: Papers) -> None:
    held.answer("vault", "backup")
    (held.vault / "keys").unlink()
    assert replace(held, key_file=None).refusal("vault", "recover") == "vault.file_needed"
    assert held.answer("vault", "recover")["keys_rebuilt"]
    assert held.answer("vault", "info")["key_file"]


def test_copies_beside_the_vault_follow(desk: Desk, papers: Papers) -> None:
    desk.answer("vault", "backup")
    desk.answer("--yes", "vault", "second-factor", "add", "--key-file", papers / "key")
    assert desk.refusal("vault", "drill", desk.vault / "backups") == "vault.file_needed"
    assert replace(desk, key_file=papers / "key").answer("vault", "drill", desk.vault / "backups")["ok"]


def test_destroying_needs_both(held: Desk) -> None:
    assert replace(held, key_file=None).refusal("--yes", "vault", "destroy") == "vault.file_needed"
    assert held.answer("--yes", "vault", "destroy")["destroyed"]


def test_a_new_vault_takes_no_file(desk: Desk, papers: Papers, tmp_path: Path) -> None:
    (papers / "key").write_bytes(write_file_key(bytes(32)))
    outcome = run(
        "--vault", tmp_path / "new", "--passphrase-file", desk.passphrase_file, "--key-file", papers / "key",
        "--json", "vault", "create", "--name", "Үлгі", "--role", "monitor", "--kdf", "floor",
    )  # fmt: skip
    assert outcome.exit_code == 2
    assert not (tmp_path / "new").exists()
