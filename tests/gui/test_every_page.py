"""Every page, light and dark, in English and Russian, at three sizes: readable, whole, named, reachable."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.domain.work import Watch
from app.gui.bug import show_bug
from app.gui.main_window import MainWindow
from app.gui.page import PageContext
from app.gui.pages import page_types
from app.gui.pages.incident import Incident
from app.gui.tasks import Lanes
from app.gui.theme import Scheme, Theme
from app.services import open_services
from app.services.access import create_vault
from app.words import choose_language, chosen_language
from tests.builders import PASSPHRASE
from tests.gui.conftest import StoppedClock
from tests.gui.every_page import faces, show
from tests.gui.looked_at import (
    SMALLEST_PIXELS,
    cut_off,
    faint,
    overlapping,
    too_small,
    unlabelled,
    unnamed,
    unreadable,
)
from tests.gui.stock import Stock, fill
from tests.gui.tab_walk import walk
from tests.gui.without_colour import told_by_colour

TALL_PIXELS = 6_000


@dataclass(frozen=True, slots=True)
class Look:
    """A language, a scheme, a size of the window and a scale in per cent.

    Colours change nothing in the order of the Tab key: it is `walked` where there is least room.
    """

    language: str
    scheme: Scheme
    size: QSize
    scale: int
    walked: bool = False


SMALL, LARGE = QSize(1366, 768), QSize(1920, 1080)
LOOKS = {
    "en-light-1920x1080-100": Look("en", Scheme.LIGHT, LARGE, 100),
    "ru-dark-1366x768-100": Look("ru", Scheme.DARK, SMALL, 100),
    "ru-light-1366x768-250": Look("ru", Scheme.LIGHT, SMALL, 250, walked=True),
}


class Flashes(QObject):
    """Notes whatever appeared as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let it pass, and remember it."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(f"{type(watched).__name__} “{watched.accessibleName()}”")
        return False


@pytest.fixture(scope="module")
def filled(the_theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PageContext, Stock]]:
    """One vault for all looks, open in its lanes, and what lies in it."""
    folder, clock = tmp_path_factory.mktemp("every"), StoppedClock()
    create_vault(
        folder / "vault",
        PASSPHRASE,
        name="Тестова Пример",
        role="lawyer",
        organisation=None,
        languages=("ru",),
        kdf="floor",
        clock=clock,
        watch=Watch(),
    )
    services = open_services(folder / "vault", PASSPHRASE, clock, Watch())
    stock = fill(services, folder)
    services.close()
    context = PageContext(Lanes(), the_theme, clock, folder / "vault")
    done, failures = list[bool](), list[Exception]()
    context.lanes.open(
        lambda watch: open_services(folder / "vault", PASSPHRASE, clock, watch),
        owner=context,
        on_done=lambda: done.append(True),
        on_failed=failures.append,
    )
    while not done and not failures:
        QApplication.processEvents()
    assert failures == []
    yield context, stock
    context.lanes.close()


@pytest.fixture
def in_look(
    filled: tuple[PageContext, Stock], theme: Theme, qtbot: QtBot
) -> Iterator[Callable[[Look], MainWindow]]:
    """A window with every page, in a look."""
    language, made = chosen_language(), list[MainWindow]()

    def make(look: Look) -> MainWindow:
        choose_language(look.language)
        theme.choose(look.scheme, look.scale)
        window = MainWindow(filled[0], {page.name: page for page in page_types()})
        made.append(window)
        window.resize(look.size)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield make
    for window in made:
        window.close()
        delete(window)
    choose_language(language)


def test_every_page_has_a_state_that_is_looked_at(filled: tuple[PageContext, Stock]) -> None:
    assert {face.page for face in faces(filled[1]).values()} == {page.name for page in page_types()}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_every_page_and_dialog_is_readable_whole_named_and_reachable(
    look: Look,
    in_look: Callable[[Look], MainWindow],
    filled: tuple[PageContext, Stock],
    qapp: QApplication,
    qtbot: QtBot,
) -> None:
    context, stock = filled
    window, flashes = in_look(look), Flashes()
    qapp.installEventFilter(flashes)
    faults: dict[str, list[str]] = {}
    for name, face in faces(stock).items():
        show(window, face, context, qtbot)
        faults[name] = _faults(window, context.theme)
        if look.scale == 100:
            # Colours do not change with the scale; high enough, everything is painted at once.
            window.resize(look.size.width(), TALL_PIXELS)
            QApplication.processEvents()
            faults[name] += [*unreadable(window), *faint(window)]
            window.resize(look.size)
        if look.walked:
            faults[name] += walk(window)[1]
    assert flashes.seen == []
    show(window, faces(stock)["incident, typical"], context, qtbot)
    for dialog in _dialogs(window):
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        name = f"dialog {dialog.windowTitle()}"
        faults[name] = [*_faults(dialog, context.theme), *unreadable(dialog), *walk(dialog)[1]]
    told = [f"{name}: {fault}" for name, found in faults.items() for fault in found]
    assert not told, "\n".join(told)


def _dialogs(window: MainWindow) -> Iterator[QWidget]:
    """Each dialog there is, in its turn."""
    page = window.page
    assert isinstance(page, Incident)
    asking = (
        lambda: page.ask_to_hand_out(page.sheet.evidence[0].sha256),
        lambda: show_bug(ValueError(), window),
    )
    for ask in asking:
        ask()
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        yield dialog
        dialog.close()


def _faults(window: QWidget, theme: Theme) -> list[str]:
    small = too_small(window, theme.pixels(SMALLEST_PIXELS))
    named = (*unnamed(window), *unlabelled(window))
    return [*cut_off(window), *overlapping(window), *named, *small, *told_by_colour(window)]
