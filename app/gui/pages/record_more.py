"""What else can be recorded: a quiet list at the end of a page, each of which opens a section."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.gui.pages.record_entries import EntriesSection
from app.gui.pages.record_sections import Section
from app.gui.theme import Theme
from app.gui.widgets.fields import button, heading
from app.words import translate

_COLUMNS = 2


class MoreToRecord(QWidget):
    """One button for each section that is rare and empty; nothing at all where there is none."""

    def __init__(self, theme: Theme, open_section: Callable[[EntriesSection], None]) -> None:
        super().__init__()
        self._theme, self._open = theme, open_section
        self._offered: list[Section] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, theme.space(4))
        self._grid.setVerticalSpacing(theme.space(1))
        self._grid.setHorizontalSpacing(theme.space(2))
        self._grid.setColumnStretch(_COLUMNS, 1)
        self._grid.addWidget(heading(translate("More to record"), "lead"), 0, 0, 1, _COLUMNS + 1)
        self.hide()

    def offer(self, sections: Sequence[Section]) -> None:
        """Offer to open these."""
        if list(sections) == self._offered:
            return
        self._offered = list(sections)
        while (item := self._grid.takeAt(1)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place, section in enumerate(each for each in sections if isinstance(each, EntriesSection)):
            row, column = divmod(place, _COLUMNS)
            opening = button(
                section.words, partial(self._open, section), self._theme, look="plain", icon_name="plus"
            )
            self._grid.addWidget(opening, row + 1, column, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(sections))
