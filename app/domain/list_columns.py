"""The columns of the list of incidents: which there are, and which of them a person chose, how wide."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.domain.query import Order
from app.words import N_

NARROWEST, WIDEST = 48, 800
WIDTH_STEP = 24
"""By how much a key makes a column narrower or wider."""


class ListColumn(StrEnum):
    """What a row can say of a record."""

    TITLE = "title"
    WHEN = "when"
    PLACE = "place"
    FORMS = "forms"
    EVIDENCE = "evidence"
    MISSING = "missing"
    CONFLICTS = "conflicts"
    REFERENCE = "reference"
    STATUS = "status"
    MONITORING = "monitoring"
    PRIORITY = "priority"
    URGENCY = "urgency"
    AUTHOR = "author"
    """Whose revision of it came first into this vault."""
    CHANGED = "changed"
    """When the last revision that came says that it was written."""


COLUMN_WORDS: Mapping[ListColumn, str] = {
    ListColumn.TITLE: N_("Title"),
    ListColumn.WHEN: N_("Date"),
    ListColumn.PLACE: N_("Place"),
    ListColumn.FORMS: N_("Form"),
    ListColumn.EVIDENCE: N_("Evidence"),
    ListColumn.MISSING: N_("Missing"),
    ListColumn.CONFLICTS: N_("Conflicts"),
    ListColumn.REFERENCE: N_("Reference"),
    ListColumn.STATUS: N_("Status"),
    ListColumn.MONITORING: N_("Monitoring"),
    ListColumn.PRIORITY: N_("Priority"),
    ListColumn.URGENCY: N_("Urgency"),
    ListColumn.AUTHOR: N_("Written by"),
    ListColumn.CHANGED: N_("Changed"),
}
AT_FIRST = tuple(ListColumn)[:7]
"""What the two lines of a row say while nobody has chosen any column."""
_WIDTHS = {
    ListColumn.TITLE: 280,
    ListColumn.PLACE: 168,
    ListColumn.FORMS: 168,
    ListColumn.EVIDENCE: 120,
    ListColumn.MISSING: 96,
    ListColumn.CONFLICTS: 96,
}
_USUAL_WIDTH = 136


ORDERS: Mapping[ListColumn, tuple[Order, ...]] = {
    ListColumn.TITLE: (Order.TITLE,),
    ListColumn.WHEN: (Order.NEWEST, Order.OLDEST),
}
"""In which orders the list can stand by a column, the one that is meant first in front."""


def order_by(name: ListColumn, order: Order) -> Order | None:
    """What a list that stands in `order` is put into by its heading; None where it cannot be."""
    orders = ORDERS.get(name, ())
    at = orders.index(order) + 1 if order in orders else 0
    return orders[at % len(orders)] if orders else None


class ChosenColumn(BaseModel):
    """One column, so many pixels wide at 100 %."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    column: ListColumn
    width: Annotated[int, Field(ge=NARROWEST, le=WIDEST)]


class ChosenColumns(BaseModel):
    """The columns of a list from left to right; none: as at first, two lines for each record."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    items: tuple[ChosenColumn, ...] = ()

    @property
    def names(self) -> tuple[ListColumn, ...]:
        """What is shown, also while nobody has chosen."""
        return tuple(each.column for each in self.items) or AT_FIRST

    def with_names(self, *names: ListColumn) -> "ChosenColumns":
        """These, each once, in this order; those that are new as wide as usual."""
        widths = {each.column: each.width for each in self.items}
        return ChosenColumns(
            items=tuple(
                ChosenColumn(column=name, width=widths.get(name, _WIDTHS.get(name, _USUAL_WIDTH)))
                for name in dict.fromkeys(names)
            )
        )

    def turned(self, name: ListColumn) -> "ChosenColumns":
        """Shown, as the last one, if it was not; else not shown. Without the last one: as at first."""
        if name in self.names:
            return self.with_names(*(each for each in self.names if each != name))
        return self.with_names(*self.names, name)

    def moved(self, name: ListColumn, step: int) -> "ChosenColumns":
        """So many places to the right, or to the left, as far as there are any."""
        names = [each for each in self.names if each != name]
        names.insert(max(0, self.names.index(name) + step), name)
        return self.with_names(*names)

    def resized(self, name: ListColumn, width: int) -> "ChosenColumns":
        """One as wide as that, within what is sensible."""
        wide = max(NARROWEST, min(width, WIDEST))
        return ChosenColumns(
            items=tuple(
                each.model_copy(update={"width": wide}) if each.column == name else each
                for each in self.with_names(*self.names).items
            )
        )

    def width_of(self, name: ListColumn) -> int:
        """How wide one of those is that are shown."""
        return next(each.width for each in self.with_names(*self.names).items if each.column == name)

    def to_text(self) -> str:
        """As it is remembered."""
        return self.model_dump_json()

    @classmethod
    def from_text(cls, text: str) -> "ChosenColumns":
        """What `to_text` wrote; as at first for anything else, such as what a later version remembers."""
        try:
            read = cls.model_validate_json(text)
        except ValidationError:
            return cls()
        return read.with_names(*(each.column for each in read.items))
