"""Lines of bundles that cannot count yet: their author, a parent or their format is not known here.

They are kept byte for byte and judged again whenever a bundle is applied.
"""

import hashlib
from dataclasses import dataclass

from app.vault.connection import Connection

WRITE_LINE = "INSERT OR REPLACE INTO dormant (digest, id, line, code, author) VALUES (?, ?, ?, ?, ?)"
READ_LINES = "SELECT id, line, code, author FROM dormant ORDER BY rowid"
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

    def lines(self) -> tuple[DormantLine, ...]:
        """Every line kept aside, in the order of their arrival."""
        return tuple(DormantLine(*row) for row in self._database.all(READ_LINES))

    def drop(self, line: DormantLine) -> None:
        """Forget a line: it has been taken in, or can never be."""
        self._database.run(DELETE_LINE, (line.digest,))
