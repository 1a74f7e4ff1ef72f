"""Who can open an age file: stanzas, and the recipients and identities that wrap and unwrap its key.

Follows C2SP `age.md`: `mlkem768x25519` (native hybrid, for bundles), `scrypt`
(a passphrase) and, for reading only, `X25519`.
"""

import base64
import binascii
import hashlib
import os
import re
from dataclasses import dataclass
from typing import Protocol, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from app.crypto.errors import HeaderError
from app.crypto.primitives import derive_key
from app.domain import bech32
from app.domain.errors import VaultError

HYBRID_STANZA = "mlkem768x25519"
X25519_STANZA = "X25519"
SCRYPT_STANZA = "scrypt"

FILE_KEY_BYTES = 16
SEED_BYTES = 32
RECIPIENT_BYTES = 1216
SCRYPT_LOG_N, MAX_SCRYPT_LOG_N = 18, 20
"""Work factors: what we ask for takes 256 MiB; a file may ask for 1 GiB, which a small laptop has."""

_WRAPPED_BYTES = FILE_KEY_BYTES + 16
_ML_KEM_KEY_BYTES = 1184
_ML_KEM_SEED_BYTES = 64
_ML_KEM_CIPHERTEXT_BYTES = 1088
_SHARE_BYTES = 32
_ENCAPSULATION_BYTES = _ML_KEM_CIPHERTEXT_BYTES + _SHARE_BYTES
_SCRYPT_SALT_BYTES = 16
_SCRYPT_BLOCK = 8

_RECIPIENT_PREFIX = "age1pq"
_HYBRID_PREFIX = "age-secret-key-pq-"
_X25519_PREFIX = "age-secret-key-"
_HYBRID_INFO = b"age-encryption.org/mlkem768x25519"
_X25519_INFO = b"age-encryption.org/v1/X25519"
_SCRYPT_LABEL = b"age-encryption.org/v1/scrypt"
_WORK_FACTOR = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)
_BASE64 = re.compile(r"[A-Za-z0-9+/]*", re.ASCII)

_SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


@dataclass(frozen=True, slots=True)
class Stanza:
    """One recipient's way to the file key: `kind`, what stands behind it, and a body."""

    kind: str
    arguments: tuple[str, ...]
    body: bytes


class Recipient(Protocol):
    """Somebody a file can be sealed to."""

    def wrap(self, file_key: bytes) -> Stanza:
        """A stanza from which only the recipient's identity gets `file_key` back."""
        ...


class Identity(Protocol):
    """Somebody who may be able to open a file."""

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """The file key, None if the stanza is for others; HeaderError if it is malformed."""
        ...


class HybridRecipient:
    """The public half of a post-quantum identity: X-Wing (ML-KEM-768 with X25519)."""

    def __init__(self, raw: bytes) -> None:
        """`raw` is 1,184 bytes ML-KEM-768 ‖ 32 bytes X25519; ValueError if it is no such key."""
        if len(raw) != RECIPIENT_BYTES:
            raise ValueError("age recipient: wrong length")
        share = raw[_ML_KEM_KEY_BYTES:]
        if _is_low_order(share):
            raise ValueError("age recipient: a point of low order")
        self.raw = raw
        self._key = hpke.MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(raw[:_ML_KEM_KEY_BYTES]),
            X25519PublicKey.from_public_bytes(share),
        )

    @classmethod
    def parse(cls, text: str) -> Self:
        """From its Bech32 form `age1pq1…`; ValueError if it is none."""
        return cls(_decode_key(text, _RECIPIENT_PREFIX, RECIPIENT_BYTES))

    def __str__(self) -> str:
        return bech32.encode(_RECIPIENT_PREFIX, self.raw)

    def wrap(self, file_key: bytes) -> Stanza:
        """A `mlkem768x25519` stanza: HPKE base mode, empty additional data."""
        sealed = _SUITE.encrypt(file_key, self._key, _HYBRID_INFO)
        encapsulation = encode_base64(sealed[:_ENCAPSULATION_BYTES])
        return Stanza(HYBRID_STANZA, (encapsulation,), sealed[_ENCAPSULATION_BYTES:])


class HybridIdentity:
    """A post-quantum identity, grown from 32 secret bytes by SHAKE256."""

    def __init__(self, seed: bytes) -> None:
        """ValueError if `seed` is not 32 bytes."""
        if len(seed) != SEED_BYTES:
            raise ValueError("age identity: wrong length")
        self._seed = seed
        grown = hashlib.shake_256(seed).digest(_ML_KEM_SEED_BYTES + _SHARE_BYTES)
        ml_kem = MLKEM768PrivateKey.from_seed_bytes(grown[:_ML_KEM_SEED_BYTES])
        x25519 = X25519PrivateKey.from_private_bytes(grown[_ML_KEM_SEED_BYTES:])
        self._key = hpke.MLKEM768X25519PrivateKey(ml_kem, x25519)
        self.recipient = HybridRecipient(
            ml_kem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
        )

    @classmethod
    def generate(cls) -> Self:
        """A new one from the system's randomness."""
        return cls(os.urandom(SEED_BYTES))

    @classmethod
    def parse(cls, text: str) -> Self:
        """From its Bech32 form `AGE-SECRET-KEY-PQ-1…`; ValueError if it is none."""
        return cls(_decode_key(text, _HYBRID_PREFIX, SEED_BYTES))

    @property
    def seed(self) -> bytes:
        """The 32 secret bytes."""
        return self._seed

    def secret_text(self) -> str:
        """The secret in the Bech32 form that age tools read."""
        return bech32.encode(_HYBRID_PREFIX, self._seed).upper()

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """As `Identity.unwrap`."""
        if stanza.kind != HYBRID_STANZA:
            return None
        encapsulation = _only_argument(stanza, _ENCAPSULATION_BYTES)
        if _is_low_order(encapsulation[_ML_KEM_CIPHERTEXT_BYTES:]):
            raise HeaderError("a share of low order")
        try:
            return _SUITE.decrypt(encapsulation + stanza.body, self._key, _HYBRID_INFO)
        except InvalidTag:
            return None


