"""What was being typed when the vault was locked: one text, sealed with everything else."""

from app.vault.connection import Connection

WRITE_DRAFT = "INSERT OR REPLACE INTO draft (one, text) VALUES (1, ?)"
READ_DRAFT = "SELECT text FROM draft"
DELETE_DRAFT = "DELETE FROM draft"


class Draft:
    """What changes something is called within a transaction."""

    def __init__(self, database: Connection) -> None:
        self._database = database

    def save(self, text: str) -> None:
        """Keep this text instead of the one before."""
        self._database.run(WRITE_DRAFT, (text,))

    def load(self) -> str | None:
        """The text that was kept."""
        row = self._database.one(READ_DRAFT)
        return row[0] if row else None

    def drop(self) -> None:
        """Forget it."""
        self._database.run(DELETE_DRAFT)
