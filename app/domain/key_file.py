"""The key file: a second factor beside the passphrase, 32 random bytes in one line of Bech32 (BIP 173).

    daftarkey1 ‖ 52 characters of the key ‖ 6 of the checksum

Its prefix tells it from any other file, its checksum a whole one from a damaged one. It names no
vault: whoever finds it learns that it opens one, and not which.
"""

from typing import Final

from app.domain.bech32 import decode, encode
from app.domain.errors import VaultError

FILE_KEY_BYTES: Final = 32
MAX_FILE_BYTES: Final = 1024
"""Room for blanks that an editor or a mail program put around it."""

_PREFIX = "daftarkey"


def write_file_key(key: bytes) -> bytes:
    """What a key file holds; ValueError unless the key is 32 bytes."""
    if len(key) != FILE_KEY_BYTES:
        raise ValueError("the key of a key file is 32 bytes")
    return encode(_PREFIX, key).encode() + b"\n"


def read_file_key(data: bytes) -> bytes:
    """The 32 bytes of a key file, whatever white space stands around them.

    Raises VaultError: `vault.file_damaged` for one of ours that is not whole, `vault.file_foreign`
    for every other file.
    """
    text = data.decode("ascii", errors="replace").strip() if len(data) <= MAX_FILE_BYTES else ""
    if not text.lower().startswith(f"{_PREFIX}1"):
        raise VaultError("vault.file_foreign")
    try:
        prefix, key = decode(text)
    except ValueError:
        raise VaultError("vault.file_damaged") from None
    if prefix != _PREFIX or len(key) != FILE_KEY_BYTES:
        raise VaultError("vault.file_damaged")
    return key
