"""Names compared as people's names are: in any order, script and spelling, with or without patronymic.

A score says how likely two names are one person's, 0 to 100. From MATCH on it is shown as a match,
below that as one that might be. Nothing is ever merged by it: a person decides.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from rapidfuzz.distance import OSA

from app.domain.name_words import NameWord, Nearness, Role, Why, name_words, nearness
from app.domain.names import fold, skeleton, sounds

MATCH = 86
"""From this score on an offer is shown as a match."""
LEAST = 50
"""Below this score nothing is offered."""
PREFIX_LETTERS = 2

_WEIGHTS = {Role.MAIN: 1.0, Role.PATRONYMIC: 0.5, Role.INITIAL: 0.6}
_NO_PATRONYMIC, _OTHER_PATRONYMIC, _PART, _ONE_MORE, _OTHER_WORD = 3, 24, 24, 7, 45
_ONE_INITIAL, _ONE_WORD = 8, 2
_BEGINNING = Nearness(80, Why.PART_OF_NAME)


_Pair: TypeAlias = tuple[NameWord, NameWord, Nearness]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two names are: 0 to 100, and why, in the order of the name's words."""

    score: int
    why: tuple[Why, ...]

    @property
    def is_match(self) -> bool:
        """Whether it is shown as a match, or as one that might be."""
        return self.score >= MATCH


NOTHING = Likeness(0, ())


def likest(kind: str, asked: str, names: Iterable[str]) -> tuple[Likeness, str]:
    """That of a record's names which is likest to what was asked for, and how like it is."""
    compare = {"person": person_likeness, "proceeding": number_likeness}.get(kind, title_likeness)
    compared = ((compare(asked, name), name) for name in names)
    return max(compared, key=lambda each: each[0].score, default=(NOTHING, ""))


def person_likeness(asked: str, name: str) -> Likeness:
    """The likeness of two people's names."""
    one, other = name_words(asked), name_words(name)
    if not one or not other:
        return NOTHING
    pairs = _paired(one, other)
    if not any(Role.INITIAL not in (a.role, b.role) for a, b, _ in pairs):
        return NOTHING
    alone = [word for word in one if not any(word is pair[0] for pair in pairs)]
    theirs = [word for word in other if not any(word is pair[1] for pair in pairs)]
    taken, reasons = _taken_for_missing(pairs, alone, theirs)
    why = [near.why for _, _, near in pairs] + reasons
    return Likeness(max(0, round(_mean(pairs) - taken)), _told(why))


def _told(why: Iterable[Why]) -> tuple[Why, ...]:
    """Each reason once; that some words are the same goes without saying where others are not."""
    distinct = dict.fromkeys(why)
    return tuple(each for each in distinct if each is not Why.SAME_SPELLING or len(distinct) == 1)


def _paired(one: tuple[NameWord, ...], other: tuple[NameWord, ...]) -> list[_Pair]:
    """Each word with that of the other name which is nearest to it, the nearest pairs first."""
    last = one[-1]
    near = [
        (found.score - (4 if a.role != b.role and found.why is not Why.INITIALS else 0), -i, -j, found)
        for i, a in enumerate(one)
        for j, b in enumerate(other)
        if (found := nearness(a, b) or _beginning(a, b, is_last=a is last)) is not None
    ]
    pairs: list[_Pair] = []
    for _, i, j, found in sorted(near, key=lambda each: each[:3], reverse=True):
        a, b = one[-i], other[-j]
        if not any(a is pair[0] or b is pair[1] for pair in pairs):
            pairs.append((a, b, found))
    return sorted(pairs, key=lambda pair: one.index(pair[0]))


def _beginning(typed: NameWord, word: NameWord, *, is_last: bool) -> Nearness | None:
    """Whether a word is one of which only the beginning has been typed so far."""
    begun = typed.folded if typed.is_latin == word.is_latin else typed.sounds
    whole = word.folded if typed.is_latin == word.is_latin else word.sounds
    return _BEGINNING if is_last and len(begun) >= PREFIX_LETTERS and whole.startswith(begun) else None


def _mean(pairs: list[_Pair]) -> float:
    """Half the weighted mean of the pairs, half the worst of those that are not patronymics."""
    weights = [min(_WEIGHTS[a.role], _WEIGHTS[b.role]) for a, b, _ in pairs]
    mean = sum(weight * near.score for weight, (_, _, near) in zip(weights, pairs, strict=True)) / sum(
        weights
    )
    worst = min(near.score for _, _, near in pairs)
    return (mean + worst) / 2


def _taken_for_missing(
    pairs: list[_Pair], alone: list[NameWord], theirs: list[NameWord]
) -> tuple[float, list[Why]]:
    """What is taken off for words that only one of the names has, or that contradict each other."""
    fathers = [[word for word in words if word.role is Role.PATRONYMIC] for words in (alone, theirs)]
    others = [[word for word in words if word.role is not Role.PATRONYMIC] for words in (alone, theirs)]
    taken, why = 0.0, list[Why]()
    if all(fathers):
        taken, why = _OTHER_PATRONYMIC, [Why.OTHER_PATRONYMIC]
    elif any(fathers):
        taken, why = _NO_PATRONYMIC, [Why.WITHOUT_PATRONYMIC]
    full = sum(near.why is not Why.INITIALS for _, _, near in pairs)
    initials = len(pairs) - full
    if all(others):
        return taken + _OTHER_WORD, [*why, Why.PART_OF_NAME]
    if any(others):
        is_enough = full >= 2 or initials >= 1
        left = [word.role for words in others for word in words]
        told = [] if is_enough and set(left) == {Role.INITIAL} else [Why.PART_OF_NAME]
        return taken + (_ONE_MORE if is_enough else _PART), [*why, *told]
    if full == 1:
        # A surname with one initial says less than with two, and a word alone least.
        taken += _ONE_INITIAL if initials == 1 else 0 if initials else _ONE_WORD
    return taken, why


