"""What is chosen is kept in the vault at once; another passphrase is asked for with care."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.domain.errors import AppError, VaultError
from app.gui.main_window import MainWindow
from app.gui.page import PageContext
from app.gui.pages.settings import Settings
from app.services import Services
from app.services.finding import find_vaults
from app.services.settings import Preferences
from app.words import choose_language, chosen_language
from tests.builders import PASSPHRASE
from tests.gui.conftest import WAIT_MS

NEW = "жаңа Құпия сөз — Ҷаҳон"
Ask = Callable[[Callable[[Services], object]], object]


@pytest.fixture
def shown(make_window: Callable[..., MainWindow], qtbot: QtBot) -> Iterator[MainWindow]:
    window = make_window(Settings)
    window.show_page("settings")
    qtbot.waitUntil(page_of(window).language.isEnabled, timeout=WAIT_MS)
    yield window
    choose_language("en")


def page_of(window: MainWindow) -> Settings:
    page = window.page
    assert isinstance(page, Settings)
    return page


def test_each_choice_is_kept_and_in_force(
    shown: MainWindow, opened: PageContext, ask: Ask, qtbot: QtBot
) -> None:
    heard: list[frozenset[str]] = []
    opened.changed.connect(heard.append)
    for name, value in (("minutes", "15"), ("scale", "150"), ("scheme", "dark"), ("language", "ru")):
        page = page_of(shown)
        qtbot.waitUntil(page.language.isEnabled, timeout=WAIT_MS)
        choice = getattr(page, name)
        choice.set_value(value)
        with qtbot.waitSignal(opened.changed, timeout=WAIT_MS):
            choice.changed.emit()
    wanted = Preferences(language="ru", theme="dark", scale_percent=150, lock_minutes=15)
    assert ask(lambda services: services.settings.preferences()) == wanted
    assert heard == [frozenset({"settings"})] * 4
    assert (opened.theme.scale, opened.theme.is_dark, chosen_language()) == (150, True, "ru")
    qtbot.waitUntil(lambda: page_of(shown).language.value() == "ru", timeout=WAIT_MS)
    assert page_of(shown).minutes.value() == "15"


def begin_change(page: Settings, qtbot: QtBot) -> None:
    page.current.line.insert(PASSPHRASE)
    page.check_button.click()
    qtbot.waitUntil(page.choice.isVisible, timeout=WAIT_MS)


def refusal(ask: Ask, passphrase: str) -> str:
    try:
        ask(lambda services: services.access.check_passphrase(passphrase))
    except AppError as error:
        return error.code
    return ""


def test_another_passphrase_takes_the_place_of_the_present_one(
    shown: MainWindow, ask: Ask, qtbot: QtBot
) -> None:
    page = page_of(shown)
    begin_change(page, qtbot)
    assert page.current.value() == ""
    page.choice.drawn.declined.emit()
    for line in (page.choice.own.first, page.choice.own.again):
        line.line.insert(NEW)
    page.choice.own.finish_button.click()
    qtbot.waitUntil(page.told.isVisible, timeout=WAIT_MS)
    assert "destroy" in page.told.text()
    assert page.choice.own.first.value() == ""
    assert not page.choice.isVisible()
    assert refusal(ask, NEW) == ""
    assert refusal(ask, PASSPHRASE) == "vault.passphrase"
    assert find_vaults(page.context.folder)[0].keyboard == "Cyrl"


def test_a_wrong_present_passphrase_is_told_in_place(shown: MainWindow, qtbot: QtBot) -> None:
    page = page_of(shown)
    page.current.line.insert(NEW)
    page.check_button.click()
    sentence = VaultError("vault.passphrase").sentence
    qtbot.waitUntil(lambda: sentence in page._current_field._gap.text(), timeout=WAIT_MS)
    assert not page.choice.isVisible()
    assert page.check_button.isEnabled()


def test_leaving_forgets_what_was_typed(shown: MainWindow, ask: Ask, qtbot: QtBot) -> None:
    page = page_of(shown)
    begin_change(page, qtbot)
    drawn = page.choice.drawn.passphrase()
    page.choice.drawn.declined.emit()
    page.choice.own.first.line.insert(NEW)
    assert page.leave()
    assert not page.choice.isVisible()
    assert page.choice.own.first.value() == ""
    assert page.choice.drawn.passphrase() != drawn
    assert refusal(ask, PASSPHRASE) == ""


@pytest.mark.parametrize("then", ["destroying", "rekeying"])
def test_the_vault_is_locked_before_it_is_destroyed_or_gets_new_keys(
    shown: MainWindow, opened: PageContext, qtbot: QtBot, then: str
) -> None:
    page = page_of(shown)
    pressed = page.destroy_button if then == "destroying" else page.rekey_button
    with qtbot.waitSignal(opened.locked, timeout=WAIT_MS):
        pressed.click()
    assert opened.after_lock == then
