"""The second factor: a key file without which the passphrase opens nothing.

The new file is written and read again before the slot needs it: at every moment there is a file that
opens the vault. Recovery words and shares open it without the file, which is what they are for.
"""

import os
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import DiskError, VaultError
from app.domain.key_file import FILE_KEY_BYTES, MAX_FILE_BYTES, read_file_key, write_file_key
from app.services.answers_loss import SecondFactorChanged
from app.services.handing_out import require_elsewhere
from app.services.input_files import reading
from app.services.output_files import write_file
from app.vault import Vault
from app.vault.slots import Passphrase, PassphraseAndFile
from app.words import N_, translate

_KEEP_APART = N_(
    "From now on the passphrase opens this vault only together with this file: keep it on a stick away from "
    "the computer, and a second copy elsewhere."
)
_NO_WORDS = N_("There are no recovery words: without the file the vault would be lost. Make them now.")
_WORDS_OPEN = N_("Recovery words and shares open the vault without the file.")
_COPIES_WITHOUT = N_("Copies that were made elsewhere before still open without it.")
_OFF = N_(
    "The passphrase alone opens this vault. Copies that were made elsewhere before still need the key file."
)


class SecondFactor:
    """What a person can do about a passphrase that somebody may have seen or may force out of them."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    @property
    def is_on(self) -> bool:
        """Whether the vault opens only with a key file."""
        return self._vault.slots.needs_file

    def switch_on(self, target: Path | BinaryIO, passphrase: Passphrase) -> SecondFactorChanged:
        """Write a new key file; from then on the passphrase opens the vault only together with it.

        A key file of before opens it no more. Raises VaultError `vault.passphrase`, `.opener_inside`,
        before anything is written, `vault.memory`; DiskError, also where the file does not read back
        as it was written.
        """
        slots = self._vault.slots
        slots.check(passphrase)
        require_elsewhere(self._vault, target)
        replaced, file_key = slots.needs_file, os.urandom(FILE_KEY_BYTES)
        path = write_file(target, write_file_key(file_key), private=True)
        if isinstance(target, Path):
            _check_written(target, file_key)
        slots.change_file(passphrase, file_key)
        has_words = bool(slots.recovery_salts)
        notes = (_KEEP_APART, _WORDS_OPEN if has_words else _NO_WORDS, _COPIES_WITHOUT)
        return SecondFactorChanged(
            on=True,
            path=path,
            replaced=replaced,
            generation=self._vault.info().generation,
            warning=" ".join(translate(note) for note in notes),
        )

    def switch_off(self, passphrase: Passphrase) -> SecondFactorChanged:
        """Let the passphrase open the vault alone again. VaultError `vault.passphrase`, `vault.memory`."""
        replaced = self._vault.slots.needs_file
        self._vault.slots.change_file(passphrase, None)
        generation = self._vault.info().generation
        return SecondFactorChanged(
            on=False, path=None, replaced=replaced, generation=generation, warning=translate(_OFF)
        )


def with_key_file(typed: str, source: Path) -> PassphraseAndFile:
    """A passphrase together with what a key file holds.

    Raises VaultError `vault.file_damaged`, `vault.file_foreign`; DiskError `disk.unreadable`.
    """
    with reading(source) as stream:
        return PassphraseAndFile(typed, read_file_key(stream.read(MAX_FILE_BYTES + 1)))


def _check_written(target: Path, file_key: bytes) -> None:
    with reading(target) as stream:
        content = stream.read(MAX_FILE_BYTES + 1)
    try:
        whole = read_file_key(content) == file_key
    except VaultError:
        whole = False
    if not whole:
        raise DiskError("disk.unwritable")
