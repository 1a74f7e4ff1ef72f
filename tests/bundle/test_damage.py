"""From kind of damage to code: one test a row. The same table stands in DESIGN.md."""

import base64
import io
from collections.abc import Callable

import pytest

from app.bundle.container import PROLOGUE
from app.crypto.age import armor, read_header
from app.crypto.recipients import HybridIdentity, ScryptRecipient, Stanza, encode_base64
from app.crypto.streams import SEALED_CHUNK_BYTES
from app.domain.errors import REFUSALS, BundleError
from app.domain.identity import Trust
from tests.builders import party
from tests.bundle.builders import (
    COORDINATOR,
    LAWYER,
    MONITOR,
    STRANGER,
    RecordingSink,
    contents,
    knowing,
    opened,
    written,
)
from tests.bundle.damage import ROWS, Damage
from tests.crypto.builders import flip
from tests.hostile.kit import FixedStanza, Layers, good_layers, plain_header, seal


def refusal_of(data: bytes) -> str:
    with pytest.raises(BundleError) as refusal:
        opened(data, sink=RecordingSink())
    return refusal.value.code


def test_the_kit_builds_what_the_writer_builds() -> None:
    layers = good_layers()
    before = dict(layers.files)
    layers.list_payload().truly()
    unsigned = {path: data for path, data in layers.files.items() if not path.startswith("signature")}
    assert unsigned == {path: before[path] for path in unsigned}
    assert opened(layers.sealed()).judged == ()


def test_evidence_is_finished_only_once_its_digest_was_found_right() -> None:
    layers = good_layers()
    first, last = (path for path, data in layers.files.items() if data and path.startswith("data/evidence/"))
    layers.files[last] = flip(layers.files[last], 0)
    sink = RecordingSink()
    with pytest.raises(BundleError):
        opened(layers.sealed(), sink=sink)
    held = [sink.files[path.removeprefix("data/evidence/")] for path in (first, last)]
    assert [each.finished for each in held] == [True, False]


def test_evidence_that_nobody_takes_is_compared_all_the_same() -> None:
    layers = good_layers()
    first = next(path for path, data in layers.files.items() if data and path.startswith("data/evidence/"))
    layers.files[first] = flip(layers.files[first], 0)
    with pytest.raises(BundleError, match="bundle.digest"):
        opened(layers.sealed())


@pytest.mark.parametrize("damage", ROWS, ids=lambda damage: damage.what)
def test_damage_inside(damage: Damage) -> None:
    layers = good_layers()
    damage.do(layers)
    assert refusal_of(layers.sealed()) == damage.code


def payload_start(data: bytes) -> int:
    """Where the sealed chunks begin."""
    source = io.BytesIO(data)
    read_header(source)
    return source.tell() + 16


def header_lines(data: bytes) -> list[int]:
    """Where each line of the age header begins."""
    end = payload_start(data) - 16
    return [0, *(place + 1 for place in range(end - 1) if data[place : place + 1] == b"\n")]


def middle_of(data: bytes) -> int:
    """A place in the fourth chunk."""
    return payload_start(data) + 3 * SEALED_CHUNK_BYTES


def respell(data: bytes, at: int) -> bytes:
    """Another letter of base64 at one place, so that it is the content that is damaged, not its spelling."""
    return data[:at] + (b"B" if data[at : at + 1] == b"A" else b"A") + data[at + 1 :]


def exchange_chunks(data: bytes) -> bytes:
    start, size = payload_start(data), SEALED_CHUNK_BYTES
    first, second = data[start : start + size], data[start + size : start + 2 * size]
    return data[:start] + second + first + data[start + 2 * size :]


