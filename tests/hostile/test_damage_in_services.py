"""Every row of damage once more, at the vault: inspecting and applying refuse it alike, without a trace."""

import pytest

from app.bundle.gates import Gate
from tests.bundle.damage import ROWS, Damage
from tests.hostile.kit import good_layers
from tests.hostile.receiver import Receiver

GATES = {
    "bundle.card": {Gate.CARD},
    "bundle.signature": {Gate.SIGNATURES},
    "bundle.newer_format": {Gate.TAGS},
    "bundle.recipient": {Gate.RECIPIENTS},
    "bundle.trailing": {Gate.END},
    "bundle.digest": {Gate.TAGS, Gate.PAYLOAD},
    "bundle.limits": {Gate.TAGS},
    "bundle.layout": {Gate.PROLOGUE, Gate.CARD, Gate.TAGS, Gate.PAYLOAD, Gate.END},
}
"""Where a code may come from, of all that is wrong within the envelope."""


@pytest.mark.parametrize("damage", ROWS, ids=lambda damage: damage.what)
def test_damage_leaves_no_trace(receiver: Receiver, damage: Damage) -> None:
    layers = good_layers()
    damage.do(layers)
    code, gate = receiver.refuses(layers.sealed())
    assert code == damage.code
    assert gate in GATES[code]
