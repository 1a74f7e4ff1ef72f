"""Choosing among what is given: one, several, or yes, no and unknown."""

from collections.abc import Iterable
from typing import TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QRadioButton,
    QStyle,
    QStyleOptionComboBox,
    QVBoxLayout,
    QWidget,
)

from app.gui.theme import Theme
from app.gui.widgets.elided import ElidedBox, show_tip
from app.words import translate

Options: TypeAlias = Iterable[tuple[str, str]]
"""Codes as stored, with their labels in the language in force."""


class Choice(QComboBox):
    """One of several codes, or none. A stored code that is not offered is kept and shown as it is."""

    changed = Signal()

    def __init__(self, options: Options, *, none: str | None = None) -> None:
        """`none` is what stands for "not chosen"; by default a dash, and "" offers no such thing."""
        super().__init__()
        if none != "":
            self.addItem(none or "—", None)
        for code, label in options:
            self.addItem(label, code)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.activated.connect(lambda _: self.changed.emit())
        self.currentIndexChanged.connect(lambda _: self._tell_rest())

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:  # noqa: N802 - Qt's name
        """Of the words that are chosen as many are painted as there is room for; read aloud are all."""
        super().initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Other words may have to be told beside the pointer."""
        super().resizeEvent(event)
        self._tell_rest()

    def value(self) -> str | None:
        """The code that is chosen."""
        code = self.currentData()
        return code if isinstance(code, str) else None

    def set_value(self, value: str | None) -> None:
        """Choose this code; not a change."""
        place = self.findData(value)
        if place < 0 and value is not None:
            self.addItem(value, value)
            place = self.count() - 1
        self.setCurrentIndex(place)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Scrolling a page must not change what was chosen on it."""
        event.ignore()

    def _tell_rest(self) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        words = self.currentText()
        show_tip(self, "" if option.currentText == words else words)


class Choices(QWidget):
    """Any number of several codes."""

    changed = Signal()

    def __init__(self, options: Options, theme: Theme, *, elided: bool = False) -> None:
        """`elided`: labels are words of others, of which as many are shown as there is room for."""
        super().__init__()
        self._boxes: dict[str, QCheckBox] = {}
        self._others: tuple[str, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        for code, label in options:
            box = ElidedBox(label) if elided else QCheckBox(label.replace("&", "&&"))
            box.setAccessibleName(label)
            box.clicked.connect(lambda _: self.changed.emit())
            self._boxes[code] = box
            column.addWidget(box)
        if self._boxes:
            self.setFocusProxy(next(iter(self._boxes.values())))

    @property
    def codes(self) -> tuple[str, ...]:
        """Those that are offered."""
        return tuple(self._boxes)

    def value(self) -> tuple[str, ...]:
        """The codes that are chosen, in the order of the list."""
        chosen = tuple(code for code, box in self._boxes.items() if box.isChecked())
        return chosen + self._others

    def set_value(self, value: Iterable[str]) -> None:
        """Choose these; a code that is not offered is kept."""
        wanted = tuple(value)
        for code, box in self._boxes.items():
            box.setChecked(code in wanted)
        self._others = tuple(code for code in wanted if code not in self._boxes)


class YesNo(QWidget):
    """Yes, no or unknown, as `"yes"`, `"no"`, `"unknown"`; None while nobody has said."""

    changed = Signal()

    def __init__(self, theme: Theme, *, unknown: bool = True) -> None:
        super().__init__()
        words = {"yes": translate("Yes"), "no": translate("No")}
        if unknown:
            words["unknown"] = translate("Not known")
        self._group = QButtonGroup(self)
        # None has to be possible again: pressing the chosen one takes the answer back.
        self._group.setExclusive(False)
        self._buttons: dict[str, QRadioButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(4))
        for code, word in words.items():
            made = QRadioButton(word)
            made.setAccessibleName(word)
            made.setAutoExclusive(False)
            made.clicked.connect(lambda on, code=code: self._choose(code if on else None))
            self._buttons[code] = made
            self._group.addButton(made)
            row.addWidget(made)
        row.addStretch(1)
        self.setFocusProxy(self._buttons["yes"])

    def value(self) -> str | None:
        """The answer."""
        return next((code for code, made in self._buttons.items() if made.isChecked()), None)

    def set_value(self, value: str | None) -> None:
        """Show this answer; not a change."""
        for code, made in self._buttons.items():
            made.setChecked(code == value)

    def _choose(self, code: str | None) -> None:
        self.set_value(code)
        self.changed.emit()
