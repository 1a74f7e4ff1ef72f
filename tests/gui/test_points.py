"""The point of a place: typed in any form, picked on the map by mouse and by keys, with its precision."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.coordinates import Coordinates
from app.domain.strict_json import JsonObject
from app.gui.page import PageContext
from app.gui.theme import Theme
from app.gui.widgets.map_view import MapView
from app.gui.widgets.place_line import PlaceLine
from app.gui.widgets.places import PlaceEdit
from app.gui.widgets.points import PointEdit
from app.services.map_files import load_map
from tests.gui.conftest import WAIT_MS

ALMATY: JsonObject = {"latitude_e6": 43_238_000, "longitude_e6": 76_945_000}
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def view(theme: Theme, qtbot: QtBot) -> MapView:
    made = MapView(theme)
    made.show_map(load_map())
    qtbot.addWidget(made)
    made.resize(900, 340)
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus, timeout=WAIT_MS)
    return made


@pytest.fixture
def place(opened: PageContext, qtbot: QtBot) -> PlaceEdit:
    made = PlaceEdit(opened)
    qtbot.addWidget(made)
    made.resize(700, 900)
    made.show()
    return made


def point_of(place: PlaceEdit) -> PointEdit:
    (found,) = place.findChildren(PointEdit)
    return found


def type_into(point: PointEdit, text: str) -> None:
    point.line.setText(text)
    point.line.textEdited.emit(text)


def inked(view: MapView) -> set[int]:
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return {
        image.pixel(x, y) for x in range(10, image.width() - 10, 3) for y in range(10, image.height() - 10, 3)
    }


def test_the_map_shows_outlines_and_towns(view: MapView, theme: Theme) -> None:
    empty = MapView(theme)
    empty.resize(view.size())
    assert len(inked(view)) > 10 * len(inked(empty))
    towns = [town.name for town, _ in view._towns_in_sight()]
    assert towns[:1]
    assert "Almaty" in towns


def test_a_click_and_enter_pick_and_what_is_picked_is_where_it_was(view: MapView, qtbot: QtBot) -> None:
    picked = list[tuple[int, int]]()
    view.picked.connect(lambda *point: picked.append(point))
    view.go_to(Coordinates(43_238_000, 76_945_000), 20_000)
    middle = view.rect().center()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle)
    QTest.keyClick(view, Qt.Key.Key_Return)
    for latitude, longitude in picked:
        assert abs(latitude - 43_238_000) < 400
        assert abs(longitude - 76_945_000) < 400
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle + QPoint(90, 0))
    assert picked[-1][1] - 76_945_000 == pytest.approx(90 / 900 * 20_000 / 111_320 / 0.7193 * 1e6, rel=0.02)
    assert len(picked) == 3


def test_keys_move_the_map_and_change_its_scale(view: MapView) -> None:
    view.go_to(Coordinates(43_238_000, 76_945_000), 100_000)
    start, scale = view.middle(), view.metres_per_pixel
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Up)
    far = view.middle()
    assert far.longitude_e6 > start.longitude_e6
    assert far.latitude_e6 > start.latitude_e6
    QTest.keyClick(view, Qt.Key.Key_Left, SHIFT)
    assert start.longitude_e6 < view.middle().longitude_e6 < far.longitude_e6
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.metres_per_pixel == pytest.approx(scale / 1.5)
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.metres_per_pixel == pytest.approx(scale)
    QTest.keyClick(view, Qt.Key.Key_Home)
    whole = view.metres_per_pixel
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.metres_per_pixel == whole
    for _ in range(40):
        QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.middle().longitude_e6 == pytest.approx(46_000_000, abs=2)


def test_a_drag_moves_and_picks_nothing_and_the_wheel_keeps_what_is_below_it(view: MapView) -> None:
    picked = list[int]()
    view.picked.connect(lambda *_: picked.append(1))
    view.go_to(Coordinates(43_238_000, 76_945_000), 100_000)
    before, at = view.middle(), QPoint(300, 100)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(view, at + QPoint(60, 0))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at + QPoint(60, 0))
    assert view.middle().longitude_e6 < before.longitude_e6
    assert picked == []
    below, scale = view._world_at(QPointF(at)), view.metres_per_pixel
    none = Qt.MouseButton.NoButton
    turned = QWheelEvent(
        QPointF(at), view.mapToGlobal(QPointF(at)), QPoint(), QPoint(0, 120), none,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, turned)
    assert view.metres_per_pixel < scale
    after = view._world_at(QPointF(at))
    assert (after.x(), after.y()) == pytest.approx((below.x(), below.y()))


def test_a_point_is_typed_in_any_form_with_its_precision(place: PlaceEdit) -> None:
    point, changes = point_of(place), list[bool]()
    place.changed.connect(lambda: changes.append(True))
    type_into(point, "43°14'16.8\"с. ш. 76°56'42\"в. д.")
    assert place.value() == ALMATY
    point.line.editingFinished.emit()
    assert point.line.text() == "43.238, 76.945"
    point.precision.set_value("200")
    point.precision.changed.emit()
    assert place.value() == {**ALMATY, "precision_m": 200}
    type_into(point, "43.238, 7")
    type_into(point, "43.238, Ү")
    assert point._told.text().startswith("Not saved: this is no point.")
    assert (place.value() or {})["longitude_e6"] == 7_000_000
    type_into(point, "")
    assert place.value() is None
    assert changes


def test_what_was_typed_and_is_no_point_is_not_shown_for_another_place(place: PlaceEdit) -> None:
    type_into(point_of(place), "қақпаның алды")
    place.begin(None)
    assert point_of(place).line.text() == ""


def test_any_coordinates_of_a_place_are_kept(place: PlaceEdit) -> None:
    kept: tuple[JsonObject, ...] = (
        {"latitude_e6": 1},
        {"precision_m": 5},
        {**ALMATY, "precision_m": 8_000},
        {**ALMATY, "gazetteer": "1526384", "locality": "Алматы"},
    )
    for held in kept:
        place.set_value(held)
        assert place.value() == held


def test_a_point_set_by_hand_stays_when_the_town_is_written_otherwise(place: PlaceEdit) -> None:
    taken: JsonObject = {**ALMATY, "gazetteer": "1526384", "locality": "Алматы", "precision_m": 15_000}
    place.set_value(taken)
    place._locality.textEdited.emit("Алмат")
    assert place.value() == {"locality": "Алматы"}
    place.set_value(taken)
    type_into(point_of(place), "43.3, 76.9")
    place._locality.textEdited.emit("Алмат")
    assert (place.value() or {})["latitude_e6"] == 43_300_000


def test_the_map_opens_below_and_says_where_the_point_is(place: PlaceEdit, qtbot: QtBot) -> None:
    point = point_of(place)
    place.set_value(dict(ALMATY))
    assert point.map.isHidden()
    point.toggle.click()
    qtbot.waitUntil(lambda: point._shown is not None, timeout=WAIT_MS)
    assert not point.map.isHidden()
    assert point._told.text() in ("In Almaty", "2 km from Almaty", "3 km from Almaty")
    assert "Almaty" in point.map.accessibleDescription()
    QTest.keyClick(point.map, Qt.Key.Key_Up)
    QTest.keyClick(point.map, Qt.Key.Key_Return)
    value = place.value() or {}
    assert value["latitude_e6"] != ALMATY["latitude_e6"]
    assert value["precision_m"] in (20, 200, 1_000)
    assert read_back(point) == (value["latitude_e6"], value["longitude_e6"])
    point.toggle.click()
    assert point.map.isHidden()


def read_back(point: PointEdit) -> tuple[int, ...]:
    return tuple(round(float(part) * 1e6) for part in point.line.text().split(", "))


def test_coordinates_typed_for_the_place_of_a_quick_entry_are_a_point(theme: Theme, qtbot: QtBot) -> None:
    line = PlaceLine(theme)
    qtbot.addWidget(line)
    line.setText("43.238, 76.945")
    assert line.place() == {"said": "43.238, 76.945", **ALMATY}
    line.setText("базарда, 2-қатар")
    assert line.place() == {"said": "базарда, 2-қатар"}


def test_a_town_that_no_gazetteer_knows_is_not_typed_a_second_time(place: PlaceEdit) -> None:
    place.set_value({"said": "Үлгілі ауылы"})
    assert place._as_town.isVisible()
    with_town: list[JsonObject | None] = []
    place.changed.connect(lambda: with_town.append(place.value()))
    QTest.keyClick(place._as_town, Qt.Key.Key_Space)
    assert with_town == [{"locality": "Үлгілі ауылы"}]
    assert not place._as_town.isVisible()
    place.set_value({"said": "екінші қабатта", "locality": "Алматы"})
    assert not place._as_town.isVisible()
