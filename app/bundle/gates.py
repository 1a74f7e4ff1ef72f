"""The eleven gates of a bundle, in order: the first that fails names itself by its code.

1  envelope    limits, hybrid only, an identity that opens it, header MAC
2  prologue    the nine tag files, in order, within limits
3  card        shape, its signatures, its fingerprint, key files equal
4  signatures  both, over the tag manifest
5  tags        their digests, the format, what it requires
6  recipients  I am among them; their number equals the stanzas
7  standing    what the sender is to us
8  payload     digests and sizes while streaming
9  end         padding zero and exact, end of tar, end of stream, nothing after
10 lines       each by itself; a bad one stops nothing
11 evidence    here, or known before: a state, not a fault
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import IntEnum
from typing import BinaryIO

from app.bundle.container import (
    BAG_INFO,
    BAGIT,
    MANIFEST,
    ML_DSA_SIGNATURE,
    PROLOGUE,
    SENDER_CARD,
    SIGNED_BY_BUNDLE,
    SIGNED_TAGS,
    SSH_SIGNATURE,
    TAG_MANIFEST,
    evidence_of,
)
from app.bundle.contents import BundleHead, BundleSink, CarriedEvidence, InspectingSink, SenderLookup
from app.bundle.lines import LineJudge
from app.bundle.payload import Payload, check_padding, enter_member
from app.bundle.sender import key_files, read_sender, standing_of
from app.bundle.ustar import TarReader
from app.crypto.age import AgeReader, read_header
from app.crypto.errors import (
    AlteredError,
    HeaderError,
    HeaderLimitError,
    HeaderMacError,
    NoMatchError,
    NotAgeError,
    SignatureError,
    TruncatedError,
)
from app.crypto.papers import Papers
from app.crypto.pipeline import ReadAhead
from app.crypto.recipients import HYBRID_STANZA, Identity
from app.crypto.signing import verify_ml_dsa, verify_sshsig
from app.crypto.streams import ByteSource
from app.domain.errors import BundleError
from app.domain.identity import Fingerprint, Trust
from app.domain.manifest import (
    BAGIT_TEXT,
    MAX_RECIPIENTS,
    BagInfo,
    FileDigest,
    Labels,
    read_bag_info,
    read_digests,
    read_labels,
    sender_of,
)
from app.domain.plan import Judged, RevisionSummary, Sender
from app.domain.work import Watch

_PROOF = object()


@dataclass(frozen=True, slots=True)
class VerifiedBundle:
    """A bundle that went through all gates; only `open_bundle` can make one.

    `summaries` are its verified revisions in their order, `judged` the lines that were
    set aside or refused, `evidence` what it carries, sorted by digest.
    """

    head: BundleHead
    summaries: tuple[RevisionSummary, ...]
    judged: tuple[Judged, ...]
    evidence: tuple[CarriedEvidence, ...]
    proof: object = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.proof is not _PROOF:
            raise TypeError("only open_bundle makes a VerifiedBundle")


def open_bundle(
    source: BinaryIO,
    identities: Sequence[Identity],
    me: frozenset[Fingerprint],
    lookup: SenderLookup,
    sink: BundleSink | None,
    watch: Watch,
    *,
    require_standing: bool = True,
    accept_revoked: bool = False,
) -> VerifiedBundle:
    """Take a bundle through all gates in one pass and constant memory.

    `source` is a buffered binary stream. `identities` are our age identities, `me` the
    fingerprints that belong to them: ours, and those before a rotation. Without a
    `sink` the bundle is only looked at. `require_standing` refuses a sender who is
    unknown, unverified or revoked (the last not under `accept_revoked`); without it
    what the sender is to us is only told.

    Raises:
        BundleError: by the gate that failed; everything the sink was given must be forgotten.
        CancelledError: the watch said so; what reading `source` or the sink raises.
    """
    gates = Gates(lookup, sink or InspectingSink(), watch)
    sealed = gates.open_envelope(source, identities)
    with _stream_refusals(), ReadAhead(sealed.read) as plain:
        gates.read_prologue(plain)
        gates.check_card()
        gates.check_signatures()
        gates.check_tags()
        gates.check_recipients(me)
        gates.check_standing(require=require_standing, accept_revoked=accept_revoked)
        gates.stream_payload()
        gates.check_end()
        gates.judge_lines()
        return gates.admit()


class Gate(IntEnum):
    """The numbers of the gates."""

    ENVELOPE = 1
    PROLOGUE = 2
    CARD = 3
    SIGNATURES = 4
    TAGS = 5
    RECIPIENTS = 6
    STANDING = 7
    PAYLOAD = 8
    END = 9
    LINES = 10
    EVIDENCE = 11


class Gates:
    """One bundle on its way through the gates. RuntimeError where they are not taken in order."""

    def __init__(self, lookup: SenderLookup, sink: BundleSink, watch: Watch) -> None:
        self._lookup = lookup
        self._sink = sink
        self._watch = watch
        self._entered = 0
        self._stanzas = 0
        self._tags: dict[str, bytes] = {}

    def open_envelope(self, source: BinaryIO, identities: Sequence[Identity]) -> AgeReader:
        """Gate 1."""
        self._enter(Gate.ENVELOPE)
        try:
            header = read_header(source, max_stanzas=MAX_RECIPIENTS)
            if set(header.kinds) != {HYBRID_STANZA}:
                raise HeaderError("a stanza of another kind")
            self._stanzas = len(header.kinds)
            return AgeReader(source, identities, header=header)
        except NotAgeError:
            raise BundleError("bundle.not_age") from None
        except HeaderLimitError:
            raise BundleError("bundle.limits", what="age") from None
        except NoMatchError:
            raise BundleError("bundle.not_for_me") from None
        except (HeaderError, HeaderMacError):
            raise BundleError("bundle.header") from None

    def read_prologue(self, plain: ByteSource) -> None:
        """Gate 2."""
        self._enter(Gate.PROLOGUE)
        self._tar = TarReader(plain)
        for path, limit in PROLOGUE.items():
            member = enter_member(self._tar, path)
            if member.size_bytes > limit:
                raise BundleError("bundle.limits", what=path)
            self._tags[path] = self._tar.read(member.size_bytes)
        self._labels: Labels = read_labels(self._tags[BAG_INFO])

    def check_card(self) -> None:
        """Gate 3."""
        self._enter(Gate.CARD)
        self._papers: Papers = read_sender(self._tags[SENDER_CARD], self._lookup)
        card = self._papers.card
        if sender_of(self._labels) != card.fingerprint:
            raise BundleError("bundle.card", what="Sender")
        for path, content in key_files(card).items():
            if self._tags[path] != content:
                raise BundleError("bundle.card", what=path)

    def check_signatures(self) -> None:
        """Gate 4."""
        self._enter(Gate.SIGNATURES)
        keys, signed = self._papers.card.keys, self._tags[TAG_MANIFEST]
        try:
            verify_sshsig(self._tags[SSH_SIGNATURE], signed, SIGNED_BY_BUNDLE, keys.ed25519)
            verify_ml_dsa(signed, SIGNED_BY_BUNDLE, self._tags[ML_DSA_SIGNATURE], keys.ml_dsa_65)
        except SignatureError:
            raise BundleError("bundle.signature") from None

    def check_tags(self) -> None:
        """Gate 5."""
        self._enter(Gate.TAGS)
        digests = read_digests(self._tags[TAG_MANIFEST], TAG_MANIFEST)
        if tuple(entry.path for entry in digests) != SIGNED_TAGS:
            raise BundleError("bundle.layout", what=TAG_MANIFEST)
        for entry in digests:
            if hashlib.sha256(self._tags[entry.path]).hexdigest() != entry.sha256:
                raise BundleError("bundle.digest", what=entry.path)
        self._info: BagInfo = read_bag_info(self._labels)
        if self._tags[BAGIT] != BAGIT_TEXT.encode():
            raise BundleError("bundle.layout", what=BAGIT)
        self._manifest: tuple[FileDigest, ...] = read_digests(self._tags[MANIFEST])
        self._digests = evidence_of(self._manifest)

    def check_recipients(self, me: frozenset[Fingerprint]) -> None:
        """Gate 6."""
        self._enter(Gate.RECIPIENTS)
        named = self._info.recipients
        if me.isdisjoint(named) or len(named) != self._stanzas:
            raise BundleError("bundle.recipient")

    def check_standing(self, *, require: bool, accept_revoked: bool) -> None:
        """Gate 7; from here on the sink is told."""
        self._enter(Gate.STANDING)
        standing = standing_of(self._papers, self._lookup)
        if require:
            _require_standing(standing, accept_revoked=accept_revoked)
        card, info = self._papers.card, self._info
        self._head = BundleHead(
            bundle_id=info.bundle_id,
            identity=hashlib.sha256(self._tags[TAG_MANIFEST]).hexdigest(),
            sender=Sender(card.fingerprint, card.name, standing or Trust.UNVERIFIED),
            card=card,
            rotations=self._papers.rotations,
            followed=self._papers.followed,
            replica=info.sender_replica,
            sequence=info.sequence,
            previous=info.previous,
            recipients=info.recipients,
            evidence=self._digests,
            payload_bytes=info.payload_bytes,
        )
        self._judge = LineJudge(card, self._lookup, self._sink)
        self._tags.clear()
        self._sink.begin(self._head)

    def stream_payload(self) -> None:
        """Gate 8; lines are judged on their way, as they pass only once (gate 10)."""
        self._enter(Gate.PAYLOAD)
        payload = Payload(self._tar, self._judge, self._sink, self._lookup, self._watch)
        self._carried = payload.stream(self._manifest, self._info)

    def check_end(self) -> None:
        """Gate 9."""
        self._enter(Gate.END)
        check_padding(self._tar)

    def judge_lines(self) -> None:
        """Gate 10: what became of each line counts from here on."""
        self._enter(Gate.LINES)
        self._summaries = tuple(self._judge.summaries)
        self._judged = tuple(self._judge.judged)

    def admit(self) -> VerifiedBundle:
        """Gate 11: what of the evidence is here, and the proof of having passed them all."""
        self._enter(Gate.EVIDENCE)
        return VerifiedBundle(self._head, self._summaries, self._judged, self._carried, _PROOF)

    def _enter(self, gate: Gate) -> None:
        if gate != self._entered + 1:
            raise RuntimeError(f"bundle: gate {gate} behind gate {self._entered}")
        self._entered = gate


def _require_standing(standing: Trust | None, *, accept_revoked: bool) -> None:
    if standing is None:
        raise BundleError("bundle.sender_unknown")
    if standing is Trust.REVOKED and not accept_revoked:
        raise BundleError("bundle.sender_revoked")
    if standing in (Trust.UNVERIFIED, Trust.INTRODUCED):
        raise BundleError("bundle.sender_unverified")


@contextmanager
def _stream_refusals() -> Iterator[None]:
    """Name a bad chunk of the sealed stream, wherever it is met."""
    try:
        yield
    except AlteredError:
        raise BundleError("bundle.altered") from None
    except TruncatedError:
        raise BundleError("bundle.truncated") from None
