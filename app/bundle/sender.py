"""Gate 3: the papers of the sender. A card, and before it the rotations that lead to it."""

from dataclasses import dataclass

from app.bundle.container import SENDER_CARD, SENDER_KEY, SENDER_PEM
from app.bundle.contents import SenderLookup
from app.crypto.errors import SignatureError
from app.crypto.signing import ml_dsa_65_pem, openssh_line, verify_card, verify_signed_text
from app.domain.errors import BundleError
from app.domain.identity import ContactCard, Fingerprint, Trust
from app.domain.rotation import Rotation, read_rotation
from app.domain.strict_json import StrictJsonError


@dataclass(frozen=True, slots=True)
class SenderPapers:
    """A sender's card, verified, and the rotations before it, oldest first.

    `followed` are the old keys whose signature on their rotation could be checked,
    because their card is known here or came with the rotation before.
    """

    card: ContactCard
    rotations: tuple[Rotation, ...]
    followed: tuple[Fingerprint, ...]

    def standing(self, lookup: SenderLookup) -> Trust | None:
        """The sender's standing; that of the newest key before it where this one is unknown."""
        for fingerprint in (self.card.fingerprint, *reversed(self.followed)):
            standing = lookup.standing(fingerprint)
            if standing is not None:
                return standing
        return None


def key_files(card: ContactCard) -> dict[str, bytes]:
    """The files that repeat the card's keys for ssh-keygen (comment: fingerprint) and openssl."""
    return {
        SENDER_KEY: openssh_line(card.keys.ed25519, card.fingerprint).encode(),
        SENDER_PEM: ml_dsa_65_pem(card.keys.ml_dsa_65).encode(),
    }


def read_sender(papers: bytes, lookup: SenderLookup) -> SenderPapers:
    """Read and verify sender.card; BundleError bundle.card if anything about it is false."""
    try:
        lines = papers.decode().split("\n")
        if len(lines) < 2 or lines.pop():
            raise StrictJsonError("an unfinished line")
        card = verify_card(lines.pop())
        rotations, followed = _follow(lines, card, lookup)
    except (StrictJsonError, UnicodeDecodeError, SignatureError):
        raise BundleError("bundle.card", what=SENDER_CARD) from None
    return SenderPapers(card, rotations, followed)


def _follow(
    lines: list[str], card: ContactCard, lookup: SenderLookup
) -> tuple[tuple[Rotation, ...], tuple[Fingerprint, ...]]:
    """The rotations, each linked to the next and the last to `card`, and the keys followed."""
    rotations: list[Rotation] = []
    followed: list[Fingerprint] = []
    before: ContactCard | None = None
    for line in lines:
        rotation, signed = read_rotation(line)
        if before and rotation.old != before.fingerprint:
            raise SignatureError("a rotation of another key")
        old = before or lookup.card(rotation.old)
        if old:
            verify_signed_text(signed, old.keys)
            followed.append(rotation.old)
        before = verify_card(rotation.card.text)
        verify_signed_text(signed, before.keys)
        rotations.append(rotation)
    if before and before.fingerprint != card.fingerprint:
        raise SignatureError("a rotation to another key")
    return tuple(rotations), tuple(followed)
