import base64
from dataclasses import replace
from functools import lru_cache

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key, load_ssh_public_key
from hypothesis import given
from hypothesis import strategies as st

from app.crypto.errors import SignatureError
from app.crypto.signing import (
    SigningKeys,
    check_ed25519_key,
    check_public_keys,
    ml_dsa_65_pem,
    openssh_line,
    sign_revision,
    sign_sshsig,
    sign_text,
    verify_card,
    verify_ed25519,
    verify_ml_dsa,
    verify_revision,
    verify_signed_text,
    verify_sshsig,
    verify_text,
)
from app.domain.identity import ContactCard, PublicKeys, Role, card_body
from app.domain.signed_text import CARD_TAG, HybridSignature, SignedText
from app.domain.strict_json import StrictJsonError
from tests.crypto.builders import flip, some_identity, some_keys

TAG = "daftar-card@1"
BODY = '{"name":"Пример Ұлғатов"}'
NAMESPACE = "daftar-bundle@1"
PRIME = 2**255 - 19
ORDER_8 = (
    0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
    0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
)


def encoded(y: int, sign: int = 0) -> bytes:
    return (y | sign << 255).to_bytes(32, "little")


SMALL_ORDER = [encoded(y, sign) for y in (0, 1, PRIME - 1, *ORDER_8) for sign in (0, 1)]
NOT_CANONICAL = [encoded(y, sign) for y in (PRIME, PRIME + 1, PRIME + 18) for sign in (0, 1)]


@lru_cache
def public_keys(number: int = 1) -> PublicKeys:
    return some_keys(number).public_keys(some_identity(number).recipient)


@lru_cache
def signature_of(number: int = 1, tag: str = TAG, body: str = BODY) -> HybridSignature:
    return sign_text(tag, body, some_keys(number), public_keys(number).fingerprint)


def some_card(signer: int = 1, keys: PublicKeys | None = None) -> str:
    card = ContactCard(
        name="Пример Тестов",
        role=Role.MONITOR,
        organisation=None,
        languages=("ru", "kk"),
        keys=keys or public_keys(),
        created="2024-01-01T00:00:00.000Z",
        expires="2026-01-01T00:00:00.000Z",
        text="",
    )
    body = card_body(card)
    signature = sign_text(CARD_TAG, body, some_keys(signer), card.fingerprint)
    return SignedText(CARD_TAG, body, (signature,)).to_text()


def test_text_is_signed_twice_over_tag_and_body() -> None:
    signature = signature_of()
    verify_text(TAG, BODY, signature, public_keys())
    message = TAG.encode() + b"\0" + BODY.encode()
    Ed25519PublicKey.from_public_bytes(public_keys().ed25519).verify(signature.ed25519, message)
    key = MLDSA65PublicKey.from_public_bytes(public_keys().ml_dsa_65)
    key.verify(signature.ml_dsa_65, message, TAG.encode())
    with pytest.raises(InvalidSignature):
        key.verify(signature.ml_dsa_65, message)


def test_neither_signature_nor_text_nor_signer_can_change() -> None:
    good = signature_of()
    other = signature_of(2)
    changed = [
        (TAG, BODY + " ", good),
        ("daftar-receipt@1", BODY, good),
        (TAG, BODY, replace(good, ed25519=flip(good.ed25519, 5))),
        (TAG, BODY, replace(good, ml_dsa_65=flip(good.ml_dsa_65, 5))),
        (TAG, BODY, replace(good, ed25519=other.ed25519)),
        (TAG, BODY, replace(good, ml_dsa_65=other.ml_dsa_65)),
        (TAG, BODY, replace(good, ml_dsa_65=b"")),
        (TAG, BODY, replace(good, ed25519=good.ed25519 + b"\0")),
        (TAG, BODY, replace(good, signer=other.signer)),
        (TAG, BODY, other),
        (TAG, BODY + "\ud800", good),
        ("x" * 300, BODY, good),
    ]
    for tag, body, signature in changed:
        with pytest.raises(SignatureError):
            verify_text(tag, body, signature, public_keys())


