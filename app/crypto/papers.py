"""The papers of a person: their card, and before it the rotations that lead to it, one a line."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from app.crypto.errors import SignatureError
from app.crypto.signing import verify_card, verify_signed_text
from app.domain.identity import ContactCard, Fingerprint
from app.domain.rotation import MAX_ROTATIONS, Rotation, read_rotation
from app.domain.strict_json import StrictJsonError

KnownCard: TypeAlias = Callable[[Fingerprint], ContactCard | None]
"""The verified card of a key, None if it is unknown."""


@dataclass(frozen=True, slots=True)
class Papers:
    """A card, verified, and the rotations before it, oldest first.

    `followed` are the old keys whose signature on their rotation could be checked, because
    their card is known here or came with the rotation before: the last ones, without a gap.
    """

    card: ContactCard
    rotations: tuple[Rotation, ...]
    followed: tuple[Fingerprint, ...]

    @property
    def checked(self) -> tuple[Rotation, ...]:
        """The rotations from these old keys: both signatures of each are good."""
        return self.rotations[len(self.rotations) - len(self.followed) :]


def verify_papers(lines: list[str], known: KnownCard) -> Papers:
    """Read and verify the lines of papers; StrictJsonError or SignatureError if anything is false."""
    if not 1 <= len(lines) <= MAX_ROTATIONS + 1:
        raise StrictJsonError("no card, or too many rotations")
    card = verify_card(lines[-1])
    rotations: list[Rotation] = []
    followed: list[Fingerprint] = []
    before: ContactCard | None = None
    for line in lines[:-1]:
        rotation, signed = read_rotation(line)
        if before and rotation.old != before.fingerprint:
            raise SignatureError("a rotation of another key")
        old = before or known(rotation.old)
        if old:
            verify_signed_text(signed, old.keys)
            followed.append(rotation.old)
        before = verify_card(rotation.card.text)
        verify_signed_text(signed, before.keys)
        rotations.append(rotation)
    if before and before.fingerprint != card.fingerprint:
        raise SignatureError("a rotation to another key")
    return Papers(card, tuple(rotations), tuple(followed))
