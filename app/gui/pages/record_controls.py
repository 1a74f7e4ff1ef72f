"""The control for each type of field, whether a form file asks it or the model itself."""

import re
from collections.abc import Callable
from typing import Protocol, cast

from PySide6.QtCore import QRegularExpression, Signal, SignalInstance
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from app.domain.form import FieldType
from app.domain.injury_words import SIDE_WORDS
from app.domain.strict_json import MAX_INTEGER, Json
from app.domain.vocabulary import label_in
from app.gui.pages.record_picks import (
    EvidenceChoices,
    PickedCodes,
    PickedIncidents,
    PickedParties,
    PickedRecords,
)
from app.gui.pages.record_references import EntryChoice, EntryChoices, FieldChoice, HearingChoice
from app.gui.pages.record_sheet import RecordSheet
from app.gui.theme import Theme
from app.gui.widgets.choosing import Choice, Choices, Options, YesNo
from app.gui.widgets.dates import FuzzyDateEdit
from app.gui.widgets.finding import FindingEdit
from app.gui.widgets.places import PlaceEdit
from app.gui.widgets.typing import LongText, TextLine
from app.services.asked import CONSENTED, LANGUAGE_NAMES, Asked, OwnType
from app.services.country_names import country_names
from app.services.form_files import load_vocabularies
from app.words import chosen_language, translate

CURRENCIES = ("KZT", "KGS", "TJS", "UZS", "RUB", "USD", "EUR")
MOST_BOXES = 9
"""A code list longer than this is offered in a list that opens, not as boxes to tick."""
NARRATIVE_LINES, PROSE_LINES = 8, 3
OLDEST, COLDEST = 130, 90
_AMOUNT = r"\d{0,12}([.,]\d{0,2})?"
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:. ]([0-5][0-9])\s*(~?)")


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
        self._amount.setValidator(QRegularExpressionValidator(QRegularExpression(_AMOUNT), self))
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


def control_for(sheet: RecordSheet, asked: Asked) -> QWidget:
    """A control for a field: a QWidget that is a Control."""
    theme, kind = sheet.theme, asked.kind
    if asked.list is not None:
        return _codes(theme, asked)
    makers: dict[FieldType | OwnType, Callable[[], QWidget]] = {
        FieldType.TEXT: TextLine,
        FieldType.LONG_TEXT: lambda: _prose(sheet, asked),
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
        OwnType.CONSENTED: lambda: Choice(_translated(CONSENTED.items())),
        OwnType.OPTION: lambda: Choice(_translated(asked.options)),
        OwnType.MARK: lambda: Mark(asked.words),
        OwnType.AGE: lambda: Line(_read_age, _write_plain, r"\d{0,3}"),
        OwnType.LANGUAGE: lambda: Choice(LANGUAGE_NAMES.items()),
        OwnType.LANGUAGES: lambda: PickedCodes(theme, LANGUAGE_NAMES.items()),
        OwnType.COUNTRY: lambda: Choice(country_names(chosen_language())),
        OwnType.COUNTRIES: lambda: PickedCodes(theme, country_names(chosen_language())),
        OwnType.SAFE: lambda: YesNo(theme),
        OwnType.BODY_SIDE: lambda: Choice(_translated(SIDE_WORDS.items())),
        OwnType.FINDING: lambda: FindingEdit(theme),
        OwnType.PARTY: lambda: PickedParties(sheet, many=False),
        OwnType.PARTIES: lambda: PickedParties(sheet),
        OwnType.ORGANISATIONS: lambda: PickedRecords(sheet, "organisation"),
        OwnType.PROCEEDING: lambda: PickedRecords(sheet, "proceeding", many=False),
        OwnType.PROCEEDINGS: lambda: PickedRecords(sheet, "proceeding"),
        OwnType.INCIDENT: lambda: PickedIncidents(sheet, many=False),
        OwnType.INCIDENTS: lambda: PickedIncidents(sheet),
        OwnType.CELSIUS: lambda: Line(_read_celsius, _write_plain, r"-?\d{0,2}"),
        OwnType.ENTRIES: lambda: EntryChoices(sheet, asked.of),
        OwnType.ENTRY: lambda: EntryChoice(sheet, asked.of),
        OwnType.HEARING: lambda: HearingChoice(sheet),
        OwnType.FIELD: lambda: FieldChoice(sheet),
    }
    return makers[kind]()


def _prose(sheet: RecordSheet, asked: Asked) -> LongText:
    text = LongText(sheet.theme, NARRATIVE_LINES if asked.path[0] == "narrative" else PROSE_LINES)
    text.parted.connect(sheet.leave_field)
    text.told.connect(sheet.context.tell)
    return text


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


def _translated(options: Options) -> Options:
    return [(code, translate(words)) for code, words in options]


def _read_number(text: str) -> Json:
    return min(int(text), MAX_INTEGER) if text.isdecimal() else None


def _read_celsius(text: str) -> Json:
    bare = text.removeprefix("-")
    return int(text) if bare.isdecimal() and int(bare) <= COLDEST else None


def _read_age(text: str) -> Json:
    return min(int(text), OLDEST) if text.isdecimal() else None


def _read_clock(text: str) -> Json:
    """`9.30` as `09:30`, `9:30~` as about that; None for anything else."""
    found = _CLOCK.fullmatch(text.strip())
    return f"{int(found[1]):02d}:{found[2]}{found[3]}" if found else None


def _write_plain(value: Json) -> str:
    return "" if value is None else str(value)
