"""What was copied here: marked so that clipboard managers do not keep it, and gone after half a minute."""

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication

from app.gui.timers import single_shot

CLEAR_AFTER_MS = 30_000
_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
MARKS = {
    "x-kde-passwordManagerHint": b"secret",
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): b"\1",
    _WINDOWS.format("CanIncludeInClipboardHistory"): bytes(4),
    _WINDOWS.format("CanUploadToCloudClipboard"): bytes(4),
}
"""Formats that say "do not record this": of KDE, which other managers of Linux follow, and of Windows."""


class OwnClipboard(QObject):
    """Watches the clipboard of the system and looks after what this program put there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._is_ours = False
        self._clearing = single_shot(self, CLEAR_AFTER_MS, self.forget)
        self._clipboard.dataChanged.connect(self._note)

    def forget(self) -> None:
        """Empty the clipboard if what it holds was copied here; at the end it would outlive us."""
        self._clearing.stop()
        if self._is_ours:
            self._is_ours = False
            self._clipboard.clear()

    def _note(self) -> None:
        # Not every platform tells whose the clipboard is; what is copied while we have the focus is ours.
        held: QMimeData | None = self._clipboard.mimeData()
        self._is_ours = held is not None and QGuiApplication.focusWindow() is not None
        if held is None or not self._is_ours:
            self._clearing.stop()
        elif all(held.hasFormat(mark) for mark in MARKS):
            self._clearing.start()
        else:
            self._clipboard.setMimeData(_marked(held))


def _marked(copied: QMimeData) -> QMimeData:
    marked = QMimeData()
    for form in copied.formats():
        marked.setData(form, copied.data(form))
    if copied.hasText():
        marked.setText(copied.text())
    for mark, value in MARKS.items():
        marked.setData(mark, value)
    return marked
