"""The primitives that everything here is made of: are they there, and HKDF.

This file imports the rarer ones only when asked, so that a library too old for
them is reported in words instead of as a failed import: call
`require_primitives()` before anything else of `app.crypto` is imported.
"""

from collections.abc import Callable
from importlib import import_module

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.errors import VaultError

_HAZMAT = "cryptography.hazmat.primitives."


def derive_key(secret: bytes, salt: bytes, info: bytes, length: int = 32) -> bytes:
    """HKDF-SHA256 (RFC 5869); an empty salt is the RFC's string of zeros."""
    return HKDF(hashes.SHA256(), length, salt or None, info).derive(secret)


def require_primitives() -> None:
    """Try each primitive once; VaultError vault.crypto_missing names the first that is missing."""
    for name, probe in _PROBES:
        try:
            probe()
        except (ImportError, AttributeError, UnsupportedAlgorithm) as error:
            raise VaultError("vault.crypto_missing", what=name) from error


def _probe_ml_kem() -> None:
    import_module(_HAZMAT + "asymmetric.mlkem").MLKEM768PrivateKey.from_seed_bytes(bytes(64))


def _probe_hpke() -> None:
    hpke = import_module(_HAZMAT + "hpke")
    hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


def _probe_ml_dsa() -> None:
    import_module(_HAZMAT + "asymmetric.mldsa").MLDSA65PrivateKey.from_seed_bytes(bytes(32))


def _probe_ed25519() -> None:
    import_module(_HAZMAT + "asymmetric.ed25519").Ed25519PrivateKey.from_private_bytes(bytes(32))


def _probe_x25519() -> None:
    import_module(_HAZMAT + "asymmetric.x25519").X25519PrivateKey.from_private_bytes(bytes(32))


def _probe_argon2() -> None:
    argon2 = import_module(_HAZMAT + "kdf.argon2")
    argon2.Argon2id(salt=bytes(16), length=32, iterations=1, lanes=1, memory_cost=8).derive(b"")


def _probe_aead() -> None:
    aead = import_module(_HAZMAT + "ciphers.aead")
    aead.AESGCM(bytes(32)).encrypt(bytes(12), b"", None)
    aead.ChaCha20Poly1305(bytes(32)).encrypt_into(bytes(12), b"", None, bytearray(16))


_PROBES: tuple[tuple[str, Callable[[], None]], ...] = (
    ("ML-KEM-768", _probe_ml_kem),
    ("HPKE MLKEM768-X25519", _probe_hpke),
    ("ML-DSA-65", _probe_ml_dsa),
    ("Ed25519", _probe_ed25519),
    ("X25519", _probe_x25519),
    ("Argon2id", _probe_argon2),
    ("AES-256-GCM, ChaCha20-Poly1305", _probe_aead),
)
