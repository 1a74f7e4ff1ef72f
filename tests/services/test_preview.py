"""What is shown before a bundle is written is what then goes out, and nothing else does."""

from pathlib import Path

import pytest

from app.domain.errors import RecordError
from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from tests.services.conftest import INCIDENT, Trio

REFUSED: JsonObject = {**INCIDENT, "title": "Жоқ деді", "consent": [{"purposes": {"coalition": "no"}}]}


def test_the_preview_is_what_goes_out(trio: Trio, tmp_path: Path) -> None:
    photograph = tmp_path / "photograph.jpg"
    photograph.write_bytes(b"\xff\xd8\xff" + b"x" * 5_000)
    first = trio.lawyer.recording.add(INCIDENT, (photograph,), Watch())
    trio.lawyer.recording.add({"narrative": {"text": "бөлек"}}, (), Watch())
    seen = trio.lawyer.exchange.preview((first.id,))
    assert seen.incidents == (first.id,)
    assert (seen.people, seen.organisations, seen.proceedings) == (1, 0, 0)
    assert (seen.evidence, seen.evidence_bytes) == (1, 5_003)
    assert seen.held_back == ()
    written = trio.write("lawyer", "coordinator", records=seen.incidents)
    assert (written.records, written.evidence) == (1, 1)


def test_what_consent_holds_back_is_named(trio: Trio) -> None:
    shared = trio.lawyer.recording.add(INCIDENT, (), Watch())
    refused = trio.lawyer.recording.add(REFUSED, (), Watch())
    seen = trio.lawyer.exchange.preview(None)
    assert seen.incidents == (shared.id,)
    assert [(held.id, held.title) for held in seen.held_back] == [(refused.id, "Жоқ деді")]
    despite = trio.lawyer.exchange.preview(None, despite_consent=(refused.id,))
    assert set(despite.incidents) == {shared.id, refused.id}
    assert despite.held_back == ()


def test_a_reason_for_sources_sends_nothing_that_consent_holds_back(trio: Trio) -> None:
    trio.lawyer.recording.add(INCIDENT, (), Watch())
    trio.lawyer.recording.add(REFUSED, (), Watch())
    seen = trio.lawyer.exchange.preview(None, with_=("sources",))
    written = trio.write(
        "lawyer", "coordinator", records=seen.incidents, with_=("sources",), reason="шұғыл үндеу"
    )
    assert written.records == 1


def test_a_deleted_incident_is_not_offered_and_refused_when_named(trio: Trio) -> None:
    gone = trio.lawyer.recording.add(INCIDENT, (), Watch())
    trio.lawyer.recording.delete(gone.id, "қате")
    assert trio.lawyer.exchange.preview(None).incidents == ()
    with pytest.raises(RecordError) as refused:
        trio.lawyer.exchange.preview((gone.id,))
    assert refused.value.code == "record.deleted"
