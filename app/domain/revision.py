"""A revision: one immutable, signed save of one record, in parts that can be withheld.

One line of text: `{"header": "<text>", "sig": b64, "parts": {name: {"salt", "text"}}}`.
The header names a hash for every part, so any part may be absent from a line (withheld,
erased, not yet come) while the signature over the header still holds. Texts are RFC 8785
when written, and verified and kept exactly as received.

    part hash    SHA-256("daftar-part@1" ‖ 0 ‖ salt (32 bytes) ‖ UTF-8 text)
    revision id  SHA-256("daftar-revision@1" ‖ 0 ‖ UTF-8 header), 64 hex digits
    signature    Ed25519 over "daftar-revision-sig@1" ‖ 0 ‖ the 32 bytes of the id
"""

import hashlib
import json
import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NewType

from app.domain.errors import RevisionError
from app.domain.identity import Fingerprint
from app.domain.signed_text import decode_base64, encode_base64
from app.domain.strict_json import Json, JsonObject, StrictJsonError, canonical_text, parse_object
from app.domain.times import read_time

RevisionId = NewType("RevisionId", str)
RecordId = NewType("RecordId", str)

RECORD_KINDS = ("incident", "person", "organisation", "proceeding", "evidence")
"""What people write and read; the other kinds tell what was done with these."""
# Fixed order: where two roots claim two kinds, the earlier in this list holds.
KINDS = (*RECORD_KINDS, "custody", "erasure", "tombstone")
SCHEMA = 1
MAX_LINE_BYTES = 4 * 1024 * 1024
MAX_PARENTS = 64
MAX_PARTS = 16
SALT_BYTES = 32
SIGNATURE_BYTES = 64

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Header:
    """What the author signed. `parts` maps compartment to part hash (64 hex digits).

    `replica` is random for each vault (UUID); `replica_seq` counts its revisions from
    1; `replica_prev` is the id of the one before, None at 1. `claimed_at` is a
    signed-text time by the author's own clock.
    """

    record_id: RecordId
    kind: str
    schema: int
    parents: tuple[RevisionId, ...]
    author: Fingerprint
    replica: str
    replica_seq: int
    replica_prev: RevisionId | None
    claimed_at: str
    parts: Mapping[str, str]

    def to_text(self) -> str:
        """The RFC 8785 text that is hashed and signed."""
        return canonical_text(
            {
                "format": 1,
                "record_id": self.record_id,
                "kind": self.kind,
                "schema": self.schema,
                "parents": sorted(self.parents),
                "author": self.author,
                "replica": self.replica,
                "replica_seq": self.replica_seq,
                "replica_prev": self.replica_prev,
                "claimed_at": self.claimed_at,
                "parts": dict(self.parts),
            }
        )


