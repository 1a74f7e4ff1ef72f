"""The recovery secret: 32 random bytes that open a vault when its passphrase is forgotten.

For people it is either the 24 English words of BIP-39 or, split so that any k of n bring it back
and fewer tell nothing, shares of 33 words each (SLIP-39: one group, no passphrase, extendable,
iteration exponent 0; its words carry a checksum, and joined shares a digest).
"""

import os
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from mnemonic import Mnemonic
from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.share import Share

from app.crypto.keyslots import RECOVERY_SECRET_BYTES
from app.domain.errors import RecoveryError

WORDS = 24
SHARE_WORDS = 33
FEWEST_SHARES, MOST_SHARES = 2, 16
MAX_TEXT_BYTES = 16 * 1024
"""Of a text that holds words: the longest English words, many times over."""

NOTE = "#"
"""What begins a line that is no words."""

_LONGEST_WORD = 8
_MOST_EXPONENT = 2
"""Shares of other tools may ask for more work than ours, but not for minutes of it."""


def new_secret() -> bytes:
    """32 bytes from the system's randomness."""
    return os.urandom(RECOVERY_SECRET_BYTES)


def secret_words(secret: bytes) -> str:
    """The 24 words of a secret, apart by one space."""
    return str(_english().to_mnemonic(secret))


def read_words(text: str) -> bytes:
    """The secret of 24 words, whatever their case, numbers before them and lines between them.

    Lines that begin with `#` are notes.
    RecoveryError `recovery.words` where a word is unknown or the checksum does not fit.
    """
    words = _words_of(text)
    # The library looks each word up in its list of 2,048.
    if len(words) != WORDS or not _english().check(" ".join(words)):
        raise RecoveryError("recovery.words")
    return bytes(_english().to_entropy(words))


def texts_of(text: str) -> tuple[str, ...]:
    """The shares that stand in a text one behind the other; else the text itself."""
    words = _words_of(text, MOST_SHARES * SHARE_WORDS)
    if not words or len(words) % SHARE_WORDS:
        return (text,)
    starts = range(0, len(words), SHARE_WORDS)
    return tuple(" ".join(words[start : start + SHARE_WORDS]) for start in starts)


def split_secret(secret: bytes, need: int, count: int) -> tuple[str, ...]:
    """`count` shares in words, any `need` of which bring the secret back.

    RecoveryError `recovery.split` unless 2 ≤ need ≤ count ≤ 16.
    """
    if not FEWEST_SHARES <= need <= count <= MOST_SHARES:
        raise RecoveryError("recovery.split")
    [shares] = generate_mnemonics(1, [(need, count)], secret, iteration_exponent=0)
    return tuple(shares)


def read_share(text: str) -> str:
    """The 33 words of one share, in small letters and apart by one space.

    RecoveryError `recovery.words` where they are no share of a secret of 32 bytes.
    """
    words = " ".join(_words_of(text))
    _parse_share(words)
    return words


def join_shares(texts: Sequence[str]) -> bytes:
    """The secret that enough shares of one set bring back; a share given twice counts once.

    Raises RecoveryError: `recovery.words` where one is no share, `recovery.too_few`,
    `recovery.shares` where they are not of one set or do not fit.
    """
    shares = {share.index: share for share in map(_parse_share, map(read_share, texts))}
    sets = {share.group_parameters() for share in shares.values()}
    if len(sets) > 1:
        raise RecoveryError("recovery.shares")
    need = next(iter(sets)).member_threshold if sets else FEWEST_SHARES
    if len(shares) < need:
        raise RecoveryError("recovery.too_few", found=len(shares), need=need)
    chosen = [shares[index].mnemonic() for index in sorted(shares)[:need]]
    try:
        return bytes(combine_mnemonics(chosen))
    except MnemonicError:
        raise RecoveryError("recovery.shares") from None


def _parse_share(words: str) -> Share:
    try:
        share = Share.from_mnemonic(words)
    except MnemonicError:
        raise RecoveryError("recovery.words") from None
    plain = (share.group_count, share.group_threshold, share.group_index) == (1, 1, 0)
    fits = len(share.value) == RECOVERY_SECRET_BYTES and share.iteration_exponent <= _MOST_EXPONENT
    if not plain or not fits or share.member_threshold < FEWEST_SHARES:
        raise RecoveryError("recovery.words")
    return share


def _words_of(text: str, most: int = SHARE_WORDS) -> list[str]:
    """The words of a typed text, without notes and what numbers them; none of a text that is too long."""
    if len(text) > MAX_TEXT_BYTES:
        return []
    lines = (line for line in text.splitlines() if not line.lstrip().startswith(NOTE))
    plain = unicodedata.normalize("NFKC", "\n".join(lines)).lower()
    found = re.findall(r"[^\W\d_]+", plain)
    return found if len(found) <= most and max(map(len, found), default=0) <= _LONGEST_WORD else []


@lru_cache(maxsize=1)
def _english() -> Mnemonic:
    return Mnemonic("english")
