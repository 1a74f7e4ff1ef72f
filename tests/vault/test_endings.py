"""Erasures and tombstones: whose are obeyed, in what order they may come, what is left on the disk."""

import time
from pathlib import Path

import pytest

from app.domain.query import Query
from app.domain.revision import Revision
from app.domain.strict_json import Json, JsonObject
from app.vault import Vault
from app.vault.records import Appended
from tests.builders import Party, Writer, append, make_vault, open_vault, party, writer_of
from tests.canary import FULL_NAME
from tests.vault.raw_database import decrypted_pages

WORD = "Қанарейкин"
FOLDED = "канареикин"


def erasure(writer: Writer, target: Revision, *parts: str) -> Revision:
    entry: JsonObject = {"revision": target.id, "parts": list[Json](parts)}
    body: JsonObject = {"record_id": target.header.record_id, "revisions": [entry], "reason": "по просьбе"}
    return writer.write("erasure", {"open": body})


def tombstone(writer: Writer, target: Revision) -> Revision:
    return writer.write("tombstone", {"open": {"record_id": target.header.record_id, "reason": "повтор"}})


@pytest.fixture
def author() -> Writer:
    return Writer(party("Другая Примерова"))


@pytest.fixture
def stranger() -> Writer:
    return Writer(party("Третий Образцов"))


def secret(writer: Writer) -> Revision:
    parts: dict[str, JsonObject] = {"open": {"title": "Суд"}, "identities": {"name": FULL_NAME}}
    return writer.write("incident", parts)


@pytest.mark.parametrize("erasure_first", [False, True])
def test_erasure_by_its_author_in_either_order(vault: Vault, author: Writer, erasure_first: bool) -> None:
    target = secret(author)
    ending = erasure(author, target, "identities")
    append(vault, *((ending, target) if erasure_first else (target, ending)))
    state = vault.records.state(target.header.record_id)
    assert state is not None
    assert (state.parts, state.withheld) == ({"open": {"title": "Суд"}}, ("identities",))
    assert vault.lists.rows(query=Query(words=WORD))[0] == 0
    assert vault.lists.rows("incident", Query(words="суд"))[0] == 1
    (held,) = vault.records.history(target.header.record_id)
    assert (set(held.revision.parts), held.erased) == ({"open"}, ("identities",))
    assert vault.records.parts_of(target.id) == frozenset({"open", "identities"})
    assert vault.endings.requests() == ()
    with vault.transaction():
        assert vault.records.append(target) is Appended.KNOWN
    assert vault.lists.rows(query=Query(words=WORD))[0] == 0


def test_both_orders_leave_the_same_state(vault: Vault, owner: Party, author: Writer, tmp_path: Path) -> None:
    target = secret(author)
    ending = erasure(author, target, "identities")
    append(vault, target, ending)
    with make_vault(tmp_path / "other", owner) as other:
        append(other, ending, target)
        assert other.digest() == vault.digest()


def test_whoever_erases_a_part_nothing_of_it_stays_in_the_journal(vault: Vault, author: Writer) -> None:
    target = secret(author)
    append(vault, target)
    journal = vault.folder / "data-wal"
    assert journal.stat().st_size > 0
    append(vault, erasure(author, target, "identities"))
    assert journal.stat().st_size == 0


@pytest.mark.parametrize("then", ["write", "close"])
def test_a_long_reading_keeps_neither_erasing_nor_saving_waiting(
    vault: Vault, author: Writer, then: str
) -> None:
    """It would for the five seconds for which anybody waits; the journal is emptied as soon as it can be."""
    first, second = secret(author), secret(author)
    append(vault, first, second)
    journal = vault.folder / "data-wal"
    reading = vault._session.database.beside()
    reading.run("BEGIN")
    assert reading.one("SELECT COUNT(*) FROM revision") == (2,)
    began = time.monotonic()
    append(vault, erasure(author, first, "identities"))
    append(vault, secret(author))
    assert time.monotonic() - began < 3
    assert journal.stat().st_size > 0
    assert reading.one("SELECT COUNT(*) FROM revision") == (2,)
    reading.run("ROLLBACK")
    reading.abandon()
    if then == "write":
        append(vault, secret(author))
        assert journal.stat().st_size == 0
        append(vault, secret(author))
        assert journal.stat().st_size > 0, "and no more than once"
    else:
        vault.close()
        assert not journal.exists()


def test_erasure_of_a_part_that_is_not_here_keeps_it_away(vault: Vault, author: Writer) -> None:
    target = secret(author)
    append(vault, target.without(frozenset({"identities"})), erasure(author, target, "identities"))
    with vault.transaction():
        assert vault.records.append(target) is Appended.KNOWN
    assert vault.lists.rows(query=Query(words=WORD))[0] == 0


def test_erasure_whose_words_come_later_is_obeyed_when_they_come(vault: Vault, author: Writer) -> None:
    target = secret(author)
    ending = erasure(author, target, "identities")
    append(vault, target, ending.without(frozenset({"open"})))
    assert vault.lists.rows("incident", Query(words=WORD))[0] == 1
    append(vault, ending)
    assert vault.lists.rows(query=Query(words=WORD))[0] == 0


