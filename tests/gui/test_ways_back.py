"""Before a vault is open: by words into one whose passphrase is forgotten, and from a backup to a new one."""

import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.crypto.recovery import split_secret
from app.domain.errors import AppError, BackupError, RecoveryError, VaultError
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.page import Page, PageContext
from app.gui.pages.recover import Recover
from app.gui.pages.restore import Restore
from app.gui.pages.unlock import Unlock
from app.gui.widgets.passphrase_choice import PassphraseChoice
from app.gui.widgets.secret_box import PASSPHRASE as BY_PASSPHRASE
from app.services import open_services
from app.services.recovery import NewWords
from tests.builders import PASSPHRASE
from tests.gui.conftest import WAIT_MS

NEW = "жаңа Құпия сөз — Ҷаҳон"
SECRET = bytes(range(32))
WORDS = " ".join(NewWords(SECRET).words)


@pytest.fixture
def keep(vault_folder: Path, context: PageContext) -> Callable[..., None]:
    """Lets the words open the vault; makes backups, beside it or elsewhere."""

    def do(*backups: Path | None) -> None:
        with open_services(vault_folder, PASSPHRASE, context.clock, Watch()) as services:
            services.recording.add({"title": "Үлгі"}, (), Watch())
            services.recovery.keep_words(NewWords(SECRET), PASSPHRASE)
            for out in backups:
                services.backups.make(out, Watch())

    return do


@pytest.fixture
def shell(context: PageContext, qtbot: QtBot) -> MainWindow:
    window = MainWindow(context, {page.name: page for page in (Recover, Restore, Unlock)})
    qtbot.addWidget(window)
    window.show()
    return window


def go_to(shell: MainWindow, name: str, **arguments: object) -> Page:
    assert shell.show_page(name, **arguments)
    assert shell.page is not None
    return shell.page


def press(page: Page, words: str) -> None:
    next(each for each in page.findChildren(QPushButton) if each.text() == words).click()


def is_offered(page: Page, words: str) -> bool:
    return any(each.isVisible() and each.text() == words for each in page.findChildren(QPushButton))


def seen(page: Page) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def choose_own(choice: PassphraseChoice) -> None:
    choice.drawn.declined.emit()
    for line in (choice.own.first, choice.own.again):
        line.line.insert(NEW)
    choice.own.finish_button.click()


def opens(folder: Path, passphrase: str, context: PageContext) -> str:
    try:
        with open_services(folder, passphrase, context.clock, Watch()) as services:
            return services.reading.list_incidents(None, None, 1, 0).items[0].title
    except AppError as error:
        return error.code


@pytest.mark.parametrize("by_shares", [True, False])
def test_words_or_shares_open_a_vault_whose_passphrase_is_forgotten(
    shell: MainWindow, context: PageContext, vault_folder: Path, keep: Callable[..., None], tmp_path: Path,
    qtbot: QtBot, by_shares: bool,
) -> None:  # fmt: skip
    keep()
    unlock = go_to(shell, "unlock")
    press(unlock, "I have forgotten the passphrase")
    page = shell.page
    assert isinstance(page, Recover)
    page.go_on_button.click()
    assert "The words are needed" in seen(page)
    page.secret.words.setPlainText(" ".join(NewWords(bytes(32)).words))
    page.go_on_button.click()
    qtbot.waitUntil(lambda: RecoveryError("recovery.refused").sentence in seen(page), timeout=WAIT_MS)
    assert not page.choice.isVisible()
    page.secret.clear()
    if by_shares:
        first, second = split_secret(SECRET, 2, 3)[:2]
        (tmp_path / "доля").write_text(first)
        page.secret.take_files((tmp_path / "доля",))
        page.secret.words.setPlainText(second)
    else:
        page.secret.words.setPlainText(WORDS)
    page.go_on_button.click()
    qtbot.waitUntil(page.choice.isVisible, timeout=WAIT_MS)
    assert page.secret.value() is None
    choose_own(page.choice)
    qtbot.waitUntil(page._go_on.isVisible, timeout=WAIT_MS)
    assert "still open with the old passphrase" in seen(page)
    assert (page.given, page.choice.own.first.value()) == (None, "")
    with qtbot.waitSignal(context.opened, timeout=WAIT_MS):
        page._go_on.click()
    assert context.folder == vault_folder
    context.lanes.close()
    assert opens(vault_folder, NEW, context) == "Үлгі"
    assert opens(vault_folder, PASSPHRASE, context) == "vault.passphrase"


