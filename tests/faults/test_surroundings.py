"""Another process, too little memory, nowhere to write: the program says so or does without."""

import os
import resource
import shutil
import signal
import subprocess
from functools import partial
from pathlib import Path

import pytest

from app.crypto.keyslots import KdfParameters
from app.domain.errors import VaultError
from app.domain.work import Watch
from app.services import open_services
from app.services.clock import SystemClock
from app.vault.session import RESCUED
from tests.cli.shell import Outcome, command_line
from tests.coalition import PASSPHRASE
from tests.faults.disks import make_read_only, small_disk
from tests.faults.injection import run_failing, run_in, run_limited
from tests.faults.scene import HELD, Scene, examine, incident, opened
from tests.faults.victims import forking, run_until

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="not on Windows")

NOBODY = "65534"
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


@pytest.mark.skipif("os.getuid() != 0", reason="only root can be somebody else")
def test_fault_25_another_user_of_the_computer_is_refused(scene: Scene) -> None:
    """Who may read the folder and not write; who may do both, while it is open; who may nothing."""
    readable = (*scene.folder.parents, scene.folder, *scene.folder.rglob("*"))
    for path in readable:
        if path.stat().st_uid == os.getuid() and path != Path(path.anchor):
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
    before = snapshot(scene.vault)
    assert as_somebody_else(scene.command("record", "list")).code == "disk.unwritable"
    assert snapshot(scene.vault) == before
    for path in (scene.vault, *scene.vault.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    with opened(scene.vault):
        assert as_somebody_else(scene.command("record", "list")).code == "vault.in_use"
    (scene.vault / "keys").chmod(0o600)
    assert as_somebody_else(scene.command("record", "list")).code == "disk.unreadable"
    examine(scene.vault)


@pytest.mark.skipif("os.getuid() != 0", reason="only root can be somebody else")
def test_fault_25_where_one_may_not_even_look_is_refused_or_passed_over(scene: Scene, tmp_path: Path) -> None:
    """A folder above the vault; `lost+found` on a stick with backups; the backups beside the vault."""
    stick, made = tmp_path / "stick", tmp_path / "made"
    assert run_in(scene.command("vault", "backup", "--out", stick), {}).json["path"]
    for path in (scene.folder, *scene.folder.rglob("*"), *stick.rglob("*"), *tmp_path.parents, tmp_path):
        if path.stat().st_uid == os.getuid() and path != Path(path.anchor):
            path.chmod(0o777 if path.is_dir() else 0o666)
    made.mkdir()
    made.chmod(0o777)
    (stick / "lost+found").mkdir(mode=0o700)
    drill = scene.command("vault", "drill", stick)
    assert as_somebody_else(drill).json["ok"]
    restore = scene.command("vault", "restore", stick, vault=made / "vault")
    assert as_somebody_else(restore).json["ok"]
    (scene.vault / "backups").chmod(0o700)
    assert as_somebody_else(scene.command("record", "list")).json["total"] == HELD
    scene.folder.chmod(0o744)
    scene.vault.chmod(0o700)
    closed = [("record", "list"), ("vault", "drill", scene.vault), ("vault", "destroy")]
    passphrase = shutil.copy(scene.desk / "passphrase", made)
    for words in closed:
        line = scene.command(*words)
        line[line.index("--passphrase-file") + 1] = str(passphrase)
        assert as_somebody_else(line).code == "disk.unreadable"
    scene.folder.chmod(0o755)
    examine(scene.vault)


def test_fault_25_a_share_that_takes_no_writes_or_knows_no_locks_is_refused(
    scene: Scene, tmp_path: Path
) -> None:
    """No network share is mounted here: the calls answer as they do on one."""
    with small_disk(tmp_path / "share", 16 * 1024) as share:
        vault = Path(shutil.copytree(scene.vault, share / "vault"))
        make_read_only(share)
        assert run_in(scene.command("record", "list", vault=vault), {}).code == "disk.unwritable"
    before = snapshot(scene.vault)
    for error, code in (
        ("ENOLCK", "disk.unwritable"),
        ("EOPNOTSUPP", "disk.unwritable"),
        ("EAGAIN", "vault.in_use"),
    ):
        listing = scene.command("record", "list")
        outcome = run_failing(listing, call="flock", error=error, when="1+", scratch=scene.folder)
        assert outcome.code == code
    assert snapshot(scene.vault) == before
    examine(scene.vault)


def as_somebody_else(arguments: list[str]) -> Outcome:
    """Run a command as a user who owns nothing."""
    line = ["setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", *command_line(*arguments)]
    ended = subprocess.run(line, capture_output=True, check=False, timeout=60, stdin=subprocess.DEVNULL)
    return Outcome(ended.returncode, ended.stdout, ended.stderr.decode())


def snapshot(vault: Path) -> dict[Path, bytes]:
    """Every file of a vault."""
    return {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["data", "data-wal"])
@pytest.mark.parametrize("put_back", [True, False])
def test_fault_27_a_file_changed_underneath_refuses_the_save_and_loses_nothing(
    scene: Scene, name: str, *, put_back: bool
) -> None:
    older = (scene.vault / "data").read_bytes()
    services = open_services(scene.vault, PASSPHRASE, SystemClock(), Watch())
    save = partial(services.recording.add, incident("Сақталған"), (), Watch())
    save()
    digest = services.access.digest()
    (scene.vault / name).unlink()
    if put_back:
        (scene.vault / name).write_bytes(older if name == "data" else b"")
    for refused in (save, save, services.close):
        with pytest.raises(VaultError, match="vault.changed"):
            refused()
    # What was there stands in one copy, and what was put there stays as it was put.
    (copy,) = (scene.vault / "backups").glob(f"{RESCUED}-*")
    with opened(Path(shutil.copytree(copy, scene.folder / "copy"))) as services:
        assert services.access.digest() == digest
    if name == "data" and put_back:
        assert len(examine(scene.vault).titles) == HELD


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
