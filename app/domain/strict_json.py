"""JSON as we write it (RFC 8785) and as we take it from others (strict, under limits).

Everything signed is written once in canonical form and afterwards only ever
carried as the text it is. What comes from outside is parsed far more strictly
than `json` does: strict UTF-8, no duplicate keys, no NaN, no floating-point
numbers, no lone surrogates, integers within ±(2^53 - 1), bounded size and depth.
"""

import json
from typing import Any, NoReturn, TypeAlias

import rfc8785

Json: TypeAlias = bool | int | str | list["Json"] | dict[str, "Json"] | None
JsonObject: TypeAlias = dict[str, Json]

MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1


class StrictJsonError(ValueError):
    """The text is not JSON as this program takes it; says nothing of its content."""


def canonical_text(value: Any) -> str:
    """`value` (None, bool, int, str, list, tuple, dict) as RFC 8785 text.

    Raises:
        StrictJsonError: a float, an integer beyond ±(2^53 - 1), a lone surrogate or
            another type; canonical forms of these differ between programs.
    """
    _check(value, MAX_DEPTH)
    text = _encode(value)
    # RFC 8785 sorts keys by UTF-16 units, Python by code points: the same as long as each is one unit.
    if text.isascii() or len(text.encode("utf-16-le")) == 2 * len(text):
        return text
    try:
        return rfc8785.dumps(value).decode()
    except (rfc8785.CanonicalizationError, UnicodeError) as error:
        raise StrictJsonError("not canonical JSON") from error


def parse_strict(text: str | bytes, max_bytes: int) -> Json:
    """The value of a JSON text from outside, or StrictJsonError.

    `max_bytes` bounds the UTF-8 length and is checked before anything else.
    """
    try:
        encoded = text.encode() if isinstance(text, str) else text
        if len(encoded) > max_bytes:
            raise StrictJsonError("too large")
        decoded = encoded.decode()
        value = _DECODER.decode(decoded)
    except StrictJsonError:
        raise
    except (ValueError, RecursionError):
        # `from None`: the error's own text would quote the content.
        raise StrictJsonError("not JSON") from None
    # The decoder has seen to numbers and keys. In what was UTF-8 only an escape can bring a lone
    # surrogate, and only brackets bring depth: most texts need not be walked through once more.
    if "\\u" in decoded or decoded.count("[") + decoded.count("{") > MAX_DEPTH:
        _check(value, MAX_DEPTH)
    return value  # type: ignore[no-any-return]  # the decoder is typed Any; its hooks refuse the rest


def parse_object(text: str | bytes, max_bytes: int) -> JsonObject:
    """As `parse_strict`, for a text that must be one JSON object."""
    value = parse_strict(text, max_bytes)
    if not isinstance(value, dict):
        raise StrictJsonError("not an object")
    return value


# Of what `_check` lets through it writes what RFC 8785 asks for, but for the order of some keys.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def _refuse_float(_text: str) -> NoReturn:
    raise StrictJsonError("a number that is not an integer")


def _parse_integer(text: str) -> int:
    if len(text) > len(str(-MAX_INTEGER)):
        raise StrictJsonError("an integer out of range")
    number = int(text)
    if abs(number) > MAX_INTEGER:
        raise StrictJsonError("a number out of range")
    return number


def _unique_keys(pairs: list[tuple[str, Json]]) -> JsonObject:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise StrictJsonError("a key stands twice")
    return found


_DECODER = json.JSONDecoder(
    parse_float=_refuse_float,
    parse_int=_parse_integer,
    parse_constant=_refuse_float,
    object_pairs_hook=_unique_keys,
)


def _check(value: Any, depth_left: int) -> None:
    """Refuse what JSON here may not hold: depth, integer range, surrogates, floats."""
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict | list | tuple):
        if depth_left == 0:
            raise StrictJsonError("nested too deeply")
        if isinstance(value, dict):
            for key in value:
                if not isinstance(key, str):
                    raise StrictJsonError("a key that is not text")
                _check_text(key)
            value = value.values()
        for inner in value:
            _check(inner, depth_left - 1)
    elif isinstance(value, bool) or value is None:
        return
    elif not isinstance(value, int) or abs(value) > MAX_INTEGER:
        raise StrictJsonError("a number out of range")


def _check_text(text: str) -> None:
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise StrictJsonError("a lone surrogate") from None
