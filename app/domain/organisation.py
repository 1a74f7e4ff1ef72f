"""An organisation: a court, a police station, a prison, a ministry, an NGO; also a possible victim."""

from typing import Annotated

from app.domain.compartments import IN_IDENTITIES
from app.domain.dates import FuzzyDate
from app.domain.fields import Code, Content, Count, Country, Entries, Entry, From, Line, OrganisationRef, Text
from app.domain.person import ContactWay, ImposedLabel, Script
from app.domain.place import Place


class OrganisationName(Entry):
    """One name of an organisation, in one script or language."""

    script: Script | None = None
    text: Line | None = None
    short: Line | None = None


class Organisation(Content):
    """One organisation, as far as known."""

    names: Entries[OrganisationName] = ()
    kind: Annotated[Code, From("organisation_kind")] | None = None
    parent: OrganisationRef | None = None
    """For a unit, a branch, a facility: what it belongs to."""
    country: Country | None = None
    place: Place | None = None
    status: Annotated[Code, From("organisation_status")] | None = None
    legal_form: Line | None = None
    registration_number: Line | None = None
    registered: FuzzyDate | None = None
    registered_by: OrganisationRef | None = None
    registered_address: Line | None = None
    """The address in the register; `place` is where it is in fact."""
    labels: Entries[ImposedLabel] = ()
    """Labels for its funding or work that a law or a register imposes."""
    founded: FuzzyDate | None = None
    closed: FuzzyDate | None = None
    court_level: Annotated[Code, From("court_level")] | None = None
    """For a court: district, regional, supreme …"""
    facility_kind: Annotated[Code, From("place_kind")] | None = None
    facility_regime: Line | None = None
    """For a place of detention: police cell, pre-trial prison, colony and its regime."""
    facility_capacity: Count | None = None
    head: Line | None = None
    contacts: Annotated[Entries[ContactWay], IN_IDENTITIES] = ()
    safety: Annotated[Text | None, IN_IDENTITIES] = None
    note: Text | None = None
