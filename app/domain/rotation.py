"""A rotation: an old key names its successor's card, and both keys sign that.

Body, RFC 8785: `{"format": 1, "old": fingerprint, "card": "<envelope of the successor's
card>", "made_at": time}`. Whoever knows the old key can follow it to the new one.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from app.domain.identity import ContactCard, Fingerprint, Trust, read_card
from app.domain.signed_text import MAX_CARD_BYTES, ROTATION_TAG, SignedText, read_body, read_signed_text
from app.domain.strict_json import StrictJsonError, canonical_text
from app.domain.times import read_time

MAX_ROTATIONS = 16
"""How many stand before a card at the most: those before them have been followed long ago."""

MAX_PAPERS_BYTES = (MAX_ROTATIONS + 1) * (MAX_CARD_BYTES + 1)
"""Of a card and the rotations before it, one a line."""

KEPT_AFTER_ROTATION = timedelta(days=90)
"""So long the secret keys of an identity that was replaced are kept, for bundles that come late."""

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rotation:
    """From `old` to the key of `card`; `text` is the envelope as it came."""

    old: Fingerprint
    card: ContactCard
    made_at: str
    text: str


def rotation_body(old: Fingerprint, card: ContactCard, made_at: str) -> str:
    """The RFC 8785 body that both keys sign."""
    return canonical_text({"format": 1, "old": old, "card": card.text, "made_at": made_at})


def inherit(old: Trust | None, known: Trust | None) -> Trust | None:
    """What a key is to us whose predecessor is `old` to us; `known` is what it is by itself.

    What a person decided on the key itself stays. Else it stands as the one before it did; that
    of a revoked key, followed by no vault, is as good as revoked. A key that claims to follow one
    of our own is nobody's that we know.
    """
    if known in (Trust.SELF, Trust.VERIFIED, Trust.REVOKED):
        return known
    if old in (Trust.VERIFIED, Trust.REVOKED):
        return old
    return known or (Trust.UNVERIFIED if old is Trust.SELF else old)


def read_rotation(text: str | bytes) -> tuple[Rotation, SignedText]:
    """The rotation and its envelope, unverified (its card too); StrictJsonError on another shape."""
    signed = read_signed_text(text, MAX_CARD_BYTES)
    if signed.tag != ROTATION_TAG:
        raise StrictJsonError("not a rotation")
    body = read_body(signed, MAX_CARD_BYTES)
    old, card_text, made_at = body.get("old"), body.get("card"), body.get("made_at")
    read_time(made_at)
    if not isinstance(old, str) or not _HASH.fullmatch(old) or not isinstance(card_text, str):
        raise StrictJsonError("not a rotation")
    card, _card_signed = read_card(card_text)
    if card.fingerprint == old:
        raise StrictJsonError("a key that follows itself")
    line = text if isinstance(text, str) else text.decode()
    return Rotation(Fingerprint(old), card, str(made_at), line), signed
