"""A screen for each journey, and a picture of it where the journey fails."""

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.journeys.window.desktop import FAILURES, Display, missing_commands, open_display

_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember for the fixture below whether the test failed."""
    report = yield
    item.stash[_FAILED] = report.when == "call" and report.failed
    return report


@pytest.fixture
def display(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Display]:
    """An X server of this test's own. CI allows no skip for what is missing: see ALLOWED_SKIPS."""
    if missing := missing_commands():
        pytest.skip(f"not installed: {', '.join(missing)} (make setup says how)")
    with open_display(tmp_path / "screen") as opened:
        yield opened
        if request.node.stash.get(_FAILED, False):
            opened.picture().save(FAILURES / f"{request.node.name}.png")
