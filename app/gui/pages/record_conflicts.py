"""Both sides of every conflict beside each other: values, authors, times; a person chooses."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from app.domain.differences import with_value
from app.domain.strict_json import Json, JsonObject
from app.gui.pages.record_sheet import RecordSheet
from app.gui.widgets.columns import ScrollColumn
from app.gui.widgets.fields import button, heading, plain_label
from app.services.answers import ConflictSide, HistoryEntry, ShownConflict
from app.services.history_words import author_words
from app.services.moments import moment_words
from app.services.record_words import asked_at, field_words, value_words
from app.words import translate


def settle(content: JsonObject, chosen: Sequence[tuple[ShownConflict, ConflictSide]]) -> JsonObject:
    """The edit of a record that makes the chosen side of every conflict its value.

    It names every top-level field in conflict, as `Recording.edit` asks of one that chooses.
    """
    settled = content
    for conflict, side in chosen:
        value: Json = side.value
        held = _entry_at(settled, conflict.path)
        if held is not None and isinstance(value, dict):
            # The side knows only what its compartment holds of the entry.
            value = {**held, **value}
        settled = with_value(settled, conflict.path, value)
    return {conflict.path[0]: settled.get(conflict.path[0]) for conflict, _ in chosen}


def _entry_at(content: JsonObject, path: Sequence[str]) -> JsonObject | None:
    """The entry of a list that a path of two steps names."""
    entries = content.get(path[0]) if len(path) == 2 else None
    found = [each for each in entries if isinstance(each, dict)] if isinstance(entries, list) else []
    return next((entry for entry in found if entry.get("id") == path[1]), None)


class ConflictView(ScrollColumn):
    """Every conflict of a record. `settled` gets the edit once a side of each has been chosen."""

    def __init__(
        self, sheet: RecordSheet, settled: Callable[[JsonObject], None], close: Callable[[], None]
    ) -> None:
        super().__init__(sheet.theme)
        self._sheet, self._settled = sheet, settled
        self._conflicts: tuple[ShownConflict, ...] = ()
        self._groups: list[QButtonGroup] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(sheet.theme.space(6))
        self._take = button(translate("Take what is chosen"), self._settle, sheet.theme, look="primary")
        self.rows.addWidget(
            button(translate("Back to the record"), close, sheet.theme, icon_name="chevron-left"),
            0,
            Qt.AlignmentFlag.AlignLeft,
        )
        self.rows.addWidget(heading(translate("In several versions"), "lead"))
        explained = translate(
            "Two people wrote different things. Both are kept until somebody chooses;"
            " history keeps both for ever."
        )
        self.rows.addWidget(plain_label(explained, "quiet"))
        self.rows.addLayout(self._list)
        self.rows.addWidget(self._take, 0, Qt.AlignmentFlag.AlignLeft)
        self.rows.addStretch(1)

    def show_conflicts(
        self, conflicts: Sequence[ShownConflict], revisions: Mapping[str, HistoryEntry]
    ) -> None:
        """Show these, unless they stand here already: a choice half made is not lost."""
        if self._conflicts == tuple(conflicts):
            return
        self._conflicts, self._groups = tuple(conflicts), []
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for conflict in conflicts:
            self._list.addWidget(self._block(conflict, revisions))
        self._note_choice()

    def _block(self, conflict: ShownConflict, revisions: Mapping[str, HistoryEntry]) -> QWidget:
        theme, block = self._sheet.theme, QWidget()
        group = QButtonGroup(block)
        group.buttonClicked.connect(lambda _: self._note_choice())
        self._groups.append(group)
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        words = field_words(conflict.path, self._sheet.editing.content)
        column.addWidget(plain_label(words))
        beside = QHBoxLayout()
        beside.setSpacing(theme.space(3))
        for number, side in enumerate(conflict.sides):
            beside.addWidget(self._side(conflict, side, number, group, revisions, words), 1)
        column.addLayout(beside)
        return block

    def _side(
        self,
        conflict: ShownConflict,
        side: ConflictSide,
        number: int,
        group: QButtonGroup,
        revisions: Mapping[str, HistoryEntry],
        words: str,
    ) -> QWidget:
        theme, card = self._sheet.theme, QFrame()
        card.setObjectName("side")
        card.setStyleSheet(
            f"QFrame#side {{ background: {theme.colours.raised}; border: 1px solid {theme.colours.line};"
            f" border-radius: {theme.space(1)}px; }}"
        )
        column = QVBoxLayout(card)
        column.setContentsMargins(*(theme.space(3),) * 4)
        column.setSpacing(theme.space(2))
        asked = asked_at(conflict.path, self._sheet.editing.content)
        value = value_words(self._sheet, side.value, asked)
        column.addWidget(plain_label(value, selectable=True))
        for entry in (revisions[each] for each in side.revisions if each in revisions):
            column.addWidget(plain_label(f"{author_words(entry)}, {moment_words(entry.claimed_at)}", "small"))
        column.addStretch(1)
        choosing = QRadioButton(translate("Take this"))
        choosing.setAccessibleName(translate("{field}: take {value}").format(field=words, value=value))
        choosing.setEnabled(not self._sheet.is_read_only)
        group.addButton(choosing, number)
        column.addWidget(choosing)
        return card

    def _note_choice(self) -> None:
        self._take.setEnabled(bool(self._groups) and all(group.checkedId() >= 0 for group in self._groups))

    def _settle(self) -> None:
        chosen = [
            (conflict, conflict.sides[group.checkedId()])
            for conflict, group in zip(self._conflicts, self._groups, strict=True)
        ]
        self._settled(settle(self._sheet.editing.content, chosen))
