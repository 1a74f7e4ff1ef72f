"""A screen of its own for one test, and the real program on it, driven by keys and mouse from outside.

    with open_display(tmp_path / "screen") as display:
        window = display.start(home)                 # `main.py` as a process, its window in front
        window.show_change(lambda: display.press("ctrl+n"))
        display.write("Ұсталды")
        window.close()                               # as the cross in its title bar does

Nothing here looks into the program. What can be waited for is what anybody sees: windows, pixels,
files. There is no window manager: a window gets the keys when `focus` gives them to it.
"""

import ctypes
import os
import shutil
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.places import root

NEEDED = ("Xvfb", "xdotool", "setxkbmap")
SIZE = (1366, 768)
LAYOUTS = "us,kz,kg,tj"
"""With these every letter lies on a key. For a sign that lies on none, such as a dash, xdotool moves
keys about while the program looks up what they say: now and then one is lost, so type no such sign."""
DEADLINE_SECONDS = 90.0
"""Far beyond what anything takes; only a fault waits so long."""
LOOK_EVERY_SECONDS = 0.05
STILL_SECONDS = 0.3
CARET_PIXELS = 60
"""So many may change by themselves: a caret blinks."""
KEY_DELAY_MS = 8
_ACCENT = bytes.fromhex("1d5b9e")[::-1]
"""The light theme's, as blue, green, red."""
_LEAST_FILL = (40, 12)
"""Wider and higher than the frame around what has the keys."""
FAILURES = root() / "build" / "journeys"
"""Pictures of screens on which a test failed; git ignores it."""
_LINES_OF_A_MOUSE = 60
MAIN = root() / "main.py"
_XWD_HEADER = struct.Struct(">25I")
_COLOUR_BYTES = 12


def missing_commands() -> list[str]:
    """What this computer lacks of what a journey needs."""
    return [name for name in NEEDED if shutil.which(name) is None]


