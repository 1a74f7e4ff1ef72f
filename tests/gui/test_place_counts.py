"""The numbers in the sidebar follow what is in the vault."""

from collections.abc import Callable, Mapping

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.gui.page import PageContext
from app.gui.place_counts import PlaceCounts
from app.gui.sidebar import Sidebar
from app.gui.theme import Theme
from app.services import Services
from app.words import choose_language

Ask = Callable[[Callable[[Services], object]], object]

GIVEN: JsonObject = {
    "title": "Ұрып-соғу",
    "people": [{"key": "p1", "names": [{"full": "Мысал Үлгіқызы"}]}],
    "acts": [{"form": "beating", "victims": ["p1"]}],
}


def test_numbers_come_after_opening_and_after_every_change(
    opened: PageContext, ask: Ask, qtbot: QtBot
) -> None:
    shown: list[Mapping[str, int]] = []
    counts = PlaceCounts(opened, shown.append)
    opened.opened.emit()
    qtbot.waitUntil(lambda: bool(shown))
    assert set(shown[-1].values()) == {0}
    ask(lambda services: services.recording.add(GIVEN, (), Watch()))
    opened.announce("incident")
    qtbot.waitUntil(lambda: shown[-1]["incidents"] == 1)
    assert (shown[-1]["people"], shown[-1]["contacts"]) == (1, 0)
    counts.deleteLater()


def test_many_changes_are_two_questions(opened: PageContext, ask: Ask, qtbot: QtBot) -> None:
    shown: list[Mapping[str, int]] = []
    counts = PlaceCounts(opened, shown.append)
    for _ in range(50):
        opened.announce("incident")
    ask(lambda services: services.recording.add(GIVEN, (), Watch()))
    opened.announce("incident")
    qtbot.waitUntil(lambda: bool(shown) and shown[-1]["incidents"] == 1)
    ask(lambda services: services.drafts.names())
    assert len(shown) <= 3
    opened.announce("settings")
    ask(lambda services: services.drafts.names())
    assert len(shown) <= 3
    counts.deleteLater()


@pytest.mark.parametrize(("language", "written"), [("en", "12,345"), ("ru", "12\xa0345")])
def test_a_number_is_written_as_the_language_writes_it(
    theme: Theme, qtbot: QtBot, language: str, written: str
) -> None:
    choose_language(language)
    sidebar = Sidebar(theme, lambda _: None)
    qtbot.addWidget(sidebar)
    sidebar.offer({"people"})
    sidebar.show_counts({"people": 12_345})
    told = [each.accessibleDescription() for each in sidebar.findChildren(QToolButton)]
    assert [each for each in told if each] == [written]
