"""Everything by which the list of incidents is narrowed and ordered, and the searches that were kept."""

from collections.abc import Iterable, Iterator

from babel import Locale
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.completeness import PURPOSES
from app.domain.date_reading import read_date
from app.domain.date_words import date_in_words
from app.domain.dates import edtf_span
from app.domain.facets import FacetName, place_path
from app.domain.identity import Fingerprint
from app.domain.query import Narrowing, Order, Query
from app.domain.text import make_visible
from app.domain.vocabulary import label_in
from app.domain.work import Watch
from app.gui.page import PageContext
from app.gui.theme import Theme
from app.gui.widgets.choosing import Choice, Options
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import Field, button
from app.gui.widgets.offers import MOST_OFFERS, Offer, OfferingLine, place_offers
from app.gui.widgets.persons import PersonChooser
from app.gui.widgets.typing import TextLine
from app.services.form_files import load_forms, load_vocabularies
from app.services.found import CountedTown, RecordCounts, SavedSearch
from app.services.gazetteer_files import find_places, region_name
from app.words import N_, chosen_language, translate

NARROWINGS = {
    Narrowing.URGENT: N_("Urgent"),
    Narrowing.INCOMPLETE: N_("Incomplete"),
    Narrowing.IN_CONFLICT: N_("In several versions"),
    Narrowing.HAS_EVIDENCE: N_("With evidence"),
}
ORDERS = {
    Order.NEWEST: N_("Newest first"),
    Order.OLDEST: N_("Oldest first"),
    Order.TITLE: N_("By title"),
    Order.ADDED: N_("Last added first"),
}
PURPOSE_WORDS = {
    "complete": N_("a complete record"),
    "complaint": N_("a complaint"),
    "urgent_appeal": N_("an urgent appeal"),
}
_INDENT = "    "
_LISTS = {
    FacetName.STATUS: "violation_status",
    FacetName.MONITORING: "monitoring_status",
    FacetName.PRIORITY: "priority",
}


