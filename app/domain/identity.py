"""Who somebody is to us: public keys, fingerprint, contact card, standing.

The fingerprint binds all three public keys. In JSON it is 64 hex digits; people
compare its first 16 bytes, as eight groups of five digits or as twelve words.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NewType

from mnemonic import Mnemonic

from app.domain.bech32 import decode, encode
from app.domain.signed_text import (
    CARD_TAG,
    MAX_CARD_BYTES,
    REVOCATION_TAG,
    SignedText,
    decode_base64,
    encode_base64,
    read_body,
    read_signed_text,
)
from app.domain.strict_json import JsonObject, StrictJsonError, canonical_text
from app.domain.times import read_time

Fingerprint = NewType("Fingerprint", str)

ED25519_BYTES = 32
ML_DSA_65_BYTES = 1952
AGE_RECIPIENT_BYTES = 1216
SPOKEN_BYTES = 16
SPOKEN_WORDS = 12
_WORD_LANGUAGES = {"en": "english", "ru": "russian"}
_HEX_DIGITS = re.compile(r"[0-9a-f]{64}", re.ASCII)
_DECIMAL_DIGITS = re.compile(r"\d{40}", re.ASCII)


class Role(StrEnum):
    """What a person says they are; a claim, never a right."""

    MONITOR = "monitor"
    LAWYER = "lawyer"
    COORDINATOR = "coordinator"


class Trust(StrEnum):
    """What a contact is to us; only a person's comparing makes one VERIFIED."""

    SELF = "self"
    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    INTRODUCED = "introduced"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """The three public keys of an identity, raw.

    `ed25519` 32 bytes, `ml_dsa_65` 1,952 bytes, `age` 1,216 bytes (ML-KEM-768 ‖ X25519).
    """

    ed25519: bytes
    ml_dsa_65: bytes
    age: bytes

    def __post_init__(self) -> None:
        lengths = (len(self.ed25519), len(self.ml_dsa_65), len(self.age))
        if lengths != (ED25519_BYTES, ML_DSA_65_BYTES, AGE_RECIPIENT_BYTES):
            raise StrictJsonError("a public key of the wrong length")

    @property
    def fingerprint(self) -> Fingerprint:
        """SHA-256 over the tag `daftar-key@1`, NUL, and each key behind its length."""
        digest = hashlib.sha256(b"daftar-key@1\0")
        for key in (self.ed25519, self.ml_dsa_65, self.age):
            digest.update(len(key).to_bytes(4, "big") + key)
        return Fingerprint(digest.hexdigest())


@dataclass(frozen=True, slots=True)
class ContactCard:
    """A contact card, read from the text that its owner signed.

    `text` is that envelope as it came; `created` and `expires` are signed-text times.
    Reading a card proves nothing: `crypto.signing.verify_card` does.
    """

    name: str
    role: Role
    organisation: str | None
    languages: tuple[str, ...]
    keys: PublicKeys
    created: str
    expires: str
    text: str

    @property
    def fingerprint(self) -> Fingerprint:
        """The fingerprint of the card's keys."""
        return self.keys.fingerprint

    def expired_at(self, now: str) -> bool:
        """Whether the card had expired at `now` (a signed-text time: they sort as text)."""
        return now >= self.expires


@dataclass(frozen=True, slots=True)
class Revocation:
    """A key's end. `last_good` maps replica to its last good sequence; empty ends it wholly."""

    fingerprint: Fingerprint
    last_good: dict[str, int]
    reason: str
    made_at: str
    text: str


def card_body(card: ContactCard) -> str:
    """The RFC 8785 body that the owner of `card` signs (its `text` is not used)."""
    return canonical_text(
        {
            "format": 1,
            "name": card.name,
            "role": card.role.value,
            "organisation": card.organisation,
            "languages": list(card.languages),
            "keys": {
                "ed25519": encode_base64(card.keys.ed25519),
                "ml-dsa-65": encode_base64(card.keys.ml_dsa_65),
                "age": encode("age1pq", card.keys.age),
            },
            "created": card.created,
            "expires": card.expires,
        }
    )


def read_card(text: str | bytes) -> tuple[ContactCard, SignedText]:
    """The card and its envelope, unverified; StrictJsonError if the shape is not a card's."""
    signed = read_signed_text(text, MAX_CARD_BYTES)
    if signed.tag != CARD_TAG:
        raise StrictJsonError("not a card")
    body = read_body(signed, MAX_CARD_BYTES)
    name, organisation = body.get("name"), body.get("organisation")
    if not isinstance(name, str) or not 1 <= len(name) <= 200:
        raise StrictJsonError("no name")
    if organisation is not None and not isinstance(organisation, str):
        raise StrictJsonError("not an organisation")
    created, expires = _text_of(body, "created"), _text_of(body, "expires")
    for time in (created, expires):
        read_time(time)
    try:
        role = Role(_text_of(body, "role"))
    except ValueError:
        raise StrictJsonError("unknown role") from None
    card = ContactCard(
        name=name,
        role=role,
        organisation=organisation,
        languages=_read_languages(body),
        keys=_read_keys(body),
        created=created,
        expires=expires,
        text=text if isinstance(text, str) else text.decode(),
    )
    return card, signed


