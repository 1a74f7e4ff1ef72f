"""The envelope of everything signed but the bundle itself (cards, attestations ...).

`{"tag": ..., "body": "<text>", "signatures": [{"signer", "ed25519", "ml-dsa-65"}]}`:
the body is carried as the very text that was signed; nothing is rebuilt to be
verified. This module only reads and writes the envelope; `crypto.signing` judges it.
"""

import base64
import binascii
from dataclasses import dataclass

from app.domain.strict_json import Json, JsonObject, StrictJsonError, canonical_text, parse_object

CARD_TAG = "daftar-card@1"
ROTATION_TAG = "daftar-rotation@1"
REVOCATION_TAG = "daftar-revocation@1"
ATTESTATION_TAG = "daftar-attestation@1"
RECEIPT_TAG = "daftar-receipt@1"

MAX_CARD_BYTES = 64 * 1024
MAX_ATTESTATION_BYTES = 8 * 1024 * 1024
MAX_RECEIPT_BYTES = 8 * 1024 * 1024
MAX_SIGNATURES = 8


@dataclass(frozen=True, slots=True)
class HybridSignature:
    """Both signatures of one signer over `tag ‖ 0 ‖ UTF-8(body)`."""

    signer: str
    ed25519: bytes
    ml_dsa_65: bytes


@dataclass(frozen=True, slots=True)
class SignedText:
    """An envelope as it came: nothing in it is believed before it is verified."""

    tag: str
    body: str
    signatures: tuple[HybridSignature, ...]

    def to_text(self) -> str:
        """The envelope as one line of canonical JSON, without a line end."""
        return canonical_text(
            {
                "tag": self.tag,
                "body": self.body,
                "signatures": [
                    {
                        "signer": signature.signer,
                        "ed25519": encode_base64(signature.ed25519),
                        "ml-dsa-65": encode_base64(signature.ml_dsa_65),
                    }
                    for signature in self.signatures
                ],
            }
        )


def signed_bytes(tag: str, body: str) -> bytes:
    """What both signatures of every signer are over: `tag ‖ 0x00 ‖ UTF-8(body)`."""
    return tag.encode() + b"\0" + body.encode()


def read_signed_text(text: str | bytes, max_bytes: int) -> SignedText:
    """Parse an envelope; StrictJsonError if its shape is not that of one."""
    value = parse_object(text, max_bytes)
    tag, body, signatures = value.get("tag"), value.get("body"), value.get("signatures")
    if not isinstance(tag, str) or not isinstance(body, str) or not isinstance(signatures, list):
        raise StrictJsonError("not a signed text")
    if not 1 <= len(signatures) <= MAX_SIGNATURES:
        raise StrictJsonError("no signature, or too many")
    return SignedText(tag, body, tuple(_read_signature(entry) for entry in signatures))


def read_body(signed: SignedText, max_bytes: int) -> JsonObject:
    """The body of an envelope, which must be a JSON object of format 1."""
    body = parse_object(signed.body, max_bytes)
    # Python holds True and 1 for equal; a format does not.
    if body.get("format") != 1 or body["format"] is True:
        raise StrictJsonError("unknown format")
    return body


def _read_signature(entry: Json) -> HybridSignature:
    if not isinstance(entry, dict):
        raise StrictJsonError("not a signature")
    signer = entry.get("signer")
    if not isinstance(signer, str):
        raise StrictJsonError("no signer")
    return HybridSignature(signer, decode_base64(entry.get("ed25519")), decode_base64(entry.get("ml-dsa-65")))


def encode_base64(data: bytes) -> str:
    """RFC 4648 base64 with padding."""
    return base64.b64encode(data).decode("ascii")


def decode_base64(text: Json) -> bytes:
    """The bytes of canonical RFC 4648 base64 with padding, or StrictJsonError."""
    if not isinstance(text, str):
        raise StrictJsonError("not base64")
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise StrictJsonError("not base64") from None
    if encode_base64(data) != text:
        raise StrictJsonError("not canonical base64")
    return data
