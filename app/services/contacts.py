"""Contacts: one's own card, the cards of others, and what each of them is to us."""

from pathlib import Path
from typing import BinaryIO

from app.crypto.errors import SignatureError
from app.crypto.papers import KnownCard, Papers, verify_papers
from app.crypto.signing import verify_signed_text
from app.domain.errors import ContactError, DiskError
from app.domain.identity import (
    ContactCard,
    Fingerprint,
    Trust,
    adviser_of,
    fits,
    read_fingerprint,
    read_revocation,
)
from app.domain.rotation import MAX_PAPERS_BYTES
from app.domain.signed_text import CARD_TAG, MAX_CARD_BYTES, REVOCATION_TAG, ROTATION_TAG, read_signed_text
from app.domain.strict_json import StrictJsonError
from app.services.answers_contacts import CardWritten, ContactList, ShownContact
from app.services.clock import Clock, now_text
from app.services.contact_showing import ContactShowing, card_written
from app.services.output_files import write_file
from app.services.signed_lines import ADVISERS, SignedLines
from app.vault import Vault
from app.vault.contacts import Contact
from app.words import N_, translate


class ContactBook:
    """What a person can do with cards and fingerprints."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault = vault
        self._clock = clock
        self._showing = ContactShowing(vault, clock)

    def card(self) -> CardWritten:
        """One's own card as text, behind the rotations that led to it, one a line."""
        return card_written(self._vault.contacts.own().card, text=self._own_papers())

    def write_card(self, target: Path | BinaryIO) -> CardWritten:
        """The same into a file; DiskError where it cannot be written."""
        path = write_file(target, (self._own_papers() + "\n").encode())
        return card_written(self._vault.contacts.own().card, path=path)

    def add(self, text: bytes, fingerprint: str | None = None) -> ShownContact:
        """Take in a card; with the fingerprint that its owner told, the contact is verified.

        Rotations before the card lead from a contact that is here to the new key. Instead of a
        card it may be a revocation: by the key that it ends, or as advice of somebody verified.
        Raises ContactError `contact.card`, `.fingerprint`, `.revoked`, `.expired`, `.unknown`.
        """
        if is_revocation(text):
            return self._take_revocation(text)
        papers = read_received_papers(text, self._known_card)
        if fingerprint is not None:
            check_fingerprint(papers.card.fingerprint, fingerprint)
        return self.keep(papers, Trust.UNVERIFIED if fingerprint is None else Trust.VERIFIED)

    def add_file(self, source: Path) -> ShownContact:
        """Take in the card of a file, unverified; DiskError `disk.unreadable`, else as `add`."""
        try:
            with source.open("rb") as file:
                text = file.read(MAX_PAPERS_BYTES + 1)
        except OSError as error:
            raise DiskError("disk.unreadable") from error
        return self.add(text)

    def keep(self, papers: Papers, trust: Trust) -> ShownContact:
        """Keep a verified card; what the contact was to us before is never lowered."""
        card, now = papers.card, now_text(self._clock)
        contacts, successions = self._vault.contacts, self._vault.successions
        known = contacts.get(card.fingerprint)
        if known is not None and known.trust is Trust.REVOKED:
            raise ContactError("contact.revoked")
        if card.expired_at(now):
            raise ContactError("contact.expired")
        with self._vault.transaction():
            for rotation in papers.checked:
                successions.follow(rotation, now)
            if known is None or known.card.text != card.text:
                contacts.add(card, Trust.UNVERIFIED, now)
            if trust is Trust.VERIFIED and (known is None or known.trust is not Trust.SELF):
                contacts.set_trust(card.fingerprint, Trust.VERIFIED, now)
                successions.carry_on(card.fingerprint, now)
        return self.show(card.fingerprint)

    def verify(self, contact: str, fingerprint: str) -> ShownContact:
        """Mark a contact as verified: `fingerprint` is what its owner told, in full.

        Raises ContactError `contact.unknown`, `.fingerprint`, `.revoked`, `.expired`.
        """
        known = self.find(contact)
        check_fingerprint(known.card.fingerprint, fingerprint)
        return self.keep(Papers(known.card, (), ()), Trust.VERIFIED)

    def revoke(self, contact: str, reason: str = "") -> ShownContact:
        """Trust a contact's key no more; the reason stays in this vault. ContactError `contact.own`.

        How to tell others, and how to end a key of one's own: `KeyKeeping`.
        """
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
        shown = self._showing.all()
        return ContactList(items=tuple(sorted(shown, key=lambda each: (each.name, each.fingerprint))))

    def count(self) -> int:
        """How many people there are."""
        return self._vault.contacts.count()

    def show(self, fingerprint: Fingerprint) -> ShownContact:
        """One contact in full. ContactError `contact.unknown`."""
        known = self._vault.contacts.get(fingerprint)
        if known is None:
            raise ContactError("contact.unknown")
        return self._showing.show(known)

    def find(self, typed: str) -> Contact:
        """The contact whose fingerprint a person typed, in any spelling but in full.

        Raises ContactError `contact.unknown`.
        """
        pinned = read_fingerprint(typed)
        found = self._vault.contacts.by_prefix(pinned) if pinned else ()
        if len(found) != 1:
            raise ContactError("contact.unknown")
        return found[0]

    def in_use(self, typed: str) -> Contact:
        """The same, or the contact by the key that is followed from it."""
        found = self.find(typed)
        latest = self._vault.contacts.get(self._vault.successions.latest(found.fingerprint))
        return latest or found

    def _own_papers(self) -> str:
        card = self._vault.contacts.own().card
        return "\n".join((*self._vault.successions.leading_to(card.fingerprint), card.text))

    def _known_card(self, fingerprint: Fingerprint) -> ContactCard | None:
        contact = self._vault.contacts.get(fingerprint)
        return contact.card if contact else None

    def _take_revocation(self, text: bytes) -> ShownContact:
        """A revocation from a file: it ends a key that is known here, or is kept as advice."""
        try:
            revocation, signed = read_revocation(text.strip(b"\r\n"))
            adviser = adviser_of(revocation, signed)
            signer = self._vault.contacts.get(adviser or revocation.fingerprint)
            known = self._vault.contacts.get(revocation.fingerprint) is not None
            if signer is None or not known or (adviser and signer.trust not in ADVISERS):
                raise ContactError("contact.unknown")
            verify_signed_text(signed, signer.card.keys)
        except StrictJsonError:
            raise ContactError("contact.card", what=translate(_SHAPE)) from None
        except SignatureError:
            raise ContactError("contact.card", what=translate(_SIGNATURE)) from None
        lines = SignedLines(self._vault, self._clock)
        with self._vault.transaction():
            if adviser is None:
                lines.revoke(revocation)
            else:
                lines.advise(revocation, adviser)
        return self.show(revocation.fingerprint)


