"""Looks into the memory of another process, as any program of the same user may try to.

    python -m tests.memory PID < NEEDLES     # one a line; prints those that were found

Tests may run as the administrator, whom nothing holds back: `AS_A_USER` before a command takes the
rights of one away from it, and this runs so. What it can read any program of that user can.
"""

import os
import subprocess
import sys
from pathlib import Path

from app.places import root

AS_A_USER = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.geteuid() == 0 else ()
"""Before both commands: one with fewer rights may not look into one with more, whatever else holds."""
UNPROTECTED = root() / "tests" / "unprotected.py"
"""Starts the program without what holds back others of its user."""
REFUSED = 3
_STEP = 1 << 20


def look_into(pid: int, *needles: str) -> set[str] | None:
    """Those of the texts that stand in the memory of a process, as UTF-8 or UTF-16; None: refused."""
    ended = subprocess.run(
        [*AS_A_USER, sys.executable, "-m", "tests.memory", str(pid)],
        input="\n".join(needles),
        cwd=root(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if ended.returncode == REFUSED:
        return None
    assert ended.returncode == 0, ended.stderr
    return set(ended.stdout.splitlines())


def _regions(pid: int) -> list[tuple[int, int]]:
    found = []
    for line in Path(f"/proc/{pid}/maps").read_text("utf-8").splitlines():
        place, rights, *_rest = line.split()
        if rights.startswith("rw"):
            first, last = (int(each, 16) for each in place.split("-"))
            found.append((first, last))
    return found


def _find(pid: int, spelled: dict[str, tuple[bytes, ...]]) -> set[str]:
    found, longest = set[str](), max(len(each) for ways in spelled.values() for each in ways)
    regions = _regions(pid)
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for first, last in regions:
            for at in range(first, last, _STEP):
                memory.seek(at)
                try:
                    piece = memory.read(min(_STEP + longest, last - at))
                except OSError:
                    break
                found |= {text for text, ways in spelled.items() if any(way in piece for way in ways)}
    return found


def main() -> None:
    """Exit 3 where the system lets nobody look."""
    needles = sys.stdin.read().splitlines()
    try:
        found = _find(int(sys.argv[1]), {text: (text.encode(), text.encode("utf-16-le")) for text in needles})
    except PermissionError:
        sys.exit(REFUSED)
    sys.stdout.write("\n".join(found))


if __name__ == "__main__":
    main()
