"""Progress bars on a terminal's standard error; nothing at all elsewhere."""

import sys
import time
from typing import TYPE_CHECKING

from app.domain.work import Progress
from app.words import translate

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

QUIET_SECONDS = 0.4
"""Work that ends sooner shows no bar."""


class ProgressBars:
    """One bar for each step that a watch reports."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr.isatty()
        self._begun = time.monotonic()
        self._bars: RichProgress | None = None
        self._tasks: dict[str, TaskID] = {}

    def clear(self) -> None:
        """Take the bars off the screen; the next report draws new ones."""
        if self._bars is not None:
            self._bars.stop()
        self._bars = None
        self._tasks = {}

    def report(self, progress: Progress) -> None:
        """Draw how far a step has come."""
        if not self._is_shown or time.monotonic() - self._begun < QUIET_SECONDS:
            return
        if self._bars is None:
            self._bars = _start_bars()
        if progress.step not in self._tasks:
            self._tasks[progress.step] = self._bars.add_task(translate(progress.step), total=None)
        self._bars.update(self._tasks[progress.step], completed=progress.done, total=progress.total)


def _start_bars() -> "RichProgress":
    # Imported here: rich costs more than most commands do.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    bars = Progress(*columns, console=Console(stderr=True), transient=True)
    bars.start()
    return bars
