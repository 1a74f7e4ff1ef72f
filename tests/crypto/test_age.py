import io
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.crypto.age import AgeReader, AgeWriter, armor, dearmor, read_header
from app.crypto.errors import (
    AlteredError,
    ArmorError,
    CryptoError,
    HeaderError,
    HeaderLimitError,
    HeaderMacError,
    NoMatchError,
    NotAgeError,
    TrailingError,
    TruncatedError,
)
from app.crypto.recipients import (
    HybridIdentity,
    HybridRecipient,
    Recipient,
    ScryptIdentity,
    ScryptRecipient,
    Stanza,
    X25519Identity,
)
from app.crypto.streams import CHUNK_BYTES
from tests.crypto.builders import (
    age_file,
    another_letter,
    chunk_start,
    flip,
    open_age,
    pattern,
    payload_start,
    some_identity,
)

THREE_CHUNKS = pattern(2 * CHUNK_BYTES + 100)


class Endless(io.BytesIO):
    """Counts what is taken from it."""

    taken = 0

    def readline(self, size: int | None = -1) -> bytes:
        line = super().readline(size)
        self.taken += len(line)
        return line


@pytest.mark.parametrize("length", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])
def test_round_trip(length: int) -> None:
    plain = pattern(length)
    assert open_age(age_file(plain)) == plain


@given(st.lists(st.binary(max_size=200_000), max_size=5), st.integers(1, 300_000))
def test_any_pieces_in_any_pieces_out(pieces: list[bytes], size: int) -> None:
    target = io.BytesIO()
    with AgeWriter(target, [some_identity().recipient]) as writer:
        for piece in pieces:
            writer.write(piece)
    reader = AgeReader(io.BytesIO(target.getvalue()), [some_identity()])
    found = []
    while block := reader.read(size):
        found.append(block)
    assert all(len(block) == size for block in found[:-1])
    assert b"".join(found) == b"".join(pieces)


def test_every_recipient_opens_it_and_nobody_else() -> None:
    one, two, stranger = some_identity(1), some_identity(2), some_identity(3)
    data = age_file(b"payload", one.recipient, two.recipient)
    assert open_age(data, one) == open_age(data, two) == b"payload"
    with pytest.raises(NoMatchError):
        open_age(data, stranger)


def test_header_tells_who_could_open_it_before_anybody_does() -> None:
    data = age_file(b"payload", *(some_identity(number).recipient for number in (1, 2, 3)))
    source = io.BytesIO(data)
    header = read_header(source)
    assert header.kinds == ("mlkem768x25519",) * 3
    reader = AgeReader(source, [some_identity(3)], header=header)
    assert reader.kinds == header.kinds
    assert reader.read() == b"payload"


class Greasing:
    """A recipient of a kind that nobody knows."""

    def wrap(self, file_key: bytes) -> Stanza:
        return Stanza("daftar-test-grease", ("a", "b"), bytes(48))


def test_unknown_stanzas_are_shown_and_passed_over() -> None:
    data = age_file(b"payload", Greasing(), some_identity().recipient)
    assert read_header(io.BytesIO(data)).kinds == ("daftar-test-grease", "mlkem768x25519")
    assert open_age(data) == b"payload"


@pytest.mark.parametrize(
    ("damage", "error"),
    [
        (lambda data: b"", NotAgeError),
        (lambda data: b"PK\x03\x04" + data, NotAgeError),
        (armor, NotAgeError),
        (lambda data: data[:10], NotAgeError),
        (lambda data: data.replace(b"/v1\n", b"/v2\n", 1), HeaderError),
        (lambda data: data[:1000], HeaderError),
        (lambda data: data[: payload_start(data) - 1], HeaderError),
        (lambda data: another_letter(data, payload_start(data) - 20), HeaderMacError),
        (lambda data: data.replace(b"\n---", b"\n-> grease\n\n---", 1), HeaderMacError),
        (lambda data: flip(data, chunk_start(data, 0)), AlteredError),
        (lambda data: flip(data, chunk_start(data, 1) + 77), AlteredError),
        (lambda data: flip(data, chunk_start(data, 2)), TruncatedError),
        (lambda data: flip(data, -1), TruncatedError),
        (lambda data: data[:-1], TruncatedError),
        (lambda data: data[: chunk_start(data, 2)], TruncatedError),
        (lambda data: data[: chunk_start(data, 1)], TruncatedError),
        (lambda data: data[: chunk_start(data, 0)], TruncatedError),
        (lambda data: data + b"\0", TruncatedError),
        (lambda data: flip(data, payload_start(data) - 1), AlteredError),
        (
            lambda data: (
                data[: chunk_start(data, 0)]
                + data[chunk_start(data, 1) : chunk_start(data, 2)]
                + data[chunk_start(data, 0) : chunk_start(data, 1)]
                + data[chunk_start(data, 2) :]
            ),
            AlteredError,
        ),
    ],
)
def test_damage_names_itself(damage: object, error: type[CryptoError]) -> None:
    assert callable(damage)
    with pytest.raises(CryptoError) as raised:
        open_age(damage(age_file(THREE_CHUNKS)))
    assert type(raised.value) is error


def test_bytes_behind_a_full_last_chunk() -> None:
    data = age_file(pattern(2 * CHUNK_BYTES))
    reader = AgeReader(io.BytesIO(data + b"more"), [some_identity()])
    assert reader.read(2 * CHUNK_BYTES) == pattern(2 * CHUNK_BYTES)
    for _again in range(2):
        with pytest.raises(TrailingError):
            reader.read(1)


