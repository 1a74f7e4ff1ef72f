"""What comes back on paper, in share files and in key files: its parsers, and true inputs for them."""

import base64
import io
import json
from functools import cache

from app.crypto.recipients import HybridIdentity
from app.crypto.recovery import join_shares, read_share, read_words, secret_words
from app.domain.key_file import write_file_key
from app.domain.recovery_share import RecoveryShare
from app.services.recovery import read_share_file
from app.vault.unsaved import UnsavedDraft, open_draft, seal_draft
from tests.crypto.builders import KEY
from tests.crypto.test_recovery import HOLDER_SEED, SECRET, vectors
from tests.fuzz.behind import NONCE, sealed_chunks
from tests.hostile.kit import cut, stretch


@cache
def holder() -> HybridIdentity:
    return HybridIdentity(HOLDER_SEED)


def word_texts() -> tuple[bytes, ...]:
    """24 words as they stand in a file, and as somebody typed them."""
    words = secret_words(SECRET).split()
    numbered = "".join(f"{number}. {word}\n" for number, word in enumerate(words, 1))
    return f"# Қағаз\n{numbered}".encode(), " ".join(words).upper().encode()


def share_texts() -> tuple[bytes, ...]:
    """Shares that belong together, a line for each."""
    return tuple("\n".join(pair).encode() for pair in (vectors()["shares"][:2], vectors()["shares"][1:]))


def share_files() -> tuple[bytes, ...]:
    return (base64.b64decode(vectors()["share_file"]),)


def second_factors() -> tuple[bytes, ...]:
    """A key file as it is written, and as it looks once a mail program had it."""
    written = write_file_key(SECRET)
    return written, b"\r\n" + written.strip().upper() + b" \r\n"


def opened_shares() -> tuple[bytes, ...]:
    return (vectors()["share"].encode(),)


def unsaved_files() -> tuple[bytes, ...]:
    """A draft that the vault did not take, as it lies beside it."""
    return tuple(sealed(body) for body in unsaved_bodies())


def unsaved_bodies() -> tuple[bytes, ...]:
    """What stands behind the seal of such a file, without the blanks."""
    contents = {"narrative": "Қағаз"}, {"title": "a\ud83d", "people": [{"id": None, "names": []}]}
    return tuple(json.dumps({"content": each, "name": "quick.1"}).encode() for each in contents)


def sealed(body: bytes) -> bytes:
    """A file of any bytes, by other code than ours."""
    return NONCE + sealed_chunks(cut(body), stretch(KEY, NONCE, b"daftar-unsaved@1"))


def parse_unsaved(data: bytes) -> UnsavedDraft:
    return open_draft(io.BytesIO(data), KEY)


def write_unsaved(draft: UnsavedDraft) -> bytes:
    return seal_draft(draft, KEY)


def parse_unsaved_body(body: bytes) -> UnsavedDraft:
    return parse_unsaved(sealed(body))


def parse_words(data: bytes) -> bytes:
    return read_words(data.decode(errors="surrogateescape"))


def write_words(secret: bytes) -> bytes:
    return secret_words(secret).encode()


def parse_shares(data: bytes) -> bytes:
    lines = data.decode(errors="surrogateescape").split("\n")[:20]
    return join_shares([read_share(line) for line in lines])


def parse_share_file(data: bytes) -> RecoveryShare:
    return read_share_file(data, [holder()])


def write_share(share: RecoveryShare) -> bytes:
    return share.to_text().encode()
