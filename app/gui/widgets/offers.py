"""What is offered beneath a line while one types, with the reason; arrow keys and Enter take it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCompleter,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.domain.strict_json import JsonObject
from app.domain.text import make_visible
from app.gui.screen_capture import withhold
from app.gui.theme import Theme
from app.gui.widgets.fields import set_look
from app.gui.widgets.typing import TextLine
from app.services.offered import FoundPlaces, NameOffers
from app.words import translate

FEWEST_LETTERS = 2
"""Before so many letters nothing is offered."""
MOST_OFFERS = 6
ROW_PIXELS = 48
LEAST_WIDTH_PIXELS = 380
"""Beneath a narrow field the list is wider: a region and a reason have to be readable."""
_OFFER = Qt.ItemDataRole.UserRole

_Index: TypeAlias = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Offer:
    """One row: what it is called, and why it is offered. A new one, to be made, has no id."""

    title: str
    detail: str = ""
    id: str | None = None
    place: JsonObject | None = None


class OfferingLine(TextLine):
    """Emits `asked` with what to look for; answer with `offer`. `taken` is an Offer the person took."""

    asked = Signal(str)
    taken = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._model = QStandardItemModel(self)
        self._popup = QListView()
        set_look(self._popup, "offers")
        self._popup.setAccessibleName(translate("Known already"))
        self._popup.setMouseTracking(True)
        self._popup.setMinimumWidth(theme.pixels(LEAST_WIDTH_PIXELS))
        self._popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(MOST_OFFERS + 1)
        self._completer.setPopup(self._popup)
        # Setting a popup gives it the delegate of the completer.
        self._popup.setItemDelegate(_OfferDelegate(theme, self._popup))
        self._completer.setWidget(self)
        self._completer.activated[QModelIndex].connect(self._take_row)  # type: ignore[index]
        self.textEdited.connect(lambda _: self._ask())

    def looked_for(self) -> str:
        """The words for which offers are wanted now; by default the whole line."""
        return self.text().strip()

    def offer(self, typed: str, offers: Sequence[Offer]) -> None:
        """Show these for `typed`, unless something else stands there by now."""
        if typed != self.looked_for() or not self.hasFocus():
            return
        self._model.clear()
        for each in offers:
            spoken = ", ".join(part for part in (each.title, each.detail) if part)
            item = QStandardItem(spoken)
            item.setData(each, _OFFER)
            self._model.appendRow(item)
        if offers:
            self._completer.complete()
            withhold(self._popup.windowHandle())
            self._popup.setCurrentIndex(QModelIndex())
        else:
            self._popup.hide()

    def hide_offers(self) -> None:
        """Nothing is offered now."""
        self._popup.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter on an offer takes it; Ctrl+Enter, while something is offered, takes the new one."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not self._popup.isVisible():
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._new_one() is not None:
            self._popup.hide()
            self.taken.emit(self._new_one())
            event.accept()
        elif self.is_offer_chosen():
            event.ignore()  # the list of offers takes it
        else:
            # The list would take a row on which nobody has set foot.
            self._popup.hide()
            super().keyPressEvent(event)
            event.accept()

    def is_offer_chosen(self) -> bool:
        """Whether the person went to a row: a list that gets the focus makes its first one current."""
        return self._popup.isVisible() and self._popup.selectionModel().hasSelection()

    def _new_one(self) -> Offer | None:
        rows = (self._model.item(row).data(_OFFER) for row in range(self._model.rowCount()))
        return next((each for each in rows if each.id is None), None)

    def _ask(self) -> None:
        typed = self.looked_for()
        if len(typed) >= FEWEST_LETTERS:
            self.asked.emit(typed)
        else:
            self._popup.hide()

    def _take_row(self, index: QModelIndex) -> None:
        offer = index.data(_OFFER)
        if isinstance(offer, Offer):
            self.taken.emit(offer)


def name_offers(typed: str, found: NameOffers) -> list[Offer]:
    """Those known, each with the reason, and last the new one."""
    known = [
        Offer(on_one_line(each.name), " · ".join((_standing(match=each.match), each.why, each.mark)), each.id)
        for each in found.offers
    ]
    new = translate("Enter on this row, or Ctrl+Enter, makes a new one")
    return [*known, Offer(translate("A new one: {name}").format(name=typed), new)] if known else []


def place_offers(found: FoundPlaces) -> list[Offer]:
    """Places with region, country and the reason."""
    return [
        Offer(
            each.name,
            " · ".join(part for part in (each.region_name, each.country_name, each.why) if part),
            each.id,
            each.place,
        )
        for each in found.offers
    ]


def on_one_line(name: str) -> str:
    """A name as a row or a line can hold it."""
    return " ".join(make_visible(name).split())


def _standing(*, match: bool) -> str:
    return translate("match") if match else translate("might be")


class _OfferDelegate(QStyledItemDelegate):
    """Two lines: what it is called; why it is offered, and what tells it apart, in grey."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002, N802 - Qt's
        """Room for both."""
        return QSize(0, self._theme.pixels(ROW_PIXELS))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The row that Enter takes is marked."""
        offer = index.data(_OFFER)
        if not isinstance(offer, Offer):
            return
        colours, theme = self._theme.colours, self._theme
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.accent_soft))
            painter.fillRect(QRect(rect.x(), rect.y(), theme.space(1), rect.height()), QColor(colours.accent))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.hover))
        inside = rect.adjusted(theme.space(3), theme.space(1), -theme.space(2), -theme.space(1))
        half = inside.height() // 2
        lines = (
            (offer.title, theme.font(), colours.text),
            (offer.detail, theme.font("small"), colours.quiet),
        )
        for number, (words, font, colour) in enumerate(lines):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            room = QRect(inside.x(), inside.y() + number * half, inside.width(), half)
            elided = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)
        painter.restore()
