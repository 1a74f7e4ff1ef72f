"""Who may send: strangers, revoked signers, other people's names, clocks that are years off, replays."""

import io

import pytest

from app.bundle.gates import Gate
from app.domain.errors import BundleError
from app.domain.identity import revocation_body
from app.domain.signed_text import REVOCATION_TAG
from app.domain.work import Watch
from tests.builders import NOW, Party, Writer, party
from tests.bundle.builders import (
    COORDINATOR,
    LAWYER,
    MONITOR,
    STRANGER,
    contents,
    lines,
    rotation_text,
    signed_text,
    written,
)
from tests.hostile.receiver import INCIDENT, Receiver
from tests.hostile.test_taking_in import assert_unharmed, bundle_of


def bundle_by(sender: Party, *rotations: str) -> bytes:
    return written(contents(sender, rotations=rotations, evidence=()), sender)[0]


def test_a_stranger(receiver: Receiver) -> None:
    data = bundle_by(party(STRANGER))
    assert receiver.refuses(data, to_inspect=False) == ("bundle.sender_unknown", Gate.STANDING)
    assert receiver.inspect(data).sender.trust == "unverified"


def test_a_stranger_who_leads_from_a_key_of_ours(receiver: Receiver) -> None:
    """The rotation names our own card, or the monitor's, and is signed by the stranger twice."""
    for old in (party(COORDINATOR), party(MONITOR)):
        rotation = rotation_text(old, party(STRANGER), party(STRANGER))
        assert receiver.refuses(bundle_by(party(STRANGER), rotation)) == ("bundle.card", Gate.CARD)


def test_a_bundle_that_our_own_keys_made(fresh: Receiver) -> None:
    """A second copy of this vault may have made it: it counts as our own, and harms nothing."""
    assert fresh.apply(bundle_by(party(COORDINATOR))).sender.trust == "self"
    assert_unharmed(fresh)


def revoke(fresh: Receiver, last_good: dict[str, int]) -> None:
    """A bundle that brings the monitor's own revocation."""
    monitor = party(MONITOR)
    body = revocation_body(monitor.fingerprint, last_good, "мысал", NOW)
    fresh.apply(bundle_of(cards=(signed_text(REVOCATION_TAG, body, monitor),)))


def test_a_revoked_signer(fresh: Receiver) -> None:
    revoke(fresh, {})
    data = bundle_by(party(MONITOR))
    assert fresh.refuses(data, to_inspect=False) == ("bundle.sender_revoked", Gate.STANDING)
    assert fresh.inspect(data).sender.trust == "revoked"
    before = fresh.services.access.digest()
    fresh.apply(data, accept_revoked="сұрау бойынша")
    assert fresh.services.access.digest() != before
    assert_unharmed(fresh)


def test_what_a_signer_wrote_after_the_end_of_a_key_is_marked(fresh: Receiver) -> None:
    writer = Writer(party(MONITOR))
    good = writer.write("incident", {"open": INCIDENT})
    revoke(fresh, {writer.replica: 1})
    late = writer.follow(good, {"open": {"title": "кеш"}})
    fresh.apply(bundle_of(good.to_line(), late.to_line()))
    history = fresh.services.recording.history(good.header.record_id)
    assert [entry.marks for entry in history.revisions] == [(), ("revision.author_revoked",)]


def test_a_revocation_by_another_ends_nobody(fresh: Receiver) -> None:
    """The monitor would end our own key, and the lawyer's, under their names."""
    for victim in (party(COORDINATOR), party(LAWYER)):
        body = revocation_body(victim.fingerprint, {}, "ұрлық", NOW)
        forged = signed_text(REVOCATION_TAG, body, party(MONITOR), as_signer=victim.fingerprint)
        plan = fresh.apply(bundle_of(cards=(party(LAWYER).card.text, forged)))
        assert [line.code for line in plan.refused] == ["revision.signature"]
        assert fresh.services.vault.contacts.revocations_of(victim.fingerprint) == ()
    assert_unharmed(fresh)


@pytest.mark.parametrize(
    "when", ["0001-01-01T00:00:00.000Z", "1970-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"]
)
def test_a_clock_that_is_years_off(fresh: Receiver, when: str) -> None:
    """A claimed time is a claim: it neither keeps a revision out nor moves another."""
    late = Writer(party(MONITOR)).write("incident", {"open": INCIDENT}, claimed_at=when)
    assert fresh.apply(bundle_of(late.to_line())).records.new == 1
    (entry,) = fresh.services.recording.history(late.header.record_id).revisions
    assert entry.claimed_at == when
    assert_unharmed(fresh)


def numbered(sequence: int, *texts: str) -> bytes:
    """The monitor's bundle of that number."""
    previous = None if sequence == 1 else "0" * 64
    what = contents(sequence=sequence, previous=previous, revisions=lines(*texts), evidence=())
    return written(what)[0]


def test_an_older_sequence_replayed_changes_nothing(fresh: Receiver) -> None:
    writer = Writer(party(MONITOR))
    first = writer.write("incident", {"open": INCIDENT})
    second = writer.follow(first, {"open": {"title": "екінші"}})
    older, newer = numbered(1, first.to_line()), numbered(2, first.to_line(), second.to_line())
    fresh.apply(older)
    fresh.apply(newer)
    before = fresh.services.access.digest()
    for data in (older, newer, older):
        plan = fresh.apply(data)
        assert (plan.records.new, plan.records.changed) == (0, 0)
    assert fresh.services.access.digest() == before
    assert fresh.services.recording.show(first.header.record_id).content["title"] == "екінші"
    assert_unharmed(fresh)


def test_the_largest_sequence_is_a_gap_and_hinders_nothing(fresh: Receiver) -> None:
    largest = 2**53 - 1
    plan = fresh.apply(numbered(largest))
    assert [(gap.first, gap.last) for gap in plan.gaps] == [(2, largest - 1)]
    assert [(gap.first, gap.last) for gap in fresh.apply(numbered(3)).gaps] == [(2, 2), (4, largest - 1)]
    assert_unharmed(fresh)


def test_the_same_bundle_under_another_name_is_named(fresh: Receiver) -> None:
    known = contents(bundle_id="0190a0b0-0000-7000-8000-000000000001", evidence=())
    fresh.apply(written(known)[0])
    other = contents(bundle_id="0190a0b0-0000-7000-8000-000000000001", revisions=lines(), evidence=())
    assert fresh.inspect(written(other)[0]).marks == ("bundle_id_repeated",)


def test_another_bundle_than_the_one_that_was_read(fresh: Receiver) -> None:
    read = fresh.inspect(bundle_of())
    before = fresh.trace()
    with pytest.raises(BundleError, match="bundle.replaced"):
        fresh.services.exchange.apply(io.BytesIO(bundle_of()), None, Watch(), identity=read.identity)
    assert fresh.trace() == before
