"""Records destroyed here because others hold them: local, and told to nobody.

Every part of every revision goes, with its salt, and the keys of the evidence that nothing else
names. Headers and signatures stay, so that the history can still be checked against what others
hold. A record once shredded is not taken in again: its parts stay out, whoever sends them.
"""

import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

from app.domain.errors import RevisionError
from app.domain.revision import RecordId, read_revision
from app.vault.connection import Connection, Row
from app.vault.derivation import Derivation
from app.vault.dormant import Dormant
from app.vault.files import disk_refusals, sync_folder
from app.vault.log import Log, Logged, digest_of
from app.vault.revisions import Revisions
from app.vault.session import BACKUPS
from app.vault.unsaved import UNSAVED

INSERT_SHREDDED = "INSERT OR IGNORE INTO shredded (record_id, shredded_at, bundle) VALUES (?, ?, ?)"
READ_SHREDDED = "SELECT record_id, shredded_at, bundle FROM shredded WHERE record_id = ?"
ALL_SHREDDED = "SELECT record_id, shredded_at, bundle FROM shredded ORDER BY record_id"
INSERT_EVIDENCE = "INSERT OR IGNORE INTO shredded_evidence (sha256) VALUES (?)"
READ_EVIDENCE = "SELECT 1 FROM shredded_evidence WHERE sha256 = ?"


class Shredding:
    """What changes something is called within a transaction."""

    def __init__(
        self, database: Connection, log: Log, revisions: Revisions, derivation: Derivation, dormant: Dormant
    ) -> None:
        self._database = database
        self._log = log
        self._revisions = revisions
        self._derivation = derivation
        self._dormant = dormant

    def shred(self, records: Collection[RecordId], now: str, bundle: str | None = None) -> tuple[str, ...]:
        """Destroy every part of these records; the digests of the evidence that they named.

        The bytes behind these go with the transaction where no other record names them (give them
        to `Records.erased_evidence`). `bundle` is the sealed bundle that holds the records now.
        """
        digests: list[str] = []
        for record in records:
            sha256 = self._derivation.evidence_of(record)
            if sha256 is not None:
                digests.append(sha256)
                self._database.run(INSERT_EVIDENCE, (sha256,))
            for held in self._revisions.history(record):
                self._revisions.erase(held, held.revision.header.parts)
            row = (record, now, bundle)
            self._database.run(INSERT_SHREDDED, row)
            self._log.add(*_logged(row))
        for record in records:
            self._derivation.refresh(record)
        self._drop_waiting(frozenset(records))
        return tuple(digests)

    def empty_journal(self) -> None:
        """Outside a transaction: let nothing of what was destroyed stand in the write-ahead log.

        Where a long reading holds it (a check, a backup) nobody waits for that: it is tried again behind the
        next transaction of this lane, and closing empties it in any case.
        """
        self._revisions.erased_in_journal = not self._database.checkpoint(briefly=True)

    def is_shredded(self, record: RecordId) -> bool:
        """Whether a record was destroyed here."""
        return self.shredded_at(record) is not None

    def shredded_at(self, record: RecordId) -> str | None:
        """When a record was destroyed here, None if it was not."""
        row = self._database.one(READ_SHREDDED, (record,))
        return row[1] if row else None

    def sealed_in(self, record: RecordId) -> str | None:
        """The id of the sealed bundle that holds a record now, None if there is none."""
        row = self._database.one(READ_SHREDDED, (record,))
        return row[2] if row else None

    def was_evidence(self, sha256: str) -> bool:
        """Whether bytes with this digest were destroyed with a record."""
        return self._database.one(READ_EVIDENCE, (sha256,)) is not None

    def logged(self) -> Iterator[Logged]:
        """Every record destroyed as the log knows it."""
        for row in self._database.all(ALL_SHREDDED):
            yield _logged(row)

    def _drop_waiting(self, records: Collection[RecordId]) -> None:
        """Forget the lines of these records that were kept aside."""
        for digest in self._dormant.digests():
            line = self._dormant.line(digest)
            try:
                if line is not None and read_revision(line.line).header.record_id in records:
                    self._dormant.drop(line)
            except RevisionError:
                continue


def remove_copies(folder: Path) -> int:
    """Remove every copy of the whole vault that lies within its folder; how many there were. DiskError.

    Drafts that lie there are no copies; those of what is destroyed ended with it.
    """
    backups = folder / BACKUPS
    removed = 0
    with disk_refusals():
        for copy in sorted(path for path in backups.iterdir() if path.name != UNSAVED):
            if copy.is_dir() and not copy.is_symlink():
                shutil.rmtree(copy)
            else:
                copy.unlink()
            removed += copy.name != "blobs"
        sync_folder(backups)
    return removed


def _logged(row: Row) -> Logged:
    return "gone", row[0], digest_of({"gone": list(row)})
