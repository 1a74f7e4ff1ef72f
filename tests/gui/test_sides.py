"""What the shell could do alone: one record out of a backup, words checked, the vault described."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.errors import RecoveryError, VaultError
from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.page import Page
from app.gui.pages.age_identity import AgeIdentity
from app.gui.pages.incident import Incident
from app.gui.pages.my_card import MyCard
from app.gui.pages.record_restoring import RecordRestoring
from app.gui.pages.recovery_check import RecoveryCheck
from app.gui.pages.safekeeping import Safekeeping
from app.gui.pages.settings import Settings
from app.gui.pages.vault_about import VaultAbout
from app.gui.widgets.secret_box import WORDS
from app.services import Services
from app.services.access import Access
from app.services.answers import RecordSaved
from app.services.answers_loss import RecordCompared
from app.services.backup_records import BackupRecords, OpenedBackup
from app.services.recovery import Recovery
from tests.builders import PASSPHRASE
from tests.gui.conftest import WAIT_MS
from tests.gui.keys import press
from tests.gui.test_loss_pages import kept_words, seen

Ask = Callable[[Callable[[Services], Any]], Any]
PAGES = (AgeIdentity, Incident, MyCard, RecordRestoring, RecoveryCheck, Safekeeping, Settings, VaultAbout)


@pytest.fixture
def shell(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(*PAGES)


@pytest.fixture
def saved(ask: Ask, tmp_path: Path) -> RecordSaved:
    """An incident with a photograph, in a backup beside the vault; another came later."""
    photograph = tmp_path / "photograph.jpg"
    photograph.write_bytes(b"\xff\xd8 no picture")

    def do(services: Services) -> RecordSaved:
        services.recording.add({"title": "Басқа оқиға"}, (), Watch())
        made = services.recording.add({"title": "Қамаудағы оқиға"}, (photograph,), Watch())
        services.backups.make(None, Watch())
        services.recording.add({"title": "Кейінгі оқиға"}, (), Watch())
        return made

    made = ask(do)
    assert isinstance(made, RecordSaved)
    return made


def opened(page: Page, qtbot: QtBot) -> RecordRestoring:
    """What lies beside the vault is offered; its passphrase is typed, Enter pressed."""
    assert isinstance(page, RecordRestoring)
    qtbot.waitUntil(lambda: page.source.value() is not None, timeout=WAIT_MS)
    page.secret.passphrase.line.insert(PASSPHRASE)
    press(page.secret.passphrase.line, Qt.Key.Key_Return)
    qtbot.waitUntil(page.choosing.isVisible, timeout=WAIT_MS)
    return page


def rows_of(page: RecordRestoring) -> list[str]:
    model = page.list.model()
    return [str(model.index(row, 0).data()).split(",")[0] for row in range(model.rowCount())]


def choose(page: RecordRestoring, title: str, qtbot: QtBot) -> None:
    """By the keys alone: search for it, go to its row, press Enter."""
    page.line.clear()
    page.line.insert(title)
    qtbot.waitUntil(lambda: len(rows_of(page)) == 1 and rows_of(page)[0] == title, timeout=WAIT_MS)
    page.list.setCurrentIndex(page.list.model().index(0, 0))
    page.list.setFocus()
    press(page.list, Qt.Key.Key_Return)
    qtbot.waitUntil(page.outcome.isVisible, timeout=WAIT_MS)


def test_safekeeping_and_settings_lead_there(shell: MainWindow, show: Callable[[str], Page]) -> None:
    for start, button, leads_to in (
        ("safekeeping", "record_button", RecordRestoring),
        ("safekeeping", "check_words_button", RecoveryCheck),
        ("settings", "about_button", VaultAbout),
        ("vault_about", "card_button", MyCard),
        ("vault_about", "identity_button", AgeIdentity),
    ):
        getattr(show(start), button).click()
        assert isinstance(shell.page, leads_to)
    assert shell.page is not None
    next(each for each in shell.page.findChildren(QPushButton) if each.text() == "Back").click()
    assert isinstance(shell.page, VaultAbout)


def test_a_file_that_is_damaged_here_comes_back_out_of_a_backup(
    shell: MainWindow, show: Callable[[str], Page], saved: RecordSaved, ask: Ask, qtbot: QtBot
) -> None:
    page = opened(show("record_restoring"), qtbot)
    assert page.secret.value() is None
    assert "The backup of 10 January 2026 is open." in seen(page)
    qtbot.waitUntil(lambda: len(rows_of(page)) == 2, timeout=WAIT_MS)
    assert set(rows_of(page)) == {"Басқа оқиға", "Қамаудағы оқиға"}
    (blob,) = (path for path in (page.context.folder / "blobs").rglob("*") if path.is_file())
    blob.unlink()
    blob.write_bytes(b"damaged")
    choose(page, "Қамаудағы оқиға", qtbot)
    assert "It stands here already" in page.standing.text()
    assert "only files that are damaged here" in page.standing.text()
    page.restore_button.click()
    assert page.work_bar.isVisible()
    qtbot.waitUntil(page.result.isVisible, timeout=WAIT_MS)
    assert page.result.text() == "✓ It is back: 1 piece of evidence."
    assert "stays so" in page.warning.text()
    assert ask(lambda services: services.access.verify(Watch()).ok)
    page.show_button.click()
    qtbot.waitUntil(lambda: isinstance(shell.page, Incident), timeout=WAIT_MS)
    assert isinstance(shell.page, Incident)
    assert shell.page.record_id == saved.id


def test_what_stands_here_stays_and_what_was_deleted_too(
    show: Callable[[str], Page], saved: RecordSaved, ask: Ask, qtbot: QtBot
) -> None:
    ask(lambda services: services.recording.edit(saved.id, {"title": "Өзгертілген оқиға"}))
    page = opened(show("record_restoring"), qtbot)
    choose(page, "Қамаудағы оқиға", qtbot)
    page.restore_button.click()
    qtbot.waitUntil(page.result.isVisible, timeout=WAIT_MS)
    assert page.result.text() == "✓ Nothing was missing: it is as it was."
    shown = ask(lambda services: services.recording.show(saved.id).content["title"])
    assert shown == "Өзгертілген оқиға"
    ask(lambda services: services.recording.delete(saved.id, "қайталау"))
    choose(page, "Басқа оқиға", qtbot)
    choose(page, "Қамаудағы оқиға", qtbot)
    qtbot.waitUntil(lambda: "was deleted here, and stays deleted" in page.standing.text(), timeout=WAIT_MS)
    assert not page.show_button.isVisible()


def test_what_was_compared_of_another_record_is_not_told(
    show: Callable[[str], Page], saved: RecordSaved, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chosen one after the other: the first is compared when the second was already chosen."""
    page = opened(show("record_restoring"), qtbot)
    qtbot.waitUntil(lambda: len(rows_of(page)) == 2, timeout=WAIT_MS)
    compare, begun, gates = BackupRecords.compare, [Event(), Event()], [Event(), Event()]
    calls = iter((0, 1))

    def compare_slowly(self: BackupRecords, backup: OpenedBackup, record: str) -> RecordCompared:
        call = next(calls)
        begun[call].set()
        assert gates[call].wait(WAIT_MS / 1000)
        return compare(self, backup, record)

    monkeypatch.setattr(BackupRecords, "compare", compare_slowly)
    page.list.setFocus()
    for row in (0, 1):
        page.list.setCurrentIndex(page.list.model().index(row, 0))
        press(page.list, Qt.Key.Key_Return)
    gates[0].set()
    qtbot.waitUntil(begun[1].is_set, timeout=WAIT_MS)
    QCoreApplication.processEvents()
    assert not page.outcome.isVisible()
    gates[1].set()
    qtbot.waitUntil(page.outcome.isVisible, timeout=WAIT_MS)


