"""What is answered of passphrases."""

from typing import Literal

from app.services.answer import Answer


class PassphraseDrawn(Answer):
    """Words drawn by chance, apart by one space, and the binary logarithm of how many could have been."""

    passphrase: str
    bits: float
    language: str
    warning: str


class PassphraseMeasured(Answer):
    """The binary logarithm of the guesses that find a passphrase at the latest, and what that means."""

    bits: float
    strength: Literal["none", "very_weak", "weak", "fair", "strong"]
    words: str
