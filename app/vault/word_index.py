"""The words of records, folded: one index for incidents, one for all other records.

An incident is found by the words of what it names too. Which records those are, an index of the
others alone tells quickly. Each is a table of FTS5; its rowid is the number of the record.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.errors import VaultError
from app.vault.connection import Connection


@dataclass(frozen=True, slots=True)
class _Statements:
    """What is said to one of the two tables."""

    delete: str
    insert: str
    read: str
    check: str
    foreign: str
    renew: tuple[str, ...]


def _statements(table: str, kinds: str) -> _Statements:
    return _Statements(
        delete=f"DELETE FROM {table} WHERE rowid = ?",  # noqa: S608 - a name of ours, here as below
        insert=f"INSERT INTO {table} (rowid, words) VALUES (?, ?)",  # noqa: S608
        read=f"SELECT words FROM {table} WHERE rowid = ?",  # noqa: S608
        check=f"INSERT INTO {table} ({table}) VALUES ('integrity-check')",  # noqa: S608
        foreign=f"SELECT rowid FROM {table}"  # noqa: S608
        f" WHERE rowid NOT IN (SELECT number FROM record WHERE {kinds}) ORDER BY rowid",
        # Dropped, not emptied: an index that is itself damaged cannot be emptied.
        renew=(
            f"DROP TABLE {table}",
            f'CREATE VIRTUAL TABLE {table} USING fts5 (words, tokenize = "unicode61 remove_diacritics 0")',
            f"INSERT INTO {table} ({table}, rank) VALUES ('secure-delete', 1)",  # noqa: S608
        ),
    )


_OF_INCIDENTS = _statements("search_incident", "kind = 'incident'")
_OF_OTHERS = _statements("search_other", "kind <> 'incident'")


def _of(kind: str) -> _Statements:
    return _OF_INCIDENTS if kind == "incident" else _OF_OTHERS


class WordIndex:
    """Written by the derivation alone; `narrowing` asks it. Words are `search.fold`ed by the caller."""

    def __init__(self, database: Connection) -> None:
        self._database = database

    def insert(self, number: int, kind: str, words: str) -> None:
        """The words of a record that is new."""
        self._database.run(_of(kind).insert, (number, words))

    def write(self, number: int, kind: str, words: str) -> None:
        """The words of a record instead of those it had."""
        self._database.run(_of(kind).delete, (number,))
        self.insert(number, kind, words)

    def differ(self, number: int, kind: str, words: str) -> bool:
        """Whether what is written down of a record's words is not this."""
        return self._database.one(_of(kind).read, (number,)) != (words,)

    def reset(self) -> None:
        """Both anew and empty."""
        for table in (_OF_INCIDENTS, _OF_OTHERS):
            for statement in table.renew:
                self._database.run(statement)

    def foreign(self) -> Iterator[int]:
        """Numbers under which words stand here although no such record has them in that index."""
        for table in (_OF_INCIDENTS, _OF_OTHERS):
            yield from (number for (number,) in self._database.all(table.foreign))

    def is_whole(self) -> bool:
        """Whether the indices agree with the words that they are made of."""
        try:
            for table in (_OF_INCIDENTS, _OF_OTHERS):
                self._database.run(table.check)
        except VaultError:
            return False
        return True
