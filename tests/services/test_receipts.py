"""Receipts, and what is destroyed here once they prove that others hold it."""

import io
import json
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import AppError, RecordError
from app.domain.query import Query
from app.domain.receipt import Receipt, read_receipt, receipt_body
from app.domain.revision import RecordId
from app.domain.signed_text import RECEIPT_TAG
from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.services import Services
from app.services.answers import RecordSaved
from app.services.answers_receipts import ReceiptAdded
from app.services.own_keys import signed_by
from tests.builders import party
from tests.bundle.builders import STRANGER, signed_text
from tests.coalition import open_vault, receive
from tests.services.conftest import INCIDENT, Trio

EVERYTHING = ("sources", "privileged")
PHOTOGRAPH = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 300


def sent(trio: Trio, with_: tuple[str, ...] = EVERYTHING, records: tuple[str, ...] | None = None) -> bytes:
    """A bundle of the monitor that the coordinator has taken in."""
    stream = io.BytesIO()
    to = (trio.fingerprints["coordinator"],)
    reason = "мысал себеп" if with_ else None
    trio.monitor.exchange.write(records, to, stream, (), with_, reason, Watch())
    receive(trio.coordinator, stream.getvalue())
    return stream.getvalue()


def receipt_for(services: Services, bundle: bytes) -> bytes:
    target = io.BytesIO()
    services.receipts.write(io.BytesIO(bundle), target, Watch())
    return target.getvalue()


def refusal(do: Callable[[], object]) -> str:
    with pytest.raises(AppError) as caught:
        do()
    return caught.value.code


@pytest.fixture
def saved(trio: Trio, tmp_path: Path) -> RecordSaved:
    """An incident of the monitor with a photograph, a person and a source."""
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(PHOTOGRAPH)
    return trio.monitor.recording.add(INCIDENT, (photo,), Watch())


@pytest.fixture
def given(trio: Trio, saved: RecordSaved) -> ReceiptAdded:
    """The coordinator's receipt for all of it, at the monitor's."""
    return trio.monitor.receipts.add(receipt_for(trio.coordinator, sent(trio)))


def test_a_receipt_says_who_holds_what(trio: Trio, saved: RecordSaved, given: ReceiptAdded) -> None:
    assert (given.by, given.name) == (trio.fingerprints["coordinator"], "Пример coordinator")
    assert (given.evidence, given.incidents, given.warnings) == (1, (saved.id,), ())
    (received,) = trio.monitor.recording.show(saved.id).received
    assert (received.by, received.role, received.whole) == (given.by, "coordinator", True)
    assert received.words.startswith("received by Пример coordinator on ")
    assert trio.monitor.vault.verify() == ()
    # Of a later version of the incident it says nothing.
    trio.monitor.recording.edit(saved.id, {"title": "кейін"})
    assert [each.whole for each in trio.monitor.recording.show(saved.id).received] == [False]
    assert trio.coordinator.recording.show(saved.id).received == ()


def test_the_text_is_signed_by_both_keys_and_names_what_is_held(trio: Trio, saved: RecordSaved) -> None:
    bundle = sent(trio, with_=())
    target = io.BytesIO()
    written = trio.coordinator.receipts.write(io.BytesIO(bundle), target, Watch())
    receipt, signed = read_receipt(target.getvalue().strip())
    (revision,) = trio.monitor.vault.records.revisions_of(RecordId(saved.id))
    assert receipt.revisions[revision.id] == tuple(sorted(set(revision.parts) - set(EVERYTHING)))
    assert receipt.evidence == (saved.evidence[0].sha256,)
    last = trio.monitor.vault.records.next_replica_position()[0] - 1
    assert last > max(receipt.reached.values()) > 0
    assert list(receipt.reached) == [trio.monitor.vault.replica]
    assert (written.revisions, written.not_held) == (len(receipt.revisions), 0)
    assert len(signed.signatures) == 1
    assert receipt_body(receipt) == signed.body


def test_a_bundle_that_was_not_taken_in_has_no_receipt(trio: Trio, saved: RecordSaved) -> None:
    stream = io.BytesIO()
    trio.monitor.exchange.write(None, (trio.fingerprints["coordinator"],), stream, watch=Watch())
    assert refusal(lambda: receipt_for(trio.coordinator, stream.getvalue())) == "receipt.not_applied"


