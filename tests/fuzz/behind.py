"""Parsers of what lies behind a seal: each puts a true seal around any bytes, and then opens it.

Signatures, digests and authenticated ciphers stop a fuzzer at the door; a sender who lies has
the keys to all of them.
"""

import atexit
import hashlib
import hmac
import io
import shutil
import tempfile
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from app.bundle import InspectingSink, VerifiedBundle, open_bundle
from app.bundle.lines import LineJudge, LineSplitter
from app.bundle.ustar import BLOCK_BYTES, END, padding_bytes
from app.crypto.age import AgeReader, read_header
from app.crypto.errors import StreamError
from app.crypto.keyslots import DATABASE_KEY_BYTES, Slot, key_file_text, open_slot, read_key_file
from app.crypto.recipients import encode_base64
from app.crypto.signing import check_public_keys
from app.crypto.streams import BlobReader, SeekableStreamReader, StreamReader
from app.domain.identity import ContactCard, read_card, spoken_words
from app.domain.plan import Judged
from app.domain.signed_text import CARD_TAG, MAX_CARD_BYTES, HybridSignature, SignedText
from app.domain.strict_json import StrictJsonError, parse_object
from app.domain.work import Watch
from app.places import migrations
from app.vault.connection import Connection
from app.vault.log import Log, LogFault
from app.vault.migrate import migrate
from tests.bundle.builders import Lookup, knowing
from tests.crypto.builders import KEY, sealed_blob
from tests.fuzz.seeds import (
    RECORD_IDS,
    RECOVERY_SECRET,
    age_headers,
    bundle_layers,
    coordinator,
    monitor,
    successor,
)
from tests.hostile.kit import CHUNK_BYTES, Chunk, cut, plain_header, stretch

NONCE = bytes(16)
MOST_CHUNKS = 4
_INSERT_RAW_LINE = """
INSERT INTO log (seq, what, id, content, prev, hash)
VALUES (?, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), NULLIF(CAST(? AS TEXT), ''), CAST(? AS TEXT))
"""
_CHUNK_SIZES = [*range(16), *range(16, 65_000, 274), CHUNK_BYTES - 1, CHUNK_BYTES]
"""How long a chunk is, by the byte of a plan."""


@cache
def _known() -> Lookup:
    return knowing(monitor(), successor())


@cache
def _file_key() -> bytes:
    """What the one stanza of the bundle of the vectors wraps for the coordinator."""
    [stanza] = read_header(io.BytesIO(age_headers()[0])).stanzas
    found = coordinator().age.unwrap(stanza)
    assert found is not None
    return found


def covered_texts() -> tuple[bytes, ...]:
    """The header of that bundle up to its MAC."""
    return (age_headers()[0].rpartition(b" ")[0],)


def _age_file(covered: bytes, plain: bytes) -> bytes:
    """A file whose MAC and payload are true to the file key, whatever its header says."""
    mac = hmac.new(stretch(_file_key(), b"", b"header"), covered, hashlib.sha256).digest()
    sealed = sealed_chunks(cut(plain), stretch(_file_key(), NONCE, b"payload"))
    return covered + b" " + encode_base64(mac).encode() + b"\n" + NONCE + sealed


def sealed_chunks(chunks: list[Chunk], key: bytes) -> bytes:
    """A STREAM by other code than ours."""
    cipher = ChaCha20Poly1305(key)
    return b"".join(
        cipher.encrypt(chunk.index.to_bytes(11, "big") + bytes([chunk.last]), chunk.plain, None)
        for chunk in chunks
    )


def open_remade_header(covered: bytes) -> bytes:
    """An age file under any header whose MAC is true."""
    return AgeReader(io.BytesIO(_age_file(covered, b"notebook")), [coordinator().age]).read()


def chunk_plans() -> tuple[bytes, ...]:
    """Streams of one chunk, of a full one, and of two, as `open_planned_stream` reads them."""
    full = len(_CHUNK_SIZES) - 1
    return bytes((0, 0, 1)), bytes((5, 0, 1)), bytes((full, 0, 1)), bytes((full, 0, 0, 7, 1, 1))


