"""What only a terminal shows: questions, echo, bars, Ctrl-C; and real processes without one."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Coalition
from tests.cli.inputs import incident, typed
from tests.cli.shell import Desk, command_line, run_process
from tests.coalition import PASSPHRASE, open_vault

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="not on Windows: there is no pty")

if sys.platform != "win32":
    from tests.cli.terminal import at_terminal

ENGLISH = ("--language", "en")


def test_a_new_passphrase_is_asked_for_twice_and_never_shown(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    create = ("vault", "create", "--name", "Үлгі", "--role", "monitor", "--kdf", "floor")
    with at_terminal(*ENGLISH, "--vault", vault, *create) as terminal:
        terminal.wait_for("New passphrase: ")
        terminal.type("бірінші сөз")
        terminal.wait_for("The same again: ")
        terminal.type("басқа сөз")
        terminal.wait_for("New passphrase: ", times=2)
        terminal.type("бірінші сөз")
        terminal.wait_for("The same again: ", times=2)
        terminal.type("бірінші сөз")
        assert terminal.end() == 0
        assert "сөз" not in terminal.shown
    with at_terminal(*ENGLISH, "--vault", vault, "vault", "info") as terminal:
        terminal.wait_for("Passphrase: ")
        terminal.type("бірінші сөз")
        assert terminal.end() == 0
        assert "сөз" not in terminal.shown


def test_what_asks_again_wants_the_vaults_own_passphrase(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "identity.age"
    command = ("vault", "identity", "--out", target, "--new-passphrase-file", desk.passphrase_file)
    for again, exit_code in (("не то", 3), (PASSPHRASE, 0)):
        with at_terminal(*ENGLISH, *desk.options, *command) as terminal:
            terminal.wait_for("to confirm: ")
            terminal.type(again)
            assert terminal.end() == exit_code
    assert target.exists()


@pytest.mark.parametrize(("reply", "exit_code", "total"), [("n", 4, 1), ("y", 0, 0)])
def test_a_question_can_be_answered_with_no(desk: Desk, reply: str, exit_code: int, total: int) -> None:
    saved = desk.answer("record", "add", "-", given=typed(incident()))
    with at_terminal(*ENGLISH, *desk.options, "record", "delete", saved["id"], "--reason", "r") as terminal:
        terminal.wait_for("Delete this record?")
        terminal.type(reply)
        assert terminal.end() == exit_code
    assert desk.answer("record", "list")["total"] == total


def test_the_plan_of_a_bundle_is_shown_before_it_is_taken_in(coalition: Coalition, tmp_path: Path) -> None:
    bundle = tmp_path / "sent.age"
    coalition["monitor"].answer("record", "add", "-", given=typed(incident()))
    to = coalition.fingerprints["coordinator"]
    coalition["monitor"].answer("bundle", "write", "--all", "--to", to, "--out", bundle)
    coordinator = coalition["coordinator"]
    for reply, exit_code, total in (("n", 4, 0), ("y", 0, 1)):
        with at_terminal(*ENGLISH, *coordinator.options, "bundle", "apply", bundle) as terminal:
            terminal.wait_for("Take this in?")
            assert coalition.fingerprints["monitor"] in terminal.shown
            terminal.type(reply)
            assert terminal.end() == exit_code
        assert coordinator.answer("record", "list")["total"] == total


def test_ctrl_c_at_a_question_cancels(desk: Desk) -> None:
    with at_terminal(*ENGLISH, "--vault", desk.vault, "vault", "info") as terminal:
        terminal.wait_for("Passphrase: ")
        terminal.interrupt()
        assert terminal.end() == 4
    assert desk.answer("vault", "info")["ok"]


@pytest.mark.parametrize("presses", [1, 2])
def test_ctrl_c_in_long_work_cancels_and_keeps_nothing(desk: Desk, presses: int) -> None:
    arguments = ("--json", *desk.options, "record", "import", "-")
    process = subprocess.Popen(
        command_line(*arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdin is not None
    line = typed({"title": "Бір жол"}) + b"\n"
    os.write(process.stdin.fileno(), line)
    wait_until_open(desk.vault)
    for _ in range(presses):
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
    # One press waits for the next step of the work; a second one does not.
    out, err = process.communicate(line if presses == 1 else None, timeout=60)
    assert process.returncode == 4, err
    assert b'"cancelled"' in out
    assert err.strip() == b""
    assert desk.answer("record", "list")["total"] == 0
    assert desk.answer("vault", "verify")["ok"]


def wait_until_open(vault: Path) -> None:
    """Until another process has the database open and had time to come to its work."""
    deadline = time.monotonic() + 60
    while not (vault / "data-wal").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(0.5)


def test_a_process_takes_the_passphrase_from_standard_input(desk: Desk) -> None:
    arguments = ("--vault", desk.vault, "--passphrase-file", "-", "--json", "vault", "info")
    outcome = run_process(*arguments, given=PASSPHRASE.encode() + b"\n")
    assert (outcome.exit_code, outcome.json["ok"], outcome.stderr) == (0, True, "")


def test_a_process_without_terminal_and_file_says_what_is_missing(desk: Desk) -> None:
    outcome = run_process(*ENGLISH, "--vault", desk.vault, "vault", "info")
    assert (outcome.exit_code, outcome.stdout) == (2, b"")
    assert "--passphrase-file" in outcome.stderr


def test_a_vault_held_elsewhere_is_refused_with_the_reason(desk: Desk) -> None:
    with open_vault(desk.vault):
        outcome = run_process(*desk.options, "--json", "vault", "info")
    assert (outcome.exit_code, outcome.code) == (3, "vault.in_use")


def test_the_passphrase_is_never_taken_from_the_environment(desk: Desk) -> None:
    hopeful = dict.fromkeys(("PASSPHRASE", "DAFTAR_PASSPHRASE", "VAULT_PASSPHRASE"), PASSPHRASE)
    assert run_process("--vault", desk.vault, "--json", "vault", "info", environment=hopeful).exit_code == 2


def test_a_mistake_of_ours_is_one_sentence_without_a_word_of_the_persons(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise KeyError("Қанарейкин")

    monkeypatch.setattr("app.services.access.Access.info", fail)
    outcome = desk.ask("vault", "info")
    assert (outcome.exit_code, outcome.code) == (1, "bug")
    assert "KeyError" in outcome.json["error"]["message"]
    assert "app/cli/commands/vault.py" in outcome.json["error"]["message"]
    assert "Қанарейкин" not in outcome.text + outcome.stderr


def test_help_comes_fast_and_without_what_only_vaults_need() -> None:
    script = (
        "import sys; sys.argv = ['main.py', '--help']; import main; code = main.main(); "
        "sys.exit(bool(code) or any(name in sys.modules for name in ('rich', 'edtf', 'PySide6')))"
    )
    from app.places import root

    ended = subprocess.run([sys.executable, "-c", script], cwd=root(), capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr
