"""Unlocking: from Enter behind the passphrase to the list of incidents, the key derivation taken out.

What a person would notice: the pause before anything can be read, on every return to the computer.
The derivation is slow on purpose, and as slow as the vault's maker chose; all else is ours.

    gui_unlock.py [--quick] [--keep FOLDER]     fewer records; vaults made once and used again
"""

import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.parts.asked import asked_for
from bench.parts.figures import Figure, print_figures
from bench.parts.vaults import vault_of

ROUNDS = 5
FIRST_LIST = ROOT / "bench" / "parts" / "first_list.py"


def main() -> None:
    """A vault of many records, and one of very many."""
    with asked_for(__doc__) as asked:
        figures: list[Figure] = []
        for records, aim in ((asked.many, 300), (asked.very_many, 400)):
            figures += measure(vault_of(asked.folder / str(records), records), records, aim)
    print_figures("unlocking", figures)


def measure(vault: Path, records: int, aim: int) -> Iterator[Figure]:
    """Each round a new process, as after every lock; the first one fills the caches of the disk."""
    beyond, derived = list[float](), list[float]()
    for each in range(ROUNDS + 1):
        run = subprocess.run([sys.executable, FIRST_LIST, vault], capture_output=True, text=True, check=True)
        whole, key = map(float, run.stdout.split())
        if each:
            beyond.append(whole - key)
            derived.append(key)
    yield Figure(
        f"unlock to first list, {records:,} incidents",
        f"median {statistics.median(beyond) * 1000:.0f} ms, longest {max(beyond) * 1000:.0f} ms",
        f"≤ {aim} ms",
    )
    yield Figure("  key derivation at its floor, not counted", f"{statistics.median(derived) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
