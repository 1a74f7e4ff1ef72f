"""Lies of the archive: sizes, kinds of members, names, boundaries. What the bag says is truly signed."""

import io
import tarfile
import unicodedata
from collections.abc import Callable

import pytest

from app.bundle.gates import Gate
from tests.builders import party
from tests.bundle.builders import COORDINATOR
from tests.hostile.kit import REVISIONS, ROOT, Layers, good_layers, plain_header, seal
from tests.hostile.receiver import Receiver

INFO = "bag-info.txt"
OURS = party(COORDINATOR).age.recipient


def evidence_of(layers: Layers) -> str:
    """The path of the largest file of evidence."""
    return max(layers.files, key=lambda path: len(layers.files[path]))


PLACES: dict[str, tuple[Gate, Callable[[Layers], str]]] = {
    "a tag file": (Gate.PROLOGUE, lambda _: INFO),
    "evidence": (Gate.PAYLOAD, evidence_of),
    "the padding": (Gate.END, lambda _: "padding"),
}


def checked(block: bytes) -> bytes:
    """A header under a true checksum."""
    total = sum(block[:148]) + 8 * ord(" ") + sum(block[156:])
    return block[:148] + b"%06o\0 " % total + block[156:]


def field(at: int, value: bytes) -> Callable[[bytes], bytes]:
    """A header with a field overwritten."""
    return lambda block: checked(block[:at] + value + block[at + len(value) :])


def size(value: bytes) -> Callable[[bytes], bytes]:
    return field(124, value.ljust(12, b"\0"))


def size_of(block: bytes) -> int:
    return int(block[124:135], 8)


def kind(letter: bytes) -> Callable[[bytes], bytes]:
    return field(156, letter)


HEADERS: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
    ("a size of -1 in base 256", size(b"\xff" * 12)),
    ("a size of -512 in base 256", size(b"\xff" * 10 + b"\xfe\x00")),
    ("a size of 2⁶³ in base 256", size(b"\x80" + bytes(3) + b"\x80" + bytes(7))),
    ("a true size in base 256", lambda block: size(b"\x80" + size_of(block).to_bytes(11, "big"))(block)),
    ("a size with a sign", size(b"-0000000001")),
    ("a size with a plus", size(b"+0000000001")),
    ("a size in decimal", size(b"99999999999")),
    ("a size in hexadecimal", size(b"0x000000001")),
    ("a size with blanks", size(b"         10")),
    ("a size with a blank behind", size(b"0000000001 ")),
    ("a size of 12 digits", size(b"000000000001")),
    ("a size of digits behind a NUL", size(b"00000000001\x007")),
    ("no size", size(b"")),
    ("a size with an underscore", size(b"0000_000001")),
    ("a size of other digits", size("٠٠٠٠".encode())),
    *((f"typeflag {letter!r}", kind(letter.encode())) for letter in "1234567SVMNDLKXAg\0 "),
    ("a hard link to itself", lambda block: kind(b"1")(field(157, block[:100])(block))),
    ("a symbolic link to /etc/passwd", lambda block: kind(b"2")(field(157, b"/etc/passwd")(block))),
    ("a link target in a plain file", field(157, b"/etc/passwd")),
    ("a device", lambda block: kind(b"3")(field(329, b"0000001\x000000003\0")(block))),
    ("device numbers in a plain file", field(329, b"0000001\0")),
    ("set user id", field(100, b"0004755\0")),
    ("root as an owner", field(265, b"root\0")),
    ("a user id of -1", field(108, b"\xff" * 8)),
    ("a time before 1970", field(136, b"\xff" * 12)),
    ("magic of GNU", field(257, b"ustar  \0")),
    ("magic of old tar", field(257, bytes(8))),
    ("a prefix", field(345, b"daftar-bundle")),
    ("a prefix that climbs", field(345, b"../../../home")),
    ("GNU sparse fields", field(386, b"00000000000\x0000000001000\0")),
    ("bytes behind the fields", field(500, b"x")),
    ("a NUL in the name, more behind", field(60, b"\0x")),
    ("a false checksum", lambda block: block[:148] + b"000000\0 " + block[156:]),
    ("a checksum spelled otherwise", lambda block: block[:148] + b" " + block[149:]),
    ("a checksum of signed bytes", lambda block: block[:148] + b"777777\0 " + block[156:]),
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("what", "lie"), HEADERS, ids=[row[0] for row in HEADERS])
def test_a_header_that_is_not_the_one(
    receiver: Receiver, place: str, what: str, lie: Callable[[bytes], bytes]
) -> None:
    layers = good_layers()
    gate, path = PLACES[place][0], ROOT + PLACES[place][1](layers)
    layers.header = lambda name, size: (lie if name == path else bytes)(plain_header(name, size))
    assert receiver.refuses(layers.sealed()) == ("bundle.layout", gate)