OUTSIDE: tuple[tuple[str, str, Callable[[bytes], bytes]], ...] = (
    ("an empty file", "not_age", lambda data: b""),
    ("a text", "not_age", lambda data: "это не пакет".encode() * 100),
    ("armored", "not_age", armor),
    ("a tar that was never sealed", "not_age", lambda data: good_layers().tar()),
    ("a bit of the first line", "not_age", lambda data: flip(data, 3)),
    ("a bit of the version", "header", lambda data: flip(data, data.index(b"v1") + 1)),
    ("a bit of the stanza's kind", "header", lambda data: flip(data, data.index(b"mlkem"))),
    ("a bit of our key's wrapping", "not_for_me", lambda data: respell(data, data.index(b"-> ") + 600)),
    ("a bit of our key", "not_for_me", lambda data: respell(data, header_lines(data)[2] + 4)),
    ("a bit of the header's MAC", "header", lambda data: flip(data, data.index(b"--- ") + 9)),
    ("cut within the header", "header", lambda data: data[:500]),
    ("cut behind the header", "header", lambda data: data[: payload_start(data) - 16]),
    ("cut behind the nonce", "truncated", lambda data: data[: payload_start(data)]),
    ("a bit of the nonce", "altered", lambda data: flip(data, payload_start(data) - 1)),
    ("a bit of the first chunk", "altered", lambda data: flip(data, payload_start(data) + 5)),
    ("a bit of a middle chunk", "altered", lambda data: flip(data, middle_of(data))),
    ("a bit of the last chunk", "truncated", lambda data: flip(data, -1)),
    ("two chunks exchanged", "altered", exchange_chunks),
    ("a byte behind the end", "truncated", lambda data: data + b"!"),
    ("a chunk behind the end", "altered", lambda data: data + bytes(SEALED_CHUNK_BYTES)),
    ("the last byte missing", "truncated", lambda data: data[:-1]),
)  # fmt: skip


@pytest.mark.parametrize(("what", "code", "change"), OUTSIDE, ids=[row[0] for row in OUTSIDE])
def test_damage_outside(what: str, code: str, change: Callable[[bytes], bytes]) -> None:
    assert refusal_of(change(written()[0])) == f"bundle.{code}"


def test_fault_36_a_bundle_cut_at_any_chunk_is_refused_whole() -> None:
    data, _told = written(contents(evidence=()))
    for end in range(payload_start(data), len(data), SEALED_CHUNK_BYTES):
        assert refusal_of(data[:end]) == "bundle.truncated"
        assert refusal_of(data[: end + 17]) == "bundle.truncated"


def test_any_line_of_the_header_that_is_not_ours_is_under_its_mac() -> None:
    data, _told = written(to=(party(COORDINATOR), party(LAWYER)))
    starts = header_lines(data)
    reader = COORDINATOR if first_recipient(data) == LAWYER else LAWYER
    with pytest.raises(BundleError) as refusal:
        opened(respell(data, starts[2] + 4), party(reader))
    assert refusal.value.code == "bundle.header"


def first_recipient(data: bytes) -> str:
    header = read_header(io.BytesIO(data))
    names = (COORDINATOR, LAWYER)
    return next(name for name in names if party(name).age.unwrap(header.stanzas[0]))


COORDINATORS = party(COORDINATOR).age.recipient
GREASE = FixedStanza(Stanza("grease", ("x",), b"y" * 32))
HUGE = FixedStanza(Stanza("x", ("y" * 2**20,), b""))
X25519 = FixedStanza(Stanza("X25519", (encode_base64(bytes(range(32))),), b"y" * 32))


@pytest.mark.parametrize(
    ("what", "code", "readers"),
    [
        ("a stanza of no known kind", "bundle.header", (COORDINATORS, GREASE)),
        ("a stanza X25519", "bundle.header", (X25519, COORDINATORS)),
        ("a passphrase", "bundle.header", (ScryptRecipient(b"x", log_n=2),)),
        ("a recipient added", "bundle.recipient", (COORDINATORS, HybridIdentity.generate().recipient)),
        ("65 stanzas", "bundle.limits", (COORDINATORS,) + (GREASE,) * 64),
        ("a header beyond 1 MiB", "bundle.limits", (COORDINATORS, HUGE)),
        ("other recipients only", "bundle.not_for_me", (HybridIdentity.generate().recipient,)),
    ],
)  # fmt: skip
def test_recipients_of_the_envelope(what: str, code: str, readers: tuple[FixedStanza, ...]) -> None:
    layers = good_layers()
    layers.readers = readers
    assert refusal_of(layers.sealed()) == code


def test_a_bundle_passed_on_to_another_is_not_theirs() -> None:
    layers = good_layers()
    layers.readers = (party(STRANGER).age.recipient,)
    with pytest.raises(BundleError) as refusal:
        opened(layers.sealed(), party(STRANGER))
    assert refusal.value.code == "bundle.recipient"


