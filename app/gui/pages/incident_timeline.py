"""The incident in the order of time: dates on the left, what happened beside them, oddities below."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.date_words import date_in_words
from app.domain.text import make_visible
from app.gui.icons import SMALL, icon_pixmap
from app.gui.theme import Theme
from app.gui.widgets.columns import ScrollColumn
from app.gui.widgets.fields import button, heading, plain_label
from app.services.answers_timeline import TimelineEvent, TimelineFound, TimelineShown
from app.words import translate, translate_plural

_DATE_PIXELS = 170


class TimelineView(ScrollColumn):
    """Events from above to below; `go` is called with the one that was pressed."""

    def __init__(self, theme: Theme, go: Callable[[TimelineEvent], None], close: Callable[[], None]) -> None:
        super().__init__(theme)
        self._theme, self._go = theme, go
        back = button(translate("Back to the record"), close, theme, icon_name="chevron-left")
        self.rows.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        self.rows.addWidget(heading(translate("Timeline"), "lead"))
        self._told = plain_label("", "small")
        self.rows.addWidget(self._told)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.rows.addLayout(self._list)
        self.rows.addStretch(1)
        self.setFocusProxy(back)

    def show_timeline(self, shown: TimelineShown) -> None:
        """Show these events; each finding stands with the later of those that it is about."""
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._told.setText(_summary(shown))
        day = ""
        for place, event in enumerate(shown.events):
            words = _day_words(event)
            row = self._row(event, "" if words == day else words)
            day = words
            for found in (each for each in shown.findings if max(each.events) == place):
                row.addLayout(self._finding(found), row.rowCount(), 1)
            holder = QFrame()
            holder.setLayout(row)
            self._list.addWidget(holder)

    def _row(self, event: TimelineEvent, day: str) -> QGridLayout:
        theme, grid = self._theme, QGridLayout()
        grid.setContentsMargins(0, theme.space(1), 0, theme.space(1))
        grid.setHorizontalSpacing(theme.space(3))
        grid.setVerticalSpacing(theme.space(1))
        grid.setColumnMinimumWidth(0, theme.pixels(_DATE_PIXELS))
        grid.setColumnStretch(1, 1)
        when = plain_label(day, "quiet")
        when.setFixedWidth(theme.pixels(_DATE_PIXELS))
        when.setContentsMargins(0, theme.space(2), 0, 0)
        grid.addWidget(when, 0, 0, Qt.AlignmentFlag.AlignTop)
        words = make_visible(event.words)
        told = f"{event.time}  {words}" if event.time else words
        grid.addWidget(self._link(event, told), 0, 1)
        return grid

    def _link(self, event: TimelineEvent, told: str) -> QWidget:
        """A press on it leads to the field that holds its date."""
        link = button(told, lambda: self._go(event), self._theme, look="bare", elided=True)
        link.setAccessibleName(" ".join(filter(None, (_day_words(event), told))))
        return link

    def _finding(self, found: TimelineFound) -> QHBoxLayout:
        theme, row = self._theme, QHBoxLayout()
        row.setContentsMargins(theme.space(1), 0, 0, theme.space(1))
        row.setSpacing(theme.space(2))
        picture = QLabel()
        colour = theme.colours.amber if found.certain else theme.colours.quiet
        name = "triangle-alert" if found.certain else "info"
        picture.setPixmap(icon_pixmap(name, theme, size=SMALL, colour=colour))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(plain_label(make_visible(found.words), "gap" if found.certain else "quiet"), 1)
        return row


def _day_words(event: TimelineEvent) -> str:
    """The day as far as known; in the witness's own words where there is no other."""
    if event.when:
        return date_in_words(event.when)
    if event.said:
        return translate("“{words}”").format(words=make_visible(event.said))
    return translate("Date not known")


def _summary(shown: TimelineShown) -> str:
    return " · ".join(_counts(shown))


def _counts(shown: TimelineShown) -> Iterator[str]:
    if not shown.events:
        yield translate("Nothing here has a date yet.")
        return
    odd = sum(found.certain for found in shown.findings)
    untold = len(shown.findings) - odd
    events = len(shown.events)
    yield translate_plural("{count} event", "{count} events", events).format(count=events)
    if odd:
        yield translate_plural("{count} to look at", "{count} to look at", odd).format(count=odd)
    if untold:
        yield translate_plural("{count} cannot be told", "{count} cannot be told", untold).format(
            count=untold
        )