def test_bytes_that_have_gone_bad_are_not_receipted(trio: Trio, saved: RecordSaved) -> None:
    bundle = sent(trio)
    for path in (trio.coordinator.vault.folder / "blobs").rglob("*"):
        if path.is_file():
            data = bytearray(path.read_bytes())
            data[40] ^= 1
            path.write_bytes(data)
    target = io.BytesIO()
    written = trio.coordinator.receipts.write(io.BytesIO(bundle), target, Watch())
    assert (written.evidence, read_receipt(target.getvalue().strip())[0].evidence) == (0, ())
    assert trio.monitor.receipts.add(target.getvalue()).incidents == ()


def forged(trio: Trio, text: bytes, **changes: object) -> Receipt:
    return replace(read_receipt(text.strip())[0], **changes)  # type: ignore[arg-type]


def test_receipts_of_strangers_of_others_and_for_others_are_refused(
    trio: Trio, saved: RecordSaved, tmp_path: Path
) -> None:
    good = receipt_for(trio.coordinator, sent(trio))
    stranger, monitor = party(STRANGER), trio.monitor
    own = trio.coordinator.vault.identities.current()
    by_stranger = receipt_body(forged(trio, good, recipient=stranger.fingerprint))
    other_bundle = receipt_body(forged(trio, good, bundle="0" * 64))
    # Of the lawyer's bundle, and of the monitor's old number in a replica that is not theirs.
    other_sender = receipt_body(forged(trio, good, sender=trio.fingerprints["lawyer"]))
    elsewhere = receipt_body(
        forged(trio, good, bundle="0" * 64, reached={RecordId("0" * 8 + saved.id[8:]): 99})
    )
    cases = {
        signed_text(RECEIPT_TAG, by_stranger, stranger): "receipt.signer",
        signed_text(RECEIPT_TAG, read_receipt(good.strip())[1].body, stranger): "receipt.shape",
        signed_text(
            RECEIPT_TAG, read_receipt(good.strip())[1].body, stranger, as_signer=own.card.fingerprint
        ): "receipt.shape",
        signed_by(own, RECEIPT_TAG, other_bundle): "receipt.bundle",
        signed_by(own, RECEIPT_TAG, other_sender): "receipt.bundle",
        signed_by(own, RECEIPT_TAG, elsewhere): "receipt.bundle",
        good.decode().strip() + "\n" + signed_by(own, RECEIPT_TAG, other_bundle): "receipt.shape",
        "{}": "receipt.shape",
        "": "receipt.shape",
    }
    for text, code in cases.items():
        assert refusal(lambda text=text: monitor.receipts.add(text.encode())) == code  # type: ignore[misc]
    assert not monitor.vault.receipts.any()
    monitor.contacts.add(stranger.card.text.encode())
    unverified = signed_text(RECEIPT_TAG, by_stranger, stranger)
    assert refusal(lambda: monitor.receipts.add(unverified.encode())) == "receipt.signer"


def test_a_receipt_of_whom_one_trusts_no_more_proves_nothing(
    trio: Trio, saved: RecordSaved, given: ReceiptAdded
) -> None:
    trio.monitor.contacts.revoke(given.by)
    assert trio.monitor.recording.show(saved.id).received == ()
    assert refusal(lambda: trio.monitor.shredding.shred(saved.id, Watch())) == "record.not_received"


def test_fault_21_an_older_folder_put_back_is_named_from_a_receipt(trio: Trio, tmp_path: Path) -> None:
    trio.monitor.recording.add(INCIDENT, (), Watch())
    folder = trio.monitor.vault.folder
    trio.monitor.close()
    shutil.copytree(folder, tmp_path / "older")
    with open_vault(folder) as monitor:
        monitor.recording.add(INCIDENT, (), Watch())
        stream = io.BytesIO()
        monitor.exchange.write(None, (trio.fingerprints["coordinator"],), stream, watch=Watch())
        receive(trio.coordinator, stream.getvalue())
        text = receipt_for(trio.coordinator, stream.getvalue())
        assert monitor.receipts.add(text).warnings == ()
        assert monitor.access.info().warnings == ()
    with open_vault(tmp_path / "older") as older:
        assert older.access.info().warnings == ()
        replica = older.vault.replica
        with older.vault.another_lane(nullcontext) as lane:
            assert older.receipts.add(text).warnings == ("vault.older_folder",)
            # As a clone does: what is written from now on meets nothing of the newer folder.
            assert replica != older.vault.replica == lane.replica
            renewed = older.vault.replica
            older.receipts.add(text)
            assert older.vault.replica == renewed
        older.recording.add(INCIDENT, (), Watch())
        assert older.access.info().warnings == ("vault.older_folder",)
        assert older.vault.verify() == ()
        # What was lost comes back from the one who held it, and makes no fork.
        back = io.BytesIO()
        trio.coordinator.exchange.write(None, (trio.fingerprints["monitor"],), back, watch=Watch())
        receive(older, back.getvalue())
        assert older.access.info().warnings == ()
        assert older.vault.verify() == ()


