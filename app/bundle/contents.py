"""The values and protocols of a bundle that are seen from outside."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from app.crypto.streams import ByteSource
from app.domain.attestation import Attestation
from app.domain.identity import ContactCard, Fingerprint, Revocation, Trust
from app.domain.plan import Sender
from app.domain.revision import Revision
from app.domain.rotation import Rotation

LineSource: TypeAlias = Callable[[], Iterator[str]]
"""Gives the same lines, without line ends, each time it is called: they are read twice."""


def no_lines() -> Iterator[str]:
    """The source of no line at all."""
    return iter(())


@dataclass(frozen=True, slots=True)
class EvidenceSource:
    """A file of evidence to put in: digest (64 hex digits), size, and how to read it."""

    sha256: str
    size_bytes: int
    open: Callable[[], AbstractContextManager[ByteSource]]


@dataclass(frozen=True, slots=True)
class BundleContents:
    """What goes into a bundle.

    `bundle_id` and `sender_replica` are UUIDs in lower case. `sender_card` is the
    envelope of the sender's card, `rotations` those that lead to it, oldest first.
    `previous` is the identity of the bundle before to the same recipients, None at
    `sequence` 1. `revisions` stand parents first; `evidence` is sorted by digest, each once.
    """

    bundle_id: str
    sender_card: str
    sender_replica: str
    sequence: int
    previous: str | None = None
    rotations: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    cards: LineSource = no_lines
    attestations: LineSource = no_lines
    revisions: LineSource = no_lines
    evidence: tuple[EvidenceSource, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenBundle:
    """What was written: `identity` is the SHA-256 of the tag manifest, sizes are in bytes.

    `size_bytes` is the encrypted file, `payload_bytes` what it carries.
    """

    bundle_id: str
    identity: str
    recipients: tuple[Fingerprint, ...]
    size_bytes: int
    payload_bytes: int
    revisions: int
    evidence: int


@dataclass(frozen=True, slots=True)
class BundleHead:
    """What is known of a bundle once its head is verified (gates 1 to 7).

    `card` is the sender's, `rotations` lead to it and may go back further than is known
    here; `followed` are the old keys among them whose signature could be checked.
    `evidence` are the digests of what is carried, `payload_bytes` the size of it all.
    """

    bundle_id: str
    identity: str
    sender: Sender
    card: ContactCard
    rotations: tuple[Rotation, ...]
    followed: tuple[Fingerprint, ...]
    replica: str
    sequence: int
    previous: str | None
    recipients: tuple[Fingerprint, ...]
    evidence: tuple[str, ...]
    payload_bytes: int

    @property
    def checked(self) -> tuple[Rotation, ...]:
        """The rotations from the keys in `followed`: both signatures of each are good."""
        return self.rotations[len(self.rotations) - len(self.followed) :]


@dataclass(frozen=True, slots=True)
class CarriedEvidence:
    """A file of evidence that a bundle carries; `known` if it was here before."""

    sha256: str
    size_bytes: int
    known: bool


class SenderLookup(Protocol):
    """What the gates may ask of a vault. It is only read, and decides nothing."""

    def standing(self, fingerprint: Fingerprint) -> Trust | None:
        """What this key is to us, None if it is unknown."""

    def card(self, fingerprint: Fingerprint) -> ContactCard | None:
        """A card that was verified when it came, None if it is unknown."""

    def successor(self, fingerprint: Fingerprint) -> Fingerprint | None:
        """The key that is followed here from this one, None if there is none."""

    def has_evidence(self, sha256: str) -> bool:
        """Whether the bytes with this digest are here."""


class EvidenceWriter(Protocol):
    """Takes one file of evidence."""

    def write(self, data: bytes, /) -> object:
        """Take the next bytes."""

    def finish(self) -> object:
        """All of it came, and its digest is right."""


class BundleSink(Protocol):
    """Takes what a bundle brings, in the order in which it stands there.

    What it was given counts only once `open_bundle` has returned: if that raises, all of
    it must be forgotten. Each card, signed text and revision has been verified.
    """

    def begin(self, head: BundleHead) -> None:
        """The head is verified; the place to look at free disk space."""

    def card(self, card: ContactCard) -> None:
        """The card of an author other than the sender."""

    def revocation(self, revocation: Revocation) -> None:
        """A key's end, signed by itself."""

    def advice(self, revocation: Revocation, signer: Fingerprint) -> None:
        """A revocation signed by another than the key that it would end."""

    def rotation(self, rotation: Rotation) -> None:
        """A key's successor, signed by both."""

    def attestation(self, attestation: Attestation) -> None:
        """An author's attestation of own revisions."""

    def unknown_text(self, line: str) -> None:
        """A signed text of a kind that this version does not know, unverified."""

    def revision(self, revision: Revision, line: str) -> None:
        """A revision, and the very line that brought it."""

    def set_aside(self, name: str, line: str, code: str, author: Fingerprint | None) -> None:
        """A line that cannot be judged yet. `name` is its revision id, if it has one."""

    def refused(self, name: str, code: str) -> None:
        """A line that was refused. `name` is its revision id, or the SHA-256 of the line."""

    def evidence(self, sha256: str, size_bytes: int) -> EvidenceWriter | None:
        """Where the bytes of this file go, None if they are only to be checked."""


class InspectingSink:
    """Takes nothing: a bundle is only looked at."""

    def begin(self, head: BundleHead) -> None:
        """Nothing."""

    def card(self, card: ContactCard) -> None:
        """Nothing."""

    def revocation(self, revocation: Revocation) -> None:
        """Nothing."""

    def advice(self, revocation: Revocation, signer: Fingerprint) -> None:
        """Nothing."""

    def rotation(self, rotation: Rotation) -> None:
        """Nothing."""

    def attestation(self, attestation: Attestation) -> None:
        """Nothing."""

    def unknown_text(self, line: str) -> None:
        """Nothing."""

    def revision(self, revision: Revision, line: str) -> None:
        """Nothing."""

    def set_aside(self, name: str, line: str, code: str, author: Fingerprint | None) -> None:
        """Nothing."""

    def refused(self, name: str, code: str) -> None:
        """Nothing."""

    def evidence(self, sha256: str, size_bytes: int) -> EvidenceWriter | None:  # noqa: ARG002 - as BundleSink names them
        """Only check it."""
        return None
