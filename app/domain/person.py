"""A person: victim, alleged perpetrator, lawyer, witness, judge; one record, reused everywhere.

Who the person is stands in `identities`; what may be known without knowing who (occupation,
status, age range) in `open`, so that a bundle without identities still tells what happened to whom.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints

from app.domain.compartments import IN_IDENTITIES, IN_MEDICAL
from app.domain.dates import FuzzyDate
from app.domain.fields import (
    Code,
    Content,
    Country,
    Entries,
    Entry,
    EvidenceRef,
    From,
    Language,
    Line,
    OrganisationRef,
    PersonRef,
    Several,
    Text,
)

Script: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Z][a-z]{3}$")]
"""ISO 15924: `Cyrl`, `Latn`, `Arab`."""


class Name(Entry):
    """One spelling of a name in one script.

    `scheme` is the rule of a transliteration (`passport`, `gost_7_79`), `derived` tells whether
    the spelling was made by a rule rather than seen or heard.
    """

    script: Script | None = None
    full: Line | None = None
    surname: Line | None = None
    given: Line | None = None
    patronymic: Line | None = None
    scheme: Line | None = None
    derived: Literal["yes", "no"] | None = None


class Alias(Entry):
    """Another name by which the person is known."""

    text: Line | None = None
    note: Text | None = None


class IdentityDocument(Entry):
    """A passport, an identity card, a lawyer's licence."""

    kind: Annotated[Code, From("identity_document")] | None = None
    country: Country | None = None
    number: Line | None = None
    issued: FuzzyDate | None = None
    expires: FuzzyDate | None = None


class ContactWay(Entry):
    """How to reach the person, and whether that is safe for them."""

    channel: Annotated[Code, From("contact_channel")] | None = None
    value: Line | None = None
    safe: Literal["yes", "no", "unknown"] | None = None
    note: Text | None = None


class Post(Entry):
    """What the person was in an organisation, and when."""

    organisation: OrganisationRef | None = None
    organisation_name: Line | None = None
    unit: Line | None = None
    rank: Line | None = None
    position: Line | None = None
    badge: Annotated[Line | None, IN_IDENTITIES] = None
    superior: PersonRef | None = None
    """Under whose command."""
    since: FuzzyDate | None = None
    until: FuzzyDate | None = None


class ImposedLabel(Entry):
    """What a law or a register calls a person or an organisation ("foreign agent"), and since when."""

    label: Annotated[Code, From("imposed_label")] | None = None
    words: Line | None = None
    """The label as it stands there."""
    by: OrganisationRef | None = None
    by_name: Line | None = None
    number: Line | None = None
    since: FuzzyDate | None = None
    until: FuzzyDate | None = None
    evidence: Several[EvidenceRef] = ()


Age: TypeAlias = Annotated[int, Field(strict=True, ge=0, le=130)]


class Person(Content):
    """One person, as far as known."""

    names: Annotated[Entries[Name], IN_IDENTITIES] = ()
    aliases: Annotated[Entries[Alias], IN_IDENTITIES] = ()
    pseudonym: Line | None = None
    """The name to share instead of the real one."""
    description: Annotated[Text | None, IN_IDENTITIES] = None
    """What an unknown person looked like: build, clothes, voice."""
    birth_date: Annotated[FuzzyDate | None, IN_IDENTITIES] = None
    age_from: Age | None = None
    age_to: Age | None = None
    sex: Annotated[Code, From("sex")] | None = None
    citizenship: Several[Country] = ()
    ethnicity: Annotated[Line | None, IN_IDENTITIES] = None
    """Sensitive: only where it matters, and as the person says it."""
    languages: Several[Language] = ()
    occupation: Annotated[Code, From("occupation")] | None = None
    occupation_words: Line | None = None
    defender: Annotated[Code, From("defender_status")] | None = None
    """Whether, and as what, the person defends human rights."""
    posts: Entries[Post] = ()
    labels: Entries[ImposedLabel] = ()
    documents: Annotated[Entries[IdentityDocument], IN_IDENTITIES] = ()
    contacts: Annotated[Entries[ContactWay], IN_IDENTITIES] = ()
    address: Annotated[Text | None, IN_IDENTITIES] = None
    safety: Annotated[Text | None, IN_IDENTITIES] = None
    """What must not be done or said, lest the person come to harm."""
    health: Annotated[Text | None, IN_MEDICAL] = None
    """Illness, disability, medicine needed."""
    note: Annotated[Text | None, IN_IDENTITIES] = None
