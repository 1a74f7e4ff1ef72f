"""Commands of the shell to which the system says no: strace makes chosen calls fail, or kills at one."""

import os
import resource
import signal
import subprocess
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.cli.shell import Outcome, command_line, traced_line

PATIENCE_SECONDS = 120


def run_failing(
    arguments: list[str], *, call: str, error: str, when: str, path: Path | None = None, scratch: Path
) -> Outcome:
    """Run a command whose system calls `call` fail with `error`, those that `when` counts.

    `when` is as strace takes it: "3" the third, "3+" the third and all after, "3..5". With
    `path` only calls on that file count.
    """
    trace = scratch / "injected"
    only = ("-P", str(path)) if path else ()
    strace = ("strace", "-f", "-qq", "-o", str(trace), "-e", "signal=none", *only)
    faults = ("-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={when}")
    outcome = _run([*strace, *faults, *traced_line(*arguments)])
    assert "(INJECTED)" in trace.read_text("utf-8", "replace"), "the fault never came"
    trace.unlink()
    return outcome


class Call(NamedTuple):
    """A system call as strace saw it: its name, which of its thread's of that name it was, its line."""

    name: str
    number: int
    line: str


def calls_of(arguments: list[str], names: tuple[str, ...], scratch: Path) -> list[Call]:
    """Run a command; its calls of those names, in their order."""
    trace = scratch / "counted"
    strace = ("strace", "-f", "-qq", "-y", "-e", "signal=none", "-e", f"trace={','.join(names)}")
    assert _run([*strace, "-o", str(trace), *traced_line(*arguments)]).exit_code == 0
    return _read_calls(trace)


def last_calls_in(
    arguments: list[str], calls: tuple[str, ...], folder: Path, scratch: Path
) -> dict[str, int]:
    """Run a command; which of the `calls` of that name, counted by thread, was the last in `folder`."""
    found = calls_of(arguments, calls, scratch)
    return {call.name: call.number for call in found if f"<{folder}/" in call.line}


def run_killed(arguments: list[str], names: tuple[str, ...], at: Call, scratch: Path) -> list[Call]:
    """Run a command that is killed as it enters the call `at`; its calls of those names until then."""
    trace = scratch / "until-killed"
    kill = ("-e", f"trace={','.join(names)}", "-e", f"inject={at.name}:signal=KILL:when={at.number}")
    strace = ("strace", "-f", "-qq", "-o", str(trace), *kill)
    assert _run([*strace, *traced_line(*arguments)]).exit_code == -signal.SIGKILL
    return _read_calls(trace)


def _read_calls(trace: Path) -> list[Call]:
    seen = Counter[tuple[str, str]]()
    calls = []
    for line in trace.read_text("utf-8", "replace").splitlines():
        thread, rest = line.split(maxsplit=1)
        name = rest.partition("(")[0]
        if name.isalnum():  # no word about a process
            seen[thread, name] += 1
            calls.append(Call(name, seen[thread, name], line))
    trace.unlink()
    return calls


def run_in(arguments: list[str], environment: Mapping[str, str]) -> Outcome:
    """Run a command in another environment."""
    return _run(command_line(*arguments), environment=environment)


def run_limited(arguments: list[str], limit: int, amount: int) -> Outcome:
    """Run a command under a limit of the system (`resource.RLIMIT_…`)."""
    return _run(command_line(*arguments), limits=(limit, amount))


def _run(
    line: list[str], environment: Mapping[str, str] | None = None, limits: tuple[int, int] | None = None
) -> Outcome:
    def confine() -> None:
        if limits is not None:
            resource.setrlimit(limits[0], (limits[1], limits[1]))

    ended = subprocess.run(
        line,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=PATIENCE_SECONDS,
        env=dict(os.environ) | dict(environment or {}),
        preexec_fn=confine if limits else None,
    )
    return Outcome(ended.returncode, ended.stdout, ended.stderr.decode())
