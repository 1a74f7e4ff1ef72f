"""One connection to the vault's database: SQLCipher 4 under a raw key, with our settings.

Every statement goes through here: results are read to their end at once, and what SQLite
reports about the disk or about damage becomes a refusal (`disk.*`, `vault.damaged`).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from sqlcipher3 import dbapi2

from app.domain.errors import AppError, DiskError, VaultError

Row: TypeAlias = tuple[Any, ...]
Place: TypeAlias = tuple[int, int]
"""Where a file is: its device, and its number there."""

Values: TypeAlias = Sequence[str | int | bytes | None]

WAIT_BRIEFLY, WAIT_AS_USUAL = "PRAGMA busy_timeout = 100", "PRAGMA busy_timeout = 5000"
# Before the first read, and never after it.
SETTINGS = f"""
PRAGMA temp_store = MEMORY;
PRAGMA trusted_schema = OFF;
PRAGMA secure_delete = ON;
PRAGMA foreign_keys = ON;
PRAGMA synchronous = FULL;
{WAIT_AS_USUAL};
PRAGMA cache_size = -64000;
"""
CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)"
CHECK_PAGES = "PRAGMA cipher_integrity_check"
PAGES_COPIED = 256
"""In one step: a megabyte."""

_STEPS_BETWEEN_TICKS = 100_000
"""Of SQLite's machine: some milliseconds."""

PAGES_NAMED = 10
"""In a refusal; `verify` names all."""

_PAGE = re.compile(r"HMAC verification failed for page (\d+)")

# SQLite's primary result codes.
_PERM, _BUSY, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 3, 5, 8, 10, 11, 13, 14, 26


class OpenFiles:
    """Where the files of an open database lie, and a way to save it when that is no more so."""

    path: Path
    key: bytes
    _database: dbapi2.Connection
    _places: dict[Path, Place]

    def is_in_place(self) -> bool:
        """Whether the files that are open are still those that lie under their names."""
        for path in (self.path, self.path.with_name(self.path.name + "-wal")):
            try:
                status = path.stat()
            except FileNotFoundError:
                if path in self._places:
                    return False
                continue
            except OSError:
                return False
            place = status.st_dev, status.st_ino
            if self._places.setdefault(path, place) != place:
                return False
        return True

    def copy_open(self, path: Path) -> None:
        """Copy what is open, wherever its files are, into a new file at `path`; outside a transaction."""
        path.touch()
        target = Connection(path, self.key)
        try:
            self._database.backup(target._database)  # noqa: SLF001 - of our own kind
        except dbapi2.Error as error:
            raise refusal_of(error) from error
        finally:
            target.abandon()


class Connection(OpenFiles):
    """A database that is open and whose key fits."""

    def __init__(self, path: Path, key: bytes, *, create: bool = False, immutable: bool = False) -> None:
        """Open `path` under `key`, 32 bytes and 16 of salt; without `create` it must be there.

        An `immutable` one is a closed copy that nobody writes to: it is only read, on a medium that
        takes nothing as well, and no file is made beside it.

        Raises VaultError (`vault.damaged`) if it is no database under this key.
        """
        self.path, self.key = path, key
        mode = "ro" if immutable else "rwc" if create else "rw"
        try:
            location = f"{path.absolute().as_uri()}?mode={mode}{'&immutable=1' if immutable else ''}"
            self._database = dbapi2.connect(location, uri=True, isolation_level=None)
        except dbapi2.Error as error:
            raise refusal_of(error) from error
        try:
            self.run("PRAGMA cipher_log_level = NONE")
            self.run(f"PRAGMA key = \"x'{key.hex()}'\"")
            self.script(SETTINGS)
            self.one("SELECT COUNT(*) FROM sqlite_schema")
            if create:
                # For ever: there is never a rollback journal that somebody could put back.
                self.one("PRAGMA journal_mode = WAL")
            self._places = {}
            self.is_in_place()
        except BaseException:
            self._database.close()
            raise

    def beside(self) -> "Connection":
        """Another connection to the same database, for the thread that calls this."""
        return Connection(self.path, self.key)

    def all(self, sql: str, values: Values = ()) -> list[Row]:
        """Every row of a query."""
        try:
            return self._database.execute(sql, values).fetchall()  # type: ignore[no-any-return]
        except dbapi2.Error as error:
            raise self._refusal_of(error) from error

    def one(self, sql: str, values: Values = ()) -> Row | None:
        """The first row of a query, or None."""
        rows = self.all(sql, values)
        return rows[0] if rows else None

    def run(self, sql: str, values: Values = ()) -> int:
        """Change something; the row id of the last row inserted."""
        try:
            return self._database.execute(sql, values).lastrowid or 0
        except dbapi2.Error as error:
            raise self._refusal_of(error) from error

    def many(self, sql: str, rows: Iterable[Values]) -> None:
        """The same change for each of several rows of values."""
        listed = list(rows)
        if not listed:
            return
        try:
            self._database.executemany(sql, listed)
        except dbapi2.Error as error:
            raise self._refusal_of(error) from error

    def script(self, sql: str) -> None:
        """Several statements; whatever transaction they leave open is rolled back if one fails."""
        try:
            self._database.executescript(sql)
        except dbapi2.Error as error:
            self._roll_back()
            raise self._refusal_of(error) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """BEGIN IMMEDIATE … COMMIT, rolled back on any exception. Nested is a bug."""
        if self._database.in_transaction:
            raise RuntimeError("a transaction within a transaction")
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            self._roll_back()
            raise

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return bool(self._database.in_transaction)

    def damaged_pages(self) -> tuple[str, ...]:
        """The numbers of those pages of the file, past the WAL, that are not what was written.

        What else is wrong with the file stands there as SQLCipher says it.
        """
        found = self._database.execute(CHECK_PAGES).fetchall()
        return tuple(_PAGE.sub(r"\1", str(sentence)) for (sentence,) in found)

    def checkpoint(self, *, briefly: bool = False) -> bool:
        """Bring everything from the WAL into the one file, and empty it; whether that could be done.

        While others read from an older state it cannot, and to wait for them keeps every writer
        waiting: `briefly` waits for a tenth of a second instead of five.
        """
        if briefly:
            self.all(WAIT_BRIEFLY)
        try:
            row = self.one(CHECKPOINT)
        finally:
            if briefly:
                self.all(WAIT_AS_USUAL)
        return row is not None and not row[0]

    def close(self) -> None:
        """Back to one file, and close."""
        try:
            self.checkpoint()
        finally:
            self._database.close()

    def abandon(self) -> None:
        """Close without writing anything more; SQLite alone decides what becomes of the WAL."""
        self._database.close()

    def _refusal_of(self, error: dbapi2.Error) -> AppError | dbapi2.Error:
        """As `refusal_of`; damage is told from a disk that takes nothing by reading every page.

        SQLCipher says the same of both: "I/O error", and behind a damaged page "read-only".
        """
        refusal = refusal_of(error)
        if not isinstance(refusal, AppError) or refusal.code not in ("vault.damaged", "disk.unwritable"):
            return refusal
        try:
            pages = self.damaged_pages()
        except dbapi2.Error:
            return VaultError("vault.damaged", what="database")
        named = [f"page {page}" if page.isdigit() else page for page in pages[:PAGES_NAMED]]
        return VaultError("vault.damaged", what=", ".join(["database", *named])) if named else refusal

    def _roll_back(self) -> None:
        if self._database.in_transaction:
            self._database.rollback()


