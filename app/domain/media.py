"""What the first bytes of a file tell: its media type by content, and the time it names inside.

No parser of media runs here: the type comes from signatures, the time from a date that stands
in plain text in the head of a JPEG (EXIF) or PDF. Files are opened for good, later, only in a
process of their own.
"""

import re
from datetime import datetime

import filetype

HEAD_BYTES = 64 * 1024

_UNKNOWN = "application/octet-stream"
_TEXT = "text/plain"
_EXIF_TIME = re.compile(rb"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)\0")
_PDF_TIME = re.compile(rb"/CreationDate ?\(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)([Z+-])?(?:(\d\d)'(\d\d))?")


def media_type(head: bytes) -> str:
    """The type by content (RFC 6838): by signature, else plain text, else octets."""
    found = filetype.guess(head)
    if found is not None:
        return str(found.mime)
    return _TEXT if _is_text(head) else _UNKNOWN


def metadata_time(head: bytes, media: str) -> str | None:
    """The time that a JPEG or PDF gives for its making (RFC 3339, zone only where named), or None."""
    if media == "image/jpeg" and b"Exif\0\0" in head:
        found = _EXIF_TIME.search(head)
    elif media == "application/pdf":
        found = _PDF_TIME.search(head)
    else:
        return None
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(number) for number in found.groups()[:6])
    try:
        text = datetime(year, month, day, hour, minute, second).isoformat()  # noqa: DTZ001 - zone unknown
    except ValueError:
        return None
    return text + _zone(found)


def _zone(found: re.Match[bytes]) -> str:
    if found.re is not _PDF_TIME or not found[7]:
        return ""
    if found[7] == b"Z" or not found[8]:
        return "Z" if found[7] == b"Z" else ""
    return f"{found[7].decode()}{found[8].decode()}:{found[9].decode()}"


def _is_text(head: bytes) -> bool:
    if not head or b"\0" in head:
        return False
    for cut in range(4):  # the head may end within a letter
        try:
            head[: len(head) - cut].decode()
        except UnicodeDecodeError:
            continue
        return True
    return False
