"""What went to others and what came from them: sequences and attestations."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.domain.identity import Fingerprint
from app.domain.revision import RevisionId
from app.vault.connection import Connection
from app.vault.log import Log, Logged, digest_of

LAST_OUTGOING = """
SELECT
    sequence,
    identity
FROM outgoing
WHERE replica = ?
    AND recipients = ?
ORDER BY sequence DESC
LIMIT 1
"""
INSERT_OUTGOING = """
INSERT INTO outgoing (replica, recipients, sequence, bundle_id, identity, written_at)
VALUES (?, ?, ?, ?, ?, ?)
"""
READ_OUTGOING = "SELECT replica, recipients, sequence, bundle_id, identity, written_at FROM outgoing"
INCOMING_COLUMNS = """
    identity,
    bundle_id,
    sender,
    replica,
    recipients,
    sequence,
    previous,
    reason,
    applied_at
"""
INSERT_INCOMING = f"""
INSERT OR IGNORE INTO incoming ({INCOMING_COLUMNS})
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""  # noqa: S608 - names from the constant above
READ_INCOMING = f"SELECT {INCOMING_COLUMNS} FROM incoming WHERE identity = ?"  # noqa: S608 - as above
INCOMING_OF_ID = f"SELECT {INCOMING_COLUMNS} FROM incoming WHERE bundle_id = ? ORDER BY identity"  # noqa: S608
ALL_INCOMING = f"SELECT {INCOMING_COLUMNS} FROM incoming"  # noqa: S608 - as above
GAPS = """
SELECT
    sender,
    replica,
    recipients,
    before + 1,
    sequence - 1
FROM (
    SELECT
        sender,
        replica,
        recipients,
        sequence,
        LAG(sequence, 1, 0) OVER (PARTITION BY sender, replica, recipients ORDER BY sequence) AS before
    FROM incoming
)
WHERE sequence > before + 1
ORDER BY sender, replica, recipients, sequence
"""
SEQUENCES = """
SELECT sequence
FROM incoming
WHERE sender IN (SELECT value FROM json_each(?))
    AND replica = ?
    AND recipients = ?
"""
INSERT_ATTESTATION = "INSERT OR IGNORE INTO attestation (author, text) VALUES (?, ?)"
READ_ATTESTATION = "SELECT number FROM attestation WHERE text = ?"
INSERT_ATTESTED = "INSERT OR IGNORE INTO attested (revision_id, attestation) VALUES (?, ?)"
UNATTESTED = """
SELECT id
FROM revision
WHERE author = ?
    AND id NOT IN (SELECT revision_id FROM attested)
ORDER BY id
"""
ATTESTATIONS_OF = """
SELECT attestation.number, attestation.text
FROM attested
JOIN attestation ON attestation.number = attested.attestation
WHERE attested.revision_id = ?
"""


