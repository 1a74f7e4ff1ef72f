"""Finding vaults: in the default folder, in the one given, on drives that can be pulled out.

Nothing is remembered outside a vault, so nothing but the places themselves is looked at.
"""

import os
import string
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.domain.strict_json import StrictJsonError, parse_object
from app.places import DATA, GONE, KEYS, is_ending

_MOUNTED = ("/media", "/run/media", "/Volumes")
_REMOVABLE = 2
"""DRIVE_REMOVABLE of the Windows function GetDriveTypeW."""
_KEY_FILE_BYTES = 64 * 1024
_ALONE, _WITH_FILE = "passphrase", "passphrase_and_file"
"""Kinds of slots."""

_MOST_LOOKED_AT = 200
"""Folders of one drive: a stick full of folders must not make anybody wait."""


class VaultPlace(StrEnum):
    """Where a vault was found."""

    GIVEN = "given"
    DEFAULT = "default"
    DRIVE = "drive"


@dataclass(frozen=True, slots=True)
class FoundVault:
    """A folder that looks like a vault; only opening it tells whether it is one.

    `keyboard` is the layout that its file `keys` names, `needs_file` whether that asks for a key file
    beside the passphrase; nobody vouches for either before that. One that is `ending` opens no more: its
    destruction was begun.
    """

    folder: Path
    place: VaultPlace
    keyboard: str | None = None
    needs_file: bool = False
    ending: bool = False


def find_vaults(
    default: Path, given: Path | None = None, drives: Iterable[Path] | None = None
) -> tuple[FoundVault, ...]:
    """The vaults there are, the given one first; each drive is looked at one folder deep.

    What is left of a damaged one counts, given or by default: opening it says what is wrong.
    `drives` are those of this computer unless they are named. What cannot be read is passed over.
    """
    places = [(given, VaultPlace.GIVEN)] if given else []
    places.append((default, VaultPlace.DEFAULT))
    for drive in removable_drives() if drives is None else drives:
        places += ((folder, VaultPlace.DRIVE) for folder in (drive, *_folders_of(drive)))
    found: dict[Path, FoundVault] = {}
    for folder, place in places:
        ending = is_ending(folder)
        if ending or is_vault(folder) or (place is not VaultPlace.DRIVE and is_part_of_vault(folder)):
            found.setdefault(folder.absolute(), FoundVault(folder, place, *_claims_of(folder), ending))
    return tuple(found.values())


def is_vault(folder: Path) -> bool:
    """Whether a folder holds what a vault holds."""
    try:
        return (folder / KEYS).is_file() and (folder / DATA).is_file()
    except OSError:
        return False


def is_part_of_vault(folder: Path) -> bool:
    """Whether so much of a vault lies in a folder that no new one belongs there."""
    try:
        return any((folder / name).exists() for name in (KEYS, DATA, GONE))
    except OSError:
        return False


def _claims_of(folder: Path) -> tuple[str | None, bool]:
    """Keyboard and key file. What reads `keys` in earnest is loaded only when a vault is opened."""
    try:
        with (folder / KEYS).open("rb") as stream:
            found = parse_object(stream.read(_KEY_FILE_BYTES + 1), _KEY_FILE_BYTES).get("slots")
    except (OSError, StrictJsonError):
        return None, False
    slots = [slot for slot in found if isinstance(slot, dict)] if isinstance(found, list) else []
    keyboards = (keyboard for slot in slots if isinstance(keyboard := slot.get("keyboard"), str))
    kinds = {kind for slot in slots if isinstance(kind := slot.get("kind"), str)}
    return next(keyboards, None), _WITH_FILE in kinds and _ALONE not in kinds


def removable_drives() -> tuple[Path, ...]:
    """Where sticks and cards are mounted now."""
    if sys.platform == "win32":
        return tuple(_windows_drives())
    return tuple(_mounted(Path(root) for root in _MOUNTED))


def _mounted(roots: Iterable[Path]) -> Iterator[Path]:
    """Mount points below these folders: some systems put the person's name in between."""
    for root in roots:
        for folder in _folders_of(root):
            if os.path.ismount(folder):
                yield folder
            else:
                yield from (inner for inner in _folders_of(folder) if os.path.ismount(inner))


def _folders_of(folder: Path) -> list[Path]:
    found: list[Path] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if len(found) == _MOST_LOOKED_AT:
                    break
                if entry.is_dir(follow_symlinks=False):
                    found.append(Path(entry.path))
    except OSError:
        return found
    return sorted(found)


def _windows_drives() -> Iterator[Path]:
    import ctypes

    system = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    for place, letter in enumerate(string.ascii_uppercase):
        root = f"{letter}:\\"
        if system.GetLogicalDrives() >> place & 1 and system.GetDriveTypeW(root) == _REMOVABLE:
            yield Path(root)
