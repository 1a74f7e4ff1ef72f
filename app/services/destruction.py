"""Destroy vault: the passphrase once more, the slots gone, and one honest sentence."""

from pathlib import Path

from app.services.answers_receipts import VaultDestroyed
from app.vault.destruction import destroy_vault as destroy
from app.vault.slots import Passphrase
from app.words import N_, translate

CANNOT_PROMISE = N_(
    "Backups elsewhere, bundles and exports remain, and nobody can promise that an SSD or a stick has "
    "overwritten the keys or that no image of the disk was taken before."
)


def destroy_vault(folder: Path, passphrase: Passphrase) -> VaultDestroyed:
    """Destroy the vault in a folder; it must be closed, in this program too.

    Raises VaultError `vault.missing`, `.in_use`, `.keys`, `.passphrase`, `.file_needed`,
    `.both_wrong`; DiskError.
    """
    removed, left = destroy(folder, passphrase)
    return VaultDestroyed(destroyed=True, files=removed, left=left, warning=translate(CANNOT_PROMISE))
