"""The slots of an open vault: its passphrase, and the recovery secrets that open it as well."""

from typing import TypeAlias

from app.crypto.keyslots import (
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

Secret: TypeAlias = str | bytes
"""What opens a vault: its passphrase, or the 32 bytes of a recovery secret."""


class KeySlots:
    """Every change is a new generation, and finished by the next opening if it is cut short."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def recovery_salts(self) -> frozenset[str]:
        """The recovery slots that there are, each by its salt in hex: that is never used twice."""
        return frozenset(slot.salt.hex() for slot in recovery_slots(self._session.key_file))

    def check(self, secret: Secret) -> None:
        """Refuse what opens no slot: VaultError `vault.passphrase`, RecoveryError `recovery.refused`."""
        unwrap(self._session.key_file, secret)

    def change_passphrase(
        self, old: str, new: str, parameters: KdfParameters, keyboard: str | None = None
    ) -> None:
        """Put one slot under the new passphrase in the place of those under a passphrase.

        Raises VaultError `vault.passphrase` if `old` is not it, `vault.memory`.
        """
        self.put_passphrase(unwrap(self._session.key_file, old), new, parameters, keyboard)

    def put_passphrase(
        self, master_key: bytes, new: str, parameters: KdfParameters, keyboard: str | None = None
    ) -> None:
        """The same for whoever has the master key, by words say."""
        # Before the turn of a writer: stretching takes a second, and nobody need wait for it.
        slot = make_slot(
            self._session.key_file.vault_id,
            master_key,
            normalise_passphrase(new),
            kdf=parameters,
            generation=self._next_generation(),
            keyboard=keyboard,
        )
        self._session.put_slot(slot, lambda held: held.kind == "passphrase")

    def put_recovery(self, passphrase: str, secret: bytes, kept: frozenset[str]) -> str:
        """Let a recovery secret open the vault, and of those before only the slots `kept`, by salt.

        Returns the salt of the new slot. VaultError `vault.passphrase`.
        """
        master_key = unwrap(self._session.key_file, passphrase)
        vault_id, generation = self._session.key_file.vault_id, self._next_generation()
        slot = make_slot(vault_id, master_key, secret, kdf=None, generation=generation)
        self._session.put_slot(slot, lambda held: held.kind == "recovery" and held.salt.hex() not in kept)
        return slot.salt.hex()

    def _next_generation(self) -> int:
        return max(self._session.key_file.generation, self._session.log.tip()[0]) + 1


def unwrap(key_file: KeyFile, secret: Secret) -> bytes:
    """The master key, by whichever slot the secret opens; as `KeySlots.check`, and `vault.memory`."""
    if isinstance(secret, str):
        return unlock(key_file, normalise_passphrase(secret))
    for slot in recovery_slots(key_file):
        try:
            return open_slot(key_file.vault_id, slot, secret)
        except VaultError:
            continue
    raise RecoveryError("recovery.refused")


def recovery_slots(key_file: KeyFile) -> tuple[Slot, ...]:
    """The slots that a recovery secret may open."""
    return tuple(slot for slot in key_file.slots if isinstance(slot, Slot) and slot.kind == "recovery")