def test_envelope_needs_our_signature_and_no_false_one_in_our_name() -> None:
    ours, theirs = signature_of(), signature_of(2)
    verify_signed_text(SignedText(TAG, BODY, (theirs, ours)), public_keys())
    with pytest.raises(SignatureError):
        verify_signed_text(SignedText(TAG, BODY, (theirs,)), public_keys())
    forged = replace(theirs, signer=ours.signer)
    with pytest.raises(SignatureError):
        verify_signed_text(SignedText(TAG, BODY, (ours, forged)), public_keys())


def test_card_is_signed_by_the_keys_it_names() -> None:
    card = verify_card(some_card())
    assert card.name == "Пример Тестов"
    assert card.keys == public_keys()
    with pytest.raises(SignatureError):
        verify_card(some_card(signer=2))
    with pytest.raises(StrictJsonError):
        verify_card("{}")


def test_card_with_a_key_that_cannot_be_used_is_refused() -> None:
    good = public_keys()
    for bad in (
        replace(good, ed25519=SMALL_ORDER[2]),
        replace(good, age=good.age[:1184] + bytes(32)),
        replace(good, age=b"\xff" * 1184 + good.age[1184:]),
    ):
        with pytest.raises(SignatureError):
            check_public_keys(bad)
        with pytest.raises(SignatureError):
            verify_card(some_card(keys=bad))


def test_revision_signature() -> None:
    revision_id = bytes(range(32))
    signature = sign_revision(revision_id, some_keys())
    key = some_keys().ed25519_public
    verify_revision(revision_id, signature, key)
    verify_ed25519(b"daftar-revision-sig@1\0" + revision_id, signature, key)
    for false in (
        (flip(revision_id, 0), signature, key),
        (revision_id, flip(signature, 0), key),
        (revision_id, signature, some_keys(2).ed25519_public),
        (revision_id, b"", key),
    ):
        with pytest.raises(SignatureError):
            verify_revision(*false)
    with pytest.raises(ValueError, match="32 bytes"):
        sign_revision(b"short", some_keys())


@pytest.mark.parametrize("key", [*SMALL_ORDER, *NOT_CANONICAL, b"", bytes(31), bytes(33)])
def test_keys_that_fool_a_verifier_are_refused(key: bytes) -> None:
    with pytest.raises(ValueError, match="ed25519"):
        check_ed25519_key(key)


def test_a_forgery_that_openssl_takes_is_refused() -> None:
    identity_point = encoded(1)
    forged = identity_point + bytes(32)
    Ed25519PublicKey.from_public_bytes(identity_point).verify(forged, b"any message at all")
    with pytest.raises(SignatureError):
        verify_ed25519(b"any message at all", forged, identity_point)


@given(st.binary(min_size=32, max_size=32))
def test_keys_of_full_order_are_taken(seed: bytes) -> None:
    check_ed25519_key(SigningKeys(seed, bytes(32)).ed25519_public)


