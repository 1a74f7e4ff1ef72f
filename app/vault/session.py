"""One session with a vault's folder: the lock, the key file with its mark, database and log.

The mark *closed* in `keys` is cleared before the first write of a session and set, with the
tip of the log, once everything lies in the one file again.
"""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TypeAlias

from app.crypto.keyslots import KeyFile, Slot, read_key_file
from app.domain.errors import VaultError
from app.domain.strict_json import JsonObject
from app.places import DATA, KEYS
from app.vault.connection import Connection
from app.vault.files import disk_refusals, move, replace_file, sync_folder
from app.vault.lock import VaultLock
from app.vault.log import Log, digest_of

OPEN = "open"
BACKUPS = "backups"
BLOBS = "blobs"
RESCUED = "changed-underneath"
WAL = "data-wal"
FOLDERS = (BLOBS, "staging", BACKUPS)

READ_REPLICA = "SELECT replica FROM vault"
WRITE_REPLICA = "UPDATE vault SET replica = ?"


Turn: TypeAlias = Callable[[], AbstractContextManager[None]]
"""Waits until no other lane writes, and holds the others off for as long as it is entered."""


class HeldKeys:
    """What every lane of an open vault shares: its folder, its key file, its key of the state."""

    def __init__(self, folder: Path, key_file: KeyFile, state_key: bytes) -> None:
        self.folder = folder
        self.key_file = key_file
        self.state_key = state_key
        self.file_key: bytes | None = None
        """The 32 bytes of the key file that opened the vault, if one did: each passphrase goes with it."""
        self.rescued = False
        """Whether what is open was copied, since other files lie in its place."""
        self.unsaved: dict[str, JsonObject] = {}
        """Drafts that the database refused since the opening, by name."""
        self.homeless: dict[str, bytes] = {}
        """Those among them that no disk took, each sealed."""

    def write(self, key_file: KeyFile) -> None:
        """Replace the key file."""
        replace_file(self.folder / KEYS, key_file.to_bytes())
        self.key_file = key_file


