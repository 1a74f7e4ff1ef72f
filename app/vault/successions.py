"""Which key follows which: rotations, signed by both keys, and what a follower is to us.

Of every key one successor is followed, the first that came. Whoever holds a key can name another:
a second successor is kept and named, and a person finds out which is true. What is followed never
leads back to where it came from.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.identity import Fingerprint, Trust
from app.domain.rotation import MAX_ROTATIONS, Rotation, inherit
from app.vault.connection import Connection, Row
from app.vault.contacts import Contacts
from app.vault.log import Log, Logged, digest_of

INSERT_ROTATION = """
INSERT OR IGNORE INTO rotation (old, new, text, arrived, followed)
VALUES (?, ?, ?, ?, ?)
"""
SUCCESSOR = "SELECT new FROM rotation WHERE old = ? AND followed"
RIVALS = "SELECT new FROM rotation WHERE old = ? AND NOT followed ORDER BY arrived, new"
LEADING_TO = """
SELECT
    old,
    arrived,
    text
FROM rotation
WHERE new = ?
    AND followed
ORDER BY arrived DESC, old
"""
ROTATIONS_OF = "SELECT text FROM rotation WHERE old = ? OR new = ? ORDER BY arrived, text"
ALL_ROTATIONS = "SELECT old, new, text, arrived, followed FROM rotation ORDER BY old, new"
PREDECESSORS = """
WITH RECURSIVE line (fingerprint) AS (
    SELECT ?
    UNION
    SELECT rotation.old
    FROM rotation
    JOIN line ON rotation.new = line.fingerprint
    WHERE rotation.followed
)
SELECT fingerprint FROM line
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One rotation as a follower sees it: the key before, when it came, the envelope."""

    old: Fingerprint
    arrived: str
    text: str


class Successions:
    """What changes something is called within a transaction; the caller has verified signatures."""

    def __init__(self, database: Connection, log: Log, contacts: Contacts) -> None:
        self._database = database
        self._log = log
        self._contacts = contacts

    def follow(self, rotation: Rotation, now: str) -> None:
        """Keep a rotation from a key that is known here and not revoked, and follow it.

        Nothing happens where the old key is unknown or revoked. One that has a successor already,
        or that the new key leads to itself, keeps what it has; the other is kept as its rival.
        """
        old, new = self._contacts.get(rotation.old), rotation.card.fingerprint
        if old is None or old.trust is Trust.REVOKED or self._is_kept(rotation.old, new):
            return
        theirs = old.trust is not Trust.SELF and self._trust_of(new) is not Trust.SELF
        followed = (
            theirs and self.successor(rotation.old) is None and new not in self.predecessors(rotation.old)
        )
        self.keep(rotation, now, followed=followed)
        if followed:
            introducer = old.introduced_by if old.trust is Trust.INTRODUCED else None
            first = Trust.INTRODUCED if introducer else Trust.UNVERIFIED
            self._contacts.add(rotation.card, first, now, introducer)
            self.carry_on(rotation.old, now)

    def keep(self, rotation: Rotation, now: str, *, followed: bool) -> None:
        """Write down a rotation and nothing else: of one's own, or as `follow` decided."""
        row = (rotation.old, rotation.card.fingerprint, rotation.text, now, int(followed))
        self._database.run(INSERT_ROTATION, row)
        self._log.add(*_logged(row))

    def carry_on(self, fingerprint: Fingerprint, now: str) -> None:
        """What a key has come to be to us its followers are too, as `inherit` says."""
        before = self._contacts.get(fingerprint)
        while before is not None and before.trust is Trust.VERIFIED:
            successor = self.successor(before.fingerprint)
            known = self._contacts.get(successor) if successor else None
            if known is None or inherit(before.trust, known.trust) is known.trust:
                return
            before = self._contacts.set_trust(known.fingerprint, Trust.VERIFIED, now, compared=False)

    def successor(self, fingerprint: Fingerprint) -> Fingerprint | None:
        """The key that is followed from this one."""
        row = self._database.one(SUCCESSOR, (fingerprint,))
        return Fingerprint(row[0]) if row else None

    def latest(self, fingerprint: Fingerprint) -> Fingerprint:
        """The key at the end of those that follow this one; itself where none does."""
        while (successor := self.successor(fingerprint)) is not None:
            fingerprint = successor
        return fingerprint

    def rivals(self, fingerprint: Fingerprint) -> tuple[Fingerprint, ...]:
        """Other keys that claim to follow this one."""
        return tuple(Fingerprint(new) for (new,) in self._database.all(RIVALS, (fingerprint,)))

    def step_to(self, fingerprint: Fingerprint) -> Step | None:
        """The rotation that led to this key, None where none did."""
        row = self._database.one(LEADING_TO, (fingerprint,))
        return Step(Fingerprint(row[0]), row[1], row[2]) if row else None

    def predecessors(self, fingerprint: Fingerprint) -> frozenset[Fingerprint]:
        """Every key that leads to this one, and the key itself."""
        return frozenset(Fingerprint(old) for (old,) in self._database.all(PREDECESSORS, (fingerprint,)))

    def leading_to(self, fingerprint: Fingerprint) -> tuple[str, ...]:
        """The envelopes of the rotations that lead to this key, oldest first; the last 16 of them."""
        texts: list[str] = []
        step = self.step_to(fingerprint)
        while step is not None and len(texts) < MAX_ROTATIONS:
            texts.append(step.text)
            step = self.step_to(step.old)
        return tuple(reversed(texts))

    def rotations_of(self, fingerprint: Fingerprint) -> tuple[str, ...]:
        """The envelopes of every rotation from or to this key."""
        return tuple(text for (text,) in self._database.all(ROTATIONS_OF, (fingerprint, fingerprint)))

    def logged(self) -> Iterator[Logged]:
        """Every rotation as the log knows it."""
        for row in self._database.all(ALL_ROTATIONS):
            yield _logged(row)

    def _is_kept(self, old: Fingerprint, new: Fingerprint) -> bool:
        return self.successor(old) == new or new in self.rivals(old)

    def _trust_of(self, fingerprint: Fingerprint) -> Trust | None:
        contact = self._contacts.get(fingerprint)
        return contact.trust if contact else None


def _logged(row: Row) -> Logged:
    name = hashlib.sha256(f"{row[0]}\n{row[1]}".encode()).hexdigest()
    return "rotation", name, digest_of({"rotation": list(row)})
