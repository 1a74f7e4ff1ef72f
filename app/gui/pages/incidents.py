"""The list of incidents: found as one types, narrowed by any of its fields, in the order one likes."""

from collections.abc import Callable, Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton

from app.domain.identity import Fingerprint
from app.domain.query import Narrowing, Order, Query
from app.domain.text import make_visible
from app.gui.icons import icon
from app.gui.page import PageContext
from app.gui.pages.column_lists import PANEL_SHARE, ColumnListPage
from app.gui.timers import single_shot
from app.gui.widgets.fields import button, icon_room, set_look
from app.gui.widgets.filters import FilterPanel
from app.gui.widgets.reminder import DeadlineReminder
from app.services import Services
from app.services.found import CountedTown, RecordCounts, SavedSearches
from app.services.searches import towns_counted
from app.words import translate, translate_plural

_COUNT_AFTER_MS = 150


class Incidents(ColumnListPage):
    """All incidents, the latest first."""

    name = "incidents"
    place = "incidents"
    kind = "incident"
    page_of_one = "incident"
    watches = frozenset({"incident", "person", "proceeding", "evidence"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._counting = single_shot(self, _COUNT_AFTER_MS, self._count)
        self._days: tuple[int, int] | None = None
        self.body.insertWidget(1, self.panel, PANEL_SHARE)

    def words(self) -> str:
        """What the list is called."""
        return translate("Incidents")

    def empty_words(self) -> tuple[str, str, Callable[[], None] | None]:
        """Nothing was recorded yet."""
        sentence = translate("Here stands what happened: every incident that you record or receive.")
        return sentence, translate("New incident"), lambda: self.context.navigate("quick_entry")

    def build_head(self) -> None:
        """The buttons of columns and filters; these stand between them and the list while they are open."""
        theme = self.context.theme
        self.panel = FilterPanel(self.context)
        self.panel.changed.connect(self._narrow)
        self.panel.kept.connect(self._keep)
        self.panel.forgotten.connect(self._forget)
        self.panel.hide()
        self.filters = QToolButton()
        self.filters.setIcon(icon("list-filter", theme, gap=theme.space(1)))
        self.filters.setIconSize(icon_room(theme))
        self.filters.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.filters.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.filters.setCheckable(True)
        set_look(self.filters, "menu")
        self.filters.toggled.connect(self._open_panel)
        self.new_button = button(
            translate("New incident"),
            lambda: self.context.navigate("quick_entry"),
            theme,
            look="primary",
            icon_name="plus",
        )
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        row.addWidget(self.new_button)
        row.addStretch(1)
        row.addWidget(self.filters)
        self.head.insertLayout(0, row)
        self.build_columns(with_order=False)
        self.reminder = DeadlineReminder(self.context)
        self.head.insertWidget(1, self.reminder, 0, Qt.AlignmentFlag.AlignLeft)
        self._show_filters()

    def enter(self, **arguments: object) -> None:
        """Show the list; `only` is what it is narrowed to, and nothing else then."""
        if isinstance(only := arguments.get("only"), Collection):
            self.line.clear()
            order = self.panel.query().order
            self.panel.show_query(Query(only=tuple(Narrowing(each) for each in only), order=order))
            self._narrow()
        super().enter(**arguments)

    def query(self) -> Query:
        """The words that were typed, and what the filters say."""
        return self.panel.query().with_changes(words=self.line.text().strip())

    def refresh(self) -> None:
        """Ask again, and count again while the filters are open."""
        super().refresh()
        self._counting.start()
        self.reminder.ask()

    def ask(self) -> None:
        """Ask for what the search line and the filters say now."""
        super().ask()
        self._counting.start()

    def count_words(self, count: int) -> str:
        """How many were found; of a span of days, how many were certainly in it."""
        words = super().count_words(count)
        if self._days is None:
            return words
        surely, undated = self._days
        told = [words]
        if surely != count:
            told.append(translate("{count} of them certainly in that time").format(count=surely))
        if undated:
            without = translate_plural("{count} more without a date", "{count} more without a date", undated)
            told.append(without.format(count=undated))
        return " · ".join(told)

    @property
    def order(self) -> Order:
        """As the filters say."""
        return self.panel.query().order

    def show_order(self, order: Order) -> None:
        """Through the filters."""
        self.panel.show_query(self.panel.query().with_changes(order=order))
        self._narrow()

    def _narrow(self) -> None:
        self._show_filters()
        order = self.panel.query().order
        if order is not self._order:
            self._order = order
            self.note_order()
        self.ask()

    def open_columns(self, is_open: bool) -> None:
        """The filters give way to the columns."""
        if is_open:
            self.filters.setChecked(False)
        super().open_columns(is_open)

    def _open_panel(self, is_open: bool) -> None:
        self.panel.setVisible(is_open)
        if is_open:
            self.columns_button.setChecked(False)
            self._ask_saved()
            self._counting.start()
            self.panel.saved.setFocus()

    def _show_filters(self) -> None:
        """How many filters are on stands in words, and not in a colour."""
        changed = self.panel.query().model_dump(exclude_defaults=True, exclude={"order"})
        count = len(changed) - ("only" in changed) + len(changed.get("only", ()))
        words = translate("Filter: {count}").format(count=count) if count else translate("Filter")
        self.filters.setText(words)
        self.filters.setAccessibleName(words)

    def _count(self) -> None:
        """What stands beside the values of the filters, and beside the number that was found."""
        query = self.query()
        if not self.panel.isVisible() and not (query.since or query.until):
            self._days = None
            return

        if self.panel.isVisible():
            self.read(lambda services, _: _counted(services, query), lambda it: self.panel.show_counts(*it))
        self.read(lambda services, _: services.searches.in_time(self.kind, query), self._show_days)

    def _show_days(self, days: tuple[int, int] | None) -> None:
        self._days = days
        self.count.setText(self.count_words(self.found))

    def _ask_saved(self) -> None:
        def show(found: tuple[SavedSearches, list[tuple[Fingerprint, str]]]) -> None:
            saved, authors = found
            self.panel.offer_saved(saved.items)
            self.panel.offer_authors(authors)

        self.read(lambda services, _: (services.searches.saved(), _authors(services)), show)

    def _keep(self, name: str) -> None:
        query = self.query()

        def kept(found: SavedSearches) -> None:
            self.panel.offer_saved(found.items)
            self.panel.saved.set_value(name)
            self.context.tell(translate("The search has been kept."))

        self.read(lambda services, _: services.searches.save(name, query), kept)

    def _forget(self, name: str) -> None:
        self.read(
            lambda services, _: services.searches.forget(name),
            lambda found: self.panel.offer_saved(found.items),
        )


def _counted(services: Services, query: Query) -> tuple[RecordCounts, tuple[CountedTown, ...]]:
    """What is counted by field; and the towns of the region that is asked for."""
    counts = services.searches.counts("incident", query)
    return counts, towns_counted(query.place, counts)


def _authors(services: Services) -> list[tuple[Fingerprint, str]]:
    own = services.vault.contacts.own().card.fingerprint
    others = (
        (Fingerprint(each.fingerprint), make_visible(each.name)) for each in services.contacts.list().items
    )
    return [(own, translate("Me")), *(other for other in others if other[0] != own)]
