"""A date as it is known: typed as people write it or as EDTF, shown as it was understood."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.strict_json import JsonObject
from app.gui.theme import Theme
from app.gui.typed_dates import date_in_words, read_typed_date
from app.gui.widgets.fields import plain_label
from app.gui.widgets.typing import TextLine
from app.words import translate


class FuzzyDateEdit(QWidget):
    """The JSON of `domain.dates.FuzzyDate`. What is not understood is kept as the person's own words."""

    changed = Signal()

    def __init__(self, theme: Theme, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._value: JsonObject = {}
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
        self._show()

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
        edtf, time = self._value.get("edtf"), self._value.get("time")
        clock = time.get("value") if isinstance(time, dict) else None
        shown = f"{edtf} {clock}" if clock else edtf
        self._line.setText(str(shown or self._value.get("said") or ""))
        self._show()

    def _read(self) -> None:
        text = self._line.value()
        kept = {name: held for name, held in self._value.items() if name not in ("edtf", "said", "time")}
        understood = read_typed_date(text, self._today()) if text else None
        if text is None:
            self._value = {}
        elif understood is None:
            self._value = {**kept, "said": text}
        else:
            self._value = {**kept, "edtf": understood.edtf}
            if text != understood.edtf:
                self._value["said"] = text
            if understood.time:
                self._value["time"] = {"value": understood.time, "precision": "minute"}
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        edtf, time = self._value.get("edtf"), self._value.get("time")
        if isinstance(edtf, str):
            words = date_in_words(edtf)
            clock = time.get("value") if isinstance(time, dict) else None
            self._understood.setText(f"= {words}, {clock}" if clock else f"= {words}")
        elif self._value.get("said"):
            self._understood.setText(translate("Kept as written; no date was recognised in it."))
        else:
            self._understood.setText("")
        # Its line keeps its height, so that nothing jumps while one types.
