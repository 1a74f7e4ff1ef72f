"""Contacts: one's own card, the cards of others, and what each of them is to us."""

from pathlib import Path
from typing import BinaryIO

from app.crypto.errors import SignatureError
from app.crypto.signing import verify_card
from app.domain.errors import ContactError, DiskError
from app.domain.identity import (
    ContactCard,
    Fingerprint,
    Trust,
    fits,
    read_fingerprint,
    spoken_digits,
    spoken_words,
)
from app.domain.signed_text import MAX_CARD_BYTES
from app.domain.strict_json import StrictJsonError
from app.domain.times import read_time
from app.services.answers import CardWritten, ContactList, ShownContact
from app.services.clock import Clock, now_text
from app.services.output_files import write_file
from app.vault import Vault
from app.vault.contacts import Contact
from app.words import N_, chosen_language, translate

_TRUST_WORDS = {
    Trust.SELF: N_("this is you"),
    Trust.UNVERIFIED: N_("not verified: the fingerprint was never compared"),
    Trust.VERIFIED: N_("verified by you on {day}"),
    Trust.INTRODUCED: N_("introduced by {who}, not verified by you"),
    Trust.REVOKED: N_("revoked: the key must not be used any more"),
}


class ContactBook:
    """What a person can do with cards and fingerprints."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault = vault
        self._clock = clock

    def card(self) -> CardWritten:
        """One's own card as text."""
        card = self._vault.contacts.own().card
        return _card_written(card, text=card.text)

    def write_card(self, target: Path | BinaryIO) -> CardWritten:
        """One's own card into a file; DiskError where it cannot be written."""
        card = self._vault.contacts.own().card
        path = write_file(target, (card.text + "\n").encode())
        return _card_written(card, path=path)

    def add(self, text: bytes, fingerprint: str | None = None) -> ShownContact:
        """Take in a card; with the fingerprint that its owner told, the contact is verified.

        Raises ContactError `contact.card`, `.fingerprint`, `.revoked`, `.expired`.
        """
        card = read_received_card(text)
        if fingerprint is not None:
            check_fingerprint(card.fingerprint, fingerprint)
        return self.keep(card, Trust.UNVERIFIED if fingerprint is None else Trust.VERIFIED)

    def add_file(self, source: Path) -> ShownContact:
        """Take in the card of a file, unverified; DiskError `disk.unreadable`, else as `add`."""
        try:
            with source.open("rb") as file:
                text = file.read(MAX_CARD_BYTES + 1)
        except OSError as error:
            raise DiskError("disk.unreadable") from error
        return self.add(text)

    def keep(self, card: ContactCard, trust: Trust) -> ShownContact:
        """Keep a verified card; what the contact was to us before is never lowered."""
        contacts = self._vault.contacts
        known = contacts.get(card.fingerprint)
        if known is not None and known.trust is Trust.REVOKED:
            raise ContactError("contact.revoked")
        if card.expired_at(now_text(self._clock)):
            raise ContactError("contact.expired")
        with self._vault.transaction():
            if known is None or known.card.text != card.text:
                contacts.add(card, Trust.UNVERIFIED, now_text(self._clock))
            if trust is Trust.VERIFIED and (known is None or known.trust is not Trust.SELF):
                contacts.set_trust(card.fingerprint, Trust.VERIFIED, now_text(self._clock))
        return self.show(card.fingerprint)

    def verify(self, contact: str, fingerprint: str) -> ShownContact:
        """Mark a contact as verified: `fingerprint` is what its owner told, in full.

        Raises ContactError `contact.unknown`, `.fingerprint`, `.revoked`, `.expired`.
        """
        known = self.find(contact)
        check_fingerprint(known.card.fingerprint, fingerprint)
        return self.keep(known.card, Trust.VERIFIED)

    def revoke(self, contact: str, reason: str = "") -> ShownContact:
        """Trust a contact's key no more; the reason stays in this vault. ContactError `contact.own`."""
        known = self.find(contact)
        if known.trust is Trust.SELF:
            raise ContactError("contact.own")
        with self._vault.transaction():
            self._vault.contacts.set_trust(
                known.card.fingerprint, Trust.REVOKED, now_text(self._clock), reason.strip() or None
            )
        return self.show(known.card.fingerprint)

    def list(self) -> ContactList:
        """Everybody, by name."""
        shown = (self._shown(contact) for contact in self._vault.contacts.list())
        return ContactList(items=tuple(sorted(shown, key=lambda each: (each.name, each.fingerprint))))

    def count(self) -> int:
        """How many people there are."""
        return self._vault.contacts.count()

    def show(self, fingerprint: Fingerprint) -> ShownContact:
        """One contact in full. ContactError `contact.unknown`."""
        known = self._vault.contacts.get(fingerprint)
        if known is None:
            raise ContactError("contact.unknown")
        return self._shown(known)

    def find(self, typed: str) -> Contact:
        """The contact whose fingerprint a person typed, in any spelling but in full.

        Raises ContactError `contact.unknown`.
        """
        pinned = read_fingerprint(typed)
        found = self._vault.contacts.by_prefix(pinned) if pinned else ()
        if len(found) != 1:
            raise ContactError("contact.unknown")
        return found[0]

    def _shown(self, contact: Contact) -> ShownContact:
        card = contact.card
        return ShownContact(
            fingerprint=card.fingerprint,
            digits=spoken_digits(card.fingerprint),
            words=spoken_words(card.fingerprint, chosen_language()),
            name=card.name,
            role=card.role.value,
            organisation=card.organisation,
            trust=contact.trust.value,
            trust_words=self._trust_words(contact),
            introduced_by=contact.introduced_by,
            verified_at=contact.verified_at,
            revoked_because=contact.revoked_because,
            created=card.created,
            expires=card.expires,
            expired=card.expired_at(now_text(self._clock)),
        )

    def _trust_words(self, contact: Contact) -> str:
        introducer = self._vault.contacts.get(contact.introduced_by) if contact.introduced_by else None
        return translate(_TRUST_WORDS[contact.trust]).format(
            day=_day(contact.verified_at), who=introducer.card.name if introducer else "…"
        )


def read_received_card(text: bytes) -> ContactCard:
    """A card from outside, its own signatures verified; ContactError `contact.card`."""
    if len(text) > MAX_CARD_BYTES:
        raise ContactError("contact.card", what=translate(N_("it is too large")))
    try:
        return verify_card(text.strip(b"\r\n"))
    except StrictJsonError:
        raise ContactError("contact.card", what=translate(N_("its shape is not that of a card"))) from None
    except SignatureError:
        raise ContactError("contact.card", what=translate(N_("its signature is false"))) from None


def check_fingerprint(fingerprint: Fingerprint, told: str) -> None:
    """Refuse what does not name this key: ContactError `contact.fingerprint`."""
    if not fits(fingerprint, told):
        raise ContactError("contact.fingerprint")


def _card_written(card: ContactCard, path: str | None = None, text: str | None = None) -> CardWritten:
    return CardWritten(
        fingerprint=card.fingerprint,
        digits=spoken_digits(card.fingerprint),
        words=spoken_words(card.fingerprint, chosen_language()),
        path=path,
        card=text,
    )


def _day(time: str | None) -> str:
    """The day of a signed-text time, as the language in force writes it; empty for none."""
    from babel.dates import format_date

    # Day before month in every language of ours, in English too.
    locale = {"en": "en_GB"}.get(chosen_language(), chosen_language())
    return format_date(read_time(time), "long", locale=locale) if time else ""