def test_people_of_a_backup_are_found_too(show: Callable[[str], Page], ask: Ask, qtbot: QtBot) -> None:
    person: JsonObject = {"names": [{"script": "Cyrl", "full": "Үлгі Тестұлы"}]}
    ask(lambda services: services.recording.add_other("person", person))
    ask(lambda services: services.backups.make(None, Watch()))
    page = opened(show("record_restoring"), qtbot)
    qtbot.waitUntil(page.nothing.isVisible, timeout=WAIT_MS)
    page.kind.set_value("person")
    page.kind.changed.emit()
    qtbot.waitUntil(lambda: rows_of(page) == ["Үлгі Тестұлы"], timeout=WAIT_MS)
    assert not page.nothing.isVisible()


def test_what_opens_no_backup_is_told_in_place(
    show: Callable[[str], Page], saved: RecordSaved, qtbot: QtBot
) -> None:
    page = show("record_restoring")
    assert isinstance(page, RecordRestoring)
    page.open_button.click()
    qtbot.waitUntil(lambda: page.source.value() is not None, timeout=WAIT_MS)
    page.open_button.click()
    assert "What opens the backup is needed." in seen(page)
    page.secret.passphrase.line.insert("басқа сөз")
    page.open_button.click()
    qtbot.waitUntil(lambda: VaultError("vault.passphrase").sentence in seen(page), timeout=WAIT_MS)
    assert page.asking.isVisible()


