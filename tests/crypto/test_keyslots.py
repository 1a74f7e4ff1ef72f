import hashlib
import json
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.crypto import keyslots
from app.crypto.keyslots import (
    KdfParameters,
    KeyFile,
    Slot,
    UnknownSlot,
    calibrate,
    derive_database_key,
    derive_state_key,
    make_slot,
    make_tip,
    normalise_passphrase,
    open_slot,
    physical_memory_bytes,
    read_key_file,
    slot_context,
    tip_holds,
    unlock,
)
from app.crypto.primitives import derive_key
from app.domain.errors import VaultError

VAULT_ID = "11111111-2222-4333-8444-555555555555"
OTHER_VAULT_ID = "11111111-2222-4333-8444-555555555556"
MASTER_KEY = bytes(range(32))
FILE_KEY = bytes(range(64, 96))
FLOOR = KdfParameters()
MIB = 1024 * 1024


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """HKDF in place of Argon2id, where a test is about everything else."""

    def stretch(passphrase: bytes, salt: bytes, kdf: KdfParameters) -> bytes:
        return derive_key(passphrase, salt, kdf.model_dump_json().encode())

    monkeypatch.setattr(keyslots, "_stretch", stretch)


def some_slot(secret: bytes = b"passphrase", generation: int = 1, **facts: Any) -> Slot:
    return make_slot(VAULT_ID, MASTER_KEY, secret, kdf=FLOOR, generation=generation, **facts)


def code_of(raised: pytest.ExceptionInfo[VaultError]) -> str:
    return raised.value.code


def test_argon2id_slot_opens_with_its_passphrase_alone() -> None:
    slot = some_slot(normalise_passphrase("Ғылым Ӯ"))
    assert open_slot(VAULT_ID, slot, normalise_passphrase("  Ғылым Ӯ\n")) == MASTER_KEY
    with pytest.raises(VaultError) as raised:
        open_slot(VAULT_ID, slot, normalise_passphrase("ғылым Ӯ"))
    assert code_of(raised) == "vault.passphrase"


def test_recovery_secret_opens_its_slot() -> None:
    slot = make_slot(VAULT_ID, MASTER_KEY, bytes(32), kdf=None, generation=1)
    assert slot.kind == "recovery"
    assert "kdf" not in slot.model_dump(mode="json", exclude_none=True)
    assert open_slot(VAULT_ID, slot, bytes(32)) == MASTER_KEY
    with pytest.raises(VaultError):
        open_slot(VAULT_ID, slot, b"\x01" * 32)
    with pytest.raises(ValueError, match="32 bytes"):
        open_slot(VAULT_ID, slot, b"short")


@pytest.mark.usefixtures("fast")
def test_everything_in_a_slot_is_bound() -> None:
    slot = some_slot(keyboard="kk")
    changes: list[dict[str, object]] = [
        {"salt": bytes(16)},
        {"nonce": bytes(12)},
        {"generation": 2},
        {"keyboard": "ru"},
        {"keyboard": None},
        {"kdf": KdfParameters(memory_kib=FLOOR.memory_kib + 1)},
        {"ciphertext": bytes(48)},
    ]
    for change in changes:
        with pytest.raises(VaultError) as raised:
            open_slot(VAULT_ID, slot.model_copy(update=change), b"passphrase")
        assert code_of(raised) == "vault.passphrase"
    with pytest.raises(VaultError):
        open_slot(OTHER_VAULT_ID, slot, b"passphrase")


@pytest.mark.usefixtures("fast")
def test_a_slot_with_a_key_file_needs_both() -> None:
    slot = some_slot(file_key=FILE_KEY)
    assert slot.kind == "passphrase_and_file"
    assert open_slot(VAULT_ID, slot, b"passphrase", FILE_KEY) == MASTER_KEY
    for secret, file_key in ((b"wrong", FILE_KEY), (b"passphrase", bytes(32)), (b"wrong", bytes(32))):
        with pytest.raises(VaultError) as raised:
            open_slot(VAULT_ID, slot, secret, file_key)
        # One answer, whichever of them is wrong.
        assert code_of(raised) == "vault.both_wrong"
    for nothing in (None, b"", FILE_KEY[:31]):
        with pytest.raises(ValueError, match="key file"):
            open_slot(VAULT_ID, slot, b"passphrase", nothing)


@pytest.mark.usefixtures("fast")
def test_the_need_for_a_key_file_is_bound_to_the_slot() -> None:
    slot, plain = some_slot(file_key=FILE_KEY), some_slot()
    with pytest.raises(VaultError):
        open_slot(VAULT_ID, slot.model_copy(update={"kind": "passphrase"}), b"passphrase")
    with pytest.raises(VaultError):
        open_slot(VAULT_ID, plain.model_copy(update={"kind": "passphrase_and_file"}), b"passphrase", FILE_KEY)
    assert b'"kind":"passphrase_and_file"' in slot_context(VAULT_ID, slot)