_SHAPE = N_("its shape is not that of a card")
_SIGNATURE = N_("its signature is false")


def is_papers(text: bytes) -> bool:
    """Whether a text from outside says of itself that `ContactBook.add` is to read it."""
    first = text.lstrip(b"\r\n").splitlines()[:1]
    try:
        tag = read_signed_text(b"".join(first), MAX_CARD_BYTES).tag
    except StrictJsonError:
        return False
    return tag in (CARD_TAG, ROTATION_TAG, REVOCATION_TAG)


def is_revocation(text: bytes) -> bool:
    """Whether a text from outside says of itself that it is a revocation."""
    try:
        return read_signed_text(text.strip(b"\r\n"), MAX_CARD_BYTES).tag == REVOCATION_TAG
    except StrictJsonError:
        return False


def read_received_papers(text: bytes, known: KnownCard) -> Papers:
    """A card from outside and the rotations before it, all signatures verified that can be.

    ContactError `contact.card`.
    """
    lines = text.strip(b"\r\n").splitlines()
    if len(text) > MAX_PAPERS_BYTES or any(len(line) > MAX_CARD_BYTES for line in lines):
        raise ContactError("contact.card", what=translate(N_("it is too large")))
    try:
        return verify_papers([line.decode() for line in lines], known)
    except (StrictJsonError, UnicodeDecodeError):
        raise ContactError("contact.card", what=translate(_SHAPE)) from None
    except SignatureError:
        raise ContactError("contact.card", what=translate(_SIGNATURE)) from None


def check_fingerprint(fingerprint: Fingerprint, told: str) -> None:
    """Refuse what does not name this key: ContactError `contact.fingerprint`."""
    if not fits(fingerprint, told):
        raise ContactError("contact.fingerprint")
