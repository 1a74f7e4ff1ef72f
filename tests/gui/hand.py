"""A person at the window: finds what is called so, and has keys and a mouse, nothing else.

What is on the screen is found by the name that is read aloud, within what it stands in; nothing of
the program is called. Letters that no test key has (`Ү`, `ж`) come as a keyboard of that layout sends
them: a key press with its text.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.exceptions import TimeoutError as WaitedTooLong
from pytestqt.qtbot import QtBot

from tests.gui.conftest import WAIT_MS

Kind = TypeVar("Kind", bound=QWidget)

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_NONE = Qt.KeyboardModifier.NoModifier
_MOST_STEPS = 400
_NOTCH = 120
"""One notch of a wheel, in eighths of a degree."""


class Hand:
    """What is the same with keys and with a mouse; subclasses reach a control, and press on it.

    `names` lead to a control: its own is the last, before it what it stands in, the outermost first.
    """

    def __init__(self, window: QWidget, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot

    def reach(self, *names: str) -> QWidget:
        """Have the cursor in a control."""
        raise NotImplementedError

    def press_on(self, *names: str) -> QWidget:
        """Press a button, tick a box, open a list."""
        raise NotImplementedError

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        """Press and release a key; the window hands it on."""
        QTest.keyClick(self._handle, key, modifiers)

    def type_in(self, text: str) -> None:
        """Type into whatever has the cursor."""
        for sign in text:
            QTest.sendKeyEvent(QTest.KeyAction.Click, self._handle, Qt.Key.Key_unknown, sign, _NONE)

    def write(self, *names: str, text: str) -> None:
        """Write into a field, in the place of what stands there."""
        self.reach(*names)
        self.press(Qt.Key.Key_A, CONTROL)
        self.type_in(text)

    def choose(self, *names: str, option: str) -> None:
        """Open a list and go to a row with the arrow keys; again where what it offers comes late."""
        self._wait(lambda: self._opens_at(names, option), f"{option} is not offered in {names}")
        self.press(Qt.Key.Key_Return)
        # The box itself may be made anew by what was chosen.
        self._wait(lambda: QApplication.activePopupWidget() is None, f"the list of {names} does not close")

    def name_new(self, *names: str, name: str) -> None:
        """Name somebody who is not known: one key makes the record."""
        self.write(*names, text=name)
        self.press(Qt.Key.Key_Return)
        self.find(*names[:-1], f"Remove {name}")

    def name_known(self, *names: str, typed: str, name: str) -> None:
        """Type a part of the name of somebody known, and take the first that is offered."""
        self.write(*names, text=typed)
        self._wait(
            lambda: isinstance(QApplication.activePopupWidget(), QAbstractItemView), f"no offer of {name}"
        )
        self.press(Qt.Key.Key_Down)
        self.press(Qt.Key.Key_Return)
        self.find(*names[:-1], f"Remove {name}")

    def find(self, *names: str) -> QWidget:
        """The control that is called so, and can be used; it may still have to appear."""
        return self.find_kind(QWidget, *names)

    def find_kind(self, kind: type[Kind], *names: str) -> Kind:
        """The same among controls of one kind."""
        self._wait(lambda: self._sought(kind, names) is not None, f"{names} is not on the screen")
        found = self._sought(kind, names)
        assert isinstance(found, kind)
        return found

    def text_of(self, *names: str) -> str:
        """What stands in a control."""
        control = self.find(*names)
        if isinstance(control, QPlainTextEdit):
            return control.toPlainText()
        if isinstance(control, QComboBox):
            return control.currentText()
        assert isinstance(control, QLineEdit)
        return control.text()

    def _opens_at(self, names: tuple[str, ...], option: str) -> bool:
        """Whether a list, opened, has that row; it stays open there, else it is closed again."""
        box = self.press_on(*names)
        assert isinstance(box, QComboBox), f"{names} is no list to choose from"
        view = box.view()
        self._wait(view.isVisible, f"the list of {names} does not open")
        self.press(Qt.Key.Key_Home)
        for _ in range(box.count()):
            if view.currentIndex().data() == option:
                return True
            self.press(Qt.Key.Key_Down)
        self.press(Qt.Key.Key_Escape)
        self._wait(lambda: not view.isVisible(), f"the list of {names} does not close")
        return False

    def _sought(self, kind: type[QWidget], names: tuple[str, ...]) -> QWidget | None:
        part: QWidget | None = self.window
        for name in names[:-1]:
            held = _called(part, name, is_control=False) if part is not None else iter(())
            part = min(held, key=self._place, default=None)
        called = _called(part, names[-1], is_control=True) if part is not None else iter(())
        return min((each for each in called if isinstance(each, kind)), key=self._place, default=None)

    def _place(self, widget: QWidget) -> tuple[int, int]:
        """As one reads: from above, from the left."""
        at = widget.mapTo(self.window, QPoint())
        return at.y(), at.x()

    def _wait(self, condition: Callable[[], bool], complaint: str) -> None:
        try:
            self.qtbot.waitUntil(condition, timeout=WAIT_MS)
        except WaitedTooLong as timeout:
            raise AssertionError(complaint) from timeout

    @property
    def _handle(self) -> QWindow:
        handle = self.window.windowHandle()
        assert handle is not None, "the window has never been shown"
        return handle


class Keys(Hand):
    """Without a mouse: Alt with an arrow from section to section, Tab within one."""

    def reach(self, *names: str) -> QWidget:
        """Step to its section, then from stop to stop."""
        wanted = self.find(*names)
        if len(names) > 1:
            section = next(_called(self.window, names[0], is_control=False))
            self._step(Qt.Key.Key_Down, ALT, lambda: section.isAncestorOf(self._focus), names)
        self._step(Qt.Key.Key_Tab, _NONE, lambda: self._focus is wanted, names)
        return wanted

    def press_on(self, *names: str) -> QWidget:
        """The space bar presses what has the cursor."""
        reached = self.reach(*names)
        self.press(Qt.Key.Key_Space)
        return reached

    def _step(
        self, key: Qt.Key, held: Qt.KeyboardModifier, arrived: Callable[[], bool], names: tuple[str, ...]
    ) -> None:
        for _ in range(_MOST_STEPS):
            if arrived():
                return
            self.press(key, held)
        raise AssertionError(f"{names} is not reached by keys")

    @property
    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window


class Mouse(Hand):
    """With a mouse: the wheel brings it into sight, a click at its place does the rest."""

    def reach(self, *names: str) -> QWidget:
        """Click on it."""
        return self.press_on(*names)

    def press_on(self, *names: str) -> QWidget:
        """Turn the wheel until it is in sight; click where it is."""
        wanted = self.find(*names)
        self._bring_into_sight(wanted)
        self._click(wanted, wanted.rect().center())
        return wanted

    def click_row(self, *names: str, row: str) -> None:
        """Click on the row of a list that is read aloud so, or begins so."""
        rows = self.find_kind(QAbstractItemView, *names)
        model = rows.model()

        def found() -> list[int]:
            texts = (str(model.index(at, 0).data()) for at in range(model.rowCount()))
            return [at for at, text in enumerate(texts) if text.startswith(row)]

        self._wait(lambda: bool(found()), f"no row {row} in {names}")
        self._click(rows.viewport(), rows.visualRect(model.index(found()[0], 0)).center())

    def _click(self, widget: QWidget, place: QPoint) -> None:
        at = widget.mapTo(self.window, place)
        hit = self.window.childAt(at)
        assert hit is not None
        assert hit is widget or widget.isAncestorOf(hit), f"something lies over {widget.accessibleName()}"
        QTest.mouseClick(self._handle, Qt.MouseButton.LeftButton, _NONE, at)

    def _bring_into_sight(self, widget: QWidget) -> None:
        area = next((each for each in _around(widget) if isinstance(each, QScrollArea)), None)
        if area is None:
            return
        for _ in range(_MOST_STEPS):
            QCoreApplication.processEvents()
            room = area.viewport().rect()
            y = widget.mapTo(area.viewport(), widget.rect().center()).y()
            if room.top() <= y < room.bottom():
                return
            self._turn_wheel(area.viewport(), -_NOTCH if y > 0 else _NOTCH)
        raise AssertionError(f"{widget.accessibleName()} does not come into sight")

    def _turn_wheel(self, over: QWidget, notch: int) -> None:
        # Near the edge, where nothing takes it that can be scrolled itself.
        at = QPointF(over.mapTo(self.window, QPoint(over.width() - 2, over.height() // 2)))
        QTest.wheelEvent(self._handle, at, QPoint(0, notch))


def _called(part: QWidget, name: str, *, is_control: bool) -> Iterator[QWidget]:
    """What is called so in a part of the window, of what can be used or of what it stands in."""
    for each in part.findChildren(QWidget):
        if each.accessibleName() != name or not each.isVisible():
            continue
        is_used = each.focusPolicy() != Qt.FocusPolicy.NoFocus and each.focusProxy() is None
        if is_used is is_control and (each.isEnabled() or not is_control):
            yield each


def _around(widget: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()
