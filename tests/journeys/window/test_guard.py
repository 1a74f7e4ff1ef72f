"""The canary guard over a whole journey of the real program: nothing readable leaves the window.

From the first run to the last, every file that is opened for writing, every socket, every program
started and every byte handed to the kernel is looked at from outside. What may be written besides
the vault and what the person chose stands in DESIGN.md ("What it leaves on a computer").
"""

import ctypes
import shutil
import sys
from pathlib import Path

import pytest

from app.places import root
from tests.canary import FULL_NAME, LATIN_NAME, TOWN, bytes_name_canary, find_canaries
from tests.conftest import PlainOutput
from tests.journeys.window.desktop import Display, Program, wait_until
from tests.journeys.window.owner import Owner, enter_vault
from tests.journeys.window.trace import Trace, read_trace, tracing
from tests.memory import UNPROTECTED

TITLE = "Notebook"
NARRATIVE = f"{FULL_NAME} / {LATIN_NAME}. {TOWN}."
TABS_TO_FOLDER = 6
"""From the first recipient over what goes along to the button that asks for a folder."""


def test_nothing_readable_leaves_the_window(
    display: Display, tmp_path: Path, plain_output: PlainOutput
) -> None:
    if shutil.which("strace") is None:
        pytest.skip("not installed: strace (make setup says how)")
    owner = Owner(tmp_path / "monitor")
    photograph = plain_output.allow(tmp_path / "camera") / "IMG_0231.jpg"
    photograph.parent.mkdir()
    photograph.write_bytes(b"\xff\xd8" + NARRATIVE.encode() * 9_000)
    stick = tmp_path / "stick"
    stick.mkdir()
    log = tmp_path / "trace"

    program = display.start(owner.home, wrapper=tracing(log), script=UNPROTECTED)
    make_vault(program, owner)
    write_incident(program, photograph)
    lock(program)
    befriend(owner, tmp_path / "office")
    enter_vault(display, lambda: display.write(f"{owner.passphrase}\n"))
    export(program, stick)
    program.close()

    assert owner.only_incident()["content"]["narrative"]["text"] == NARRATIVE
    (item,) = owner.answer("evidence", "list")["items"]
    assert item["bytes"] == photograph.stat().st_size
    (bundle,) = stick.iterdir()
    assert bundle.stat().st_size > photograph.stat().st_size
    assert find_canaries(owner.home) + find_canaries(stick) == []
    check(read_trace(log), owner, stick)


def check(trace: Trace, owner: Owner, stick: Path) -> None:
    """No name in any string; no file but the vault's and the chosen; no net; no other program."""
    assert [each for each in trace.strings() if bytes_name_canary(each)] == []
    # The titles of windows are among what was looked through, and so is what the vault wrote.
    assert any(TITLE.encode() in each for each in trace.sent())
    changed = trace.changed_paths(owner.home)
    assert owner.vault / "data-wal" in changed
    assert {path for path in changed if not may_change(path, owner, stick)} == set()
    assert trace.socket_families() == {"AF_UNIX"}
    assert trace.programs() == [(sys.executable, sys.executable, str(UNPROTECTED))] * 2


def may_change(path: Path, owner: Owner, stick: Path) -> bool:
    """The vault, what the person chose, and the list of DESIGN.md."""
    fonts = owner.home / ".cache" / "fontconfig"
    if path in (*owner.vault.parents, *fonts.parents, Path("/dev/null")):
        return True
    if path.is_relative_to(root()):
        return path.parent.name == "__pycache__" or path.name == "__pycache__"
    return any(path.is_relative_to(folder) for folder in (owner.vault, stick, fonts))


def make_vault(program: Program, owner: Owner) -> None:
    """A name; the third button, a passphrase of one's own; twice the same; recovery words later."""
    display = program.display
    display.write(FULL_NAME)
    display.show_change(lambda: display.press("Return"))
    display.show_change(lambda: display.press("Tab", "Tab", "Return"))
    display.show_change(lambda: display.write(f"{owner.passphrase}\n{owner.passphrase}"))
    display.show_change(lambda: display.press("Return"))
    enter_vault(display, lambda: display.press("Return"))
    assert display.title(program.window) == TITLE


def write_incident(program: Program, photograph: Path) -> None:
    """What happened, where, who, a file; and its text is copied."""
    display = program.display
    display.show_change(lambda: display.press("ctrl+n"))
    assert not clipboard_is_held(display)
    display.write(NARRATIVE)
    display.press("ctrl+a", "ctrl+c", "Tab", "Tab")
    wait_until(lambda: clipboard_is_held(display), "the text is copied")
    display.write(TOWN)
    display.press("Tab")
    display.write(FULL_NAME)
    display.press("Tab", "Tab", "Return")
    choose_in_dialog(program, photograph)
    display.show_change(lambda: display.press("ctrl+s"))
    assert display.title(program.window) == TITLE


def lock(program: Program) -> None:
    """By its keys; what was copied goes with the process."""
    display = program.display
    display.press("ctrl+shift+l")
    wait_until(lambda: not display.windows(), "the window goes")
    program.wait_for_window()
    assert display.title(program.window) == TITLE
    assert not clipboard_is_held(display)


def befriend(owner: Owner, office: Path) -> None:
    """Somebody to export to, compared by the shell while the window is locked."""
    other = Owner(office)
    fingerprint = other.make_vault("Пример Дворов", "coordinator")
    card = office.parent / "office.card"
    other.answer("contact", "card", "--out", card)
    owner.answer("contact", "add", card, "--fingerprint", fingerprint)


def export(program: Program, stick: Path) -> None:
    """All incidents, for the one who is known, into a folder."""
    display = program.display
    display.show_change(lambda: display.press("ctrl+e"))
    display.press("Tab", "space")
    display.press("Tab", times=TABS_TO_FOLDER)
    display.press("Return")
    choose_in_dialog(program, stick)
    display.press("Tab")
    display.show_change(lambda: display.press("Return"))
    wait_until(lambda: any(stick.iterdir()), "the bundle is written")
    display.wait_until_still()


def choose_in_dialog(program: Program, path: Path) -> None:
    program.wait_for_dialog()
    program.display.write(f"{path}\n")
    program.wait_for_dialog_end()


def clipboard_is_held(display: Display) -> bool:
    """Whether some program would give out what was copied."""
    x = ctypes.CDLL("libX11.so.6")
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XInternAtom.restype = x.XGetSelectionOwner.restype = ctypes.c_ulong
    server = ctypes.c_void_p(x.XOpenDisplay(display.name.encode()))
    clipboard = ctypes.c_ulong(x.XInternAtom(server, b"CLIPBOARD", False))
    owner = x.XGetSelectionOwner(server, clipboard)
    x.XCloseDisplay(server)
    return bool(owner)
