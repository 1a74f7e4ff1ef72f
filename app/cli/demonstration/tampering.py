"""What an adversary may do to a bundle on its way, without any key."""

from collections.abc import Callable
from dataclasses import dataclass

from app.words import N_

MAC_LINE = b"\n--- "
CHUNK_BYTES = 64 * 1024 + 16
NONCE_BYTES = 16


@dataclass(frozen=True, slots=True)
class Tampering:
    """One way to damage a bundle: its file name, what is done, and the code that must name it."""

    file_name: str
    words: str
    code: str
    damage: Callable[[bytes], bytes]


def _flip(data: bytes, position: int) -> bytes:
    return data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :]


def _payload_start(data: bytes) -> int:
    """Where the header of an age file ends: behind the line that begins with three hyphens."""
    return data.index(b"\n", data.index(MAC_LINE) + 1) + 1


def change_first_chunk(data: bytes) -> bytes:
    """Flip one bit of the first chunk, which holds the beginning of the tar."""
    return _flip(data, _payload_start(data) + NONCE_BYTES + 100)


def change_header(data: bytes) -> bytes:
    """Flip one bit of the header's MAC; the letter stays one of base64."""
    position = data.index(MAC_LINE) + len(MAC_LINE)
    other = b"B" if data[position : position + 1] == b"A" else b"A"
    return data[:position] + other + data[position + 1 :]


def drop_last_chunk(data: bytes) -> bytes:
    """Cut the file where a whole chunk ends, as a transfer that broke off may."""
    sealed = len(data) - _payload_start(data) - NONCE_BYTES
    last = sealed % CHUNK_BYTES or CHUNK_BYTES
    return data[: len(data) - last]


def swap_chunks(data: bytes) -> bytes:
    """Put the second chunk before the first."""
    start = _payload_start(data) + NONCE_BYTES
    first, second = (data[start + at * CHUNK_BYTES : start + (at + 1) * CHUNK_BYTES] for at in (0, 1))
    return data[:start] + second + first + data[start + 2 * CHUNK_BYTES :]


TAMPERINGS = (
    Tampering(
        "not-a-bundle.age",
        N_("another file under the name of a bundle"),
        "bundle.not_age",
        lambda data: b"%PDF-1.7\n" + data,
    ),
    Tampering("header.age", N_("one letter of the header changed"), "bundle.header", change_header),
    Tampering("one-bit.age", N_("one bit of the content changed"), "bundle.altered", change_first_chunk),
    Tampering("swapped.age", N_("two pieces of the content swapped"), "bundle.altered", swap_chunks),
    Tampering("cut.age", N_("the end cut off"), "bundle.truncated", drop_last_chunk),
    Tampering(
        "appended.age",
        N_("something added to the end"),
        "bundle.truncated",
        lambda data: data + b"and one more thing",
    ),
)
