"""What was being typed is found again, each draft by its name, and ends with the record made of it."""

from pathlib import Path

import pytest

from app.domain.errors import EvidenceError, RecordError
from app.domain.work import Watch
from tests.coalition import open_vault, receive, send
from tests.services.conftest import INCIDENT, Trio


def test_a_draft_is_found_again_when_the_vault_is_opened_again(trio: Trio, tmp_path: Path) -> None:
    trio.lawyer.drafts.save("quick.1", {"narrative": "Үлгі Тестұлы"})
    trio.lawyer.drafts.save("quick.1", {"narrative": "Үлгі Тестұлы, зал"})
    trio.lawyer.close()
    with open_vault(tmp_path / "lawyer") as services:
        assert services.drafts.load("quick.1") == {"narrative": "Үлгі Тестұлы, зал"}


def test_drafts_of_different_names_leave_each_other_alone(trio: Trio) -> None:
    drafts = trio.lawyer.drafts
    drafts.save("quick.2", {"narrative": "ә"})
    drafts.save("incident.1", {"title": "ғ"})
    drafts.drop("quick.2")
    assert drafts.names() == ("incident.1",)
    assert drafts.names("quick.") == ()
    drafts.drop("incident.1")
    drafts.drop("never kept")
    assert drafts.names() == ()


def test_half_a_surrogate_pair_is_kept(trio: Trio) -> None:
    trio.lawyer.drafts.save("quick.1", {"narrative": "a\ud83d"})
    assert trio.lawyer.drafts.load("quick.1") == {"narrative": "a\ud83d"}


def test_the_draft_ends_with_the_incident_that_is_made_of_it(trio: Trio) -> None:
    trio.lawyer.drafts.save("quick.1", {"narrative": "x"})
    trio.lawyer.drafts.save("quick.2", {"narrative": "y"})
    trio.lawyer.recording.add(INCIDENT, (), Watch(), draft="quick.1")
    assert trio.lawyer.drafts.names() == ("quick.2",)


def test_the_draft_stays_where_the_incident_is_refused(trio: Trio, tmp_path: Path) -> None:
    trio.lawyer.drafts.save("quick.1", {"narrative": "x"})
    with pytest.raises(EvidenceError):
        trio.lawyer.recording.add(INCIDENT, (tmp_path / "pulled-out.jpg",), Watch(), draft="quick.1")
    with pytest.raises(RecordError):
        trio.lawyer.recording.add({"when": {"edtf": "x"}}, (), Watch(), draft="quick.1")
    assert trio.lawyer.drafts.names() == ("quick.1",)


def test_the_last_place_is_that_of_the_incident_written_last_here(trio: Trio) -> None:
    lawyer = trio.lawyer.recording
    assert lawyer.last_place() is None
    lawyer.add(INCIDENT, (), Watch())
    second = lawyer.add({**INCIDENT, "where": {"said": "Қорғаныс көшесі"}}, (), Watch())
    lawyer.add({"narrative": {"text": "Орны айтылмады."}}, (), Watch())
    assert lawyer.last_place() == {"said": "Қорғаныс көшесі"}
    lawyer.delete(second.id, "қате")
    assert lawyer.last_place() == INCIDENT["where"]


def test_a_place_of_others_is_not_the_last_place_even_where_one_wrote_in_their_incident(trio: Trio) -> None:
    theirs = trio.monitor.recording.add(INCIDENT, (), Watch())
    trio.lawyer.recording.add({**INCIDENT, "where": {"said": "Һауа көшесі"}}, (), Watch())
    receive(trio.lawyer, send(trio.monitor, (trio.fingerprints["lawyer"],)))
    trio.lawyer.recording.edit(theirs.id, {"where": {"said": "Ғимарат"}})
    assert trio.lawyer.recording.last_place() == {"said": "Һауа көшесі"}
