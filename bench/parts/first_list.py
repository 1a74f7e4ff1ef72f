"""A program that unlocks the vault in a folder through the window, and tells how long that took.

first_list.py FOLDER     prints two numbers: seconds from Enter to the first list, and of the key derivation
"""

import gc
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
gc.disable()  # As main.py starts.

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.crypto import keyslots
from app.gui import application
from app.gui.main_window import MainWindow
from app.gui.page import PageContext
from app.gui.pages.unlock import Unlock
from app.gui.tasks import Lanes
from app.gui.theme import Theme
from app.services.clock import SystemClock
from bench.parts.vaults import PASSPHRASE

TYPED_AFTER_MS = 3_000
"""A person takes at least so long to type the words; the program gets ready meanwhile."""


class FirstList(QObject):
    """Sees the frame in which the first rows of the list are painted."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._derived = 0.0
        self.pressed = 0.0
        self._derive, keyslots._stretch = keyslots._stretch, self._timed
        window.installEventFilter(self)

    def _timed(self, *arguments: object) -> bytes:
        started = time.perf_counter()
        key = self._derive(*arguments)  # type: ignore[arg-type]
        self._derived = time.perf_counter() - started
        return key

    def unlock(self) -> None:
        """Type the passphrase and press Enter."""
        page = self._window.page
        if not isinstance(page, Unlock):
            raise TypeError("the page that asks for the passphrase is not there")
        page.passphrase.line.setText(PASSPHRASE)
        self.pressed = time.perf_counter()
        page._open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """After what is painted while rows are there comes the end."""
        page = self._window.page
        if event.type() == QEvent.Type.UpdateRequest and page is not None and page.name == "incidents":
            rows = page.list.model()
            if rows.rowCount() and rows.row(0) is not None:
                QTimer.singleShot(0, self.tell)
        return super().eventFilter(watched, event)

    def tell(self) -> None:
        """Print and be gone."""
        print(time.perf_counter() - self.pressed, self._derived, flush=True)
        os._exit(0)


def main() -> None:
    """The window as `main.py` shows it."""
    started = QApplication([])
    folder = Path(sys.argv[1])
    context = PageContext(Lanes(), Theme(started), SystemClock(), folder)
    window = application.open_window(context, lambda _: None, reopening=True)
    window.resize(1366, 768)
    window.show()
    seen = FirstList(window)
    QTimer.singleShot(TYPED_AFTER_MS, seen.unlock)
    started.exec()


if __name__ == "__main__":
    main()
