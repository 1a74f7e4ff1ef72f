"""A draft beside the vault: whoever takes it in may be killed at any step, and a full disk may refuse it."""

import shutil
from functools import partial
from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.domain.strict_json import JsonObject
from app.services.drafts import QUICK
from tests.canary import FULL_NAME
from tests.coalition import open_vault
from tests.conftest import PlainOutput
from tests.faults.disks import empty, fill, small_disk
from tests.faults.injection import calls_of, run_killed
from tests.faults.scene import Scene, opened

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="not on Windows")

DRAFT = f"{QUICK}0193"
CONTENT: JsonObject = {"narrative": FULL_NAME}


def keep_beside(vault: Path) -> None:
    """Replace the database of the open vault while somebody types."""
    older = (vault / "data").read_bytes()
    services = open_vault(vault)
    (vault / "data").unlink()
    (vault / "data").write_bytes(older)
    for refused in (partial(services.drafts.save, DRAFT, CONTENT), services.close):
        with pytest.raises(AppError, match="changed"):
            refused()


def test_fault_27_killed_at_each_step_of_taking_a_draft_in_it_is_there(
    scene: Scene, tmp_path: Path, plain_output: PlainOutput
) -> None:
    keep_beside(scene.vault)
    names = ("fdatasync", "unlink")
    command = ("record", "list")
    whole = scene.copied_to(tmp_path / "whole")
    plain_output.allow(whole.desk)
    calls = calls_of(whole.command(*command), names, tmp_path)
    (removed,) = (number for number, call in enumerate(calls) if "/unsaved/" in call.line)
    # The transaction is made to last, the file goes, the vault is closed.
    for number, call in enumerate(calls[removed - 1 : removed + 2]):
        left = scene.copied_to(tmp_path / f"killed-{number}")
        plain_output.allow(left.desk)
        run_killed(left.command(*command), names, call, tmp_path)
        with opened(left.vault) as services:
            assert {name: services.drafts.load(name) for name in services.drafts.names()} == {DRAFT: CONTENT}


def test_a_full_disk_says_so_and_a_draft_is_kept_once_there_is_room(scene: Scene, tmp_path: Path) -> None:
    used = sum(path.stat().st_size for path in scene.vault.rglob("*"))
    with small_disk(tmp_path / "cramped", used // 1024 + 2048) as disk:
        vault = Path(shutil.copytree(scene.vault, disk / "vault"))
        with opened(vault) as services:
            services.drafts.save(f"{QUICK}1", {"narrative": "x"})
            fill(disk)
            for _ in range(2):
                # Nothing takes it, and nothing says so wrongly.
                with pytest.raises(AppError, match="disk.full"):
                    services.drafts.save(DRAFT, CONTENT)
                assert services.drafts.load(DRAFT) == CONTENT
                assert len(services.drafts.homeless()) == 1
            empty(disk)
            services.drafts.save(DRAFT, CONTENT)
            assert services.drafts.load(DRAFT) == CONTENT
        assert not list((vault / "backups").glob("unsaved/*"))
        with opened(vault) as services:
            assert services.drafts.load(DRAFT) == CONTENT