@dataclass(frozen=True, slots=True)
class Part:
    """The content of one compartment in one revision: its salt and its very text."""

    salt: bytes
    text: str

    @property
    def hash(self) -> str:
        """64 hex digits; without the salt erased content cannot be guessed back."""
        return hashlib.sha256(b"daftar-part@1\0" + self.salt + self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision as written or received. `header_text` rules; `header` is its reading."""

    id: RevisionId
    header: Header
    header_text: str
    signature: bytes
    parts: Mapping[str, Part]

    def absent(self) -> tuple[str, ...]:
        """The compartments that the header names and this copy does not hold."""
        return tuple(sorted(name for name in self.header.parts if name not in self.parts))

    def without(self, names: frozenset[str]) -> "Revision":
        """The same revision with the named parts withheld; its signature still holds."""
        kept = {name: part for name, part in self.parts.items() if name not in names}
        return Revision(self.id, self.header, self.header_text, self.signature, kept)

    def to_line(self) -> str:
        """The one line, RFC 8785, without a line end."""
        return canonical_text(
            {
                "header": self.header_text,
                "sig": encode_base64(self.signature),
                "parts": {
                    name: {"salt": encode_base64(part.salt), "text": part.text}
                    for name, part in self.parts.items()
                },
            }
        )


def revision_id(header_text: str) -> RevisionId:
    """The id of the revision whose header has this text."""
    return RevisionId(hashlib.sha256(b"daftar-revision@1\0" + header_text.encode()).hexdigest())


def read_revision(line: str | bytes) -> Revision:
    """Parse one line: shape, limits and part hashes. The signature is not judged here.

    Raises RevisionError: `revision.limits`, `revision.shape`, `revision.hash`, or
    `revision.newer_format` for a header of a later format.
    """
    encoded = line.encode() if isinstance(line, str) else line
    if len(encoded) > MAX_LINE_BYTES:
        raise RevisionError("revision.limits")
    try:
        value = parse_object(encoded, MAX_LINE_BYTES)
        header_text = value.get("header")
        if not isinstance(header_text, str):
            raise StrictJsonError("no header")
        header = read_header(header_text)
        signature = decode_base64(value.get("sig"))
        parts = _read_parts(value.get("parts"))
    except StrictJsonError:
        raise RevisionError("revision.shape") from None
    if len(signature) != SIGNATURE_BYTES:
        raise RevisionError("revision.shape")
    for name, part in parts.items():
        if header.parts.get(name) != part.hash:
            raise RevisionError("revision.hash")
    return Revision(revision_id(header_text), header, header_text, signature, parts)


def recall_revision(line: str) -> Revision:
    """What `read_revision` found in a line that this vault has kept since: nothing is judged anew."""
    value = json.loads(line)
    text = value["header"]
    parts = {name: Part(b64decode(part["salt"]), part["text"]) for name, part in value["parts"].items()}
    return Revision(revision_id(text), recall_header(text), text, b64decode(value["sig"]), parts)


def recall_header(text: str) -> Header:
    """What `read_header` found in a text that this vault has kept since: nothing is judged anew."""
    value = json.loads(text)
    return Header(
        record_id=value["record_id"],
        kind=value["kind"],
        schema=value["schema"],
        parents=tuple(value["parents"]),
        author=value["author"],
        replica=value["replica"],
        replica_seq=value["replica_seq"],
        replica_prev=value["replica_prev"],
        claimed_at=value["claimed_at"],
        parts=value["parts"],
    )


def read_header(text: str) -> Header:
    """The reading of a header text; StrictJsonError, or RevisionError on a later format."""
    value = parse_object(text, MAX_LINE_BYTES)
    if _counter(value, "format") > 1:
        raise RevisionError("revision.newer_format")
    parents = value.get("parents")
    if not isinstance(parents, list) or len(parents) > MAX_PARENTS:
        raise StrictJsonError("not parents")
    parent_ids = tuple(RevisionId(_matching(parent, _HASH)) for parent in parents)
    if list(parent_ids) != sorted(set(parent_ids)):
        raise StrictJsonError("parents not sorted")
    sequence = _counter(value, "replica_seq")
    previous = value.get("replica_prev")
    if (previous is None) != (sequence == 1):
        raise StrictJsonError("not a chain")
    claimed_at = _matching(value.get("claimed_at"), None)
    read_time(claimed_at)
    return Header(
        record_id=RecordId(_matching(value.get("record_id"), _UUID)),
        kind=_matching(value.get("kind"), _NAME),
        schema=_counter(value, "schema"),
        parents=parent_ids,
        author=Fingerprint(_matching(value.get("author"), _HASH)),
        replica=_matching(value.get("replica"), _UUID),
        replica_seq=sequence,
        replica_prev=None if previous is None else RevisionId(_matching(previous, _HASH)),
        claimed_at=claimed_at,
        parts=_read_part_hashes(value.get("parts")),
    )


def _read_part_hashes(value: Json) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > MAX_PARTS:
        raise StrictJsonError("not parts")
    return {_matching(name, _NAME): _matching(digest, _HASH) for name, digest in value.items()}


def _read_parts(value: Json) -> dict[str, Part]:
    if not isinstance(value, dict) or len(value) > MAX_PARTS:
        raise StrictJsonError("not parts")
    parts = {}
    for name, entry in value.items():
        if not isinstance(entry, dict):
            raise StrictJsonError("not a part")
        salt, text = decode_base64(entry.get("salt")), entry.get("text")
        if len(salt) != SALT_BYTES or not isinstance(text, str):
            raise StrictJsonError("not a part")
        parse_object(text, MAX_LINE_BYTES)
        parts[name] = Part(salt, text)
    return parts


def _matching(value: Json, shape: re.Pattern[str] | None) -> str:
    if not isinstance(value, str) or (shape is not None and not shape.fullmatch(value)):
        raise StrictJsonError("not as expected")
    return value


def _counter(value: JsonObject, key: str) -> int:
    number = value.get(key)
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise StrictJsonError("not a counter")
    return number
