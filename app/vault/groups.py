"""Named lists of recipients."""

from collections.abc import Iterable, Iterator

from app.domain.identity import Fingerprint
from app.vault.connection import Connection
from app.vault.log import Log, Logged, digest_of

INSERT_MEMBER = "INSERT OR IGNORE INTO recipient_group (name, fingerprint) VALUES (?, ?)"
DELETE_MEMBER = "DELETE FROM recipient_group WHERE name = ? AND fingerprint = ?"
READ_MEMBERS = "SELECT fingerprint FROM recipient_group WHERE name = ? ORDER BY fingerprint"
READ_NAMES = "SELECT DISTINCT name FROM recipient_group ORDER BY name"


class Groups:
    """What changes something is called within a transaction. A group without members is none."""

    def __init__(self, database: Connection, log: Log) -> None:
        self._database = database
        self._log = log

    def add(self, name: str, members: Iterable[Fingerprint]) -> None:
        """Put people on a list, which is made if it is not there."""
        self._database.many(INSERT_MEMBER, [(name, member) for member in members])
        self._note(name)

    def remove(self, name: str, members: Iterable[Fingerprint]) -> None:
        """Take people off a list; with the last of them it goes."""
        self._database.many(DELETE_MEMBER, [(name, member) for member in members])
        self._note(name)

    def members(self, name: str) -> tuple[Fingerprint, ...]:
        """Who is on a list; nobody where there is none of that name."""
        return tuple(Fingerprint(member) for (member,) in self._database.all(READ_MEMBERS, (name,)))

    def names(self) -> tuple[str, ...]:
        """Of all lists."""
        return tuple(name for (name,) in self._database.all(READ_NAMES))

    def logged(self) -> Iterator[Logged]:
        """Every list as the log knows it."""
        for name in self.names():
            yield "group", name, _digest(self.members(name))

    def _note(self, name: str) -> None:
        self._log.add("group", name, _digest(self.members(name)))


def _digest(members: tuple[Fingerprint, ...]) -> str:
    """Empty for a list that is gone."""
    return digest_of({"members": list(members)}) if members else ""
