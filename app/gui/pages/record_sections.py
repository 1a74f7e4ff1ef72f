"""Sections of a record: fields below one heading. Lists of entries: see `record_entries`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.domain.compartments import COMPARTMENT_WORDS, Compartment, Path
from app.domain.strict_json import Json
from app.domain.text import make_visible
from app.gui.pages.incident_editing import Editing
from app.gui.pages.record_controls import Control, Line, control_for, json_value, show_value
from app.gui.pages.record_picks import OfferedChoices
from app.gui.pages.record_references import ReferenceChoice
from app.gui.pages.record_sheet import RecordSheet
from app.gui.widgets.fields import Field, heading
from app.gui.widgets.places import PlaceEdit
from app.gui.widgets.typing import TextLine
from app.services.asked import Asked, OwnType
from app.words import translate

NEXT_TURN_MS = 8
"""Between what is added by and by: a frame is painted and a key is answered first."""


@dataclass(frozen=True, slots=True)
class FieldLook:
    """How a field stands in its section, which may have said part of it already.

    `home` is the compartment of which the heading tells, `labelled` is false where the heading
    is the label.
    """

    home: Compartment = Compartment.OPEN
    labelled: bool = True


PLAIN = FieldLook()


class AskedField(Field):
    """One field of a record with its control: shows the record's value, tells what the person does."""

    def __init__(self, sheet: RecordSheet, holder: Path, asked: Asked, look: FieldLook = PLAIN) -> None:
        self.holder = holder
        self.path: Path = (*holder, *asked.path)
        self._sheet, self._asked = sheet, asked
        self._shown: tuple[Editing, Path] | None = None
        control = control_for(sheet, asked)
        label = asked.words
        if asked.compartment not in (Compartment.OPEN, look.home):
            label = f"{label}  ·  {translate(COMPARTMENT_WORDS[asked.compartment])}"
        super().__init__(label, control, sheet.theme)
        control.setAccessibleName(asked.words)
        if not look.labelled or asked.kind is OwnType.MARK:
            self._label.hide()
        cast("Control", control).changed.connect(self._tell)
        self.show_record()

    def show_record(self) -> None:
        """Show what the record holds, what is still needed, and why it cannot be changed."""
        value = self._value()
        self._begin_if_other()
        if isinstance(self.control, OfferedChoices | ReferenceChoice):
            self.control.offer(self.path)
        if json_value(self.control) != value:
            show_value(self.control, value)
            if isinstance(self.control, TextLine) and not self.control.hasFocus():
                self.control.home(False)
        locked = self._sheet.why_locked(self._asked)
        self.control.setEnabled(not locked)
        self._show_gap()
        self.show_hint(" · ".join(filter(None, (self._asked.explanation, locked, _hidden_signs(value)))))

    def hold(self, holder: Path) -> None:
        """Show the same field of another entry from now on."""
        self.holder = holder
        self.path = (*holder, *self._asked.path)
        self.show_record()

    def _value(self) -> Json:
        """What the record holds, if the control can show it."""
        value = self._sheet.value(self.path)
        return value if self._asked.can_show(value) else None

    def _begin_if_other(self) -> None:
        """Nothing stays of what was typed for another record, or for another entry of this one."""
        shown = (self._sheet.editing, self.path)
        if shown != self._shown and isinstance(self.control, Line | PlaceEdit):
            self.control.begin(cast("Any", self._value()))
        self._shown = shown

    def _show_gap(self) -> None:
        if isinstance(self.control, Line) and self.control.is_unread:
            self.show_gap(
                translate("Not saved: this is no time. Write 14:30, or 14:30~ for about that time.")
            )
        else:
            self.show_gap(self._sheet.gap_at(self.path[:-1] if self._asked.leads else self.path))

    def _tell(self) -> None:
        self._sheet.change(self.path, json_value(self.control))
        self._show_gap()


def _hidden_signs(value: Json) -> str:
    """What an editor cannot show: signs that act without being seen."""
    if not isinstance(value, str) or make_visible(value) == value:
        return ""
    return translate("It holds hidden signs: {text}").format(text=make_visible(value))


class Section(QFrame):
    """A heading and what stands below it. `words` is the heading, as the list of sections has it."""

    is_offered = True
    """Whether there is anything in it to go to."""
    is_rare = False
    """Whether it stands there only once there is something in it, or the person asked for it."""

    def __init__(self, sheet: RecordSheet, words: str) -> None:
        super().__init__()
        self.sheet = sheet
        self.words = words
        self.setAccessibleName(words)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, sheet.theme.space(4))
        self.rows.setSpacing(sheet.theme.space(3))
        self.heading = heading(words, "lead")
        self.rows.addWidget(self.heading)

    def show_record(self) -> None:
        """Show what the record holds now."""
        for field in self.fields():
            field.show_record()

    def fields(self) -> Iterator[AskedField]:
        """Every field of the section, in order."""
        yield from self.findChildren(AskedField)

    def holds(self, focus: QWidget) -> bool:
        """Whether the cursor is in it: one where nothing can be changed has it itself."""
        return focus is self or self.isAncestorOf(focus)

    def first_control(self) -> QWidget | None:
        """The first control that takes the focus; None in a section that is only read."""
        return next(
            (
                widget
                for widget in self.findChildren(QWidget)
                if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
                and widget.isEnabled()
                and widget.isVisibleTo(self)
            ),
            None,
        )


class FieldsSection(Section):
    """Fields of the record itself."""

    def __init__(self, sheet: RecordSheet, words: str, fields: Sequence[Asked]) -> None:
        super().__init__(sheet, words)
        for asked in fields:
            self.rows.addWidget(AskedField(sheet, (), asked, FieldLook(labelled=asked.words != words)))
