"""What stands where inside a bundle, and how large each thing may be."""

from app.bundle.ustar import ROOT
from app.domain.errors import BundleError
from app.domain.manifest import FileDigest
from app.domain.revision import MAX_LINE_BYTES
from app.domain.signed_text import MAX_ATTESTATION_BYTES, MAX_CARD_BYTES

KIB = 1024
MIB = 1024 * KIB

BAGIT = "bagit.txt"
BAG_INFO = "bag-info.txt"
MANIFEST = "manifest-sha256.txt"
SENDER_CARD = "sender.card"
SENDER_KEY = "sender.pub"
SENDER_PEM = "sender-mldsa65.pem"
TAG_MANIFEST = "tagmanifest-sha256.txt"
SSH_SIGNATURE = "signature.sshsig"
ML_DSA_SIGNATURE = "signature.mldsa65"

SIGNED_TAGS = (BAGIT, BAG_INFO, MANIFEST, SENDER_CARD, SENDER_KEY, SENDER_PEM)
"""The files that the tag manifest names, in its order."""

PROLOGUE = {
    BAGIT: KIB,
    BAG_INFO: 64 * KIB,
    MANIFEST: 16 * MIB,
    SENDER_CARD: MIB,
    SENDER_KEY: 4 * KIB,
    SENDER_PEM: 16 * KIB,
    TAG_MANIFEST: 4 * KIB,
    SSH_SIGNATURE: 4 * KIB,
    ML_DSA_SIGNATURE: 4 * KIB,
}
"""The nine tag files in the order of the archive, with the most bytes each may have."""

CARDS = "data/cards.jsonl"
ATTESTATIONS = "data/attestations.jsonl"
REVISIONS = "data/revisions.jsonl"
LINE_FILES = {CARDS: MAX_CARD_BYTES, ATTESTATIONS: MAX_ATTESTATION_BYTES, REVISIONS: MAX_LINE_BYTES}
"""The three files of lines, in order, with the most bytes that a line of each may have."""

EVIDENCE = "data/evidence/"
PADDING = "padding"

MAX_LINES = 500_000
"""How many lines a file of lines may have: what the gates keep in memory grows with them."""

MAX_NAMED = 50_000
"""How many lines may be refused or set aside: each is named in the plan, and a line may be empty."""

MAX_CARDS = 10_000
"""How many authors a bundle may introduce; their keys are kept in memory."""

SIGNED_BY_BUNDLE = "daftar-bundle@1"
"""SSHSIG namespace and ML-DSA context of the signatures over the tag manifest."""


def full_name(path: str) -> str:
    """The name in the archive of a path inside the bag."""
    return ROOT + path


def evidence_of(manifest: tuple[FileDigest, ...]) -> tuple[str, ...]:
    """The digests of the evidence that a manifest lists.

    Refuses as `bundle.layout` everything but the three files of lines and then evidence
    in ascending order, each once; as `bundle.digest` evidence whose name is not its digest.
    """
    if tuple(entry.path for entry in manifest[: len(LINE_FILES)]) != tuple(LINE_FILES):
        raise BundleError("bundle.layout", what=MANIFEST)
    found: list[str] = []
    for entry in manifest[len(LINE_FILES) :]:
        name = entry.path.removeprefix(EVIDENCE)
        if entry.path != EVIDENCE + name or len(name) != len(entry.sha256) or set(name) - _HEX_DIGITS:
            raise BundleError("bundle.layout", what=MANIFEST)
        if found and name <= found[-1]:
            raise BundleError("bundle.layout", what=MANIFEST)
        if name != entry.sha256:
            raise BundleError("bundle.digest", what=MANIFEST)
        found.append(name)
    return tuple(found)


_HEX_DIGITS = frozenset("0123456789abcdef")
