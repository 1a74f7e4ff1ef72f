"""The power goes at any moment: what is left is a prefix of what was done, with all that was acknowledged."""

import random
import shutil
import sys
from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.places import root
from tests.canary import find_canaries
from tests.cli.shell import traced_line
from tests.coalition import PASSPHRASE
from tests.faults.power import Disk, Kept, Recording
from tests.faults.saving import SAVES
from tests.faults.scene import BROUGHT, HELD, LINES, NEW_PASSPHRASE, PAPERS, Scene, examine

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="not on Windows")

CUTS = 75

Position = tuple[int, int, str]
"""Incidents, evidence, the passphrase that opens."""

_TYPED = HELD + SAVES
_APPLIED = _TYPED + 1 + BROUGHT
POSITIONS: tuple[Position, ...] = (
    *((HELD + saved, 1, PASSPHRASE) for saved in range(SAVES)),
    (_TYPED, 1, PASSPHRASE),
    (_TYPED + 1, 1, PASSPHRASE),
    (_TYPED + 1, 2, PASSPHRASE),
    (_TYPED + 1, 2, NEW_PASSPHRASE),
    (_APPLIED, 2 + PAPERS, NEW_PASSPHRASE),
    (_APPLIED + 50, 2 + PAPERS, NEW_PASSPHRASE),
    (_APPLIED + LINES, 2 + PAPERS, NEW_PASSPHRASE),
)
"""Every state that a prefix of the commits may come to."""

ANSWERED = (*range(SAVES + 5), SAVES + 6)
"""The position that each further answer promises."""


def record(scene: Scene) -> tuple[Recording, Disk]:
    """A session and five commands, one behind the other, with everything that they wrote."""
    recording = Recording.of(scene.vault)
    disk = Disk(recording, set(recording.folders))
    trace = scene.folder / "trace"
    session = ("-m", "tests.faults.saving", scene.vault, scene.desk / "passphrase")
    recording.run([sys.executable, *map(str, session)], trace)
    for arguments in (
        ("record", "add", scene.desk / "new.json"),
        ("evidence", "add", scene.first_incident, scene.desk / "paper-2"),
        ("vault", "passphrase", "--new-passphrase-file", scene.desk / "new-passphrase"),
    ):
        recording.run(traced_line(*scene.command(*arguments)), trace)
    shutil.copyfile(scene.desk / "new-passphrase", scene.desk / "passphrase")
    recording.run(traced_line(*scene.command("bundle", "apply", scene.bundle)), trace)
    recording.run(traced_line(*scene.command("record", "import", scene.desk / "lines.jsonl")), trace)
    return recording, disk


def position_of(vault: Path) -> Position:
    for passphrase in (NEW_PASSPHRASE, PASSPHRASE):
        try:
            state = examine(vault, passphrase)
        except AppError as error:
            if error.code != "vault.passphrase":
                raise
        else:
            assert set(state.warnings) <= {"vault.unclean"}
            return len(state.titles), state.evidence, passphrase
    raise AssertionError("no passphrase opens it")


def cut_power(recording: Recording, disk: Disk, cuts: int, seed: int, folder: Path) -> None:
    """Cut it `cuts` times, each time behind another change, as unkindly as may be."""
    chance = random.Random(seed)
    for number in range(cuts):
        changes = len(recording.changes) * (number + 1) // cuts
        kept = chance.choice(list(Kept))
        vault = folder / "cut"
        disk.cut(changes, kept, chance, vault)
        assert find_canaries(vault) == []
        answered = sum(before <= changes for before in recording.answers)
        found = POSITIONS.index(position_of(vault))
        assert found >= ANSWERED[answered], f"cut behind {changes} changes, {kept.value} kept"
        shutil.rmtree(vault)


def test_fault_09_power_cut_leaves_a_prefix(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(root()))
    recording, disk = record(scene)
    assert len(recording.answers) == len(ANSWERED) - 1
    assert position_of(scene.vault) == POSITIONS[-1]
    cut_power(recording, disk, CUTS, 9, tmp_path)
