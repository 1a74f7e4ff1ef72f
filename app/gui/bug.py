"""The one dialog for mistakes of ours: where it happened, and nothing of the person's."""

import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from app.places import root
from app.words import translate

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox, QWidget


def bug_report(error: BaseException) -> str:
    """Types and places of code: never the text of an error nor a value, which may quote a record."""
    lines = [f"Python {sys.version.split()[0]}, Qt {qVersion()}, {sys.platform}"]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(type(seen).__name__)
        lines += [f"  {place}" for place in _places(seen.__traceback__)]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(lines)


def show_bug(error: BaseException, parent: "QWidget | None" = None) -> "QMessageBox":
    """Say that the program made a mistake; the report can be read whole and copied."""
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(QGuiApplication.applicationName())
    box.setText(translate("The program made a mistake. What was saved is safe."))
    box.setInformativeText(
        translate("Please pass the report on to whoever helps you; it holds nothing of yours.")
    )
    box.setDetailedText(bug_report(error))
    box.addButton(translate("Close"), QMessageBox.ButtonRole.AcceptRole)
    box.setModal(True)
    box.show()
    return box


def _places(trace: TracebackType | None) -> list[str]:
    places = []
    for frame in traceback.extract_tb(trace):
        path = Path(frame.filename)
        own = path.is_relative_to(root())
        name = path.relative_to(root()).as_posix() if own else path.name
        places.append(f"{name}:{frame.lineno} {frame.name}")
    return places
