"""What the shell says to a person: nothing in it is called by a name of the program's own."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import app.services
from app.cli.labels import LABELS
from app.cli.presentation import HelpText, present
from app.services.answer import Answer
from app.services.answers import (
    EvidenceList,
    FormList,
    ListedEvidence,
    ListedForm,
    ListedRecord,
    RecordList,
    Refused,
)
from app.services.answers_changes import FieldChange, RevisionChanges
from app.services.answers_contacts import ContactList, OwnKeyEnded, OwnKeysEnded
from app.services.answers_receipts import RecordSealed
from app.services.answers_timeline import (
    DeadlineList,
    ListedDeadline,
    TimelineEvent,
    TimelineFound,
    TimelineShown,
)
from app.services.ended_evidence import EndedEvidence, EndedEvidenceList
from app.services.offered import FoundPlace, FoundPlaces, NameOffer, NameOffers

IN_SENTENCES = {
    ContactList, DeadlineList, EndedEvidence, EndedEvidenceList, EvidenceList, FieldChange, FormList,
    FoundPlace, FoundPlaces, HelpText, ListedDeadline, ListedEvidence, ListedForm, ListedRecord, NameOffer,
    NameOffers, OwnKeyEnded, OwnKeysEnded, RecordList, Refused, RevisionChanges, TimelineEvent,
    TimelineFound, TimelineShown,
}  # fmt: skip
"""These are not shown field by field."""


def answers(base: type[Answer] = Answer) -> Iterator[type[Answer]]:
    """Every class of answers there is."""
    for answer in base.__subclasses__():
        yield answer
        yield from answers(answer)


def test_every_field_that_is_shown_is_called_something() -> None:
    for module in pkgutil.iter_modules(app.services.__path__):
        import_module(f"app.services.{module.name}")
    shown = {
        field.alias or name
        for answer in set(answers()) - IN_SENTENCES
        for name, field in answer.model_fields.items()
    }
    assert {"fingerprint", "warning", "schema"} <= shown
    assert sorted(shown - LABELS.keys()) == []


def test_sentences_stand_each_on_a_line_of_its_own() -> None:
    shown = RecordSealed(
        id="1", bundle_id="2", to=("3", "4"), records=1, bytes=5, remains=("Бірі.", "Екіншісі."), warning="!"
    )
    assert "3, 4" in present(shown)
    assert [line for line in present(shown).splitlines() if "- " in line] == ["  - Бірі.", "  - Екіншісі."]
