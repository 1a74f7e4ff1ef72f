"""A vault whose keys somebody may have: a new master key, and everything sealed again under it.

The states, in their order, by what lies in the folder (`old` and `new` are generations):

    1  keys old            data old                    nothing was begun
    2  keys old            data old   data.partial*    the database is exported under the new key; in
                                                       that copy the identity is replaced, and every
                                                       blob sealed again has its row
    3  keys old and new    data old   data.partial     the copy is whole, closed and synced
    4  keys old and new    data new                    one renaming: from here on there is no return
    5  keys old and new    data new   no backups       what the old keys open beside the vault is gone
    6  keys new            data new                    confirmed; the old blobs are swept

The database says which generation stands (generations.py). The next opening with the old passphrase
undoes 2 and 3: the copy goes, and so do blobs that no row names. The next opening with the new one
finishes 4 and 5, and sweeps after 6. The other passphrase is a wrong one at any time. Old blobs lie
there until the new database stands, so that none is missing whichever of the two it is.
"""

import os
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.crypto.keyslots import (
    MASTER_KEY_BYTES,
    KdfParameters,
    KeyFile,
    Slot,
    derive_database_key,
    derive_state_key,
    make_slot,
    normalise_passphrase,
)
from app.domain.errors import EvidenceError, VaultError
from app.domain.work import Watch
from app.places import DATA
from app.vault.backups import COPYING, require_room
from app.vault.blobs import BlobFiles, StoredBlob
from app.vault.connection import Connection, Snapshot
from app.vault.evidence import reseal
from app.vault.files import PARTIAL, disk_refusals, move, sync_folder
from app.vault.generations import drop_copies, with_next
from app.vault.session import HeldKeys, LaneSession, Session
from app.words import N_

if TYPE_CHECKING:
    from app.vault import Vault

COPY = DATA + PARTIAL
SEALING_AGAIN = N_("Sealing evidence again")
SWITCHING = N_("Switching to the new keys")


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """What was done. `unsealed` counts blobs that were not whole: these stay sealed as they were."""

    generation: int
    sealed: int
    unsealed: int
    backups: int


