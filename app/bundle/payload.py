"""Gates 8 and 9: the files that a bundle carries, and its very end."""

import hashlib

from app.bundle.container import (
    ATTESTATIONS,
    CARDS,
    LINE_FILES,
    MAX_LINES,
    PADDING,
    REVISIONS,
    full_name,
)
from app.bundle.contents import BundleSink, CarriedEvidence, SenderLookup
from app.bundle.lines import LineJudge, LineSplitter
from app.bundle.ustar import Member, TarReader, padding_bytes
from app.crypto.pipeline import BLOCK_BYTES
from app.domain.errors import BundleError
from app.domain.manifest import BagInfo, FileDigest
from app.domain.work import Watch
from app.words import N_

_STEP = N_("Reading the bundle")


def enter_member(tar: TarReader, path: str) -> Member:
    """The next member, which must be the one at this path of the bag, or bundle.layout."""
    member = tar.enter()
    if member.name != full_name(path):
        raise BundleError("bundle.layout", what=path)
    return member


class Payload:
    """Hashes each file of the manifest on its way to the judge of lines or to the sink."""

    def __init__(
        self, tar: TarReader, judge: LineJudge, sink: BundleSink, lookup: SenderLookup, watch: Watch
    ) -> None:
        self._tar = tar
        self._judge = judge
        self._sink = sink
        self._lookup = lookup
        self._watch = watch
        self._judges = {
            CARDS: judge.judge_card,
            ATTESTATIONS: judge.judge_attestation,
            REVISIONS: judge.judge_revision,
        }
        self._done_bytes = 0
        self._total_bytes = 0

    def stream(self, manifest: tuple[FileDigest, ...], info: BagInfo) -> tuple[CarriedEvidence, ...]:
        """Read all files; `bundle.digest` where one, or the sum of their sizes, is not as signed."""
        self._total_bytes = info.payload_bytes
        carried = []
        if info.payload_files != len(manifest):
            raise BundleError("bundle.digest", what="Payload-Oxum")
        for entry in manifest:
            member = enter_member(self._tar, entry.path)
            if self._done_bytes + member.size_bytes > self._total_bytes:
                raise BundleError("bundle.digest", what="Payload-Oxum")
            if entry.path in LINE_FILES:
                self._take_lines(entry)
            else:
                carried.append(self._take_evidence(entry, member.size_bytes))
        if self._done_bytes != self._total_bytes:
            raise BundleError("bundle.digest", what="Payload-Oxum")
        return tuple(carried)

    def _take_lines(self, entry: FileDigest) -> None:
        digest, count = hashlib.sha256(), 0
        splitter, judge = LineSplitter(LINE_FILES[entry.path]), self._judges[entry.path]
        while piece := self._read():
            digest.update(piece)
            for line in splitter.feed(piece):
                count += 1
                if count > MAX_LINES:
                    raise BundleError("bundle.limits", what=entry.path)
                judge(line)
        if rest := splitter.rest():
            judge(rest)
        self._judge.finish()
        self._compare(digest.hexdigest(), entry)

    def _take_evidence(self, entry: FileDigest, size_bytes: int) -> CarriedEvidence:
        digest = hashlib.sha256()
        known = self._lookup.has_evidence(entry.sha256)
        writer = self._sink.evidence(entry.sha256, size_bytes)
        while piece := self._read():
            digest.update(piece)
            if writer:
                writer.write(piece)
        self._compare(digest.hexdigest(), entry)
        if writer:
            writer.finish()
        return CarriedEvidence(entry.sha256, size_bytes, known)

    def _read(self) -> bytes:
        self._watch.tick(_STEP, self._done_bytes, self._total_bytes)
        piece = self._tar.read(BLOCK_BYTES)
        self._done_bytes += len(piece)
        return piece

    @staticmethod
    def _compare(sha256: str, entry: FileDigest) -> None:
        if sha256 != entry.sha256:
            raise BundleError("bundle.digest", what=entry.path)


def check_padding(tar: TarReader) -> None:
    """The padding is zero and exactly as long as it must be, and the end is the end."""
    expected_bytes = padding_bytes(tar.position())
    member = enter_member(tar, PADDING)
    if member.size_bytes != expected_bytes:
        raise BundleError("bundle.trailing")
    while piece := tar.read(BLOCK_BYTES):
        if piece.count(0) != len(piece):
            raise BundleError("bundle.trailing")
    if not tar.ends_here():
        raise BundleError("bundle.trailing")
