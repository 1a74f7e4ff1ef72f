"""Processes that are killed while they work, and what tells how far they were.

A victim runs one command of the shell. Its *mark* is the first event in the folders that it
works in which says that the operation began (the first write, not what opening does); its
*answer* is the JSON object, flushed: from then on what it did is acknowledged.
"""

import ctypes
import json
import os
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from app.places import root
from tests.cli.shell import command_line

PATIENCE_SECONDS = 60.0

_MODIFY, _MOVED_TO, _CREATE, _DELETE = 0x2, 0x80, 0x100, 0x200
_EVENT = struct.Struct("iIII")
_OPENING = ("data-wal", "data-shm", "open")
"""What opening a vault makes or removes; of these only bytes in the WAL are a write of ours."""

_LIBC = ctypes.CDLL(None, use_errno=True)


class Launcher(Protocol):
    """Starts one command line, its standard output in a file that is there; the process id."""

    def __call__(self, arguments: list[str], answer: Path) -> int: ...


@contextmanager
def forking(*warm_up: str, source: Path | None = None) -> Iterator[Launcher]:
    """A launcher whose children need not import, nor stretch the passphrase of the command in `warm_up`.

    `source` is another tree of the program.
    """
    script = Path(__file__).with_name("launcher.py")
    environment = os.environ | {"PYTHONPATH": str(source or root())}
    with subprocess.Popen(
        [sys.executable, str(script), *warm_up],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        cwd=source or root(),
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        requests, answers = process.stdin, process.stdout
        assert answers.readline() == "ready\n"

        def launch(arguments: list[str], answer: Path) -> int:
            requests.write(json.dumps({"arguments": arguments, "answer": str(answer)}) + "\n")
            requests.flush()
            return int(answers.readline())

        yield launch
        requests.close()


def start(arguments: list[str], answer: Path) -> int:
    """The launcher that starts `main.py` itself, from its first import on."""
    line = command_line(*arguments)
    streams = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)]
    streams.append((os.POSIX_SPAWN_OPEN, 1, str(answer), os.O_WRONLY, 0))
    return os.posix_spawn(line[0], line, dict(os.environ), file_actions=streams, setsid=True)


@dataclass(frozen=True, slots=True)
class Run:
    """One process from its mark on, in seconds; `answered` and `ended` are None if it was killed before."""

    marked: bool
    answered: float | None
    ended: float | None
    answer: dict[str, Any] | None

    @property
    def acknowledged(self) -> bool:
        """Whether it said, all of it, that the thing was done."""
        return self.answer is not None and "error" not in self.answer


class Watching:
    """Events in folders and files, by the system."""

    def __init__(self) -> None:
        self.descriptor = _LIBC.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        assert self.descriptor >= 0
        self._paths: dict[int, Path] = {}

    def add(self, path: Path) -> None:
        """Watch a file, or the names and files directly in a folder."""
        mask = _MODIFY | _MOVED_TO | _CREATE | _DELETE
        number = _LIBC.inotify_add_watch(self.descriptor, os.fsencode(path), mask)
        assert number >= 0, f"cannot watch {path}"
        self._paths[number] = path

    def events(self) -> Iterator[tuple[Path, str, int]]:
        """What happened since: watched path, name within it, kind."""
        try:
            data = os.read(self.descriptor, 1 << 16)
        except BlockingIOError:
            return
        while data:
            number, kind, _cookie, length = _EVENT.unpack_from(data)
            name = data[_EVENT.size : _EVENT.size + length].rstrip(b"\0")
            yield self._paths[number], os.fsdecode(name), kind
            data = data[_EVENT.size + length :]

    def close(self) -> None:
        os.close(self.descriptor)


_numbers = count(1)


def run_until(
    launch: Launcher,
    arguments: list[str],
    folders: list[Path],
    scratch: Path,
    kill_after: float | None = None,
    at_mark: Callable[[int], None] | None = None,
) -> Run:
    """Run a command and kill it `kill_after` seconds behind its mark, or let it end.

    `folders` are watched for the mark; `at_mark` is called with the process id then.
    """
    answer = scratch / f"answer-{next(_numbers)}"
    answer.touch()
    watching = Watching()
    for path in (answer, *folders):
        watching.add(path)
    process = launch(arguments, answer)
    alive = os.pidfd_open(process)
    try:
        marked, answered, ended = _observe(watching, answer, alive, kill_after, process, at_mark)
    finally:
        watching.close()
        os.close(alive)
        with suppress(ChildProcessError):  # the launcher's children are not ours
            os.waitpid(process, 0)
    text = answer.read_bytes()
    answer.unlink()
    return Run(marked, answered, ended, json.loads(text) if text.endswith(b"}\n") else None)


def _observe(
    watching: Watching,
    answer: Path,
    alive: int,
    kill_after: float | None,
    process: int,
    at_mark: Callable[[int], None] | None,
) -> tuple[bool, float | None, float | None]:
    mark: float | None = None
    answered: float | None = None
    killed = False
    while True:
        wait = PATIENCE_SECONDS
        if mark is not None and kill_after is not None and not killed:
            wait = mark + kill_after - time.monotonic()
            if wait <= 0:
                with suppress(ProcessLookupError):  # it ended by itself meanwhile
                    signal.pidfd_send_signal(alive, signal.SIGKILL)
                killed = True
                continue
        ready, _, _ = select.select([watching.descriptor, alive], [], [], max(wait, 0))
        now = time.monotonic()
        assert ready or wait < PATIENCE_SECONDS, "the process neither works nor ends"
        for path, name, kind in watching.events() if watching.descriptor in ready else ():
            if path == answer:
                answered = answered or (now - (mark or now))
            elif mark is None and _is_mark(name, kind):
                mark = now
                if at_mark is not None:
                    at_mark(process)
        if alive in ready:
            return mark is not None, answered, None if killed else now - (mark or now)


def _is_mark(name: str, kind: int) -> bool:
    return name not in _OPENING or (name == "data-wal" and bool(kind & _MODIFY))
