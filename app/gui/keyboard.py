"""What the keyboard does while a passphrase is typed unseen: its layout, and Caps Lock."""

import ctypes
import sys
import unicodedata
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent

from app.words import translate

_CAPS_LOCK_KEY = 0x14
"""VK_CAPITAL of the Windows function GetKeyState."""
_LAYOUT_TOLD_BY = ("windows", "cocoa")
"""Platforms on which Qt knows the layout; elsewhere the letters typed tell it."""


@dataclass(frozen=True, slots=True)
class KeyboardState:
    """The name of the layout, and whether Caps Lock is on; None where nothing tells."""

    layout: str | None = None
    caps_lock: bool | None = None


class KeyboardWatch(QObject):
    """Watches the keys that go to one control; `changed` when layout or Caps Lock are other than before."""

    changed = Signal(object)

    def __init__(self, control: QObject) -> None:
        super().__init__(control)
        self.state = KeyboardState(_layout_told(), _caps_lock_told())
        control.installEventFilter(self)
        QGuiApplication.inputMethod().localeChanged.connect(self._ask_again)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Learn from every key, and swallow none."""
        if event.type() == QEvent.Type.FocusIn:
            self._ask_again()
        elif isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_CapsLock:
                self._toggle_caps_lock(event)
            else:
                self._learn(event)
        return super().eventFilter(watched, event)

    def _ask_again(self) -> None:
        told = _caps_lock_told()
        self._set(_layout_told() or self.state.layout, self.state.caps_lock if told is None else told)

    def _toggle_caps_lock(self, event: QKeyEvent) -> None:
        told = _caps_lock_told()
        if told is None and event.type() == QEvent.Type.KeyPress and self.state.caps_lock is not None:
            told = not self.state.caps_lock
        self._set(self.state.layout, told)

    def _learn(self, event: QKeyEvent) -> None:
        letter = event.text()
        if len(letter) != 1 or not letter.isalpha():
            return
        caps_lock = _caps_lock_told()
        if caps_lock is None and letter.upper() != letter.lower():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            caps_lock = letter.isupper() != shifted
        self._set(_layout_told() or _script_of(letter), caps_lock)

    def _set(self, layout: str | None, caps_lock: bool | None) -> None:
        state = KeyboardState(layout, caps_lock)
        if state != self.state:
            self.state = state
            self.changed.emit(state)


def _layout_told() -> str | None:
    """The name of the layout's language, in that language."""
    if QGuiApplication.platformName() not in _LAYOUT_TOLD_BY:
        return None
    return QGuiApplication.inputMethod().locale().nativeLanguageName() or None


def _caps_lock_told() -> bool | None:
    if sys.platform == "win32":
        return bool(ctypes.windll.user32.GetKeyState(_CAPS_LOCK_KEY) & 1)
    return None


def _script_of(letter: str) -> str | None:
    name = unicodedata.name(letter, "")
    if name.startswith("CYRILLIC"):
        return translate("Cyrillic letters")
    return translate("Latin letters") if name.startswith("LATIN") else None
