"""What the window asks of records agrees with what their models declare, and leaves nothing out."""

from collections.abc import Sequence

import pytest

from app.domain.detention import Detention, Move, Visit
from app.domain.fields import Content
from app.domain.incident import (
    Act,
    Claim,
    Consent,
    Incident,
    Injury,
    Intervention,
    Involvement,
    Link,
    Source,
    Translation,
    VictimState,
)
from app.domain.organisation import Organisation, OrganisationName
from app.domain.person import Alias, ContactWay, IdentityDocument, ImposedLabel, Name, Person, Post
from app.domain.proceeding import (
    CaseNumber,
    Charge,
    Deadline,
    Hearing,
    LegalNote,
    Outcome,
    Party,
    Proceeding,
)
from app.domain.shape import shape_of
from app.services import asked, asked_registry
from app.services.asked import Asked, AskedList, Row
from app.services.form_files import load_vocabularies

TABLES: list[tuple[type[Content], Sequence[Row]]] = [
    (Incident, asked.GENERAL),
    (Translation, asked.TRANSLATION),
    (VictimState, asked.VICTIM_STATE),
    (Act, asked.ACT),
    (Involvement, asked.INVOLVEMENT),
    (Detention, asked.DETENTION),
    (Move, asked.MOVE),
    (Visit, asked.VISIT),
    (Source, asked.SOURCE),
    (Claim, asked.CLAIM),
    (Consent, asked.CONSENT),
    (Intervention, asked.INTERVENTION),
    (Injury, asked.INJURY),
    (Link, asked.LINK),
    (Person, asked_registry.PERSON),
    (Name, asked_registry.NAME),
    (Alias, asked_registry.ALIAS),
    (Post, asked_registry.POST),
    (ImposedLabel, asked_registry.LABEL),
    (IdentityDocument, asked_registry.DOCUMENT),
    (ContactWay, asked_registry.CONTACT),
    (OrganisationName, asked_registry.ORGANISATION_NAME),
    (
        Organisation,
        (*asked_registry.ORGANISATION, *asked_registry.REGISTRATION, *asked_registry.COURT_OR_FACILITY),
    ),
    (Proceeding, asked_registry.PROCEEDING),
    (CaseNumber, asked_registry.NUMBER),
    (Charge, asked_registry.CHARGE),
    (Party, asked_registry.PARTY),
    (Hearing, asked_registry.HEARING),
    (Outcome, asked_registry.OUTCOME),
    (Deadline, asked_registry.DEADLINE),
    (LegalNote, asked_registry.LEGAL_NOTE),
]
ELSEWHERE = {
    Incident: {"reference", "people", *asked.ENTRIES},
    Act: {"form", "form_version", "details"},
    # The body map asks for these.
    Injury: set(shape_of(Injury)) - {row.path[0] for row in asked.INJURY},
    # Evidence belongs to incidents, of which a proceeding may have many.
    Outcome: {"evidence"},
    ImposedLabel: {"evidence"},
    Person: set(asked_registry.ENTRIES),
    Organisation: set(asked_registry.ENTRIES),
    Proceeding: set(asked_registry.ENTRIES),
}
"""Fields that have a section of their own, or that are not asked as fields."""


@pytest.mark.parametrize(("model", "rows"), TABLES)
def test_every_field_stands_in_its_model_with_the_same_list_and_compartment(
    model: type[Content], rows: Sequence[Row]
) -> None:
    for field in rows:
        shape = shape_of(model)[field.path[0]]
        if isinstance(field, AskedList):
            assert shape.entries
            continue
        home = shape.compartment
        if len(field.path) > 1:
            assert shape.inner is not None
            shape = shape_of(shape.inner)[field.path[1]]
        assert shape.vocabulary == field.list, field.path
        assert field.list is None or load_vocabularies().find(field.list), field.path
        declared = shape.compartment or home
        assert declared is None or declared is field.compartment, field.path


@pytest.mark.parametrize(("model", "rows"), TABLES)
def test_everything_of_a_model_can_be_written(model: type[Content], rows: Sequence[Row]) -> None:
    asked_for = {row.path[0] for row in rows}
    assert set(shape_of(model)) - {"id"} - ELSEWHERE.get(model, set()) == asked_for - {"id"}
    # Such as a place, which one control writes whole but for the organisation there.
    whole = {row.path[0] for row in rows if len(row.path) == 1}
    for row in rows:
        inner = shape_of(model)[row.path[0]].inner
        if isinstance(row, Asked) and row.path[0] not in whole and inner is not None:
            parts = {each.path[1] for each in rows if each.path[0] == row.path[0]}
            assert set(shape_of(inner)) == parts


def test_every_list_within_an_entry_is_asked_of_as_its_table_says() -> None:
    inner = {
        (name, row.path[0]): row.fields
        for name, rows in asked.ENTRIES.items()
        for row in rows
        if isinstance(row, AskedList)
    }
    assert inner == {
        ("acts", "victim_states"): asked.VICTIM_STATE,
        ("detentions", "moves"): asked.MOVE,
        ("detentions", "visits"): asked.VISIT,
    }
