"""The frame: sidebar, list and page beside each other or by turns, quiet line. Navigation and no more."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.gui.beside import Beside
from app.gui.page import Column, Page, PageContext
from app.gui.reading_order import bring_into_sight, next_stop
from app.gui.shortcuts import PLACES, Command, Shortcuts
from app.gui.sidebar import Sidebar
from app.gui.widgets.fields import plain_label
from app.words import translate

NARROW_PIXELS, VERY_NARROW_PIXELS = 1100, 760
LIST_PIXELS = (340, 480)
START_SIZE = QSize(1280, 720)
SMALLEST = QSize(720, 480)
SHORTCUT_PAGES = {
    Command.NEW: "quick_entry",
    Command.EXPORT: "export",
    Command.TAKE_IN: "inbox",
    Command.HELP: "help",
}
_QUIET_MS = 30_000
_KEPT = "incident"
"""The page that can stand beside the present one too."""


class MainWindow(QMainWindow):
    """One window over one vault. `pages` makes the page of a name when it is first asked for."""

    arranged = Signal()
    """The person has moved the line between list and page."""

    def __init__(self, context: PageContext, pages: Mapping[str, Callable[[PageContext], Page]]) -> None:
        super().__init__()
        self._context = context
        self._makers = dict(pages)
        self._pages: dict[str, Page] = {}
        self._present: tuple[str, dict[str, Any]] = ("", {})
        self._before: list[tuple[str, dict[str, Any]]] = []
        self._stale: set[str] = set()
        self._outdated: set[str] = set()
        self._list_width: int | None = None
        self.setMinimumSize(SMALLEST)
        self.resize(START_SIZE)
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.timeout.connect(lambda: self._quiet.setText(""))
        self._build()
        Shortcuts(self._answer, self)
        # Methods, no lambdas: with the window Qt forgets them, and none reaches into one that is gone.
        context.navigated.connect(self._navigate)
        context.returned.connect(self.show_before)
        context.kept_beside.connect(self._keep_beside)
        context.ended.connect(self._forget)
        context.changed.connect(self._hear)
        context.told.connect(self._tell)
        context.theme.changed.connect(self.rebuild)
        context.reworded.connect(self.rebuild)
        context.disguised.connect(self._take_name)

    @property
    def page(self) -> Page | None:
        """The page that was shown last."""
        return self._pages.get(self._present[0])

    def add_pages(self, pages: Mapping[str, Callable[[PageContext], Page]]) -> None:
        """From now on these can be shown too, and the way back to what was before them is closed."""
        self._makers.update(pages)
        self._sidebar.offer(self._makers.keys())
        self._before.clear()

    def show_page(self, name: str, **arguments: Any) -> bool:
        """Go to a page; False where there is none of that name, or the present one does not let go."""
        if name not in self._makers:
            return False
        present = self.page
        if present is not None and not present.leave():
            return False
        shut = present is not None and present.column is Column.BARE and self._is_open
        if self._present[0] and self._present != (name, arguments) and not shut:
            self._before.append(self._present)
        self._show(name, arguments)
        return True

    def show_before(self) -> bool:
        """Back to where one came from; False where there is nothing, or the page does not let go."""
        present = self.page
        if not self._before or (present is not None and not present.leave()):
            return False
        self._show(*self._before.pop())
        return True

    def rebuild(self) -> None:
        """Make every page anew, in the language, colours and scale in force.

        One that is at work stays until it has ended, and the present one also while it tells what came of it.
        """
        self.seal()
        kept = self._beside.identifier
        present = self.page
        for name, page in list(self._pages.items()):
            if page.must_stay and (page.work_bar.is_working or page is present):
                page.setParent(None)  # the frame goes, and all that stands in it
            else:
                self._pages.pop(name).deleteLater()
        self._outdated = set(self._pages)
        self._stale &= self._outdated
        counts = self._sidebar.counts
        self._build()
        for page in self._pages.values():
            self._stack_of(page).addWidget(page)
        self._sidebar.show_counts(counts)
        if kept:
            self._beside.keep(kept)
        if self._present[0]:
            self._show(*self._present, entering=self._present[0] not in self._outdated)

    def seal(self) -> None:
        """Keep what was typed on any page, as before locking: one beside a list is not `page`."""
        for page in filter(None, (*self._pages.values(), self._beside.page)):
            page.seal()

    @property
    def list_width(self) -> int | None:
        """How wide the person made the list, in pixels at 100 %; None: as designed."""
        return self._list_width

    @list_width.setter
    def list_width(self, width: int | None) -> None:
        self._list_width = width
        least, most = LIST_PIXELS
        chosen = self._context.theme.pixels(width or (least + most) // 2)
        room = self.width() - self._sidebar.width() - self._split.handleWidth()
        self._split.setSizes([chosen, max(chosen, room - chosen)])

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Numbers beside the entries of the sidebar, by place."""
        self._sidebar.show_counts(counts)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Save what was typed; then close."""
        present = self.page
        if present is not None and not present.leave():
            event.ignore()
            return
        self.seal()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """List and page take turns where there is no room for both."""
        super().resizeEvent(event)
        self._arrange()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """The Tab key goes on as one reads."""
        frame = self.centralWidget()
        stop = next_stop(frame, self.focusWidget(), forward=forward) if frame is not None else None
        if stop is None:
            return False
        stop.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        bring_into_sight(stop)
        return True

    def _build(self) -> None:
        theme = self._context.theme
        self._take_name()
        self._sidebar = Sidebar(theme, self._go_to_place)
        self._sidebar.offer(self._makers.keys())
        self._lists, self._singles, self._wholes = QStackedWidget(), QStackedWidget(), QStackedWidget()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.addWidget(self._lists)
        self._beside = Beside(theme, lambda: self._makers[_KEPT](self._context), self._close_beside)
        # The present page and what is kept beside it share what the list leaves.
        self._pair = QSplitter(Qt.Orientation.Horizontal)
        self._pair.setChildrenCollapsible(False)
        self._pair.setHandleWidth(1)
        self._pair.addWidget(self._singles)
        self._pair.addWidget(self._beside)
        self._split.addWidget(self._pair)
        self._split.setStretchFactor(1, 1)
        self._split.splitterMoved.connect(self._note_split)
        self.list_width = self._list_width
        self._middle = QStackedWidget()
        self._middle.addWidget(self._split)
        self._middle.addWidget(self._wholes)
        self._quiet = plain_label("", "small")
        self._quiet.setWordWrap(False)
        self._quiet.setContentsMargins(theme.space(4), theme.space(1), theme.space(4), theme.space(1))
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._middle, 1)
        right.addWidget(self._quiet)
        frame = QWidget()
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._sidebar)
        row.addLayout(right, 1)
        self.setCentralWidget(frame)

    def _take_name(self) -> None:
        self.setWindowTitle(self._context.guise.title)

    def _show(self, name: str, arguments: dict[str, Any], *, entering: bool = True) -> None:
        self._drop_outdated()
        page = self._made(name)
        self._present = (name, arguments)
        if name == _KEPT and self._beside.identifier and arguments.get("id") == self._beside.identifier:
            # It is saved first: one incident never stands in two pages.
            self._beside.let_go()
        self._stack_of(page).setCurrentWidget(page)
        if page.column is Column.PAGE and page.place in self._makers:
            beside = self._made(page.place)
            if beside.column is Column.LIST:
                self._freshen(beside)
                self._lists.setCurrentWidget(beside)
        self._sidebar.setVisible(page.column is not Column.BARE and self._is_open)
        self._arrange()
        self._stale.discard(name)
        if entering:
            page.enter(**arguments)
        if self._present[0] == name:
            self._sidebar.light(page.place)
        if self._beside.has_cursor():
            # Where the list went out of sight Qt moved the cursor there; what was shown last has the keys.
            page.setFocus()

    def _made(self, name: str) -> Page:
        page = self._pages.get(name)
        if page is None:
            page = self._pages[name] = self._makers[name](self._context)
            self._stack_of(page).addWidget(page)
            if page.column is Column.LIST:
                page.setMinimumWidth(self._context.theme.pixels(LIST_PIXELS[0]))
                self._stale.add(name)
        return page

    def _stack_of(self, page: Page) -> QStackedWidget:
        stacks = {Column.LIST: self._lists, Column.PAGE: self._singles}
        return stacks.get(page.column, self._wholes)

    def _drop_outdated(self) -> None:
        """Pages that stayed when all were made anew, and need not any more."""
        for name in [each for each in self._outdated if not self._pages[each].must_stay]:
            self._outdated.discard(name)
            page = self._pages.pop(name)
            self._stack_of(page).removeWidget(page)
            page.deleteLater()

    def _note_split(self) -> None:
        self._list_width = round(self._split.sizes()[0] * 100 / self._context.theme.scale)
        self.arranged.emit()

    def _arrange(self) -> None:
        self._sidebar.fold(self.width() < self._context.theme.pixels(VERY_NARROW_PIXELS))
        page = self.page
        if page is None:
            return
        paired = page.column in (Column.LIST, Column.PAGE)
        narrow = self.width() < self._context.theme.pixels(NARROW_PIXELS)
        self._middle.setCurrentIndex(0 if paired else 1)
        kept = bool(self._beside.identifier) and not narrow
        self._beside.setVisible(kept)
        # With three columns there would be room for none.
        narrow = narrow or kept
        self._lists.setVisible(page.column is Column.LIST or not narrow)
        # A list without a page of its own place beside it has the room for itself.
        single = self._singles.currentWidget()
        fits = isinstance(single, Page) and single.place == page.place
        self._singles.setVisible(page.column is Column.PAGE or (fits and not narrow))
        self._pair.setVisible(self._singles.isVisibleTo(self._pair) or kept)
        if kept:
            self._pair.setSizes([self.width()] * 2)

    def _hear(self, kinds: frozenset[str]) -> None:
        for name, page in self._pages.items():
            if page.watches & kinds:
                self._stale.add(name)
                self._freshen(page)
        self._beside.hear(kinds)

    def _freshen(self, page: Page) -> None:
        if page.name in self._stale and (page.isVisible() or page.column is Column.LIST):
            self._stale.discard(page.name)
            page.refresh()

    def _forget(self, kind: str, identifier: str) -> None:
        """No page keeps what was shown of that record, nor the way to take a change in it back."""
        if self._beside.identifier == identifier:
            self._beside.forget()
            self._arrange()
        page = self._pages.pop(kind, None)
        self._outdated.discard(kind)
        if page is not None:
            # At once: a list must not stand beside it for a moment.
            self._singles.removeWidget(page)
            page.deleteLater()

    def _tell(self, sentence: str) -> None:
        self._quiet.setText(sentence)
        self._silence.start(_QUIET_MS)

    def _navigate(self, name: str, arguments: dict[str, Any]) -> None:
        self.show_page(name, **arguments)

    def _go_to_place(self, name: str) -> None:
        if name == "lock":
            self._context.locked.emit()
        elif name in self._makers:
            self.show_page(name)

    @property
    def _is_open(self) -> bool:
        """Whether a vault is: before that, none of its places has a page."""
        return any(name in self._makers for name in self._sidebar.names)

    def _answer(self, command: Command) -> bool:
        """Whether a key of ours was taken. Before a vault is open there is help, and back from it."""
        if command is Command.PANIC or (command is Command.LOCK and self._is_open):
            (self._context.panicked if command is Command.PANIC else self._context.locked).emit()
            return True
        page = self._beside.page if self._beside.has_cursor() else self.page
        if page is None or not self.isActiveWindow():
            return False
        if page.column is Column.BARE and command is not Command.HELP:
            return False
        if page.column is not Column.BARE and not self._is_open and command is not Command.BACK:
            return False
        if command in PLACES:
            self._go_to_place(self._sidebar.names[PLACES.index(command)])
            return True
        if command in SHORTCUT_PAGES:
            self._go_to_place(SHORTCUT_PAGES[command])
            return True
        if command in (Command.UNDO, Command.REDO):
            return page.undo() if command is Command.UNDO else page.redo()
        simple: dict[Command, Callable[[], object]] = {
            Command.SEARCH: self._search,
            Command.SAVE: page.save,
            Command.BACK: self._close_beside if page is self._beside.page else self.show_before,
            Command.BESIDE: self._keep_present_beside,
            Command.NEXT_SECTION: lambda: page.step_section(1),
            Command.PREVIOUS_SECTION: lambda: page.step_section(-1),
        }
        simple[command]()
        return True

    def _keep_present_beside(self) -> None:
        """What the key means: the incident that has the cursor."""
        if self._beside.has_cursor():
            self._close_beside()
        elif self._present[0] == _KEPT:
            self._keep_beside(str(self._present[1].get("id", "")))

    def _keep_beside(self, identifier: str) -> None:
        """Let an incident stay on the right, and the list stand on the left to choose another."""
        if identifier == self._beside.identifier:
            self._close_beside()
        elif self.width() < self._context.theme.pixels(NARROW_PIXELS):
            self._tell(translate("For two incidents beside each other the window is too narrow."))
        elif identifier and self._made(_KEPT).leave():
            self._beside.keep(identifier)
            if self.show_page(self._made(_KEPT).place):
                self._search()

    def _close_beside(self) -> None:
        """The present page has all the room again, and the cursor."""
        self._beside.let_go()
        self._arrange()
        if self.page is not None:
            self.page.setFocus()

    def _search(self) -> None:
        """In the list of the place, also from the page beside it."""
        page = self.page
        if page is not None and page.column is Column.PAGE and page.place in self._makers:
            if self.width() < self._context.theme.pixels(NARROW_PIXELS):
                self.show_page(page.place)
            page = self._made(page.place)
        if page is not None:
            page.search()
