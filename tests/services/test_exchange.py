"""Handing over and taking in: what is withheld, who wrote it, what waits, what was interrupted."""

import hashlib
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.identity import Trust
from app.domain.revision import RecordId
from app.domain.signed_text import ATTESTATION_TAG
from app.domain.strict_json import JsonObject
from app.domain.work import CancelledError, Progress, Watch
from app.services.incoming import Applying
from app.services.outgoing import attest
from app.vault.dormant import DormantLine
from app.vault.exchange import IncomingBundle
from tests.builders import Writer, party
from tests.coalition import open_vault
from tests.services.conftest import INCIDENT, Trio
from tests.services.test_recording import refused


class _In2040:
    """A clock that is wrong by years."""

    def now(self) -> datetime:
        return datetime(2040, 1, 1, tzinfo=UTC)


def shown_text(trio: Trio, role: str, record: str) -> str:
    """Everything that one of them can read of a record, revision by revision."""
    vault = getattr(trio, role).vault
    lines = [revision.to_line() for revision in vault.records.revisions_of(RecordId(record))]
    return "\n".join(lines)


def test_what_was_marked_privileged_later_is_withheld_in_earlier_revisions_too(trio: Trio) -> None:
    saved = trio.monitor.recording.add(INCIDENT, (), Watch())
    secret: JsonObject = {"language": "ru", "text": "тайна адвоката", "privileged": True}
    trio.monitor.recording.edit(saved.id, {"narrative": {"language": "ru", "text": "тайна адвоката"}})
    trio.monitor.recording.edit(saved.id, {"narrative": secret})
    trio.apply("coordinator", trio.write("monitor", "coordinator"))
    assert "тайна" not in shown_text(trio, "coordinator", saved.id)
    assert trio.coordinator.recording.show(saved.id).content["title"] == INCIDENT["title"]
    trio.apply("lawyer", trio.write("monitor", "lawyer", with_=("privileged",), reason="защита"))
    assert "тайна" in shown_text(trio, "lawyer", saved.id)
    assert trio.lawyer.access.verify(Watch()).ok


def test_guarded_parts_leave_only_with_a_reason_that_custody_keeps(trio: Trio) -> None:
    saved = trio.monitor.recording.add(INCIDENT, (), Watch())
    with refused("bundle.reason"):
        trio.write("monitor", "coordinator", with_=("sources",))
    written = trio.write("monitor", "coordinator", with_=("sources",), reason="сұрау бойынша")
    trio.apply("coordinator", written)
    assert "көрші" in shown_text(trio, "coordinator", saved.id)
    (event,) = trio.monitor.vault.custody.events(RecordId(saved.id))
    assert (event.action, event.why) == ("exported", "сұрау бойынша")
    assert event.to_whom == (trio.fingerprints["coordinator"],)


def test_a_fuller_bundle_fills_what_was_withheld(trio: Trio) -> None:
    saved = trio.monitor.recording.add(INCIDENT, (), Watch())
    trio.apply("coordinator", trio.write("monitor", "coordinator", without=("medical", "identities")))
    (person,) = trio.coordinator.reading.list_kind("person", None, None, 10, 0).items
    assert trio.coordinator.recording.show(person.id).withheld == ("identities", "medical")
    plan = trio.apply("coordinator", trio.write("monitor", "coordinator"))
    assert plan.registry.changed == 1
    assert trio.coordinator.recording.show(person.id).withheld == ()
    assert "здоров" in shown_text(trio, "coordinator", person.id)
    assert saved.id


def test_consent_that_says_no_keeps_an_incident_back(trio: Trio) -> None:
    allowed = trio.monitor.recording.add(INCIDENT, (), Watch())
    consent: JsonObject = {"consent": [{"purposes": {"keep": "yes", "coalition": "no"}}]}
    kept = trio.monitor.recording.add({**INCIDENT, **consent}, (), Watch())
    written = trio.write("monitor", "coordinator")
    assert (written.records, written.held_back) == (1, (kept.id,))
    trio.apply("coordinator", written)
    assert trio.coordinator.reading.list_incidents(None, None, 10, 0).items[0].id == allowed.id
    assert trio.coordinator.reading.list_kind("person", None, None, 10, 0).total == 1
    with refused("record.consent"):
        trio.write("monitor", "coordinator", records=(kept.id,))
    with refused("bundle.reason"):
        trio.write("monitor", "coordinator", records=(kept.id,), despite_consent=(kept.id,))
    despite = {"despite_consent": (kept.id,), "reason": "согласие дано устно"}
    assert trio.write("monitor", "coordinator", records=(kept.id,), **despite).records == 1


