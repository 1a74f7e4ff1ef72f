"""Passphrases: words drawn by chance, and an honest estimate for those that a person made up.

Drawn words are of lists of 2,048 words, eleven bits each: seven are 77 bits. English and Russian
ones are those of BIP-39, the others stand in `resources/words`. Of a typed passphrase nobody can
know how it was chosen; `estimate` tells what it is worth at most, against somebody who holds a copy
of the vault and tries a million passphrases a second (about a thousand graphics cards, given
Argon2id at its floor).
"""

import math
import secrets
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from mnemonic import Mnemonic

from app.places import resources
from app.services.answers_passphrases import PassphraseDrawn, PassphraseMeasured
from app.words import LANGUAGES, N_, translate

WORDS = 7
ASKED_BACK = 3

_BIP_39 = {"en": "english", "ru": "russian"}
_ON_PAPER = N_("Copy the words by hand onto paper, then clear the screen; they are kept nowhere.")
_LISTED_WORD_BITS = 11.0
_ANY_WORD_BITS = 15.0
"""A word that somebody thinks of: one of some 32,000."""
_MOST_MEASURED = 72
"""The longest text that zxcvbn takes; what stands behind it counts for nothing."""
_RUSSIAN_KEYS = str.maketrans("йцукенгшщзхъфывапролджэячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,.")


class Strength(StrEnum):
    """What a passphrase is worth."""

    NONE = "none"
    VERY_WEAK = "very_weak"
    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


_ABOVE_BITS = ((60.0, Strength.STRONG), (45.0, Strength.FAIR), (30.0, Strength.WEAK))
_SENTENCES = {
    Strength.NONE: "",
    Strength.VERY_WEAK: N_("Very weak: whoever takes this computer finds it within minutes or hours."),
    Strength.WEAK: N_("Weak: an agency that takes this computer finds it within days or months."),
    Strength.FAIR: N_("Fair: finding it would take an agency years."),
    Strength.STRONG: N_("Strong: nobody finds it by trying."),
}


@dataclass(frozen=True, slots=True)
class Estimate:
    """The binary logarithm of the guesses that find a passphrase at the latest, and what that means."""

    bits: float
    strength: Strength

    @property
    def sentence(self) -> str:
        """The strength in words, in the language in force; empty for an empty passphrase."""
        return translate(_SENTENCES[self.strength])


def generate(language: str, words: int = WORDS) -> str:
    """Words drawn by chance, apart by one space; `language` is one of LANGUAGES."""
    listed = _word_list(language)
    return " ".join(secrets.choice(listed) for _ in range(words))


def draw_passphrase(language: str) -> PassphraseDrawn:
    """The same as an answer."""
    return PassphraseDrawn(
        passphrase=generate(language), bits=drawn_bits(), language=language, warning=translate(_ON_PAPER)
    )


def measure_passphrase(typed: str) -> PassphraseMeasured:
    """What `estimate` gives as an answer."""
    found = estimate(typed)
    return PassphraseMeasured(bits=round(found.bits, 1), strength=found.strength.value, words=found.sentence)


def drawn_bits(words: int = WORDS) -> float:
    """The binary logarithm of how many passphrases can be drawn; the same in each of LANGUAGES."""
    return min(words * math.log2(len(set(_word_list(language)))) for language in LANGUAGES)


def choose_places(words: int = WORDS, count: int = ASKED_BACK) -> tuple[int, ...]:
    """Which words to ask back, counted from 0, in their order."""
    return tuple(sorted(secrets.SystemRandom().sample(range(words), count)))


def same_word(typed: str, word: str) -> bool:
    """Whether a word was typed, whatever its case and however its letters are composed."""
    return _plain(typed) == _plain(word)


def estimate(typed: str) -> Estimate:
    """What a passphrase is worth at most: the least of what its patterns and its words give."""
    text = _plain(typed)
    if not text:
        return Estimate(0.0, Strength.NONE)
    bits = min(_measure(text), sum(_word_bits(word) for word in set(text.split())))
    for bound, strength in _ABOVE_BITS:
        if bits > bound:
            return Estimate(bits, strength)
    return Estimate(bits, Strength.VERY_WEAK)


def _word_bits(word: str) -> float:
    """A made-up word is one of those that people know, however long it is."""
    if any(word in _word_list(language) for language in LANGUAGES):
        return _LISTED_WORD_BITS
    return min(_measure(word), _ANY_WORD_BITS) if word.isalpha() else _measure(word)


def _measure(text: str) -> float:
    """By its patterns, those of the Russian keyboard too (zxcvbn knows only Latin ones)."""
    from zxcvbn import zxcvbn

    spellings = {text[:_MOST_MEASURED], text.translate(_RUSSIAN_KEYS)[:_MOST_MEASURED]}
    guesses = min(float(zxcvbn(each)["guesses_log10"]) for each in spellings)
    return guesses * math.log2(10)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip().casefold()


@lru_cache(maxsize=len(LANGUAGES))
def _word_list(language: str) -> tuple[str, ...]:
    if language in _BIP_39:
        listed = Mnemonic(_BIP_39[language]).wordlist
    else:
        listed = (resources() / "words" / f"{language}.txt").read_text(encoding="utf-8").split()
    # The Russian list is decomposed; vaults take passphrases as NFC.
    return tuple(unicodedata.normalize("NFC", word) for word in listed)
