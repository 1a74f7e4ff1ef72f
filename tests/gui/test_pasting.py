"""Text from a messenger is tidied as it is pasted; one key gives it back as it came, another leaves it."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.pages.incident import Incident
from app.gui.pages.incidents import Incidents
from app.gui.pages.quick_entry import QuickEntry
from app.gui.pages.record_sections import AskedField
from app.gui.theme import Theme
from app.gui.widgets.typing import LongText, TextLine
from app.services import Services
from app.services.answers import RecordSaved
from tests.domain.test_pasted_text import ANDROID, WHATSAPP
from tests.gui.conftest import WAIT_MS
from tests.gui.drawn import is_drawn
from tests.hostile_lines import LINES

Ask = Callable[[Callable[[Services], object]], Any]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
CAME = "\u200e+7\u00a0701 000\u00ad 00 00 "
TIDY = "+7 701 000 00 00"


@pytest.fixture
def text(theme: Theme, qtbot: QtBot) -> LongText:
    made = LongText(theme)
    qtbot.addWidget(made)
    made.show()
    made.setFocus()
    return made


def copy(text: str, html: str = "") -> None:
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)


def test_a_paste_is_tidied_and_said_and_given_back_by_undo(text: LongText) -> None:
    told, parts = list[str](), list[bool]()
    text.told.connect(told.append)
    text.parted.connect(lambda: parts.append(True))
    text.insertPlainText("Ол: ..., деді")
    text.moveCursor(QTextCursor.MoveOperation.Start)
    for _ in range(4):
        text.moveCursor(QTextCursor.MoveOperation.Right)
    for _ in range(3):
        text.moveCursor(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor)
    copy(CAME)
    QTest.keyClick(text, Qt.Key.Key_V, CONTROL)
    assert text.value() == f"Ол: {TIDY}, деді"
    assert told == ["Pasted: 2 invisible marks taken out, 2 blanks tidied. Ctrl+Z gives it back as it came."]
    assert parts == [True, True]
    QTest.keyClick(text, Qt.Key.Key_Z, CONTROL)
    assert text.value() == f"Ол: {CAME}, деді"
    QTest.keyClick(text, Qt.Key.Key_Z, CONTROL)
    assert text.value() == "Ол: ..., деді"


def test_ctrl_shift_v_pastes_as_it_came(text: LongText) -> None:
    copy(WHATSAPP)
    QTest.keyClick(text, Qt.Key.Key_V, CONTROL | SHIFT)
    assert text.value() == WHATSAPP.replace("\r\n", "\n")


def test_only_text_comes_out_of_what_is_pasted(text: LongText) -> None:
    told = list[str]()
    text.told.connect(told.append)
    copy("Тақырып", "<h1>Тақырып</h1><img src='x.png'>")
    text.paste()
    assert text.value() == "Тақырып"
    data = QMimeData()
    data.setText("file:///жол")
    data.setUrls([QUrl("file:///жол")])
    assert not text.canInsertFromMimeData(data)
    text.insertFromMimeData(data)
    assert text.value() == "Тақырып"
    assert told == []


def test_what_is_shown_is_given_back_to_the_character(theme: Theme, qtbot: QtBot, text: LongText) -> None:
    line = TextLine()
    qtbot.addWidget(line)
    for each in LINES:
        for control in (line, text):
            control.set_value(each)
            assert control.value() == each, repr(each)
    text.set_value("екі\u00a0сөз\r\nжол")
    text.moveCursor(QTextCursor.MoveOperation.End)
    text.insertPlainText("!")
    assert text.value() == "екі\u00a0сөз\nжол!"


def test_undo_of_the_page_gives_a_paste_back_as_it_came(
    make_window: Callable[..., MainWindow], ask: Ask, qtbot: QtBot
) -> None:
    content: JsonObject = {"title": "Мысал", "narrative": {"text": "Ол жазды: "}}
    saved: RecordSaved = ask(lambda services: services.recording.add(content, (), Watch()))
    window = make_window(Incidents, Incident)
    window.show_page("incident", id=saved.id)
    page = window.page
    assert isinstance(page, Incident)
    qtbot.waitUntil(lambda: is_drawn(page), timeout=WAIT_MS)
    told = list[str]()
    page.context.told.connect(told.append)
    fields = [each for each in page.findChildren(AskedField) if each.path == ("narrative", "text")]
    narrative = fields[-1].control
    assert isinstance(narrative, LongText)
    narrative.setFocus()
    narrative.moveCursor(QTextCursor.MoveOperation.End)
    narrative.insertPlainText("былай ")
    copy(ANDROID)
    QTest.keyClick(narrative, Qt.Key.Key_V, CONTROL)
    assert narrative.value() == "Ол жазды: былай " + ANDROID.replace(" - ", " — ")
    assert "2 message headers made plain" in told[-1]
    for expected in ("былай " + ANDROID, "былай ", ""):
        # Through the window, whose keys ask the page first.
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Z, CONTROL)
        assert narrative.value() == "Ол жазды: " + expected


def test_quick_entry_tidies_as_well(make_window: Callable[..., MainWindow]) -> None:
    window = make_window(Incidents, QuickEntry)
    window.show_page("quick_entry")
    page = window.page
    assert isinstance(page, QuickEntry)
    told = list[str]()
    page.context.told.connect(told.append)
    copy(CAME)
    page.narrative.paste()
    assert page.narrative.value() == TIDY
    assert told