class DayLine(QWidget):
    """One end of a span of days, typed as a date is anywhere else; `day()` is what it means."""

    changed = Signal()

    def __init__(self, context: PageContext, *, is_last: bool) -> None:
        super().__init__()
        self._context, self._is_last = context, is_last
        self.line = TextLine()
        self.line.changed.connect(self._read)
        self.field = Field(translate("Until") if is_last else translate("From"), self.line, context.theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        self.setFocusProxy(self.line)

    def day(self) -> str | None:
        """`YYYY-MM-DD`; None where nothing is typed, or nothing that is a date."""
        typed = self.line.value()
        today = self._context.clock.now().date()
        read = read_date(typed, chosen_language(), today) if typed else None
        return edtf_span(read.edtf)[self._is_last] if read else None

    def show_day(self, day: str | None) -> None:
        """Show a day; not a change."""
        if day != self.day():
            self.line.set_value(day)
        self._explain()

    def _read(self) -> None:
        self._explain()
        self.changed.emit()

    def _explain(self) -> None:
        day = self.day()
        if day is not None:
            self.field.show_hint(f"= {date_in_words(day)}")
        else:
            unread = translate("Not understood: write 9 January 2026, or 2026-01-09.")
            self.field.show_hint(unread if self.line.value() else "")


class FilterPanel(ScrollColumn):
    """`changed` when something else is asked; `kept` and `forgotten` with the name of a search."""

    changed = Signal()
    kept = Signal(str)
    forgotten = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme)
        theme = context.theme
        self._query, self._saved = Query(), dict[str, Query]()
        self.saved = Choice((), none=translate("None"))
        self.order = Choice([(each.value, translate(words)) for each, words in ORDERS.items()], none="")
        self.form = Choice(_forms(), none=translate("All forms"))
        self._lanes, self._asking, self._towns = context.lanes, Watch(), dict[str, str]()
        self.place = Choice((), none=translate("Anywhere"))
        self.town = OfferingLine(theme)
        self.town.asked.connect(self._ask_towns)
        self.town.taken.connect(self._take_town)
        self.since, self.until = DayLine(context, is_last=False), DayLine(context, is_last=True)
        self.surely = QCheckBox(translate("Only what certainly was in that time"))
        self.who = PersonChooser(context)
        self.coded = {name: Choice(_codes(name), none=translate("Any")) for name in _LISTS}
        purposes = [(purpose, translate(PURPOSE_WORDS[purpose])) for purpose in PURPOSES]
        self.missing = Choice(purposes, none=translate("Anything or nothing"))
        self.author = Choice((), none=translate("Anybody"))
        self.only = {each: QCheckBox(translate(words)) for each, words in NARROWINGS.items()}
        self.name = TextLine()
        self._keep = button(translate("Keep this search"), self._tell_kept, theme)
        self._forget = button(translate("Forget it"), self._tell_forgotten, theme, look="bare")
        self._lay_out(context)
        for control in (self.order, self.form, self.place, self.missing, self.author, *self.coded.values()):
            control.changed.connect(self._ask)
        for line in (self.since, self.until, self.who):
            line.changed.connect(self._ask)
        for box in (self.surely, *self.only.values()):
            box.clicked.connect(lambda _: self._ask())
        self.saved.changed.connect(self._take_saved)
        self.name.changed.connect(self._show_keeping)
        self._show_keeping()

    def query(self) -> Query:
        """What is asked, but for the words."""
        return self._query

    def show_query(self, query: Query) -> None:
        """Show what is asked; not a change."""
        self._query = query
        self.order.set_value(query.order.value)
        self.form.set_value(query.form)
        self._show_place(query.place)
        self.since.show_day(query.since)
        self.until.show_day(query.until)
        self.surely.setChecked(query.surely)
        if query.names is None:
            self.who.set_value(None)
        for name, choice in self.coded.items():
            choice.set_value(getattr(query, name.value))
        self.missing.set_value(query.missing)
        self.author.set_value(query.author)
        for each, box in self.only.items():
            box.setChecked(each in query.only)

    def clear(self) -> None:
        """Ask for everything again, in the same order."""
        self.saved.set_value(None)
        self.show_query(Query(order=self._query.order))
        self.changed.emit()

    def offer_saved(self, searches: Iterable[SavedSearch]) -> None:
        """These are kept."""
        chosen = self.saved.value()
        self._saved = {each.name: each.query for each in searches}
        _refill(self.saved, [(name, name) for name in self._saved])
        self.saved.set_value(chosen if chosen in self._saved else None)
        self._show_keeping()

    def offer_authors(self, authors: Iterable[tuple[Fingerprint, str]]) -> None:
        """These may have written something."""
        _refill(self.author, authors)
        self.author.set_value(self._query.author)

    def show_counts(self, counts: RecordCounts, towns: Iterable[CountedTown]) -> None:
        """How many there are of each form, place and code; `towns` are those of the region that is chosen."""
        by_value = {(facet.name, facet.value): facet.count for facet in counts.facets}
        for choice, name in ((self.form, FacetName.FORM), *((self.coded[each], each) for each in self.coded)):
            for row in range(choice.count()):
                code = choice.itemData(row)
                label = choice.itemText(row).partition("  ·  ")[0]
                found = by_value.get((name, code), 0) if code else 0
                choice.setItemText(row, f"{label}  ·  {found}" if found else label)
        places: dict[str, int] = {}
        for (name, value), count in by_value.items():
            for path in _around(value) if name is FacetName.PLACE else ():
                places[path] = places.get(path, 0) + count
        for town in towns:
            places[town.path], self._towns[town.path] = town.count, make_visible(town.name)
        _refill(
            self.place,
            [
                (path, f"{_INDENT * path.count('/')}{self._place_words(path)}  ·  {places[path]}")
                for path in sorted(places)
            ],
        )
        self._show_place(self._query.place)

    def _show_place(self, path: str | None) -> None:
        """A town that no record names can be asked for too."""
        if path is not None and self.place.findData(path) < 0:
            self.place.addItem(_INDENT * path.count("/") + self._place_words(path), path)
        self.place.set_value(path)

    def _place_words(self, path: str) -> str:
        """What the place at a path is called, in the language in force."""
        country, _, rest = path.partition("/")
        region, _, town = rest.partition("/")
        if town:
            return self._towns.get(path) or make_visible(town.title())
        if region:
            return region_name(region) or region
        return str(Locale(chosen_language()).territories.get(country, country))

    def _ask_towns(self, typed: str) -> None:
        self._asking.cancel()
        self._asking = self._lanes.short.run(
            lambda _services, _watch: find_places(typed, MOST_OFFERS),
            owner=self,
            on_done=lambda found: self.town.offer(typed, place_offers(found)),
            # Offers are a convenience: without them one chooses from the list.
            on_failed=lambda _: self.town.hide_offers(),
        )

    def _take_town(self, offer: Offer) -> None:
        path = place_path(offer.place or {})
        self._towns[path] = make_visible(offer.title)
        self.town.set_value(None)
        self._show_place(path)
        self._ask()

    def _lay_out(self, context: PageContext) -> None:
        theme = context.theme
        self.rows.setContentsMargins(theme.space(4), 0, theme.space(4), theme.space(3))
        self.rows.setSpacing(theme.space(3))
        for each, box in self.only.items():
            box.setAccessibleName(translate(NARROWINGS[each]))
        self.surely.setAccessibleName(self.surely.text())
        lists = [Field(_list_words(name), choice, theme) for name, choice in self.coded.items()]
        for pair in (
            (
                Field(translate("Kept searches"), self.saved, theme),
                Field(translate("Order"), self.order, theme),
            ),
            tuple(self.only.values())[:2],
            tuple(self.only.values())[2:],
            (Field(translate("Form"), self.form, theme), Field(translate("Place"), self.place, theme)),
            (Field(translate("Town, village or region, by name"), self.town, theme),),
            (self.since, self.until),
            (self.surely,),
            (Field(translate("A person named in it"), self.who, theme), lists[0]),
            tuple(lists[1:]),
            (
                Field(translate("Something is missing for"), self.missing, theme),
                Field(translate("Written or changed by"), self.author, theme),
            ),
            (button(translate("Show everything again"), self.clear, theme, icon_name="x"),),
            (Field(translate("Name for keeping this search"), self.name, theme),),
            (ButtonRow(theme, self._keep, self._forget),),
        ):
            self.rows.addLayout(_beside(theme, *pair))
        self.rows.addStretch(1)

    def _ask(self) -> None:
        who = self.who.value() or {}
        asked = {
            "order": self.order.value(),
            "form": self.form.value(),
            "place": self.place.value(),
            "since": self.since.day(),
            "until": self.until.day(),
            "surely": self.surely.isChecked(),
            "names": who.get("id"),
            "missing": self.missing.value(),
            "author": self.author.value(),
            "only": tuple(each for each, box in self.only.items() if box.isChecked()),
            **{name.value: choice.value() for name, choice in self.coded.items()},
        }
        query = Query().with_changes(**asked)
        if query != self._query:
            self._query = query
            self.saved.set_value(None)
            self._show_keeping()
            self.changed.emit()

    def _take_saved(self) -> None:
        name = self.saved.value()
        if name is not None:
            self.show_query(self._saved[name].with_changes(words=""))
            self.name.set_value(name)
        self._show_keeping()
        self.changed.emit()

    def _show_keeping(self) -> None:
        self._keep.setEnabled(bool((self.name.value() or "").strip()))
        self._forget.setVisible(self.saved.value() is not None)

    def _tell_kept(self) -> None:
        self.kept.emit((self.name.value() or "").strip())

    def _tell_forgotten(self) -> None:
        if (name := self.saved.value()) is not None:
            self.forgotten.emit(name)


def _beside(theme: Theme, *widgets: QWidget) -> QHBoxLayout:
    """Widgets of one row, each with the same share of it."""
    row = QHBoxLayout()
    row.setSpacing(theme.space(3))
    for widget in widgets:
        row.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
    return row


def _around(path: str) -> Iterator[str]:
    """The country and the region in which a place lies."""
    parts = path.split("/")[:2]
    yield from ("/".join(parts[:depth]) for depth in range(1, len(parts) + 1) if parts[depth - 1])


def _forms() -> Options:
    return [(form.id, label_in(form.label, chosen_language())) for form in load_forms().all_newest()]


def _codes(name: FacetName) -> Options:
    vocabulary = load_vocabularies().find(_LISTS[name])
    entries = vocabulary.entries if vocabulary else ()
    return [(entry.code, label_in(entry.label, chosen_language())) for entry in entries]


def _list_words(name: FacetName) -> str:
    vocabulary = load_vocabularies().find(_LISTS[name])
    return label_in(vocabulary.label, chosen_language()) if vocabulary else name.value


def _refill(choice: Choice, options: Options) -> None:
    """Other options behind the one that means "not chosen"."""
    while choice.count() > 1:
        choice.removeItem(1)
    for code, label in options:
        choice.addItem(label, code)
