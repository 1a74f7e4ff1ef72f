"""Gate 10: each line of the three files of lines, judged by itself.

A line that is bad is refused by name, one that cannot be judged yet is set aside;
neither stops the rest. Memory holds the few revisions whose signatures are verified together.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from app.bundle.container import MAX_CARDS, MAX_NAMED
from app.bundle.contents import BundleSink, SenderLookup
from app.crypto.errors import SignatureError
from app.crypto.pipeline import on_two_threads
from app.crypto.signing import require_signed, verify_card, verify_signed_text
from app.domain.attestation import read_attestation
from app.domain.errors import BundleError, RevisionError
from app.domain.identity import ContactCard, Fingerprint, PublicKeys, adviser_of, read_revocation
from app.domain.plan import Judged, RevisionSummary
from app.domain.revision import MAX_LINE_BYTES, Revision, read_header, read_revision, revision_id
from app.domain.rotation import read_rotation
from app.domain.signed_text import (
    ATTESTATION_TAG,
    CARD_TAG,
    MAX_ATTESTATION_BYTES,
    MAX_CARD_BYTES,
    REVOCATION_TAG,
    ROTATION_TAG,
    read_signed_text,
)
from app.domain.strict_json import StrictJsonError, parse_object

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_TOGETHER = 128
_TOGETHER_BYTES = MAX_LINE_BYTES
"""Of the revisions whose signatures are verified together, on two threads."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end. `data` is None where it was longer than allowed."""

    data: bytes | None
    sha256: str


