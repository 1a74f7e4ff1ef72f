"""Use cases: what a person can do, for window and shell alike. The only place that wires the layers.

What does the work is imported when a vault is opened: the window asks for the passphrase, and the
shell shows its help, without waiting for it.
"""

from contextlib import nullcontext, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from app.domain.errors import AppError, VaultError
from app.domain.work import Watch
from app.services.clock import Clock

if TYPE_CHECKING:
    from app.vault import Vault
    from app.vault.session import Turn
    from app.vault.slots import Passphrase


class Services:
    """An open vault and all that can be done with it; close it, or use it as a context."""

    def __init__(self, vault: "Vault", clock: Clock) -> None:
        from app.domain.record_input import InputReader
        from app.services.access import Access
        from app.services.authoring import Author
        from app.services.backups import BackupKeeping
        from app.services.body_map import BodyMaps
        from app.services.changes import Changes
        from app.services.chronology import Chronology
        from app.services.contacts import ContactBook
        from app.services.drafts import Drafts
        from app.services.duplicates import Duplicates
        from app.services.evidence import EvidenceKeeping
        from app.services.exchange import Exchange
        from app.services.form_files import load_forms, load_vocabularies
        from app.services.groups import GroupKeeping
        from app.services.key_keeping import KeyKeeping
        from app.services.matching import Matching
        from app.services.own_keys import OwnKeys
        from app.services.reading import RecordReading
        from app.services.receipts import ReceiptKeeping
        from app.services.record_ids import new_entry_id, new_record_id
        from app.services.recording import Recording
        from app.services.recovery import Recovery
        from app.services.seal_mode import SealMode
        from app.services.sealing import Sealing
        from app.services.searches import Searches
        from app.services.second_factor import SecondFactor
        from app.services.settings import SettingsKeeping
        from app.services.shredding import Shredding
        from app.services.whole_records import WholeRecords

        forms, own = load_forms(), OwnKeys(vault)
        author = Author(vault, own, forms, clock)
        reader = InputReader(forms, load_vocabularies(), new_entry_id, new_record_id)
        self.vault, self.clock = vault, clock
        self.contacts = ContactBook(vault, clock)
        self.groups = GroupKeeping(vault, self.contacts, clock)
        self.keys = KeyKeeping(vault, own, self.contacts, clock)
        self.backups = BackupKeeping(vault, clock)
        self.recovery = Recovery(vault, self.contacts, own, clock)
        self.access = Access(vault, clock, self.backups, self.recovery)
        self.second_factor, self.settings = SecondFactor(vault), SettingsKeeping(vault)
        self.reading = RecordReading(vault, forms)
        self.changes = Changes(vault, self.reading)
        self.matching = Matching(vault)
        self.searches = Searches(vault, clock)
        self.duplicates = Duplicates(vault, self.reading)
        self.chronology = Chronology(vault, forms, load_vocabularies(), clock)
        self.evidence = EvidenceKeeping(vault, author, clock)
        self.body_maps = BodyMaps(vault, self.reading, self.evidence)
        self.drafts = Drafts(vault)
        self.whole_records = WholeRecords(vault, author, self.reading, self.evidence)
        self.recording = Recording(
            vault, author, reader, self.reading, self.evidence, self.drafts, self.whole_records
        )
        self.exchange = Exchange(vault, own, self.contacts, self.evidence, clock)
        self.receipts = ReceiptKeeping(vault, own, self.exchange, clock)
        self.shredding = Shredding(vault, self.evidence, self.drafts, clock)
        self.seal_mode = SealMode(vault, self.exchange, self.groups)
        self.sealing = Sealing(vault, self.exchange, self.seal_mode, self.shredding, clock)

    def another_lane(self, turn: "Turn") -> "Services":
        """The same vault for another thread; see `Vault.another_lane`."""
        return Services(self.vault.another_lane(turn), self.clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Of two refusals the first is what a person has to know.
        with suppress(AppError) if error else nullcontext():
            self.close()

    def close(self) -> None:
        """Close the vault: back to one file, marked as closed."""
        self.vault.close()


def open_services(
    folder: Path, passphrase: "Passphrase", clock: Clock, watch: Watch, *, allow_memory: bool = False
) -> Services:
    """Open a vault and finish what an interrupted session had begun.

    Raises VaultError as `Vault.open`, and `vault.crypto_missing`, `vault.restorable`; DiskError.
    """
    from app.crypto.primitives import require_primitives

    # Before what would fail to be imported with a library that is too old.
    require_primitives()
    from app.services.backups import offering_backup
    from app.services.derivation import derivation_by
    from app.services.form_files import load_forms
    from app.services.handing_out import sweep_unfinished
    from app.vault import Vault

    try:
        vault = Vault.open(
            folder, passphrase, derivation_by(load_forms()), allow_memory=allow_memory, watch=watch
        )
    except VaultError as error:
        raise offering_backup(folder, error) from error
    try:
        sweep_unfinished(vault)
        services = Services(vault, clock)
        services.keys.forget_old_seeds()
        services.exchange.finish(watch)
        vault.warnings += services.drafts.take_in()
        return services
    except BaseException:
        vault.close()
        raise
