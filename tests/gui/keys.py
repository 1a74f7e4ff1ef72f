"""Keys as the keyboard sends them: to the window, which hands them on to what has the cursor."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

_NONE = Qt.KeyboardModifier.NoModifier


def press(inside: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> None:
    """Press and release a key in the window of a widget."""
    handle = inside.window().windowHandle()
    assert handle is not None, "the window has never been shown"
    QTest.keyClick(handle, key, modifiers)
