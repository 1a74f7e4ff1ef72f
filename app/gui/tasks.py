"""Runs service calls off the GUI thread: the only file of the window that knows threads exist.

Two lanes, each one worker thread for the life of the window with services of its own on a
connection of its own: `short` for reads and saves, which the window waits for, and `long` for
files, bundles, checks. One QObject with one queued signal carries everything back, so every
callback runs on the GUI thread. What a callback refers to is held on the GUI thread alone, and
garbage is collected there alone: no worker ever destroys a Qt object.
"""

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from queue import SimpleQueue
from typing import Any, TypeAlias, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from app.domain.errors import AppError
from app.domain.work import CancelledError, Progress, Watch
from app.services import Services

T = TypeVar("T")
Job: TypeAlias = Callable[[Services, Watch], T]
OnDone: TypeAlias = Callable[[T], None]
OnFailed: TypeAlias = Callable[[Exception], None]
OnProgress: TypeAlias = Callable[[Progress], None]

PROGRESS_SECONDS = 0.05
"""A chatty job must not flood the event loop; that a step has begun is told in any case."""
LONG_PATIENCE_SECONDS, SHORT_PATIENCE_SECONDS = 0.05, 2.0
"""How long `Lanes.leave` waits for a lane; a save takes some milliseconds, two seconds on a bad disk."""
COLLECT_YOUNG_MS = 1_000
COLLECT_ALL_EVERY = 30
"""Rounds of collecting what is young between two of collecting everything."""


def _ignore(*_: object) -> None:
    """The answer to what nobody asked to hear."""


def _settle(services: Services, _watch: Watch) -> None:
    services.drafts.settle()


class WriterTurns:
    """One writer at a time, the short lane first: SQLite's own waiting would starve it."""

    def __init__(self) -> None:
        self._free = threading.Condition()
        self._taken = False
        self._short_waiting = 0

    @contextmanager
    def short(self) -> Iterator[None]:
        """A turn that goes before every waiting turn of the long lane."""
        with self._free:
            self._short_waiting += 1
            self._free.wait_for(lambda: not self._taken)
            self._short_waiting -= 1
            self._taken = True
        try:
            yield
        finally:
            self._give_back()

    @contextmanager
    def long(self) -> Iterator[None]:
        """A turn once no turn of the short lane is taken or waited for."""
        with self._free:
            self._free.wait_for(lambda: not self._taken and not self._short_waiting)
            self._taken = True
        try:
            yield
        finally:
            self._give_back()

    def _give_back(self) -> None:
        with self._free:
            self._taken = False
            self._free.notify_all()


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """A job and who waits for it. Held by the GUI thread until the last word of it has come."""

    job: Callable[[Watch], Any]
    watch: Watch
    owner: QObject
    on_done: Callable[[Any], None]
    on_failed: OnFailed
    on_cancelled: Callable[[], None]
    on_progress: OnProgress
    gives_way: bool


