"""What the system lets us withhold is withheld, and told as it is."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from app.places import root
from app.protection import Way, closed_ways
from app.services.protections import protections
from tests.memory import AS_A_USER, look_into

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is withheld yet")

SECRET = "Құпиясөз-үлгі"
HOLDING = """
import sys
from app.protection import closed_ways, protect
if sys.argv[1] == "protected":
    protect()
secret = sys.stdin.readline().strip()
print(*sorted(closed_ways()), flush=True)
sys.stdin.read()
"""


@contextmanager
def holder(how: str) -> Iterator[tuple[int, set[str]]]:
    """A process that holds the secret; its number, and what it says is closed."""
    with subprocess.Popen(
        [*AS_A_USER, sys.executable, "-c", HOLDING, how],
        cwd=root(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{SECRET}\n")
        process.stdin.flush()
        yield process.pid, set(process.stdout.readline().split())


def test_no_other_program_of_the_same_user_reads_our_memory() -> None:
    with holder("bare") as (pid, closed):
        assert look_into(pid, SECRET, "Басқа") == {SECRET}
        assert Way.OTHER_PROGRAMS not in closed
    with holder("protected") as (pid, closed):
        assert look_into(pid, SECRET) is None
        assert {Way.OTHER_PROGRAMS, Way.CORE_DUMP} <= closed


def test_every_way_is_told_with_what_it_means() -> None:
    items = protections().items
    assert [item.way for item in items] == list(Way)
    assert {item.way for item in items if item.closed} == closed_ways()
    assert len({item.words for item in items}) == len(Way)


@pytest.mark.parametrize(("build", "closed"), [(19041, {Way.SCREEN_CAPTURE}), (18363, set())])
def test_windows_withholds_the_screen_from_a_certain_version_on(
    build: int, closed: set[Way], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No Windows was at hand: its answer about itself is given in its place."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "getwindowsversion", lambda: SimpleNamespace(build=build), raising=False)
    assert closed_ways() == closed
