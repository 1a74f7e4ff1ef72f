"""What the shell alone could do: all of a backup read again, lists made anew, codes saved, forms read."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.form import FieldType
from app.domain.identity import Fingerprint
from app.domain.query import Query
from app.domain.work import Watch
from app.gui.code_pictures import code_in_image
from app.gui.main_window import MainWindow
from app.gui.page import Page, PageContext
from app.gui.pages.contact import Contact
from app.gui.pages.forms import TYPE_WORDS, Forms
from app.gui.pages.my_card import MyCard
from app.gui.pages.safekeeping import Safekeeping
from app.gui.pages.settings import Settings
from app.gui.pages.vault_about import VaultAbout
from app.gui.widgets.qr_code import SAVING_CODE
from app.services import Services, open_services
from app.services.access import Access
from app.services.answers import VaultReport
from app.services.form_files import load_forms
from app.services.forms import FormShelf
from app.words import choose_language
from tests.builders import PASSPHRASE, party
from tests.gui.conftest import WAIT_MS, StoppedClock
from tests.gui.keys import press
from tests.gui.test_checking import POISON
from tests.gui.test_loss_pages import seen
from tests.gui.test_ways_back import is_offered
from tests.vault.raw_database import execute

Ask = Callable[[Callable[[Services], Any]], Any]
PAGES = (Contact, Forms, MyCard, Safekeeping, Settings, VaultAbout)
FOUND = Query(words="Улги")


@pytest.fixture
def shell(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(*PAGES)


def press_on(widget: QWidget, key: Qt.Key) -> None:
    """With the cursor there."""
    widget.setFocus()
    assert widget.hasFocus()
    press(widget, key)


@pytest.mark.parametrize("reads_all", [True, False])
def test_what_a_stick_has_lost_is_mended_where_everything_is_read_again(
    show: Callable[[str], Page], ask: Ask, tmp_path: Path, qtbot: QtBot, reads_all: bool
) -> None:
    photograph, stick = tmp_path / "photograph", tmp_path / "флешка"
    photograph.write_bytes(b"\xff\xd8 no picture")
    ask(lambda services: services.recording.add({"title": "Үлгі"}, (photograph,), Watch()))
    ask(lambda services: services.backups.make(stick, Watch()))
    (blob,) = (path for path in stick.glob("*/blobs/*/*") if path.is_file())
    whole = blob.read_bytes()
    blob.write_bytes(bytes(len(whole)))
    page = show("safekeeping")
    assert isinstance(page, Safekeeping)
    if reads_all:
        press_on(page.read_all, Qt.Key.Key_Space)
    page.back_up(stick)
    assert not page.read_all.isEnabled()
    qtbot.waitUntil(page.result.isVisible, timeout=WAIT_MS)
    held = {path.read_bytes() for path in stick.glob("*/blobs/*/*") if path.is_file()}
    assert (whole in held) == reads_all
    show("settings")
    assert not page.read_all.isChecked(), "the next one is as usual"


def test_lists_that_lack_something_are_made_anew_from_what_is_told_of_the_vault(
    context: PageContext, vault_folder: Path, qtbot: QtBot, request: pytest.FixtureRequest
) -> None:
    with open_services(vault_folder, PASSPHRASE, StoppedClock(), Watch()) as services:
        services.recording.add({"title": "Үлгі оқиға"}, (), Watch())
    execute(vault_folder, POISON)
    window: MainWindow = request.getfixturevalue("make_window")(*PAGES)
    ask: Ask = request.getfixturevalue("ask")
    window.show_page("vault_about")
    page = window.page
    assert isinstance(page, VaultAbout)
    changed: list[frozenset[str]] = []
    context.changed.connect(changed.append)
    assert ask(lambda services: services.searches.page("incident", FOUND, 1, 0)).total == 0
    press_on(page.rebuild_button, Qt.Key.Key_Return)
    assert page.work_bar.isVisible()
    assert not page.digest_button.isEnabled()
    qtbot.waitUntil(page.rebuilt.isVisible, timeout=WAIT_MS)
    assert page.rebuilt.text() == "✓ Lists and search were made anew; they hold 1 incident."
    assert page.digest_button.isEnabled()
    assert page.rebuild_button.hasFocus()
    assert any("incident" in kinds for kinds in changed), "whoever shows a list asks again"
    assert ask(lambda services: services.searches.page("incident", FOUND, 1, 0)).total == 1


def test_making_lists_anew_is_cancelled_and_what_that_means_is_told(
    show: Callable[[str], Page], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuild, begun, pressed = Access.rebuild, Event(), Event()

    def go_on(access: Access, watch: Watch) -> VaultReport:
        """Wait until it was told to stop, then go on as ever."""
        begun.set()
        assert pressed.wait(WAIT_MS / 1000)
        watch.tick("Reading", 0)
        return rebuild(access, watch)

    monkeypatch.setattr(Access, "rebuild", go_on)
    page = show("vault_about")
    assert isinstance(page, VaultAbout)
    page.rebuild_button.click()
    qtbot.waitUntil(begun.is_set, timeout=WAIT_MS)
    next(each for each in page.work_bar.findChildren(QPushButton) if each.text() == "Cancel").click()
    pressed.set()
    qtbot.waitUntil(page.rebuilt.isVisible, timeout=WAIT_MS)
    assert "may lack something" in page.rebuilt.text()
    assert page.rebuild_button.isEnabled()
    show("settings")
    show("vault_about")
    assert not page.rebuilt.isVisible()


def code_in(picture: Path, folder: Path) -> Fingerprint:
    """As a camera sees it."""
    image = QImage(str(picture))
    assert not image.isNull()
    return code_in_image(image.scaled(400, 400))


def test_ones_own_code_is_saved_as_a_picture_from_where_it_is_large(
    show: Callable[[str], Page], ask: Ask, tmp_path: Path, qtbot: QtBot
) -> None:
    page, target = show("my_card"), tmp_path / "код Қ.svg"
    assert isinstance(page, MyCard)
    own = ask(lambda services: services.contacts.card().fingerprint)
    page.enlarge(large=True)
    press_on(page.large.save_button, Qt.Key.Key_Return)
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    dialog.filesSelected.emit([str(target)])
    dialog.close()
    qtbot.waitUntil(target.exists, timeout=WAIT_MS)
    assert code_in(target, tmp_path) == own
    page.save_code(tmp_path / "нет" / "код.svg")
    qtbot.waitUntil(page.error_bar.isVisible, timeout=WAIT_MS)


def test_a_contacts_code_is_saved_only_where_the_fingerprint_is_shown(
    shell: MainWindow, ask: Ask, tmp_path: Path, qtbot: QtBot
) -> None:
    known, stranger = party("Үлгі Бірінші"), party("Үлгі Екінші")
    ask(lambda services: services.contacts.add(known.card.text.encode(), known.fingerprint))
    ask(lambda services: services.contacts.add(stranger.card.text.encode(), None))
    shell.show_page("contact", fingerprint=known.fingerprint)
    page, target = shell.page, tmp_path / "код.svg"
    assert isinstance(page, Contact)
    qtbot.waitUntil(lambda: is_offered(page, SAVING_CODE), timeout=WAIT_MS)
    page.write_code(target)
    qtbot.waitUntil(target.exists, timeout=WAIT_MS)
    assert code_in(target, tmp_path) == known.fingerprint
    shell.show_page("contact", fingerprint=stranger.fingerprint)
    qtbot.waitUntil(lambda: page.comparing is not None, timeout=WAIT_MS)
    assert not is_offered(page, SAVING_CODE), "it would be compared with itself"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_form_is_read_with_all_that_it_asks(
    make_window: Callable[..., MainWindow], language: str
) -> None:
    assert set(TYPE_WORDS) == set(FieldType)
    choose_language(language)
    window = make_window(*PAGES)
    window.show_page("settings")
    settings = window.page
    assert isinstance(settings, Settings)
    press_on(settings.forms_button, Qt.Key.Key_Return)
    page = window.page
    assert isinstance(page, Forms)
    assert page.form.hasFocus()
    listed = [page.form.itemData(row) for row in range(page.form.count())]
    assert listed == [each.id for each in FormShelf(load_forms()).list().items]
    for number, form in enumerate(load_forms().all_newest()):
        if number:
            press(page.form, Qt.Key.Key_Down)
        assert page.form.value() == form.id
        told = [label.text() for label in page._inside.findChildren(QLabel)]
        wanted = [
            label[language]
            for section in form.sections
            for label in (section.label, *(field.label for field in section.fields))
        ]
        following = iter(told)
        assert [label for label in wanted if label not in following] == []
        whole = "\n".join(told)
        for field in form.fields.values():
            assert field.code is None or f"HURIDOCS {field.code}" in whole
        for code in form.codes:
            assert f"MT4/{code}" in whole or code.startswith("X-")
    press_on(page.back_button, Qt.Key.Key_Return)
    assert window.page is settings


def test_what_a_field_is_for_and_when_it_is_asked_stands_below_it(
    show: Callable[[str], Page], qtbot: QtBot
) -> None:
    page = show("forms")
    assert isinstance(page, Forms)
    page.form.set_value("torture")
    page.form.changed.emit()
    qtbot.waitUntil(page._inside.isVisible, timeout=WAIT_MS)
    told = seen(page)
    assert "Victims\nneeded to be complete, for a complaint, for an urgent appeal" in told
    assert (
        "Yes, no or unknown\nneeded for a complaint · part “Injuries and health” · HURIDOCS MT4/020102"
        in told
    )
    assert "Only where “Sexual violence, or a threat of it” says: Yes" in told
    assert "Only where “Forensic examination” says: " in told
    assert "One of these: " in told
    qtbot.waitUntil(lambda: page.text.verticalScrollBar().maximum() > 0, timeout=WAIT_MS)
    press_on(page.text, Qt.Key.Key_PageDown)
    assert page.text.verticalScrollBar().value() > 0
    page.form.set_value("threat")
    page.form.changed.emit()
    assert page.text.verticalScrollBar().value() == 0, "another form is read from its beginning"