def test_an_incident_is_shredded_once_it_is_held(trio: Trio, saved: RecordSaved, given: ReceiptAdded) -> None:
    monitor, folder = trio.monitor, trio.monitor.vault.folder
    person = str(monitor.recording.show(saved.id).content["acts"][0]["victims"][0])
    shutil.copytree(trio.coordinator.vault.folder, folder / "backups" / "before-migration-from-4")
    (folder / "backups" / "data-wal-0123").write_bytes(b"\0" * 100)
    before = monitor.access.digest()
    answer = monitor.shredding.shred(saved.id, Watch())
    assert answer.held_by == (given.by,)
    assert "received by Пример coordinator" in answer.held_by_words
    assert (answer.records, answer.evidence, answer.evidence_bytes) == (3, 1, len(PHOTOGRAPH))
    assert answer.copies == 2
    assert list((folder / "backups").iterdir()) == []
    shown = monitor.recording.show(saved.id)
    assert (shown.content, shown.marks) == ({}, ("shredded",))
    assert shown.shredded_at is not None
    assert monitor.recording.show(person).content == {}
    assert monitor.searches.find("incident", Query(words="Шабуыл"), 10, 0).total == 0
    assert [path for path in (folder / "blobs").rglob("*") if path.is_file()] == []
    database = monitor.vault._parts.database
    assert database.all("SELECT * FROM blob") == []
    texts = database.all("SELECT text FROM part JOIN revision ON number = revision WHERE kind <> 'custody'")
    assert texts == []
    assert monitor.vault.verify() == ()
    # The history stands: the same revisions, each with its signature.
    assert monitor.access.digest().revisions == before.revisions
    assert {event.action for event in monitor.vault.custody.events(RecordId(saved.id))} >= {"shredded"}


def test_shredding_is_local_and_stays_so(trio: Trio, saved: RecordSaved, given: ReceiptAdded) -> None:
    monitor, coordinator = trio.monitor, trio.coordinator
    monitor.shredding.shred(saved.id, Watch())
    monitor.recording.add(INCIDENT, (), Watch())
    sent(trio)
    held = coordinator.recording.show(saved.id)
    assert held.content["title"] == INCIDENT["title"]
    assert coordinator.vault.evidence.has(saved.evidence[0].sha256)
    # Neither what they have nor what they add makes it readable here again.
    coordinator.recording.edit(saved.id, {"title": "кеңседе"})
    back = io.BytesIO()
    to = (trio.fingerprints["monitor"],)
    coordinator.exchange.write(None, to, back, (), EVERYTHING, "себеп", Watch())
    receive(monitor, back.getvalue())
    assert len(monitor.recording.history(saved.id).revisions) == 2
    assert monitor.recording.show(saved.id).content == {}
    assert not monitor.vault.evidence.has(saved.evidence[0].sha256)
    assert monitor.vault.verify() == ()
    for change in (
        lambda: monitor.recording.edit(saved.id, {"title": "тағы"}),
        lambda: monitor.shredding.shred(saved.id, Watch()),
    ):
        assert refusal(change) == "record.shredded"


def test_what_something_else_names_is_kept(trio: Trio, saved: RecordSaved) -> None:
    monitor = trio.monitor
    person = str(monitor.recording.show(saved.id).content["acts"][0]["victims"][0])
    shared: JsonObject = {"title": "Басқа", "acts": [{"form": "beating", "victims": [person]}]}
    other = monitor.recording.add(shared, (), Watch())
    monitor.receipts.add(receipt_for(trio.coordinator, sent(trio)))
    assert monitor.shredding.shred(saved.id, Watch()).records == 2
    assert monitor.recording.show(person).content != {}
    assert monitor.recording.show(other.id).content["title"] == "Басқа"


