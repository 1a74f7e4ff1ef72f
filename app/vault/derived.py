"""What a record shows in lists and answers to a search: computed from its content, never written by hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from app.domain.facets import Facet
from app.domain.registry_row import RegistryRow
from app.domain.revision import RecordId
from app.domain.strict_json import JsonObject

_UNREGISTERED = RegistryRow()


@dataclass(frozen=True, slots=True)
class Missing:
    """A gap: the field, and the purpose that needs it (`complete`, `complaint` …)."""

    field: str
    purpose: str


@dataclass(frozen=True, slots=True)
class DerivedRow:
    """What lists and searches know of one record.

    `when_sort` sorts as text; `first_day` and `last_day` are the days between which it was; `words`
    is all text that a search may find it by, unfolded; `links` are the records it names;
    `evidence_sha256` is the digest that an item of evidence names; `names` are those by which a
    person, an organisation or a proceeding is looked up across spellings, `registered` what their
    lists show besides.
    """

    reference: str = ""
    title: str = ""
    when_text: str = ""
    when_sort: str = ""
    first_day: str = ""
    last_day: str = ""
    place: str = ""
    forms: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    facets: tuple[Facet, ...] = ()
    words: str = ""
    links: tuple[RecordId, ...] = ()
    evidence_sha256: str | None = None
    names: tuple[str, ...] = ()
    registered: RegistryRow = _UNREGISTERED


Derive: TypeAlias = Callable[[str, JsonObject, frozenset[str]], DerivedRow]
"""Pure: kind, joined content, withheld compartments. It must not fail on any content of others."""


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record as a list shows it.

    `evidence` counts the items of evidence linked with it, `conflicts` the fields whose sides
    differ; `understood` is false for a kind or schema of a newer version. `codes` are its status,
    monitoring, priority and urgency; `author` wrote the first revision that came, `changed` is when
    the last one claims to have been written. Those three are left out where no list shows them, and so
    are, of people, organisations and proceedings alone, `cells`: what stands in columns by their names;
    and `incidents`: how many name it.
    """

    record_id: RecordId
    kind: str
    reference: str
    title: str
    when_text: str
    when_sort: str
    place: str
    forms: tuple[str, ...]
    missing: tuple[Missing, ...]
    evidence: int
    conflicts: int
    understood: bool
    deleted: bool
    codes: Mapping[str, str]
    author: str | None
    changed: str | None
    cells: Mapping[str, str] | None
    incidents: int
