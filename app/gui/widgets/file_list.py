"""Files that wait to be taken in: chosen or dropped, taken off again; none of them is opened here."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.domain.text import make_visible
from app.gui.icons import SMALL, icon
from app.gui.theme import Theme
from app.gui.widgets.dropping import files_among
from app.gui.widgets.fields import button, set_box_look
from app.words import translate

_ROWS_SEEN = 4


class FileList(QWidget):
    """Paths in the order in which they came, each once; the page answers `add_button`."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._paths: list[str] = []
        self._list = QListWidget()
        self._list.setAccessibleName(translate("Files to take in"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.setTabKeyNavigation(False)
        set_box_look(self._list, theme)
        self.add_button = button(translate("Choose files…"), lambda: None, theme, icon_name="paperclip")
        self._remove_button = button(translate("Take off"), self._remove, theme, look="plain", icon_name="x")
        QShortcut(
            QKeySequence(QKeySequence.StandardKey.Delete),
            self._list,
            self._remove,
            context=Qt.ShortcutContext.WidgetShortcut,
        )
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        row.addWidget(self.add_button)
        row.addWidget(self._remove_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addWidget(self._list)
        column.addLayout(row)
        self.setFocusProxy(self.add_button)
        self._show()

    def value(self) -> tuple[str, ...]:
        """The paths."""
        return tuple(self._paths)

    def set_value(self, value: Iterable[str]) -> None:
        """Show these; not a change."""
        self._paths = list(value)
        self._show()

    def add(self, paths: Iterable[Path]) -> None:
        """Files beside those that are here; a folder is passed over."""
        new = [str(path) for path in files_among(paths)]
        new = [path for path in dict.fromkeys(new) if path not in self._paths]
        if new:
            self._paths += new
            self._show()
            self.changed.emit()

    def _remove(self) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._paths):
            del self._paths[row]
            self._show()
            self._list.setCurrentRow(min(row, len(self._paths) - 1))
            (self._list if self._paths else self.add_button).setFocus()
            self.changed.emit()

    def _show(self) -> None:
        self._list.clear()
        for path in self._paths:
            picture = icon("file", self._theme, size=SMALL)
            self._list.addItem(QListWidgetItem(picture, make_visible(Path(path).name)))
        rows = min(len(self._paths), _ROWS_SEEN)
        self._list.setFixedHeight(rows * self._list.sizeHintForRow(0) + self._theme.space(1) if rows else 0)
        self._list.setCurrentRow(0)
        self._list.setVisible(bool(rows))
        self._remove_button.setVisible(bool(rows))