def test_what_precedes_a_bad_chunk_can_be_had_and_the_failure_stays() -> None:
    data = age_file(THREE_CHUNKS)
    reader = AgeReader(io.BytesIO(flip(data, chunk_start(data, 1))), [some_identity()])
    assert reader.read(CHUNK_BYTES) == THREE_CHUNKS[:CHUNK_BYTES]
    for _again in range(2):
        with pytest.raises(AlteredError):
            reader.read(1)


def test_a_short_read_is_never_a_failure_in_disguise() -> None:
    data = age_file(THREE_CHUNKS)
    reader = AgeReader(io.BytesIO(data[:-1]), [some_identity()])
    with pytest.raises(TruncatedError):
        reader.read(2 * CHUNK_BYTES + 1)


def test_writer_whose_body_raises_leaves_a_file_that_is_refused() -> None:
    target = io.BytesIO()
    writer = AgeWriter(target, [some_identity().recipient])
    with suppress(KeyError), writer:
        writer.write(THREE_CHUNKS)
        raise KeyError
    with pytest.raises(TruncatedError):
        open_age(target.getvalue())


def test_a_hundred_thousand_stanzas_are_refused_early() -> None:
    source = Endless(b"age-encryption.org/v1\n" + b"-> a\n\n" * 100_000)
    with pytest.raises(HeaderLimitError):
        read_header(source, max_stanzas=64)
    assert source.taken < 1000


@pytest.mark.parametrize("filler", [b"-> " + b"a" * 2_000_000, b"-> a\n" + (b"A" * 64 + b"\n") * 40_000])
def test_a_header_beyond_a_mebibyte_is_refused_early(filler: bytes) -> None:
    source = Endless(b"age-encryption.org/v1\n" + filler)
    with pytest.raises(HeaderLimitError):
        read_header(source)
    assert source.taken <= 1024 * 1024


def test_passphrase_opens_and_a_wrong_one_does_not() -> None:
    data = age_file(b"identity", ScryptRecipient("пароль Ғ".encode(), log_n=10))
    assert read_header(io.BytesIO(data)).kinds == ("scrypt",)
    assert AgeReader(io.BytesIO(data), [ScryptIdentity("пароль Ғ".encode())]).read() == b"identity"
    with pytest.raises(NoMatchError):
        AgeReader(io.BytesIO(data), [ScryptIdentity("пароль Г".encode())])


@pytest.mark.parametrize("log_n", [21, 22, 40])
def test_work_beyond_the_limit_is_refused_before_it_is_done(log_n: int) -> None:
    """22, which other programs allow, would take 4 GiB: found by fuzzing."""
    data = age_file(b"", ScryptRecipient(b"p", log_n=10)).replace(b" 10\n", b" %d\n" % log_n, 1)
    with pytest.raises(HeaderError, match="beyond the limit"):
        AgeReader(io.BytesIO(data), [ScryptIdentity(b"p")])


def test_passphrase_stands_alone() -> None:
    scrypt = ScryptRecipient(b"p", log_n=10)
    refused: list[list[Recipient]] = [[], [scrypt, some_identity().recipient], [scrypt, scrypt]]
    for recipients in refused:
        with pytest.raises(ValueError, match="age"):
            AgeWriter(io.BytesIO(), recipients)


@pytest.mark.skipif(sys.platform == "win32", reason="not on Windows: no limit of address space")
def test_too_little_memory_for_scrypt_says_so() -> None:
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))\n"
        "from app.crypto.recipients import ScryptRecipient\n"
        "from app.domain.errors import VaultError\n"
        "try: ScryptRecipient(b'p', log_n=20).wrap(bytes(16))\n"
        "except VaultError as error: print(error.code, error.facts['memory_mib'])\n"
    )
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert run.stdout.split() == ["vault.memory", "1024"]


def test_keys_as_text() -> None:
    identity = HybridIdentity.generate()
    text = identity.secret_text()
    assert text.startswith("AGE-SECRET-KEY-PQ-1")
    assert HybridIdentity.parse(text).seed == identity.seed
    assert str(identity.recipient).startswith("age1pq1")
    assert HybridRecipient.parse(str(identity.recipient)).raw == identity.recipient.raw


def test_keys_of_another_kind_or_length_are_refused() -> None:
    identity = some_identity()
    for text in (identity.secret_text(), str(identity.recipient)[:-1], "age1pq1"):
        with pytest.raises(ValueError, match=r"age|bech32"):
            HybridRecipient.parse(text)
    with pytest.raises(ValueError, match="age"):
        X25519Identity.parse(identity.secret_text())
    with pytest.raises(ValueError, match="low order"):
        HybridRecipient(identity.recipient.raw[:1184] + bytes(32))
    with pytest.raises(ValueError, match=r".*"):
        HybridRecipient(b"\xff" * 1184 + identity.recipient.raw[1184:])


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_with_our_own_errors(data: bytes) -> None:
    for candidate in (data, b"age-encryption.org/v1\n" + data):
        with pytest.raises(CryptoError):
            open_age(candidate)


@given(st.data())
def test_any_change_of_the_header_is_found(data: st.DataObject) -> None:
    good = age_file(b"payload")
    place = data.draw(st.integers(0, payload_start(good) - 17))
    changed = good[:place] + data.draw(st.binary(max_size=3)) + good[place + data.draw(st.integers(0, 3)) :]
    if changed != good:
        with pytest.raises(CryptoError):
            open_age(changed)


@given(st.binary(max_size=300))
def test_armor_fuzz(data: bytes) -> None:
    assert dearmor(armor(data)) == data
    for text in (
        data,
        b"-----BEGIN AGE ENCRYPTED FILE-----\n" + data + b"\n-----END AGE ENCRYPTED FILE-----",
    ):
        try:
            binary = dearmor(text)
        except ArmorError:
            continue
        assert armor(binary).split() == text.split()
