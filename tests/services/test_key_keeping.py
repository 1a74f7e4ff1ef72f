"""Keys over time: replaced, followed, ended, advised against; and what attackers would make of it."""

import contextlib
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.errors import BundleError, ContactError
from app.domain.identity import Fingerprint, spoken_digits
from app.domain.revision import RecordId
from app.domain.rotation import rotation_body
from app.domain.signed_text import (
    MAX_CARD_BYTES,
    ROTATION_TAG,
    SignedText,
    read_signed_text,
)
from app.domain.work import Watch
from app.services import Services, open_services
from app.services.answers import BundlePlan
from app.services.answers_contacts import KeyReplaced, ShownContact
from app.services.own_keys import signed_by
from app.vault.identities import OwnIdentity
from tests.builders import NOW, Party, party
from tests.bundle.builders import LAWYER, STRANGER, contents, rotation_text, signed_text, written
from tests.coalition import PASSPHRASE, receive
from tests.services.conftest import INCIDENT, Trio


class Calendar:
    """Today, and so many days."""

    def __init__(self, days: int) -> None:
        self._moved = timedelta(days=days)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._moved


def bundle_of(sender: Services, *to: str) -> bytes:
    """Everything that the sender has, for these fingerprints."""
    stream = io.BytesIO()
    sender.exchange.write(None, to, stream, watch=Watch())
    return stream.getvalue()


def contact(services: Services, fingerprint: str) -> ShownContact:
    return services.contacts.show(Fingerprint(fingerprint))


def take_card(services: Services, of: Services, fingerprint: str | None = None) -> ShownContact:
    card = of.contacts.card().card
    assert card is not None
    return services.contacts.add(card.encode(), fingerprint)


@pytest.fixture
def rotated(trio: Trio) -> KeyReplaced:
    """The monitor's key is replaced, after a first bundle to the coordinator."""
    trio.monitor.recording.add(INCIDENT, (), Watch())
    trio.apply("coordinator", trio.write("monitor", "coordinator"))
    replaced = trio.monitor.keys.rotate()
    assert replaced.replaced == trio.fingerprints["monitor"] != replaced.fingerprint
    return replaced


def test_who_verified_the_old_key_follows_by_the_next_bundle(trio: Trio, rotated: KeyReplaced) -> None:
    trio.monitor.recording.add(INCIDENT, (), Watch())
    data = bundle_of(trio.monitor, trio.fingerprints["coordinator"])
    seen = trio.coordinator.exchange.inspect(io.BytesIO(data), Watch())
    assert (seen.sender.fingerprint, seen.sender.trust) == (rotated.fingerprint, "verified")
    with pytest.raises(ContactError, match="contact.unknown"):
        contact(trio.coordinator, rotated.fingerprint)
    plan = receive(trio.coordinator, data)
    assert (plan.records.new, plan.records.known, plan.gaps) == (1, 1, ())
    followed = contact(trio.coordinator, rotated.fingerprint)
    assert (followed.trust, followed.followed_from) == ("verified", rotated.replaced)
    assert followed.trust_words.startswith(f"followed from {followed_digits(rotated.replaced)}")
    assert contact(trio.coordinator, rotated.replaced).replaced_by == rotated.fingerprint
    assert trio.coordinator.vault.verify() == trio.monitor.vault.verify() == ()
    # The two keys are one person, not two of one name.
    assert followed.same_name == ()


def followed_digits(fingerprint: str) -> str:
    return spoken_digits(Fingerprint(fingerprint))[:11]


def test_who_verified_the_old_key_follows_by_the_card_too(trio: Trio, rotated: KeyReplaced) -> None:
    assert take_card(trio.lawyer, trio.monitor).trust == "verified"
    # What a person compares counts more than what was followed.
    assert take_card(trio.lawyer, trio.monitor, rotated.fingerprint).verified_at is not None


def test_to_the_old_key_is_written_by_the_new_one(trio: Trio, rotated: KeyReplaced) -> None:
    take_card(trio.coordinator, trio.monitor)
    trio.coordinator.recording.add(INCIDENT, (), Watch())
    data = bundle_of(trio.coordinator, rotated.replaced)
    assert receive(trio.monitor, data).records.new == 1
    # The vault that has not heard of it writes to the old key, and is read all the same.
    trio.lawyer.recording.add(INCIDENT, (), Watch())
    assert receive(trio.monitor, bundle_of(trio.lawyer, rotated.replaced)).records.new == 1


