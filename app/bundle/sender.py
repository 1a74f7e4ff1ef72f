"""Gate 3: the papers of the sender. A card, and before it the rotations that lead to it."""

from app.bundle.container import SENDER_CARD, SENDER_KEY, SENDER_PEM
from app.bundle.contents import SenderLookup
from app.crypto.errors import SignatureError
from app.crypto.papers import Papers, verify_papers
from app.crypto.signing import ml_dsa_65_pem, openssh_line
from app.domain.errors import BundleError
from app.domain.identity import ContactCard, Trust
from app.domain.rotation import inherit
from app.domain.strict_json import StrictJsonError


def key_files(card: ContactCard) -> dict[str, bytes]:
    """The files that repeat the card's keys for ssh-keygen (comment: fingerprint) and openssl."""
    return {
        SENDER_KEY: openssh_line(card.keys.ed25519, card.fingerprint).encode(),
        SENDER_PEM: ml_dsa_65_pem(card.keys.ml_dsa_65).encode(),
    }


def read_sender(papers: bytes, lookup: SenderLookup) -> Papers:
    """Read and verify sender.card; BundleError bundle.card if anything about it is false."""
    try:
        lines = papers.decode().split("\n")
        if lines.pop():
            raise StrictJsonError("an unfinished line")
        return verify_papers(lines, lookup.card)
    except (StrictJsonError, UnicodeDecodeError, SignatureError):
        raise BundleError("bundle.card", what=SENDER_CARD) from None


def standing_of(papers: Papers, lookup: SenderLookup) -> Trust | None:
    """What the sender is to us, by their own key or by those that it follows.

    A key that has another successor here leads no further: somebody else may have used it.
    """
    standing: Trust | None = None
    keys = (*papers.followed, papers.card.fingerprint)
    for before, key in zip((None, *keys), keys, strict=False):
        if before is not None and lookup.successor(before) not in (None, key):
            standing = None
        standing = inherit(standing, lookup.standing(key))
    return standing
