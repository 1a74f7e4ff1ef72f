"""Receipts of others for bundles of ours: what each says is held, revision by revision."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.domain.identity import Fingerprint
from app.domain.receipt import Receipt
from app.domain.revision import RevisionId
from app.vault.connection import Connection, Row
from app.vault.log import Log, Logged, digest_of

INSERT_RECEIPT = """
INSERT OR IGNORE INTO receipt (digest, signer, bundle, made_at, arrived, ahead, text)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
READ_NUMBER = "SELECT number FROM receipt WHERE digest = ?"
INSERT_REVISION = "INSERT OR IGNORE INTO receipted_revision (revision_id, receipt, parts) VALUES (?, ?, ?)"
INSERT_EVIDENCE = "INSERT OR IGNORE INTO receipted_evidence (sha256, receipt) VALUES (?, ?)"
REVISION_HELD = """
SELECT
    receipt.signer,
    receipt.made_at,
    receipted_revision.parts
FROM receipted_revision
JOIN receipt ON receipt.number = receipted_revision.receipt
WHERE receipted_revision.revision_id = ?
"""
EVIDENCE_HELD = """
SELECT
    receipt.signer,
    receipt.made_at
FROM receipted_evidence
JOIN receipt ON receipt.number = receipted_evidence.receipt
WHERE receipted_evidence.sha256 = ?
"""
BUNDLE_HELD = """
SELECT
    signer,
    MAX(made_at)
FROM receipt
WHERE bundle = ?
GROUP BY signer
ORDER BY signer
"""
ARE_THERE_ANY = "SELECT 1 FROM receipt LIMIT 1"
NAMING_WHAT_IS_LOST = """
SELECT 1
FROM receipt
JOIN receipted_revision ON receipted_revision.receipt = receipt.number
WHERE receipt.ahead
    AND receipted_revision.revision_id NOT IN (SELECT id FROM revision)
LIMIT 1
"""
IS_OUTGOING = "SELECT 1 FROM outgoing WHERE identity = ?"
REACHED = """
SELECT COALESCE(MAX(replica_seq), 0)
FROM revision
WHERE replica = ?
    AND author IN (SELECT value FROM json_each(?))
"""
ALL_RECEIPTS = "SELECT digest, signer, bundle, made_at, arrived, ahead FROM receipt ORDER BY number"


@dataclass(frozen=True, slots=True)
class Held:
    """Whose word it is that something is held, since when, and which parts of it."""

    signer: Fingerprint
    made_at: str
    parts: frozenset[str] = frozenset()


class Receipts:
    """What changes something is called within a transaction; the caller has verified signatures."""

    def __init__(self, database: Connection, log: Log) -> None:
        self._database = database
        self._log = log

    def keep(self, receipt: Receipt, now: str, *, ahead: bool) -> None:
        """Keep a receipt; of one kept before nothing changes."""
        digest = hashlib.sha256(receipt.text.encode()).hexdigest()
        if self._database.one(READ_NUMBER, (digest,)) is not None:
            return
        row = (digest, receipt.recipient, receipt.bundle, receipt.made_at, now, int(ahead))
        number = self._database.run(INSERT_RECEIPT, (*row, receipt.text))
        self._database.many(
            INSERT_REVISION,
            [(revision, number, json.dumps(parts)) for revision, parts in receipt.revisions.items()],
        )
        self._database.many(INSERT_EVIDENCE, [(sha256, number) for sha256 in receipt.evidence])
        self._log.add(*_logged(row))

    def any(self) -> bool:
        """Whether there is a receipt at all."""
        return self._database.one(ARE_THERE_ANY) is not None

    def of_revision(self, revision: RevisionId) -> tuple[Held, ...]:
        """Who holds which parts of a revision."""
        rows = self._database.all(REVISION_HELD, (revision,))
        return tuple(Held(Fingerprint(who), when, frozenset(json.loads(parts))) for who, when, parts in rows)

    def of_evidence(self, sha256: str) -> tuple[Held, ...]:
        """Who holds the bytes with this digest."""
        return tuple(
            Held(Fingerprint(who), when) for who, when in self._database.all(EVIDENCE_HELD, (sha256,))
        )

    def of_bundle(self, identity: str) -> tuple[Held, ...]:
        """Whose receipts there are for the bundle of this identity, each with the time of the latest."""
        return tuple(
            Held(Fingerprint(who), when) for who, when in self._database.all(BUNDLE_HELD, (identity,))
        )

    def name_what_is_lost(self) -> bool:
        """Whether revisions of ours that a receipt names are no longer here, as in an older folder."""
        return self._database.one(NAMING_WHAT_IS_LOST) is not None

    def has_written(self, identity: str) -> bool:
        """Whether this vault wrote the bundle of this identity."""
        return self._database.one(IS_OUTGOING, (identity,)) is not None

    def reached(self, replica: str, authors: Iterable[Fingerprint]) -> int:
        """The highest number of a replica's revisions by these authors that is here; 0 for none."""
        row = self._database.one(REACHED, (replica, json.dumps(sorted(authors))))
        return int(row[0]) if row else 0

    def logged(self) -> Iterator[Logged]:
        """Every receipt as the log knows it."""
        for row in self._database.all(ALL_RECEIPTS):
            yield _logged(row)


def _logged(row: Row) -> Logged:
    return "receipt", row[0], digest_of({"receipt": list(row)})