class Rekeying:
    """The one change after which a vault is closed: nothing of the old keys opens it."""

    def __init__(self, session: Session, vault_of: Callable[[Session], "Vault"]) -> None:
        self._session = session
        self._vault_of = vault_of
        self._files = BlobFiles(session.folder)
        self._copy = session.folder / COPY

    def run(
        self,
        passphrase: str,
        parameters: KdfParameters,
        renew: Callable[["Vault"], None],
        watch: Watch,
        keyboard: str | None = None,
    ) -> Rekeyed:
        """Go through the states, to the new passphrase; `renew` gives the copy its new identity.

        A key file that was needed is needed still. The vault has no other lane, and is closed
        afterwards. Raises DiskError `disk.full` beforehand where there is no room for a copy; VaultError
        `vault.memory`, `.damaged`, and `.changed` behind which it is closed; CancelledError. What else
        raises before there is no return leaves the vault open and as it was.
        """
        held, slot, database_key = self._new_keys(passphrase, parameters, keyboard)
        blobs = self._blobs()
        self._require_room(blobs)
        fresh: dict[StoredBlob, StoredBlob] = {}
        try:
            # 2 The copy, and what is new in it.
            self._export(database_key, watch)
            unsealed = self._renew(held, database_key, blobs, fresh, renew, watch)
            watch.tick(SWITCHING, 0)
            watch.report(SWITCHING, 0)
        except BaseException:
            self._undo(fresh)
            raise
        # 3 Both generations.
        backups = self._session.hand_over(
            lambda closed: with_next(closed, slot), lambda: self._switch(held, fresh)
        )
        return Rekeyed(held.key_file.generation, len(fresh), unsealed, backups)

    def _new_keys(
        self, passphrase: str, parameters: KdfParameters, keyboard: str | None
    ) -> tuple[HeldKeys, Slot, bytes]:
        """A master key by chance: its key file, its one slot, and the key of its database."""
        before = self._session
        vault_id, master_key = before.key_file.vault_id, os.urandom(MASTER_KEY_BYTES)
        generation = max(before.key_file.generation, before.log.tip()[0]) + 1
        secret = normalise_passphrase(passphrase)
        slot = make_slot(
            vault_id,
            master_key,
            secret,
            kdf=parameters,
            generation=generation,
            keyboard=keyboard,
            file_key=before.held.file_key,
        )
        after = KeyFile(vault_id=vault_id, generation=generation, slots=(slot,))
        held = HeldKeys(before.folder, after, derive_state_key(master_key, vault_id))
        held.rescued = True  # a copy that others replace is begun again, not kept
        return held, slot, derive_database_key(master_key, vault_id)

    def _require_room(self, blobs: tuple[StoredBlob, ...]) -> None:
        paths = [self._files.path(blob) for blob in blobs]
        data = (self._session.folder / DATA).stat().st_size
        # The copy and its journal; and every blob lies there twice until the new database stands.
        require_room(
            self._session.folder, 2 * data + sum(path.stat().st_size for path in paths if path.exists())
        )

    def _export(self, key: bytes, watch: Watch) -> None:
        data = self._session.folder / DATA

        def tick() -> None:
            done = self._copy.stat().st_size if self._copy.exists() else 0
            watch.tick(COPYING, min(done, size_bytes), size_bytes)

        self._session.database.checkpoint()
        size_bytes = data.stat().st_size
        self._remove_copy()
        source = Snapshot(data, self._session.database.key)
        try:
            source.export_to(self._copy, key, tick)
        finally:
            source.abandon()

    def _renew(
        self,
        held: HeldKeys,
        key: bytes,
        blobs: tuple[StoredBlob, ...],
        fresh: dict[StoredBlob, StoredBlob],
        renew: Callable[["Vault"], None],
        watch: Watch,
    ) -> int:
        """The copy as the vault that it will be, closed and synced; how many blobs stay as they were.

        `fresh` is filled with what is sealed again, by what it was before.
        """
        session = LaneSession(held, Connection(self._copy, key, create=True), nullcontext)
        try:
            vault = self._vault_of(session)
            with session.transaction():
                session.log.raise_generation(held.key_file.generation)
            if vault.digest(watch) != self._vault_of(self._session).digest(watch):
                raise VaultError("vault.damaged", what="database")
            unsealed = done_bytes = 0
            size_bytes = sum(blob.size_bytes for blob in blobs)
            for blob in blobs:
                sealed = self._seal_again(blob, _part_of(watch, done_bytes, size_bytes))
                done_bytes += blob.size_bytes
                if sealed is None:
                    unsealed += 1
                    continue
                fresh[blob] = sealed
                with session.transaction():
                    reseal(session.database, session.log, blob, sealed)
                    vault.outbox.reseal(blob, sealed)
            renew(vault)
            tip = session.log.check_tip()[1]
            session.database.checkpoint()
        finally:
            session.close()
        held.key_file = held.key_file.model_copy(update={"tip": tip, "closed": True})
        with disk_refusals(), self._copy.open("rb+") as file:
            os.fsync(file.fileno())
        return unsealed

    def _blobs(self) -> tuple[StoredBlob, ...]:
        vault = self._vault_of(self._session)
        return (*vault.evidence.blobs(), *(each.blob for each in vault.outbox.bundles()))

    def _seal_again(self, blob: StoredBlob, watch: Watch) -> StoredBlob | None:
        """The same bytes under another key and name; None of a blob that is not whole."""
        try:
            with self._files.open(blob) as plain:
                sealed = self._files.seal(plain, watch, blob.size_bytes)
        except EvidenceError:
            return None
        if (sealed.sha256, sealed.size_bytes) == (blob.sha256, blob.size_bytes):
            return sealed
        self._files.remove(sealed)
        return None

    def _switch(self, held: HeldKeys, fresh: dict[StoredBlob, StoredBlob]) -> int:
        """From there on is no return; how many backups went."""
        folder = self._session.folder
        with disk_refusals():
            # 4 The new database.
            move(self._copy, folder / DATA)
            sync_folder(folder)
        # 5 What the old keys open.
        backups = drop_copies(folder)
        # 6 Confirmed.
        held.write(held.key_file)
        for blob in fresh:
            self._files.remove(blob)
        return backups

    def _undo(self, fresh: dict[StoredBlob, StoredBlob]) -> None:
        for blob in fresh.values():
            self._files.remove(blob)
        with suppress(OSError):
            self._remove_copy()

    def _remove_copy(self) -> None:
        for path in self._session.folder.glob(f"{COPY}*"):
            path.unlink()


def _part_of(watch: Watch, before_bytes: int, size_bytes: int) -> Watch:
    """Watches the sealing of one blob: what it reports counts among the bytes of all."""
    return Watch(
        lambda blob: watch.tick(SEALING_AGAIN, min(before_bytes + blob.done, size_bytes), size_bytes)
    )
