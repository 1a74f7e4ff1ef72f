"""What the window asks of records agrees with what their models declare."""

import pytest

from app.domain.fields import Content
from app.domain.incident import Act, Consent, Incident, Injury, Intervention, Source
from app.domain.person import ContactWay, Name, Person
from app.domain.proceeding import CaseNumber, Hearing, Proceeding
from app.domain.shape import shape_of
from app.gui.pages import asked
from app.services.form_files import load_vocabularies

GENERAL = (*asked.WHAT, *asked.WHEN, *asked.WHERE, *asked.PROCEEDINGS)


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Incident, GENERAL),
        (Act, asked.ACT),
        (Source, asked.SOURCE),
        (Consent, asked.CONSENT),
        (Intervention, asked.INTERVENTION),
        (Injury, asked.INJURY),
        (Person, asked.PERSON),
        (Name, asked.NAME),
        (ContactWay, asked.CONTACT),
        (Proceeding, asked.PROCEEDING),
        (CaseNumber, asked.NUMBER),
        (Hearing, asked.HEARING),
    ],
)
def test_every_field_stands_in_its_model_with_the_same_list_and_compartment(
    model: type[Content], fields: tuple[asked.Asked, ...]
) -> None:
    for field in fields:
        shape = shape_of(model)[field.path[0]]
        home = shape.compartment
        if len(field.path) > 1:
            assert shape.inner is not None
            shape = shape_of(shape.inner)[field.path[1]]
        assert shape.vocabulary == field.list, field.path
        assert field.list is None or load_vocabularies().find(field.list), field.path
        declared = shape.compartment or home
        assert declared is None or declared is field.compartment, field.path
