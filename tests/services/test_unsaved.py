"""Drafts that the vault did not take: kept beside it, sealed, and drafts of it again at the next opening."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.domain.work import Watch
from app.services import Services
from app.services.backups import restore_vault
from app.services.drafts import draft_of_record
from app.vault.session import RESCUED
from app.vault.shredding import remove_copies
from app.vault.unsaved import LEAST_BYTES, UNSAVED
from tests.coalition import PASSPHRASE, Founded, open_vault
from tests.services.conftest import INCIDENT

TEXT = "Әжептәуір ұзақ мәтін: Үлгі Тестұлы"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there an open file is not replaced")


@pytest.fixture
def folder(founded: Founded, tmp_path: Path) -> Path:
    return Path(shutil.copytree(founded.folder / "lawyer", tmp_path / "lawyer"))


def replace(folder: Path) -> None:
    """What a synchronising service does: another file of that name, with what it holds of before."""
    older = (folder / "data").read_bytes()
    (folder / "data").unlink()
    (folder / "data").write_bytes(older)


@contextmanager
def replaced(folder: Path, before: Callable[[Services], object] = lambda _: None) -> Iterator[Services]:
    """A vault whose file was replaced while it was open."""
    with ExitStack() as closing:
        services = open_vault(folder)
        closing.callback(lambda: refusal(services.close))
        before(services)
        replace(folder)
        yield services


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(AppError) as caught:
        call()
    return caught.value.code


def lying(folder: Path) -> list[Path]:
    return sorted((folder / "backups" / UNSAVED).glob("*"))


def cautions(services: Services) -> list[tuple[str, object]]:
    return [(each.code, each.facts.get("count")) for each in services.vault.warnings]


def test_a_draft_that_replaced_files_refuse_is_one_of_the_next_opening(folder: Path) -> None:
    with replaced(folder) as services:
        assert refusal(lambda: services.drafts.save("quick.1", {"narrative": TEXT})) == "vault.changed"
        # As long as it is open, too: the window makes its pages anew in between.
        assert services.drafts.load("quick.1") == {"narrative": TEXT}
        assert services.drafts.names("quick.") == ("quick.1",)
    with open_vault(folder) as services:
        assert cautions(services) == [("vault.unsaved_found", None)]
        assert services.drafts.load("quick.1") == {"narrative": TEXT}
        assert lying(folder) == []
    with open_vault(folder) as services:
        assert cautions(services) == []
        assert services.drafts.names() == ("quick.1",)


def test_a_draft_for_which_the_database_has_no_room_is_one_of_the_next_opening(folder: Path) -> None:
    """Nor is its folder of backups there: somebody made room."""
    text = TEXT * 10_000
    with open_vault(folder) as services:
        shutil.rmtree(folder / "backups")
        services.vault._session.database.run("PRAGMA max_page_count = 1")  # not below what is in use
        assert refusal(lambda: services.drafts.save("quick.1", {"narrative": text})) == "disk.full"
        assert services.drafts.load("quick.1") == {"narrative": text}
        assert len(lying(folder)) == 1
        assert services.drafts.homeless() == ()
    with open_vault(folder) as services:
        assert cautions(services) == [("vault.unsaved_found", None)]
        assert services.drafts.load("quick.1") == {"narrative": text}


def test_what_is_typed_on_stands_in_the_same_file_and_says_nothing_to_others(folder: Path) -> None:
    with replaced(folder) as services:
        kept = []
        for text in ("Ә", TEXT, TEXT * 100):
            refusal(lambda text=text: services.drafts.save("quick.1", {"narrative": text}))  # type: ignore[misc]
            (file,) = lying(folder)
            kept.append((file.name, file.stat().st_size))
            assert b"narrative" not in file.read_bytes()
            assert b"quick" not in file.read_bytes()
        refusal(lambda: services.drafts.save("quick.2", {"narrative": "a\ud83d"}))
        assert len(lying(folder)) == 2
    assert len(set(kept[:2])) == 1
    assert LEAST_BYTES < kept[0][1] < kept[2][1]
    with open_vault(folder) as services:
        assert services.drafts.load("quick.1") == {"narrative": TEXT * 100}
        assert services.drafts.load("quick.2") == {"narrative": "a\ud83d"}


def test_a_draft_that_was_emptied_is_not_kept(folder: Path) -> None:
    with replaced(folder) as services:
        refusal(lambda: services.drafts.save("quick.1", {"narrative": TEXT}))
        assert refusal(lambda: services.drafts.drop("quick.1")) == "vault.changed"
        assert lying(folder) == []
        assert services.drafts.names() == ()


def test_what_was_typed_here_and_there_is_kept_from_both(folder: Path) -> None:
    known = draft_of_record("incident", "")
    with open_vault(folder) as services:
        known = draft_of_record("incident", services.recording.add(INCIDENT, (), Watch()).id)
        services.drafts.save("quick.0", {"narrative": "Ертерек"})
        services.drafts.save(known, {"title": "Ескі", "narrative": {"text": "Сонда"}})
    with replaced(folder) as services:
        refusal(lambda: services.drafts.save("quick.0", {"narrative": TEXT}))
        refusal(lambda: services.drafts.save(known, {"title": "Жаңа"}))
    with open_vault(folder) as services:
        quick = [services.drafts.load(name) for name in services.drafts.names("quick.")]
        assert quick == [{"narrative": "Ертерек"}, {"narrative": TEXT}]
        assert services.drafts.load(known) == {"title": "Жаңа", "narrative": {"text": "Сонда"}}


def test_a_draft_waits_for_its_record_and_comes_along_with_the_copy_that_holds_it(
    folder: Path, tmp_path: Path
) -> None:
    older, name = (folder / "data").read_bytes(), ""
    services = open_vault(folder)
    record = services.recording.add(INCIDENT, (), Watch()).id
    name = draft_of_record("incident", record)
    (folder / "data").unlink()
    (folder / "data").write_bytes(older)
    with (
        pytest.raises(AppError, match="changed"),
        services.drafts.kept_if_refused(name, {"title": TEXT}),
    ):
        services.recording.edit(record, {"title": TEXT}, draft=name)
    refusal(services.close)
    for _ in range(2):
        with open_vault(folder) as services:
            assert cautions(services)[-1] == ("vault.unsaved_left", 1)
            assert services.drafts.names() == ()
    (copy,) = (folder / "backups").glob(f"{RESCUED}-*")
    assert restore_vault(copy, tmp_path / "restored", PASSPHRASE, Watch()).ok
    with open_vault(tmp_path / "restored") as services:
        assert services.drafts.load(name) == {"title": TEXT}
        assert services.recording.show(record).content["title"] == INCIDENT["title"]
        # Once the vault has taken what was refused, nothing of it is left over.
        with services.drafts.kept_if_refused(name, {"title": TEXT}):
            services.recording.edit(record, {"title": TEXT}, draft=name)
        assert services.drafts.names() == ()


def test_what_others_put_there_is_left_alone_and_told(folder: Path) -> None:
    with replaced(folder) as services:
        for number in range(3):
            refusal(lambda number=number: services.drafts.save(f"quick.{number}", {"narrative": TEXT}))  # type: ignore[misc]
    whole, altered, short = lying(folder)
    first = whole.read_bytes()
    altered.write_bytes(first[:-1] + bytes([first[-1] ^ 1]))
    short.write_bytes(short.read_bytes()[:100])
    place = folder / "backups" / UNSAVED
    (place / "notes").write_bytes(b"")
    (place / ("0" * 32)).write_bytes(os.urandom(70_000))
    (place / "half.partial").write_bytes(b"x")
    (place / "folder").mkdir()
    os.mkfifo(place / "pipe")
    (place / "endless").symlink_to("/dev/zero")
    with open_vault(folder) as services:
        assert cautions(services) == [("vault.unsaved_found", None), ("vault.unsaved_left", 4)]
        assert len(services.drafts.names("quick.")) == 1
    left = {path.name for path in lying(folder)}
    assert left == {altered.name, short.name, "notes", "0" * 32, "folder", "pipe", "endless"}


def test_another_vault_opens_none_of_it(folder: Path, founded: Founded, tmp_path: Path) -> None:
    with replaced(folder) as services:
        refusal(lambda: services.drafts.save("quick.1", {"narrative": TEXT}))
    other = Path(shutil.copytree(founded.folder / "monitor", tmp_path / "monitor"))
    shutil.copytree(folder / "backups" / UNSAVED, other / "backups" / UNSAVED)
    with open_vault(other) as services:
        assert cautions(services) == [("vault.unsaved_left", 1)]
        assert services.drafts.names() == ()


def test_destroying_the_copies_of_what_was_sealed_leaves_the_draft_of_something_else(folder: Path) -> None:
    with replaced(folder) as services:
        refusal(lambda: services.drafts.save(draft_of_record("incident", "x"), {"title": TEXT}))
    with open_vault(folder) as services:
        assert remove_copies(folder) > 0
        assert len(lying(folder)) == 1
        services.drafts.drop(draft_of_record("incident", "x"))
        assert lying(folder) == []
