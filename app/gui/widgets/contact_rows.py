"""Contacts in a list: name, and below it what they are to us, in words and with a sign."""

from collections.abc import Iterable
from typing import TypeAlias

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.domain.text import make_visible
from app.gui.icons import NORMAL, icon_pixmap
from app.gui.theme import Theme
from app.gui.widgets.fields import plain_label
from app.gui.widgets.records import ROW_PIXELS, paint_ground
from app.services.answers_contacts import ShownContact
from app.words import translate

DETAIL = Qt.ItemDataRole.UserRole + 1
Index: TypeAlias = QModelIndex | QPersistentModelIndex
_SIGNS = {
    "verified": ("check", "accent"),
    "unverified": ("triangle-alert", "amber"),
    "introduced": ("users", "quiet"),
    "revoked": ("x", "danger"),
}


class ContactRows(QListWidget):
    """`chosen` with the fingerprint of the row that was clicked or on which Enter was pressed."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._contacts: tuple[ShownContact, ...] = ()
        self.setAccessibleName(translate("Contacts"))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._delegate = _ContactDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)

    def show_contacts(self, contacts: Iterable[ShownContact], search: str = "") -> None:
        """Show those whose name or organisation has what is searched for; the marked one stays marked."""
        marked = {item.data(Qt.ItemDataRole.UserRole) for item in self.selectedItems()}
        self._contacts = tuple(contacts)
        wanted = search.casefold().strip()
        self.clear()
        for contact in self._contacts:
            if wanted in f"{contact.name} {contact.organisation or ''}".casefold():
                self._add(contact, marked=contact.fingerprint in marked)

    def search(self, text: str) -> None:
        """Show only those that match."""
        self.show_contacts(self._contacts, text)

    def _add(self, contact: ShownContact, *, marked: bool) -> None:
        # What is painted is DETAIL, what is read aloud is the text.
        name, words = make_visible(contact.name).replace("\n", " "), standing(contact)
        item = QListWidgetItem(f"{name}, {words}")
        item.setData(Qt.ItemDataRole.UserRole, contact.fingerprint)
        item.setData(DETAIL, (contact.trust, name, words))
        self.addItem(item)
        if marked:
            self.setCurrentItem(item)

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))


class _ContactDelegate(QStyledItemDelegate):
    """Two lines and a sign; hover, selection and focus are three different things."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802 - Qt's
        """56 px."""
        return QSize(0, self._theme.pixels(ROW_PIXELS))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The sign stands before the name, what it says below it."""
        theme, colours = self._theme, self._theme.colours
        rect: QRect = option.rect
        trust, name, words = index.data(DETAIL)
        picture, colour = _SIGNS.get(trust, ("user", "quiet"))
        painter.save()
        paint_ground(painter, rect, option.state, theme)
        pad, sign = theme.space(4), theme.pixels(NORMAL)
        drawn = icon_pixmap(picture, theme, colour=getattr(colours, colour))
        painter.drawPixmap(rect.x() + pad, rect.y() + (rect.height() - sign) // 2, drawn)
        inside = rect.adjusted(2 * pad + sign, theme.space(2), -pad, -theme.space(2))
        half = inside.height() // 2
        for top, text, font, pen in (
            (0, name, theme.font(bold=True), colours.text),
            (half, words, theme.font("small"), colours.quiet),
        ):
            line = QRect(inside.x(), inside.y() + top, inside.width(), half)
            elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.setFont(font)
            painter.setPen(QColor(pen))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)
        painter.restore()


_MARKS = {"self": "✓", "verified": "✓", "unverified": "▲", "introduced": "▲", "revoked": "✗"}
_LOOKS = {"unverified": "gap", "introduced": "gap", "revoked": "danger"}


def standing_label(contact: ShownContact) -> QLabel:
    """What a contact is to us, with a sign and its colour."""
    return plain_label(f"{_MARKS.get(contact.trust, '')} {standing(contact)}", _LOOKS.get(contact.trust, ""))


def standing(contact: ShownContact) -> str:
    """What a contact is to us, in words; an expired card says so."""
    words = make_visible(contact.trust_words).replace("\n", " ")
    return f"{words} · {translate('expired')}" if contact.expired else words
