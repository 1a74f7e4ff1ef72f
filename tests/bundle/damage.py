"""Damage to what a bundle holds: what was done, and the code that names it. See test_damage.py."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.crypto.signing import ml_dsa_65_pem, openssh_line, sign_text
from app.domain.identity import card_body
from app.domain.signed_text import CARD_TAG, SignedText
from tests.builders import Party, party
from tests.bundle.builders import COORDINATOR, EVIDENCE, LAWYER, MONITOR, STRANGER, rotation_text
from tests.hostile.kit import ROOT, Layers, header_of_one

INFO, MANIFEST, TAG_MANIFEST = "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"
CARDS, REVISIONS = "data/cards.jsonl", "data/revisions.jsonl"
FIRST, SECOND, THIRD = (f"data/evidence/{hashlib.sha256(data).hexdigest()}" for data in EVIDENCE)
SMALL_ORDER = (1).to_bytes(32, "little")


@dataclass(frozen=True)
class Damage:
    """`do` changes the layers of a good bundle; it is then refused with `code`."""

    what: str
    code: str
    do: Callable[[Layers], object]


def info(what: str, code: str, old: str, new: str) -> Damage:
    """A change of bag-info.txt, truly signed."""
    return Damage(
        f"bag-info.txt, truly signed: {what}",
        f"bundle.{code}",
        lambda layers: layers.replace(INFO, old.encode(), new.encode()).truly(),
    )


def manifest(what: str, code: str, change: Callable[[list[bytes]], list[bytes]]) -> Damage:
    """A change of the lines of manifest-sha256.txt, truly signed."""

    def do(layers: Layers) -> None:
        layers.files[MANIFEST] = b"".join(change(layers.files[MANIFEST].splitlines(keepends=True)))
        layers.truly()

    return Damage(f"manifest-sha256.txt, truly signed: {what}", f"bundle.{code}", do)


def header(what: str, path: str, **changes: object) -> Damage:
    """A tar header spelled otherwise."""
    return Damage(
        f"tar: {what}",
        "bundle.layout",
        lambda layers: setattr(layers, "header", header_of_one(path, **changes)),
    )


def untruly(path: str, code: str) -> Damage:
    """One bit of a tag file, nothing else."""

    def do(layers: Layers) -> None:
        data = layers.files[path]
        place = data.rindex(b"a") if b"a" in data else len(data) // 2
        layers.files[path] = data[:place] + b"b" + data[place + 1 :]

    return Damage(f"one byte of {path}, nothing else", f"bundle.{code}", do)


def text_bytes(path: str, what: str, change: Callable[[bytes], bytes], code: str = "layout") -> Damage:
    """Bytes around the text of a tag file, truly signed."""

    def do(layers: Layers) -> None:
        layers.files[path] = change(layers.files[path])
        if path == TAG_MANIFEST:
            layers.sign()
        else:
            layers.truly()

    return Damage(f"{path}, truly signed: {what}", f"bundle.{code}", do)


def exchanged(first: str, second: str) -> Callable[[Layers], object]:
    """Two neighbours in each other's place."""

    def do(layers: Layers) -> None:
        other = {first: second, second: first}
        layers.files = {other.get(name, name): layers.files[other.get(name, name)] for name in layers.files}

    return do


def second_member(path: str) -> Callable[[Layers], object]:
    """The same file once more behind itself."""

    def do(layers: Layers) -> None:
        original = layers.member

        def member(name: str, data: bytes) -> bytes:
            return original(name, data) * (2 if name == path else 1)

        layers.member = member  # type: ignore[assignment, method-assign]

    return do


def papers_of(layers: Layers, who: Party) -> None:
    """The card and key files of somebody else, all else by the sender."""
    keys = who.card.keys
    layers.files["sender.card"] = who.card.text.encode() + b"\n"
    layers.files["sender.pub"] = openssh_line(keys.ed25519, who.fingerprint).encode()
    layers.files["sender-mldsa65.pem"] = ml_dsa_65_pem(keys.ml_dsa_65).encode()


