"""Somebody may have the keys: through the real page, over a real vault, up to the next steps."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.domain.errors import AppError
from app.domain.work import Watch
from app.gui.application import open_window
from app.gui.page import Page, PageContext
from app.gui.pages.recovery_words import RecoveryWords
from app.gui.pages.rekeying import Rekeying
from app.gui.pages.unlock import Unlock
from app.gui.theme import Scheme
from app.gui.widgets.fingerprint import FingerprintView
from app.services import open_services
from app.services.finding import find_vaults
from app.services.recovery import NewWords
from app.services.second_factor import with_key_file
from app.vault import rekeying
from app.vault.slots import Passphrase
from tests.builders import PASSPHRASE
from tests.gui.conftest import WAIT_MS, StoppedClock

NEW = "алма Өрік қар Ұя тас Һауа"


@pytest.fixture
def filled(vault_folder: Path, tmp_path: Path) -> Path:
    """The vault with a photograph in it, recovery words, and a backup beside it."""
    photograph = tmp_path / "сурет.jpg"
    photograph.write_bytes(bytes(1000))
    with open_services(vault_folder, PASSPHRASE, StoppedClock(), Watch()) as services:
        services.recording.add({"title": "Үлгі оқиға Ҷ"}, (photograph,), Watch())
        services.recovery.keep_words(NewWords(bytes(32)), PASSPHRASE)
        services.backups.make(None, Watch())
    return vault_folder


@pytest.fixture
def page(context: PageContext, vault_folder: Path, qtbot: QtBot) -> Rekeying:
    made = Rekeying(context)
    qtbot.addWidget(made)
    made.show()
    made.enter(folder=vault_folder)
    return made


@pytest.fixture
def hold(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], threading.Event]:
    """Stops the work where it calls that function, until the event is set."""

    def stop(name: str) -> threading.Event:
        gate, real = threading.Event(), getattr(rekeying, name)

        def held(*given: object) -> object:
            gate.wait(WAIT_MS / 1000)
            return real(*given)

        monkeypatch.setattr(rekeying, name, held)
        return gate

    return stop


def opening(folder: Path, passphrase: Passphrase) -> str:
    """What the vault answers to a passphrase: its digest, or the code of a refusal."""
    try:
        with open_services(folder, passphrase, StoppedClock(), Watch()) as services:
            return services.access.digest().state
    except AppError as error:
        return error.code


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def give(page: Rekeying, passphrase: str = PASSPHRASE) -> None:
    page.secret.passphrase.line.setText(passphrase)
    page.check_button.click()


def go_to_the_question(page: Rekeying, qtbot: QtBot) -> None:
    give(page)
    qtbot.waitUntil(page.choice.isVisible, timeout=WAIT_MS)
    page.choice.drawn.declined.emit()
    page.choice.own.first.line.setText(NEW)
    page.choice.own.again.line.setText(NEW)
    page.choice.own.finish_button.click()
    assert page.do_button.isVisible()
    assert page.back_button.hasFocus()


def shown(page: Page) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_the_vault_has_new_keys_and_leads_to_new_recovery_words(
    context: PageContext, filled: Path, qtbot: QtBot, hold: Callable[[str], threading.Event]
) -> None:
    gate, before = hold("drop_copies"), opening(filled, PASSPHRASE)
    window = open_window(context, lambda _: None, reopening=True, first="rekeying")
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: isinstance(window.page, Rekeying), timeout=WAIT_MS)
    page = window.page
    assert isinstance(page, Rekeying)
    assert "still open with the old passphrase" in shown(page)
    go_to_the_question(page, qtbot)
    assert page.secret.passphrase.value() == page.choice.own.first.value() == ""
    page.do_button.click()
    assert page.work_bar._button.isVisible()
    # Last asked whether it is cancelled, then told that it cannot be any more: two reports of one step.
    qtbot.waitUntil(
        lambda: "Switching to the new keys" in shown(page) and not page.work_bar._button.isVisible(),
        timeout=WAIT_MS,
    )
    window.show_page("help")
    window.show_before()
    assert page.work_bar.isVisible()
    gate.set()
    qtbot.waitUntil(page.done.isVisible, timeout=WAIT_MS)
    assert page.counts.text().splitlines() == [
        "1 piece of evidence was sealed again.",
        "1 backup beside the vault was removed.",
        "1 way of recovery, by words or shares, opens it no more.",
    ]
    assert "Copies elsewhere" in page.warning.text()
    assert opening(filled, PASSPHRASE) == "vault.passphrase"
    assert opening(filled, NEW) == before
    assert find_vaults(filled, drives=())[0].keyboard == "Cyrl"
    with open_services(filled, NEW, StoppedClock(), Watch()) as services:
        card = services.contacts.card()
    (fingerprint,) = page.findChildren(FingerprintView)
    assert fingerprint.accessibleDescription() == f"{card.digits}. {card.words}"
    page.words_button.click()
    unlock = window.page
    assert isinstance(unlock, Unlock)
    qtbot.waitUntil(lambda: unlock.vaults.count() == 1, timeout=WAIT_MS)
    unlock.passphrase.line.insert(NEW)
    unlock.open_button.click()
    qtbot.waitUntil(lambda: isinstance(window.page, RecoveryWords), timeout=WAIT_MS)
    assert context.after_opening == ""


@pytest.mark.parametrize("when", ["at work", "told"])
def test_another_theme_hides_nothing_of_what_came_of_it(
    context: PageContext, filled: Path, qtbot: QtBot, hold: Callable[[str], threading.Event], when: str
) -> None:
    gate = hold("drop_copies")
    window = open_window(context, lambda _: None, reopening=True, first="rekeying")
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: isinstance(window.page, Rekeying), timeout=WAIT_MS)
    page = window.page
    assert isinstance(page, Rekeying)
    go_to_the_question(page, qtbot)
    page.do_button.click()
    if when == "at work":
        context.theme.choose(Scheme.DARK)
        qtbot.waitUntil(page.isVisible, timeout=WAIT_MS)
        assert page.work_bar.isVisible()
    gate.set()
    qtbot.waitUntil(page.done.isVisible, timeout=WAIT_MS)
    if when == "told":
        context.theme.choose(Scheme.DARK)
        context.reworded.emit()
    assert window.page is page
    qtbot.waitUntil(page.done.isVisible, timeout=WAIT_MS)
    assert "1 backup beside the vault was removed." in shown(page)
    assert opening(filled, NEW) != "vault.passphrase"
    page.open_button.click()
    qtbot.waitUntil(lambda: not page.isVisible(), timeout=WAIT_MS)
    window.show_page("rekeying")
    anew = window.page
    assert isinstance(anew, Rekeying)
    assert anew is not page
    qtbot.waitUntil(anew.secret.isVisible, timeout=WAIT_MS)


def test_a_wrong_passphrase_is_told_in_place_and_makes_one_wait(
    page: Rekeying, vault_folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.gui.widgets.patience.FREE", 0)
    keys = (vault_folder / "keys").read_bytes()
    page.check_button.click()
    assert "needed" in shown(page)
    give(page, "басқа сөз")
    qtbot.waitUntil(lambda: "does not open" in shown(page), timeout=WAIT_MS)
    assert "Wait 2 seconds." in shown(page)
    assert not page.check_button.isEnabled()
    page.secret.passphrase.entered.emit()
    assert not page.choice.isVisible()
    qtbot.waitUntil(page.check_button.isEnabled, timeout=WAIT_MS)
    assert (vault_folder / "keys").read_bytes() == keys
    go_to_the_question(page, qtbot)
    page.leave()
    assert page.secret.isVisible()
    assert NEW not in vars(page).values()
    page._renew()
    assert not page.work_bar.isVisible()
    assert opening(vault_folder, PASSPHRASE) != "vault.passphrase"


def test_cancelled_nothing_is_changed_and_it_can_be_done_after_all(
    page: Rekeying, filled: Path, qtbot: QtBot, hold: Callable[[str], threading.Event]
) -> None:
    gate, before = hold("reseal"), opening(filled, PASSPHRASE)
    blobs = files(filled / "blobs")
    go_to_the_question(page, qtbot)
    page.do_button.click()
    qtbot.waitUntil(lambda: "Sealing evidence again" in shown(page), timeout=WAIT_MS)
    page.work_bar._button.click()
    gate.set()
    qtbot.waitUntil(page.told.isVisible, timeout=WAIT_MS)
    assert "nothing was changed" in page.told.text()
    assert opening(filled, NEW) == "vault.passphrase"
    assert opening(filled, PASSPHRASE) == before
    assert files(filled / "blobs") == blobs
    page.do_button.click()
    qtbot.waitUntil(page.done.isVisible, timeout=WAIT_MS)
    assert opening(filled, NEW) == before


def test_a_window_that_is_closed_meanwhile_leaves_the_old_keys(
    page: Rekeying, context: PageContext, filled: Path, qtbot: QtBot, hold: Callable[[str], threading.Event]
) -> None:
    gate, before = hold("reseal"), opening(filled, PASSPHRASE)
    go_to_the_question(page, qtbot)
    page.do_button.click()
    qtbot.waitUntil(lambda: "Sealing evidence again" in shown(page), timeout=WAIT_MS)
    assert page.leave()
    context.lanes.long.cancel()
    gate.set()
    context.lanes.close()
    assert not (filled / "data.partial").exists()
    assert opening(filled, PASSPHRASE) == before


def test_without_room_it_is_refused_and_can_be_tried_again(
    page: Rekeying, vault_folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_to_the_question(page, qtbot)
    room = shutil.disk_usage(vault_folder)
    with monkeypatch.context() as full:
        full.setattr(shutil, "disk_usage", lambda _folder: room._replace(free=1))
        page.do_button.click()
        qtbot.waitUntil(page.error_bar.isVisible, timeout=WAIT_MS)
    assert "disk.full" in shown(page)
    assert opening(vault_folder, NEW) == "vault.passphrase"
    page.do_button.click()
    qtbot.waitUntil(page.done.isVisible, timeout=WAIT_MS)
    assert opening(vault_folder, PASSPHRASE) == "vault.passphrase"


def test_the_key_file_is_needed_before_and_after(
    page: Rekeying, vault_folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "Қ key.txt"
    with open_services(vault_folder, PASSPHRASE, StoppedClock(), Watch()) as services:
        services.second_factor.switch_on(file, PASSPHRASE)
    assert not page.secret.key_file.isVisible()
    page.enter(folder=vault_folder)
    qtbot.waitUntil(page.secret.key_file.isVisible, timeout=WAIT_MS)
    give(page)
    qtbot.waitUntil(lambda: "key file" in page.secret.key_file_field._gap.text(), timeout=WAIT_MS)
    page.secret.key_file.take(file)
    go_to_the_question(page, qtbot)
    page.do_button.click()
    qtbot.waitUntil(page.done.isVisible, timeout=WAIT_MS)
    assert page.secret.key_file.value() is None
    assert opening(vault_folder, NEW) == "vault.file_needed"
    assert opening(vault_folder, with_key_file(PASSPHRASE, file)) == "vault.both_wrong"
    assert not opening(vault_folder, with_key_file(NEW, file)).startswith("vault.")
