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


def test_fault_25_another_user_of_the_computer_is_refused(scene: Scene) -> None:
    """Who may read the folder and not write; who may do both, while it is open; who may nothing."""
    let(scene, 0o555)
    before = snapshot(scene.vault)
    assert as_somebody_else(scene.command("record", "list")).code == "disk.unwritable"
    assert snapshot(scene.vault) == before
    let(scene, 0o777)
    with opened(scene.vault):
        assert as_somebody_else(scene.command("record", "list")).code == "vault.in_use"
    (scene.vault / "keys").chmod(0)
    assert as_somebody_else(scene.command("record", "list")).code == "disk.unreadable"
    (scene.vault / "keys").chmod(0o600)
    examine(scene.vault)


def test_fault_25_where_one_may_not_even_look_is_refused_or_passed_over(scene: Scene) -> None:
    """`lost+found` on a stick with backups; the backups beside the vault; a folder above it."""
    stick, passphrase = scene.folder / "stick", scene.desk / "passphrase"
    assert run_in(scene.command("vault", "backup", "--out", stick), {}).json["path"]
    let(scene, 0o777)
    closed = stick / "lost+found"
    closed.mkdir()
    closed.chmod(0)
    assert as_somebody_else(scene.command("vault", "drill", stick)).json["ok"]
    made = scene.folder / "made"
    assert as_somebody_else(scene.command("vault", "restore", stick, vault=made)).json["ok"]
    inner = scene.vault.rename(scene.desk / "vault")
    (inner / "backups").chmod(0)
    assert as_somebody_else(scene.command("record", "list", vault=inner)).json["total"] == HELD
    (inner / "backups").chmod(0o755)
    passphrase.rename(scene.folder / "passphrase")
    scene.desk.chmod(0)
    for words in (("record", "list"), ("vault", "drill", inner), ("vault", "destroy")):
        line = at(scene.command(*words, vault=inner), passphrase, scene.folder)
        assert as_somebody_else(line).code == "disk.unreadable"
    scene.desk.chmod(0o755)
    examine(inner)
    closed.rename(inner / closed.name)
    browse = scene.command("vault", "browse", inner / closed.name / "backup", vault=inner)
    assert as_somebody_else(at(browse, passphrase, scene.folder)).code == "disk.unreadable"
    destroy = scene.command("vault", "destroy", vault=inner)
    assert as_somebody_else(at(destroy, passphrase, scene.folder)).json["left"] == 1


def at(line: list[str], file: Path, folder: Path) -> list[str]:
    """The same command with a file that was moved there."""
    return [str(folder / file.name) if part == str(file) else part for part in line]


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


def let(scene: Scene, mode: int) -> None:
    """Let everybody, its owner as well, do that with all that is in the folder of the scene, and no more."""
    within = (scene.folder, *scene.folder.rglob("*"))
    for path in within:
        path.chmod(mode if path.is_dir() else mode & 0o666)
    # On the way there they may at least pass.
    for path in scene.folder.parents:
        if os.getuid() == 0 == path.stat().st_uid and path != Path(path.anchor):
            path.chmod(path.stat().st_mode | 0o055)


def as_somebody_else(arguments: list[str]) -> Outcome:
    """Run a command as a user who owns nothing; who is not root is refused as one is anyway."""
    user = ["setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"] if os.getuid() == 0 else []
    line = [*user, *command_line(*arguments)]
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
