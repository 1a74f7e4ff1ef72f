"""Single records of a backup: found where they lie, compared with what is here, brought back."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import AppError, RevisionError
from app.domain.query import Query
from app.domain.revision import RECORD_KINDS
from app.domain.work import CancelledError, Watch
from app.services import Services, open_services
from app.services.answers import RecordSaved
from app.services.backup_records import OpenedBackup
from app.services.clock import SystemClock
from app.vault.connection import Connection
from tests.coalition import PASSPHRASE, Founded
from tests.conftest import PlainOutput
from tests.services.conftest import INCIDENT


@pytest.fixture
def photograph(tmp_path: Path, plain_output: PlainOutput) -> Path:
    path = plain_output.allow(tmp_path / "photograph.jpg")
    path.write_bytes(b"\xff\xd8 no picture" * 100)
    return path


@pytest.fixture
def services(founded: Founded, tmp_path: Path) -> Iterator[Services]:
    """The monitor's."""
    shutil.copytree(founded.folder / "monitor", tmp_path / "monitor")
    with open_services(tmp_path / "monitor", PASSPHRASE, SystemClock(), Watch()) as opened:
        yield opened


@pytest.fixture
def saved(services: Services, photograph: Path) -> RecordSaved:
    """An incident with a photograph and a person; before it, another."""
    services.recording.add({"title": "Басқа оқиға"}, (), Watch())
    return services.recording.add(INCIDENT, (photograph,), Watch())


@pytest.fixture
def backup(services: Services, saved: RecordSaved, tmp_path: Path) -> OpenedBackup:
    """On a stick, with all of that, and open."""
    services.backups.make(tmp_path / "stick", Watch())
    return opened(services, tmp_path / "stick")


def opened(services: Services, source: Path) -> OpenedBackup:
    return services.backups.records.open(source, PASSPHRASE, Watch())


def refusal(services: Services, source: Path, secret: str = PASSPHRASE) -> str:
    with pytest.raises(AppError) as refused:
        services.backups.records.open(source, secret, Watch())
    return refused.value.code


def titles(services: Services, backup: OpenedBackup, kind: str = "incident", words: str = "") -> list[str]:
    return [each.title for each in services.backups.records.page(backup, kind, words, 100, 0).items]


def test_a_backup_is_searched_as_the_vault_is(services: Services, backup: OpenedBackup) -> None:
    services.recording.add({"title": "Кейінгі"}, (), Watch())
    for kind in RECORD_KINDS:
        for words in ("", "басқа", "тестулы"):
            here = services.searches.page(kind, Query(words=words), 100, 0)
            expected = [each.title for each in here.items if each.title != "Кейінгі"]
            assert titles(services, backup, kind, words) == expected
    assert titles(services, backup, "incident", "басқа") == ["Басқа оқиға"]
    page = services.backups.records.page(backup, "incident", "", 1, 1)
    assert (page.total, len(page.items)) == (2, 1)


def test_what_opens_a_backup_is_told_by_no_text_of_it(backup: OpenedBackup) -> None:
    assert backup.keys.database_key.hex() not in repr(backup)
    assert "key" not in repr(backup)
    assert backup.day is not None


def test_only_backups_of_this_vault_are_opened(
    services: Services, backup: OpenedBackup, founded: Founded, tmp_path: Path
) -> None:
    assert refusal(services, tmp_path / "stick", "басқа сөз") == "vault.passphrase"
    assert refusal(services, tmp_path / "monitor" / "evidence") == "backup.missing"
    assert refusal(services, founded.folder / "lawyer") == "backup.other_vault"
    backup.folder.joinpath("data").write_bytes(bytes(8192))
    assert refusal(services, tmp_path / "stick") == "backup.damaged"


def test_opening_is_cancelled(services: Services, backup: OpenedBackup, tmp_path: Path) -> None:
    """After its keys were derived, which nothing cuts short: it is not handed over."""
    watch = Watch(lambda _: watch.cancel())
    with pytest.raises(CancelledError):
        services.backups.records.open(tmp_path / "stick", PASSPHRASE, watch)


def test_what_stands_here_already_is_as_it_was(
    services: Services, backup: OpenedBackup, saved: RecordSaved
) -> None:
    services.recording.edit(saved.id, {"title": "Кейін өзгертілді"})
    compared = services.backups.records.compare(backup, saved.id)
    assert (compared.here, compared.deleted, compared.shredded_at) == (True, False, None)
    assert (compared.revisions, compared.evidence) == (0, 0)
    done = services.backups.records.restore(backup, saved.id, Watch())
    assert (done.revisions, done.evidence) == (0, ())
    assert services.recording.show(saved.id).content["title"] == "Кейін өзгертілді"


