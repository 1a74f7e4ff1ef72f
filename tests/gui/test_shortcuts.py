"""Every key of the window with Latin and with Cyrillic layouts switched on."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.gui.shortcuts import KEYS, Command, Shortcuts

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

RUSSIAN = dict(zip("nkfszeol", "тлаыящд", strict=False)) | {"n": "т", "k": "л", "f": "а", "s": "ы"}
RUSSIAN |= {"z": "я", "e": "у", "o": "щ", "l": "д", "c": "с", "v": "м"}
LAYOUTS = {
    "ru": RUSSIAN,
    "kk": RUSSIAN | {"2": "ә", "3": "і", "4": "ң", "5": "ғ"},
    "ky": RUSSIAN,
    "tg": RUSSIAN | {"s": "ҷ", "o": "ҳ"},
}
KAZAKH_DIGIT_ROW = {10: "1", 11: "2", 12: "3", 13: "4", 14: "5", 15: "6", 16: "7"}


class Taken(QObject):
    """Writes down the commands that came."""

    def __init__(self) -> None:
        super().__init__()
        self.commands: list[Command] = []

    def take(self, command: Command) -> bool:
        self.commands.append(command)
        return True


@pytest.fixture
def taken(qapp: QApplication) -> Iterator[Taken]:
    heard = Taken()
    watching = Shortcuts(heard.take, heard)
    yield heard
    delete(watching)


@pytest.fixture
def line(qtbot: QtBot) -> QLineEdit:
    """Something that has keys of its own."""
    made = QLineEdit()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def press(
    target: QWidget,
    key: int,
    modifiers: Qt.KeyboardModifier = CONTROL,
    *,
    number: int = 0,
    text: str = "",
) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, key, modifiers, number, 0, 0, text)
    handle = target.windowHandle()
    assert handle is not None
    QCoreApplication.sendEvent(handle, event)


def key_of(letter: str) -> int:
    """As Qt names it: the code point of the capital."""
    return ord(letter.upper())


def test_every_key_of_the_list_is_taken(taken: Taken, line: QLineEdit) -> None:
    for (modifiers, key), command in KEYS.items():
        press(line, key.value, modifiers)
        assert taken.commands[-1] is command
    assert set(taken.commands) == set(Command)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_letter_key_works_with_a_cyrillic_layout(taken: Taken, line: QLineEdit, layout: str) -> None:
    letters = LAYOUTS[layout]
    for (modifiers, key), command in KEYS.items():
        latin = chr(key.value).lower() if key.value < 128 else ""
        if latin not in letters:
            continue
        press(line, key_of(letters[latin]), modifiers)
        assert taken.commands[-1] is command, latin


def test_keys_go_by_their_number_where_the_system_tells_it(
    taken: Taken, line: QLineEdit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    for number, digit in KAZAKH_DIGIT_ROW.items():
        press(line, ord('"') if digit == "1" else ord(","), number=number)
        assert taken.commands[-1].value == digit
    # The phonetic Russian layout has its "н" on the key of N.
    press(line, key_of("н"), number=57)
    assert taken.commands[-1] is Command.NEW


def test_a_latin_layout_other_than_qwerty_keeps_its_own_letters(
    taken: Taken, line: QLineEdit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    press(line, Qt.Key.Key_N.value, number=46)  # Dvorak: N stands where QWERTY has L
    assert taken.commands == [Command.NEW]


def test_copying_and_pasting_work_with_a_cyrillic_layout(
    taken: Taken, line: QLineEdit, qapp: QApplication
) -> None:
    line.setText("Ғ Қ Ң")
    line.selectAll()
    press(line, key_of("с"))
    assert qapp.clipboard().text() == "Ғ Қ Ң"
    line.clear()
    press(line, key_of("м"))
    assert line.text() == "Ғ Қ Ң"
    assert taken.commands == []


def test_typing_is_left_alone(taken: Taken, line: QLineEdit) -> None:
    for letter in "тәіңғүұқөһӣӯҳҷ":
        press(line, key_of(letter), Qt.KeyboardModifier.NoModifier, text=letter)
    assert line.text() == "тәіңғүұқөһӣӯҳҷ"
    assert taken.commands == []


def test_a_dialog_has_its_own_keys(taken: Taken, line: QLineEdit, qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.setModal(True)
    dialog.show()
    press(dialog, Qt.Key.Key_N.value)
    assert taken.commands == []


def test_what_is_not_taken_reaches_the_widget(qapp: QApplication, line: QLineEdit, qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    refuse: Callable[[Command], bool] = lambda command: False  # noqa: E731
    Shortcuts(refuse, owner)
    line.setText("written")
    line.setText("written twice")
    line.insert(" and more")
    press(line, key_of("я"))
    assert line.text() == "written twice"


def test_what_widgets_tell_each_other_is_not_asked_about(line: QLineEdit) -> None:
    seen: list[QObject] = []

    class Watching(Shortcuts):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            seen.append(watched)
            return super().eventFilter(watched, event)

    watching = Watching(lambda _: True, line)
    QCoreApplication.sendEvent(line, QEvent(QEvent.Type.StyleChange))
    assert seen == []
    press(line, Qt.Key.Key_N.value)
    assert seen == [line.windowHandle()]
    delete(watching)
