"""Writing a bundle: everything is measured first, then streamed once in constant memory."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from typing_extensions import Buffer

from app.bundle.container import (
    ATTESTATIONS,
    BAG_INFO,
    BAGIT,
    CARDS,
    EVIDENCE,
    MANIFEST,
    MAX_LINES,
    ML_DSA_SIGNATURE,
    PADDING,
    REVISIONS,
    SENDER_CARD,
    SIGNED_BY_BUNDLE,
    SIGNED_TAGS,
    SSH_SIGNATURE,
    TAG_MANIFEST,
    full_name,
)
from app.bundle.contents import BundleContents, EvidenceSource, LineSource, WrittenBundle
from app.bundle.sender import key_files
from app.bundle.ustar import TarWriter, padding_bytes
from app.crypto.age import AgeWriter
from app.crypto.errors import StreamError
from app.crypto.pipeline import BLOCK_BYTES, WriteBehind
from app.crypto.recipients import HybridRecipient
from app.crypto.signing import SigningKeys, sign_sshsig
from app.crypto.streams import ByteSink, ByteSource
from app.domain.errors import BundleError, EvidenceError
from app.domain.identity import Fingerprint, PublicKeys, read_card
from app.domain.manifest import (
    BAGIT_TEXT,
    MAX_FILES,
    MAX_RECIPIENTS,
    BagInfo,
    FileDigest,
    digest_text,
)
from app.domain.work import Watch
from app.words import N_

_STEP = N_("Writing the bundle")


def write_bundle(
    contents: BundleContents,
    signer: SigningKeys,
    recipients: tuple[PublicKeys, ...],
    target: ByteSink,
    watch: Watch,
) -> WrittenBundle:
    """Seal a bundle for `recipients` into `target`, which must take whole writes.

    `signer` holds the keys of the sender's card (else ValueError). The caller has
    judged the recipients, gives `target` a temporary name, syncs and renames it: it
    holds rubbish if anything is raised.

    Raises:
        BundleError: bundle.limits, with more recipients or files than allowed.
        EvidenceError: evidence.altered, where bytes do not match their digest.
        CancelledError: the watch said so.
    """
    readers = {keys.fingerprint: keys for keys in recipients}
    if len(readers) > MAX_RECIPIENTS:
        raise BundleError("bundle.limits", what="Recipient")
    line_files = tuple(_measure(path, source) for path, source in _line_sources(contents))
    if len(line_files) + len(contents.evidence) > MAX_FILES:
        raise BundleError("bundle.limits", what=MANIFEST)
    payload_bytes = _payload_bytes(contents, line_files)
    tags = _sign_tags(contents, signer, tuple(sorted(readers)), line_files)
    wrapped_for = [HybridRecipient(readers[fingerprint].age) for fingerprint in sorted(readers)]
    counted = _CountingSink(target)
    # Opening and sealing share one thread: side by side they would wait for the interpreter, chunk by chunk.
    with WriteBehind(counted.write) as out, AgeWriter(out, wrapped_for) as age:
        tar = TarWriter(age)
        for path, text in tags.items():
            tar.add(full_name(path), len(text), (text,))
        done_bytes = 0

        def watched(pieces: Iterable[bytes]) -> Iterator[bytes]:
            nonlocal done_bytes
            for piece in pieces:
                yield piece
                done_bytes += len(piece)
                watch.tick(_STEP, done_bytes, payload_bytes)

        for file in line_files:
            tar.add(full_name(file.path), file.size_bytes, watched(_line_pieces(file)))
        for item in contents.evidence:
            with _reading(item) as pieces:
                tar.add(full_name(EVIDENCE + item.sha256), item.size_bytes, watched(pieces))
        size_bytes = padding_bytes(tar.done_bytes)
        tar.add(full_name(PADDING), size_bytes, _zeros(size_bytes))
        tar.finish()
    return WrittenBundle(
        bundle_id=contents.bundle_id,
        identity=hashlib.sha256(tags[TAG_MANIFEST]).hexdigest(),
        recipients=tuple(sorted(readers)),
        size_bytes=counted.done_bytes,
        payload_bytes=payload_bytes,
        revisions=line_files[-1].lines,
        evidence=len(contents.evidence),
    )


@dataclass(frozen=True, slots=True)
class _LineFile:
    """A file of lines as the first reading of its source found it."""

    path: str
    source: LineSource
    sha256: str
    size_bytes: int
    lines: int


class _CountingSink:
    """Counts what goes into a sink."""

    def __init__(self, sink: ByteSink) -> None:
        self._sink = sink
        self.done_bytes = 0

    def write(self, data: Buffer) -> None:
        with memoryview(data) as view:
            self.done_bytes += view.nbytes
        self._sink.write(data)


def _line_sources(contents: BundleContents) -> tuple[tuple[str, LineSource], ...]:
    return (
        (CARDS, contents.cards),
        (ATTESTATIONS, contents.attestations),
        (REVISIONS, contents.revisions),
    )


def _measure(path: str, source: LineSource) -> _LineFile:
    digest = hashlib.sha256()
    size_bytes = lines = 0
    for line in source():
        encoded = _encode(line)
        digest.update(encoded)
        size_bytes += len(encoded)
        lines += 1
    if lines > MAX_LINES:
        raise BundleError("bundle.limits", what=path)
    return _LineFile(path, source, digest.hexdigest(), size_bytes, lines)


def _payload_bytes(contents: BundleContents, line_files: tuple[_LineFile, ...]) -> int:
    lines_bytes = sum(file.size_bytes for file in line_files)
    return lines_bytes + sum(item.size_bytes for item in contents.evidence)


def _encode(line: str) -> bytes:
    if "\n" in line:
        raise ValueError("bundle: a line that is not one line")
    return line.encode() + b"\n"


def _sign_tags(
    contents: BundleContents,
    signer: SigningKeys,
    recipients: tuple[Fingerprint, ...],
    line_files: tuple[_LineFile, ...],
) -> dict[str, bytes]:
    """The nine tag files in their order."""
    card, _signed = read_card(contents.sender_card)
    if (card.keys.ed25519, card.keys.ml_dsa_65) != (signer.ed25519_public, signer.ml_dsa_65_public):
        raise ValueError("bundle: the sender's card has other keys")
    digests = [FileDigest(file.sha256, file.path) for file in line_files]
    digests += [FileDigest(item.sha256, EVIDENCE + item.sha256) for item in contents.evidence]
    info = BagInfo(
        bundle_id=contents.bundle_id,
        sender=card.fingerprint,
        sender_replica=contents.sender_replica,
        recipients=recipients,
        sequence=contents.sequence,
        previous=contents.previous,
        requires=contents.requires,
        payload_bytes=_payload_bytes(contents, line_files),
        payload_files=len(digests),
    )
    texts = {
        BAGIT: BAGIT_TEXT,
        BAG_INFO: info.to_text(),
        MANIFEST: digest_text(digests),
        SENDER_CARD: "".join(f"{text}\n" for text in (*contents.rotations, contents.sender_card)),
    }
    tags = {path: text.encode() for path, text in texts.items()} | key_files(card)
    signed = digest_text(FileDigest(hashlib.sha256(tags[path]).hexdigest(), path) for path in SIGNED_TAGS)
    tags[TAG_MANIFEST] = signed.encode()
    tags[SSH_SIGNATURE] = sign_sshsig(tags[TAG_MANIFEST], SIGNED_BY_BUNDLE, signer).encode()
    tags[ML_DSA_SIGNATURE] = signer.sign_ml_dsa(tags[TAG_MANIFEST], SIGNED_BY_BUNDLE)
    return tags


def _line_pieces(file: _LineFile) -> Iterator[bytes]:
    """The second reading; ValueError if it is not the first again."""
    digest = hashlib.sha256()
    for line in file.source():
        encoded = _encode(line)
        digest.update(encoded)
        yield encoded
    if digest.hexdigest() != file.sha256:
        raise ValueError("bundle: lines that changed between two readings")


@contextmanager
def _reading(item: EvidenceSource) -> Iterator[Iterator[bytes]]:
    """The bytes of a file, hashed on their way."""
    digest = hashlib.sha256()
    try:
        with item.open() as source, WriteBehind(digest.update) as hashing:
            yield _evidence_pieces(item, source, hashing)
    except StreamError:
        raise EvidenceError("evidence.altered", sha256=item.sha256) from None
    if digest.hexdigest() != item.sha256:
        raise EvidenceError("evidence.altered", sha256=item.sha256)


def _evidence_pieces(item: EvidenceSource, source: ByteSource, hashing: ByteSink) -> Iterator[bytes]:
    left = item.size_bytes
    while left and (piece := source.read(min(left, BLOCK_BYTES))):
        hashing.write(piece)
        left -= len(piece)
        yield piece
    if left or source.read(1):
        raise EvidenceError("evidence.altered", sha256=item.sha256)


def _zeros(size_bytes: int) -> Iterator[bytes]:
    block = bytes(min(size_bytes, BLOCK_BYTES))
    for start in range(0, size_bytes, BLOCK_BYTES):
        yield block[: size_bytes - start]
