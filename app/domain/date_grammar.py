"""Splits a text about a date into words with meanings, and finds the ways in which it can be read.

The rules are those of `date_rules`, the words those of `date_vocabulary`. Fillers (`of`, `в`, `айы`)
may stand before any part. Every reading is found; who asks chooses.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.date_vocabulary import (
    AWAY,
    LONGEST_PHRASE,
    PIECES,
    Meaning,
    endings,
    meanings,
    number_endings,
    ordinal_endings,
    stems,
)
from app.domain.names import fold

MAX_LETTERS = 120
MAX_WORDS = 24
_SHORTEST_STEM = 2
_BOUND = re.compile(r"(?<=\d)[-‐‑](?=[^\W\d_])")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_SILENT = '.,()«»"“”'
_NUMBER = "NUMBER"
_NOTHING = "FILLER"

Reading = tuple[Any, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to read `name`: its parts in order, and what is made of what they were read as."""

    name: str
    parts: tuple[str, ...]
    make: Callable[..., Any]


def rules(table: str, makers: Mapping[str, Callable[..., Any]]) -> tuple[Rule, ...]:
    """Rules from lines as `date_rules` has them; what a maker returns None for is no reading."""
    made = []
    for line in table.strip().splitlines():
        left, _, right = line.rpartition("=")
        name, _, parts = left.partition(":")
        maker, *numbers = right.split()
        chosen = tuple(int(number) - 1 for number in numbers)
        made.append(Rule(name.strip(), tuple(parts.split()), _taking(makers[maker], chosen)))
    return tuple(made)


def _taking(maker: Callable[..., Any], chosen: tuple[int, ...]) -> Callable[..., Any]:
    return (lambda *values: maker(*(values[number] for number in chosen))) if chosen else maker


class Words:
    """A text, split. `at(number, tag)` gives each value of that tag there, and where it ends."""

    def __init__(self, text: str, language: str) -> None:
        """`language` settles what a word means that means two things in two languages."""
        self._language = language
        self._words = _split(text)

    def __len__(self) -> int:
        return len(self._words)

    def at(self, number: int, part: str) -> list[Reading]:
        """What stands at `number` as this part of a rule, fillers before it left out."""
        found: list[Reading] = []
        while number < len(self._words):
            found += self._exactly_at(number, part)
            skipped = self._filler_end(number)
            if skipped is None:
                break
            number = skipped
        return found

    def ends(self, number: int) -> bool:
        """Whether nothing but fillers comes from here on."""
        while number < len(self._words):
            skipped = self._filler_end(number)
            if skipped is None:
                return False
            number = skipped
        return True

    def _exactly_at(self, number: int, part: str) -> list[Reading]:
        word = self._words[number]
        if part == _NUMBER:
            return [(word, number + 1)] if word.isascii() and word.isdigit() else []
        if not part[0].isalpha() or part == AWAY:
            return [(word, number + 1)] if word == part else []
        found: list[Reading] = []
        for length in range(1, LONGEST_PHRASE + 1):
            known = meanings().get(tuple(self._words[number : number + length]), ())
            fitting = [meaning for meaning in known if meaning.tag == part]
            found += [(meaning.value, number + length) for meaning in self._own(fitting)]
        return found

    def _own(self, known: Sequence[Meaning]) -> Sequence[Meaning]:
        """Those of the language asked for, where there are such."""
        return [meaning for meaning in known if meaning.language == self._language] or known

    def _filler_end(self, number: int) -> int | None:
        if self._words[number] in _SILENT:
            return number + 1
        return next((end for _, end in self._exactly_at(number, _NOTHING)), None)


def _split(text: str) -> tuple[str, ...]:
    """The words of a text, an ending that says "from" as a word `ABL`; none of one that is too long."""
    if len(text) > MAX_LETTERS:
        return ()
    plain = _BOUND.sub("", unicodedata.normalize("NFKC", text).translate(_DASHES))
    words: list[str] = []
    behind = -1
    for piece in PIECES.finditer(plain):
        word = fold(piece[0])
        attached = piece.start() == behind
        behind = piece.end() if piece[0].isdecimal() else -1
        words += _apart(word, attached=attached) if word else ()
    return tuple(words) if len(words) <= MAX_WORDS else ()


def _apart(word: str, *, attached: bool) -> tuple[str, ...]:
    """A word of the table as it is; another as its stem and what its ending says."""
    if attached and word in ordinal_endings():
        return ()
    if word in stems() and not (attached and number_endings().get(word)):
        return (word,)
    if attached and word in number_endings():
        return (AWAY,) if number_endings()[word] else ()
    for length in range(len(word) - 1, _SHORTEST_STEM - 1, -1):
        stem, ending = word[:length], word[length:]
        if stem in stems() and ending in endings():
            return (stem, AWAY) if endings()[ending] else (stem,)
    return (word,)


class Readings:
    """All ways in which a text can be read by a table of rules."""

    def __init__(self, words: Words, table: Sequence[Rule]) -> None:
        self._words = words
        self._rules: dict[str, list[Rule]] = {}
        for rule in table:
            self._rules.setdefault(rule.name, []).append(rule)
        self._found: dict[tuple[str, int], list[Reading]] = {}

    def of(self, name: str) -> list[Any]:
        """What the whole text is, read as `name`; each once."""
        whole = [value for value, end in self._at(0, name) if self._words.ends(end)]
        return list(dict.fromkeys(whole))

    def _at(self, number: int, name: str) -> list[Reading]:
        if name not in self._rules:
            return self._words.at(number, name)
        key = name, number
        if key not in self._found:
            self._found[key] = []
            found = [each for rule in self._rules[name] for each in self._by(rule, number)]
            self._found[key] = list(dict.fromkeys(found))
        return self._found[key]

    def _by(self, rule: Rule, number: int) -> list[Reading]:
        begun: list[tuple[tuple[Any, ...], int]] = [((), number)]
        for part in rule.parts:
            begun = [
                ((*values, value), end)
                for values, at in begun
                for value, end in (
                    *self._at(at, part.removesuffix("?") if len(part) > 1 else part),
                    *([(None, at)] if len(part) > 1 and part.endswith("?") else []),
                )
            ]
        made = ((rule.make(*values), end) for values, end in begun)
        return [(value, end) for value, end in made if value is not None]
