"""Backups over time: when one is due, what is said, what stays when one fails."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.domain.work import CancelledError, Progress, Watch
from app.services import Services, open_services
from app.services.backups import drill
from app.vault.copies import backups_in
from tests.coalition import PASSPHRASE, Founded
from tests.conftest import PlainOutput
from tests.faults.disks import small_disk
from tests.services.conftest import INCIDENT


@dataclass
class SetClock:
    """A clock that goes as a test says."""

    time: datetime = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def go(self, **span: int) -> None:
        self.time += timedelta(**span)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def services(founded: Founded, clock: SetClock, tmp_path: Path) -> Iterator[Services]:
    """The monitor's, at that time."""
    shutil.copytree(founded.folder / "monitor", tmp_path / "monitor")
    with open_services(tmp_path / "monitor", PASSPHRASE, clock, Watch()) as opened:
        yield opened


@pytest.fixture
def paper(tmp_path: Path, plain_output: PlainOutput) -> Path:
    path = plain_output.allow(tmp_path / "paper")
    path.write_bytes(b"paper" * 100_000)
    return path


def codes(services: Services) -> list[str]:
    return [caution.code for caution in services.backups.standing().warnings]


def files_in(folder: Path) -> list[Path]:
    """The files of the blobs."""
    return [path for path in (folder / "blobs").rglob("*") if path.is_file()]


def add(services: Services, *papers: Path) -> str:
    return services.recording.add(INCIDENT, papers, Watch()).id


def test_one_is_due_after_a_day_in_which_something_was_written(services: Services, clock: SetClock) -> None:
    assert services.backups.standing().due
    services.backups.make(None, Watch())
    assert not services.backups.standing().due
    clock.go(days=2)
    assert not services.backups.standing().due, "nothing has changed"
    add(services)
    assert services.backups.standing().due
    services.backups.make(None, Watch())
    add(services)
    clock.go(hours=23)
    assert not services.backups.standing().due
    clock.go(hours=1)
    assert services.backups.standing().due
    services.backups.make(None, Watch())
    clock.go(days=-400)
    add(services)
    assert services.backups.standing().due, "a clock that was set back does not put it off"


def test_what_is_said_when_backups_grow_old(services: Services, clock: SetClock, tmp_path: Path) -> None:
    assert codes(services) == ["backup.none"]
    services.backups.make(None, Watch())
    assert codes(services) == ["backup.none_outside"]
    services.backups.make(tmp_path / "stick", Watch())
    assert codes(services) == []
    clock.go(days=30)
    assert codes(services) == ["backup.old"]
    services.backups.make(None, Watch())
    assert codes(services) == ["backup.old_outside"]
    [caution] = services.backups.standing().warnings
    assert "30 days" in caution.message


def test_a_drill_is_due_once_a_year_and_can_be_put_off(
    services: Services, clock: SetClock, tmp_path: Path
) -> None:
    assert not services.backups.standing().drill_due, "there is nothing to try yet"
    services.backups.make(tmp_path / "stick", Watch())
    clock.go(days=364)
    assert not services.backups.standing().drill_due
    clock.go(days=1)
    assert services.backups.standing().drill_due
    services.backups.note_drill()
    assert not services.backups.standing().drill_due
    clock.go(days=365)
    assert services.backups.standing().drill_due


class Act:
    """Calls `what` once, at a step named by the beginning of its words."""

    def __init__(self, step: str, what: Callable[[], object] = lambda: None) -> None:
        self._step, self.what, self.done = step, what, False

    def __call__(self, progress: Progress) -> None:
        if progress.step.startswith(self._step) and not self.done:
            self.done = True
            self.what()


