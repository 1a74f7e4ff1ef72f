"""Bytes that changed, went or came back: named, and never made worse."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.domain.work import Watch
from app.services.backups import restore_vault
from tests.coalition import PASSPHRASE
from tests.faults.injection import run_failing
from tests.faults.scene import HELD, Scene, State, examine, incident, opened

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="not on Windows")

PAGE_BYTES = 4096


def refusal(act: Callable[[], object]) -> AppError:
    with pytest.raises(AppError) as caught:
        act()
    return caught.value


def pages_of(data: bytes) -> Iterator[int]:
    yield from range(0, len(data), PAGE_BYTES)


def problems(vault: Path) -> set[tuple[str, str]]:
    with opened(vault) as services:
        return {(problem.what, problem.id) for problem in services.access.verify(Watch()).problems}


def pages_named(vault: Path) -> set[str]:
    """By `verify`, or by the refusal to open."""
    try:
        return {page for what, page in problems(vault) if what == "page"}
    except AppError as error:
        if error.code != "vault.damaged":
            raise
        return set(re.findall(r"page (\d+)", error.sentence))


def blob_of(scene: Scene) -> Path:
    (blob,) = (path for path in (scene.vault / "blobs").rglob("*") if path.is_file())
    return blob


def test_fault_15_evidence_that_cannot_be_read_is_named_and_the_rest_opens(scene: Scene) -> None:
    failing = {"call": "read", "error": "EIO", "when": "1+", "path": blob_of(scene), "scratch": scene.folder}
    checked = run_failing(scene.command("vault", "verify"), **failing)  # type: ignore[arg-type]
    assert [(each["what"], each["id"]) for each in checked.json["problems"]] == [("evidence", scene.evidence)]
    out = scene.folder / "out"
    handed_out = run_failing(
        scene.command("evidence", "export", scene.evidence, "--out", out),
        **failing,  # type: ignore[arg-type]
    )
    assert handed_out.code == "evidence.altered"
    assert scene.evidence in handed_out.json["error"]["message"]
    assert not out.exists()
    assert len(examine(scene.vault).titles) == HELD


def test_fault_15_a_database_that_cannot_be_read_is_refused(scene: Scene) -> None:
    data = scene.vault / "data"
    listing = scene.command("record", "list")
    outcome = run_failing(listing, call="pread64", error="EIO", when="4+", path=data, scratch=scene.folder)
    assert outcome.code == "vault.damaged"
    assert len(examine(scene.vault).titles) == HELD


def test_fault_16_database_cut_at_each_page(scene: Scene) -> None:
    data = scene.vault / "data"
    whole = data.read_bytes()
    for end in pages_of(whole):
        for length in (end, end + PAGE_BYTES // 3):
            data.write_bytes(whole[:length])
            assert refusal(lambda: examine(scene.vault)).code == "vault.damaged"
            assert data.read_bytes() == whole[:length]
    data.write_bytes(whole)
    assert len(examine(scene.vault).titles) == HELD


def test_fault_17_flipped_bit_in_each_page_is_named_by_page(scene: Scene) -> None:
    data = scene.vault / "data"
    whole = data.read_bytes()
    for start in pages_of(whole):
        page = str(start // PAGE_BYTES + 1)
        flipped = bytearray(whole)
        flipped[start + 1_000] ^= 4
        data.write_bytes(flipped)
        assert pages_named(scene.vault) == {page}
        assert data.read_bytes() == bytes(flipped)


def test_fault_17_where_a_backup_exists_it_is_offered(scene: Scene, tmp_path: Path) -> None:
    with opened(scene.vault) as services:
        backup = services.backups.make(None, Watch()).path
    data = scene.vault / "data"
    whole = data.read_bytes()
    data.write_bytes(whole[:1_000] + bytes([whole[1_000] ^ 4]) + whole[1_001:])
    refused = refusal(lambda: examine(scene.vault))
    assert refused.code == "vault.restorable"
    assert "page 1" in refused.sentence
    assert backup in refused.advice
    restored = restore_vault(Path(backup), tmp_path / "restored", PASSPHRASE, Watch())
    assert restored.ok
    assert len(examine(tmp_path / "restored").titles) == HELD
    # What can be opened all the same says in its report where the backup is.
    data.write_bytes(whole)
    blob_of(scene).write_bytes(b"damaged")
    with opened(scene.vault) as services:
        assert services.access.verify(Watch()).restorable == backup


def test_fault_22_each_page_rolled_back_shows_or_changes_nothing(scene: Scene) -> None:
    """A whole older page has a good HMAC of its own: only log and structure tell."""
    data = scene.vault / "data"
    older = data.read_bytes()
    with opened(scene.vault) as services:
        for number in range(3):
            services.recording.add(incident(f"Соңғы {number}"), (), Watch())
    before = examine(scene.vault)
    newer = data.read_bytes()
    rolled_back = [start for start in pages_of(older) if page_at(older, start) != page_at(newer, start)]
    named = 0
    for start in rolled_back:
        data.write_bytes(newer[:start] + page_at(older, start) + newer[start + PAGE_BYTES :])
        outcome = looked_at(scene.vault)
        named += outcome is None
        assert outcome in (None, before)
    # What shows nowhere is a page of the search index that nothing refers to any more.
    assert len(rolled_back) - named <= 2 < named


def page_at(data: bytes, start: int) -> bytes:
    return data[start : start + PAGE_BYTES]


def looked_at(vault: Path) -> State | None:
    """What a vault holds in which nothing is found wrong; None where something is."""
    try:
        if problems(vault):
            return None
    except AppError as error:
        if error.code != "vault.damaged":
            raise
        return None
    return examine(vault)
