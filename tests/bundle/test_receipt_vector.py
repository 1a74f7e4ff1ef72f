"""A receipt that must read the same for ever: the coordinator's, for the bundle of the vectors.

`python -m tests.bundle.test_receipt_vector` writes it anew; after the first release it never changes.
"""

import json
from dataclasses import replace
from typing import Any

import pytest

from app.crypto.errors import SignatureError
from app.crypto.signing import verify_card, verify_signed_text
from app.domain.receipt import Receipt, read_receipt, receipt_body
from app.domain.signed_text import RECEIPT_TAG, read_signed_text, signed_bytes
from app.domain.strict_json import Json, StrictJsonError
from tests.bundle.builders import evidence_source
from tests.bundle.test_own_vectors import (
    COORDINATOR,
    EVIDENCE,
    NOW,
    REPLICA,
    VECTORS,
    read_vectors,
    some_revisions,
)


def some_receipt() -> Receipt:
    """For the bundle of the vectors, of which all is held."""
    bundle = read_vectors("bundle.json")
    return Receipt(
        bundle=bundle["identity"],
        bundle_id=bundle["bundle_id"],
        sender=bundle["sender"],
        recipient=verify_card(bundle["recipient"]["card"]).fingerprint,
        reached={REPLICA: 2},
        revisions={revision.id: tuple(sorted(revision.parts)) for revision in some_revisions()},
        evidence=tuple(sorted(evidence_source(data).sha256 for data in EVIDENCE)),
        made_at=NOW,
    )


def make_vector() -> None:
    body = receipt_body(some_receipt())
    vector = {"card": COORDINATOR.card(), "body": body, "receipt": COORDINATOR.sign(RECEIPT_TAG, body)}
    text = json.dumps(vector, ensure_ascii=False, indent=1) + "\n"
    (VECTORS / "receipt.json").write_text(text, encoding="utf-8")


def test_the_receipt_is_written_and_read_as_ever() -> None:
    vector = read_vectors("receipt.json")
    assert receipt_body(some_receipt()) == vector["body"]
    receipt, signed = read_receipt(vector["receipt"])
    assert (signed.tag, signed.body) == (RECEIPT_TAG, vector["body"])
    verify_signed_text(signed, verify_card(vector["card"]).keys)
    assert replace(receipt, text="") == some_receipt()
    assert signed_bytes(RECEIPT_TAG, signed.body).startswith(b"daftar-receipt@1\0{")


def test_one_signature_of_two_is_not_enough() -> None:
    vector = read_vectors("receipt.json")
    signed = read_signed_text(vector["receipt"], 1 << 20)
    (both,) = signed.signatures
    for broken in (
        replace(both, ed25519=both.ed25519[::-1]),
        replace(both, ml_dsa_65=both.ml_dsa_65[::-1]),
    ):
        with pytest.raises(SignatureError):
            verify_signed_text(replace(signed, signatures=(broken,)), verify_card(vector["card"]).keys)


OTHER_SHAPES: dict[str, Any] = {
    "format": 2,
    "bundle": "ab",
    "bundle_id": "0195649C-2C00-7000-8000-0000000000B1",
    "sender": None,
    "recipient": "F" * 64,
    "reached": {REPLICA: 0},
    "revisions": {"x": []},
    "evidence": ["0" * 64, "0" * 64],
    "made_at": "2026-03-05",
}


@pytest.mark.parametrize(("field", "value"), OTHER_SHAPES.items())
def test_another_shape_is_refused(field: str, value: Json) -> None:
    refuse({field: value})
    refuse({field: ["?"]})


@pytest.mark.parametrize(
    "changes",
    [
        {"reached": {REPLICA: True}},
        {"reached": {"replica": 1}},
        {"revisions": {"0" * 64: ["b", "a"]}},
        {"revisions": {"0" * 64: [""]}},
        {"revisions": {"0" * 64: ["open", "open"]}},
        {"revisions": {"0" * 64: [f"{number:02}" for number in range(17)]}},
        {"evidence": ["1" * 64, "0" * 64]},
        {"evidence": [f"{number:064x}" for number in range(10_001)]},
    ],
)
def test_lists_are_sorted_short_and_of_texts(changes: dict[str, Json]) -> None:
    refuse(changes)


def refuse(changes: dict[str, Json]) -> None:
    """A truly signed receipt with these changes is none."""
    body = json.loads(read_vectors("receipt.json")["body"]) | changes
    text = json.dumps(
        {
            "tag": RECEIPT_TAG,
            "body": json.dumps(body),
            "signatures": json.loads(read_vectors("receipt.json")["receipt"])["signatures"],
        }
    )
    with pytest.raises(StrictJsonError):
        read_receipt(text)


if __name__ == "__main__":
    make_vector()
