"""Seal mode: what is encrypted to others alone, and what stays here."""

import io
from io import BufferedReader
from pathlib import Path

import pytest

from app.domain.errors import AppError, EvidenceError
from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.services.answers import RecordSaved
from app.services.answers_receipts import RecordSealed
from app.vault.blobs import BlobFiles
from tests.coalition import open_vault, receive
from tests.services.conftest import INCIDENT, Trio
from tests.services.test_receipts import PHOTOGRAPH, receipt_for, refusal


@pytest.fixture
def saved(trio: Trio, tmp_path: Path) -> RecordSaved:
    """An incident of the monitor with a photograph, a person and a source."""
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(PHOTOGRAPH)
    return trio.monitor.recording.add(INCIDENT, (photo,), Watch())


def seal(trio: Trio, saved: RecordSaved, reason: str | None = None) -> RecordSealed:
    return trio.monitor.sealing.seal(saved.id, (trio.fingerprints["coordinator"],), reason, Watch())


def test_what_is_sealed_is_read_by_the_others_alone(trio: Trio, saved: RecordSaved, tmp_path: Path) -> None:
    monitor = trio.monitor
    (monitor.vault.folder / "backups" / "copy").mkdir()
    sealed = seal(trio, saved)
    assert sealed.to == (trio.fingerprints["coordinator"],)
    shown = monitor.recording.show(saved.id)
    assert (shown.content, shown.marks) == ({}, ("sealed",))
    assert not monitor.vault.evidence.has(saved.evidence[0].sha256)
    assert list((monitor.vault.folder / "backups").iterdir()) == []
    (waiting,) = monitor.sealing.list().items
    assert (waiting.bundle_id, waiting.bytes, waiting.path) == (sealed.bundle_id, sealed.bytes, None)
    assert monitor.vault.verify() == ()
    (handed,) = monitor.sealing.hand_out(tmp_path, Watch()).items
    assert handed.path is not None
    data = Path(handed.path).read_bytes()
    with pytest.raises(AppError) as refused:
        monitor.exchange.inspect(io.BytesIO(data), Watch())
    assert refused.value.code == "bundle.not_for_me"
    plan = receive(trio.coordinator, data)
    assert (plan.records.new, plan.evidence.new, plan.gaps) == (1, 1, ())
    held = trio.coordinator.recording.show(saved.id).content
    assert (held["title"], held["sources"]) != (None, None)
    assert trio.coordinator.vault.evidence.has(saved.evidence[0].sha256)
    assert refusal(lambda: seal(trio, saved)) == "record.shredded"


def test_a_sealed_bundle_outlives_the_next_opening_and_its_damage_is_named(
    trio: Trio, saved: RecordSaved, tmp_path: Path
) -> None:
    seal(trio, saved)
    folder = trio.monitor.vault.folder
    trio.monitor.close()
    with open_vault(folder) as monitor:
        assert monitor.vault.verify() == ()
        (path,) = (each for each in (folder / "blobs").rglob("*") if each.is_file())
        data = bytearray(path.read_bytes())
        data[1000] ^= 1
        path.write_bytes(data)
        assert [(each.what, each.code) for each in monitor.vault.verify()] == [("bundle", "evidence.altered")]
        assert refusal(lambda: monitor.sealing.hand_out(tmp_path, Watch())) == "evidence.altered"


def test_a_sealed_bundle_leaves_once_its_copy_was_read_again(
    trio: Trio, saved: RecordSaved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.services import sealing

    seal(trio, saved)
    monitor, stick = trio.monitor, tmp_path / "stick"
    stick.mkdir()

    def spoilt(target: Path) -> BufferedReader:
        return BufferedReader(io.BytesIO(b"other"))

    with monkeypatch.context() as patched:
        patched.setattr(sealing, "reading", spoilt)
        assert refusal(lambda: monitor.sealing.hand_out(stick, Watch(), remove=True)) == "evidence.altered"
    assert len(monitor.sealing.list().items) == 1
    (handed,) = monitor.sealing.hand_out(stick, Watch(), remove=True).items
    assert monitor.sealing.list().items == ()
    assert [each for each in (monitor.vault.folder / "blobs").rglob("*") if each.is_file()] == []
    assert monitor.vault.verify() == ()
    assert monitor.recording.show(saved.id).marks == ("sealed",)
    assert handed.path is not None
    assert receive(trio.coordinator, Path(handed.path).read_bytes()).records.new == 1


def test_the_list_says_who_took_a_sealed_bundle_in(trio: Trio, saved: RecordSaved, tmp_path: Path) -> None:
    seal(trio, saved)
    (handed,) = trio.monitor.sealing.hand_out(tmp_path, Watch()).items
    assert handed.path is not None
    data = Path(handed.path).read_bytes()
    receive(trio.coordinator, data)
    trio.monitor.receipts.add(receipt_for(trio.coordinator, data))
    (listed,) = trio.monitor.sealing.list().items
    (words,) = listed.received
    assert words.startswith("received by Пример coordinator on ")


def test_nothing_is_destroyed_before_the_bundle_was_read_back(
    trio: Trio, saved: RecordSaved, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoilt(files: BlobFiles, blob: object, watch: object = None) -> None:
        raise EvidenceError("evidence.altered", sha256="0" * 64)

    before = trio.monitor.access.digest()
    (trio.monitor.vault.folder / "backups" / "copy").mkdir()
    with monkeypatch.context() as patched:
        patched.setattr(BlobFiles, "verify", spoilt)
        assert refusal(lambda: seal(trio, saved)) == "evidence.altered"
    assert trio.monitor.access.digest() == before
    assert trio.monitor.sealing.list().items == ()
    assert (trio.monitor.vault.folder / "backups" / "copy").exists()
    assert trio.monitor.vault.verify() == ()


def test_what_was_written_meanwhile_is_not_lost(
    trio: Trio, saved: RecordSaved, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.services import sealing

    def writing_meanwhile(folder: Path) -> int:
        trio.monitor.recording.edit(saved.id, {"title": "осы арада"})
        return 0

    monkeypatch.setattr(sealing, "remove_copies", writing_meanwhile)
    assert refusal(lambda: seal(trio, saved)) == "record.changed"
    assert trio.monitor.recording.show(saved.id).content["title"] == "осы арада"
    assert trio.monitor.sealing.list().items == ()
    assert trio.monitor.vault.verify() == ()


def test_for_whom_and_against_whose_word(trio: Trio, saved: RecordSaved) -> None:
    no: JsonObject = {"consent": [{"purposes": {"coalition": "no"}}]}
    trio.monitor.recording.edit(saved.id, no)
    assert refusal(lambda: seal(trio, saved)) == "record.consent"
    own = (trio.fingerprints["monitor"],)
    assert refusal(lambda: trio.monitor.sealing.seal(saved.id, own, None, Watch())) == (
        "bundle.recipient_unverified"
    )
    assert seal(trio, saved, "сұрау бойынша").records == 3
