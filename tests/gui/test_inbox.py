"""Inbox: each file by itself, read before it counts, taken in whole or not at all."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.bundle import write_bundle
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.page import PageContext
from app.gui.pages.inbox import Inbox
from app.gui.pages.incidents import Incidents
from app.words import choose_language
from tests.builders import Party, Writer, party
from tests.bundle.builders import LAWYER, contents, evidence_source, lines, some_revisions
from tests.coalition import found_coalition, open_vault
from tests.gui.inbox_kit import (
    Ask,
    Make,
    bundle_writer,
    incidents,
    look,
    press,
    rest,
    said,
    shown_inbox,
    verified_monitor,
)


@pytest.fixture
def make(ask: Ask, tmp_path: Path) -> Make:
    """A stick for bundles to us."""
    return bundle_writer(ask, tmp_path / "stick")


@pytest.fixture
def monitor(ask: Ask) -> Party:
    """Known and verified."""
    return verified_monitor(ask)


@pytest.fixture
def page(make_window: Callable[..., MainWindow]) -> Inbox:
    """The empty inbox."""
    return shown_inbox(make_window)


def test_an_empty_inbox_says_what_to_do(page: Inbox) -> None:
    sentence = page._empty.findChildren(QLabel)[1].text()
    assert "Drop the files here" in sentence
    focus = QApplication.focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.text() == "Choose bundles…"


def test_what_a_colleague_wrote_is_read_then_taken_in(
    page: Inbox, qtbot: QtBot, ask: Ask, opened: PageContext, tmp_path: Path
) -> None:
    founded = found_coalition(tmp_path / "others", ("monitor",))
    own = ask(lambda services: services.contacts.card())
    photograph = tmp_path / "снимок.jpg"
    photograph.write_bytes(b"x" * 2_000_000)
    with open_vault(founded.folder / "monitor") as services:
        services.contacts.add((own.card or "").encode(), own.fingerprint)
        for title in ("Үйдегі тінту", "Ҷазо"):
            services.recording.add({"title": title}, (photograph,), Watch())
        written = services.exchange.write(None, (own.fingerprint,), tmp_path, watch=Watch())
    card_text = (founded.folder / "monitor.card").read_bytes()
    ask(lambda services: services.contacts.add(card_text, founded.fingerprints["monitor"]))
    (card,) = look(page, qtbot, Path(written.path))
    assert "Пример monitor" in said(card)
    assert "✓ verified by you on 10 January 2026" in said(card)
    assert "2 new incidents" in said(card)
    assert "1 file, 1.9 MB" in said(card)
    assert incidents(ask) == 0
    changed = list[frozenset[str]]()
    opened.changed.connect(changed.append)
    press(card, "Take in")
    rest(page, qtbot)
    assert "✓ Taken in: 2 incidents, 2 people, proceedings and files." in said(card)
    assert incidents(ask) == 2
    assert {"incident", "evidence", "exchange"} <= changed[0]
    assert Path(written.path).exists()


def test_a_bad_file_says_why_and_disturbs_no_other(
    page: Inbox, qtbot: QtBot, ask: Ask, make: Make, monitor: Party, tmp_path: Path
) -> None:
    good = make("good.age", monitor)
    altered, cut, letter = (tmp_path / name for name in ("altered.age", "cut.age", "хат\u202e.docx"))
    data = bytearray(good.read_bytes())
    cut.write_bytes(data[:-1])
    data[len(data) // 2] ^= 1
    altered.write_bytes(data)
    letter.write_bytes("бұл бума емес".encode())
    foreign = tmp_path / "foreign.age"
    with foreign.open("wb") as target:
        write_bundle(contents(monitor), monitor.keys, (party(LAWYER).card.keys,), target, Watch())
    codes = ("bundle.altered", "bundle.truncated", "bundle.not_age", "bundle.not_for_me", "disk.unreadable")
    files = (altered, cut, letter, foreign, tmp_path / "pulled out.age")
    *bad, fine = look(page, qtbot, *files, good)
    for card, code in zip(bad, codes, strict=True):
        assert code in said(card)
        assert "✗" in said(card)
        assert card.take_button is None
    assert "хат⟨U+202E⟩.docx" in said(bad[2])
    press(fine, "Take in")
    rest(page, qtbot)
    assert fine.is_done
    altered.write_bytes(good.read_bytes())
    press(bad[0], "Check it again")
    rest(page, qtbot)
    assert "Nothing new" in said(bad[0])


def test_all_that_are_ready_are_taken_in_by_their_numbers(
    page: Inbox, qtbot: QtBot, ask: Ask, make: Make, monitor: Party
) -> None:
    first, second = some_revisions(monitor)
    later = make("a.age", monitor, sequence=2, previous="0" * 64, revisions=lines(second.to_line()))
    earlier = make("b.age", monitor, revisions=lines(first.to_line()))
    stranger = make("c.age", party("Бейтаныс"))
    cards = look(page, qtbot, later, earlier, stranger)
    assert "1 entry is kept aside" in said(cards[0])
    assert "Number 1 of this series has not been taken in" in said(cards[0])
    assert page.all_button.text() == "Take in all 2 bundles"
    page.all_button.click()
    assert cards[0].hasFocus()
    rest(page, qtbot)
    assert [card.is_done for card in cards] == [True, True, False]
    assert "kept aside" not in said(cards[0])
    assert page.all_button.isHidden()
    (record,) = ask(lambda services: services.reading.list_incidents(None, None, 10, 0)).items
    assert record.title == "№ 1"


def test_what_was_taken_in_changes_the_plan_of_the_others(
    page: Inbox, qtbot: QtBot, make: Make, monitor: Party
) -> None:
    revisions = lines(*(each.to_line() for each in some_revisions(monitor)))
    one, other = look(page, qtbot, *(make(name, monitor, revisions=revisions) for name in ("a.age", "b.age")))
    assert "1 new incident" in said(other)
    press(one, "Take in")
    rest(page, qtbot)
    assert "Nothing new: all of it is here already." in said(other)


def test_what_is_kept_aside_or_refused_is_told_with_its_reason(
    page: Inbox, qtbot: QtBot, ask: Ask, make: Make, monitor: Party
) -> None:
    good, forged = some_revisions(monitor), some_revisions(monitor, 1)[0].to_line()
    unknown = some_revisions(party("Бейтаныс"), 1)[0].to_line()
    told = (*(each.to_line() for each in good), forged.replace("Ұ", "Ү"), unknown, "{")
    (card,) = look(page, qtbot, make("a.age", monitor, revisions=lines(*told)))
    for words in ("1 entry is kept aside: The author of a revision is not known", "revision.author_unknown"):
        assert words in said(card)
    assert "The rest was taken in" not in said(card)
    press(card, "Take in")
    rest(page, qtbot)
    for words in ("revision.author_unknown", "revision.hash", "revision.shape", "The rest was taken in"):
        assert words in said(card)
    assert incidents(ask) == 1


def test_conflicts_are_told_and_shown(page: Inbox, qtbot: QtBot, make: Make, monitor: Party) -> None:
    writer = Writer(monitor)
    root = writer.write("incident", {"open": {"title": "Бір"}})
    sides = (writer.follow(root, {"open": {"title": title}}) for title in ("Екі", "Үш"))
    revisions = lines(*(each.to_line() for each in (root, *sides)))
    (card,) = look(page, qtbot, make("a.age", monitor, revisions=revisions))
    assert "1 incident written on from two sides" in said(card)
    press(card, "Take in")
    rest(page, qtbot)
    assert "1 incident here stands in several versions now" in said(card)
    window = page.window()
    assert isinstance(window, MainWindow)
    press(card, "Show them")
    assert isinstance(window.page, Incidents)
    assert [each.value for each in window.page.query().only] == ["in_conflict"]


def test_cancelling_leaves_nothing_and_what_waits_is_left_too(
    page: Inbox, qtbot: QtBot, ask: Ask, make: Make, monitor: Party
) -> None:
    large = make("large.age", monitor, evidence=(evidence_source(b"x" * 40_000_000),))
    cards = look(page, qtbot, large, make("small.age", monitor))
    page.all_button.click()
    assert page.work_bar.isVisible()
    page.work_bar._button.click()
    rest(page, qtbot)
    assert page.work_bar.isHidden()
    assert [card.is_ready for card in cards] == [True, True]
    assert incidents(ask) == 0
    assert ask(lambda services: services.vault.staging.unfinished()) is None
    page.all_button.click()
    rest(page, qtbot)
    assert [card.is_done for card in cards] == [True, True]


def test_looking_can_be_cancelled_and_taken_up_again(
    page: Inbox, qtbot: QtBot, make: Make, monitor: Party
) -> None:
    page.add_files(make(name, monitor) for name in ("a.age", "b.age"))
    page.work_bar._button.click()
    rest(page, qtbot)
    assert ["Not checked yet." in said(card) for card in page.cards] == [True, True]
    press(page.cards[1], "Check it")
    rest(page, qtbot)
    assert [card.is_ready for card in page.cards] == [False, True]


def test_another_bundle_under_the_same_name_is_not_what_was_read(
    page: Inbox, qtbot: QtBot, ask: Ask, make: Make, monitor: Party
) -> None:
    (card,) = look(page, qtbot, make("a.age", monitor))
    make("a.age", monitor)
    press(card, "Take in")
    rest(page, qtbot)
    assert "bundle.replaced" in said(card)
    assert incidents(ask) == 0


def test_files_are_dropped_anywhere_and_each_once(
    page: Inbox, qtbot: QtBot, make: Make, monitor: Party
) -> None:
    files = [make(name, monitor) for name in ("a.age", "b.age")]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in (*files, files[0])])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(10, 10), copy, data, left, none)
    QApplication.sendEvent(page, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(10, 10), copy, data, left, none))
    rest(page, qtbot)
    assert [card.path for card in page.cards] == files
    page.enter(files=tuple(files))
    assert len(page.cards) == 2


def test_cards_are_gone_through_taken_off_and_brought_back_by_keys(
    page: Inbox, qtbot: QtBot, make: Make, monitor: Party
) -> None:
    one, two = look(page, qtbot, *(make(name, monitor) for name in ("a.age", "b.age")))
    assert one.hasFocus()
    page.step_section(1)
    assert two.hasFocus()
    QTest.keyClick(two, Qt.Key.Key_Delete)
    assert page.cards == [one]
    assert two.isHidden()
    assert one.hasFocus()
    assert page.undo()
    assert page.cards == [one, two]
    assert two.isVisible()
    assert two.hasFocus()
    assert not page.undo()


def test_tab_goes_through_the_cards_as_they_are_read(
    page: Inbox, qtbot: QtBot, make: Make, monitor: Party
) -> None:
    one, two = look(page, qtbot, *(make(name, monitor) for name in ("a.age", "b.age")))
    # Its controls are younger than those of the card below it.
    page._look(one)
    rest(page, qtbot)
    page.choose_button.setFocus()
    assert one.take_button is not None
    reached = list[QWidget | None]()
    for _ in range(7):
        QTest.keyClick(page.window(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    assert reached[:3] == [page.all_button, one, one.take_button]
    assert reached[4:6] == [two, two.take_button]


def test_a_second_enter_does_nothing_more(page: Inbox, qtbot: QtBot, make: Make, monitor: Party) -> None:
    (card,) = look(page, qtbot, make("a.age", monitor))
    assert card.take_button is not None
    card.take_button.setFocus()
    QTest.keyClick(card.take_button, Qt.Key.Key_Space)
    QTest.keyClick(page.window(), Qt.Key.Key_Space)
    rest(page, qtbot)
    assert card.is_done
    assert card.hasFocus()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_control_has_a_name(
    make_window: Callable[..., MainWindow], qtbot: QtBot, make: Make, monitor: Party, language: str
) -> None:
    choose_language(language)
    window = make_window(Inbox)
    files = (make("a.age", monitor), make("b.age", party("Бейтаныс")), Path("none.age"))
    window.show_page("inbox", files=files)
    page = window.page
    assert isinstance(page, Inbox)
    rest(page, qtbot)
    assert page.cards[1].question is not None
    page.cards[1].question.unfold()
    unnamed = [
        type(each)
        for each in page.findChildren(QWidget)
        if each.isVisible()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.focusProxy() is None
        and not each.accessibleName()
    ]
    assert unnamed == []