def wait_until(condition: Callable[[], bool], what: str, seconds: float = DEADLINE_SECONDS) -> None:
    """Look again and again; AssertionError that names `what` when the time is over."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds:.0f} s in vain: {what}"
        time.sleep(LOOK_EVERY_SECONDS)


@dataclass(frozen=True, slots=True)
class Picture:
    """A screen at one moment: rows of pixels of four bytes each (blue, green, red, nothing)."""

    width: int
    height: int
    pixels: bytes

    def rows(self) -> list[bytes]:
        """Each line from the top."""
        step = 4 * self.width
        return [self.pixels[at : at + step] for at in range(0, len(self.pixels), step)]

    def changed_pixels(self, other: "Picture", most: int = sys.maxsize) -> int:
        """How many differ; no longer counted once it is more than `most`."""
        changed = 0
        for mine, theirs in zip(self.rows(), other.rows(), strict=True):
            if mine != theirs:
                pairs = zip(memoryview(mine).cast("I"), memoryview(theirs).cast("I"), strict=True)
                changed += sum(one != another for one, another in pairs)
                if changed > most:
                    break
        return changed

    def corner(self, width: int, height: int) -> "Picture":
        """What is seen on the left above."""
        return Picture(width, height, b"".join(row[: 4 * width] for row in self.rows()[:height]))

    def colour(self, x: int, y: int) -> bytes:
        """The three bytes of one pixel: blue, green, red."""
        at = 4 * (y * self.width + x)
        return self.pixels[at : at + 3]

    def primary_button(self) -> tuple[int, int] | None:
        """A spot inside the topmost one: no other box is filled with the accent colour."""
        width, height = _LEAST_FILL
        run = (_ACCENT + b"\xff") * width  # Qt fills the byte that means nothing with ones.
        for y, row in enumerate(self.rows()):
            x = row.find(run) // 4
            if x >= 0 and self.colour(x, y + height) == _ACCENT:
                return x + width // 2, y + height // 2
        return None

    def has_words(self) -> bool:
        """Whether more is seen than empty windows and the mouse: most lines of words differ."""
        return len(set(self.rows())) > _LINES_OF_A_MOUSE

    def save(self, path: Path) -> Path:
        """Write it as a PNG; returns `path`."""

        def chunk(kind: bytes, data: bytes) -> bytes:
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

        lines = bytearray()
        for row in self.rows():
            colours = bytearray(3 * self.width)
            colours[0::3], colours[1::3], colours[2::3] = row[2::4], row[1::4], row[0::4]
            lines += b"\0" + colours
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(bytes(lines), 1)), chunk(b"IEND", b""))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))
        return path


class Display:
    """An X server without a window manager, its keyboard and its mouse."""

    def __init__(self, number: int, buffer: Path, own: ExitStack) -> None:
        """`buffer` is where the server keeps its pixels; `own` ends the programs with the display."""
        self.name = f":{number}"
        self._buffer = buffer
        self._own = own

    def start(
        self,
        home: Path,
        *,
        arguments: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
        wrapper: Sequence[str] = (),
        script: Path = MAIN,
    ) -> "Program":
        """The program in the home of a person, once its window is seen and has the keys.

        Its vault lies in `home_vault(home)`. `wrapper` stands before the command, as `strace` does.
        """
        program = self.launch(
            home, arguments=arguments, environment=environment, wrapper=wrapper, script=script
        )
        program.wait_for_window()
        return program

    def launch(
        self,
        home: Path,
        *,
        arguments: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
        wrapper: Sequence[str] = (),
        script: Path = MAIN,
    ) -> "Program":
        """The same, not waiting for a window."""
        home.mkdir(parents=True, exist_ok=True)
        errors = self._own.enter_context((home.parent / f"{home.name}.stderr").open("w+b"))
        process = subprocess.Popen(
            [*wrapper, sys.executable, str(script), *arguments],
            env=person_environment(home) | {"DISPLAY": self.name} | dict(environment or {}),
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=errors,
            stderr=errors,
            start_new_session=True,
        )
        program = Program(self, process, errors)
        self._own.callback(program.kill)
        return program

    def press(self, *keys: str, times: int = 1) -> None:
        """Keys by their X names, such as `ctrl+n`, `Tab`, `Return`, `shift+Tab`."""
        self._xdotool("key", "--delay", str(KEY_DELAY_MS), *keys * times)

    def write(self, text: str, delay_ms: int = KEY_DELAY_MS) -> None:
        """Type a text of any script; returns when the last key is up.

        From letter to letter it takes `delay_ms`, or half of it: that differs between versions of xdotool.
        """
        first, *further = text.split("\n")
        self._type(first, delay_ms)
        for line in further:
            self.press("Return")
            self._type(line, delay_ms)

    def click(self, x: int, y: int) -> None:
        """The left button of the mouse, at a spot of the screen in pixels."""
        self._xdotool("mousemove", str(x), str(y), "click", "1")

    def click_primary_button(self, *, but: tuple[int, int] | None = None) -> tuple[int, int]:
        """Wait until there is one, and not where it was before; click it, and say where it is."""
        wait_until(lambda: self.picture().primary_button() not in (None, but), "a primary button")
        spot = self.wait_until_still().primary_button()
        assert spot is not None
        self.click(*spot)
        return spot

    def focus(self, window: str) -> None:
        """Give a window the keys, which a window manager would do."""
        self._xdotool("windowfocus", window)
        wait_until(lambda: self.focused() == window, "the window has the keys")

    def focused(self) -> str:
        """The window that has the keys; "" for none."""
        return self._ask("getwindowfocus")

    def windows(self) -> list[str]:
        """The windows with a title that are on the screen, by their numbers."""
        return self._ask("search", "--onlyvisible", "--name", ".").split()

    def title(self, window: str) -> str:
        """What stands in a window's title bar."""
        return self._ask("getwindowname", window)

    def picture(self) -> Picture:
        """What is on the screen now."""
        data = self._buffer.read_bytes()
        fields = _XWD_HEADER.unpack_from(data)
        header_bytes, width, height, row_bytes, colours = (fields[at] for at in (0, 4, 5, 12, 19))
        assert row_bytes == 4 * width
        start = header_bytes + _COLOUR_BYTES * colours
        return Picture(width, height, data[start : start + row_bytes * height])

    def wait_until_still(self) -> Picture:
        """Wait until nothing moves but a caret; what is seen then."""
        last, since = self.picture(), time.monotonic()
        end = since + DEADLINE_SECONDS
        while time.monotonic() - since < STILL_SECONDS:
            assert time.monotonic() < end, "the screen never came to rest"
            time.sleep(LOOK_EVERY_SECONDS)
            now = self.picture()
            if now.changed_pixels(last, CARET_PIXELS) > CARET_PIXELS:
                last, since = now, time.monotonic()
        return last

    def show_change(self, act: Callable[[], object]) -> Picture:
        """Do what must change more than a caret, wait until that is seen and at rest; what is seen then."""
        before = self.wait_until_still()
        act()
        wait_until(
            lambda: self.picture().changed_pixels(before, CARET_PIXELS) > CARET_PIXELS, "the screen changes"
        )
        return self.wait_until_still()

    def ask_to_close(self, window: str) -> None:
        """What the cross in a title bar sends (ICCCM 4.2.8.1, WM_DELETE_WINDOW)."""
        _send_delete(self.name, int(window))

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self._environment(), check=True, capture_output=True)

    def _type(self, line: str, delay_ms: int) -> None:
        if line:
            self._xdotool("type", "--delay", str(delay_ms), "--", line)

    def _ask(self, *arguments: str) -> str:
        asked = ["xdotool", *arguments]
        ended = subprocess.run(asked, env=self._environment(), check=False, capture_output=True, text=True)
        return ended.stdout.strip() if ended.returncode == 0 else ""

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "DISPLAY": self.name}


