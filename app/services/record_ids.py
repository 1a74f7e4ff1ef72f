"""The names of records and of the entries in them: drawn by chance, and as spoken by telephone."""

import secrets

import uuid_utils

from app.domain.revision import RecordId

# Lower-case letters and digits without those that are mistaken for one another.
_ENTRY_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_ENTRY_LENGTH = 12
_REFERENCE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_record_id() -> RecordId:
    """A UUIDv7 (RFC 9562): sorts by the time it was made."""
    return RecordId(str(uuid_utils.uuid7()))


def new_entry_id() -> str:
    """An id for an entry of a list, unique within its record (59 bits)."""
    return "".join(secrets.choice(_ENTRY_LETTERS) for _ in range(_ENTRY_LENGTH))


def reference_of(record_id: RecordId) -> str:
    """Six letters for speaking of a record by telephone (`7K3-QFD`): the last 30 bits of its id."""
    bits = int(record_id.replace("-", "")[-8:], 16) & (1 << 30) - 1
    letters = "".join(_REFERENCE_LETTERS[bits >> 5 * place & 31] for place in reversed(range(6)))
    return f"{letters[:3]}-{letters[3:]}"
