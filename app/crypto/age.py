"""age v1 files (C2SP `age.md`): header, sealed payload, ASCII armor.

    age-encryption.org/v1
    -> kind argument…            one stanza a recipient
    base64 of its body, 64 characters a line
    --- base64 of the header's MAC
    16-byte nonce ‖ STREAM (see `app.crypto.streams`)

MAC key = HKDF(file key, "", "header"), payload key = HKDF(file key, nonce, "payload").
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import BinaryIO, Self

from typing_extensions import Buffer

from app.crypto.errors import (
    ArmorError,
    HeaderError,
    HeaderLimitError,
    HeaderMacError,
    NoMatchError,
    NotAgeError,
)
from app.crypto.primitives import derive_key
from app.crypto.recipients import (
    FILE_KEY_BYTES,
    SCRYPT_STANZA,
    Identity,
    Recipient,
    ScryptRecipient,
    Stanza,
    decode_base64,
    encode_base64,
)
from app.crypto.streams import NONCE_BYTES, ByteSink, StreamReader, StreamWriter, read_fully

MAX_HEADER_BYTES = 1024 * 1024
MAX_STANZAS = 1024

_MAGIC = b"age-encryption.org/"
_VERSION_LINE = "age-encryption.org/v1"
_STANZA_MARK = "-> "
_MAC_MARK = "---"
_LINE_CHARACTERS = 64
_ARGUMENT = re.compile(r"[\x21-\x7e]+", re.ASCII)
_BODY_LINE = re.compile(r"[A-Za-z0-9+/]{0,64}", re.ASCII)
_MAC_LINE = re.compile(r"--- ([A-Za-z0-9+/]{43})", re.ASCII)

_ARMOR_BEGIN = b"-----BEGIN AGE ENCRYPTED FILE-----"
_ARMOR_END = b"-----END AGE ENCRYPTED FILE-----"


@dataclass(frozen=True, slots=True)
class Header:
    """A parsed header; nothing in it is authentic before a file key was found and the MAC checked.

    `covered` is the text under the MAC, up to and with the three hyphens before it.
    """

    stanzas: tuple[Stanza, ...]
    covered: bytes
    mac: bytes

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kind of every stanza, in order, those we know and those we do not."""
        return tuple(stanza.kind for stanza in self.stanzas)


class AgeReader:
    """Opens an age file front to back, in constant memory.

    The MAC of the header has been checked once this exists; `kinds` are the kinds of
    its stanzas. `source` is a buffered binary stream at the start of the file, or
    behind the `header` already read from it.

    Raises:
        NotAgeError, HeaderError, HeaderLimitError: as `read_header`.
        NoMatchError: none of `identities` opens it.
        HeaderMacError: one opens it, but the header was altered.
    """

    def __init__(
        self, source: BinaryIO, identities: Sequence[Identity], *, header: Header | None = None
    ) -> None:
        header = header or read_header(source)
        self.kinds = header.kinds
        file_key = _find_file_key(header, identities)
        if not hmac.compare_digest(_header_mac(file_key, header.covered), header.mac):
            raise HeaderMacError
        nonce = read_fully(source, NONCE_BYTES)
        if len(nonce) != NONCE_BYTES:
            raise HeaderError("no nonce")
        self._stream = StreamReader(source, derive_key(file_key, nonce, b"payload"))

    def read(self, size: int = -1) -> bytes:
        """The next `size` plain bytes, fewer only at the end; see `StreamReader.read`.

        Raises AlteredError, TruncatedError or TrailingError; until a read has
        reached the end without one, the file is not proven whole.
        """
        return self._stream.read(size)


class AgeWriter:
    """Seals what is written to it for `recipients` into `target`, which must take whole writes.

    As a context manager it finishes when the body ends well, and leaves the file
    unfinished (every reader refuses it) when the body raises.
    """

    def __init__(self, target: ByteSink, recipients: Sequence[Recipient]) -> None:
        """ValueError without recipients, or with a passphrase beside another recipient."""
        if not recipients or (
            len(recipients) > 1 and any(isinstance(r, ScryptRecipient) for r in recipients)
        ):
            raise ValueError("age: no recipient, or a passphrase that is not alone")
        file_key, nonce = os.urandom(FILE_KEY_BYTES), os.urandom(NONCE_BYTES)
        covered = _build_header([recipient.wrap(file_key) for recipient in recipients])
        mac = encode_base64(_header_mac(file_key, covered))
        target.write(covered + b" " + mac.encode() + b"\n" + nonce)
        self._stream = StreamWriter(target, derive_key(file_key, nonce, b"payload"))

    def write(self, plain: Buffer) -> int:
        """Take all of `plain`; returns its length in bytes."""
        return self._stream.write(plain)

    def finish(self) -> None:
        """Seal the last chunk; the target is neither flushed nor closed."""
        self._stream.finish()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.finish()


