"""What the keyboard does while a passphrase is typed unseen: its layout, and Caps Lock.

A layout is known by a code: its language (BCP 47, such as `kk`) where the system tells it, else the
script of the letters typed (ISO 15924: `Cyrl`, `Latn`).
"""

import sys
import unicodedata
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent

from app.words import N_, translate

_CAPS_LOCK_KEY = 0x14
"""VK_CAPITAL of the Windows function GetKeyState."""
_LAYOUT_TOLD_BY = ("windows", "cocoa")
"""Platforms on which Qt knows the layout; elsewhere the letters typed tell it."""
_SCRIPTS = {"Cyrl": N_("Cyrillic letters"), "Latn": N_("Latin letters")}
_SCRIPTS_OF_QT = {QLocale.Script.CyrillicScript: "Cyrl", QLocale.Script.LatinScript: "Latn"}


@dataclass(frozen=True, slots=True)
class KeyboardState:
    """The code of the layout, and whether Caps Lock is on; None where nothing tells."""

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


def layout_of(passphrase: str) -> str | None:
    """The code of the layout on which this has just been typed; None where the letters are of several."""
    scripts = {_script_of(letter) for letter in passphrase if letter.isalpha()}
    if len(scripts) > 1:
        return None
    told, script = _layout_told(), next(iter(scripts), None)
    # It may have been switched since; the letters stay what they are.
    return told if told and script in (None, _script_of_layout(told)) else script


def is_other_layout(one: str, other: str) -> bool:
    """Whether two codes are of different layouts; of a script, all its layouts count as one."""
    if one in _SCRIPTS or other in _SCRIPTS:
        return _script_of_layout(one) != _script_of_layout(other)
    return one != other


def layout_words(code: str) -> str:
    """What a layout is called: a script, or its language in that language; empty for an unknown code."""
    if code in _SCRIPTS:
        return translate(_SCRIPTS[code])
    locale = QLocale(code)
    return "" if locale.language() == QLocale.Language.C else locale.nativeLanguageName()


def _layout_told() -> str | None:
    if QGuiApplication.platformName() not in _LAYOUT_TOLD_BY:
        return None
    return QGuiApplication.inputMethod().locale().bcp47Name() or None


def _script_of_layout(code: str) -> str | None:
    return code if code in _SCRIPTS else _SCRIPTS_OF_QT.get(QLocale(code).script())


def _caps_lock_told() -> bool | None:
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.user32.GetKeyState(_CAPS_LOCK_KEY) & 1)
    return None


def _script_of(letter: str) -> str | None:
    name = unicodedata.name(letter, "")
    if name.startswith("CYRILLIC"):
        return "Cyrl"
    return "Latn" if name.startswith("LATIN") else None
