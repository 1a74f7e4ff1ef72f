"""Cards are added, compared letter by letter, verified by all of it alone, revoked with a reason."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.identity import Fingerprint, spoken_digits, spoken_words
from app.gui.code_pictures import code_in_image
from app.gui.main_window import MainWindow
from app.gui.page import PageContext
from app.gui.pages.contact import Contact
from app.gui.pages.contacts import Contacts
from app.gui.pages.my_card import MyCard
from app.gui.widgets.qr_code import QrCode
from app.services import Services
from app.services.answers_contacts import ShownContact
from tests.coalition import Founded, found_coalition
from tests.gui.conftest import WAIT_MS

Ask = Callable[[Callable[[Services], object]], object]


@pytest.fixture(scope="session")
def strangers(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    """Two people whose cards nobody has."""
    return found_coalition(tmp_path_factory.mktemp("strangers"), ("lawyer", "monitor"), acquainted=False)


@pytest.fixture
def shown(make_window: Callable[..., MainWindow], qtbot: QtBot) -> MainWindow:
    window = make_window(Contacts, Contact, MyCard)
    window.resize(1366, 768)
    window.show_page("contacts")
    qtbot.waitUntil(list_of(window).nobody.isVisible, timeout=WAIT_MS)
    return window


def list_of(window: MainWindow) -> Contacts:
    page = window._pages["contacts"]
    assert isinstance(page, Contacts)
    return page


def contact_of(window: MainWindow) -> Contact:
    page = window.page
    assert isinstance(page, Contact)
    return page


def drop(page: Contacts, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, button, plain = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPointF(5, 5), copy, data, button, plain))


def open_stranger(window: MainWindow, strangers: Founded, qtbot: QtBot) -> Contact:
    drop(list_of(window), strangers.folder / "lawyer.card")
    qtbot.waitUntil(lambda: isinstance(window.page, Contact), timeout=WAIT_MS)
    page = contact_of(window)
    qtbot.waitUntil(lambda: page.comparing is not None, timeout=WAIT_MS)
    return page


def tell(page: Contact, text: str) -> None:
    assert page.comparing is not None
    page.comparing.told.clear()
    page.comparing.told.insertPlainText(text)


def trust_of(ask: Ask, fingerprint: str) -> ShownContact:
    shown = ask(lambda services: services.contacts.show(Fingerprint(fingerprint)))
    assert isinstance(shown, ShownContact)
    return shown


def texts(page: Contact) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


@pytest.mark.parametrize("language", [None, "en", "ru"])
def test_a_dropped_card_is_verified_by_all_that_its_owner_tells(
    shown: MainWindow, strangers: Founded, ask: Ask, qtbot: QtBot, language: str | None
) -> None:
    fingerprint = Fingerprint(strangers.fingerprints["lawyer"])
    page = open_stranger(shown, strangers, qtbot)
    assert list_of(shown).rows.count() == 1
    whole = spoken_digits(fingerprint) if language is None else spoken_words(fingerprint, language)
    half = whole.rsplit(" ", 1)[0]
    assert page.comparing is not None
    for told, enabled in (("", False), (half, False), (whole, True), (f"{whole} 1", False), (whole, True)):
        tell(page, told)
        assert page.verify_button.isEnabled() == enabled, told
    assert page.comparing.verdict.text().startswith("✓")
    page.verify_button.click()
    qtbot.waitUntil(lambda: page.comparing is None, timeout=WAIT_MS)
    assert trust_of(ask, fingerprint).trust == "verified"
    assert "✓ verified by you on 10 January 2026" in texts(page)
    assert "verified by you" in list_of(shown).rows.item(0).text()


def test_the_first_group_that_differs_is_named_at_once(
    shown: MainWindow, strangers: Founded, ask: Ask, qtbot: QtBot
) -> None:
    page = open_stranger(shown, strangers, qtbot)
    digits = spoken_digits(Fingerprint(strangers.fingerprints["lawyer"])).split()
    assert page.comparing is not None
    tell(page, " ".join(digits[:3]))
    assert page.comparing.verdict.text() == "3 of 8 agree so far."
    tell(page, " ".join([*digits[:3], "99999"]))
    assert "Number 4" in page.comparing.verdict.text()
    assert page.comparing.verdict.property("look") == "danger"
    assert not page.verify_button.isEnabled()
    assert trust_of(ask, strangers.fingerprints["lawyer"]).trust == "unverified"


def test_what_is_being_told_survives_a_change_elsewhere(
    shown: MainWindow, opened: PageContext, strangers: Founded, qtbot: QtBot
) -> None:
    page = open_stranger(shown, strangers, qtbot)
    tell(page, "12")
    before = page.comparing
    opened.announce("contact")
    qtbot.waitUntil(lambda: page.comparing is not before, timeout=WAIT_MS)
    assert page.comparing is not None
    assert page.comparing.value() == "12"


def test_a_contact_is_revoked_with_a_reason_and_never_without(
    shown: MainWindow, strangers: Founded, ask: Ask, qtbot: QtBot
) -> None:
    fingerprint = strangers.fingerprints["lawyer"]
    page = open_stranger(shown, strangers, qtbot)
    assert not page.reason.isVisible()
    (revoke,) = (each for each in page.findChildren(QPushButton) if each.text() == "Revoke…")
    revoke.click()
    page.revoke_button.click()
    assert trust_of(ask, fingerprint).trust == "unverified"
    page.reason.insert("Тінтуде ноутбук алынды")
    page.revoke_button.click()
    qtbot.waitUntil(lambda: "✗ revoked" in texts(page), timeout=WAIT_MS)
    assert trust_of(ask, fingerprint).revoked_because == "Тінтуде ноутбук алынды"
    assert "Тінтуде" in texts(page)
    visible = [each.text() for each in page.findChildren(QPushButton) if each.isVisible()]
    assert visible == ["Save the advice to a file…"]


@pytest.mark.qt_log_ignore("JPEG datastream contains no image")
def test_what_is_no_card_is_refused_where_it_was_dropped(
    shown: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "фото.jpg").write_bytes(b"\xff\xd8\xff")
    page = list_of(shown)
    drop(page, tmp_path / "фото.jpg")
    qtbot.waitUntil(page.error_bar.isVisible, timeout=WAIT_MS)
    assert shown.page is page


def test_search_narrows_by_name(shown: MainWindow, strangers: Founded, qtbot: QtBot) -> None:
    page = list_of(shown)
    page.add_cards([strangers.folder / "lawyer.card", strangers.folder / "monitor.card"])
    qtbot.waitUntil(lambda: page.rows.count() == 2, timeout=WAIT_MS)
    page.search()
    page.search_line.insert("LAWYER")
    assert [page.rows.item(row).text().split(",")[0] for row in range(page.rows.count())] == ["Пример lawyer"]
    page.search_line.clear()
    assert page.rows.count() == 2


def test_my_card_goes_into_a_file_that_others_take(
    shown: MainWindow, opened: PageContext, ask: Ask, tmp_path: Path, qtbot: QtBot
) -> None:
    list_of(shown).card_button.click()
    page = shown.page
    assert isinstance(page, MyCard)
    qtbot.waitUntil(lambda: bool(page.findChildren(QrCode)), timeout=WAIT_MS)
    target = tmp_path / "contact.card"
    with qtbot.waitSignal(opened.told, timeout=WAIT_MS) as told:
        page.save_card(target)
    assert told.args == ["The card was saved."]
    card = ask(lambda services: services.contacts.card())
    assert target.read_text("utf-8").strip() == getattr(card, "card", None)


def test_the_code_is_read_back_as_the_fingerprint(
    shown: MainWindow, opened: PageContext, ask: Ask, qtbot: QtBot
) -> None:
    opened.navigate("my_card")
    page = shown.page
    assert isinstance(page, MyCard)
    qtbot.waitUntil(lambda: bool(page.findChildren(QrCode)), timeout=WAIT_MS)
    (code,) = page.findChildren(QrCode)
    info = ask(lambda services: services.access.info())
    fingerprint = Fingerprint(str(getattr(info, "fingerprint", "")))
    assert code_in_image(code.grab().toImage()) == fingerprint
