"""Several records, codes or files of one field: each on a row of its own, with what adds another."""

from collections.abc import Callable
from functools import partial
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.compartments import Path
from app.domain.strict_json import Json
from app.domain.text import make_visible
from app.gui.pages.record_sheet import RecordSheet
from app.gui.theme import Theme
from app.gui.widgets.choosing import Choice, Choices, Options
from app.gui.widgets.fields import icon_button, plain_label
from app.gui.widgets.incident_picker import IncidentFinder
from app.gui.widgets.persons import PersonChooser
from app.gui.widgets.typing import TextLine
from app.services.answers import ListedRecord
from app.words import translate

OPENED_KINDS = ("person", "organisation", "proceeding", "incident")
"""Kinds of record that have a page of their own."""


class Picked(QWidget):
    """Several values, each on a row of its own with a button that takes it away; `adder` adds."""

    changed = Signal()
    opened = Signal(str)

    def __init__(self, theme: Theme, words: Callable[[str], str], adder: QWidget, *, opens: bool) -> None:
        super().__init__()
        self._theme, self._words, self._opens = theme, words, opens
        self._values: list[str] = []
        self.adder = adder
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.space(1))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addLayout(self._rows)
        column.addWidget(adder)
        self.setFocusProxy(adder)

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        """The name belongs to what takes the focus."""
        super().setAccessibleName(name)
        self.adder.setAccessibleName(name)

    def value(self) -> Json:
        """The values in their order; None where there are none."""
        return list[Json](self._values) or None

    def set_value(self, value: Json) -> None:
        """Show these; their words are asked for anew."""
        self._values = [str(item) for item in value] if isinstance(value, list) else []
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for each in self._values:
            self._rows.addWidget(self._row(each))

    def add(self, value: str) -> None:
        """Add one, as the person did."""
        if value not in self._values:
            self.set_value([*self._values, value])
            self.changed.emit()

    def opening(self, value: str) -> bool:  # noqa: ARG002 - records of some kinds have no page
        """Whether there is a page to go to."""
        return self._opens

    def _remove(self, value: str) -> None:
        self.set_value([each for each in self._values if each != value])
        self.changed.emit()
        self.adder.setFocus()

    def _row(self, value: str) -> QWidget:
        words = make_visible(self._words(value))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(self._theme.space(2))
        line.addWidget(plain_label(words), 1)
        if self.opening(value):
            opening = translate("Open {name}").format(name=words)
            line.addWidget(icon_button("pencil", opening, partial(self.opened.emit, value), self._theme))
        removing = translate("Remove {name}").format(name=words)
        line.addWidget(icon_button("x", removing, partial(self._remove, value), self._theme))
        return row


