"""Who we are and whom we know: cards, standing, revocations. Nothing here judges a signature."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from app.domain.errors import ContactError
from app.domain.identity import ContactCard, Fingerprint, Revocation, Trust, read_card, read_revocation
from app.vault.connection import Connection, Row
from app.vault.identities import Identities, OwnIdentity
from app.vault.log import Log, Logged, digest_of

READ_CONTACTS = """
SELECT
    fingerprint,
    card,
    trust,
    introduced_by,
    verified_at,
    arrived,
    revoked_because
FROM contact
"""
READ_CONTACT = READ_CONTACTS + "WHERE fingerprint = ?"
CONTACTS_BY_PREFIX = READ_CONTACTS + "WHERE substr(fingerprint, 1, length(?1)) = ?1 ORDER BY fingerprint"
COUNT_OTHER_CONTACTS = "SELECT COUNT(*) FROM contact WHERE trust <> 'self'"
OTHER_CONTACTS = READ_CONTACTS + "WHERE trust <> 'self' ORDER BY fingerprint"
ALL_CONTACTS = READ_CONTACTS + "ORDER BY fingerprint"
WRITE_CONTACT = """
INSERT INTO contact (fingerprint, card, trust, introduced_by, verified_at, arrived, revoked_because)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (fingerprint) DO UPDATE SET
    card = excluded.card,
    trust = excluded.trust,
    introduced_by = excluded.introduced_by,
    verified_at = excluded.verified_at,
    revoked_because = excluded.revoked_because
"""
INSERT_CARD = "INSERT OR IGNORE INTO card (fingerprint, text, arrived) VALUES (?, ?, ?)"
READ_CARDS = "SELECT text FROM card WHERE fingerprint = ? ORDER BY arrived, text"
INSERT_REVOCATION = "INSERT OR IGNORE INTO revocation (fingerprint, text, arrived) VALUES (?, ?, ?)"
READ_REVOCATIONS = "SELECT text FROM revocation WHERE fingerprint = ? ORDER BY arrived, text"
ALL_REVOCATIONS = "SELECT text FROM revocation ORDER BY text"


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody known, by their newest card; `verified_at` and `arrived` are signed-text times.

    One that is verified and has no `verified_at` was followed from a key that a person compared.
    `revoked_because` is what the person wrote who ended their standing: here, or their own key.
    """

    card: ContactCard
    trust: Trust
    introduced_by: Fingerprint | None
    verified_at: str | None
    arrived: str
    revoked_because: str | None = None

    @property
    def fingerprint(self) -> Fingerprint:
        """The fingerprint of the card's keys."""
        return self.card.fingerprint


