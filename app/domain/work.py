"""What long work and its watcher say to each other. Knows no thread, no Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event


class CancelledError(Exception):
    """The person asked to stop; nothing was kept."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one step has come.

    `step` is an untranslated message id (see `app.words`), `done` and `total`
    count the same unit; `total` is None while it is unknown. `can_stop` is False
    where the work goes on to its end whatever it is told.
    """

    step: str
    done: int
    total: int | None = None
    can_stop: bool = True


class Watch:
    """Handed to every long service call: report through it, stop when it says so."""

    def __init__(self, report: Callable[[Progress], None] = lambda _progress: None) -> None:
        self._report = report
        self._stop = Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next tick; may be called from any thread."""
        self._stop.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether cancel() was called."""
        return self._stop.is_set()

    def report(self, step: str, done: int, total: int | None = None) -> None:
        """Report one step of work that must not stop half way."""
        self._report(Progress(step, done, total, can_stop=False))

    def tick(self, step: str, done: int, total: int | None = None) -> None:
        """Report one step; raise CancelledError if cancel() was called."""
        if self._stop.is_set():
            raise CancelledError
        self._report(Progress(step, done, total))
