"""A date as it is known: typed as people write it or as EDTF, shown as it was understood."""

from collections.abc import Callable
from datetime import date

from pydantic import ValidationError
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.date_reading import DateRead, read_date
from app.domain.date_words import date_and_time_in_words, date_in_words, weekday_contradiction
from app.domain.dates import TimeOfDay
from app.domain.strict_json import Json, JsonObject
from app.gui.theme import Theme
from app.gui.widgets.fields import plain_label
from app.gui.widgets.typing import TextLine
from app.words import chosen_language, translate


class FuzzyDateEdit(QWidget):
    """The JSON of `domain.dates.FuzzyDate`. What is not understood is kept as the person's own words."""

    changed = Signal()

    def __init__(self, theme: Theme, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._value: JsonObject = {}
        self._said: Json = None
        self._line = TextLine()
        self._examples = translate("9 January 2026, 01.2026, about 2025, yesterday 14:30")
        self._around = theme.space(6)
        self._understood = plain_label("", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addWidget(self._line)
        column.addWidget(self._understood)
        self._line.changed.connect(self._read)
        self.setFocusProxy(self._line)
        self._show(None)

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        """The name belongs to the line that takes the focus."""
        super().setAccessibleName(name)
        self._line.setAccessibleName(name)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """As many examples as there is room for."""
        super().resizeEvent(event)
        shown = self._examples
        while (
            ", " in shown and self._line.fontMetrics().horizontalAdvance(shown) > self.width() - self._around
        ):
            shown = shown.rpartition(", ")[0]
        self._line.setPlaceholderText(shown)

    def value(self) -> JsonObject | None:
        """The date as JSON; None while nothing is typed."""
        return self._value or None

    def set_value(self, value: JsonObject | None) -> None:
        """Show this date; not a change. What it holds beside the date itself is kept."""
        if value == self.value():
            return
        self._value = dict(value or {})
        self._said = self._value.get("said") if "edtf" in self._value else None
        self._line.setText(self._line_text())
        self._show(None)

    def _line_text(self) -> str:
        """What can be typed to get the date that is shown."""
        edtf, time = self._value.get("edtf"), _time_of(self._value)
        if not isinstance(edtf, str):
            return str(self._value.get("said") or "")
        if "/" in edtf or (time and time.precision not in (None, "minute")):
            return date_and_time_in_words(edtf, time)
        return f"{edtf} {time.value}" if time else edtf

    def _read(self) -> None:
        text = self._line.value()
        kept = {name: held for name, held in self._value.items() if name not in ("edtf", "said", "time")}
        understood = read_date(text, chosen_language(), self._today()) if text else None
        if text is None:
            self._value = {}
        elif understood is None:
            self._value = {**kept, "said": text}
        else:
            self._value = {**kept, "edtf": understood.edtf}
            # The date alone says nothing that the witness's own words, kept before, did not.
            said = self._said if text in (understood.edtf, date_in_words(understood.edtf)) else text
            if said is not None:
                self._value["said"] = said
            if understood.time:
                self._value["time"] = understood.time.model_dump(exclude_none=True)
        self._show(understood)
        self.changed.emit()

    def _show(self, read: DateRead | None) -> None:
        edtf = self._value.get("edtf")
        if isinstance(edtf, str):
            words = date_and_time_in_words(edtf, _time_of(self._value))
            shown = f"= {words} ({edtf})"
            if read and read.contradiction:
                shown = f"{shown}\n{weekday_contradiction(edtf)}"
            self._understood.setText(shown)
        elif self._value.get("said"):
            self._understood.setText(translate("Kept as written; no date was recognised in it."))
        else:
            self._understood.setText("")
        # Its line keeps its height, so that nothing jumps while one types.


def _time_of(value: JsonObject) -> TimeOfDay | None:
    """The time of day of a date; None where there is none that can be read."""
    try:
        return TimeOfDay.model_validate(value.get("time"))
    except ValidationError:
        return None
