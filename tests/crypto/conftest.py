"""Here Argon2id itself is the subject."""

import pytest

from app.crypto import keyslots
from tests.conftest import true_stretch


@pytest.fixture(autouse=True)
def stretched_anew(stretched_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Worked out each time, as the program does it."""
    monkeypatch.setattr(keyslots, "_stretch", true_stretch)
