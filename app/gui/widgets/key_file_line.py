"""The key file beside a passphrase: chosen or dropped, read only in a job, remembered nowhere."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.text import make_visible
from app.gui.file_dialogs import choose_files
from app.gui.theme import Theme
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.dropping import dropped_paths
from app.gui.widgets.fields import button, plain_label
from app.words import translate


class KeyFileLine(QWidget):
    """`value()` is None until a file was given; only its name is shown."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._file: Path | None = None
        self._shown = plain_label("", "quiet")
        self.choose_button = button(translate("Choose the key file…"), self._ask, theme, icon_name="file")
        self.take_off_button = button(translate("Take off"), self.clear, theme, look="plain", icon_name="x")
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addWidget(self._shown)
        column.addWidget(ButtonRow(theme, self.choose_button, self.take_off_button))
        self.setFocusProxy(self.choose_button)
        self.clear()

    def value(self) -> Path | None:
        """The file."""
        return self._file

    def take(self, file: Path) -> None:
        """Have this file, in the place of one before."""
        self._show(file)
        self.changed.emit()

    def clear(self) -> None:
        """No file."""
        had_focus = self.take_off_button.hasFocus()
        self._show(None)
        if had_focus:
            self.choose_button.setFocus()
        self.changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """One file only."""
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """The file that was dropped."""
        file = _dropped(event)
        if file is not None:
            event.acceptProposedAction()
            self.take(file)

    def _show(self, file: Path | None) -> None:
        self._file = file
        nothing = translate("No key file chosen yet; it can be dropped here too.")
        self._shown.setText(make_visible(file.name) if file else nothing)
        self.take_off_button.setVisible(file is not None)

    def _ask(self) -> None:
        choose_files(self, translate("Choose the key file…"), lambda files: self.take(files[0]))


def _dropped(event: QDropEvent) -> Path | None:
    paths = dropped_paths(event)
    return paths[0] if len(paths) == 1 else None
