"""The list of records: pages as they are seen, choosing, asking again, at 100,000 rows too."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from app.domain.date_words import date_in_brief
from app.domain.errors import VaultError
from app.gui.page import PageContext
from app.gui.widgets.records import KEPT_PAGES, PAGE_ROWS, Query, RecordList, spoken_row
from app.services import Services
from app.services.answers import ListedRecord
from app.services.answers import RecordList as ListAnswer
from app.words import choose_language
from tests.gui.conftest import WAIT_MS
from tests.gui.looked_at import elided, painted_texts

Ask = Callable[[Callable[[Services], object]], object]
MANY = 100_000


class Shelf:
    """So many invented rows, and which pages of them were asked for."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.asked: list[int] = []

    def query(self, _services: Services, limit: int, offset: int) -> ListAnswer:
        self.asked.append(offset // limit)
        numbers = range(offset, min(offset + limit, self.total))
        return ListAnswer(total=self.total, items=tuple(row(number) for number in numbers))


def row(number: int) -> ListedRecord:
    return ListedRecord(
        id=f"id-{number}", reference="7K3-QFD", title=f"Оқиға {number}", when="2026-01-09",
        place="Мысал соты", forms=("beating",), evidence=3, missing=2, conflicts=1,
    )  # fmt: skip


@pytest.fixture
def make_list(opened: PageContext, qtbot: QtBot) -> Callable[[Query], RecordList]:
    def make(query: Query) -> RecordList:
        made = RecordList(opened, query, "Incidents")
        qtbot.addWidget(made)
        made.resize(400, 600)
        made.show()
        with qtbot.waitSignal(made.counted):
            made.reload()
        return made

    return make


def settled(qtbot: QtBot, view: RecordList) -> None:
    """Wait until every row that can be seen has come."""

    def all_come() -> bool:
        view.viewport().repaint()
        seen = range(top_of(view), min(top_of(view) + 11, view.model().rowCount()))
        return all(view._rows.row(number) is not None for number in seen)

    qtbot.waitUntil(all_come)


def laid_out(qtbot: QtBot, view: RecordList) -> None:
    """Wait until the last row has its place, behind all others."""
    last = view.model().index(view.model().rowCount() - 1, 0)
    qtbot.waitUntil(lambda: view.visualRect(last).isValid(), timeout=WAIT_MS)


def top_of(view: RecordList) -> int:
    return max(0, view.indexAt(view.viewport().rect().topLeft()).row())


def test_whoever_types_fast_is_answered_the_first_and_the_last(
    make_list: Callable[[Query], RecordList], qtbot: QtBot
) -> None:
    listed, asked = make_list(Shelf(3).query), []

    def query_of(letters: int) -> Query:
        def query(_services: Services, limit: int, offset: int) -> ListAnswer:
            asked.append(letters)
            return Shelf(letters).query(_services, limit, offset)

        return query

    for letters in range(1, 9):
        listed.reload(query_of(letters))
    qtbot.waitUntil(lambda: listed.model().rowCount() == 8, timeout=WAIT_MS)
    assert asked == [1, 8]


def test_a_search_that_fails_does_not_stop_the_next(
    make_list: Callable[[Query], RecordList], qtbot: QtBot
) -> None:
    def fail(_services: Services, _limit: int, _offset: int) -> ListAnswer:
        raise VaultError("vault.damaged", what="page 3")

    listed = make_list(Shelf(3).query)
    listed.reload(fail)
    listed.reload(Shelf(7).query)
    qtbot.waitUntil(lambda: listed.model().rowCount() == 7, timeout=WAIT_MS)


def test_only_what_is_seen_is_fetched(make_list: Callable[[Query], RecordList], qtbot: QtBot) -> None:
    shelf = Shelf(MANY)
    view = make_list(shelf.query)
    settled(qtbot, view)
    assert view.model().rowCount() == MANY
    assert shelf.asked == [0]
    laid_out(qtbot, view)
    view.scrollToBottom()
    settled(qtbot, view)
    assert view._rows.row(MANY - 1) == row(MANY - 1)
    assert max(shelf.asked) == MANY // PAGE_ROWS - 1
    assert len(shelf.asked) <= 4


def test_what_was_scrolled_past_is_let_go(make_list: Callable[[Query], RecordList], qtbot: QtBot) -> None:
    view = make_list(Shelf(MANY).query)
    laid_out(qtbot, view)
    for page in range(KEPT_PAGES + 20):
        view.scrollTo(view.model().index(page * PAGE_ROWS, 0), QListView.ScrollHint.PositionAtTop)
        settled(qtbot, view)
    assert len(view._rows._pages) <= KEPT_PAGES


def test_a_click_and_enter_choose(make_list: Callable[[Query], RecordList], qtbot: QtBot) -> None:
    view = make_list(Shelf(10).query)
    settled(qtbot, view)
    assert view.visualRect(view.model().index(0, 0)).height() == 56
    with qtbot.waitSignal(view.chosen) as chosen:
        at = view.visualRect(view.model().index(2, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args == ["id-2"]
    QTest.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.chosen) as chosen:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == ["id-3"]


def test_asking_again_keeps_the_place_and_the_choice(
    make_list: Callable[[Query], RecordList], qtbot: QtBot
) -> None:
    shelf = Shelf(1_000)
    view = make_list(shelf.query)
    view.scrollTo(view.model().index(450, 0), QListView.ScrollHint.PositionAtTop)
    settled(qtbot, view)
    view.select_id("id-452")
    before = view.verticalScrollBar().value()
    with qtbot.waitSignal(view.counted):
        view.reload()
    settled(qtbot, view)
    assert view.verticalScrollBar().value() == before
    assert view.currentIndex().row() == 452
    other = Shelf(20)
    with qtbot.waitSignal(view.counted) as counted:
        view.reload(other.query)
    assert counted.args == [20]
    assert top_of(view) == 0


def test_a_place_far_down_is_found_again_as_soon_as_it_is_laid_out(
    make_list: Callable[[Query], RecordList], qtbot: QtBot
) -> None:
    view = make_list(Shelf(MANY).query)
    laid_out(qtbot, view)
    view.scrollTo(view.model().index(MANY - 500, 0), QListView.ScrollHint.PositionAtTop)
    settled(qtbot, view)
    view.select_id(f"id-{MANY - 498}")
    before = view.verticalScrollBar().value()
    with qtbot.waitSignal(view.counted):
        view.reload()
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() == before, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: view.currentIndex().row() == MANY - 498, timeout=WAIT_MS)


def test_rows_that_arrive_are_not_laid_out_anew(
    make_list: Callable[[Query], RecordList], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid, lay_out = [], RecordList.doItemsLayout

    def count(view: RecordList) -> None:
        laid.append(view)
        lay_out(view)

    monkeypatch.setattr(RecordList, "doItemsLayout", count)
    view = make_list(Shelf(1_000).query)
    settled(qtbot, view)
    laid.clear()
    view.scrollToBottom()
    settled(qtbot, view)
    assert view._rows.row(999) == row(999)
    assert laid == []


def test_an_answer_to_an_older_question_is_dropped(
    make_list: Callable[[Query], RecordList], qtbot: QtBot
) -> None:
    view = make_list(Shelf(10).query)
    first, second = Shelf(500), Shelf(7)
    with qtbot.waitSignal(view.counted):
        view.reload(first.query)
        view.reload(second.query)
    assert view.model().rowCount() == 7


def test_a_refusal_is_told(make_list: Callable[[Query], RecordList], qtbot: QtBot) -> None:
    view = make_list(Shelf(10).query)

    def refuse(_services: Services, _limit: int, _offset: int) -> ListAnswer:
        raise VaultError("vault.damaged", what="database")

    with qtbot.waitSignal(view.failed) as told:
        view.reload(refuse)
    assert isinstance(told.args[0], VaultError)
    assert view.model().rowCount() == 10


@pytest.mark.parametrize("wide", [340, 377, 378, 379, 480])
def test_the_date_is_painted_whole(wide: int, make_list: Callable[[Query], RecordList], qtbot: QtBot) -> None:
    choose_language("ru")
    dates = ("2014-01-09", "2014-03-24", "2013-11-05", "2011-12-17/2011-12-19~")
    rows = tuple(row(number).model_copy(update={"when": when}) for number, when in enumerate(dates))
    view = make_list(lambda *_: ListAnswer(total=len(rows), items=rows))
    settled(qtbot, view)
    view.resize(wide, 600)
    assert elided(view.viewport(), map(date_in_brief, dates)) == []


def test_a_row_of_one_line_stands_in_the_middle(
    make_list: Callable[[Query], RecordList], qtbot: QtBot
) -> None:
    bare = row(0).model_copy(
        update={"place": None, "forms": (), "evidence": 0, "missing": 0, "conflicts": 0, "when": None}
    )
    view = make_list(lambda *_: ListAnswer(total=1, items=(bare,)))
    settled(qtbot, view)
    (title,) = painted_texts(view.viewport())
    assert abs(title.place.center().y() - view.visualRect(view.model().index(0, 0)).center().y()) <= 1


def test_a_row_is_read_aloud_with_its_signs() -> None:
    said = spoken_row(row(1))
    assert said.startswith("Оқиға 1, 9 January 2026, Мысал соты")
    assert said.endswith("3 files, 2 gaps, 1 conflict")


def test_signs_of_direction_in_a_title_are_shown() -> None:
    assert "⟨U+202E⟩" in spoken_row(row(1).model_copy(update={"title": "a\u202eb"}))
