"""Files written outside the vault: remembered until they are whole, so that a crash leaves no half."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import VaultError
from app.services.file_systems import require_room
from app.services.output_files import writing
from app.vault import Vault
from app.vault.files import lies_within

UNFINISHED = "unfinished"
"""The setting that names the partial files, as a JSON list of paths."""


@contextmanager
def handing_out(vault: Vault, target: Path | BinaryIO, size_bytes: int) -> Iterator[BinaryIO]:
    """As `writing`, of `size_bytes` at least: where these cannot fit, it is said before anything is written.

    If this process dies within, `sweep_unfinished` removes what it had written. Raises
    DiskError `disk.full`, `.file_limit`, `.unwritable`.
    """
    if isinstance(target, Path):
        require_room(target.parent, size_bytes)
    begun: list[Path] = []

    def remember(partial: Path) -> None:
        begun.append(partial.absolute())
        _write(vault, [*_read(vault), *begun])

    try:
        with writing(target, remember) as stream:
            yield stream
    finally:
        if begun:
            _write(vault, [path for path in _read(vault) if path not in begun])


def require_elsewhere(vault: Vault, target: Path | BinaryIO) -> None:
    """Refuse to write what opens a vault where whoever takes the vault takes it too.

    Raises VaultError `vault.opener_inside`.
    """
    if isinstance(target, Path) and lies_within(target, vault.folder):
        raise VaultError("vault.opener_inside")


def sweep_unfinished(vault: Vault) -> None:
    """Remove what a session that died had begun to write; on a stick that is away, another time."""
    unfinished = _read(vault)
    left = [path for path in unfinished if not _removed(path)]
    if left != unfinished:
        _write(vault, left)


def _removed(partial: Path) -> bool:
    try:
        if partial.parent.is_dir():
            partial.unlink(missing_ok=True)
            return True
    except OSError:
        pass
    return False


def _read(vault: Vault) -> list[Path]:
    return [Path(path) for path in json.loads(vault.settings.all().get(UNFINISHED) or "[]")]


def _write(vault: Vault, paths: list[Path]) -> None:
    with vault.transaction():
        vault.settings.write(UNFINISHED, json.dumps([str(path) for path in paths]))
