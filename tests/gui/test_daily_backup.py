"""The daily backup: made by itself when it is due, gives way, is cut off by a lock, holds none up."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.domain.errors import DiskError
from app.domain.work import Watch
from app.gui import daily_backup
from app.gui.daily_backup import DailyBackup
from app.gui.locking import Locking
from app.gui.page import PageContext
from app.services import Services, open_services
from app.services.backups import BackupKeeping
from tests.builders import PASSPHRASE
from tests.gui.conftest import WAIT_MS

Ask = Callable[[Callable[[Services], object]], object]
MADE = "A backup was made beside the vault and read again."


@pytest.fixture
def told(opened: PageContext) -> list[str]:
    sentences: list[str] = []
    opened.told.connect(sentences.append)
    return sentences


@pytest.fixture
def bugs() -> list[Exception]:
    return []


@pytest.fixture
def daily(
    opened: PageContext, bugs: list[Exception], monkeypatch: pytest.MonkeyPatch
) -> Iterator[DailyBackup]:
    monkeypatch.setattr(daily_backup, "FIRST_MS", 1)
    made = DailyBackup(opened, bugs.append)
    yield made
    # Its timer runs for minutes: it goes here, on the thread of the window.
    delete(made)


def made_in(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "backups").iterdir() if path.name[:4].isdigit())


def test_it_is_made_a_while_after_unlocking_and_once_a_day(
    daily: DailyBackup, opened: PageContext, told: list[str], ask: Ask, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with qtbot.waitSignal(opened.changed, timeout=WAIT_MS) as heard:
        opened.opened.emit()
    assert heard.args == [frozenset({"backup"})]
    assert told == [MADE]
    assert made_in(opened.folder) == ["2026-01-10-001"]
    ask(lambda services: services.recording.add({"title": "Үлгі"}, (), Watch()))
    daily.ask()
    ask(lambda services: services.backups.standing())
    qtbot.waitUntil(daily._again.isActive, timeout=WAIT_MS)
    assert made_in(opened.folder) == ["2026-01-10-001"]
    tomorrow = datetime(2026, 1, 11, 9, 11, tzinfo=UTC)
    monkeypatch.setattr("tests.gui.conftest.StoppedClock.now", lambda _: tomorrow)
    daily._again.timeout.emit()
    qtbot.waitUntil(lambda: told == [MADE, MADE], timeout=WAIT_MS)
    assert made_in(opened.folder) == ["2026-01-10-001", "2026-01-11-001"]


def test_once_a_year_it_says_once_that_a_backup_is_to_be_tried(
    daily: DailyBackup, opened: PageContext, told: list[str], ask: Ask, tmp_path: Path, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    ask(lambda services: services.backups.make(tmp_path / "stick", Watch()))
    ask(lambda services: services.backups.make(None, Watch()))
    daily.ask()
    qtbot.waitUntil(daily._again.isActive, timeout=WAIT_MS)
    assert told == []
    later = datetime(2027, 1, 11, 9, 11, tzinfo=UTC)
    monkeypatch.setattr("tests.gui.conftest.StoppedClock.now", lambda _: later)
    for _ in range(2):
        daily._again.stop()
        daily.ask()
        qtbot.waitUntil(daily._again.isActive, timeout=WAIT_MS)
    due = "It is time to try a backup, or to skip it: Settings, Safekeeping."
    assert [sentence for sentence in told if sentence != MADE] == [due]


def test_what_hinders_it_is_told_once_and_tried_again(
    daily: DailyBackup, opened: PageContext, told: list[str], bugs: list[Exception], qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    errors: list[Exception] = [DiskError("disk.full"), DiskError("disk.full"), ValueError()]

    def refuse(*_: object) -> None:
        raise errors.pop(0)

    monkeypatch.setattr(BackupKeeping, "make", refuse)
    for left in (2, 1, 0):
        daily._again.stop()
        daily.ask()
        qtbot.waitUntil(daily._again.isActive, timeout=WAIT_MS)
        assert len(errors) == left
    assert told == [f"The daily backup was not made: {DiskError('disk.full').sentence}"]
    assert [type(bug) for bug in bugs] == [ValueError]


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Its first attempt goes on until it is cancelled; the event says that it has begun."""
    begun, make = threading.Event(), BackupKeeping.make

    def go_on(keeping: BackupKeeping, out: Path | None, watch: Watch) -> object:
        if begun.is_set():
            return make(keeping, out, watch)
        begun.set()
        for done in range(WAIT_MS):
            watch.tick("Copying", done)
            time.sleep(0.001)
        raise AssertionError

    monkeypatch.setattr(BackupKeeping, "make", go_on)
    return begun


def test_it_gives_way_and_is_tried_again(
    daily: DailyBackup, opened: PageContext, told: list[str], endless: threading.Event, qtbot: QtBot
) -> None:
    daily.ask()
    qtbot.waitUntil(endless.is_set, timeout=WAIT_MS)
    wanted: list[bool] = []
    opened.lanes.long.run(
        lambda _services, _watch: True, owner=opened, on_done=wanted.append, on_failed=lambda _: None
    )
    qtbot.waitUntil(lambda: wanted == [True], timeout=WAIT_MS)
    assert told == []
    assert daily._again.isActive()
    daily._again.timeout.emit()
    qtbot.waitUntil(lambda: told == [MADE], timeout=WAIT_MS)


@pytest.mark.parametrize("in_danger", [True, False])
def test_a_lock_cuts_it_off_and_does_not_wait(
    daily: DailyBackup, opened: PageContext, told: list[str], endless: threading.Event, qtbot: QtBot,
    qapp: QApplication, in_danger: bool,
) -> None:  # fmt: skip
    restarted: list[bool] = []
    locking = Locking(opened, lambda: None, restarted.append)
    daily.ask()
    qtbot.waitUntil(endless.is_set, timeout=WAIT_MS)
    if in_danger:
        opened.panicked.emit()
    else:
        locking._idle._wall -= timedelta(minutes=6)
        locking._minutes = 5
        locking._look()
    assert restarted == [in_danger]
    assert told == []
    opened.lanes.long.join()
    qapp.removeEventFilter(locking)
    QGuiApplication.setQuitOnLastWindowClosed(True)
    assert made_in(opened.folder) == []
    with open_services(opened.folder, PASSPHRASE, opened.clock, Watch()) as services:
        assert services.backups.standing().due
        assert services.vault.warnings == ()
