"""How the window was left: its size and the width of the list, kept in the vault and nowhere else."""

import re
from dataclasses import dataclass
from typing import Self

from PySide6.QtCore import QEvent, QObject, QSize

from app.gui.main_window import MainWindow
from app.gui.page import PageContext
from app.gui.timers import single_shot

NAME = "window"
KEEP_AFTER_MS = 1_000
"""Nobody writes while an edge is being dragged."""
_TEXT = re.compile(r"([1-9]\d{0,4})x([1-9]\d{0,4}) (maximised|normal) (\d{1,5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class WindowLayout:
    """Pixels of the screen for the window, pixels at 100 % for its list (None: as designed)."""

    width: int
    height: int
    maximised: bool = False
    list_width: int | None = None

    def to_text(self) -> str:
        """Such as `1280x720 normal 410`; the width of a list as designed is 0."""
        state = "maximised" if self.maximised else "normal"
        return f"{self.width}x{self.height} {state} {self.list_width or 0}"

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """What `to_text` wrote; None for anything else, such as what a later version remembers."""
        found = _TEXT.fullmatch(text)
        if found is None:
            return None
        width, height, state, list_width = found.groups()
        return cls(int(width), int(height), state == "maximised", int(list_width) or None)


class RememberedLayout(QObject):
    """Puts the window as it was once its vault is open; keeps every change, at the latest when it goes."""

    def __init__(self, context: PageContext, window: MainWindow) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._kept: WindowLayout | None = None
        self._pause = single_shot(self, KEEP_AFTER_MS, self._keep)
        context.opened.connect(self._ask)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Closing and locking both hide the window while the vault is still open."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.WindowStateChange):
            self._pause.start()
        elif event.type() == QEvent.Type.Hide and self._pause.isActive():
            self._keep()
        return super().eventFilter(watched, event)

    def _ask(self) -> None:
        # A vault that cannot tell it opens as designed; whatever else is wrong with it the pages say.
        self._context.lanes.short.run(
            lambda services, _: services.settings.layout(NAME),
            owner=self,
            on_done=self._restore,
            on_failed=lambda _: self._restore(None),
        )

    def _restore(self, text: str | None) -> None:
        self._kept = WindowLayout.from_text(text or "")
        if self._kept is not None:
            _arrange(self._window, self._kept)
        self._window.installEventFilter(self)
        self._window.arranged.connect(self._pause.start)

    def _keep(self) -> None:
        self._pause.stop()
        layout = layout_of(self._window)
        if layout == self._kept:
            return
        self._kept = layout
        self._context.lanes.short.run(
            lambda services, _: services.settings.keep_layout(NAME, layout.to_text()),
            owner=self,
            on_done=lambda _: None,
            on_failed=lambda _: None,
        )


def layout_of(window: MainWindow) -> WindowLayout:
    """How a window stands; a maximised one has the size that it had before."""
    maximised = window.isMaximized()
    size = window.normalGeometry().size() if maximised else window.size()
    return WindowLayout(
        width=max(1, size.width()),
        height=max(1, size.height()),
        maximised=maximised,
        list_width=window.list_width,
    )


def _arrange(window: MainWindow, layout: WindowLayout) -> None:
    """Never larger than the screen that there is now, nor beyond its edges."""
    window.list_width = layout.list_width
    if window.isMaximized() or window.isFullScreen():
        return  # The person has just said otherwise.
    room = window.screen().availableGeometry()
    frame = window.frameGeometry().size() - window.size()
    fitting = QSize(layout.width, layout.height).boundedTo(room.size() - frame)
    window.resize(fitting)
    outside = fitting + frame
    window.move(
        max(room.left(), min(window.x(), room.left() + room.width() - outside.width())),
        max(room.top(), min(window.y(), room.top() + room.height() - outside.height())),
    )
    if layout.maximised:
        window.showMaximized()
