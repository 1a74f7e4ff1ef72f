"""One holder's share of a recovery secret, as it stands sealed in a file for that contact alone.

    {"count": 5, "format": 1, "made_at": …, "need": 3, "number": 1, "owner": fingerprint,
     "tag": "daftar-share@1", "vault_id": …, "words": "the 33 words of SLIP-39"}

RFC 8785, in an age v1 file for one `mlkem768x25519` recipient. It is not signed: a false share opens
nothing, since the joined secret carries a digest.
"""

import re
from dataclasses import dataclass

from app.domain.strict_json import JsonObject, StrictJsonError, canonical_text, parse_object
from app.domain.times import read_time

FORMAT = 1
TAG = "daftar-share@1"
MAX_SHARE_BYTES = 4 * 1024
MAX_SHARE_FILE_BYTES = 16 * 1024
MAX_SHARES = 16

_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_MAX_WORDS_LENGTH = 512


@dataclass(frozen=True, slots=True)
class RecoveryShare:
    """`number` of `count` shares, any `need` of which open the vault; `owner` is who made them."""

    vault_id: str
    owner: str
    number: int
    count: int
    need: int
    made_at: str
    words: str

    def to_text(self) -> str:
        """The RFC 8785 text."""
        return canonical_text(
            {
                "tag": TAG,
                "format": FORMAT,
                "vault_id": self.vault_id,
                "owner": self.owner,
                "number": self.number,
                "count": self.count,
                "need": self.need,
                "made_at": self.made_at,
                "words": self.words,
            }
        )


def read_recovery_share(data: bytes) -> RecoveryShare:
    """The share in an opened file; StrictJsonError where it is none. Its words are not looked at."""
    facts = parse_object(data, MAX_SHARE_BYTES)
    if facts.get("tag") != TAG or facts.get("format") != FORMAT:
        raise StrictJsonError("not a share")
    share = RecoveryShare(
        vault_id=_text(facts, "vault_id"),
        owner=_text(facts, "owner"),
        number=_number(facts, "number"),
        count=_number(facts, "count"),
        need=_number(facts, "need"),
        made_at=_text(facts, "made_at"),
        words=_text(facts, "words"),
    )
    read_time(share.made_at)
    if not _UUID.fullmatch(share.vault_id) or not _HEX.fullmatch(share.owner):
        raise StrictJsonError("not an id")
    if not (share.number <= share.count and share.need <= share.count):
        raise StrictJsonError("not a share of so many")
    if len(share.words) > _MAX_WORDS_LENGTH or not share.words.isascii():
        raise StrictJsonError("not words")
    return share


def _text(facts: JsonObject, key: str) -> str:
    value = facts.get(key)
    if not isinstance(value, str):
        raise StrictJsonError(f"no {key}")
    return value


def _number(facts: JsonObject, key: str) -> int:
    value = facts.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MAX_SHARES:
        raise StrictJsonError(f"no {key}")
    return value
