"""The file `keys` of a vault: slots that wrap its master key, and the keys derived from that.

    passphrase      ── Argon2id(salt, parameters) ────────────────► KEK ─┐
    recovery secret ── HKDF-SHA256(salt, "daftar-recovery@1") ────► KEK ─┼─ AES-256-GCM ──► master key
    passphrase      ── Argon2id(salt, parameters) ‖ key file              │
                     ──► HKDF-SHA256(salt, "daftar-key-file@1") ──► KEK ─┘

The additional data of AES-GCM is the RFC 8785 text of `{format, vault_id, slot}`, the
slot without its ciphertext: no parameter, salt or generation can be exchanged.
Argon2id (RFC 9106) has 3 passes and 4 lanes; its memory is between 64 MiB and 1 GiB.
A slot of the kind `passphrase_and_file` is opened by a passphrase and the 32 bytes of a key file
together. Its kind says so to everybody. Which of the two is wrong nobody can tell: the work is done
in full, and AES-GCM says yes or no to both at once.
Derived keys: HKDF-SHA256(master key, salt = the 16 bytes of the vault id, info = label).
"""

import ctypes
import hashlib
import hmac
import os
import sys
import time
import unicodedata
from typing import Annotated, Any, Final, Literal, Self, TypeAlias, get_args
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    PlainValidator,
    Tag,
    ValidationError,
    model_validator,
)

from app.crypto.primitives import derive_key
from app.domain.errors import VaultError
from app.domain.key_file import FILE_KEY_BYTES
from app.domain.signed_text import decode_base64, encode_base64
from app.domain.strict_json import JsonObject, StrictJsonError, canonical_text, parse_object

FORMAT: Final = 1
PASSES: Final = 3
LANES: Final = 4
FLOOR_KIB = 64 * 1024
CEILING_KIB = 1024 * 1024
MASTER_KEY_BYTES = 32
RECOVERY_SECRET_BYTES = 32
DATABASE_KEY_BYTES = 48
MAX_KEY_FILE_BYTES = 64 * 1024
MAX_SLOTS = 32
NOT_OPENED: Final = ("vault.passphrase", "vault.both_wrong", "vault.file_needed")
"""What is refused where nothing is the matter but what was given to open."""

SHARE_OF_MEMORY = 4
"""Of all memory at most a quarter is taken by a new slot."""

_SALT_BYTES = 16
_NONCE_BYTES = 12
_CIPHERTEXT_BYTES = MASTER_KEY_BYTES + 16
_RECOVERY_INFO = b"daftar-recovery@1"
_KEY_FILE_INFO = b"daftar-key-file@1"
_DATABASE_INFO = b"daftar-db@1"
_STATE_INFO = b"daftar-state@1"
_TIP_TAG = b"daftar-tip@1"
_ROUND_KIB = 1024


def _vault_id(text: str) -> str:
    if str(UUID(text)) != text:
        raise ValueError("not a UUID in lower case with hyphens")
    return text


def _octets(length: int) -> Any:
    """The annotations of bytes of one length that are base64 with padding in JSON."""

    def validate(value: object) -> bytes:
        octets = decode_base64(value) if isinstance(value, str) else value
        if not isinstance(octets, bytes) or len(octets) != length:
            raise ValueError(f"not {length} bytes")
        return octets

    return PlainValidator(validate), PlainSerializer(encode_base64, return_type=str, when_used="json")


