"""Inbox: nothing is taken in from somebody whom nobody has verified, or from a revoked key unasked."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.identity import revocation_body, spoken_digits, spoken_words
from app.domain.signed_text import REVOCATION_TAG
from app.gui.main_window import MainWindow
from app.gui.pages.inbox import Inbox
from app.gui.pages.inbox_card import BundleCard
from app.gui.pages.inbox_sender import Accepting, Comparing
from app.services import Services
from tests.builders import NOW, Party, card_of, party
from tests.bundle.builders import LAWYER, MONITOR, signed_text
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


@pytest.fixture
def stranger() -> Party:
    """Somebody who is in no contact list."""
    return party("Бейтаныс Ғалымұлы")


def comparing(card: BundleCard) -> Comparing:
    assert isinstance(card.question, Comparing)
    return card.question


def tell(card: BundleCard, words: str) -> None:
    """Type what the person tells, one key after the other."""
    question = comparing(card)
    if question.isHidden():
        press(card, "Compare the fingerprint…")
    assert QApplication.focusWidget() is question.comparison.told
    question.comparison.told.selectAll()
    question.comparison.told.insertPlainText(words)


def test_a_stranger_is_compared_with_before_anything_is_taken_in(
    page: Inbox, qtbot: QtBot, ask: Ask, make: Make, stranger: Party
) -> None:
    first, second = look(page, qtbot, make("a.age", stranger), make("b.age", stranger))
    for card in (first, second):
        assert "Says it is from Бейтаныс Ғалымұлы" in said(card)
        assert "▲ Not known here" in said(card)
        assert card.take_button is None
    assert page.all_button.isHidden()
    digits = spoken_digits(stranger.fingerprint)
    wrong = f"{(int(digits[:5]) + 1) % 65536:05d}{digits[5:]}"
    for told in ("", digits[:-1], wrong):
        tell(first, told)
        assert not comparing(first).answer_button.isEnabled()
    tell(first, spoken_words(stranger.fingerprint, "ru"))
    press(first, "Add this contact")
    rest(page, qtbot)
    (contact,) = ask(lambda services: services.contacts.list()).items
    assert contact.trust == "verified"
    assert incidents(ask) == 0
    rest(page, qtbot)
    for card in (first, second):
        assert "✓ verified by you" in said(card)
        assert card.is_ready
    assert first.hasFocus()
    press(first, "Take in")
    rest(page, qtbot)
    assert incidents(ask) == 2


def test_what_is_being_told_stays_while_others_are_read(
    page: Inbox, qtbot: QtBot, make: Make, stranger: Party, monitor: Party
) -> None:
    card, ready = look(page, qtbot, make("a.age", stranger), make("b.age", monitor))
    tell(card, "12345")
    press(ready, "Take in")
    rest(page, qtbot)
    assert comparing(card).comparison.value() == "12345"
    assert comparing(card).isVisible()
    press(card, "Not now")
    assert comparing(card).isHidden()
    assert comparing(card).ask_button.hasFocus()


def test_what_was_told_is_there_again_after_cancelling(
    page: Inbox, qtbot: QtBot, ask: Ask, make: Make, stranger: Party
) -> None:
    (card,) = look(page, qtbot, make("a.age", stranger))
    digits = spoken_digits(stranger.fingerprint)
    tell(card, digits)
    press(card, "Add this contact")
    page.work_bar._button.click()
    rest(page, qtbot)
    assert ask(lambda services: services.contacts.list()).items == ()
    assert comparing(card).comparison.value() == digits
    press(card, "Add this contact")
    rest(page, qtbot)
    assert card.is_ready


def test_a_name_that_one_knows_with_another_key_is_a_warning(
    page: Inbox, qtbot: QtBot, ask: Ask, make: Make, monitor: Party
) -> None:
    (card,) = look(page, qtbot, make("a.age", party(MONITOR.upper())))
    assert "✗ You have verified somebody of this name by another fingerprint." in said(card)
    assert card.take_button is None
    assert ask(lambda services: services.contacts.list()).items[0].fingerprint == monitor.fingerprint


def test_one_who_is_known_and_not_verified_is_compared_with_too(
    page: Inbox, qtbot: QtBot, ask: Ask, make: Make, stranger: Party
) -> None:
    ask(lambda services: services.contacts.add(stranger.card.text.encode()))
    (card,) = look(page, qtbot, make("a.age", stranger))
    assert "▲ not verified" in said(card)
    assert card.take_button is None
    tell(card, spoken_digits(stranger.fingerprint))
    press(card, "Mark as verified")
    rest(page, qtbot)
    rest(page, qtbot)
    assert card.is_ready


def test_whoever_was_verified_elsewhere_is_ready_here(
    page: Inbox, qtbot: QtBot, ask: Ask, make: Make, stranger: Party
) -> None:
    (card,) = look(page, qtbot, make("a.age", stranger))
    ask(lambda services: services.contacts.add(stranger.card.text.encode(), stranger.fingerprint))
    page.context.announce("contact")
    rest(page, qtbot)
    rest(page, qtbot)
    assert card.is_ready


def test_a_revoked_key_needs_a_reason_and_leaves_a_mark(
    page: Inbox, qtbot: QtBot, ask: Ask, make: Make, monitor: Party
) -> None:
    ask(lambda services: services.contacts.revoke(monitor.fingerprint, "ноутбук изъят"))
    (card,) = look(page, qtbot, make("a.age", monitor))
    assert "✗ revoked" in said(card)
    assert "Because: ноутбук изъят" in said(card)
    assert page.all_button.isHidden()
    press(card, "Take in all the same…")
    accepting = card.question
    assert isinstance(accepting, Accepting)
    assert accepting.reason.hasFocus()
    press(card, "Take in with this reason")
    QTest.keyClicks(accepting.reason, "   ")
    press(card, "Take in with this reason")
    assert "Say why" in said(card)
    assert incidents(ask) == 0
    accepting.reason.clear()
    accepting.reason.insert("сұрадым, өзінікі")
    press(card, "Take in with this reason")
    rest(page, qtbot)
    assert card.is_done
    assert marks_of_all(ask) == [("accepted_revoked",)] * 2


def marks_of_all(ask: Ask) -> list[tuple[str, ...]]:
    """The marks of every incident of the vault."""

    def marks(services: Services) -> list[tuple[str, ...]]:
        listed = services.reading.list_incidents(None, None, 10, 0).items
        return [services.recording.show(each.id).marks for each in listed]

    found: list[tuple[str, ...]] = ask(marks)
    return found


def test_a_key_revoked_after_the_plan_was_read_is_refused_all_the_same(
    page: Inbox, qtbot: QtBot, ask: Ask, make: Make, monitor: Party
) -> None:
    (card,) = look(page, qtbot, make("a.age", monitor))
    ask(lambda services: services.contacts.revoke(monitor.fingerprint))
    press(card, "Take in")
    rest(page, qtbot)
    assert "bundle.sender_revoked" in said(card)
    assert incidents(ask) == 0


def test_a_card_that_has_expired_is_not_added(
    page: Inbox, qtbot: QtBot, ask: Ask, make: Make, stranger: Party
) -> None:
    card_of_then = card_of("Бейтаныс Ғалымұлы", expires="2025-01-01T00:00:00.000Z")
    expired = replace(stranger, card=card_of_then)
    (card,) = look(page, qtbot, make("a.age", expired))
    tell(card, spoken_digits(stranger.fingerprint))
    press(card, "Add this contact")
    rest(page, qtbot)
    assert "contact.expired" in said(card)
    assert ask(lambda services: services.contacts.list()).items == ()


def test_a_card_and_advice_are_taken_in_where_bundles_are_dropped(
    page: Inbox, qtbot: QtBot, ask: Ask, monitor: Party, tmp_path: Path
) -> None:
    lawyer = party(LAWYER)
    body = revocation_body(lawyer.fingerprint, {}, "кілті ұрланған", NOW)
    files = {
        "lawyer.card": lawyer.card.text + "\n",
        "key.advice": signed_text(REVOCATION_TAG, body, monitor) + "\n",
        "key.revocation": signed_text(REVOCATION_TAG, body, lawyer),
        "broken.card": lawyer.card.text.replace(lawyer.card.name, "Ғани Ойдан"),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    added, advised, revoked, broken = look(page, qtbot, *(tmp_path / name for name in files))
    assert f"✓ The card of {LAWYER}" in said(added)
    assert "never compared" in said(added)
    assert f"▲ {MONITOR}, on 5 March 2026: trust this key no more." in said(advised)
    assert f"✓ About the key of {LAWYER}" in said(revoked)
    assert "✗ revoked" in said(revoked)
    assert "contact.card" in said(broken)
    assert ask(lambda services: services.contacts.show(lawyer.fingerprint)).trust == "revoked"
    shown = list[object]()
    page.context.navigated.connect(lambda name, arguments: shown.append((name, arguments)))
    press(revoked, "Show the contact")
    assert shown == [("contact", {"fingerprint": lawyer.fingerprint})]
