"""The columns of lists: which a kind of record has, in which orders; which a person chose, how wide."""

from collections.abc import Mapping
from dataclasses import dataclass
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
    OTHER_NAMES = "other_names"
    OCCUPATION = "occupation"
    POST = "post"
    ORGANISATION = "organisation"
    """Where a person has the post, or had the last one."""
    KIND = "kind"
    PART_OF = "part_of"
    SUBJECT = "subject"
    COURT = "court"
    INSTANCE = "instance"
    OUTCOME = "outcome"
    """What was decided last."""
    HEARING = "hearing"
    """The next one that is ahead."""
    DEADLINE = "deadline"
    """The first that is not met."""
    INCIDENTS = "incidents"
    """How many name it."""


@dataclass(frozen=True, slots=True)
class OfferedColumns:
    """The columns of the list of one kind, with their headings.

    `at_first` is what the two lines of a row say while nobody has chosen; `orders` in which orders the
    list can stand by a column, the one that is meant first in front; `order` how it stands at first.
    """

    words: Mapping[ListColumn, str]
    at_first: tuple[ListColumn, ...]
    orders: Mapping[ListColumn, tuple[Order, ...]]
    order: Order

    def order_by(self, name: ListColumn, order: Order) -> Order | None:
        """What a list that stands in `order` is put into by its heading; None where it cannot be."""
        orders = self.orders.get(name, ())
        at = orders.index(order) + 1 if order in orders else 0
        return orders[at % len(orders)] if orders else None

    @property
    def all_orders(self) -> tuple[Order, ...]:
        """Every order in which the list can stand."""
        return (*(order for orders in self.orders.values() for order in orders), Order.ADDED)


_OF_ALL = {
    ListColumn.EVIDENCE: N_("Evidence"),
    ListColumn.CONFLICTS: N_("Conflicts"),
    ListColumn.REFERENCE: N_("Reference"),
    ListColumn.AUTHOR: N_("Written by"),
    ListColumn.CHANGED: N_("Changed"),
}
_BY_DATE = {ListColumn.WHEN: (Order.NEWEST, Order.OLDEST)}
_OTHERS_BY = {ListColumn.TITLE: (Order.TITLE,), **_BY_DATE, ListColumn.CHANGED: (Order.CHANGED,)}
_AT_FIRST = (ListColumn.TITLE, ListColumn.WHEN, ListColumn.EVIDENCE, ListColumn.CONFLICTS)

OFFERED: Mapping[str, OfferedColumns] = {
    "incident": OfferedColumns(
        words={
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
        },
        at_first=tuple(ListColumn)[:7],
        orders={ListColumn.TITLE: (Order.TITLE,), **_BY_DATE},
        order=Order.NEWEST,
    ),
    "person": OfferedColumns(
        words={
            ListColumn.TITLE: N_("Name of the person"),
            ListColumn.OTHER_NAMES: N_("Other names"),
            ListColumn.WHEN: N_("Date of birth"),
            ListColumn.OCCUPATION: N_("Occupation"),
            ListColumn.POST: N_("Post"),
            ListColumn.ORGANISATION: N_("Organisation"),
            ListColumn.INCIDENTS: N_("Incidents"),
            **_OF_ALL,
        },
        at_first=_AT_FIRST,
        orders={
            **_OTHERS_BY,
            ListColumn.OCCUPATION: (Order.OCCUPATION,),
            ListColumn.ORGANISATION: (Order.ORGANISATION,),
        },
        order=Order.TITLE,
    ),
    "organisation": OfferedColumns(
        words={
            ListColumn.TITLE: N_("Name"),
            ListColumn.OTHER_NAMES: N_("Other names of the organisation"),
            ListColumn.KIND: N_("Kind of organisation"),
            ListColumn.PART_OF: N_("Part of"),
            ListColumn.PLACE: N_("Place"),
            ListColumn.STATUS: N_("Status"),
            ListColumn.WHEN: N_("Founded"),
            ListColumn.INCIDENTS: N_("Incidents"),
            **_OF_ALL,
        },
        at_first=(ListColumn.TITLE, ListColumn.WHEN, ListColumn.PLACE, *_AT_FIRST[2:]),
        orders={
            **_OTHERS_BY,
            ListColumn.KIND: (Order.KIND,),
            ListColumn.PART_OF: (Order.PART_OF,),
            ListColumn.PLACE: (Order.PLACE,),
        },
        order=Order.TITLE,
    ),
    "proceeding": OfferedColumns(
        words={
            ListColumn.TITLE: N_("Number"),
            ListColumn.OTHER_NAMES: N_("Other numbers"),
            ListColumn.SUBJECT: N_("Title"),
            ListColumn.KIND: N_("Kind of proceeding"),
            ListColumn.COURT: N_("Court"),
            ListColumn.INSTANCE: N_("Instance"),
            ListColumn.HEARING: N_("Next hearing"),
            ListColumn.DEADLINE: N_("Next deadline"),
            ListColumn.OUTCOME: N_("Last decision"),
            ListColumn.WHEN: N_("Opened"),
            ListColumn.INCIDENTS: N_("Incidents"),
            **_OF_ALL,
        },
        at_first=_AT_FIRST,
        orders={
            **_OTHERS_BY,
            ListColumn.KIND: (Order.KIND,),
            ListColumn.COURT: (Order.COURT,),
            ListColumn.HEARING: (Order.HEARING,),
            ListColumn.DEADLINE: (Order.DEADLINE,),
        },
        order=Order.TITLE,
    ),
}
"""By the kind of record."""

