"""Waiting without a thread: something is done once, a while after it was last wanted."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def single_shot(owner: QObject, milliseconds: int, then: Callable[[], None]) -> QTimer:
    """A timer that does `then` once after each `start`; it ends with its owner."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(then)
    return timer
