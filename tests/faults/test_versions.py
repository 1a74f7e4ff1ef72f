"""From one version of the program to the next, in spite of everything."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.domain.work import Watch
from app.places import migrations
from app.services.backups import drill, restore_vault
from app.vault.migrate import newest_version
from tests.coalition import PASSPHRASE
from tests.conftest import PlainOutput
from tests.faults.bombardment import Bombardment, Operation, in_vault
from tests.faults.disks import empty, fill, small_disk
from tests.faults.newer import newer_version
from tests.faults.scene import HELD, Scene, examine, opened
from tests.faults.victims import Launcher, Run, forking, run_until

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="not on Windows")

EARLIER_VAULTS = Path(__file__).parent.parent / "vectors" / "vaults"
"""`<version>/` holds `keys`, `data` and `digest.json` as the last release with that schema left them."""


@pytest.fixture
def later(scene: Scene, tmp_path: Path, plain_output: PlainOutput) -> Iterator[Launcher]:
    """Processes of a later version, whose first opening of a vault migrates it."""
    plain_output.allow(tmp_path / "known" / "desk")
    known = scene.copied_to(tmp_path / "known")
    with forking(*known.command("vault", "info"), source=newer_version(tmp_path / "newer")) as launch:
        yield launch


def ask(launch: Launcher, scene: Scene, *arguments: str) -> Run:
    """Let the later version run a command to its end."""
    return run_until(launch, scene.command(*arguments), [scene.vault], scene.folder)


def test_fault_07_killed_in_migration(
    scene: Scene, later: Launcher, tmp_path: Path, plain_output: PlainOutput
) -> None:
    folder = plain_output.allow(tmp_path / "killed")
    folder.mkdir()
    before = examine(scene.vault)

    def judge(killed: Scene) -> str:
        try:
            assert examine(killed.vault).digest == before.digest
        except AppError as error:
            if error.code != "vault.newer":
                raise
            answer = ask(later, killed, "vault", "verify").answer
            assert answer is not None
            assert (answer["problems"], answer["records"]) == ([], HELD)
            # The copy of before is still what the earlier version can open.
            copy = killed.vault / "backups" / f"before-migration-from-{newest_version(migrations())}"
            with opened(copy) as services:
                assert services.access.digest() == before.digest
            return "whole"
        return "absent"

    migrating = Operation("migration", lambda each: each.command("vault", "info"), in_vault, judge)
    Bombardment(migrating, scene, later, folder).kill()


def test_fault_12_no_room_for_a_migration_is_said_beforehand(
    scene: Scene, later: Launcher, tmp_path: Path
) -> None:
    data = (scene.vault / "data").read_bytes()
    digest = examine(scene.vault).digest
    used = sum(path.stat().st_size for path in scene.vault.rglob("*"))
    with small_disk(tmp_path / "disk", used // 1024 + 4 * len(data) // 1024) as disk:
        vault = disk / "vault"
        shutil.copytree(scene.vault, vault)
        fill(disk, spare_bytes=2 * len(data))
        command = scene.command("vault", "digest", vault=vault)
        refused = run_until(later, command, [vault], scene.folder).answer
        assert refused is not None
        assert refused["error"]["code"] == "disk.full"
        assert (vault / "data").read_bytes() == data
        assert examine(vault).digest == digest
        empty(disk)
        migrated = run_until(later, command, [vault], scene.folder).answer
        assert migrated == digest.to_json()


def test_fault_31_every_earlier_schema_keeps_its_hashes(
    scene: Scene, later: Launcher, tmp_path: Path
) -> None:
    before = examine(scene.vault).digest
    assert ask(later, scene, "vault", "digest").answer == before.to_json()
    released = sorted(EARLIER_VAULTS.iterdir())
    assert [folder.name for folder in released][:1] == ["1"]
    for folder in released:
        vault = Path(shutil.copytree(folder, tmp_path / folder.name))
        with opened(vault) as services:
            expected = json.loads((vault / "digest.json").read_text("utf-8"))
            assert services.access.digest().to_json() == expected
            assert services.access.verify(Watch()).problems == ()


@pytest.mark.parametrize("version", sorted(folder.name for folder in EARLIER_VAULTS.iterdir()))
def test_backups_of_every_earlier_schema_are_drilled_and_restored(version: str, tmp_path: Path) -> None:
    folder = EARLIER_VAULTS / version
    expected = json.loads((folder / "digest.json").read_text("utf-8"))
    assert drill(folder, PASSPHRASE, Watch()).ok
    done = restore_vault(folder, tmp_path / "restored", PASSPHRASE, Watch())
    assert (done.ok, done.problems) == (True, ())
    with opened(tmp_path / "restored") as services:
        assert services.vault.warnings == ()
        assert services.access.digest().to_json() == expected
