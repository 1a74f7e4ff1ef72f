"""The key file in the window: switched on and off, asked for where it is needed, remembered nowhere."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.domain.errors import VaultError
from app.domain.key_file import read_file_key, write_file_key
from app.domain.work import Watch
from app.gui.page import PageContext
from app.gui.pages.destroying import Destroying
from app.gui.pages.restore import Restore
from app.gui.pages.second_factor import SecondFactor
from app.gui.pages.unlock import Unlock
from app.services import open_services
from app.services.clock import SystemClock
from app.services.second_factor import with_key_file
from tests.builders import PASSPHRASE
from tests.gui.conftest import WAIT_MS


@pytest.fixture
def key_file(vault_folder: Path, tmp_path: Path) -> Path:
    """The file that the vault needs from now on."""
    file = tmp_path / "stick" / "Қ key.txt"
    file.parent.mkdir()
    with open_services(vault_folder, PASSPHRASE, SystemClock(), Watch()) as services:
        services.second_factor.switch_on(file, PASSPHRASE)
        services.backups.make(file.parent, Watch())
    return file


@pytest.fixture
def page(context: PageContext, key_file: Path, qtbot: QtBot) -> Unlock:
    made = Unlock(context)
    qtbot.addWidget(made)
    made.show()
    made.enter()
    qtbot.waitUntil(lambda: made.vaults.count() == 1, timeout=WAIT_MS)
    made.passphrase.line.insert(PASSPHRASE)
    return made


def drop(page: Unlock, *files: Path) -> bool:
    """Drag these over the page; dropped where it takes them."""
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    given = (Qt.DropAction.CopyAction, dragged, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPoint(5, 5), *given)
    entering.ignore()
    page.dragEnterEvent(entering)
    if entering.isAccepted():
        page.dropEvent(QDropEvent(QPoint(5, 5), *given))
    return entering.isAccepted()


def shown(page: Unlock) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_the_vault_asks_for_its_file_and_opens_with_it(
    page: Unlock, context: PageContext, key_file: Path, qtbot: QtBot
) -> None:
    assert page.key_file.isVisible()
    page.open_button.click()
    qtbot.waitUntil(page.refusal.isVisible, timeout=WAIT_MS)
    assert page.refusal.text() == VaultError("vault.file_needed").sentence
    assert page.key_file.choose_button.hasFocus()
    assert not drop(page, key_file, key_file)
    assert drop(page, key_file)
    assert not page.refusal.isVisible()
    assert "Қ key.txt" in shown(page)
    assert str(key_file.parent) not in shown(page)
    with qtbot.waitSignal(context.opened, timeout=WAIT_MS):
        page.open_button.click()
    assert page.key_file.value() is None


def test_a_wrong_file_is_told_as_a_wrong_passphrase_is(page: Unlock, key_file: Path, qtbot: QtBot) -> None:
    other = key_file.with_name("other")
    other.write_bytes(write_file_key(bytes(32)))
    told = []
    for file, typed in ((other, PASSPHRASE), (key_file, "басқа сөз")):
        page.key_file.take(file)
        page.passphrase.line.clear()
        page.passphrase.line.insert(typed)
        page.open_button.click()
        qtbot.waitUntil(page.refusal.isVisible, timeout=WAIT_MS)
        told.append((page.refusal.text(), page.advice.text()))
    assert told[0] == told[1]
    assert told[0][0] == VaultError("vault.both_wrong").sentence
    page.key_file.take_off_button.click()
    assert page.key_file.value() is None
    page.key_file.take(key_file.parent / "gone")
    page.open_button.click()
    qtbot.waitUntil(page.error_bar.isVisible, timeout=WAIT_MS)


def test_the_vault_is_destroyed_by_both(
    context: PageContext, key_file: Path, vault_folder: Path, qtbot: QtBot
) -> None:
    page = Destroying(context)
    qtbot.addWidget(page)
    page.show()
    page.enter(folder=vault_folder)
    page.word.setText("destroy")
    page.word.changed.emit()
    page.secret.passphrase.line.insert(PASSPHRASE)
    assert not page.secret.key_file.isVisible()
    page.destroy_button.click()
    qtbot.waitUntil(page.secret.key_file.isVisible, timeout=WAIT_MS)
    assert (vault_folder / "keys").exists()
    page.secret.key_file.take(key_file)
    page.destroy_button.click()
    qtbot.waitUntil(page.first_button.isVisible, timeout=WAIT_MS)
    assert not vault_folder.exists()
    assert page.secret.key_file.value() is None


@pytest.mark.usefixtures("vault_folder")
def test_a_vault_without_one_shows_no_field(context: PageContext, qtbot: QtBot, tmp_path: Path) -> None:
    made = Unlock(context)
    qtbot.addWidget(made)
    made.show()
    made.enter()
    qtbot.waitUntil(lambda: made.vaults.count() == 1, timeout=WAIT_MS)
    assert not made.key_file.isVisible()
    assert not drop(made, tmp_path)


def test_keys_are_mended_from_a_backup_with_the_file(
    page: Unlock, context: PageContext, key_file: Path, vault_folder: Path, qtbot: QtBot
) -> None:
    with open_services(vault_folder, with_key_file(PASSPHRASE, key_file), SystemClock(), Watch()) as services:
        services.backups.make(None, Watch())
    (vault_folder / "keys").write_bytes(b"{}")
    page.key_file.take(key_file)
    page.open_button.click()
    qtbot.waitUntil(page.error_bar.isVisible, timeout=WAIT_MS)
    with qtbot.waitSignal(context.opened, timeout=WAIT_MS):
        page._open(mends_keys=True)


def test_a_backup_is_restored_with_it(
    context: PageContext, key_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    page = Restore(context)
    qtbot.addWidget(page)
    page.show()
    page.source.set_value(key_file.parent)
    page.target.set_value(tmp_path / "new")
    page.secret.kind.set_value("passphrase")
    page.secret.kind.changed.emit()
    page.secret.passphrase.line.insert(PASSPHRASE)
    page.go_on_button.click()
    needed = VaultError("vault.file_needed").sentence
    qtbot.waitUntil(lambda: any(needed in each.text() for each in page.findChildren(QLabel)), timeout=WAIT_MS)
    page.secret.key_file.take(key_file)
    page.go_on_button.click()
    qtbot.waitUntil(lambda: page.faces.currentWidget() is page._done, timeout=WAIT_MS)
    assert page.secret.key_file.value() is None
    with open_services(
        tmp_path / "new", with_key_file(PASSPHRASE, key_file), SystemClock(), Watch()
    ) as services:
        assert services.second_factor.is_on


def test_it_is_switched_on_and_off_with_the_passphrase(
    opened: PageContext, vault_folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    page = SecondFactor(opened)
    qtbot.addWidget(page)
    page.show()
    page.enter()
    qtbot.waitUntil(page.words_button.isVisible, timeout=WAIT_MS)
    assert not page.off_button.isVisible()
    file = tmp_path / "key.txt"
    page.make(file, "басқа сөз")
    refused = VaultError("vault.passphrase").sentence
    qtbot.waitUntil(lambda: refused in page.passphrase_field._gap.text(), timeout=WAIT_MS)
    assert not file.exists()
    page.passphrase.line.insert(PASSPHRASE)
    page.make(file, page.passphrase.value())
    qtbot.waitUntil(page.off_button.isVisible, timeout=WAIT_MS)
    assert page.passphrase.value() == ""
    assert page.warning.isVisible()
    assert read_file_key(file.read_bytes())
    page.off_button.click()
    assert "needed" in page.passphrase_field._gap.text()
    page.passphrase.line.insert(PASSPHRASE)
    page.off_button.click()
    qtbot.waitUntil(lambda: not page.off_button.isVisible(), timeout=WAIT_MS)
    assert page.leave()
    assert not page.told.isVisible()
