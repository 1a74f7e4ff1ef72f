"""What tests of the page of an incident share: its fields by path, typing into them, what is saved."""

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.domain.compartments import Path as FieldPath
from app.domain.strict_json import JsonObject
from app.gui.pages.incident import Incident
from app.gui.pages.record_sections import AskedField
from app.gui.widgets.typing import LongText, TextLine
from app.services import Services
from app.services.answers import RecordShown
from tests.gui.conftest import WAIT_MS

Ask = Callable[[Callable[[Services], object]], Any]


def held(ask: Ask, page: Incident) -> JsonObject:
    found: RecordShown = ask(lambda services: services.recording.show(page.record_id))
    return found.content


def field(page: Incident, *path: str) -> AskedField:
    found = [each for each in page.findChildren(AskedField) if each.path == path and each.isVisible()]
    return found[-1]


def control(page: Incident, *path: str) -> Any:
    return field(page, *path).control


def type_into(page: Incident, text: str, *path: str) -> None:
    line: TextLine | LongText = control(page, *path)
    line.setFocus()
    type_on(line, text)


def type_on(line: TextLine | LongText, text: str) -> None:
    """Behind what stands there."""
    if isinstance(line, LongText):
        line.moveCursor(QTextCursor.MoveOperation.End)
        line.insertPlainText(text)
    else:
        line.end(False)
        line.insert(text)
        line.textEdited.emit(line.text())


def wait_for(qtbot: QtBot, ask: Ask, page: Incident, path: FieldPath, value: object) -> None:
    def stands() -> bool:
        content: object = held(ask, page)
        for step in path:
            content = content.get(step) if isinstance(content, dict) else None
        return content == value

    qtbot.waitUntil(stands, timeout=WAIT_MS)


def history_of(page: Incident, qtbot: QtBot, awaited: str) -> str:
    """All that the history says, once it says what is awaited."""
    page._open_history()

    def texts() -> str:
        return "\n".join(label.text() for label in page._history.findChildren(QLabel))

    qtbot.waitUntil(lambda: awaited in texts(), timeout=WAIT_MS)
    return texts()
