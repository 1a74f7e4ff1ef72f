"""Revisions: one line, kept as it came; parts withheld while the header still holds."""

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import RevisionError
from app.domain.identity import Fingerprint
from app.domain.revision import (
    MAX_LINE_BYTES,
    MAX_PARENTS,
    Header,
    Part,
    RecordId,
    Revision,
    RevisionId,
    read_revision,
    revision_id,
)
from app.domain.strict_json import JsonObject, canonical_text, parse_object

OPEN = Part(b"\1" * 32, canonical_text({"title": "Сот залындағы шабуыл"}))
MEDICAL = Part(b"\2" * 32, canonical_text({"injuries": [{"id": "i1"}]}))
HEADER = Header(
    record_id=RecordId("01900000-0000-7000-8000-000000000001"),
    kind="incident",
    schema=1,
    parents=(RevisionId("b" * 64), RevisionId("a" * 64)),
    author=Fingerprint("c" * 64),
    replica="00000000-0000-4000-8000-000000000002",
    replica_seq=1,
    replica_prev=None,
    claimed_at="2026-11-23T20:15:45.123Z",
    parts={"open": OPEN.hash, "medical": MEDICAL.hash},
)


def written(header: Header = HEADER, **parts: Part) -> Revision:
    text = header.to_text()
    return Revision(revision_id(text), header, text, bytes(64), parts or {"open": OPEN, "medical": MEDICAL})


def test_hashes_are_over_what_design_says() -> None:
    assert OPEN.hash == hashlib.sha256(b"daftar-part@1\0" + b"\1" * 32 + OPEN.text.encode()).hexdigest()
    text = HEADER.to_text()
    expected = hashlib.sha256(b"daftar-revision@1\0" + text.encode()).hexdigest()
    assert revision_id(text) == expected


def test_a_line_is_read_as_it_was_written() -> None:
    revision = read_revision(written().to_line())
    assert revision == replace(written(), header=revision.header)
    assert revision.header.parents == ("a" * 64, "b" * 64)
    assert revision.to_line() == written().to_line()


def test_a_withheld_part_leaves_id_and_signature_as_they_were() -> None:
    revision = read_revision(written().without(frozenset({"medical"})).to_line())
    assert revision.id == written().id
    assert revision.signature == written().signature
    assert revision.absent() == ("medical",)
    assert "injuries" not in revision.to_line()


def test_unknown_keys_are_kept_in_the_signed_text_and_ignored() -> None:
    text = canonical_text(parse_object(HEADER.to_text(), 1 << 20) | {"mood": "ө"})
    revision = read_revision(replace(written(), header_text=text).to_line())
    assert revision.header_text == text
    assert revision.id == revision_id(text)


def test_a_part_that_does_not_match_its_hash_is_refused() -> None:
    forged = written(open=Part(OPEN.salt, canonical_text({"title": "басқа"})))
    with pytest.raises(RevisionError, match="revision.hash"):
        read_revision(forged.to_line())


def test_parts_swapped_between_compartments_are_refused() -> None:
    with pytest.raises(RevisionError, match="revision.hash"):
        read_revision(written(open=MEDICAL, medical=OPEN).to_line())


def test_a_part_that_the_header_does_not_name_is_refused() -> None:
    with pytest.raises(RevisionError, match="revision.hash"):
        read_revision(written(sources=OPEN).to_line())


def test_a_line_beyond_the_limit_is_refused_unread() -> None:
    with pytest.raises(RevisionError, match="revision.limits"):
        read_revision(b"{" * (MAX_LINE_BYTES + 1))


def test_a_later_format_is_told_from_a_broken_one() -> None:
    text = canonical_text(parse_object(HEADER.to_text(), 1 << 20) | {"format": 2})
    with pytest.raises(RevisionError, match="revision.newer_format"):
        read_revision(replace(written(), header_text=text).to_line())


@pytest.mark.parametrize(
    "change",
    [
        {"format": 0},
        {"format": None},
        {"record_id": "x"},
        {"record_id": "01900000-0000-7000-8000-00000000000A"},
        {"kind": ""},
        {"kind": "Incident"},
        {"schema": 0},
        {"schema": True},
        {"parents": None},
        {"parents": ["b" * 64, "a" * 64]},
        {"parents": ["a" * 64, "a" * 64]},
        {"parents": [f"{number:064x}" for number in range(65)]},
        {"author": "c"},
        {"replica": "../etc"},
        {"replica_seq": 2},
        {"replica_prev": "a" * 64},
        {"claimed_at": "2026-11-23T20:15:45Z"},
        {"parts": []},
        {"parts": {"open": "x"}},
        {"parts": {"../open": "a" * 64}},
    ],
)
def test_a_header_of_another_shape_is_refused(change: JsonObject) -> None:
    text = canonical_text({**parse_object(HEADER.to_text(), 1 << 20), **change})
    with pytest.raises(RevisionError, match="revision.shape"):
        read_revision(replace(written(), header_text=text).to_line())


def test_a_revision_joins_as_many_heads_as_the_limit_says() -> None:
    parents = tuple(RevisionId(f"{number:064x}") for number in range(MAX_PARENTS))
    assert read_revision(written(replace(HEADER, parents=parents)).to_line()).header.parents == parents


@pytest.mark.parametrize(
    "change",
    [
        {"header": 1},
        {"header": "{}"},
        {"sig": ""},
        {"sig": "AAAA"},
        {"parts": []},
        {"parts": {"open": 1}},
        {"parts": {"open": {"salt": "AAAA", "text": "{}"}}},
        {"parts": {"open": {"salt": "AQ" * 21 + "AQ==", "text": "[]"}}},
    ],
)
def test_a_line_of_another_shape_is_refused(change: JsonObject) -> None:
    line = canonical_text({**parse_object(written().to_line(), 1 << 20), **change})
    with pytest.raises(RevisionError, match="revision.shape"):
        read_revision(line)


@given(
    st.binary()
    | st.text().map(lambda text: canonical_text({"header": text, "sig": "", "parts": {}}).encode())
)
def test_any_bytes_are_refused_as_a_revision(data: bytes) -> None:
    with pytest.raises(RevisionError):
        read_revision(data)


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_no_changed_byte_of_a_line_goes_unseen(at: int, value: int) -> None:
    line = bytearray(written().to_line().encode())
    at %= len(line)
    before, line[at] = line[at], value
    try:
        revision = read_revision(bytes(line))
    except RevisionError:
        return
    # What parses still must differ in what the signature covers, or only in the signature.
    assert before == value or revision.id != written().id or revision.signature != written().signature
