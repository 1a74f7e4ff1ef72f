"""Who: typed as a name, with offers of those who are already in the vault."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.gui.page import PageContext
from app.gui.timers import single_shot
from app.gui.widgets.fields import plain_label
from app.gui.widgets.offers import MOST_OFFERS, Offer, OfferingLine, name_offers
from app.services.offered import NameOffers
from app.words import translate

_PAUSE_MS = 80


class PersonChooser(QWidget):
    """`{"id": …}` of one who is known, `{"name": …}` of one who is new. `kind` serves other records too."""

    changed = Signal()

    def __init__(self, context: PageContext, kind: str = "person") -> None:
        super().__init__()
        self._context = context
        self._kind = kind
        self._known: str | None = None
        self._asking: Watch | None = None
        self._line = OfferingLine(context.theme)
        self._hint = plain_label("", "small")
        self._pause = single_shot(self, _PAUSE_MS, self._ask)
        self._line.textEdited.connect(self._typed)
        self._line.asked.connect(lambda _: self._pause.start())
        self._line.taken.connect(self._take)
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
        self.changed.emit()

    def _ask(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
        kind, typed = self._kind, self._line.looked_for()
        self._asking = self._context.lanes.short.run(
            lambda services, _: services.matching.offers(kind, typed, MOST_OFFERS),
            owner=self,
            on_done=lambda found: self._offer(typed, found),
            # Offers are a convenience: without them the name is simply new.
            on_failed=lambda _: self._offer(typed, NameOffers(offers=())),
        )

    def _offer(self, typed: str, found: NameOffers) -> None:
        if self._known is None:
            self._line.offer(typed, name_offers(typed, found))

    def _take(self, offer: Offer) -> None:
        if offer.id is None:
            # As Enter does where nothing is offered.
            self._line.editingFinished.emit()
            return
        self._known = offer.id
        self._line.setText(offer.title)
        self._show_standing()
        self.changed.emit()

    def _show_standing(self) -> None:
        if self._known is not None:
            self._hint.setText(translate("Known already"))
        elif self._line.text():
            self._hint.setText(translate("New"))
        else:
            self._hint.setText("")