def read_header(
    source: BinaryIO, *, max_bytes: int = MAX_HEADER_BYTES, max_stanzas: int = MAX_STANZAS
) -> Header:
    """Read a header and stop right behind it.

    Raises:
        NotAgeError: the first line is not that of an age file.
        HeaderLimitError: more bytes or stanzas than allowed; no more than that was read.
        HeaderError: everything else that breaks the format.
    """
    lines = _HeaderLines(source, max_bytes)
    if lines.take_first() != _VERSION_LINE:
        raise HeaderError("an unknown version")
    stanzas: list[Stanza] = []
    line = lines.take()
    while line.startswith(_STANZA_MARK):
        if len(stanzas) == max_stanzas:
            raise HeaderLimitError("too many stanzas")
        kind, *arguments = line.removeprefix(_STANZA_MARK).split(" ")
        if not all(_ARGUMENT.fullmatch(argument) for argument in (kind, *arguments)):
            raise HeaderError("malformed arguments")
        stanzas.append(Stanza(kind, tuple(arguments), _read_body(lines)))
        line = lines.take()
    end = _MAC_LINE.fullmatch(line)
    if not stanzas or not end:
        raise HeaderError("no stanza or no MAC")
    if len(stanzas) > 1 and any(stanza.kind == SCRYPT_STANZA for stanza in stanzas):
        raise HeaderError("a passphrase that is not alone")
    covered = bytes(lines.seen[: -len(line) - 1]) + _MAC_MARK.encode()
    return Header(tuple(stanzas), covered, decode_base64(end[1]))


def dearmor(armored: bytes) -> bytes:
    """The binary age file inside ASCII armor (strict PEM, as age defines it), or ArmorError."""
    lines = armored.strip(b" \t\r\n").replace(b"\r\n", b"\n").split(b"\n")
    if len(lines) < 2 or lines[0] != _ARMOR_BEGIN or lines[-1] != _ARMOR_END:
        raise ArmorError("no armor")
    body = lines[1:-1]
    if any(len(line) != _LINE_CHARACTERS for line in body[:-1]):
        raise ArmorError("lines of uneven length")
    if body and not 0 < len(body[-1]) <= _LINE_CHARACTERS:
        raise ArmorError("a last line of wrong length")
    joined = b"".join(body)
    try:
        binary = base64.b64decode(joined, validate=True)
    except binascii.Error:
        raise ArmorError("not base64") from None
    if base64.b64encode(binary) != joined:
        raise ArmorError("not canonical base64")
    return binary


def armor(binary: bytes) -> bytes:
    """A binary age file in ASCII armor."""
    encoded = base64.b64encode(binary)
    lines = [encoded[at : at + _LINE_CHARACTERS] for at in range(0, len(encoded), _LINE_CHARACTERS)]
    return b"\n".join([_ARMOR_BEGIN, *lines, _ARMOR_END, b""])


class _HeaderLines:
    """The lines of a header one by one, under one budget of bytes; `seen` is all of them."""

    def __init__(self, source: BinaryIO, max_bytes: int) -> None:
        self._source = source
        self._left = max_bytes
        self.seen = bytearray()

    def take_first(self) -> str:
        """The first line, of which no more is read than can belong to an age file."""
        start = read_fully(self._source, len(_MAGIC))
        if start != _MAGIC:
            raise NotAgeError
        self._left -= len(start)
        self.seen += start
        return start.decode() + self.take()

    def take(self) -> str:
        """The next line without its end."""
        line = self._source.readline(self._left)
        self._left -= len(line)
        self.seen += line
        if not line.endswith(b"\n"):
            raise (HeaderError if self._left else HeaderLimitError)("an unfinished line")
        try:
            return line[:-1].decode("ascii")
        except UnicodeDecodeError:
            raise HeaderError("not ASCII") from None


def _read_body(lines: _HeaderLines) -> bytes:
    pieces: list[str] = []
    while True:
        line = lines.take()
        if not _BODY_LINE.fullmatch(line):
            raise HeaderError("a malformed body")
        pieces.append(line)
        if len(line) < _LINE_CHARACTERS:
            return decode_base64("".join(pieces))


def _build_header(stanzas: Sequence[Stanza]) -> bytes:
    lines = [_VERSION_LINE]
    for stanza in stanzas:
        lines.append(_STANZA_MARK + " ".join((stanza.kind, *stanza.arguments)))
        body = encode_base64(stanza.body)
        # A body ends with a line shorter than 64 characters, if need be an empty one.
        lines += [body[at : at + _LINE_CHARACTERS] for at in range(0, len(body) + 1, _LINE_CHARACTERS)]
    return "\n".join([*lines, _MAC_MARK]).encode()


def _find_file_key(header: Header, identities: Sequence[Identity]) -> bytes:
    for identity in identities:
        for stanza in header.stanzas:
            file_key = identity.unwrap(stanza)
            if file_key is not None:
                return file_key
    raise NoMatchError


def _header_mac(file_key: bytes, covered: bytes) -> bytes:
    return hmac.new(derive_key(file_key, b"", b"header"), covered, hashlib.sha256).digest()
