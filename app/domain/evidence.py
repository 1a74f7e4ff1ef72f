"""An item of evidence: the facts about a file. Its bytes lie elsewhere, named by their SHA-256."""

from typing import Annotated, Literal, TypeAlias

from pydantic import StringConstraints

from app.domain.compartments import IN_IDENTITIES, IN_SOURCES
from app.domain.dates import FuzzyDate
from app.domain.fields import (
    Code,
    Content,
    Count,
    Entries,
    Entry,
    EntryId,
    EvidenceRef,
    From,
    IncidentRef,
    Language,
    Line,
    Mark,
    PersonRef,
    PrivilegedEntry,
    Several,
    Sha256,
    Text,
)

_RESTRICTED_NAME = r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}"
MediaType: TypeAlias = Annotated[str, StringConstraints(pattern=rf"^{_RESTRICTED_NAME}/{_RESTRICTED_NAME}$")]
"""RFC 6838, lower case: `image/jpeg`."""

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{3})?"
FileTime: TypeAlias = Annotated[
    str, StringConstraints(pattern=rf"^{_DAY}T{_CLOCK}(Z|[+-][0-9]{{2}}:[0-9]{{2}})?$")
]
"""RFC 3339; without `Z` or offset where the file does not tell its zone (as most cameras do)."""


class EvidenceTimes(Content):
    """The three times of an item; where they disagree, that is a finding and is shown."""

    claimed: FuzzyDate | None = None
    """When whoever gave it says it was made."""
    metadata: FileTime | None = None
    """What the file itself says inside (EXIF, PDF, container)."""
    file: FileTime | None = None
    """The time stamp that the file bore on the disk it came from."""


class Authenticity(Content):
    """Whether the item is what it claims to be: who looked, how, with what result."""

    result: Annotated[Code, From("authenticity")] | None = None
    method: Text | None = None
    by: Line | None = None
    when: FuzzyDate | None = None


class EvidenceLink(Entry):
    """What the item shows: an incident, and within it acts and injuries by their entry ids."""

    incident: IncidentRef | None = None
    acts: Several[EntryId] = ()
    injuries: Several[EntryId] = ()
    note: Text | None = None


class TimecodeNote(PrivilegedEntry):
    """What is heard or seen at one moment of a recording, or on one page."""

    at_ms: Count | None = None
    until_ms: Count | None = None
    page: Count | None = None
    text: Text | None = None


class Evidence(Content):
    """One item. `sha256` and `size_bytes` are of the plain bytes and never change."""

    sha256: Sha256 | None = None
    size_bytes: Count | None = None
    media_type: MediaType | None = None
    name: Annotated[Line | None, IN_IDENTITIES] = None
    """The file's original name; people name files after people."""
    title: Line | None = None
    description: Text | None = None
    material: Annotated[Code, From("material")] | None = None
    arrived: Annotated[Code, From("arrived")] | None = None
    """How it came into this vault."""
    given_by: Annotated[PersonRef | None, IN_SOURCES] = None
    device: Annotated[Line | None, IN_SOURCES] = None
    """What it was recorded with, as far as it tells who recorded it."""
    times: EvidenceTimes | None = None
    role: Literal["original", "working_copy"] | None = None
    original: EvidenceRef | None = None
    """For a working copy: the item it was made from."""
    authenticity: Authenticity | None = None
    links: Entries[EvidenceLink] = ()
    language: Language | None = None
    transcript: Text | None = None
    notes: Entries[TimecodeNote] = ()
    privileged: Mark = False
    """Under the lawyer's secret: the whole item leaves the vault only with a stated reason."""
