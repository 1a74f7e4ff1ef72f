"""The vault: an encrypted folder that holds records, evidence, contacts and what was exchanged.

with Vault.open(folder, passphrase, derive) as vault:
with vault.transaction():
vault.records.append(revision)
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from app.crypto.keyslots import KdfParameters
from app.domain.errors import AppError, Caution
from app.domain.work import Watch
from app.places import migrations as shipped_migrations
from app.vault.backups import Backups
from app.vault.derived import Derive
from app.vault.digest import VaultDigest, digest_vault
from app.vault.evidence import sweep
from app.vault.identities import OwnIdentity
from app.vault.migrate import version_of
from app.vault.opening import create_session, destroy_unborn, finish_creation, open_session, refuse_ending
from app.vault.parts import Parts
from app.vault.rekeying import Rekeying
from app.vault.revisions import Fork
from app.vault.session import Session, Turn
from app.vault.slots import KeySlots, Passphrase
from app.vault.verification import Problem, Verification
from app.words import N_

COUNTS = """
SELECT
    (SELECT created FROM vault),
    (SELECT COUNT(*) FROM record WHERE kind = 'incident' AND NOT deleted),
    (SELECT COUNT(*) FROM record),
    (SELECT COUNT(*) FROM revision),
    (SELECT COUNT(*) FROM blob),
    (SELECT COALESCE(SUM(size_bytes), 0) FROM blob),
    (SELECT COUNT(*) FROM dormant)