def title_likeness(asked: str, name: str) -> Likeness:
    """The likeness of the names of two organisations: how much of each has its like in the other."""
    one, other = name_words(asked), name_words(name)
    if not one or not other:
        return NOTHING
    pairs = _paired(one, other)
    if not pairs:
        return NOTHING
    met = sum(len(a.sounds) * near.score for a, _, near in pairs)
    met_of_theirs = sum(len(b.sounds) * near.score for _, b, near in pairs)
    asked_part = met / sum(len(word.sounds) for word in one)
    their_part = met_of_theirs / sum(len(word.sounds) for word in other)
    why = [near.why for _, _, near in pairs]
    if len(pairs) < max(len(one), len(other)):
        why.append(Why.PART_OF_NAME)
    return Likeness(round(0.7 * asked_part + 0.3 * their_part), _told(why))


# Cyrillic capitals that look like Latin ones: the same case number is typed in either.
_LOOK_ALIKE = str.maketrans("авекмнорстух", "abekmhopctyx")
_SHORTEST_NUMBER = 3
_YEAR = re.compile(r"(?<!\d)(?:19|20)(\d\d)$")


def normalised_number(text: str) -> str:
    """A case number as it is compared: letters and digits alone, in one alphabet where they look alike."""
    plain = fold(text.replace("№", "")).translate(_LOOK_ALIKE)
    return "".join(character for character in plain if character.isalnum())


def number_groups(text: str) -> tuple[str, ...]:
    """The groups of digits of a case number that are long enough to find it by."""
    return tuple(group for group in re.findall(r"\d+", text) if len(group) >= _SHORTEST_NUMBER)


def _with_short_year(number: str) -> str:
    return normalised_number(_YEAR.sub(r"\1", number))


def number_likeness(asked: str, number: str) -> Likeness:
    """The likeness of two case numbers, or of the titles of two proceedings."""
    one, other = normalised_number(asked), normalised_number(number)
    if one == other and one:
        same = asked.strip() == number.strip()
        return Likeness(100 if same else 98, (Why.SAME_SPELLING if same else Why.OTHER_SPELLING,))
    if not any(map(str.isdigit, one)) or not any(map(str.isdigit, other)):
        return title_likeness(asked, number)
    if _with_short_year(asked) == _with_short_year(number):
        return Likeness(94, (Why.OTHER_SPELLING,))
    if len(one) >= _SHORTEST_NUMBER and one in other:
        return Likeness(70 + 10 * len(one) // len(other), (Why.PART_OF_NAME,))
    if min(len(one), len(other)) > _SHORTEST_NUMBER and OSA.distance(one, other, score_cutoff=1) == 1:
        return Likeness(72, (Why.ONE_LETTER,))
    return NOTHING


def name_keys(kind: str, names: Iterable[str]) -> frozenset[str]:
    """The keys under which a record is looked up by its names; see `asked_keys` for the other side."""
    return frozenset(key for name in names for keys in asked_keys(kind, name) for key in keys)


def asked_keys(kind: str, name: str) -> tuple[frozenset[str], ...]:
    """The keys of a name, those of each of its words together: of the word itself and of its stem."""
    numbers = _number_keys(name) if kind == "proceeding" else ()
    words = (
        frozenset({word.key, word.stem_key} - {""})
        for word in name_words(name)
        if word.role is not Role.INITIAL
    )
    return (*numbers, *words)


def _number_keys(name: str) -> tuple[frozenset[str], ...]:
    whole = normalised_number(name)
    if not any(map(str.isdigit, whole)):
        return ()
    return (frozenset({f"#{whole}"}), *(frozenset({f"#{group}"}) for group in number_groups(name)))


_KEY_LETTERS = "Abcdfghjklmnprstvxz"
_SHORTEST_NEIGHBOURED = 3


def neighbours(key: str) -> frozenset[str]:
    """Every key that one letter more, less or other, or two exchanged, make of this one."""
    if len(key) < _SHORTEST_NEIGHBOURED or key.startswith("#"):
        return frozenset()
    cuts = [(key[:place], key[place:]) for place in range(len(key) + 1)]
    less = {head + tail[1:] for head, tail in cuts if tail}
    other = {head + letter + tail[1:] for head, tail in cuts if tail for letter in _KEY_LETTERS}
    more = {head + letter + tail for head, tail in cuts for letter in _KEY_LETTERS}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    return frozenset((less | other | more | swapped) - {key})


def beginning_of_key(name: str) -> str | None:
    """The key of the last word, which may be only begun; None where it is too short to look for."""
    words = name_words(name)
    last = words[-1] if words else None
    if last is None or last.role is Role.INITIAL or len(last.sounds) < PREFIX_LETTERS:
        return None
    return skeleton(sounds(last.text))