def test_erasure_asked_for_twice_is_obeyed_once(vault: Vault, author: Writer, writer: Writer) -> None:
    target = secret(author)
    append(vault, target)
    for asker in (author, author, writer):
        append(vault, erasure(asker, target, "identities"))
    (held,) = vault.records.history(target.header.record_id)
    assert held.erased == ("identities",)


def test_erasure_by_somebody_else_is_a_request(vault: Vault, author: Writer, stranger: Writer) -> None:
    target = secret(author)
    asked = erasure(stranger, target, "identities")
    append(vault, target, asked)
    assert vault.lists.rows("incident", Query(words=WORD))[0] == 1
    (request,) = vault.endings.requests()
    assert (request.asked_by, request.compartment) == (stranger.party.fingerprint, "identities")
    assert (request.record_id, request.target, request.source) == (
        target.header.record_id,
        target.id,
        asked.id,
    )
    append(vault, erasure(author, target, "identities"))
    assert vault.endings.requests() == ()


def test_own_erasure_is_obeyed_here(vault: Vault, writer: Writer, author: Writer) -> None:
    target = secret(author)
    append(vault, target, erasure(writer, target, "identities"))
    assert vault.lists.rows(query=Query(words=WORD))[0] == 0


def test_erased_words_are_gone_from_every_page(folder: Path, vault: Vault, writer: Writer) -> None:
    target = secret(writer)
    for number in range(30):
        append(vault, writer.write("incident", {"open": {"title": f"Другое дело {number}"}}))
    append(vault, target)
    vault.close()
    before = decrypted_pages(folder)
    assert WORD.encode() in before
    assert FOLDED.encode() in before
    with open_vault(folder) as again:
        append(again, erasure(writer_of(again, writer.party), target, "identities"))
    after = decrypted_pages(folder)
    assert "Другое дело".encode() in after
    assert WORD.encode() not in after
    assert FOLDED.encode() not in after
    salt = target.parts["identities"].salt
    assert salt in before
    assert salt not in after


def test_tombstone_hides_and_keeps_history(vault: Vault, author: Writer) -> None:
    target = secret(author)
    append(vault, target, tombstone(author, target))
    assert vault.lists.rows("incident")[0] == 0
    assert vault.lists.rows(query=Query(words=WORD))[0] == 0
    assert vault.lists.is_deleted(target.header.record_id)
    assert vault.records.revisions_of(target.header.record_id) == (target,)


@pytest.mark.parametrize("tombstone_first", [False, True])
def test_tombstone_in_either_order(vault: Vault, author: Writer, tombstone_first: bool) -> None:
    target = secret(author)
    ending = tombstone(author, target)
    append(vault, *((ending, target) if tombstone_first else (target, ending)))
    assert vault.lists.is_deleted(target.header.record_id)
    append(vault, author.follow(target, {"open": {"title": "ещё"}}))
    assert vault.lists.is_deleted(target.header.record_id)


def test_tombstone_by_somebody_else_is_a_request(vault: Vault, author: Writer, stranger: Writer) -> None:
    target = secret(author)
    edited = stranger.follow(target, {"open": {"title": "правка"}})
    append(vault, target, edited, tombstone(stranger, target))
    assert not vault.lists.is_deleted(target.header.record_id)
    assert [request.compartment for request in vault.endings.requests()] == [""]
    append(vault, tombstone(author, target))
    assert vault.endings.requests() == ()


def test_second_root_does_not_let_a_stranger_delete(vault: Vault, author: Writer, stranger: Writer) -> None:
    target = secret(author)
    usurper = stranger.write("incident", {"open": {}}, target.header.record_id)
    append(vault, target, usurper, tombstone(stranger, target))
    assert not vault.lists.is_deleted(target.header.record_id)
    append(vault, tombstone(author, target))
    assert vault.lists.is_deleted(target.header.record_id)


def test_own_tombstone_counts_here_and_not_in_the_digest(
    vault: Vault, writer: Writer, author: Writer, tmp_path: Path, owner: Party
) -> None:
    target = secret(author)
    ending = tombstone(writer, target)
    append(vault, target, ending)
    assert vault.lists.is_deleted(target.header.record_id)
    with make_vault(tmp_path / "other", party("Четвёртый Образцов")) as other:
        append(other, target, ending)
        assert not other.lists.is_deleted(target.header.record_id)
        assert other.digest() == vault.digest()
        append(other, tombstone(author, target))
        assert other.digest() != vault.digest()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"record_id": 7},
        {"record_id": None, "revisions": {}},
        {"revisions": [7, {"revision": 1, "parts": ["open"]}, {"revision": "x", "parts": "open"}]},
        {"revisions": [{"revision": "x", "parts": [1, None, ""]}]},
    ],
)
@pytest.mark.parametrize("kind", ["erasure", "tombstone"])
def test_malformed_endings_end_nothing(vault: Vault, author: Writer, kind: str, body: JsonObject) -> None:
    append(vault, secret(author), author.write(kind, {"open": body}), author.write(kind, {"other": body}))
    assert vault.endings.requests() == ()
    assert vault.lists.rows("incident")[0] == 1
