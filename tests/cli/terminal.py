"""A terminal for tests: the program runs on one side of it, the test types on the other."""

import os
import pty
import select
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.cli.shell import command_line

PATIENCE_SECONDS = 60.0


class Terminal:
    """A running program and what it has shown so far."""

    def __init__(self, process: subprocess.Popen[bytes], descriptor: int) -> None:
        self._process = process
        self._descriptor = descriptor
        self.shown = ""

    def wait_for(self, words: str, times: int = 1) -> None:
        """Read until `words` were shown so many times."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.shown.count(words) < times:
            assert time.monotonic() < deadline, f"{words!r} never came: {self.shown!r}"
            if not self._read():
                assert self.shown.count(words) >= times, f"{words!r} never came: {self.shown!r}"

    def type(self, line: str) -> None:
        """Type a line and press Enter."""
        os.write(self._descriptor, line.encode() + b"\n")

    def interrupt(self) -> None:
        """Press Ctrl-C."""
        self._process.send_signal(signal.SIGINT)

    def end(self) -> int:
        """Read to the end; the exit code."""
        while self._read():
            pass
        return self._process.wait(PATIENCE_SECONDS)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._descriptor], [], [], PATIENCE_SECONDS)
        try:
            data = os.read(self._descriptor, 65536) if ready else b""
        except OSError:
            # Linux says so when the other side of a terminal is gone.
            data = b""
        self.shown += data.decode(errors="replace")
        return bool(data)


@contextmanager
def at_terminal(*arguments: object) -> Iterator[Terminal]:
    """The program with a terminal as all three of its streams."""
    ours, theirs = pty.openpty()
    try:
        process = subprocess.Popen(
            command_line(*arguments), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        )
        os.close(theirs)
        try:
            yield Terminal(process, ours)
        finally:
            process.kill()
            process.wait()
    finally:
        os.close(ours)
