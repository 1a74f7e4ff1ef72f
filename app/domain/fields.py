"""The kinds of field that records are made of, and what a model says of each of its fields.

A field may carry, in its `Annotated` type: `In` (its compartment, see compartments.py),
`From` (the code list its value is taken from), `Refers` (the kinds of record it names).
Nothing here is a float, nothing is required but what tells one entry from another: a part
may be withheld, and what is left must still be a record.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from app.domain.revision import RecordId
from app.domain.strict_json import MAX_INTEGER
from app.domain.text import MAX_LINE

MAX_TEXT = 500_000
MAX_ENTRIES = 2_000

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class From:
    """Field metadata: the code list (see vocabulary.py) from which the value is taken."""

    vocabulary: str


@dataclass(frozen=True, slots=True)
class Refers:
    """Field metadata: the value is the id of a record of one of these kinds."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Details:
    """Field metadata: the values of a form, by field id; the form says where each belongs."""


@dataclass(frozen=True, slots=True)
class Words:
    """Field metadata: text in a person's own words, to be searched and shown as such."""


def _whole_characters(text: str) -> str:
    """Refuse halves of surrogate pairs: they have no UTF-8, hence no canonical form."""
    if _SURROGATE.search(text):
        raise PydanticCustomError("broken_text", "holds half of a surrogate pair")
    return text


Line: TypeAlias = Annotated[
    str, StringConstraints(max_length=MAX_LINE), AfterValidator(_whole_characters), Words()
]
"""One line for people: a name, a number, a title. Kept exactly as typed."""

Text: TypeAlias = Annotated[
    str, StringConstraints(max_length=MAX_TEXT), AfterValidator(_whole_characters), Words()
]
"""Prose. Kept exactly as typed."""

Code: TypeAlias = Annotated[str, StringConstraints(pattern=r"^(X-)?[a-z][a-z0-9_]{0,60}$")]
"""A code of a list, as stored: `courtroom`; own additions of a coalition begin with `X-`."""

EntryId: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,36}$")]
"""What names an entry within its list, for ever."""

Sha256: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

Language: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?$")]
"""ISO 639 code, with an ISO 15924 script where it matters: `ru`, `kk-Latn`."""

Country: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2."""

Integer: TypeAlias = Annotated[int, Field(strict=True, ge=-MAX_INTEGER, le=MAX_INTEGER)]
Count: TypeAlias = Annotated[int, Field(strict=True, ge=0, le=MAX_INTEGER)]
Mark: TypeAlias = Annotated[bool, Field(strict=True)]
YesNo: TypeAlias = Literal["yes", "no", "unknown"]

RECORD_ID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_Id: TypeAlias = Annotated[RecordId, StringConstraints(pattern=rf"^{RECORD_ID}$")]
RecordRef: TypeAlias = _Id
PersonRef: TypeAlias = Annotated[_Id, Refers(("person",))]
OrganisationRef: TypeAlias = Annotated[_Id, Refers(("organisation",))]
PartyRef: TypeAlias = Annotated[_Id, Refers(("person", "organisation"))]
ProceedingRef: TypeAlias = Annotated[_Id, Refers(("proceeding",))]
IncidentRef: TypeAlias = Annotated[_Id, Refers(("incident",))]
EvidenceRef: TypeAlias = Annotated[_Id, Refers(("evidence",))]


class Content(BaseModel):
    """What a record, or an object within one, contains. Frozen; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, defer_build=True)


class Entry(Content):
    """One of several in a list; its id never changes, so that two edits of a list can be merged."""

    id: EntryId


class PrivilegedEntry(Entry):
    """An entry that can be put, as a whole, under the lawyer's secret."""

    privileged: Mark = False
    """Under the lawyer's secret: the whole entry leaves the vault only with a stated reason."""


AnyEntry = TypeVar("AnyEntry", bound=Entry)
Item = TypeVar("Item")


def _own_ids(entries: tuple[AnyEntry, ...]) -> tuple[AnyEntry, ...]:
    """Refuse two entries of one id; privileged entries go last, as joining the parts leaves them."""
    if len({entry.id for entry in entries}) != len(entries):
        raise PydanticCustomError("same_id", "two entries have the same id")
    return tuple(sorted(entries, key=lambda entry: bool(getattr(entry, "privileged", False))))


def _no_repeats(items: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(items))


def _plain_json(value: Any) -> Any:
    """Refuse in free JSON what has no canonical form: floats, huge integers, broken text."""
    if isinstance(value, str):
        _whole_characters(value)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            _whole_characters(key)
            _plain_json(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _plain_json(inner)
    elif isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise PydanticCustomError("large_integer", "an integer beyond 2^53")
    elif value is not None:
        raise PydanticCustomError("not_plain", "neither text, integer, true, false, list nor object")
    return value


DetailValues: TypeAlias = Annotated[
    Mapping[str, Annotated[Any, AfterValidator(_plain_json)]], Field(max_length=MAX_ENTRIES), Details()
]
"""Values of a form by field id: plain JSON without floats, kept whether or not the form is known."""

Entries: TypeAlias = Annotated[tuple[AnyEntry, ...], Field(max_length=MAX_ENTRIES), AfterValidator(_own_ids)]
"""A list of entries, in the person's order but for the privileged ones, which come last."""

Several: TypeAlias = Annotated[tuple[Item, ...], Field(max_length=MAX_ENTRIES), AfterValidator(_no_repeats)]
"""A list of plain values (codes, ids), each once."""


def is_record_id(text: str) -> bool:
    """Whether `text` has the shape of a record id (a UUID in lower case)."""
    return re.fullmatch(RECORD_ID, text, re.ASCII) is not None
