"""Records about records: an event of custody, an erasure of parts, a tombstone. One revision each."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints

from app.domain.compartments import IN_PRIVILEGED
from app.domain.fields import Content, Line, RecordRef, Refers, Several, Sha256, Text
from app.domain.revision import KINDS

Moment: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$")
]
"""UTC with milliseconds, as `times.time_text` writes it."""

_AnyRecord: TypeAlias = Annotated[RecordRef, Refers(KINDS)]

PartName: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]


class CustodyContent(Content):
    """One event in the chain of custody of one item. The actor is the revision's author.

    `previous` is the record id of the item's last event known where this one was written.
    `from_whom` and `to_whom` are fingerprints or plain words.
    """

    action: Literal[
        "taken_in", "viewed", "played", "copied", "redacted_from", "exported", "printed", "shredded"
    ]
    item: Annotated[RecordRef, Refers(("evidence", "incident"))]
    when: Moment
    previous: Annotated[RecordRef, Refers(("custody",))] | None = None
    from_whom: Line | None = None
    to_whom: Several[Line] = ()
    why: Annotated[Text | None, IN_PRIVILEGED] = None


class ErasedParts(Content):
    """The parts of one revision that are to be erased."""

    revision: Sha256
    parts: Annotated[Several[PartName], Field(min_length=1)]


class ErasureContent(Content):
    """Parts of one record that are erased, wherever this is obeyed."""

    record_id: _AnyRecord
    revisions: Annotated[tuple[ErasedParts, ...], Field(min_length=1)]
    reason: Text | None = None


class TombstoneContent(Content):
    """A whole record that is deleted, wherever this is obeyed."""

    record_id: _AnyRecord
    reason: Text | None = None
