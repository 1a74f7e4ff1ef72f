"""Two connections to one open vault: each on its thread, writers by turns, one lock, one mark."""

import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.domain.errors import VaultError
from app.domain.work import Progress, Watch
from app.places import KEYS
from app.vault import Vault
from app.vault.verification import CHECKING, CHECKING_EVIDENCE, CHECKING_LISTS, CHECKING_LOG
from tests.builders import FLOOR, PASSPHRASE, Party, Writer, open_vault, writer_of


def elsewhere(work: Callable[[], None]) -> None:
    """Do something on another thread; what it raises is raised here."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - carried over to the test
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]


class Turns:
    """A plain lock that remembers how often it was taken."""

    def __init__(self) -> None:
        self.taken = 0
        self._lock = threading.Lock()

    @contextmanager
    def __call__(self) -> Iterator[None]:
        with self._lock:
            self.taken += 1
            yield


def test_each_lane_sees_what_the_other_wrote(vault: Vault, owner: Party, writer: Writer) -> None:
    turns = Turns()
    vault.take_turns(turns)
    first = writer.write("incident", {"open": {"title": "Іс №1 Ғ"}})
    with vault.transaction():
        vault.records.append(first)

    def write_beside() -> None:
        lane = vault.another_lane(turns)
        assert [held.revision.id for held in lane.records.history(first.header.record_id)] == [first.id]
        second = writer_of(lane, owner).write("incident", {"open": {"title": "Іс №2 Ү"}})
        with lane.transaction():
            lane.records.append(second)
        lane.close()

    elsewhere(write_beside)
    assert turns.taken == 2
    assert vault.info().incidents == 2
    assert vault.verify() == ()


def test_what_is_saved_during_a_check_is_no_problem_of_it(vault: Vault, owner: Party, writer: Writer) -> None:
    """At the beginning of every step that the check tells of, the other lane writes a record."""
    turns = Turns()
    vault.take_turns(turns)
    with vault.transaction():
        vault.records.append(writer.write("incident", {"open": {"title": "Іс №1 Ғ"}}))
        vault.evidence.keep(vault.evidence.store(io.BytesIO("дәлел".encode())))
    steps: list[str] = []

    def write_beside() -> None:
        lane = vault.another_lane(turns)
        with lane.transaction():
            lane.records.append(writer_of(lane, owner).write("incident", {"open": {"title": "Іс №2 Ү"}}))
        lane.close()

    def report(progress: Progress) -> None:
        assert progress.total
        if progress.step not in steps:
            steps.append(progress.step)
            elsewhere(write_beside)

    assert [each.code for each in vault.verify(Watch(report))] == ["evidence.unnamed"]
    assert steps == [CHECKING_LOG, CHECKING, CHECKING_LISTS, CHECKING_EVIDENCE]
    assert vault.info().incidents == 1 + len(steps)


def test_a_lane_leaves_lock_and_mark_to_the_first(vault: Vault, folder: Path) -> None:
    turns = Turns()
    with vault.transaction():
        vault.draft.save("written before the lane was closed")
    elsewhere(lambda: vault.another_lane(turns).close())
    assert b'"closed":false' in (folder / KEYS).read_bytes().replace(b" ", b"")
    with pytest.raises(VaultError, match=r"vault\.in_use"):
        open_vault(folder)
    vault.close()
    with open_vault(folder) as opened:
        assert opened.warnings == ()
        assert opened.draft.load() == "written before the lane was closed"


def test_a_new_passphrase_reaches_every_lane(vault: Vault, folder: Path) -> None:
    turns = Turns()
    vault.take_turns(turns)

    def change_beside() -> None:
        lane = vault.another_lane(turns)
        lane.slots.change_passphrase(PASSPHRASE, "seven other words that nobody knows", FLOOR)
        lane.close()

    elsewhere(change_beside)
    vault.slots.check("seven other words that nobody knows")
    vault.close()
    with open_vault(folder, "seven other words that nobody knows") as opened:
        assert opened.warnings == ()


def test_a_transaction_within_one_is_refused_before_it_waits(vault: Vault) -> None:
    vault.take_turns(Turns())
    with vault.transaction(), pytest.raises(RuntimeError, match="within"), vault.transaction():
        pass