class Contacts:
    """The contacts of a vault. What changes something is called within a transaction."""

    def __init__(self, database: Connection, log: Log, identities: Identities) -> None:
        self._database = database
        self._log = log
        self._identities = identities

    def own(self) -> OwnIdentity:
        """The identity in use."""
        return self._identities.current()

    def adopt(self, identity: OwnIdentity) -> None:
        """Take an identity as our own: the one in use from now on."""
        card = identity.card
        self._identities.keep(identity)
        self._write(Contact(card, Trust.SELF, None, None, card.created), "contact")
        self._database.run(INSERT_CARD, (card.fingerprint, card.text, card.created))

    def add(
        self, card: ContactCard, trust: Trust, now: str, introduced_by: Fingerprint | None = None
    ) -> Contact:
        """Take a card whose signature the caller has verified.

        Of somebody already known the standing stays, and the newer card counts; every card is
        kept.
        """
        self._database.run(INSERT_CARD, (card.fingerprint, card.text, now))
        known = self.get(card.fingerprint)
        if known is None:
            verified_at = now if trust is Trust.VERIFIED else None
            contact = Contact(card, trust, introduced_by, verified_at, now)
            self._write(contact, "contact")
            return contact
        if (card.created, card.text) <= (known.card.created, known.card.text):
            return known
        renewed = replace(known, card=card)
        self._write(renewed, "contact")
        return renewed

    def get(self, fingerprint: Fingerprint) -> Contact | None:
        """Somebody by the whole fingerprint, ourselves included."""
        row = self._database.one(READ_CONTACT, (fingerprint,))
        return _read_contact(row) if row else None

    def by_prefix(self, pinned: str) -> tuple[Contact, ...]:
        """Everybody whose fingerprint begins so (hex digits, as `read_fingerprint` gives them)."""
        return tuple(_read_contact(row) for row in self._database.all(CONTACTS_BY_PREFIX, (pinned,)))

    def list(self) -> tuple[Contact, ...]:
        """Everybody but ourselves, by fingerprint."""
        return tuple(_read_contact(row) for row in self._database.all(OTHER_CONTACTS))

    def count(self) -> int:
        """How many `list` would give."""
        row = self._database.one(COUNT_OTHER_CONTACTS)
        return row[0] if row else 0

    def cards_of(self, fingerprint: Fingerprint) -> tuple[str, ...]:
        """The texts of every card of somebody that was ever received."""
        return tuple(text for (text,) in self._database.all(READ_CARDS, (fingerprint,)))

    def set_trust(
        self,
        fingerprint: Fingerprint,
        trust: Trust,
        now: str,
        because: str | None = None,
        *,
        compared: bool = True,
    ) -> Contact:
        """Change somebody's standing; `because` of what it ends. ContactError `contact.unknown`.

        `compared` says that a person verified this very key, and not one that led to it.
        """
        known = self.get(fingerprint)
        if known is None:
            raise ContactError("contact.unknown")
        verified_at = now if trust is Trust.VERIFIED and compared else known.verified_at
        contact = replace(
            known, trust=trust, verified_at=verified_at, revoked_because=because or known.revoked_because
        )
        self._write(contact, "trust")
        return contact

    def revoke(self, revocation: Revocation, now: str) -> None:
        """Keep a revocation whose signature the caller has verified.

        One that ends a key wholly ends its owner's standing, too.
        """
        self._database.run(INSERT_REVOCATION, (revocation.fingerprint, revocation.text, now))
        self._log.add(*_logged_revocation(revocation.text))
        known = self.get(revocation.fingerprint)
        if known is not None and known.trust is not Trust.SELF and not revocation.last_good:
            self.set_trust(revocation.fingerprint, Trust.REVOKED, now, revocation.reason or None)

    def revocations_of(self, fingerprint: Fingerprint) -> tuple[Revocation, ...]:
        """Every revocation of a key that is held."""
        texts = self._database.all(READ_REVOCATIONS, (fingerprint,))
        return tuple(read_revocation(text)[0] for (text,) in texts)

    def logged(self) -> Iterator[Logged]:
        """Everything here as the log knows it."""
        yield from self._identities.logged()
        for row in self._database.all(ALL_CONTACTS):
            yield "contact", row[0], _contact_digest(row)
        for (text,) in self._database.all(ALL_REVOCATIONS):
            yield _logged_revocation(text)

    def _write(self, contact: Contact, what: str) -> None:
        row = (
            contact.fingerprint,
            contact.card.text,
            contact.trust.value,
            contact.introduced_by,
            contact.verified_at,
            contact.arrived,
            contact.revoked_because,
        )
        self._database.run(WRITE_CONTACT, row)
        self._log.add(what, contact.fingerprint, _contact_digest(row))


@lru_cache(maxsize=256)
def _card_of(text: str) -> ContactCard:
    # Asked for with every revision that arrives, and its long keys take milliseconds to decode.
    return read_card(text)[0]


def _read_contact(row: Row) -> Contact:
    _fingerprint, card, trust, introduced_by, verified_at, arrived, revoked_because = row
    return Contact(
        card=_card_of(card),
        trust=Trust(trust),
        introduced_by=None if introduced_by is None else Fingerprint(introduced_by),
        verified_at=verified_at,
        arrived=arrived,
        revoked_because=revoked_because,
    )


def _contact_digest(row: Row) -> str:
    _fingerprint, card, trust, introduced_by, verified_at, arrived, revoked_because = row
    named = {"card": card, "trust": trust, "introduced_by": introduced_by, "verified_at": verified_at}
    return digest_of({**named, "arrived": arrived, "revoked_because": revoked_because})


def _logged_revocation(text: str) -> Logged:
    return "revocation", hashlib.sha256(text.encode()).hexdigest(), digest_of({"text": text})
