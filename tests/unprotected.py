"""The program without what keeps others from its memory: who is not root may look into it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app import protection
from main import main

if __name__ == "__main__":
    protection.protect = lambda: None
    sys.exit(main())
