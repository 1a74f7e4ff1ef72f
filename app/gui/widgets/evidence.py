"""The strip of evidence: files with an icon by their type; drop files on it, or choose them.

What can be done with a file stands in a row below, once one is chosen, and in a menu of its own.
"""

from collections.abc import Callable, Iterable

from babel.numbers import format_decimal
from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from app.domain.text import make_visible
from app.gui.file_dialogs import choose_files
from app.gui.icons import icon
from app.gui.theme import Theme
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.dropping import dropped_files
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
    deleting = Signal(str)
    """The id of an item that is to be deleted."""
    erasing = Signal(str)
    """The id of an item that is to be erased."""

    def __init__(self, theme: Theme, asked_first: QWidget | None = None) -> None:
        """`asked_first` stands over what adds files: what is to be said of them before."""
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
        self._tiles.itemActivated.connect(lambda _: self._open())
        self._tiles.currentItemChanged.connect(lambda item, _: self._choose(item))
        self._tiles.itemSelectionChanged.connect(self._show_ways)
        self._tiles.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._tiles.customContextMenuRequested.connect(self._show_menu)
        remove = QShortcut(QKeySequence(Qt.Key.Key_Delete), self._tiles)
        remove.setContext(Qt.ShortcutContext.WidgetShortcut)
        remove.activated.connect(self._delete)
        self._ways: tuple[tuple[str, str, Callable[[], None]], ...] = (
            (translate("Hand out a copy…"), "download", self._open),
            (translate("Delete this file…"), "trash-2", self._delete),
            (translate("Erase this file…"), "eraser", self._erase),
        )
        short = (translate("Hand out…"), translate("Delete…"), translate("Erase…"))
        self.buttons = tuple(
            button(words, act, theme, look="plain", icon_name=picture)
            for words, (_, picture, act) in zip(short, self._ways, strict=True)
        )
        for each, (words, _, _) in zip(self.buttons, self._ways, strict=True):
            each.setAccessibleName(words)
        self._row = ButtonRow(theme, *self.buttons)
        self._row.hide()
        self._adding = QWidget()
        row = QHBoxLayout(self._adding)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(plain_label(translate("Drop photographs, films, recordings, papers here."), "quiet"), 1)
        row.addWidget(button(translate("Add files…"), self._ask, theme, icon_name="paperclip"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(self._tiles)
        column.addWidget(self._row)
        if asked_first is not None:
            column.addWidget(asked_first)
        column.addWidget(self._adding)
        self._tiles.hide()

    def show_items(self, items: Iterable[ListedEvidence]) -> None:
        """Show these and no others."""
        self._tiles.clear()
        for each in items:
            self._add(each)
        self._tiles.setVisible(self._tiles.count() > 0)
        self._show_ways()

    def allow_adding(self, allowed: bool) -> None:
        """Whether files can be taken in; what is here can be handed out and ended in any case."""
        self.setAcceptDrops(allowed)
        self._adding.setEnabled(allowed)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files, and nothing else."""
        if dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Say which files were dropped; they stay where they are."""
        if paths := dropped_files(event):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(paths)

    def _ask(self) -> None:
        choose_files(self, translate("Add files…"), lambda paths: self.dropped.emit(list(paths)))

    def _choose(self, item: QListWidgetItem | None) -> None:
        """Where the keys are, there is the file that is chosen."""
        if item is not None:
            item.setSelected(True)

    def _chosen(self) -> ListedEvidence | None:
        items = self._tiles.selectedItems()
        held: ListedEvidence | None = items[0].data(Qt.ItemDataRole.UserRole) if items else None
        return held

    def _show_ways(self) -> None:
        self._row.setVisible(self._chosen() is not None)

    def _show_menu(self, place: QPoint) -> None:
        if self._chosen() is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, picture, act in self._ways:
            menu.addAction(icon(picture, self._theme), words, act)
        menu.popup(self._tiles.viewport().mapToGlobal(place))

    def _open(self) -> None:
        if chosen := self._chosen():
            self.opened.emit(chosen.sha256)

    def _delete(self) -> None:
        if chosen := self._chosen():
            self.deleting.emit(chosen.id)

    def _erase(self) -> None:
        if chosen := self._chosen():
            self.erasing.emit(chosen.id)

    def _add(self, held: ListedEvidence) -> None:
        shown = make_visible(held.name).replace("\n", " ") or translate("A file without a name")
        below = size_in_words(held.bytes) if held.bytes else ""
        if not held.held:
            below = translate("awaited")
        kind = held.media_type.partition("/")[0]
        picture = icon(_ICONS.get(kind, "file"), self._theme, size=28)
        item = QListWidgetItem(picture, f"{_middle_cut(shown)}\n{below}")
        item.setData(Qt.ItemDataRole.UserRole, held)
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
