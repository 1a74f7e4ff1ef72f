"""Another process, too little memory, nowhere to write: the program says so or does without."""

import os
import resource
import signal
from pathlib import Path

import pytest

from app.crypto.keyslots import KdfParameters
from tests.cli.shell import Outcome
from tests.coalition import PASSPHRASE
from tests.faults.disks import make_read_only, small_disk
from tests.faults.injection import run_in, run_limited
from tests.faults.scene import HELD, Scene, examine, opened
from tests.faults.victims import forking, run_until

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="not on Windows")

COSTLY_KIB = 512 * 1024
SCARCE_BYTES = 400 * 1024 * 1024
"""Room for the program, and not for Argon2id at that cost."""


def test_fault_24_a_second_instance_is_refused_and_a_dead_one_leaves_no_lock(scene: Scene) -> None:
    meanwhile: list[Outcome] = []

    def hold(process: int) -> None:
        os.kill(process, signal.SIGSTOP)
        meanwhile.append(run_in(scene.command("record", "list"), {}))
        os.kill(process, signal.SIGKILL)

    with forking(*scene.command("vault", "info")) as launch:
        command = scene.command("record", "import", scene.desk / "lines.jsonl")
        run = run_until(launch, command, [scene.vault], scene.folder, at_mark=hold)
    assert run.answer is None
    assert [outcome.code for outcome in meanwhile] == ["vault.in_use"]
    assert run_in(scene.command("record", "list"), {}).json["total"] >= HELD
    examine(scene.vault)


def test_fault_40_too_little_memory_is_no_wrong_passphrase(scene: Scene) -> None:
    with opened(scene.vault) as services:
        services.vault.slots.change_passphrase(PASSPHRASE, PASSPHRASE, KdfParameters(memory_kib=COSTLY_KIB))
    listing = scene.command("record", "list")
    scarce = run_limited(listing, resource.RLIMIT_AS, SCARCE_BYTES)
    assert scarce.code == "vault.memory"
    assert "512 MiB" in scarce.json["error"]["message"]
    assert run_in(listing, {}).json["total"] == HELD


def test_fault_42_nowhere_to_write_but_the_vault(scene: Scene, tmp_path: Path) -> None:
    with small_disk(tmp_path / "home-of-nobody", 64) as nowhere:
        make_read_only(nowhere)
        places = ("HOME", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
        environment = dict.fromkeys(places, str(nowhere)) | {"XDG_STATE_HOME": str(nowhere)}
        bundle = scene.folder / "out.age"
        for arguments in (
            ("record", "add", scene.desk / "new.json"),
            ("evidence", "add", scene.first_incident, scene.desk / "paper-2"),
            ("bundle", "write", "--all", "--to", scene.fingerprints["coordinator"], "--out", bundle),
            ("bundle", "apply", scene.bundle),
            ("vault", "verify"),
        ):
            outcome = run_in(scene.command(*arguments), environment)
            assert outcome.exit_code == 0, outcome.text
            assert outcome.stderr == ""
        assert list(nowhere.iterdir()) == []
    assert examine(scene.vault).evidence == 4
