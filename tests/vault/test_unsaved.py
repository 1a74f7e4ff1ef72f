"""The file of a draft that the database did not take, byte for byte as DESIGN.md has it."""

import base64
import io
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.errors import VaultError
from app.vault.unsaved import UnsavedDraft, file_name, open_draft, seal_draft

VECTORS = Path(__file__).parents[1] / "vectors" / "unsaved.json"
KEY, NONCE = bytes(range(32)), bytes(range(64, 80))
DRAFT = UnsavedDraft(name="quick.0193", content={"narrative": "Үлгі Тестұлы", "files": [], "when": None})


def made() -> dict[str, Any]:
    return {
        "state_key": base64.b64encode(KEY).decode(),
        "draft": DRAFT.model_dump(),
        "file_name": file_name(DRAFT.name, KEY),
        "file": base64.b64encode(seal_draft(DRAFT, KEY, nonce=NONCE)).decode(),
    }


def held() -> Any:
    return json.loads(VECTORS.read_text(encoding="utf-8"))


def test_it_is_made_and_opens_as_ever() -> None:
    assert held() == made()
    assert open_draft(io.BytesIO(base64.b64decode(held()["file"])), KEY) == DRAFT


def test_it_opens_by_what_design_says_alone() -> None:
    vector = held()
    key, file = base64.b64decode(vector["state_key"]), base64.b64decode(vector["file"])
    cipher = ChaCha20Poly1305(HKDF(SHA256(), 32, file[:16], b"daftar-unsaved@1").derive(key))
    plain = cipher.decrypt(bytes(11) + b"\1", file[16:], None)
    assert len(plain) == 4096
    assert plain.rstrip(b" ").endswith(b"}")
    assert json.loads(plain) == vector["draft"]
    name = HKDF(SHA256(), 16, vector["draft"]["name"].encode(), b"daftar-unsaved-name@1").derive(key)
    assert vector["file_name"] == name.hex()


def test_under_another_key_it_is_refused() -> None:
    with pytest.raises(VaultError, match="damaged"):
        open_draft(io.BytesIO(seal_draft(DRAFT, KEY)), bytes(32))


if __name__ == "__main__":
    VECTORS.write_text(json.dumps(made(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
