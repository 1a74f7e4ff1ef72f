"""What a person prefers, and how the window was left: names and texts, sealed with everything else."""

from app.vault.connection import Connection

WRITE_SETTING = "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)"
DELETE_SETTING = "DELETE FROM settings WHERE name = ?"
READ_SETTINGS = "SELECT name, value FROM settings ORDER BY name"


class Settings:
    """What changes something is called within a transaction."""

    def __init__(self, database: Connection) -> None:
        self._database = database

    def write(self, name: str, value: str) -> None:
        """Remember `value` under `name`, instead of the one before."""
        self._database.run(WRITE_SETTING, (name, value))

    def drop(self, name: str) -> None:
        """Forget what is remembered under `name`."""
        self._database.run(DELETE_SETTING, (name,))

    def all(self) -> dict[str, str]:
        """Everything remembered."""
        return dict(self._database.all(READ_SETTINGS))
