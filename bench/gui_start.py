"""Starting: how long until one can type the passphrase, and until the shell shows its help.

What a person would notice: the pause after the click on the icon. The rivals stand in the same
table: a bare window of the same toolkit, and an interpreter that does nothing. All have their bytecode
from the first round, which is not counted, as an installed program has it.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.parts.figures import Figure, print_figures
from bench.parts.vaults import make_vault

ROUNDS = 9
FIRST_PAINT = ROOT / "bench" / "parts" / "first_paint.py"


def main() -> None:
    """Everything by turns, so that whatever else runs slows all of it alike."""
    with tempfile.TemporaryDirectory() as name:
        documents = Path(name) / "Documents"
        documents.mkdir()
        make_vault(documents / "Notebook")
        commands = {
            "ours": (str(FIRST_PAINT), "ours"),
            "bare": (str(FIRST_PAINT), "bare"),
            "help": (str(ROOT / "main.py"), "--help"),
            "python": ("-c", "pass"),
        }
        taken = {what: list[float]() for what in commands}
        # The first round fills the caches of the disk.
        for each in range(ROUNDS + 1):
            for what, arguments in commands.items():
                seconds = run(arguments, documents)
                if each:
                    taken[what].append(seconds)
    median = {what: statistics.median(seconds) for what, seconds in taken.items()}
    milliseconds = {what: f"{seconds * 1000:.0f} ms" for what, seconds in median.items()}
    print_figures(
        "starting",
        [
            Figure("start to the unlock page", milliseconds["ours"]),
            Figure("a bare PySide6 window", milliseconds["bare"]),
            Figure("the one / the other", f"{median['ours'] / median['bare']:.2f}", "≤ 2.0"),
            Figure("main.py --help", milliseconds["help"]),
            Figure("the interpreter alone", milliseconds["python"]),
        ],
    )


def run(arguments: Sequence[str], documents: Path) -> float:
    """Seconds from the start of a process to the time it prints, or else to its end."""
    environment = {
        "QT_QPA_PLATFORM": "offscreen",
        **os.environ,
        "XDG_DOCUMENTS_DIR": str(documents),
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(documents.with_name("bytecode")),
    }
    started = time.monotonic()
    ran = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=True
    )
    ended = time.monotonic()
    told = ran.stdout.strip()
    return (float(told) if told.replace(".", "").isdigit() else ended) - started


if __name__ == "__main__":
    main()