VaultId: TypeAlias = Annotated[str, AfterValidator(_vault_id)]
SlotKind: TypeAlias = Literal["passphrase", "passphrase_and_file", "recovery"]
HexDigest: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Counter: TypeAlias = Annotated[int, Field(ge=1)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class KdfParameters(_Frozen):
    """Argon2id: only the memory, in KiB, is free, and that between floor and ceiling."""

    name: Literal["argon2id"] = "argon2id"
    memory_kib: Annotated[int, Field(ge=FLOOR_KIB, le=CEILING_KIB)] = FLOOR_KIB
    passes: Literal[3] = PASSES
    lanes: Literal[4] = LANES


class Slot(_Frozen):
    """One way to the master key. `keyboard` names the layout a passphrase was typed on."""

    kind: SlotKind
    salt: Annotated[bytes, *_octets(_SALT_BYTES)]
    kdf: KdfParameters | None = None
    generation: Counter
    keyboard: str | None = None
    nonce: Annotated[bytes, *_octets(_NONCE_BYTES)]
    ciphertext: Annotated[bytes, *_octets(_CIPHERTEXT_BYTES)]

    @model_validator(mode="after")
    def _stretch_what_is_weak(self) -> Self:
        if (self.kind == "recovery") != (self.kdf is None):
            raise ValueError("a passphrase needs parameters, a recovery secret has none")
        return self

    @property
    def needs_file(self) -> bool:
        """Whether it opens only with a key file beside the passphrase."""
        return self.kind == "passphrase_and_file"


class UnknownSlot(BaseModel):
    """A slot of a kind that a later version made: kept as it is, never opened."""

    model_config = ConfigDict(frozen=True, extra="allow", strict=True)

    kind: str


class Tip(_Frozen):
    """The last line of the log, under the MAC of `state_mac`."""

    seq: Annotated[int, Field(ge=0)]
    hash: HexDigest
    mac: HexDigest


def _slot_tag(value: Any) -> str:
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return "known" if kind in get_args(SlotKind) else "unknown"


AnySlot: TypeAlias = Annotated[
    Annotated[Slot, Tag("known")] | Annotated[UnknownSlot, Tag("unknown")], Discriminator(_slot_tag)
]


class KeyFile(_Frozen):
    """The file `keys`. `closed` says that the last session ended cleanly at `tip`."""

    format: Literal[1] = FORMAT
    vault_id: VaultId
    generation: Counter
    slots: Annotated[tuple[AnySlot, ...], Field(min_length=1, max_length=MAX_SLOTS)]
    tip: Tip | None = None
    closed: bool = False

    @property
    def passphrase_slots(self) -> tuple[Slot, ...]:
        """The slots that a passphrase may open, alone or with a key file."""
        return tuple(slot for slot in self.slots if isinstance(slot, Slot) and slot.kdf is not None)

    @property
    def needs_file(self) -> bool:
        """Whether no passphrase opens it without a key file."""
        return bool(self.passphrase_slots) and all(slot.needs_file for slot in self.passphrase_slots)

    @property
    def memory_kib(self) -> int:
        """The most memory that trying a passphrase will take."""
        return max((slot.kdf.memory_kib for slot in self.passphrase_slots if slot.kdf), default=0)

    def to_bytes(self) -> bytes:
        """The canonical JSON that the file holds."""
        return key_file_text(self.model_dump(mode="json", exclude={"slots"}) | {"slots": self._slots()})

    def _slots(self) -> list[dict[str, Any]]:
        # What a later version wrote as null must stay; what we leave out must stay out.
        return [slot.model_dump(mode="json", exclude_none=isinstance(slot, Slot)) for slot in self.slots]


def key_file_text(facts: JsonObject) -> bytes:
    """The canonical JSON of `facts` and, as `sha256`, of its own digest.

    The digest keeps a damaged key file from looking like a wrong passphrase; it protects from no one.
    """
    return canonical_text({**facts, "sha256": _digest_of(facts)}).encode()


def read_key_file(data: bytes) -> KeyFile:
    """Parse the file `keys`; every parameter has been checked before memory is taken for it.

    Raises VaultError: vault.newer for a later format, vault.keys for anything else.
    """
    try:
        value = parse_object(data, MAX_KEY_FILE_BYTES)
        if value.pop("sha256", None) != _digest_of(value):
            raise VaultError("vault.keys")
        found = value.get("format")
        if isinstance(found, int) and not isinstance(found, bool) and found > FORMAT:
            raise VaultError("vault.newer")
        if found != FORMAT:
            raise VaultError("vault.keys")
        slots = value.get("slots")
        # Strict validation tells lists from tuples; JSON has only lists.
        return KeyFile.model_validate(value | {"slots": tuple(slots) if isinstance(slots, list) else slots})
    except (StrictJsonError, ValidationError):
        raise VaultError("vault.keys") from None


def normalise_passphrase(text: str) -> bytes:
    """NFC, outer white space trimmed, UTF-8: what every program that opens ours must do.

    Raises VaultError vault.passphrase if `text` holds a lone surrogate.
    """
    try:
        return unicodedata.normalize("NFC", text).strip().encode()
    except UnicodeEncodeError:
        raise VaultError("vault.passphrase") from None


def calibrate(physical_bytes: int, *, seconds: float = 1.0) -> KdfParameters:
    """Parameters that take about `seconds` here, and at most a quarter of the memory.

    VaultError vault.memory if there is not even room for the floor.
    """
    started = time.perf_counter()
    _stretch(b"", bytes(_SALT_BYTES), KdfParameters())
    elapsed = max(time.perf_counter() - started, 1e-3)
    wanted = min(int(FLOOR_KIB * seconds / elapsed), physical_bytes // 1024 // SHARE_OF_MEMORY, CEILING_KIB)
    return KdfParameters(memory_kib=max(FLOOR_KIB, wanted - wanted % _ROUND_KIB))


def physical_memory_bytes() -> int:
    """How much memory this computer has."""
    if sys.platform == "win32":
        return _windows_memory_bytes()
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def make_slot(
    vault_id: str,
    master_key: bytes,
    secret: bytes,
    *,
    kdf: KdfParameters | None,
    generation: int,
    keyboard: str | None = None,
    file_key: bytes | None = None,
    salt: bytes | None = None,
    nonce: bytes | None = None,
) -> Slot:
    """Wrap the master key under a secret.

    With `kdf` the secret is a passphrase from `normalise_passphrase`, without it a
    recovery secret of 32 bytes (else ValueError). With `file_key`, the 32 bytes of a key
    file, the passphrase opens the slot only together with it. `salt` and `nonce` are given
    only to make test vectors. VaultError vault.memory if there is too little memory.
    """
    if len(master_key) != MASTER_KEY_BYTES:
        raise ValueError("a master key is 32 bytes")
    bare = Slot(
        kind="recovery" if kdf is None else "passphrase" if file_key is None else "passphrase_and_file",
        salt=os.urandom(_SALT_BYTES) if salt is None else salt,
        kdf=kdf,
        generation=generation,
        keyboard=keyboard,
        nonce=os.urandom(_NONCE_BYTES) if nonce is None else nonce,
        ciphertext=bytes(_CIPHERTEXT_BYTES),
    )
    wrapping = AESGCM(_slot_key(bare, secret, file_key))
    ciphertext = wrapping.encrypt(bare.nonce, master_key, slot_context(vault_id, bare))
    return bare.model_copy(update={"ciphertext": ciphertext})


def open_slot(vault_id: str, slot: Slot, secret: bytes, file_key: bytes | None = None) -> bytes:
    """The master key.

    VaultError: vault.passphrase if the secret is wrong, vault.both_wrong if it or the key file is,
    vault.memory. ValueError where the slot needs a key file and `file_key` is None.
    """
    wrapping = AESGCM(_slot_key(slot, secret, file_key))
    try:
        return wrapping.decrypt(slot.nonce, slot.ciphertext, slot_context(vault_id, slot))
    except InvalidTag:
        raise VaultError("vault.both_wrong" if slot.needs_file else "vault.passphrase") from None


def unlock(key_file: KeyFile, passphrase: bytes, file_key: bytes | None = None) -> bytes:
    """The master key by whichever slot the passphrase opens, with a key file where one is given.

    VaultError as `open_slot`, and vault.file_needed where no slot opens without a key file.
    """
    if file_key is None and key_file.needs_file:
        raise VaultError("vault.file_needed")
    refused = VaultError("vault.passphrase")
    for slot in key_file.passphrase_slots:
        if slot.needs_file and file_key is None:
            continue
        try:
            return open_slot(key_file.vault_id, slot, passphrase, file_key)
        except VaultError as error:
            if error.code not in NOT_OPENED:
                raise
            refused = error
    raise refused


def slot_context(vault_id: str, slot: Slot) -> bytes:
    """The additional data of a slot's AES-GCM: RFC 8785 of format, vault id and the bare slot."""
    bare = slot.model_dump(mode="json", exclude={"ciphertext"}, exclude_none=True)
    return canonical_text({"format": FORMAT, "vault_id": vault_id, "slot": bare}).encode()


def derive_database_key(master_key: bytes, vault_id: str) -> bytes:
    """48 bytes: SQLCipher's raw key (32) ‖ its salt (16)."""
    return derive_key(master_key, UUID(vault_id).bytes, _DATABASE_INFO, DATABASE_KEY_BYTES)


def derive_state_key(master_key: bytes, vault_id: str) -> bytes:
    """32 bytes: the key of `state_mac`."""
    return derive_key(master_key, UUID(vault_id).bytes, _STATE_INFO)


def state_mac(state_key: bytes, *, vault_id: str, generation: int, seq: int, tip_hash: str) -> str:
    """HMAC-SHA256 in hex over `daftar-tip@1 ‖ 0 ‖ RFC 8785 {vault_id, generation, seq, hash}`."""
    state = {"vault_id": vault_id, "generation": generation, "seq": seq, "hash": tip_hash}
    message = _TIP_TAG + b"\0" + canonical_text(state).encode()
    return hmac.new(state_key, message, hashlib.sha256).hexdigest()


def make_tip(state_key: bytes, *, vault_id: str, generation: int, seq: int, tip_hash: str) -> Tip:
    """The tip of the log under its MAC."""
    mac = state_mac(state_key, vault_id=vault_id, generation=generation, seq=seq, tip_hash=tip_hash)
    return Tip(seq=seq, hash=tip_hash, mac=mac)


def tip_holds(state_key: bytes, tip: Tip, *, vault_id: str, generation: int) -> bool:
    """Whether the MAC of a tip is ours, for this vault and generation."""
    mac = state_mac(state_key, vault_id=vault_id, generation=generation, seq=tip.seq, tip_hash=tip.hash)
    return hmac.compare_digest(mac, tip.mac)


def _digest_of(facts: JsonObject) -> str:
    return hashlib.sha256(canonical_text(facts).encode()).hexdigest()


def _slot_key(slot: Slot, secret: bytes, file_key: bytes | None) -> bytes:
    if slot.kdf:
        if slot.needs_file and (file_key is None or len(file_key) != FILE_KEY_BYTES):
            raise ValueError("the slot needs a key file of 32 bytes")
        stretched = _stretch(secret, slot.salt, slot.kdf)
        if not slot.needs_file:
            return stretched
        return derive_key(stretched + (file_key or b""), slot.salt, _KEY_FILE_INFO)
    if len(secret) != RECOVERY_SECRET_BYTES:
        raise ValueError("a recovery secret is 32 bytes")
    return derive_key(secret, slot.salt, _RECOVERY_INFO)


def _stretch(passphrase: bytes, salt: bytes, kdf: KdfParameters) -> bytes:
    stretching = Argon2id(
        salt=salt, length=32, iterations=kdf.passes, lanes=kdf.lanes, memory_cost=kdf.memory_kib
    )
    try:
        return stretching.derive(passphrase)
    except MemoryError:
        raise VaultError("vault.memory", memory_mib=kdf.memory_kib // 1024) from None


def _windows_memory_bytes() -> int:
    class MemoryStatus(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            ("total", ctypes.c_ulonglong),
            ("rest", ctypes.c_ulonglong * 6),
        )

    status = MemoryStatus(length=ctypes.sizeof(MemoryStatus))
    ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))  # type: ignore[attr-defined,unused-ignore]
    return int(status.total)
