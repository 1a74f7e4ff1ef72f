"""A list in columns and in an order of one's choice, both remembered in the vault for each list."""

from app.domain.list_columns import OFFERED, ChosenColumns, ListColumn
from app.domain.query import Order, Query
from app.domain.work import Watch
from app.gui.page import PageContext
from app.gui.pages.record_lists import RecordListPage
from app.gui.timers import single_shot
from app.gui.widgets.column_list import ColumnList
from app.gui.widgets.columns_panel import ColumnsPanel
from app.gui.widgets.fields import icon_button
from app.gui.widgets.records import Query as ListQuery
from app.services import Services
from app.words import translate

_KEEP_AFTER_MS = 1_000
PANEL_SHARE, LIST_SHARE = 3, 2


class ColumnListPage(RecordListPage):
    """In the order in which the lists of its kind stand at first, until another is chosen or remembered."""

    def __init__(self, context: PageContext) -> None:
        self._order = OFFERED[self.kind].order
        super().__init__(context)
        self._keeping = single_shot(self, _KEEP_AFTER_MS, self._keep_layout)
        self._columns: ChosenColumns | None = None
        self.body.insertWidget(1, self.columns_panel, PANEL_SHARE)
        self.body.setStretchFactor(self.list, LIST_SHARE)

    @property
    def order(self) -> Order:
        """In which order the list stands."""
        return self._order

    def show_order(self, order: Order) -> None:
        """Put the list into that order, and ask anew."""
        self._order = order
        self.columns_panel.show_order(order)
        self.note_order()
        self.ask()

    def first_query(self) -> Query:
        """All of them, in that order."""
        return Query(order=self._order)

    def query(self) -> Query:
        """The words that were typed, in the order that was chosen."""
        return super().query().with_changes(order=self._order)

    def make_list(self, query: ListQuery) -> ColumnList:
        """In columns of one's choice."""
        self.table = ColumnList(self.context, query, self.words(), self.kind)
        self.table.rearranged.connect(self._take_columns)
        self.table.header.pressed.connect(self._order_by)
        return self.table

    def build_columns(self, *, with_order: bool) -> None:
        """The button beside the search line, and the panel that it opens between that and the list."""
        theme = self.context.theme
        self.columns_panel = ColumnsPanel(theme, self.kind, with_order=with_order)
        self.columns_panel.rearranged.connect(self._take_columns)
        self.columns_panel.ordered.connect(self.show_order)
        self.columns_panel.show_order(self._order)
        self.columns_panel.hide()
        self.columns_button = icon_button("columns", translate("Columns"), lambda: None, theme)
        self.columns_button.setCheckable(True)
        self.columns_button.toggled.connect(self.open_columns)
        self.search_row.addWidget(self.columns_button)

    def open_columns(self, is_open: bool) -> None:
        """Open the panel, or close it."""
        self.columns_panel.setVisible(is_open)
        if is_open:
            self.columns_panel.setFocus()

    def refresh(self) -> None:
        """Ask again; the first time, for columns and order too."""
        if self._columns is None:
            self._ask_layout()
        super().refresh()

    def note_order(self) -> None:
        """The list stands in another order: show it above the columns, and remember it."""
        self.table.header.show_order(self.order)
        self._keeping.start()

    def seal(self) -> None:
        """Remember columns and order before the vault is locked."""
        if self._keeping.isActive():
            self._keep_layout()

    def _ask_layout(self) -> None:
        def show(kept: tuple[str | None, str | None]) -> None:
            columns, order = kept
            if self._columns is not None:
                return
            self._show_columns(ChosenColumns.from_text(self.kind, columns or ""))
            known = {each.value: each for each in self.table.columns.offered.all_orders}
            if order in known and known[order] is not self.order:
                self.show_order(known[order])

        at_columns, at_order = self._layout_names()
        self.read(
            lambda services, _: (services.settings.layout(at_columns), services.settings.layout(at_order)),
            show,
        )

    def _layout_names(self) -> tuple[str, str]:
        """The parts of the layout under which columns and order are remembered."""
        return f"{self.name}.columns", f"{self.name}.order"

    def _order_by(self, name: ListColumn) -> None:
        order = self.table.columns.offered.order_by(name, self.order)
        if order is None:
            # Qt has moved its arrow already.
            self.table.header.show_order(self.order)
        else:
            self.show_order(order)

    def _show_columns(self, columns: ChosenColumns) -> None:
        self._columns = columns
        if columns != self.table.columns:
            self.table.show_columns(columns)
        self.columns_panel.show_columns(columns)

    def _take_columns(self, columns: ChosenColumns) -> None:
        self._show_columns(columns)
        self._keeping.start()

    def _keep_layout(self) -> None:
        self._keeping.stop()
        columns, order = self.table.columns.to_text(), self.order.value
        at_columns, at_order = self._layout_names()

        def keep(services: Services, _watch: Watch) -> None:
            services.settings.keep_layout(at_columns, columns)
            services.settings.keep_layout(at_order, order)

        self.read(keep, lambda _: None)