@pytest.mark.parametrize("locks", [True, False])
def test_what_opened_a_backup_goes_with_the_page_and_with_a_lock(
    shell: MainWindow, show: Callable[[str], Page], saved: RecordSaved, qtbot: QtBot, locks: bool
) -> None:
    page = opened(show("record_restoring"), qtbot)
    choose(page, "Қамаудағы оқиға", qtbot)
    if locks:
        shell.seal()
    else:
        show("settings")
    assert (page._backup, page.secret.value()) == (None, None)
    qtbot.waitUntil(lambda: rows_of(page) == [], timeout=WAIT_MS)
    assert "оқиға" not in "".join(label.text() for label in page.findChildren(QLabel))


@pytest.mark.parametrize(
    ("service", "method", "page_name"),
    [(BackupRecords, "open", "record_restoring"), (Access, "digest", "vault_about")],
)
def test_what_takes_long_is_cancelled(
    show: Callable[[str], Page], saved: RecordSaved, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
    service: type, method: str, page_name: str,
) -> None:  # fmt: skip
    """By the button of its bar, while it goes on."""
    begun, go_on = Event(), Event()

    def wait(*given: object, **_: object) -> None:
        begun.set()
        watch = next(each for each in given if isinstance(each, Watch))
        for done in range(WAIT_MS):
            watch.tick("Reading", done)
            go_on.wait(0.001)

    monkeypatch.setattr(service, method, wait)
    page = show(page_name)
    if isinstance(page, RecordRestoring):
        qtbot.waitUntil(lambda: page.source.value() is not None, timeout=WAIT_MS)
        page.secret.passphrase.line.insert(PASSPHRASE)
        starting = page.open_button
    else:
        assert isinstance(page, VaultAbout)
        starting = page.digest_button
    starting.click()
    qtbot.waitUntil(begun.is_set, timeout=WAIT_MS)
    assert not starting.isEnabled()
    next(each for each in page.work_bar.findChildren(QPushButton) if each.text() == "Cancel").click()
    qtbot.waitUntil(lambda: not page.work_bar.isVisible(), timeout=WAIT_MS)
    assert starting.isEnabled()


def test_words_and_shares_are_checked_and_nothing_is_changed(
    show: Callable[[str], Page], ask: Ask, tmp_path: Path, qtbot: QtBot
) -> None:
    words = kept_words(ask)
    ask(lambda services: services.recovery.write_shares(2, (), tmp_path, PASSPHRASE, on_paper=2))
    before = ask(lambda services: (services.access.info(), services.access.digest()))
    page = show("recovery_check")
    assert isinstance(page, RecoveryCheck)
    assert page.secret.kind.value() == WORDS
    page.check_button.click()
    assert "The words are needed, typed or in files." in seen(page)
    page.secret.words.setPlainText(" ".join(reversed(words.split())))
    page.check_button.click()
    qtbot.waitUntil(lambda: RecoveryError("recovery.words").sentence in seen(page), timeout=WAIT_MS)
    page.secret.words.setPlainText(words)
    page.check_button.click()
    assert page.work_bar.isVisible()
    qtbot.waitUntil(page.result.isVisible, timeout=WAIT_MS)
    assert page.result.text() == "✓ These words open the vault."
    assert page.secret.value() is None
    page.secret.take_files(tuple(tmp_path.glob("*.txt")))
    page.check_button.click()
    qtbot.waitUntil(lambda: page.result.text() == "✓ These 2 shares open the vault.", timeout=WAIT_MS)
    assert ask(lambda services: (services.access.info(), services.access.digest())) == before


def test_words_of_another_vault_are_refused_and_none_stay(
    shell: MainWindow, show: Callable[[str], Page], ask: Ask, qtbot: QtBot
) -> None:
    from app.services.recovery import NewWords

    kept_words(ask)
    page = show("recovery_check")
    assert isinstance(page, RecoveryCheck)
    page.secret.words.setPlainText(" ".join(NewWords(bytes(32)).words))
    page.check_button.click()
    qtbot.waitUntil(lambda: RecoveryError("recovery.refused").sentence in seen(page), timeout=WAIT_MS)
    assert not page.result.isVisible()
    shell.seal()
    assert page.secret.value() is None