@dataclass(frozen=True, slots=True)
class IncomingBundle:
    """A bundle that was, or is being, applied.

    `identity` is the SHA-256 of its tag manifest, `recipients` what `recipients_key` gives;
    `reason` says why one from a revoked sender was accepted.
    """

    identity: str
    bundle_id: str
    sender: Fingerprint
    replica: str
    recipients: str
    sequence: int
    previous: str | None
    reason: str | None
    applied_at: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Bundles that a sender wrote and that never came: sequences `first` to `last`."""

    sender: Fingerprint
    replica: str
    recipients: str
    first: int
    last: int


class Exchange:
    """What changes something is called within a transaction."""

    def __init__(self, database: Connection, log: Log, replica: Callable[[], str]) -> None:
        self._database = database
        self._log = log
        self._replica = replica

    def next_outgoing(self, recipients: Iterable[Fingerprint]) -> tuple[int, str | None]:
        """Sequence of the next bundle to these recipients, and the identity of the one before."""
        row = self._database.one(LAST_OUTGOING, (self._replica(), recipients_key(recipients)))
        return (row[0] + 1, row[1]) if row else (1, None)

    def add_outgoing(
        self, recipients: Iterable[Fingerprint], sequence: int, bundle_id: str, identity: str, written_at: str
    ) -> None:
        """A bundle was written."""
        row = (self._replica(), recipients_key(recipients), sequence, bundle_id, identity, written_at)
        self._database.run(INSERT_OUTGOING, row)
        self._log.add(*_logged_outgoing(row))

    def add_incoming(self, bundle: IncomingBundle) -> None:
        """A bundle was applied; of one applied before nothing changes."""
        if self.incoming(bundle.identity) is None:
            self._database.run(INSERT_INCOMING, _incoming_row(bundle))
            self._log.add(*_logged_incoming(bundle))

    def incoming(self, identity: str) -> IncomingBundle | None:
        """The bundle of this identity, if it was applied."""
        row = self._database.one(READ_INCOMING, (identity,))
        return IncomingBundle(*row) if row else None

    def incoming_of(self, bundle_id: str) -> tuple[IncomingBundle, ...]:
        """Every applied bundle with this Bundle-Id: more than one is to be named."""
        return tuple(IncomingBundle(*row) for row in self._database.all(INCOMING_OF_ID, (bundle_id,)))

    def gaps(self) -> tuple[Gap, ...]:
        """Every gap in the sequences of others."""
        return tuple(Gap(*row) for row in self._database.all(GAPS))

    def gaps_with(
        self, senders: Sequence[Fingerprint], replica: str, recipients: Iterable[Fingerprint], sequence: int
    ) -> tuple[Gap, ...]:
        """The gaps of one sender's sequence if the bundle of this number came too.

        `senders` are all keys of that sender, the newest first.
        """
        key = recipients_key(recipients)
        rows = self._database.all(SEQUENCES, (json.dumps(senders), replica, key))
        arrived = sorted({sequence, *(number for (number,) in rows)})
        return tuple(
            Gap(senders[0], replica, key, before + 1, after - 1)
            for before, after in pairwise([0, *arrived])
            if after > before + 1
        )

    def add_attestation(self, author: Fingerprint, text: str, revisions: Collection[RevisionId]) -> None:
        """Keep an author's attestation, verified by the caller, of these revisions."""
        self._database.run(INSERT_ATTESTATION, (author, text))
        row = self._database.one(READ_ATTESTATION, (text,))
        assert row is not None  # noqa: S101 - just written
        self._database.many(INSERT_ATTESTED, [(revision, row[0]) for revision in revisions])

    def unattested(self, author: Fingerprint) -> tuple[RevisionId, ...]:
        """The revisions of an author that are here and that no attestation names."""
        return tuple(RevisionId(revision) for (revision,) in self._database.all(UNATTESTED, (author,)))

    def attestations_of(self, revisions: Iterable[RevisionId]) -> tuple[str, ...]:
        """The texts of all attestations of any of these revisions, in the order of arrival."""
        found = {
            number: text
            for revision in revisions
            for number, text in self._database.all(ATTESTATIONS_OF, (revision,))
        }
        return tuple(found[number] for number in sorted(found))

    def logged(self) -> Iterator[Logged]:
        """Every sequence as the log knows it."""
        for row in self._database.all(READ_OUTGOING):
            yield _logged_outgoing(row)
        for row in self._database.all(ALL_INCOMING):
            yield _logged_incoming(IncomingBundle(*row))


def recipients_key(recipients: Iterable[Fingerprint]) -> str:
    """What names a set of recipients: SHA-256 of their sorted fingerprints, one a line."""
    return hashlib.sha256("".join(f"{one}\n" for one in sorted(set(recipients))).encode()).hexdigest()


def _incoming_row(bundle: IncomingBundle) -> tuple[str | int | None, ...]:
    return (
        bundle.identity,
        bundle.bundle_id,
        bundle.sender,
        bundle.replica,
        bundle.recipients,
        bundle.sequence,
        bundle.previous,
        bundle.reason,
        bundle.applied_at,
    )


def _logged_outgoing(row: tuple[str | int, ...]) -> Logged:
    return "outgoing", str(row[4]), digest_of({"outgoing": list(row)})


def _logged_incoming(bundle: IncomingBundle) -> Logged:
    return "incoming", bundle.identity, digest_of({"incoming": list(_incoming_row(bundle))})
