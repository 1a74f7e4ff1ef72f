"""Folding: the form in which words are indexed and looked for.

FTS5's own folding knows the accents of Latin letters only; here «елкин» finds «Ёлкин» and
«касымжан» finds «Қасымжан». Spelling across scripts (Kasymzhan) is not folding's work.
"""

import re
import unicodedata

MAX_WORDS = 16

# An underscore parts words for FTS5, and alone is none: a query for it would find nothing.
_WORD = re.compile(r"[^\W_]+")
# Marks that Latin and Cyrillic letters are taken apart into, and what stands within words unseen
# (soft hyphens, direction marks, joiners, blank letters): nobody types it who looks for the word.
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]+"
)
# Pictures and signs younger than the Unicode of FTS5, which takes them for letters of the word beside them.
_SIGNS = re.compile("[\u058d-\u058f\u20b6-\u20cf\u23e9-\u23ff\u2b4d-\u2bff\U0001f000-\U0001faff]+")
# Letters that Unicode does not take apart, each as the Russian letter it is typed as.
_PLAIN = tuple(zip("әғқңөұүһҳҷі", "агкноууххчи", strict=True))


def fold(text: str) -> str:
    """`text` in one case, without marks, its Kazakh, Kyrgyz and Tajik letters as plain ones.

    Not `domain.names.fold`, though near it: the index of every vault holds what this one gave. That
    one keeps «й» apart from «и», where words typed without the breve must be found, and drops apostrophes.
    """
    if text.isascii():
        return text.casefold()
    folded = _SIGNS.sub(" ", _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold())))
    # Eleven searches through the text take a fifth of the time of one `translate`.
    for letter, plain in _PLAIN:
        folded = folded.replace(letter, plain)
    return unicodedata.normalize("NFC", folded)


def prefix_queries(text: str) -> tuple[str, ...]:
    """One FTS5 query for each word of `text`, by prefix; at most MAX_WORDS of them."""
    return tuple(f'"{word}"*' for word in _WORD.findall(fold(text))[:MAX_WORDS])
