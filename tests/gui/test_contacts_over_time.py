"""Keys over time in the window: replaced, revoked, advised on; groups; codes read out of pictures."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.crypto.signing import verify_signed_text
from app.domain.identity import (
    Fingerprint,
    code_text,
    read_card,
    read_revocation,
    revocation_body,
    spoken_digits,
)
from app.domain.signed_text import REVOCATION_TAG
from app.gui import code_pictures
from app.gui.code_pictures import code_in_image
from app.gui.main_window import MainWindow
from app.gui.page import Page, PageContext
from app.gui.pages.contact import Contact
from app.gui.pages.contacts import Contacts
from app.gui.pages.export import Export
from app.gui.pages.groups import Groups
from app.gui.pages.my_card import MyCard
from app.services import Services
from app.services.answers_contacts import CardWritten, GroupList, ShownContact
from tests.builders import NOW, party
from tests.bundle.builders import LAWYER, MONITOR, STRANGER, rotation_text, signed_text
from tests.coalition import found_coalition, open_vault
from tests.gui.conftest import WAIT_MS
from tests.gui.test_code_pictures import drawn, photographed

Ask = Callable[[Callable[[Services], object]], object]


@pytest.fixture
def shown(make_window: Callable[..., MainWindow]) -> MainWindow:
    window = make_window(Contacts, Contact, MyCard, Groups, Export)
    window.resize(1366, 768)
    return window


@pytest.fixture
def known(ask: Ask) -> tuple[str, str]:
    """Two contacts: one verified, the other not yet."""
    monitor, lawyer = party(MONITOR), party(LAWYER)
    ask(lambda services: services.contacts.add(monitor.card.text.encode(), monitor.fingerprint))
    ask(lambda services: services.contacts.add(lawyer.card.text.encode(), None))
    return monitor.fingerprint, lawyer.fingerprint


def words_of(page: Page) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def press(page: Page, text: str) -> None:
    (found,) = (each for each in page.findChildren(QPushButton) if each.text() == text and each.isVisible())
    found.setFocus()
    found.click()


def contact(ask: Ask, fingerprint: str) -> ShownContact:
    answer = ask(lambda services: services.contacts.show(Fingerprint(fingerprint)))
    assert isinstance(answer, ShownContact)
    return answer


def open_contact(window: MainWindow, fingerprint: str, qtbot: QtBot) -> Contact:
    window.show_page("contact", fingerprint=fingerprint)
    page = window.page
    assert isinstance(page, Contact)
    # Drawn too: what is put into a page that is shown already is seen a turn later.
    qtbot.waitUntil(lambda: page._contact is not None and words_of(page) != "", timeout=WAIT_MS)
    return page


def test_my_keys_are_replaced_after_it_was_said_what_happens(
    shown: MainWindow, ask: Ask, qtbot: QtBot
) -> None:
    shown.show_page("my_card")
    page = shown.page
    assert isinstance(page, MyCard)
    qtbot.waitUntil(lambda: bool(page._card), timeout=WAIT_MS)
    before = page._card
    assert not page.sure_button.isVisible()
    press(page, "Replace my keys…")
    assert page.sure_button.hasFocus()
    assert "90 days" in words_of(page)
    press(page, "Cancel")
    assert not page.sure_button.isVisible()
    press(page, "Replace my keys…")
    page.sure_button.click()
    qtbot.waitUntil(lambda: page._card != before, timeout=WAIT_MS)
    card = ask(lambda services: services.contacts.card())
    assert isinstance(card, CardWritten)
    assert page._card == card.fingerprint != before
    assert card.card is not None
    assert len(card.card.splitlines()) == 2
    assert "✓ Your keys are new" in words_of(page)
    assert card.digits.split()[0] in words_of(page)
    assert f": the key {spoken_digits(Fingerprint(before))[:11]} … Until " in page.earlier.text()


def test_my_key_is_revoked_with_a_reason_and_a_word_and_its_revocation_is_handed_over(
    shown: MainWindow, ask: Ask, tmp_path: Path, qtbot: QtBot
) -> None:
    shown.show_page("my_card")
    page = shown.page
    assert isinstance(page, MyCard)
    qtbot.waitUntil(lambda: bool(page._card), timeout=WAIT_MS)
    before, revoking = page._card, page.revoking
    card = ask(lambda services: services.contacts.card())
    assert isinstance(card, CardWritten)
    press(page, "Revoke my key…")
    assert revoking.reason.hasFocus()
    assert "goes on trusting this key" in words_of(page)
    assert not revoking.sure_button.isEnabled()
    revoking.word.insert("REVOKE ")
    revoking.sure_button.click()
    assert "Say why" in words_of(page)
    revoking.reason.insert("Тінтуде ноутбук алынды")
    revoking.sure_button.click()
    qtbot.waitUntil(lambda: page._card != before, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: len(revoking.save_buttons) == 1, timeout=WAIT_MS)
    assert revoking.save_buttons[0].hasFocus()
    assert "nobody follows a revoked key" in words_of(page)
    target = tmp_path / "key.revocation"
    with qtbot.waitSignal(page.context.told, timeout=WAIT_MS):
        revoking.save(before, target)
    # As a colleague reads it, who had the old card.
    revocation, signed = read_revocation(target.read_bytes().strip())
    verify_signed_text(signed, read_card((card.card or "").encode())[0].keys)
    assert (revocation.fingerprint, revocation.reason) == (before, "Тінтуде ноутбук алынды")
    shown.show_page("groups")
    shown.show_page("my_card")
    qtbot.waitUntil(lambda: not revoking.done.isVisible(), timeout=WAIT_MS)
    assert "Тінтуде" in words_of(page)


def test_the_code_is_shown_large_and_goes_by_escape(shown: MainWindow, qtbot: QtBot) -> None:
    shown.show_page("my_card")
    page = shown.page
    assert isinstance(page, MyCard)
    qtbot.waitUntil(lambda: bool(page._card), timeout=WAIT_MS)
    page.enlarge_button.click()
    picture = page.large._picture
    assert not page._column.isVisible()
    assert picture.height() > 400
    assert code_in_image(picture.grab().toImage()) == page._card
    QTest.keyClick(page.large.back_button, Qt.Key.Key_Escape)
    assert page._column.isVisible()
    assert page.enlarge_button.hasFocus()


def test_advice_is_declined_and_taken_up_later(
    shown: MainWindow, known: tuple[str, str], ask: Ask, qtbot: QtBot
) -> None:
    monitor, lawyer = known
    body = revocation_body(Fingerprint(lawyer), {}, "кілті ұрланған", NOW)
    line = signed_text(REVOCATION_TAG, body, party(MONITOR))
    ask(lambda services: services.contacts.add(line.encode()))
    page = open_contact(shown, lawyer, qtbot)
    assert "trust this key no more. Because: кілті ұрланған" in words_of(page)
    press(page, "Go on trusting this key")
    qtbot.waitUntil(lambda: "You went on trusting it." in words_of(page), timeout=WAIT_MS)
    assert [each.declined for each in contact(ask, lawyer).advised] == [True]
    press(page, "Follow the advice…")
    assert page.reason.value() == "кілті ұрланған"
    page.announce_box.setChecked(True)
    page.revoke_button.click()
    qtbot.waitUntil(lambda: "✗ revoked" in words_of(page), timeout=WAIT_MS)
    own = ask(lambda services: services.access.info().fingerprint)
    assert {each.by for each in contact(ask, lawyer).advised} == {monitor, own}


def test_advice_is_written_to_a_file_and_taken_in_by_a_colleague(
    shown: MainWindow, known: tuple[str, str], ask: Ask, tmp_path: Path, qtbot: QtBot
) -> None:
    _monitor, lawyer = known
    ask(lambda services: services.keys.revoke(lawyer, "кілті ұрланған"))
    page = open_contact(shown, lawyer, qtbot)
    qtbot.waitUntil(page.advise_button.isVisible, timeout=WAIT_MS)
    target, own_card = tmp_path / "key.advice", ask(lambda services: services.contacts.card())
    with qtbot.waitSignal(page.context.told, timeout=WAIT_MS):
        page.write_advice(target)
    # It is a file for others: here nothing is announced by it.
    assert contact(ask, lawyer).advised == ()
    assert isinstance(own_card, CardWritten)
    founded = found_coalition(tmp_path / "others", ("monitor",))
    with open_vault(founded.folder / "monitor") as services:
        services.contacts.add((own_card.card or "").encode(), own_card.fingerprint)
        services.contacts.add(party(LAWYER).card.text.encode(), lawyer)
        told = services.contacts.add_file(target)
    assert (told.trust, [each.reason for each in told.advised]) == ("verified", ["кілті ұрланған"])


def test_a_photograph_of_their_code_verifies_and_that_of_another_does_not(
    shown: MainWindow,
    known: tuple[str, str],
    ask: Ask,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def decode_here(_data: bytes) -> None:
        raise AssertionError("a picture's file is decoded where the vault is open")

    monkeypatch.setattr(code_pictures, "code_in_bytes", decode_here)
    monitor, lawyer = known
    for name, whose in (("their", lawyer), ("other", monitor), ("nobody", "ab" * 32)):
        photographed(drawn(code_text(Fingerprint(whose)))).save(str(tmp_path / f"{name}.jpg"))
    shown.show_page("contacts")
    listed = shown.page
    assert isinstance(listed, Contacts)
    listed.add_cards([tmp_path / "nobody.jpg"])
    qtbot.waitUntil(listed.error_bar.isVisible, timeout=WAIT_MS)
    listed.add_cards([tmp_path / "their.jpg"])
    qtbot.waitUntil(lambda: isinstance(shown.page, Contact), timeout=WAIT_MS)
    page = shown.page
    assert isinstance(page, Contact)
    qtbot.waitUntil(lambda: "All of it agrees" in words_of(page), timeout=WAIT_MS)
    assert page.pictures is not None
    page.pictures.read_file(tmp_path / "other.jpg")
    qtbot.waitUntil(lambda: not page.verify_button.isEnabled(), timeout=WAIT_MS)
    assert "is different" in words_of(page)
    QGuiApplication.clipboard().setImage(drawn(code_text(Fingerprint(lawyer))))
    page.pictures.paste_button.click()
    qtbot.waitUntil(page.verify_button.isEnabled, timeout=WAIT_MS)
    assert contact(ask, lawyer).trust == "unverified"
    page.verify_button.click()
    qtbot.waitUntil(lambda: page.comparing is None, timeout=WAIT_MS)
    assert contact(ask, lawyer).trust == "verified"


def test_a_group_is_made_renamed_written_to_and_deleted(
    shown: MainWindow, known: tuple[str, str], ask: Ask, opened: PageContext, qtbot: QtBot
) -> None:
    def groups() -> list[tuple[str, int]]:
        answer = ask(lambda services: services.groups.list())
        assert isinstance(answer, GroupList)
        return [(group.name, len(group.members)) for group in answer.items]

    def tell(action: Callable[[], None]) -> None:
        with qtbot.waitSignal(opened.told, timeout=WAIT_MS):
            action()

    monitor, _lawyer = known
    shown.show_page("groups")
    page = shown.page
    assert isinstance(page, Groups)
    qtbot.waitUntil(lambda: len(page.members._boxes) == 2, timeout=WAIT_MS)
    page.save_button.click()
    assert "A group needs a name." in words_of(page)
    page.group_name.insert("Үйлестірушілер, Оңтүстік")
    page.save_button.click()
    assert "Tick at least one person." in words_of(page)
    assert groups() == []
    for box in page.members._boxes.values():
        QTest.keyClick(box, Qt.Key.Key_Space)
    tell(page.save_button.click)
    assert groups() == [("Үйлестірушілер, Оңтүстік", 2)]
    qtbot.waitUntil(page.delete_button.isVisible, timeout=WAIT_MS)
    page.group_name.set_value("Оңтүстік Ғ")
    tell(page.save_button.click)
    assert groups() == [("Оңтүстік Ғ", 2)]
    shown.show_page("export")
    export = shown.page
    assert isinstance(export, Export)
    qtbot.waitUntil(lambda: bool(export.recipients._boxes) and export.groups.isVisible(), timeout=WAIT_MS)
    press(export, "All of “Оңтүстік Ғ” (2)")
    assert export.recipients.value() == (monitor,)
    assert f"left out: {party(LAWYER).card.name}" in words_of(export)
    shown.show_page("groups")
    qtbot.waitUntil(page.delete_button.isVisible, timeout=WAIT_MS)
    before = ask(lambda services: services.groups.list())
    tell(page.delete_button.click)
    assert groups() == []
    page.group_name.insert("Ж")
    assert not page.undo()
    page.group_name.set_value("")
    assert page.back_button.isVisible()
    keys = shown.windowHandle()
    tell(lambda: QTest.keyClick(keys, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier))
    assert ask(lambda services: services.groups.list()) == before
    assert not page.back_button.isVisible()
    qtbot.waitUntil(page.delete_button.isVisible, timeout=WAIT_MS)
    tell(page.delete_button.click)
    tell(page.back_button.click)
    assert ask(lambda services: services.groups.list()) == before


def test_a_key_that_was_followed_leads_to_the_older_one_and_back(
    shown: MainWindow, known: tuple[str, str], ask: Ask, qtbot: QtBot
) -> None:
    monitor, lawyer = known
    newer = party(STRANGER)
    papers = "\n".join((rotation_text(party(MONITOR), newer), newer.card.text))
    ask(lambda services: services.contacts.add(papers.encode()))
    page = open_contact(shown, newer.fingerprint, qtbot)
    assert "Since 10 January 2026 this key is used instead of an older one." in words_of(page)
    press(page, f"Show {' '.join(spoken_digits(Fingerprint(monitor)).split()[:2])} …")
    qtbot.waitUntil(lambda: "A newer key is used instead of this one." in words_of(page), timeout=WAIT_MS)
    plain = open_contact(shown, lawyer, qtbot)
    qtbot.waitUntil(lambda: plain._contact is not None and plain._contact.fingerprint == lawyer, timeout=5000)
    assert plain.over_time is not None
    assert plain.over_time.is_empty
