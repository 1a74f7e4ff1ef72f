"""Killed between saving and sealing under seal mode: sealed, or told to wait and sealed later; never lost."""

import io
from pathlib import Path

import pytest

from app.domain.work import Watch
from tests.canary import find_canaries
from tests.conftest import PlainOutput
from tests.faults.injection import Call, calls_of, run_killed
from tests.faults.scene import HELD, Scene, examine, opened

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="not on Windows")

CALLS = ("fsync", "rename", "rmdir", "ftruncate")
TITLE = "Жаңа оқиға"


@pytest.fixture
def under_seal_mode(scene: Scene, plain_output: PlainOutput, tmp_path: Path) -> Scene:
    """The scene, in which all that is new is sealed to the coordinator."""
    plain_output.allow(tmp_path / "killed")
    plain_output.allow(tmp_path / "whole")
    with opened(scene.vault) as services:
        services.seal_mode.switch_on((scene.fingerprints["coordinator"],))
    return scene


def test_killed_from_the_save_to_the_end_of_its_sealing(under_seal_mode: Scene, tmp_path: Path) -> None:
    """The save's commit is synced before anything of the bundle is; the sealing's before the journal goes."""
    whole = under_seal_mode.copied_to(tmp_path / "whole")
    traced = calls_of(_adding(whole), CALLS, tmp_path)
    journal = [n for n, call in enumerate(traced) if call.name == "fsync" and "/data-wal>" in call.line]
    bundle = next(n for n, call in enumerate(traced) if "/staging/" in call.line)
    saved = max(number for number in journal if number < bundle)
    sealed = min(number for number in journal if number > bundle)
    copies_go = next(n for n, call in enumerate(traced) if call.name == "rmdir")
    in_its_place = next(
        n for n, call in enumerate(traced) if call.name == "rename" and "/blobs/" in call.line
    )
    emptied = next(n for n, call in enumerate(traced) if n > sealed and call.name == "ftruncate")
    moments = (saved, bundle, in_its_place, copies_go, sealed, emptied)
    assert list(moments) == sorted(moments)
    _judge(whole, is_sealed=True)
    for moment in moments:
        left = under_seal_mode.copied_to(tmp_path / "killed" / str(moment))
        reached = run_killed(_adding(left), CALLS, traced[moment], tmp_path)
        assert _names(reached) == _names(traced[: moment + 1])
        _judge(left, is_sealed=moment >= sealed)


def _adding(scene: Scene) -> list[str]:
    return scene.command("record", "add", scene.desk / "new.json")


def _names(calls: list[Call]) -> list[str]:
    return [call.name for call in calls]


def _judge(scene: Scene, *, is_sealed: bool) -> None:
    """What the next opening finds; where it waits, it is sealed then. Either way the coordinator reads it."""
    office = scene.folder / "coordinator"
    if not is_sealed:
        assert len(examine(scene.vault).titles) == HELD + 1, "nothing half-made is left beside it"
    with opened(scene.vault) as services:
        waiting = services.seal_mode.shown().waiting
        assert len(waiting) == (0 if is_sealed else 1)
        for record in waiting:
            shown = services.recording.show(record)
            assert (shown.content["title"], "unsealed" in shown.marks) == (TITLE, True)
            services.sealing.seal_new(record, Watch())
        assert services.seal_mode.shown().waiting == ()
        assert services.access.verify(Watch()).problems == ()
        (handed,) = services.sealing.hand_out(scene.folder, Watch()).items
        titles = {each.title for each in services.reading.list_incidents(None, None, 10, 0).items}
        assert TITLE not in titles
    # The journal is gone, and whatever it held of the incident with it.
    assert not (scene.vault / "data-wal").exists()
    assert find_canaries(scene.vault) == []
    with opened(office) as receiver:
        bundle = Path(str(handed.path)).read_bytes()
        assert receiver.exchange.apply(io.BytesIO(bundle), None, Watch()).applied
        titles = {each.title for each in receiver.reading.list_incidents(None, None, 1_000, 0).items}
        assert TITLE in titles
