"""Drafts that the database did not take: each sealed into its own file, for a later opening to take in.

The file is `nonce (16) ‖ STREAM` in `backups/unsaved`, its key HKDF-SHA256(state key, nonce,
"daftar-unsaved@1"); the plain bytes are a JSON object {content, name} and blanks up to a padded length.
Its name, 32 hex digits, is made from the draft's name under the same key: a later text takes the place
of an earlier one, and the name tells nobody anything.
"""

import io
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import BaseModel, ConfigDict, ValidationError

from app.crypto.errors import StreamError
from app.crypto.primitives import derive_key
from app.crypto.streams import NONCE_BYTES, StreamReader, StreamWriter, read_fully
from app.domain.errors import AppError, VaultError
from app.domain.padme import padme
from app.domain.strict_json import JsonObject
from app.vault.files import PARTIAL, disk_refusals, make_folder, replace_file
from app.vault.session import BACKUPS, Session

UNSAVED = "unsaved"
LEAST_BYTES = 4096
"""A short text is padded to this length, a longer one to its Padmé length."""

_INFO = b"daftar-unsaved@1"
_NAME_INFO = b"daftar-unsaved-name@1"
_NAME_BYTES = 16


class UnsavedDraft(BaseModel):
    """A draft under its name, as a file holds it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    content: dict[str, Any]


class UnsavedDrafts:
    """The files of one vault.

    What was refused since its opening stands in `kept`; what has no file, sealed, in `homeless`.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._folder = session.folder / BACKUPS / UNSAVED
        self.kept = session.held.unsaved
        self.homeless = session.held.homeless

    def keep(self, name: str, content: JsonObject) -> None:
        """Keep `content` under `name` outside the database; on the disk whole or not at all: DiskError."""
        sealed = seal_draft(UnsavedDraft(name=name, content=content), self._session.held.state_key)
        self.kept[name], self.homeless[name] = content, sealed
        with disk_refusals():
            # Not in a folder that is gone: what would be made anew there no opening finds.
            make_folder(self._folder.parent)
            make_folder(self._folder)
        replace_file(self._path(name), sealed)
        del self.homeless[name]

    def keep_if_replaced(self, name: str, content: JsonObject) -> None:
        """Keep it if other files lie in the place of the database, before that is told.

        For then all that was saved is copied, which takes its time, and in danger nobody waits.
        """
        if not self._session.database.is_in_place():
            with suppress(AppError):
                self.keep(name, content)

    def drop(self, name: str) -> None:
        """Forget what was kept under `name`: it is in the database, or done with."""
        self.kept.pop(name, None)
        self.homeless.pop(name, None)
        _remove(self._path(name))

    def found(self) -> Iterator[UnsavedDraft | None]:
        """What lies there, at opening; None for each file that is not ours, or not whole any more."""
        with suppress(OSError):
            for partial in self._folder.glob(f"*{PARTIAL}"):
                _remove(partial)
        for path in unsaved_files(self._folder.parent):
            yield self._read(path)

    def open(self, sealed: BinaryIO) -> UnsavedDraft | None:
        """The draft in such bytes; None if they are not ours, or not whole any more."""
        try:
            return open_draft(sealed, self._session.held.state_key)
        except (OSError, VaultError):
            return None

    def _read(self, path: Path) -> UnsavedDraft | None:
        try:
            with path.open("rb") as file:
                return self.open(file)
        except OSError:
            return None

    def _path(self, name: str) -> Path:
        return self._folder / file_name(name, self._session.held.state_key)


def unsaved_files(backups: Path) -> tuple[Path, ...]:
    """The files of such drafts in a folder of backups, for whoever restores one of those."""
    try:
        lying = sorted((backups / UNSAVED).glob("*"))
        # Another kind of file there might be read for ever.
        return tuple(
            path for path in lying if path.suffix != PARTIAL and path.is_file() and not path.is_symlink()
        )
    except OSError:
        # Nobody may look in there: the vault is opened all the same.
        return ()


def file_name(name: str, state_key: bytes) -> str:
    """What the file of the draft of that name is called."""
    return derive_key(state_key, name.encode(), _NAME_INFO, _NAME_BYTES).hex()


def seal_draft(draft: UnsavedDraft, state_key: bytes, *, nonce: bytes | None = None) -> bytes:
    """The bytes of a draft's file; `nonce` is given only to make test vectors."""
    # ASCII alone, so half a surrogate pair that was typed costs nothing.
    plain = json.dumps({"content": draft.content, "name": draft.name}).encode()
    sealed, nonce = io.BytesIO(), os.urandom(NONCE_BYTES) if nonce is None else nonce
    sealed.write(nonce)
    stream = StreamWriter(sealed, derive_key(state_key, nonce, _INFO))
    stream.write(plain.ljust(max(LEAST_BYTES, padme(len(plain)))))
    stream.finish()
    return sealed.getvalue()


def open_draft(source: BinaryIO, state_key: bytes) -> UnsavedDraft:
    """The draft in a file; VaultError `vault.damaged` for whatever this vault did not seal."""
    try:
        nonce = read_fully(source, NONCE_BYTES)
        plain = StreamReader(source, derive_key(state_key, nonce, _INFO)).read()
        return UnsavedDraft.model_validate(json.loads(plain))
    except (StreamError, ValidationError, ValueError, RecursionError) as error:
        raise VaultError("vault.damaged", what=UNSAVED) from error


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
