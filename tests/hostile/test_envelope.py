"""Lies of the age file: its header, its recipients, its STREAM. Every MAC and every tag is true."""

import gzip
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from app.bundle.gates import Gate
from app.crypto.recipients import HybridIdentity, Recipient, Stanza, encode_base64
from tests.builders import party
from tests.bundle.builders import COORDINATOR, LAWYER, MONITOR
from tests.hostile.kit import CHUNK_BYTES, Chunk, Envelope, good_layers
from tests.hostile.receiver import Receiver

CIPHERTEXT_BYTES = 1088
CROWD = 100_000
OURS: Recipient = party(COORDINATOR).age.recipient


@dataclass(frozen=True)
class Lie:
    """An envelope around a good tar, the code that names it, and the gate where that ends, if it is one."""

    what: str
    code: str
    envelope: Envelope = field(default_factory=Envelope)
    readers: tuple[Recipient, ...] = (OURS,)
    gate: Gate | None = Gate.ENVELOPE

    def build(self) -> bytes:
        layers = good_layers()
        layers.envelope, layers.readers = self.envelope, self.readers
        return layers.sealed()


def header(what: str, change: Callable[[bytes], bytes], code: str = "header") -> Lie:
    """A text of the header that its MAC covers."""
    return Lie(f"header: {what}", code, Envelope(covered=change))


def stanzas(what: str, code: str, change: Callable[[list[Stanza]], list[Stanza]]) -> Lie:
    return Lie(f"stanzas: {what}", code, Envelope(stanzas=change))


def readers(what: str, code: str, *recipients: Recipient) -> Lie:
    gate = Gate.RECIPIENTS if code == "recipient" else Gate.ENVELOPE
    return Lie(f"recipients: {what}", code, readers=recipients, gate=gate)


def stream(what: str, code: str, change: Callable[[list[Chunk]], list[Chunk]]) -> Lie:
    """Read ahead of the gates: which of them meets it first is chance."""
    return Lie(f"STREAM: {what}", code, Envelope(chunks=change), gate=None)


def only(**changes: Any) -> Callable[[list[Stanza]], list[Stanza]]:
    """Our stanza, changed."""
    return lambda given: [replace(given[0], **changes)]


def body_of(change: Callable[[bytes], bytes]) -> Callable[[list[Stanza]], list[Stanza]]:
    return lambda given: [replace(given[0], body=change(given[0].body))]


def all_last(last: bool) -> Callable[[list[Chunk]], list[Chunk]]:
    return lambda chunks: [replace(chunk, last=last) for chunk in chunks]


def with_share(share: int) -> Callable[[list[Stanza]], list[Stanza]]:
    """Our stanza with any ciphertext and this X25519 share."""
    encapsulation = os.urandom(CIPHERTEXT_BYTES) + share.to_bytes(32, "little")
    return only(arguments=(encode_base64(encapsulation),))


def strangers(count: int, kind: str = "mlkem768x25519") -> list[Stanza]:
    """Stanzas for nobody, each as small as one may be that is well formed."""
    return [Stanza(kind, (), b"")] * count


def renumbered(chunks: list[Chunk]) -> list[Chunk]:
    return [replace(chunk, index=index) for index, chunk in enumerate(chunks)]


def last_twice(chunks: list[Chunk]) -> list[Chunk]:
    return [*chunks, replace(chunks[-1], index=len(chunks))]


def split_in_the_middle(chunks: list[Chunk]) -> list[Chunk]:
    first = chunks[0]
    halves = [replace(first, plain=first.plain[:1000]), replace(first, plain=first.plain[1000:])]
    return renumbered([*halves, *chunks[1:]])


def filled_up(chunks: list[Chunk]) -> list[Chunk]:
    """The last chunk full, and an empty one behind it."""
    full = replace(chunks[-1], plain=chunks[-1].plain.ljust(CHUNK_BYTES, b"\0"), last=False)
    return [*chunks[:-1], full, Chunk(b"", len(chunks), last=True)]


def numbered_on(chunks: list[Chunk]) -> list[Chunk]:
    return [replace(chunk, index=chunk.index + 1) for chunk in chunks]


def around_2_to_the_64(chunks: list[Chunk]) -> list[Chunk]:
    return [replace(chunk, index=chunk.index + 2**64) for chunk in chunks]


P = 2**255 - 19
ONE, TWO = HybridIdentity.generate().recipient, HybridIdentity.generate().recipient
LONG = [Stanza("x", ("y" * 2**21,), b"")]
DEEP = [Stanza("mlkem768x25519", ("y",) * CROWD, b"")]

