"""What is to be seen on each page before its picture is taken; driven as a person would."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from scenes import Scene

from app.cli.demonstration.story import PASSPHRASE
from app.domain.compartments import ORDER
from app.domain.list_columns import ChosenColumns, ListColumn
from app.domain.query import Query
from app.gui.main_window import MainWindow
from app.gui.page import Column, Page, PageContext
from app.gui.pages.export import Export
from app.gui.pages.incidents import Incidents
from app.gui.pages.quick_entry import QuickEntry
from app.gui.pages.record_page import RecordPage
from app.gui.pages.recovery_words import RecoveryWords
from app.gui.pages.registry_lists import RegistryListPage
from app.gui.pages.safekeeping import Safekeeping
from app.gui.widgets.body_map import MarkButton
from app.gui.widgets.people_line import NamedPerson
from app.services import Services
from app.words import translate

W = TypeVar("W", bound=QWidget)
SHOWN_FOLDER = Path("/media/usb")
"""A folder that is only shown: nothing is written there."""
_ROUNDS = 3
"""One answer may lead to the next question."""
_DRAWN_AFTER_MS = 40
_LOOKED_AFTER_MS = 260
"""The pages that wait until nothing is typed before they look wait no longer."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A window over the vault of a scene."""

    window: MainWindow
    context: PageContext
    scene: Scene
    spare: Path
    """A folder to write into."""

    def show(self, name: str, **arguments: Any) -> None:
        """Go to a page and wait until all is there."""
        self.window.show_page(name, **arguments)
        page = self.window.page
        if page is not None and page.column is Column.LIST:
            self.window.setFocus()
        self.settle()

    def press(self, words: str) -> bool:
        """Press the button that says so on the present page; False where none does."""
        page = self.window.page
        found = page.findChildren(QAbstractButton) if page is not None else []
        for button in found:
            if button.isVisible() and button.isEnabled() and button.accessibleName() == translate(words):
                button.click()
                self.settle()
                return True
        return False

    def ask(self, job: Callable[[Services], Any]) -> Any:
        """What the short lane answers."""
        return self._wait_for(lambda done: self._run(self.context.lanes.short, job, done))

    def settle(self, pause_ms: int = _DRAWN_AFTER_MS) -> None:
        """Until both lanes have answered whatever the page asked, and it has drawn that."""
        for _ in range(_ROUNDS):
            self.ask(lambda _: None)
            self._wait_for(lambda done: self._run(self.context.lanes.long, lambda _: None, done))
            self._draw(pause_ms)
        while isinstance(page := self.window.page, RecordPage) and not page.is_whole:
            self._draw(pause_ms)

    def _draw(self, pause_ms: int) -> None:
        drawing = QEventLoop()
        QTimer.singleShot(pause_ms, drawing.quit)
        drawing.exec()

    def _run(self, lane: Any, job: Callable[[Services], Any], done: Callable[[Any], None]) -> None:
        def fail(error: Exception) -> None:
            sys.exit(f"{type(error).__name__}: {error}")

        lane.run(lambda services, _: job(services), owner=self.context, on_done=done, on_failed=fail)

    def _wait_for(self, begin: Callable[[Callable[[Any], None]], None]) -> Any:
        answers: list[Any] = []
        begin(answers.append)
        while not answers:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        return answers[0]


View = Callable[[Stage], bool]
"""Shows something; False where this scene has nothing of it."""


def views(pages: dict[str, type[Page]]) -> dict[str, View]:
    """By name: every page as it is entered, and what else can be seen on some."""
    plain: dict[str, View] = {name: _entered(name) for name in pages}
    return plain | {
        "incident": _record("incident"),
        "person": _record("person"),
        "proceeding": _record("proceeding"),
        "organisation": _record("organisation"),
        "incident-history": lambda stage: _record("incident")(stage) and stage.press("History"),
        "incident-timeline": lambda stage: _record("incident")(stage) and stage.press("Timeline"),
        "incidents-filters": _incidents_filters,
        "incidents-columns": _incidents_columns,
        "people-columns": lambda stage: _other_columns(stage, "people"),
        "organisations-columns": lambda stage: _other_columns(stage, "organisations"),
        "proceedings-columns": lambda stage: _other_columns(stage, "proceedings"),
        "incident-columns": lambda stage: _incidents_columns(stage) and _record("incident")(stage),
        "incident-conflict": lambda stage: _record("incident")(stage) and stage.press("Compare"),
        "incident-injuries": _injuries,
        "incident-injury": lambda stage: _injuries(stage) and _opened_injury(stage),
        "contact": _contact,
        "inbox": _inbox,
        "export-withheld": _export_withheld,
        "export-result": _export_result,
        "quick_entry-typed": _quick_entry_typed,
        "recovery_words-shown": _recovery_words_shown,
        "recovery_words-asked": lambda stage: (
            _recovery_words_shown(stage) and stage.press("I have written them down")
        ),
        "safekeeping-made": _safekeeping_made,
    }


@contextmanager
def emptied(stage: Stage) -> Iterator[None]:
    """Afterwards nothing stands in quick entry: leaving it makes no incident."""
    yield
    page = stage.window.page
    if isinstance(page, QuickEntry):
        page.narrative.set_value(None)
        page.people.set_people(())
        page.files.set_value(())


