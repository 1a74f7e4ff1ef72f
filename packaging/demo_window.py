"""Opens the coordinator's vault of the demonstration in the window: how `make demo` ends at a display.

    python packaging/demo_window.py DIR

Nobody is asked for its passphrase, which guards nothing; after a lock it is asked for, as always.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.cli.demonstration.story import PASSPHRASE
from app.domain.work import Watch
from app.gui.application import start
from app.services import Services, open_services
from app.services.clock import SystemClock


def main() -> int:
    """Stay until the window is closed; the exit code of the program."""
    vault = Path(sys.argv[1]) / "coordinator"

    def opening(watch: Watch) -> Services:
        return open_services(vault, PASSPHRASE, SystemClock(), watch)

    # What comes after a lock is the program itself.
    sys.argv[:] = [str(ROOT / "main.py")]
    return start(vault, opening)


if __name__ == "__main__":
    sys.exit(main())
