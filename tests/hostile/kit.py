"""Lets each layer of a bundle lie alone: whatever is not touched stays consistent and truly signed.

    texts → revisions → bag → signatures → tar → STREAM → age header

layers = Layers.of(good bundle)       taken apart by other code than ours (tarfile)
layers.put_lines(REVISIONS, …)        texts and revisions, each line with a lie of its own
layers.files["bag-info.txt"] = …      the bag
layers.list_payload()                 manifest and Payload-Oxum follow the payload
layers.list_tags()                    the tag manifest follows the tag files
layers.sign()                         both signatures follow the tag manifest
layers.header, .member, .padding, .end     the tar
layers.envelope = Envelope(…)         STREAM and age header, by other code than ours
layers.sealed()                       the bundle
"""

import hashlib
import hmac
import io
import os
import tarfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Self

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.crypto.age import AgeReader
from app.crypto.recipients import Recipient, Stanza, encode_base64
from app.crypto.signing import sign_sshsig
from app.domain.padme import padme
from tests.builders import Party, party
from tests.bundle.builders import COORDINATOR, MONITOR, written

ROOT = "daftar-bundle/"
TAGS = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "sender.card", "sender.pub", "sender-mldsa65.pem")
NAMESPACE = "daftar-bundle@1"
CARDS, ATTESTATIONS, REVISIONS = (f"data/{name}.jsonl" for name in ("cards", "attestations", "revisions"))
CHUNK_BYTES = 64 * 1024


@dataclass(frozen=True)
class Chunk:
    """A chunk of the STREAM: what it holds, its place by the nonce, and whether that says it is the last."""

    plain: bytes
    index: int
    last: bool


@dataclass(frozen=True)
class Envelope:
    """The age file around whatever bytes; its MAC and every tag are true to what was told.

    `stanzas` changes those of the readers, `covered` the text that the MAC covers, `chunks` the
    STREAM; `wrapped_key` is what the stanzas wrap, where that is not the key of the payload.
    """

    stanzas: Callable[[list[Stanza]], list[Stanza]] = lambda stanzas: stanzas
    covered: Callable[[bytes], bytes] = lambda covered: covered
    chunks: Callable[[list[Chunk]], list[Chunk]] = lambda chunks: chunks
    wrapped_key: bytes | None = None

    def seal(self, plain: bytes, *readers: Recipient) -> bytes:
        """The file."""
        file_key, nonce = os.urandom(16), os.urandom(16)
        stanzas = self.stanzas([reader.wrap(self.wrapped_key or file_key) for reader in readers])
        covered = self.covered(stanza_text(stanzas))
        mac = hmac.new(stretch(file_key, b"", b"header"), covered, hashlib.sha256).digest()
        cipher = ChaCha20Poly1305(stretch(file_key, nonce, b"payload"))
        payload = b"".join(
            cipher.encrypt(chunk.index.to_bytes(11, "big") + bytes([chunk.last]), chunk.plain, None)
            for chunk in self.chunks(cut(plain))
        )
        return covered + b" " + encode_base64(mac).encode() + b"\n" + nonce + payload


