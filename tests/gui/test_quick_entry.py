"""Quick entry: typed first, kept by itself, made an incident by one press, and never lost."""

from collections.abc import Callable
from errno import EACCES
from pathlib import Path
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.page import Page, PageContext
from app.gui.pages import quick_entry
from app.gui.pages.quick_entry import QuickEntry
from app.services import Services, open_services
from app.services.answers import EvidenceList, RecordList, RecordShown
from app.words import choose_language
from tests.builders import PASSPHRASE
from tests.conftest import PlainOutput
from tests.gui.conftest import WAIT_MS, StoppedClock
from tests.gui.keys import press

MOST_TAB_STOPS = 12
TEXT = "Қорғаушыны изоляторға кіргізбеді: «бастық жоқ» деді."

Ask = Callable[[Callable[[Services], Any]], Any]


class Elsewhere(Page):
    """Where one comes from."""

    name = "incidents"


class Shown(Page):
    """Where a saved incident is shown."""

    name = "incident"
    asked_for: ClassVar[list[object]] = []

    def enter(self, **arguments: Any) -> None:
        self.asked_for.append(arguments["id"])


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    Shown.asked_for.clear()
    window = make_window(QuickEntry, Elsewhere, Shown)
    window.show_page("incidents")
    return window


@pytest.fixture
def page(window: MainWindow, ask: Ask) -> QuickEntry:
    return entered(window, ask)


def entered(window: MainWindow, ask: Ask) -> QuickEntry:
    """The page, once it knows what the vault remembers."""
    window.show_page("quick_entry")
    ask(lambda _: None)
    assert isinstance(window.page, QuickEntry)
    return window.page


def incidents(services: Services) -> RecordList:
    return services.reading.list_incidents(None, None, 100, 0)


def newest(services: Services) -> RecordShown:
    return services.recording.show(incidents(services).items[0].id)


def wait_for_incidents(qtbot: QtBot, ask: Ask, count: int) -> None:
    qtbot.waitUntil(lambda: ask(incidents).total == count, timeout=WAIT_MS)


def test_the_cursor_stands_in_the_narrative_and_the_time_is_now(page: QuickEntry) -> None:
    assert page.narrative.hasFocus()
    now = StoppedClock().now().astimezone()
    assert page.when.value() == {
        "edtf": f"{now:%Y-%m-%d}",
        "time": {"value": f"{now:%H:%M}", "precision": "minute"},
        "zone": now.isoformat()[-6:],
    }
    assert page.where.place() is None


