"""Names that synchronising services give to a second version of a file which changed in two places.

They put something behind or before the name: "keys (conflicted copy 2026-11-29)",
"data (Пример's conflicted copy)", "data (конфликтующая копия …)", "data (1)", "data-LAPTOP-7",
"data.sync-conflict-20261129-101112-ABCDEFG", "data_conflict-20261129", "data[Conflict]",
"Copy of data", "Копия data".
"""

import unicodedata
from collections.abc import Iterable

OWN_FILES = ("keys", "data", "open")
OWN_FOLDERS = ("blobs", "staging", "backups")
_OUR_OTHERS = frozenset({"data-wal", "data-shm", "data-journal", "keys.partial"})
_BEHIND = (" (", "(", " - ", ".", "-", "_", "[", " [")
_BEFORE = ("copy of ", "копия ", "conflict ", "конфликт ", "~")


def sync_copies(names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names in a vault's folder that a synchronising service made of the vault's own."""
    return tuple(sorted(name for name in names if _is_copy(name)))


def _is_copy(name: str) -> bool:
    plain = unicodedata.normalize("NFC", name).casefold()
    if plain in _OUR_OTHERS or plain in OWN_FILES or plain in OWN_FOLDERS:
        return False
    for own in (*OWN_FILES, *OWN_FOLDERS):
        if plain.startswith(own) and plain.removeprefix(own).startswith(_BEHIND):
            return True
        if any(plain.startswith(before + own) for before in _BEFORE):
            return True
    return False
