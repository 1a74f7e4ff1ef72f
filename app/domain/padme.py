"""Padmé (Nikitin and others, "Reducing Metadata Leakage from Encrypted Files", 2019)."""


def padme(length: int) -> int:
    """The padded length in bytes for `length` bytes: at most 12 % more, few distinct values.

    Lengths 0 and 1 stay as they are. Raises ValueError for a negative length.
    """
    if length < 0:
        raise ValueError("padme: negative length")
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    kept_bits = exponent.bit_length()
    step = 1 << (exponent - kept_bits)
    return (length + step - 1) // step * step
