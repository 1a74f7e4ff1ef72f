"""The words of a person's name: what each of them is, and how near two of them are.

A word is an initial, a patronymic or neither (a surname and a given name cannot be told apart by
their looks, and people write them in either order). Endings by which languages make surnames and
patronymics are taken off to a stem, so that Содиқов, Содиқ and Содиқзода, or Ерланович and
Ерланұлы, are near.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from app.domain.names import fold, skeleton, sounds, words_of
from app.words import N_


class Why(StrEnum):
    """Why a name is offered."""

    SAME_SPELLING = "same_spelling"
    OTHER_SCRIPT = "other_script"
    SAME_SOUNDS = "same_sounds"
    OTHER_ENDING = "other_ending"
    ONE_LETTER = "one_letter"
    INITIALS = "initials"
    OTHER_SPELLING = "other_spelling"
    WITHOUT_PATRONYMIC = "without_patronymic"
    OTHER_PATRONYMIC = "other_patronymic"
    PART_OF_NAME = "part_of_name"
    OTHER_NAME = "other_name"


WHY_WORDS = {
    Why.SAME_SPELLING: N_("same spelling"),
    Why.OTHER_SCRIPT: N_("other script"),
    Why.SAME_SOUNDS: N_("sounds the same"),
    Why.OTHER_ENDING: N_("other ending"),
    Why.ONE_LETTER: N_("one letter differs"),
    Why.INITIALS: N_("initials"),
    Why.OTHER_SPELLING: N_("written otherwise"),
    Why.WITHOUT_PATRONYMIC: N_("without patronymic"),
    Why.OTHER_PATRONYMIC: N_("other patronymic"),
    Why.PART_OF_NAME: N_("part of the name"),
    Why.OTHER_NAME: N_("another name of it"),
}


class Role(StrEnum):
    """What a word of a name is."""

    MAIN = "main"
    PATRONYMIC = "patronymic"
    INITIAL = "initial"


@dataclass(frozen=True, slots=True)
class NameWord:
    """One word: as written, folded, in sounds, its key, its stem and the key of that, its script."""

    text: str
    folded: str
    sounds: str
    key: str
    stem: str
    stem_key: str
    role: Role
    is_latin: bool


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near two words are, 0 to 100, and by what."""

    score: int
    why: Why


# In sounds (see names.py), the longest first; a stem keeps at least two letters.
_PATRONYMICS = (
    "inicna", "uvic", "ovic", "evic", "ivic", "ovna", "evna", "ivna", "icna", "uulu", "kizi", "gizi", "hizi",
    "ugli", "ogli", "ulu", "uli", "oli", "duhtari", "duht",
)  # fmt: skip
_SURNAMES = (
    "ovskaia", "ovskii", "evskaia", "evskii", "skaia", "skaya", "skii", "ski", "zoda", "zade", "zada", "zod",
    "pour", "pur", "ova", "eva", "ov", "ev", "of", "ef", "tegi", "ina", "in",
)  # fmt: skip
_OFTEN_PART_OF_A_NAME = frozenset({"ina", "in", "ski", "ulu", "oli"})
_SHORTEST_STEM, _SHORTEST_OFTEN = 2, 4
# Words that stand behind the father's name.
_CHILD = frozenset({"uulu", "ulu", "uli", "kizi", "ugli", "ogli", "duhtari", "duht", "ibn", "bin"})
_LATIN = re.compile(r"[A-Za-z]")

_CLOSE_VOWELS = {
    frozenset("ao"): 0.25, frozenset("ou"): 0.25, frozenset("ei"): 0.25, frozenset("ae"): 0.5,
    frozenset("iu"): 0.5, frozenset("ai"): 1.25, frozenset("oe"): 0.75, frozenset("eu"): 1.0,
    frozenset("au"): 1.25, frozenset("oi"): 1.25,
}  # fmt: skip
_VOWEL_MORE, _I_MORE = 0.75, 0.25
_SAME_INITIAL = 0.25
_POINTS_OF_COST = 14
_FARTHEST_SAME_SOUND, _FARTHEST_VOWELS = 0.9, 2.0


@lru_cache(maxsize=4096)
def name_words(text: str) -> tuple[NameWord, ...]:
    """The words of a name, the father's name and what says "son" or "daughter" as one of them."""
    composed = unicodedata.normalize("NFC", text)
    raw = [(word, spelled) for word in words_of(composed) if (spelled := sounds(word))]
    made: list[NameWord] = []
    for word, spelled in raw:
        if made and spelled in _CHILD:
            father = made.pop()
            made.append(_word(f"{father.text} {word}", father.sounds + spelled, father.sounds))
        else:
            made.append(_word(word, spelled, None))
    return tuple(made)


@lru_cache(maxsize=4096)
def joined_word(text: str) -> NameWord:
    """All words as one, nothing taken off: Кара-Балта, Kara Balta and Карабалта are one name."""
    composed = unicodedata.normalize("NFC", text)
    spelled = sounds("".join(words_of(composed)))
    latin = _LATIN.search(composed) is not None
    folded = "".join(words_of(fold(composed)))
    key = skeleton(spelled)
    return NameWord(composed, folded, spelled, key, spelled, key, Role.MAIN, latin)


