"""Our own formats, byte by byte: the vectors that a second implementation would start from.

`python -m tests.crypto.test_own_vectors` writes them anew; after the first release they never change.
The plain bytes of a blob count: 8-byte big-endian numbers from 0, cut to length.
"""

import base64
import hashlib
import io
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.crypto.keyslots import (
    KdfParameters,
    Slot,
    derive_database_key,
    derive_state_key,
    make_slot,
    normalise_passphrase,
    open_slot,
    slot_context,
    state_mac,
)
from app.crypto.pipeline import hash_blob
from app.crypto.streams import BlobReader
from app.domain.key_file import read_file_key, write_file_key
from app.domain.padme import padme
from tests.crypto.builders import pattern, sealed_blob

VECTORS = Path(__file__).parents[1] / "vectors"
VAULT_ID = "0f1e2d3c-4b5a-4968-8796-a5b4c3d2e1f0"
MASTER_KEY = bytes(range(100, 132))
FILE_KEY = bytes(range(40, 72))
PASSPHRASE = "\u00a0Қара қағаз Ӯ Ҳ Ҷ\n"
BLOB_LENGTHS = (0, 1, 1000, 65_537)


def to_text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def to_bytes(text: str) -> bytes:
    return base64.b64decode(text)


def slot_vectors() -> dict[str, Any]:
    secrets = ((normalise_passphrase(PASSPHRASE), KdfParameters(), "kk"), (bytes(range(32)), None, None))
    vectors = []
    for number, (secret, kdf, keyboard) in enumerate(secrets, 1):
        slot = make_slot(
            VAULT_ID,
            MASTER_KEY,
            secret,
            kdf=kdf,
            generation=number,
            keyboard=keyboard,
            salt=bytes([number]) * 16,
            nonce=bytes([number + 16]) * 12,
        )
        vector = {
            "vault_id": VAULT_ID,
            "secret": to_text(secret),
            "slot": slot.model_dump(mode="json", exclude_none=True),
            "context": slot_context(VAULT_ID, slot).decode(),
            "master_key": to_text(MASTER_KEY),
            "derived": {
                "daftar-db@1": to_text(derive_database_key(MASTER_KEY, VAULT_ID)),
                "daftar-state@1": to_text(derive_state_key(MASTER_KEY, VAULT_ID)),
            },
        }
        vectors.append(vector | ({"passphrase": PASSPHRASE} if kdf else {}))
    tip = {"vault_id": VAULT_ID, "generation": 2, "seq": 41, "hash": "5c" * 32}
    key = derive_state_key(MASTER_KEY, VAULT_ID)
    mac = state_mac(key, vault_id=VAULT_ID, generation=2, seq=41, tip_hash="5c" * 32)
    return {"slots": vectors, "tip": tip | {"mac": mac}}


def key_file_vectors() -> dict[str, Any]:
    """A slot that needs a key file beside the passphrase, and that file."""
    slot = make_slot(
        VAULT_ID,
        MASTER_KEY,
        normalise_passphrase(PASSPHRASE),
        kdf=KdfParameters(),
        generation=3,
        file_key=FILE_KEY,
        salt=bytes([3]) * 16,
        nonce=bytes([19]) * 12,
    )
    return {
        "vault_id": VAULT_ID,
        "passphrase": PASSPHRASE,
        "key_file": write_file_key(FILE_KEY).decode(),
        "slot": slot.model_dump(mode="json", exclude_none=True),
        "context": slot_context(VAULT_ID, slot).decode(),
        "master_key": to_text(MASTER_KEY),
    }


def blob_vectors() -> dict[str, Any]:
    vectors = []
    for number, length in enumerate(BLOB_LENGTHS, 1):
        key, nonce, plain = bytes([number]) * 32, bytes([number + 32]) * 16, pattern(length)
        vector = {
            "blob_key": to_text(key),
            "nonce": to_text(nonce),
            "size_bytes": length,
            "padded_bytes": padme(length),
            "sha256": hashlib.sha256(plain).hexdigest(),
            "blob": to_text(sealed_blob(plain, key, nonce)),
        }
        vectors.append(vector)
    return {"blobs": vectors}


def read_vectors(name: str) -> Any:
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


def test_slots_are_made_as_ever() -> None:
    assert read_vectors("slot.json") == slot_vectors()


def test_key_files_are_made_as_ever() -> None:
    assert read_vectors("key_file.json") == key_file_vectors()


def test_a_slot_with_a_key_file_opens_by_what_design_says_alone() -> None:
    """Every step anew, from the text of DESIGN.md and the library, with none of our code between."""
    vector = read_vectors("key_file.json")
    slot = vector["slot"]
    salt, kdf = to_bytes(slot["salt"]), slot["kdf"]
    typed = unicodedata.normalize("NFC", vector["passphrase"]).strip().encode()
    stretched = Argon2id(
        salt=salt, length=32, iterations=kdf["passes"], lanes=kdf["lanes"], memory_cost=kdf["memory_kib"]
    ).derive(typed)
    key = HKDF(SHA256(), 32, salt, b"daftar-key-file@1").derive(stretched + FILE_KEY)
    opened = AESGCM(key).decrypt(
        to_bytes(slot["nonce"]), to_bytes(slot["ciphertext"]), vector["context"].encode()
    )
    assert to_text(opened) == vector["master_key"]
    assert read_file_key(vector["key_file"].encode()) == FILE_KEY


def test_blobs_are_made_as_ever() -> None:
    assert read_vectors("blob.json") == blob_vectors()


@pytest.mark.parametrize("index", [0, 1])
def test_slots_open_as_ever(index: int) -> None:
    vector = read_vectors("slot.json")["slots"][index]
    facts = dict(vector["slot"])
    slot = Slot.model_validate(facts)
    secret = (
        normalise_passphrase(vector["passphrase"]) if "passphrase" in vector else to_bytes(vector["secret"])
    )
    assert secret == to_bytes(vector["secret"])
    assert open_slot(vector["vault_id"], slot, secret) == to_bytes(vector["master_key"])


@pytest.mark.parametrize("index", range(len(BLOB_LENGTHS)))
def test_blobs_open_as_ever(index: int) -> None:
    vector = read_vectors("blob.json")["blobs"][index]
    blob, key = io.BytesIO(to_bytes(vector["blob"])), to_bytes(vector["blob_key"])
    assert BlobReader(blob, key, vector["size_bytes"]).read() == pattern(vector["size_bytes"])
    assert hash_blob(blob, key, vector["size_bytes"]) == vector["sha256"]


if __name__ == "__main__":
    made = (
        ("slot.json", slot_vectors()),
        ("blob.json", blob_vectors()),
        ("key_file.json", key_file_vectors()),
    )
    for name, vectors in made:
        (VECTORS / name).write_text(
            json.dumps(vectors, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