class LineSplitter:
    """Cuts pieces of a file into lines, and holds no more than `max_bytes` of one."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._held = bytearray()
        self._begun = False
        self._too_long: hashlib._Hash | None = None

    def feed(self, piece: bytes) -> Iterator[Line]:
        """The lines that end in this piece."""
        start = 0
        while (end := piece.find(b"\n", start)) >= 0:
            self._hold(piece[start:end])
            yield self._take()
            start = end + 1
        if start < len(piece):
            self._hold(piece[start:])

    def rest(self) -> Line | None:
        """What stands behind the last line end, None if that is nothing."""
        return self._take() if self._begun else None

    def _hold(self, data: bytes) -> None:
        self._begun = True
        if self._too_long is None and len(self._held) + len(data) > self._max_bytes:
            self._too_long = hashlib.sha256(self._held)
            self._held.clear()
        if self._too_long is not None:
            self._too_long.update(data)
        else:
            self._held += data

    def _take(self) -> Line:
        if self._too_long is not None:
            line = Line(None, self._too_long.hexdigest())
        else:
            line = Line(bytes(self._held), hashlib.sha256(self._held).hexdigest())
        self._held.clear()
        self._begun, self._too_long = False, None
        return line


@dataclass(frozen=True, slots=True)
class _ReadLine:
    """A line of revisions.jsonl as far as it could be read, and the key it should be signed with."""

    line: Line
    revision: Revision | None = None
    key: bytes = b""
    refusal: RevisionError | None = None


class LineJudge:
    """Judges lines in the order of the bundle: cards, attestations, revisions.

    `summaries` and `judged` tell what became of them.
    """

    def __init__(self, sender: ContactCard, lookup: SenderLookup, sink: BundleSink) -> None:
        self._keys: dict[Fingerprint, PublicKeys] = {sender.fingerprint: sender.keys}
        self._lookup = lookup
        self._sink = sink
        self._waiting: list[_ReadLine] = []
        self._waiting_bytes = 0
        self.summaries: list[RevisionSummary] = []
        self.judged: list[Judged] = []

    def judge_card(self, line: Line) -> None:
        """A line of cards.jsonl: card, rotation, revocation, or a text of an unknown kind."""
        self._judge_text(line, self._take_signed_text)

    def judge_attestation(self, line: Line) -> None:
        """A line of attestations.jsonl."""
        self._judge_text(line, self._take_attestation)

    def judge_revision(self, line: Line) -> None:
        """A line of revisions.jsonl: shape, limits, hashes, the author's card, the signature.

        What became of it is told once `finish` has been called, or enough others have come.
        """
        self._waiting.append(self._read_revision(line))
        self._waiting_bytes += len(line.data or b"")
        if len(self._waiting) == _TOGETHER or self._waiting_bytes >= _TOGETHER_BYTES:
            self.finish()

    def finish(self) -> None:
        """Verify the signatures of the revisions that have been read, and tell what became of them."""
        waiting, self._waiting, self._waiting_bytes = self._waiting, [], 0
        for read, refusal in zip(waiting, on_two_threads(_refusal_of, waiting), strict=True):
            if refusal is not None:
                self._turn_away(read, refusal.code)
            elif read.revision is not None:
                self._sink.revision(read.revision, _text_of(read.line))
                self.summaries.append(RevisionSummary.of(read.revision))

    def _read_revision(self, line: Line) -> _ReadLine:
        revision = None
        try:
            revision = read_revision(_text_of(line))
            return _ReadLine(line, revision, self._keys_of(revision.header.author).ed25519)
        except RevisionError as refusal:
            return _ReadLine(line, revision, refusal=refusal)

    def _turn_away(self, read: _ReadLine, code: str) -> None:
        name = _name_of(read.line)
        if code in ("revision.newer_format", "revision.author_unknown"):
            author = read.revision.header.author if read.revision else _author_of(read.line)
            self._set_aside(name, _text_of(read.line), code, author)
        else:
            self._refuse(name, code)

    def _judge_text(self, line: Line, take: Callable[[str], None]) -> None:
        """A signed text; one whose signer is not known yet is set aside under its own digest."""
        try:
            text = _text_of(line)
            with _refusing():
                take(text)
        except RevisionError as refusal:
            if refusal.code == "revision.author_unknown":
                self._set_aside(line.sha256, _text_of(line), refusal.code, None)
            else:
                self._refuse(line.sha256, refusal.code)

    def _take_attestation(self, text: str) -> None:
        if read_signed_text(text, MAX_ATTESTATION_BYTES).tag != ATTESTATION_TAG:
            self._sink.unknown_text(text)
            return
        attestation, signed = read_attestation(text)
        verify_signed_text(signed, self._keys_of(attestation.author))
        self._sink.attestation(attestation)

    def _take_signed_text(self, text: str) -> None:
        tag = read_signed_text(text, MAX_CARD_BYTES).tag
        if tag == CARD_TAG:
            self._take_card(text)
        elif tag == REVOCATION_TAG:
            self._take_revocation(text)
        elif tag == ROTATION_TAG:
            rotation, signed = read_rotation(text)
            successor = verify_card(rotation.card.text)
            verify_signed_text(signed, successor.keys)
            verify_signed_text(signed, self._keys_of(rotation.old))
            self._sink.rotation(rotation)
        else:
            self._sink.unknown_text(text)

    def _take_revocation(self, text: str) -> None:
        """By the key itself it ends it; by one other it is advice."""
        revocation, signed = read_revocation(text)
        adviser = adviser_of(revocation, signed)
        verify_signed_text(signed, self._keys_of(adviser or revocation.fingerprint))
        if adviser is None:
            self._sink.revocation(revocation)
        else:
            self._sink.advice(revocation, adviser)

    def _take_card(self, text: str) -> None:
        card = verify_card(text)
        if len(self._keys) > MAX_CARDS:
            raise RevisionError("revision.limits")
        self._keys[card.fingerprint] = card.keys
        self._sink.card(card)

    def _keys_of(self, author: Fingerprint) -> PublicKeys:
        """Of a card in this bundle or known here; RevisionError revision.author_unknown."""
        keys = self._keys.get(author)
        if keys is None:
            card = self._lookup.card(author)
            if card is None:
                raise RevisionError("revision.author_unknown")
            keys = self._keys[author] = card.keys
        return keys

    def _set_aside(self, name: str, text: str, code: str, author: Fingerprint | None) -> None:
        self._name(Judged(name, code))
        self._sink.set_aside(name, text, code, author)

    def _refuse(self, name: str, code: str) -> None:
        self._name(Judged(name, code))
        self._sink.refused(name, code)

    def _name(self, judged: Judged) -> None:
        if len(self.judged) == MAX_NAMED:
            raise BundleError("bundle.limits", what=judged.code)
        self.judged.append(judged)


def _refusal_of(read: _ReadLine) -> RevisionError | None:
    """Why a line does not count: what was found when it was read, or that its signature is false."""
    if read.revision is None or read.refusal is not None:
        return read.refusal
    try:
        require_signed(read.revision, read.key)
    except RevisionError as refusal:
        return refusal
    return None


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn what parsing and verifying raise into the code of the line."""
    try:
        yield
    except StrictJsonError:
        raise RevisionError("revision.shape") from None
    except SignatureError:
        raise RevisionError("revision.signature") from None


def _text_of(line: Line) -> str:
    """The line as text: UTF-8, one JSON object with nothing around it."""
    if line.data is None:
        raise RevisionError("revision.limits")
    if not (line.data.startswith(b"{") and line.data.endswith(b"}")):
        raise RevisionError("revision.shape")
    try:
        return line.data.decode()
    except UnicodeDecodeError:
        raise RevisionError("revision.shape") from None


def _name_of(line: Line) -> str:
    """The revision id where a header can be read, else the SHA-256 of the line."""
    try:
        header = parse_object(line.data or b"", MAX_LINE_BYTES).get("header")
        if not isinstance(header, str):
            return line.sha256
        # A header of a later format has an id too.
        with suppress(RevisionError):
            read_header(header)
        return revision_id(header)
    except StrictJsonError:
        return line.sha256


def _author_of(line: Line) -> Fingerprint | None:
    """Whom a header of a later format names as its author, if that can be read."""
    try:
        header = parse_object(line.data or b"", MAX_LINE_BYTES)["header"]
        author = parse_object(str(header), MAX_LINE_BYTES).get("author")
    except (StrictJsonError, KeyError):
        return None
    return Fingerprint(author) if isinstance(author, str) and _HASH.fullmatch(author) else None
