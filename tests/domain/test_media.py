"""What the head of a file tells, and that any head is told without an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.media import media_type, metadata_time

EXIF = b"\xff\xd8\xff\xe1\0\x40Exif\0\0MM\0*" + b"\0" * 20


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "image/jpeg"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "audio/x-wav"),
        ("Қағаз".encode(), "text/plain"),
        ("Қағаз".encode()[:-1], "text/plain"),
        (b"\0\1\2\3", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_the_type_is_told_by_content(head: bytes, expected: str) -> None:
    assert media_type(head) == expected


@pytest.mark.parametrize(
    ("head", "media", "expected"),
    [
        (EXIF + b"2014:01:09 10:20:30\0", "image/jpeg", "2014-01-09T10:20:30"),
        (EXIF + b"2014:02:30 10:20:30\0", "image/jpeg", None),
        (EXIF + b"0000:00:00 00:00:00\0", "image/jpeg", None),
        (b"\xff\xd8\xff 2014:01:09 10:20:30\0", "image/jpeg", None),
        (b"%PDF /CreationDate (D:20140109102030+06'00')", "application/pdf", "2014-01-09T10:20:30+06:00"),
        (b"%PDF /CreationDate(D:20140109102030Z)", "application/pdf", "2014-01-09T10:20:30Z"),
        (b"%PDF /CreationDate (D:20140109102030)", "application/pdf", "2014-01-09T10:20:30"),
        (b"%PDF", "application/pdf", None),
        (EXIF + b"2014:01:09 10:20:30\0", "text/plain", None),
    ],
)
def test_the_time_inside_is_read_only_where_it_stands(head: bytes, media: str, expected: str | None) -> None:
    assert metadata_time(head, media) == expected


@given(st.binary(), st.sampled_from([b"", EXIF, b"%PDF /CreationDate (D:"]))
def test_any_head_is_told(tail: bytes, begin: bytes) -> None:
    head = begin + tail
    assert "/" in media_type(head)
    metadata_time(head, "image/jpeg")
    metadata_time(head, "application/pdf")
