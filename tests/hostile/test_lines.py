"""Lines that lie: each is refused by name and stops nothing; what others wrote stays theirs.

A lie that its author truly signs is made from the text of a header, since no writer of ours would
write it.
"""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from app.crypto.signing import sign_revision
from app.domain.revision import Part, Revision, revision_id
from tests.builders import Party, Writer, party
from tests.bundle.builders import LAWYER, MONITOR, some_revisions
from tests.hostile.receiver import Receiver, known_revision
from tests.hostile.test_taking_in import bundle_of

SHAPE, HASH, SIGNATURE = "revision.shape", "revision.hash", "revision.signature"


def good() -> Revision:
    return some_revisions(party(MONITOR), 1)[0]


def with_header(change: Callable[[str], str], author: Party | None = None) -> str:
    """A line whose header was changed and then truly signed."""
    revision = good()
    text = change(revision.header_text)
    identifier = revision_id(text)
    signature = sign_revision(bytes.fromhex(identifier), (author or party(MONITOR)).keys)
    return Revision(identifier, revision.header, text, signature, revision.parts).to_line()


def field(name: str, value: object) -> str:
    """Another value in the header, truly signed."""
    return with_header(lambda text: json.dumps(json.loads(text) | {name: value}, separators=(",", ":")))


def fields(name: str, *values: object) -> list[tuple[str, str, Callable[[], str]]]:
    """A lie for each value."""
    return [(f"header: {name} {str(value)[:20]!r}", SHAPE, partial(field, name, value)) for value in values]


def spelled(old: str, new: str) -> str:
    """Another spelling in the header, truly signed."""

    def change(text: str) -> str:
        assert text.count(old) == 1
        return text.replace(old, new)

    return with_header(change)


def with_text(text: str, salt: bytes = bytes(32)) -> str:
    """A part of whatever text, whose hash the header truly names."""
    part = Part(salt, text)
    line = json.loads(
        with_header(lambda header: json.dumps(json.loads(header) | {"parts": {"open": part.hash}}))
    )
    line["parts"] = {"open": {"salt": base64.b64encode(salt).decode(), "text": text}}
    return json.dumps(line)


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


def bare(name: str) -> dict[str, object]:
    """A part that nobody named."""
    return {name: {"salt": base64.b64encode(bytes(32)).decode(), "text": "{}"}}


def line(**changes: object) -> str:
    """The outer line, changed; nothing of it is signed."""
    return json.dumps(json.loads(good().to_line()) | changes)


def swapped_parts() -> str:
    """The part of one revision under the header of another."""
    first, second = some_revisions(party(MONITOR), 2)
    return replace(second, parts={"open": first.parts["open"]}).to_line()


def swapped_compartments() -> str:
    """Two parts of one revision in each other's place."""
    writer = Writer(party(MONITOR))
    revision = writer.write("incident", {"open": {"title": "x"}, "privileged": {"note": "y"}})
    parts = {"open": revision.parts["privileged"], "privileged": revision.parts["open"]}
    return replace(revision, parts=parts).to_line()


NO_DAYS = ("0000-01-01", "2026-02-30", "2026-13-01", "10000-01-01")
HUGE = "9" * 5_000