def extended(kind: bytes, body: bytes, name: str = "pax") -> bytes:
    """A member that would say something about the next."""
    return kind_header(name, len(body), kind) + body + bytes(-len(body) % 512)


def kind_header(name: str, size: int, kind: bytes) -> bytes:
    return plain_header(ROOT + name, size, type=kind)


def record(key: str, value: str) -> bytes:
    """A pax record with its true length."""
    rest = f" {key}={value}\n".encode()
    length = next(n for n in range(len(rest), len(rest) + 9) if n == len(str(n)) + len(rest))
    return str(length).encode() + rest


TRUE_SIZE = 2**33

BEFORE: tuple[tuple[str, bytes], ...] = (
    ("pax: another path", extended(b"x", record("path", "../../evil"))),
    ("pax: a link", extended(b"x", record("linkpath", "/etc/passwd"))),
    ("pax: a small size", extended(b"x", record("size", "1"))),
    ("pax: a size of -1", extended(b"x", record("size", "-1"))),
    ("pax: a size of 2⁶⁴", extended(b"x", record("size", str(2**64)))),
    ("pax: a size of zeros and digits", extended(b"x", record("size", f"0{TRUE_SIZE}"))),
    ("pax: a size with a fraction", extended(b"x", record("size", f"{TRUE_SIZE}.5"))),
    ("pax: a size in other digits", extended(b"x", record("size", "١٢٣٤٥٦٧٨٩٠١"))),
    ("pax: two sizes", extended(b"x", record("size", str(TRUE_SIZE)) * 2)),
    ("pax: size and path", extended(b"x", record("size", str(TRUE_SIZE)) + record("path", "x"))),
    ("pax: a false length", extended(b"x", b"99 size=%d\n" % TRUE_SIZE)),
    ("pax: a NUL", extended(b"x", record("size", f"{TRUE_SIZE}\0"))),
    ("pax: nothing", extended(b"x", b"")),
    ("pax: a record of 8 GiB", kind_header("pax", 2**33 - 1, b"x")),
    ("pax: under another name", extended(b"x", record("size", str(TRUE_SIZE)), "PaxHeaders/x")),
    ("pax: GNU sparse 1.0", extended(b"x", record("GNU.sparse.realsize", "9999999999"))),
    ("pax: for all that follow", extended(b"g", record("path", "../../evil"))),
    ("pax: twice", extended(b"x", record("size", str(TRUE_SIZE))) * 2),
    ("GNU: a long name", extended(b"L", b"../" * 100 + b"evil\0", "././@LongLink")),
    ("GNU: a long link", extended(b"K", b"/etc/" + b"x" * 200 + b"\0", "././@LongLink")),
    ("a folder", kind_header("data/", 0, b"5")),
    ("two zero blocks, more behind", bytes(1024)),
    ("one zero block, more behind", bytes(512)),
)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("what", "before"), BEFORE, ids=[row[0] for row in BEFORE])
def test_a_member_that_speaks_of_the_next(receiver: Receiver, place: str, what: str, before: bytes) -> None:
    layers = good_layers()
    gate, path = PLACES[place][0], ROOT + PLACES[place][1](layers)
    layers.header = lambda name, size: (before if name == path else b"") + plain_header(name, size)
    assert receiver.refuses(layers.sealed()) == ("bundle.layout", gate)


