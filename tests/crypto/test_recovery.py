"""Recovery words and shares: BIP-39 and SLIP-39, under limits; and vectors that never change.

`python -m tests.crypto.test_recovery` writes the vectors anew; shares and age files are made with
chance, so these are only read.
"""

import base64
import io
import json
import random
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shamir_mnemonic import generate_mnemonics

from app.crypto.age import AgeWriter
from app.crypto.keyslots import KeyFile, make_slot
from app.crypto.recipients import HybridIdentity
from app.crypto.recovery import (
    join_shares,
    new_secret,
    read_share,
    read_words,
    secret_words,
    split_secret,
)
from app.domain.errors import AppError
from app.domain.recovery_share import RecoveryShare, read_recovery_share
from app.domain.strict_json import StrictJsonError, canonical_text, parse_object
from app.services.recovery import read_share_file
from app.vault.slots import unwrap

VECTOR = Path(__file__).parents[1] / "vectors" / "recovery.json"
SECRET = bytes(range(32))
MASTER_KEY = bytes(range(100, 132))
VAULT_ID = "0f1e2d3c-4b5a-4968-8796-a5b4c3d2e1f0"
HOLDER_SEED = bytes([0x33]) * 32
NEED, COUNT = 2, 3


def refusal(act: Any, *given: Any) -> str:
    with pytest.raises(AppError) as caught:
        act(*given)
    return caught.value.code


def share_of(words: str) -> RecoveryShare:
    return RecoveryShare(VAULT_ID, "5c" * 32, 1, COUNT, NEED, "2026-03-05T08:00:00.000Z", words)


def make_vectors() -> dict[str, Any]:
    shares = split_secret(SECRET, NEED, COUNT)
    sealed, holder = io.BytesIO(), HybridIdentity(HOLDER_SEED)
    with AgeWriter(sealed, [holder.recipient]) as age:
        age.write(share_of(shares[0]).to_text().encode())
    return {
        "secret": base64.b64encode(SECRET).decode(),
        "words": secret_words(SECRET),
        "need": NEED,
        "shares": list(shares),
        "holder": holder.secret_text(),
        "share_file": base64.b64encode(sealed.getvalue()).decode(),
        "share": share_of(shares[0]).to_text(),
    }


def vectors() -> Any:
    return json.loads(VECTOR.read_text("utf-8"))


def test_words_are_those_of_bip_39() -> None:
    """The ends of its published vectors for 256 bits."""
    assert secret_words(bytes(32)) == "abandon " * 23 + "art"
    assert secret_words(b"\xff" * 32) == "zoo " * 23 + "vote"
    assert secret_words(SECRET) == vectors()["words"]
    assert read_words(vectors()["words"]) == SECRET


@given(st.binary(min_size=32, max_size=32))
def test_words_come_back_however_they_are_typed(secret: bytes) -> None:
    words = secret_words(secret).split()
    assert read_words(" ".join(words)) == secret
    numbered = "\n".join(f"{number:2}. {word.upper()}," for number, word in enumerate(words, 1))
    assert read_words(f"# Қағаз abandon\n\ufeff{numbered}\n") == secret


@pytest.mark.parametrize(
    "change", ["missing", "twice", "exchanged", "misspelt", "of another list", "too long"]
)
def test_words_that_are_wrong_are_refused(change: str) -> None:
    words = secret_words(SECRET).split()
    changed = {
        "missing": words[1:],
        "twice": [*words, words[-1]],
        "exchanged": [words[1], words[0], *words[2:]],
        "misspelt": ["abandn", *words[1:]],
        "of another list": ["абзац", *words[1:]],
        "too long": [*words, "x" * 20_000],
    }[change]
    assert refusal(read_words, " ".join(changed)) == "recovery.words"