class Session:
    """From the moment the keys fit until `close`."""

    turn: Turn = nullcontext
    """A vault with one lane has nobody to wait for."""

    def __init__(
        self, folder: Path, lock: VaultLock, key_file: KeyFile, database: Connection, state_key: bytes
    ) -> None:
        self._lock = lock
        self._ended = False
        self.held = HeldKeys(folder, key_file, state_key)
        self._attach(database)

    def _attach(self, database: Connection) -> None:
        self._ended = False
        self.folder = self.held.folder
        self.database = database
        self.log = Log(database, self.key_file.vault_id, self.held.state_key)

    def beside(self, turn: Turn) -> "LaneSession":
        """Another connection to the same open vault, for the thread that calls this."""
        return LaneSession(self.held, self.database.beside(), turn)

    @property
    def key_file(self) -> KeyFile:
        """The key file as it lies in the folder."""
        return self.held.key_file

    @property
    def replica(self) -> str:
        """The random id under which this copy of the vault writes its revisions."""
        row = self.database.one(READ_REPLICA)
        return str(row[0]) if row else ""

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """BEGIN IMMEDIATE … COMMIT, with the tip of the log; nested is an error (RuntimeError)."""
        if self.database.in_transaction:
            raise RuntimeError("a transaction within a transaction")
        with self.turn(), self._transaction_in_turn():
            yield

    @contextmanager
    def _transaction_in_turn(self) -> Iterator[None]:
        self._require_in_place()
        self.clear_mark()
        with self.database.transaction():
            self.log.begin()
            yield
            self.log.seal()
            if not self.database.is_in_place():
                raise VaultError("vault.changed")

    def _require_in_place(self) -> None:
        """Refuse to write into files that lie no more where the next opening looks (`vault.changed`).

        All that was saved is then kept as a copy of the vault in `backups`.
        """
        if self.database.is_in_place():
            return
        if not self.held.rescued:
            copy = self.folder / BACKUPS / f"{RESCUED}-{os.urandom(8).hex()}"
            with disk_refusals():
                copy.mkdir(parents=True)
            self.database.copy_open(copy / DATA)
            replace_file(
                copy / KEYS, self.key_file.model_copy(update={"tip": None, "closed": True}).to_bytes()
            )
            with disk_refusals():
                sync_folder(copy.parent)
                # It belongs to the database that is in the copy: replayed into another it would ruin it.
                with suppress(FileNotFoundError):
                    move(self.folder / WAL, copy.parent / f"{WAL}-{os.urandom(8).hex()}")
            self.held.rescued = True
        raise VaultError("vault.changed")

    def clear_mark(self) -> None:
        """Before the first write: from now on a crash shows."""
        if self.key_file.closed:
            self.write_keys(self.key_file.model_copy(update={"closed": False}))

    def write_keys(self, key_file: KeyFile) -> None:
        """Replace the key file."""
        self.held.write(key_file)

    def renew_replica(self) -> None:
        """Write under another id from now on: this copy's past is not the whole past of the old one."""
        replica = str(uuid.uuid4())
        with self.transaction():
            self.database.run(WRITE_REPLICA, (replica,))
            self.log.add("replica", self.key_file.vault_id, replica_digest(replica))

    def put_slot(self, slot: Slot, replaces: Callable[[Slot], bool]) -> None:
        """Put a slot first, in the place of those that it `replaces`: in the key file, then all else.

        Its generation is the key file's from now on. Other kinds of slots, of later versions, stay.
        """
        with self.turn():
            self.clear_mark()
            tip = self.log.tip()[1]
            kept = tuple(s for s in self.key_file.slots if not (isinstance(s, Slot) and replaces(s)))
            changed = self.key_file.model_copy(
                update={
                    "generation": slot.generation,
                    "slots": (slot, *kept),
                    "tip": self.log.make_tip(slot.generation, tip.seq, tip.hash),
                }
            )
            # The key file first: if the database does not follow, the next opening finishes the change.
            self.write_keys(changed)
            self._follow_keys()

    def follow_keys(self) -> None:
        """Bring copies in `backups` and the database to the key file, which is ahead of them."""
        with self.turn():
            self._follow_keys()

    def _follow_keys(self) -> None:
        # The database last: as long as it is behind, the next opening does all of this again.
        for copy in (self.folder / BACKUPS).glob(f"*/{KEYS}"):
            replace_file(copy, self._keys_of_copy(copy).to_bytes())
        with self._transaction_in_turn():
            self.log.raise_generation(self.key_file.generation)

    def _keys_of_copy(self, file: Path) -> KeyFile:
        """Our slots, and the tip that the copy has, under our generation."""
        tip, generation = None, self.key_file.generation
        with suppress(VaultError, OSError):
            before = read_key_file(file.read_bytes())
            if before.tip and self.log.is_ours(before.generation, before.tip):
                tip = self.log.make_tip(generation, before.tip.seq, before.tip.hash)
        return self.key_file.model_copy(update={"tip": tip, "closed": tip is not None})

    def close(self) -> None:
        """Back to one file; then the tip and the mark into `keys`; then the lock. Once is enough.

        VaultError `vault.changed` where others put files in the place of ours.
        """
        if self._ended:
            return
        self._ended = True
        try:
            self._close_with(lambda closed: closed)
        finally:
            self._lock.release()

    def hand_over(self, both: Callable[[KeyFile], KeyFile], switch: Callable[[], int]) -> int:
        """Close with the slots of the next generation beside ours, let it `switch` the files, and end.

        What `switch` counts is returned.
        """
        self._ended = True
        try:
            self._close_with(both)
            return switch()
        finally:
            self._lock.release()

    def _close_with(self, written: Callable[[KeyFile], KeyFile]) -> None:
        if not self.database.is_in_place():
            try:
                self._require_in_place()
            finally:
                self.database.abandon()
        generation, tip = self.log.tip()
        self.database.close()
        closed = self.key_file
        if not closed.closed:
            # Anew under the generation of the key file, which may be ahead.
            tip = self.log.make_tip(max(generation, closed.generation), tip.seq, tip.hash)
            closed = closed.model_copy(update={"tip": tip, "closed": True})
        if written(closed) != self.key_file or self._keys_are_behind():
            self.write_keys(written(closed))

    def _keys_are_behind(self) -> bool:
        """Whether others put older keys, or none, where ours lay: those would not open this vault again."""
        try:
            found = read_key_file((self.folder / KEYS).read_bytes())
        except OSError:
            return True
        except VaultError as error:
            # Those of a later version of the program are nobody's mistake.
            return error.code != "vault.newer"
        ours = self.key_file
        return found.vault_id != ours.vault_id or found.generation < ours.generation

    def abandon(self) -> None:
        """Leave without the mark, after something has failed."""
        self._ended = True
        try:
            self.database.abandon()
        finally:
            self._lock.release()


class LaneSession(Session):
    """A second connection of an open vault; the lock and the mark stay with the first."""

    def __init__(self, keys: HeldKeys, database: Connection, turn: Turn) -> None:
        self.held = keys
        self.turn = turn
        self._attach(database)

    def close(self) -> None:
        """Close this connection alone."""
        self.database.abandon()

    abandon = close


def replica_digest(replica: str) -> str:
    """The digest that the log holds of the replica id."""
    return digest_of({"replica": replica})