class RecordAdder(QWidget):
    """One line for a record of one kind: `picked` with the id of one known, or of one just made."""

    picked = Signal(str)

    def __init__(self, sheet: RecordSheet, kind: str) -> None:
        super().__init__()
        self._sheet, self._kind = sheet, kind
        self.chooser = PersonChooser(sheet.context, kind)
        self.line = cast("TextLine", self.chooser.focusProxy())
        placeholders = {
            "proceeding": translate("Case number, then Enter"),
            "organisation": translate("Name of the organisation, then Enter"),
        }
        self.line.setPlaceholderText(placeholders.get(kind, translate("Name, then Enter")))
        self.chooser.changed.connect(self._take_known)
        self.line.editingFinished.connect(self._take_new)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.chooser)
        self.setFocusProxy(self.line)

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        """The name belongs to the line that takes the focus."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def _take_known(self) -> None:
        if (identifier := (self.chooser.value() or {}).get("id")) is not None:
            self._sheet.names.setdefault(str(identifier), self.line.text())
            self._pick(str(identifier))

    def _take_new(self) -> None:
        if (name := (self.chooser.value() or {}).get("name")) is not None:
            self.chooser.set_value(None)
            self._sheet.wanted.emit(self._kind, str(name), self._pick)

    def _pick(self, identifier: str) -> None:
        self._sheet.kinds[identifier] = self._kind
        self.chooser.set_value(None)
        self.picked.emit(identifier)


class PickedOf(Picked):
    """Records, of which there may be one or many; `adder` tells `picked`."""

    def __init__(self, sheet: RecordSheet, adder: QWidget, *, many: bool) -> None:
        super().__init__(sheet.theme, sheet.name_of, adder, opens=True)
        self._sheet, self._many = sheet, many
        self.opened.connect(self._open)

    def opening(self, value: str) -> bool:
        """Only what has a page of its own."""
        return self._sheet.kinds.get(value) in OPENED_KINDS

    def value(self) -> Json:
        """A list of ids, or one id where there can be only one."""
        return super().value() if self._many else next(iter(self._values), None)

    def set_value(self, value: Json) -> None:
        """Show them by name."""
        super().set_value(value if isinstance(value, list) or value is None else [value])
        self.adder.setVisible(self._many or not self._values)

    def _open(self, identifier: str) -> None:
        self._sheet.context.navigate(self._sheet.kinds[identifier], id=identifier)


class PickedRecords(PickedOf):
    """Records of one kind, known ones offered while a name is typed, new ones made by their name."""

    def __init__(self, sheet: RecordSheet, kind: str, *, many: bool = True) -> None:
        adder = RecordAdder(sheet, kind)
        super().__init__(sheet, adder, many=many)
        adder.picked.connect(self.add)


class PartyAdder(QWidget):
    """A person or an organisation: what it is stands before its name."""

    picked = Signal(str)

    def __init__(self, sheet: RecordSheet) -> None:
        super().__init__()
        kinds = (("person", translate("Person")), ("organisation", translate("Organisation")))
        self.kind = Choice(kinds, none="")
        self.kind.setAccessibleName(translate("Person or organisation"))
        self.adders = {kind: RecordAdder(sheet, kind) for kind, _ in kinds}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sheet.theme.space(2))
        row.addWidget(self.kind, 1, Qt.AlignmentFlag.AlignTop)
        for adder in self.adders.values():
            adder.picked.connect(self.picked)
            row.addWidget(adder, 3, Qt.AlignmentFlag.AlignTop)
        self.kind.changed.connect(self._show_kind)
        self._show_kind()

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        """The name belongs to the lines that take the focus."""
        super().setAccessibleName(name)
        for adder in self.adders.values():
            adder.setAccessibleName(name)

    def _show_kind(self) -> None:
        for kind, adder in self.adders.items():
            adder.setVisible(kind == self.kind.value())
        self.setFocusProxy(self.adders[self.kind.value() or "person"])


class PickedParties(PickedOf):
    """People and organisations, in one list."""

    def __init__(self, sheet: RecordSheet, *, many: bool = True) -> None:
        adder = PartyAdder(sheet)
        super().__init__(sheet, adder, many=many)
        adder.picked.connect(self.add)


class PickedIncidents(PickedOf):
    """Other incidents, found by searching; none is made here."""

    def __init__(self, sheet: RecordSheet, *, many: bool = True) -> None:
        self.finder = IncidentFinder(sheet.context)
        super().__init__(sheet, self.finder, many=many)
        self.finder.picked.connect(self._take)

    def _take(self, row: ListedRecord) -> None:
        if self._sheet.shown is not None and row.id == self._sheet.shown.id:
            return
        self._sheet.names[row.id] = row.title or row.reference
        self._sheet.kinds[row.id] = "incident"
        self.add(row.id)


class PickedCodes(Picked):
    """Codes of a long list, added from a list that opens."""

    def __init__(self, theme: Theme, options: Options) -> None:
        offered = dict(options)
        self._offers = Choice(offered.items(), none=translate("Add…"))
        super().__init__(theme, lambda code: offered.get(code, code), self._offers, opens=False)
        self._offers.changed.connect(self._take)

    def _take(self) -> None:
        code = self._offers.value()
        self._offers.set_value(None)
        if code is not None:
            self.add(code)


class OfferedChoices(QWidget):
    """Several of what the record holds elsewhere, to tick; offered anew whenever it is shown."""

    changed = Signal()

    def __init__(self, sheet: RecordSheet, nothing: str) -> None:
        """`nothing` is what stands here while there is nothing to tick."""
        super().__init__()
        self.sheet, self._nothing = sheet, nothing
        self._offered: object = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._boxes = Choices((), sheet.theme)
        self.offer(())

    def offers(self) -> Options:
        """What can be ticked now."""
        raise NotImplementedError

    def value(self) -> Json:
        """The ids of what is ticked; None where nothing is."""
        return list[Json](self._boxes.value()) or None

    def set_value(self, value: Json) -> None:
        """Tick these."""
        self._boxes.set_value([str(item) for item in value] if isinstance(value, list) else [])

    def offer(self, path: Path) -> None:  # noqa: ARG002 - wherever it stands, the same
        """Offer what there is now; what was ticked stays ticked."""
        items = list(self.offers())
        if self._offered == items:
            return
        self._offered, chosen = items, self._boxes.value()
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._boxes = Choices(items, self.sheet.theme, elided=True)
        self._boxes.set_value(chosen)
        self._boxes.changed.connect(self.changed)
        self._column.addWidget(self._boxes)
        if not items:
            self._column.addWidget(plain_label(self._nothing, "small"))


class EvidenceChoices(OfferedChoices):
    """Items of the evidence of this incident."""

    def __init__(self, sheet: RecordSheet) -> None:
        super().__init__(sheet, translate("The evidence of this incident is offered here."))

    def offers(self) -> Options:
        """What is kept with the incident."""
        return [(item.id, make_visible(item.name)) for item in self.sheet.evidence]