def test_words_that_were_typed_go_with_the_page(
    shell: MainWindow, keep: Callable[..., None], qtbot: QtBot
) -> None:
    keep()
    page = go_to(shell, "recover")
    assert isinstance(page, Recover)
    page.secret.words.setPlainText(WORDS)
    page.go_on_button.click()
    qtbot.waitUntil(page.choice.isVisible, timeout=WAIT_MS)
    go_to(shell, "unlock")
    assert page.given is None
    go_to(shell, "recover")
    assert page.secret.isVisible()
    page.secret.words.setPlainText(WORDS)
    page.go_on_button.click()
    go_to(shell, "unlock")
    # It is being tried, and was left: when the answer comes nobody asks any more.
    qtbot.waitUntil(lambda: not page.is_busy, timeout=WAIT_MS)
    assert page.given is None
    go_to(shell, "recover")
    assert page.secret.isVisible()
    page.secret.words.setPlainText(WORDS)
    shell.seal()
    assert page.secret.value() is None


def test_keys_that_are_gone_are_taken_from_a_backup(
    shell: MainWindow, context: PageContext, vault_folder: Path, keep: Callable[..., None], qtbot: QtBot
) -> None:
    keep(None)
    (vault_folder / "keys").unlink()
    page = go_to(shell, "unlock")
    assert isinstance(page, Unlock)
    qtbot.waitUntil(lambda: page.vaults.count() == 1, timeout=WAIT_MS)
    page.passphrase.line.insert(PASSPHRASE)
    page.open_button.click()
    qtbot.waitUntil(page.error_bar.isVisible, timeout=WAIT_MS)
    with qtbot.waitSignal(context.opened, timeout=WAIT_MS):
        press(page, "Take the keys from a backup")
    assert (vault_folder / "keys").exists()


@pytest.mark.parametrize("by_words", [True, False])
def test_keys_that_no_backup_beside_the_vault_has_are_taken_from_one_elsewhere(
    shell: MainWindow, context: PageContext, vault_folder: Path, keep: Callable[..., None], tmp_path: Path,
    qtbot: QtBot, by_words: bool,
) -> None:  # fmt: skip
    stick, empty = tmp_path / "флешка Ү", tmp_path / "бос"
    empty.mkdir()
    keep(stick)
    (vault_folder / "keys").write_bytes(b"")
    if by_words:
        page = go_to(shell, "recover")
        assert isinstance(page, Recover)
        assert not page.source.isVisible()
        page.secret.words.setPlainText(WORDS)
        page.go_on_button.click()
        qtbot.waitUntil(page.source.isVisible, timeout=WAIT_MS)
        assert VaultError("vault.keys").sentence in seen(page)
        page.source.choose(empty)
        qtbot.waitUntil(lambda: BackupError("backup.missing").sentence in seen(page), timeout=WAIT_MS)
        page.source.choose(stick)
        qtbot.waitUntil(page.choice.isVisible, timeout=WAIT_MS)
        choose_own(page.choice)
        qtbot.waitUntil(page._go_on.isVisible, timeout=WAIT_MS)
        assert (page.given, page.secret.value()) == (None, None)
    else:
        unlock = go_to(shell, "unlock")
        assert isinstance(unlock, Unlock)
        qtbot.waitUntil(lambda: unlock.vaults.count() == 1, timeout=WAIT_MS)
        unlock.passphrase.line.insert(PASSPHRASE)
        unlock.open_button.click()
        for words in ("Take the keys from a backup", "Choose a backup elsewhere…"):
            qtbot.waitUntil(partial(is_offered, unlock, words), timeout=WAIT_MS)
            press(unlock, words)
        dialog = unlock.findChild(QFileDialog)
        assert dialog is not None
        dialog.filesSelected.emit([str(empty)])
        dialog.close()
        qtbot.waitUntil(lambda: BackupError("backup.missing").sentence in seen(unlock), timeout=WAIT_MS)
        assert is_offered(unlock, "Choose a backup elsewhere…")
        with qtbot.waitSignal(context.opened, timeout=WAIT_MS):
            unlock.mend_keys(stick)
    context.lanes.close()
    assert opens(vault_folder, NEW if by_words else PASSPHRASE, context) == "Үлгі"


def test_a_folder_with_keys_is_forgotten_with_the_page(
    shell: MainWindow, vault_folder: Path, tmp_path: Path
) -> None:
    page = go_to(shell, "recover")
    assert isinstance(page, Recover)
    page.fail(VaultError("vault.keys"))
    page.source.set_value(tmp_path)
    assert page.source.isVisible()
    go_to(shell, "unlock")
    go_to(shell, "recover", folder=vault_folder)
    assert not page.source.isVisible()
    assert page.source.value() is None


