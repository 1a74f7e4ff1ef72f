"""What is offered while a name or a place is typed: across scripts, with the reason, taken by keys."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.strict_json import JsonObject
from app.gui.page import PageContext
from app.gui.theme import Theme
from app.gui.widgets.offers import Offer, OfferingLine, name_offers, place_offers
from app.gui.widgets.people_line import NamedPerson, PeopleLine
from app.gui.widgets.persons import PersonChooser
from app.gui.widgets.place_line import PlaceLine
from app.gui.widgets.places import PlaceEdit
from app.services import Services
from app.services.gazetteer_files import find_places
from app.services.offered import NameOffer, NameOffers
from tests.gui.conftest import WAIT_MS

Ask = Callable[[Callable[[Services], object]], object]
KNOWN = NameOffers(
    offers=(
        NameOffer(id="1", name="Үлгі, Мысал", why="other script", score=98, match=True, mark="AA-11"),
        NameOffer(id="2", name="Үлгі\u202e Бол", why="part of the name", score=60, match=False, mark="BB-22"),
    )
)


def shown(qtbot: QtBot, widget: QWidget, line: OfferingLine) -> None:
    """The line has the focus of a window that is active."""
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    line.setFocus()


def typed(line: OfferingLine, text: str) -> None:
    """As keys would: what stood there is replaced, and the line says that it was edited."""
    line.setText(text)
    line.textEdited.emit(text)


def press(line: OfferingLine, *keys: Qt.Key, ctrl: bool = False) -> None:
    """Keys go to the list while it is open; it hands on what is not its own."""
    held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    for key in keys:
        QTest.keyClick(line._popup if line._popup.isVisible() else line, key, held)


def rows(line: OfferingLine) -> list[str]:
    """The rows as a screen reader says them."""
    return [line._model.item(row).text() for row in range(line._model.rowCount())]


def test_a_person_is_offered_across_scripts_and_taken_without_making_another(
    opened: PageContext, ask: Ask, qtbot: QtBot
) -> None:
    name: JsonObject = {"names": [{"id": "n1", "full": "Үлгіқалиев Мысал"}]}
    saved = ask(lambda services: services.recording.add_other("person", name))
    chooser = PersonChooser(opened)
    line, finished = chooser._line, list[bool]()
    line.editingFinished.connect(lambda: finished.append(True))
    shown(qtbot, chooser, line)
    typed(line, "Ulgikaliyev My")
    assert chooser.value() == {"name": "Ulgikaliyev My"}
    qtbot.waitUntil(line._popup.isVisible, timeout=WAIT_MS)
    first, new = rows(line)
    assert first.startswith("Үлгіқалиев Мысал, might be · ")
    assert "other script" in first
    assert new.startswith("A new one: Ulgikaliyev My")
    press(line, Qt.Key.Key_Down)
    with qtbot.waitSignal(chooser.changed):
        press(line, Qt.Key.Key_Return)
    assert chooser.value() == {"id": getattr(saved, "id", None)}
    assert line.text() == "Үлгіқалиев Мысал"
    assert finished == []
    chooser.set_value(None)
    assert chooser.value() is None


@pytest.mark.parametrize("by_row", [True, False])
def test_one_key_makes_a_new_one(context: PageContext, qtbot: QtBot, *, by_row: bool) -> None:
    chooser = PersonChooser(context)
    line, finished = chooser._line, list[object]()
    line.editingFinished.connect(lambda: finished.append(chooser.value()))
    shown(qtbot, chooser, line)
    line.setText("Ulgi")
    line.offer("Ulgi", name_offers("Ulgi", KNOWN))
    if by_row:
        press(line, Qt.Key.Key_Up, Qt.Key.Key_Return)
    else:
        press(line, Qt.Key.Key_Return, ctrl=True)
    assert finished == [{"name": "Ulgi"}]
    assert not line._popup.isVisible()


def test_enter_where_nobody_went_to_an_offer_is_a_new_one(context: PageContext, qtbot: QtBot) -> None:
    chooser = PersonChooser(context)
    line, finished = chooser._line, list[object]()
    line.editingFinished.connect(lambda: finished.append(chooser.value()))
    shown(qtbot, chooser, line)
    line.setText("Ulgi")
    line.offer("Ulgi", name_offers("Ulgi", KNOWN))
    qtbot.wait(20)
    press(line, Qt.Key.Key_Return)
    assert finished == [{"name": "Ulgi"}]
    assert not line._popup.isVisible()


def test_people_on_one_line_are_taken_or_made(theme: Theme, qtbot: QtBot) -> None:
    line = PeopleLine(theme)
    shown(qtbot, line, line)
    for keys, ctrl in (((Qt.Key.Key_Down, Qt.Key.Key_Return), False), ((Qt.Key.Key_Return,), True)):
        asked = f"{line.text()}Ulgi"
        typed(line, asked)
        assert line.looked_for() == "Ulgi"
        line.offer("Ulgi", name_offers("Ulgi", KNOWN))
        assert line._popup.isVisible()
        press(line, *keys, ctrl=ctrl)
    assert line.text() == "Үлгі Мысал, Ulgi, "
    assert line.people() == (NamedPerson("Үлгі Мысал", "1"), NamedPerson("Ulgi"))


def test_enter_on_no_offer_ends_the_name(theme: Theme, qtbot: QtBot) -> None:
    line = PeopleLine(theme)
    shown(qtbot, line, line)
    typed(line, "Ulgi")
    line.offer("Ulgi", name_offers("Ulgi", KNOWN))
    press(line, Qt.Key.Key_Return)
    assert line.people() == (NamedPerson("Ulgi"),)
    assert not line._popup.isVisible()


def test_offers_for_what_stood_there_before_are_not_shown(theme: Theme, qtbot: QtBot) -> None:
    line = PeopleLine(theme)
    shown(qtbot, line, line)
    typed(line, "Ulgik")
    line.offer("Ulgi", name_offers("Ulgi", KNOWN))
    assert not line._popup.isVisible()


def test_what_acts_unseen_in_a_name_of_others_is_shown() -> None:
    assert [offer.title for offer in name_offers("x", KNOWN)] == [
        "Үлгі, Мысал",
        "Үлгі⟨U+202E⟩ Бол",
        "A new one: x",
    ]
    assert name_offers("x", NameOffers(offers=())) == []


def test_a_place_that_was_taken_stays_while_more_is_typed_behind_it(theme: Theme, qtbot: QtBot) -> None:
    line = PlaceLine(theme)
    shown(qtbot, line, line)
    asked = list[str]()
    line.asked.connect(asked.append)
    typed(line, "Zhanaoz")
    assert asked == ["Zhanaoz"]
    assert line.place() == {"said": "Zhanaoz"}
    line.offer("Zhanaoz", place_offers(find_places("Zhanaoz")))
    assert rows(line)[0].startswith("Zhanaozen, Mangystau Region · Kazakhstan · ")
    press(line, Qt.Key.Key_Down, Qt.Key.Key_Return)
    taken = line.place() or {}
    assert (line.text(), taken["region"], taken["country"]) == ("Zhanaozen", "KZ-47", "KZ")
    typed(line, "Zhanaozen, № 3 изолятор")
    assert asked == ["Zhanaoz"]
    assert line.place() == {**taken, "said": "Zhanaozen, № 3 изолятор"}
    again = PlaceLine(theme)
    qtbot.addWidget(again)
    again.set_place(line.place())
    assert again.text() == "Zhanaozen, № 3 изолятор"
    assert again.place() == line.place()
    typed(line, "Мысалкент, № 3 изолятор")
    assert line.place() == {"said": "Мысалкент, № 3 изолятор"}


def test_a_region_alone_can_be_taken(theme: Theme, qtbot: QtBot) -> None:
    line = PlaceLine(theme)
    shown(qtbot, line, line)
    typed(line, "Мангистауская область")
    line.offer(line.text(), place_offers(find_places(line.text())))
    press(line, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert line.place() == {"country": "KZ", "region": "KZ-47", "said": "Mangystau Region"}
    assert line.text() == "Mangystau Region"


def test_a_town_brings_its_region_and_loses_its_coordinates_when_it_is_rewritten(
    opened: PageContext, qtbot: QtBot
) -> None:
    edit = PlaceEdit(opened)
    edit.set_value({"institution": "Үлгі соты", "address": "Мысал 1"})
    line = edit._locality
    shown(qtbot, edit, line)
    typed(line, "Худжанд")
    qtbot.waitUntil(line._popup.isVisible, timeout=WAIT_MS)
    press(line, Qt.Key.Key_Down)
    with qtbot.waitSignal(edit.changed):
        press(line, Qt.Key.Key_Return)
    taken = edit.value() or {}
    assert (taken["locality"], taken["region"], taken["country"]) == ("Khujand", "TJ-SU", "TJ")
    assert (taken["institution"], taken["address"]) == ("Үлгі соты", "Мысал 1")
    assert {"gazetteer", "latitude_e6", "longitude_e6", "precision_m"} <= taken.keys()
    typed(line, "Khujand-2")
    assert edit.value() == {
        "institution": "Үлгі соты",
        "address": "Мысал 1",
        "locality": "Khujand-2",
        "region": "TJ-SU",
        "country": "TJ",
    }


def test_coordinates_that_are_not_of_the_gazetteer_stay(context: PageContext, qtbot: QtBot) -> None:
    edit = PlaceEdit(context)
    qtbot.addWidget(edit)
    edit.set_value({"locality": "Үлгіауыл", "latitude_e6": 42_870_000, "longitude_e6": 74_590_000})
    typed(edit._locality, "Үлгі")
    assert (edit.value() or {})["latitude_e6"] == 42_870_000


def test_every_offer_is_said_aloud_and_the_list_has_a_name(theme: Theme, qtbot: QtBot) -> None:
    line = OfferingLine(theme)
    shown(qtbot, line, line)
    line.setText("ab")
    line.offer("ab", [Offer("Үлгі", "other script", "1")])
    assert rows(line) == ["Үлгі, other script"]
    assert line._popup.accessibleName()
