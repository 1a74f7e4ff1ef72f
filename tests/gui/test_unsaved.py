"""Typed text outlives the vault that takes it no more: files replaced underneath, then a lock, or danger."""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.domain.work import Watch
from app.gui import tasks
from app.gui.application import MOST_LETTERS, UNSAVED_VARIABLE, brought, packed
from app.gui.locking import Locking
from app.gui.main_window import MainWindow
from app.gui.page import PageContext
from app.gui.pages.incident import Incident
from app.gui.pages.quick_entry import QuickEntry
from app.gui.pages.record_picks import RecordAdder
from app.gui.tasks import Lanes
from app.services import Services, open_services
from app.services.drafts import QUICK, draft_of_record
from app.vault.connection import Connection
from tests.builders import PASSPHRASE
from tests.gui.conftest import WAIT_MS, StoppedClock
from tests.gui.incident_kit import type_into, type_on
from tests.gui.test_quick_entry import TEXT, Elsewhere, entered

Ask = Callable[[Callable[[Services], Any]], Any]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there an open file is not replaced")


@pytest.fixture
def locks(opened: PageContext, qapp: QApplication) -> Iterator[Callable[[QWidget], list[bool]]]:
    """Lets a window lock as the program's does; what is returned says that the next process was begun."""
    made = list[Locking]()

    def lock(window: QWidget) -> list[bool]:
        assert isinstance(window, MainWindow)
        restarted = list[bool]()
        made.append(Locking(opened, window.seal, restarted.append))
        return restarted

    yield lock
    for each in made:
        qapp.removeEventFilter(each)
        each.deleteLater()
    qapp.setQuitOnLastWindowClosed(True)


@pytest.fixture
def page(make_window: Callable[..., MainWindow], ask: Ask) -> QuickEntry:
    return entered(make_window(QuickEntry, Elsewhere), ask)


def replace(folder: Path, older: bytes | None = None) -> None:
    """What a synchronising service does: another file of that name."""
    older = (folder / "data").read_bytes() if older is None else older
    (folder / "data").unlink()
    (folder / "data").write_bytes(older)


def unlocked(folder: Path) -> Services:
    return open_services(folder, PASSPHRASE, StoppedClock(), Watch())


def narratives(folder: Path) -> list[object]:
    with unlocked(folder) as services:
        drafts = [services.drafts.load(name) for name in services.drafts.names(QUICK)]
        return [draft["narrative"] for draft in drafts if draft]


def test_half_an_incident_outlives_a_lock_over_replaced_files(
    page: QuickEntry, opened: PageContext, locks: Callable[[QWidget], list[bool]]
) -> None:
    restarted = locks(page.window())
    replace(opened.folder)
    page.narrative.insertPlainText(TEXT)
    opened.locked.emit()
    assert restarted == [False]
    assert narratives(opened.folder) == [TEXT]


def test_what_is_typed_after_the_refusal_is_kept_too_and_seen_again_on_a_page_made_anew(
    page: QuickEntry, opened: PageContext, ask: Ask, qtbot: QtBot, locks: Callable[[QWidget], list[bool]]
) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    locks(window)
    replace(opened.folder)
    page.narrative.insertPlainText(TEXT)
    page.seal()
    qtbot.waitUntil(page.error_bar.isVisible, timeout=WAIT_MS)
    assert "Something replaced or removed files" in page.error_bar.accessibleName()
    page.narrative.insertPlainText(" Тағы.")
    window.rebuild()
    ask(lambda _: None)
    assert isinstance(window.page, QuickEntry)
    assert window.page.narrative.value() == f"{TEXT} Тағы."
    # Going elsewhere would have made an incident of it; it stays a draft.
    window.page.narrative.insertPlainText("!")
    window.show_page("incidents")
    ask(lambda _: None)
    opened.locked.emit()
    assert narratives(opened.folder) == [f"{TEXT} Тағы.!"]


