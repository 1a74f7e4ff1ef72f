"""What must come or be done by when: overdue, soon, later."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.date_words import date_in_words
from app.domain.text import make_visible
from app.gui.icons import SMALL, icon_pixmap
from app.gui.page import Column, Page, PageContext
from app.gui.widgets.columns import ScrollColumn
from app.gui.widgets.fields import button, heading, plain_label
from app.gui.widgets.reminder import DAYS_AHEAD
from app.services.answers_timeline import DeadlineList, ListedDeadline
from app.words import translate, translate_plural

LISTED_DAYS = 365


class Deadlines(Page):
    """Replies awaited, and what is to be done in proceedings, the nearest first."""

    name = "deadlines"
    place = "incidents"
    column = Column.PAGE
    watches = frozenset({"incident", "proceeding"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.form = ScrollColumn(theme)
        self.form.rows.addWidget(heading(translate("Deadlines")))
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.space(3))
        self.form.rows.addLayout(self._list)
        self.form.rows.addStretch(1)
        self.body.setContentsMargins(theme.space(6), theme.space(6), theme.space(2), 0)
        self.body.addWidget(self.form, 1)

    def enter(self, **arguments: object) -> None:  # noqa: ARG002 - none are known
        """Look for them."""
        self.refresh()

    def refresh(self) -> None:
        """Look anew; every incident is looked through, so others go first."""
        self.context.lanes.long.run(
            lambda services, watch: services.chronology.deadlines(LISTED_DAYS, watch),
            owner=self,
            on_done=self._show,
            on_failed=self.fail,
        )

    def _show(self, found: DeadlineList) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if not found.items:
            self.show_empty(
                translate("Here stand the replies that are awaited, and what is to be done in proceedings.")
            )
            return
        self.show_empty(None)
        overdue = [each for each in found.items if each.days < 0]
        near = [each for each in found.items if 0 <= each.days <= DAYS_AHEAD]
        later = [each for each in found.items if each.days > DAYS_AHEAD]
        within = translate("Within {days} days").format(days=DAYS_AHEAD)
        for words, items in ((translate("Overdue"), overdue), (within, near), (translate("Later"), later)):
            self._add_group(words, items)

    def _add_group(self, words: str, items: Sequence[ListedDeadline]) -> None:
        if items:
            self._list.addWidget(heading(words, "lead"))
        for each in items:
            self._list.addWidget(self._row(each))

    def _row(self, item: ListedDeadline) -> QWidget:
        theme, row = self.context.theme, QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        going = partial(self.context.navigate, item.kind, id=item.record, field=item.path)
        words = make_visible(item.words).replace("\n", " ")
        column.addWidget(button(words, going, theme, look="bare"), 0, Qt.AlignmentFlag.AlignLeft)
        below = QHBoxLayout()
        below.setContentsMargins(theme.space(1), 0, 0, 0)
        below.setSpacing(theme.space(2))
        if item.days < 0:
            sign = QLabel()
            sign.setPixmap(icon_pixmap("triangle-alert", theme, size=SMALL, colour=theme.colours.amber))
            below.addWidget(sign)
        told = " · ".join((date_in_words(item.due), days_words(item.days), make_visible(item.title)))
        below.addWidget(plain_label(told, "gap" if item.days < 0 else "small"), 1)
        column.addLayout(below)
        return row


def days_words(days: int) -> str:
    """How many days are left, or that they are over."""
    if days < 0:
        return translate_plural("{count} day overdue", "{count} days overdue", -days).format(count=-days)
    if days == 0:
        return translate("today")
    return translate_plural("{count} day left", "{count} days left", days).format(count=days)
