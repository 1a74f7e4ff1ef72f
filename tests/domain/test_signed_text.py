"""The envelope of signed texts: one spelling of each, and no more signatures than can be wanted."""

import pytest

from app.domain.signed_text import (
    MAX_SIGNATURES,
    HybridSignature,
    SignedText,
    decode_base64,
    encode_base64,
    read_signed_text,
    signed_bytes,
)
from app.domain.strict_json import Json, StrictJsonError

SIGNATURE = HybridSignature("ab" * 32, bytes(64), bytes(100))


@pytest.mark.parametrize(
    "text", ["YQ", "YQ=", "YR==", "YQ==\n", " YQ==", "Y Q==", "YQ==YQ==", "Ә===", None, 5, ["YQ=="]]
)
def test_bytes_have_one_spelling(text: Json) -> None:
    assert decode_base64("YQ==") == b"a"
    with pytest.raises(StrictJsonError):
        decode_base64(text)


@pytest.mark.parametrize("count", [0, 1, MAX_SIGNATURES, MAX_SIGNATURES + 1])
def test_an_envelope_has_a_signature_and_not_too_many(count: int) -> None:
    envelope = SignedText("daftar-card@1", "{}", (SIGNATURE,) * count)
    text = envelope.to_text()
    if 1 <= count <= MAX_SIGNATURES:
        assert read_signed_text(text, len(text.encode())) == envelope
    else:
        with pytest.raises(StrictJsonError):
            read_signed_text(text, len(text.encode()))


def test_what_is_signed_names_what_it_is_for() -> None:
    assert signed_bytes("daftar-card@1", "Ұ") == b"daftar-card@1\0" + "Ұ".encode()
    assert encode_base64(SIGNATURE.ed25519).endswith("==")