def test_an_edit_outlives_a_lock_over_replaced_files_too(
    shown: Callable[[Any], Incident], opened: PageContext, locks: Callable[[QWidget], list[bool]], ask: Ask
) -> None:
    page = shown({"title": "Өткел"})
    restarted = locks(page.window())
    ask(lambda services: services.vault._session.database.checkpoint())
    replace(opened.folder)
    type_into(page, ", түнде", "title")
    opened.locked.emit()
    assert restarted == [False]
    with unlocked(opened.folder) as services:
        draft = draft_of_record("incident", page.record_id)
        assert services.drafts.load(draft) == {"title": "Өткел, түнде"}
        assert services.recording.show(page.record_id).content["title"] == "Өткел"


@pytest.mark.parametrize("edits", [True, False])
def test_in_danger_it_is_kept_before_everything_is_copied(
    page: QuickEntry, shown: Callable[[Any], Incident], opened: PageContext, monkeypatch: pytest.MonkeyPatch,
    locks: Callable[[QWidget], list[bool]], edits: bool, ask: Ask,
) -> None:  # fmt: skip
    """The process ends while a copy of a large vault, which takes longer than anybody waits, goes on."""
    may_end, copying = threading.Event(), Connection.copy_open
    record = shown({"title": "Өткел"}) if edits else None
    ask(lambda services: services.vault._session.database.checkpoint())

    def copy_slowly(self: Connection, path: Path) -> None:
        assert may_end.wait(WAIT_MS / 1000)
        copying(self, path)

    monkeypatch.setattr(Connection, "copy_open", copy_slowly)
    monkeypatch.setattr(tasks, "SHORT_PATIENCE_SECONDS", 0.3)
    window = (record or page).window()
    restarted = locks(window)
    replace(opened.folder)
    if record is not None:
        type_into(record, ", түнде", "title")
    else:
        page.narrative.insertPlainText(TEXT)
    opened.panicked.emit()
    assert restarted == [True]
    kept = list((opened.folder / "backups" / "unsaved").iterdir())
    may_end.set()
    opened.lanes.short.join()
    assert [len(file.name) for file in kept] == [32]
    with unlocked(opened.folder) as services:
        assert len(services.drafts.names()) == 1


def test_what_no_disk_took_is_tried_again_at_the_lock(
    page: QuickEntry, opened: PageContext, qtbot: QtBot, locks: Callable[[QWidget], list[bool]]
) -> None:
    """The folder is away while the text is kept, and there again when the window locks: a loose stick."""
    restarted = locks(page.window())
    away = opened.folder.with_name("away")
    opened.folder.rename(away)
    page.narrative.insertPlainText(TEXT)
    page.seal()
    qtbot.waitUntil(page.error_bar.isVisible, timeout=WAIT_MS)
    if opened.folder.exists():  # the copy of all that was saved
        opened.folder.rename(opened.folder.with_name("copy"))
    away.rename(opened.folder)
    opened.locked.emit()
    assert restarted == [False]
    assert narratives(opened.folder) == [TEXT]


