"""Signatures: Ed25519 beside ML-DSA-65 over texts, Ed25519 over revisions, SSHSIG over bundles.

Standards: RFC 8032 (Ed25519), FIPS 204 (ML-DSA-65, the tag or namespace as its
context), OpenSSH `PROTOCOL.sshsig`, RFC 4253 and RFC 8709 (public key line), RFC 9881
(ML-DSA keys in X.509). Every `verify_…` returns nothing and raises SignatureError.
"""

import base64
import binascii
import hashlib
import os
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey, MLDSA65PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.crypto.errors import SignatureError
from app.crypto.recipients import HybridRecipient
from app.domain.errors import RevisionError
from app.domain.identity import ContactCard, Fingerprint, PublicKeys, read_card
from app.domain.revision import Revision
from app.domain.signed_text import HybridSignature, SignedText, signed_bytes

SEED_BYTES = 32
ED25519_SIGNATURE_BYTES = 64

_REVISION_TAG = b"daftar-revision-sig@1"
_REVISION_ID_BYTES = 32

_FIELD_PRIME = 2**255 - 19
# The y of all eight points whose order divides 8 (RFC 8032 curve); the sign of x does not matter.
_SMALL_ORDER_Y = frozenset(
    {
        0,
        1,
        _FIELD_PRIME - 1,
        0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
        0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
    }
)

_KEY_TYPE = b"ssh-ed25519"
_SSHSIG_MAGIC = b"SSHSIG"
_SSHSIG_VERSION = 1
_SSHSIG_HASH = b"sha512"
_SSHSIG_BEGIN = "-----BEGIN SSH SIGNATURE-----"
_SSHSIG_END = "-----END SSH SIGNATURE-----"
_SSHSIG_LINE_CHARACTERS = 70


class SigningKeys:
    """The two secret signing keys of an identity, each grown from a seed of 32 bytes."""

    def __init__(self, ed25519_seed: bytes, ml_dsa_65_seed: bytes) -> None:
        """ValueError if a seed is not 32 bytes."""
        self.ed25519_seed = ed25519_seed
        self.ml_dsa_65_seed = ml_dsa_65_seed
        self._ed25519 = Ed25519PrivateKey.from_private_bytes(ed25519_seed)
        self._ml_dsa_65 = MLDSA65PrivateKey.from_seed_bytes(ml_dsa_65_seed)
        self.ed25519_public = self._ed25519.public_key().public_bytes_raw()
        self.ml_dsa_65_public = self._ml_dsa_65.public_key().public_bytes_raw()

    @classmethod
    def generate(cls) -> Self:
        """New ones from the system's randomness."""
        return cls(os.urandom(SEED_BYTES), os.urandom(SEED_BYTES))

    def public_keys(self, recipient: HybridRecipient) -> PublicKeys:
        """The public half of the identity to which `recipient` belongs."""
        return PublicKeys(self.ed25519_public, self.ml_dsa_65_public, recipient.raw)

    def sign_ed25519(self, message: bytes) -> bytes:
        """64 bytes."""
        return self._ed25519.sign(message)

    def sign_ml_dsa(self, message: bytes, context: str) -> bytes:
        """3,309 bytes, under an ASCII context of at most 255 bytes."""
        return self._ml_dsa_65.sign(message, context.encode("ascii"))


def check_ed25519_key(key: bytes) -> None:
    """Refuse an Ed25519 public key that a verifier could be fooled with.

    Raises ValueError unless it is 32 bytes with y below the field prime and is not
    one of the points of small order, under which forged signatures pass.
    """
    if len(key) != SEED_BYTES:
        raise ValueError("ed25519: wrong length")
    y = int.from_bytes(key, "little") & (1 << 255) - 1
    if y >= _FIELD_PRIME or y in _SMALL_ORDER_Y:
        raise ValueError("ed25519: not a key of full order in canonical form")


def check_public_keys(keys: PublicKeys) -> None:
    """SignatureError unless each of the three keys is one that can be worked with."""
    try:
        check_ed25519_key(keys.ed25519)
        MLDSA65PublicKey.from_public_bytes(keys.ml_dsa_65)
        HybridRecipient(keys.age)
    except ValueError:
        raise SignatureError("an unusable public key") from None


def verify_ed25519(message: bytes, signature: bytes, key: bytes) -> None:
    """Verify 64 bytes over `message` with a strictly checked 32-byte key."""
    try:
        check_ed25519_key(key)
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (ValueError, InvalidSignature):
        raise SignatureError("ed25519") from None


def verify_ml_dsa(message: bytes, context: str, signature: bytes, key: bytes) -> None:
    """Verify 3,309 bytes over `message` under `context` with a 1,952-byte key."""
    try:
        MLDSA65PublicKey.from_public_bytes(key).verify(signature, message, context.encode())
    except (ValueError, InvalidSignature):
        raise SignatureError("ml-dsa-65") from None


def sign_text(tag: str, body: str, keys: SigningKeys, signer: Fingerprint) -> HybridSignature:
    """Both signatures over `tag ‖ 0 ‖ UTF-8(body)`; `signer` is the fingerprint of `keys`."""
    message = signed_bytes(tag, body)
    return HybridSignature(signer, keys.sign_ed25519(message), keys.sign_ml_dsa(message, tag))