COMPOSED = unicodedata.normalize("NFC", "й")
NAMES = (
    "../bag-info.txt", "/etc/passwd", "//server/share", "~/.profile", ".", "..", "...",
    "C:\\Windows\\win.ini", "c:bag-info.txt", "\\\\?\\C:\\x", "data\\..\\..\\x",
    "CON", "NUL", "nul.txt", "AUX", "COM1", "LPT1.txt", "CONIN$", "$(reboot)", "-rf", "|id", "`id`", "a;b",
    "bag-info.txt.", "bag-info.txt ", " bag-info.txt", "bag-info.txt/",
    "bag-info.txt:stream", "./bag-info.txt",
    "BAG-INFO.TXT", "Bag-Info.txt", "data//x", "data/./x", "data/../x",
    "bag-info.txt\n", "bag-info.txt\t", "\x1b[31mred", "\x07", "\x7f",
    "\u202egpj.exe", "bag\u200b-info.txt", "\ufeffbag-info.txt",
    COMPOSED, unicodedata.normalize("NFD", COMPOSED),
    "bag-info.tхt", "ﬁle", "\u0130nfo", "x" * 86, "Ұ" * 43, "", "*", "?", "%2e%2e/x",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_name_of_a_member(receiver: Receiver, name: str) -> None:
    """In the tar alone: of a tag file, and of evidence that the manifest names as it is."""
    for gate, place in ((Gate.PROLOGUE, INFO), (Gate.PAYLOAD, evidence_of(good_layers()))):
        layers = good_layers().rename(place, name)
        layers.header = gnu_header
        assert receiver.refuses(layers.sealed()) == ("bundle.layout", gate)


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_name_in_the_manifest(receiver: Receiver, name: str) -> None:
    """In tar and manifest alike, truly signed: where evidence should stand, and below it."""
    for path in (name, f"data/{name}", f"data/evidence/{name}"):
        layers = good_layers()
        layers.rename(list(layers.files)[-1], path)
        layers.header = gnu_header
        digest = b"0" * 64
        listed = layers.files["manifest-sha256.txt"].splitlines(keepends=True)[:-1]
        layers.files["manifest-sha256.txt"] = b"".join([*listed, digest + b"  " + path.encode() + b"\n"])
        assert receiver.refuses(layers.truly().sealed()) == ("bundle.layout", Gate.TAGS)


def gnu_header(name: str, size: int) -> bytes:
    """Whatever the name holds, cut to its field as an old tar would."""
    block = plain_header(ROOT, size)
    return checked(name.encode()[:100].ljust(100, b"\0") + block[100:])


@pytest.mark.parametrize("place", PLACES)
def test_two_members_of_one_name(receiver: Receiver, place: str) -> None:
    layers = good_layers()
    twice, build = PLACES[place][1](layers), layers.member

    def member(path: str, data: bytes) -> bytes:
        return build(path, data) * (2 if path == twice else 1)

    layers.member = member  # type: ignore[method-assign]
    code, gate = receiver.refuses(layers.sealed())
    assert code in ("bundle.layout", "bundle.trailing")
    assert gate >= PLACES[place][0]


@pytest.mark.parametrize("more", [-512, -1, 1, 511, 512, 2**20, 2**33 - 1])
@pytest.mark.parametrize("place", [REVISIONS, "evidence"])
def test_a_true_signature_over_a_lying_size(receiver: Receiver, place: str, more: int) -> None:
    """The tar says another size than is there; what it says is what was signed, where it is not negative."""
    layers = good_layers()
    path = REVISIONS if place == REVISIONS else evidence_of(layers)
    lying = min(max(len(layers.files[path]) + more, 0), 2**33 - 1)
    layers.header = lambda name, size: plain_header(name, lying if name == ROOT + path else size)
    total = sum(len(data) for name, data in layers.files.items() if name.startswith("data/"))
    announced = total - len(layers.files[path]) + lying
    layers.replace(INFO, f"Payload-Oxum: {total}.".encode(), f"Payload-Oxum: {announced}.".encode()).truly()
    code, gate = receiver.refuses(layers.sealed())
    assert code in ("bundle.layout", "bundle.digest", "disk.full")
    assert gate is (Gate.STANDING if code == "disk.full" else Gate.PAYLOAD)


def boundaries(tar: bytes) -> list[int]:
    """Where a header, a body or a filling ends."""
    found = [0]
    with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
        for member in archive:
            found += [
                member.offset_data,
                member.offset_data + member.size,
                -(-(member.offset_data + member.size) // 512) * 512,
            ]
    return sorted({*found, len(tar) - 1024, len(tar) - 512})


def test_cut_at_every_boundary_and_sealed_truly(receiver: Receiver) -> None:
    tar = good_layers().tar()
    ends = boundaries(tar)
    assert len(ends) > 30
    for end in ends:
        code, _gate = receiver.refuses(seal(tar[:end], OURS))
        assert code == "bundle.layout"


def test_bytes_put_in_at_every_boundary_and_sealed_truly(receiver: Receiver) -> None:
    tar = good_layers().tar()
    codes = {
        receiver.refuses(seal(tar[:at] + more + tar[at:], OURS))[0]
        for at in [*boundaries(tar), len(tar)]
        for more in (b"x", bytes(512))
    }
    assert codes <= {"bundle.layout", "bundle.trailing", "bundle.digest", "bundle.signature", "bundle.card"}