class Snapshot(Connection):
    """A connection of its own that copies what was committed when it began, whatever others write."""

    def copy_to(self, path: Path, tick: Callable[[int, int], None]) -> None:
        """Copy some pages at a time into a new file at `path`; nobody waits for it.

        `tick` is told pages done and all, and may raise.
        """
        path.touch()
        target = Snapshot(path, self.key)
        try:
            # One snapshot from the first page to the last.
            self.run("BEGIN")
            self.one("SELECT COUNT(*) FROM sqlite_schema")
            self._database.backup(
                target._database,
                pages=PAGES_COPIED,
                progress=lambda _status, left, pages: tick(pages - left, pages),
            )
        except dbapi2.Error as error:
            raise self._refusal_of(error) from error
        finally:
            self._roll_back()
            target.abandon()

    def export_to(self, path: Path, key: bytes, tick: Callable[[], None]) -> None:
        """Write everything into a new database at `path` under another key; not synced.

        `tick` is called now and then, and may raise.
        """
        raised: list[BaseException] = []

        def stop() -> int:
            try:
                tick()
            except BaseException as error:  # noqa: BLE001 - raised again behind the statement
                raised.append(error)
            return len(raised)

        version = self.all("PRAGMA user_version")[0][0]
        self.run(f"ATTACH DATABASE ? AS renewed KEY \"x'{key.hex()}'\"", (str(path),))
        try:
            self._database.set_progress_handler(stop, _STEPS_BETWEEN_TICKS)
            self.all("PRAGMA renewed.journal_mode = OFF")
            self.all("PRAGMA renewed.synchronous = OFF")
            self.all("SELECT sqlcipher_export('renewed')")
            self.run(f"PRAGMA renewed.user_version = {version}")
        except (AppError, dbapi2.Error):
            if raised:
                raise raised[0] from None
            raise
        finally:
            self._database.set_progress_handler(None, 0)
            self.run("DETACH DATABASE renewed")


def refusal_of(error: dbapi2.Error) -> AppError | dbapi2.Error:
    """The refusal that an error of SQLite stands for; the error itself if it is a bug of ours."""
    # Without a code it is the driver that cannot read a text: bytes that are no UTF-8, which it quotes.
    if isinstance(error, dbapi2.OperationalError) and not hasattr(error, "sqlite_errorcode"):
        return VaultError("vault.damaged", what="database")
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == _FULL:
        return DiskError("disk.full")
    if code in (_READONLY, _PERM, _CANTOPEN, _IOERR):
        return DiskError("disk.unwritable")
    if code in (_CORRUPT, _NOTADB):
        return VaultError("vault.damaged", what="database")
    if code == _BUSY:
        return VaultError("vault.in_use")
    return error
