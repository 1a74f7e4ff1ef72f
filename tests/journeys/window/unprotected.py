"""The window without what keeps other programs from its memory, so that a test can look into it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from app.gui.application import start

if __name__ == "__main__":
    sys.exit(start())
