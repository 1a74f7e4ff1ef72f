"""Lies of who made a bundle: the card, the rotations before it, both signatures. All else is true."""

import base64
import hashlib
import struct
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from app.bundle.gates import Gate
from app.domain.identity import ContactCard, card_body
from app.domain.signed_text import CARD_TAG, HybridSignature, SignedText
from tests.builders import party
from tests.bundle.builders import COORDINATOR, LAWYER, MONITOR, STRANGER, rotation_text
from tests.hostile.kit import NAMESPACE, Layers, good_layers
from tests.hostile.receiver import Receiver

INFO, TAG_MANIFEST = "bag-info.txt", "tagmanifest-sha256.txt"


@dataclass(frozen=True)
class Lie:
    """`tell` changes the layers of a good bundle, which is then refused with `code`."""

    what: str
    code: str
    tell: Callable[[Layers], object]


P = 2**255 - 19
SMALL_ORDER = (
    bytes(32),
    (1).to_bytes(32, "little"),
    (P - 1).to_bytes(32, "little"),
    P.to_bytes(32, "little"),
    (P + 1).to_bytes(32, "little"),
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
)


def signed_card(card: ContactCard, ed25519: bytes | None = None) -> str:
    """A card by the monitor's keys, whatever it says; `ed25519` is put instead of the right signature."""
    body = card_body(card)
    signature = party(MONITOR).keys.sign_ml_dsa(f"{CARD_TAG}\0{body}".encode(), CARD_TAG)
    classical = ed25519 or party(MONITOR).keys.sign_ed25519(f"{CARD_TAG}\0{body}".encode())
    return SignedText(CARD_TAG, body, (HybridSignature(card.fingerprint, classical, signature),)).to_text()


def papers(what: str, *lines: str | bytes) -> Lie:
    """Another sender.card, truly signed by the monitor."""

    def tell(layers: Layers) -> None:
        encoded = (line.encode() if isinstance(line, str) else line for line in lines)
        layers.files["sender.card"] = b"".join(line + b"\n" for line in encoded)
        layers.truly()

    return Lie(f"sender.card: {what}", "bundle.card", tell)


def card_with(what: str, **keys: bytes) -> Lie:
    """A card whose keys are no keys, and a Sender that is its fingerprint."""
    card = party(MONITOR).card
    weak = replace(card, keys=replace(card.keys, **keys))
    forged = keys["ed25519"] + bytes(32) if "ed25519" in keys else None

    def tell(layers: Layers) -> None:
        layers.files["sender.card"] = signed_card(weak, forged).encode() + b"\n"
        layers.replace(INFO, card.fingerprint.encode(), weak.fingerprint.encode()).truly()

    return Lie(f"sender.card: {what}", "bundle.card", tell)


US, THEM = party(COORDINATOR), party(MONITOR)
CARD = party(MONITOR).card.text
AGE = party(MONITOR).card.keys.age

PAPERS = (
    *(card_with(f"an Ed25519 key of small order, {n}", ed25519=key) for n, key in enumerate(SMALL_ORDER)),
    *(
        card_with(f"the same under the other sign, {n}", ed25519=key[:-1] + bytes([key[-1] | 0x80]))
        for n, key in enumerate(SMALL_ORDER)
    ),
    card_with("an age key of low order", age=AGE[:-32] + bytes(32)),
    card_with("an age key whose numbers are too large", age=b"\xff" * 1152 + AGE[1152:]),
    papers("nothing"),
    papers("twice", CARD, CARD),
    papers("of the lawyer", party(LAWYER).card.text),
    papers("behind an empty line", "", CARD),
    papers("a name changed after signing", CARD.replace(MONITOR, "Ұры")),
    papers("a key twice in the envelope", CARD.replace('{"', '{"tag":"daftar-card@1","', 1)),
    papers("an attestation's tag", CARD.replace("daftar-card@1", "daftar-attestation@1")),
    papers("no number", CARD.replace('"signatures"', '"x":NaN,"signatures"')),
    papers("a lone surrogate", CARD.replace('"signatures"', '"x":"\\ud800","signatures"')),
    papers("10⁵ brackets", '{"x":' + "[" * 100_000 + "]" * 100_000 + "}"),
    papers("not UTF-8", CARD.encode().replace("Ә".encode(), b"\xd3")),
    papers("beyond 64 KiB", CARD.replace('"signatures"', f'"x":"{"x" * 65_536}","signatures"')),
    papers("rotations that lead elsewhere", *[rotation_text(party(LAWYER), party(STRANGER))] * 20, CARD),
    papers("a rotation of a known key without its signature", rotation_text(US, THEM, THEM), CARD),
    papers("a rotation of a known key, signed by others", rotation_text(US, THEM, THEM, party(LAWYER)), CARD),
    papers("a revocation instead of a rotation", party(LAWYER).revocation.text, CARD),
)  # fmt: skip


def sshsig(what: str, change: Callable[[bytes], bytes]) -> Lie:
    """Another blob in the armor of the SSH signature."""

    def tell(layers: Layers) -> None:
        rows = layers.files["signature.sshsig"].decode().splitlines()
        blob = base64.b64encode(change(base64.b64decode("".join(rows[1:-1])))).decode()
        layers.files["signature.sshsig"] = "\n".join([rows[0], blob, rows[-1], ""]).encode()

    return Lie(f"SSHSIG: {what}", "bundle.signature", tell)


