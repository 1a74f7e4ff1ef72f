"""The lanes: off the GUI thread, back on it, nothing after the page is gone."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.domain.errors import VaultError
from app.domain.work import CancelledError, Progress, Watch
from app.gui.page import PageContext
from app.gui.tasks import Lanes, WriterTurns
from app.services import Services, open_services
from tests.builders import PASSPHRASE, open_vault
from tests.gui.conftest import StoppedClock


class Heard(QObject):
    """Writes down what a lane says, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, object]] = []
        self.threads: set[threading.Thread] = set()

    def hear(self, what: str) -> Callable[..., None]:
        def note(value: object = None) -> None:
            self.threads.add(threading.current_thread())
            self.said.append((what, value))

        return note

    def run(self, lanes: Lanes, job: Callable[[Watch], object]) -> Watch:
        return lanes.short.run_without_vault(
            job,
            owner=self,
            on_done=self.hear("done"),
            on_failed=self.hear("failed"),
            on_cancelled=self.hear("cancelled"),
            on_progress=self.hear("progress"),
        )


def test_work_is_elsewhere_and_its_answer_here(lanes: Lanes, qtbot: QtBot) -> None:
    heard = Heard()
    heard.run(lanes, lambda _: threading.current_thread().name)
    qtbot.waitUntil(lambda: bool(heard.said))
    assert heard.said == [("done", "short lane")]
    assert heard.threads == {threading.main_thread()}


def test_one_word_ends_each_job(lanes: Lanes, qtbot: QtBot) -> None:
    heard, refusal = Heard(), VaultError("vault.in_use")

    def refuse(_: Watch) -> None:
        raise refusal

    def stop(_: Watch) -> None:
        raise CancelledError

    heard.run(lanes, refuse)
    heard.run(lanes, stop)
    heard.run(lanes, lambda _: None)
    qtbot.waitUntil(lambda: len(heard.said) == 3)
    assert heard.said == [("failed", refusal), ("cancelled", None), ("done", None)]


def test_cancelling_stops_at_the_next_tick(lanes: Lanes, qtbot: QtBot) -> None:
    heard = Heard()

    def count(watch: Watch) -> None:
        for done in range(1_000_000):
            watch.tick("Counting", done)
            time.sleep(0.001)

    watch = heard.run(lanes, count)
    qtbot.waitUntil(lambda: bool(heard.said))
    watch.cancel()
    qtbot.waitUntil(lambda: heard.said[-1][0] == "cancelled")


def test_what_was_cancelled_in_the_queue_never_begins(lanes: Lanes, qtbot: QtBot) -> None:
    heard, gate, begun = Heard(), threading.Event(), list[int]()
    heard.run(lanes, lambda _: gate.wait(5))
    second = heard.run(lanes, lambda _: begun.append(2))
    second.cancel()
    gate.set()
    qtbot.waitUntil(lambda: len(heard.said) == 2)
    assert heard.said[1] == ("cancelled", None)
    assert begun == []


def test_what_gives_way_is_cancelled_by_what_does_not(lanes: Lanes, qtbot: QtBot) -> None:
    heard = Heard()

    def go_on(watch: Watch) -> None:
        while True:
            watch.tick("Working", 0)
            time.sleep(0.001)

    def run(job: Callable[[Watch], object], *, gives_way: bool) -> None:
        lanes.long.run_without_vault(
            job,
            owner=heard,
            on_done=heard.hear("done"),
            on_failed=heard.hear("failed"),
            on_cancelled=heard.hear("cancelled"),
            gives_way=gives_way,
        )

    run(go_on, gives_way=True)
    run(lambda _: "quiet", gives_way=True)
    qtbot.wait(50)
    assert heard.said == []
    busy = [lanes.long.is_busy]
    run(lambda _: "wanted", gives_way=False)
    busy.append(lanes.long.is_busy)
    assert busy == [False, True]
    qtbot.waitUntil(lambda: len(heard.said) == 3)
    assert heard.said == [("cancelled", None), ("cancelled", None), ("done", "wanted")]


def test_progress_comes_at_most_every_fifty_milliseconds(lanes: Lanes, qtbot: QtBot) -> None:
    heard = Heard()

    def chatter(watch: Watch) -> float:
        began = time.monotonic()
        for done in range(2_000):
            watch.tick("Talking", done, 2_001)
            time.sleep(0.0001)
        watch.tick("Talking", 2_001, 2_001)
        return time.monotonic() - began

    heard.run(lanes, chatter)
    qtbot.waitUntil(lambda: heard.said[-1:] != [] and heard.said[-1][0] == "done")
    told = [value for what, value in heard.said if what == "progress"]
    seconds = heard.said[-1][1]
    assert isinstance(seconds, float)
    assert 2 <= len(told) <= seconds / 0.05 + 3
    assert told[-1] == Progress("Talking", 2_001, 2_001)


