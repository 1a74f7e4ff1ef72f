"""Sections of a record: fields below one heading, and lists of entries that can be added and removed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.domain.compartments import Compartment, Path
from app.domain.strict_json import Json, JsonObject
from app.domain.text import make_visible
from app.gui.pages.asked import Asked, OwnType
from app.gui.pages.incident_editing import Editing
from app.gui.pages.record_controls import Control, EvidenceChoices, Line, control_for, json_value, show_value
from app.gui.pages.record_sheet import COMPARTMENT_WORDS, RecordSheet
from app.gui.timers import single_shot
from app.gui.widgets.fields import Field, button, heading, plain_label
from app.gui.widgets.typing import TextLine
from app.services.record_ids import new_entry_id
from app.words import translate

_MOST_SPARE = 12
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


_PLAIN = FieldLook()


class AskedField(Field):
    """One field of a record with its control: shows the record's value, tells what the person does."""

    def __init__(self, sheet: RecordSheet, holder: Path, asked: Asked, look: FieldLook = _PLAIN) -> None:
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
        if isinstance(self.control, EvidenceChoices):
            self.control.offer()
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
        self.path = (*holder, *self._asked.path)
        self.show_record()

    def _value(self) -> Json:
        """What the record holds, if the control can show it."""
        value = self._sheet.value(self.path)
        return value if self._asked.can_show(value) else None

    def _begin_if_other(self) -> None:
        """Nothing stays of what was typed for another record, or for another entry of this one."""
        shown = (self._sheet.editing, self.path)
        if shown != self._shown and isinstance(self.control, Line):
            self.control.begin(self._value())
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

    @property
    def is_whole(self) -> bool:
        """Whether all that it asks is there; else `grow` adds the next of it."""
        return True

    def grow(self) -> None:
        """Add the next few fields: one that asks much would keep a key waiting."""

    def fits(self, entry: JsonObject) -> bool:  # noqa: ARG002 - a block of a form looks at it
        """Whether this block asks what is asked of that entry."""
        return True

    def hold(self, holder: Path) -> None:
        """Show another entry, which it fits, from now on."""
        self.holder = holder
        for field in self.findChildren(AskedField):
            field.hold(holder)
        self.show_record()

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
        self._turn = single_shot(self, NEXT_TURN_MS, self._make_next)
        self._gap = plain_label("", "gap")
        self._blocks: dict[str, EntryBlock] = {}
        self._spare: list[EntryBlock] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(sheet.theme.space(5))
        self._add = button(adding, self.add, sheet.theme, icon_name="plus")
        self.rows.addWidget(self._gap)
        self.rows.addLayout(self._list)
        self.rows.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_record()

    @property
    def is_drawn(self) -> bool:
        """Whether every entry has its whole block."""
        entries = self.sheet.entries(self._name)
        return all(
            block is not None and block.is_whole
            for block in (self._blocks.get(str(entry.get("id"))) for entry in entries)
        )

    def show_record(self) -> None:
        """Show the entries there are now; blocks of those that stay are kept, with the cursor in them.

        A block that has to be made comes in turns of its own, so that the rest is seen at once.
        """
        entries = {str(entry.get("id")): entry for entry in self.sheet.entries(self._name)}
        for identifier, block in list(self._blocks.items()):
            if identifier not in entries or not block.fits(entries[identifier]):
                self._put_aside(self._blocks.pop(identifier))
        for place, (identifier, entry) in enumerate(entries.items()):
            shown = self._blocks.get(identifier) or self._take_spare(identifier, entry)
            if shown is not None:
                shown.show_record()
                if self._list.indexOf(shown) != place:
                    self._list.insertWidget(place, shown)
        self._make_by_and_by()
        gap = self.sheet.gap_at((self._name,))
        self._gap.setText(f"● {gap}" if gap else "")
        self._gap.setVisible(bool(gap))
        self._add.setEnabled(not self.sheet.is_read_only)

    def add(self) -> None:
        """A new entry at the end, with the cursor in its first field."""
        self.add_entry({})

    def add_entry(self, entry: JsonObject) -> None:
        """A new entry that holds this, with the cursor in its first field."""
        identifier = new_entry_id()
        entries: list[Json] = [*self.sheet.entries(self._name), {"id": identifier, **entry}]
        self.sheet.editing.leave_field()
        self.sheet.change((self._name,), entries)
        while not self.is_drawn:
            self._make_next()
        if (field := self._blocks[identifier].findChild(AskedField)) is not None:
            field.setFocus()

    def remove(self, identifier: str) -> None:
        """Take an entry away; undo brings it back."""
        left: list[Json] = [
            entry for entry in self.sheet.entries(self._name) if entry.get("id") != identifier
        ]
        self.sheet.editing.leave_field()
        self.sheet.change((self._name,), left or None)
        self._add.setFocus()

    def _make_by_and_by(self) -> None:
        if not self.is_drawn:
            self._turn.start()

    def _make_next(self) -> None:
        """Go on with a block that is not whole, or make the first that is missing."""
        begun = next((block for block in self._blocks.values() if not block.is_whole), None)
        if begun is not None:
            begun.grow()
        else:
            self._make_missing()
        self._make_by_and_by()

    def _make_missing(self) -> None:
        missing = (
            (place, entry)
            for place, entry in enumerate(self.sheet.entries(self._name))
            if str(entry.get("id")) not in self._blocks
        )
        place, entry = next(missing, (0, None))
        if entry is None:
            return
        block = self._make_block(entry)
        removing = button(
            translate("Remove this entry"),
            lambda: self.remove(block.holder[-1]),
            self.sheet.theme,
            look="bare",
            icon_name="trash-2",
        )
        removing.setEnabled(not self.sheet.is_read_only)
        block.rows.addWidget(removing, 0, Qt.AlignmentFlag.AlignLeft)
        self._blocks[str(entry.get("id"))] = block
        self._list.insertWidget(place, block)
        # At once, so that the cursor can go into it.
        block.show()

    def _put_aside(self, block: EntryBlock) -> None:
        """Keep a block for an entry like its own: making one takes longer than showing one."""
        self._list.removeWidget(block)
        block.hide()
        self._spare.append(block)
        if len(self._spare) > _MOST_SPARE:
            self._spare.pop(0).deleteLater()

    def _take_spare(self, identifier: str, entry: JsonObject) -> EntryBlock | None:
        block = next((each for each in self._spare if each.fits(entry)), None)
        if block is not None:
            self._spare.remove(block)
            self._blocks[identifier] = block
            block.hold((self._name, identifier))
            block.show()
        return block


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
