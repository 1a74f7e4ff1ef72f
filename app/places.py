"""Where things lie: resources and migrations of the program, and a person's vault."""

import sys
from functools import cache
from pathlib import Path

import platformdirs


@cache
def root() -> Path:
    """The folder that holds `resources` and `migrations`: the tree, or the frozen program's own."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(__file__).resolve().parent.parent


def resources() -> Path:
    """Forms, vocabularies, schemas, catalogues, demo files."""
    return root() / "resources"


def migrations() -> Path:
    """The numbered SQL files of the vault."""
    return root() / "migrations"


KEYS, DATA = "keys", "data"
"""The two files by which one knows the folder of a vault."""

GONE = KEYS + ".gone"
"""The vault's key file from the moment its destruction began: what is cut short is finished by it."""


def is_ending(folder: Path) -> bool:
    """Whether the destruction of the vault in a folder was begun, with its passphrase, and cut short."""
    try:
        return (folder / GONE).is_file() and not (folder / KEYS).exists()
    except OSError:
        return False


def default_vault() -> Path:
    """Where a vault lies if nothing else is said; the name says nothing."""
    return Path(platformdirs.user_documents_dir()) / "Notebook"


def guise_file() -> Path:
    """Where the guise is kept, if one was chosen: outside of any vault; the names say nothing."""
    return Path(platformdirs.user_config_dir("Notebook", appauthor=False)) / "window.json"