def verify_text(tag: str, body: str, signature: HybridSignature, keys: PublicKeys) -> None:
    """Both signatures must be good and their signer must be the fingerprint of `keys`."""
    if signature.signer != keys.fingerprint:
        raise SignatureError("another signer")
    try:
        message = signed_bytes(tag, body)
    except UnicodeEncodeError:
        raise SignatureError("not UTF-8") from None
    verify_ed25519(message, signature.ed25519, keys.ed25519)
    verify_ml_dsa(message, tag, signature.ml_dsa_65, keys.ml_dsa_65)


def verify_signed_text(signed: SignedText, keys: PublicKeys) -> None:
    """The envelope must hold a signature by `keys`, and every one in their name must be good."""
    own = [signature for signature in signed.signatures if signature.signer == keys.fingerprint]
    if not own:
        raise SignatureError("not signed by this key")
    for signature in own:
        verify_text(signed.tag, signed.body, signature, keys)


def verify_card(text: str | bytes) -> ContactCard:
    """The card, signed by the very keys that it names, each of them usable.

    Raises StrictJsonError if it is not shaped like a card, SignatureError otherwise.
    """
    card, signed = read_card(text)
    check_public_keys(card.keys)
    verify_signed_text(signed, card.keys)
    return card


def sign_revision(revision_id: bytes, keys: SigningKeys) -> bytes:
    """64 bytes of Ed25519 over `daftar-revision-sig@1 ‖ 0 ‖ id` (32 bytes)."""
    return keys.sign_ed25519(_revision_message(revision_id))


def verify_revision(revision_id: bytes, signature: bytes, ed25519_key: bytes) -> None:
    """As `sign_revision`; SignatureError if the signature or the key is false."""
    verify_ed25519(_revision_message(revision_id), signature, ed25519_key)


def require_signed(revision: Revision, ed25519_key: bytes) -> None:
    """Refuse a revision that was not signed with this key: RevisionError `revision.signature`."""
    try:
        verify_revision(bytes.fromhex(revision.id), revision.signature, ed25519_key)
    except SignatureError:
        raise RevisionError("revision.signature") from None


def sign_sshsig(message: bytes, namespace: str, keys: SigningKeys) -> str:
    """An armored SSHSIG by the Ed25519 key, as `ssh-keygen -Y sign` writes it."""
    blob = _sshsig_blob(
        keys.ed25519_public, namespace, keys.sign_ed25519(_sshsig_message(message, namespace))
    )
    encoded = base64.b64encode(blob).decode("ascii")
    width = _SSHSIG_LINE_CHARACTERS
    lines = [encoded[at : at + width] for at in range(0, len(encoded), width)]
    return "\n".join([_SSHSIG_BEGIN, *lines, _SSHSIG_END, ""])


def verify_sshsig(armored: bytes, message: bytes, namespace: str, ed25519_key: bytes) -> None:
    """The armored SSHSIG must be by `ed25519_key`, for `namespace`, with SHA-512.

    Only lines as OpenSSH writes them are taken, and nothing before or after them;
    how the base64 is broken into lines is free.
    """
    try:
        lines = armored.decode("ascii").removesuffix("\n").split("\n")
        if len(lines) < 3 or lines[0] != _SSHSIG_BEGIN or lines[-1] != _SSHSIG_END:
            raise SignatureError("no SSH signature")
        blob = base64.b64decode("".join(lines[1:-1]), validate=True)
    except (UnicodeDecodeError, binascii.Error):
        raise SignatureError("not base64") from None
    signature = blob[-ED25519_SIGNATURE_BYTES:]
    # Every field before the signature has one right value: compare instead of parsing.
    if len(signature) != ED25519_SIGNATURE_BYTES or blob != _sshsig_blob(ed25519_key, namespace, signature):
        raise SignatureError("another key, namespace or algorithm")
    verify_ed25519(_sshsig_message(message, namespace), signature, ed25519_key)


def openssh_line(ed25519_key: bytes, comment: str = "") -> str:
    """The public key as one line of OpenSSH, with its line end."""
    encoded = base64.b64encode(_ssh_key(ed25519_key)).decode("ascii")
    return " ".join(filter(None, (_KEY_TYPE.decode(), encoded, comment))) + "\n"


def ml_dsa_65_pem(key: bytes) -> str:
    """The ML-DSA-65 public key as PEM (SubjectPublicKeyInfo); ValueError if it is none."""
    public = MLDSA65PublicKey.from_public_bytes(key)
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def _revision_message(revision_id: bytes) -> bytes:
    if len(revision_id) != _REVISION_ID_BYTES:
        raise ValueError("a revision id is 32 bytes")
    return _REVISION_TAG + b"\0" + revision_id


def _sshsig_message(message: bytes, namespace: str) -> bytes:
    digest = hashlib.sha512(message).digest()
    return _SSHSIG_MAGIC + b"".join(map(_ssh_string, (namespace.encode(), b"", _SSHSIG_HASH, digest)))


def _sshsig_blob(ed25519_key: bytes, namespace: str, signature: bytes) -> bytes:
    signature_field = _ssh_string(_KEY_TYPE) + _ssh_string(signature)
    fields = (_ssh_key(ed25519_key), namespace.encode(), b"", _SSHSIG_HASH, signature_field)
    return _SSHSIG_MAGIC + _SSHSIG_VERSION.to_bytes(4, "big") + b"".join(map(_ssh_string, fields))


def _ssh_key(ed25519_key: bytes) -> bytes:
    return _ssh_string(_KEY_TYPE) + _ssh_string(ed25519_key)


def _ssh_string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data
