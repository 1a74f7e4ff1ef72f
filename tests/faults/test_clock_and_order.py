"""Clocks that are wrong, and bundles that come twice, late, or not at all."""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.revision import RecordId
from app.domain.work import Watch
from app.services import Services, open_services
from app.services.answers import BundlePlan
from app.services.exchange import Exchange
from tests.coalition import PASSPHRASE, send
from tests.faults.injection import run_in
from tests.faults.scene import BROUGHT, HELD, Scene, examine, incident, opened, take_in

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="not on Windows")

NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)
YEAR = timedelta(days=365)
PLACES = ("Asia/Almaty", "America/New_York", "Pacific/Kiritimati")


class Clock:
    """Says what the test wants."""

    def __init__(self) -> None:
        self.time = NOON

    def now(self) -> datetime:
        return self.time


@contextmanager
def on_clock(scene: Scene, clock: Clock) -> Iterator[Services]:
    with open_services(scene.vault, PASSPHRASE, clock, Watch()) as services:
        yield services


def titles_and_marks(services: Services, record: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.claimed_at[:4], each.marks) for each in services.recording.history(record).revisions]


def test_fault_29_clock_back_a_year_keeps_the_order_and_is_flagged(scene: Scene) -> None:
    clock = Clock()
    with on_clock(scene, clock) as services:
        record = services.recording.add(incident("Бірінші"), (), Watch()).id
        clock.time -= YEAR
        services.recording.edit(record, {"title": "Екінші"})
        added = services.evidence.add(record, scene.desk / "paper-2", "usb", Watch())
        clock.time -= YEAR
        services.evidence.export(added.sha256, scene.folder / "out", Watch())
        clock.time += 3 * YEAR
        services.recording.edit(record, {"title": "Үшінші"})
        assert titles_and_marks(services, record) == [
            ("2026", ()),
            ("2025", ("clock_back",)),
            ("2027", ()),
        ]
        assert services.recording.show(record).content["title"] == "Үшінші"
        events = services.vault.custody.events(RecordId(added.id))
        assert [(event.action, event.when[:4]) for event in events] == [
            ("taken_in", "2025"),
            ("exported", "2024"),
        ]
        positions = [each.replica_seq for each in services.recording.history(record).revisions]
        assert positions == sorted(positions)
    (scene.folder / "out").unlink()
    assert examine(scene.vault).titles.count("Үшінші") == 1


def test_fault_30_clock_forward_and_right_again_changes_nothing_written(scene: Scene) -> None:
    clock = Clock()
    with on_clock(scene, clock) as services:
        first = services.recording.add(incident("Бүгін"), (), Watch()).id
        clock.time += 10 * YEAR
        services.recording.edit(first, {"title": "Болашақ"})
        before = services.access.digest()
        clock.time = NOON + timedelta(minutes=1)
        assert services.access.digest() == before
        services.recording.edit(first, {"title": "Қайта бүгін"})
        assert services.recording.show(first).content["title"] == "Қайта бүгін"
    assert "Қайта бүгін" in examine(scene.vault).titles


def test_fault_30_summer_time_and_time_zones_are_one_clock(scene: Scene) -> None:
    """Written here, read there: an hour that comes twice, or never, is one moment in UTC."""
    shown = []
    for place in PLACES:
        at = {"TZ": place}
        assert run_in(scene.command("record", "add", scene.desk / "new.json"), at).exit_code == 0
        shown.append(run_in(scene.command("record", "history", scene.first_incident), at).json)
    assert shown[0] == shown[1] == shown[2]
    assert all(each["claimed_at"].endswith("Z") for each in shown[0]["revisions"])
    with opened(scene.vault) as services:
        added = services.reading.list_incidents(None, None, 100, 0).items
        times = [
            services.recording.history(item.id).revisions[0]
            for item in added
            if item.title == json.loads((scene.desk / "new.json").read_text("utf-8"))["title"]
        ]
    by_position = sorted(times, key=lambda entry: entry.replica_seq)
    assert [entry.claimed_at for entry in by_position] == sorted(entry.claimed_at for entry in times)
    assert not any(entry.marks for entry in times)


def plan_of(exchange: Exchange, bundle: bytes) -> BundlePlan:
    return exchange.apply(io.BytesIO(bundle), None, Watch())


def test_fault_33_same_bundle_twice_changes_nothing(scene: Scene) -> None:
    first = take_in(scene, scene.vault)
    revisions = examine(scene.vault)
    with opened(scene.vault) as services:
        plan = plan_of(services.exchange, scene.bundle.read_bytes())
        assert (plan.records.new, plan.records.changed, plan.records.known) == (0, 0, BROUGHT)
        assert (plan.evidence.new, plan.gaps) == (0, ())
        assert services.access.digest() == first
    assert examine(scene.vault) == revisions


def test_fault_34_bundles_out_of_order_show_the_gap_and_end_alike(
    scene: Scene, another: Callable[[str], Scene]
) -> None:
    to_monitor = [scene.fingerprints["monitor"]]
    with opened(scene.folder / "coordinator") as sender:
        record = sender.reading.list_incidents(None, None, 1, 0).items[0].id
        bundles = [scene.bundle.read_bytes()]
        for title in ("Екінші жіберілім", "Үшінші жіберілім"):
            sender.recording.edit(record, {"title": title})
            bundles.append(send(sender, to_monitor))
    in_order = another("in-order")
    with opened(in_order.vault) as services:
        for bundle in bundles:
            assert plan_of(services.exchange, bundle).gaps == ()
        expected = services.access.digest()
    with opened(scene.vault) as services:
        gaps = [
            [(gap.first, gap.last) for gap in plan_of(services.exchange, bundles[number]).gaps]
            for number in (2, 0, 1)
        ]
        assert gaps == [[(1, 2)], [(2, 2)], []]
        assert services.recording.show(record).content["title"] == "Үшінші жіберілім"
        found = services.access.digest()
    assert (found.revisions, found.state) == (expected.revisions, expected.state)
    assert len(examine(scene.vault).titles) == HELD + BROUGHT


def test_fault_21_a_whole_older_folder_put_back_shows_when_others_know_more(
    scene: Scene, another: Callable[[str], Scene]
) -> None:
    older = another("older")
    with opened(scene.vault) as services:
        services.recording.add(incident("Кейінгі"), (), Watch())
        known_elsewhere = send(services, [scene.fingerprints["coordinator"]])
    with opened(scene.folder / "coordinator") as other:
        plan_of(other.exchange, known_elsewhere)
        back = send(other, [scene.fingerprints["monitor"]])
    with opened(older.vault) as services:
        assert services.access.info().warnings == ()
        services.recording.add(incident("Басқа жалғасы"), (), Watch())
        plan_of(services.exchange, back)
        assert services.access.info().warnings == ("vault.copies",)
    with opened(older.vault) as services:
        assert services.access.verify(Watch()).warnings == ("vault.copies",)
    titles = examine(older.vault).titles
    assert "Кейінгі" in titles
    assert "Басқа жалғасы" in titles
