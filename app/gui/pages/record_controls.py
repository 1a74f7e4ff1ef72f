"""The control for each type of field, whether a form file asks it or the model itself."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Protocol, cast

from PySide6.QtCore import QRegularExpression, Signal, SignalInstance
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.form import FieldType
from app.domain.injury_words import SIDE_WORDS
from app.domain.strict_json import MAX_INTEGER, Json
from app.domain.text import make_visible
from app.domain.vocabulary import label_in
from app.gui.pages.asked import Asked, OwnType
from app.gui.pages.record_sheet import RecordSheet
from app.gui.theme import Theme
from app.gui.widgets.choosing import Choice, Choices, Options, YesNo
from app.gui.widgets.dates import FuzzyDateEdit
from app.gui.widgets.fields import icon_button, plain_label
from app.gui.widgets.finding import FindingEdit
from app.gui.widgets.persons import PersonChooser
from app.gui.widgets.places import PlaceEdit
from app.gui.widgets.typing import LongText, TextLine
from app.services.form_files import load_vocabularies
from app.words import N_, chosen_language, translate

LANGUAGE_NAMES = {
    "ru": "Русский",
    "kk": "Қазақша",
    "ky": "Кыргызча",
    "tg": "Тоҷикӣ",
    "uz": "Oʻzbekcha",
    "en": "English",
}
CURRENCIES = ("KZT", "KGS", "TJS", "UZS", "RUB", "USD", "EUR")
CONSENTED = {"yes": N_("Yes"), "no": N_("No"), "not_asked": N_("Not asked")}
MOST_BOXES = 9
"""A code list longer than this is offered in a list that opens, not as boxes to tick."""
NARRATIVE_LINES, PROSE_LINES = 8, 3
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:. ]([0-5][0-9])\s*(~?)")
OPENED_KINDS = ("person", "proceeding")
"""Kinds of record that have a page of their own."""


class Control(Protocol):
    """What every control here is, beside a QWidget."""

    changed: SignalInstance

    def value(self) -> Json:
        """The value as it stands in the record; None for nothing."""

    def set_value(self, value: Json) -> None:
        """Show a value; not a change."""


class Line(TextLine):
    """One line whose value is not text: a number, a time of day.

    While what is typed is no value, the value stays what it was, and `is_unread`.
    """

    def __init__(self, read: Callable[[str], Json], write: Callable[[Json], str], pattern: str = "") -> None:
        super().__init__()
        self._read, self._write = read, write
        self._understood: Json = None
        if pattern:
            self.setValidator(QRegularExpressionValidator(QRegularExpression(pattern), self))

    @property
    def is_unread(self) -> bool:
        """Whether something stands here that is no value."""
        return bool(self.text().strip()) and self._read(self.text()) is None

    def value(self) -> Json:  # type: ignore[override]
        """What was typed, as a value; of what is none, the last that was."""
        if not self.is_unread:
            self._understood = self._read(self.text())
        return self._understood

    def set_value(self, value: Json) -> None:
        """Show a value, unless what stands here says the same."""
        if value != self.value():
            self.begin(value)

    def begin(self, value: Json) -> None:
        """Show a value of something else; what stands here is forgotten."""
        self._understood = value
        self.setText(self._write(value))


class MoneyEdit(QWidget):
    """An amount in whole units of a currency; kept in its hundredth parts."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._amount = TextLine()
        self._amount.setValidator(
            QRegularExpressionValidator(QRegularExpression(r"\d{0,12}([.,]\d{0,2})?"), self)
        )
        self._currency = Choice(((code, code) for code in CURRENCIES), none="")
        self._currency.setAccessibleName(translate("Currency"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(2))
        row.addWidget(self._amount, 2)
        row.addWidget(self._currency, 1)
        self._amount.changed.connect(self.changed)
        self._currency.changed.connect(self.changed)
        self.setFocusProxy(self._amount)

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        """The name belongs to the line that takes the focus."""
        super().setAccessibleName(name)
        self._amount.setAccessibleName(name)

    def value(self) -> Json:
        """Amount in the smallest unit, and currency; None without an amount."""
        whole, _, part = self._amount.text().replace(",", ".").partition(".")
        if not (whole or part):
            return None
        return {
            "amount_minor": int(whole or 0) * 100 + int((part + "00")[:2]),
            "currency": self._currency.value() or CURRENCIES[0],
        }

    def set_value(self, value: Json) -> None:
        """Show an amount."""
        if value == self.value():
            return
        held = value if isinstance(value, dict) else {}
        amount = held.get("amount_minor")
        text = "" if not isinstance(amount, int) else f"{amount // 100}"
        if isinstance(amount, int) and amount % 100:
            text += f".{amount % 100:02d}"
        self._amount.setText(text)
        if isinstance(currency := held.get("currency"), str):
            self._currency.set_value(currency)


class Mark(QCheckBox):
    """A mark that is set or not; not set is nothing."""

    changed = Signal()

    def __init__(self, words: str) -> None:
        super().__init__(words.replace("&", "&&"))
        self.clicked.connect(lambda _: self.changed.emit())

    def value(self) -> Json:
        """True, or None."""
        return True if self.isChecked() else None

    def set_value(self, value: Json) -> None:
        """Set it or not."""
        self.setChecked(value is True)


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
        if self._opens:
            opening = translate("Open {name}").format(name=words)
            line.addWidget(icon_button("pencil", opening, partial(self.opened.emit, value), self._theme))
        removing = translate("Remove {name}").format(name=words)
        line.addWidget(icon_button("x", removing, partial(self._remove, value), self._theme))
        return row


class PickedRecords(Picked):
    """Records of one kind, known ones offered while a name is typed, new ones made by their name."""

    def __init__(self, sheet: RecordSheet, kind: str, *, many: bool = True) -> None:
        self._chooser = PersonChooser(sheet.context, kind)
        super().__init__(sheet.theme, sheet.name_of, self._chooser, opens=kind in OPENED_KINDS)
        self._sheet, self._kind, self._many = sheet, kind, many
        self._line = cast("TextLine", self._chooser.focusProxy())
        self._line.setPlaceholderText(
            translate("Case number, then Enter") if kind == "proceeding" else translate("Name, then Enter")
        )
        self._chooser.changed.connect(self._take_known)
        self._line.editingFinished.connect(self._take_new)
        self.opened.connect(lambda identifier: sheet.context.navigate(kind, id=identifier))

    def value(self) -> Json:
        """A list of ids, or one id where there can be only one."""
        return super().value() if self._many else next(iter(self._values), None)

    def set_value(self, value: Json) -> None:
        """Show them by name."""
        super().set_value(value if isinstance(value, list) or value is None else [value])
        self._chooser.setVisible(self._many or not self._values)

    def _take_known(self) -> None:
        if (identifier := (self._chooser.value() or {}).get("id")) is not None:
            self._sheet.names.setdefault(str(identifier), self._line.text())
            self._chooser.set_value(None)
            self.add(str(identifier))

    def _take_new(self) -> None:
        if (name := (self._chooser.value() or {}).get("name")) is not None:
            self._chooser.set_value(None)
            self._sheet.wanted.emit(self._kind, str(name), self.add)


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


class EvidenceChoices(QWidget):
    """Items of the evidence of this incident."""

    changed = Signal()

    def __init__(self, sheet: RecordSheet) -> None:
        super().__init__()
        self._sheet = sheet
        self._offered: object = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._boxes = Choices((), sheet.theme)
        self.offer()

    def value(self) -> Json:
        """The ids of the items that are ticked; None where there are none."""
        return list[Json](self._boxes.value()) or None

    def set_value(self, value: Json) -> None:
        """Tick these."""
        self._boxes.set_value([str(item) for item in value] if isinstance(value, list) else [])

    def offer(self) -> None:
        """Offer what the incident has now."""
        if self._offered == self._sheet.evidence:
            return
        self._offered, chosen = self._sheet.evidence, self._boxes.value()
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        items = [(item.id, make_visible(item.name)) for item in self._sheet.evidence]
        self._boxes = Choices(items, self._sheet.theme)
        self._boxes.set_value(chosen)
        self._boxes.changed.connect(self.changed)
        self._column.addWidget(self._boxes)
        if not items:
            self._column.addWidget(
                plain_label(translate("The evidence of this incident is offered here."), "small")
            )


def control_for(sheet: RecordSheet, asked: Asked) -> QWidget:
    """A control for a field: a QWidget that is a Control."""
    theme, kind = sheet.theme, asked.kind
    if asked.list is not None:
        return _codes(theme, asked)
    makers: dict[FieldType | OwnType, Callable[[], QWidget]] = {
        FieldType.TEXT: TextLine,
        FieldType.LONG_TEXT: lambda: LongText(
            theme, NARRATIVE_LINES if asked.path[0] == "narrative" else PROSE_LINES
        ),
        FieldType.YES_NO_UNKNOWN: lambda: YesNo(theme),
        FieldType.DATE: lambda: FuzzyDateEdit(theme, sheet.today),
        FieldType.TIME: lambda: Line(_read_clock, _write_plain),
        FieldType.INTEGER: lambda: Line(_read_number, _write_plain, r"\d{0,12}"),
        FieldType.DURATION_MINUTES: lambda: Line(_read_number, _write_plain, r"\d{0,9}"),
        FieldType.PERSON: lambda: PickedRecords(sheet, "person", many=False),
        FieldType.PEOPLE: lambda: PickedRecords(sheet, "person"),
        FieldType.ORGANISATION: lambda: PickedRecords(sheet, "organisation", many=False),
        FieldType.PLACE: lambda: PlaceEdit(sheet.context),
        FieldType.EVIDENCE: lambda: EvidenceChoices(sheet),
        FieldType.MONEY: lambda: MoneyEdit(theme),
        OwnType.CONSENTED: lambda: Choice(_translated(CONSENTED)),
        OwnType.MARK: lambda: Mark(asked.words),
        OwnType.LANGUAGE: lambda: Choice(LANGUAGE_NAMES.items()),
        OwnType.SAFE: lambda: YesNo(theme),
        OwnType.BODY_SIDE: lambda: Choice(_translated(SIDE_WORDS)),
        OwnType.FINDING: lambda: FindingEdit(theme),
        OwnType.PROCEEDING: lambda: PickedRecords(sheet, "proceeding", many=False),
        OwnType.PROCEEDINGS: lambda: PickedRecords(sheet, "proceeding"),
    }
    return makers[kind]()


def _codes(theme: Theme, asked: Asked) -> QWidget:
    """One code of a list, or several."""
    vocabulary = load_vocabularies().find(asked.list or "")
    language = chosen_language()
    options = [
        (entry.code, label_in(entry.label, language)) for entry in (vocabulary.entries if vocabulary else ())
    ]
    if asked.kind is not FieldType.CHOICES:
        return Choice(options)
    return Choices(options, theme) if len(options) <= MOST_BOXES else PickedCodes(theme, options)


def json_value(control: QWidget) -> Json:
    """The value of a control as it stands in a record: lists are lists, and nothing is None."""
    value: object = cast("Control", control).value()
    return cast("Json", (list(value) or None) if isinstance(value, tuple) else value)


def show_value(control: QWidget, value: Json) -> None:
    """Show a value of a record in its control; not a change."""
    if isinstance(control, Choices):
        control.set_value([str(code) for code in value] if isinstance(value, list) else [])
    else:
        cast("Control", control).set_value(value)


def _translated(options: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return [(code, translate(words)) for code, words in options.items()]


def _read_number(text: str) -> Json:
    return min(int(text), MAX_INTEGER) if text.isdecimal() else None


def _read_clock(text: str) -> Json:
    """`9.30` as `09:30`, `9:30~` as about that; None for anything else."""
    found = _CLOCK.fullmatch(text.strip())
    return f"{int(found[1]):02d}:{found[2]}{found[3]}" if found else None


def _write_plain(value: Json) -> str:
    return "" if value is None else str(value)