def test_from_an_unverified_key_the_new_one_is_unverified_until_either_is_compared(
    trio: Trio, rotated: KeyReplaced
) -> None:
    with trio.lawyer.vault.transaction():
        trio.lawyer.vault._parts.database.run(
            "UPDATE contact SET trust = 'unverified', verified_at = NULL WHERE fingerprint = ?",
            (rotated.replaced,),
        )
    shown = take_card(trio.lawyer, trio.monitor)
    assert (shown.trust, shown.followed_from) == ("unverified", rotated.replaced)
    with pytest.raises(BundleError, match="bundle.sender_unverified"):
        receive(trio.lawyer, bundle_of(trio.monitor, trio.fingerprints["lawyer"]))
    trio.lawyer.contacts.verify(rotated.replaced, rotated.replaced)
    assert contact(trio.lawyer, rotated.fingerprint).trust == "verified"


def test_a_revoked_key_is_never_followed(trio: Trio, rotated: KeyReplaced) -> None:
    trio.coordinator.contacts.revoke(rotated.replaced, "ұрланды")
    with pytest.raises(BundleError, match="bundle.sender_revoked"):
        receive(trio.coordinator, bundle_of(trio.monitor, trio.fingerprints["coordinator"]))
    shown = take_card(trio.coordinator, trio.monitor)
    assert (shown.trust, shown.followed_from) == ("unverified", None)


def test_a_rotation_to_a_revoked_key_raises_nobody(trio: Trio) -> None:
    monitor, stranger = trio.monitor, party(STRANGER)
    monitor.contacts.add(party(LAWYER).card.text.encode(), party(LAWYER).fingerprint)
    monitor.contacts.add(stranger.card.text.encode())
    monitor.contacts.revoke(stranger.fingerprint)
    papers = "\n".join((rotation_text(party(LAWYER), stranger), stranger.card.text)).encode()
    with pytest.raises(ContactError, match="contact.revoked"):
        monitor.contacts.add(papers)
    data = written(
        contents(stranger, rotations=(rotation_text(party(LAWYER), stranger),), evidence=()),
        stranger,
        (reader_of(monitor),),
    )[0]
    with pytest.raises(BundleError, match="bundle.sender_revoked"):
        receive(monitor, data)
    assert contact(monitor, stranger.fingerprint).trust == "revoked"


def reader_of(services: Services) -> Party:
    """The owner of a vault as somebody to write to."""
    return replace(party(LAWYER), card=services.vault.contacts.own().card)


def test_a_rotation_that_one_key_signed_is_refused(trio: Trio) -> None:
    old, new = party(LAWYER), party(STRANGER)
    trio.monitor.contacts.add(old.card.text.encode(), old.fingerprint)
    for signers in ((old,), (new,)):
        papers = "\n".join((rotation_text(old, new, *signers), new.card.text)).encode()
        with pytest.raises(ContactError, match="contact.card"):
            trio.monitor.contacts.add(papers)
    with pytest.raises(ContactError, match="contact.unknown"):
        contact(trio.monitor, new.fingerprint)


def stolen_rotation(stolen: OwnIdentity, thief: Party) -> str:
    """From a key that two people hold to the thief's own: both signatures are true."""
    body = rotation_body(stolen.card.fingerprint, thief.card, NOW)
    signatures = [
        signature
        for text in (signed_by(stolen, ROTATION_TAG, body), signed_text(ROTATION_TAG, body, thief))
        for signature in read_signed_text(text, MAX_CARD_BYTES).signatures
    ]
    return SignedText(ROTATION_TAG, body, tuple(signatures)).to_text()


