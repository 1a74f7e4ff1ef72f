"""The dialogs in which files and folders are picked: without a nested loop, and without a memory.

Qt writes every folder that was visited into settings of its own, in plain text. Those are pointed
at nowhere; where the system has a registry instead, what was written there is removed. The dialogs
are Qt's: those of Windows, GNOME and macOS list every file that was chosen among the recent ones.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from app.gui.widgets.fields import heading
from app.words import translate

_QT_GROUP, _QT_ORGANISATION = "FileDialog", "QtProject"


def forget_folders() -> None:
    """Keep Qt from remembering which folders were visited."""
    if sys.platform == "win32":
        QSettings(QSettings.Scope.UserScope, _QT_ORGANISATION).remove(_QT_GROUP)
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, os.devnull)


def choose_files(owner: QWidget, title: str, take: Callable[[tuple[Path, ...]], None]) -> None:
    """Ask for files that are there; `take` gets at least one, or is never called."""
    _dialog(owner, title, QFileDialog.FileMode.ExistingFiles, take).open()


def choose_folder(owner: QWidget, title: str, take: Callable[[Path], None]) -> None:
    """Ask for a folder; `take` gets it, or is never called."""
    _dialog(owner, title, QFileDialog.FileMode.Directory, lambda chosen: take(chosen[0])).open()


def choose_new_file(owner: QWidget, title: str, name: str, take: Callable[[Path], None]) -> None:
    """Ask where a new file goes, which is called `name` unless the person wants another name."""
    dialog = _dialog(owner, title, QFileDialog.FileMode.AnyFile, lambda chosen: take(chosen[0]))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(name)
    dialog.open()


def _dialog(
    owner: QWidget, title: str, mode: QFileDialog.FileMode, take: Callable[[tuple[Path, ...]], None]
) -> QFileDialog:
    forget_folders()
    # What is asked stands inside: titles of windows are seen in more places than windows are.
    dialog = QFileDialog(owner, QGuiApplication.applicationName())
    dialog.setAccessibleName(title)
    if (rows := dialog.layout()) is not None:
        asked, margins = heading(title, "lead"), rows.contentsMargins()
        asked.setContentsMargins(margins.left(), margins.top(), margins.right(), 0)
        rows.setMenuBar(asked)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(mode)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, mode is QFileDialog.FileMode.Directory)
    # Two labels that Qt's own Russian lacks.
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, translate("Folder:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, translate("Kinds of file:"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda names: take(tuple(Path(name) for name in names)))
    dialog.destroyed.connect(forget_folders)
    return dialog