@pytest.mark.usefixtures("fast")
def test_nothing_is_computed_where_a_key_file_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    key_file = KeyFile(vault_id=VAULT_ID, generation=1, slots=(some_slot(file_key=FILE_KEY, keyboard="tg"),))
    assert key_file.needs_file
    assert read_key_file(key_file.to_bytes()) == key_file
    assert unlock(key_file, b"passphrase", FILE_KEY) == MASTER_KEY
    monkeypatch.setattr(keyslots, "_stretch", None)
    with pytest.raises(VaultError) as raised:
        unlock(key_file, b"passphrase")
    assert code_of(raised) == "vault.file_needed"


@pytest.mark.usefixtures("fast")
def test_slots_with_and_without_a_key_file_beside_each_other() -> None:
    slots = (some_slot(b"one", file_key=FILE_KEY), some_slot(b"two"))
    key_file = KeyFile(vault_id=VAULT_ID, generation=1, slots=slots)
    assert not key_file.needs_file
    assert unlock(key_file, b"two") == unlock(key_file, b"two", FILE_KEY) == MASTER_KEY
    assert unlock(key_file, b"one", FILE_KEY) == MASTER_KEY
    with pytest.raises(VaultError) as raised:
        unlock(key_file, b"one")
    assert code_of(raised) == "vault.passphrase"


@pytest.mark.usefixtures("fast")
def test_every_passphrase_slot_is_tried() -> None:
    recovery = make_slot(VAULT_ID, MASTER_KEY, bytes(32), kdf=None, generation=1)
    slots = (recovery, some_slot(b"one"), some_slot(b"two"))
    key_file = KeyFile(vault_id=VAULT_ID, generation=1, slots=slots)
    assert unlock(key_file, b"one") == unlock(key_file, b"two") == MASTER_KEY
    with pytest.raises(VaultError) as raised:
        unlock(key_file, bytes(32))
    assert code_of(raised) == "vault.passphrase"


@pytest.mark.usefixtures("fast")
def test_key_file_round_trip_keeps_what_it_does_not_know() -> None:
    unknown = UnknownSlot.model_validate({"kind": "later", "depth": {"a": [1, None]}, "empty": None})
    tip = make_tip(bytes(32), vault_id=VAULT_ID, generation=3, seq=7, tip_hash="ab" * 32)
    slots = (some_slot(keyboard="ky"), unknown)
    key_file = KeyFile(vault_id=VAULT_ID, generation=3, slots=slots, tip=tip, closed=True)
    data = key_file.to_bytes()
    assert read_key_file(data) == key_file
    assert read_key_file(data).to_bytes() == data
    assert json.loads(data)["slots"][1] == {"kind": "later", "depth": {"a": [1, None]}, "empty": None}
    assert unlock(read_key_file(data), b"passphrase") == MASTER_KEY
    assert key_file.memory_kib == FLOOR.memory_kib


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("slots/0/kdf/memory_kib", 64 * 1024 - 1),
        ("slots/0/kdf/memory_kib", 1024 * 1024 + 1),
        ("slots/0/kdf/memory_kib", 2**40),
        ("slots/0/kdf/memory_kib", True),
        ("slots/0/kdf/memory_kib", "65536"),
        ("slots/0/kdf/passes", 1),
        ("slots/0/kdf/passes", 4),
        ("slots/0/kdf/lanes", 1),
        ("slots/0/kdf/name", "argon2i"),
        ("slots/0/kdf", None),
        ("slots/0/salt", "AAAA"),
        ("slots/0/salt", "not base64"),
        ("slots/0/nonce", None),
        ("slots/0/generation", 0),
        ("slots/0/more", 1),
        ("slots/0/kind", "recovery"),
        ("slots/0/kind", 1),
        ("slots", []),
        ("slots", {}),
        ("generation", 1.5),
        ("vault_id", VAULT_ID.upper().replace("1", "A")),
        ("vault_id", "vault"),
        ("format", 0),
        ("format", None),
        ("closed", 1),
        ("tip", {"seq": 1}),
        ("more", 1),
    ],
)
@pytest.mark.usefixtures("fast")
def test_shapes_that_are_refused_before_anything_is_computed(
    path: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = json.loads(KeyFile(vault_id=VAULT_ID, generation=1, slots=(some_slot(),)).to_bytes())
    monkeypatch.setattr(keyslots, "_stretch", None)
    *steps, last = path.split("/")
    place = facts
    for step in steps:
        place = place[int(step)] if step.isdigit() else place[step]
    place[last] = value
    with pytest.raises(VaultError) as raised:
        read_key_file(_with_digest(facts))
    assert code_of(raised) == "vault.keys"


def _with_digest(facts: dict[str, Any]) -> bytes:
    """As a program would write it that means what it says; json, since our own writer takes no floats."""
    facts.pop("sha256", None)
    bare = json.dumps(facts, separators=(",", ":"), sort_keys=True)
    return json.dumps({**facts, "sha256": hashlib.sha256(bare.encode()).hexdigest()}).encode()


@pytest.mark.usefixtures("fast")
def test_fault_19_a_flipped_bit_is_no_wrong_passphrase() -> None:
    data = KeyFile(vault_id=VAULT_ID, generation=1, slots=(some_slot(),)).to_bytes()
    for place in range(len(data)):
        for bit in range(8):
            flipped = bytearray(data)
            flipped[place] ^= 1 << bit
            with pytest.raises(VaultError) as raised:
                read_key_file(bytes(flipped))
            assert code_of(raised) == "vault.keys"


@pytest.mark.usefixtures("fast")
def test_a_later_format_is_named() -> None:
    data = KeyFile(vault_id=VAULT_ID, generation=1, slots=(some_slot(),)).to_bytes()
    with pytest.raises(VaultError) as raised:
        read_key_file(_with_digest({**json.loads(data), "format": 2}))
    assert code_of(raised) == "vault.newer"


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_with_our_own_error(data: bytes) -> None:
    with pytest.raises(VaultError):
        read_key_file(data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["format", "vault_id", "generation", "slots", "tip"]), json_values))
