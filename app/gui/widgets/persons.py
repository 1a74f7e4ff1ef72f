"""Who: typed as a name, with offers of those who are already in the vault."""

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QListView, QVBoxLayout, QWidget

from app.domain.strict_json import JsonObject
from app.domain.text import make_visible
from app.domain.work import Watch
from app.gui.page import PageContext
from app.gui.timers import single_shot
from app.gui.widgets.fields import plain_label
from app.gui.widgets.typing import TextLine
from app.services.answers import ListedRecord, RecordList
from app.words import translate

OFFERS = 8
FEWEST_LETTERS = 2
_PAUSE_MS = 80


class PersonChooser(QWidget):
    """`{"id": …}` of one who is known, `{"name": …}` of one who is new. `kind` serves other records too."""

    changed = Signal()

    def __init__(self, context: PageContext, kind: str = "person") -> None:
        super().__init__()
        self._context = context
        self._kind = kind
        self._known: str | None = None
        self._offers: tuple[ListedRecord, ...] = ()
        self._asking: Watch | None = None
        self._texts = QStringListModel(self)
        self._line = TextLine()
        self._hint = plain_label("", "small")
        completer = QCompleter(self._texts, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._popup = QListView()
        self._popup.setAccessibleName(translate("Known already"))
        completer.setPopup(self._popup)
        completer.setWidget(self._line)
        completer.activated.connect(self._take)
        self._completer = completer
        self._pause = single_shot(self, _PAUSE_MS, self._ask)
        self._line.textEdited.connect(self._typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.space(1))
        column.addWidget(self._line)
        column.addWidget(self._hint)
        self.setFocusProxy(self._line)

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        """The name belongs to the line that takes the focus."""
        super().setAccessibleName(name)
        self._line.setAccessibleName(name)

    def value(self) -> JsonObject | None:
        """Who was chosen or named; None while nothing is typed."""
        if self._known is not None:
            return {"id": self._known}
        name = self._line.value()
        return {"name": name} if name else None

    def set_value(self, value: JsonObject | None, shown: str = "") -> None:
        """Show somebody known, under the name `shown`, or a new name; not a change."""
        known, name = (value or {}).get("id"), (value or {}).get("name")
        self._known = known if isinstance(known, str) else None
        self._line.setText(shown if self._known else name if isinstance(name, str) else "")
        self._show_standing()

    def _typed(self) -> None:
        self._known = None
        self._show_standing()
        self._pause.start()
        self.changed.emit()

    def _ask(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
        kind, text = self._kind, self._line.text().strip()
        if len(text) < FEWEST_LETTERS:
            self._popup.hide()
            return
        self._asking = self._context.lanes.short.run(
            lambda services, _: services.reading.list_kind(kind, None, text, OFFERS, 0),
            owner=self,
            on_done=self._offer,
            # Offers are a convenience: without them the name is simply new.
            on_failed=lambda _: self._offer(RecordList(total=0, items=())),
        )

    def _offer(self, found: RecordList) -> None:
        if not self._line.hasFocus() or self._known is not None:
            return
        self._offers = found.items
        self._texts.setStringList([_offer_text(each) for each in found.items])
        if found.items:
            self._completer.complete()
        else:
            self._popup.hide()

    def _take(self, text: str) -> None:
        chosen = next(each for each in self._offers if _offer_text(each) == text)
        self._known = chosen.id
        self._line.setText(make_visible(chosen.title))
        self._show_standing()
        self.changed.emit()

    def _show_standing(self) -> None:
        if self._known is not None:
            self._hint.setText(translate("Known already"))
        elif self._line.text():
            self._hint.setText(translate("New"))
        else:
            self._hint.setText("")


def _offer_text(record: ListedRecord) -> str:
    parts = (make_visible(record.title), make_visible(record.place or ""), record.reference)
    return " · ".join(part for part in parts if part)