def test_one_press_makes_the_incident_and_shows_it(
    page: QuickEntry, window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    page.narrative.insertPlainText(TEXT)
    page.where.insert("Үлгі ауылы, № 3 изолятор")
    press(page.narrative, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(window.page, Shown), timeout=WAIT_MS)
    shown = ask(newest)
    assert [shown.id] == Shown.asked_for
    assert shown.content["narrative"] == {"text": TEXT}
    assert shown.content["where"] == {"said": "Үлгі ауылы, № 3 изолятор"}
    assert shown.content["when"]["edtf"] == f"{StoppedClock().now().astimezone():%Y-%m-%d}"
    assert [act["form"] for act in shown.content["acts"]] == ["other"]
    assert ask(lambda services: services.drafts.names()) == ()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_control_and_enter_save_too(page: QuickEntry, qtbot: QtBot, ask: Ask, key: Qt.Key) -> None:
    page.narrative.insertPlainText(TEXT)
    QTest.keyClick(page.people, key, Qt.KeyboardModifier.ControlModifier)
    wait_for_incidents(qtbot, ask, 1)


def test_the_last_place_is_filled_in_and_stays_the_same_place(
    window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    place: JsonObject = {
        "country": "KG",
        "locality": "Үлгіауыл",
        "institution": "№ 3 изолятор",
        "kind": "prison",
    }
    ask(lambda services: services.recording.add({"where": place}, (), Watch()))
    page = entered(window, ask)
    assert page.where.text() == "№ 3 изолятор, Үлгіауыл"
    page.narrative.insertPlainText(TEXT)
    page.save()
    wait_for_incidents(qtbot, ask, 2)
    held = ask(lambda services: services.recording.last_place())
    assert held == place


def test_leaving_makes_the_incident(page: QuickEntry, window: MainWindow, qtbot: QtBot, ask: Ask) -> None:
    page.narrative.insertPlainText(TEXT)
    press(page.narrative, Qt.Key.Key_Escape)
    assert isinstance(window.page, Elsewhere)
    wait_for_incidents(qtbot, ask, 1)
    assert entered(window, ask).narrative.value() is None


def test_an_untouched_page_makes_nothing(page: QuickEntry, window: MainWindow, ask: Ask) -> None:
    page.save()
    window.show_page("incidents")
    assert ask(incidents).total == 0
    assert ask(lambda services: services.drafts.names()) == ()


def test_a_place_alone_is_kept_but_makes_no_incident_by_leaving(
    page: QuickEntry, window: MainWindow, qtbot: QtBot, ask: Ask
) -> None:
    page.where.insert("Үлгіауыл")
    window.show_page("incidents")
    assert ask(incidents).total == 0
    assert entered(window, ask).where.text() == "Үлгіауыл"
    page.save()
    wait_for_incidents(qtbot, ask, 1)


def test_what_is_typed_is_kept_by_itself_and_found_again(page: QuickEntry, qtbot: QtBot, ask: Ask) -> None:
    page.narrative.insertPlainText(TEXT)
    page.form.set_value("threat")
    qtbot.waitUntil(lambda: len(ask(lambda services: services.drafts.names("quick."))) == 1, timeout=WAIT_MS)
    assert ask(incidents).total == 0
    # What a kill leaves: the vault as it is, and a page that never left.
    again = QuickEntry(page.context)
    qtbot.addWidget(again)
    again.enter()
    ask(lambda _: None)
    assert again.narrative.value() == TEXT
    again.save()
    wait_for_incidents(qtbot, ask, 1)
    assert ask(lambda services: services.drafts.names()) == ()
    assert [act["form"] for act in ask(newest).content["acts"]] == ["threat"]


def test_somebody_who_never_pauses_is_kept_too(page: QuickEntry, qtbot: QtBot, ask: Ask) -> None:
    page._at_latest.setInterval(200)
    page._soon.setInterval(WAIT_MS)
    page.narrative.insertPlainText("Ү")
    qtbot.waitUntil(lambda: len(ask(lambda services: services.drafts.names())) == 1, timeout=WAIT_MS)


def test_an_entry_that_was_emptied_again_leaves_no_draft(page: QuickEntry, ask: Ask) -> None:
    page.narrative.insertPlainText(TEXT)
    page._keep()
    assert len(ask(lambda services: services.drafts.names())) == 1
    page.narrative.selectAll()
    page.narrative.insertPlainText("")
    page._keep()
    assert ask(lambda services: services.drafts.names()) == ()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_known_people_are_offered_and_new_ones_become_records(
    page: QuickEntry, qtbot: QtBot, ask: Ask
) -> None:
    known = ask(lambda s: s.recording.add_other("person", {"names": [{"full": "Үлгі Тестұлы"}]})).id
    page.people.setFocus()
    page.people.insert("тест")
    page.people.textEdited.emit(page.people.text())
    qtbot.waitUntil(page.people._popup.isVisible, timeout=WAIT_MS)
    QTest.keyClick(page.people._popup, Qt.Key.Key_Down)
    QTest.keyClick(page.people._popup, Qt.Key.Key_Return)
    assert page.people.text() == "Үлгі Тестұлы, "
    page.people.insert("Мисал Ҷӯраев")
    QTest.keyClick(page.people, Qt.Key.Key_Return)
    page.people.insert("Пример Ғ.; Мисал Ҷӯраев")
    page.narrative.insertPlainText(TEXT)
    page.save()
    wait_for_incidents(qtbot, ask, 1)
    named = ask(newest).content["people"]
    assert known in named
    titles = {item.title for item in ask(lambda s: s.reading.list_kind("person", None, None, 9, 0)).items}
    assert titles == {"Үлгі Тестұлы", "Мисал Ҷӯраев", "Пример Ғ."}
    assert len(named) == 3


def drop(page: QuickEntry, *paths: Path) -> None:
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)
    )
    page.dropEvent(event)


def test_files_that_are_dropped_become_evidence(
    page: QuickEntry, window: MainWindow, qtbot: QtBot, ask: Ask, tmp_path: Path
) -> None:
    first, second = tmp_path / "снимок.jpg", tmp_path / "говор.wav"
    for path in (first, second):
        path.write_bytes(path.name.encode() * 900)
    page.narrative.insertPlainText(TEXT)
    drop(page, first, second, tmp_path)
    drop(page, first)
    assert page.files.value() == (str(first), str(second))
    page.save()
    qtbot.waitUntil(lambda: isinstance(window.page, Shown), timeout=WAIT_MS)
    items: EvidenceList = ask(lambda services: services.evidence.list(Shown.asked_for[0]))  # type: ignore[arg-type]
    assert {item.name for item in items.items} == {"снимок.jpg", "говор.wav"}


