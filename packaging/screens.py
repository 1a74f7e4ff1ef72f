"""Takes pictures of the window, offscreen: what `make screens` runs, after setup.

    python packaging/screens.py [VIEW …]       everything, or the named ones, into `screens/` (git ignores it)
    python packaging/screens.py --of-demo DIR  a few, of a demonstration that lies in DIR, into DIR/screens
    python packaging/screens.py --best         the six of README.md, into docs/screens

Everything is: empty, typical, overfull; light and dark; English and Russian; 1366×768 at 100 % and
1920×1080 at 150 %. Whoever changes a page looks at its pictures side by side before calling it done.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import scenes
from PySide6.QtCore import QEventLoop, QPoint, QSize
from PySide6.QtGui import QCursor, QImage
from PySide6.QtWidgets import QApplication
from scenes import Scene
from shiboken6 import delete
from views import Stage, emptied, views

from app.gui.main_window import MainWindow
from app.gui.page import PageContext
from app.gui.pages import page_types
from app.gui.place_counts import count_places
from app.gui.tasks import Lanes
from app.gui.theme import Scheme, Theme
from app.services import Services
from app.services.clock import SystemClock
from app.words import choose_language

SCREENS = scenes.ROOT / "screens"
BEST = scenes.ROOT / "docs" / "screens"
SMALL, LARGE = (QSize(1366, 768), 100), (QSize(1920, 1080), 150)
_SMALLEST_PNG, _USUAL_PNG = 0, -1
"""Qt's quality of a PNG: the least takes the longest to write."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the window looks while pictures are taken."""

    language: str
    scheme: Scheme
    size: QSize
    scale: int

    @property
    def name(self) -> str:
        """Such as 1366x768-en-light."""
        return f"{self.size.width()}x{self.size.height()}-{self.language}-{self.scheme.value}"


ALL_LOOKS = tuple(
    Look(language, scheme, *size)
    for language, scheme, size in product(("en", "ru"), (Scheme.LIGHT, Scheme.DARK), (SMALL, LARGE))
)
FEW_LOOKS = tuple(look for look in ALL_LOOKS if look.scale == 100)
FEW_VIEWS = (
    "quick_entry-typed",
    "incidents",
    "incident",
    "incident-conflict",
    "people",
    "inbox",
    "export-withheld",
    "contact",
    "settings",
)
ENGLISH, DARK = Look("en", Scheme.LIGHT, *SMALL), Look("en", Scheme.DARK, *SMALL)
RUSSIAN = Look("ru", Scheme.LIGHT, *SMALL)
BEST_VIEWS = (
    ("quick_entry-typed", RUSSIAN, "quick-entry"),
    ("incident", ENGLISH, "incident"),
    ("incident", DARK, "incident-dark"),
    ("incident-conflict", RUSSIAN, "conflict"),
    ("inbox", ENGLISH, "inbox"),
    ("export-withheld", RUSSIAN, "export"),
)
"""View, look, name of the picture in README.md."""


def main() -> None:
    """Take the pictures that were asked for, and say where they lie."""
    parser = argparse.ArgumentParser(prog="screens.py")
    parser.add_argument("names", nargs="*", metavar="VIEW")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--best", action="store_true")
    only.add_argument("--of-demo", type=Path, metavar="DIR")
    asked = parser.parse_args()
    application = QApplication([])
    theme = Theme(application)
    with tempfile.TemporaryDirectory(prefix="daftar-screens-") as folder:
        if asked.best:
            print(take_best(Path(folder), theme))
        elif asked.of_demo:
            print(take_few(Path(folder), theme, asked.of_demo))
        else:
            print(take_all(Path(folder), theme, asked.names))


def take_all(folder: Path, theme: Theme, names: Sequence[str]) -> Path:
    """Of every scene in every look; of all views or the named ones."""
    if not names:
        shutil.rmtree(SCREENS, ignore_errors=True)
    typical = scenes.typical(folder / "typical")
    for scene in (scenes.empty(folder / "empty"), typical, scenes.overfull(folder / "overfull", typical)):
        for look, stage in stages(scene, theme, ALL_LOOKS, folder / f"{scene.name}-written"):
            for name in names or views(_pages()):
                take(stage, name, SCREENS / f"{name}-{scene.name}-{look.name}.png")
    return SCREENS