def test_a_reason_for_sources_is_no_answer_to_a_consent_that_says_no(trio: Trio) -> None:
    trio.monitor.recording.add(INCIDENT, (), Watch())
    consent: JsonObject = {"consent": [{"purposes": {"coalition": "no"}}]}
    kept = trio.monitor.recording.add({**INCIDENT, **consent}, (), Watch())
    written = trio.write("monitor", "coordinator", with_=("sources",), reason="сұрау бойынша")
    assert (written.records, written.held_back) == (1, (kept.id,))
    with refused("record.consent"):
        trio.write("monitor", "coordinator", records=(kept.id,), with_=("sources",), reason="сұрау")


def test_evidence_travels_with_its_custody_and_gains_an_event(trio: Trio, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0" + bytes(100_000))
    saved = trio.monitor.recording.add(INCIDENT, (photo,), Watch())
    plan = trio.apply("coordinator", trio.write("monitor", "coordinator"))
    assert (plan.evidence.new, plan.evidence.bytes) == (1, photo.stat().st_size)
    events = trio.coordinator.vault.custody.events(RecordId(saved.evidence[0].id))
    assert [(event.action, event.actor) for event in events] == [
        ("taken_in", trio.fingerprints["monitor"]),
        ("taken_in", trio.fingerprints["coordinator"]),
    ]
    assert events[1].previous == events[0].id
    held = trio.coordinator.recording.history(saved.id).custody
    monitor, coordinator = (each.vault.contacts.own().card.name for each in (trio.monitor, trio.coordinator))
    assert [(step.name, step.action, step.actor_name, step.from_whom, step.broken) for step in held] == [
        ("photo.jpg", "taken_in", monitor, "other", None),
        ("photo.jpg", "taken_in", coordinator, monitor, None),
    ]
    target = tmp_path / "out.jpg"
    trio.coordinator.evidence.export(saved.evidence[0].sha256, target, Watch())
    assert target.read_bytes() == photo.read_bytes()


def test_relayed_authors_arrive_introduced_and_attested(trio: Trio) -> None:
    saved = trio.monitor.recording.add(INCIDENT, (), Watch())
    trio.apply("lawyer", trio.write("monitor", "lawyer"))
    with trio.coordinator.vault.transaction():
        trio.coordinator.vault.contacts.set_trust(
            trio.monitor.vault.contacts.own().card.fingerprint, Trust.UNVERIFIED, "2026-01-01T00:00:00.000Z"
        )
    plan = trio.apply("coordinator", trio.write("lawyer", "coordinator"))
    assert plan.refused == plan.dormant == ()
    revision = trio.coordinator.vault.records.revisions_of(RecordId(saved.id))[0]
    assert revision.header.author == trio.fingerprints["monitor"]
    assert len(trio.coordinator.vault.exchange.attestations_of([revision.id])) == 1


def test_an_author_who_is_not_known_waits_for_the_card_and_a_forged_twin_does_no_harm(trio: Trio) -> None:
    stranger = party("Бейтаныс")
    revision = Writer(stranger).write("incident", {"open": {"title": "Кейін келді"}})
    forged = revision.to_line().replace(revision.to_line()[-40:-30], "A" * 10)
    vault = trio.coordinator.vault
    with vault.transaction():
        for line in (revision.to_line(), forged):
            code, author = "revision.author_unknown", stranger.fingerprint
            vault.dormant.keep(DormantLine(revision.id, line, code, author))
    Applying(vault, trio.coordinator.clock).wake_dormant()
    assert vault.records.revision(revision.id) is None
    with vault.transaction():
        vault.contacts.add(stranger.card, Trust.INTRODUCED, "2026-01-01T00:00:00.000Z")
    Applying(vault, trio.coordinator.clock).wake_dormant()
    assert vault.records.revision(revision.id) == revision
    assert vault.dormant.digests() == ()


def test_a_signed_text_waits_for_its_signer_or_for_a_later_version(trio: Trio) -> None:
    stranger = party("Бейтаныс куәгер")
    revision = Writer(stranger).write("incident", {"open": {"title": "т"}})
    (attestation,) = attest([revision.id], stranger.fingerprint, stranger.keys, "2026-01-01T00:00:00.000Z")
    unheard_of = attestation.replace(ATTESTATION_TAG, "daftar-unheard-of@1")
    vault = trio.coordinator.vault
    with vault.transaction():
        for line in (attestation, unheard_of):
            digest = hashlib.sha256(line.encode()).hexdigest()
            vault.dormant.keep(DormantLine(digest, line, "revision.author_unknown", None))
    Applying(vault, trio.coordinator.clock).wake_dormant()
    assert vault.exchange.attestations_of([revision.id]) == ()
    with vault.transaction():
        vault.contacts.add(stranger.card, Trust.INTRODUCED, "2026-01-01T00:00:00.000Z")
    Applying(vault, trio.coordinator.clock).wake_dormant()
    assert vault.exchange.attestations_of([revision.id]) == (attestation,)
    assert vault.dormant.digests() == (hashlib.sha256(unheard_of.encode()).hexdigest(),)


def test_a_revision_whose_parent_is_late_waits_for_it(trio: Trio) -> None:
    writer = Writer(party("Баяу"))
    first = writer.write("incident", {"open": {"title": "бір"}})
    second = writer.follow(first, {"open": {"title": "екі"}})
    vault = trio.coordinator.vault
    with vault.transaction():
        vault.contacts.add(party("Баяу").card, Trust.INTRODUCED, "2026-01-01T00:00:00.000Z")
        vault.dormant.keep(DormantLine(second.id, second.to_line(), "revision.parents", second.header.author))
    Applying(vault, trio.coordinator.clock).wake_dormant()
    assert len(vault.dormant.digests()) == 1
    with vault.transaction():
        vault.records.append(first)
    Applying(vault, trio.coordinator.clock).wake_dormant()
    assert vault.records.heads_of(first.header.record_id) == {second.id}


def test_a_revoked_sender_is_refused_or_accepted_with_a_reason_and_a_mark(trio: Trio) -> None:
    saved = trio.monitor.recording.add(INCIDENT, (), Watch())
    written = trio.write("monitor", "coordinator")
    trio.coordinator.contacts.revoke(trio.fingerprints["monitor"])
    with refused("bundle.sender_revoked"):
        trio.apply("coordinator", written)
    assert trio.coordinator.reading.list_incidents(None, None, 10, 0).total == 0
    with Path(written.path).open("rb") as stream:
        plan = trio.coordinator.exchange.apply(stream, "подтвердил лично", Watch())
    assert plan.sender.trust == "revoked"
    assert "accepted_revoked" in trio.coordinator.recording.show(saved.id).marks
    (bundle,) = trio.coordinator.vault.exchange.incoming_of(plan.bundle_id)
    assert bundle.reason == "подтвердил лично"


def test_only_the_bundle_whose_plan_was_read_is_taken_in(trio: Trio) -> None:
    trio.monitor.recording.add(INCIDENT, (), Watch())
    first, second = (trio.write("monitor", "coordinator") for _ in range(2))
    with Path(first.path).open("rb") as stream:
        plan = trio.coordinator.exchange.inspect(stream, Watch())
    with refused("bundle.replaced"), Path(second.path).open("rb") as stream:
        trio.coordinator.exchange.apply(stream, None, Watch(), identity=plan.identity)
    assert trio.coordinator.reading.list_incidents(None, None, 10, 0).total == 0
    with Path(first.path).open("rb") as stream:
        assert trio.coordinator.exchange.apply(stream, None, Watch(), identity=plan.identity).records.new == 1


def test_what_comes_by_others_from_a_revoked_author_is_marked(trio: Trio) -> None:
    saved = trio.monitor.recording.add(INCIDENT, (), Watch())
    trio.apply("lawyer", trio.write("monitor", "lawyer"))
    trio.coordinator.contacts.revoke(trio.fingerprints["monitor"])
    trio.apply("coordinator", trio.write("lawyer", "coordinator"))
    assert "revision.author_revoked" in trio.coordinator.recording.show(saved.id).marks


def test_somebody_elses_erasure_is_a_request_and_the_authors_is_obeyed(trio: Trio) -> None:
    saved = trio.monitor.recording.add(INCIDENT, (), Watch())
    trio.apply("coordinator", trio.write("monitor", "coordinator", with_=("sources",), reason="р"))
    trio.coordinator.recording.erase(saved.id, ("sources",), "өтініш")
    trio.apply("monitor", trio.write("coordinator", "monitor"))
    shown = trio.monitor.recording.show(saved.id)
    assert "erasure_requested" in shown.marks
    assert "sources" in shown.content
    trio.monitor.recording.delete(saved.id, "қайтарылды")
    trio.apply("coordinator", trio.write("monitor", "coordinator"))
    assert "deleted" in trio.coordinator.recording.show(saved.id).marks


def test_what_ends_goes_with_the_chosen_incident_that_it_concerns(trio: Trio) -> None:
    saved = trio.monitor.recording.add(INCIDENT, (), Watch())
    trio.apply("coordinator", trio.write("monitor", "coordinator", with_=("sources",), reason="р"))
    (person,) = trio.coordinator.reading.list_kind("person", None, None, 10, 0).items
    trio.monitor.recording.erase(saved.id, ("sources",), "өтініш")
    trio.monitor.recording.delete(person.id, "қате")
    trio.apply("coordinator", trio.write("monitor", "coordinator", records=(saved.id,)))
    assert "көрші" not in shown_text(trio, "coordinator", saved.id)
    assert "deleted" in trio.coordinator.recording.show(person.id).marks


def test_of_a_deleted_record_only_headers_go_out(trio: Trio) -> None:
    saved = trio.monitor.recording.add(INCIDENT, (), Watch())
    trio.monitor.recording.delete(saved.id, "қате")
    trio.apply("coordinator", trio.write("monitor", "coordinator"))
    assert "Шабуыл" not in shown_text(trio, "coordinator", saved.id)
    assert trio.coordinator.reading.list_incidents(None, None, 10, 0).total == 0
    own, theirs = trio.monitor.access.digest(), trio.coordinator.access.digest()
    assert (own.revisions, own.state) != ("", "")
    assert own.revisions == theirs.revisions


def test_cancelling_while_a_bundle_is_taken_in_leaves_nothing(trio: Trio, tmp_path: Path) -> None:
    photo = tmp_path / "photo.bin"
    photo.write_bytes(b"\7" * (3 << 20))
    trio.monitor.recording.add(INCIDENT, (photo,), Watch())
    written = trio.write("monitor", "coordinator")
    before = trio.coordinator.access.digest()

    def cancel_in_the_evidence(progress: Progress) -> None:
        if progress.done > 1 << 20:
            watch.cancel()

    watch = Watch(cancel_in_the_evidence)
    with Path(written.path).open("rb") as stream, pytest.raises(CancelledError):
        trio.coordinator.exchange.apply(stream, None, watch)
    assert trio.coordinator.access.digest() == before
    folder = tmp_path / "coordinator"
    assert list((folder / "staging").iterdir()) == []
    assert trio.apply("coordinator", written).evidence.new == 1


def test_an_apply_that_was_cut_off_is_finished_by_the_next_opening(
    trio: Trio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = tmp_path / "photo.bin"
    photo.write_bytes(b"\7" * 200_000)
    for number in range(3):
        trio.monitor.recording.add({**INCIDENT, "title": f"Оқиға {number}"}, (photo,), Watch())
    written = trio.write("monitor", "coordinator")
    cut = tmp_path / "cut"

    def die(applying: Applying, bundle: IncomingBundle, watch: Watch) -> None:
        shutil.copytree(tmp_path / "coordinator", cut)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Applying, "take_lines", die)
        with pytest.raises(KeyboardInterrupt):
            trio.apply("coordinator", written)
    with open_vault(cut) as finished:
        assert finished.reading.list_incidents(None, None, 10, 0).total == 3
        assert finished.evidence.list().items[0].held
        for item in finished.evidence.list().items:
            assert [event.action for event in finished.vault.custody.events(RecordId(item.id))] == [
                "taken_in"
            ] * 2
        assert finished.access.verify(Watch()).problems == ()


def test_gaps_and_a_bundle_id_used_twice_are_named(trio: Trio) -> None:
    trio.monitor.recording.add(INCIDENT, (), Watch())
    first, second, third = (trio.write("monitor", "coordinator") for _ in range(3))
    plan = trio.apply("coordinator", third)
    assert [(gap.first, gap.last) for gap in plan.gaps] == [(1, 2)]
    plan = trio.apply("coordinator", first)
    assert [(gap.first, gap.last) for gap in plan.gaps] == [(2, 2)]
    assert trio.apply("coordinator", second).gaps == ()


def test_a_bundle_that_was_applied_before_changes_nothing(trio: Trio) -> None:
    trio.monitor.recording.add(INCIDENT, (), Watch())
    written = trio.write("monitor", "coordinator")
    trio.apply("coordinator", written)
    before = trio.coordinator.access.digest()
    plan = trio.apply("coordinator", written)
    assert (plan.records.known, plan.records.new, plan.records.changed) == (1, 0, 0)
    assert trio.coordinator.access.digest() == before


def test_a_card_that_expired_is_neither_taken_nor_written_to(trio: Trio) -> None:
    trio.monitor.recording.add(INCIDENT, (), Watch())
    trio.monitor.exchange._clock = trio.monitor.contacts._clock = _In2040()
    with refused("contact.expired"):
        trio.write("monitor", "coordinator")
    with refused("contact.expired"):
        trio.monitor.contacts.add(trio.lawyer.contacts.card().card.encode())  # type: ignore[union-attr]


def test_nothing_of_anybody_stands_readable_in_what_was_handed_over(trio: Trio) -> None:
    trio.monitor.recording.add(INCIDENT, (), Watch())
    sealed = Path(trio.write("monitor", "coordinator").path).read_bytes()
    assert "Шабуыл".encode() not in sealed
    assert trio.fingerprints["monitor"].encode() not in sealed
