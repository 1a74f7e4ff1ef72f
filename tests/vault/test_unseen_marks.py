"""What is unseen within a word hides it from nobody, in vaults of before as well."""

from pathlib import Path

import pytest

from app.domain.query import Query
from app.vault import Vault
from app.vault.search import prefix_queries
from tests.builders import Writer, append, open_vault
from tests.vault.raw_database import execute

WORDS_OF_BEFORE = (
    ("ме\u00adкеме туралы", "мекеме"),
    ("\u200eорган", "орган"),
    ("\U0001f973орган", "орган"),
    ("ор\U000e0041ган", "орган"),
)


@pytest.mark.parametrize(("words", "asked"), WORDS_OF_BEFORE)
def test_a_vault_of_before_derives_such_words_anew(
    folder: Path, vault: Vault, writer: Writer, words: str, asked: str
) -> None:
    append(vault, writer.write("incident", {"open": {"title": words}}))
    append(vault, writer.write("incident", {"open": {"title": "Басқасы"}}))
    vault.close()
    # As it was written down before the sixth migration: words of all records in one index.
    execute(
        folder, 'CREATE VIRTUAL TABLE search USING fts5 (words, tokenize = "unicode61 remove_diacritics 0")'
    )
    execute(folder, "INSERT INTO search (rowid, words) SELECT rowid, words FROM search_incident")
    execute(folder, "DROP TABLE search_incident")
    execute(folder, "DROP TABLE search_other")
    execute(folder, "UPDATE search SET words = ? WHERE rowid = 1", (words,))
    execute(folder, "DROP INDEX record_kind")
    execute(folder, "DROP TABLE ended_item")
    for index in ("others", "changed", "called"):
        execute(folder, f"DROP INDEX record_{index}")
    for column in ("cells", "code", "place_sort", "body", "body_sort", "changed"):
        execute(folder, f"ALTER TABLE record DROP COLUMN {column}")
    execute(folder, "PRAGMA user_version = 5")
    with open_vault(folder) as again:
        assert again.lists.rows(query=Query(words=asked))[0] == 1
        assert again.verify() == ()


def test_what_is_no_word_asks_for_nothing() -> None:
    assert prefix_queries("_ — \u202e ★ ‹›") == ()
    assert prefix_queries("a_b") == ('"a"*', '"b"*')
