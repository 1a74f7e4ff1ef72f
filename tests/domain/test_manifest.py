"""The texts of a bag: one spelling out, strict in, whatever comes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import BundleError
from app.domain.identity import Fingerprint
from app.domain.manifest import (
    BAGIT_TEXT,
    MAX_FILES,
    BagInfo,
    FileDigest,
    digest_text,
    read_bag_info,
    read_digests,
    read_labels,
    sender_of,
)

UUID = "0195649c-2c00-7000-8000-0000000000b1"
A, B = Fingerprint("a" * 64), Fingerprint("b" * 64)
INFO = BagInfo(UUID, A, UUID, (A, B), 2, "c" * 64, (), 12345, 3)
TEXT = (
    f"Bundle-Format: 1\nBundle-Id: {UUID}\nSender: {A}\nSender-Replica: {UUID}\nRecipient: {A}\n"
    f"Recipient: {B}\nSequence: 2\nPrevious: {'c' * 64}\nPayload-Oxum: 12345.3\n"
)

hashes = st.text("0123456789abcdef", min_size=64, max_size=64)
uuids = st.uuids().map(str)


@st.composite
def bag_infos(draw: st.DrawFn) -> BagInfo:
    sequence = draw(st.integers(1, 10**9))
    return BagInfo(
        bundle_id=draw(uuids),
        sender=Fingerprint(draw(hashes)),
        sender_replica=draw(uuids),
        recipients=tuple(sorted(map(Fingerprint, draw(st.sets(hashes, min_size=1, max_size=5))))),
        sequence=sequence,
        previous=None if sequence == 1 else draw(hashes),
        requires=tuple(draw(st.lists(st.sampled_from(["split-parts", "x"]), max_size=2, unique=True))),
        payload_bytes=draw(st.integers(0, 10**15)),
        payload_files=draw(st.integers(1, MAX_FILES)),
    )


def test_bag_info_is_written_in_one_order() -> None:
    assert INFO.to_text() == TEXT
    assert BAGIT_TEXT == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@given(info=bag_infos())
def test_what_is_written_reads_back(info: BagInfo) -> None:
    labels = read_labels(info.to_text().encode())
    assert read_bag_info(labels, frozenset({"split-parts", "x"})) == info
    assert sender_of(labels) == info.sender


def test_unknown_labels_are_ignored_and_unknown_requirements_are_not() -> None:
    assert read_bag_info(read_labels(TEXT.encode() + b"Contact-Name: somebody\n")) == INFO
    for word in ("split-parts", "anything-else"):
        with pytest.raises(BundleError) as refusal:
            read_bag_info(read_labels(TEXT.encode() + f"Requires: {word}\n".encode()))
        assert refusal.value.code == "bundle.newer_format"
        assert refusal.value.facts == {"what": word}


def test_a_later_format_is_said_before_anything_else_about_it() -> None:
    with pytest.raises(BundleError) as refusal:
        read_bag_info(read_labels(b"Bundle-Format: 2\nSomething: else\n"))
    assert refusal.value.code == "bundle.newer_format"


@pytest.mark.parametrize(
    "text",
    [
        "Label:value\n", "Label : value\n", "Label:  value\n", "Label: value \n", ": value\n", "Label: \n",
        " Label: value\n", "Label: a\n  folded\n", "Label: a\n\nLabel: b\n", "Label: a", "Label: a\r\n",
        "\ufeffLabel: a\n",
        "Label: a\x00\n", "Label: a\u2028b\n", "Label: a\u202eb\n", "Ярлык: a\n", "Label: ә\n",
    ],
)  # fmt: skip
def test_lines_of_another_shape_are_refused(text: str) -> None:
    with pytest.raises(BundleError) as refusal:
        read_labels(text.encode())
    assert refusal.value.code == "bundle.layout"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Sequence: 2", "Sequence: 02"), ("Sequence: 2", "Sequence: +2"), ("Sequence: 2", "Sequence: ٢"),
        ("Sequence: 2", "Sequence: 99999999999999999"), ("12345.3", "12345"), ("12345.3", "1.2.3"),
        ("12345.3", "-1.3"), ("12345.3", f"{2**53}.3"), ("12345.3", f"1.{2**53}"),
        (f"Sender: {A}", f"Sender: {'A' * 64}"), (f"Sender: {A}\n", ""),
        (f"Recipient: {A}\nRecipient: {B}", f"Recipient: {B}\nRecipient: {A}"), ("Bundle-Format: 1\n", ""),
        ("Bundle-Format: 1", "Bundle-Format: 1\nBundle-Format: 1"), ("Previous: cc", "Previous: c"),
        ("Bundle-Format: 1", "bundle-format: 1"),
    ],
)  # fmt: skip
def test_values_of_another_shape_are_refused(old: str, new: str) -> None:
    assert TEXT.count(old) == 1
    with pytest.raises(BundleError) as refusal:
        read_bag_info(read_labels(TEXT.replace(old, new).encode()))
    assert refusal.value.code == "bundle.layout"


@given(digests=st.lists(st.tuples(hashes, st.sampled_from(["data/a", "data/evidence/b"])), max_size=6))
def test_digests_read_back(digests: list[tuple[str, str]]) -> None:
    lines = tuple(FileDigest(sha256, path) for sha256, path in digests)
    assert read_digests(digest_text(lines).encode()) == lines


@pytest.mark.parametrize(
    "row", ["a" * 64 + " data/x", "a" * 63 + "  data/x", "A" * 64 + "  data/x", "a" * 64 + "  a b"]
)
def test_a_digest_line_has_one_shape(row: str) -> None:
    with pytest.raises(BundleError) as refusal:
        read_digests(row.encode() + b"\n")
    assert refusal.value.code == "bundle.layout"


def test_fault_37_more_files_than_allowed() -> None:
    row = b"a" * 64 + b"  data/x\n"
    assert len(read_digests(row * MAX_FILES)) == MAX_FILES
    with pytest.raises(BundleError) as refusal:
        read_digests(row * (MAX_FILES + 1))
    assert refusal.value.code == "bundle.limits"


def code_of(data: bytes) -> str | None:
    """How a bag-info.txt is refused, None where it is read."""
    try:
        read_bag_info(read_labels(data))
    except BundleError as refusal:
        return refusal.code
    return None


@given(data=st.one_of(st.binary(max_size=300), st.text(max_size=100).map(str.encode)))
def test_whatever_comes_is_refused(data: bytes) -> None:
    assert code_of(data) in {"bundle.layout", "bundle.newer_format"}


@given(place=st.integers(0, len(TEXT) - 1), byte=st.binary(min_size=1, max_size=1))
def test_one_other_byte_is_read_as_it_stands_or_refused(place: int, byte: bytes) -> None:
    data = TEXT.encode()
    changed = data[:place] + byte + data[place + 1 :]
    assert code_of(changed) in {None, "bundle.layout", "bundle.newer_format"}
    if code_of(changed) is None:
        # A label that a letter made unknown is ignored, as those of a later version are.
        labels = {line.partition(b":")[0] for line in data.splitlines()}
        known = [line for line in changed.splitlines(keepends=True) if line.partition(b":")[0] in labels]
        assert read_bag_info(read_labels(changed)).to_text().encode() == b"".join(known)
