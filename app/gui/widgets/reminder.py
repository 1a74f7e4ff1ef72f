"""A quiet line over a list: what of the deadlines is near. Nothing pops up, nothing blinks, nothing moves."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.work import Watch
from app.gui.page import PageContext
from app.gui.timers import single_shot
from app.gui.widgets.fields import button
from app.services import Services
from app.services.answers_timeline import DeadlineList
from app.words import translate, translate_plural

DAYS_AHEAD = 7
_PAUSE_MS = 20_000
"""Every incident is looked through: changes are waited for together."""


class DeadlineReminder(QWidget):
    """Says what is due, if anything is; pressed, it leads to the deadlines."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._has_asked = self._is_asking = False
        self._pause = single_shot(self, _PAUSE_MS, self._ask)
        self.line = button(
            translate("Deadlines"),
            lambda: context.navigate("deadlines"),
            context.theme,
            look="bare",
            icon_name="clock",
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.line)

    def ask(self) -> None:
        """Ask now for the first time, later in a while."""
        if self._has_asked:
            self._pause.start()
        else:
            self._has_asked = True
            self._ask()

    def _ask(self) -> None:
        if self._is_asking:
            self._pause.start()
            return
        self._is_asking = True
        # What fails says so in the list of deadlines; a reminder that says nothing hinders nobody.
        self._context.lanes.long.run(
            near_deadlines,
            owner=self,
            on_done=self._show,
            on_failed=lambda _: self._end(),
            on_cancelled=self._ask_later,
            gives_way=True,
        )

    def _show(self, found: DeadlineList) -> None:
        overdue = sum(each.days < 0 for each in found.items)
        near = len(found.items) - overdue
        told = []
        if near:
            told.append(
                translate_plural(
                    "{count} deadline within {days} days", "{count} deadlines within {days} days", near
                ).format(count=near, days=DAYS_AHEAD)
            )
        if overdue:
            told.append(translate_plural("{count} overdue", "{count} overdue", overdue).format(count=overdue))
        words = ", ".join(told) or translate("Deadlines")
        self.line.setText(words)
        self.line.setAccessibleName(words)
        self._end()

    def _ask_later(self) -> None:
        self._end()
        self._pause.start()

    def _end(self) -> None:
        self._is_asking = False


def near_deadlines(services: Services, watch: Watch) -> DeadlineList:
    """What is due within the days of the reminder, or past."""
    return services.chronology.deadlines(DAYS_AHEAD, watch)
