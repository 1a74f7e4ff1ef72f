"""Takes a picture of every page, offscreen: what `make screens` runs, after setup.

    python packaging/screens.py [PAGE …]

They go into `screens/` (ignored by git): empty, typical, overfull; light and dark; English and
Russian; 1366×768 at 100 % and 1920×1080 at 150 %. Typical are the demonstration's own vaults.
Whoever changes a page looks at its pictures side by side before calling it done.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SCREENS = ROOT / "screens"
sys.path.insert(0, str(ROOT))
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEventLoop, QSize, QTimer  # noqa: E402 - the platform is chosen first
from PySide6.QtWidgets import QApplication  # noqa: E402

from app.cli.demonstration.story import PASSPHRASE, demonstrate  # noqa: E402
from app.domain.strict_json import parse_object  # noqa: E402
from app.domain.work import Watch  # noqa: E402
from app.gui.main_window import MainWindow  # noqa: E402
from app.gui.page import Column, Page, PageContext  # noqa: E402
from app.gui.pages import page_types  # noqa: E402
from app.gui.tasks import Lanes  # noqa: E402
from app.gui.theme import Scheme, Theme  # noqa: E402
from app.places import resources  # noqa: E402
from app.services import Services, open_services  # noqa: E402
from app.services.access import create_vault  # noqa: E402
from app.services.clock import SystemClock  # noqa: E402
from app.words import choose_language  # noqa: E402

LANGUAGES = ("en", "ru")
SCHEMES = (Scheme.LIGHT, Scheme.DARK)
SIZES = ((QSize(1366, 768), 100), (QSize(1920, 1080), 150))
OVERFULL_INCIDENTS = 120
OVERFULL_CONTACTS = 30
_LONG = " и ещё очень длинное название, которое нигде не помещается целиком" * 4
_ROUNDS = 4
"""One answer may lead to the next question."""
_DRAWN_AFTER_MS = 100
"""Pages wait a little before they ask anew while one types."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A vault with what is in it, and a bundle for it where there is one."""

    name: str
    folder: Path
    bundles: tuple[Path, ...] = ()


def main() -> None:
    """Take the pictures of the named pages, by default of all."""
    wanted = set(sys.argv[1:])
    pages = {page.name: page for page in page_types()}
    names = [name for name in pages if not wanted or name in wanted]
    if not wanted:
        shutil.rmtree(SCREENS, ignore_errors=True)
    application = QApplication([])
    theme = Theme(application)
    with tempfile.TemporaryDirectory(prefix="daftar-screens-") as folder:
        for scene in scenes(Path(folder)):
            take(scene, theme, pages, names)
    print(SCREENS)


def scenes(folder: Path) -> Iterator[Scene]:
    """Vaults that are empty, typical and overfull."""
    found_vault(folder / "empty")
    yield Scene("empty", folder / "empty")
    demonstrate(folder / "demo", Watch())
    yield Scene(
        "typical", folder / "demo" / "coordinator", tuple(sorted((folder / "demo").glob("from-[lm]*.age")))
    )
    shutil.copytree(folder / "demo" / "coordinator", folder / "overfull")
    with open_services(folder / "overfull", PASSPHRASE, SystemClock(), Watch()) as services:
        overfill(services, folder / "strangers")
    yield Scene("overfull", folder / "overfull", tuple(sorted((folder / "demo").glob("*.age"))))


def found_vault(folder: Path, name: str = "Пример Бақылаушы") -> None:
    """A new vault of an invented person."""
    create_vault(
        folder,
        PASSPHRASE,
        name=name,
        role="monitor",
        organisation=None,
        languages=("kk", "ru"),
        kdf="floor",
        clock=SystemClock(),
        watch=Watch(),
    )


def overfill(services: Services, strangers: Path) -> None:
    """More and longer than anybody would write."""
    file = resources() / "demo" / "courtroom_attack.json"
    told = parse_object(file.read_bytes(), 1024 * 1024)
    for number in range(OVERFULL_INCIDENTS):
        title = f"{number}. {told['title']}{_LONG if number % 3 == 0 else ''}"
        services.recording.add({**told, "title": title}, (), Watch())
    for number in range(OVERFULL_CONTACTS):
        found_vault(strangers / str(number), f"Мысал Өте-Ұзын-Есімді {number}{_LONG[:60]}")
        with open_services(strangers / str(number), PASSPHRASE, SystemClock(), Watch()) as other:
            card = other.contacts.card()
        verified = card.fingerprint if number % 2 else None
        services.contacts.add((card.card or "").encode(), verified)


def take(scene: Scene, theme: Theme, pages: dict[str, type[Page]], names: list[str]) -> None:
    """Every page over one vault, in both languages, schemes and sizes."""
    context = PageContext(Lanes(), theme, SystemClock(), scene.folder)
    opened: list[bool] = []
    context.lanes.open(
        lambda watch: open_services(scene.folder, PASSPHRASE, SystemClock(), watch),
        owner=context,
        on_done=lambda: opened.append(True),
        on_failed=lambda error: sys.exit(str(error)),
    )
    while not opened:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    for language in LANGUAGES:
        for scheme in SCHEMES:
            for size, scale in SIZES:
                choose_language(language)
                theme.choose(scheme, scale)
                window = MainWindow(context, pages)
                window.resize(size)
                window.show()
                look = f"{scene.name}-{size.width()}x{size.height()}-{language}-{scheme.value}"
                for name in names:
                    picture(window, context, scene, name, look)
                window.hide()
                window.deleteLater()
    context.lanes.close()


def picture(window: MainWindow, context: PageContext, scene: Scene, name: str, look: str) -> None:
    """One page as it is seen, into a file of its own."""
    arguments = arguments_of(name, context, scene)
    if arguments is None:
        return
    window.show_page(name, **arguments)
    page = window.page
    if page is not None and page.column is Column.LIST:
        window.setFocus()
    settle(context)
    SCREENS.mkdir(exist_ok=True)
    window.grab().save(str(SCREENS / f"{name}-{look}.png"))


def arguments_of(name: str, context: PageContext, scene: Scene) -> dict[str, Any] | None:
    """With what a page is entered; None where this vault has nothing for it to show."""
    kinds = {"incident": "incident", "person": "person", "proceeding": "proceeding"}
    if name in kinds:
        kind = kinds[name]
        found = asked(context, lambda services: services.reading.list_kind(kind, None, None, 1, 0).items)
        return {"id": found[0].id} if found else None
    if name == "inbox":
        return {"files": scene.bundles} if scene.bundles else {}
    return {}


def asked(context: PageContext, job: Callable[[Services], Any]) -> Any:
    """What the short lane answers."""
    answers: list[Any] = []
    context.lanes.short.run(
        lambda services, _: job(services),
        owner=context,
        on_done=answers.append,
        on_failed=lambda error: sys.exit(str(error)),
    )
    while not answers:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return answers[0]


def settle(context: PageContext) -> None:
    """Until both lanes have answered whatever the page asked, and it has drawn that."""
    for _ in range(_ROUNDS):
        asked(context, lambda services: services.drafts.names())
        idle: list[bool] = []
        context.lanes.long.run(
            lambda _services, _watch: True, owner=context, on_done=idle.append, on_failed=lambda _: None
        )
        while not idle:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        drawing = QEventLoop()
        QTimer.singleShot(_DRAWN_AFTER_MS, drawing.quit)
        drawing.exec()


if __name__ == "__main__":
    main()
