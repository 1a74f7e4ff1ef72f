"""Export: everything is seen before it leaves, only those verified get it, and nothing guarded by chance."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.page import Page
from app.gui.pages.export import Export
from app.services import Services
from app.services.answers import BundlePlan
from app.words import choose_language
from tests.coalition import Founded, found_coalition, open_vault
from tests.gui.conftest import WAIT_MS

Ask = Callable[[Callable[[Services], Any]], Any]

TOLD: JsonObject = {
    "title": "Үлгі Тестұлының ісі",
    "narrative": {"text": "Қорғаушыны ұрды."},
    "people": [{"key": "p1", "names": [{"full": "Үлгі Тестұлы"}], "health": "жарақат"}],
    "acts": [{"victims": ["p1"]}],
    "sources": [{"note": "көрші"}],
}
REFUSED: JsonObject = {**TOLD, "title": "Келісім жоқ", "consent": [{"purposes": {"coalition": "no"}}]}


class Contacts(Page):
    """Where one compares."""

    name = "contacts"


@pytest.fixture(scope="session")
def coordinator(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    return found_coalition(tmp_path_factory.mktemp("others"), ("coordinator",))


@pytest.fixture
def page(make_window: Callable[..., MainWindow], ask: Ask, coordinator: Founded, tmp_path: Path) -> Export:
    card = (coordinator.folder / "coordinator.card").read_bytes()
    ask(lambda services: services.contacts.add(card, coordinator.fingerprints["coordinator"]))
    ask(lambda services: services.recording.add(TOLD, (), Watch()))
    ask(lambda services: services.recording.add(REFUSED, (), Watch()))
    page = entered(make_window(Export, Contacts), ask)
    (tmp_path / "stick").mkdir()
    page.choose_target(tmp_path / "stick")
    return page


def entered(window: MainWindow, ask: Ask) -> Export:
    window.show_page("export")
    ask(lambda _: None)
    assert isinstance(window.page, Export)
    return window.page


def seen(page: Export, qtbot: QtBot) -> str:
    """What stands under "This goes out", once it is about what is chosen now."""
    qtbot.waitUntil(lambda: page._preview is not None and not page._wait.isActive(), timeout=WAIT_MS)
    return page._going.text()


def choose_everybody(page: Export) -> None:
    for box in page.recipients._boxes.values():
        box.click()


def written(page: Export, qtbot: QtBot, folder: Path) -> Path:
    seen(page, qtbot)
    page.write_button.click()
    qtbot.waitUntil(page.result.isVisible, timeout=WAIT_MS)
    (bundle,) = folder.iterdir()
    return bundle


def inspected(coordinator: Founded, bundle: Path) -> BundlePlan:
    with open_vault(coordinator.folder / "coordinator") as services, bundle.open("rb") as stream:
        return services.exchange.inspect(stream, Watch())


def test_what_is_shown_is_what_arrives(
    page: Export, qtbot: QtBot, coordinator: Founded, tmp_path: Path
) -> None:
    assert "1 incident:" in seen(page, qtbot)
    assert "1 person" in page._going.text()
    assert page._staying.text() == "Stays here: Sources, Lawyer's secret"
    choose_everybody(page)
    bundle = written(page, qtbot, tmp_path / "stick")
    assert inspected(coordinator, bundle).records.new == 1
    assert "Only Пример coordinator can open it." in page.result.sentence.text()
    page.result.copy_button.click()
    assert QGuiApplication.clipboard().text() == str(bundle)


def test_what_was_written_comes_into_sight_in_a_low_window(
    page: Export, qtbot: QtBot, tmp_path: Path
) -> None:
    page.window().resize(1000, 480)
    choose_everybody(page)
    page.write_button.setFocus()
    written(page, qtbot, tmp_path / "stick")
    sentence, button = page.result.sentence, page.result.copy_button
    qtbot.waitUntil(button.hasFocus, timeout=WAIT_MS)
    assert not any(part.visibleRegion().isEmpty() for part in (sentence, button))


def test_what_consent_holds_back_is_named_and_leaves_only_by_choice_and_reason(
    page: Export, qtbot: QtBot, coordinator: Founded, tmp_path: Path
) -> None:
    seen(page, qtbot)
    assert "Келісім жоқ" in page._held_back.text()
    assert page._held_back.isVisible()
    choose_everybody(page)
    page.despite_consent.click()
    assert "2 incidents" in seen(page, qtbot)
    page.write_button.click()
    assert page.reason.hasFocus()
    page.reason.insert("шұғыл үндеу")
    page.reason.changed.emit()
    assert inspected(coordinator, written(page, qtbot, tmp_path / "stick")).records.new == 2


def test_sources_need_a_reason_and_overrule_no_consent(
    page: Export, qtbot: QtBot, coordinator: Founded, tmp_path: Path
) -> None:
    choose_everybody(page)
    assert not page.reason.isVisible()
    page.parts["sources"].click()
    seen(page, qtbot)
    assert page.reason.isVisible()
    page.write_button.click()
    assert list((tmp_path / "stick").iterdir()) == []
    page.reason.insert("шұғыл үндеу")
    assert inspected(coordinator, written(page, qtbot, tmp_path / "stick")).records.new == 1


def test_nothing_is_written_for_nobody(page: Export, qtbot: QtBot, tmp_path: Path) -> None:
    seen(page, qtbot)
    page.write_button.click()
    assert "Choose for whom" in page._who_gap.text()
    assert page._who_gap.isVisible()
    assert list((tmp_path / "stick").iterdir()) == []


def test_only_those_verified_are_offered(
    make_window: Callable[..., MainWindow], ask: Ask, coordinator: Founded, qtbot: QtBot
) -> None:
    card = (coordinator.folder / "coordinator.card").read_bytes()
    ask(lambda services: services.contacts.add(card))
    window = make_window(Export, Contacts)
    page = entered(window, ask)
    assert page.recipients._boxes == {}
    assert page._nobody.isVisible()
    page._contacts_button.click()
    assert isinstance(window.page, Contacts)


def test_chosen_incidents_stay_chosen_while_one_searches(page: Export, qtbot: QtBot, ask: Ask) -> None:
    page.incidents.some_button.click()
    assert "Nothing" in seen(page, qtbot)
    assert not page.write_button.isEnabled()
    tick(page, "Үлгі Тестұлының ісі")
    assert "1 incident:" in seen(page, qtbot)
    page.incidents.search_line.setText("келісім")
    qtbot.waitUntil(lambda: page.incidents.rows.count() == 1, timeout=WAIT_MS)
    page.incidents.search_line.setText("")
    qtbot.waitUntil(lambda: page.incidents.rows.count() == 2, timeout=WAIT_MS)
    assert len(page.incidents.value() or ()) == 1


def tick(page: Export, title: str) -> None:
    for number in range(page.incidents.rows.count()):
        item = page.incidents.rows.item(number)
        if title in item.text():
            item.setCheckState(Qt.CheckState.Checked)


def test_cancelling_leaves_nothing(page: Export, qtbot: QtBot, tmp_path: Path, ask: Ask) -> None:
    photograph = tmp_path / "long.bin"
    photograph.write_bytes(b"x" * 40_000_000)
    ask(lambda services: services.recording.add(TOLD, (photograph,), Watch()))
    page.refresh()
    choose_everybody(page)
    seen(page, qtbot)
    page.write_button.click()
    page.work_bar._button.click()
    qtbot.waitUntil(page.work_bar.isHidden, timeout=WAIT_MS)
    assert list((tmp_path / "stick").iterdir()) == []
    assert not page.result.isVisible()
    assert page.write_button.isEnabled()


def test_a_folder_that_cannot_be_written_is_told_and_may_be_tried_again(
    page: Export, qtbot: QtBot, tmp_path: Path
) -> None:
    choose_everybody(page)
    seen(page, qtbot)
    (tmp_path / "stick").rmdir()
    (tmp_path / "stick").write_bytes(b"not a folder")
    page.choose_target(tmp_path / "pulled out" / "stick")
    page.write_button.click()
    qtbot.waitUntil(page.error_bar.isVisible, timeout=WAIT_MS)
    assert page.error_bar._code.text() == "disk.unwritable"
    assert page.write_button.isEnabled()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_control_has_a_name(
    make_window: Callable[..., MainWindow], ask: Ask, qtbot: QtBot, language: str
) -> None:
    choose_language(language)
    page = entered(make_window(Export, Contacts), ask)
    unnamed = [
        type(each)
        for each in page.findChildren(QWidget)
        if each.isVisible()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.focusProxy() is None
        and not each.accessibleName()
    ]
    assert unnamed == []
