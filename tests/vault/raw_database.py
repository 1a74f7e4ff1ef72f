"""The database of a vault as an examiner with its key would see it: pages, and any SQL at all."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.crypto.keyslots import derive_database_key, normalise_passphrase, read_key_file, unlock
from app.vault.connection import Connection
from tests.builders import PASSPHRASE

PAGE_BYTES = 4096
RESERVE_BYTES = 80
IV_BYTES = 16
SALT_BYTES = 16


def database_key(folder: Path, passphrase: str = PASSPHRASE) -> bytes:
    key_file = read_key_file((folder / "keys").read_bytes())
    return derive_database_key(unlock(key_file, normalise_passphrase(passphrase)), key_file.vault_id)


def decrypted_pages(folder: Path, passphrase: str = PASSPHRASE) -> bytes:
    """Every page of `data` in plain, free pages too (SQLCipher 4: AES-256-CBC, IV before the HMAC)."""
    key, data = database_key(folder, passphrase)[:32], (folder / "data").read_bytes()
    pages = []
    for start in range(0, len(data), PAGE_BYTES):
        page = data[start : start + PAGE_BYTES]
        iv = page[-RESERVE_BYTES : IV_BYTES - RESERVE_BYTES]
        sealed = page[SALT_BYTES if start == 0 else 0 : -RESERVE_BYTES]
        cipher = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        pages.append(cipher.update(sealed) + cipher.finalize())
    return b"".join(pages)


def execute(folder: Path, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Change a closed vault behind its back."""
    database = Connection(folder / "data", database_key(folder))
    try:
        database.run("PRAGMA foreign_keys = OFF")
        return database.all(sql, values)
    finally:
        database.close()
