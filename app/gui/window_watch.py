"""Seeing what a person does, without being asked about all that widgets tell each other.

A filter of the whole application is asked about every event of every widget, some five thousand for
one page, and each has to be carried into Python: that took longer than the page itself. Keys and
pointer come to a window first; what an input method has composed comes to what has the cursor.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QWindow
from shiboken6 import isValid


class WindowWatch(QObject):
    """Once it watches, its `eventFilter` is asked about what comes to any window of ours that is used."""

    def watch_windows(self) -> None:
        """Begin, with the window that is in use now."""
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._watch_window)
            self._watch_window(application.focusWindow())

    def _watch_window(self, window: QWindow | None) -> None:
        # To watch the same one twice is to watch it once.
        if window is not None:
            window.installEventFilter(self)


class InputWatch(WindowWatch):
    """The same, and what comes to whatever has the cursor: where an input method is, keys do not."""

    _focus: QObject | None = None

    def watch_windows(self) -> None:
        """Begin, with what is in use now."""
        super().watch_windows()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusObjectChanged.connect(self._watch_focus)
            self._watch_focus(application.focusObject())

    def _watch_focus(self, focus: QObject | None) -> None:
        if self._focus is not None and isValid(self._focus):
            self._focus.removeEventFilter(self)
        self._focus = focus
        if focus is not None:
            focus.installEventFilter(self)
