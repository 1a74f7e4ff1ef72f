"""Fingerprints and cards: what people compare, and what is refused as a card."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.identity import (
    ContactCard,
    Fingerprint,
    PublicKeys,
    Role,
    card_body,
    fits,
    read_card,
    read_fingerprint,
    read_revocation,
    revocation_body,
    spoken_digits,
    spoken_words,
)
from app.domain.signed_text import CARD_TAG, REVOCATION_TAG, HybridSignature, SignedText
from app.domain.strict_json import StrictJsonError, canonical_text, parse_object

KEYS = PublicKeys(b"\1" * 32, b"\2" * 1952, b"\3" * 1216)
CARD = ContactCard(
    name="Ұлпан Үлгі",
    role=Role.MONITOR,
    organisation=None,
    languages=("kk", "ru"),
    keys=KEYS,
    created="2026-11-23T20:15:45.000Z",
    expires="2029-11-23T20:15:45.000Z",
    text="",
)
SIGNATURE = HybridSignature(KEYS.fingerprint, bytes(64), bytes(3309))


def envelope(tag: str, body: str) -> str:
    return SignedText(tag, body, (SIGNATURE,)).to_text()


def test_the_fingerprint_is_over_the_three_keys_behind_their_lengths() -> None:
    expected = b"daftar-key@1\0"
    for key in (KEYS.ed25519, KEYS.ml_dsa_65, KEYS.age):
        expected += len(key).to_bytes(4, "big") + key
    assert KEYS.fingerprint == hashlib.sha256(expected).hexdigest()


def test_a_key_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(StrictJsonError):
        PublicKeys(b"\1" * 31, KEYS.ml_dsa_65, KEYS.age)


@given(st.binary(min_size=32, max_size=32))
def test_all_three_spellings_name_the_fingerprint(raw: bytes) -> None:
    fingerprint = Fingerprint(raw.hex())
    assert read_fingerprint(fingerprint.upper()) == fingerprint
    for typed in (
        spoken_digits(fingerprint),
        spoken_digits(fingerprint).replace(" ", "-"),
        spoken_words(fingerprint),
        spoken_words(fingerprint, "ru").upper(),
    ):
        assert read_fingerprint(typed) == fingerprint[:32]
        assert fits(fingerprint, typed)


def test_known_spellings() -> None:
    fingerprint = Fingerprint("00" * 15 + "ff" + "00" * 16)
    assert spoken_digits(fingerprint) == "00000 00000 00000 00000 00000 00000 00000 00255"
    assert spoken_words(fingerprint).split()[:10] == ["abandon"] * 10
    assert spoken_words(fingerprint, "ru").split()[0] == "абзац"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abc",
        "ab" * 31,
        "12345" * 7,
        "99999" * 8,
        "abandon " * 11,
        "abandon " * 12,
        "abandon " * 10 + "about",
        "слово " * 12,
    ],
)
def test_less_than_all_of_it_names_nothing(typed: str) -> None:
    assert read_fingerprint(typed) is None


@pytest.mark.parametrize("place", [0, 31])
def test_another_fingerprint_does_not_fit(place: int) -> None:
    ours = KEYS.fingerprint
    other = Fingerprint(ours[:place] + ("1" if ours[place] == "0" else "0") + ours[place + 1 :])
    for typed in (other, spoken_digits(other), spoken_words(other), spoken_words(other, "ru")):
        assert not fits(ours, typed)


def test_a_card_is_read_as_it_was_written() -> None:
    text = envelope(CARD_TAG, card_body(CARD))
    card, signed = read_card(text)
    assert card.keys == KEYS
    assert (card.name, card.role, card.languages) == (CARD.name, CARD.role, CARD.languages)
    assert card.text == text
    assert signed.body == card_body(CARD)


def test_unknown_keys_in_a_card_are_ignored() -> None:
    body = parse_object(card_body(CARD), 1 << 20)
    card, _ = read_card(envelope(CARD_TAG, canonical_text(body | {"pronoun": "ол"})))
    assert card.name == CARD.name


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"name": ""},
        {"name": 5},
        {"role": "judge"},
        {"organisation": 5},
        {"languages": "ru"},
        {"languages": ["ru", 5]},
        {"keys": {}},
        {"created": "2026-11-23"},
        {"expires": "2026-02-30T00:00:00.000Z"},
        {"keys": {"ed25519": "", "ml-dsa-65": "", "age": "age1pq"}},
    ],
)
def test_a_card_of_another_shape_is_refused(change: dict[str, object]) -> None:
    body = {**parse_object(card_body(CARD), 1 << 20), **change}
    with pytest.raises(StrictJsonError):
        read_card(envelope(CARD_TAG, canonical_text(body)))


def test_another_signed_text_is_no_card() -> None:
    with pytest.raises(StrictJsonError):
        read_card(envelope(REVOCATION_TAG, card_body(CARD)))


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_a_card_or_refused(data: bytes) -> None:
    with pytest.raises(StrictJsonError):
        read_card(data)


def test_a_card_expires() -> None:
    assert not CARD.expired_at("2029-11-23T20:15:44.999Z")
    assert CARD.expired_at("2029-11-23T20:15:45.000Z")


def test_a_revocation_is_read_as_it_was_written() -> None:
    replica = "00000000-0000-4000-8000-000000000000"
    body = revocation_body(KEYS.fingerprint, {replica: 7}, "ноутбук тәркіленді", CARD.created)
    revocation, _ = read_revocation(envelope(REVOCATION_TAG, body))
    assert revocation.fingerprint == KEYS.fingerprint
    assert revocation.last_good == {replica: 7}


@pytest.mark.parametrize("change", [{"fingerprint": "ab"}, {"last_good": {"x": True}}, {"reason": None}])
def test_a_revocation_of_another_shape_is_refused(change: dict[str, object]) -> None:
    body = parse_object(revocation_body(KEYS.fingerprint, {}, "", CARD.created), 1 << 20)
    with pytest.raises(StrictJsonError):
        read_revocation(envelope(REVOCATION_TAG, canonical_text({**body, **change})))
