"""Blobs: streamed in, found again, released, swept, and every way in which they can be wrong."""

import errno
import hashlib
import io
import os
from pathlib import Path

import pytest

from app.crypto.pipeline import BLOCK_BYTES
from app.domain.errors import AppError, DiskError, EvidenceError
from app.domain.padme import padme
from app.domain.revision import Revision
from app.domain.strict_json import Json, JsonObject
from app.domain.work import CancelledError, Progress, Watch
from app.vault import Vault
from app.vault.blobs import FILE_TIME, StoredBlob
from tests.builders import Writer, append, open_vault

PLAIN = bytes(range(256)) * 1000
SHA256 = hashlib.sha256(PLAIN).hexdigest()


def take_in(vault: Vault, writer: Writer, plain: bytes = PLAIN) -> Revision:
    stored = vault.evidence.store(io.BytesIO(plain))
    revision = writer.write("evidence", {"open": {"sha256": stored.sha256}, "medical": {"note": "x"}})
    with vault.transaction():
        vault.evidence.keep(stored)
        vault.records.append(revision)
    return revision


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "blobs").rglob("*") if path.is_file())


def only_file(folder: Path) -> Path:
    (path,) = files_of(folder)
    return path


def test_the_identical_bytes_come_out(folder: Path, vault: Vault, writer: Writer) -> None:
    take_in(vault, writer)
    out = io.BytesIO()
    assert vault.evidence.export(SHA256, out) == len(PLAIN)
    assert out.getvalue() == PLAIN
    with vault.evidence.open(SHA256) as plain:
        plain.seek(70_000)
        assert plain.read(10) == PLAIN[70_000:70_010]
    assert vault.evidence.size_bytes(SHA256) == len(PLAIN)
    sealed = only_file(folder)
    assert sealed.stat().st_mtime == FILE_TIME
    assert len(sealed.name) == 32
    assert sealed.parent.name == sealed.name[:2]
    chunks = -(-padme(len(PLAIN)) // 65536)
    assert sealed.stat().st_size == 17 + padme(len(PLAIN)) + 16 * chunks
    assert vault.verify() == ()


def test_empty_file_is_evidence_too(vault: Vault, writer: Writer) -> None:
    take_in(vault, writer, b"")
    assert vault.evidence.export(hashlib.sha256(b"").hexdigest(), io.BytesIO()) == 0
    assert vault.verify() == ()


def test_same_bytes_are_stored_once(folder: Path, vault: Vault, writer: Writer) -> None:
    first, second = take_in(vault, writer), take_in(vault, writer)
    assert first.header.record_id != second.header.record_id
    assert len(files_of(folder)) == 1
    assert vault.info().evidence == 1


def test_given_up_work_leaves_no_file(folder: Path, vault: Vault) -> None:
    stored = vault.evidence.store(io.BytesIO(PLAIN))
    vault.evidence.discard(stored)
    assert files_of(folder) == []
    assert not vault.evidence.has(SHA256)


def test_discarding_does_not_touch_what_has_a_row(vault: Vault, writer: Writer) -> None:
    take_in(vault, writer)
    (stored,) = vault.evidence.blobs()
    vault.evidence.discard(stored)
    vault.evidence.verify(SHA256)


def test_missing_is_said(vault: Vault) -> None:
    for act in (vault.evidence.verify, vault.evidence.size_bytes):
        with pytest.raises(EvidenceError, match="evidence.missing"):
            act("0" * 64)
    with pytest.raises(EvidenceError, match="evidence.missing"):
        vault.evidence.export("0" * 64, io.BytesIO())


@pytest.mark.parametrize("damage", ["flipped", "truncated", "longer", "empty", "gone"])
def test_fault_23_damaged_evidence_is_named(folder: Path, vault: Vault, writer: Writer, damage: str) -> None:
    take_in(vault, writer)
    sealed = only_file(folder)
    data = sealed.read_bytes()
    if damage == "gone":
        sealed.unlink()
    else:
        flipped = data[:100_000] + bytes([data[100_000] ^ 1]) + data[100_001:]
        changed = {"flipped": flipped, "truncated": data[:-1], "longer": data + b"x", "empty": b""}
        sealed.write_bytes(changed[damage])
    out = io.BytesIO()
    with pytest.raises(EvidenceError, match="evidence.altered") as caught:
        vault.evidence.export(SHA256, out)
    assert caught.value.facts == {"sha256": SHA256}
    assert out.getvalue() == b""
    assert [(p.what, p.id, p.code) for p in vault.verify()] == [("evidence", SHA256, "evidence.altered")]


def test_fault_23_nothing_is_handed_out_of_a_file_that_is_damaged_far_behind(
    folder: Path, vault: Vault, writer: Writer
) -> None:
    plain = bytes(2 * BLOCK_BYTES)
    take_in(vault, writer, plain)
    sealed = only_file(folder)
    data = bytearray(sealed.read_bytes())
    data[BLOCK_BYTES + BLOCK_BYTES // 2] ^= 1  # the last chunk is read at once, for the length
    sealed.write_bytes(data)
    out = io.BytesIO()
    with pytest.raises(EvidenceError, match="evidence.altered"):
        vault.evidence.export(hashlib.sha256(plain).hexdigest(), out)
    assert out.getvalue() == b""


def test_fault_23_swapped_files_are_named(folder: Path, vault: Vault, writer: Writer) -> None:
    take_in(vault, writer)
    take_in(vault, writer, PLAIN[::-1])
    one, other = files_of(folder)
    data = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)
    assert len(vault.verify()) == 2


def test_fault_02_what_a_crash_leaves_is_swept(folder: Path, vault: Vault, writer: Writer) -> None:
    take_in(vault, writer)
    vault.evidence.store(io.BytesIO(b"sealed, then killed before its row"))
    (folder / "blobs" / "ab").mkdir(exist_ok=True)
    (folder / "blobs" / "ab" / ("ab" * 16 + ".partial")).write_bytes(b"x")
    (folder / "staging" / ("cd" * 16)).write_bytes(b"x")
    assert {problem.code for problem in vault.verify()} == {"evidence.orphan"}
    vault.close()
    with open_vault(folder) as again:
        assert len(files_of(folder)) == 1
        assert list((folder / "staging").iterdir()) == []
        assert again.verify() == ()


class _Failing(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        if self.tell() >= 100_000:
            raise OSError(errno.EIO, "the stick was pulled")
        return super().read(50_000)


def test_fault_13_source_that_fails(folder: Path, vault: Vault) -> None:
    with pytest.raises(EvidenceError, match="evidence.unreadable"):
        vault.evidence.store(_Failing(PLAIN))
    assert files_of(folder) == []


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "disk.full"), (errno.EROFS, "disk.unwritable")])
def test_disk_that_refuses(
    folder: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(DiskError, match=code):
        vault.evidence.store(io.BytesIO(PLAIN))
    monkeypatch.undo()
    assert files_of(folder) == []


class _FullStick(io.BytesIO):
    def write(self, data: object) -> int:
        raise OSError(errno.ENOSPC, "full")


def test_fault_11_export_to_a_full_stick(vault: Vault, writer: Writer) -> None:
    take_in(vault, writer)
    with pytest.raises(AppError, match="disk.full"):
        vault.evidence.export(SHA256, _FullStick())


def test_progress_and_cancelling(folder: Path, vault: Vault) -> None:
    heard: list[Progress] = []
    watch = Watch(heard.append)
    vault.evidence.store(io.BytesIO(PLAIN), watch, len(PLAIN))
    assert (heard[-1].done, heard[-1].total) == (len(PLAIN), len(PLAIN))
    before = files_of(folder)
    watch.cancel()
    with pytest.raises(CancelledError):
        vault.evidence.store(io.BytesIO(PLAIN), watch)
    assert files_of(folder) == before


def test_awaited_until_the_bytes_come(vault: Vault, writer: Writer) -> None:
    append(vault, writer.write("evidence", {"open": {"sha256": SHA256}}))
    assert vault.evidence.awaited() == (SHA256,)
    take_in(vault, writer)
    assert vault.evidence.awaited() == ()


def test_bytes_of_a_deleted_item_are_not_awaited(vault: Vault, writer: Writer) -> None:
    item = writer.write("evidence", {"open": {"sha256": SHA256}})
    append(vault, item, writer.write("tombstone", {"open": {"record_id": item.header.record_id}}))
    assert vault.evidence.awaited() == ()


def erase(vault: Vault, writer: Writer, target: Revision, part: str) -> None:
    entry: JsonObject = {"revision": target.id, "parts": list[Json]([part])}
    body: JsonObject = {"record_id": target.header.record_id, "revisions": [entry]}
    append(vault, writer.write("erasure", {"open": body}))


def test_blob_goes_with_the_last_record_that_names_it(folder: Path, vault: Vault, writer: Writer) -> None:
    first, second = take_in(vault, writer), take_in(vault, writer)
    erase(vault, writer, first, "medical")
    erase(vault, writer, first, "open")
    assert vault.evidence.has(SHA256)
    erase(vault, writer, second, "open")
    assert not vault.evidence.has(SHA256)
    assert files_of(folder) == []
    assert [problem for problem in vault.verify() if problem.code != "revision.author_unknown"] == []


def test_released_in_a_failed_transaction_is_still_there(vault: Vault, writer: Writer) -> None:
    target = take_in(vault, writer)
    entry: JsonObject = {"revision": target.id, "parts": ["open"]}
    ending = writer.write("erasure", {"open": {"revisions": [entry]}})
    stray = writer.write("incident", {"open": {}}, parents=(ending.id,))
    with pytest.raises(AppError):
        append(vault, ending, stray)
    vault.evidence.verify(SHA256)


def test_newer_schema_of_an_item_does_not_release_its_bytes(vault: Vault, writer: Writer) -> None:
    first = take_in(vault, writer)
    record = first.header.record_id
    append(vault, writer.write("evidence", {"open": {"digest": SHA256}}, record, (first.id,), schema=2))
    vault.evidence.verify(SHA256)


def test_blob_without_a_record_is_named(vault: Vault) -> None:
    stored: StoredBlob = vault.evidence.store(io.BytesIO(PLAIN))
    with vault.transaction():
        vault.evidence.keep(stored)
    assert [(p.id, p.code) for p in vault.verify()] == [(SHA256, "evidence.unnamed")]
