"""Every fault that this version answers for has a test with its number in its name."""

import re
from pathlib import Path

TESTS = Path(__file__).parent.parent
ANSWERED = {*range(1, 43)}


def test_every_fault_has_its_test() -> None:
    found = {
        int(number)
        for path in TESTS.rglob("test_*.py")
        for number in re.findall(r"def test_fault_(\d\d)_", path.read_text("utf-8"))
    }
    assert sorted(ANSWERED - found) == []