"""
REBUILD_GROUP = 25
REBUILDING = N_("Rebuilding lists and search")


@dataclass(frozen=True, slots=True)
class VaultInfo:
    """What a vault is and holds. `log_lines` is the position of its log, `schema` its version."""

    vault_id: str
    replica: str
    created: str
    schema: int
    generation: int
    memory_kib: int
    incidents: int
    records: int
    revisions: int
    evidence: int
    evidence_bytes: int
    dormant: int
    awaited: int
    log_lines: int
    forks: tuple[Fork, ...]


class Vault:
    """An open vault, and its parts.

    These are records, lists, names, nearness, custody, evidence, contacts, identities, successions,
    advice, groups, exchange, receipts, shredding, outbox, staging.
    `slots` are what opens it, `backups` its copies, `rekeying` gives it new keys. `draft`, `unsaved` and
    `settings` serve the window. `warnings` is what a person should know of its opening;
    `log` and `endings` are for reading. `renew_replica()`, outside a transaction, lets this copy write
    under another id, where others hold more of its own than is here.
    """

    def __init__(self, session: Session, derive: Derive, warnings: tuple[Caution, ...] = ()) -> None:
        """Use `create` or `open`."""
        parts = Parts(session, derive)
        self._session = session
        self._derive = derive
        self._parts = parts
        self.folder = session.folder
        self.vault_id = session.key_file.vault_id
        self.warnings = warnings
        self.records = parts.records
        self.lists = parts.lists
        self.names = parts.names
        self.nearness = parts.nearness
        self.endings = parts.endings
        self.custody = parts.custody
        self.evidence = parts.evidence
        self.contacts = parts.contacts
        self.identities = parts.identities
        self.successions = parts.successions
        self.advice = parts.advice
        self.groups = parts.groups
        self.receipts = parts.receipts
        self.shredding = parts.shredding
        self.ended_items = parts.ended_items
        self.outbox = parts.outbox
        self.exchange = parts.exchange
        self.dormant = parts.dormant
        self.staging = parts.staging
        self.draft = parts.draft
        self.unsaved = parts.unsaved
        self.settings = parts.settings
        self.slots = KeySlots(session)
        self.backups = Backups(session, derive)
        self.rekeying = Rekeying(session, lambda other: Vault(other, derive))
        self.log = session.log
        self.renew_replica = session.renew_replica

    @classmethod
    def create(
        cls,
        folder: Path,
        passphrase: str,
        identity: OwnIdentity,
        parameters: KdfParameters,
        derive: Derive,
        now: str,
        *,
        keyboard: str | None = None,
        migrations: Path | None = None,
    ) -> Self:
        """A new vault in a new or empty folder, born with its identity, and open.

        `keyboard` names the layout on which the passphrase was typed: in the clear, for unlocking.

        Raises VaultError `vault.exists`, `.ending`, `.memory`; DiskError. What failed leaves nothing.
        """
        refuse_ending(folder)
        session = None
        try:
            scripts = migrations or shipped_migrations()
            session = create_session(folder, passphrase, parameters, scripts, now, keyboard=keyboard)
            with session.transaction():
                Parts(session, derive).contacts.adopt(identity)
            finish_creation(session)
            return cls(session, derive)
        except BaseException as error:
            if session is not None:
                session.abandon()
            if getattr(error, "code", "") != "vault.exists":
                destroy_unborn(folder)
            raise

    @classmethod
    def open(
        cls,
        folder: Path,
        passphrase: Passphrase,
        derive: Derive,
        *,
        allow_memory: bool = False,
        migrations: Path | None = None,
        watch: Watch | None = None,
    ) -> Self:
        """Open a vault, in the eight steps of opening.

        `allow_memory` is a person's answer that more than half of this computer's memory may
        be taken; `watch` sees how records are derived anew after a migration. Raises VaultError
        `vault.missing`, `.ending`, `.in_use`, `.keys`, `.newer`, `.memory`, `.passphrase`,
        `.file_needed`, `.both_wrong`, `.damaged`; DiskError; CancelledError.
        """
        # 1 to 6: see opening.py.
        session, cautions = open_session(
            folder, passphrase, migrations or shipped_migrations(), allow_memory=allow_memory
        )
        try:
            vault = cls(session, derive, cautions)
            # 7 Derive what a migration left to be derived; finish an interrupted apply (the services
            # do, while `staging.unfinished()`); sweep.
            vault.derive_anew(watch or Watch())
            vault._clear_staging()
            sweep(session.database, vault._parts.files)
        except BaseException:
            session.abandon()
            raise
        # 8 Offer the unsaved draft: `draft.load()`.
        return vault

    def another_lane(self, turn: Turn) -> "Vault":
        """The same open vault for the thread that calls this, on a connection of its own.

        Its writers wait for `turn`, and those of this vault for theirs (`take_turns`). It is
        closed on its thread, before this one.
        """
        return Vault(self._session.beside(turn), self._derive, self.warnings)

    @property
    def replica(self) -> str:
        """The random id under which this copy of the vault writes; another once it is renewed."""
        return self._session.replica

    def take_turns(self, turn: Turn) -> None:
        """From now on every transaction waits for `turn`, since another lane may be writing."""
        self._session.turn = turn

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Of two refusals the first is what a person has to know.
        with suppress(AppError) if error else nullcontext():
            self.close()

    def close(self) -> None:
        """Back to one file, marked as closed; raises DiskError where that cannot be written."""
        self._session.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: every change of a vault is made within one. Nested is a bug (RuntimeError).

        Of parts that were destroyed within it nothing stays in the write-ahead log either.
        """
        self.records.erased_evidence.clear()
        with self._session.transaction():
            yield
            released = self.evidence.release(self.records.erased_evidence)
        for blob in released:
            self._parts.files.remove(blob)
        if self._parts.revisions.erased_in_journal:
            self.shredding.empty_journal()

    def verify(self, watch: Watch | None = None) -> tuple[Problem, ...]:
        """Everything that does not hold; every byte of evidence is read. CancelledError."""
        return tuple(Verification(self._parts, watch or Watch()).problems())

    def rebuild(self, watch: Watch | None = None) -> int:
        """Derive every list, link and search row anew from the revisions alone; how many records.

        In short transactions: if it is cut short, `verify` names what is missing, and it can
        be run again.
        """
        parts, watch = self._parts, watch or Watch()
        with self.transaction():
            parts.derivation.reset()
            for revision in parts.revisions.endings():
                parts.endings.take(revision)
        records = parts.revisions.record_ids()
        done = 0
        while group := tuple(islice(records, REBUILD_GROUP)):
            watch.tick(REBUILDING, done)
            with self.transaction():
                for record in group:
                    parts.derivation.refresh(record)
            done += len(group)
        return done

    def digest(self, watch: Watch | None = None) -> VaultDigest:
        """The hashes by which two vaults are compared."""
        return digest_vault(self._parts.revisions, self._parts.derivation, watch or Watch())

    def info(self) -> VaultInfo:
        """What this vault is and holds."""
        database = self._session.database
        created, incidents, records, revisions, evidence, evidence_bytes, dormant = database.all(COUNTS)[0]
        generation, tip = self.log.tip()
        return VaultInfo(
            vault_id=self.vault_id,
            replica=self.replica,
            created=created,
            schema=version_of(database),
            generation=generation,
            memory_kib=self._session.key_file.memory_kib,
            incidents=incidents,
            records=records,
            revisions=revisions,
            evidence=evidence,
            evidence_bytes=evidence_bytes,
            dormant=dormant,
            awaited=len(self.evidence.awaited()),
            log_lines=tip.seq,
            forks=self._parts.revisions.forks(),
        )

    def derive_anew(self, watch: Watch) -> None:
        """What a migration left to be derived, in short transactions; what is cut short goes on later."""
        done = 0
        while records := self._parts.derivation.underived(REBUILD_GROUP):
            watch.tick(REBUILDING, done)
            with self.transaction():
                for record in records:
                    self._parts.derivation.derive_anew(record)
            done += len(records)

    def _clear_staging(self) -> None:
        """What was staged and never marked as applying counts for nothing."""
        if self.staging.unfinished() is None and self.staging.is_begun():
            with self.transaction():
                self.staging.discard()
