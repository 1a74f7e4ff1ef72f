"""Receipts, sealing, destroying: through the real pages, each said before and told after."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.work import Watch
from app.gui.application import open_window
from app.gui.main_window import MainWindow
from app.gui.page import Page, PageContext
from app.gui.pages.destroying import Destroying
from app.gui.pages.inbox import Inbox
from app.gui.pages.incident import Incident
from app.gui.pages.sealed_bundles import SealedBundles
from app.gui.pages.sealing import Sealing
from app.gui.pages.settings import Settings
from app.gui.pages.shredding import Shredding
from app.gui.pages.unlock import Unlock
from app.services import Services, open_services
from tests.builders import PASSPHRASE
from tests.gui.conftest import WAIT_MS, StoppedClock
from tests.gui.inbox_kit import look, rest

Ask = Callable[[Callable[[Services], Any]], Any]
TITLE = "Үлгі оқиға Ҷ"


def make_incident(ask: Ask) -> str:
    return str(ask(lambda services: services.recording.add({"title": TITLE}, (), Watch())).id)


def shown(page: Page) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def receipt_of(other: Path, ask: Ask, target: Path) -> None:
    """Everything is sent to the office, which takes it in and writes a receipt."""
    with open_services(other, PASSPHRASE, StoppedClock(), Watch()) as office:
        to = (office.vault.contacts.own().card.fingerprint,)
        bundle = io.BytesIO()
        with_ = ("sources", "privileged")
        ask(lambda services: services.exchange.write(None, to, bundle, (), with_, "себеп", Watch()))
        office.exchange.apply(io.BytesIO(bundle.getvalue()), None, Watch())
        office.receipts.write(io.BytesIO(bundle.getvalue()), target, Watch())


def test_a_receipt_is_recognised_and_what_it_covers_can_be_destroyed(
    make_window: Callable[..., MainWindow], ask: Ask, other: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    identifier = make_incident(ask)
    window = make_window(Inbox, Incident, Shredding, Sealing)
    window.show_page("incident", id=identifier)
    incident = window.page
    assert isinstance(incident, Incident)
    qtbot.waitUntil(incident.parting.isVisible, timeout=WAIT_MS)
    assert not incident.parting.shred_button.isEnabled()
    file = tmp_path / "расписка.receipt"
    receipt_of(other, ask, file)
    window.show_page("inbox")
    inbox = window.page
    assert isinstance(inbox, Inbox)
    look(inbox, qtbot, file)
    assert "Пример Координатор holds what you sent" in shown(inbox)
    assert f"– {TITLE}" in shown(inbox)
    window.show_page("incident", id=identifier)
    qtbot.waitUntil(incident.parting.shred_button.isEnabled, timeout=WAIT_MS)
    assert "✓ received by Пример Координатор on 10 January 2026" in shown(incident)
    incident.parting.shred_button.click()
    page = window.page
    assert isinstance(page, Shredding)
    qtbot.waitUntil(page.do_button.isEnabled, timeout=WAIT_MS)
    assert "Coordinator" in page.holders.text()
    page.do_button.click()
    assert page.passphrase_field._gap.text()
    page.passphrase.line.insert("басқа сөз")
    page.do_button.click()
    qtbot.waitUntil(lambda: "does not open" in page.passphrase_field._gap.text(), timeout=WAIT_MS)
    assert ask(lambda services: services.recording.show(identifier)).content["title"] == TITLE
    page.passphrase.line.setText(PASSPHRASE)
    page.do_button.click()
    qtbot.waitUntil(page.done.isVisible, timeout=WAIT_MS)
    assert page.passphrase.value() == ""
    assert "an SSD" in shown(page)
    assert ask(lambda services: services.recording.show(identifier)).content == {}
    page.back_button.click()
    again = window.page
    assert isinstance(again, Incident)
    assert again is not incident
    incident = again
    qtbot.waitUntil(lambda: "Destroyed here; others hold it." in shown(incident), timeout=WAIT_MS)
    assert "Not readable here since" in shown(incident)
    assert not incident.parting.isVisible()


def test_who_took_a_bundle_in_writes_a_receipt(
    make_window: Callable[..., MainWindow], ask: Ask, other: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    own = ask(lambda services: services.vault.contacts.own().card)
    bundle, target = tmp_path / "пакет.age", tmp_path / "расписка.receipt"
    with open_services(other, PASSPHRASE, StoppedClock(), Watch()) as office:
        office.recording.add({"title": TITLE}, (), Watch())
        with bundle.open("wb") as stream:
            office.exchange.write(None, (own.fingerprint,), stream, watch=Watch())
    window = make_window(Inbox)
    window.show_page("inbox")
    inbox = window.page
    assert isinstance(inbox, Inbox)
    (card,) = look(inbox, qtbot, bundle)
    assert card.take_button is not None
    card.take_button.click()
    rest(inbox, qtbot)
    assert card.receipt_button is not None
    assert card.receipt_button.isVisible()
    inbox.write_receipt(card, target)
    rest(inbox, qtbot)
    assert "Give the file to the sender." in shown(inbox)
    with open_services(other, PASSPHRASE, StoppedClock(), Watch()) as office:
        assert len(office.receipts.add(target.read_bytes()).incidents) == 1


def test_an_incident_is_sealed_to_a_group_and_moved_to_a_stick(
    make_window: Callable[..., MainWindow], ask: Ask, other: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    identifier = make_incident(ask)
    window = make_window(Incident, Sealing, SealedBundles, Settings)
    window.show_page("sealing", id=identifier)
    page = window.page
    assert isinstance(page, Sealing)
    qtbot.waitUntil(lambda: bool(page.recipients.codes), timeout=WAIT_MS)
    page.passphrase.line.insert(PASSPHRASE)
    page.do_button.click()
    assert "At least one is needed" in shown(page)
    (group,) = page.groups.findChildren(QPushButton)
    assert "Юг" in group.text()
    group.click()
    page.do_button.click()
    qtbot.waitUntil(page.done.isVisible, timeout=WAIT_MS)
    assert ask(lambda services: services.recording.show(identifier)).marks == ("sealed",)
    window.show_page("settings")
    settings = window.page
    assert isinstance(settings, Settings)
    settings.sealed_button.click()
    listed = window.page
    assert isinstance(listed, SealedBundles)
    qtbot.waitUntil(listed.copy_button.isEnabled, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "Sealed on 10 January 2026" in shown(listed), timeout=WAIT_MS)
    listed.hand_out(tmp_path / "handed", remove=True)
    assert listed.passphrase_field._gap.text()
    stick = tmp_path / "stick"
    stick.mkdir()
    listed.hand_out(stick, remove=False)
    qtbot.waitUntil(listed.told.isVisible, timeout=WAIT_MS)
    assert len(ask(lambda services: services.sealing.list()).items) == 1
    listed.told.hide()
    listed.passphrase.line.insert(PASSPHRASE)
    listed.hand_out(stick, remove=True)
    qtbot.waitUntil(listed.told.isVisible, timeout=WAIT_MS)
    assert ask(lambda services: services.sealing.list()).items == ()
    qtbot.waitUntil(lambda: not listed.copy_button.isEnabled(), timeout=WAIT_MS)
    moved = max(stick.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    with open_services(other, PASSPHRASE, StoppedClock(), Watch()) as office, moved.open("rb") as stream:
        office.exchange.apply(stream, None, Watch())
        assert office.recording.show(identifier).content["title"] == TITLE


def test_a_vault_is_destroyed_by_passphrase_and_a_word(
    context: PageContext, vault_folder: Path, qtbot: QtBot
) -> None:
    gone: list[str] = []
    context.navigated.connect(lambda name, _: gone.append(name))
    page = Destroying(context)
    qtbot.addWidget(page)
    page.show()
    page.enter(folder=vault_folder)
    assert not page.destroy_button.isEnabled()
    page.word.setText("destroy")
    page.word.changed.emit()
    assert page.destroy_button.isEnabled()
    page.secret.passphrase.line.insert("басқа сөз")
    page.destroy_button.click()
    qtbot.waitUntil(lambda: "does not open" in page.secret.passphrase_field._gap.text(), timeout=WAIT_MS)
    assert (vault_folder / "keys").exists()
    page.secret.passphrase.line.setText(PASSPHRASE)
    page.destroy_button.click()
    qtbot.waitUntil(page.first_button.isVisible, timeout=WAIT_MS)
    assert not vault_folder.exists()
    assert page.secret.passphrase.value() == ""
    assert "an SSD" in page.told.text()
    page.first_button.click()
    assert gone == ["first_run"]


def test_a_destruction_that_was_cut_short_is_finished_at_the_next_start(
    context: PageContext, vault_folder: Path, qtbot: QtBot
) -> None:
    # Killed after the first step: the slots are still to be overwritten.
    (vault_folder / "keys").rename(vault_folder / "keys.gone")
    window = open_window(context, lambda _: None)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: isinstance(window.page, Destroying), timeout=WAIT_MS)
    page = window.page
    assert isinstance(page, Destroying)
    qtbot.waitUntil(page.finish_button.isVisible, timeout=WAIT_MS)
    assert not page.secret.isVisible()
    page.later_button.click()
    unlock = window.page
    assert isinstance(unlock, Unlock)
    qtbot.waitUntil(unlock.ending.isVisible, timeout=WAIT_MS)
    assert (vault_folder / "data").exists()
    unlock.open_button.click()
    qtbot.waitUntil(page.finish_button.isVisible, timeout=WAIT_MS)
    page.finish_button.click()
    qtbot.waitUntil(page.first_button.isVisible, timeout=WAIT_MS)
    assert not vault_folder.exists()


def test_what_came_back_to_life_is_not_destroyed_without_its_passphrase(
    context: PageContext, vault_folder: Path, qtbot: QtBot
) -> None:
    (vault_folder / "keys").rename(vault_folder / "keys.gone")
    page = Destroying(context)
    qtbot.addWidget(page)
    page.show()
    page.enter(folder=vault_folder)
    qtbot.waitUntil(page.finish_button.isVisible, timeout=WAIT_MS)
    (vault_folder / "keys.gone").rename(vault_folder / "keys")
    page.finish_button.click()
    qtbot.waitUntil(page.destroy_button.isVisible, timeout=WAIT_MS)
    assert "does not open" in page.secret.passphrase_field._gap.text()
    assert (vault_folder / "data").exists()
    assert (vault_folder / "keys").exists()
