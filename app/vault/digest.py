"""The three hashes that are equal in two vaults which hold the same revisions and parts.

    revisions  SHA-256("daftar-digest-revisions@1" ‖ 0 ‖ the sorted ids (32 bytes each) of all but custody)
    state      SHA-256("daftar-digest-state@1" ‖ 0 ‖ for each record but custody, sorted by id:
               its RecordState as RFC 8785 ‖ LF, or, ended by its authors, id ‖ " ended" ‖ LF)
    custody    SHA-256("daftar-digest-custody@1" ‖ 0 ‖ the sorted ids of custody events)

Marks, dormant lines and what only this vault obeys are left out.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.revision import RevisionId
from app.domain.work import Watch
from app.vault.derivation import Derivation
from app.vault.revisions import Revisions
from app.words import N_

READING = N_("Reading records")


@dataclass(frozen=True, slots=True)
class VaultDigest:
    """64 hex digits each."""

    revisions: str
    state: str
    custody: str


def digest_vault(revisions: Revisions, derivation: Derivation, watch: Watch) -> VaultDigest:
    """The digest of what is held; CancelledError if the watch says so."""
    state = hashlib.sha256(b"daftar-digest-state@1\0")
    for done, record in enumerate(revisions.record_ids()):
        watch.tick(READING, done)
        known = derivation.state(record)
        if known is not None and known.kind != "custody":
            # Of what its authors ended others may hold the headers alone: only its id counts.
            ended = derivation.is_deleted_for_all(known)
            state.update(f"{record} ended\n".encode() if ended else f"{known.canonical()}\n".encode())
    return VaultDigest(
        revisions=_hash_ids(b"daftar-digest-revisions@1\0", revisions.ids(custody=False)),
        state=state.hexdigest(),
        custody=_hash_ids(b"daftar-digest-custody@1\0", revisions.ids(custody=True)),
    )


def _hash_ids(tag: bytes, identifiers: Iterable[RevisionId]) -> str:
    digest = hashlib.sha256(tag)
    for identifier in identifiers:
        digest.update(bytes.fromhex(identifier))
    return digest.hexdigest()