@settings(max_examples=30)
@given(st.integers(2, 6), st.integers(0, 4), st.randoms(use_true_random=False))
def test_any_so_many_shares_bring_the_secret_back_and_fewer_do_not(
    need: int, spare: int, chance: random.Random
) -> None:
    secret = new_secret()
    shares = split_secret(secret, need, need + spare)
    chosen = chance.sample(shares, need)
    assert join_shares(chosen) == secret
    assert join_shares([*chosen, *shares]) == secret
    assert refusal(join_shares, chosen[1:]) == "recovery.too_few"
    assert refusal(join_shares, [chosen[1]] * need) == "recovery.too_few"


def test_shares_made_once_join_for_ever() -> None:
    first, second, third = vectors()["shares"]
    for pair in ((first, second), (third, first), (second, third)):
        assert join_shares(pair) == SECRET
    other = split_secret(SECRET, NEED, COUNT)
    assert refusal(join_shares, (first, other[1])) == "recovery.shares"
    assert refusal(join_shares, ()) == "recovery.too_few"


@pytest.mark.parametrize(("need", "count"), [(1, 1), (1, 3), (4, 3), (2, 17), (0, 0)])
def test_so_many_shares_cannot_be_made(need: int, count: int) -> None:
    assert refusal(split_secret, SECRET, need, count) == "recovery.split"


def test_shares_that_ask_for_other_things_are_refused() -> None:
    costly = generate_mnemonics(1, [(2, 2)], SECRET, iteration_exponent=3)[0][0]
    grouped = generate_mnemonics(2, [(2, 2), (2, 2)], SECRET, iteration_exponent=0)[0][0]
    short = generate_mnemonics(1, [(2, 2)], bytes(16), iteration_exponent=0)[0][0]
    alone = generate_mnemonics(1, [(1, 1)], SECRET, iteration_exponent=0)[0][0]
    began = time.monotonic()
    for share in (costly, grouped, short, alone, "academic " * 33, vectors()["words"]):
        assert refusal(read_share, share) == "recovery.words"
    assert time.monotonic() - began < 1


def test_a_share_file_opens_for_its_holder_alone() -> None:
    sealed = base64.b64decode(vectors()["share_file"])
    share = read_share_file(sealed, [HybridIdentity(HOLDER_SEED)])
    assert share == share_of(vectors()["shares"][0])
    assert share.to_text() == vectors()["share"]
    assert refusal(read_share_file, sealed, [HybridIdentity(bytes(32))]) == "recovery.share_file"
    for damaged in (b"", sealed[:-1], sealed + b"\0", sealed[:900] + b"x" + sealed[901:], bytes(20_000)):
        assert refusal(read_share_file, damaged, [HybridIdentity(HOLDER_SEED)]) == "recovery.share_file"


@pytest.mark.parametrize(
    "change",
    [
        {"tag": "daftar-share@2"}, {"format": 2}, {"number": 4}, {"need": 4}, {"need": 0}, {"count": 17},
        {"number": True}, {"vault_id": "x"}, {"owner": "Ұ"}, {"made_at": "today"}, {"words": "ұ"},
        {"words": "a" * 513}, {"words": None},
    ],
)  # fmt: skip
def test_what_is_no_share(change: dict[str, Any]) -> None:
    facts = parse_object(vectors()["share"], 4096)
    assert read_recovery_share(canonical_text(facts).encode()).number == 1
    with pytest.raises(StrictJsonError):
        read_recovery_share(canonical_text(facts | change).encode())


def test_a_recovery_slot_opens_by_the_secret_alone() -> None:
    slot = make_slot(VAULT_ID, MASTER_KEY, SECRET, kdf=None, generation=1)
    other = make_slot(VAULT_ID, MASTER_KEY, bytes(32), kdf=None, generation=1)
    key_file = KeyFile(vault_id=VAULT_ID, generation=1, slots=(other, slot))
    assert unwrap(key_file, SECRET) == MASTER_KEY
    assert refusal(unwrap, key_file, b"\1" * 32) == "recovery.refused"
    assert refusal(unwrap, key_file, "фраза") == "vault.passphrase"


if __name__ == "__main__":
    VECTOR.write_text(json.dumps(make_vectors(), ensure_ascii=False, indent=1) + "\n", "utf-8")
