"""Text out of messengers and mails, as a person would have typed it.

Taken away is only what programs add on the way: marks that nobody sees, no-break blanks, quote signs,
lines broken for the width of a mail, the brackets around who wrote when. Every letter and every digit
stays, in its order: no date, no number and no link is written anew, and who said what stays readable.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise


class Tidied(StrEnum):
    """What was done to a text."""

    UNSEEN = "unseen"
    BLANKS = "blanks"
    QUOTES = "quotes"
    HEADERS = "headers"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class PastedText:
    """The text, and how often what was done; nothing where it came as it is."""

    text: str
    done: tuple[tuple[Tidied, int], ...]


_LINE_END = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
# Joiners and variation selectors are left: emoji and Persian words are made with them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufffc]"
)
_BLANK = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_AT_END = re.compile(r"[ \t]+$", re.MULTILINE)
_EMPTY_LINES = re.compile(r"\n{3,}")

_DAY = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?"
# WhatsApp on one kind of telephone: [09.01.2014, 15:04:05] Name: words
_BRACKETED = re.compile(rf"^\[({_DAY},? {_CLOCK})\] ([^\n:]{{1,80}}:)", re.MULTILINE)
# … and on the other: 09.01.2014, 15:04 - Name: words
_DASHED = re.compile(rf"^({_DAY},? {_CLOCK}) - ([^\n:]{{1,80}}:)", re.MULTILINE)
# Telegram: Name, [9 Jan 2014, 15:04] and the words below
_NAMED = rf"((?!>)[^\n\[\]]{{1,80}}), \[([^\n\[\]]{{4,40}}?{_CLOCK})\]:?"
_NAME_FIRST = re.compile(rf"^{_NAMED}(?:(\n)(?=[^\n])|$)", re.MULTILINE)
_HEADER = re.compile(rf"\[?{_DAY},? {_CLOCK}|{_NAMED}$", re.MULTILINE)

_LEAST_BROKEN, _NARROWEST, _WIDEST = 3, 50, 80
"""Lines of a paragraph, and characters of its longest: others were not broken by a mail program."""
_OWN_LINE = re.compile(r"[-–—*•·#|]|\d+[.)] |>")
_ENDS_WITH_LINK = re.compile(r"(?:://|www\.)\S*$")


def tidy_paste(text: str) -> PastedText:
    """`text` without what programs added to it; the same again gives the same."""
    done: dict[Tidied, int] = {}
    plain = _LINE_END.sub("\n", text)
    plain = _replaced(_UNSEEN, "", plain, Tidied.UNSEEN, done)
    plain = _replaced(_BLANK, " ", plain, Tidied.BLANKS, done)
    plain = _replaced(_AT_END, "", plain, Tidied.BLANKS, done)
    plain = _without_quotes(plain, done)
    plain = _with_plain_headers(plain, done)
    plain = _EMPTY_LINES.sub("\n\n", plain).strip("\n")
    plain = "\n\n".join(_unbroken(paragraph, done) for paragraph in plain.split("\n\n"))
    return PastedText(plain, tuple((what, done[what]) for what in Tidied if done.get(what)))


def _replaced(
    pattern: re.Pattern[str],
    by: str | Callable[[re.Match[str]], str],
    text: str,
    what: Tidied,
    done: dict[Tidied, int],
) -> str:
    replaced, count = pattern.subn(by, text)
    done[what] = done.get(what, 0) + count
    return replaced


def _without_quotes(text: str, done: dict[Tidied, int]) -> str:
    """Where every line is a quotation the signs say nothing; among other words they tell whose they are."""
    lines = text.split("\n")
    while any(lines) and all(line.startswith(">") for line in lines if line):
        done[Tidied.QUOTES] = done.get(Tidied.QUOTES, 0) + sum(line.startswith(">") for line in lines)
        lines = [line.removeprefix(">").removeprefix(" ").rstrip(" \t") for line in lines]
    return "\n".join(lines)


def _with_plain_headers(text: str, done: dict[Tidied, int]) -> str:
    """Who wrote when, before the words on the same line; day and time as they stood."""

    def named_first(found: re.Match[str]) -> str:
        goes_on = found[3] is not None and not _HEADER.match(text, found.end())
        return f"{found[1]}, {found[2]}:" + (" " if goes_on else found[3] or "")

    before = None
    # One taken apart may bring another to light.
    while text != before:
        before = text
        text = _replaced(_NAME_FIRST, named_first, text, Tidied.HEADERS, done)
        for pattern in (_BRACKETED, _DASHED):
            text = _replaced(pattern, r"\1 — \2", text, Tidied.HEADERS, done)
    return text


def _unbroken(paragraph: str, done: dict[Tidied, int]) -> str:
    """A paragraph on one line, if it was broken to a width: no line had room for the next word."""
    lines = paragraph.split("\n")
    width = max(map(len, lines))
    if len(lines) < _LEAST_BROKEN or lines[0].startswith(">") or not _NARROWEST <= width <= _WIDEST:
        return paragraph
    for line, following in pairwise(lines):
        word = following.split(" ", 1)[0]
        if not line or not word or len(line) + 1 + len(word) <= width:
            return paragraph
        if _OWN_LINE.match(following) or _HEADER.match(following) or line.endswith(("-", ":")):
            return paragraph
        if _ENDS_WITH_LINK.search(line):
            return paragraph
    done[Tidied.LINES] = done.get(Tidied.LINES, 0) + len(lines) - 1
    return " ".join(lines)