@pytest.mark.parametrize(
    "less", ["nothing", "no sources", "an edit since", "evidence since", "a person since"]
)
def test_what_is_not_held_whole_is_not_shredded(
    trio: Trio, saved: RecordSaved, tmp_path: Path, less: str
) -> None:
    monitor = trio.monitor
    person = str(monitor.recording.show(saved.id).content["acts"][0]["victims"][0])
    if less != "nothing":
        with_ = ("privileged",) if less == "no sources" else EVERYTHING
        monitor.receipts.add(receipt_for(trio.coordinator, sent(trio, with_)))
    if less == "an edit since":
        monitor.recording.edit(saved.id, {"title": "кейін"})
    if less == "evidence since":
        (tmp_path / "second").write_bytes(b"second")
        monitor.evidence.add(saved.id, tmp_path / "second", None, Watch())
    if less == "a person since":
        monitor.recording.edit(person, {"health": "кейін"}, "person")
    (monitor.vault.folder / "backups" / "copy").mkdir()
    before = monitor.access.digest()
    assert refusal(lambda: monitor.shredding.shred(saved.id, Watch())) == "record.not_received"
    assert monitor.access.digest() == before
    assert monitor.vault.evidence.has(saved.evidence[0].sha256)
    assert (monitor.vault.folder / "backups" / "copy").exists()


def test_halves_held_by_two_people_are_not_a_whole(trio: Trio, saved: RecordSaved) -> None:
    """One has the sources, the other everything else: neither could give it back."""
    monitor = trio.monitor
    halves = {"coordinator": (("identities",), EVERYTHING), "lawyer": ((), ())}
    for role, (without, with_) in halves.items():
        stream = io.BytesIO()
        reason = "себеп" if with_ else None
        monitor.exchange.write(None, (trio.fingerprints[role],), stream, without, with_, reason, Watch())
        services: Services = getattr(trio, role)
        receive(services, stream.getvalue())
        monitor.receipts.add(receipt_for(services, stream.getvalue()))
    assert [each.whole for each in monitor.recording.show(saved.id).received] == [False, False]
    with pytest.raises(RecordError, match="record.not_received"):
        monitor.shredding.shred(saved.id, Watch())


def test_large_bundles_have_several_receipts(
    trio: Trio, saved: RecordSaved, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.services.receipts.MAX_RECEIPTED", 2)
    text = receipt_for(trio.coordinator, sent(trio))
    assert text.count(b"\n") > 1
    assert trio.monitor.receipts.add(text).incidents == (saved.id,)
    # The first line alone proves less.
    fresh = json.loads(text.splitlines()[0])
    assert len(json.loads(fresh["body"])["revisions"]) == 2


def test_a_file_that_was_deleted_need_not_be_held_and_is_destroyed_too(
    trio: Trio, saved: RecordSaved, tmp_path: Path
) -> None:
    monitor, (photo,) = trio.monitor, saved.evidence
    monitor.recording.delete(photo.id, "бөтен сурет")
    other = monitor.recording.add(INCIDENT, (), Watch())
    shared = monitor.evidence.add(other.id, tmp_path / "photo.jpg", None, Watch())
    monitor.receipts.add(receipt_for(trio.coordinator, sent(trio, records=(saved.id,))))
    assert monitor.shredding.shred(saved.id, Watch()).evidence == 0
    assert monitor.recording.show(photo.id).content == {}
    # The same photograph in another incident keeps the bytes.
    assert monitor.vault.evidence.has(photo.sha256)
    monitor.recording.erase(shared.id, ("open",), "қате")
    assert not monitor.vault.evidence.has(photo.sha256)
    assert monitor.vault.verify() == ()


def test_a_deleted_file_that_belonged_to_another_incident_too_stays_for_that(
    trio: Trio, saved: RecordSaved
) -> None:
    monitor, (photo,) = trio.monitor, saved.evidence
    other = monitor.recording.add(INCIDENT, (), Watch())
    links: JsonObject = {"links": [{"id": "a1", "incident": saved.id}, {"id": "a2", "incident": other.id}]}
    monitor.recording.edit(photo.id, links, "evidence")
    monitor.recording.delete(photo.id, "бөтен сурет")
    monitor.receipts.add(receipt_for(trio.coordinator, sent(trio, records=(saved.id,))))
    monitor.shredding.shred(saved.id, Watch())
    assert [each.name for each in monitor.evidence.ended(other.id).items] == ["photo.jpg"]
    assert monitor.vault.evidence.has(photo.sha256)
