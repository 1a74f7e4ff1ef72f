"""A receipt: somebody's word, signed, for what they hold of a bundle that was sent to them.

Body, RFC 8785: `{"format": 1, "bundle": identity, "bundle_id": UUID, "sender": fingerprint,
"recipient": fingerprint, "reached": {replica: replica_seq}, "revisions": {id: [part, …]},
"evidence": [sha256, …], "made_at": time}`. Parts and digests are sorted and each once. `reached` is
the highest number of the sender's revisions that the recipient holds of the replica that wrote the
bundle. What is named is held whole: every part named, every byte read and found good.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from app.domain.identity import Fingerprint
from app.domain.revision import RevisionId
from app.domain.signed_text import (
    MAX_RECEIPT_BYTES,
    RECEIPT_TAG,
    SignedText,
    read_body,
    read_signed_text,
)
from app.domain.strict_json import Json, StrictJsonError, canonical_text
from app.domain.times import read_time

MAX_RECEIPTED = 10_000
"""How many revisions, and how many digests, one receipt may name; more go into the next."""

MAX_FILE_BYTES = 8 * (MAX_RECEIPT_BYTES + 1)
"""Of the receipts for one bundle, one a line."""

_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_MAX_PARTS = 16


@dataclass(frozen=True, slots=True)
class Receipt:
    """What `recipient` says they hold of the bundle `bundle` by `sender`.

    `revisions` gives the parts held of each, `text` the envelope as it came, without a line end.
    """

    bundle: str
    bundle_id: str
    sender: Fingerprint
    recipient: Fingerprint
    reached: Mapping[str, int]
    revisions: Mapping[RevisionId, tuple[str, ...]]
    evidence: tuple[str, ...]
    made_at: str
    text: str = ""


def receipt_body(receipt: Receipt) -> str:
    """The RFC 8785 body that the recipient signs (its `text` is not used)."""
    return canonical_text(
        {
            "format": 1,
            "bundle": receipt.bundle,
            "bundle_id": receipt.bundle_id,
            "sender": receipt.sender,
            "recipient": receipt.recipient,
            "reached": dict(receipt.reached),
            "revisions": {each: sorted(set(parts)) for each, parts in receipt.revisions.items()},
            "evidence": sorted(set(receipt.evidence)),
            "made_at": receipt.made_at,
        }
    )


def read_receipt(text: str | bytes) -> tuple[Receipt, SignedText]:
    """The receipt and its envelope, unverified; StrictJsonError on another shape."""
    signed = read_signed_text(text, MAX_RECEIPT_BYTES)
    if signed.tag != RECEIPT_TAG:
        raise StrictJsonError("not a receipt")
    body = read_body(signed, MAX_RECEIPT_BYTES)
    made_at, bundle_id = body.get("made_at"), body.get("bundle_id")
    read_time(made_at)
    if not isinstance(bundle_id, str) or not _UUID.fullmatch(bundle_id):
        raise StrictJsonError("not a bundle")
    evidence = _sorted(body.get("evidence"), MAX_RECEIPTED)
    for sha256 in evidence:
        _hash(sha256)
    receipt = Receipt(
        bundle=_hash(body.get("bundle")),
        bundle_id=bundle_id,
        sender=Fingerprint(_hash(body.get("sender"))),
        recipient=Fingerprint(_hash(body.get("recipient"))),
        reached=_read_reached(body.get("reached")),
        revisions=_read_revisions(body.get("revisions")),
        evidence=evidence,
        made_at=str(made_at),
        text=text if isinstance(text, str) else text.decode(),
    )
    return receipt, signed


def _read_reached(value: Json) -> dict[str, int]:
    if not isinstance(value, dict):
        raise StrictJsonError("not numbers of replicas")
    reached: dict[str, int] = {}
    for replica, sequence in value.items():
        if not _UUID.fullmatch(replica) or not isinstance(sequence, int) or isinstance(sequence, bool):
            raise StrictJsonError("not the number of a replica")
        if sequence < 1:
            raise StrictJsonError("counters start at 1")
        reached[replica] = sequence
    return reached


def _read_revisions(value: Json) -> dict[RevisionId, tuple[str, ...]]:
    if not isinstance(value, dict) or len(value) > MAX_RECEIPTED:
        raise StrictJsonError("not revisions")
    return {RevisionId(_hash(name)): _sorted(parts, _MAX_PARTS) for name, parts in value.items()}


def _sorted(value: Json, at_most: int) -> tuple[str, ...]:
    """Texts, sorted and each once."""
    if not isinstance(value, list) or len(value) > at_most:
        raise StrictJsonError("not a list, or too long")
    texts = tuple(entry for entry in value if isinstance(entry, str) and entry)
    if len(texts) != len(value) or any(before >= after for before, after in pairwise(texts)):
        raise StrictJsonError("not sorted texts")
    return texts


def _hash(value: Json) -> str:
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        raise StrictJsonError("not a hash")
    return value