def small_order_card(layers: Layers) -> None:
    """A card whose Ed25519 key accepts forged signatures."""
    sender = layers.sender
    card = replace(sender.card, keys=replace(sender.card.keys, ed25519=SMALL_ORDER))
    body = card_body(card)
    good = sign_text(CARD_TAG, body, sender.keys, card.fingerprint)
    forged = replace(good, ed25519=SMALL_ORDER + bytes(32))
    layers.files["sender.card"] = SignedText(CARD_TAG, body, (forged,)).to_text().encode() + b"\n"
    layers.replace(INFO, sender.fingerprint.encode(), card.fingerprint.encode()).truly()


def rotated(*signers: str) -> Callable[[Layers], object]:
    """A rotation from the stranger to the sender before the card, by these signers."""

    def do(layers: Layers) -> None:
        text = rotation_text(party(STRANGER), layers.sender, *map(party, signers))
        layers.files["sender.card"] = text.encode() + b"\n" + layers.files["sender.card"]
        layers.truly()

    return do


def card_of_another(layers: Layers) -> None:
    papers_of(layers, party(LAWYER))
    layers.truly()


def other_key_file(path: str, content: bytes) -> Damage:
    def do(layers: Layers) -> None:
        layers.files[path] = content
        layers.truly()

    return Damage(f"{path}, truly signed: another's key", "bundle.card", do)


def signed_by_another(layers: Layers) -> None:
    layers.sender = party(LAWYER)
    layers.sign()


def evidence_swapped(layers: Layers) -> None:
    layers.files[FIRST], layers.files[THIRD] = layers.files[THIRD], layers.files[FIRST]


def other_evidence(layers: Layers) -> None:
    """A true manifest of bytes whose name is another digest."""
    layers.files[FIRST] = b"other bytes under a name that is not their digest"
    layers.list_payload().truly()


def without(path: str) -> Callable[[Layers], object]:
    return lambda layers: layers.files.pop(path)


def put(path: str, data: bytes) -> Callable[[Layers], object]:
    return lambda layers: layers.files.update({path: data})


def change(path: str, how: Callable[[bytes], bytes]) -> Callable[[Layers], object]:
    return lambda layers: layers.files.update({path: how(layers.files[path])})


def renamed(name: str) -> Callable[[Layers], object]:
    return lambda layers: layers.rename(INFO, name)


def other_id(data: bytes) -> bytes:
    return data.replace(b"Bundle-Id: ", b"Bundle-Id: 0")


def climbing(row: bytes) -> bytes:
    return row.replace(b"data/", b"../../")


def set_attribute(name: str, value: object) -> Callable[[Layers], object]:
    return lambda layers: setattr(layers, name, value)


def padding_longer(layers: Layers) -> None:
    layers.padding = bytes(int(plain_size(layers) + 512))


def padding_dirty(layers: Layers) -> None:
    size = plain_size(layers)
    layers.padding = bytes(size - 1) + b"\1"


def plain_size(layers: Layers) -> int:
    """How long the right padding is."""
    without_padding = replace(layers, padding=b"").tar()
    return len(layers.tar()) - len(without_padding)


def filling_dirty(layers: Layers) -> None:
    original = layers.member
    dirty = ROOT + "bagit.txt"

    def member(path: str, data: bytes) -> bytes:
        block = original(path, data)
        return block[:-1] + b"\1" if ROOT + path == dirty else block

    layers.member = member  # type: ignore[method-assign]


def upper_name(row: bytes) -> bytes:
    return row[:64] + row[64:].upper().replace(b"DATA/EVIDENCE/", b"data/evidence/")


def flipped(data: bytes) -> bytes:
    return bytes([data[0] ^ 1]) + data[1:] if data else b"\1"


