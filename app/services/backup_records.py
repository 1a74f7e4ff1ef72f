"""Single records of a backup: searched where they lie, compared with what is here, brought back."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.crypto.signing import require_signed
from app.domain.backup_names import backup_day
from app.domain.errors import BackupError, RecordError, RevisionError
from app.domain.revision import RecordId, Revision
from app.domain.work import Watch
from app.places import migrations
from app.services.answers import RecordList
from app.services.answers_loss import RecordCompared, RecordRestored
from app.services.derivation import derivation_by
from app.services.form_files import load_forms
from app.services.holding import is_whole
from app.services.outgoing import digest_of, follow
from app.services.pages import shown_page
from app.vault import Vault
from app.vault.copies import CopyKeys, VaultCopy, find_copies, open_again, unlock_copy
from app.vault.derived import Derive
from app.vault.slots import Secret
from app.words import N_, translate

OPENING = N_("Opening the backup")
_NOTE = N_("What was erased or deleted here stays so.")


@dataclass(frozen=True, slots=True)
class OpenedBackup:
    """A backup of the open vault that a secret has opened; whoever drops it has to be given the secret again.

    Nothing of its files is held open: each question opens it by the keys, on whatever thread it is asked.
    """

    keys: CopyKeys = field(repr=False)

    @property
    def folder(self) -> Path:
        """The copy itself, where it was found within the folder that was named."""
        return self.keys.folder

    @property
    def day(self) -> date | None:
        """The day of it by its name."""
        return backup_day(self.folder.name)


class BackupRecords:
    """What a person can do with one record of a backup."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._derive: Derive | None = None

    def open(self, source: Path, secret: Secret, watch: Watch, *, allow_memory: bool = False) -> OpenedBackup:
        """The newest backup of this vault in a folder that the secret opens.

        Raises as `vault.copies.open_copy`; BackupError `backup.other_vault`; CancelledError.
        """
        watch.tick(OPENING, 0, 1)
        opened = OpenedBackup(unlock_copy(find_copies(source), secret, allow_memory=allow_memory))
        if opened.keys.key_file.vault_id != self._vault.vault_id:
            raise BackupError("backup.other_vault")
        with open_again(opened.keys, self._derivation, migrations()):
            watch.tick(OPENING, 1, 1)
        return opened

    def page(self, backup: OpenedBackup, kind: str, words: str, limit: int, offset: int) -> RecordList:
        """A page of its records of one kind, the latest first; `words` as in `RecordReading.list_kind`.

        Raises BackupError `backup.damaged`, DiskError, as do `compare` and `restore`.
        """
        with open_again(backup.keys, self._derivation, migrations()) as copy:
            return shown_page(self._vault, *copy.rows(kind, words, limit, offset, migrations()))

    def compare(self, backup: OpenedBackup, record: str) -> RecordCompared:
        """What of a record, and of what belongs to it, would come back; RecordError `record.unknown`."""
        identifier = RecordId(record)
        with open_again(backup.keys, self._derivation, migrations()) as copy:
            wanted = _with_what_belongs(copy, identifier)
            revisions = [each for other in wanted for each in copy.parts.records.revisions_of(other)]
            lacking = sum(bool(self._lacking(each)) for each in revisions)
            named = (copy.parts.derivation.evidence_of(other) for other in wanted)
            files = {each for each in named if each and copy.parts.evidence.has(each)}
        gone = self._vault.shredding.shredded_at(identifier)
        return RecordCompared(
            id=record,
            here=self._vault.records.root_of(identifier) is not None,
            deleted=self._vault.lists.is_deleted(identifier),
            shredded_at=gone,
            revisions=lacking,
            evidence=0 if gone else sum(not self._vault.evidence.has(each) for each in files),
        )

    def restore(self, backup: OpenedBackup, record: str, watch: Watch) -> RecordRestored:
        """Bring back what is missing here of a record and of what belongs to it: revisions, parts, evidence.

        That is what a bundle would take along: evidence and custody, people who are named, what was ended.
        Each revision's hash and signature are checked. Raises RecordError `record.unknown` where the backup
        has no such record; EvidenceError `evidence.altered` where the backup's own is damaged; RevisionError.
        """
        with open_again(backup.keys, self._derivation, migrations()) as copy:
            wanted = _with_what_belongs(copy, RecordId(record))
            revisions = [each for other in wanted for each in copy.parts.records.revisions_of(other)]
            for revision in revisions:
                self._check(revision)
            with self._vault.transaction():
                before = [self._vault.records.parts_of(revision.id) for revision in revisions]
                for revision in revisions:
                    self._vault.records.append(revision)
                after = [self._vault.records.parts_of(revision.id) for revision in revisions]
            evidence = self._restore_evidence(copy, wanted, watch)
        gained = sum(old != new for old, new in zip(before, after, strict=True))
        return RecordRestored(id=record, revisions=gained, evidence=evidence, warning=translate(_NOTE))

    @property
    def _derivation(self) -> Derive:
        self._derive = self._derive or derivation_by(load_forms())
        return self._derive

    def _lacking(self, revision: Revision) -> frozenset[str]:
        """Parts that it would bring; all of them where it is not here."""
        known = self._vault.records.parts_of(revision.id)
        parts = frozenset(revision.parts)
        return (parts or frozenset({""})) if known is None else parts - known

    def _check(self, revision: Revision) -> None:
        contact = self._vault.contacts.get(revision.header.author)
        if contact is None:
            raise RevisionError("revision.author_unknown")
        require_signed(revision, contact.card.keys.ed25519)

    def _restore_evidence(
        self, copy: VaultCopy, records: tuple[RecordId, ...], watch: Watch
    ) -> tuple[str, ...]:
        """The evidence that these records name here, as they stand now, and that is not whole here."""
        named = {digest_of(self._vault, each) for each in records}
        back = []
        for sha256 in sorted(each for each in named if each):
            if is_whole(self._vault, sha256, watch) or not copy.parts.evidence.has(sha256):
                continue
            copy.parts.evidence.verify(sha256, watch)
            with copy.parts.evidence.open(sha256) as plain:
                stored = self._vault.evidence.store(plain, watch, copy.parts.evidence.size_bytes(sha256))
            with self._vault.transaction():
                self._vault.evidence.keep(stored, instead=True)
            back.append(sha256)
        return tuple(back)


def _with_what_belongs(copy: VaultCopy, record: RecordId) -> tuple[RecordId, ...]:
    """The record first, then what a bundle would take along with it."""
    root = copy.parts.records.root_of(record)
    if root is None:
        raise RecordError("record.unknown")
    found: dict[RecordId, str] = {}
    follow(copy.parts, record, root[0], found)
    return tuple(found)