def string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def retold(
    what: str,
    *,
    version: int = 1,
    signer: str = MONITOR,
    named: str | None = None,
    namespace: str = NAMESPACE,
    algorithm: str = "sha512",
    key_type: bytes = b"ssh-ed25519",
    more: bytes = b"",
) -> Lie:
    """An SSH signature truly made of fields that are told; the key it names may be another's."""

    def tell(layers: Layers) -> None:
        signed = hashlib.new(algorithm, layers.files[TAG_MANIFEST]).digest()
        fields = string(namespace.encode()) + string(b"") + string(algorithm.encode())
        signature = party(signer).keys.sign_ed25519(b"SSHSIG" + fields + string(signed))
        key = string(key_type) + string(party(named or signer).keys.ed25519_public)
        head = b"SSHSIG" + struct.pack(">I", version) + string(key)
        blob = base64.b64encode(head + fields + string(string(key_type) + string(signature)) + more)
        layers.files["signature.sshsig"] = armored(blob.decode())

    return Lie(f"SSHSIG: {what}", "bundle.signature", tell)


def armored(blob: str) -> bytes:
    return f"-----BEGIN SSH SIGNATURE-----\n{blob}\n-----END SSH SIGNATURE-----\n".encode()


def put(path: str, change: Callable[[bytes], bytes]) -> Lie:
    return Lie(
        f"{path} changed",
        "bundle.signature",
        lambda layers: layers.files.update({path: change(layers.files[path])}),
    )


GROUP = 2**252 + 27742317777372353535851937790883648493


def scalar(number: int) -> bytes:
    return number.to_bytes(32, "little")


def grown(s: bytes) -> bytes:
    """The same scalar again, in the spelling that a lenient verifier takes."""
    return scalar(int.from_bytes(s, "little") + GROUP)


def exchange(layers: Layers) -> None:
    classical, later = layers.files["signature.sshsig"], layers.files["signature.mldsa65"]
    layers.files |= {"signature.sshsig": later[:3_000], "signature.mldsa65": classical}


def halved(layers: Layers, path: str) -> None:
    """One of the two signatures by the lawyer."""
    mine = dict(layers.files)
    layers.sender = party(LAWYER)
    layers.sign()
    layers.files = mine | {path: layers.files[path]}


def signatures(what: str, tell: Callable[[Layers], object]) -> Lie:
    return Lie(f"signatures: {what}", "bundle.signature", tell)


SIGNATURES = (
    retold("another version", version=2),
    retold("another namespace", namespace="file"),
    retold("a namespace in capitals", namespace="DAFTAR-BUNDLE@1"),
    retold("no namespace", namespace=""),
    retold("SHA-256", algorithm="sha256"),
    retold("SHA-1", algorithm="sha1"),
    retold("MD5", algorithm="md5"),
    retold("by another, who is named", signer=LAWYER),
    retold("by another, under the sender's key", signer=LAWYER, named=MONITOR),
    retold("by the sender, under another's key", named=LAWYER),
    retold("a security key", key_type=b"sk-ssh-ed25519@openssh.com"),
    retold("RSA", key_type=b"ssh-rsa"),
    retold("bytes behind it", more=b"x"),
    sshsig("cut short", lambda blob: blob[:-1]),
    sshsig("nothing", lambda _: b""),
    sshsig("a length beyond the end", lambda blob: blob[:10] + b"\xff\xff\xff\xff" + blob[14:]),
    sshsig("a signature of zeros", lambda blob: blob[:-64] + bytes(64)),
    sshsig("s as large as the group", lambda blob: blob[:-32] + scalar(GROUP)),
    sshsig("s grown by the group", lambda blob: blob[:-32] + grown(blob[-32:])),
    put("signature.sshsig", lambda _: b""),
    put("signature.sshsig", lambda data: data * 2),
    put("signature.sshsig", lambda data: data.replace(b"\n", b"\r\n")),
    put("signature.sshsig", lambda _: armored("=" * 400)),
    put("signature.sshsig", lambda _: armored("AAAA" * 900)),
    put("signature.sshsig", lambda _: "й".encode() * 100),
    put("signature.mldsa65", lambda data: data[:-1]),
    put("signature.mldsa65", lambda data: data + b"\0"),
    put("signature.mldsa65", lambda data: bytes(len(data))),
    put("signature.mldsa65", lambda data: b"\xff" * len(data)),
    signatures("exchanged", exchange),
    signatures("of another bundle", lambda layers: layers.replace(INFO, b": 1\nP", b": 2\nP").list_tags()),
    signatures("Ed25519 by the sender alone", lambda layers: halved(layers, "signature.mldsa65")),
    signatures("ML-DSA by the sender alone", lambda layers: halved(layers, "signature.sshsig")),
    signatures("of another context", lambda layers: layers.sign(context="daftar-card@1")),
)


@pytest.mark.parametrize("lie", [*PAPERS, *SIGNATURES], ids=lambda lie: lie.what)
def test_who_made_it_is_a_lie(receiver: Receiver, lie: Lie) -> None:
    layers = good_layers()
    lie.tell(layers)
    gate = Gate.CARD if lie.code == "bundle.card" else Gate.SIGNATURES
    assert receiver.refuses(layers.sealed()) == (lie.code, gate)


def test_the_signature_that_is_told_truly_is_taken(receiver: Receiver) -> None:
    layers = good_layers()
    retold("nothing").tell(layers)
    assert receiver.inspect(layers.sealed()).refused == ()
