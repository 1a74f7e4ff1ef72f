"""Commands of the shell to which the system says no: strace makes chosen calls fail."""

import os
import resource
import subprocess
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from tests.cli.shell import Outcome, command_line

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
    outcome = _run([*strace, *faults, *command_line(*arguments)])
    assert "(INJECTED)" in trace.read_text("utf-8", "replace"), "the fault never came"
    trace.unlink()
    return outcome


def last_calls_in(
    arguments: list[str], calls: tuple[str, ...], folder: Path, scratch: Path
) -> dict[str, int]:
    """Run a command; which of the `calls` of that name, counted by thread, was the last in `folder`."""
    trace = scratch / "counted"
    strace = ("strace", "-f", "-qq", "-y", "-e", "signal=none", "-e", f"trace={','.join(calls)}")
    assert _run([*strace, "-o", str(trace), *command_line(*arguments)]).exit_code == 0
    found: dict[str, int] = {}
    seen = Counter[tuple[str, str]]()
    for line in trace.read_text("utf-8", "replace").splitlines():
        thread, call = line.split()[:2]
        call = call.partition("(")[0]
        seen[thread, call] += 1
        if f"<{folder}/" in line:
            found[call] = seen[thread, call]
    trace.unlink()
    return found


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
