"""The backup that nobody has to think of: once a day beside the vault, while the person works.

Once a year it says, once while the window is open, that a backup is to be tried.

It is made a while after unlocking, and later on where a day has gone by, as `standing().due` says. It
gives way to all other long work and to every lock, and then tries again; a window that is about to
lock makes none, since that would keep the keys in memory for as long as it takes.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.errors import AppError
from app.domain.work import Watch
from app.gui.page import PageContext
from app.gui.timers import single_shot
from app.services import Services
from app.words import translate

if TYPE_CHECKING:
    from app.services.answers_loss import BackupMade, BackupStanding

FIRST_MS = 30_000
"""So long after unlocking the person has what they came for."""
AGAIN_MS = 600_000
"""Until it is asked again whether one is due; a question of some milliseconds."""


class DailyBackup(QObject):
    """Asks, makes, says so in the quiet line; a bug goes to `fail`."""

    def __init__(
        self, context: PageContext, fail: Callable[[Exception], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._fail = fail
        self._told = ""
        self._is_drill_told = False
        self._first = single_shot(self, FIRST_MS, self.ask)
        self._again = single_shot(self, AGAIN_MS, self.ask)
        context.opened.connect(self._first.start)

    def ask(self) -> None:
        """Make one now if it is due."""
        self._context.lanes.short.run(
            _standing, owner=self, on_done=self._begin, on_failed=self._failed, on_cancelled=self._again.start
        )

    def _begin(self, standing: "BackupStanding") -> None:
        if standing.drill_due and not self._is_drill_told:
            self._is_drill_told = True
            self._context.tell(translate("It is time to try a backup, or to skip it: Settings, Safekeeping."))
        if not standing.due:
            self._again.start()
            return
        self._context.lanes.long.run(
            _make,
            owner=self,
            on_done=self._made,
            on_failed=self._failed,
            on_cancelled=self._again.start,
            gives_way=True,
        )

    def _made(self, _: "BackupMade") -> None:
        self._again.start()
        self._context.tell(translate("A backup was made beside the vault and read again."))
        self._context.announce("backup")

    def _failed(self, error: Exception) -> None:
        """What the world refuses is told once; the page of safekeeping says how old the last one is."""
        self._again.start()
        if not isinstance(error, AppError):
            self._fail(error)
        elif error.code != self._told:
            self._told = error.code
            told = translate("The daily backup was not made: {reason}")
            self._context.tell(told.format(reason=error.sentence))


def _standing(services: Services, _watch: Watch) -> "BackupStanding":
    return services.backups.standing()


def _make(services: Services, watch: Watch) -> "BackupMade":
    return services.backups.make(None, watch)
