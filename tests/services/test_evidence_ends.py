"""A file of evidence is deleted or erased: its incident says so, others are told, nothing stays behind."""

from pathlib import Path

import pytest

from app.domain.errors import EvidenceError
from app.domain.revision import RecordId
from app.domain.work import Watch
from app.services import Services
from app.services.ended_evidence import EndedEvidence
from tests.services.conftest import INCIDENT, Trio

NAME, BYTES = "Үлгі Тестұлы.jpg", b"\xff\xd8\xff\xe0" + b"\x07" * 9000


@pytest.fixture
def incident(trio: Trio, tmp_path: Path) -> str:
    """An incident of the monitor with one file."""
    file = tmp_path / NAME
    file.write_bytes(BYTES)
    return trio.monitor.recording.add(INCIDENT, (file,), Watch()).id


def item_of(services: Services, incident: str) -> str:
    (item,) = services.evidence.list(incident).items
    return item.id


def ended(services: Services, incident: str) -> EndedEvidence:
    (item,) = services.evidence.ended(incident).items
    return item


def test_a_deleted_file_is_named_with_the_reason_and_its_bytes_stay(trio: Trio, incident: str) -> None:
    services = trio.monitor
    item = services.evidence.list(incident).items[0]
    assert services.evidence.ended(incident).items == ()
    services.recording.delete(item.id, "бөтен файл")
    assert services.evidence.list(incident).items == ()
    told = ended(services, incident)
    assert (told.id, told.name, told.erased, told.reason) == (item.id, NAME, False, "бөтен файл")
    assert told.by == services.vault.contacts.own().card.name
    assert told.when is not None
    assert services.vault.evidence.has(item.sha256)
    assert NAME in [step.name for step in services.recording.history(incident).custody]
    assert services.access.verify(Watch()).ok


@pytest.mark.parametrize("deleted_first", [False, True])
def test_an_erased_file_leaves_a_stub_and_no_bytes(trio: Trio, incident: str, *, deleted_first: bool) -> None:
    services = trio.monitor
    item = services.evidence.list(incident).items[0]
    if deleted_first:
        services.recording.delete(item.id, "бөтен файл")
    services.recording.erase(item.id, ("open", "identities"), "өтініш")
    told = ended(services, incident)
    assert (told.id, told.name, told.erased, told.reason) == (item.id, None, True, "өтініш")
    assert not services.vault.evidence.has(item.sha256)
    with pytest.raises(EvidenceError, match="evidence.missing"):
        services.vault.evidence.size_bytes(item.sha256)
    assert [step.item for step in services.recording.history(incident).custody] == [item.id]
    services.vault.rebuild()
    assert ended(services, incident) == told
    assert services.access.verify(Watch()).ok


def test_of_which_only_the_name_was_erased_stays_in_the_list(trio: Trio, incident: str) -> None:
    services = trio.monitor
    services.recording.erase(item_of(services, incident), ("identities",), "өтініш")
    assert services.evidence.ended(incident).items == ()
    assert services.evidence.list(incident).items[0].name == ""


def test_a_working_copy_that_ended_is_missed_by_its_incident_not_by_its_original(
    trio: Trio, incident: str, tmp_path: Path
) -> None:
    services = trio.monitor
    first = item_of(services, incident)
    copy = services.evidence.add(incident, tmp_path / NAME, None, Watch()).id
    given_by = services.recording.add_other("person", {"names": [{"full": "Ӯғлон Мисол"}]}).id
    services.recording.edit(copy, {"original": first, "given_by": given_by}, "evidence")
    services.recording.delete(copy, "бөтен файл")
    assert services.vault.ended_items.incidents_of(RecordId(copy)) == (incident,)
    assert ended(services, incident).id == copy


def test_bytes_that_another_item_names_stay_until_that_is_erased_too(
    trio: Trio, incident: str, tmp_path: Path
) -> None:
    services = trio.monitor
    first = services.evidence.list(incident).items[0]
    assert services.evidence.others_with_its_bytes(first.id) == 0
    again = services.evidence.add(incident, tmp_path / NAME, None, Watch())
    assert services.evidence.others_with_its_bytes(first.id) == 1
    services.recording.erase(first.id, ("open",), "өтініш")
    assert services.vault.evidence.has(first.sha256)
    services.recording.erase(again.id, ("open",), "өтініш")
    assert not services.vault.evidence.has(first.sha256)


@pytest.mark.parametrize("act", ["delete", "erase"])
def test_the_end_of_a_file_goes_with_its_incident_and_is_obeyed(trio: Trio, incident: str, act: str) -> None:
    item = trio.monitor.evidence.list(incident).items[0]
    trio.apply("coordinator", trio.write("monitor", "coordinator", records=(incident,)))
    assert item_of(trio.coordinator, incident) == item.id
    steps = len(trio.monitor.recording.history(incident).custody)
    if act == "delete":
        trio.monitor.recording.delete(item.id, "бөтен файл")
    else:
        trio.monitor.recording.erase(item.id, ("open", "identities"), "бөтен файл")
    trio.apply("coordinator", trio.write("monitor", "coordinator", records=(incident,)))
    assert trio.coordinator.evidence.list(incident).items == ()
    told = ended(trio.coordinator, incident)
    assert (told.erased, told.reason) == (act == "erase", "бөтен файл")
    assert told.by == trio.monitor.vault.contacts.own().card.name
    assert trio.coordinator.vault.evidence.has(item.sha256) is (act == "delete")
    # What is evidence no more was not handed over again.
    assert len(trio.monitor.recording.history(incident).custody) == steps


def test_a_request_ends_nothing(trio: Trio, incident: str) -> None:
    item = item_of(trio.monitor, incident)
    trio.apply("coordinator", trio.write("monitor", "coordinator", records=(incident,)))
    trio.coordinator.recording.delete(item, "керек емес")
    trio.apply("monitor", trio.write("coordinator", "monitor", records=(incident,)))
    assert "deletion_requested" in trio.monitor.recording.show(item).marks
    assert item_of(trio.monitor, incident) == item
    assert trio.monitor.evidence.ended(incident).items == ()


def test_the_deleted_file_is_destroyed_with_its_incident_though_nobody_holds_it(
    trio: Trio, incident: str
) -> None:
    services = trio.monitor
    item = services.evidence.list(incident).items[0]
    services.recording.delete(item.id, "бөтен файл")
    services.sealing.seal(incident, (trio.fingerprints["coordinator"],), None, Watch())
    assert not services.vault.evidence.has(item.sha256)
    assert services.recording.show(item.id).content == {}
    assert services.evidence.ended(incident).items == ()
    assert services.access.verify(Watch()).ok