def test_a_file_that_is_gone_costs_nothing_that_was_typed(
    page: QuickEntry, qtbot: QtBot, ask: Ask, tmp_path: Path
) -> None:
    gone = tmp_path / "stick.jpg"
    gone.write_bytes(b"x")
    page.narrative.insertPlainText(TEXT)
    page.files.add([gone])
    gone.unlink()
    page.save()
    qtbot.waitUntil(page.error_bar.isVisible, timeout=WAIT_MS)
    assert page.narrative.value() == TEXT
    assert page.files.value() == (str(gone),)
    assert ask(incidents).total == 0
    assert len(ask(lambda services: services.drafts.names())) == 1
    page.files._list.setFocus()
    QTest.keyClick(page.files._list, Qt.Key.Key_Delete)
    page.save()
    wait_for_incidents(qtbot, ask, 1)
    assert ask(lambda services: services.drafts.names()) == ()


def test_a_file_that_one_may_not_look_at_is_refused_when_it_is_read(
    page: QuickEntry, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root, who runs tests, may look anywhere: the call answers as it does for others."""
    closed = tmp_path / "closed" / "сурет.jpg"

    def refuse(_path: Path, **_: object) -> None:
        raise PermissionError(EACCES, "closed")

    monkeypatch.setattr(type(closed), "stat", refuse)
    page.narrative.insertPlainText(TEXT)
    drop(page, closed)
    monkeypatch.undo()
    assert page.files.value() == (str(closed),)
    page.save()
    qtbot.waitUntil(page.error_bar.isVisible, timeout=WAIT_MS)
    assert page.narrative.value() == TEXT


def test_what_is_refused_after_leaving_stands_there_again(
    page: QuickEntry, window: MainWindow, qtbot: QtBot, ask: Ask, tmp_path: Path
) -> None:
    gone = tmp_path / "stick.jpg"
    gone.write_bytes(b"x")
    page.narrative.insertPlainText(TEXT)
    page.files.add([gone])
    gone.unlink()
    window.show_page("incidents")
    qtbot.waitUntil(lambda: page.narrative.value() == TEXT, timeout=WAIT_MS)
    assert entered(window, ask).narrative.value() == TEXT


def test_closing_the_lanes_at_once_loses_nothing(
    page: QuickEntry, window: MainWindow, opened: PageContext, vault_folder: Path
) -> None:
    page.narrative.insertPlainText(TEXT)
    window.close()
    opened.lanes.close()
    with open_services(vault_folder, PASSPHRASE, StoppedClock(), Watch()) as services:
        assert newest(services).content["narrative"] == {"text": TEXT}


def tab_stops(page: QuickEntry, qtbot: QtBot) -> list[QWidget]:
    """The controls that Tab goes to on this page, from the first, without a mouse."""
    page.narrative.setFocus()
    stops: list[QWidget] = []
    focused = QApplication.focusWidget()
    while focused is not None and focused not in stops and page.isAncestorOf(focused):
        stops.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
    return stops


def test_few_tab_stops_each_with_a_name(
    page: QuickEntry, qtbot: QtBot, tmp_path: Path, plain_output: PlainOutput
) -> None:
    (tmp_path / "a.jpg").write_bytes(b"x")
    page.files.add([tmp_path / "a.jpg"])
    stops = tab_stops(page, qtbot)
    assert stops[:3] == [page.narrative, page.when.focusProxy(), page.where]
    assert stops[-1] is page.save_button
    assert len(stops) <= MOST_TAB_STOPS
    assert [type(stop) for stop in stops if not stop.accessibleName()] == []


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("scale", [100, 250])
def test_nothing_is_cut_off(
    make_window: Callable[..., MainWindow], ask: Ask, language: str, scale: int
) -> None:
    choose_language(language)
    window = make_window(QuickEntry, Elsewhere, Shown)
    window.resize(1366, 768)
    page = entered(window, ask)
    page.context.theme.choose(scale=scale)
    page = entered(window, ask)
    QApplication.processEvents()
    assert page.save_button.width() >= page.save_button.sizeHint().width()
    assert (
        page.visibleRegion()
        .boundingRect()
        .contains(page.save_button.geometry().translated(page._content.pos()))
    )


def test_the_page_speaks_russian(make_window: Callable[..., MainWindow], ask: Ask) -> None:
    choose_language("ru")
    page = entered(make_window(QuickEntry, Elsewhere, Shown), ask)
    assert page.save_button.text() == "Сохранить инцидент"


def test_no_name_reaches_the_title_of_the_window(page: QuickEntry, window: MainWindow, ask: Ask) -> None:
    page.narrative.insertPlainText(TEXT)
    assert TEXT[:9] not in window.windowTitle()


def test_intervals_are_what_was_promised() -> None:
    assert quick_entry.KEEP_AFTER_MS == 1_500
