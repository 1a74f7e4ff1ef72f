"""The window as `main.py` makes it: from its first page into the vault, and from one process to the next."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.work import Watch
from app.gui.application import (
    FIRST_RUN,
    FOLDER_VARIABLE,
    UNLOCK,
    first_page,
    handed_over,
    open_window,
    start_no_bus,
)
from app.gui.page import PageContext
from app.gui.pages.quick_entry import QuickEntry
from app.gui.quick_draft import QuickDraft
from app.places import root
from app.services import Services, open_services
from tests.builders import PASSPHRASE
from tests.gui.conftest import WAIT_MS

Ask = Callable[[Callable[[Services], Any]], Any]


def test_it_begins_with_a_new_vault_where_none_lies(context: PageContext, qtbot: QtBot) -> None:
    window = open_window(context, lambda _: None)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.page is not None and window.page.name == "first_run", timeout=WAIT_MS)


def test_it_asks_for_the_passphrase_and_goes_to_the_incidents(
    context: PageContext, vault_folder: Path, opened: PageContext, qtbot: QtBot
) -> None:
    window = open_window(context, lambda _: None)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.page is not None and window.page.name == "unlock", timeout=WAIT_MS)
    assert window.page is not None
    assert window.page.findChildren(QLineEdit)
    opened.opened.emit()
    assert window.page.name == "incidents"
    assert window.show_page("quick_entry")


def test_a_vault_that_is_opened_for_the_person_needs_no_passphrase(
    context: PageContext, vault_folder: Path, qtbot: QtBot
) -> None:
    def opening(watch: Watch) -> Services:
        return open_services(vault_folder, PASSPHRASE, context.clock, watch)

    window = open_window(context, lambda _: None, opening=opening)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.page is not None, timeout=WAIT_MS)
    assert window.page is not None
    assert window.page.name == "incidents"


def test_locking_closes_the_vault_and_starts_anew(opened: PageContext, qtbot: QtBot) -> None:
    restarted: list[bool] = []
    window = open_window(opened, lambda _: restarted.append((opened.folder / "data-wal").exists()))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.page is not None, timeout=WAIT_MS)
    opened.opened.emit()
    opened.locked.emit()
    assert restarted == [False]
    assert not window.isVisible()


def test_a_vault_on_a_drive_is_asked_for_where_none_lies_in_the_usual_folder(
    tmp_path: Path, vault_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive, usual = tmp_path / "флешка", tmp_path / "usual"
    drive.mkdir()
    monkeypatch.setattr("app.services.finding.removable_drives", lambda: (drive,))
    assert first_page(usual) == FIRST_RUN
    shutil.move(vault_folder, drive / "дәптер")
    assert first_page(usual) == UNLOCK


def test_what_is_left_of_a_vault_is_not_taken_for_none(tmp_path: Path) -> None:
    (tmp_path / "keys").write_bytes(b"{}")
    assert first_page(tmp_path) == UNLOCK


def test_after_a_lock_the_passphrase_is_asked_for_though_the_vault_is_gone(
    context: PageContext, qtbot: QtBot
) -> None:
    window = open_window(context, lambda _: None, reopening=True)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.page is not None and window.page.name == "unlock", timeout=WAIT_MS)


RESTARTING = """
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from app.gui.application import handed_over, restart
folder = handed_over()
if folder is None:
    restart(Path(sys.stdin.readline().strip()))
print(len(sys.argv), folder)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there it is another process, which nobody waits for")
def test_the_next_process_is_told_the_folder_but_not_in_its_command_line(tmp_path: Path) -> None:
    folder, script = tmp_path / "Қоңыр дәптер", tmp_path / "program.py"
    script.write_text(RESTARTING, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, script],
        input=f"{folder}\n",
        env={**os.environ, "PYTHONPATH": str(root())},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == f"1 {folder}\n"


def test_the_folder_is_taken_from_the_environment_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    assert handed_over() == tmp_path
    assert FOLDER_VARIABLE not in os.environ
    assert handed_over() is None


@pytest.mark.parametrize(
    ("draft", "page"),
    [
        ("quick.1", "quick_entry"),
        ("record.organisation.1", "organisation"),
        ("record.custody.1", "incidents"),
        ("record.incident.1", "incident"),
        ("later.1", "incidents"),
    ],
)
def test_what_was_not_saved_is_before_ones_eyes_when_the_vault_is_opened(
    opened: PageContext, qtbot: QtBot, ask: Ask, draft: str, page: str
) -> None:
    ask(lambda services: services.drafts.save(draft, QuickDraft(narrative="Үзілді").to_json()))
    window = open_window(opened, lambda _: None)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.page is not None, timeout=WAIT_MS)
    opened.opened.emit()
    ask(lambda _: None)
    assert window.page is not None
    assert window.page.name == page
    ask(lambda _: None)
    if isinstance(window.page, QuickEntry):
        assert window.page.narrative.value() == "Үзілді"
        assert window.show_before()
        assert window.page.name == "incidents"


@pytest.mark.parametrize("runs", [True, False])
def test_a_session_bus_is_used_where_one_runs_and_never_started(
    runs: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Set first, so that what `start_no_bus` sets is taken back too.
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "")
    del os.environ["DBUS_SESSION_BUS_ADDRESS"]
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    if runs:
        (tmp_path / "bus").touch()
    start_no_bus()
    assert os.environ.get("DBUS_SESSION_BUS_ADDRESS") == (None if runs else "disabled:")


def test_the_first_page_waits_for_no_library_that_it_does_without() -> None:
    loads = "import sys, app.gui.application, app.gui.pages.unlock; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", loads], capture_output=True, text=True, check=True, cwd=root()
    )
    assert not {"pydantic", "cryptography", "sqlcipher3", "babel"} & set(ran.stdout.split())