def test_malleable_s_is_refused() -> None:
    order = 2**252 + 27742317777372353535851937790883648493
    signature = some_keys().sign_ed25519(b"message")
    twisted = signature[:32] + (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")
    with pytest.raises(SignatureError):
        verify_ed25519(b"message", twisted, some_keys().ed25519_public)


def test_ml_dsa_is_bound_to_its_context() -> None:
    signature = some_keys().sign_ml_dsa(b"manifest", NAMESPACE)
    assert len(signature) == 3309
    verify_ml_dsa(b"manifest", NAMESPACE, signature, some_keys().ml_dsa_65_public)
    for message, context, key in (
        (b"manifest", "daftar-card@1", some_keys().ml_dsa_65_public),
        (b"manifest!", NAMESPACE, some_keys().ml_dsa_65_public),
        (b"manifest", NAMESPACE, some_keys(2).ml_dsa_65_public),
        (b"manifest", NAMESPACE, b"not a key"),
    ):
        with pytest.raises(SignatureError):
            verify_ml_dsa(message, context, signature, key)


def test_sshsig_round_trip_and_shape() -> None:
    armored = sign_sshsig(b"manifest", NAMESPACE, some_keys())
    assert all(len(line) <= 70 for line in armored.splitlines())
    verify_sshsig(armored.encode(), b"manifest", NAMESPACE, some_keys().ed25519_public)
    verify_sshsig(armored.removesuffix("\n").encode(), b"manifest", NAMESPACE, some_keys().ed25519_public)


def test_sshsig_for_anything_else_is_refused() -> None:
    armored = sign_sshsig(b"manifest", NAMESPACE, some_keys()).encode()
    key = some_keys().ed25519_public
    blob = base64.b64decode(b"".join(armored.splitlines()[1:-1]))
    wrapped = b"-----BEGIN SSH SIGNATURE-----\n%b\n-----END SSH SIGNATURE-----\n"
    for changed, message, namespace, signer in (
        (armored, b"manifest!", NAMESPACE, key),
        (armored, b"manifest", "file", key),
        (armored, b"manifest", NAMESPACE, some_keys(2).ed25519_public),
        (armored, b"manifest", NAMESPACE, SMALL_ORDER[0]),
        (armored + b"\n", b"manifest", NAMESPACE, key),
        (b"\n" + armored, b"manifest", NAMESPACE, key),
        (armored.replace(b"\n", b"\r\n"), b"manifest", NAMESPACE, key),
        (wrapped % base64.b64encode(blob + b"\0"), b"manifest", NAMESPACE, key),
        (wrapped % base64.b64encode(blob[:-1]), b"manifest", NAMESPACE, key),
        (wrapped % base64.b64encode(blob.replace(b"sha512", b"sha256")), b"manifest", NAMESPACE, key),
        (wrapped % b"", b"manifest", NAMESPACE, key),
        (b"", b"manifest", NAMESPACE, key),
    ):
        with pytest.raises(SignatureError):
            verify_sshsig(changed, message, namespace, signer)
    verify_sshsig(wrapped % base64.b64encode(blob), b"manifest", NAMESPACE, key)


@given(st.binary(max_size=300))
def test_any_bytes_are_no_sshsig(data: bytes) -> None:
    framed = b"-----BEGIN SSH SIGNATURE-----\n" + data + b"\n-----END SSH SIGNATURE-----\n"
    encoded_blob = (
        b"-----BEGIN SSH SIGNATURE-----\n" + base64.b64encode(data) + b"\n-----END SSH SIGNATURE-----\n"
    )
    for candidate in (data, framed, encoded_blob):
        with pytest.raises(SignatureError):
            verify_sshsig(candidate, b"manifest", NAMESPACE, some_keys().ed25519_public)


def test_public_keys_in_standard_forms() -> None:
    keys = some_keys()
    line = openssh_line(keys.ed25519_public, "daftar")
    assert line.endswith(" daftar\n")
    loaded = load_ssh_public_key(line.encode())
    assert isinstance(loaded, Ed25519PublicKey)
    assert loaded.public_bytes_raw() == keys.ed25519_public
    assert openssh_line(keys.ed25519_public).count(" ") == 1
    pem = load_pem_public_key(ml_dsa_65_pem(keys.ml_dsa_65_public).encode())
    assert isinstance(pem, MLDSA65PublicKey)
    assert pem.public_bytes_raw() == keys.ml_dsa_65_public


def test_keys_grow_from_their_seeds() -> None:
    keys = SigningKeys.generate()
    again = SigningKeys(keys.ed25519_seed, keys.ml_dsa_65_seed)
    assert again.ed25519_public == keys.ed25519_public
    assert again.ml_dsa_65_public == keys.ml_dsa_65_public
    assert SigningKeys.generate().ed25519_seed != keys.ed25519_seed
    with pytest.raises(ValueError, match=r".*"):
        SigningKeys(bytes(31), bytes(32))
    # RFC 8032, section 7.1, test 1.
    rfc = SigningKeys(
        bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"), bytes(32)
    )
    assert rfc.ed25519_public.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
