"""Columns and orders of one's choice in the lists of people, organisations and proceedings."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.list_columns import OFFERED, ListColumn
from app.domain.query import Order
from app.domain.strict_json import JsonObject
from app.gui.main_window import MainWindow
from app.gui.pages.organisations import Organisations
from app.gui.pages.people import People
from app.gui.pages.proceedings import Proceedings
from app.gui.pages.registry_lists import RegistryListPage
from app.services import Services
from tests.gui.conftest import WAIT_MS
from tests.gui.looked_at import painted_texts

Ask = Callable[[Callable[[Services], object]], Any]
MakeWindow = Callable[..., MainWindow]
ALL = (Organisations, People, Proceedings)
CONTENTS: dict[str, tuple[str, tuple[JsonObject, JsonObject]]] = {
    "organisations": (
        "organisation",
        (
            {"names": [{"id": "n1", "text": "Әділет үйі"}], "kind": "police", "place": {"locality": "Ялта"}},
            {"names": [{"id": "n1", "text": "Ҳалол қоры"}], "kind": "court", "place": {"locality": "Ахмет"}},
        ),
    ),
    "people": (
        "person",
        (
            {"names": [{"id": "n1", "full": "Әсел Үлгі"}], "occupation": "lawyer"},
            {"names": [{"id": "n1", "full": "Ӯғлон Мисол"}], "occupation": "journalist"},
        ),
    ),
    "proceedings": (
        "proceeding",
        (
            {"numbers": [{"id": "n1", "raw": "1-01/14"}], "court_name": "Үлгі соты"},
            {"numbers": [{"id": "n1", "raw": "2-02/14"}], "court_name": "Ғажап соты"},
        ),
    ),
}
"""Two of each, the first by name the last by the other order."""
TITLES = {
    "organisations": ("Әділет үйі", "Ҳалол қоры"),
    "people": ("Әсел Үлгі", "Ӯғлон Мисол"),
    "proceedings": ("1-01/14", "2-02/14"),
}
BY = {
    "organisations": (ListColumn.KIND, Order.KIND),
    "people": (ListColumn.OCCUPATION, Order.OCCUPATION),
    "proceedings": (ListColumn.COURT, Order.COURT),
}


def opened(make_window: MakeWindow, name: str, qtbot: QtBot) -> RegistryListPage:
    window = make_window(*ALL)
    window.resize(1366, 768)
    window.show_page(name)
    page = window.page
    assert isinstance(page, RegistryListPage)
    qtbot.waitUntil(lambda: page.list.model().rowCount() == 2 and page._columns is not None, timeout=WAIT_MS)
    return page


def _add(kind: str, content: JsonObject, services: Services) -> object:
    return services.recording.add_other(kind, content)


def _order_kept(name: str, services: Services) -> object:
    return services.settings.layout(f"{name}.order")


def painted(page: RegistryListPage) -> list[str]:
    """The words of both rows, from above, each from left to right."""
    texts = painted_texts(page.table.viewport())
    return [each.text for each in sorted(texts, key=lambda each: (each.place.top(), each.place.left()))]


@pytest.mark.parametrize("name", CONTENTS)
def test_columns_and_order_are_chosen_with_the_keyboard_and_remembered_for_each_list(
    make_window: MakeWindow, ask: Ask, qtbot: QtBot, name: str
) -> None:
    kind, contents = CONTENTS[name]
    for content in contents:
        ask(partial(_add, kind, content))
    page = opened(make_window, name, qtbot)
    column, order = BY[name]
    panel, choice = page.columns_panel, page.columns_panel.order
    assert choice is not None
    assert choice.value() == Order.TITLE
    QTest.keyClick(page.columns_button, Qt.Key.Key_Space)
    assert panel.list.hasFocus()
    shown = page.table.columns.turned(column)
    while panel._current() is not column:
        QTest.keyClick(panel.list, Qt.Key.Key_Down)
    QTest.keyClick(panel.list, Qt.Key.Key_Space)
    assert page.table.columns == shown
    page.columns_button.setChecked(False)

    def stand(first: int) -> bool:
        words = painted(page)
        titles = TITLES[name]
        return words.index(titles[first]) < words.index(titles[1 - first])

    assert stand(0)
    choice.setFocus()
    while choice.value() != order:
        QTest.keyClick(choice, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: stand(1), timeout=WAIT_MS)
    page.seal()
    page = opened(make_window, name, qtbot)
    assert page.table.columns == shown
    qtbot.waitUntil(lambda: page.order is order, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: stand(1), timeout=WAIT_MS)
    header = page.table.header
    assert header.sortIndicatorSection() == page.table.columns.names.index(column)
    others = [each for each in CONTENTS if each != name]
    kept = [ask(partial(_order_kept, each)) for each in others]
    assert kept == [None, None]


def test_every_order_that_a_heading_gives_is_offered_to_the_keyboard(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(*ALL)
    for name, (kind, _) in CONTENTS.items():
        window.show_page(name)
        page = window.page
        assert isinstance(page, RegistryListPage)
        choice = page.columns_panel.order
        assert choice is not None
        offered = [choice.itemData(row) for row in range(choice.count())]
        assert offered == [order.value for order in OFFERED[kind].all_orders]
        words = [choice.itemText(row) for row in range(choice.count())]
        assert len(set(words)) == len(words)
