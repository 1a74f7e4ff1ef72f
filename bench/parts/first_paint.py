"""A program that tells when its first page stood on the screen: ours, or a bare window.

first_paint.py ours FOLDER     the whole program, the vault in FOLDER
first_paint.py bare            one empty QMainWindow
"""

import gc
import os
import sys
import time
from pathlib import Path


def tell() -> None:
    """Print the time (of the steady clock, which all processes share) and be gone."""
    print(time.monotonic(), flush=True)
    os._exit(0)


def start_ours() -> None:
    """Our window as main.py starts it."""
    gc.disable()
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
    from PySide6.QtCore import QTimer

    from app.gui import application
    from app.gui.pages.unlock import Unlock

    # When the page is asked to paint itself all of it is painted before any timer comes.
    Unlock.paintEvent = lambda _self, _event: QTimer.singleShot(0, tell)  # type: ignore[method-assign]
    application.start()


def start_bare() -> None:
    """The least that Qt can show from Python."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Bare(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 - Qt's
            QTimer.singleShot(0, tell)

    application = QApplication([])
    window = Bare()
    window.resize(1280, 720)
    window.show()
    application.exec()


if __name__ == "__main__":
    if sys.argv[1] == "ours":
        start_ours()
    else:
        start_bare()