class Lane:
    """One worker thread. Made by `Lanes`; every method is for the GUI thread."""

    def __init__(self, name: str, numbers: Iterator[int], post: Callable[[int, str, object], None]) -> None:
        self._numbers = numbers
        self._post = post
        self._tasks: dict[int, _Task] = {}
        self._waiting: SimpleQueue[tuple[int, Callable[[Watch], Any], Watch] | None] = SimpleQueue()
        self._services: Services | None = None
        # A daemon: should `close` never be called, the process can end all the same.
        self._worker = threading.Thread(target=self._work, name=name, daemon=True)
        self._worker.start()

    def run(
        self,
        job: Job[T],
        *,
        owner: QObject,
        on_done: OnDone[T],
        on_failed: OnFailed,
        on_cancelled: Callable[[], None] = _ignore,
        on_progress: OnProgress = _ignore,
        gives_way: bool = False,
    ) -> Watch:
        """Start `job`, return at once; exactly one of on_done, on_failed, on_cancelled follows.

        The job gets this lane's services and a Watch; it may touch no widget: read what it
        needs beforehand. Nothing is called once `owner` is gone or the lanes are closed. One that
        `gives_way` is cancelled by whatever else the lane is asked for that does not, and holds up no lock.
        """
        return self.run_without_vault(
            lambda watch: job(self._opened(), watch),
            owner=owner,
            on_done=on_done,
            on_failed=on_failed,
            on_cancelled=on_cancelled,
            on_progress=on_progress,
            gives_way=gives_way,
        )

    def run_without_vault(
        self,
        job: Callable[[Watch], T],
        *,
        owner: QObject,
        on_done: OnDone[T],
        on_failed: OnFailed,
        on_cancelled: Callable[[], None] = _ignore,
        on_progress: OnProgress = _ignore,
        gives_way: bool = False,
    ) -> Watch:
        """The same for a job that needs no open vault."""
        for task in self._tasks.values():
            if task.gives_way and not gives_way:
                task.watch.cancel()
        number = next(self._numbers)
        watch = Watch(self._reporter(number))
        self._tasks[number] = _Task(
            job, watch, owner, on_done, on_failed, on_cancelled, on_progress, gives_way
        )
        self._waiting.put((number, job, watch))
        return watch

    def open(self, make: Callable[[Watch], Services], watch: Watch) -> None:
        """Within a job of this lane: make the services that its later jobs get."""
        self._services = make(watch)

    def deliver(self, number: int, what: str, value: object) -> None:
        """Hand what the worker said to whom it concerns, if that one is still there."""
        task = self._tasks.get(number) if what == "progress" else self._tasks.pop(number, None)
        if task is None or not isValid(task.owner):
            return
        if isinstance(value, Progress) and what == "progress":
            task.on_progress(value)
        elif what == "cancelled":
            task.on_cancelled()
        elif what == "failed" and isinstance(value, Exception):
            task.on_failed(value)
        else:
            task.on_done(value)

    @property
    def is_busy(self) -> bool:
        """Whether there is a job whose outcome has not been told yet, other than one that gives way."""
        return any(not task.gives_way for task in self._tasks.values())

    def cancel(self) -> None:
        """Ask every job to stop; one that has not begun never will."""
        for task in self._tasks.values():
            task.watch.cancel()

    def end(self) -> None:
        """Let what waits come to its end, then close the services, on their own thread; `join` waits."""
        self._waiting.put(None)

    def join(self, seconds: float | None = None) -> None:
        """Wait for that end, for at most so long if it is given."""
        self._worker.join(seconds)
        self._tasks.clear()

    def homeless(self) -> tuple[bytes, ...]:
        """Drafts that no disk took, sealed."""
        return self._services.drafts.homeless() if self._services else ()

    def _opened(self) -> Services:
        if self._services is None:
            raise RuntimeError("no vault is open in this lane")
        return self._services

    def _reporter(self, number: int) -> Callable[[Progress], None]:
        last, told = 0.0, set[tuple[str, bool]]()

        def report(progress: Progress) -> None:
            nonlocal last
            now, step = time.monotonic(), (progress.step, progress.can_stop)
            if now - last >= PROGRESS_SECONDS or progress.done == progress.total or step not in told:
                last = now
                told.add(step)
                self._post(number, "progress", progress)

        return report

    def _work(self) -> None:
        while (waiting := self._waiting.get()) is not None:
            number, job, watch = waiting
            what, value = _outcome(job, watch)
            # Before the GUI thread hears of it: from here on it alone holds what the job refers to.
            del waiting, job, watch
            self._post(number, what, value)
            del value
        if self._services is not None:
            # What hinders it, such as a stick that was pulled out, is told by the next opening.
            with suppress(AppError):
                self._services.close()


