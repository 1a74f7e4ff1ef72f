"""Seal mode: what is new is sealed once it is finished, what was here before is not."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.errors import RecordError
from app.domain.query import Query
from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.services import Services
from app.services.answers import RecordSaved
from app.services.drafts import QUICK
from tests.builders import party
from tests.bundle.builders import STRANGER
from tests.canary import FULL_NAME, SURNAME, bytes_name_canary
from tests.coalition import PASSPHRASE, receive
from tests.services.conftest import INCIDENT, Trio
from tests.services.test_receipts import PHOTOGRAPH, refusal
from tests.vault.raw_database import decrypted_pages

SOUTH = "Оңтүстік"
DRAFT = f"{QUICK}үлгі"
CANARY: JsonObject = {
    **INCIDENT,
    "title": FULL_NAME,
    "people": [{"key": "p1", "names": [{"full": FULL_NAME}]}],
}


class In2040:
    """When every card has expired."""

    def now(self) -> datetime:
        return datetime(2040, 1, 1, tzinfo=UTC)


def add(services: Services, given: JsonObject = CANARY, *files: Path) -> RecordSaved:
    """As the window does: a draft that becomes an incident."""
    services.drafts.save(DRAFT, {"narrative": FULL_NAME})
    return services.recording.add(given, files, Watch(), draft=DRAFT)


def not_sealed(services: Services, saved: RecordSaved) -> str:
    """Sealing it is refused; the sentence that says so."""
    with pytest.raises(RecordError) as caught:
        services.sealing.seal_new(saved.id, Watch())
    assert caught.value.code == "record.not_sealed"
    return caught.value.sentence


def test_what_is_new_goes_to_those_chosen_and_no_word_of_it_stays(trio: Trio, tmp_path: Path) -> None:
    monitor, office = trio.monitor, trio.fingerprints["coordinator"]
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(PHOTOGRAPH)
    before = monitor.recording.add(INCIDENT, (), Watch())
    monitor.groups.add(SOUTH, (office, trio.fingerprints["lawyer"]))
    assert not monitor.seal_mode.shown().seals_new
    shown = monitor.seal_mode.switch_on((office,), (f" {SOUTH}",))
    assert (shown.seals_new, shown.to, shown.groups, shown.refused) == (True, (office,), (SOUTH,), None)
    # Whoever is in two places is written to once; who is in a group is asked when something is sealed.
    assert [each.name for each in shown.recipients] == ["Пример coordinator", "Пример lawyer"]
    monitor.groups.remove(SOUTH, (office,))
    saved = add(monitor, CANARY, photo)
    assert monitor.recording.show(saved.id).marks == ("unsealed",)
    assert monitor.seal_mode.shown().waiting == (saved.id,)
    sealed = monitor.sealing.seal_new(saved.id, Watch())
    assert set(sealed.to) == {office, trio.fingerprints["lawyer"]}
    assert monitor.seal_mode.shown().waiting == ()
    gone = monitor.recording.show(saved.id)
    assert (gone.content, gone.marks, gone.reference) == ({}, ("sealed",), saved.reference)
    assert monitor.drafts.names() == ()
    assert monitor.searches.find("incident", Query(words=SURNAME), 10, 0).total == 0
    assert monitor.recording.show(before.id).content["title"] == INCIDENT["title"]
    assert monitor.vault.verify() == ()
    (handed,) = monitor.sealing.hand_out(tmp_path, Watch()).items
    assert handed.path is not None
    assert receive(trio.lawyer, Path(handed.path).read_bytes()).records.new == 1
    assert trio.lawyer.recording.show(saved.id).content["title"] == FULL_NAME
    monitor.close()
    pages = decrypted_pages(monitor.vault.folder, PASSPHRASE)
    assert "Үлгі Тестұлы".encode() in pages
    assert not bytes_name_canary(pages)


def revoked(trio: Trio, _patched: pytest.MonkeyPatch) -> None:
    trio.monitor.contacts.revoke(trio.fingerprints["lawyer"])


def expired(trio: Trio, patched: pytest.MonkeyPatch) -> None:
    patched.setattr(trio.monitor.exchange, "_clock", In2040())


def unverified(trio: Trio, _patched: pytest.MonkeyPatch) -> None:
    stranger = party(STRANGER).card
    trio.monitor.contacts.add(stranger.text.encode())
    trio.monitor.groups.add(SOUTH, (stranger.fingerprint,))


def nobody(trio: Trio, _patched: pytest.MonkeyPatch) -> None:
    trio.monitor.groups.delete(SOUTH)


@pytest.mark.parametrize(
    ("happen", "code", "words"),
    [
        (revoked, "contact.revoked", "key was revoked"),
        (expired, "contact.expired", "has expired"),
        (unverified, "bundle.recipient_unverified", "has not been verified"),
        (nobody, "contact.group_unknown", "no group of this name"),
    ],
)
def test_where_it_cannot_be_sealed_it_stays_and_says_so(
    trio: Trio,
    monkeypatch: pytest.MonkeyPatch,
    happen: Callable[[Trio, pytest.MonkeyPatch], None],
    code: str,
    words: str,
) -> None:
    monitor = trio.monitor
    monitor.groups.add(SOUTH, (trio.fingerprints["lawyer"],))
    monitor.seal_mode.switch_on((), (SOUTH,))
    with monkeypatch.context() as patched:
        happen(trio, patched)
        refused = monitor.seal_mode.shown().refused
        assert refused is not None
        assert refused.code == code
        assert refusal(lambda: monitor.seal_mode.switch_on((), (SOUTH,))) == code
        saved = add(monitor)
        told = not_sealed(monitor, saved)
    assert saved.reference in told
    assert words in told
    shown = monitor.recording.show(saved.id)
    assert (shown.content["title"], shown.marks) == (FULL_NAME, ("unsealed",))
    assert monitor.sealing.list().items == ()
    assert monitor.vault.verify() == ()
    monitor.sealing.seal(saved.id, (trio.fingerprints["coordinator"],), None, Watch())
    assert monitor.seal_mode.shown().waiting == ()


def test_no_consent_and_a_cancel_leave_it_waiting(trio: Trio) -> None:
    monitor = trio.monitor
    monitor.seal_mode.switch_on((trio.fingerprints["coordinator"],))
    no = add(monitor, {**CANARY, "consent": [{"purposes": {"coalition": "no"}}]})
    assert "did not agree" in not_sealed(monitor, no)
    cancelled, stopped = add(monitor), Watch()
    stopped.cancel()
    with pytest.raises(RecordError, match="record.not_sealed") as caught:
        monitor.sealing.seal_new(cancelled.id, stopped)
    assert "cancelled" in caught.value.sentence
    assert cancelled.id in caught.value.advice
    assert monitor.seal_mode.shown().waiting == (no.id, cancelled.id)
    monitor.sealing.seal_new(cancelled.id, Watch())
    monitor.recording.delete(no.id, "мысал")
    assert monitor.seal_mode.shown().waiting == ()


def test_the_mode_is_kept_until_it_is_switched_off(trio: Trio) -> None:
    monitor, office = trio.monitor, trio.fingerprints["coordinator"]
    assert refusal(monitor.seal_mode.recipients) == "record.seal_mode_off"
    assert refusal(lambda: monitor.seal_mode.switch_on((), ())) == "contact.unknown"
    monitor.seal_mode.confirm()
    assert not monitor.seal_mode.is_on
    monitor.seal_mode.switch_on((office,))
    assert not monitor.seal_mode.shown().confirmed
    monitor.seal_mode.confirm()
    # A new key of those chosen is followed, as everywhere.
    trio.coordinator.keys.rotate()
    target = io.BytesIO()
    trio.coordinator.contacts.write_card(target)
    new = monitor.contacts.add(target.getvalue()).fingerprint
    shown = monitor.seal_mode.shown()
    assert (shown.confirmed, [each.fingerprint for each in shown.recipients]) == (True, [new])
    lines = "\n".join(json.dumps(INCIDENT) for _ in range(2)).encode()
    imported = monitor.recording.import_lines(io.BytesIO(lines), Watch())
    assert (imported.added, {each.code for each in imported.refused}) == (0, {"record.seal_mode"})
    saved = add(monitor)
    off = monitor.seal_mode.switch_off()
    assert (off.seals_new, off.to, off.waiting) == (False, (), ())
    assert monitor.recording.show(saved.id).marks == ()
    assert monitor.recording.import_lines(io.BytesIO(lines), Watch()).added == 2