def test_that_a_step_has_begun_is_told_at_once(lanes: Lanes, qtbot: QtBot) -> None:
    heard = Heard()

    def steps(watch: Watch) -> None:
        for _ in range(3):
            watch.tick("One", 0)
            watch.tick("Other", 0)
            watch.report("Other", 0)

    heard.run(lanes, steps)
    qtbot.waitUntil(lambda: heard.said[-1:] != [] and heard.said[-1][0] == "done")
    told = [value for what, value in heard.said if what == "progress"]
    assert told[:3] == [Progress("One", 0), Progress("Other", 0), Progress("Other", 0, can_stop=False)]


def test_nothing_is_said_to_a_page_that_is_gone(lanes: Lanes, qtbot: QtBot) -> None:
    gone, heard, gate = Heard(), Heard(), threading.Event()
    gone.run(lanes, lambda _: gate.wait(5))
    said = gone.said
    delete(gone)
    gate.set()
    heard.run(lanes, lambda _: None)
    qtbot.waitUntil(lambda: bool(heard.said))
    assert said == []


def test_closing_waits_for_saves_and_stops_long_work(qapp: object) -> None:
    lanes, heard, saved = Lanes(), Heard(), list[int]()

    def endless(watch: Watch) -> None:
        while True:
            watch.tick("Working", 0)
            time.sleep(0.001)

    lanes.long.run_without_vault(
        endless, owner=heard, on_done=heard.hear("done"), on_failed=heard.hear("failed")
    )

    def save(number: int) -> Callable[[Watch], None]:
        def wait_and_save(_: Watch) -> None:
            time.sleep(0.01)
            saved.append(number)

        return wait_and_save

    for number in range(5):
        heard.run(lanes, save(number))
    lanes.close()
    lanes.close()
    assert saved == [0, 1, 2, 3, 4]
    assert not [thread for thread in threading.enumerate() if thread.name.endswith(" lane")]


def test_both_lanes_write_to_the_one_vault(opened: PageContext, qtbot: QtBot) -> None:
    heard = Heard()

    def write(text: str) -> Callable[[Services, Watch], str]:
        def save(services: Services, _: Watch) -> str:
            for _round in range(20):
                with services.vault.transaction():
                    services.vault.draft.save(text)
            return text

        return save

    for lane, text in ((opened.lanes.long, "long"), (opened.lanes.short, "short")):
        lane.run(write(text), owner=heard, on_done=heard.hear("done"), on_failed=heard.hear("failed"))
    qtbot.waitUntil(lambda: len(heard.said) == 2)
    assert sorted(str(value) for what, value in heard.said if what == "done") == ["long", "short"]


def test_closed_lanes_leave_the_vault_closed_well(opened: PageContext, vault_folder: Path) -> None:
    opened.lanes.close()
    assert not (vault_folder / "data-wal").exists()
    with open_vault(vault_folder) as vault:
        assert vault.warnings == ()


def test_a_wrong_passphrase_is_told_and_can_be_tried_again(
    context: PageContext, vault_folder: Path, qtbot: QtBot
) -> None:
    heard, clock = Heard(), StoppedClock()

    def opener(passphrase: str) -> Callable[[Watch], Services]:
        return lambda watch: open_services(vault_folder, passphrase, clock, watch)

    for passphrase in ("not the passphrase at all", PASSPHRASE):
        context.lanes.open(
            opener(passphrase),
            owner=heard,
            on_done=heard.hear("done"),
            on_failed=heard.hear("failed"),
        )
    qtbot.waitUntil(lambda: len(heard.said) == 2, timeout=20_000)
    (failed, error), (done, _) = heard.said
    assert (failed, done) == ("failed", "done")
    assert isinstance(error, VaultError)
    assert error.code == "vault.passphrase"


def test_a_job_without_a_vault_is_a_bug(lanes: Lanes, qtbot: QtBot) -> None:
    heard = Heard()
    lanes.short.run(
        lambda services, _: services, owner=heard, on_done=heard.hear("done"), on_failed=heard.hear("failed")
    )
    qtbot.waitUntil(lambda: bool(heard.said))
    assert isinstance(heard.said[0][1], RuntimeError)


@pytest.mark.parametrize("longs", [1, 3])
def test_the_short_lane_goes_before_every_waiting_long_one(longs: int) -> None:
    turns, order, begun = WriterTurns(), list[str](), threading.Event()

    def short() -> None:
        with turns.short():
            order.append("short")

    def long() -> None:
        with turns.long():
            order.append("long")

    threads = []
    with turns.long():
        threads += [threading.Thread(target=long) for _ in range(longs)]
        threads.append(threading.Thread(target=short))
        for thread in threads:
            thread.start()
        begun.wait(0.2)
        assert order == []
    for thread in threads:
        thread.join()
    assert order == ["short"] + ["long"] * longs
