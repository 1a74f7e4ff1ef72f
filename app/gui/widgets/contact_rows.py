"""Contacts in a list: name, and below it what they are to us, in words and with a sign."""

from collections.abc import Iterable
from string import Template

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from app.domain.text import make_visible
from app.gui.icons import icon
from app.gui.theme import Theme
from app.services.answers import ShownContact
from app.words import translate

ROW_PIXELS = 56
_SIGNS = {
    "verified": ("check", "accent"),
    "unverified": ("triangle-alert", "amber"),
    "introduced": ("users", "quiet"),
    "revoked": ("x", "danger"),
}
# Hover, selection and focus are three different things.
_SHEET = Template("""
QListView::item { border: 2px solid transparent; border-bottom: 1px solid $line; padding: ${pad}px; }
QListView::item:hover { background: $hover; }
QListView::item:selected { background: $accent_soft; color: $text; }
QListView::item:focus { border: 2px solid $accent; }
""")


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
        colours = theme.colours
        self.setStyleSheet(
            _SHEET.substitute(
                line=colours.line, hover=colours.hover, text=colours.text, accent=colours.accent,
                accent_soft=colours.accent_soft, pad=theme.space(2),
            )
        )  # fmt: skip
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
        picture, colour = _SIGNS.get(contact.trust, ("user", "quiet"))
        # Two lines, whatever a name has in it.
        name = make_visible(contact.name).replace("\n", " ")
        item = QListWidgetItem(f"{name}\n{standing(contact)}")
        item.setIcon(icon(picture, self._theme, colour=getattr(self._theme.colours, colour)))
        item.setData(Qt.ItemDataRole.UserRole, contact.fingerprint)
        item.setSizeHint(QSize(0, self._theme.pixels(ROW_PIXELS)))
        self.addItem(item)
        if marked:
            self.setCurrentItem(item)

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))


def standing(contact: ShownContact) -> str:
    """What a contact is to us, in words; an expired card says so."""
    words = make_visible(contact.trust_words).replace("\n", " ")
    return f"{words} · {translate('expired')}" if contact.expired else words
