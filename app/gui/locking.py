"""Locking: what was typed is sealed, the vault closed, the process replaced by a fresh one.

Python cannot overwrite its memory, so the keys go with the process. The window locks when the
person asks for it, when the system sleeps or locks its screen, and by itself after the minutes chosen
in the settings, time asleep included. Locking ends long work. So the window that would lock by itself
waits for that, but not for long. In danger nothing is waited for but what was typed.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.gui.clipboard import OwnClipboard
from app.gui.page import PageContext
from app.gui.session_watch import SessionWatch
from app.gui.window_watch import InputWatch
from app.services.clock import Clock
from app.words import translate

LOOK_EVERY_MS = 5_000
LOOK_WHILE_WAITING_MS = 500
WAIT_AT_MOST_MINUTES = 30
_MINUTES_UNTOLD = 5
"""Where the settings cannot be read."""
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
        QEvent.Type.DragMove,
    }
)


class Locking(InputWatch):
    """Locks one window, once: `seal` saves what was typed, `restart` ends this process."""

    def __init__(
        self,
        context: PageContext,
        seal: Callable[[], None],
        restart: Callable[[bool], None],
        parent: QObject | None = None,
    ) -> None:
        """`seal` starts saves on the short lane: they are waited for before the vault is closed.

        `restart` is told whether the next window is to stay out of sight.
        """
        super().__init__(parent)
        self._context = context
        self._seal = seal
        self._restart = restart
        self._idle = IdleTime(context.clock)
        self._minutes = 0
        self._locked = False
        self._clipboard = OwnClipboard(self)
        self._session = SessionWatch(self)
        self._session.left.connect(self.lock)
        self._looking = QTimer(self)
        self._looking.timeout.connect(self._look)
        application = QApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._clipboard.forget)
        context.opened.connect(self._begin)
        context.changed.connect(self._hear)
        context.locked.connect(self.lock)
        context.panicked.connect(self.vanish)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Every sign of life in any of our windows; nothing is swallowed."""
        if event.type() in _SIGNS_OF_LIFE:
            self._idle.restart()
        return super().eventFilter(watched, event)

    def lock(self) -> None:
        """Seal, close, restart; out of sight at once, since closing may take a moment."""
        if self._disappear():
            self._context.lanes.close()
            self._restart(False)

    def vanish(self) -> None:
        """The same in danger: what was typed is sealed, all else is cut off; no window comes back up."""
        if self._disappear():
            self._context.lanes.leave()
            self._restart(True)

    def _disappear(self) -> bool:
        """Whether it begins now; only once."""
        if self._locked:
            return False
        self._locked = True
        self._looking.stop()
        self._seal()
        QGuiApplication.setQuitOnLastWindowClosed(False)
        for window in QApplication.topLevelWidgets():
            window.hide()
        self._clipboard.forget()
        return True

    def _begin(self) -> None:
        self._idle.restart()
        self._session.watch()
        self.watch_windows()
        self._ask()

    def _hear(self, kinds: frozenset[str]) -> None:
        if "settings" in kinds:
            self._ask()

    def _ask(self) -> None:
        self._context.lanes.short.run(
            lambda services, _: services.settings.preferences().lock_minutes,
            owner=self,
            on_done=self._take,
            on_failed=lambda _: self._take(_MINUTES_UNTOLD),
        )

    def _take(self, minutes: int) -> None:
        self._minutes = minutes
        self._looking.start(LOOK_EVERY_MS)

    def _look(self) -> None:
        over_minutes = self._idle.seconds() / 60 - self._minutes
        waits = self._context.lanes.long.is_busy and 0 <= over_minutes < WAIT_AT_MOST_MINUTES
        self._looking.setInterval(LOOK_WHILE_WAITING_MS if waits else LOOK_EVERY_MS)
        if waits:
            sentence = translate("It locks once this work has ended, after {minutes} minutes at the latest.")
            self._context.tell(sentence.format(minutes=WAIT_AT_MOST_MINUTES))
        elif over_minutes >= 0:
            self.lock()


class IdleTime:
    """How long nothing was done. The clock of the wall sees sleep, the steady one cannot be set back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.restart()

    def restart(self) -> None:
        """Something was done."""
        self._wall, self._steady = self._clock.now(), time.monotonic()

    def seconds(self) -> float:
        """By whichever clock more has gone by."""
        wall = (self._clock.now() - self._wall).total_seconds()
        return max(wall, time.monotonic() - self._steady)