def read_revocation(text: str | bytes) -> tuple[Revocation, SignedText]:
    """The revocation and its envelope, unverified; StrictJsonError on another shape."""
    signed = read_signed_text(text, MAX_CARD_BYTES)
    if signed.tag != REVOCATION_TAG:
        raise StrictJsonError("not a revocation")
    body = read_body(signed, MAX_CARD_BYTES)
    fingerprint, made_at = _text_of(body, "fingerprint"), _text_of(body, "made_at")
    read_time(made_at)
    last_good = body.get("last_good")
    if not _HEX_DIGITS.fullmatch(fingerprint) or not isinstance(last_good, dict):
        raise StrictJsonError("not a revocation")
    bounds: dict[str, int] = {}
    for replica, sequence in last_good.items():
        if not isinstance(sequence, int) or isinstance(sequence, bool):
            raise StrictJsonError("not a sequence")
        bounds[replica] = sequence
    revocation = Revocation(
        fingerprint=Fingerprint(fingerprint),
        last_good=bounds,
        reason=_text_of(body, "reason"),
        made_at=made_at,
        text=text if isinstance(text, str) else text.decode(),
    )
    return revocation, signed


def adviser_of(revocation: Revocation, signed: SignedText) -> Fingerprint | None:
    """Who advises to end the key, where one other alone signed; None where the key itself must have."""
    signers = {signature.signer for signature in signed.signatures}
    if revocation.fingerprint in signers or len(signers) != 1:
        return None
    return Fingerprint(signers.pop())


def revocation_body(fingerprint: Fingerprint, last_good: dict[str, int], reason: str, made_at: str) -> str:
    """The RFC 8785 body of a revocation."""
    return canonical_text(
        {
            "format": 1,
            "fingerprint": fingerprint,
            "last_good": last_good,
            "reason": reason,
            "made_at": made_at,
        }
    )


def spoken_digits(fingerprint: Fingerprint) -> str:
    """The first 16 bytes as eight groups of five digits, for comparing by voice."""
    head = bytes.fromhex(fingerprint)[:SPOKEN_BYTES]
    return " ".join(f"{int.from_bytes(head[at : at + 2], 'big'):05d}" for at in range(0, SPOKEN_BYTES, 2))


def spoken_words(fingerprint: Fingerprint, language: str = "en") -> str:
    """The first 16 bytes as twelve BIP-39 words, English or (for "ru") Russian."""
    return _word_list(_WORD_LANGUAGES.get(language, "english")).to_mnemonic(
        bytes.fromhex(fingerprint)[:SPOKEN_BYTES]
    )


def code_text(fingerprint: Fingerprint) -> str:
    """What a QR code of a fingerprint holds: upper case, which makes the smallest code."""
    return fingerprint.upper()


def fingerprint_of_code(text: str) -> Fingerprint | None:
    """The fingerprint in a QR code, whole; None for any other text."""
    plain = text.strip().lower()
    return Fingerprint(plain) if _HEX_DIGITS.fullmatch(plain) else None


def read_fingerprint(typed: str) -> str | None:
    """What a person typed, as the hex digits it pins: 64 (hex) or 32 (digits or words).

    All 64 hex digits, all 40 digits or all 12 words; anything less is None. Case,
    spaces and hyphens do not matter.
    """
    plain = re.sub(r"[\s\-]+", "", typed).lower()
    if _HEX_DIGITS.fullmatch(plain):
        return plain
    if _DECIMAL_DIGITS.fullmatch(plain):
        groups = [int(plain[at : at + 5]) for at in range(0, 40, 5)]
        if max(groups) > 0xFFFF:
            return None
        return b"".join(group.to_bytes(2, "big") for group in groups).hex()
    words = [_compared(word) for word in typed.replace("-", " ").split()]
    for language in _WORD_LANGUAGES.values():
        places = _places(language)
        if len(words) == SPOKEN_WORDS and all(word in places for word in words):
            return _entropy_of([places[word] for word in words])
    return None


def fits(fingerprint: Fingerprint, typed: str) -> bool:
    """Whether what a person typed names this fingerprint."""
    pinned = read_fingerprint(typed)
    return pinned is not None and fingerprint.startswith(pinned)


def _compared(word: str) -> str:
    # A keyboard may send the Russian й as one character or as two.
    return unicodedata.normalize("NFKD", word.lower())


def _entropy_of(places: list[int]) -> str | None:
    """BIP-39 backwards: eleven bits a word, the last four are the head of a SHA-256.

    (The library's own way back misses Russian words with a composed letter.)
    """
    bits = 0
    for place in places:
        bits = bits << 11 | place
    entropy = (bits >> 4).to_bytes(SPOKEN_BYTES, "big")
    return entropy.hex() if hashlib.sha256(entropy).digest()[0] >> 4 == bits & 0xF else None


@lru_cache(maxsize=len(_WORD_LANGUAGES))
def _places(language: str) -> Mapping[str, int]:
    return {_compared(word): place for place, word in enumerate(_word_list(language).wordlist)}


@lru_cache(maxsize=len(_WORD_LANGUAGES))
def _word_list(language: str) -> Mnemonic:
    return Mnemonic(language)


def _read_keys(body: JsonObject) -> PublicKeys:
    keys = body.get("keys")
    if not isinstance(keys, dict):
        raise StrictJsonError("no keys")
    try:
        prefix, age = decode(_text_of(keys, "age"))
    except ValueError:
        raise StrictJsonError("not an age recipient") from None
    if prefix != "age1pq":
        raise StrictJsonError("not a hybrid age recipient")
    return PublicKeys(decode_base64(keys.get("ed25519")), decode_base64(keys.get("ml-dsa-65")), age)


def _read_languages(body: JsonObject) -> tuple[str, ...]:
    languages = body.get("languages")
    if not isinstance(languages, list):
        raise StrictJsonError("no languages")
    named = tuple(language for language in languages if isinstance(language, str))
    if len(named) != len(languages):
        raise StrictJsonError("not a language")
    return named


def _text_of(body: JsonObject, key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str):
        raise StrictJsonError(f"no {key}")
    return value
