"""A detention episode: the hours that a protocol leaves out, the moves, the conditions."""

from typing import Annotated

from app.domain.compartments import IN_IDENTITIES, IN_MEDICAL
from app.domain.dates import FuzzyDate
from app.domain.fields import (
    Code,
    Content,
    Entries,
    Entry,
    From,
    Line,
    OrganisationRef,
    PersonRef,
    PrivilegedEntry,
    Text,
    YesNo,
)
from app.domain.place import Place


class Move(Entry):
    """One facility in which the person was held."""

    facility: OrganisationRef | None = None
    place: Place | None = None
    since: FuzzyDate | None = None
    until: FuzzyDate | None = None
    note: Text | None = None


class Visit(Entry):
    """One visit, had or refused."""

    when: FuzzyDate | None = None
    visitor: PersonRef | None = None
    kind: Annotated[Code, From("visitor_kind")] | None = None
    allowed: YesNo | None = None
    private: YesNo | None = None
    note: Text | None = None


class Conditions(Content):
    """How the person was held."""

    space: Text | None = None
    temperature: Text | None = None
    food: Text | None = None
    light: Text | None = None
    other: Text | None = None


class Detention(PrivilegedEntry):
    """One person held, from the seizure to the release; written time against real time."""

    person: PersonRef | None = None
    seized: FuzzyDate | None = None
    protocol: FuzzyDate | None = None
    """The time that the official paper gives."""
    released: FuzzyDate | None = None
    authority: OrganisationRef | None = None
    authority_name: Line | None = None
    ground: Text | None = None
    moves: Entries[Move] = ()
    conditions: Conditions | None = None
    whereabouts_told: YesNo | None = None
    counsel: Annotated[Code, From("counsel")] | None = None
    counsel_words: Annotated[Text | None, IN_IDENTITIES] = None
    statements_signed: Annotated[Code, From("statements_signed")] | None = None
    medical_attention: Annotated[Text | None, IN_MEDICAL] = None
    visits: Entries[Visit] = ()