def open_planned_stream(plan: bytes) -> bytes:
    """A STREAM of chunks truly sealed: three bytes of the plan are one chunk's size, place and `last`.

    Both readers of ours must say the same of it; AssertionError where they do not.
    """
    steps = [plan[at : at + 3] for at in range(0, min(len(plan) // 3, MOST_CHUNKS) * 3, 3)]
    chunks = [Chunk(bytes(_CHUNK_SIZES[size]), place, bool(last & 1)) for size, place, last in steps]
    sealed = sealed_chunks(chunks, KEY)
    found: list[bytes | None] = []
    for reader in (StreamReader, SeekableStreamReader):
        opened = None
        with suppress(StreamError):
            opened = reader(io.BytesIO(sealed), KEY).read()
        found.append(opened)
    assert found[0] == found[1], "the two readers disagree"
    if found[0] is None:
        raise StreamError
    return found[0]


def blobs() -> tuple[bytes, ...]:
    """Blobs of evidence behind their true sizes, three bytes each."""
    files = (b"", "Қағаз дәптер".encode(), bytes(1000))
    return tuple(len(file).to_bytes(3, "big") + sealed_blob(file, nonce=NONCE) for file in files)


def open_blob(data: bytes) -> bytes:
    """A blob under the size that a row of the database names."""
    reader = BlobReader(io.BytesIO(data[3:]), KEY, int.from_bytes(data[:3], "big"))
    reader.check_padding()
    return reader.read()


def open_key_slots(facts: bytes) -> list[bytes]:
    """A key file whose digest is true, and what a recovery secret gets from its slots."""
    key_file = read_key_file(key_file_text(parse_object(facts, 64 * 1024)))
    assert read_key_file(key_file.to_bytes()) == key_file
    recovery = (slot for slot in key_file.slots if isinstance(slot, Slot) and slot.kind == "recovery")
    return [open_slot(key_file.vault_id, slot, RECOVERY_SECRET) for slot in recovery]


def enveloped(tag: str, body: bytes) -> bytes:
    """An envelope of any text; its signatures have the shape of true ones. StrictJsonError: not a text."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise StrictJsonError("never in an envelope") from None
    signature = HybridSignature("0" * 64, bytes(64), bytes(3309))
    return SignedText(tag, text, (signature,)).to_text().encode()


def open_card_body(body: bytes) -> ContactCard:
    """A card that its owner signed over any text, up to where its keys are put to use."""
    card, _signed = read_card(enveloped(CARD_TAG, body))
    check_public_keys(card.keys)
    spoken_words(card.fingerprint)
    return card


def judge_lines(data: bytes) -> tuple[Judged, ...]:
    """Lines of a bundle, each of them judged as if it stood in each of the three files."""
    judge = LineJudge(successor().card, _known(), InspectingSink())
    for take in (judge.judge_card, judge.judge_attestation, judge.judge_revision):
        splitter = LineSplitter(MAX_CARD_BYTES)
        # In two pieces: a line may be torn anywhere.
        lines = [*splitter.feed(data[: len(data) // 2]), *splitter.feed(data[len(data) // 2 :])]
        rest = splitter.rest()
        for line in [*lines, *([rest] if rest else [])]:
            take(line)
    judge.finish()
    return tuple(judge.judged)


def open_archive(members: bytes) -> VerifiedBundle:
    """A bundle around any archive; padding and end are true, and so is the seal."""
    padding = plain_header("daftar-bundle/padding", size := padding_bytes(len(members))) + bytes(size)
    return _open(members + padding + bytes(-size % BLOCK_BYTES) + END)


def open_signed_tags(tags: bytes) -> VerifiedBundle:
    """A bundle whose bag-info.txt and manifest are any bytes, truly listed and signed by its sender."""
    info, _nul, manifest = tags.partition(b"\0")
    layers = bundle_layers()
    files = {**layers.files, "bag-info.txt": info, "manifest-sha256.txt": manifest}
    return _open(replace(layers, files=files).truly().tar())


def _open(plain: bytes) -> VerifiedBundle:
    covered = covered_texts()[0]
    me = coordinator()
    source = io.BytesIO(_age_file(covered, plain))
    return open_bundle(source, [me.age], frozenset({me.fingerprint}), _known(), None, Watch())


@cache
def _database() -> Connection:
    """A database as the migrations make it, for as long as this process runs."""
    folder = tempfile.mkdtemp(prefix="daftar-fuzz-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    database = Connection(Path(folder) / "data", bytes(DATABASE_KEY_BYTES), create=True)
    migrate(database, migrations())
    return database


class _NotKeptError(Exception):
    """Undoes what a run has written."""


def verify_log(rows: bytes) -> list[LogFault]:
    """The log of a vault whose rows are any bytes, fields parted by tabs."""
    faults: list[LogFault] = []
    database = _database()
    with suppress(_NotKeptError), database.transaction():
        for number, row in enumerate(rows.split(b"\n"), 1):
            fields = [*row.split(b"\t"), b"", b"", b"", b"", b""][1:6]
            database.run(_INSERT_RAW_LINE, (number, *fields))
        log = Log(database, RECORD_IDS[0], bytes(32))
        faults += log.verify([("revision", "Ұ", "2" * 64)])
        raise _NotKeptError
    return faults
