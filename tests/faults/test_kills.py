"""Killed in the middle: what was acknowledged is there, the rest is whole or absent."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PlainOutput
from tests.faults import operations
from tests.faults.bombardment import KILLS, Bombardment, Operation
from tests.faults.injection import calls_of, run_killed
from tests.faults.scene import NEW_PASSPHRASE, Scene, examine, take_in
from tests.faults.victims import Launcher, forking

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="not on Windows")


@pytest.fixture
def launch(scene: Scene) -> Iterator[Launcher]:
    """Processes of the program that begin with the vault's passphrase known."""
    with forking(*scene.command("vault", "info")) as launcher:
        yield launcher


@pytest.fixture(autouse=True)
def plain_desks(plain_output: PlainOutput, tmp_path: Path) -> None:
    """Copies of a failed test hold their desks; what a vault gives away is looked for after each kill."""
    plain_output.allow(tmp_path / "killed")
    plain_output.allow(tmp_path / "whole")


def bombard(operation: Operation, scene: Scene, launch: Launcher, tmp_path: Path, times: int = KILLS) -> None:
    folder = tmp_path / "killed"
    folder.mkdir()
    Bombardment(operation, scene, launch, folder).kill(times)


def test_fault_01_killed_in_save(scene: Scene, launch: Launcher, tmp_path: Path) -> None:
    bombard(operations.SAVE, scene, launch, tmp_path)


def test_fault_02_killed_in_intake(scene: Scene, launch: Launcher, tmp_path: Path) -> None:
    bombard(operations.INTAKE, scene, launch, tmp_path)


def test_fault_03_killed_in_writing_a_bundle(scene: Scene, launch: Launcher, tmp_path: Path) -> None:
    bombard(operations.BUNDLE, scene, launch, tmp_path)


def test_fault_03_killed_in_handing_evidence_out(scene: Scene, launch: Launcher, tmp_path: Path) -> None:
    bombard(operations.HANDING_OUT, scene, launch, tmp_path)


def test_fault_04_killed_in_taking_a_bundle_in(scene: Scene, launch: Launcher, tmp_path: Path) -> None:
    whole = scene.copied_to(tmp_path / "whole")
    bombard(operations.applying(take_in(whole, whole.vault)), scene, launch, tmp_path)


def test_fault_05_killed_in_changing_the_passphrase(scene: Scene, launch: Launcher, tmp_path: Path) -> None:
    bombard(operations.PASSPHRASE_CHANGE, scene, launch, tmp_path)


def test_fault_06_killed_in_rekeying(scene: Scene, launch: Launcher, tmp_path: Path) -> None:
    bombard(operations.REKEYING, scene, launch, tmp_path, times=int(os.environ.get("REKEY_KILLS", "8")))


def test_fault_06_killed_at_each_step_of_rekeying_from_the_renaming_on(scene: Scene, tmp_path: Path) -> None:
    """The last moment at which the old keys open it is that before the database is renamed."""
    calls = ("rename", "rmdir", "unlink")
    before = examine(scene.vault)
    whole = scene.copied_to(tmp_path / "whole")
    traced = calls_of(operations.REKEYING.arguments(whole), calls, tmp_path)
    renaming = next(n for n, call in enumerate(traced) if f'"{whole.vault}/data")' in call.line)
    steps = [call.name for call in traced[renaming:]]
    # `data`; a backup; `keys`; the old blob, staged or not.
    assert steps == ["rename", "rmdir", "rename", "unlink", "unlink"]
    for number, call in enumerate(traced[renaming:]):
        left = scene.copied_to(tmp_path / "killed" / str(number))
        reached = run_killed(operations.REKEYING.arguments(left), calls, call, tmp_path)
        assert [each.name for each in reached] == [each.name for each in traced[: renaming + number + 1]]
        assert operations.REKEYING.judge(left) == ("whole" if number else "absent")
        if number:
            after = examine(left.vault, NEW_PASSPHRASE)
            assert (after.digest, after.warnings) == (before.digest, ())


def test_killed_in_replacing_the_own_key(scene: Scene, launch: Launcher, tmp_path: Path) -> None:
    bombard(operations.ROTATION, scene, launch, tmp_path)


def test_killed_in_shredding(scene: Scene, launch: Launcher, tmp_path: Path) -> None:
    whole = operations.receipted(scene.copied_to(tmp_path / "whole"))
    bombard(operations.SHREDDING, whole, launch, tmp_path)


def test_killed_in_sealing(scene: Scene, launch: Launcher, tmp_path: Path) -> None:
    bombard(operations.SEALING, scene, launch, tmp_path)


def test_killed_in_destroying_the_vault(scene: Scene, launch: Launcher, tmp_path: Path) -> None:
    bombard(operations.DESTRUCTION, scene, launch, tmp_path)


def test_killed_in_writing_a_receipt(scene: Scene, launch: Launcher, tmp_path: Path) -> None:
    take_in(scene, scene.vault)
    bombard(operations.WRITING_A_RECEIPT, scene, launch, tmp_path)


def test_killed_in_adding_a_receipt(scene: Scene, launch: Launcher, tmp_path: Path) -> None:
    ready = operations.receipted(scene.copied_to(tmp_path / "whole"), added=False)
    bombard(operations.ADDING_A_RECEIPT, ready, launch, tmp_path)


def test_fault_08_killed_in_backup(scene: Scene, launch: Launcher, tmp_path: Path) -> None:
    operations.older_backup(scene)
    bombard(operations.BACKUP, scene, launch, tmp_path)


def test_fault_08_killed_in_restoring(scene: Scene, launch: Launcher, tmp_path: Path) -> None:
    operations.older_backup(scene)
    bombard(operations.RESTORING, scene, launch, tmp_path)