def _word(text: str, spelled: str, father: str | None) -> NameWord:
    letters = sum(character.isalpha() for character in text)
    stem, role = (father, Role.PATRONYMIC) if father is not None else _stem(spelled)
    if letters == 1 or (letters == 2 and spelled in ("iu", "ia", "x", "c", "j")):
        stem, role = spelled, Role.INITIAL
    latin = _LATIN.search(text) is not None
    stem = _settled(stem)
    return NameWord(text, fold(text), spelled, skeleton(spelled), stem, skeleton(stem), role, latin)


def _stem(spelled: str) -> tuple[str, Role]:
    for endings, role in ((_PATRONYMICS, Role.PATRONYMIC), (_SURNAMES, Role.MAIN)):
        for ending in endings if spelled.endswith(endings) else ():
            shortest = _SHORTEST_OFTEN if ending in _OFTEN_PART_OF_A_NAME else _SHORTEST_STEM
            if spelled.endswith(ending) and len(spelled) - len(ending) >= shortest:
                return spelled[: -len(ending)], role
    return spelled, Role.MAIN


def _settled(stem: str) -> str:
    """A stem without the i that stands between a name in a vowel and its ending (Ғалиев, Ғали, Ғалыұлы)."""
    return stem.rstrip("i") if len(stem.rstrip("i")) >= _SHORTEST_STEM else stem


@lru_cache(maxsize=65536)
def nearness(one: NameWord, other: NameWord) -> Nearness | None:
    """How near two words are; None where they are different names."""
    if Role.INITIAL in (one.role, other.role):
        return _as_initial(one, other)
    if one.folded == other.folded:
        return Nearness(100 if one.text == other.text else 99, Why.SAME_SPELLING)
    cost = _cost(one.sounds, other.sounds) if one.key == other.key else None
    if cost is not None and cost <= _FARTHEST_SAME_SOUND:
        why = Why.OTHER_SCRIPT if one.is_latin != other.is_latin else Why.SAME_SOUNDS
        return Nearness(98 - round(_POINTS_OF_COST * cost), why)
    if (one.stem, other.stem) != (one.sounds, other.sounds):
        cost = _cost(one.stem, other.stem) if one.stem_key == other.stem_key else None
        if cost is not None and cost <= _FARTHEST_SAME_SOUND:
            return Nearness(91 - round(_POINTS_OF_COST * cost), Why.OTHER_ENDING)
    return _nearly(one, other)


_LONG_WORD, _SHORT_WORD = 7, 4


def _nearly(one: NameWord, other: NameWord) -> Nearness | None:
    """One letter mistyped, or a vowel that makes another name as well as a slip."""
    shorter = min(len(one.sounds), len(other.sounds))
    if shorter < _SHORT_WORD:
        return None
    distance = OSA.distance(one.sounds, other.sounds, score_cutoff=2)
    if distance == 1:
        same_key = one.key == other.key
        return Nearness((88 if shorter >= _LONG_WORD else 78) - 2 * same_key, Why.ONE_LETTER)
    if one.key == other.key and _cost(one.sounds, other.sounds) <= _FARTHEST_VOWELS:
        return Nearness(72, Why.SAME_SOUNDS)
    if distance <= 2 and shorter >= _LONG_WORD:
        return Nearness(76, Why.SAME_SOUNDS if one.key == other.key else Why.ONE_LETTER)
    return None


def _as_initial(one: NameWord, other: NameWord) -> Nearness | None:
    if one.sounds[0] != other.sounds[0]:
        vowels = frozenset((one.sounds[0], other.sounds[0]))
        if _CLOSE_VOWELS.get(vowels, 9) > _SAME_INITIAL:
            return None
    if one.role == other.role:
        return Nearness(98, Why.SAME_SPELLING if one.folded == other.folded else Why.OTHER_SCRIPT)
    return Nearness(88, Why.INITIALS)


def _cost(one: str, other: str) -> float:
    """How far the vowels of two words of one key are from each other."""
    if one == other:
        return 0.0
    before = [0.0]
    for letter in other:
        before.append(before[-1] + _alone(letter))
    for place, letter in enumerate(one):
        row = [before[0] + _alone(letter)]
        for number, opposite in enumerate(other):
            row.append(
                min(
                    before[number] + _instead(letter, opposite),
                    before[number + 1] + _again(one, place),
                    row[number] + _again(other, number),
                )
            )
        before = row
    return before[-1]


def _alone(letter: str) -> float:
    if letter == "i":
        return _I_MORE
    return _VOWEL_MORE if letter in "aeou" else 9.0


def _again(word: str, place: int) -> float:
    """What a letter costs that the other word lacks: nothing if it only doubles the one before it."""
    return 0.0 if place and word[place - 1] == word[place] else _alone(word[place])


def _instead(letter: str, other: str) -> float:
    return 0.0 if letter == other else _CLOSE_VOWELS.get(frozenset((letter, other)), 9.0)
