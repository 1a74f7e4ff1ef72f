"""The key for danger, as the person sees it, and as somebody who looks into the memory does."""

import sys
from pathlib import Path

import pytest

from app.domain.work import Watch
from app.gui.application import FOLDER_VARIABLE
from app.services import open_services
from app.services.clock import SystemClock
from app.services.drafts import QUICK
from tests.journeys.window.desktop import Display, wait_until
from tests.journeys.window.test_lock import PASSPHRASE, make_vault, unlock
from tests.memory import AS_A_USER, UNPROTECTED, look_into

TEXT = "Қатерде жазылған"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def environment_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


def test_after_it_the_memory_holds_nothing_of_what_was_open(display: Display, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    make_vault(vault)
    program = display.start(
        tmp_path / "home",
        environment={FOLDER_VARIABLE: str(vault)},
        wrapper=AS_A_USER,
        script=UNPROTECTED,
    )
    pid = program.process.pid
    unlock(display)
    display.show_change(lambda: display.press("ctrl+n"))
    display.show_change(lambda: display.write(TEXT))
    assert look_into(pid, TEXT) == {TEXT}
    display.press("F12")
    wait_until(lambda: b"DAFTAR_OUT_OF_SIGHT" in environment_of(pid), "the process is replaced")
    program.wait_for_window()
    assert program.process.pid == pid
    assert look_into(pid, TEXT, PASSPHRASE) == set()
    program.kill()
    with open_services(vault, PASSPHRASE, SystemClock(), Watch()) as services:
        (draft,) = services.drafts.names(QUICK)
        assert services.reading.list_incidents(None, None, 1, 0).total == 0
    assert draft


def test_the_program_itself_lets_nobody_look(display: Display, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    make_vault(vault)
    environment = {FOLDER_VARIABLE: str(vault)}
    program = display.start(tmp_path / "home", environment=environment, wrapper=AS_A_USER)
    assert look_into(program.process.pid, PASSPHRASE) is None
    program.kill()
