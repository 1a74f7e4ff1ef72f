"""A proceeding: a court's or an investigator's case, with its numbers and hearings.

Numbers are kept as written and compared by `normalised`; no scheme is enforced, since the
schemes of the region differ and change.
"""

from typing import Annotated, Literal

from app.domain.compartments import IN_IDENTITIES
from app.domain.dates import FuzzyDate
from app.domain.fields import (
    Code,
    Content,
    Count,
    Country,
    Entries,
    Entry,
    EvidenceRef,
    From,
    IncidentRef,
    Line,
    OrganisationRef,
    PartyRef,
    PersonRef,
    PrivilegedEntry,
    ProceedingRef,
    Several,
    Text,
    YesNo,
)


class CaseNumber(Entry):
    """A number of the case: `raw` as it stands on the paper, `normalised` for comparing."""

    country: Country | None = None
    scheme: Line | None = None
    raw: Line | None = None
    normalised: Line | None = None


class Charge(Entry):
    """What somebody is accused of, by which article of which law."""

    person: PersonRef | None = None
    law: Line | None = None
    article: Line | None = None
    text: Text | None = None


class Party(Entry):
    """Who takes part in the proceeding, and as what."""

    party: PartyRef | None = None
    role: Annotated[Code, From("party_role")] | None = None
    note: Text | None = None


class Hearing(Entry):
    """One sitting: what happened in it and what the court did about it."""

    when: FuzzyDate | None = None
    judge: PersonRef | None = None
    room: Line | None = None
    openness: Literal["open", "closed", "unknown"] | None = None
    present: Several[PartyRef] = ()
    happened: Text | None = None
    court_response: Annotated[Code, From("court_response")] | None = None
    response_words: Text | None = None
    request_recorded: Annotated[Code, From("record_entry")] | None = None
    """Whether a request was entered in the record of the hearing, or refused."""
    allegation: Text | None = None
    """Torture or pressure that was alleged before the court."""
    allegation_by: PersonRef | None = None
    allegation_response: Annotated[Code, From("allegation_response")] | None = None
    incidents: Several[IncidentRef] = ()


class Outcome(Entry):
    """A decision: of which date, what, and the paper that says so."""

    when: FuzzyDate | None = None
    kind: Annotated[Code, From("proceeding_outcome")] | None = None
    number: Line | None = None
    by: OrganisationRef | None = None
    text: Text | None = None
    sentence: Annotated[Code, From("sentence")] | None = None
    term_months: Count | None = None
    confession_used: YesNo | None = None
    """Whether it rests on a confession that is said to have been forced."""
    appeal_until: FuzzyDate | None = None
    evidence: Several[EvidenceRef] = ()


class Deadline(Entry):
    """By when something must be done in the proceeding."""

    what: Line | None = None
    due: FuzzyDate | None = None
    done: YesNo | None = None


class LegalNote(PrivilegedEntry):
    """A note on the conduct of the case."""

    when: FuzzyDate | None = None
    text: Text | None = None


class Proceeding(Content):
    """One proceeding, as far as known."""

    title: Line | None = None
    kind: Annotated[Code, From("proceeding_kind")] | None = None
    country: Country | None = None
    numbers: Entries[CaseNumber] = ()
    court: OrganisationRef | None = None
    court_name: Line | None = None
    court_level: Annotated[Code, From("court_level")] | None = None
    judge: PersonRef | None = None
    judge_name: Annotated[Line | None, IN_IDENTITIES] = None
    instance: Annotated[Code, From("instance")] | None = None
    earlier: ProceedingRef | None = None
    """The same case in its earlier instance."""
    opened: FuzzyDate | None = None
    charges: Entries[Charge] = ()
    parties: Entries[Party] = ()
    hearings: Entries[Hearing] = ()
    outcomes: Entries[Outcome] = ()
    deadlines: Entries[Deadline] = ()
    notes: Entries[LegalNote] = ()
