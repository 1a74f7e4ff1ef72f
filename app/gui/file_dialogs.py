"""The dialogs in which files and folders are picked: without a nested loop, and without a memory.

Qt writes every folder that was visited into a settings file of its own, in plain text. That file
is pointed at nowhere; where the system has a registry instead, what was written there is removed.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

_QT_GROUP, _QT_ORGANISATION = "FileDialog", "QtProject"


def forget_folders() -> None:
    """Keep Qt from remembering which folders were visited."""
    if sys.platform == "win32":
        QSettings(QSettings.Scope.UserScope, _QT_ORGANISATION).remove(_QT_GROUP)
    else:
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)


def choose_files(owner: QWidget, title: str, take: Callable[[tuple[Path, ...]], None]) -> None:
    """Ask for files that are there; `take` gets at least one, or is never called."""
    _ask(owner, title, QFileDialog.FileMode.ExistingFiles, take)


def choose_folder(owner: QWidget, title: str, take: Callable[[Path], None]) -> None:
    """Ask for a folder; `take` gets it, or is never called."""
    _ask(owner, title, QFileDialog.FileMode.Directory, lambda chosen: take(chosen[0]))


def _ask(
    owner: QWidget, title: str, mode: QFileDialog.FileMode, take: Callable[[tuple[Path, ...]], None]
) -> None:
    forget_folders()
    dialog = QFileDialog(owner, title)
    dialog.setFileMode(mode)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, mode is QFileDialog.FileMode.Directory)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda names: take(tuple(Path(name) for name in names)))
    dialog.destroyed.connect(forget_folders)
    dialog.open()
