"""Folding: the form in which words are indexed and looked for.

FTS5's own folding knows the accents of Latin letters only; here «елкин» finds «Ёлкин» and
«касымжан» finds «Қасымжан». Spelling across scripts (Kasymzhan) is not folding's work.
"""

import re
import unicodedata

MAX_WORDS = 16

_WORD = re.compile(r"\w+")
# Marks that Latin and Cyrillic letters are taken apart into.
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
# Letters that Unicode does not take apart, each as the Russian letter it is typed as.
_PLAIN = str.maketrans("әғқңөұүһҳҷі", "агкноууххчи")


def fold(text: str) -> str:
    """`text` in one case, without marks, its Kazakh, Kyrgyz and Tajik letters as plain ones."""
    taken_apart = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", _MARKS.sub("", taken_apart).translate(_PLAIN))


def prefix_queries(text: str) -> tuple[str, ...]:
    """One FTS5 query for each word of `text`, by prefix; at most MAX_WORDS of them."""
    return tuple(f'"{word}"*' for word in _WORD.findall(fold(text))[:MAX_WORDS])
