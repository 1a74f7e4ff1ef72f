"""Disks that are full, gone, read-only, too simple or held by somebody else."""

import resource
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from app.domain.errors import DiskError
from app.domain.work import Watch
from app.services import Services
from app.services.file_systems import FAT_LARGEST_BYTES, file_system_of, mounted_at, require_room
from app.services.handing_out import handing_out
from tests.canary import FULL_NAME
from tests.conftest import PlainOutput
from tests.faults.disks import empty, fill, make_read_only, small_disk
from tests.faults.injection import last_calls_in, run_failing, run_limited
from tests.faults.scene import HELD, PHOTOGRAPH, Scene, examine, incident, opened

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="not on Windows")

DRAFT = "quick"


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    """A disk of 128 KiB: smaller than the photograph and than any bundle."""
    with small_disk(tmp_path / "stick", 128) as folder:
        yield folder


@pytest.fixture
def cramped(scene: Scene, tmp_path: Path) -> Iterator[Path]:
    """The monitor's vault on a disk of its own, with 2 MiB to spare."""
    used = sum(path.stat().st_size for path in scene.vault.rglob("*"))
    with small_disk(tmp_path / "cramped", used // 1024 + 2048) as folder:
        yield Path(shutil.copytree(scene.vault, folder / "vault"))


def write_draft(services: Services) -> None:
    services.drafts.save(DRAFT, {"title": FULL_NAME})


def test_fault_10_disk_full_in_save_keeps_the_draft_and_a_retry_saves(cramped: Path) -> None:
    before = examine(cramped)
    with opened(cramped) as services:
        write_draft(services)
        fill(cramped.parent)
        with pytest.raises(DiskError, match="disk.full"):
            services.recording.add(incident("Толық диск"), (), Watch(), draft=DRAFT)
        assert services.drafts.load(DRAFT) == {"title": FULL_NAME}
        assert services.access.digest() == before.digest
        empty(cramped.parent)
        services.recording.add(incident("Толық диск"), (), Watch(), draft=DRAFT)
        assert services.drafts.load(DRAFT) is None
    assert examine(cramped).titles == tuple(sorted((*before.titles, "Толық диск")))


def test_fault_10_disk_full_in_intake_leaves_nothing(scene: Scene, cramped: Path) -> None:
    before = examine(cramped)
    fill(cramped.parent, spare_bytes=100_000)
    with opened(cramped) as services:
        with pytest.raises(DiskError, match="disk.full"):
            services.evidence.add(scene.first_incident, scene.desk / "paper-2", "usb", Watch())
        assert not list(cramped.rglob("blobs/**/*.partial"))
    empty(cramped.parent)
    assert examine(cramped).digest == before.digest


def test_fault_10_disk_full_while_closing_loses_nothing(cramped: Path) -> None:
    # Whether the room that is left is enough, is the file system's.
    with suppress(DiskError), opened(cramped) as services:
        write_draft(services)
        saved = services.recording.add(incident("Соңғы сөз"), (), Watch())
        fill(cramped.parent)
    empty(cramped.parent)
    assert "Соңғы сөз" in examine(cramped).titles
    with opened(cramped) as again:
        assert again.recording.show(saved.id).content["title"] == "Соңғы сөз"
        assert again.drafts.load(DRAFT) == {"title": FULL_NAME}


@pytest.mark.parametrize("what", ["bundle", "evidence"])
def test_fault_11_disk_full_in_handing_out_leaves_nothing_on_the_stick(
    scene: Scene, stick: Path, what: str
) -> None:
    before = examine(scene.vault)
    target = stick / "out"
    with opened(scene.vault) as services, pytest.raises(DiskError, match="disk.full"):
        hand_out(services, scene, what, target)
    assert list(stick.iterdir()) == []
    assert examine(scene.vault).digest == before.digest


def hand_out(services: Services, scene: Scene, what: str, target: Path) -> None:
    if what == "bundle":
        services.exchange.write(None, (scene.fingerprints["coordinator"],), target)
    else:
        services.evidence.export(scene.evidence, target, Watch())


def test_fault_11_a_disk_that_says_full_only_while_it_is_written(scene: Scene) -> None:
    """A file may grow to 100 KiB and no more: free space was there, as on a stick with a quota."""
    out = scene.folder / "out"
    out.mkdir()
    write = scene.command("evidence", "export", scene.evidence, "--out", out / "photograph")
    assert run_limited(write, resource.RLIMIT_FSIZE, 100 * 1024).code == "disk.full"
    assert list(out.iterdir()) == []
    examine(scene.vault)


def test_fault_13_stick_pulled_while_a_bundle_is_written(
    scene: Scene, tmp_path: Path, plain_output: PlainOutput
) -> None:
    plain_output.allow(tmp_path / "untouched" / "desk")
    untouched = scene.copied_to(tmp_path / "untouched")
    plain_calls = last_calls_in(write_command(scene), ("write", "fsync"), scene.folder / "out", tmp_path)
    assert set(plain_calls) == {"write", "fsync"}
    before = examine(untouched.vault)
    for call, number in plain_calls.items():
        outcome = run_failing(
            write_command(untouched), call=call, error="EIO", when=str(number), scratch=tmp_path
        )
        assert outcome.code == "disk.unwritable"
        assert list((untouched.folder / "out").iterdir()) == []
        assert examine(untouched.vault).digest == before.digest


def write_command(scene: Scene) -> list[str]:
    out = scene.folder / "out"
    out.mkdir(exist_ok=True)
    return scene.command(
        "bundle", "write", "--all", "--to", scene.fingerprints["coordinator"], "--out", out / "bundle.age"
    )


def test_fault_13_stick_pulled_while_a_file_is_read(scene: Scene) -> None:
    before = examine(scene.vault)
    photograph = scene.desk / "paper-2"
    add = scene.command("evidence", "add", scene.first_incident, photograph)
    outcome = run_failing(add, call="read", error="EIO", when="2+", path=photograph, scratch=scene.folder)
    assert outcome.code == "evidence.unreadable"
    assert examine(scene.vault).digest == before.digest


def test_fault_14_read_only_stick_is_said_before_anything_is_written(scene: Scene, stick: Path) -> None:
    make_read_only(stick)
    with opened(scene.vault) as services:
        for what in ("bundle", "evidence"):
            with pytest.raises(DiskError, match="disk.(unwritable|full)"):
                hand_out(services, scene, what, stick / "out")
        with pytest.raises(DiskError, match="disk.unwritable"):
            services.contacts.write_card(stick / "card")


def test_fault_14_fat_takes_no_file_of_4_gib(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mountinfo"
    line = "36 35 8:1 / {point} rw,relatime shared:1 - {kind} /dev/sda1 rw\n"
    root = line.format(point="/", kind="ext4")
    mounts.write_text(root + line.format(point=tmp_path, kind="vfat"), "utf-8")
    monkeypatch.setattr("app.services.file_systems._MOUNTS", mounts)
    out = tmp_path / "large"
    with opened(scene.vault) as services:
        with handing_out(services.vault, out, FAT_LARGEST_BYTES) as stream:
            stream.write(PHOTOGRAPH)
        out.unlink()
        with (
            pytest.raises(DiskError, match="disk.file_limit"),
            handing_out(services.vault, out, FAT_LARGEST_BYTES + 1),
        ):
            pass
    assert not out.exists()
    mounts.write_text(root + line.format(point=tmp_path, kind="exfat"), "utf-8")
    require_room(tmp_path, FAT_LARGEST_BYTES + 1)


def test_fault_14_file_systems_are_told_by_their_mounts(tmp_path: Path) -> None:
    mounts = (
        "22 1 8:2 / / rw - ext4 /dev/sda2 rw\n"
        "40 22 8:17 / /media/my\\040stick rw,nosuid shared:5 master:2 - vfat /dev/sdb1 rw\n"
        "41 22 8:18 / /media/my rw - exfat /dev/sdb2 rw\n"
    )
    assert mounted_at(mounts, "/media/my stick/reports") == "vfat"
    assert mounted_at(mounts, "/media/my stick") == "vfat"
    assert mounted_at(mounts, "/media/my sticks") == "ext4"
    assert mounted_at(mounts, "/media/my/reports") == "exfat"
    with small_disk(tmp_path / "memory", 64) as folder:
        assert file_system_of(folder) == "tmpfs"
        assert file_system_of(folder / "not there yet") == "tmpfs"


def test_fault_28_a_file_held_by_somebody_is_tried_again(scene: Scene) -> None:
    add = scene.command("record", "add", scene.desk / "new.json")
    once = run_failing(add, call="rename", error="EACCES", when="1..3", scratch=scene.folder)
    assert once.exit_code == 0
    assert len(examine(scene.vault).titles) == HELD + 1


def test_fault_28_a_file_held_for_good_is_an_error(scene: Scene) -> None:
    add = scene.command("record", "add", scene.desk / "new.json")
    outcome = run_failing(add, call="rename", error="EACCES", when="1+", scratch=scene.folder)
    assert outcome.code == "disk.unwritable"
    assert len(examine(scene.vault).titles) == HELD
