"""A vault is made with two questions, and nobody gets past the words without having written them down."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.gui.main_window import MainWindow
from app.gui.page import PageContext
from app.gui.pages.first_run import FirstRun
from app.gui.pages.unlock import Unlock
from app.services import Services
from app.services.finding import find_vaults
from app.words import choose_language, chosen_language
from tests.gui.conftest import WAIT_MS

OWN = "алма Өрік қар Ұя тас Һауа"


@pytest.fixture
def shown(context: PageContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setattr(FirstRun, "kdf", "floor")
    window = MainWindow(context, {page.name: page for page in (FirstRun, Unlock)})
    qtbot.addWidget(window)
    window.show()
    window.show_page("first_run")
    yield window
    choose_language("en")


def page_of(window: MainWindow) -> FirstRun:
    page = window.page
    assert isinstance(page, FirstRun)
    return page


def introduce(page: FirstRun, name: str = "Үлгі Тестұлы") -> None:
    page.person.insert(name)
    page.role.set_value("lawyer")
    page.go_on_button.click()


def answer(page: FirstRun, words: list[str]) -> None:
    asked = page.choice.asked
    for place, line in zip(asked.places, asked.lines, strict=True):
        line.clear()
        line.insert(words[place])
    asked.finish_button.click()


def ask_services(context: PageContext, qtbot: QtBot, job: Callable[[Services], object]) -> object:
    answers: list[object] = []
    context.lanes.short.run(
        lambda services, _: job(services), owner=context, on_done=answers.append, on_failed=answers.append
    )
    qtbot.waitUntil(lambda: bool(answers), timeout=WAIT_MS)
    return answers[0]


def test_drawn_words_are_asked_back_and_then_open_the_vault(
    shown: MainWindow, context: PageContext, qtbot: QtBot
) -> None:
    page = page_of(shown)
    introduce(page)
    words = page.choice.drawn.passphrase().split()
    assert len(words) == 7
    page.choice.drawn.copied_button.click()
    assert page.choice.asked.isVisible()
    assert not page.choice.drawn.isVisible()
    answer(page, ["дұрыс емес"] * 7)
    assert not context.folder.exists()
    answer(page, [word.upper() for word in words])
    assert not context.folder.exists()
    assert page.choice.drawn.passphrase() != " ".join(words)
    with qtbot.waitSignal(context.opened, timeout=WAIT_MS):
        page.later_button.click()
    info = ask_services(context, qtbot, lambda services: services.access.info())
    assert (getattr(info, "name", None), getattr(info, "role", None)) == ("Үлгі Тестұлы", "lawyer")
    passphrase = " ".join(words)
    assert ask_services(context, qtbot, lambda s: s.access.check_passphrase(passphrase)) is None
    assert page.choice.drawn.passphrase() != passphrase


def test_a_weak_passphrase_of_ones_own_is_estimated_and_taken(
    shown: MainWindow, context: PageContext, qtbot: QtBot
) -> None:
    page = page_of(shown)
    introduce(page)
    page.choice.drawn.declined.emit()
    own = page.choice.own
    own.first.line.insert("Әліппе")
    assert own.estimate_label.text().startswith("● Very weak")
    own.again.line.insert("Әліппа")
    own.finish_button.click()
    assert not context.folder.exists()
    own.again.line.clear()
    own.again.line.insert("Әліппе")
    own.finish_button.click()
    with qtbot.waitSignal(context.opened, timeout=WAIT_MS):
        page.later_button.click()
    assert ask_services(context, qtbot, lambda s: s.access.check_passphrase("Әліппе")) is None
    assert find_vaults(context.folder)[0].keyboard == "Cyrl"


def settle_passphrase(page: FirstRun) -> None:
    introduce(page)
    page.choice.drawn.declined.emit()
    for line in (page.choice.own.first, page.choice.own.again):
        line.line.insert(OWN)
    page.choice.own.finish_button.click()


def test_recovery_words_that_were_told_back_open_the_new_vault(
    shown: MainWindow, context: PageContext, qtbot: QtBot
) -> None:
    page = page_of(shown)
    settle_passphrase(page)
    page.offer_button.click()
    qtbot.waitUntil(page.words.grid.isVisible, timeout=WAIT_MS)
    words = [label.text() for label in page.words.grid.labels]
    page.words.copied_button.click()
    assert not context.folder.exists()
    for place, line in zip(page.words.asked.places, page.words.asked.lines, strict=True):
        line.insert(words[place])
    with qtbot.waitSignal(context.opened, timeout=WAIT_MS):
        page.words.asked.finish_button.click()
    assert (page._passphrase, page._new, page.words._words) == ("", None, ())
    opens = ask_services(context, qtbot, lambda s: s.recovery.check([" ".join(words)]).opens)
    assert opens is True
    assert ask_services(context, qtbot, lambda s: s.access.check_passphrase(OWN)) is None


def test_words_that_were_put_off_open_nothing(shown: MainWindow, context: PageContext, qtbot: QtBot) -> None:
    page = page_of(shown)
    settle_passphrase(page)
    page.offer_button.click()
    qtbot.waitUntil(page.words.grid.isVisible, timeout=WAIT_MS)
    with qtbot.waitSignal(context.opened, timeout=WAIT_MS):
        next(each for each in page._recovery.findChildren(QPushButton) if each.text() == "Later").click()
    assert not any(label.text() for label in page.words.grid.labels)
    standing = ask_services(context, qtbot, lambda s: s.recovery.standing())
    assert (getattr(standing, "words_made_at", ""), getattr(standing, "unnamed", 1)) == (None, 0)


def test_leaving_forgets_the_passphrase_that_was_settled(shown: MainWindow) -> None:
    page = page_of(shown)
    settle_passphrase(page)
    assert shown.show_page("unlock")
    assert page._passphrase == ""
    assert shown.show_page("first_run")
    assert page.person.isVisible()


def test_the_keys_go_to_the_button_that_leads_on(shown: MainWindow, qtbot: QtBot) -> None:
    shown.activateWindow()
    page = page_of(shown)
    page.person.insert("Үлгі Тестұлы")
    page.go_on_button.click()
    qtbot.waitUntil(page.choice.drawn.copied_button.hasFocus, timeout=WAIT_MS)


def test_a_strong_one_is_called_so_and_an_empty_one_goes_nowhere(shown: MainWindow) -> None:
    page = page_of(shown)
    introduce(page)
    page.choice.drawn.declined.emit()
    own = page.choice.own
    assert not own.estimate_label.isVisible()
    own.finish_button.click()
    assert own.isVisible()
    own.first.line.insert(OWN)
    assert own.estimate_label.text().startswith("Strong")


def test_ones_own_is_seen_only_when_asked_for_and_never_copied(
    shown: MainWindow, qtbot: QtBot, qapp: QApplication
) -> None:
    page = page_of(shown)
    introduce(page)
    page.choice.drawn.declined.emit()
    own = page.choice.own
    own.first.line.insert(OWN)

    def is_seen() -> bool:
        return any(label.isVisible() and OWN in label.text() for label in own.findChildren(QLabel))

    assert not is_seen()
    (reveal,) = own.findChildren(QCheckBox)
    reveal.click()
    assert is_seen()
    own.first.line.selectAll()
    QTest.keyClick(own.first.line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert OWN not in qapp.clipboard().text()
    own.clear()
    assert not is_seen()


def test_a_name_is_needed_and_a_gap_says_so(shown: MainWindow) -> None:
    page = page_of(shown)
    page.go_on_button.click()
    assert not page.choice.isVisible()
    introduce(page, "  ")
    assert not page.choice.isVisible()


def test_another_language_is_spoken_at_once_and_what_was_typed_stays(shown: MainWindow, qtbot: QtBot) -> None:
    page = page_of(shown)
    page.person.insert("Ӯзбек Ҷӯра")
    page.role.set_value("coordinator")
    page.language.set_value("ru")
    page.language.changed.emit()
    qtbot.waitUntil(lambda: page_of(shown) is not page)
    anew = page_of(shown)
    assert chosen_language() == "ru"
    assert (anew.person.value(), anew.role.value(), anew.language.value()) == (
        "Ӯзбек Ҷӯра", "coordinator", "ru",
    )  # fmt: skip
    anew.go_on_button.click()
    assert anew.choice.drawn.language.value() == "ru"


def test_a_folder_with_something_in_it_is_refused_and_everything_can_be_tried_again(
    shown: MainWindow, context: PageContext, qtbot: QtBot
) -> None:
    context.folder.mkdir()
    (context.folder / "бөтен").touch()
    page = page_of(shown)
    introduce(page)
    page.choice.drawn.copied_button.click()
    answer(page, page.choice.drawn.passphrase().split())
    page.later_button.click()
    qtbot.waitUntil(page.error_bar.isVisible, timeout=WAIT_MS)
    assert page.person.isVisible()
    assert page.go_on_button.isEnabled()
    assert os.listdir(context.folder) == ["бөтен"]


def test_the_words_are_neither_on_the_clipboard_nor_to_be_selected(
    shown: MainWindow, context: PageContext, qapp: QApplication
) -> None:
    page = page_of(shown)
    introduce(page)
    flags = {label.textInteractionFlags() for label in page.choice.drawn._words.labels}
    assert flags == {Qt.TextInteractionFlag.NoTextInteraction} or not any(
        flag & Qt.TextInteractionFlag.TextSelectableByMouse for flag in flags
    )
    assert page.choice.drawn.passphrase() not in qapp.clipboard().text()
    assert not Path(context.folder).exists()
