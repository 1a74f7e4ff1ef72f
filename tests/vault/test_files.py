"""What must last: a file is synced before it has its name, and the folder behind the name."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.vault import Vault
from app.vault.files import replace_file

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="not on Windows")


def put_keys(folder: Path, vault: Vault) -> None:
    replace_file(folder / "keys", vault.vault_id.encode())


def seal(_folder: Path, vault: Vault) -> None:
    vault.evidence.store(io.BytesIO(b"bytes"))


def receive(_folder: Path, vault: Vault) -> None:
    writer = vault.staging.evidence.receive("0" * 64, vault.transaction)
    writer.write(b"bytes")
    writer.finish()


@pytest.mark.parametrize("put", [put_keys, seal, receive])
def test_whole_before_it_has_its_name(
    folder: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch, put: Callable[[Path, Vault], None]
) -> None:
    steps: list[tuple[str, int]] = []
    named: list[Path] = []
    sync, rename = os.fsync, Path.replace

    def note_sync(descriptor: int) -> None:
        steps.append(("synced", os.fstat(descriptor).st_ino))
        sync(descriptor)

    def note_rename(source: Path, target: Path) -> Path:
        steps.append(("named", source.stat().st_ino))
        named.append(target)
        return rename(source, target)

    with vault.transaction():
        vault.draft.save("the mark is cleared before anything is counted")
    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(Path, "replace", note_rename)
    put(folder, vault)
    monkeypatch.undo()
    (target,) = named
    file, holder = target.stat().st_ino, target.parent.stat().st_ino
    assert steps[-3:] == [("synced", file), ("named", file), ("synced", holder)]
