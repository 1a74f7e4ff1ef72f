"""What searches answer, beyond the page of a list itself; and what is written of what they find."""

from app.domain.duplicates import Likeness
from app.domain.facets import FacetName
from app.domain.query import Query
from app.services.answer import Answer


class SavedSearch(Answer):
    """A query that was given a name."""

    name: str
    query: Query


class SavedSearches(Answer):
    """All saved searches, by name."""

    items: tuple[SavedSearch, ...]


class CountedFacet(Answer):
    """How many of the records found have this value of this field."""

    name: FacetName
    value: str
    count: int


class CountedTown(Answer):
    """How many of the records found name this town: its path in the tree of places, and its name."""

    path: str
    name: str
    count: int


class RecordCounts(Answer):
    """What a query finds, counted by the fields that it can be narrowed by."""

    total: int
    facets: tuple[CountedFacet, ...]


class PossibleDuplicate(Answer):
    """An incident that may be the same as another, and why."""

    id: str
    reference: str
    title: str
    when: str | None
    place: str | None
    why: tuple[Likeness, ...]


class PossibleDuplicates(Answer):
    """Those that may be the same, the likeliest first."""

    items: tuple[PossibleDuplicate, ...]


class RecordsExported(Answer):
    """Records written as lines of JSON; `left_out` are the compartments that are not in them.

    A record `not_understood` (of a kind or schema of a later version) cannot be written as one; of an
    `undecided` one, in which two versions of a field stand, the line has the version shown first. Both
    travel whole in bundles.
    """

    path: str
    records: int
    bytes: int
    sha256: str
    left_out: tuple[str, ...]
    not_understood: int = 0
    undecided: int = 0
