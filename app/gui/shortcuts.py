"""The keys of the window, by their place on the keyboard: a Cyrillic layout sends other letters.

Qt compares a shortcut with the letter that the layout gives: with a Russian one switched on, the
key of N says "Т", and neither Ctrl+N nor Ctrl+C need work. So a key press with Ctrl that is no Latin
letter is sent once more as the Latin letter (or digit) of the same key: by the number of the key
where the system tells it, else by the letter. Then our own keys are answered, before any widget.
"""

from collections.abc import Callable, Mapping
from enum import Enum

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication

from app.gui.window_watch import WindowWatch

_QWERTY = {2: "1234567890", 16: "qwertyuiop", 30: "asdfghjkl", 44: "zxcvbnm"}
"""Each row by the number of its first key: Linux's evdev and the PC's scan codes agree on these."""
_BY_NUMBER: Mapping[int, str] = {
    first + place: letter for first, row in _QWERTY.items() for place, letter in enumerate(row)
}
_OFFSETS: Mapping[str, int] = {"xcb": 8, "wayland": 8, "windows": 0}
"""What the platform adds to these numbers."""

_BY_LETTER: Mapping[str, str] = {
    **dict(zip("йцукенгшщзфывапролдячсмить", "qwertyuiopasdfghjklzxcvbnm", strict=True)),
    # Kazakh: letters on the row of digits.
    **dict(zip("әіңғүұ", "234589", strict=True)),
    # Tajik, where it differs from the Russian one.
    **dict(zip("ҷҳӣ", "som", strict=True)),
}

_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier
_COUNTED = _CONTROL | _SHIFT | _ALT | Qt.KeyboardModifier.MetaModifier
_NONE = Qt.KeyboardModifier.NoModifier


class Command(Enum):
    """What a key asks for; `PLACE_1` is the first entry of the sidebar."""

    NEW = "new"
    SEARCH = "search"
    SAVE = "save"
    UNDO = "undo"
    REDO = "redo"
    EXPORT = "export"
    TAKE_IN = "take_in"
    LOCK = "lock"
    PANIC = "panic"
    HELP = "help"
    BACK = "back"
    BESIDE = "beside"
    NEXT_SECTION = "next_section"
    PREVIOUS_SECTION = "previous_section"
    PLACE_1 = "1"
    PLACE_2 = "2"
    PLACE_3 = "3"
    PLACE_4 = "4"
    PLACE_5 = "5"
    PLACE_6 = "6"
    PLACE_7 = "7"
    PLACE_8 = "8"


PLACES = tuple(Command(str(number)) for number in range(1, 9))

KEYS: Mapping[tuple[Qt.KeyboardModifier, Qt.Key], Command] = {
    (_CONTROL, Qt.Key.Key_N): Command.NEW,
    (_CONTROL, Qt.Key.Key_K): Command.SEARCH,
    (_CONTROL, Qt.Key.Key_F): Command.SEARCH,
    (_CONTROL, Qt.Key.Key_S): Command.SAVE,
    (_CONTROL, Qt.Key.Key_Z): Command.UNDO,
    (_CONTROL | _SHIFT, Qt.Key.Key_Z): Command.REDO,
    (_CONTROL, Qt.Key.Key_E): Command.EXPORT,
    (_CONTROL, Qt.Key.Key_O): Command.TAKE_IN,
    (_CONTROL | _SHIFT, Qt.Key.Key_L): Command.LOCK,
    (_NONE, Qt.Key.Key_F12): Command.PANIC,
    (_NONE, Qt.Key.Key_F1): Command.HELP,
    (_NONE, Qt.Key.Key_Escape): Command.BACK,
    (_CONTROL, Qt.Key.Key_B): Command.BESIDE,
    (_ALT, Qt.Key.Key_Down): Command.NEXT_SECTION,
    (_ALT, Qt.Key.Key_Up): Command.PREVIOUS_SECTION,
    **{(_CONTROL, Qt.Key(Qt.Key.Key_0.value + number)): PLACES[number - 1] for number in range(1, 9)},
}


ALWAYS = frozenset({Command.LOCK, Command.PANIC})
"""Answered whatever is in front: whoever needs them has no time to close a dialog."""


class Shortcuts(WindowWatch):
    """Watches the key presses of every window; `answer` says whether it took the command."""

    def __init__(self, answer: Callable[[Command], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._answer = answer
        self.watch_windows()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take what is a command; send Ctrl with a foreign letter once more in Latin."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        latin = _latin_key(event)
        if latin is not None:
            again = QKeyEvent(QEvent.Type.KeyPress, latin, event.modifiers(), "", event.isAutoRepeat())
            QCoreApplication.sendEvent(watched, again)
            return True
        command = KEYS.get((event.modifiers() & _COUNTED, Qt.Key(event.key())))
        # A menu or a dialog has keys of its own.
        has_own_keys = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if command is None or (has_own_keys and command not in ALWAYS):
            return False
        return self._answer(command)


def _latin_key(event: QKeyEvent) -> Qt.Key | None:
    """The Latin letter or digit on the key that was pressed with Ctrl; None where it is one already."""
    letter = chr(event.key()) if event.key() <= 0x10FFFF else ""
    if not event.modifiers() & _CONTROL or not letter or (letter.isascii() and letter.isalnum()):
        return None
    offset = _OFFSETS.get(QGuiApplication.platformName())
    place = None if offset is None else _BY_NUMBER.get(event.nativeScanCode() - offset)
    place = place or _BY_LETTER.get(letter.casefold())
    return Qt.Key(ord(place.upper())) if place else None