def test_a_bundle_stripped_of_a_recipient_shows_it() -> None:
    data, _told = written(to=(party(COORDINATOR), party(LAWYER)))
    assert refusal_of(Layers.of(data).sealed()) == "bundle.recipient"


@pytest.mark.parametrize("path", ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "signature.sshsig"])
def test_fault_37_a_size_beyond_its_limit_is_refused_before_its_bytes_are_read(path: str) -> None:
    layers = good_layers()
    plain = layers.tar()
    before = plain.index(plain_header("daftar-bundle/" + path, len(layers.files[path])))
    lying = plain[:before] + plain_header("daftar-bundle/" + path, 2**33 - 1)
    assert refusal_of(seal(lying, COORDINATORS)) == "bundle.limits"


def test_a_tag_file_may_be_as_large_as_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    layers = good_layers()
    for path in PROLOGUE:
        monkeypatch.setitem(PROLOGUE, path, len(layers.files[path]))
    assert opened(layers.sealed()).judged == ()


def test_fault_37_evidence_larger_than_signed_is_refused_before_its_bytes_are_read() -> None:
    layers = good_layers()
    plain = layers.tar()
    sink = RecordingSink()
    path = list(layers.files)[-1]
    before = plain.index(plain_header("daftar-bundle/" + path, len(layers.files[path])))
    lying = seal(plain[:before] + plain_header("daftar-bundle/" + path, 2**33 - 1), COORDINATORS)
    with pytest.raises(BundleError) as refusal:
        opened(lying, sink=sink)
    assert refusal.value.code == "bundle.digest"
    assert path.removeprefix("data/evidence/") not in sink.files


def test_fault_37_a_manifest_of_more_files_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.domain.manifest.MAX_FILES", 5)
    assert refusal_of(written()[0]) == "bundle.limits"


def test_fault_37_a_file_of_more_lines_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = written()[0]
    lines = len(opened(sealed).summaries)
    monkeypatch.setattr("app.bundle.payload.MAX_LINES", lines)
    assert len(opened(sealed).summaries) == lines
    monkeypatch.setattr("app.bundle.payload.MAX_LINES", lines - 1)
    assert refusal_of(sealed) == "bundle.limits"


@pytest.mark.parametrize(
    ("trust", "code"),
    [
        (None, "bundle.sender_unknown"),
        (Trust.UNVERIFIED, "bundle.sender_unverified"),
        (Trust.INTRODUCED, "bundle.sender_unverified"),
        (Trust.REVOKED, "bundle.sender_revoked"),
    ],
)
def test_standing_is_required_to_apply_and_shown_to_inspect(trust: Trust | None, code: str) -> None:
    data, _told = written()
    lookup = knowing(party(MONITOR), trust=trust) if trust else knowing()
    sink = RecordingSink()
    with pytest.raises(BundleError) as refusal:
        opened(data, lookup=lookup, sink=sink)
    assert refusal.value.code == code
    assert sink == RecordingSink()
    inspected = opened(data, lookup=lookup, require_standing=False)
    assert inspected.head.sender.trust is (trust or Trust.UNVERIFIED)


def test_a_revoked_sender_is_accepted_when_a_reason_was_given() -> None:
    data, _told = written()
    lookup = knowing(party(MONITOR), trust=Trust.REVOKED)
    assert opened(data, lookup=lookup, accept_revoked=True).head.sender.trust is Trust.REVOKED
    unverified = knowing(party(MONITOR), trust=Trust.UNVERIFIED)
    with pytest.raises(BundleError):
        opened(data, lookup=unverified, accept_revoked=True)


def test_every_code_of_a_row_is_a_refusal_with_words() -> None:
    codes = {damage.code for damage in ROWS} | {f"bundle.{row[1]}" for row in OUTSIDE}
    assert codes <= set(REFUSALS)


def test_a_signature_of_other_spelling_is_still_one() -> None:
    layers = good_layers()
    lines = layers.files["signature.sshsig"].decode().splitlines()
    blob = base64.b64decode("".join(lines[1:-1]))
    layers.files["signature.sshsig"] = "\n".join(
        [lines[0], base64.b64encode(blob).decode(), lines[-1], ""]
    ).encode()
    assert opened(layers.sealed()).judged == ()
