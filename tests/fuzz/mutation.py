"""Ways to make a true input false: small edits, each of which can be drawn, shrunk and done again."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import strategies as st

TOKENS = (
    b"\0", b"\n", b"\r\n", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"../", b"\t",
    b'"', b"9" * 30, b"-1", b"0", b"1e9", b"0.5", b"18446744073709551616", b"9007199254740992", b"NaN",
    b"null", b"\\ud800", b"\\u0000", b"[" * 200, b'{"a":' * 40, b"{}", b"\xe2\x80\xae", b"A" * 300,
    bytes(512), b"-> ", b"---", b"=", b"Requires: x\n", b"\xd9\xa3",
)  # fmt: skip
"""What has broken parsers before; the last is an Arabic digit."""

VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 2**53 - 1, 2**53, 10**40, 0.5, "", "\ud800", "\0", "a" * 2000, [], {}, [[]], ["a"],
    {"id": "p1"}, [{"id": "p1"}, {"id": "p1"}], {"privileged": True}, "2014-13-40", "/", "../x", "٣", "a\nb",
)  # fmt: skip
"""What stands in the place of a value of JSON."""

FARTHEST = 1 << 17
_DIGITS = re.compile(rb"\d+")


@dataclass(frozen=True)
class Edit:
    """One change, of that `kind`, `at` a place, over some `length`, with a `token` or a part of `other`.

    Numbers count from the start again where they go past the end.
    """

    kind: str
    at: int
    length: int
    token: bytes
    other: bytes

    def apply(self, data: bytes) -> bytes:
        """`data` with this change."""
        at = self.at % (len(data) + 1)
        return _KINDS[self.kind](self, data, at, min(at + self.length, len(data)))


def mutate(seed: bytes, edits: Iterable[Edit]) -> bytes:
    """A seed after all edits."""
    for edit in edits:
        seed = edit.apply(seed)
    return seed


def edits(seeds: Sequence[bytes]) -> st.SearchStrategy[list[Edit]]:
    """One to four edits, for hypothesis."""
    one = st.builds(
        Edit,
        kind=st.sampled_from(sorted(_KINDS)),
        at=st.integers(0, FARTHEST),
        length=st.integers(0, 300),
        token=st.sampled_from(TOKENS) | st.binary(max_size=16),
        other=st.sampled_from(seeds),
    )
    return st.lists(one, min_size=1, max_size=4)


def mutants(seeds: Sequence[bytes], chance: Random) -> Iterator[bytes]:
    """The same without end and without hypothesis, for where speed counts."""
    while True:
        yield mutant(chance.choice(seeds), seeds, chance)


def mutant(data: bytes, seeds: Sequence[bytes], chance: Random) -> bytes:
    """`data` after one to four edits."""
    made = (
        Edit(
            kind=chance.choice(sorted(_KINDS)),
            at=chance.randrange(FARTHEST),
            length=chance.randrange(300),
            token=chance.choice(TOKENS),
            other=chance.choice(seeds),
        )
        for _ in range(chance.randint(1, 4))
    )
    return mutate(data, made)


def _flip(edit: Edit, data: bytes, at: int, _end: int) -> bytes:
    flipped = bytes([data[at] ^ 1 << edit.length % 8]) if at < len(data) else b""
    return data[:at] + flipped + data[at + 1 :]


def _cut(_edit: Edit, data: bytes, at: int, end: int) -> bytes:
    return data[:at] + data[end:]


def _end(_edit: Edit, data: bytes, at: int, _unused: int) -> bytes:
    return data[:at]


def _insert(edit: Edit, data: bytes, at: int, _end: int) -> bytes:
    return data[:at] + edit.token + data[at:]


def _overwrite(edit: Edit, data: bytes, at: int, _end: int) -> bytes:
    return data[:at] + edit.token + data[at + len(edit.token) :]


def _repeat(edit: Edit, data: bytes, at: int, end: int) -> bytes:
    return data[:end] + data[at:end] * (1 + len(edit.token) % 5) + data[end:]


def _splice(edit: Edit, data: bytes, at: int, end: int) -> bytes:
    """A part of another seed, from the same place, in the place of ours."""
    return data[:at] + edit.other[at:end] + data[end:]


def _join(edit: Edit, data: bytes, at: int, _end: int) -> bytes:
    """Ours up to a place, another seed from that place on."""
    return data[:at] + edit.other[at:]


def _number(edit: Edit, data: bytes, at: int, _end: int) -> bytes:
    """The next number becomes the token."""
    found = _DIGITS.search(data, at) or _DIGITS.search(data)
    return data[: found.start()] + edit.token + data[found.end() :] if found else data


def _line(edit: Edit, data: bytes, at: int, _end: int) -> bytes:
    """A line goes to another place."""
    lines = data.split(b"\n")
    moved = lines.pop(at % len(lines))
    lines.insert(edit.length % (len(lines) + 1), moved)
    return b"\n".join(lines)


def _graft(edit: Edit, data: bytes, at: int, _end: int) -> bytes:
    """A value of a JSON text becomes a hostile one, or one that stands elsewhere in the other seed."""
    try:
        whole, other = json.loads(data), json.loads(edit.other)
    except (ValueError, RecursionError):
        return data
    places, found = list(_places(whole)), [holder[key] for holder, key in _places(other)]
    if not places:
        return data
    scions = [*VALUES, *found]
    holder, key = places[edit.at % len(places)]
    if edit.length % 10 == 0:
        del holder[key]
    else:
        holder[key] = scions[(edit.length * 7 + len(edit.token)) % len(scions)]
    try:
        return json.dumps(whole, separators=(",", ":"), ensure_ascii=b"\\u" in data).encode()
    except (UnicodeEncodeError, RecursionError):
        return json.dumps(whole, separators=(",", ":")).encode()


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every value within a value, as its holder and its key."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(pairs):
        yield value, key
        yield from _places(inner)


_KINDS: dict[str, Callable[[Edit, bytes, int, int], bytes]] = {
    "flip": _flip,
    "cut": _cut,
    "end": _end,
    "insert": _insert,
    "overwrite": _overwrite,
    "repeat": _repeat,
    "splice": _splice,
    "join": _join,
    "number": _number,
    "line": _line,
    "graft": _graft,
}