def test_a_damaged_vault_leads_to_its_backup_which_is_restored_with_the_passphrase(
    shell: MainWindow, context: PageContext, vault_folder: Path, keep: Callable[..., None], tmp_path: Path,
    qtbot: QtBot,
) -> None:  # fmt: skip
    keep(None)
    data = vault_folder / "data"
    data.write_bytes(bytes(data.stat().st_size))
    unlock = go_to(shell, "unlock")
    assert isinstance(unlock, Unlock)
    qtbot.waitUntil(lambda: unlock.vaults.count() == 1, timeout=WAIT_MS)
    unlock.passphrase.line.insert(PASSPHRASE)
    unlock.open_button.click()
    qtbot.waitUntil(unlock.error_bar.isVisible, timeout=WAIT_MS)
    press(unlock, "Restore this backup")
    page = shell.page
    assert isinstance(page, Restore)
    assert page.source.value() == vault_folder / "backups" / "2026-01-10-001"
    page.secret.kind.set_value(BY_PASSPHRASE)
    page.secret.kind.changed.emit()
    page.target.choose(tmp_path / "жаңа")
    page.secret.passphrase.line.insert("басқа сөз")
    page.go_on_button.click()
    qtbot.waitUntil(lambda: VaultError("vault.passphrase").sentence in seen(page), timeout=WAIT_MS)
    page.secret.clear()
    page.secret.passphrase.line.insert(PASSPHRASE)
    page.go_on_button.click()
    qtbot.waitUntil(page.result.isVisible, timeout=WAIT_MS)
    assert page.result.text() == "1 incident · 1 revision · 0 pieces of evidence"
    assert "Every hash was compared" in seen(page)
    assert not page.problems.isVisible()
    assert (page.given, page.secret.value()) == (None, None)
    press(page, "Open it")
    assert shell.page is unlock
    qtbot.waitUntil(lambda: unlock._folder == tmp_path / "жаңа", timeout=WAIT_MS)
    assert opens(tmp_path / "жаңа", PASSPHRASE, context) == "Үлгі"


def test_on_an_empty_computer_words_and_a_backup_make_a_vault_under_a_new_passphrase(
    shell: MainWindow, context: PageContext, keep: Callable[..., None], tmp_path: Path, qtbot: QtBot
) -> None:
    stick = tmp_path / "флешка"
    keep(stick)
    page = go_to(shell, "restore")
    assert isinstance(page, Restore)
    page.target.set_value(None)
    page.go_on_button.click()
    for gap in ("Choose the folder that was given", "What opens the backup", "Choose a folder with nothing"):
        assert gap in seen(page)
    page.source.choose(stick)
    page.target.choose(tmp_path / "жаңа")
    page.secret.words.setPlainText(WORDS.upper())
    page.go_on_button.click()
    qtbot.waitUntil(page.choice.isVisible, timeout=WAIT_MS)
    choose_own(page.choice)
    qtbot.waitUntil(page.result.isVisible, timeout=WAIT_MS)
    assert "Every hash was compared" in seen(page)
    assert opens(tmp_path / "жаңа", NEW, context) == "Үлгі"


def test_what_is_not_whole_is_named_and_does_not_claim_to_be(
    shell: MainWindow, context: PageContext, vault_folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    stick, photograph = tmp_path / "stick", tmp_path / "photograph"
    photograph.write_bytes(b"\xff\xd8 no picture")
    with open_services(vault_folder, PASSPHRASE, context.clock, Watch()) as services:
        services.recording.add({"title": "Үлгі"}, (photograph,), Watch())
        services.backups.make(stick, Watch())
    (blob,) = (path for path in stick.glob("*/blobs/*/*") if path.is_file())
    blob.write_bytes(bytes(blob.stat().st_size))
    page = go_to(shell, "restore")
    assert isinstance(page, Restore)
    page.source.choose(stick)
    page.target.choose(tmp_path / "new")
    page.secret.kind.set_value(BY_PASSPHRASE)
    page.secret.kind.changed.emit()
    page.secret.passphrase.line.insert(PASSPHRASE)
    page.go_on_button.click()
    qtbot.waitUntil(page.result.isVisible, timeout=WAIT_MS)
    assert page.problems.text().startswith("✗ ")
    assert not page.same.isVisible()


def test_restoring_is_cancelled_and_leaves_nothing(
    shell: MainWindow, keep: Callable[..., None], tmp_path: Path, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    stick, begun = tmp_path / "stick", threading.Event()
    keep(stick)

    def slowly(_size: int, _room: int) -> None:
        begun.set()
        time.sleep(0.2)

    monkeypatch.setattr("app.vault.restoring.require_room", slowly)
    page = go_to(shell, "restore")
    assert isinstance(page, Restore)
    page.source.choose(stick)
    page.target.choose(tmp_path / "new")
    page.secret.kind.set_value(BY_PASSPHRASE)
    page.secret.kind.changed.emit()
    page.secret.passphrase.line.insert(PASSPHRASE)
    page.go_on_button.click()
    qtbot.waitUntil(begun.is_set, timeout=WAIT_MS)
    next(each for each in page.work_bar.findChildren(QPushButton) if each.text() == "Cancel").click()
    qtbot.waitUntil(lambda: not page.work_bar.isVisible(), timeout=WAIT_MS)
    assert page.go_on_button.isVisible()
    assert page.go_on_button.isEnabled()
    assert page.secret.value() is None
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("new")] == []
