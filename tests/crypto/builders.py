"""Sealed things for tests, and ways to break them."""

import io
from functools import lru_cache

from app.crypto.age import AgeReader, AgeWriter
from app.crypto.recipients import HybridIdentity, Recipient
from app.crypto.signing import SigningKeys
from app.crypto.streams import SEALED_CHUNK_BYTES, BlobWriter, StreamWriter

KEY = bytes(range(32))


@lru_cache
def some_identity(number: int = 1) -> HybridIdentity:
    return HybridIdentity(bytes([number]) * 32)


@lru_cache
def some_keys(number: int = 1) -> SigningKeys:
    return SigningKeys(bytes([number]) * 32, bytes([number + 100]) * 32)


def pattern(length: int) -> bytes:
    """Bytes no two chunks of which are alike."""
    return b"".join(place.to_bytes(8, "big") for place in range(-(-length // 8)))[:length]


def sealed_stream(plain: bytes, key: bytes = KEY) -> bytes:
    target = io.BytesIO()
    writer = StreamWriter(target, key)
    writer.write(plain)
    writer.finish()
    return target.getvalue()


def sealed_blob(plain: bytes, key: bytes = KEY, nonce: bytes | None = None) -> bytes:
    target = io.BytesIO()
    writer = BlobWriter(target, key, nonce=nonce)
    writer.write(plain)
    assert writer.finish() == len(plain)
    return target.getvalue()


def age_file(plain: bytes, *recipients: Recipient) -> bytes:
    target = io.BytesIO()
    with AgeWriter(target, recipients or (some_identity().recipient,)) as writer:
        writer.write(plain)
    return target.getvalue()


def open_age(data: bytes, identity: HybridIdentity | None = None) -> bytes:
    return AgeReader(io.BytesIO(data), [identity or some_identity()]).read()


def flip(data: bytes, place: int) -> bytes:
    """`data` with one bit of the byte at `place` (negative: from the end) turned."""
    place %= len(data)
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def another_letter(data: bytes, place: int) -> bytes:
    """`data` with another letter of base64 at `place` (a bit turned there may leave none)."""
    return data[:place] + (b"C" if data[place] == ord("B") else b"B") + data[place + 1 :]


def payload_start(data: bytes) -> int:
    """Where the first sealed chunk of an age file begins."""
    return data.index(b"\n", data.index(b"\n--- ") + 1) + 1 + 16


def chunk_start(data: bytes, index: int) -> int:
    """Where chunk `index` of an age file begins."""
    return payload_start(data) + index * SEALED_CHUNK_BYTES