@dataclass
class Layers:
    """A bundle taken apart: `files` by path in order, padding apart from them.

    `header` makes the 512 bytes before a file; `padding` and `end`, where given, stand
    instead of the right ones; `envelope` is what lies around the tar.
    """

    files: dict[str, bytes]
    sender: Party = field(default_factory=lambda: party(MONITOR))
    readers: tuple[Recipient, ...] = field(default_factory=lambda: (party(COORDINATOR).age.recipient,))
    header: Callable[[str, int], bytes] = field(default_factory=lambda: plain_header)
    padding: bytes | None = None
    end: bytes = bytes(1024)
    envelope: Envelope = field(default_factory=Envelope)

    @classmethod
    def of(cls, sealed: bytes, reader: Party | None = None) -> Self:
        """The layers of a good bundle from the monitor, to the coordinator unless `reader` is another."""
        reader = reader or party(COORDINATOR)
        plain = AgeReader(io.BytesIO(sealed), [reader.age]).read()
        with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
            members = [(member.name, archive.extractfile(member)) for member in archive]
            files = {name.removeprefix(ROOT): held.read() for name, held in members if held}
        del files["padding"]
        return cls(files, readers=(reader.age.recipient,))

    def replace(self, path: str, old: bytes, new: bytes) -> Self:
        """Put `new` for `old`, which must be there once."""
        assert self.files[path].count(old) == 1
        self.files[path] = self.files[path].replace(old, new)
        return self

    def rename(self, path: str, new: str) -> Self:
        """Give a file another name in its place."""
        self.files = {new if name == path else name: data for name, data in self.files.items()}
        return self

    def put_lines(self, path: str, *lines: str | bytes) -> Self:
        """Other lines in one of the three files of lines, truly listed and signed."""
        encoded = (line.encode() if isinstance(line, str) else line for line in lines)
        self.files[path] = b"".join(line + b"\n" for line in encoded)
        return self.list_payload().truly()

    def list_payload(self) -> Self:
        """Manifest and Payload-Oxum as the payload is now."""
        payload = {path: data for path, data in self.files.items() if path.startswith("data/")}
        self.files["manifest-sha256.txt"] = digest_lines(payload)
        info = self.files["bag-info.txt"].rpartition(b"Payload-Oxum: ")[0]
        oxum = f"Payload-Oxum: {sum(map(len, payload.values()))}.{len(payload)}\n"
        self.files["bag-info.txt"] = info + oxum.encode()
        return self

    def list_tags(self) -> Self:
        """The tag manifest as the tag files are now."""
        self.files["tagmanifest-sha256.txt"] = digest_lines({path: self.files[path] for path in TAGS})
        return self

    def sign(self, namespace: str = NAMESPACE, context: str = NAMESPACE) -> Self:
        """Both signatures by the sender over the tag manifest as it is now."""
        signed = self.files["tagmanifest-sha256.txt"]
        self.files["signature.sshsig"] = sign_sshsig(signed, namespace, self.sender.keys).encode()
        self.files["signature.mldsa65"] = self.sender.keys.sign_ml_dsa(signed, context)
        return self

    def truly(self) -> Self:
        """Everything that the sender signs, signed truly."""
        return self.list_tags().sign()

    def tar(self) -> bytes:
        """The archive."""
        members = b"".join(self.member(path, data) for path, data in self.files.items())
        padding = self.padding
        if padding is None:
            bare = len(members) + 512 + 1024
            padding = bytes(padme(max(bare, 256 * 1024)) - bare)
        return members + self.member("padding", padding) + self.end

    def member(self, path: str, data: bytes) -> bytes:
        """One file with its header and its filling."""
        return self.header(ROOT + path, len(data)) + data + bytes(-len(data) % 512)

    def sealed(self) -> bytes:
        """The bundle."""
        return self.envelope.seal(self.tar(), *self.readers)


def good_layers() -> Layers:
    """A good bundle from the monitor to the coordinator, taken apart."""
    return Layers.of(_good_bundle())


@cache
def _good_bundle() -> bytes:
    return written()[0]


def seal(plain: bytes, *readers: Recipient) -> bytes:
    """An age file around whatever bytes."""
    return Envelope().seal(plain, *readers)


def stanza_text(stanzas: Iterable[Stanza]) -> bytes:
    """The header of an age file up to its MAC."""
    lines = ["age-encryption.org/v1"]
    for stanza in stanzas:
        body = encode_base64(stanza.body)
        lines.append(" ".join(("->", stanza.kind, *stanza.arguments)))
        lines += [body[at : at + 64] for at in range(0, len(body) + 1, 64)]
    return "\n".join([*lines, "---"]).encode()


def cut(plain: bytes) -> list[Chunk]:
    """The chunks of a good STREAM."""
    starts = range(0, max(len(plain), 1), CHUNK_BYTES)
    last = len(starts) - 1
    return [Chunk(plain[at : at + CHUNK_BYTES], n, n == last) for n, at in enumerate(starts)]


def stretch(key: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF-SHA256 to 32 bytes."""
    return HKDF(SHA256(), 32, salt, info).derive(key)


def plain_header(name: str, size: int, **changes: object) -> bytes:
    """The header of a file by Python's tarfile; `changes` are fields of TarInfo."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o644
    for attribute, value in changes.items():
        setattr(info, attribute, value)
    return info.tobuf(tarfile.USTAR_FORMAT)


def header_of_one(path: str, **changes: object) -> Callable[[str, int], bytes]:
    """Headers of which only that of `path` is changed."""
    return lambda name, size: plain_header(name, size, **(changes if name == ROOT + path else {}))


def digest_lines(files: dict[str, bytes]) -> bytes:
    """A manifest of these files."""
    return b"".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n".encode() for path, data in files.items())


@dataclass
class FixedStanza:
    """A recipient of whatever stanza."""

    stanza: Stanza

    def wrap(self, file_key: bytes) -> Stanza:
        return self.stanza
