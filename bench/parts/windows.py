"""The window as a person has it, driven from within: when it stood still again, how long frames took."""

import os
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop
from PySide6.QtWidgets import QApplication

from app.gui.main_window import MainWindow
from app.gui.page import Page, PageContext
from app.gui.pages import page_types
from app.gui.tasks import Job, Lanes
from app.gui.theme import Theme
from app.services import open_services
from app.services.clock import SystemClock
from bench.parts.vaults import PASSPHRASE

PATIENCE_SECONDS = 600
_NO_FRAME_SECONDS = 0.05
"""Where nothing is to be painted no frame comes; then what was seen last stands."""


class Watched(MainWindow):
    """The window, and how long it took to paint each frame."""

    def __init__(self, context: PageContext) -> None:
        self.frames: list[float] = []
        self.last_frame = 0.0
        super().__init__(context, {page.name: page for page in page_types()})

    def event(self, event: QEvent) -> bool:
        """Time what paints."""
        if event.type() != QEvent.Type.UpdateRequest:
            return super().event(event)
        started = time.perf_counter()
        answer = super().event(event)
        self.last_frame = time.perf_counter()
        self.frames.append(self.last_frame - started)
        return answer


class Desk:
    """An application with one window over one vault."""

    def __init__(self, folder: Path) -> None:
        self.application = QApplication.instance() or QApplication([])
        self.context = PageContext(Lanes(), Theme(self.application), SystemClock(), folder)
        self._open(folder)
        self.window = Watched(self.context)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        self.turns: list[float] = []

    def _open(self, folder: Path) -> None:
        done: list[bool] = []
        self.context.lanes.open(
            lambda watch: open_services(folder, PASSPHRASE, SystemClock(), watch),
            owner=self.context,
            on_done=lambda: done.append(True),
            on_failed=_raise,
        )
        self.turns = []
        self.turn_until(lambda: bool(done))

    def close(self) -> None:
        """Close the vault; end the threads."""
        self.window.close()
        self.context.lanes.close()

    @property
    def page(self) -> Page:
        """The page one is on."""
        page = self.window.page
        if page is None:
            raise RuntimeError("no page is shown")
        return page

    def ask(self, job: Job[object]) -> object:
        """What a job on the short lane answers."""
        answers: list[object] = []
        self.context.lanes.short.run(job, owner=self.context, on_done=answers.append, on_failed=_raise)
        self.turn_until(lambda: bool(answers))
        return answers[0]

    def turn_until(self, done: Callable[[], bool]) -> None:
        """Let the event loop turn, and write down how long each turn kept the person waiting."""
        patience = time.perf_counter() + PATIENCE_SECONDS
        while not done():
            started = time.perf_counter()
            self.application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
            busy = time.perf_counter() - started
            self.turns.append(busy)
            if time.perf_counter() > patience:
                raise TimeoutError("the window never came to the end of it")
            if busy < 0.0002:
                time.sleep(0.0005)

    def seconds_to_see(self, action: Callable[[], object], shown: Callable[[], bool]) -> float:
        """From an action to the frame that shows what it led to."""
        self.turns, self.window.last_frame = [], 0.0
        started = time.perf_counter()
        action()
        self.turns.append(time.perf_counter() - started)
        self.turn_until(shown)
        there = time.perf_counter()
        self.turn_until(
            lambda: self.window.last_frame > there or time.perf_counter() > there + _NO_FRAME_SECONDS
        )
        return max(self.window.last_frame, there) - started

    def seconds_of_frame(self, action: Callable[[], object]) -> float:
        """How long the window is busy from an action until the frame after it is painted."""
        busy, frames = 0.0, len(self.window.frames)
        patience = time.perf_counter() + _NO_FRAME_SECONDS
        while True:
            started = time.perf_counter()
            action()
            self.application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
            busy += time.perf_counter() - started
            if len(self.window.frames) > frames or time.perf_counter() > patience:
                return busy
            action = _nothing
            time.sleep(0.0002)

    def settle(self) -> None:
        """Until nothing is to be done any more, for a quarter of a second."""
        quiet = time.perf_counter() + 0.25

        def still() -> bool:
            nonlocal quiet
            if self.turns and self.turns[-1] > 0.002:
                quiet = time.perf_counter() + 0.25
            return time.perf_counter() > quiet

        self.turn_until(still)


def is_idle(context: PageContext) -> bool:
    """Whether the short lane has answered everything that was asked."""
    return not context.lanes.short._tasks


def _nothing() -> None:
    """Nothing more to do."""


def _raise(error: Exception) -> None:
    raise error
