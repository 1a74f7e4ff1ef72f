"""A guise that the shell chose, as the window system sees it, and through the key for danger."""

import sys
from pathlib import Path

import pytest

from tests.journeys.window.desktop import Display, wait_until
from tests.journeys.window.owner import Owner
from tests.journeys.window.test_panic import environment_of
from tests.memory import UNPROTECTED

NAME = "Ұлы бақ"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_the_window_that_asks_for_the_passphrase_bears_it_from_process_to_process(
    display: Display, tmp_path: Path
) -> None:
    owner = Owner(tmp_path / "home")
    owner.make_vault("Үлгі Тестұлы", "monitor")
    owner.answer("settings", "guise", "garden", "--name", NAME)
    program = display.start(owner.home, script=UNPROTECTED)
    assert display.title(program.window) == NAME
    pid = program.process.pid
    display.wait_until_still()
    display.press("F12")
    wait_until(lambda: b"DAFTAR_OUT_OF_SIGHT" in environment_of(pid), "the process is replaced")
    program.wait_for_window()
    assert display.title(program.window) == NAME
    program.kill()