def test_damaged_evidence_is_replaced(
    services: Services, backup: OpenedBackup, saved: RecordSaved, tmp_path: Path
) -> None:
    (blob,) = (path for path in (tmp_path / "monitor" / "blobs").rglob("*") if path.is_file())
    blob.write_bytes(b"damaged")
    sha256 = saved.evidence[0].sha256
    assert services.backups.records.restore(backup, saved.id, Watch()).evidence == (sha256,)
    assert services.access.verify(Watch()).ok


def test_a_record_that_is_gone_comes_with_all_that_belongs_to_it(
    founded: Founded, services: Services, backup: OpenedBackup, saved: RecordSaved, tmp_path: Path
) -> None:
    """As after an older copy of the vault was put back: neither the incident nor its evidence is here."""
    shutil.copytree(founded.folder / "monitor", tmp_path / "older")
    with open_services(tmp_path / "older", PASSPHRASE, SystemClock(), Watch()) as older:
        again = opened(older, tmp_path / "stick")
        compared = older.backups.records.compare(again, saved.id)
        assert (compared.here, compared.evidence) == (False, 1)
        done = older.backups.records.restore(again, saved.id, Watch())
        assert done.revisions == compared.revisions
        assert done.evidence == (saved.evidence[0].sha256,)
        assert older.recording.show(saved.id) == services.recording.show(saved.id)
        assert older.evidence.list(saved.id) == services.evidence.list(saved.id)
        assert older.recording.history(saved.evidence[0].id).custody
        person = services.searches.page("person", Query(), 1, 0).items[0]
        assert older.recording.show(person.id).content == services.recording.show(person.id).content
        assert titles(older, again) != [
            each.title for each in older.searches.page("incident", Query(), 9, 0).items
        ]
        assert older.access.verify(Watch()).ok


@pytest.mark.parametrize("by_whom", ["signature", "author_unknown"])
def test_what_nobody_known_here_signed_does_not_come_back(
    founded: Founded, backup: OpenedBackup, saved: RecordSaved, tmp_path: Path, by_whom: str
) -> None:
    """Whoever has the passphrase can write into a backup, but not sign as its author did."""
    shutil.copytree(founded.folder / "monitor", tmp_path / "older")
    if by_whom == "signature":
        database = Connection(backup.folder / "data", backup.keys.database_key)
        database.run("UPDATE revision SET signature = zeroblob(64)")
        database.close()
    with open_services(tmp_path / "older", PASSPHRASE, SystemClock(), Watch()) as older:
        if by_whom == "author_unknown":
            older.vault._session.database.run("DELETE FROM contact")
        before = older.access.digest()
        with pytest.raises(RevisionError, match=f"revision.{by_whom}"):
            older.backups.records.restore(opened(older, tmp_path / "stick"), saved.id, Watch())
        assert older.access.digest() == before


def test_what_was_deleted_or_sealed_here_stays_so(
    founded: Founded, services: Services, backup: OpenedBackup, saved: RecordSaved, tmp_path: Path
) -> None:
    """Neither its words nor the bytes of its evidence come back from a stick."""
    other = titles(services, backup)
    assert len(other) == 2
    (also,) = (each for each in services.searches.page("incident", Query(words="басқа"), 1, 0).items)
    services.recording.delete(also.id, "қайталау")
    compared = services.backups.records.compare(backup, also.id)
    assert (compared.here, compared.deleted) == (True, True)
    services.backups.records.restore(backup, also.id, Watch())
    assert services.searches.page("incident", Query(words="басқа"), 1, 0).total == 0

    coordinator = founded.fingerprints["coordinator"]
    services.sealing.seal(saved.id, (coordinator,), None, Watch())
    sha256 = saved.evidence[0].sha256
    assert not services.vault.evidence.has(sha256)
    compared = services.backups.records.compare(backup, saved.id)
    assert compared.shredded_at is not None
    assert (compared.revisions, compared.evidence) == (0, 0)
    done = services.backups.records.restore(backup, saved.id, Watch())
    assert (done.revisions, done.evidence) == (0, ())
    assert services.recording.show(saved.id).content == {}
    assert not services.vault.evidence.has(sha256)


def test_a_backup_of_an_older_version_is_searched_by_titles(
    services: Services, backup: OpenedBackup, saved: RecordSaved
) -> None:
    """Its indices may be others, or none: what the lists of today ask for is not there."""
    database = Connection(backup.folder / "data", backup.keys.database_key)
    for statement in (
        "DROP TABLE search_incident",
        "DROP TABLE ended_item",
        "DROP INDEX record_kind",
        "PRAGMA user_version = 6",
    ):
        database.run(statement)
    database.close()
    assert titles(services, backup) == ["Шабуыл сот залында", "Басқа оқиға"]
    assert titles(services, backup, words="шабуыл ЗАЛЫНДА") == ["Шабуыл сот залында"]
    assert titles(services, backup, words="жоқ нәрсе") == []
    page = services.backups.records.page(backup, "incident", "", 1, 1)
    assert (page.total, [each.title for each in page.items]) == (2, ["Басқа оқиға"])
    assert services.backups.records.restore(backup, saved.id, Watch()).revisions == 0
