"""Comparing a fingerprint with what a person tells, while it is being typed: digits or words."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import takewhile

from app.domain.identity import Fingerprint, spoken_digits, spoken_words

_DIGITS_ONLY = re.compile(r"[\d\s\-]*", re.ASCII)
_GROUP_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far what was typed agrees: `agreeing` of `groups` (eight of digits or twelve words).

    `differing` is the first group, counted from 0, that cannot be the fingerprint's.
    """

    groups: int
    agreeing: int
    differing: int | None

    @property
    def is_whole(self) -> bool:
        """Whether all of it was typed and agrees; nothing less verifies anybody."""
        return self.differing is None and self.agreeing == self.groups


def compare(fingerprint: Fingerprint, typed: str) -> Comparison:
    """Digits in any grouping, or English or Russian words; a group half typed does not differ yet."""
    if _DIGITS_ONLY.fullmatch(typed):
        return _compare_groups(spoken_digits(fingerprint).split(), _digit_groups(typed), open_end=True)
    words = [_plain(word) for word in typed.replace("-", " ").split()]
    open_end = not typed[-1:].isspace()
    candidates = (spoken_words(fingerprint, language).split() for language in ("en", "ru"))
    found = [
        _compare_groups([_plain(word) for word in told], words, open_end=open_end) for told in candidates
    ]
    return max(found, key=lambda each: (each.differing is None, each.agreeing))


def _compare_groups(expected: list[str], typed: list[str], *, open_end: bool) -> Comparison:
    agreeing = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(expected, typed, strict=False)))
    rest = typed[agreeing:]
    half_typed = open_end and len(rest) == 1 and agreeing < len(expected)
    if not rest or (half_typed and expected[agreeing].startswith(rest[0])):
        return Comparison(len(expected), agreeing, None)
    return Comparison(len(expected), agreeing, agreeing)


def _digit_groups(typed: str) -> list[str]:
    digits = re.sub(r"\D", "", typed, flags=re.ASCII)
    return [digits[at : at + _GROUP_DIGITS] for at in range(0, len(digits), _GROUP_DIGITS)]


def _plain(word: str) -> str:
    # A keyboard may send the Russian й as one character or as two.
    return unicodedata.normalize("NFC", word.lower())
