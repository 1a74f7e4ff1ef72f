"""The strip of evidence: files with an icon by their type; drop files on it, or choose them."""

from collections.abc import Iterable
from pathlib import Path

from babel.numbers import format_decimal
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.text import make_visible
from app.gui.file_dialogs import choose_files
from app.gui.icons import icon
from app.gui.theme import Theme
from app.gui.widgets.dropping import dropped_paths
from app.gui.widgets.fields import button, plain_label, set_box_look
from app.services.answers import ListedEvidence
from app.words import chosen_language, translate

TILE_PIXELS = QSize(148, 84)
_ICONS = {"image": "image", "video": "film", "audio": "music", "text": "file-text"}
_UNITS = ("B", "KB", "MB", "GB")
_STEP = 1024


class EvidenceStrip(QWidget):
    """Shows what is kept, and says which files were brought."""

    dropped = Signal(list)
    """Paths of files to be taken in."""
    opened = Signal(str)
    """The SHA-256 of an item that was double-clicked, or on which Enter was pressed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAcceptDrops(True)
        self._tiles = QListWidget()
        self._tiles.setViewMode(QListView.ViewMode.IconMode)
        self._tiles.setMovement(QListView.Movement.Static)
        self._tiles.setResizeMode(QListView.ResizeMode.Adjust)
        self._tiles.setWordWrap(True)
        self._tiles.setIconSize(QSize(theme.pixels(28), theme.pixels(28)))
        tile = QSize(theme.pixels(TILE_PIXELS.width()), theme.pixels(TILE_PIXELS.height()))
        self._tiles.setGridSize(tile)
        self._tiles.setMinimumHeight(tile.height() + theme.space(2))
        self._tiles.setAccessibleName(translate("Evidence"))
        self._tiles.setAcceptDrops(False)
        set_box_look(self._tiles, theme)
        self._tiles.itemActivated.connect(lambda item: self.opened.emit(item.data(Qt.ItemDataRole.UserRole)))
        self._hint = plain_label(translate("Drop photographs, films, recordings, papers here."), "quiet")
        row = QHBoxLayout()
        row.addWidget(self._hint, 1)
        row.addWidget(button(translate("Add files…"), self._ask, theme, icon_name="paperclip"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(self._tiles)
        column.addLayout(row)
        self._tiles.hide()

    def show_items(self, items: Iterable[ListedEvidence]) -> None:
        """Show these and no others."""
        self._tiles.clear()
        for each in items:
            self._add(each.name, each.media_type, each.bytes, each.sha256, held=each.held)
        self._tiles.setVisible(self._tiles.count() > 0)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files, and nothing else."""
        if _files_of(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Say which files were dropped; they stay where they are."""
        if paths := _files_of(event):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(paths)

    def _ask(self) -> None:
        choose_files(self, translate("Add files…"), lambda paths: self.dropped.emit(list(paths)))

    def _add(self, name: str, media_type: str, size_bytes: int, sha256: str, *, held: bool) -> None:
        shown = make_visible(name).replace("\n", " ")
        below = size_in_words(size_bytes) if size_bytes else ""
        if not held:
            below = translate("awaited")
        kind = media_type.partition("/")[0]
        picture = icon(_ICONS.get(kind, "file"), self._theme, size=28)
        item = QListWidgetItem(picture, f"{_middle_cut(shown)}\n{below}")
        item.setData(Qt.ItemDataRole.UserRole, sha256)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{shown}, {below}" if below else shown)
        self._tiles.addItem(item)


def size_in_words(size_bytes: int) -> str:
    """Bytes in the largest unit that fits, as the language writes numbers."""
    size, unit = float(size_bytes), 0
    while size >= _STEP and unit < len(_UNITS) - 1:
        size, unit = size / _STEP, unit + 1
    pattern = "#,##0" if unit == 0 else "#,##0.#"
    return f"{format_decimal(size, pattern, locale=chosen_language())} {_UNITS[unit]}"


def _middle_cut(name: str, longest: int = 18) -> str:
    """A long name keeps its beginning and its end, where the type of the file stands."""
    half = longest // 2
    return name if len(name) <= longest else f"{name[:half]}…{name[-half:]}"


def _files_of(event: QDropEvent) -> list[Path]:
    return [path for path in dropped_paths(event) if path.is_file()]
