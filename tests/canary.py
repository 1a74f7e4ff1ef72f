"""Looks for the names of test incidents where none may stand: files, file names, logs.

A test gives its invented people the names in CANARIES. Whatever the program
leaves behind is then searched for them in every spelling in which a name could
have leaked: NFC and NFD, as typed and folded, UTF-8 and UTF-16, base64 at each
of its three alignments, JSON and percent escapes.
"""

import base64
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

SURNAME = "Қанарейкин"
LATIN_SURNAME = "Kanareikin"
TOWN = "Канарёвка-Һ"
FULL_NAME = f"{SURNAME} Ұлықбек Тестұлы"
LATIN_NAME = f"{LATIN_SURNAME} Ulykbek"
CANARIES = (SURNAME, LATIN_SURNAME, TOWN)
"""Each is one word, so that an index that keeps words apart is caught too."""

CHUNK_BYTES = 1 << 20
PROBE_BYTES = 8
"""No spelling is shorter."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One name found: where, and in which spelling."""

    path: Path
    name: str
    spelling: str


def find_canaries(folder: Path, names: Sequence[str] = CANARIES) -> list[Hit]:
    """Search the names and the bytes of everything below `folder`; a file counts as its own folder."""
    hits: list[Hit] = []
    paths = [folder] if folder.is_file() else sorted(folder.rglob("*"))
    for path in paths:
        if path.is_symlink():
            continue
        hits += _hits(path, str(path.name).encode("utf-8", "surrogateescape"), names, "file name, ")
        if path.is_file():
            for chunk in _overlapping_chunks(path):
                hits += _hits(path, chunk, names, "")
    return list(dict.fromkeys(hits))


def text_names_canary(text: str, names: Sequence[str] = CANARIES) -> bool:
    """Whether a log line or a message holds one of the names, in any spelling."""
    return bytes_name_canary(text.encode("utf-8", "surrogatepass"), names)


def bytes_name_canary(data: bytes, names: Sequence[str] = CANARIES) -> bool:
    """Whether a piece of data holds one of the names, in any spelling."""
    return any(True for _ in _hits(Path(), data, names, ""))


@cache
def spellings(name: str) -> dict[bytes, str]:
    """Every byte string that gives `name` away, with the name of that spelling."""
    found: dict[bytes, str] = {}
    for form in ("NFC", "NFD"):
        stripped = _without_marks(name).casefold()
        for case, text in (("", name), (" folded", name.casefold()), (" stripped", stripped)):
            for kind, needle in _encodings(unicodedata.normalize(form, text)):
                found.setdefault(needle, f"{form}{case} {kind}")
    return found


@cache
def probes(names: tuple[str, ...]) -> tuple[bytes, ...]:
    """A few byte strings: whatever holds a name in any spelling holds one of them."""
    left, found = {needle for name in names for needle in spellings(name)}, list[bytes]()
    while left:
        held = Counter(piece for needle in left for piece in _pieces(needle))
        found.append(max(held, key=lambda piece: (held[piece], piece)))
        left = {needle for needle in left if found[-1] not in needle}
    return tuple(found)


def _pieces(needle: bytes) -> set[bytes]:
    return {needle[at : at + PROBE_BYTES] for at in range(len(needle) - PROBE_BYTES + 1)}


def _without_marks(name: str) -> str:
    """As a search index would write it: no diacritics, no letters beyond the Russian ones."""
    decomposed = unicodedata.normalize("NFD", name)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return bare.translate(str.maketrans("ҚқҺһ", "КкХх"))


def _encodings(text: str) -> Iterator[tuple[str, bytes]]:
    utf8 = text.encode()
    yield "UTF-8", utf8
    yield "UTF-16-LE", text.encode("utf-16-le")
    yield "UTF-16-BE", text.encode("utf-16-be")
    for shift in range(3):
        # Two or three characters at each end also depend on the neighbouring bytes: left out.
        plain = base64.b64encode(bytes(shift) + utf8)
        core = plain[4 if shift else 0 : len(plain) - 4]
        yield f"base64, shifted by {shift}", core
        yield f"base64url, shifted by {shift}", core.translate(bytes.maketrans(b"+/", b"-_"))
    escaped = json.dumps(text)[1:-1].encode()
    yield "JSON escapes", escaped
    yield "JSON escapes, capitals", escaped.upper().replace(b"\\U", b"\\u")
    percent = quote(text, safe="").encode()
    yield "percent escapes", percent
    yield "percent escapes, small", percent.lower()


def _hits(path: Path, data: bytes, names: Sequence[str], where: str) -> Iterator[Hit]:
    if not any(probe in data for probe in probes(tuple(names))):
        return
    for name in names:
        for needle, spelling in spellings(name).items():
            if needle in data:
                yield Hit(path, name, where + spelling)


def _overlapping_chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file in pieces that overlap, so that no name falls between two."""
    overlap = 512
    with path.open("rb") as file:
        tail = b""
        while chunk := file.read(CHUNK_BYTES):
            yield tail + chunk
            tail = chunk[-overlap:]
