"""All C2SP vectors of the age format: exact result, exact released bytes."""

import hashlib
import io
import zlib
from pathlib import Path

import pytest

from app.crypto.age import AgeReader, armor, dearmor
from app.crypto.errors import (
    ArmorError,
    CryptoError,
    HeaderError,
    HeaderMacError,
    NoMatchError,
    NotAgeError,
    StreamError,
)
from app.crypto.recipients import HybridIdentity, Identity, ScryptIdentity, X25519Identity
from app.crypto.streams import CHUNK_BYTES

VECTORS = Path(__file__).parents[1] / "vectors" / "age"
NAMES = sorted(path.name for path in VECTORS.iterdir() if not path.name.startswith(("LICENSE", ".")))

EXPECTED: dict[str, tuple[type[CryptoError], ...]] = {
    "no match": (NoMatchError,),
    "HMAC failure": (HeaderMacError,),
    "header failure": (HeaderError, NotAgeError),
    "payload failure": (StreamError,),
    "armor failure": (ArmorError,),
}


def read_vector(name: str) -> tuple[dict[str, list[str]], bytes]:
    head, _, body = (VECTORS / name).read_bytes().partition(b"\n\n")
    facts: dict[str, list[str]] = {}
    for line in head.decode().splitlines():
        key, value = line.split(": ", 1)
        facts.setdefault(key, []).append(value)
    if "compressed" in facts:
        body = zlib.decompress(body)
    return facts, body


def identities_of(facts: dict[str, list[str]]) -> list[Identity]:
    found: list[Identity] = [ScryptIdentity(text.encode()) for text in facts.get("passphrase", [])]
    for text in facts.get("identity", []):
        kind = HybridIdentity if text.startswith("AGE-SECRET-KEY-PQ-") else X25519Identity
        found.append(kind.parse(text))
    return found


def test_no_vector_is_missing() -> None:
    assert len(NAMES) == 143


@pytest.mark.parametrize("name", NAMES)
# A read raises when it meets a bad chunk: sizes that divide a chunk release all that precedes it.
@pytest.mark.parametrize("piece_bytes", [CHUNK_BYTES, 4096])
def test_vector(name: str, piece_bytes: int) -> None:
    facts, body = read_vector(name)
    expected = facts["expect"][0]
    released = hashlib.sha256()
    raised: CryptoError | None = None
    reached_payload = False
    try:
        binary = dearmor(body) if "armored" in facts else body
        reader = AgeReader(io.BytesIO(binary), identities_of(facts))
        reached_payload = True
        while piece := reader.read(piece_bytes):
            released.update(piece)
    except CryptoError as error:
        raised = error
    if expected == "success":
        assert raised is None
    else:
        assert isinstance(raised, EXPECTED[expected])
    assert reached_payload == ("payload" in facts)
    if reached_payload:
        assert released.hexdigest() == facts["payload"][0]


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("armor")])
def test_armor_round_trip(name: str) -> None:
    facts, body = read_vector(name)
    if facts["expect"][0] == "success":
        assert armor(dearmor(body)).strip() == body.replace(b"\r\n", b"\n").strip()
