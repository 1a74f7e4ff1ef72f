"""What stays beside the present page: a second incident, to read or to write in while one goes elsewhere."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.gui.page import Page
from app.gui.theme import Theme
from app.gui.widgets.fields import icon_button, plain_label
from app.words import translate


class Beside(QWidget):
    """Holds a page of its own, which saves by itself as any other; hidden while nothing is kept."""

    def __init__(self, theme: Theme, make: Callable[[], Page], close: Callable[[], None]) -> None:
        """`make` makes the page when it is first needed; `close` is what the button does."""
        super().__init__()
        self._make = make
        self._page: Page | None = None
        self.identifier = ""
        """The incident that is kept here; empty while none is."""
        words = plain_label(translate("Kept beside"), "small")
        self.close_button = icon_button("x", translate("Close what is kept beside"), close, theme)
        row = QHBoxLayout()
        row.setContentsMargins(theme.space(6), theme.space(2), theme.space(3), 0)
        row.addWidget(words, 1)
        row.addWidget(self.close_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(row)
        self.hide()

    @property
    def page(self) -> Page | None:
        """The page, if something is kept."""
        return self._page if self.identifier else None

    def keep(self, identifier: str) -> None:
        """Show that incident here until `let_go`."""
        if self._page is None:
            self._page = self._make()
            self._column.addWidget(self._page, 1)
        self.identifier = identifier
        self._page.enter(id=identifier)

    def let_go(self) -> None:
        """Keep nothing any more. What was typed is saved; the page stays for the next, and for the answer."""
        if self.page is not None:
            self.page.leave()
        self.identifier = ""

    def forget(self) -> None:
        """Keep nothing any more, neither what was shown nor the way back to it."""
        self.identifier = ""
        if self._page is not None:
            self._page.deleteLater()
            self._page = None

    def has_cursor(self) -> bool:
        """Whether the keys are meant for what is kept here."""
        return self.page is not None and self.isAncestorOf(self.window().focusWidget())

    def hear(self, kinds: frozenset[str]) -> None:
        """Records of these kinds were changed."""
        if self.page is not None and self.page.watches & kinds:
            self.page.refresh()
