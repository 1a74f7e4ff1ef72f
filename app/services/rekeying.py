"""Vault compromised: somebody may have the keys, so that nothing of them may open the vault any more."""

from pathlib import Path

from app.crypto.keyslots import KdfParameters
from app.domain.work import Watch
from app.services import open_services
from app.services.answers_contacts import KeyReplaced
from app.services.answers_loss import VaultRekeyed
from app.services.backups import BESIDE
from app.services.clock import Clock
from app.services.contacts import ContactBook
from app.services.key_keeping import KeyKeeping
from app.services.own_keys import OwnKeys
from app.vault import Vault
from app.vault.slots import Passphrase
from app.words import N_, translate

_CANNOT_PROMISE = N_(
    "Copies elsewhere, and images of this disk that were taken before, still open with the old passphrase "
    "and the old words. Bundles already given stay readable to whoever holds the old key: for 90 days it is "
    "kept here too. Contacts follow to the new key by themselves; if somebody has the old one, they can sign "
    "with it as well: revoke it and have the new fingerprint compared. A key file that was needed is "
    "needed still: make another one if it was seen. Make new recovery words and a new backup."
)


def renew_vault(
    folder: Path,
    passphrase: Passphrase,
    new_passphrase: str,
    clock: Clock,
    watch: Watch,
    *,
    keyboard: str | None = None,
    allow_memory: bool = False,
) -> VaultRekeyed:
    """Give the vault in a folder new keys, a new identity and a new passphrase; it is closed afterwards.

    It must be closed before, in this program too. Until `watch` reports the switch it can be
    cancelled, and nothing is changed; what is cut short, the next opening undoes or finishes. Raises
    as `open_services`; DiskError `disk.full` beforehand; CancelledError.
    """
    replaced: list[KeyReplaced] = []

    def renew(vault: Vault) -> None:
        keeping = KeyKeeping(vault, OwnKeys(vault), ContactBook(vault, clock), clock)
        replaced.append(keeping.rotate())
        with vault.transaction():
            # The backups beside it go: the next one is due now, not in a day.
            vault.settings.drop(BESIDE)

    with open_services(folder, passphrase, clock, watch, allow_memory=allow_memory) as services:
        kept = KdfParameters(memory_kib=services.vault.info().memory_kib)
        words = len(services.vault.slots.recovery_salts)
        done = services.vault.rekeying.run(new_passphrase, kept, renew, watch, keyboard)
    key = replaced[0]
    return VaultRekeyed(
        rekeyed=True,
        generation=done.generation,
        fingerprint=key.fingerprint,
        digits=key.digits,
        words=key.words,
        replaced=key.replaced,
        old_opens_until=key.old_opens_until,
        evidence_sealed=done.sealed,
        evidence_unsealed=done.unsealed,
        backups_dropped=done.backups,
        recovery_dropped=words,
        warning=translate(_CANNOT_PROMISE),
    )
