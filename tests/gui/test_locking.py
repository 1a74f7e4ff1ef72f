"""Locking seals, closes and restarts, once; and comes by itself when nothing is done."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.domain.work import Watch
from app.gui.clipboard import MARKS
from app.gui.locking import WAIT_AT_MOST_MINUTES, IdleTime, Locking
from app.gui.main_window import MainWindow
from app.gui.page import PageContext
from app.gui.pages.contacts import Contacts
from app.gui.pages.groups import Groups
from app.services import Services, open_services
from app.services.backups import restore_vault
from app.services.clock import SystemClock
from app.services.settings import Preferences
from tests.builders import PASSPHRASE, party
from tests.bundle.builders import MONITOR
from tests.canary import FULL_NAME
from tests.gui.conftest import WAIT_MS
from tests.gui.keys import press


@dataclass
class MovedClock:
    """Goes on only when it is told to."""

    time: datetime = datetime(2026, 1, 10, 9, 10, tzinfo=UTC)

    def now(self) -> datetime:
        """That time."""
        return self.time

    def go_on(self, **span: float) -> None:
        """So much later."""
        self.time += timedelta(**span)


@dataclass
class Restarts:
    """Counts them, and whether the vault could be opened by then."""

    folder: Path
    times: int = 0
    drafts: list[str | None] = field(default_factory=list)
    out_of_sight: bool | None = None

    def __call__(self, out_of_sight: bool) -> None:
        self.times += 1
        self.out_of_sight = out_of_sight
        with open_services(self.folder, PASSPHRASE, SystemClock(), Watch()) as services:
            assert services.vault.warnings == ()
            self.drafts.append(services.settings.layout("typed"))


@pytest.fixture
def clock(opened: PageContext) -> MovedClock:
    opened.clock = MovedClock()
    return opened.clock


@pytest.fixture
def restarts(opened: PageContext) -> Restarts:
    return Restarts(opened.folder)


@pytest.fixture
def locking(
    opened: PageContext, clock: MovedClock, restarts: Restarts, qapp: QApplication
) -> Iterator[Locking]:
    def seal() -> None:
        opened.lanes.short.run(
            lambda services, _: services.settings.keep_layout("typed", FULL_NAME),
            owner=opened,
            on_done=lambda _: None,
            on_failed=lambda _: None,
        )

    made = Locking(opened, seal, restarts)
    yield made
    qapp.removeEventFilter(made)
    made.deleteLater()
    QGuiApplication.setQuitOnLastWindowClosed(True)


def test_what_was_typed_is_sealed_the_vault_closed_and_then_the_process_restarted(
    locking: Locking, opened: PageContext, restarts: Restarts, qtbot: QtBot
) -> None:
    window = QLineEdit()
    qtbot.addWidget(window)
    window.show()
    opened.locked.emit()
    assert restarts.times == 1
    assert restarts.drafts == [FULL_NAME]
    assert not window.isVisible()
    opened.locked.emit()
    assert restarts.times == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there a folder that is open cannot be taken away")
def test_a_vault_that_vanished_meanwhile_keeps_nobody_from_locking(
    locking: Locking, opened: PageContext, qtbot: QtBot,
    ask: Callable[[Callable[[Services], object]], object], capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    restarted: list[bool] = []
    locking._restart = lambda _: restarted.append(True)
    ask(lambda services: services.settings.keep_layout("typed", FULL_NAME))
    opened.folder.rename(opened.folder.with_name("taken-away"))
    opened.locked.emit()
    assert restarted == [True]
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("put_back", [True, False])
def test_keys_that_a_sync_service_put_back_while_it_was_open_lock_nobody_out(
    context: PageContext, vault_folder: Path, qtbot: QtBot, put_back: bool
) -> None:
    keys, passphrase = vault_folder / "keys", "жаңа құпия сөз, ұзын"
    older = keys.read_bytes()
    with open_services(vault_folder, PASSPHRASE, SystemClock(), Watch()) as services:
        services.access.change_passphrase(PASSPHRASE, passphrase)
    opened = list[bool]()
    context.lanes.open(
        lambda watch: open_services(vault_folder, passphrase, SystemClock(), watch),
        owner=context,
        on_done=lambda: opened.append(True),
        on_failed=lambda error: pytest.fail(repr(error)),
    )
    qtbot.waitUntil(lambda: bool(opened), timeout=WAIT_MS)
    # Nothing is written in this session that would put them right.
    keys.unlink()
    if put_back:
        keys.write_bytes(older)
    context.lanes.close()
    with open_services(vault_folder, passphrase, SystemClock(), Watch()) as services:
        assert services.vault.warnings == ()


def test_a_database_replaced_underneath_is_told_where_it_was_saved_and_kept_in_a_copy(
    locking: Locking, opened: PageContext, make_window: Callable[..., MainWindow], qtbot: QtBot,
    ask: Callable[[Callable[[Services], object]], object], tmp_path: Path,
) -> None:  # fmt: skip
    restarted: list[bool] = []
    locking._restart = lambda _: restarted.append(True)
    data = opened.folder / "data"
    older = data.read_bytes()
    card = party(MONITOR).card.text.encode()
    ask(lambda services: services.contacts.add(card))
    window = make_window(Contacts, Groups)
    window.show_page("groups")
    page = window.page
    assert isinstance(page, Groups)
    qtbot.waitUntil(lambda: len(page.members._boxes) == 1, timeout=WAIT_MS)
    data.unlink()
    data.write_bytes(older)
    page.group_name.insert("Оңтүстік")
    for box in page.members._boxes.values():
        box.setChecked(True)
    page.save_button.click()
    qtbot.waitUntil(page.error_bar.isVisible, timeout=WAIT_MS)
    assert "Something replaced or removed files" in page.error_bar.accessibleName()
    assert "its “backups”" in page.error_bar.accessibleName()
    assert page.group_name.value() == "Оңтүстік"
    opened.locked.emit()
    assert restarted == [True]
    # The copy is one that the page of restoring takes.
    (copy,) = (opened.folder / "backups").glob("changed-underneath-*")
    restored = restore_vault(copy, tmp_path / "restored", PASSPHRASE, Watch())
    assert restored.ok
    with open_services(tmp_path / "restored", PASSPHRASE, SystemClock(), Watch()) as services:
        assert [each.name for each in services.contacts.list().items] == [MONITOR]


@pytest.mark.parametrize("here", [True, False])
@pytest.mark.parametrize("locks", [True, False])
def test_what_was_copied_here_goes_with_a_lock_and_at_the_end(
    locking: Locking, opened: PageContext, qapp: QApplication, qtbot: QtBot, here: bool, locks: bool
) -> None:
    if here:
        window = QLineEdit()
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
    qtbot.waitUntil(lambda: (QGuiApplication.focusWindow() is not None) == here, timeout=WAIT_MS)
    qapp.clipboard().setText("көшірілген")
    if locks:
        opened.locked.emit()
    else:
        qapp.aboutToQuit.emit()
    assert qapp.clipboard().text() == ("" if here else "көшірілген")


def test_what_was_copied_here_is_marked_and_soon_gone(
    locking: Locking, qapp: QApplication, qtbot: QtBot
) -> None:
    line = QLineEdit("көшірілген")
    qtbot.addWidget(line)
    line.show()
    line.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is not None, timeout=WAIT_MS)
    line.selectAll()
    line.copy()
    held = qapp.clipboard().mimeData()
    assert held.text() == "көшірілген"
    assert bytes(held.data("x-kde-passwordManagerHint").data()) == b"secret"
    assert all(held.hasFormat(mark) for mark in MARKS)
    clearing = locking._clipboard._clearing
    assert clearing.isActive()
    assert clearing.interval() == 30_000
    clearing.timeout.emit()
    assert qapp.clipboard().text() == ""


def test_in_danger_nothing_is_waited_for_but_what_was_typed(
    locking: Locking, opened: PageContext, restarts: Restarts, qtbot: QtBot
) -> None:
    window = QLineEdit()
    qtbot.addWidget(window)
    window.show()
    may_end = threading.Event()
    opened.lanes.long.run(
        lambda _services, _watch: may_end.wait(WAIT_MS / 1000),
        owner=opened,
        on_done=lambda _: None,
        on_failed=lambda _: None,
    )
    restarted: list[tuple[bool, bool]] = []
    locking._restart = lambda out_of_sight: restarted.append((out_of_sight, window.isVisible()))
    opened.panicked.emit()
    assert restarted == [(True, False)]
    may_end.set()
    opened.lanes.long.join()
    # The new process finds what was typed; the old one holds the vault no longer.
    restarts(True)
    assert restarts.drafts == [FULL_NAME]


def test_it_locks_when_sleep_begins_and_not_when_it_ends(locking: Locking, restarts: Restarts) -> None:
    """How the signals come is tried on a real bus: tests/journeys/window/test_session.py."""
    locking._session.begins_or_ends(False)
    assert restarts.times == 0
    locking._session.begins_or_ends(True)
    assert restarts.drafts == [FULL_NAME]


def begin(locking: Locking, opened: PageContext, qtbot: QtBot, minutes: int) -> None:
    opened.opened.emit()
    qtbot.waitUntil(lambda: locking._minutes == minutes, timeout=WAIT_MS)


def test_it_locks_after_the_minutes_that_were_chosen(
    locking: Locking, opened: PageContext, clock: MovedClock, restarts: Restarts, qtbot: QtBot,
    ask: Callable[[Callable[[Services], object]], object],
) -> None:  # fmt: skip
    ask(lambda services: services.settings.change(Preferences(lock_minutes=10)))
    begin(locking, opened, qtbot, 10)
    clock.go_on(minutes=9)
    locking._look()
    assert restarts.times == 0
    ask(lambda services: services.settings.change(Preferences(lock_minutes=3)))
    opened.announce("settings")
    qtbot.waitUntil(lambda: locking._minutes == 3, timeout=WAIT_MS)
    locking._look()
    assert restarts.times == 1


def test_every_sign_of_life_puts_it_off(
    locking: Locking, opened: PageContext, clock: MovedClock, restarts: Restarts, qtbot: QtBot
) -> None:
    window = QLineEdit()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
    begin(locking, opened, qtbot, 5)
    for _ in range(3):
        clock.go_on(minutes=4)
        press(window, Qt.Key.Key_Space)
        locking._look()
    assert restarts.times == 0
    clock.go_on(minutes=5)
    locking._look()
    assert restarts.times == 1


def test_so_does_what_an_input_method_composed(
    locking: Locking, opened: PageContext, clock: MovedClock, restarts: Restarts, qtbot: QtBot
) -> None:
    window = QWidget()
    lines = [QLineEdit(window), QLineEdit(window)]
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
    begin(locking, opened, qtbot, 5)
    for line in (*lines, *lines):
        line.setFocus()
        clock.go_on(minutes=4)
        composed = QInputMethodEvent()
        composed.setCommitString("Ң")
        QCoreApplication.sendEvent(line, composed)
        locking._look()
    assert restarts.times == 0


@dataclass
class Work:
    """Something long on the long lane, which goes on until it is told to end, or is cancelled."""

    context: PageContext
    may_end: bool = False
    outcomes: list[str] = field(default_factory=list)

    def begin(self, qtbot: QtBot) -> None:
        """Start it and wait until it runs."""
        running: list[bool] = []

        def job(_services: Services, watch: Watch) -> None:
            while not self.may_end:
                watch.tick("Writing", 0)
                time.sleep(0.005)

        self.context.lanes.long.run(
            job,
            owner=self.context,
            on_done=lambda _: self.outcomes.append("done"),
            on_failed=lambda _: self.outcomes.append("failed"),
            on_progress=lambda _: running.append(True),
        )
        qtbot.waitUntil(lambda: bool(running), timeout=WAIT_MS)


def test_it_waits_for_long_work_says_so_and_locks_when_that_has_ended(
    locking: Locking, opened: PageContext, clock: MovedClock, restarts: Restarts, qtbot: QtBot
) -> None:
    told: list[str] = []
    opened.told.connect(told.append)
    begin(locking, opened, qtbot, 5)
    work = Work(opened)
    work.begin(qtbot)
    locking._look()
    assert told == []
    clock.go_on(minutes=5 + WAIT_AT_MOST_MINUTES - 1)
    locking._look()
    assert restarts.times == 0
    assert str(WAIT_AT_MOST_MINUTES) in told[0]
    work.may_end = True
    qtbot.waitUntil(lambda: restarts.times == 1, timeout=WAIT_MS)
    assert work.outcomes == ["done"]


def test_it_does_not_wait_for_ever(
    locking: Locking, opened: PageContext, clock: MovedClock, restarts: Restarts, qtbot: QtBot
) -> None:
    begin(locking, opened, qtbot, 5)
    work = Work(opened)
    work.begin(qtbot)
    clock.go_on(minutes=5 + WAIT_AT_MOST_MINUTES)
    locking._look()
    assert restarts.times == 1
    assert "done" not in work.outcomes


def test_whoever_asks_for_it_never_waits(
    locking: Locking, opened: PageContext, restarts: Restarts, qtbot: QtBot
) -> None:
    begin(locking, opened, qtbot, 5)
    work = Work(opened)
    work.begin(qtbot)
    opened.locked.emit()
    assert restarts.times == 1
    assert "done" not in work.outcomes


def test_nothing_locks_before_a_vault_is_open(
    locking: Locking, clock: MovedClock, restarts: Restarts
) -> None:
    clock.go_on(hours=5)
    assert not locking._looking.isActive()
    assert restarts.times == 0


def test_a_clock_set_back_puts_nothing_off() -> None:
    clock = MovedClock()
    idle = IdleTime(clock)
    clock.go_on(days=-400)
    assert idle.seconds() >= 0
    clock.go_on(days=401)
    assert idle.seconds() >= 86_400