def _outcome(job: Callable[[Watch], Any], watch: Watch) -> tuple[str, object]:
    try:
        if watch.is_cancelled:
            return "cancelled", None
        return "done", job(watch)
    except CancelledError:
        return "cancelled", None
    except Exception as error:  # noqa: BLE001 - told to the owner, who shows it
        return "failed", error


class Lanes(QObject):
    """The two lanes of a window: `short` and `long`. Close them before the window is gone."""

    _posted = Signal(int, str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        numbers, self._turns = count(), WriterTurns()
        self.brought: tuple[bytes, ...] = ()
        """Drafts that no disk took in the process before, sealed: the vault they are of takes them in."""
        self.short = Lane("short lane", numbers, self._posted.emit)
        self.long = Lane("long lane", numbers, self._posted.emit)
        self._posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._rounds = 0
        gc.disable()
        self._collecting = QTimer(self)
        self._collecting.timeout.connect(self._collect)
        self._collecting.start(COLLECT_YOUNG_MS)

    def open(
        self,
        make: Callable[[Watch], Services],
        *,
        owner: QObject,
        on_done: Callable[[], None],
        on_failed: OnFailed,
        on_cancelled: Callable[[], None] = _ignore,
        on_progress: OnProgress = _ignore,
    ) -> Watch:
        """Open a vault: `make` is called on the short lane; the long lane gets its own connection.

        `make` is such as `lambda watch: open_services(folder, passphrase, clock, watch)`.
        """
        turns, short, long = self._turns, self.short, self.long

        def open_short(watch: Watch) -> Services:
            def take_turns(watch: Watch) -> Services:
                services = make(watch)
                services.vault.take_turns(turns.short)
                self.brought = services.drafts.bring(self.brought)
                return services

            short.open(take_turns, watch)
            return short._opened()  # noqa: SLF001 - the lane's other half

        def opened(services: Services) -> None:
            long.run_without_vault(
                lambda watch: long.open(lambda _: services.another_lane(turns.long), watch),
                owner=self,
                on_done=lambda _: on_done() if isValid(owner) else None,
                on_failed=lambda error: on_failed(error) if isValid(owner) else None,
            )

        return self.short.run_without_vault(
            open_short,
            owner=self,
            on_done=opened,
            on_failed=lambda error: on_failed(error) if isValid(owner) else None,
            on_cancelled=lambda: on_cancelled() if isValid(owner) else None,
            on_progress=lambda progress: on_progress(progress) if isValid(owner) else None,
        )

    @property
    def homeless(self) -> tuple[bytes, ...]:
        """Once they are closed: what no disk took, sealed, for the process that comes after."""
        return (*self.short.homeless(), *self.brought)

    def close(self) -> None:
        """Cancel long work, let waiting saves come to their end, close the vault; no thread is left.

        Once is enough.
        """
        self._close(None, None)

    def leave(self) -> None:
        """The same for a process that ends now: saves are waited for, long work hardly, both not for ever.

        What is cut off is as after a power cut: whole or absent, and mended by the next opening.
        """
        self._close(LONG_PATIENCE_SECONDS, SHORT_PATIENCE_SECONDS)

    def _close(self, long_patience: float | None, short_patience: float | None) -> None:
        if not self._collecting.isActive():
            return
        self.long.cancel()
        # On the lane that saves drafts, behind the last of them.
        self.short.run(_settle, owner=self, on_done=_ignore, on_failed=_ignore)
        for lane, patience in ((self.long, long_patience), (self.short, short_patience)):
            lane.end()
            lane.join(patience)
        self._collecting.stop()
        gc.enable()

    @Slot(int, str, object)
    def _deliver(self, number: int, what: str, value: object) -> None:
        self.short.deliver(number, what, value)
        self.long.deliver(number, what, value)

    def _collect(self) -> None:
        """On the GUI thread, since garbage may hold widgets."""
        self._rounds += 1
        gc.collect(2 if self._rounds % COLLECT_ALL_EVERY == 0 else 1)