def test_a_check_that_was_cancelled_tells_nothing(
    show: Callable[[str], Page], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To derive the key cannot be cut short; what comes of it is dropped."""
    begun, go_on = Event(), Event()

    def wait(_recovery: Recovery, _texts: object) -> None:
        begun.set()
        assert go_on.wait(WAIT_MS / 1000)

    monkeypatch.setattr(Recovery, "check", wait)
    page = show("recovery_check")
    assert isinstance(page, RecoveryCheck)
    page.secret.words.setPlainText("abandon " * 24)
    page.check_button.click()
    qtbot.waitUntil(begun.is_set, timeout=WAIT_MS)
    next(each for each in page.work_bar.findChildren(QPushButton) if each.text() == "Cancel").click()
    go_on.set()
    qtbot.waitUntil(page.check_button.isEnabled, timeout=WAIT_MS)
    assert not page.result.isVisible()


def test_what_the_vault_is_and_its_digest_are_told_as_in_the_shell(
    show: Callable[[str], Page], saved: RecordSaved, ask: Ask, qtbot: QtBot, qapp: QApplication
) -> None:
    page = show("vault_about")
    assert isinstance(page, VaultAbout)
    info = ask(lambda services: services.access.info())
    digest = ask(lambda services: services.access.digest())
    qtbot.waitUntil(lambda: page.digits.text() == info.digits, timeout=WAIT_MS)
    told = seen(page)
    assert "Made on 10 January 2026" in told
    assert "3 incidents" in told
    assert "1 piece of evidence" in told
    assert info.vault_id in told
    assert not page.copy_button.isVisible()
    page.digest_button.click()
    assert page.work_bar.isVisible()
    qtbot.waitUntil(page.copy_button.isVisible, timeout=WAIT_MS)
    for value in (digest.revisions, digest.state, digest.custody):
        assert value in seen(page).replace(" ", "")
        page.copy_button.click()
        assert value in qapp.clipboard().text()
    ask(lambda services: services.recording.add({"title": "Тағы бір"}, (), Watch()))
    page.context.announce("incident")
    qtbot.waitUntil(lambda: "4 incidents" in seen(page), timeout=WAIT_MS)
    assert not page.copy_button.isVisible(), "what was told holds no longer"


def test_whoever_left_while_the_passphrase_was_checked_is_asked_anew(
    show: Callable[[str], Page], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    check, begun, go_on = Access.check_passphrase, Event(), Event()

    def check_slowly(self: Access, typed: str) -> None:
        begun.set()
        assert go_on.wait(WAIT_MS / 1000)
        check(self, typed)

    monkeypatch.setattr(Access, "check_passphrase", check_slowly)
    page = show("age_identity")
    assert isinstance(page, AgeIdentity)
    page.passphrase.line.insert(PASSPHRASE)
    page.go_on_button.click()
    qtbot.waitUntil(begun.is_set, timeout=WAIT_MS)
    show("vault_about")
    show("age_identity")
    go_on.set()
    qtbot.waitUntil(page.go_on_button.isEnabled, timeout=WAIT_MS)
    assert page.passphrase_field.isVisible()
    assert not page.choosing.isVisible()


def test_the_age_identity_is_taken_out_by_whoever_knows_the_passphrase(
    show: Callable[[str], Page], ask: Ask, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.crypto.age import AgeReader
    from app.crypto.keyslots import normalise_passphrase
    from app.crypto.recipients import HybridIdentity, ScryptIdentity

    target, new = tmp_path / "identity.age", "жаңа Құпия сөз — Ҷаҳон"
    monkeypatch.setattr(
        "app.gui.pages.age_identity.choose_new_file", lambda _page, _title, _name, take: take(target)
    )
    page = show("age_identity")
    assert isinstance(page, AgeIdentity)
    page.passphrase.line.insert("басқа сөз")
    page.go_on_button.click()
    qtbot.waitUntil(lambda: VaultError("vault.passphrase").sentence in seen(page), timeout=WAIT_MS)
    assert not page.choosing.isVisible()
    page.passphrase.line.clear()
    page.passphrase.line.insert(PASSPHRASE)
    page.go_on_button.click()
    qtbot.waitUntil(page.choosing.isVisible, timeout=WAIT_MS)
    page.choice.chosen.emit(new)
    qtbot.waitUntil(page.result.isVisible, timeout=WAIT_MS)
    assert (page._new, page.passphrase.value()) == ("", "")
    seed = ask(lambda services: services.vault.contacts.own().age_seed)
    assert isinstance(seed, bytes)
    with target.open("rb") as sealed:
        text = AgeReader(sealed, [ScryptIdentity(normalise_passphrase(new))]).read(-1).decode()
    assert text.strip() == HybridIdentity(seed).secret_text()
