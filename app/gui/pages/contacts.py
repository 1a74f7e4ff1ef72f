"""Contacts: everybody whose bundles are taken and to whom one writes; cards are added here."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.work import Watch
from app.gui.code_pictures import is_picture
from app.gui.file_dialogs import choose_files
from app.gui.page import Column, Page, PageContext
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.contact_rows import ContactRows
from app.gui.widgets.dropping import dropped_paths
from app.gui.widgets.fields import button, plain_label
from app.gui.widgets.typing import SearchLine
from app.services import Services
from app.services.answers_contacts import ContactList, ShownContact
from app.services.picture_codes import READING, read_code_in
from app.words import translate


class Contacts(Page):
    """The list; each contact and one's own card have a page beside it."""

    name = "contacts"
    place = "contacts"
    column = Column.LIST
    watches = frozenset({"contact"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.setAcceptDrops(True)
        self.search_line = SearchLine(theme, translate("Search"))
        self.rows = ContactRows(theme)
        self.search_line.textChanged.connect(self.rows.search)
        self.rows.chosen.connect(lambda fingerprint: context.navigate("contact", fingerprint=fingerprint))
        self.nobody = plain_label(
            translate("Nobody yet. Ask somebody for their card, and drop the file here."), "quiet"
        )
        self.card_button = button(
            translate("My card"), lambda: context.navigate("my_card"), theme, icon_name="contact"
        )
        self.add_button = button(translate("Add a card…"), self._ask, theme, look="primary", icon_name="plus")
        self.groups_button = button(
            translate("Groups"), lambda: context.navigate("groups"), theme, icon_name="users"
        )
        buttons = ButtonRow(theme, self.card_button, self.groups_button, self.add_button)
        self.body.setContentsMargins(0, theme.space(3), 0, 0)
        self.body.setSpacing(theme.space(2))
        head = QVBoxLayout()
        head.setContentsMargins(theme.space(4), 0, theme.space(4), 0)
        head.setSpacing(theme.space(2))
        for widget in (buttons, self.search_line, self.nobody):
            head.addWidget(widget)
        self.body.addLayout(head)
        self.body.addWidget(self.rows, 1)
        self._rest = QWidget()
        self.body.addWidget(self._rest, 1)
        self.nobody.hide()
        self._rest.hide()

    def enter(self, **_: object) -> None:
        """Ask who there is."""
        self.refresh()

    def refresh(self) -> None:
        """Ask again who there is."""
        self.read(lambda services, _: services.contacts.list(), self._show)

    def search(self) -> None:
        """Put the cursor into the search line."""
        self.search_line.setFocus()
        self.search_line.selectAll()

    def add_cards(self, paths: Iterable[Path]) -> None:
        """Take in the cards of these files, or find who has the code in a picture, and compare."""
        for path in paths:
            self._look(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files only."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Cards that were dropped."""
        event.acceptProposedAction()
        self.add_cards(dropped_paths(event))

    def _look(self, path: Path) -> None:
        # On a lane: a drive may take its time to answer.
        self.read(lambda _services, _: is_picture(path), partial(self._take, path))

    def _take(self, path: Path, picture: bool) -> None:
        if picture:
            self.work(READING, partial(_owner_of, path=path), self._found)
        else:
            self.read(lambda services, _: services.contacts.add_file(path), self._added)

    def _found(self, contact: ShownContact) -> None:
        self.error_bar.hide()
        self.context.navigate("contact", fingerprint=contact.fingerprint, told=contact.fingerprint)

    def _ask(self) -> None:
        choose_files(self, translate("Add a card…"), self.add_cards)

    def _show(self, contacts: ContactList) -> None:
        self.rows.show_contacts(contacts.items, self.search_line.text())
        self.nobody.setVisible(not contacts.items)
        self.rows.setVisible(bool(contacts.items))
        self.search_line.setVisible(bool(contacts.items))
        self._rest.setVisible(not contacts.items)

    def _added(self, contact: ShownContact) -> None:
        self.error_bar.hide()
        self.context.announce("contact")
        self.context.navigate("contact", fingerprint=contact.fingerprint)


def _owner_of(services: Services, watch: Watch, path: Path) -> ShownContact:
    """Whose code is in a picture; ContactError `contact.picture`, `contact.unknown`."""
    return services.contacts.show(services.contacts.find(read_code_in(path, watch)).fingerprint)
