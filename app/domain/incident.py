"""An incident: what happened, when and where, to whom, by whom, and how it is known.

One incident holds several acts; each act is written by a form (see form.py), whose own
values stand in `details`. What every act has is here. People, organisations and proceedings
are records of their own and named by id.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from app.domain.body import Figure, Side, View
from app.domain.compartments import IN_IDENTITIES, IN_MEDICAL, IN_SOURCES
from app.domain.dates import FuzzyDate
from app.domain.detention import Detention
from app.domain.fields import (
    Code,
    Content,
    Count,
    DetailValues,
    Entries,
    Entry,
    EntryId,
    EvidenceRef,
    From,
    IncidentRef,
    Language,
    Line,
    Mark,
    OrganisationRef,
    PartyRef,
    PersonRef,
    PrivilegedEntry,
    ProceedingRef,
    Several,
    Text,
    YesNo,
)
from app.domain.place import Place

Consented: TypeAlias = Literal["yes", "no", "not_asked"]
FormVersion: TypeAlias = Annotated[int, Field(strict=True, ge=1, le=9999)]


class Narrative(Content):
    """What happened, in the language in which it was written down."""

    language: Language | None = None
    text: Text | None = None
    privileged: Mark = False


class Translation(PrivilegedEntry):
    """The narrative in another language, beside the original."""

    language: Language | None = None
    text: Text | None = None
    by: Annotated[Line | None, IN_IDENTITIES] = None


class VictimState(Entry):
    """What became of one victim after an act."""

    victim: PartyRef | None = None
    state: Annotated[Code, From("victim_state")] | None = None
    note: Text | None = None


class Act(PrivilegedEntry):
    """One act against somebody, written by one version of one form.

    `details` maps field ids of that form to values; ids it does not know are kept.
    """

    form: Code
    form_version: FormVersion
    type: Annotated[Code, From("act_type")] | None = None
    methods: Several[Annotated[Code, From("method")]] = ()
    victims: Several[PartyRef] = ()
    alleged_perpetrators: Several[PartyRef] = ()
    when: FuzzyDate | None = None
    where: Place | None = None
    proceeding: ProceedingRef | None = None
    hearing: EntryId | None = None
    """Entry id of the hearing within that proceeding."""
    stated_reason: Text | None = None
    """The reason that those who did it gave."""
    intents: Several[Annotated[Code, From("intent")]] = ()
    official_attribution: Annotated[Code, From("official_attribution")] | None = None
    victim_states: Entries[VictimState] = ()
    details: DetailValues = Field(default_factory=dict)
    note: Text | None = None


class Involvement(Entry):
    """How an alleged perpetrator, known or unknown, was involved in one act."""

    act: EntryId | None = None
    perpetrator: PartyRef | None = None
    count: Count | None = None
    """Number of people, where they are unknown."""
    description: Text | None = None
    degree: Annotated[Code, From("involvement_degree")] | None = None
    kind: Annotated[Code, From("perpetrator_kind")] | None = None
    affiliation: OrganisationRef | None = None
    identified_by: Several[Annotated[Code, From("identified_by")]] = ()
    identified_words: Text | None = None
    standing: Annotated[Code, From("perpetrator_standing")] | None = None
    """What has become of them since: charged, dismissed, unpunished."""


class Source(PrivilegedEntry):
    """Who or what says so."""

    person: PersonRef | None = None
    organisation: OrganisationRef | None = None
    name: Line | None = None
    connection: Annotated[Code, From("source_connection")] | None = None
    material: Annotated[Code, From("material")] | None = None
    reliability: Annotated[Code, From("reliability")] | None = None
    may_be_named: Consented | None = None
    when: FuzzyDate | None = None
    evidence: Several[EvidenceRef] = ()
    conflicts: Text | None = None
    note: Text | None = None


class Claim(PrivilegedEntry):
    """Which source says what of one field, and whether others contest it."""

    field: Line | None = None
    source: EntryId | None = None
    certainty: Literal["certain", "likely", "doubtful", "unknown"] | None = None
    contested: YesNo | None = None
    note: Text | None = None


class Finding(Content):
    """How far an injury fits its alleged cause: a named clinician's judgement, or none at all.

    Grades of the Istanbul Protocol (2022); a clinician who is named may not have judged yet.
    """

    grade: (
        Literal["not_consistent", "consistent", "highly_consistent", "typical_of", "diagnostic_of"] | None
    ) = None
    clinician: Line


class Injury(PrivilegedEntry):
    """One mark on one body. x and y run from 0 to 10,000 across the figure, left to right, top to bottom."""

    person: PersonRef | None = None
    figure: Figure | None = None
    view: View | None = None
    x: Annotated[int, Field(strict=True, ge=0, le=10_000)] | None = None
    y: Annotated[int, Field(strict=True, ge=0, le=10_000)] | None = None
    region: Annotated[Code, From("body_region")] | None = None
    side: Side | None = None
    kind: Annotated[Code, From("injury_kind")] | None = None
    length_mm: Count | None = None
    width_mm: Count | None = None
    shape: Line | None = None
    colour: Line | None = None
    surface: Line | None = None
    demarcation: Line | None = None
    """How sharp its edges are."""
    level: Line | None = None
    """Raised or sunken against the skin around it."""
    symmetry: Line | None = None
    seen: FuzzyDate | None = None
    claimed_age: Line | None = None
    mechanism: Text | None = None
    photographs: Several[EvidenceRef] = ()
    scale_in_photographs: YesNo | None = None
    """Whether a ruler or a colour scale lies beside it there."""
    finding: Finding | None = None
    note: Text | None = None


class Intervention(PrivilegedEntry):
    """What was done about it: a complaint, a motion, an urgent appeal; and what came back."""

    kind: Annotated[Code, From("intervention_kind")] | None = None
    by: PartyRef | None = None
    with_others: Several[PartyRef] = ()
    """Who else signed."""
    addressee: Line | None = None
    addressee_organisation: OrganisationRef | None = None
    sent: FuzzyDate | None = None
    number: Line | None = None
    acts: Several[EntryId] = ()
    proceeding: ProceedingRef | None = None
    """The proceeding that it opened, or in which it was filed."""
    deadline: FuzzyDate | None = None
    reply: Annotated[Code, From("reply")] | None = None
    reply_when: FuzzyDate | None = None
    reply_by: Line | None = None
    reply_number: Line | None = None
    reply_words: Text | None = None
    result: Annotated[Code, From("intervention_result")] | None = None
    evidence: Several[EvidenceRef] = ()
    note: Text | None = None


class Link(Entry):
    """How this incident hangs together with another."""

    kind: Annotated[Code, From("link_kind")] | None = None
    incident: IncidentRef | None = None
    note: Text | None = None


class Purposes(Content):
    """For what the giver agrees that this be used."""

    keep: Consented | None = None
    coalition: Consented | None = None
    un: Consented | None = None
    authorities: Consented | None = None
    media: Consented | None = None


class Kinds(Content):
    """Which kinds of thing the giver agrees to have used."""

    name: Consented | None = None
    photograph: Consented | None = None
    medical: Consented | None = None


class Consent(Entry):
    """Informed consent of one person, or of another on their behalf."""

    giver: PersonRef | None = None
    proxy: PersonRef | None = None
    proxy_reason: Text | None = None
    when: FuzzyDate | None = None
    how: Annotated[Code, From("consent_how")] | None = None
    purposes: Purposes | None = None
    kinds: Kinds | None = None
    follow_up: Consented | None = None
    """Whether the giver can be asked again, as forms of the United Nations require."""
    withdrawn: FuzzyDate | None = None
    note: Annotated[Text | None, IN_IDENTITIES] = None


class Incident(Content):
    """One incident, as far as known."""

    reference: Line | None = None
    """A short name for speaking of it: nothing of the content, given by the program."""
    title: Line | None = None
    narrative: Narrative | None = None
    translations: Entries[Translation] = ()
    when: FuzzyDate | None = None
    where: Place | None = None
    acts: Entries[Act] = ()
    people: Several[PersonRef] = ()
    """Everybody who has to do with it, whether or not an act names them."""
    organisations: Several[OrganisationRef] = ()
    proceedings: Several[ProceedingRef] = ()
    involvements: Entries[Involvement] = ()
    sources: Annotated[Entries[Source], IN_SOURCES] = ()
    claims: Annotated[Entries[Claim], IN_SOURCES] = ()
    detentions: Entries[Detention] = ()
    injuries: Annotated[Entries[Injury], IN_MEDICAL] = ()
    interventions: Entries[Intervention] = ()
    links: Entries[Link] = ()
    consent: Entries[Consent] = ()
    motives: Several[Annotated[Code, From("motive")]] = ()
    suspected_motive: Text | None = None
    rights_work: Text | None = None
    """How it hangs together with the victim's work for human rights."""
    violation_status: Annotated[Code, From("violation_status")] | None = None
    monitoring_status: Annotated[Code, From("monitoring_status")] | None = None
    priority: Annotated[Code, From("priority")] | None = None
    urgency: Annotated[Code, From("urgency")] | None = None
    safety: Annotated[Text | None, IN_IDENTITIES] = None
    """What must be heeded in working on it."""
