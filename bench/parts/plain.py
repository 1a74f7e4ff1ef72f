"""The same database without encryption, and the same statements on both.

The rival is SQLite itself, in the very build that SQLCipher is part of: with another version the
comparison would be one of versions. It has the same settings, the same pages in the same places.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC
from sqlcipher3 import dbapi2

from app.services import Services
from app.vault.connection import SETTINGS, Connection

WAL = "PRAGMA journal_mode = WAL"
SQLITE_HEADER = b"SQLite format 3\0"
PAGE_BYTES, RESERVED_BYTES = 4096, 80
KEY_BYTES, VECTOR_BYTES = 32, 16


class Statement(NamedTuple):
    """One call of a connection: which method, and what it was given."""

    method: str
    sql: str
    values: Any


class Plain:
    """A connection to a database without encryption, with the methods of ours."""

    def __init__(self, path: Path) -> None:
        self._database = dbapi2.connect(str(path), isolation_level=None)
        self._database.executescript(SETTINGS)
        self._database.execute(WAL)

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        """Every row of a query."""
        return self._database.execute(sql, values).fetchall()

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Change something."""
        self._database.execute(sql, values)

    def many(self, sql: str, rows: Sequence[Any]) -> None:
        """The same change for several rows."""
        self._database.executemany(sql, rows)

    def close(self) -> None:
        """Back to one file."""
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._database.close()


def decrypted(services: Services, target: Path) -> Path:
    """The database of an open vault, readable by anybody: for invented records alone.

    Page for page where it lies in the vault's own file, by the published form of SQLCipher 4: AES-256 in
    CBC mode; the salt before the first page's bytes; behind those of each its vector and its tag. A copy
    by statements would be in the order of its tables, and read faster than the same file in use.
    """
    database = services.vault._session.database
    database.checkpoint()
    cipher = AES256(database.key[:KEY_BYTES])
    with database.path.open("rb") as pages, target.open("wb") as plain:
        while page := pages.read(PAGE_BYTES):
            salt = len(SQLITE_HEADER) if pages.tell() == PAGE_BYTES else 0
            body, reserved = page[salt:-RESERVED_BYTES], page[-RESERVED_BYTES:]
            reading = Cipher(cipher, CBC(reserved[:VECTOR_BYTES])).decryptor()
            plain.write(SQLITE_HEADER[:salt] + reading.update(body) + bytes(RESERVED_BYTES))
    return target


@contextmanager
def recorded(services: Services) -> Iterator[list[Statement]]:
    """The statements that the vault runs within."""
    database, statements = services.vault._session.database, list[Statement]()
    for method in ("all", "run", "many"):
        setattr(database, method, _noting(getattr(database, method), method, statements))
    try:
        yield statements
    finally:
        for method in ("all", "run", "many"):
            delattr(database, method)


def _noting(call: Callable[..., Any], method: str, statements: list[Statement]) -> Callable[..., Any]:
    def noting(sql: str, values: Any = ()) -> Any:
        values = list(values)
        statements.append(Statement(method, sql, values))
        return call(sql, values)

    return noting


def replay(database: Connection | Plain, statements: Sequence[Statement]) -> None:
    """Run statements again."""
    calls = {name: getattr(database, name) for name in ("all", "run", "many")}
    for statement in statements:
        calls[statement.method](statement.sql, statement.values)


def copied(folder: Path, target: Path) -> Path:
    """A copy of a closed vault, or of a file, instead of the one before."""
    if folder.is_dir():
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(folder, target)
    else:
        shutil.copyfile(folder, target)
    # Else the first checkpoint has to write the whole copy.
    os.sync()
    return target
