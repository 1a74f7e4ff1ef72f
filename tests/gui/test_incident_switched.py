"""Going from one incident to another with something half typed: it belongs to the first, and to no other."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.pages.incident import Incident
from app.gui.pages.incident_sections import WhoSection
from app.gui.pages.incidents import Incidents
from app.services import Services
from app.services.answers import RecordSaved, RecordShown
from tests.gui.conftest import WAIT_MS
from tests.gui.drawn import is_drawn

Ask = Callable[[Callable[[Services], object]], Any]
MakeWindow = Callable[..., MainWindow]


def add(ask: Ask, title: str) -> str:
    saved: RecordSaved = ask(lambda services: services.recording.add({"title": title}, (), Watch()))
    return saved.id


def people(ask: Ask, identifier: str) -> list[str]:
    """The names of those who have to do with an incident, as the vault holds it."""

    def read(services: Services) -> list[str]:
        shown: RecordShown = services.recording.show(identifier)
        ids = shown.content.get("people", [])
        assert isinstance(ids, list)
        return [each.title for each in services.reading.named(tuple(map(str, ids))).values()]

    found: list[str] = ask(read)
    return found


@pytest.mark.parametrize("elsewhere", [True, False])
def test_a_name_half_typed_is_of_the_incident_it_was_typed_in(
    elsewhere: bool, make_window: MakeWindow, ask: Ask, qtbot: QtBot
) -> None:
    first, second = add(ask, "Бірінші"), add(ask, "Екінші")
    window = make_window(Incidents, Incident)
    window.show_page("incident", id=first)
    page = window.page
    assert isinstance(page, Incident)
    qtbot.waitUntil(lambda: is_drawn(page), timeout=WAIT_MS)
    line = page.findChild(WhoSection)._adder.adder.line  # type: ignore[union-attr]
    line.setFocus()
    QTest.keyClicks(line, "Zhalgyzbek Ulgi")
    if elsewhere:
        page.title.setFocus()
    window.show_page("incident", id=second)
    qtbot.waitUntil(lambda: people(ask, first) == ["Zhalgyzbek Ulgi"], timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.title.text() == "Екінші" and is_drawn(page), timeout=WAIT_MS)
    page.save()
    window.show_page("incidents")
    held: JsonObject = ask(lambda services: services.recording.show(second).content)
    assert "people" not in held
    assert line.text() == ""
