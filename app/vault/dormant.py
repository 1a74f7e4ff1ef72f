"""Lines of bundles that cannot count yet: their author, a parent or their format is not known here.

They are kept byte for byte and judged again whenever a bundle is applied.
"""

import hashlib
from dataclasses import dataclass

from app.vault.connection import Connection

WRITE_LINE = "INSERT OR REPLACE INTO dormant (digest, id, line, code, author) VALUES (?, ?, ?, ?, ?)"
READ_LINE = "SELECT id, line, code, author FROM dormant WHERE digest = ?"
READ_DIGESTS = "SELECT digest FROM dormant ORDER BY rowid"
DELETE_LINE = "DELETE FROM dormant WHERE digest = ?"


@dataclass(frozen=True, slots=True)
class DormantLine:
    """A line, the revision id that it claims, and the reason for which it cannot count yet."""

    id: str
    line: str
    code: str
    author: str | None

    @property
    def digest(self) -> str:
        """The SHA-256 of the line: what tells it from a forged one that claims the same id."""
        return hashlib.sha256(self.line.encode()).hexdigest()


class Dormant:
    """What changes something is called within a transaction."""

    def __init__(self, database: Connection) -> None:
        self._database = database

    def keep(self, line: DormantLine) -> None:
        """Keep a line aside; of one kept before the reason is renewed."""
        self._database.run(WRITE_LINE, (line.digest, line.id, line.line, line.code, line.author))

    def digests(self) -> tuple[str, ...]:
        """Of every line kept aside, in the order of their arrival; all the lines may be too much to hold."""
        return tuple(digest for (digest,) in self._database.all(READ_DIGESTS))

    def line(self, digest: str) -> DormantLine | None:
        """One of them, None where it is not kept aside."""
        row = self._database.one(READ_LINE, (digest,))
        return DormantLine(*row) if row else None

    def drop(self, line: DormantLine) -> None:
        """Forget a line: it has been taken in, or can never be."""
        self._database.run(DELETE_LINE, (line.digest,))
