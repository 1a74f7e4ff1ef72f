"""Starts the window: finds out whether there is a display, what to show first, and wires it once."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from app.gui.bug import show_bug
from app.gui.icons import application_icon
from app.gui.locking import Locking
from app.gui.main_window import MainWindow
from app.gui.page import PageContext
from app.gui.pages import page_types
from app.gui.tasks import Lanes
from app.gui.theme import Theme
from app.places import default_vault
from app.services.clock import SystemClock
from app.words import choose_language, translate

NO_DISPLAY = 2
FIRST_RUN, UNLOCK, HOME = "first_run", "unlock", "incidents"


def start() -> int:
    """Show the window and stay until it is closed; the exit code of the program."""
    choose_language(None)
    if not has_display():
        sys.stderr.write(
            translate(
                "No display was found. Start it from a desktop, or use the shell: “--help” lists its words."
            )
            + "\n"
        )
        return NO_DISPLAY
    application = QApplication([translate("Notebook")])
    keep_no_history()
    application.setQuitOnLastWindowClosed(True)
    context = PageContext(Lanes(), Theme(application), SystemClock(), default_vault())
    window = open_window(context, restart)
    sys.excepthook = _show_unforeseen
    window.show()
    try:
        return application.exec()
    finally:
        context.lanes.close()


def has_display() -> bool:
    """Whether a window can be shown; offscreen, as in tests, counts."""
    if os.environ.get("QT_QPA_PLATFORM") or sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def keep_no_history() -> None:
    """Qt's dialogs would write which folders were visited into a file of its own; they find none."""
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, os.devnull)


def open_window(context: PageContext, restart: Callable[[], None]) -> MainWindow:
    """The window, wired: the first page is that of a new vault, or of the one that lies there."""
    application = QApplication.instance()
    if isinstance(application, QApplication):
        application.setWindowIcon(application_icon())
    window = MainWindow(context, {page.name: page for page in page_types()})
    Locking(context, window.seal, restart, window)
    context.opened.connect(lambda: window.show_page(HOME))
    # After the window is on the screen: it appears at once.
    QTimer.singleShot(0, window, lambda: window.show_page(first_page(context.folder)))
    return window


def first_page(folder: Path) -> str:
    """Unlock where there is a vault, else make one."""
    return UNLOCK if (folder / "keys").exists() else FIRST_RUN


def restart() -> None:
    """Replace this process by a fresh one: nothing of what it held stays in memory of ours."""
    frozen = getattr(sys, "frozen", False)
    command = [sys.executable] if frozen else [sys.executable, *sys.argv]
    if sys.platform == "win32":
        subprocess.Popen(command)
        os._exit(0)
    os.execv(command[0], command)  # noqa: S606 - our own program, once more


def _show_unforeseen(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What a slot raised: the same dialog as for a job."""
    if issubclass(kind, KeyboardInterrupt):
        sys.exit(130)
    show_bug(error.with_traceback(trace))
