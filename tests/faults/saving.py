"""Three saves in one session, each acknowledged while the vault stays open, as the window does.

python -m tests.faults.saving VAULT PASSPHRASE-FILE
"""

import json
import sys
from pathlib import Path

from app.domain.work import Watch
from tests.faults.scene import incident, opened

SAVES = 3


def main() -> None:
    """Save, and say so."""
    vault, passphrase = Path(sys.argv[1]), Path(sys.argv[2]).read_text("utf-8")
    with opened(vault, passphrase) as services:
        for number in range(SAVES):
            saved = services.recording.add(incident(f"Терезе {number}"), (), Watch())
            sys.stdout.write(json.dumps({"id": saved.id}) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
