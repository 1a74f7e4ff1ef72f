"""The gates are taken in order, and rotations lead from a known key to a new one."""

import io
from collections.abc import Callable
from itertools import pairwise

import pytest

from app.bundle import InspectingSink
from app.bundle.gates import Gate, Gates
from app.crypto.age import AgeReader
from app.domain.errors import BundleError
from app.domain.identity import Trust
from app.domain.work import Watch
from tests.builders import party
from tests.bundle.builders import (
    COORDINATOR,
    LAWYER,
    MONITOR,
    STRANGER,
    Lookup,
    contents,
    knowing,
    opened,
    rotation_text,
    written,
)
from tests.hostile.kit import good_layers

STEPS: tuple[tuple[Gate, Callable[[Gates], object]], ...] = (
    (Gate.PROLOGUE, lambda gates: gates.read_prologue(io.BytesIO())),
    (Gate.CARD, Gates.check_card),
    (Gate.SIGNATURES, Gates.check_signatures),
    (Gate.TAGS, Gates.check_tags),
    (Gate.RECIPIENTS, lambda gates: gates.check_recipients(frozenset())),
    (Gate.STANDING, lambda gates: gates.check_standing(require=True, accept_revoked=False)),
    (Gate.PAYLOAD, Gates.stream_payload),
    (Gate.END, Gates.check_end),
    (Gate.LINES, Gates.judge_lines),
    (Gate.EVIDENCE, Gates.admit),
)


@pytest.mark.parametrize(("gate", "step"), STEPS, ids=[gate.name for gate, _step in STEPS])
def test_no_gate_is_taken_before_the_one_before(gate: Gate, step: Callable[[Gates], object]) -> None:
    with pytest.raises(RuntimeError, match=f"gate {gate.value} behind gate 0"):
        step(Gates(knowing(), InspectingSink(), Watch()))


def test_no_gate_is_taken_twice_and_none_after_a_failure() -> None:
    reader = party(COORDINATOR)
    layers = good_layers()
    layers.files["sender.pub"] = b"?"
    gates = Gates(knowing(party(MONITOR)), InspectingSink(), Watch())
    sealed: AgeReader = gates.open_envelope(io.BytesIO(layers.sealed()), [reader.age])
    with pytest.raises(RuntimeError):
        gates.open_envelope(io.BytesIO(layers.sealed()), [reader.age])
    gates.read_prologue(sealed)
    with pytest.raises(BundleError):
        gates.check_card()
    with pytest.raises(RuntimeError):
        gates.check_card()


def rotated_bundle(*chain: str, rotations: tuple[str, ...] | None = None) -> bytes:
    """A bundle by the last of the chain, with the rotations that lead there."""
    parties = [party(name) for name in chain]
    texts = tuple(rotation_text(old, new) for old, new in pairwise(parties))
    what = contents(parties[-1], rotations=texts if rotations is None else rotations)
    return written(what, sender=parties[-1])[0]


def test_a_verified_contact_is_followed_to_the_new_key() -> None:
    data = rotated_bundle(LAWYER, STRANGER, MONITOR)
    bundle = opened(data, lookup=knowing(party(LAWYER)))
    assert bundle.head.sender.fingerprint == party(MONITOR).fingerprint
    assert bundle.head.sender.trust is Trust.VERIFIED
    assert bundle.head.followed == (party(LAWYER).fingerprint, party(STRANGER).fingerprint)
    assert [rotation.card.text for rotation in bundle.head.rotations] == [
        party(STRANGER).card.text,
        party(MONITOR).card.text,
    ]


def test_the_newest_known_key_decides() -> None:
    data = rotated_bundle(LAWYER, STRANGER, MONITOR)
    lookup = knowing(party(LAWYER), party(STRANGER))
    lookup.trusted[party(STRANGER).fingerprint] = Trust.REVOKED
    with pytest.raises(BundleError) as refusal:
        opened(data, lookup=lookup)
    assert refusal.value.code == "bundle.sender_revoked"


def test_a_rotation_from_a_key_that_nobody_knows_gives_no_standing() -> None:
    with pytest.raises(BundleError) as refusal:
        opened(rotated_bundle(LAWYER, MONITOR), lookup=knowing())
    assert refusal.value.code == "bundle.sender_unknown"


def test_a_standing_without_a_card_is_not_followed() -> None:
    lookup = Lookup({party(LAWYER).fingerprint: Trust.VERIFIED})
    with pytest.raises(BundleError) as refusal:
        opened(rotated_bundle(LAWYER, MONITOR), lookup=lookup)
    assert refusal.value.code == "bundle.sender_unknown"


@pytest.mark.parametrize(
    "rotations",
    [
        (rotation_text(party(LAWYER), party(MONITOR), party(MONITOR)),),
        (rotation_text(party(LAWYER), party(MONITOR), party(LAWYER)),),
        (rotation_text(party(LAWYER), party(STRANGER)),),
        (rotation_text(party(LAWYER), party(COORDINATOR)), rotation_text(party(STRANGER), party(MONITOR))),
        (
            rotation_text(party(STRANGER), party(COORDINATOR)),
            rotation_text(party(LAWYER), party(MONITOR), party(COORDINATOR), party(MONITOR)),
        ),
        (party(LAWYER).card.text,),
    ],
    ids=[
        "old key did not sign",
        "new key did not sign",
        "leads to another",
        "not linked",
        "the key before speaks for one that is known",
        "not a rotation",
    ],
)
def test_a_false_rotation_is_refused(rotations: tuple[str, ...]) -> None:
    with pytest.raises(BundleError) as refusal:
        opened(rotated_bundle(MONITOR, rotations=rotations), lookup=knowing(party(LAWYER), party(MONITOR)))
    assert refusal.value.code == "bundle.card"
