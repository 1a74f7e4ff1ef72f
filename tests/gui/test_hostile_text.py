"""Hostile lines in every text control of an incident: plain text, kept to the character, typed on."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.domain.compartments import Path
from app.domain.content import value_at
from app.domain.strict_json import JsonObject
from app.domain.text import make_visible
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.pages.incident import Incident
from app.gui.pages.incidents import Incidents
from app.gui.pages.person import Person
from app.gui.pages.record_controls import json_value
from app.gui.pages.record_sections import AskedField
from app.gui.widgets.typing import LongText, TextLine
from app.services import Services
from app.services.answers import RecordSaved, RecordShown
from tests.gui.conftest import WAIT_MS
from tests.gui.drawn import is_drawn
from tests.gui.incident_kit import type_on
from tests.hostile_lines import GROUPS, LINES
from tests.text_fields import content_with, text_fields

Ask = Callable[[Callable[[Services], object]], Any]
SAMPLES = tuple(line for lines in GROUPS.values() for line in (lines[0], lines[len(lines) // 2], lines[-1]))
FORMS = ("beating.1",)


def fields_shown() -> tuple[Any, ...]:
    """All of an incident, of the forms those of a few: their controls are the same."""
    return tuple(
        field for field in text_fields("incident") if "details" not in field.path or field.path[3] in FORMS
    )


def hostile_incident() -> JsonObject:
    fields = fields_shown()
    name: JsonObject = {"full": "<b>Сынақ</b>\u202eҮлгі"}
    content = content_with(fields, lambda field, _: SAMPLES[fields.index(field) % len(SAMPLES)])
    return {**content, "people": [{"key": "p1", "names": [name]}]}


def is_plain(widget: QWidget) -> bool:
    """Whether nothing that it shows could be taken for markup, or acts without being seen."""
    tip = widget.toolTip()
    if tip and not tip.startswith("<p>") and ("<" in tip or make_visible(tip) != tip):
        return False
    if not isinstance(widget, QLabel) or not widget.text():
        return True
    return widget.textFormat() is Qt.TextFormat.PlainText and make_visible(widget.text()) == widget.text()


def test_an_incident_full_of_hostile_text(
    make_window: Callable[..., MainWindow], ask: Ask, qtbot: QtBot
) -> None:
    saved: RecordSaved = ask(lambda services: services.recording.add(hostile_incident(), (), Watch()))
    window = make_window(Incidents, Incident, Person)
    window.show_page("incident", id=saved.id)
    page = window.page
    assert isinstance(page, Incident)
    qtbot.waitUntil(lambda: is_drawn(page), timeout=WAIT_MS)
    held: RecordShown = ask(lambda services: services.recording.show(saved.id))

    texts = dict[Path, TextLine | LongText]()
    for each in page.findChildren(AskedField):
        control = each.control
        if isinstance(control, TextLine | LongText) and isinstance(value_at(held.content, each.path), str):
            texts[each.path] = control
    assert len(texts) > 20
    for field in page.findChildren(AskedField):
        assert json_value(field.control) == value_at(held.content, field.path), field.path
    shown = [*page.findChildren(QWidget), *window.findChildren(QLabel)]
    assert [type(each).__name__ for each in shown if not is_plain(each)] == []

    typed = {path: LINES[place * 7 % len(LINES)][:50] for place, path in enumerate(texts)}
    for path, control in texts.items():
        type_on(control, typed[path])
    values = {path: control.value() for path, control in texts.items()}
    page.save()

    def is_saved() -> bool:
        now: RecordShown = ask(lambda services: services.recording.show(saved.id))
        return all(value_at(now.content, path) == value for path, value in values.items())

    qtbot.waitUntil(is_saved, timeout=WAIT_MS)
