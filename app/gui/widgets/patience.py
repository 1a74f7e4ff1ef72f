"""A wait that grows with every wrong passphrase: it holds up whoever guesses at this window, no one else."""

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

FREE = 3
"""So many may be wrong before one waits at all: fingers slip."""
LONGEST_SECONDS = 60
_LOOK_EVERY_MS = 200


def seconds_after(wrong: int) -> int:
    """How long to wait after so many wrong passphrases: 2, 4, 8 … up to a minute."""
    return min(2 ** (wrong - FREE), LONGEST_SECONDS) if wrong > FREE else 0


class Patience(QObject):
    """Counts what was wrong; `told` hears how many seconds are left, at the end 0."""

    def __init__(self, told: Callable[[int], None], parent: QObject) -> None:
        super().__init__(parent)
        self._told = told
        self._wrong = 0
        self._end = 0.0
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_EVERY_MS)
        self._looking.timeout.connect(self._look)

    @property
    def is_waiting(self) -> bool:
        """Whether nothing may be tried yet."""
        return self._looking.isActive()

    def note_wrong(self) -> None:
        """One more was wrong: a wait may begin."""
        self._wrong += 1
        seconds = seconds_after(self._wrong)
        if seconds:
            self._end = time.monotonic() + seconds
            self._looking.start()
            self._told(seconds)

    def _look(self) -> None:
        left = math.ceil(self._end - time.monotonic())
        if left <= 0:
            self._looking.stop()
        self._told(max(left, 0))