def test_of_two_successors_the_first_is_followed_and_both_are_named(trio: Trio, rotated: KeyReplaced) -> None:
    """Somebody else holds the old key too, and would be followed instead."""
    coordinator, thief = trio.coordinator, party(STRANGER)
    take_card(coordinator, trio.monitor)
    stolen = trio.monitor.vault.identities.all()[1]
    rotation = stolen_rotation(stolen, thief)
    shown = coordinator.contacts.add(f"{rotation}\n{thief.card.text}".encode())
    assert shown.trust == "unverified"
    old = contact(coordinator, rotated.replaced)
    assert (old.replaced_by, old.rivals) == (rotated.fingerprint, (thief.fingerprint,))
    assert any("claims to follow" in note for note in old.notes)
    data = written(contents(thief, rotations=(rotation,), evidence=()), thief, (reader_of(coordinator),))[0]
    with pytest.raises(BundleError, match="bundle.sender_unverified"):
        receive(coordinator, data)


def test_keys_that_follow_one_another_in_a_circle_end_somewhere(trio: Trio) -> None:
    one, other = party(LAWYER), party(STRANGER)
    monitor = trio.monitor
    monitor.contacts.add(one.card.text.encode(), one.fingerprint)
    for old, new in ((one, other), (other, one)):
        monitor.contacts.add("\n".join((rotation_text(old, new), new.card.text)).encode())
    assert monitor.vault.successions.latest(one.fingerprint) == other.fingerprint
    assert monitor.vault.successions.latest(other.fingerprint) == other.fingerprint
    assert monitor.contacts.in_use(one.fingerprint).fingerprint == other.fingerprint
    assert monitor.vault.successions.leading_to(other.fingerprint) == (rotation_text_held(monitor, one),)


def rotation_text_held(services: Services, old: Party) -> str:
    """The rotation that is followed from a key."""
    texts = services.vault.successions.rotations_of(old.fingerprint)
    return next(text for text in texts if f'\\"old\\":\\"{old.fingerprint}' in text)


def test_nobody_follows_our_own_key_and_becomes_us(trio: Trio) -> None:
    """A copy of our vault, or a thief, names a successor of the key that we use."""
    monitor, thief = trio.monitor, party(STRANGER)
    own = monitor.vault.identities.current()
    rotation = stolen_rotation(own, thief)
    shown = monitor.contacts.add(f"{rotation}\n{thief.card.text}".encode())
    assert shown.trust == "unverified"
    assert monitor.vault.successions.successor(own.card.fingerprint) is None
    assert monitor.vault.identities.in_use() == own.card.fingerprint
    data = written(contents(thief, rotations=(rotation,), evidence=()), thief, (reader_of(monitor),))[0]
    with pytest.raises(BundleError, match="bundle.sender_unverified"):
        receive(monitor, data)


def test_a_chain_of_rotations_is_bounded_and_still_leads(trio: Trio) -> None:
    last = [trio.monitor.keys.rotate() for _ in range(18)][-1]
    card = trio.monitor.contacts.card().card
    assert card is not None
    assert card.count("\n") == 16
    # Whoever knows only the first key finds no line to it any more.
    assert trio.lawyer.contacts.add(card.encode()).trust == "unverified"
    too_many = "\n".join((card.split("\n")[0], card))
    with pytest.raises(ContactError, match="contact.card"):
        trio.lawyer.contacts.add(too_many.encode())
    assert last.fingerprint == trio.monitor.vault.identities.in_use()


def test_what_the_old_key_wrote_stays_our_own(trio: Trio) -> None:
    saved = trio.monitor.recording.add(INCIDENT, (), Watch())
    trio.monitor.keys.rotate()
    trio.monitor.recording.edit(saved.id, {"title": "кейін"})
    authors = {entry.author for entry in trio.monitor.recording.history(saved.id).revisions}
    assert len(authors) == 2
    assert trio.monitor.recording.last_place() is not None
    assert trio.monitor.recording.show(saved.id).marks == ()
    # Here it is obeyed; to others the new key is not yet the author, and they are only asked.
    assert trio.monitor.recording.erase(saved.id, ("open",), "мысал").requested_of_others == 1
    assert trio.monitor.recording.show(saved.id).content.get("title") is None
    trio.apply("coordinator", trio.write("monitor", "coordinator"))
    assert trio.coordinator.vault.verify() == ()


