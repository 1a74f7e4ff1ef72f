"""The slots of an open vault: its passphrase, its key file, and the recovery secrets that open it as well."""

from dataclasses import dataclass, field
from typing import TypeAlias

from app.crypto.keyslots import (
    NOT_OPENED,
    KdfParameters,
    KeyFile,
    Slot,
    make_slot,
    normalise_passphrase,
    open_slot,
    unlock,
)
from app.domain.errors import RecoveryError, VaultError
from app.vault.session import Session


@dataclass(frozen=True, slots=True)
class PassphraseAndFile:
    """A passphrase, and the 32 bytes that a key file holds."""

    passphrase: str = field(repr=False)
    file_key: bytes = field(repr=False)


Passphrase: TypeAlias = str | PassphraseAndFile
"""What a person types, with what a key file adds to it."""

Secret: TypeAlias = Passphrase | bytes
"""What opens a vault: its passphrase, or the 32 bytes of a recovery secret."""


class KeySlots:
    """Every change is a new generation, and finished by the next opening if it is cut short."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def recovery_salts(self) -> frozenset[str]:
        """The recovery slots that there are, each by its salt in hex: that is never used twice."""
        return frozenset(slot.salt.hex() for slot in recovery_slots(self._session.key_file))

    @property
    def needs_file(self) -> bool:
        """Whether the passphrase opens it only together with a key file."""
        return self._session.key_file.needs_file

    def check(self, secret: Secret) -> None:
        """Refuse what opens no slot: VaultError `vault.passphrase`, RecoveryError `recovery.refused`."""
        self._unwrap(secret)

    def change_passphrase(
        self, old: Passphrase, new: str, parameters: KdfParameters, keyboard: str | None = None
    ) -> None:
        """Put one slot under the new passphrase in the place of those under a passphrase.

        It needs the same key file as before, or none. Raises VaultError `vault.passphrase` if `old`
        is not it, `vault.memory`.
        """
        self.put_passphrase(self._unwrap(old), new, parameters, keyboard, self._session.held.file_key)

    def change_file(self, passphrase: Passphrase, file_key: bytes | None) -> None:
        """Let the passphrase open the vault only together with this key file, or, for None, alone.

        What it costs to guess, and the keyboard that it was made on, stay. VaultError
        `vault.passphrase`, `vault.memory`.
        """
        master_key, slot = self._unwrap(passphrase), self._session.key_file.passphrase_slots[0]
        kdf = slot.kdf or KdfParameters()
        self.put_passphrase(master_key, typed_of(passphrase), kdf, slot.keyboard, file_key)
        self._session.held.file_key = file_key

    def put_passphrase(
        self,
        master_key: bytes,
        new: str,
        parameters: KdfParameters,
        keyboard: str | None = None,
        file_key: bytes | None = None,
    ) -> None:
        """The same as `change_passphrase` for whoever has the master key, by words say."""
        # Before the turn of a writer: stretching takes a second, and nobody need wait for it.
        slot = make_slot(
            self._session.key_file.vault_id,
            master_key,
            normalise_passphrase(new),
            kdf=parameters,
            generation=self._next_generation(),
            keyboard=keyboard,
            file_key=file_key,
        )
        self._session.put_slot(slot, lambda held: held.kdf is not None)

    def put_recovery(self, passphrase: Passphrase, secret: bytes, kept: frozenset[str]) -> str:
        """Let a recovery secret open the vault, and of those before only the slots `kept`, by salt.

        Returns the salt of the new slot. VaultError `vault.passphrase`.
        """
        master_key = self._unwrap(passphrase)
        vault_id, generation = self._session.key_file.vault_id, self._next_generation()
        slot = make_slot(vault_id, master_key, secret, kdf=None, generation=generation)
        self._session.put_slot(slot, lambda held: held.kind == "recovery" and held.salt.hex() not in kept)
        return slot.salt.hex()

    def _next_generation(self) -> int:
        return max(self._session.key_file.generation, self._session.log.tip()[0]) + 1

    def _unwrap(self, secret: Secret) -> bytes:
        """A passphrase together with the key file that opened the vault, whatever came with it now."""
        key_file, file_key = self._session.key_file, self._session.held.file_key
        if isinstance(secret, bytes):
            return unwrap(key_file, secret)
        try:
            return unlock(key_file, normalise_passphrase(typed_of(secret)), file_key)
        except VaultError as error:
            # The file has opened it before: it is the passphrase that is wrong.
            raise VaultError("vault.passphrase") if error.code in NOT_OPENED else error from None


def typed_of(passphrase: Passphrase) -> str:
    """What was typed of it."""
    return passphrase if isinstance(passphrase, str) else passphrase.passphrase


def file_key_of(secret: Secret) -> bytes | None:
    """What a key file adds to it."""
    return secret.file_key if isinstance(secret, PassphraseAndFile) else None


def unwrap(key_file: KeyFile, secret: Secret) -> bytes:
    """The master key, by whichever slot the secret opens.

    Raises RecoveryError `recovery.refused`; VaultError `vault.passphrase`, `.file_needed`,
    `.both_wrong`, `.memory`.
    """
    if not isinstance(secret, bytes):
        return unlock(key_file, normalise_passphrase(typed_of(secret)), file_key_of(secret))
    for slot in recovery_slots(key_file):
        try:
            return open_slot(key_file.vault_id, slot, secret)
        except VaultError:
            continue
    raise RecoveryError("recovery.refused")


def recovery_slots(key_file: KeyFile) -> tuple[Slot, ...]:
    """The slots that a recovery secret may open."""
    return tuple(slot for slot in key_file.slots if isinstance(slot, Slot) and slot.kind == "recovery")
