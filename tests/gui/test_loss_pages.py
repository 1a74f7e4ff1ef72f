"""Safekeeping in an open vault: backups, recovery words, shares, the drill; no secret stays on a page."""

import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.crypto.recovery import read_share
from app.domain.errors import AppError, VaultError
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.page import Page, PageContext
from app.gui.pages.drill import Drill
from app.gui.pages.recovery_shares import RecoveryShares
from app.gui.pages.recovery_words import RecoveryWords
from app.gui.pages.safekeeping import Safekeeping
from app.gui.pages.settings import Settings
from app.gui.pages.share_opening import ShareOpening
from app.gui.widgets.secret_box import PASSPHRASE as BY_PASSPHRASE
from app.places import root
from app.services import Services
from app.services.backups import BackupKeeping
from app.services.recovery import NewWords
from tests.builders import PASSPHRASE, party
from tests.gui.conftest import WAIT_MS
from tests.gui.keys import press

Ask = Callable[[Callable[[Services], object]], object]
PAGES = (Drill, RecoveryShares, RecoveryWords, Safekeeping, Settings, ShareOpening)


@pytest.fixture
def shell(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(*PAGES)


def refusal(ask: Ask, job: Callable[[Services], object]) -> str:
    try:
        ask(job)
    except AppError as error:
        return error.code
    return ""


def seen(page: Page) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def kept_words(ask: Ask) -> str:
    new = NewWords(bytes(range(32)))
    ask(lambda services: services.recovery.keep_words(new, PASSPHRASE))
    return " ".join(new.words)


def test_settings_lead_to_safekeeping_which_tells_what_is_missing(
    shell: MainWindow, show: Callable[[str], Page], qtbot: QtBot
) -> None:
    settings = show("settings")
    assert isinstance(settings, Settings)
    settings.safekeeping_button.click()
    page = shell.page
    assert isinstance(page, Safekeeping)
    qtbot.waitUntil(lambda: "There is no verified backup" in seen(page), timeout=WAIT_MS)
    assert "Last verified backup: never" in seen(page)
    assert "No recovery words were made" in seen(page)
    assert not page.skip_button.isVisible()


def test_a_backup_to_a_folder_is_made_told_and_remembered(
    show: Callable[[str], Page], tmp_path: Path, qtbot: QtBot
) -> None:
    stick = tmp_path / "флешка Ү"
    stick.mkdir()
    page = show("safekeeping")
    assert isinstance(page, Safekeeping)
    page.back_up(stick)
    assert page.work_bar.isVisible()
    assert not page.out_button.isEnabled()
    qtbot.waitUntil(page.result.isVisible, timeout=WAIT_MS)
    (copy,) = stick.glob("*/2026-01-10-001")
    assert str(copy) in page.result.text().replace("\u200b", "")
    assert "even after you change them" in page.warning.text()
    qtbot.waitUntil(lambda: "Outside the vault: 10 January 2026" in seen(page), timeout=WAIT_MS)
    assert "There is no verified backup" not in seen(page)
    assert page.out_button.isEnabled()


def test_a_backup_is_cancelled(
    show: Callable[[str], Page], tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the button of its bar, while it goes on."""
    begun, ended = Event(), Event()

    def go_on(_keeping: BackupKeeping, _out: Path | None, watch: Watch, **_: bool) -> None:
        begun.set()
        try:
            for done in range(WAIT_MS):
                watch.tick("Copying", done)
                time.sleep(0.001)
        finally:
            ended.set()

    monkeypatch.setattr(BackupKeeping, "make", go_on)
    page = show("safekeeping")
    assert isinstance(page, Safekeeping)
    page.back_up(tmp_path)
    qtbot.waitUntil(begun.is_set, timeout=WAIT_MS)
    next(each for each in page.work_bar.findChildren(QPushButton) if each.text() == "Cancel").click()
    qtbot.waitUntil(lambda: not page.work_bar.isVisible(), timeout=WAIT_MS)
    assert ended.is_set()
    assert page.out_button.isEnabled()
    assert not page.result.isVisible()


def drawn(page: RecoveryWords, qtbot: QtBot) -> list[str]:
    page.passphrase.line.insert(PASSPHRASE)
    page.draw_button.click()
    qtbot.waitUntil(page.words.grid.isVisible, timeout=WAIT_MS)
    return [label.text() for label in page.words.grid.labels]


def answer(page: RecoveryWords, words: list[str]) -> None:
    asked = page.words.asked
    for place, line in zip(asked.places, asked.lines, strict=True):
        line.clear()
        line.insert(words[place])
    asked.finish_button.click()


def test_words_are_good_once_they_were_told_back_and_old_ones_are_replaced(
    show: Callable[[str], Page], ask: Ask, qtbot: QtBot, qapp: QApplication
) -> None:
    old = kept_words(ask)
    page = show("recovery_words")
    assert isinstance(page, RecoveryWords)
    assert "still open with them" in seen(page)
    words = drawn(page, qtbot)
    text = " ".join(words)
    assert len(set(words)) > 12
    assert page.passphrase.value() == ""
    for label in page.words.grid.labels:
        assert not label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    assert text not in qapp.clipboard().text()
    page.words.copied_button.click()
    assert not any(label.text() for label in page.words.grid.labels)
    answer(page, ["wrong"] * 24)
    assert page.words.asked.isVisible()
    assert refusal(ask, lambda services: services.recovery.check([text])) == "recovery.refused"
    answer(page, words)
    qtbot.waitUntil(page.told.isVisible, timeout=WAIT_MS)
    assert refusal(ask, lambda services: services.recovery.check([text])) == ""
    assert refusal(ask, lambda services: services.recovery.check([old])) == "recovery.refused"
    safekeeping = show("safekeeping")
    qtbot.waitUntil(lambda: "Recovery words made: 10 January 2026" in seen(safekeeping), timeout=WAIT_MS)


def test_without_the_passphrase_no_words_are_shown(show: Callable[[str], Page], qtbot: QtBot) -> None:
    page = show("recovery_words")
    assert isinstance(page, RecoveryWords)
    page.draw_button.click()
    assert "The passphrase is needed." in seen(page)
    page.passphrase.line.insert("басқа сөз")
    page.draw_button.click()
    qtbot.waitUntil(lambda: VaultError("vault.passphrase").sentence in seen(page), timeout=WAIT_MS)
    assert not page.words.isVisible()


@pytest.mark.parametrize("locks", [True, False])
def test_words_that_were_shown_go_with_the_page_and_with_a_lock(
    shell: MainWindow, show: Callable[[str], Page], ask: Ask, qtbot: QtBot, locks: bool
) -> None:
    page = show("recovery_words")
    assert isinstance(page, RecoveryWords)
    drawn(page, qtbot)
    page.words.copied_button.click()
    if locks:
        shell.seal()
    else:
        show("settings")
    assert (page._new, page._present, page.words._words, page.words.asked._expected) == (None, "", (), ())
    assert not any(label.text() for label in page.words.grid.labels)
    assert ask(lambda services: services.recovery.standing().words_made_at) is None


def test_shares_go_to_those_chosen_and_are_opened_by_words_from_paper(
    show: Callable[[str], Page], ask: Ask, tmp_path: Path, qtbot: QtBot
) -> None:
    known, stranger = party("Үлгі Бірінші"), party("Үлгі Екінші")
    ask(lambda services: services.contacts.add(known.card.text.encode(), known.fingerprint))
    ask(lambda services: services.contacts.add(stranger.card.text.encode(), None))
    page = show("recovery_shares")
    assert isinstance(page, RecoveryShares)
    qtbot.waitUntil(lambda: bool(page.holders._boxes), timeout=WAIT_MS)
    assert list(page.holders._boxes) == [known.fingerprint]
    page.holders.set_value([known.fingerprint])
    page.make_button.click()
    assert "So many shares cannot be made" in seen(page)
    page.paper.set_value("2")
    page.need.set_value("2")
    page.folder.choose(tmp_path)
    page.passphrase.line.insert(PASSPHRASE)
    page.make_button.click()
    qtbot.waitUntil(page.result.isVisible, timeout=WAIT_MS)
    assert page.passphrase.value() == ""
    assert "Үлгі Бірінші" in page.result.text()
    assert "without you" in page.warning.text()
    papers = [path.read_text() for path in tmp_path.glob("*.txt")]
    assert (len(papers), len(list(tmp_path.glob("*.age")))) == (2, 1)
    assert refusal(ask, lambda services: services.recovery.check(papers)) == ""
    safekeeping = show("safekeeping")
    qtbot.waitUntil(lambda: "2 of 3 open the vault" in seen(safekeeping), timeout=WAIT_MS)
    assert "They lie with Үлгі Бірінші." in seen(safekeeping)


def test_a_share_is_opened_for_its_owner_by_whoever_knows_the_passphrase(
    show: Callable[[str], Page], ask: Ask, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sealed to ourselves: to its file it is all one whose card it was."""
    monkeypatch.setattr(
        "app.services.recovery.Recovery._recipient", lambda self, _: self._vault.contacts.own().card
    )
    ask(lambda services: services.recovery.write_shares(2, ["own"], tmp_path, PASSPHRASE, on_paper=1))
    (sealed,) = tmp_path.glob("*.age")
    (paper,) = tmp_path.glob("*.txt")
    page = show("share_opening")
    assert isinstance(page, ShareOpening)
    page.open_button.click()
    assert "Choose the file of the share first." in seen(page)
    page.take_file(sealed)
    page.passphrase.line.insert("басқа сөз")
    page.write_to(tmp_path / "words")
    qtbot.waitUntil(lambda: VaultError("vault.passphrase").sentence in seen(page), timeout=WAIT_MS)
    assert not (tmp_path / "words").exists()
    page.passphrase.line.clear()
    page.passphrase.line.insert(PASSPHRASE)
    page.write_to(tmp_path / "words")
    qtbot.waitUntil(page.result.isVisible, timeout=WAIT_MS)
    texts = [(tmp_path / "words").read_text(), paper.read_text()]
    assert refusal(ask, lambda services: services.recovery.check(texts)) == ""
    assert "share 1 of 2" in page.claim.text()
    assert "Тестова Пример" in page.claim.text()
    # Some of them are everyday words, such as "person".
    assert len(set(read_share(texts[0]).split()) & set(re.findall(r"\w+", seen(page).lower()))) < 6


def test_a_drill_reads_the_backup_and_is_remembered(
    show: Callable[[str], Page], ask: Ask, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    words = kept_words(ask)
    ask(lambda services: services.backups.make(tmp_path, Watch()))
    page = show("drill")
    assert isinstance(page, Drill)
    page.drill_button.click()
    assert "Choose the folder" in seen(page)
    assert qapp.focusWidget() in page.source.findChildren(QWidget)
    page.source.choose(tmp_path)
    page.secret.words.setPlainText("abandon " * 24)
    page.drill_button.click()
    qtbot.waitUntil(lambda: "These are not recovery words" in seen(page), timeout=WAIT_MS)
    assert ask(lambda services: services.backups.standing().last_drill) is None
    paper = tmp_path / "қағаз.txt"
    paper.write_text(words)
    page.secret.clear()
    page.secret.take_files((paper,))
    page.drill_button.click()
    qtbot.waitUntil(page.result.isVisible, timeout=WAIT_MS)
    assert page.result.text() == "✓ It opens, and every hash in it holds."
    assert page.secret.value() is None
    assert ask(lambda services: services.backups.standing().last_drill) is not None


def test_a_drill_with_the_passphrase_of_a_damaged_backup_names_what_is_wrong(
    show: Callable[[str], Page], ask: Ask, tmp_path: Path, qtbot: QtBot
) -> None:
    photograph = tmp_path / "photograph"
    photograph.write_bytes(b"\xff\xd8 no picture")
    ask(lambda services: services.recording.add({"title": "Үлгі"}, (photograph,), Watch()))
    ask(lambda services: services.backups.make(tmp_path / "stick", Watch()))
    (blob,) = (path for path in (tmp_path / "stick").glob("*/blobs/*/*") if path.is_file())
    blob.write_bytes(bytes(len(blob.read_bytes())))
    page = show("drill")
    assert isinstance(page, Drill)
    page.source.choose(tmp_path / "stick")
    page.secret.kind.set_value(BY_PASSPHRASE)
    page.secret.kind.changed.emit()
    page.secret.passphrase.line.insert(PASSPHRASE)
    page.drill_button.click()
    qtbot.waitUntil(page.result.isVisible, timeout=WAIT_MS)
    assert page.result.text().startswith("✗ ")
    assert ask(lambda services: services.backups.standing().last_drill) is None


def test_a_drill_that_is_due_is_offered_and_skipped(
    show: Callable[[str], Page], opened: PageContext, ask: Ask, tmp_path: Path, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    ask(lambda services: services.backups.make(tmp_path, Watch()))
    later = opened.clock.now().replace(year=2027, month=2)
    monkeypatch.setattr("tests.gui.conftest.StoppedClock.now", lambda _: later)
    page = show("safekeeping")
    assert isinstance(page, Safekeeping)
    qtbot.waitUntil(page.skip_button.isVisible, timeout=WAIT_MS)
    assert page.drill_due.isVisible()
    page.skip_button.click()
    qtbot.waitUntil(lambda: not page.skip_button.isVisible(), timeout=WAIT_MS)
    assert not ask(lambda services: services.backups.standing().drill_due)


COPYING = """
from PySide6.QtWidgets import QApplication
from app.gui.theme import Theme
from app.gui.widgets.secret_box import SecretBox

application = QApplication([])
box = SecretBox(Theme(application))
box.words.setPlainText("abandon ability")
box.words.selectAll()
box.words.copy()
"""


def test_a_copy_that_is_refused_leaves_the_program_whole() -> None:
    ended = subprocess.run([sys.executable, "-c", COPYING], cwd=root(), check=False)
    assert ended.returncode == 0


def test_what_was_typed_into_the_box_of_words_is_never_copied(
    show: Callable[[str], Page], qapp: QApplication
) -> None:
    page = show("drill")
    assert isinstance(page, Drill)
    page.secret.words.setPlainText("abandon ability")
    page.secret.words.setFocus()
    page.secret.words.selectAll()
    for key in (Qt.Key.Key_C, Qt.Key.Key_X):
        press(page.secret.words, key, Qt.KeyboardModifier.ControlModifier)
        assert "abandon" not in qapp.clipboard().text()
    page.seal()
    assert page.secret.words.value() is None
    assert not page.secret.words.document().isUndoAvailable()