def test_a_change_under_the_new_key_is_no_strangers(trio: Trio) -> None:
    saved = trio.monitor.recording.add(INCIDENT, (), Watch())
    trio.apply("coordinator", trio.write("monitor", "coordinator"))
    trio.monitor.keys.rotate()
    trio.monitor.recording.edit(saved.id, {"title": "кейін"})
    plan = trio.apply("coordinator", trio.write("monitor", "coordinator"))
    assert (plan.records.changed, plan.records.changed_by_others) == (1, 0)
    assert trio.coordinator.recording.show(saved.id).marks == ()
    with trio.coordinator.vault.transaction():
        trio.coordinator.vault._parts.database.run("UPDATE rotation SET followed = 0")
    assert trio.coordinator.recording.show(saved.id).marks == ("changed_by_others",)


def test_the_old_key_still_attests_what_it_wrote(trio: Trio) -> None:
    saved = trio.monitor.recording.add(INCIDENT, (), Watch())
    trio.monitor.keys.rotate()
    trio.apply("coordinator", trio.write("monitor", "coordinator"))
    (revision,) = trio.coordinator.vault.records.revisions_of(RecordId(saved.id))
    assert revision.header.author == trio.fingerprints["monitor"]
    assert len(trio.coordinator.vault.exchange.attestations_of([revision.id])) == 1


def test_somebody_elses_bundle_brings_a_rotation_too(trio: Trio, rotated: KeyReplaced) -> None:
    """The lawyer relays what the monitor wrote under both keys; the coordinator follows."""
    trio.monitor.recording.add(INCIDENT, (), Watch())
    receive(trio.lawyer, bundle_of(trio.monitor, trio.fingerprints["lawyer"]))
    plan = receive(trio.coordinator, bundle_of(trio.lawyer, trio.fingerprints["coordinator"]))
    assert plan.refused == plan.dormant == ()
    assert contact(trio.coordinator, rotated.fingerprint).trust == "verified"


def test_after_ninety_days_the_secret_keys_are_gone_and_late_bundles_stay_closed(
    trio: Trio, tmp_path: Path
) -> None:
    trio.coordinator.recording.add(INCIDENT, (), Watch())
    late = bundle_of(trio.coordinator, trio.fingerprints["monitor"])
    trio.monitor.keys.rotate()
    folder = trio.monitor.vault.folder
    trio.monitor.close()

    def look(days: int) -> BundlePlan:
        with open_services(folder, PASSPHRASE, Calendar(days), Watch()) as services:
            return services.exchange.inspect(io.BytesIO(late), Watch())

    assert look(89).records.new == 1
    with pytest.raises(BundleError, match="bundle.not_for_me"):
        look(91)
    with open_services(folder, PASSPHRASE, Calendar(0), Watch()) as services:
        rows = services.vault._parts.database.all(
            "SELECT ed25519_seed, ml_dsa_65_seed, age_seed FROM identity WHERE retired IS NOT NULL"
        )
        assert rows == [(b"", b"", b"")]
        assert services.vault.verify() == ()
        # It can still be ended, by the revocation that was made with it.
        ended = services.keys.revoke(trio.fingerprints["monitor"])
        assert ended.revocation is not None
        assert ended.new_fingerprint is None


def test_a_clock_that_goes_back_does_not_bring_the_old_key_back(trio: Trio) -> None:
    folder = trio.monitor.vault.folder
    trio.monitor.close()
    with open_services(folder, PASSPHRASE, Calendar(-400), Watch()) as services:
        replaced = services.keys.rotate()
        assert services.vault.contacts.own().card.fingerprint == replaced.fingerprint
        assert services.contacts.card().fingerprint == replaced.fingerprint


def test_another_lane_writes_under_the_new_key_at_once(trio: Trio) -> None:
    trio.monitor.vault.take_turns(contextlib.nullcontext)
    lane = trio.monitor.another_lane(contextlib.nullcontext)
    try:
        replaced = trio.monitor.keys.rotate()
        saved = lane.recording.add(INCIDENT, (), Watch())
        (entry,) = lane.recording.history(saved.id).revisions
        assert entry.author == replaced.fingerprint
    finally:
        lane.close()
