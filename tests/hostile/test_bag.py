"""Lies of the bag: its labels and its manifests, truly signed."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from app.bundle.gates import Gate
from tests.hostile.kit import Layers, good_layers
from tests.hostile.receiver import Receiver

INFO, MANIFEST, TAG_MANIFEST = "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"
OTHER = "f" * 64


@dataclass(frozen=True)
class Lie:
    """`tell` changes the layers of a good bundle, which is then refused with `code` at `gate`."""

    what: str
    code: str
    gate: Gate
    tell: Callable[[Layers], object]


def label(name: str, value: str, code: str = "layout", gate: Gate = Gate.TAGS) -> Lie:
    """Another value under a label of bag-info.txt, truly signed."""

    def tell(layers: Layers) -> None:
        rows = layers.files[INFO].decode().splitlines()
        rows = [f"{name}: {value}" if row.startswith(f"{name}: ") else row for row in rows]
        layers.files[INFO] = "".join(f"{row}\n" for row in rows).encode()
        layers.truly()

    return Lie(f"{name}: {value[:40]!r}", f"bundle.{code}", gate, tell)


def added(line: str, code: str = "layout", gate: Gate = Gate.TAGS) -> Lie:
    """A line more in bag-info.txt, truly signed."""

    def tell(layers: Layers) -> None:
        layers.files[INFO] += f"{line}\n".encode()
        layers.truly()

    return Lie(f"bag-info.txt and {line[:40]!r}", f"bundle.{code}", gate, tell)


NUMBERS = ("-1", "+1", "01", "1.0", "1e3", "0x1", "1_0", "9" * 17, "9" * 5_000)
TOO_LARGE = (2**53, 2**63 - 1, 2**63, 2**64)

LABELS = (
    *(label("Sequence", number) for number in NUMBERS),
    *(label("Sequence", f"{number}\nPrevious: {OTHER}") for number in TOO_LARGE),
    *(label("Payload-Oxum", f"{number}.6") for number in NUMBERS),
    *(label("Payload-Oxum", f"1.{number}") for number in NUMBERS),
    *(label("Payload-Oxum", f"{number}.6") for number in TOO_LARGE),
    label("Payload-Oxum", "0.6", "digest", Gate.PAYLOAD),
    label("Payload-Oxum", "1.5", "digest", Gate.PAYLOAD),
    label("Payload-Oxum", "701000.6.1"),
    label("Payload-Oxum", "0.0"),
    *(label(name, "", gate=Gate.PROLOGUE) for name in ("Sequence", "Payload-Oxum", "Sender", "Bundle-Id")),
    *(label(name, "١", gate=Gate.PROLOGUE) for name in ("Sequence", "Payload-Oxum", "Bundle-Format")),
    *(label("Bundle-Format", number) for number in ("0", "-1")),
    *(label("Bundle-Format", number, "newer_format") for number in ("2", "9999")),
    label("Bundle-Id", "0190A0B0-0000-7000-8000-000000000001"),
    label("Bundle-Id", "../../../../etc/passwd"),
    label("Sender-Replica", "{5f7d1c1e-3a52-4d5e-9d7b-0123456789ab}"),
    label("Sender", OTHER, "card", Gate.CARD),
    label("Sender", OTHER.upper(), gate=Gate.CARD),
    label("Recipient", OTHER, "recipient", Gate.RECIPIENTS),
    label("Recipient", OTHER.upper()),
    label("Recipient", OTHER + " ", gate=Gate.PROLOGUE),
    added(f"Recipient: {OTHER}", "recipient", Gate.RECIPIENTS),
    added(f"Recipient: {'0' * 64}"),
    added(f"Sender: {OTHER}", gate=Gate.CARD),
    added("Sequence: 1"),
    added("Bundle-Format: 1"),
    added(f"Bundle-Id: {'0' * 8}-0000-0000-0000-{'0' * 12}"),
    added("Payload-Oxum: 1.1"),
    added(f"Previous: {OTHER}"),
    added("Requires: split-parts", "newer_format"),
    added("Requires: Split"),
    added("Requires: ../x"),
    added("\n".join(f"Requires: word-{number}" for number in range(3_000)), "newer_format"),
    added(" a line that goes on", gate=Gate.PROLOGUE),
    added("Label without value:", gate=Gate.PROLOGUE),
    added("Lab\u0435l: x", gate=Gate.PROLOGUE),
    added("Label: \u202ex", gate=Gate.PROLOGUE),
    added("Label: \x1b[31m", gate=Gate.PROLOGUE),
    added("", gate=Gate.PROLOGUE),
    added("X: " + "x" * 65_536, "limits", Gate.PROLOGUE),
)


def manifest(what: str, change: Callable[[list[str]], list[str]], code: str, gate: Gate) -> Lie:
    """Other lines in the manifest, truly signed."""

    def tell(layers: Layers) -> None:
        rows = change(layers.files[MANIFEST].decode().splitlines())
        layers.files[MANIFEST] = "".join(f"{row}\n" for row in rows).encode()
        layers.truly()

    return Lie(f"manifest: {what}", f"bundle.{code}", gate, tell)


def spelled(what: str, change: Callable[[str], str]) -> Lie:
    """The last line of the manifest in another spelling."""
    return manifest(what, lambda rows: [*rows[:-1], change(rows[-1])], "layout", Gate.TAGS)


EXTRA = f"{OTHER}  data/evidence/{OTHER}"

MANIFESTS = (
    manifest("a file that is not there, at the end", lambda rows: [*rows, EXTRA], "digest", Gate.PAYLOAD),
    manifest("a file left out", lambda rows: rows[:-1], "digest", Gate.PAYLOAD),
    manifest("a file left out in the middle", lambda rows: [*rows[:4], *rows[5:]], "digest", Gate.PAYLOAD),
    manifest("all evidence left out", lambda rows: rows[:3], "digest", Gate.PAYLOAD),
    manifest("no line", lambda _: [], "layout", Gate.TAGS),
    manifest("a file of lines twice", lambda rows: [rows[0], *rows], "layout", Gate.TAGS),
    manifest("files of lines exchanged", lambda rows: [rows[1], rows[0], *rows[2:]], "layout", Gate.TAGS),
    manifest("evidence twice", lambda rows: [*rows, rows[-1]], "layout", Gate.TAGS),
    manifest("a foreign digest", lambda rows: [*rows[:-1], OTHER + rows[-1][64:]], "digest", Gate.TAGS),
    manifest("the padding", lambda rows: [*rows, f"{OTHER}  padding"], "layout", Gate.TAGS),
    manifest("a tag file", lambda rows: [*rows, f"{OTHER}  bag-info.txt"], "layout", Gate.TAGS),
    spelled("a binary mark", lambda row: row.replace("  ", " *")),
    spelled("one space", lambda row: row.replace("  ", " ")),
    spelled("three spaces", lambda row: row.replace("  ", "   ")),
    spelled("a tab", lambda row: row.replace("  ", "\t")),
    spelled("a digest in upper case", lambda row: "A" + row[1:]),
    spelled("a short digest", lambda row: row[1:]),
    spelled("a long digest", lambda row: "0" + row),
    spelled("a percent escape", lambda row: row.replace("data/", "data%2f")),
    spelled("a path from here", lambda row: row.replace("data/", "./data/")),
    spelled("a space behind", lambda row: row + " "),
    spelled("a backslash", lambda row: row.replace("/", "\\")),
    spelled("the whole name", lambda row: row.replace("data/", "daftar-bundle/data/")),
)  # fmt: skip


def tagged(what: str, change: Callable[[list[str]], list[str]], code: str = "layout") -> Lie:
    """Other lines in the tag manifest, truly signed."""

    def tell(layers: Layers) -> None:
        rows = change(layers.files[TAG_MANIFEST].decode().splitlines())
        layers.files[TAG_MANIFEST] = "".join(f"{row}\n" for row in rows).encode()
        layers.sign()

    return Lie(f"tag manifest: {what}", f"bundle.{code}", Gate.TAGS, tell)


TAG_MANIFESTS = (
    tagged("a line more", lambda rows: [*rows, f"{OTHER}  signature.sshsig"]),
    tagged("a line of the payload", lambda rows: [*rows, f"{OTHER}  data/cards.jsonl"]),
    tagged("a line twice", lambda rows: [*rows, rows[-1]]),
    tagged("lines exchanged", lambda rows: [rows[1], rows[0], *rows[2:]]),
    tagged("nothing", lambda _: []),
    tagged("a false digest", lambda rows: [OTHER + rows[0][64:], *rows[1:]], "digest"),
    tagged("a digest of another file", lambda rows: [rows[1][:64] + rows[0][64:], *rows[1:]], "digest"),
)


@pytest.mark.parametrize("lie", [*LABELS, *MANIFESTS, *TAG_MANIFESTS], ids=lambda lie: lie.what)
def test_a_lying_bag(receiver: Receiver, lie: Lie) -> None:
    layers = good_layers()
    lie.tell(layers)
    assert receiver.refuses(layers.sealed()) == (lie.code, lie.gate)