def take_few(folder: Path, theme: Theme, demo: Path) -> Path:
    """Of a demonstration that lies there already; its vaults are copied and stay as they are."""
    target = demo / "screens"
    scene = scenes.typical(folder, demo)
    for look, stage in stages(scene, theme, FEW_LOOKS, folder / "written"):
        for name in FEW_VIEWS:
            take(stage, name, target / f"{name}-{look.name}.png")
    return target


def take_best(folder: Path, theme: Theme) -> Path:
    """The pictures of README.md."""
    scene = scenes.typical(folder)
    for wanted in dict.fromkeys(look for _view, look, _name in BEST_VIEWS):
        for look, stage in stages(scene, theme, (wanted,), folder / "written"):
            for view, _look, name in (each for each in BEST_VIEWS if each[1] == look):
                take(stage, view, BEST / f"{name}.png", small=True)
    return BEST


def stages(scene: Scene, theme: Theme, looks: Sequence[Look], spare: Path) -> Iterator[tuple[Look, Stage]]:
    """A window over the scene's vault in each look, one after the other."""
    spare.mkdir(exist_ok=True)
    context = PageContext(Lanes(), theme, SystemClock(), scene.folder)
    open_vault(context)
    for look in looks:
        choose_language(look.language)
        theme.choose(look.scheme, look.scale)
        window = MainWindow(context, _pages())
        window.resize(look.size)
        window.show()
        # Nothing is to look as if the mouse were over it.
        QCursor.setPos(window.geometry().bottomRight() + QPoint(9, 9))
        stage = Stage(window, context, scene, spare)
        window.show_counts(stage.ask(count_places))
        yield look, stage
        window.hide()
        # At once: the next look would be given to it as well, which takes seconds.
        delete(window)
    context.lanes.close()


def take(stage: Stage, name: str, target: Path, *, small: bool = False) -> None:
    """One picture into a file of its own, if the scene has anything of it; `small` takes a second longer."""
    with emptied(stage):
        if views(_pages())[name](stage):
            target.parent.mkdir(parents=True, exist_ok=True)
            image = stage.window.grab().toImage()
            if small:
                image = with_few_colours(image)
            image.save(str(target), quality=_SMALLEST_PNG if small else _USUAL_PNG)


def with_few_colours(image: QImage) -> QImage:
    """The same in its 256 most frequent colours, each other one as the nearest: a third of the bytes."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(image.constBits()).cast("I")
    counted = Counter(pixels)
    palette = [colour for colour, _count in counted.most_common(256)]
    places = {colour: place for place, colour in enumerate(palette)}
    for colour in counted:
        if colour not in places:
            places[colour] = min(range(len(palette)), key=lambda place: _distance(palette[place], colour))
    size = image.size()
    indexed = bytes(map(places.__getitem__, pixels))
    made = QImage(indexed, size.width(), size.height(), size.width(), QImage.Format.Format_Indexed8)
    made.setColorTable(palette)
    return made.copy()


def _distance(one: int, other: int) -> int:
    return sum(((one >> shift & 255) - (other >> shift & 255)) ** 2 for shift in (0, 8, 16))


def open_vault(context: PageContext) -> None:
    """Open the vault of a scene in both lanes."""
    opened: list[bool] = []

    def done() -> None:
        opened.append(True)

    def fail(error: Exception) -> None:
        sys.exit(f"{type(error).__name__}: {error}")

    make: Callable[..., Services] = lambda _watch: scenes.opened(context.folder)  # noqa: E731
    context.lanes.open(make, owner=context, on_done=done, on_failed=fail)
    while not opened:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _pages() -> dict[str, type]:
    return {page.name: page for page in page_types()}


if __name__ == "__main__":
    main()
