"""Attestations and rotations: one spelling out, strict in."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.attestation import MAX_ATTESTED, attestation_body, read_attestation
from app.domain.identity import Fingerprint
from app.domain.revision import RevisionId
from app.domain.rotation import read_rotation
from app.domain.signed_text import ATTESTATION_TAG, ROTATION_TAG
from app.domain.strict_json import Json, JsonObject, StrictJsonError, canonical_text
from tests.builders import NOW, party
from tests.bundle.builders import LAWYER, MONITOR, rotation_text, signed_text

AUTHOR = party(MONITOR)
A, B = RevisionId("a" * 64), RevisionId("b" * 64)
hashes = st.text("0123456789abcdef", min_size=64, max_size=64).map(RevisionId)


@given(ids=st.sets(hashes, min_size=1, max_size=20))
def test_an_attestation_names_its_revisions_in_order(ids: set[RevisionId]) -> None:
    text = signed_text(ATTESTATION_TAG, attestation_body(AUTHOR.fingerprint, ids, NOW), AUTHOR)
    attestation, signed = read_attestation(text)
    assert attestation.revisions == tuple(sorted(ids))
    assert (attestation.author, attestation.made_at, attestation.text) == (AUTHOR.fingerprint, NOW, text)
    assert signed.tag == ATTESTATION_TAG
    assert read_attestation(text.encode())[0] == attestation


def test_an_attestation_names_some_and_not_too_many() -> None:
    for ids in ([], [RevisionId(f"{number:064x}") for number in range(MAX_ATTESTED + 1)]):
        with pytest.raises(ValueError, match="attestation"):
            attestation_body(Fingerprint("a" * 64), ids, NOW)


def test_the_largest_attestation_stays_within_its_limit() -> None:
    ids = (RevisionId(f"{number:064x}") for number in range(MAX_ATTESTED))
    text = signed_text(ATTESTATION_TAG, attestation_body(AUTHOR.fingerprint, ids, NOW), AUTHOR)
    assert len(read_attestation(text)[0].revisions) == MAX_ATTESTED


def rewritten(text: str, tag: str, changes: JsonObject) -> str:
    body = json.loads(json.loads(text)["body"]) | changes
    return signed_text(tag, canonical_text(body), AUTHOR)


@pytest.mark.parametrize(
    "changes",
    [
        {"revisions": []}, {"revisions": [B, A]}, {"revisions": [A, A]}, {"revisions": ["A" * 64]},
        {"revisions": A},
        {"revisions": [1]}, {"author": None}, {"author": "a"}, {"made_at": "2026"}, {"format": 2},
    ],
)  # fmt: skip
def test_an_attestation_of_another_shape_is_refused(changes: JsonObject) -> None:
    text = signed_text(ATTESTATION_TAG, attestation_body(AUTHOR.fingerprint, [A, B], NOW), AUTHOR)
    with pytest.raises(StrictJsonError):
        read_attestation(rewritten(text, ATTESTATION_TAG, changes))
    more: dict[str, Json] = {"later": "kept"}
    assert read_attestation(rewritten(text, ATTESTATION_TAG, more))[0].revisions == (A, B)


@pytest.mark.parametrize(
    "changes",
    [{"old": None}, {"old": "a"}, {"card": "{}"}, {"card": None}, {"made_at": 5}, {"format": 0}],
)
def test_a_rotation_of_another_shape_is_refused(changes: JsonObject) -> None:
    text = rotation_text(AUTHOR, party(LAWYER))
    rotation = read_rotation(text.encode())[0]
    assert (rotation.old, rotation.card.text) == (AUTHOR.fingerprint, party(LAWYER).card.text)
    with pytest.raises(StrictJsonError):
        read_rotation(rewritten(text, ROTATION_TAG, changes))


def test_a_key_does_not_follow_itself() -> None:
    with pytest.raises(StrictJsonError):
        read_rotation(rotation_text(AUTHOR, AUTHOR))


@pytest.mark.parametrize("read", [read_attestation, read_rotation])
def test_another_text_is_neither(read: Callable[[str], object]) -> None:
    with pytest.raises(StrictJsonError):
        read(AUTHOR.card.text)
