"""Sections of a record: fields below one heading, and lists of entries that can be added and removed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.domain.compartments import Compartment, Path
from app.domain.strict_json import Json, JsonObject
from app.domain.text import make_visible
from app.gui.pages.asked import Asked, OwnType
from app.gui.pages.record_controls import Control, control_for, json_value, show_value
from app.gui.pages.record_sheet import COMPARTMENT_WORDS, RecordSheet
from app.gui.widgets.fields import Field, button, heading, plain_label
from app.services.clock import new_entry_id
from app.words import translate


@dataclass(frozen=True, slots=True)
class FieldLook:
    """How a field stands in its section, which may have said part of it already.

    `home` is the compartment of which the heading tells, `labelled` is false where the heading
    is the label.
    """

    home: Compartment = Compartment.OPEN
    labelled: bool = True


_PLAIN = FieldLook()


class AskedField(Field):
    """One field of a record with its control: shows the record's value, tells what the person does."""

    def __init__(self, sheet: RecordSheet, holder: Path, asked: Asked, look: FieldLook = _PLAIN) -> None:
        self.path: Path = (*holder, *asked.path)
        self._sheet, self._asked = sheet, asked
        control = control_for(sheet, asked)
        label = asked.words
        if asked.compartment not in (Compartment.OPEN, look.home):
            label = f"{label}  ·  {translate(COMPARTMENT_WORDS[asked.compartment])}"
        super().__init__(label, control, sheet.theme)
        control.setAccessibleName(asked.words)
        if not look.labelled or asked.kind is OwnType.MARK:
            self._label.hide()
        cast("Control", control).changed.connect(self._tell)
        # What takes the focus may lie deep inside: the end of a field is the end of a step of undo.
        for widget in (control, *control.findChildren(QWidget)):
            widget.installEventFilter(self)
        self.show_record()

    def show_record(self) -> None:
        """Show what the record holds, what is still needed, and why it cannot be changed."""
        value = self._sheet.value(self.path)
        if json_value(self.control) != value:
            show_value(self.control, value)
        locked = self._sheet.why_locked(self._asked)
        self.control.setEnabled(not locked)
        whole = self.path[:-1] if self._asked.leads else self.path
        self.show_gap(self._sheet.gap_at(whole))
        self.show_hint(" · ".join(filter(None, (self._asked.explanation, locked, _hidden_signs(value)))))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The field is left: what is typed next is a step of its own."""
        if event.type() == QEvent.Type.FocusOut:
            self._sheet.leave_field()
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        self._sheet.change(self.path, json_value(self.control))


def _hidden_signs(value: Json) -> str:
    """What an editor cannot show: signs that act without being seen."""
    if not isinstance(value, str) or make_visible(value) == value:
        return ""
    return translate("It holds hidden signs: {text}").format(text=make_visible(value))


class Section(QFrame):
    """A heading and what stands below it. `words` is the heading, as the list of sections has it."""

    is_offered = True
    """Whether there is anything in it to go to."""

    def __init__(self, sheet: RecordSheet, words: str) -> None:
        super().__init__()
        self.sheet = sheet
        self.words = words
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
        look = FieldLook(labelled=len(fields) > 1)
        for asked in fields:
            self.rows.addWidget(AskedField(sheet, (), asked, look))


class EntryBlock(QFrame):
    """One entry of a list: its fields, and the button that takes it away."""

    def __init__(
        self, sheet: RecordSheet, holder: Path, fields: Sequence[Asked], look: FieldLook = _PLAIN
    ) -> None:
        super().__init__()
        self.sheet, self.holder = sheet, holder
        self.setObjectName("entry")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(
            f"QFrame#entry {{ border-left: 2px solid {sheet.theme.colours.line};"
            f" padding-left: {sheet.theme.space(3)}px; }}"
        )
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(sheet.theme.space(2), 0, 0, 0)
        self.rows.setSpacing(sheet.theme.space(3))
        for asked in fields:
            self.rows.addWidget(AskedField(sheet, holder, asked, look))

    def is_of(self, entry: JsonObject) -> bool:
        """Whether this block can go on showing that entry."""
        return self.holder[-1] == entry.get("id")

    def show_record(self) -> None:
        """Show what the entry holds now."""
        for field in self.findChildren(AskedField):
            field.show_record()


class EntriesSection(Section):
    """A list of entries; each change of the list as a whole is one step of undo."""

    def __init__(
        self,
        sheet: RecordSheet,
        words: str,
        name: str,
        adding: str,
        make_block: Callable[[JsonObject], EntryBlock],
    ) -> None:
        super().__init__(sheet, words)
        self._name, self._make_block = name, make_block
        self._gap = plain_label("", "gap")
        self._blocks: list[EntryBlock] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(sheet.theme.space(5))
        self._add = button(adding, self.add, sheet.theme, icon_name="plus")
        self.rows.addWidget(self._gap)
        self.rows.addLayout(self._list)
        self.rows.addWidget(self._add)
        self.show_record()

    def show_record(self) -> None:
        """Show the entries there are now; blocks of those that stay are kept, with the cursor in them."""
        kept = list(self._blocks)
        self._blocks = []
        for place, entry in enumerate(self.sheet.entries(self._name)):
            block = next((each for each in kept if each.is_of(entry)), None)
            if block is None:
                block = self._make_block(entry)
                block.rows.addWidget(self._removing(entry))
            else:
                kept.remove(block)
                block.show_record()
            if self._list.indexOf(block) != place:
                self._list.insertWidget(place, block)
            self._blocks.append(block)
        for block in kept:
            self._list.removeWidget(block)
            block.hide()
            block.deleteLater()
        gap = self.sheet.gap_at((self._name,))
        self._gap.setText(f"● {gap}" if gap else "")
        self._gap.setVisible(bool(gap))
        self._add.setEnabled(not self.sheet.is_read_only)

    def add(self) -> None:
        """A new entry at the end, with the cursor in its first field."""
        self.add_entry({})
        if self._blocks:
            fields = self._blocks[-1].findChildren(AskedField)
            if fields:
                fields[0].setFocus()

    def add_entry(self, entry: JsonObject) -> None:
        """A new entry that holds this."""
        entries: list[Json] = [*self.sheet.entries(self._name), {"id": new_entry_id(), **entry}]
        self.sheet.editing.leave_field()
        self.sheet.change((self._name,), entries)

    def remove(self, identifier: str) -> None:
        """Take an entry away; undo brings it back."""
        left: list[Json] = [
            entry for entry in self.sheet.entries(self._name) if entry.get("id") != identifier
        ]
        self.sheet.editing.leave_field()
        self.sheet.change((self._name,), left or None)
        self._add.setFocus()

    def _removing(self, entry: JsonObject) -> QWidget:
        made = button(
            translate("Remove this entry"),
            partial(self.remove, str(entry.get("id"))),
            self.sheet.theme,
            look="plain",
            icon_name="trash-2",
        )
        made.setEnabled(not self.sheet.is_read_only)
        return made


def plain_entries(
    sheet: RecordSheet,
    words: str,
    name: str,
    adding: str,
    fields: Sequence[Asked],
    home: Compartment = Compartment.OPEN,
) -> EntriesSection:
    """A list whose entries all have the same fields; `home` is the compartment of all of it."""
    look = FieldLook(home=home)

    def make_block(entry: JsonObject) -> EntryBlock:
        return EntryBlock(sheet, (name, str(entry.get("id"))), fields, look)

    section = EntriesSection(sheet, words, name, adding, make_block)
    if home is not Compartment.OPEN:
        told = translate("In the part “{name}”, which can be withheld.")
        section.rows.insertWidget(
            1, plain_label(told.format(name=translate(COMPARTMENT_WORDS[home])), "small")
        )
    return section
