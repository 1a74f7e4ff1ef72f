"""The words of records, folded: one index for incidents, one for all other records.

An incident is found by the words of what it names too. Which records those are, an index of the
others alone tells quickly. Each is a table of FTS5; its rowid is the number of the record.
"""

from collections.abc import Iterator

from app.domain.errors import VaultError
from app.vault.connection import Connection

OF_INCIDENTS, OF_OTHERS = "search_incident", "search_other"
"""The two tables; in a statement each is also the name of the index itself."""
DELETE = "DELETE FROM {table} WHERE rowid = ?"
INSERT = "INSERT INTO {table} (rowid, words) VALUES (?, ?)"
READ = "SELECT words FROM {table} WHERE rowid = ?"
CHECK = "INSERT INTO {table} ({table}) VALUES ('integrity-check')"
FOREIGN = """
SELECT {table}.rowid
FROM {table}
LEFT JOIN record ON record.number = {table}.rowid
WHERE record.number IS NULL
    OR (record.kind = 'incident') <> ?
ORDER BY {table}.rowid
"""
# Dropped, not emptied: an index that is itself damaged cannot be emptied.
RENEW = (
    "DROP TABLE {table}",
    'CREATE VIRTUAL TABLE {table} USING fts5 (words, tokenize = "unicode61 remove_diacritics 0")',
    "INSERT INTO {table} ({table}, rank) VALUES ('secure-delete', 1)",
)


class WordIndex:
    """Written by the derivation alone; `narrowing` asks it. Words are `search.fold`ed by the caller."""

    def __init__(self, database: Connection) -> None:
        self._database = database

    def insert(self, number: int, kind: str, words: str) -> None:
        """The words of a record that is new."""
        self._database.run(INSERT.format(table=_table(kind)), (number, words))

    def write(self, number: int, kind: str, words: str) -> None:
        """The words of a record instead of those it had."""
        self._database.run(DELETE.format(table=_table(kind)), (number,))
        self.insert(number, kind, words)

    def differ(self, number: int, kind: str, words: str) -> bool:
        """Whether what is written down of a record's words is not this."""
        return self._database.one(READ.format(table=_table(kind)), (number,)) != (words,)

    def reset(self) -> None:
        """Both anew and empty."""
        for table in (OF_INCIDENTS, OF_OTHERS):
            for statement in RENEW:
                self._database.run(statement.format(table=table))

    def foreign(self) -> Iterator[int]:
        """Numbers under which words stand here although no such record has them in that index."""
        for table in (OF_INCIDENTS, OF_OTHERS):
            found = self._database.all(FOREIGN.format(table=table), (table == OF_INCIDENTS,))
            yield from (number for (number,) in found)

    def is_whole(self) -> bool:
        """Whether the indices agree with the words that they are made of."""
        try:
            for table in (OF_INCIDENTS, OF_OTHERS):
                self._database.run(CHECK.format(table=table))
        except VaultError:
            return False
        return True


def _table(kind: str) -> str:
    return OF_INCIDENTS if kind == "incident" else OF_OTHERS
