"""What the system lets a process withhold from others: switched on at the start, and told honestly.

Linux: no core dump is written (`RLIMIT_CORE`), and the process is made not dumpable (prctl(2),
`PR_SET_DUMPABLE`), so that no other program of the same user may attach to it (ptrace) or read
`/proc/<pid>/mem`. The administrator may all the same. An exec undoes it, so each process does it anew.
Memory may be written to swap: keeping all of it from there needs rights that a user does not have.
Windows 10 of 2020 and later keeps windows out of pictures of the screen (`gui.screen_capture`); macOS
does so only for programs that mind it, which is no promise. More is not switched off there, and that
is what is told.
"""

import ctypes
import sys
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

_PR_GET_DUMPABLE, _PR_SET_DUMPABLE = 3, 4
_FIRST_BUILD_WITHOUT_CAPTURE = 19041
"""Of Windows 10, version 2004."""
_SWAPS = Path("/proc/swaps")


class Way(StrEnum):
    """A way in which what a process knows can leave it."""

    CORE_DUMP = "core_dump"
    OTHER_PROGRAMS = "other_programs"
    SWAP = "swap"
    SCREEN_CAPTURE = "screen_capture"


def protect() -> None:
    """Close what can be closed. What cannot is no reason not to work: `closed_ways` tells it."""
    if sys.platform != "linux":
        return
    import resource

    # A system may forbid even this, as some containers do.
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _prctl(_PR_SET_DUMPABLE, 0)


def closed_ways() -> frozenset[Way]:
    """The ways that are closed now, as the system itself tells."""
    if sys.platform == "win32":
        is_new = sys.getwindowsversion().build >= _FIRST_BUILD_WITHOUT_CAPTURE
        return frozenset({Way.SCREEN_CAPTURE} if is_new else ())
    if sys.platform != "linux":
        return frozenset()
    import resource

    closed = set[Way]()
    is_undumpable = _prctl(_PR_GET_DUMPABLE) == 0
    if is_undumpable or resource.getrlimit(resource.RLIMIT_CORE)[0] == 0:
        closed.add(Way.CORE_DUMP)
    if is_undumpable:
        closed.add(Way.OTHER_PROGRAMS)
    with suppress(OSError):
        # One line says what stands in the columns; none below it: nothing is swapped out.
        if len(_SWAPS.read_text("utf-8").splitlines()) <= 1:
            closed.add(Way.SWAP)
    return frozenset(closed)


def _prctl(option: int, value: int = 0) -> int:
    """As prctl(2) answers; -1 where it cannot be asked."""
    try:
        return int(ctypes.CDLL(None).prctl(option, value, 0, 0, 0))
    except (OSError, AttributeError):
        return -1
