"""The texts by which a bundle describes itself: BagIt 1.0 (RFC 8493) tag files, byte by byte.

bagit.txt, bag-info.txt, manifest-sha256.txt and tagmanifest-sha256.txt are printable
ASCII, each line ended by LF. Readers raise BundleError: `bundle.layout` on another
shape, `bundle.newer_format` on a later one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from app.domain.errors import BundleError
from app.domain.identity import Fingerprint
from app.domain.strict_json import MAX_INTEGER

BUNDLE_FORMAT = 1
BAGIT_TEXT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

MAX_RECIPIENTS = 64
MAX_FILES = 100_000

Labels: TypeAlias = tuple[tuple[str, str], ...]
"""The lines of a bag-info.txt: label and value, in order."""

_PRINTABLE = bytes(range(ord(" "), ord("~") + 1))
_LABEL_LINE = re.compile(r"([A-Za-z][A-Za-z0-9-]*): (\S|\S.*\S)")
_DIGEST_LINE = re.compile(r"([0-9a-f]{64})  (\S+)", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)
_NUMBER = re.compile(r"[1-9][0-9]{0,15}", re.ASCII)
_OXUM = re.compile(r"(0|[1-9][0-9]{0,15})\.([1-9][0-9]{0,15})", re.ASCII)
_WORD = re.compile(r"[a-z][a-z0-9-]{0,63}", re.ASCII)

_BAG_INFO, _MANIFEST = "bag-info.txt", "manifest-sha256.txt"


@dataclass(frozen=True, slots=True)
class BagInfo:
    """What bag-info.txt says.

    `recipients` are sorted; `sequence` counts from 1 for each (sender replica, set of
    recipients) and `previous` is the identity of the bundle before it, None at 1;
    `requires` are words a reader must understand; payload sizes as in Payload-Oxum.
    """

    bundle_id: str
    sender: Fingerprint
    sender_replica: str
    recipients: tuple[Fingerprint, ...]
    sequence: int
    previous: str | None
    requires: tuple[str, ...]
    payload_bytes: int
    payload_files: int

    def to_text(self) -> str:
        """The file, its labels in their fixed order."""
        return "".join(f"{label}: {value}\n" for label, value in self._labels())

    def _labels(self) -> Iterable[tuple[str, str]]:
        yield "Bundle-Format", str(BUNDLE_FORMAT)
        yield "Bundle-Id", self.bundle_id
        yield "Sender", self.sender
        yield "Sender-Replica", self.sender_replica
        for recipient in self.recipients:
            yield "Recipient", recipient
        yield "Sequence", str(self.sequence)
        if self.previous is not None:
            yield "Previous", self.previous
        for word in self.requires:
            yield "Requires", word
        yield "Payload-Oxum", f"{self.payload_bytes}.{self.payload_files}"


@dataclass(frozen=True, slots=True)
class FileDigest:
    """One line of a manifest: SHA-256 as 64 hex digits, and the path inside the bag."""

    sha256: str
    path: str


def read_labels(text: bytes) -> Labels:
    """The lines of a bag-info.txt, their meaning not yet looked at."""
    found: list[tuple[str, str]] = []
    for line in _lines(text, _BAG_INFO):
        matched = _LABEL_LINE.fullmatch(line)
        if not matched:
            raise BundleError("bundle.layout", what=_BAG_INFO)
        found.append((matched[1], matched[2]))
    return tuple(found)


def read_bag_info(labels: Labels, understood: frozenset[str] = frozenset()) -> BagInfo:
    """The meaning of the labels; those that this version does not know are ignored.

    A later Bundle-Format, or a Requires word outside `understood`, is `bundle.newer_format`.
    """
    if _one(labels, "Bundle-Format", _NUMBER) != str(BUNDLE_FORMAT):
        raise BundleError("bundle.newer_format", what="Bundle-Format")
    requires = _every(labels, "Requires", _WORD)
    for word in requires:
        if word not in understood:
            raise BundleError("bundle.newer_format", what=word)
    recipients = _every(labels, "Recipient", _HASH)
    if len(recipients) > MAX_RECIPIENTS:
        raise BundleError("bundle.limits", what="Recipient")
    if not recipients or list(recipients) != sorted(set(recipients)):
        raise BundleError("bundle.layout", what=_BAG_INFO)
    sequence = _counted(_one(labels, "Sequence", _NUMBER), "Sequence")
    previous = _every(labels, "Previous", _HASH)
    if len(previous) != (0 if sequence == 1 else 1):
        raise BundleError("bundle.layout", what=_BAG_INFO)
    payload_bytes, payload_files = _one(labels, "Payload-Oxum", _OXUM).split(".")
    return BagInfo(
        bundle_id=_one(labels, "Bundle-Id", _UUID),
        sender=Fingerprint(_one(labels, "Sender", _HASH)),
        sender_replica=_one(labels, "Sender-Replica", _UUID),
        recipients=tuple(map(Fingerprint, recipients)),
        sequence=sequence,
        previous=previous[0] if previous else None,
        requires=requires,
        payload_bytes=_counted(payload_bytes, "Payload-Oxum"),
        payload_files=_counted(payload_files, "Payload-Oxum"),
    )


def _counted(digits: str, label: str) -> int:
    """A number within what JSON holds here."""
    number = int(digits)
    if number > MAX_INTEGER:
        raise BundleError("bundle.layout", what=label)
    return number


def sender_of(labels: Labels) -> Fingerprint:
    """The one Sender, read before anything else is believed."""
    return Fingerprint(_one(labels, "Sender", _HASH))


def digest_text(digests: Iterable[FileDigest]) -> str:
    """A manifest or tag manifest: digest and path parted by two spaces."""
    return "".join(f"{digest.sha256}  {digest.path}\n" for digest in digests)


def read_digests(text: bytes, name: str = _MANIFEST) -> tuple[FileDigest, ...]:
    """The lines of a manifest, in order; more than MAX_FILES of them are `bundle.limits`."""
    if text.count(b"\n") > MAX_FILES:
        raise BundleError("bundle.limits", what=name)
    found: list[FileDigest] = []
    for line in _lines(text, name):
        matched = _DIGEST_LINE.fullmatch(line)
        if not matched:
            raise BundleError("bundle.layout", what=name)
        found.append(FileDigest(matched[1], matched[2]))
    return tuple(found)


def _lines(text: bytes, name: str) -> list[str]:
    """Lines of printable ASCII, each ended by LF."""
    unprintable = text.translate(None, _PRINTABLE)
    if len(unprintable) != text.count(b"\n") or (text and not text.endswith(b"\n")):
        raise BundleError("bundle.layout", what=name)
    return text.decode("ascii").split("\n")[:-1]


def _every(labels: Labels, wanted: str, shape: re.Pattern[str]) -> tuple[str, ...]:
    values = tuple(value for label, value in labels if label == wanted)
    if not all(shape.fullmatch(value) for value in values):
        raise BundleError("bundle.layout", what=wanted)
    return values


def _one(labels: Labels, wanted: str, shape: re.Pattern[str]) -> str:
    values = _every(labels, wanted, shape)
    if len(values) != 1:
        raise BundleError("bundle.layout", what=wanted)
    return values[0]
