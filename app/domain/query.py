"""What a list of records is asked for: words, fields, a span of days, and in which order.

A query is a value: the window makes it of what was typed and ticked, the shell of its options,
and a saved search is one that was given a name.
"""

from enum import StrEnum
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from app.domain.dates import EdtfError, edtf_span
from app.domain.fields import Code, RecordRef
from app.domain.form import Purpose
from app.domain.text import MAX_LINE

URGENT = ("ongoing", "imminent")
"""Codes of the list `urgency` that mean: now."""


class Narrowing(StrEnum):
    """What a list of records may be narrowed to; several together mean all of them."""

    INCOMPLETE = "incomplete"
    IN_CONFLICT = "in_conflict"
    HAS_EVIDENCE = "has_evidence"
    URGENT = "urgent"


class Order(StrEnum):
    """In which order a list stands. Records without what it goes by come last."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    ADDED = "added"
    """The last that came into this vault first."""
    CHANGED = "changed"
    """The last that was changed first; this and what follows, of people, organisations, proceedings alone."""
    OCCUPATION = "occupation"
    ORGANISATION = "organisation"
    KIND = "kind"
    PART_OF = "part_of"
    PLACE = "place"
    COURT = "court"
    HEARING = "hearing"
    DEADLINE = "deadline"


def _is_day(text: str) -> str:
    try:
        edtf_span(text)
    except EdtfError as error:
        raise PydanticCustomError("day", "{reason}", {"reason": str(error)}) from None
    return text


Day: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_is_day)
]
"""A day as `YYYY-MM-DD`."""

PlacePath: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^([A-Z]{2})?(/([A-Z]{2}-[A-Z0-9]{1,3})?(/[^/]{1,200})?)?$", min_length=2)
]
"""A place in the tree of places: `KZ`, `KZ/KZ-47`, `KZ/KZ-47/жанаозен`; see `facets.place_path`."""

AuthorFingerprint: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Query(BaseModel):
    """Everything here must hold of a record that is found; what is empty asks for nothing.

    `words` are looked for by prefix, folded, in the record and in those that it names, but for other
    incidents. `since` and
    `until` bound the days on which it may have been (with `surely`: on which it certainly was);
    `dated` tells those with a date from those without.
    `names` is the id of a person, organisation or proceeding that the record names. `missing` is a
    purpose for which something is missing; `author` made one of its revisions. `spellings` are other
    paths at which the same place may stand.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    words: Annotated[str, StringConstraints(max_length=MAX_LINE)] = ""
    form: Code | None = None
    place: PlacePath | None = None
    spellings: tuple[PlacePath, ...] = ()
    since: Day | None = None
    until: Day | None = None
    surely: bool = False
    dated: bool | None = None
    names: RecordRef | None = None
    status: Code | None = None
    monitoring: Code | None = None
    priority: Code | None = None
    missing: Purpose | None = None
    author: AuthorFingerprint | None = None
    only: tuple[Narrowing, ...] = ()
    order: Order = Order.NEWEST

    @property
    def is_narrowed(self) -> bool:
        """Whether it asks for anything but everything."""
        return self.model_copy(update={"order": Order.NEWEST, "words": self.words.strip()}) != Query()

    def with_changes(self, **changes: Any) -> "Query":
        """The same but for these fields, checked."""
        return Query.model_validate({**self.model_dump(), **changes})
