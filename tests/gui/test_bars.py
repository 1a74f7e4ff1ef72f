"""Long work and its bar, bugs and their report, and no display at all."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.domain.work import Progress
from app.gui.application import NO_DISPLAY
from app.gui.bug import bug_report
from app.gui.file_dialogs import choose_files, choose_folder, choose_new_file, forget_folders
from app.gui.main_window import MainWindow
from app.gui.page import Page
from app.gui.theme import Theme
from app.gui.widgets.bars import WorkBar
from app.places import root
from tests.canary import FULL_NAME


class Working(Page):
    """A page where something long can be done."""

    name = place = "inbox"


def said(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.text()]


def test_work_says_what_how_far_and_how_long_still(
    theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    bar = WorkBar(theme)
    qtbot.addWidget(bar)
    bar.begin("Reading records", lambda: None)
    gauge = bar.findChildren(QProgressBar)[0]
    assert said(bar) == ["Reading records"]
    assert gauge.maximum() == 0
    now[0] += 10
    bar.show_progress(Progress("Reading records", 25, 100))
    assert gauge.value() / gauge.maximum() == 0.25
    assert said(bar)[1] == "About 30 seconds left"
    now[0] += 40
    bar.show_progress(Progress("Reading records", 26, 100))
    assert said(bar)[1] == "About 2 minutes left"


def test_a_step_that_goes_on_to_its_end_has_no_cancel(theme: Theme, qtbot: QtBot) -> None:
    bar = WorkBar(theme)
    qtbot.addWidget(bar)
    bar.begin("Reading records", lambda: None)
    (cancel,) = bar.findChildren(QPushButton)
    for can_stop in (True, False, True):
        bar.show_progress(Progress("Reading records", 1, 2, can_stop=can_stop))
        assert cancel.isVisible() is can_stop
    bar.begin("Reading records", None)
    bar.show_progress(Progress("Reading records", 1, 2))
    assert not cancel.isVisible()


def test_short_work_goes_without_a_word_and_long_work_stays(
    theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    bar = WorkBar(theme)
    qtbot.addWidget(bar)
    bar.begin("Reading records", lambda: None)
    bar.finish("Everything was read.")
    assert bar.isHidden()
    bar.begin("Reading records", lambda: None)
    now[0] += 11
    bar.finish("Everything was read.")
    assert said(bar) == ["Everything was read."]
    bar.findChildren(QPushButton)[0].click()
    assert bar.isHidden()


def test_cancelling_reaches_the_work_and_the_page(
    make_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    window = make_window(Working)
    window.show_page("inbox")
    page, ended = window.page, list[str]()
    assert page is not None

    def count(_services: object, watch: object) -> None:
        done = 0
        while True:
            done += 1
            watch.tick("Counting", done, 10**9)  # type: ignore[attr-defined]

    page.work("Counting", count, lambda _: ended.append("done"), lambda: ended.append("cancelled"))
    assert page.work_bar.isVisible()
    page.work_bar.findChildren(QPushButton)[0].click()
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == ["cancelled"]
    assert page.work_bar.isHidden()


def test_a_bug_is_told_without_a_word_of_the_person(
    make_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    window = make_window(Working)
    window.show_page("inbox")
    page = window.page
    assert page is not None

    def fail(_services: object, _watch: object) -> None:
        try:
            raise KeyError(FULL_NAME)
        except KeyError as error:
            raise ValueError(f"not found: {FULL_NAME}") from error

    page.read(fail, lambda _: None)
    qtbot.waitUntil(lambda: bool(page.findChildren(QMessageBox)))
    box = page.findChildren(QMessageBox)[0]
    assert "ValueError" in box.detailedText()
    assert "KeyError" in box.detailedText()
    assert "app/gui/tasks.py" in box.detailedText()
    for text in (box.text(), box.informativeText(), box.detailedText(), box.windowTitle()):
        assert FULL_NAME not in text
        assert str(Path.home()) not in text
    box.close()


def test_a_report_names_places_and_no_values() -> None:
    with pytest.raises(ValueError, match="invalid literal") as caught:
        int(FULL_NAME)
    report = bug_report(caught.value)
    assert "tests/gui/test_bars.py" in report
    assert FULL_NAME not in report


def test_an_empty_page_says_what_belongs_there(make_window: Callable[..., MainWindow], qtbot: QtBot) -> None:
    window, made = make_window(Working), list[bool]()
    window.show_page("inbox")
    page = window.page
    assert page is not None
    page.show_empty("Bundles that others send you stand here.", "Take one in", lambda: made.append(True))
    button = next(each for each in page.findChildren(QPushButton) if each.text() == "Take one in")
    assert button.isVisible()
    button.click()
    assert made == [True]
    page.show_empty(None)
    assert not button.isVisible()


def test_no_dialog_writes_down_where_one_was(qapp: QApplication, tmp_path: Path) -> None:
    forget_folders()
    dialog = QFileDialog(None, "", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.show()
    dialog.accept()
    # Where it was is written when it goes.
    delete(dialog)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_no_dialog_is_the_systems_own(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    choose_files(owner, "", lambda _: None)
    choose_folder(owner, "", lambda _: None)
    choose_new_file(owner, "", "card", lambda _: None)
    dialogs = owner.findChildren(QFileDialog)
    assert len(dialogs) == 3
    assert all(dialog.testOption(QFileDialog.Option.DontUseNativeDialog) for dialog in dialogs)


@pytest.mark.skipif(sys.platform == "win32", reason="not on Windows")
def test_without_a_display_it_says_so_and_what_to_do() -> None:
    bare = {name: text for name, text in os.environ.items() if "DISPLAY" not in name and name[:3] != "QT_"}
    run = subprocess.run(
        [sys.executable, root() / "main.py"], env=bare, capture_output=True, text=True, check=False
    )
    assert run.returncode == NO_DISPLAY
    assert "No display was found" in run.stderr
    assert "--help" in run.stderr
