"""A list of records of one kind with its search: what the lists of the window have in common."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.domain.query import Query
from app.gui.page import Column, Page, PageContext
from app.gui.widgets.fields import plain_label
from app.gui.widgets.records import Query as ListQuery
from app.gui.widgets.records import RecordList
from app.gui.widgets.typing import SearchLine
from app.services import Services, answers
from app.words import translate, translate_plural


class RecordListPage(Page):
    """Subclasses say which kind, in which words, and what narrows the list."""

    column = Column.LIST
    kind: ClassVar[str] = ""
    page_of_one: ClassVar[str] = ""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.line = SearchLine(context.theme, translate("Search"))
        self.list = self.make_list(partial(_page, self.kind, self.first_query()))
        self.count = plain_label("", "small")
        self.found = 0
        self.line.textChanged.connect(lambda _: self.ask())
        self.list.chosen.connect(self.choose)
        self.list.counted.connect(self._note_count)
        self.list.failed.connect(self.fail)
        self.body.setContentsMargins(0, context.theme.space(3), 0, 0)
        self.body.setSpacing(context.theme.space(2))
        self.head = QVBoxLayout()
        self.head.setContentsMargins(context.theme.space(4), 0, context.theme.space(4), 0)
        self.head.setSpacing(context.theme.space(2))
        self.search_row = QHBoxLayout()
        self.search_row.setSpacing(context.theme.space(2))
        self.search_row.addWidget(self.line, 1)
        self.head.addLayout(self.search_row)
        self.build_head()
        self.head.addWidget(self.count)
        self.body.addLayout(self.head)
        self.body.addWidget(self.list, 1)
        self.count.hide()

    def words(self) -> str:
        """What the list is called."""
        raise NotImplementedError

    def empty_words(self) -> tuple[str, str, Callable[[], None] | None]:
        """What an empty list says, with the button that makes the first, if there is one."""
        raise NotImplementedError

    def first_query(self) -> Query:
        """What the list shows until something else is asked for."""
        return Query()

    def make_list(self, query: ListQuery) -> RecordList:
        """The list itself, which asks `query` until something else is asked for."""
        return RecordList(self.context, query, self.words())

    def build_head(self) -> None:
        """Put what narrows the list below the search line, into `head`, or beside it, into `search_row`."""

    def query(self) -> Query:
        """What is asked: the words that were typed, and whatever else narrows the list."""
        return Query(words=self.line.text().strip())

    def enter(self, **arguments: object) -> None:
        """Show the list; `search` puts words into the search line."""
        if isinstance(words := arguments.get("search"), str):
            self.line.setText(words)
        self.refresh()

    def refresh(self) -> None:
        """Ask again, and stay where one is."""
        self.list.reload()

    def search(self) -> None:
        """Put the cursor into the search line."""
        self.show_empty(None)
        self.line.setFocus()
        self.line.selectAll()

    def choose(self, identifier: str) -> None:
        """Go to the page of the record that was chosen."""
        self.context.navigate(self.page_of_one, id=identifier)

    def ask(self) -> None:
        """Ask for what the search line and the filters say now."""
        self.list.reload(partial(_page, self.kind, self.query()))

    def _note_count(self, count: int) -> None:
        self.found = count
        # Where nothing is there is nothing to stop at.
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus if count else Qt.FocusPolicy.NoFocus)
        is_narrowed = self.query().is_narrowed
        if count == 0 and not is_narrowed:
            self.show_empty(*self.empty_words())
            return
        self.show_empty(None)
        self.count.setText(self.count_words(count))
        self.count.setVisible(is_narrowed)

    def count_words(self, count: int) -> str:
        """How many were found."""
        found = translate_plural("{count} found", "{count} found", count).format(count=count)
        return found if count else translate("Nothing matches.")


def _page(kind: str, query: Query, services: Services, limit: int, offset: int) -> answers.RecordList:
    return services.searches.page(kind, query, limit, offset)
