"""Bech32 (BIP 173) without its limit of 90 characters, as age keys use it."""

from functools import reduce
from operator import xor

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_DIGITS = {character: digit for digit, character in enumerate(_ALPHABET)}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_REMAINDERS = tuple(
    reduce(xor, (generator for bit, generator in enumerate(_GENERATOR) if top >> bit & 1), 0)
    for top in range(32)
)
"""What each value of the five bits that fall out above adds to the checksum."""
_CHECKSUM_DIGITS = 6


def encode(prefix: str, payload: bytes) -> str:
    """`payload` behind `prefix` and a "1", in lower case, with its checksum.

    Raises ValueError when `prefix` is empty, has an upper-case letter or a
    character outside printable ASCII.
    """
    if not _is_prefix(prefix) or prefix != prefix.lower():
        raise ValueError("bech32: bad prefix")
    digits = _regroup(payload, 8, 5, pad=True)
    check = _polymod(_expand(prefix) + digits + [0] * _CHECKSUM_DIGITS) ^ 1
    digits += [check >> 5 * (_CHECKSUM_DIGITS - 1 - place) & 31 for place in range(_CHECKSUM_DIGITS)]
    return prefix + "1" + "".join(_ALPHABET[digit] for digit in digits)


def decode(text: str) -> tuple[str, bytes]:
    """The prefix in lower case and the payload of `text`.

    Raises ValueError for mixed case, a foreign character, a wrong checksum or
    padding that is not zero.
    """
    if not text.isascii():
        raise ValueError("bech32: foreign character")
    lower = text.lower()
    if text not in (lower, text.upper()):
        raise ValueError("bech32: mixed case")
    prefix, separator, rest = lower.rpartition("1")
    if not separator or not _is_prefix(prefix) or len(rest) < _CHECKSUM_DIGITS:
        raise ValueError("bech32: no prefix or no checksum")
    try:
        digits = [_DIGITS[character] for character in rest]
    except KeyError:
        raise ValueError("bech32: foreign character") from None
    if _polymod(_expand(prefix) + digits) != 1:
        raise ValueError("bech32: wrong checksum")
    return prefix, bytes(_regroup(digits[:-_CHECKSUM_DIGITS], 5, 8, pad=False))


def _is_prefix(prefix: str) -> bool:
    return bool(prefix) and all("!" <= character <= "~" for character in prefix)


def _expand(prefix: str) -> list[int]:
    codes = [ord(character) for character in prefix]
    return [code >> 5 for code in codes] + [0] + [code & 31 for code in codes]


def _polymod(digits: list[int]) -> int:
    check = 1
    for digit in digits:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ digit ^ _REMAINDERS[top]
    return check


def _regroup(values: bytes | list[int], source_bits: int, target_bits: int, *, pad: bool) -> list[int]:
    """The same bits in groups of another width; without `pad` the rest must be short and zero."""
    held = count = 0
    groups = []
    for value in values:
        held = held << source_bits | value
        count += source_bits
        while count >= target_bits:
            count -= target_bits
            groups.append(held >> count)
            held &= (1 << count) - 1
    if pad and count:
        groups.append(held << (target_bits - count))
    elif not pad and (count >= source_bits or held):
        raise ValueError("bech32: padding is not zero")
    return groups