@pytest.mark.parametrize("step", ["Copying the database", "Copying evidence", "Checking records"])
def test_a_cancelled_backup_leaves_the_ones_before(
    services: Services, paper: Path, tmp_path: Path, step: str
) -> None:
    stick = tmp_path / "stick"
    first = Path(services.backups.make(stick, Watch()).path)
    add(services, paper)
    act = Act(step)
    watch = Watch(act)
    act.what = watch.cancel
    with pytest.raises(CancelledError):
        services.backups.make(stick, watch)
    assert act.done
    assert backups_in(first.parent) == (first,)
    assert [path for path in first.parent.rglob("*") if path.name.endswith(".partial")] == []
    assert drill(stick, PASSPHRASE, Watch()).ok


def test_saves_go_on_while_a_backup_is_made(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.vault.connection.PAGES_COPIED", 5)
    add(services)
    lane = services.another_lane(nullcontext)
    saved = Act("Copying the database", lambda: add(services))
    made = lane.backups.make(tmp_path / "stick", Watch(saved))
    lane.close()
    assert saved.done
    assert (made.records, services.access.info().records) == (1, 2)
    assert drill(tmp_path / "stick", PASSPHRASE, Watch()).records == 1


def test_evidence_lies_once_and_goes_with_the_last_backup_that_names_it(
    services: Services, paper: Path, tmp_path: Path
) -> None:
    record = add(services, paper)
    make, place = services.vault.backups.make, services.vault.backups.place_in(tmp_path / "stick")
    assert make(place, date(2026, 1, 1), Watch()).copied == 1
    assert make(place, date(2026, 1, 2), Watch()).copied == 0
    services.recording.erase(services.evidence.list().items[0].id, ("open",), "мысал")
    assert services.evidence.list().items == ()
    assert record
    assert make(place, date(2026, 1, 3), Watch()).removed == ()
    assert len(files_in(place)) == 1
    removed = make(place, date(2026, 7, 3), Watch()).removed
    assert removed == tuple(f"2026-01-0{day}-001" for day in (1, 2, 3))
    assert files_in(place) == []


def test_a_file_system_without_second_names_gets_copies(
    services: Services, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_names: object) -> None:
        raise OSError

    add(services, paper)
    monkeypatch.setattr(os, "link", refuse)
    made = services.backups.make(None, Watch())
    assert (made.linked, made.copied) == (0, 1)
    assert drill(Path(made.path), PASSPHRASE, Watch()).ok


def test_damaged_evidence_is_named_and_the_rest_is_backed_up(
    services: Services, paper: Path, tmp_path: Path
) -> None:
    """One item must not leave all others without a backup."""
    add(services, paper)
    (blob,) = files_in(services.vault.folder)
    whole = blob.read_bytes()
    blob.write_bytes(whole[:-1])
    made = services.backups.make(tmp_path / "stick", Watch())
    assert [problem.code for problem in made.problems] == ["evidence.altered"]
    assert "damaged in the vault itself" in made.warning
    blob.write_bytes(whole)
    made = services.backups.make(tmp_path / "stick", Watch())
    assert (made.problems, made.copied) == ((), 1)
    assert drill(tmp_path / "stick", PASSPHRASE, Watch()).ok


def test_what_rots_on_a_stick_is_mended_where_all_is_read(
    services: Services, paper: Path, tmp_path: Path
) -> None:
    add(services, paper)
    stick = tmp_path / "stick"
    services.backups.make(stick, Watch())
    (blob,) = (path for path in stick.rglob("*/blobs/*/*"))
    blob.write_bytes(bytes([blob.read_bytes()[0]]) + bytes(len(blob.read_bytes()) - 1))
    services.backups.make(stick, Watch())
    assert not drill(stick, PASSPHRASE, Watch()).ok
    services.backups.make(stick, Watch(), read_all=True)
    assert drill(stick, PASSPHRASE, Watch()).ok


def test_a_full_stick_keeps_what_it_has(services: Services, paper: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "stick", 1_600) as stick:
        first = services.backups.make(stick, Watch()).path
        add(services, paper)
        with pytest.raises(AppError) as refused:
            services.backups.make(stick, Watch())
        assert refused.value.code == "disk.full"
        assert backups_in(Path(first).parent) == (Path(first),)
        assert drill(stick, PASSPHRASE, Watch()).ok
