"""An author's list of own revision ids, signed by both algorithms and relayed with them.

A revision carries Ed25519 alone; its attestation gives it a signature that outlasts
quantum computers. Body, RFC 8785: `{"format": 1, "author": fingerprint, "made_at": time,
"revisions": [id, …]}`, the ids sorted and each once.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from app.domain.identity import Fingerprint
from app.domain.revision import RevisionId
from app.domain.signed_text import (
    ATTESTATION_TAG,
    MAX_ATTESTATION_BYTES,
    SignedText,
    read_body,
    read_signed_text,
)
from app.domain.strict_json import StrictJsonError, canonical_text
from app.domain.times import read_time

MAX_ATTESTED = 100_000
"""How many ids one attestation may name, so that its line stays within its limit."""

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Attestation:
    """What an author attested; `text` is the envelope as it came, a line without its end."""

    author: Fingerprint
    revisions: tuple[RevisionId, ...]
    made_at: str
    text: str


def attestation_body(author: Fingerprint, revisions: Iterable[RevisionId], made_at: str) -> str:
    """The RFC 8785 body that `author` signs; ValueError for none or more than MAX_ATTESTED ids."""
    ids = sorted(set(revisions))
    if not 1 <= len(ids) <= MAX_ATTESTED:
        raise ValueError("attestation: no revision, or too many")
    return canonical_text({"format": 1, "author": author, "made_at": made_at, "revisions": ids})


def read_attestation(text: str | bytes) -> tuple[Attestation, SignedText]:
    """The attestation and its envelope, unverified; StrictJsonError on another shape."""
    signed = read_signed_text(text, MAX_ATTESTATION_BYTES)
    if signed.tag != ATTESTATION_TAG:
        raise StrictJsonError("not an attestation")
    body = read_body(signed, MAX_ATTESTATION_BYTES)
    author, made_at, revisions = body.get("author"), body.get("made_at"), body.get("revisions")
    read_time(made_at)
    if not isinstance(revisions, list) or not 1 <= len(revisions) <= MAX_ATTESTED:
        raise StrictJsonError("not revisions")
    ids = tuple(RevisionId(_hash(entry)) for entry in revisions)
    if any(before >= after for before, after in pairwise(ids)):
        raise StrictJsonError("revisions not sorted")
    line = text if isinstance(text, str) else text.decode()
    return Attestation(Fingerprint(_hash(author)), ids, str(made_at), line), signed


def _hash(value: object) -> str:
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        raise StrictJsonError("not a hash")
    return value
