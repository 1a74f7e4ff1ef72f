"""What else can be recorded: a quiet list at the end of a page, each of which opens a section."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

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
        self._buttons: list[QPushButton] = []
        self._columns = 0
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
        for old in self._buttons:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = [
            button(section.words, partial(self._open, section), self._theme, look="plain", icon_name="plus")
            for section in sections
            if isinstance(section, EntriesSection)
        ]
        self._columns = 0
        self._arrange()
        self.setVisible(bool(sections))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As narrow as the widest of them."""
        return QSize(self._widest(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """One below the other where two find no room beside each other."""
        super().resizeEvent(event)
        self._arrange()

    def _widest(self) -> int:
        return max((each.sizeHint().width() for each in self._buttons), default=0)

    def _arrange(self) -> None:
        needed = _COLUMNS * (self._widest() + self._grid.horizontalSpacing())
        columns = _COLUMNS if needed <= self.width() else 1
        if columns == self._columns:
            return
        self._columns = columns
        for place, each in enumerate(self._buttons):
            row, column = divmod(place, columns)
            self._grid.addWidget(each, row + 1, column, Qt.AlignmentFlag.AlignLeft)
