"""Injuries on the body: placed with mouse and keyboard, pushed, described, taken back, saved, handed out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.domain.body import EXTENT, VIEWS
from app.domain.revision import RecordId
from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.pages.incident import Incident
from app.gui.pages.injuries_handing_out import InjuriesHandingOut
from app.gui.pages.injuries_section import InjuriesSection
from app.gui.pages.record_sections import AskedField
from app.gui.theme import Theme
from app.gui.widgets.body_map import STEP, BodyCanvas, MarkButton
from app.gui.widgets.finding import FindingEdit
from app.services import Services
from app.services.answers import RecordSaved, RecordShown
from app.services.body_figures import load_body
from tests.conftest import PlainOutput
from tests.gui.conftest import WAIT_MS
from tests.gui.drawn import is_drawn

Ask = Callable[[Callable[[Services], object]], Any]
BEATEN: JsonObject = {
    "title": "Соққы",
    "people": [{"key": "p", "names": [{"full": "Тестова Үлгі"}], "sex": "female"}],
    "acts": [{"id": "a1", "form": "beating", "victims": ["p"]}],
}
FOREARM, THIGH = (8000, 3900), (4000, 5600)


@pytest.fixture
def section(make_window: Callable[..., MainWindow], ask: Ask, qtbot: QtBot) -> InjuriesSection:
    """The injuries of a new incident with one victim."""
    saved: RecordSaved = ask(lambda services: services.recording.add(BEATEN, (), Watch()))
    window = make_window(Incident)
    window.show_page("incident", id=saved.id)
    page = window.page
    assert isinstance(page, Incident)
    qtbot.waitUntil(lambda: is_drawn(page), timeout=WAIT_MS)
    found = page.findChild(InjuriesSection)
    assert found is not None
    page.form.ensureWidgetVisible(found.body_map.canvas)
    qtbot.waitUntil(lambda: found.body_map.figure.value() == "female", timeout=WAIT_MS)
    return found


def page_of(section: InjuriesSection) -> Incident:
    page = section.window().findChild(Incident)
    assert page is not None
    return page


def click(section: InjuriesSection, x: int, y: int) -> None:
    canvas = section.body_map.canvas
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.fitted.point_of(x, y).toPoint())


def only_mark(section: InjuriesSection) -> MarkButton:
    (mark,) = section.body_map.canvas.marks.values()
    return mark


def injuries(section: InjuriesSection) -> list[JsonObject]:
    return section.sheet.entries("injuries")


def saved_injuries(section: InjuriesSection, ask: Ask) -> list[JsonObject]:
    page = page_of(section)
    page.save()
    shown: RecordShown = ask(lambda services: services.recording.show(page.record_id))
    return list(shown.content.get("injuries", []))


def control(section: InjuriesSection, name: str) -> Any:
    (found,) = (each for each in section.findChildren(AskedField) if each.path[-1] == name)
    return found.control


def test_a_click_places_a_mark_that_is_described_undone_and_saved(section: InjuriesSection, ask: Ask) -> None:
    click(section, *FOREARM)
    mark, (injury,) = only_mark(section), injuries(section)
    assert (injury["region"], injury["side"], injury["view"], injury["figure"]) == (
        "forearm",
        "left",
        "front",
        "female",
    )
    assert injury["person"] == section.body_map.person.value() != None  # noqa: E711
    assert mark.accessibleName() == "Mark 1: Forearm, on the left; From the front"
    assert mark.hasFocus()
    QTest.keyClick(mark, Qt.Key.Key_Return)
    assert control(section, "kind").hasFocus()
    control(section, "kind").set_value("bruise")
    control(section, "kind").changed.emit()
    QTest.keyClicks(control(section, "length_mm"), "40")
    QTest.keyClicks(control(section, "width_mm"), "10")
    assert mark.accessibleName() == "Mark 1: Forearm, on the left; From the front; Bruise, 40 × 10 mm"
    (held,) = saved_injuries(section, ask)
    assert (held["kind"], held["length_mm"], held["width_mm"]) == ("bruise", 40, 10)
    assert abs(held["x"] - FOREARM[0]) < 60  # type: ignore[operator]
    page = page_of(section)
    while injuries(section):
        assert page.undo()
    assert section.body_map.canvas.marks == {}
    assert saved_injuries(section, ask) == []
    assert page.redo()
    assert only_mark(section).accessibleName().startswith("Mark 1: Forearm")


def test_with_the_keyboard_alone_a_mark_is_placed_pushed_and_removed(
    section: InjuriesSection, ask: Ask
) -> None:
    chooser = section.body_map
    chooser.view.set_value("soles")
    chooser.view.changed.emit()
    chooser.region.set_value("sole:right")
    QTest.keyClick(chooser._place, Qt.Key.Key_Return)
    (injury,), mark = injuries(section), only_mark(section)
    centre = load_body().drawing(None, "soles").find("sole", "right")
    assert centre is not None
    assert (injury["x"], injury["y"]) == centre.centre
    assert mark.hasFocus()
    QTest.keyClick(mark, Qt.Key.Key_Down)
    QTest.keyClick(mark, Qt.Key.Key_Down)
    QTest.keyClick(mark, Qt.Key.Key_Left)
    assert (mark.mark.x, mark.mark.y) == (centre.centre[0] - STEP, centre.centre[1] + 2 * STEP)
    for _ in range(30):
        QTest.keyClick(mark, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert chooser.canvas.drawing.region_at(mark.mark.x, mark.mark.y) == centre
    QTest.keyClick(mark, Qt.Key.Key_Delete)
    assert injuries(section) == []
    assert page_of(section).undo()
    assert saved_injuries(section, ask)[0]["region"] == "sole"


def test_tab_goes_from_mark_to_mark_and_a_drag_moves_one(section: InjuriesSection) -> None:
    click(section, *FOREARM)
    click(section, *THIGH)
    first, second = section.body_map.canvas.marks.values()
    assert [first.mark.number, second.mark.number] == [1, 2]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    middle = QPoint(second.width() // 2, second.height() // 2)
    canvas = section.body_map.canvas
    target = second.mapFrom(canvas, canvas.fitted.point_of(5500, 2400).toPoint())
    QTest.mousePress(second, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(second, target)
    QTest.mouseRelease(second, Qt.MouseButton.LeftButton, pos=middle)
    assert (injuries(section)[1]["region"], injuries(section)[1]["side"]) == ("chest", "left")
    place = second.pos()
    beside = second.mapFrom(canvas, canvas.fitted.point_of(100, 100).toPoint())
    QTest.mousePress(second, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(second, beside)
    assert second.pos() != place
    QTest.mouseRelease(second, Qt.MouseButton.LeftButton, pos=middle)
    assert second.pos() == place
    assert injuries(section)[1]["region"] == "chest"


def test_a_grade_needs_a_clinician_who_is_named(section: InjuriesSection, ask: Ask) -> None:
    click(section, *FOREARM)
    QTest.keyClick(only_mark(section), Qt.Key.Key_Return)
    finding: FindingEdit = control(section, "finding")
    assert not finding.grade.isEnabled()
    assert "Only a clinician" in finding.grade.accessibleDescription()
    QTest.keyClicks(finding.clinician, "Drugoy Primer")
    assert finding.grade.isEnabled()
    finding.grade.set_value("typical_of")
    finding.grade.changed.emit()
    wanted = {"clinician": "Drugoy Primer", "grade": "typical_of"}
    assert saved_injuries(section, ask)[0]["finding"] == wanted
    finding.clinician.selectAll()
    QTest.keyClick(finding.clinician, Qt.Key.Key_Delete)
    assert (finding.grade.isEnabled(), finding.grade.value()) == (False, None)
    assert "finding" not in saved_injuries(section, ask)[0]


def test_marks_follow_person_view_and_figure(section: InjuriesSection) -> None:
    chooser = section.body_map
    click(section, *FOREARM)
    chooser.view.set_value("back")
    chooser.view.changed.emit()
    assert chooser.canvas.marks == {}
    chooser.view.set_value("front")
    chooser.view.changed.emit()
    chooser.figure.set_value("male")
    chooser.figure.changed.emit()
    assert injuries(section)[0]["figure"] == "male"
    assert chooser.canvas.drawing.figure == "male"
    chooser.person.set_value(None)
    chooser.person.changed.emit()
    assert chooser.canvas.marks == {}
    click(section, *THIGH)
    assert [each.get("person") is None for each in injuries(section)] == [False, True]
    assert only_mark(section).mark.number == 2


def handing_out(section: InjuriesSection) -> InjuriesHandingOut:
    found = page_of(section).findChild(InjuriesHandingOut)
    assert found is not None
    return found


def custody(section: InjuriesSection, ask: Ask) -> list[tuple[str, str | None]]:
    # Found here: widgets are for the GUI thread alone, and the services answer on another.
    record = RecordId(page_of(section).record_id)
    events = ask(lambda services: services.vault.custody.events(record))
    return [(each.action, each.why) for each in events]


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf", ".csv"])
def test_injuries_leave_the_vault_only_after_a_question_and_it_is_noted(
    section: InjuriesSection, ask: Ask, qtbot: QtBot, tmp_path: Path, plain_output: PlainOutput, suffix: str
) -> None:
    click(section, *FOREARM)
    page = page_of(section)
    QTest.keyClick(section.hand_out, Qt.Key.Key_Space)
    assert section.ways.isVisible()
    (way,) = (each for each in section.ways.actions() if suffix[1:].upper() in each.text())
    section.ways.hide()
    way.trigger()
    (box,) = page.findChildren(QMessageBox)
    assert "outside the vault" in box.text()
    box.reject()
    assert custody(section, ask) == []
    target = plain_output.allow(tmp_path / f"body{suffix}")
    told = list[str]()
    page.context.told.connect(told.append)
    handing_out(section).save(None, target)
    qtbot.waitUntil(lambda: "The file has been written." in told, timeout=WAIT_MS)
    written = target.read_bytes()
    match suffix:
        case ".png":
            assert QImage(str(target)).width() == 2000
        case ".svg":
            assert written.count(b"<circle") == 1
        case ".pdf":
            assert written.startswith(b"%PDF")
            assert written.count(b"/Type /Page\n") == 1
            assert b"/Creator ()" in written
        case _:
            header, row = written.decode("utf-8-sig").splitlines()
            assert header.startswith("number,person,figure,view,x,y,region,side")
            assert "forearm,left" in row
    assert custody(section, ask) == [("exported", "body map")]


def test_what_a_printer_does_is_said_before_and_it_is_noted(
    section: InjuriesSection, ask: Ask, qtbot: QtBot, tmp_path: Path, plain_output: PlainOutput
) -> None:
    click(section, *FOREARM)
    page = page_of(section)
    section.ways.actions()[-1].trigger()
    (box,) = page.findChildren(QMessageBox)
    assert "writes the pages to its disk, readable" in box.informativeText()
    box.buttons()[0].click()
    qtbot.waitUntil(lambda: page.findChild(QPrintDialog) is not None, timeout=WAIT_MS)
    dialog = page.findChild(QPrintDialog)
    assert dialog is not None
    assert dialog.printer().docName() == "body"
    dialog.reject()
    assert custody(section, ask) == []
    target = plain_output.allow(tmp_path / "paper.pdf")
    printer = QPrinter()
    printer.setOutputFileName(str(target))
    told = list[str]()
    page.context.told.connect(told.append)
    handing_out(section).print_on(printer, None)
    qtbot.waitUntil(lambda: "The pages are on their way to the printer." in told, timeout=WAIT_MS)
    assert target.read_bytes().startswith(b"%PDF")
    assert custody(section, ask) == [("exported", "body map, printed")]


def test_a_mark_stays_in_its_part_of_the_body_on_another_figure(section: InjuriesSection) -> None:
    female, male = (load_body().drawing(figure, "front") for figure in ("female", "male"))
    places = ((x, y) for x in range(0, EXTENT, 100) for y in range(0, EXTENT, 100))
    edge = next(place for place in places if female.region_at(*place) and not male.region_at(*place))
    click(section, *edge)
    (before,) = injuries(section)
    section.body_map.figure.set_value("male")
    section.body_map.figure.changed.emit()
    (after,) = injuries(section)
    found = male.region_at(after["x"], after["y"])  # type: ignore[arg-type]
    assert found is not None
    assert (found.code, found.side) == (before["region"], before["side"]) == (after["region"], after["side"])
    assert section.body_map.beside.isHidden()
    assert page_of(section).undo()
    assert injuries(section) == [before]


def test_a_mark_beside_the_figure_is_told_and_put_onto_it(section: InjuriesSection) -> None:
    """As another program, or an earlier version, may have left one."""
    click(section, *FOREARM)
    (injury,) = injuries(section)
    section.sheet.change(("injuries",), [{**injury, "x": 9900, "y": 3900}])
    section.show_record()
    notice = section.body_map.beside
    assert notice.isVisibleTo(section)
    assert "1 mark lies beside the figure." in notice.button.accessibleName()
    notice.button.click()
    (put,) = injuries(section)
    region = section.body_map.canvas.drawing.region_at(put["x"], put["y"])  # type: ignore[arg-type]
    assert region is not None
    assert (region.code, region.side) == ("forearm", "left")
    assert not notice.isVisibleTo(section)


def test_every_view_is_painted_with_its_marks_where_they_are(qtbot: QtBot, theme: Theme) -> None:
    for view in VIEWS:
        drawing = load_body().drawing("female", view)
        canvas = BodyCanvas(drawing, theme)
        qtbot.addWidget(canvas)
        canvas.resize(460, canvas.height())
        image = canvas.grab().toImage()
        for region in drawing.regions:
            point = canvas.fitted.point_of(*region.centre)
            assert canvas.fitted.place_of(point) == region.centre
            assert image.pixelColor(point.toPoint()) != image.pixelColor(0, 0), (view, region.code)
