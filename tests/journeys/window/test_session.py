"""The computer goes to sleep, or its screen is locked, while somebody writes: signals over a real bus."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.work import Watch
from app.gui.application import FOLDER_VARIABLE
from app.services import open_services
from app.services.clock import SystemClock
from app.services.drafts import QUICK
from tests.journeys.window.desktop import Display
from tests.journeys.window.test_lock import PASSPHRASE, make_vault, unlock

BUS_COMMANDS = ("dbus-daemon", "dbus-send")
SIGNALS = (
    ("org.freedesktop.login1.Manager.PrepareForSleep", "boolean:true"),
    ("org.gnome.ScreenSaver.ActiveChanged", "boolean:true"),
)
TEXT = "Ұйқы"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no D-Bus")


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A bus of this test's own, for both that of the session and that of the system."""
    if not all(map(shutil.which, BUS_COMMANDS)):
        pytest.skip("not installed: dbus-daemon, dbus-send (make setup says how)")
    command = ["dbus-daemon", "--session", "--nofork", "--print-address", f"--address=unix:dir={tmp_path}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        assert daemon.stdout is not None
        address = daemon.stdout.readline().strip()
        yield {"DBUS_SESSION_BUS_ADDRESS": address, "DBUS_SYSTEM_BUS_ADDRESS": address}
        daemon.terminate()


def test_fault_41_what_was_being_typed_is_sealed_and_there_again(
    bus: dict[str, str], display: Display, tmp_path: Path
) -> None:
    """No machine is put to sleep for a test: the signals are those that its system would send."""
    vault = tmp_path / "vault"
    make_vault(vault)
    program = display.start(tmp_path / "home", environment={FOLDER_VARIABLE: str(vault), **bus})
    unlock(display)
    display.show_change(lambda: display.press("ctrl+n"))
    display.show_change(lambda: display.write(TEXT))
    for signal in SIGNALS:
        send = ["dbus-send", "--session", "--type=signal", "/org/example", *signal]
        display.show_change(lambda: subprocess.run(send, env=bus, check=True))  # noqa: B023 - called at once
        program.wait_for_window()
        with open_services(vault, PASSPHRASE, SystemClock(), Watch()) as services:
            (name,) = services.drafts.names(QUICK)
            assert TEXT in str(services.drafts.load(name))
        unlock(display)
        display.wait_until_still()
    program.kill()