class Program:
    """The program as a process, and its window."""

    def __init__(self, display: Display, process: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
        self.display = display
        self.process = process
        self.window = ""
        self._errors = errors

    def wait_for_window(self) -> None:
        """Wait until a new window is there and painted; it gets the keys."""

        def is_there() -> bool:
            assert self.process.poll() is None, f"the program ended: {self.said()}"
            return bool(self.display.windows())

        wait_until(is_there, "a window")
        self.window = self.display.windows()[0]
        self.display.focus(self.window)
        # It appears empty, and its first page a moment later.
        wait_until(lambda: self.display.picture().has_words(), "a page in the window")
        self.display.wait_until_still()

    def wait_for_dialog(self) -> str:
        """Wait until a second window is there; it gets the keys, and its number is returned."""
        wait_until(lambda: len(self.display.windows()) > 1, "a dialog")
        dialog = next(each for each in self.display.windows() if each != self.window)
        self.display.focus(dialog)
        self.display.wait_until_still()
        return dialog

    def wait_for_dialog_end(self) -> None:
        """Wait until only the window is there; it gets the keys back."""
        wait_until(lambda: self.display.windows() == [self.window], "the dialog goes")
        self.display.focus(self.window)

    def close(self) -> None:
        """Close the window and see the program end well and without a word."""
        self.display.ask_to_close(self.window)
        assert self.process.wait(DEADLINE_SECONDS) == 0
        assert self.said() == ""

    def kill(self) -> None:
        """End it where it stands, as a power cut does."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, 9)
        self.process.wait(DEADLINE_SECONDS)

    def said(self) -> str:
        """What it wrote to its terminal."""
        self._errors.seek(0)
        return self._errors.read().decode()


@contextmanager
def open_display(folder: Path) -> Iterator[Display]:
    """An X server with a number that is free; ended with everything on it. `folder` holds its pixels."""
    folder.mkdir(parents=True, exist_ok=True)
    number_out, number_in = os.pipe()
    width, height = SIZE
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(number_in), "-screen", "0", f"{width}x{height}x24", "-noreset",
         "-nolisten", "tcp", "-fbdir", str(folder)],
        pass_fds=(number_in,), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(number_in)
    with ExitStack() as own:
        own.callback(server.wait, DEADLINE_SECONDS)
        own.callback(server.terminate)
        with os.fdopen(number_out) as told:
            number = int(told.readline())
        layout = ["setxkbmap", "-display", f":{number}", "-layout", LAYOUTS]
        subprocess.run(layout, check=True, capture_output=True)
        yield Display(number, folder / "Xvfb_screen0", own)


def home_vault(home: Path) -> Path:
    """Where the program looks for the vault of the person with this home."""
    return home / "Documents" / "Notebook"


def person_environment(home: Path) -> dict[str, str]:
    """The environment of somebody who has nothing but a home and English."""
    temporary = home / ".tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "TMPDIR": str(temporary),
        "XDG_RUNTIME_DIR": str(temporary),
    }


class _ClientMessage(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("padding", ctypes.c_long * 24),
    ]


def _send_delete(display_name: str, window: int) -> None:
    client_message = 33
    x = ctypes.CDLL("libX11.so.6")
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XInternAtom.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x.XOpenDisplay(display_name.encode()))
    protocols = x.XInternAtom(display, b"WM_PROTOCOLS", False)
    event = _ClientMessage(type=client_message, window=window, message_type=protocols, format=32)
    event.data[0] = x.XInternAtom(display, b"WM_DELETE_WINDOW", False)
    x.XSendEvent(display, ctypes.c_ulong(window), False, ctypes.c_long(0), ctypes.byref(event))
    x.XCloseDisplay(display)
