"""An organisation: a court, a police station, a prison, a ministry, an NGO; also a possible victim."""

from typing import Annotated

from app.domain.compartments import IN_IDENTITIES
from app.domain.dates import FuzzyDate
from app.domain.fields import Code, Content, Count, Country, Entries, Entry, From, Line, OrganisationRef, Text
from app.domain.person import ContactWay, Script
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
    country: Country | None = None
    place: Place | None = None
    registration_number: Line | None = None
    founded: FuzzyDate | None = None
    closed: FuzzyDate | None = None
    court_level: Annotated[Code, From("court_level")] | None = None
    """For a court: district, regional, supreme …"""
    facility_regime: Line | None = None
    """For a place of detention: police cell, pre-trial prison, colony and its regime."""
    facility_capacity: Count | None = None
    head: Line | None = None
    contacts: Annotated[Entries[ContactWay], IN_IDENTITIES] = ()
    safety: Annotated[Text | None, IN_IDENTITIES] = None
    note: Text | None = None
