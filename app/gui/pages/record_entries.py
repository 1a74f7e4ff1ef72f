"""Lists of entries that can be added and removed, in a section or within an entry of another list."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.domain.compartments import COMPARTMENT_WORDS, Compartment, Path
from app.domain.strict_json import Json, JsonObject
from app.gui.pages.incident_editing import Editing
from app.gui.pages.record_sections import NEXT_TURN_MS, PLAIN, AskedField, FieldLook, Section
from app.gui.pages.record_sheet import RecordSheet
from app.gui.timers import single_shot
from app.gui.widgets.fields import button, plain_label
from app.services.asked import Asked, Row
from app.services.record_ids import new_entry_id
from app.words import translate

_MOST_SPARE = 12
_ROWS_AT_ONCE = 6


class EntryBlock(QFrame):
    """One entry of a list: its fields and inner lists, a few at a time, and a button to take it away."""

    def __init__(self, sheet: RecordSheet, holder: Path, rows: Iterable[QWidget]) -> None:
        """`rows` makes each row when it is asked for it: all that one asks would keep a key waiting."""
        super().__init__()
        self.sheet, self.holder = sheet, holder
        self.setObjectName("entry")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(
            # Without the first words Qt keeps room for the line and does not paint it.
            f"QFrame#entry {{ border: none; border-left: 2px solid {sheet.theme.colours.line};"
            f" padding-left: {sheet.theme.space(3)}px; }}"
        )
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(sheet.theme.space(2), 0, 0, 0)
        self.rows.setSpacing(sheet.theme.space(3))
        self._asked = QVBoxLayout()
        self._asked.setSpacing(sheet.theme.space(3))
        self.rows.addLayout(self._asked)
        self._to_come = iter(rows)
        self._is_asked = False
        self._parts: list[AskedField | EntryList] = []
        self.grow()

    @property
    def is_whole(self) -> bool:
        """Whether all that it asks is there; else `grow` adds the next of it."""
        return self._is_asked and all(each.is_drawn for each in self._lists)

    @property
    def _lists(self) -> "Iterator[EntryList]":
        return (each for each in self._parts if isinstance(each, EntryList))

    def grow(self) -> None:
        """Add the next few rows, or what an inner list has still to show."""
        if self._is_asked:
            for each in self._lists:
                if not each.is_drawn:
                    each.make_next()
                    return
        rows = tuple(islice(self._to_come, _ROWS_AT_ONCE))
        for row in rows:
            self._asked.addWidget(row)
            # At once: what a layout shows by and by cannot take the cursor yet.
            row.show()
            if isinstance(row, AskedField | EntryList):
                self._parts.append(row)
        self._is_asked = len(rows) < _ROWS_AT_ONCE

    def fits(self, entry: JsonObject) -> bool:  # noqa: ARG002 - a block of a form looks at it
        """Whether this block asks what is asked of that entry."""
        return True

    def hold(self, holder: Path) -> None:
        """Show another entry, which it fits, from now on."""
        self.holder = holder
        # What is made later would ask of the entry before.
        while not self._is_asked:
            self.grow()
        for part in self._parts:
            part.hold(holder)
        self.show_record()

    def show_record(self) -> None:
        """Show what the entry holds now."""
        for part in self._parts:
            part.show_record()


class EntryList(QWidget):
    """A list of entries; each change of the list as a whole is one step of undo."""

    def __init__(
        self,
        sheet: RecordSheet,
        path: Path,
        make_block: Callable[[Path, JsonObject], EntryBlock],
        adding: str,
        *,
        words: str = "",
        add: Callable[[], None] | None = None,
    ) -> None:
        """`path` is where the list stands, `words` a heading within an entry, `add` what its button does."""
        super().__init__()
        self.sheet, self.path, self.holder = sheet, path, path[:-1]
        self._make_block = make_block
        self._turn = single_shot(self, NEXT_TURN_MS, self.make_next)
        self._blocks: dict[str, EntryBlock] = {}
        self._spare: list[EntryBlock] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sheet.theme.space(3))
        if words:
            column.addWidget(plain_label(words))
        self._list = QVBoxLayout()
        self._list.setSpacing(sheet.theme.space(5))
        self._add = button(adding, add or (lambda: self.add_entry({})), sheet.theme, icon_name="plus")
        column.addLayout(self._list)
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_record()

    @property
    def is_drawn(self) -> bool:
        """Whether every entry has its whole block."""
        return all(
            block is not None and block.is_whole
            for block in (self._blocks.get(str(entry.get("id"))) for entry in self._entries())
        )

    def hold(self, holder: Path) -> None:
        """Show the same list of another entry from now on."""
        self.path, self.holder = (*holder, self.path[-1]), holder
        for block in self._blocks.values():
            self._put_aside(block)
        self._blocks.clear()
        self.show_record()

    def show_record(self) -> None:
        """Show the entries there are now; blocks of those that stay are kept, with the cursor in them.

        A block that has to be made comes in turns of its own, so that the rest is seen at once.
        """
        entries = {str(entry.get("id")): entry for entry in self._entries()}
        for identifier, block in list(self._blocks.items()):
            if identifier not in entries or not block.fits(entries[identifier]):
                self._put_aside(self._blocks.pop(identifier))
        for place, (identifier, entry) in enumerate(entries.items()):
            shown = self._blocks.get(identifier) or self._take_spare(identifier, entry)
            if shown is not None:
                shown.show_record()
                if self._list.indexOf(shown) != place:
                    # Those before it may still have to be made.
                    self._list.insertWidget(min(place, self._list.count()), shown)
        self._make_by_and_by()
        self._add.setEnabled(not self.sheet.is_read_only)

    def draw(self) -> None:
        """Make all that is still missing, at once."""
        while not self.is_drawn:
            self.make_next()

    def add_entry(self, entry: JsonObject) -> None:
        """A new entry that holds this, at the end, with the cursor in its first field."""
        identifier = new_entry_id()
        entries: list[Json] = [*self._entries(), {"id": identifier, **entry}]
        self.sheet.editing.leave_field()
        self.sheet.change(self.path, entries)
        self.draw()
        if (field := self._blocks[identifier].findChild(AskedField)) is not None:
            field.setFocus()

    def remove(self, identifier: str) -> None:
        """Take an entry away; undo brings it back."""
        left: list[Json] = [entry for entry in self._entries() if entry.get("id") != identifier]
        self.sheet.editing.leave_field()
        self.sheet.change(self.path, left or None)
        self._add.setFocus()

    def make_next(self) -> None:
        """Go on with a block that is not whole, or make the first that is missing."""
        begun = next((block for block in self._blocks.values() if not block.is_whole), None)
        if begun is not None:
            begun.grow()
        else:
            self._make_missing()
        self._make_by_and_by()

    def _entries(self) -> list[JsonObject]:
        return self.sheet.entries(*self.path)

    def _make_by_and_by(self) -> None:
        if not self.is_drawn:
            self._turn.start()

    def _make_missing(self) -> None:
        missing = (
            (place, entry)
            for place, entry in enumerate(self._entries())
            if str(entry.get("id")) not in self._blocks
        )
        place, entry = next(missing, (0, None))
        if entry is None:
            return
        block = self._make_block((*self.path, str(entry.get("id"))), entry)
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
            block.hold((*self.path, identifier))
            block.show()
        return block


class EntriesSection(Section):
    """A list of entries below its heading. A rare one is out of sight while it is empty."""

    def __init__(
        self,
        sheet: RecordSheet,
        words: str,
        name: str,
        adding: str,
        make_block: Callable[[Path, JsonObject], EntryBlock],
        *,
        rare: bool = False,
    ) -> None:
        super().__init__(sheet, words)
        self.is_rare = rare
        self.name = name
        self._opened: Editing | None = None
        self._gap = plain_label("", "gap")
        self.list = EntryList(sheet, (name,), make_block, adding, add=self.add)
        self.rows.addWidget(self._gap)
        self.rows.addWidget(self.list)
        self.show_record()

    @property
    def is_drawn(self) -> bool:
        """Whether every entry has its whole block."""
        return self.list.is_drawn

    def show_record(self) -> None:
        """Show the entries there are now, and what they are still needed for."""
        # Once opened it stays, so that what is undone does not take the ground away.
        opened = self._opened is self.sheet.editing or bool(self.sheet.entries(self.name))
        self.is_offered = opened or not self.is_rare
        self.list.show_record()
        gap = self.sheet.gap_at((self.name,))
        self._gap.setText(f"● {gap}" if gap else "")
        self._gap.setVisible(bool(gap))

    def open(self) -> None:
        """Come into sight, with a first entry to write in."""
        self._opened = self.sheet.editing
        self.is_offered = True
        self.show()
        self.add()

    def add(self) -> None:
        """A new entry at the end, with the cursor in its first field."""
        self.add_entry({})

    def add_entry(self, entry: JsonObject) -> None:
        """A new entry that holds this, with the cursor in its first field."""
        self.list.add_entry(entry)

    def remove(self, identifier: str) -> None:
        """Take an entry away; undo brings it back."""
        self.list.remove(identifier)


def field_at(sections: Iterable[Section], path: Path) -> AskedField | None:
    """The field that shows what is at a path, or the first one in the entry that is there."""
    for section in sections:
        if isinstance(section, EntriesSection):
            section.list.draw()
        # A visible one: blocks that are kept for later hold on to the paths they had.
        fields = [each for each in section.fields() if each.isVisibleTo(section)]
        for length in range(len(path), 1 if len(path) > 1 else 0, -1):
            if (
                found := next((each for each in fields if each.path[:length] == path[:length]), None)
            ) is not None:
                return found
    return None


def rows_for(
    sheet: RecordSheet, holder: Path, rows: Sequence[Row], look: FieldLook = PLAIN
) -> Iterator[QWidget]:
    """A widget for each row of an entry, made when it is asked for."""
    for row in rows:
        if isinstance(row, Asked):
            yield AskedField(sheet, holder, row, look)
        else:
            yield EntryList(
                sheet,
                (*holder, *row.path),
                plain_blocks(sheet, row.fields, look),
                translate(row.adding),
                words=row.words,
            )


def plain_blocks(
    sheet: RecordSheet, rows: Sequence[Row], look: FieldLook = PLAIN
) -> Callable[[Path, JsonObject], EntryBlock]:
    """What makes the block of an entry that has these rows, whatever it holds."""
    return lambda holder, _: EntryBlock(sheet, holder, rows_for(sheet, holder, rows, look))


def plain_entries(
    sheet: RecordSheet,
    words: str,
    name: str,
    adding: str,
    rows: Sequence[Row],
    home: Compartment = Compartment.OPEN,
    *,
    rare: bool = False,
) -> EntriesSection:
    """A list whose entries all have the same fields; `home` is the compartment of all of it."""
    look = FieldLook(home=home)
    section = EntriesSection(sheet, words, name, adding, plain_blocks(sheet, rows, look), rare=rare)
    if home is not Compartment.OPEN:
        told = translate("In the part “{name}”, which can be withheld.")
        section.rows.insertWidget(
            1, plain_label(told.format(name=translate(COMPARTMENT_WORDS[home])), "small")
        )
    return section