def test_what_no_disk_takes_goes_sealed_to_the_process_that_comes_after(
    page: QuickEntry, opened: PageContext, qtbot: QtBot, locks: Callable[[QWidget], list[bool]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The stick is out, and something else lies where it was, until after the lock."""
    restarted = locks(page.window())
    away = opened.folder.with_name("away")
    opened.folder.rename(away)
    opened.folder.touch()
    page.narrative.insertPlainText(TEXT)
    opened.locked.emit()
    assert restarted == [False]
    monkeypatch.setenv(UNSAVED_VARIABLE, packed(opened.lanes.homeless))
    assert TEXT.encode() not in b"".join(opened.lanes.homeless)
    opened.folder.unlink()
    away.rename(opened.folder)

    lanes, done = Lanes(), list[bool]()
    lanes.brought = (*brought(), b"of another vault")
    assert UNSAVED_VARIABLE not in os.environ
    lanes.open(
        lambda _: unlocked(opened.folder),
        owner=lanes, on_done=lambda: done.append(True), on_failed=lambda error: pytest.fail(repr(error)),
    )  # fmt: skip
    qtbot.waitUntil(lambda: bool(done), timeout=WAIT_MS)
    lanes.close()
    # Once it is in the vault nobody brings it again.
    assert lanes.homeless == (b"of another vault",)
    assert narratives(opened.folder) == [TEXT]


def test_no_more_is_handed_on_than_fits_and_what_is_no_draft_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    long, short = bytes(MOST_LETTERS), bytes(range(200))
    monkeypatch.setenv(UNSAVED_VARIABLE, packed((long, short, short[:3])))
    assert brought() == (short[:3], short)
    for foreign in ("", "not base64!", "Ң"):
        monkeypatch.setenv(UNSAVED_VARIABLE, foreign)
        assert brought() == ()


@pytest.mark.parametrize("ending", ["deleted", "erased"])
def test_an_edit_outlives_the_end_of_its_record_that_an_import_brings_meanwhile(
    shown: Callable[[Any], Incident], opened: PageContext, make_window: Callable[..., MainWindow], ask: Ask,
    qtbot: QtBot, locks: Callable[[QWidget], list[bool]], ending: str,
) -> None:  # fmt: skip
    page = shown({"title": "Өткел"})
    locks(page.window())
    record = page.record_id

    def end(services: Services) -> None:
        if ending == "deleted":
            services.recording.delete(record, "басқа компьютерде")
        else:
            services.recording.erase(record, ("open",), "басқа компьютерде")

    ask(end)
    type_into(page, ", түнде", "title")
    opened.announce("incident")
    ask(lambda _: None)
    assert page.sheet.value(("title",)) == "Өткел, түнде"
    opened.locked.emit()
    with unlocked(opened.folder) as services:
        drafts = services.drafts.load(draft_of_record("incident", record))
        content = services.recording.show(record).content
        assert (drafts or content)["title"] == "Өткел, түнде"


def test_half_a_name_outlives_a_lock(
    shown: Callable[[Any], Incident], opened: PageContext, locks: Callable[[QWidget], list[bool]]
) -> None:
    page = shown({"title": "Өткел", "acts": [{"form": "beating"}]})
    locks(page.window())
    adder = next(each for each in page.findChildren(RecordAdder) if each.isVisible())
    adder.line.setFocus()
    type_on(adder.line, "Үлгі Тес")
    opened.locked.emit()
    with unlocked(opened.folder) as services:
        (made,) = services.reading.list_kind("organisation", None, None, 9, 0).items
        assert services.recording.show(made.id).content["names"][0]["text"] == "Үлгі Тес"
        assert services.recording.show(page.record_id).content["where"] == {"organisation": made.id}


def test_a_window_that_is_closed_over_replaced_files_leaves_a_draft(
    page: QuickEntry, opened: PageContext
) -> None:
    replace(opened.folder)
    page.narrative.insertPlainText(TEXT)
    page.window().close()
    opened.lanes.close()
    assert narratives(opened.folder) == [TEXT]


def test_a_lock_while_files_are_taken_in_leaves_a_draft_that_names_them(
    page: QuickEntry, opened: PageContext, ask: Ask, tmp_path: Path, locks: Callable[[QWidget], list[bool]]
) -> None:
    locks(page.window())
    (tmp_path / "film.mp4").write_bytes(os.urandom(80_000_000))
    page.narrative.insertPlainText(TEXT)
    page.files.add([tmp_path / "film.mp4"])
    page.save()
    # Until the file is being read on the long lane.
    ask(lambda _: None)
    assert opened.lanes.long.is_busy
    opened.locked.emit()
    with unlocked(opened.folder) as services:
        (name,) = services.drafts.names(QUICK)
        draft = services.drafts.load(name)
        assert services.reading.list_incidents(None, None, 1, 0).total == 0
    assert draft is not None
    assert (draft["narrative"], draft["files"]) == (TEXT, [str(tmp_path / "film.mp4")])