class X25519Identity:
    """A classical identity; nothing is ever sealed to one here."""

    def __init__(self, secret: bytes) -> None:
        """ValueError if `secret` is not 32 bytes."""
        self._key = X25519PrivateKey.from_private_bytes(secret)
        self._public = self._key.public_key().public_bytes_raw()

    @classmethod
    def parse(cls, text: str) -> Self:
        """From its Bech32 form `AGE-SECRET-KEY-1…`; ValueError if it is none."""
        return cls(_decode_key(text, _X25519_PREFIX, SEED_BYTES))

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """As `Identity.unwrap`."""
        if stanza.kind != X25519_STANZA:
            return None
        share = _only_argument(stanza, _SHARE_BYTES)
        try:
            shared = self._key.exchange(X25519PublicKey.from_public_bytes(share))
        except ValueError:
            raise HeaderError("a share of low order") from None
        return _unseal(derive_key(shared, share + self._public, _X25519_INFO), stanza.body)


class ScryptRecipient:
    """Whoever knows a passphrase; must be the only recipient of a file."""

    def __init__(self, passphrase: bytes, *, log_n: int = SCRYPT_LOG_N) -> None:
        """`log_n` is the work factor: 18 takes 256 MiB and about a second."""
        self._passphrase = passphrase
        self._log_n = log_n

    def wrap(self, file_key: bytes) -> Stanza:
        """A `scrypt` stanza; VaultError vault.memory if there is too little memory."""
        salt = os.urandom(_SCRYPT_SALT_BYTES)
        key = _stretch(self._passphrase, salt, self._log_n)
        body = ChaCha20Poly1305(key).encrypt(bytes(12), file_key, None)
        return Stanza(SCRYPT_STANZA, (encode_base64(salt), str(self._log_n)), body)


class ScryptIdentity:
    """A passphrase that may open a file."""

    def __init__(self, passphrase: bytes) -> None:
        """A file that asks for more work than MAX_SCRYPT_LOG_N is refused before any is done."""
        self._passphrase = passphrase

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """As `Identity.unwrap`; VaultError vault.memory if there is too little memory."""
        if stanza.kind != SCRYPT_STANZA:
            return None
        if len(stanza.arguments) != 2 or not _WORK_FACTOR.fullmatch(stanza.arguments[1]):
            raise HeaderError("a malformed scrypt stanza")
        salt, log_n = decode_base64(stanza.arguments[0]), int(stanza.arguments[1])
        if len(salt) != _SCRYPT_SALT_BYTES or len(stanza.body) != _WRAPPED_BYTES:
            raise HeaderError("a malformed scrypt stanza")
        if log_n > MAX_SCRYPT_LOG_N:
            raise HeaderError("a scrypt work factor beyond the limit")
        return _unseal(_stretch(self._passphrase, salt, log_n), stanza.body)


def encode_base64(data: bytes) -> str:
    """RFC 4648 base64 without padding, as age headers have it."""
    return base64.b64encode(data).rstrip(b"=").decode("ascii")


def decode_base64(text: str) -> bytes:
    """The bytes of canonical base64 without padding, or HeaderError."""
    if not _BASE64.fullmatch(text):
        raise HeaderError("not base64")
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        raise HeaderError("not base64") from None
    if encode_base64(data) != text:
        raise HeaderError("not canonical base64")
    return data


def _only_argument(stanza: Stanza, length: int) -> bytes:
    if len(stanza.arguments) != 1 or len(stanza.body) != _WRAPPED_BYTES:
        raise HeaderError("a malformed stanza")
    data = decode_base64(stanza.arguments[0])
    if len(data) != length:
        raise HeaderError("a malformed stanza")
    return data


def _is_low_order(share: bytes) -> bool:
    """Whether every secret leads to the all-zero result with this X25519 share."""
    try:
        X25519PrivateKey.from_private_bytes(bytes(_SHARE_BYTES)).exchange(
            X25519PublicKey.from_public_bytes(share)
        )
    except ValueError:
        return True
    return False


def _unseal(key: bytes, body: bytes) -> bytes | None:
    try:
        return ChaCha20Poly1305(key).decrypt(bytes(12), body, None)
    except InvalidTag:
        return None


def _stretch(passphrase: bytes, salt: bytes, log_n: int) -> bytes:
    try:
        return Scrypt(_SCRYPT_LABEL + salt, 32, 1 << log_n, _SCRYPT_BLOCK, 1).derive(passphrase)
    except MemoryError:
        memory_mib = (128 * _SCRYPT_BLOCK << log_n) >> 20
        raise VaultError("vault.memory", memory_mib=memory_mib) from None


def _decode_key(text: str, prefix: str, length: int) -> bytes:
    found, raw = bech32.decode(text)
    if found != prefix or len(raw) != length:
        raise ValueError("not the expected kind of age key")
    return raw
