"""Real windows, offscreen, over a real vault. Any warning of Qt fails the test (pyproject.toml)."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

# Before the first import of PySide6 makes an application.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.page import Page, PageContext
from app.gui.pages import page_types
from app.gui.pages.incident import Incident
from app.gui.pages.incidents import Incidents
from app.gui.pages.person import Person
from app.gui.qt_words import speak_qt
from app.gui.tasks import Lanes
from app.gui.theme import Scheme, Theme
from app.services import Services, open_services
from app.services.access import create_vault
from app.services.answers import RecordSaved
from tests.builders import PASSPHRASE
from tests.gui.drawn import is_drawn

WAIT_MS = 20_000


class StoppedClock:
    """Ten past nine on the tenth of January 2026, for ever."""

    def now(self) -> datetime:
        """That time."""
        return datetime(2026, 1, 10, 9, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english_qt(english: None) -> None:
    """Qt begins in English too: its catalogues outlive the window that asked for them."""
    speak_qt()


def delete_closed() -> None:
    """Let what was closed go at once: each look that is chosen would be given to it as well."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(autouse=True)
def no_window_left(qapp: QApplication) -> Iterator[None]:
    """The next test finds none; nor does a clipboard made in Python outlive Python, where Qt would crash."""
    yield
    delete_closed()
    QGuiApplication.clipboard().clear()


@pytest.fixture(scope="session")
def the_theme(qapp: QApplication) -> Theme:
    """One for the whole session: fonts are loaded once."""
    return Theme(qapp)


@pytest.fixture
def theme(the_theme: Theme) -> Iterator[Theme]:
    """Light, at 100 %."""
    the_theme.choose(Scheme.LIGHT, 100)
    yield the_theme
    delete_closed()
    the_theme.choose(Scheme.LIGHT, 100)


@pytest.fixture
def lanes(qapp: QApplication) -> Iterator[Lanes]:
    """Two lanes, without a vault."""
    made = Lanes()
    yield made
    made.close()


@pytest.fixture
def context(lanes: Lanes, theme: Theme, tmp_path: Path) -> PageContext:
    """What pages share, before a vault is open."""
    return PageContext(lanes, theme, StoppedClock(), tmp_path / "vault")


@pytest.fixture(scope="session")
def founded_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault under PASSPHRASE, closed: made once in a worker, copied for each test."""
    folder = tmp_path_factory.mktemp("founded") / "vault"
    create_vault(
        folder,
        PASSPHRASE,
        name="Тестова Пример",
        role="lawyer",
        organisation=None,
        languages=("ru",),
        kdf="floor",
        clock=StoppedClock(),
        watch=Watch(),
    )
    return folder


@pytest.fixture
def vault_folder(context: PageContext, founded_vault: Path) -> Path:
    """A copy of it where the window looks."""
    return Path(shutil.copytree(founded_vault, context.folder))


@pytest.fixture
def opened(context: PageContext, vault_folder: Path, qtbot: QtBot) -> PageContext:
    """The context with that vault open in its lanes."""
    clock, failures = StoppedClock(), list[Exception]()
    done = list[bool]()
    context.lanes.open(
        lambda watch: open_services(vault_folder, PASSPHRASE, clock, watch),
        owner=context,
        on_done=lambda: done.append(True),
        on_failed=failures.append,
    )
    qtbot.waitUntil(lambda: bool(done or failures), timeout=WAIT_MS)
    assert failures == []
    return context


@pytest.fixture
def ask(opened: PageContext, qtbot: QtBot) -> Callable[[Callable[[Services], object]], object]:
    """Does something with the services of the short lane and waits for what comes of it."""

    def do(job: Callable[[Services], object]) -> object:
        answers, failures = list[object](), list[Exception]()
        opened.lanes.short.run(
            lambda services, _: job(services),
            owner=opened,
            on_done=answers.append,
            on_failed=failures.append,
        )
        qtbot.waitUntil(lambda: bool(answers or failures), timeout=WAIT_MS)
        if failures:
            raise failures[0]
        return answers[0]

    return do


@pytest.fixture
def make_window(opened: PageContext, qtbot: QtBot) -> Callable[..., MainWindow]:
    """A main window over the opened vault, on the (offscreen) screen; by default with every page."""

    def make(*pages: type[Page]) -> MainWindow:
        window = MainWindow(opened, {page.name: page for page in pages or page_types()})
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
        return window

    return make


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    """The window with every page."""
    return make_window()


@pytest.fixture
def shown(
    make_window: Callable[..., MainWindow], ask: Callable[[Callable[[Services], Any]], Any], qtbot: QtBot
) -> Callable[[JsonObject], Incident]:
    """The page of a new incident, all of its sections drawn."""

    def show(data: JsonObject) -> Incident:
        saved: RecordSaved = ask(lambda services: services.recording.add(data, (), Watch()))
        window = make_window(Incidents, Incident, Person)
        window.show_page("incident", id=saved.id)
        assert isinstance(window.page, Incident)
        page = window.page
        qtbot.waitUntil(lambda: is_drawn(page), timeout=WAIT_MS)
        return page

    return show


@pytest.fixture
def other(tmp_path: Path, ask: Callable[[Callable[[Services], Any]], Any]) -> Path:
    """A coordinator's vault, closed; both have compared each other's key."""
    folder = tmp_path / "office"
    create_vault(
        folder, PASSPHRASE, name="Пример Координатор", role="coordinator", organisation=None,
        languages=("ru",), kdf="floor", clock=StoppedClock(), watch=Watch(),
    )  # fmt: skip
    own = ask(lambda services: services.vault.contacts.own().card)
    with open_services(folder, PASSPHRASE, StoppedClock(), Watch()) as office:
        office.contacts.add(own.text.encode(), own.fingerprint)
        card = office.vault.contacts.own().card
    ask(lambda services: services.contacts.add(card.text.encode(), card.fingerprint))
    ask(lambda services: services.groups.add("Юг", (card.fingerprint,)))
    return folder


@pytest.fixture
def show(shell: MainWindow) -> Callable[[str], Page]:
    """Goes to a page of the `shell` that a file of tests makes, by its name."""

    def go(name: str) -> Page:
        assert shell.show_page(name)
        assert shell.page is not None
        return shell.page

    return go