LIES = (
    stanzas("10⁵ of them", "limits", lambda given: given + strangers(CROWD)),
    stanzas("10⁵ of no known kind", "limits", lambda given: strangers(CROWD, "x") + given),
    stanzas("one of 2 MiB", "limits", lambda _: LONG),
    stanzas("a body of 2 MiB", "limits", body_of(lambda _: bytes(2**21))),
    stanzas("10⁵ arguments", "header", lambda _: DEEP),
    stanzas("none", "header", lambda _: []),
    stanzas("one of no known kind beside ours", "header", lambda given: given + strangers(1, "x")),
    stanzas("a malformed one beside ours", "header", lambda given: strangers(1) + given),
    stanzas("a body cut short", "header", body_of(lambda body: body[:31])),
    stanzas("a body too long", "header", body_of(lambda body: body + b"x")),
    stanzas("another ciphertext", "not_for_me", with_share(9)),
    *(
        stanzas(f"a share of low order: {share}", "header", with_share(share))
        for share in (0, 1, P - 1, P, P + 1, P + 2**255)
    ),
    readers("one added", "recipient", OURS, ONE),
    readers("two added", "recipient", ONE, OURS, TWO),
    readers("ours twice", "recipient", OURS, OURS),
    readers("we were left out", "not_for_me", ONE),
    readers("the sender instead of us", "not_for_me", party(MONITOR).age.recipient),
    Lie("a wrapped key that is not the payload's", "header", Envelope(wrapped_key=bytes(16))),
    Lie("a wrapped key of 32 bytes", "header", Envelope(wrapped_key=bytes(32))),
    Lie("a wrapped key of one byte", "header", Envelope(wrapped_key=b"\0")),
    header("version 2", lambda text: text.replace(b"/v1\n", b"/v2\n")),
    header("CRLF", lambda text: text.replace(b"\n", b"\r\n")),
    header("two spaces", lambda text: text.replace(b"mlkem768x25519 ", b"mlkem768x25519  ")),
    header("a space at the end of a line", lambda text: text.replace(b"/v1\n", b"/v1 \n")),
    header("an empty line", lambda text: text.replace(b"\n---", b"\n\n---")),
    header("base64 with padding", lambda text: text.replace(b"\n---", b"=\n---")),
    header("letters that are not ASCII", lambda text: text.replace(b"-> ", "-> й".encode())),
    header("a NUL", lambda text: text.replace(b"-> ", b"-> \0")),
    header("armored within", lambda text: b"-----BEGIN AGE ENCRYPTED FILE-----\n" + text, "not_age"),
    header("a line without end", lambda text: text + b"x" * 2**21, "limits"),
    stream("the last chunk is empty", "truncated", filled_up),
    stream("no chunk is the last", "truncated", all_last(last=False)),
    stream("every chunk is the last", "truncated", all_last(last=True)),
    stream("the last chunk twice", "altered", last_twice),
    stream("counted from 1", "altered", numbered_on),
    stream("counted from 2⁶⁴", "altered", around_2_to_the_64),
    stream("a chunk left out", "altered", lambda chunks: [chunks[0], *chunks[2:]]),
    stream("a chunk left out, renumbered", "layout", lambda chunks: renumbered([chunks[0], *chunks[2:]])),
    stream("a chunk twice, renumbered", "digest", lambda chunks: renumbered([chunks[0], *chunks])),
    stream("a chunk parted in two", "altered", split_in_the_middle),
    stream(
        "an empty chunk first", "altered", lambda chunks: renumbered([Chunk(b"", 0, last=False), *chunks])
    ),
    stream("no chunk", "truncated", lambda _: []),
    stream("one empty chunk", "layout", lambda _: [Chunk(b"", 0, last=True)]),
)


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.what)
def test_a_lying_envelope(receiver: Receiver, lie: Lie) -> None:
    code, gate = receiver.refuses(lie.build())
    assert code == f"bundle.{lie.code}"
    assert lie.gate in (gate, None)


OTHER_FILES: tuple[tuple[str, Callable[[], bytes]], ...] = (
    ("nothing", bytes),
    ("a NUL", lambda: b"\0"),
    ("a web page", lambda: b"<!DOCTYPE html><title>404</title>" * 1000),
    ("a zip", lambda: b"PK\x03\x04" + bytes(100_000)),
    ("a packed bundle", lambda: gzip.compress(good_layers().sealed())),
    ("a bundle behind a byte order mark", lambda: b"\xef\xbb\xbf" + good_layers().sealed()),
    ("zeros as many as a bundle has", lambda: bytes(300_000)),
    ("a contact card", party(MONITOR).card.text.encode),
)


@pytest.mark.parametrize(("what", "build"), OTHER_FILES, ids=[row[0] for row in OTHER_FILES])
def test_a_file_that_is_no_bundle(receiver: Receiver, what: str, build: Callable[[], bytes]) -> None:
    assert receiver.refuses(build()) == ("bundle.not_age", Gate.ENVELOPE)


def test_a_bundle_passed_on_to_us(receiver: Receiver) -> None:
    """Sealed to the lawyer by its sender, to us by the lawyer."""
    layers = good_layers()
    ours, theirs = party(COORDINATOR).fingerprint, party(LAWYER).fingerprint
    layers.replace("bag-info.txt", f"Recipient: {ours}".encode(), f"Recipient: {theirs}".encode()).truly()
    assert receiver.refuses(layers.sealed()) == ("bundle.recipient", Gate.RECIPIENTS)


def test_cut_at_every_line_of_the_header_and_every_chunk(receiver: Receiver) -> None:
    data = good_layers().sealed()
    payload = data.index(b"\n", data.index(b"\n--- ") + 1) + 1
    in_header = [at + 1 for at in range(payload) if data[at : at + 1] == b"\n"]
    for end in (*in_header, payload + 15):
        assert receiver.refuses(data[:end]) == ("bundle.header", Gate.ENVELOPE)
    chunks = range(payload + 16, len(data), CHUNK_BYTES + 16)
    assert len(chunks) > 10
    for end in chunks:
        for extra in (0, 1, 16, 17):
            code, gate = receiver.refuses(data[: end + extra])
            assert code == "bundle.truncated"
            assert gate >= Gate.PROLOGUE


@pytest.mark.parametrize("more", [b"\0", b"\n", bytes(CHUNK_BYTES + 16), bytes(2 * CHUNK_BYTES)])
def test_bytes_behind_the_envelope(receiver: Receiver, more: bytes) -> None:
    code, _gate = receiver.refuses(good_layers().sealed() + more)
    assert code in ("bundle.truncated", "bundle.altered")


def test_two_bundles_in_one_file(receiver: Receiver) -> None:
    code, _gate = receiver.refuses(good_layers().sealed() + good_layers().sealed())
    assert code == "bundle.altered"
