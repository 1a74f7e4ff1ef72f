"""A folder that a person chooses: its path in a sentence's place, and the button that asks for it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.gui.file_dialogs import choose_folder
from app.gui.theme import Theme
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import button, heading, plain_label
from app.gui.widgets.path_shown import breakable
from app.words import N_, translate

BACKUP_NEEDED = N_("Choose the folder that was given for the backup.")
KEYS_FOLDER = N_("Backup to take the keys from")


class FolderLine(QWidget):
    """`value()` is None until one was chosen."""

    changed = Signal()

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self._title = title
        self._folder: Path | None = None
        self._gap = plain_label("", "gap")
        self._gap.hide()
        self._shown = plain_label("", "quiet")
        self.ask_button = button(translate("Choose a folder…"), self._ask, theme, icon_name="folder-open")
        self.ask_button.setAccessibleName(f"{title}: {translate('Choose a folder…')}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        for part in (heading(title, "lead"), self._gap, self._shown, ButtonRow(theme, self.ask_button)):
            column.addWidget(part)
        self.setFocusProxy(self.ask_button)
        self.set_value(None)

    def value(self) -> Path | None:
        """The folder."""
        return self._folder

    def required(self, gap: str) -> Path | None:
        """The folder; where none was chosen, `gap` says so in place, and the cursor goes there."""
        if self._folder is None:
            self.show_gap(gap)
            self.setFocus()
        return self._folder

    def set_value(self, folder: Path | None) -> None:
        """Show this one."""
        self._folder = folder
        self._shown.setText(breakable(str(folder)) if folder else translate("No folder chosen yet"))
        self.show_gap("")

    def show_gap(self, gap: str) -> None:
        """Say what is missing, or wrong with it."""
        self._gap.setText(f"● {gap}" if gap else "")
        self._gap.setVisible(bool(gap))

    def _ask(self) -> None:
        choose_folder(self, self._title, self.choose)

    def choose(self, folder: Path) -> None:
        """As the person chose it."""
        self.set_value(folder)
        self.changed.emit()
