"""A detention episode: the hours that a protocol leaves out, the moves, the conditions."""

from typing import Annotated

from pydantic import Field

from app.domain.compartments import IN_IDENTITIES, IN_MEDICAL
from app.domain.dates import FuzzyDate
from app.domain.fields import (
    Code,
    Content,
    Count,
    Entries,
    Entry,
    From,
    Line,
    OrganisationRef,
    PersonRef,
    PrivilegedEntry,
    ProceedingRef,
    Several,
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
    """How the person was held: in figures where they are known, and in words."""

    when: FuzzyDate | None = None
    kinds: Several[Annotated[Code, From("conditions_used")]] = ()
    space: Text | None = None
    space_cm2_per_person: Count | None = None
    places: Count | None = None
    """For how many people the cell was made."""
    held: Count | None = None
    """How many people were in it."""
    temperature: Text | None = None
    temperature_c: Annotated[int, Field(strict=True, ge=-90, le=90)] | None = None
    food: Text | None = None
    water: Text | None = None
    light: Text | None = None
    bedding: Text | None = None
    other: Text | None = None


class Detention(PrivilegedEntry):
    """One person held, from the seizure to the release; written time against real time."""

    person: PersonRef | None = None
    seized: FuzzyDate | None = None
    protocol: FuzzyDate | None = None
    """The time that the official paper gives."""
    protocol_number: Line | None = None
    released: FuzzyDate | None = None
    authority: OrganisationRef | None = None
    authority_name: Line | None = None
    ground: Text | None = None
    held_as: Annotated[Code, From("detention_status")] | None = None
    charged: FuzzyDate | None = None
    judge_when: FuzzyDate | None = None
    """When the person was first brought before a judge."""
    decision: Annotated[Code, From("detention_decision")] | None = None
    decided_until: FuzzyDate | None = None
    """Until when that decision lets the person be held."""
    proceeding: ProceedingRef | None = None
    arbitrary_grounds: Several[Annotated[Code, From("arbitrary_ground")]] = ()
    moves: Entries[Move] = ()
    conditions: Conditions | None = None
    whereabouts_told: YesNo | None = None
    outside_contact: Annotated[Code, From("outside_contact")] | None = None
    relatives_told: FuzzyDate | None = None
    rights_explained: YesNo | None = None
    interpretation: Annotated[Code, From("interpretation")] | None = None
    counsel: Annotated[Code, From("counsel")] | None = None
    counsel_words: Annotated[Text | None, IN_IDENTITIES] = None
    statements_signed: Annotated[Code, From("statements_signed")] | None = None
    medical_attention: Annotated[Text | None, IN_MEDICAL] = None
    medical_care: Annotated[Code | None, From("medical_attention"), IN_MEDICAL] = None
    visits: Entries[Visit] = ()
    release_terms: Text | None = None
