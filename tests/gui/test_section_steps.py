"""The list of sections beside a form: it shows where one is, goes elsewhere, and gives way."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.pages.incident import Incident
from app.gui.theme import Theme
from app.gui.widgets.section_steps import SectionSteps
from app.services import Services
from tests.gui.conftest import WAIT_MS
from tests.gui.drawn import is_drawn

Ask = Callable[[Callable[[Services], object]], Any]
INCIDENT: JsonObject = {"title": "Қорқыту", "acts": [{"form": "threat"}]}


def lit(steps: SectionSteps) -> list[str]:
    return [step.text() for step in steps.findChildren(QPushButton) if step.isChecked()]


def test_a_step_goes_and_only_arriving_lights_it(theme: Theme, qtbot: QtBot) -> None:
    gone: list[str] = []
    steps = SectionSteps(theme)
    qtbot.addWidget(steps)
    for words in ("What", "When"):
        steps.add(words, partial(gone.append, words))
    steps.light(0)
    steps.findChildren(QPushButton)[1].click()
    assert gone == ["When"]
    assert lit(steps) == ["What"]
    steps.light(1)
    assert lit(steps) == ["When"]


def test_what_has_nothing_in_it_is_not_offered(theme: Theme, qtbot: QtBot) -> None:
    steps = SectionSteps(theme)
    qtbot.addWidget(steps)
    steps.add("Also recorded", lambda: None)
    steps.offer(0, False)
    assert steps.findChildren(QPushButton)[0].isHidden()


def test_it_fits_only_where_all_of_it_does(theme: Theme, qtbot: QtBot) -> None:
    steps = SectionSteps(theme)
    qtbot.addWidget(steps)
    for words in ("What", "When", "Where"):
        steps.add(words, lambda: None)
    needed = steps.sizeHint()
    assert steps.fits(needed)
    assert not steps.fits(needed - QSize(1, 0))
    assert not steps.fits(needed - QSize(0, 1))


def test_scrolling_an_incident_lights_the_section_that_is_read(
    make_window: Callable[..., MainWindow], ask: Ask, qtbot: QtBot
) -> None:
    ask(lambda services: services.recording.add(INCIDENT, (), Watch()))
    listed = ask(lambda services: services.reading.list_kind("incident", None, None, 1, 0).items[0].id)
    window = make_window(Incident)
    window.show_page("incident", id=listed)
    page = window.page
    assert isinstance(page, Incident)
    qtbot.waitUntil(lambda: is_drawn(page), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: lit(page._steps) == ["What"], timeout=WAIT_MS)
    acts = next(each for each in page._steps.findChildren(QPushButton) if each.text() == "Acts")
    acts.click()
    assert lit(page._steps) == ["Acts"]
    page.form.verticalScrollBar().setValue(0)
    assert lit(page._steps) == ["What"]


def test_stepping_on_does_not_wait_for_sections_that_come_by_and_by(
    make_window: Callable[..., MainWindow], ask: Ask, qtbot: QtBot
) -> None:
    saved = ask(lambda services: services.recording.add({"title": "т"}, (), Watch()))
    window = make_window(Incident)
    window.show_page("incident", id=saved.id)
    page = window.page
    assert isinstance(page, Incident)
    page._next_turn.timeout.disconnect()
    qtbot.waitUntil(lambda: page.sheet.shown is not None, timeout=WAIT_MS)
    page.step_section(1)
    assert [each.is_offered for each in page.sections] == [True, False]
    words = []
    for _ in range(20):
        page.step_section(1)
        words += [each.words for each in page.sections if each.holds(page.focusWidget())]
    assert words[:4] == ["When", "Where", "Who", "Acts"]
    assert words[-1] == "Interventions"
    assert not page._makers


def test_what_can_only_be_read_is_stepped_through_too(
    make_window: Callable[..., MainWindow], ask: Ask, qtbot: QtBot
) -> None:
    saved = ask(lambda services: services.recording.add({"title": "т"}, (), Watch()))
    window = make_window(Incident)
    window.show_page("incident", id=saved.id)
    page = window.page
    assert isinstance(page, Incident)
    ask(lambda services: services.recording.delete(page.record_id, "қате"))
    page.refresh()
    qtbot.waitUntil(lambda: page.sheet.is_read_only, timeout=WAIT_MS)
    words = []
    for _ in range(3):
        page.step_section(1)
        words += [each.words for each in page.sections if each.holds(page.focusWidget())]
    assert words == ["What", "When", "Where"]
