"""Vaults are found, the passphrase is never shown, a wrong one is told in place."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.errors import VaultError
from app.domain.work import Watch
from app.gui.keyboard import is_other_layout, layout_of, layout_words
from app.gui.page import PageContext
from app.gui.pages.unlock import Unlock
from app.gui.widgets import patience
from app.gui.widgets.patience import seconds_after
from app.services import open_services
from app.services.clock import SystemClock
from app.services.settings import Preferences
from app.words import choose_language, chosen_language
from tests.builders import PASSPHRASE
from tests.gui.conftest import WAIT_MS


@pytest.fixture
def page(context: PageContext, vault_folder: Path, qtbot: QtBot) -> Unlock:
    assert context.folder == vault_folder
    made = Unlock(context)
    qtbot.addWidget(made)
    made.show()
    made.enter()
    qtbot.waitUntil(lambda: made.vaults.count() == 1, timeout=WAIT_MS)
    return made


def type_in(page: Unlock, text: str) -> None:
    page.passphrase.line.clear()
    page.passphrase.line.insert(text)


def press(page: Unlock, qtbot: QtBot) -> None:
    QTest.keyClick(page.passphrase.line, Qt.Key.Key_Return)


def test_the_passphrase_opens_and_what_was_preferred_is_in_force(
    page: Unlock, context: PageContext, vault_folder: Path, qtbot: QtBot
) -> None:
    with open_services(vault_folder, PASSPHRASE, SystemClock(), Watch()) as services:
        services.settings.change(Preferences(language="ru", theme="dark", scale_percent=125))
    type_in(page, PASSPHRASE)
    with qtbot.waitSignal(context.opened, timeout=WAIT_MS):
        press(page, qtbot)
    assert chosen_language() == "ru"
    assert (context.theme.is_dark, context.theme.scale) == (True, 125)
    assert page.passphrase.value() == ""
    choose_language("en")


def test_a_wrong_passphrase_is_told_in_place_and_can_be_typed_again(
    page: Unlock, context: PageContext, qtbot: QtBot
) -> None:
    type_in(page, "басқа сөз")
    press(page, qtbot)
    assert not page.open_button.isEnabled()
    assert page.work_bar.isVisible()
    qtbot.waitUntil(page.refusal.isVisible, timeout=WAIT_MS)
    assert page.refusal.text() == VaultError("vault.passphrase").sentence
    assert page.advice.isVisible()
    assert not page.error_bar.isVisible()
    assert not page.work_bar.isVisible()
    assert page.passphrase.line.hasSelectedText()
    type_in(page, PASSPHRASE)
    assert not page.refusal.isVisible()
    with qtbot.waitSignal(context.opened, timeout=WAIT_MS):
        page.open_button.click()


def test_after_several_wrong_ones_one_waits_longer_and_longer(
    page: Unlock, context: PageContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [seconds_after(wrong) for wrong in (1, 3, 4, 5, 6, 9, 10, 99)] == [0, 0, 2, 4, 8, 60, 60, 60]
    monkeypatch.setattr(patience, "FREE", 1)
    for _ in range(2):
        assert page.open_button.isEnabled()
        assert not page.wait.isVisible()
        type_in(page, "басқа сөз")
        press(page, qtbot)
        qtbot.waitUntil(page.refusal.isVisible, timeout=WAIT_MS)
    assert page.wait.text().startswith("Wait 2 seconds. ")
    assert not page.open_button.isEnabled()
    # A stick that comes meanwhile is seen.
    page.vaults.clear()
    next(each for each in page.findChildren(QPushButton) if each.text() == "Look again").click()
    qtbot.waitUntil(lambda: page.vaults.count() == 1, timeout=WAIT_MS)
    type_in(page, PASSPHRASE)
    with qtbot.assertNotEmitted(context.opened):
        press(page, qtbot)
        assert not page.work_bar.isVisible()
        qtbot.waitUntil(page.open_button.isEnabled, timeout=WAIT_MS)
    assert not page.wait.isVisible()
    with qtbot.waitSignal(context.opened, timeout=WAIT_MS):
        press(page, qtbot)


def test_leaving_forgets_the_passphrase(page: Unlock, context: PageContext) -> None:
    for leave in (page.leave, page.seal):
        type_in(page, PASSPHRASE)
        leave()
        assert page.passphrase.value() == ""


def test_the_passphrase_is_never_shown_nor_copied(page: Unlock, qtbot: QtBot, qapp: QApplication) -> None:
    type_in(page, "құпия")
    assert page.passphrase.line.echoMode() is QLineEdit.EchoMode.Password
    assert page.passphrase.line.displayText() == "●" * 5
    page.passphrase.line.selectAll()
    QTest.keyClick(page.passphrase.line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "құпия" not in qapp.clipboard().text()
    assert page.passphrase.value() == "құпия"
    assert not any("құпия" in label.text() for label in page.findChildren(QLabel))


def test_what_is_wrong_with_the_vault_is_told(page: Unlock, vault_folder: Path, qtbot: QtBot) -> None:
    (vault_folder / "keys").write_bytes(b"{}")
    type_in(page, PASSPHRASE)
    press(page, qtbot)
    qtbot.waitUntil(page.error_bar.isVisible, timeout=WAIT_MS)
    assert page.open_button.isEnabled()


def test_what_opening_found_is_told_before_going_on(
    page: Unlock, context: PageContext, vault_folder: Path, qtbot: QtBot
) -> None:
    services = open_services(vault_folder, PASSPHRASE, SystemClock(), Watch())
    services.settings.change(Preferences())
    services.vault._session.abandon()
    (vault_folder / "data-wal").unlink(missing_ok=True)
    type_in(page, PASSPHRASE)
    with qtbot.assertNotEmitted(context.opened):
        press(page, qtbot)
        qtbot.waitUntil(page._go_on.isVisible, timeout=WAIT_MS)
    assert page._cautions.count() == 2
    with qtbot.waitSignal(context.opened, timeout=WAIT_MS):
        page._go_on.click()


def test_another_folder_can_be_chosen_among_those_found(
    page: Unlock, context: PageContext, vault_folder: Path, tmp_path: Path, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    other = tmp_path / "флешка" / "дәптер"
    shutil.copytree(vault_folder, other)
    monkeypatch.setattr("app.services.finding.removable_drives", lambda: (other.parent,))
    page.refresh()
    qtbot.waitUntil(lambda: page.vaults.count() == 2, timeout=WAIT_MS)
    page.vaults.set_value(str(other))
    page.vaults.changed.emit()
    type_in(page, PASSPHRASE)
    with qtbot.waitSignal(context.opened, timeout=WAIT_MS):
        press(page, qtbot)
    assert context.folder == other


def test_a_vault_that_vanished_is_told_of_and_found_again_when_it_is_back(
    page: Unlock, context: PageContext, vault_folder: Path, tmp_path: Path, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    other, pulled_out = tmp_path / "флешка" / "дәптер", tmp_path / "pulled-out"
    shutil.copytree(vault_folder, other)
    vault_folder.rename(pulled_out)
    look_again = next(each for each in page.findChildren(QPushButton) if each.text() == "Look again")
    look_again.click()
    qtbot.waitUntil(page.missing.isVisible, timeout=WAIT_MS)
    assert str(vault_folder) in page.missing.text().replace("\u200b", "")
    monkeypatch.setattr("app.services.finding.removable_drives", lambda: (other.parent,))
    look_again.click()
    qtbot.waitUntil(lambda: page.vaults.value() == str(other), timeout=WAIT_MS)
    assert page.missing.isVisible()
    pulled_out.rename(vault_folder)
    look_again.click()
    qtbot.waitUntil(lambda: page.vaults.value() == str(vault_folder), timeout=WAIT_MS)
    assert not page.missing.isVisible()
    type_in(page, PASSPHRASE)
    with qtbot.waitSignal(context.opened, timeout=WAIT_MS):
        press(page, qtbot)


def test_a_vault_that_is_open_elsewhere_is_refused_in_plain_words(
    page: Unlock, context: PageContext, vault_folder: Path, qtbot: QtBot
) -> None:
    with open_services(vault_folder, PASSPHRASE, SystemClock(), Watch()):
        type_in(page, PASSPHRASE)
        press(page, qtbot)
        qtbot.waitUntil(page.error_bar.isVisible, timeout=WAIT_MS)
        said = [label.text() for label in page.error_bar.findChildren(QLabel)]
        assert VaultError("vault.in_use").sentence in said
        assert VaultError("vault.in_use").advice in said
    with qtbot.waitSignal(context.opened, timeout=WAIT_MS):
        press(page, qtbot)


@pytest.mark.parametrize(
    ("letter", "shift", "layout", "caps_lock"),
    [
        ("ү", False, "Cyrillic letters", False),
        ("Ү", False, "Cyrillic letters", True),
        ("Ү", True, "Cyrillic letters", False),
        ("q", True, "Latin letters", True),
    ],
)
def test_layout_and_caps_lock_are_told_from_what_is_typed(
    page: Unlock, letter: str, shift: bool, layout: str, caps_lock: bool
) -> None:
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page.passphrase.line, QKeyEvent(QKeyEvent.Type.KeyPress, 0, modifier, letter))
    assert page.passphrase._layout.text() == f"Keyboard: {layout}"
    assert page.passphrase._caps_lock.isVisible() == caps_lock
    assert page.passphrase.value() == letter


def type_letter(page: Unlock, letter: str) -> None:
    event = QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
    QApplication.sendEvent(page.passphrase.line, event)


def test_another_layout_than_that_of_the_passphrase_is_told(
    page: Unlock, vault_folder: Path, qtbot: QtBot
) -> None:
    label = page.passphrase._other_layout
    type_letter(page, "q")
    assert not label.isVisible()
    with open_services(vault_folder, PASSPHRASE, SystemClock(), Watch()) as services:
        services.access.change_passphrase(PASSPHRASE, PASSPHRASE, "ky")
    page.refresh()
    qtbot.waitUntil(label.isVisible, timeout=WAIT_MS)
    assert label.text() == "▲ This passphrase was made on another keyboard: кыргызча."
    type_letter(page, "ү")
    assert not label.isVisible()


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("ru", "kk", True),
        ("kk", "kk", False),
        ("tg", "Cyrl", False),
        ("Cyrl", "en", True),
        ("Latn", "Cyrl", True),
        ("Latn", "de", False),
    ],
)
def test_a_script_is_no_other_layout_than_one_of_its_languages(one: str, other: str, differ: bool) -> None:
    assert is_other_layout(one, other) is differ
    assert is_other_layout(other, one) is differ


@pytest.mark.parametrize(
    ("passphrase", "code"),
    [("алма Ұя 7", "Cyrl"), ("seven words", "Latn"), ("алма seven", None), ("77!", None)],
)
def test_the_letters_of_a_passphrase_tell_its_layout(passphrase: str, code: str | None) -> None:
    assert layout_of(passphrase) == code


def test_a_code_that_no_layout_has_is_told_of_nowhere() -> None:
    assert [layout_words(code) for code in ("", "xx", "<b>", "C")] == ["", "", "", ""]