LIES: tuple[tuple[str, str, Callable[[], str]], ...] = (
    ("header: a key twice", SHAPE, lambda: spelled('"format":1', '"format":1,"format":1')),
    ("header: NaN", SHAPE, lambda: spelled('"format":1', '"format":NaN')),
    ("header: a float", SHAPE, lambda: spelled('"schema":1', '"schema":1.0')),
    ("header: an exponent", SHAPE, lambda: spelled('"schema":1', '"schema":1e999')),
    ("header: minus nothing", SHAPE, lambda: spelled('"schema":1', '"schema":-0')),
    ("header: 5,000 digits", SHAPE, lambda: spelled('"schema":1', f'"schema":{HUGE}')),
    ("header: a lone surrogate", SHAPE, lambda: spelled('"schema":1', '"schema":1,"x":"\\ud800"')),
    ("header: deep", SHAPE, lambda: spelled('"schema":1', '"schema":1,"x":' + nested(40))),
    ("header: very deep", SHAPE, lambda: spelled('"schema":1', '"schema":1,"x":' + nested(100_000))),
    ("header: a list", SHAPE, lambda: with_header(lambda text: f"[{text}]")),
    ("header: nothing", SHAPE, lambda: with_header(lambda _: "")),
    *fields("format", 0, -1, True, "1", None, []),
    *fields("schema", 0, -1, True, "1", 2**53, 2**63),
    *fields("replica_seq", 0, -1, True, None, 2**53, 2**63, 2**64),
    ("header: a first place behind another", SHAPE, lambda: field("replica_prev", "0" * 64)),
    ("header: a later place behind none", SHAPE, lambda: field("replica_seq", 2)),
    *fields("kind", "", "Incident", "../x", "a" * 33, "інцидент", "a\n"),
    *fields("record_id", "", "../../etc/passwd", "0" * 36, "0190A0B0-0000-7000-8000-00000000000A", "CON"),
    *fields("author", "", "F" * 64, "f" * 63, "f" * 64 + "\n"),
    *fields("claimed_at", "", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000+06:00"),
    *fields("claimed_at", *(f"{day}T00:00:00.000Z" for day in NO_DAYS)),
    ("header: 65 parents", SHAPE, lambda: field("parents", [f"{n:064x}" for n in range(65)])),
    ("header: a parent twice", SHAPE, lambda: field("parents", ["0" * 64] * 2)),
    ("header: parents not sorted", SHAPE, lambda: field("parents", ["1" * 64, "0" * 64])),
    ("header: parents in an object", SHAPE, lambda: field("parents", {"0" * 64: 1})),
    ("header: 17 parts", SHAPE, lambda: field("parts", {f"part{n}": "0" * 64 for n in range(17)})),
    ("header: a part named by a path", SHAPE, lambda: field("parts", {"../open": "0" * 64})),
    ("header: another's name", SIGNATURE, lambda: with_header(str, party(LAWYER))),
    ("header: a hash of nothing", HASH, lambda: field("parts", {"open": "0" * 64, "medical": "0" * 64})),
    ("header: no parts, some there", HASH, lambda: field("parts", {})),
    ("part: a key twice", SHAPE, lambda: with_text('{"a":1,"a":2}')),
    ("part: NaN", SHAPE, lambda: with_text('{"a":NaN}')),
    ("part: infinity", SHAPE, lambda: with_text('{"a":-Infinity}')),
    ("part: a float", SHAPE, lambda: with_text('{"a":0.5}')),
    ("part: 2⁵³", SHAPE, lambda: with_text(f'{{"a":{2**53}}}')),
    ("part: 5,000 digits", SHAPE, lambda: with_text(f'{{"a":{HUGE}}}')),
    ("part: a lone surrogate", SHAPE, lambda: with_text('{"a":"\\udfff"}')),
    ("part: a surrogate for a key", SHAPE, lambda: with_text('{"\\ud800":1}')),
    ("part: deep", SHAPE, lambda: with_text('{"a":' * 40 + "1" + "}" * 40)),
    ("part: a list", SHAPE, lambda: with_text("[]")),
    ("part: more behind it", SHAPE, lambda: with_text("{} {}")),
    ("part: a salt of 31 bytes", SHAPE, lambda: with_text("{}", bytes(31))),
    ("part: parts of two revisions exchanged", HASH, swapped_parts),
    ("part: two compartments exchanged", HASH, swapped_compartments),
    ("part: another salt", HASH, lambda: line(parts=bare("open"))),
    ("line: a part nobody signed", HASH, lambda: line(parts=bare("sources"))),
    ("line: a signature of 63 bytes", SHAPE, lambda: line(sig=base64.b64encode(bytes(63)).decode())),
    ("line: a signature of zeros", SIGNATURE, lambda: line(sig=base64.b64encode(bytes(64)).decode())),
    ("line: a signature without padding", SHAPE, lambda: line(sig="A" * 86)),
    ("line: a signature in letters for addresses", SHAPE, lambda: line(sig="_" * 86 + "==")),
    ("line: 17 parts", SHAPE, lambda: line(parts={f"part{n}": {} for n in range(17)})),
    ("line: parts in a list", SHAPE, lambda: line(parts=[])),
    ("line: a header that is an object", SHAPE, lambda: line(header={})),
    ("line: a key twice", SHAPE, lambda: good().to_line().replace('{"header"', '{"sig":"","header"')),
    ("line: a surrogate", SHAPE, lambda: good().to_line()[:-1] + ',"x":"\\ud800"}'),
)  # fmt: skip


@pytest.mark.parametrize(("what", "code", "build"), LIES, ids=[row[0] for row in LIES])
def test_a_lying_line_is_named_and_stops_nothing(
    receiver: Receiver, what: str, code: str, build: Callable[[], str]
) -> None:
    """It stands between two lines that the vault holds: inspecting and applying find it alike."""
    data = bundle_of(known_revision().to_line(), build(), known_revision().to_line())
    before = receiver.services.access.digest()
    for plan in (receiver.inspect(data), receiver.apply(data)):
        assert [entry.code for entry in plan.refused] == [code]
        assert (plan.records.known, plan.records.new, plan.records.changed, plan.dormant) == (1, 0, 0, ())
    assert receiver.services.access.digest() == before
    assert receiver.services.vault.dormant.digests() == ()
    receiver.trace()