_WIDTHS = {
    ListColumn.TITLE: 280,
    ListColumn.OTHER_NAMES: 240,
    ListColumn.PLACE: 168,
    ListColumn.FORMS: 168,
    ListColumn.SUBJECT: 240,
    ListColumn.ORGANISATION: 240,
    ListColumn.PART_OF: 240,
    ListColumn.COURT: 240,
    ListColumn.KIND: 168,
    ListColumn.EVIDENCE: 120,
    ListColumn.MISSING: 96,
    ListColumn.CONFLICTS: 96,
    ListColumn.INCIDENTS: 96,
}
_USUAL_WIDTH = 136


class ChosenColumn(BaseModel):
    """One column, so many pixels wide at 100 %."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    column: ListColumn
    width: Annotated[int, Field(ge=NARROWEST, le=WIDEST)]


class ChosenColumns(BaseModel):
    """The columns of the list of a kind from left to right; none: as at first, two lines for each record."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str = "incident"
    items: tuple[ChosenColumn, ...] = ()

    @property
    def offered(self) -> OfferedColumns:
        """All that there are to choose from."""
        return OFFERED[self.kind]

    @property
    def names(self) -> tuple[ListColumn, ...]:
        """What is shown, also while nobody has chosen."""
        return tuple(each.column for each in self.items) or self.offered.at_first

    def as_at_first(self) -> "ChosenColumns":
        """Nothing chosen for a list of this kind."""
        return ChosenColumns(kind=self.kind)

    def with_names(self, *names: ListColumn) -> "ChosenColumns":
        """These, each once, in this order; those that are new as wide as usual."""
        widths = {each.column: each.width for each in self.items}
        return ChosenColumns(
            kind=self.kind,
            items=tuple(
                ChosenColumn(column=name, width=widths.get(name, _WIDTHS.get(name, _USUAL_WIDTH)))
                for name in dict.fromkeys(names)
            ),
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
        items = tuple(
            each.model_copy(update={"width": wide}) if each.column == name else each
            for each in self.with_names(*self.names).items
        )
        return self.model_copy(update={"items": items})

    def width_of(self, name: ListColumn) -> int:
        """How wide one of those is that are shown."""
        return next(each.width for each in self.with_names(*self.names).items if each.column == name)

    def to_text(self) -> str:
        """As it is remembered, under a name that tells the kind."""
        return self.model_dump_json(exclude={"kind"})

    @classmethod
    def from_text(cls, kind: str, text: str) -> "ChosenColumns":
        """What `to_text` wrote; as at first for anything else, such as what a later version remembers."""
        at_first = cls(kind=kind)
        try:
            names = (read := cls.model_validate_json(text)).names
        except ValidationError:
            return at_first
        known = read.items and all(name in at_first.offered.words for name in names)
        return read.model_copy(update={"kind": kind}).with_names(*names) if known else at_first
