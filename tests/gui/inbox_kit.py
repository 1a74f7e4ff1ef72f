"""What tests of the inbox share: bundles for the opened vault, cards read as a person reads them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.bundle import write_bundle
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.pages.inbox import Inbox
from app.gui.pages.inbox_card import BundleCard
from app.gui.pages.incidents import Incidents
from app.services import Services
from tests.builders import Party, party
from tests.bundle.builders import MONITOR, contents
from tests.gui.conftest import WAIT_MS

Ask = Callable[[Callable[[Services], Any]], Any]
Make = Callable[..., Path]


def bundle_writer(ask: Ask, folder: Path) -> Make:
    """Writes a bundle for the opened vault: under a name, of a sender, with these contents."""
    own = ask(lambda services: services.vault.contacts.own().card)
    folder.mkdir()

    def write(name: str, sender: Party, **changes: Any) -> Path:
        path = folder / name
        with path.open("wb") as target:
            write_bundle(contents(sender, **changes), sender.keys, (own.keys,), target, Watch())
        return path

    return write


def verified_monitor(ask: Ask) -> Party:
    """Somebody whom we have verified."""
    sender = party(MONITOR)
    ask(lambda services: services.contacts.add(sender.card.text.encode(), sender.fingerprint))
    return sender


def shown_inbox(make_window: Callable[..., MainWindow]) -> Inbox:
    """The page, empty, in a window that has the list of incidents too."""
    window = make_window(Inbox, Incidents)
    window.show_page("inbox")
    assert isinstance(window.page, Inbox)
    return window.page


def look(page: Inbox, qtbot: QtBot, *files: Path) -> list[BundleCard]:
    """Their cards, once all of them are looked at."""
    page.add_files(files)
    rest(page, qtbot)
    return [next(card for card in page.cards if card.path == file) for file in files]


def rest(page: Inbox, qtbot: QtBot) -> None:
    """Until nothing is being done any more, the questions to the short lane included."""
    answered = list[bool]()
    page.read(lambda _services, _: True, answered.append)
    qtbot.waitUntil(lambda: bool(answered), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page._running is None and not page._steps, timeout=WAIT_MS)


def said(card: BundleCard) -> str:
    """All that stands on a card, as one would read it."""
    return "\n".join(label.text() for label in card._inside.findChildren(QLabel))


def press(card: BundleCard, words: str) -> None:
    """The button on which these words stand."""
    (found,) = [each for each in card._inside.findChildren(QPushButton) if each.text() == words]
    assert found.isVisible()
    found.click()


def incidents(ask: Ask) -> int:
    return int(ask(lambda services: services.reading.list_incidents(None, None, 1, 0).total))