def _entered(name: str) -> View:
    def view(stage: Stage) -> bool:
        stage.show(name)
        return True

    return view


def _record(kind: str) -> View:
    def view(stage: Stage) -> bool:
        identifier = stage.scene.incident if kind == "incident" else None
        if identifier is None:
            found = stage.ask(lambda services: services.reading.list_kind(kind, None, None, 1, 0).items)
            identifier = found[0].id if found else None
        if identifier is None:
            return False
        stage.show(kind, id=identifier)
        # What was opened before stays open on the page of the same record.
        stage.press("Back to the record")
        return True

    return view


def _incidents_filters(stage: Stage) -> bool:
    """Narrowed to a year, with the filters open."""
    stage.show("incidents")
    page = stage.window.page
    if not isinstance(page, Incidents):
        return False
    page.filters.setChecked(True)
    page.panel.show_query(Query(since="2013-01-01", until="2026-12-31"))
    page.panel.changed.emit()
    stage.settle(_LOOKED_AFTER_MS)
    return True


def _incidents_columns(stage: Stage) -> bool:
    """A table of some columns, while they are being chosen."""
    stage.show("incidents")
    page = stage.window.page
    if not isinstance(page, Incidents):
        return False
    names = (ListColumn.TITLE, ListColumn.WHEN, ListColumn.PLACE, ListColumn.STATUS, ListColumn.URGENCY)
    counted = (ListColumn.EVIDENCE, ListColumn.MISSING, ListColumn.AUTHOR, ListColumn.CHANGED)
    page.table.header.moved.emit(ChosenColumns().with_names(*names, *counted))
    page.columns_button.setChecked(True)
    stage.settle(_LOOKED_AFTER_MS)
    return True


def _other_columns(stage: Stage, name: str) -> bool:
    """All columns of a list of what incidents name, while they are being chosen."""
    stage.show(name)
    page = stage.window.page
    if not isinstance(page, RegistryListPage):
        return False
    columns = page.table.columns
    page.table.header.moved.emit(columns.with_names(*columns.offered.words))
    page.columns_button.setChecked(True)
    stage.settle(_LOOKED_AFTER_MS)
    return True


def _injuries(stage: Stage) -> bool:
    # The first press may come before the sections above are as high as they will be.
    return _record("incident")(stage) and stage.press("Injuries") and stage.press("Injuries")


def _opened_injury(stage: Stage) -> bool:
    """What is asked of the first mark, as Enter on it shows."""
    page = stage.window.page
    for mark in page.findChildren(MarkButton) if page is not None else ():
        mark.click()
        stage.settle()
        return True
    return False


def _contact(stage: Stage) -> bool:
    """One who was never compared, where there is one."""
    people = stage.ask(lambda services: services.contacts.list().items)
    for person in sorted(people, key=lambda each: each.trust != "unverified"):
        stage.show("contact", fingerprint=person.fingerprint)
        return True
    return False


def _inbox(stage: Stage) -> bool:
    stage.show("inbox", files=stage.scene.bundles)
    stage.settle(_LOOKED_AFTER_MS)
    return True


def _export_withheld(stage: Stage) -> bool:
    """Everything for somebody verified; sources stay, and so does what somebody said no to."""
    return _export_to(stage, SHOWN_FOLDER)


def _export_result(stage: Stage) -> bool:
    return _export_to(stage, stage.spare) and stage.press("Write the bundle")


def _export_to(stage: Stage, folder: Path) -> bool:
    stage.show("export")
    page = stage.window.page
    people = stage.ask(lambda services: services.contacts.list().items)
    verified = [each.fingerprint for each in people if each.trust == "verified"]
    if not isinstance(page, Export) or not verified:
        return False
    page.recipients.set_value(verified[:1])
    page.recipients.changed.emit()
    page.parts[ORDER[-1]].setChecked(False)
    page.parts[ORDER[-1]].clicked.emit()
    page.choose_target(folder)
    stage.settle(_LOOKED_AFTER_MS)
    return True


def _recovery_words_shown(stage: Stage) -> bool:
    """Words that open nothing: they are not kept."""
    stage.show("recovery_words")
    page = stage.window.page
    if not isinstance(page, RecoveryWords):
        return False
    page.passphrase.line.setText(PASSPHRASE)
    page.draw_button.click()
    stage.settle()
    return True


def _safekeeping_made(stage: Stage) -> bool:
    stage.show("safekeeping")
    page = stage.window.page
    if not isinstance(page, Safekeeping):
        return False
    page.back_up(stage.spare)
    stage.settle()
    return True


def _quick_entry_typed(stage: Stage) -> bool:
    stage.show("quick_entry")
    page = stage.window.page
    if not isinstance(page, QuickEntry):
        return False
    page.narrative.setPlainText(
        "Адвоката Примерову не пустили к подзащитному. Дежурный у окна сказал, что приёма нет до "
        "понедельника, письменного отказа не дал. Подзащитный крикнул из коридора, что ночью его били."
    )
    page.people.set_people((NamedPerson("Примерова Мисал"), NamedPerson("Тестов Үлгі")))
    stage.settle()
    return True
