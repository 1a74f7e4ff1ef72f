"""Small bundles that would take much: of memory while they are read, of the disk, of a person's patience.

Peaks are those of this process; ceilings lie half above what was measured, and far below what a
laptop of 4 GB can give.
"""

import hashlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.bundle.gates import Gate
from tests.builders import party
from tests.bundle.builders import MONITOR, signed_text
from tests.hostile.kit import ATTESTATIONS, CARDS, REVISIONS, Layers, good_layers
from tests.hostile.receiver import Receiver

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="not on Windows")

MIB = 1024 * 1024
MANIFEST = "manifest-sha256.txt"


@contextmanager
def growth_below(limit_mib: int) -> Iterator[None]:
    """The most memory that this process takes meanwhile, above what it has now."""
    Path("/proc/self/clear_refs").write_text("5")
    before = peak_kib()
    yield
    grown = (peak_kib() - before) / 1024
    assert grown < limit_mib, f"{grown:.0f} MiB"


def peak_kib() -> int:
    (line,) = (
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")
    )
    return int(line.split()[1])


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


def of_header(value: str) -> bytes:
    return f'{{"header":{value}}}'.encode()


def listed(piece: str, size: int) -> str:
    """A list of this piece, again and again, `size` bytes long."""
    return "[" + ",".join([piece] * (size // (len(piece) + 1))) + "]"


def later_text(body: str) -> str:
    """A signed text of a later kind; its body is not looked into, but must be text."""
    return signed_text("daftar-later@1", "BODY", party(MONITOR)).replace("BODY", body)


def attestation_of(revisions: str) -> str:
    body = f'{{"format":1,"author":"{party(MONITOR).fingerprint}","made_at":"x","revisions":{revisions}}}'
    return signed_text("daftar-attestation@1", body, party(MONITOR))


LINES: tuple[tuple[str, str, Callable[[], bytes], str, int], ...] = (
    # What, the file, the line, its code, the ceiling in MiB.
    ("10⁵ brackets", REVISIONS, lambda: of_header(nested(100_000)), "shape", 20),
    ("10⁵ objects", REVISIONS, lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "shape", 20),
    ("10⁶ digits", REVISIONS, lambda: of_header("9" * 1_000_000), "shape", 20),
    ("64 MiB", REVISIONS, lambda: b'{"' + b"x" * (64 * MIB) + b'"}', "limits", 50),
    ("attested lists", ATTESTATIONS, lambda: attestation_of(listed("[]", 7 * MIB)).encode(), "shape", 300),
    ("1 MiB", CARDS, lambda: later_text("x" * MIB).encode(), "limits", 20),
)


@pytest.mark.parametrize(("what", "file", "build", "code", "limit_mib"), LINES, ids=[row[0] for row in LINES])
def test_a_line_takes_no_more_than_its_limit_allows(
    fresh: Receiver, what: str, file: str, build: Callable[[], bytes], code: str, limit_mib: int
) -> None:
    layers = good_layers()
    for path in (CARDS, ATTESTATIONS, REVISIONS):
        layers.put_lines(path)
    data = layers.put_lines(file, build()).sealed()
    before = fresh.services.access.digest()
    for do in (fresh.inspect, fresh.apply):
        with growth_below(limit_mib):
            plan = do(data)
        assert [line.code for line in plan.refused] == [f"revision.{code}"]
    assert fresh.services.access.digest() == before


def test_a_manifest_of_empty_lines(receiver: Receiver) -> None:
    """16 MiB of them took 2.4 GiB."""
    layers = good_layers()
    layers.files[MANIFEST] = b"\n" * (16 * MIB)
    data = layers.truly().sealed()
    with growth_below(120):
        assert receiver.refuses(data) == ("bundle.limits", Gate.TAGS)


@pytest.mark.parametrize("line", [b"", b"{}"], ids=len)
def test_more_bad_lines_than_a_plan_can_name(receiver: Receiver, line: bytes) -> None:
    """Half a million took 600 MiB, and a plan of 49 MB."""
    with growth_below(80):
        assert receiver.refuses(again_and_again(line, 50_001)) == ("bundle.limits", Gate.PAYLOAD)


def test_more_lines_set_aside_than_a_plan_can_name(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.bundle.lines.MAX_NAMED", 100)
    later = b'{"header":"{\\"format\\":2}","sig":"","parts":{}}'
    assert len(receiver.inspect(again_and_again(later, 100)).dormant) == 100
    assert receiver.refuses(again_and_again(later, 101)) == ("bundle.limits", Gate.PAYLOAD)


def again_and_again(line: bytes, count: int) -> bytes:
    """A bundle of so many revisions."""
    layers = good_layers()
    layers.files[REVISIONS] = (line + b"\n") * count
    return layers.list_payload().truly().sealed()


def with_evidence(count: int) -> Layers:
    """So many files of a few bytes each, truly listed and signed."""
    layers = good_layers()
    files = (str(number).encode() for number in range(count))
    named = sorted((hashlib.sha256(data).hexdigest(), data) for data in files)
    lines = (CARDS, ATTESTATIONS, REVISIONS)
    layers.files = {
        path: data for path, data in layers.files.items() if "evidence" not in path or path in lines
    }
    layers.files |= {f"data/evidence/{sha256}": data for sha256, data in named}
    return layers.list_payload().truly()


def test_a_hundred_thousand_tiny_members(receiver: Receiver) -> None:
    layers = with_evidence(100_000 - 3)
    data = layers.sealed()
    del layers
    with growth_below(200):
        plan = receiver.inspect(data)
    assert plan.evidence.new == 100_000 - 3


def test_a_manifest_of_a_file_too_many(receiver: Receiver) -> None:
    layers = good_layers()
    rows = (f"{number:064x}  data/evidence/{number:064x}\n".encode() for number in range(100_001 - 3))
    layers.files[MANIFEST] = b"".join([*layers.files[MANIFEST].splitlines(keepends=True)[:3], *rows])
    data = layers.truly().sealed()
    with growth_below(80):
        assert receiver.refuses(data) == ("bundle.limits", Gate.TAGS)