def test_any_json_is_refused_with_our_own_error(facts: dict[str, object]) -> None:
    with pytest.raises(VaultError):
        read_key_file(_with_digest({"format": 1, "slots": [facts], **facts}))


def test_parameters_out_of_range_cannot_be_made() -> None:
    for memory_kib in (0, 64 * 1024 - 1, 1024 * 1024 + 1):
        with pytest.raises(ValidationError):
            KdfParameters(memory_kib=memory_kib)


@given(st.text(max_size=30))
def test_composed_and_decomposed_are_one_passphrase(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    expected = normalise_passphrase(composed)
    assert normalise_passphrase(decomposed) == expected
    assert normalise_passphrase(f"\t{text} \r\n") == expected


def test_a_lone_surrogate_opens_nothing() -> None:
    with pytest.raises(VaultError) as raised:
        normalise_passphrase("a\ud800")
    assert code_of(raised) == "vault.passphrase"


def test_calibration_stays_within_its_bounds() -> None:
    assert calibrate(128 * MIB).memory_kib == 64 * 1024
    assert calibrate(400 * MIB, seconds=1000).memory_kib == 100 * 1024
    assert calibrate(1 << 50, seconds=1000).memory_kib == 1024 * 1024
    assert calibrate(1 << 50, seconds=0.001).memory_kib == 64 * 1024
    assert calibrate(physical_memory_bytes()).memory_kib % 1024 == 0


def test_this_computer_has_memory() -> None:
    assert 256 * MIB < physical_memory_bytes() < 1 << 50


@pytest.mark.skipif(sys.platform == "win32", reason="not on Windows: no limit of address space")
def test_too_little_memory_is_never_a_wrong_passphrase() -> None:
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))\n"
        "from app.crypto.keyslots import KdfParameters, make_slot\n"
        "from app.domain.errors import VaultError\n"
        "kdf = KdfParameters(memory_kib=1 << 20)\n"
        f"try: make_slot({VAULT_ID!r}, bytes(32), b'p', kdf=kdf, generation=1)\n"
        "except VaultError as error: print(error.code, error.facts['memory_mib'])\n"
    )
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert run.stdout.split() == ["vault.memory", "1024"]


def test_derived_keys_differ_by_label_and_vault() -> None:
    database, state = derive_database_key(MASTER_KEY, VAULT_ID), derive_state_key(MASTER_KEY, VAULT_ID)
    assert database == derive_key(MASTER_KEY, UUID(VAULT_ID).bytes, b"daftar-db@1", 48)
    assert state == derive_key(MASTER_KEY, UUID(VAULT_ID).bytes, b"daftar-state@1")
    assert database != derive_database_key(MASTER_KEY, OTHER_VAULT_ID)
    assert state != derive_state_key(MASTER_KEY, OTHER_VAULT_ID)


def test_tip_holds_for_its_own_vault_generation_and_line() -> None:
    tip = make_tip(MASTER_KEY, vault_id=VAULT_ID, generation=2, seq=9, tip_hash="0a" * 32)
    assert tip_holds(MASTER_KEY, tip, vault_id=VAULT_ID, generation=2)
    assert not tip_holds(bytes(32), tip, vault_id=VAULT_ID, generation=2)
    assert not tip_holds(MASTER_KEY, tip, vault_id=OTHER_VAULT_ID, generation=2)
    assert not tip_holds(MASTER_KEY, tip, vault_id=VAULT_ID, generation=3)
    for change in ({"seq": 8}, {"hash": "0b" * 32}):
        assert not tip_holds(MASTER_KEY, tip.model_copy(update=change), vault_id=VAULT_ID, generation=2)
