"""Lines of text that have broken programs of all kinds, made by us: each group says what it attacks.

Whatever cannot be seen is written as an escape, so that this file reads as it is. No line is empty,
none is beyond `MAX_LINE`; those that are stand in HUGE.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from app.domain.text import MAX_LINE

OUR_LETTERS = "ӘәҒғҚқҢңӨөҰұҮүҺһІіӢӣӮӯҲҳҶҷЁёЙй"
OUR_WORDS = (
    "Әділет", "әке", "Ғасыр", "ғимарат", "Қорғаушы", "қамау", "Ңғ", "таң", "Өкіл", "өтініш", "Ұрды", "ұйым",
    "Үзіліс", "үкім", "Һәм", "қаһар", "Іс", "ісі", "Ӣд", "моҳӣ", "Рӯз", "рӯзнома", "Ҳуқуқ", "маҳбас",
    "Ҷабр", "ҷазо", "Ёлка", "ещё", "Йод", "май", "Кыргыз Өлкөсү", "тергөөчү өңдүү",
)  # fmt: skip

UNSEEN = (
    "\u00ad",
    "\u061c",
    "\u200b",
    "\u200d",
    "\u200e",
    "\u202e",
    "\u2060",
    "\u2066",
    "\ufeff",
    "\u3164",
    "\ufe0f",
)
"""A word in which one of these stands is the same word to whoever reads it."""

# Invisible marks that turn the direction of what follows: a name read backwards, a file ending hidden.
_DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
# Characters without width, and letters that look like nothing at all.
_WIDTHLESS = "\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\u00ad\u180e\ufe0f\U000e0041"
_BLANK_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LINE_ENDS = (
    "\n",
    "\r",
    "\r\n",
    "\n\r",
    "\v",
    "\f",
    "\x85",
    "\u2028",
    "\u2029",
    "\n\n\n",
    "\x1c",
    "\x1d",
    "\x1e",
)


def _directions() -> Iterator[str]:
    for mark in _DIRECTIONS:
        yield f"Сынақ{mark}Үлгі"
        yield f"{mark}gpj.сурет"
        yield f"куә {mark * 40} айтты"
    yield "\u2067\u2066\u2067\u2066 ішкі \u2069 қайта"
    yield "\u202e\u202d\u202e терісі"


def _widthless() -> Iterator[str]:
    for mark in _WIDTHLESS + _BLANK_LETTERS:
        yield f"қор{mark}қыту"
        yield mark * 7


def _piles() -> Iterator[str]:
    for letter in "aқӘ1ש":
        for count in (1, 8, 120):
            yield "сөз " + letter + "".join(chr(0x0300 + each % 0x70) for each in range(count))
    yield "\u0301\u0327 белгі әріптен бұрын"
    yield "\u20dd\u20e3 шеңбер"
    yield "к\u0489\u0488 мың"
    yield "a\u0345\u03b9\u0345 йота"


def _wholes_and_halves() -> Iterator[str]:
    """What a program that counts in UTF-16, or unescapes, takes for half a letter or for no letter."""
    yield from (
        r"\ud83d",
        r"\uDC00\ud800",
        r"\x00\0",
        "&#xD800;",
        "%ED%A0%80",
        "\\u0000",
        "u+d800",
        "\\N{NULL}",
    )
    for point in (0xD7FF, 0xE000, 0xFDD0, 0xFDD1, 0xFDEF, 0xFFFC, 0xFFFD, 0xFFFE, 0xFFFF, 0x10000, 0x10FFFF):
        yield f"шек{chr(point)}"
    for plane in (1, 2, 14, 15, 16):
        yield f"жазықтық {chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}"
    yield "𐐷𐑊𐐨𐐲 𠜎𠜱𠝹 𝐀𝕬𝓐 𞤀𞤁"
    yield "𝟘𝟙𝟚 ①②③ ⅣⅤ ㎏ ﷺ ﬁ ĳ"


def _other_directions() -> Iterator[str]:
    yield from (
        "גיליון בדיקה מספר שלוש", "نمونهٔ آزمایشی شمارهٔ هفت", "دفتر یادداشت", "شاهد در حیاط ایستاد",
        "עד אחד, שני שוטרים (3)", "ҳабс дар ۲۰۱۱/۱۲/۱۶ بود", "ساعت 15:04 حرکت", "مرحبا Сынақ שלום",
        "ܫܠܡܐ", "ߒߞߏ", "الـــعـــدل", "لا إلا ﻻ ﻼ", "٣٫١٤٪", "(ב) [ג] {ד} <ה>", "+7 (701) 000-00-00 الهاتف",
        "ދިވެހި", "ኢትዮጵያ", "ᠮᠣᠩᠭᠣᠯ", "ไทยไม่มีช่องว่าง", "中文没有空格的句子", "한국어 자모 ㅎㅏㄴ", "தமிழ் க்ஷ",
    )  # fmt: skip


def _sql() -> Iterator[str]:
    yield from (
        "'", "''", '"', "`", ";", "--", "/*", "*/", "' OR '1'='1", "\" OR \"\"=\"", "1; DROP TABLE record;--",
        "'); DELETE FROM revision; --", "x' UNION SELECT words FROM search --", "%", "_", "%_%", "[a-z]",
        "\\%", "?", "?1", ":name", "@name", "$name", "NULL", "x'414243'", "rowid", "sqlite_master",
        "PRAGMA key = ''", "ATTACH DATABASE ':memory:' AS m", "1e9999", "0x7fffffffffffffff",
        "COLLATE NOCASE",
        "іс' ; ROLLBACK", "BEGIN IMMEDIATE;", "LIKE '%'", "куә\\'", "Ұлт''тық",
    )  # fmt: skip


def _search_syntax() -> Iterator[str]:
    yield from (
        "AND", "OR", "NOT", "NEAR", "NEAR(a b, 2)", "a AND", "OR b", "NOT NOT", "words:қамау", "words : x",
        "{words} : x", "-қамау", "+қамау", "^қамау", "қам*", "*", "**", '"ашық тырнақша', 'қос""тырнақша',
        '"" ""',
        "(", ")", "((((", "a)b(", "қамау AND (ұрды", "_ қамау", "__", "a_b", "a-b", "a.b", "a,b", "a:b",
        "a^2",
        "rank MATCH 'bm25(10)'", "search", "қамау ''", "C++ C# .NET", "№ 7", "§ 146", "50 %", "«»", "—", "¿?",
    )  # fmt: skip


def _markup() -> Iterator[str]:
    yield from (
        "<b>қалың</b>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
        "<img src='file:///etc/passwd'>",
        "<a href='http://example.invalid/'>осында</a>", "<br>", "<br/>жаңа жол",
        "<p style='color:red'>қызыл</p>",
        "<!-- жасырын -->", "<![CDATA[ішінде]]>", "]]>", "<?xml version='1.0'?>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>",
        "&lt;b&gt;", "&amp;", "&nbsp;", "&#0;", "&#x202e;", "&Қ;", "a & b", "&Файл", "A&&B", "<", ">", "<>",
        "< сұрақ",
        "<table><tr><td>ұя</td></tr></table>", "<h1>Тақырып", "</body></html>", "<qt>мәтін</qt>",
        "<font size=99>",
        "<svg onload=alert(1)>", "javascript:alert(1)", "data:text/html,<b>x</b>", "{{ constructor }}",
        "<%= 7*7 %>",
        "**қалың** _көлбеу_ `код`", "[сілтеме](http://example.invalid)", "# Тақырып", "> дәйексөз", "![](x)",
    )  # fmt: skip


def _formats() -> Iterator[str]:
    yield from (
        "%s", "%d%n", "%x" * 20, "%(name)s", "%", "%%", "{}", "{0}", "{count}", "{name!r}", "{0.__class__}",
        "{",
        "}", "{{}}", "{0:>9999}", "$name", "${HOME}", "$(id)", "%PATH%", "!PATH!", "\\n", "\\t\\r", "\\",
        "\\\\",
        "\\u202e", "%1 %2 %L1", "@{x}", "#{7*7}", "<%s>", "%(", "{0!s:\x00}".replace("\x00", ""), "{title}",
    )  # fmt: skip


def _paths() -> Iterator[str]:
    yield from (
        "../../../etc/passwd", "..\\..\\windows\\system32", "/dev/null", "/dev/zero", "C:\\CON", "CON",
        "PRN.txt",
        "NUL", "COM1", "LPT9.жазба", ".", "..", "...", "~", "~root", "/", "//", "\\\\server\\share",
        "file:///etc",
        "-rf", "--help", "-", "--", "name.", "name ", " name", ".hidden", "a/b:c*d?e\"f<g>h|i",
        "сурет.jpg.exe",
        "%2e%2e%2f", "C:", "AUX.іс", "con.қ", "жол\\", "$MFT", "desktop.ini",
    )  # fmt: skip


def _formulas() -> Iterator[str]:
    yield from (
        "=1+1", "=HYPERLINK(\"http://example.invalid\";\"осында\")", "+1", "-1", "@SUM(A1)",
        "=cmd|' /C calc'!A0",
        "\t=1+1", "=\u202e1", "+7 701 000 00 00", "-қамау", ",", ";;", '"', '""', 'a"b,c', "a;b\tc", "1,5",
        "01",
        "1E5", "00123", "12/16", "TRUE",
    )  # fmt: skip


def _shell() -> Iterator[str]:
    yield from (
        "$(touch x)", "`touch x`", "; ls", "| cat", "&& true", "|| false", "> file", "< file", "&", "!!", "*",
        "?", "[!a]", "{a,b}", "~", "'$x'", "\\", "#", "\"$@\"", "$'\\x41'", "\x1b[31mқызыл\x1b[0m",
        "\x1b]0;тақырып\x07",
        "\x1b[2J", "\x1bc", "\x9b31m", "abc\rXY", "қате\bы", "\x07", "exit", "EOF", "<<EOF",
    )  # fmt: skip


def _normal_forms() -> Iterator[str]:
    for letter in OUR_LETTERS:
        yield f"{letter}{unicodedata.normalize('NFD', letter)} әріп"
    for text in (
        "Ёлкин Йод Ӣд Ӯзбек",
        "Åström",
        "ﬁnale ②",
        "ｆｕｌｌ",
        "Ω Ω",
        "ẛ̣",
        "한글",
        "ǆ ǅ Ǆ",
        "İıIi ŞşÇç",
        "ẞß ſs",
    ):
        yield unicodedata.normalize("NFC", text)
        yield unicodedata.normalize("NFD", text)
        yield f"{text} {unicodedata.normalize('NFKD', text)}"


def _pictures() -> Iterator[str]:
    yield from (
        "👨‍👩‍👧‍👦 отбасы", "👩🏽‍⚖️ сот", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🇰🇿🇰🇬🇹🇯", "🇰", "👍🏿", "❤️‍🔥", "☎️ 112", "1️⃣2️⃣",
        "🕵️‍♀️ тыңшы", "😀" * 30,
        "♀️♂️", "🫱🏻‍🫲🏿", "‍👧", "🏳️‍⚧️ ту",
    )  # fmt: skip


def _controls() -> Iterator[str]:
    for point in (*range(0x20), *range(0x7F, 0xA0)):
        yield f"бір{chr(point)}екі"
    yield "\x00"
    yield "\x00басында, соңында\x00"


def _look_alikes() -> Iterator[str]:
    """Numbers in other digits, and letters of one script that look like those of another."""
    for zero in (0x660, 0x6F0, 0x966, 0xE50, 0xFF10, 0x1D7CE, 0x1D7F6):
        yield "".join(chr(zero + digit) for digit in (0, 9, 0, 1, 2, 0, 1, 4))
    yield from (
        "О0oОο", "1lIІӀ|", "З3з", "ас aс", "ТЕСТ TECT", "Ηаvа", "pаssроrt", "НҺh", "Ққ Kk", "ӘəƏ", "Іi1",
        "Үy Уy",
        "ӨӨƟ", "m rn", "vv w", "½ ⅓ ¼", "2²", "٪", "−1 ‒1 –1 —1", "1 000 000", "1'000'000", "٬", "ⅩⅣ", "Ⅿ",
        "①",
        "O'ktam Oʻktam O’ktam Oʼktam", "Ҷ Ч̡", "Ғ Ґ F", "Ҳ X̡",
    )  # fmt: skip


def _white_space() -> Iterator[str]:
    for space in _SPACES:
        yield f"екі{space}сөз"
    yield from (" ", "   ", "\t", " \t ", "соңында бос   ", "   басында бос", "екі  бос", "\tтаб\tтаб")
    for end in _LINE_ENDS:
        yield f"бірінші жол{end}екінші жол"
        yield f"{end}шет{end}"


def _words_of_programs() -> Iterator[str]:
    yield from (
        "null", "None", "nil", "undefined", "true", "false", "True", "NaN", "Infinity", "-Infinity", "-0",
        "1e309",
        "9007199254740993", "0.1", "{}", "[]", '{"a": 1}', '{"privileged": true}', '"text"', "id",
        "__proto__",
        "constructor", "toString", "__class__", "self", "---", "key: value", "!!python/object", "yes", "no",
        "~",
        "p1", "X-ours", "beating", "unknown", "2014-01-09", "2011-12~", "../2015",
        "00000000-0000-0000-0000-000000000000",
        "0" * 64, "age1pq", "daftar-card@1", "-----BEGIN PGP MESSAGE-----", "msgid \"\"", "=====",
        "<<<<<<< HEAD",
    )  # fmt: skip


def _long() -> Iterator[str]:
    yield "ң" * MAX_LINE
    yield "😀" * MAX_LINE
    yield "қамау ұрды " * (MAX_LINE // 11)


def _distinct(groups: Mapping[str, Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    seen = set[str]()
    made = {}
    for name, lines in groups.items():
        made[name] = tuple(line for line in dict.fromkeys(lines) if line not in seen)
        seen.update(made[name])
    return made


GROUPS = _distinct(
    {
        "direction marks: read backwards": _directions(),
        "no width: unseen, and in the way of finding": _widthless(),
        "piles of combining marks: over the lines around": _piles(),
        "like half a letter: broken encoders": _wholes_and_halves(),
        "scripts written from the right, or without blanks": _other_directions(),
        "SQL: out of a text and into the statement": _sql(),
        "the syntax of full-text search": _search_syntax(),
        "markup: a label that shows no text but runs it": _markup(),
        "format strings, templates": _formats(),
        "names of files and devices": _paths(),
        "formulas: a table that computes": _formulas(),
        "the shell and the terminal": _shell(),
        "our letters, and the normal forms of Unicode": (*OUR_WORDS, *_normal_forms()),
        "emoji of several code points": _pictures(),
        "control characters, NUL among them": _controls(),
        "look-alikes": _look_alikes(),
        "white space and line ends of all kinds": _white_space(),
        "words that mean something to programs": _words_of_programs(),
        "as long as a line may be": _long(),
    }
)
LINES: tuple[str, ...] = tuple(line for lines in GROUPS.values() for line in lines)

HUGE_CHARACTERS = 100_000
HUGE: tuple[str, ...] = (
    "ң" * HUGE_CHARACTERS,
    "Үлгі сөз " * (HUGE_CHARACTERS // 9),
    "z" + "\u0327" * (HUGE_CHARACTERS - 1),
    "🧾" * HUGE_CHARACTERS,
    "\u202eтерісі \u202c" * (HUGE_CHARACTERS // 9),
    "жол\n" * (HUGE_CHARACTERS // 4),
    "\0ә" * (HUGE_CHARACTERS // 2),
    "<b>&amp;" * (HUGE_CHARACTERS // 8),
)
"""Too long for a line, not for a text."""

BROKEN = ("жарты \ud83d", "\udc00 басы", "\udc00\ud800")
"""Halves of letters: they have no UTF-8, so no field takes them."""
