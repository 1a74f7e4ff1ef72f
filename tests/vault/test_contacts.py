"""Who is known, how well, and by which cards."""

import pytest

from app.domain.errors import ContactError
from app.domain.identity import Fingerprint, Trust, read_fingerprint, spoken_digits
from app.vault import Vault
from tests.builders import LATER, NEVER, NOW, Party, card_of, party, revocation_of

NAME = "Другая Примерова"


def test_born_with_an_identity(vault: Vault, owner: Party) -> None:
    own = vault.contacts.get(owner.fingerprint)
    assert own is not None
    assert own.trust is Trust.SELF
    assert vault.contacts.own() == owner.own
    assert vault.contacts.list() == ()


def test_added_verified_revoked(vault: Vault) -> None:
    other = party(NAME)
    with vault.transaction():
        added = vault.contacts.add(other.card, Trust.UNVERIFIED, NOW)
    assert (added.trust, added.verified_at) == (Trust.UNVERIFIED, None)
    with vault.transaction():
        verified = vault.contacts.set_trust(other.fingerprint, Trust.VERIFIED, LATER)
    assert verified.verified_at == LATER
    assert vault.contacts.list() == (verified,)
    with vault.transaction():
        vault.contacts.revoke(other.revocation, LATER)
    known = vault.contacts.get(other.fingerprint)
    assert known is not None
    assert known.trust is Trust.REVOKED
    assert vault.contacts.revocations_of(other.fingerprint) == (other.revocation,)
    assert vault.verify() == ()


def test_a_revocation_from_some_sequence_on_leaves_the_standing_to_a_person(vault: Vault) -> None:
    other = party(NAME)
    partial = revocation_of(other, {"00000000-0000-4000-8000-000000000001": 3})
    with vault.transaction():
        vault.contacts.add(other.card, Trust.VERIFIED, NOW)
        vault.contacts.revoke(partial, LATER)
    known = vault.contacts.get(other.fingerprint)
    assert known is not None
    assert known.trust is Trust.VERIFIED
    assert vault.contacts.revocations_of(other.fingerprint) == (partial,)


def test_a_revocation_of_our_own_key_leaves_us_who_we_are(vault: Vault, owner: Party) -> None:
    with vault.transaction():
        vault.contacts.revoke(owner.revocation, LATER)
    own = vault.contacts.get(owner.fingerprint)
    assert own is not None
    assert own.trust is Trust.SELF


def test_introduced_by_somebody(vault: Vault) -> None:
    other, introducer = party(NAME), party("Третий Образцов")
    with vault.transaction():
        vault.contacts.add(other.card, Trust.INTRODUCED, NOW, introducer.fingerprint)
    known = vault.contacts.get(other.fingerprint)
    assert known is not None
    assert known.introduced_by == introducer.fingerprint


def test_newer_card_counts_and_older_ones_are_kept(vault: Vault) -> None:
    old, new = party(NAME).card, card_of(NAME, created=LATER)
    with vault.transaction():
        vault.contacts.add(new, Trust.VERIFIED, NOW)
        vault.contacts.add(old, Trust.UNVERIFIED, LATER)
    known = vault.contacts.get(old.fingerprint)
    assert known is not None
    assert (known.card, known.trust) == (new, Trust.VERIFIED)
    assert set(vault.contacts.cards_of(old.fingerprint)) == {old.text, new.text}
    newest = card_of(NAME, created="2026-04-01T00:00:00.000Z", expires=NEVER)
    with vault.transaction():
        assert vault.contacts.add(newest, Trust.UNVERIFIED, LATER).trust is Trust.VERIFIED
    assert vault.verify() == ()


def test_found_by_what_people_compare(vault: Vault) -> None:
    other = party(NAME)
    with vault.transaction():
        vault.contacts.add(other.card, Trust.UNVERIFIED, NOW)
    pinned = read_fingerprint(spoken_digits(other.fingerprint))
    assert pinned is not None
    assert [contact.card for contact in vault.contacts.by_prefix(pinned)] == [other.card]
    assert vault.contacts.by_prefix("%") == ()


def test_unknown(vault: Vault) -> None:
    nobody = Fingerprint("0" * 64)
    assert vault.contacts.get(nobody) is None
    with pytest.raises(ContactError, match="contact.unknown"), vault.transaction():
        vault.contacts.set_trust(nobody, Trust.VERIFIED, NOW)
