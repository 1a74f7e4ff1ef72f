"""Names across scripts: folding for search, and keys by which spellings of one name meet.

`fold` is for comparing letters as they are: it takes away case and the marks that people leave
out when typing (Ёлкин, елкин; Қасымжан, касымжан), in every normal form of Unicode.
`name_key` is for comparing sounds: it leaves a skeleton of consonants, so that Содиқов, Sodiqov,
Садыков and Sodikov have one key. A key offers a match; a person decides.
"""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

# What is typed for a letter where the keyboard lacks it; after casefold, composed.
_PLAIN_LETTERS = str.maketrans(
    {
        "ё": "е", "қ": "к", "ғ": "г", "ә": "а", "ң": "н", "ө": "о", "ұ": "у", "ү": "у", "һ": "х",
        "ҳ": "х", "і": "и", "ї": "и", "ӣ": "и", "ӯ": "у", "ў": "у", "ҷ": "ч", "є": "е", "ґ": "г",
        "ə": "a", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe",
        "ʻ": None, "ʼ": None, "’": None, "‘": None, "'": None, "`": None,
    }
)  # fmt: skip
_KEPT_LETTERS = frozenset("й")


def fold(text: str) -> str:
    """`text` in small letters without marks; the same for NFC and NFD, and for its own result.

    Not `vault.search.fold`, though near it: names and places are compared whole, «й» stays a letter of
    its own and apostrophes go; the index of vaults was made with the other, and would have to be made anew.
    """
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    plain = composed.translate(_PLAIN_LETTERS)
    return "".join(letter if letter in _KEPT_LETTERS else _without_marks(letter) for letter in plain)


@lru_cache(maxsize=1024)
def _without_marks(letter: str) -> str:
    if letter.isascii():
        return letter
    parts = unicodedata.normalize("NFD", letter)
    bare = "".join(part for part in parts if not unicodedata.combining(part))
    return bare.translate(_PLAIN_LETTERS)


# One sound, one letter: c = ч, j = ж and ҷ, x = ш and щ, h = х, ҳ and һ.
_SOUNDS = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "j", "з": "z", "и": "i",
        "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
        "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "c", "ш": "x", "щ": "x", "ъ": None, "ы": "i",
        "ь": None, "э": "e", "ю": "iu", "я": "ia", "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o",
        "ұ": "u", "ү": "u", "һ": "h", "і": "i", "ӣ": "i", "ӯ": "u", "ҳ": "h", "ҷ": "j", "ў": "u", "ї": "i",
        "є": "e", "ґ": "g",
    }
)  # fmt: skip

# Latin letters whose mark makes another sound.
_MARKED_LATIN = str.maketrans({"ş": "sh", "š": "sh", "ç": "ch", "č": "ch", "ž": "zh", "ğ": "g"})

# Spellings of one sound in Latin letters, longest first.
_LATIN_SOUNDS = (
    ("shch", "x"), ("dzh", "j"), ("tch", "c"), ("sch", "x"), ("zh", "j"), ("dj", "j"), ("kh", "h"),
    ("gh", "g"), ("sh", "x"), ("ch", "c"), ("ts", "s"), ("ph", "f"), ("yo", "io"), ("yu", "iu"),
    ("ya", "ia"), ("ye", "e"),
)  # fmt: skip
_SAME_SOUND = str.maketrans("qwy", "kvi")
_VOWELS = frozenset("aeiou")
_OTHER = re.compile(r"[^a-z]")
_DOUBLED = re.compile(r"(.)\1+")
_BETWEEN_WORDS = re.compile(r"[\s,;.\-‐–—]+")
_NASAL = re.compile(r"ng(?=[aeiou])")
# In Latin letters of Central Asia x is х; it is кс in a few names from elsewhere.
_X_AS_KS = re.compile(r"(?<=[ae])x(?=[aei])(?=and|ey|ei|im|en)|^x(?=en|e?ni)")
# й of the scientific and the Polish spelling: Sergej, Bajmurat.
_J_AS_I = re.compile(r"(?<=[aeiou])j(?![aeiou])")


def name_key(text: str) -> str:
    """The key of a name, a word at a time, words kept in their order; empty where no letter is left.

    A word keeps its consonants, one for each sound; a vowel stands only at its beginning, as `A`.
    """
    return " ".join(key for word in words_of(text) if (key := skeleton(sounds(word))))


def words_of(text: str) -> list[str]:
    """The words of a name, as they stand: what white space, points, commas and hyphens part."""
    return [word for word in _BETWEEN_WORDS.split(text) if word]


def sounds(word: str) -> str:
    """One word in the letters a to z, one for each sound, whatever script it came in."""
    small = unicodedata.normalize("NFC", word.casefold()).replace("дж", "ҷ")
    if re.search(r"[a-z]", small):
        spelled = _latin_sounds(small)
    else:
        spelled = anyascii(small.translate(_SOUNDS)).lower()
    return _NASAL.sub("n", _OTHER.sub("", spelled).replace("ts", "s").translate(_SAME_SOUND))


def _latin_sounds(small: str) -> str:
    parts = unicodedata.normalize("NFD", small.translate(_MARKED_LATIN))
    bare = "".join(part for part in parts if not unicodedata.combining(part))
    spelled = _X_AS_KS.sub("ks", _OTHER.sub("", anyascii(bare).lower())).replace("x", "h")
    spelled = _J_AS_I.sub("i", spelled)
    for letters, sound in _LATIN_SOUNDS:
        spelled = spelled.replace(letters, sound)
    return spelled


def skeleton(spelled: str) -> str:
    """The key of what `sounds` gave for one word; empty for nothing."""
    spelled = _DOUBLED.sub(r"\1", spelled)
    if not spelled:
        return ""
    head = "A" if spelled[0] in _VOWELS else spelled[0]
    rest = "".join(letter for letter in spelled[1:] if letter not in _VOWELS)
    return _DOUBLED.sub(r"\1", head + rest)