RECIPIENT = party(COORDINATOR).fingerprint
TWO_RECIPIENTS = f"Recipient: {'0' * 64}\nRecipient: {RECIPIENT}"
CROWD = "".join(f"Recipient: {number:064x}\n" for number in range(64))
OTHER = party(STRANGER).fingerprint

ROWS = (
    # What stands where
    Damage("tar: a tag file missing", "bundle.layout", without("sender.pub")),
    Damage("tar: two tag files exchanged", "bundle.layout", exchanged("bagit.txt", INFO)),
    Damage("tar: a member twice", "bundle.layout", second_member(INFO)),
    Damage("tar: evidence twice", "bundle.layout", second_member(FIRST)),
    Damage("tar: a file of lines missing", "bundle.layout", without(CARDS)),
    Damage("tar: evidence missing", "bundle.layout", without(SECOND)),
    Damage("tar: evidence exchanged in order", "bundle.layout", exchanged(FIRST, SECOND)),
    Damage("tar: a file nobody listed", "bundle.layout", put("data/more", b"?")),
    *(
        Damage(f"tar: a member named {name!r}", "bundle.layout", renamed(name))
        for name in ("../bag-info.txt", "/etc/passwd", "CON", "BAG-INFO.TXT", "bag-info.txt/", "x" * 80)
    ),
    header("a symbolic link", INFO, type=b"2", linkname="bagit.txt"),
    header("a directory", INFO, type=b"5"),
    header("another mode", INFO, mode=0o755),
    header("a time", INFO, mtime=1),
    header("an owner", INFO, uname="root"),
    header("a user id", FIRST, uid=1000),
    Damage("tar: filling that is not zero", "bundle.layout", filling_dirty),
    Damage("tar: one end block missing", "bundle.layout", set_attribute("end", bytes(512))),
    Damage("tar: both end blocks missing", "bundle.layout", set_attribute("end", b"")),
    # The sender's papers
    Damage("sender.card of another, truly signed by the sender", "bundle.card", card_of_another),
    Damage("sender.card with a key of small order", "bundle.card", small_order_card),
    Damage("sender.card behind a rotation that the new key did not sign", "bundle.card", rotated(STRANGER)),
    other_key_file("sender.pub", openssh_line(party(LAWYER).card.keys.ed25519).encode()),
    other_key_file("sender-mldsa65.pem", ml_dsa_65_pem(party(LAWYER).card.keys.ml_dsa_65).encode()),
    untruly("sender.card", "card"),
    untruly("sender.pub", "card"),
    untruly("sender-mldsa65.pem", "card"),
    text_bytes("sender.card", "no line end", lambda data: data[:-1], "card"),
    text_bytes("sender.card", "nothing", lambda data: b"", "card"),
    info("another Sender", "card", f"Sender: {party(MONITOR).fingerprint}", f"Sender: {OTHER}"),
    # The signatures
    untruly("signature.sshsig", "signature"),
    untruly("signature.mldsa65", "signature"),
    untruly(TAG_MANIFEST, "signature"),
    Damage("both signatures by another", "bundle.signature", signed_by_another),
    Damage("SSHSIG of another namespace", "bundle.signature", lambda layers: layers.sign(namespace="file")),
    Damage("ML-DSA of another context", "bundle.signature", lambda layers: layers.sign(context="")),
    Damage("signature.mldsa65 empty", "bundle.signature", put("signature.mldsa65", b"")),
    # The tag files
    untruly("bagit.txt", "digest"),
    untruly(MANIFEST, "digest"),
    Damage("Bundle-Id changed, nothing else", "bundle.digest", change(INFO, other_id)),
    text_bytes("bagit.txt", "another version", lambda data: data.replace(b"1.0", b"0.97")),
    *(
        text_bytes(path, what, change)
        for path in (INFO, MANIFEST, TAG_MANIFEST)
        for what, change in (
            ("a byte order mark", lambda data: b"\xef\xbb\xbf" + data),
            ("CRLF", lambda data: data.replace(b"\n", b"\r\n")),
            ("no last line end", lambda data: data[:-1]),
            ("a line in no form", lambda data: data + b"?\n"),
            ("no UTF-8", lambda data: data + b"X: \xff\n"),
        )
    ),
    text_bytes(TAG_MANIFEST, "a line missing", lambda data: data.partition(b"\n")[2]),
    info("format 2", "newer_format", "Bundle-Format: 1", "Bundle-Format: 2"),
    info("format 0", "layout", "Bundle-Format: 1", "Bundle-Format: 0"),
    info("Requires a word", "newer_format", "Payload-Oxum", "Requires: split-parts\nPayload-Oxum"),
    info("two senders", "layout", "Bundle-Id: ", f"Sender: {OTHER}\nBundle-Id: "),
    info("no recipient", "layout", f"Recipient: {RECIPIENT}\n", ""),
    info("a recipient twice", "layout", "Sequence", f"Recipient: {RECIPIENT}\nSequence"),
    info("65 recipients", "limits", "Sequence", CROWD + "Sequence"),
    info("a recipient more than stanzas", "recipient", f"Recipient: {RECIPIENT}", TWO_RECIPIENTS),
    info("another recipient", "recipient", f"Recipient: {RECIPIENT}", f"Recipient: {OTHER}"),
    info("Sequence 0", "layout", "Sequence: 1", "Sequence: 0"),
    info("Sequence 2 without Previous", "layout", "Sequence: 1", "Sequence: 2"),
    info("Sequence 1 with Previous", "layout", "Sequence: 1", f"Sequence: 1\nPrevious: {'0' * 64}"),
    info("Bundle-Id in upper case", "layout", "Bundle-Id: ", "Bundle-Id: A\nX-Id: "),
    info("Payload-Oxum of a byte more", "digest", "Payload-Oxum: ", "Payload-Oxum: 1"),
    info("Payload-Oxum of a file more", "digest", ".6\n", ".7\n"),
    # The payload
    manifest("evidence not sorted", "layout", lambda rows: [*rows[:3], rows[4], rows[3], rows[5]]),
    manifest("evidence twice", "layout", lambda rows: [*rows, rows[-1]]),
    manifest("a file of lines missing", "layout", lambda rows: rows[1:]),
    manifest("evidence missing", "digest", lambda rows: rows[:-1]),
    manifest("a path out of the bag", "layout", lambda rows: [*rows[:-1], climbing(rows[-1])]),
    manifest("a name in upper case", "layout", lambda rows: [*rows[:-1], upper_name(rows[-1])]),
    manifest("a digest of other bytes", "digest", lambda rows: [b"0" * 64 + rows[0][64:], *rows[1:]]),
    manifest("a digest that is not the name", "digest", lambda rows: [*rows[:-1], b"0" * 64 + rows[-1][64:]]),
    Damage("evidence whose name is not its digest, truly listed", "bundle.digest", other_evidence),
    Damage("evidence: bytes of two exchanged", "bundle.digest", evidence_swapped),
    Damage("evidence: a byte more", "bundle.digest", change(THIRD, lambda data: data + b"!")),
    Damage("evidence: a byte changed", "bundle.digest", change(FIRST, flipped)),
    Damage("a revision left out, nothing else", "bundle.digest", put(REVISIONS, b"")),
    # The end
    Damage("padding that is not zero", "bundle.trailing", padding_dirty),
    Damage("padding too long", "bundle.trailing", padding_longer),
    Damage("padding empty", "bundle.trailing", set_attribute("padding", b"")),
    Damage("a byte behind the end of the tar", "bundle.trailing", set_attribute("end", bytes(1025))),
    Damage("blocks behind the end of the tar", "bundle.trailing", set_attribute("end", bytes(10240))),
    Damage("end blocks that are not zero", "bundle.trailing", set_attribute("end", b"\1" * 1024)),
)  # fmt: skip
