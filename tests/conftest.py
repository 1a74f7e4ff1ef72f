"""Guards around every test: it may leave no name, no log line, no thread and no noise behind.

Each test gets a home, a temporary folder and a working directory of its own below
`tmp_path`, and afterwards they are searched for the names in `tests.canary`. A
test that writes such a name on purpose (an input file, an export) says so:

    def test_import(plain_output: PlainOutput, tmp_path: Path) -> None:
        source = plain_output.allow(tmp_path / "incident.json")
"""

import logging
import os
import tempfile
import threading
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from app.crypto import keyslots
from app.crypto.keyslots import KdfParameters
from app.words import LOCALE_VARIABLES, choose_language
from tests.canary import find_canaries, text_names_canary

pytest_plugins = ["pytester"]

# No database: what hypothesis keeps of a failing example would lie on the disk in plain text.
settings.register_profile("daftar", deadline=None, database=None)
settings.load_profile("daftar")

ALLOWED_SKIPS = (
    "openssl here is older than 3.5",
    "only on Windows",
    "not on Windows",
    "nothing can be mounted here",
    "shared/ is not here",
)
"""Reasons for which a test may be skipped under CI; they begin so. Any other skip hides a check."""

HOME_VARIABLES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
XDG_VARIABLES = ("CACHE", "CONFIG", "DATA", "STATE")
TEMP_VARIABLES = ("TMPDIR", "TEMP", "TMP")
THREAD_GRACE_SECONDS = 2.0
true_stretch = keyslots._stretch
_stretch_once = cache(true_stretch)


def _stretch(passphrase: bytes, salt: bytes, kdf: KdfParameters) -> bytes:
    # By a salt of zeros the program measures this computer: that takes its time, always.
    return (_stretch_once if any(salt) else true_stretch)(passphrase, salt, kdf)


class PlainOutput:
    """The files and folders in which this test writes names in plain text on purpose."""

    def __init__(self) -> None:
        self._allowed: list[Path] = []

    def allow(self, path: Path) -> Path:
        """Allow `path` and everything below it; returns it for use in place."""
        self._allowed.append(path)
        return path

    def covers(self, path: Path) -> bool:
        """Whether a hit in `path` was expected."""
        return any(path == allowed or allowed in path.parents for allowed in self._allowed)


@pytest.fixture
def plain_output() -> PlainOutput:
    """Where names may stand readable; empty unless the test allows a path."""
    return PlainOutput()


@pytest.fixture(scope="session", autouse=True)
def stretched_once() -> Iterator[None]:
    """Argon2id of one passphrase, salt and cost is worked out once in a worker; not in `tests/crypto`."""
    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(keyslots, "_stretch", _stretch)
        yield


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home, a temporary folder and a working directory that no other test sees."""
    home, temporary, working = tmp_path / "home", tmp_path / "temporary", tmp_path / "working"
    for folder in (home, temporary, working):
        folder.mkdir()
    for variable in HOME_VARIABLES:
        monkeypatch.setenv(variable, str(home))
    for variable in TEMP_VARIABLES:
        monkeypatch.setenv(variable, str(temporary))
    for variable in XDG_VARIABLES:
        monkeypatch.setenv(f"XDG_{variable}_HOME", str(home / f".{variable.lower()}"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(working)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test begins in English, whatever this computer or an earlier test spoke."""
    for variable in LOCALE_VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    choose_language("en")


@pytest.fixture(autouse=True)
def no_canary_left(own_places: None, tmp_path: Path, plain_output: PlainOutput) -> Iterator[None]:
    """Fail if a name of a test incident can be read in anything that the test left behind."""
    yield
    hits = [hit for hit in find_canaries(tmp_path) if not plain_output.covers(hit.path)]
    if hits:
        pytest.fail("\n".join(f"{hit.name} ({hit.spelling}) in {hit.path}" for hit in hits), pytrace=False)


@pytest.fixture(autouse=True)
def no_stray_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail on a warning that nobody expected, and on any log line that holds a name.

    A test that expects a warning looks at it and then calls `caplog.clear()`.
    """
    caplog.set_level(logging.DEBUG)
    yield
    records = caplog.get_records("setup") + caplog.get_records("call")
    stray = [r.getMessage() for r in records if r.levelno >= logging.WARNING]
    stray += [f"a name in the log: {r.name}" for r in records if text_names_canary(r.getMessage())]
    if stray:
        pytest.fail("stray log lines:\n" + "\n".join(stray), pytrace=False)


@pytest.fixture(autouse=True)
def no_leaked_thread() -> Iterator[None]:
    """Fail if a thread that the test started is still alive shortly after it."""
    before = set(threading.enumerate())
    yield
    leaked = [thread for thread in threading.enumerate() if thread not in before]
    for thread in leaked:
        thread.join(THREAD_GRACE_SECONDS)
    alive = [thread.name for thread in leaked if thread.is_alive()]
    if alive:
        pytest.fail(f"leaked threads: {', '.join(alive)}", pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn noise on standard error, and under CI a skip that hides a check, into failures."""
    report = yield
    if report.passed and report.when == "call" and report.capstderr:
        report.outcome = "failed"
        report.longrepr = f"stray output on standard error:\n{report.capstderr}"
    if report.skipped and not hasattr(report, "wasxfail"):
        _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a module that skips itself while it is collected."""
    report = yield
    if report.skipped:
        _refuse_skip(report)
    return report


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    reason = reason.removeprefix("Skipped: ")
    if os.environ.get("CI") and not reason.startswith(ALLOWED_SKIPS):
        report.outcome = "failed"
        report.longrepr = f"skipped under CI: {reason}"
