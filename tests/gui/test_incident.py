"""The page of one incident: typed, saved by itself, taken back; people, acts, evidence, conflicts, marks."""

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QFileDialog, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from app.domain.fields import MAX_TEXT
from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.pages.incident import Incident, free_path
from app.gui.pages.incident_sections import ActBlock, EvidenceSection, WhoSection
from app.gui.pages.record_entries import EntriesSection
from app.gui.pages.record_picks import PickedRecords, RecordAdder
from app.gui.pages.record_sections import AskedField
from app.gui.widgets.choosing import Choice, YesNo
from app.gui.widgets.typing import TextLine
from app.services.answers import RecordSaved
from app.services.drafts import record_of_draft
from tests.gui.conftest import WAIT_MS
from tests.gui.drawn import is_drawn
from tests.gui.incident_kit import Ask, control, field, held, type_into, wait_for

MakeWindow = Callable[..., MainWindow]
LETTERS = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Ӣӣ Ӯӯ Ҳҳ Ҷҷ"
TOO_LONG = ("қ" * 99 + "\n") * (MAX_TEXT // 100 + 1)

THREAT: JsonObject = {
    "title": "Қорқыту",
    "people": [{"key": "p", "names": [{"full": "Тестұлы Мысал"}]}],
    "acts": [{"id": "a1", "form": "threat", "victims": ["p"], "details": {"words": "көресің"}}],
}


def test_what_is_typed_is_saved_when_the_field_is_left(
    shown: Callable[[JsonObject], Incident], ask: Ask, qtbot: QtBot
) -> None:
    page = shown({"title": "Бұрынғы"})
    told = list[str]()
    page.context.told.connect(told.append)
    type_into(page, LETTERS, "narrative", "text")
    control(page, "title").setFocus()
    wait_for(qtbot, ask, page, ("narrative", "text"), LETTERS)
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT_MS)
    assert told[0].startswith("Saved ")


def test_it_saves_by_itself_while_the_cursor_stays(
    shown: Callable[[JsonObject], Incident], ask: Ask, qtbot: QtBot
) -> None:
    page = shown({"title": "Бұрынғы"})
    type_into(page, "жалғасы", "narrative", "text")
    wait_for(qtbot, ask, page, ("narrative", "text"), "жалғасы")
    assert control(page, "narrative", "text").hasFocus()


def test_what_is_refused_is_sealed_and_stands_there_in_the_next_process(
    shown: Callable[[JsonObject], Incident], make_window: MakeWindow, ask: Ask, qtbot: QtBot
) -> None:
    page = shown({"title": "т"})
    type_into(page, TOO_LONG, "narrative", "text")
    page.save()
    qtbot.waitUntil(page.error_bar.isVisible, timeout=WAIT_MS)
    names = ask(lambda services: services.drafts.names())
    assert [record_of_draft(name) for name in names] == [("incident", page.record_id)]
    # What a kill leaves: the vault as it is, and a page that never left.
    window = make_window(Incident)
    window.show_page("incident", id=page.record_id)
    again = window.page
    assert isinstance(again, Incident)
    qtbot.waitUntil(lambda: is_drawn(again), timeout=WAIT_MS)
    assert control(again, "narrative", "text").value() == TOO_LONG
    qtbot.waitUntil(again.error_bar.isVisible, timeout=WAIT_MS)
    control(again, "narrative", "text").setPlainText("қысқа")
    again.save()
    wait_for(qtbot, ask, again, ("narrative", "text"), "қысқа")
    assert ask(lambda services: services.drafts.names()) == ()


def test_what_was_refused_and_is_taken_back_does_not_come_again(
    shown: Callable[[JsonObject], Incident], ask: Ask, qtbot: QtBot
) -> None:
    page = shown({"title": "т"})
    type_into(page, TOO_LONG, "narrative", "text")
    page.save()
    qtbot.waitUntil(page.error_bar.isVisible, timeout=WAIT_MS)
    assert page.undo()
    page.seal()
    assert ask(lambda services: services.drafts.names()) == ()


def test_leaving_the_page_saves(shown: Callable[[JsonObject], Incident], ask: Ask, qtbot: QtBot) -> None:
    page = shown({"title": "т"})
    type_into(page, "ұ", "title")
    page.context.navigate("incidents")
    wait_for(qtbot, ask, page, ("title",), "тұ")


def test_what_is_no_time_is_told_and_costs_neither_it_nor_the_time_before(
    shown: Callable[[JsonObject], Incident], ask: Ask, qtbot: QtBot
) -> None:
    path = ("acts", "a1", "details", "arrived")
    page = shown({"acts": [{"id": "a1", "form": "access_denial", "details": {"arrived": "09:30"}}]})
    line: TextLine = control(page, *path)
    for typed in ("9.", "түнде"):
        line.setText(typed)
        line.textEdited.emit(typed)
    type_into(page, "т", "title")
    page.save()
    wait_for(qtbot, ask, page, ("title",), "т")
    assert held(ask, page)["acts"][0]["details"] == {"arrived": "09:30"}  # type: ignore[index, call-overload]
    assert line.text() == "түнде"
    assert "Not saved" in field(page, *path)._gap.text()
    line.setText("9.45")
    line.textEdited.emit("9.45")
    assert "Not saved" not in field(page, *path)._gap.text()
    page.save()
    qtbot.waitUntil(lambda: '"09:45"' in json.dumps(held(ask, page)), timeout=WAIT_MS)
    line.clear()
    line.textEdited.emit("")
    page.save()
    qtbot.waitUntil(lambda: '"arrived"' not in json.dumps(held(ask, page)), timeout=WAIT_MS)


def test_undo_and_redo_go_field_by_field(
    shown: Callable[[JsonObject], Incident], ask: Ask, qtbot: QtBot
) -> None:
    page = shown({"title": "бір"})
    type_into(page, " екі", "title")
    type_into(page, "сөз", "narrative", "text")
    assert page.undo()
    assert control(page, "narrative", "text").value() is None
    assert page.undo()
    assert control(page, "title").value() == "бір"
    assert not page.undo()
    assert page.redo()
    assert control(page, "title").value() == "бір екі"
    page.save()
    wait_for(qtbot, ask, page, ("title",), "бір екі")


def test_the_form_is_drawn_with_what_it_asks_at_this_state_of_the_answers(
    shown: Callable[[JsonObject], Incident], qtbot: QtBot
) -> None:
    page = shown(THREAT)
    hidden = [
        each for each in page.findChildren(AskedField) if each.path == ("acts", "a1", "details", "threatener")
    ]
    assert hidden[0].isHidden()
    known: YesNo = control(page, "acts", "a1", "details", "threatener_known")
    known._buttons["yes"].click()
    qtbot.waitUntil(lambda: not hidden[0].isHidden(), timeout=WAIT_MS)
    assert control(page, "acts", "a1", "details", "words").value() == "көресің"


def test_an_act_is_classified_later_and_nothing_is_typed_again(
    shown: Callable[[JsonObject], Incident], ask: Ask, qtbot: QtBot
) -> None:
    page = shown(
        {"title": "т", "acts": [{"id": "a1", "form": "other", "details": {"what_happened": "ҳамла"}}]}
    )
    choice = next(each for each in page.findChildren(ActBlock)[0].findChildren(Choice))
    choice.set_value("beating")
    choice.changed.emit()
    page.save()

    def is_beating() -> bool:
        acts = held(ask, page)["acts"]
        assert isinstance(acts, list)
        assert isinstance(acts[0], dict)
        return acts[0]["form"] == "beating" and acts[0]["details"] == {"what_happened": "ҳамла"}

    qtbot.waitUntil(is_beating, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: is_drawn(page), timeout=WAIT_MS)
    block = next(each for each in page.findChildren(ActBlock) if each.isVisible())
    assert any("ҳамла" in label.text() for label in block.findChildren(QLabel))


def test_a_new_person_gets_a_record_and_a_role(
    shown: Callable[[JsonObject], Incident], ask: Ask, qtbot: QtBot
) -> None:
    page = shown(THREAT)
    who = page.findChildren(WhoSection)[0]
    adder = who.findChildren(PickedRecords)[0].adder
    assert isinstance(adder, RecordAdder)
    adder.line.setFocus()
    adder.line.insert("Үлгі Қорқытушы")
    adder.chooser._typed()
    QTest.keyClick(adder.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.sheet.value(("people",)) or ()) == 2, timeout=WAIT_MS)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: len(visible_choices(who)) == 2, timeout=WAIT_MS)
    roles = visible_choices(who)
    roles[-1].set_value("alleged_perpetrators")
    roles[-1].changed.emit()
    page.save()
    people = page.sheet.value(("people",))
    assert isinstance(people, list)
    qtbot.waitUntil(
        lambda: held(ask, page)["acts"][0].get("alleged_perpetrators") == [people[1]],  # type: ignore[index, union-attr]
        timeout=WAIT_MS,
    )
    found = ask(lambda services: services.reading.list_kind("person", None, "қорқытушы", 10, 0))
    assert found.total == 1


def visible_choices(section: WhoSection) -> list[Choice]:
    return [each for each in section.findChildren(Choice) if each.isVisible()]


def test_entries_are_added_removed_and_brought_back(
    shown: Callable[[JsonObject], Incident], ask: Ask, qtbot: QtBot
) -> None:
    page = shown({"title": "т"})
    sources = next(
        each for each in page.sections if isinstance(each, EntriesSection) and each.words == "Sources"
    )
    sources.add()
    [entry] = page.sheet.entries("sources")
    assert field(page, "sources", str(entry["id"]), "person").isAncestorOf(page.focusWidget())
    type_into(page, "көрші", "sources", str(entry["id"]), "name")
    sources.remove(str(entry["id"]))
    assert page.sheet.entries("sources") == []
    assert page.undo()
    page.save()
    qtbot.waitUntil(
        lambda: held(ask, page).get("sources") == [{"id": entry["id"], "name": "көрші"}], timeout=WAIT_MS
    )


def test_a_gap_stands_beside_its_label_until_it_is_filled(
    shown: Callable[[JsonObject], Incident], qtbot: QtBot
) -> None:
    page = shown({"title": "т"})
    gap = field(page, "narrative", "text")._gap
    assert "for a complaint" in gap.text()
    type_into(page, "болды", "narrative", "text")
    page.save()
    qtbot.waitUntil(gap.isHidden, timeout=WAIT_MS)


def test_files_are_taken_in_and_handed_out(
    shown: Callable[[JsonObject], Incident], qtbot: QtBot, tmp_path: Path
) -> None:
    page = shown(THREAT)
    file = tmp_path / "recording.bin"
    file.write_bytes(b"\x02" * 3000)
    page.take_in([file])
    qtbot.waitUntil(lambda: len(page.sheet.evidence) == 1, timeout=WAIT_MS)
    copies = tmp_path / "copies"
    copies.mkdir()
    item = page.sheet.evidence[0]
    page.hand_out(item.sha256, free_path(copies, item.name))
    qtbot.waitUntil((copies / "recording.bin").exists, timeout=WAIT_MS)
    assert (copies / "recording.bin").read_bytes() == file.read_bytes()


def test_how_a_file_came_is_kept_with_it_and_not_claimed_of_another_incidents(
    shown: Callable[[JsonObject], Incident], ask: Ask, qtbot: QtBot, tmp_path: Path
) -> None:
    page = shown({"title": "т"})
    file = tmp_path / "сурет.bin"
    file.write_bytes(b"\x02" * 30)
    evidence = next(each for each in page.sections if isinstance(each, EvidenceSection))
    assert evidence.arrived.value() == "other"
    evidence.arrived.set_value("camera")
    evidence.strip.dropped.emit([file])
    qtbot.waitUntil(lambda: len(page.sheet.evidence) == 1, timeout=WAIT_MS)
    identifier = page.sheet.evidence[0].id
    assert ask(lambda services: services.recording.show(identifier).content["arrived"]) == "camera"
    other = ask(lambda services: services.recording.add({"title": "басқа"}, (), Watch()).id)
    page.context.navigate("incident", id=other)
    qtbot.waitUntil(lambda: evidence.arrived.value() == "other", timeout=WAIT_MS)


def test_a_name_of_others_leads_nowhere_else_and_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    assert free_path(tmp_path, "photo.jpg") == tmp_path / "photo (2).jpg"
    for name in ("../../escape", "/etc/passwd", "..", "a\u202egpj.exe", "CON\\x"):
        assert free_path(tmp_path, name).parent == tmp_path
        assert "\u202e" not in free_path(tmp_path, name).name


def test_a_readable_copy_is_asked_for_again(
    shown: Callable[[JsonObject], Incident], qtbot: QtBot, tmp_path: Path
) -> None:
    page = shown({"title": "т"})
    file = tmp_path / "recording.bin"
    file.write_bytes(b"\x02" * 30)
    page.take_in([file])
    qtbot.waitUntil(lambda: len(page.sheet.evidence) == 1, timeout=WAIT_MS)
    page.ask_to_hand_out(page.sheet.evidence[0].sha256)
    [box] = page.findChildren(QMessageBox)
    assert "recording.bin" in box.text()
    assert box.defaultButton().text() == "Cancel"
    box.defaultButton().click()
    assert page.findChildren(QFileDialog) == []


def test_sections_are_stepped_through_with_the_keyboard(shown: Callable[[JsonObject], Incident]) -> None:
    page = shown({"title": "т"})
    page.step_section(1)
    assert control(page, "title").hasFocus()
    page.step_section(1)
    assert page.sections[2].isAncestorOf(page.focusWidget())  # past the translations: there are none
    page.step_section(-1)
    assert control(page, "title").hasFocus()


def test_every_control_has_a_name(shown: Callable[[JsonObject], Incident]) -> None:
    page = shown(THREAT)
    nameless = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not widget.accessibleName()
        and not isinstance(widget.parent(), QAbstractScrollArea)
    ]
    assert nameless == []


def test_another_incident_takes_the_place_of_the_first_with_its_own_values(
    shown: Callable[[JsonObject], Incident], ask: Ask, qtbot: QtBot
) -> None:
    page = shown(THREAT)
    other: JsonObject = {
        "title": "Екінші",
        "acts": [{"id": "b7", "form": "threat", "details": {"words": "ұр"}}],
    }
    saved: RecordSaved = ask(lambda services: services.recording.add(other, (), Watch()))
    page.context.navigate("incident", id=saved.id)
    qtbot.waitUntil(lambda: page.title.text() == "Екінші" and is_drawn(page), timeout=WAIT_MS)
    assert control(page, "acts", "b7", "details", "words").value() == "ұр"
    type_into(page, "амын", "acts", "b7", "details", "words")
    page.save()
    qtbot.waitUntil(
        lambda: held(ask, page)["acts"][0]["details"]["words"] == "ұрамын",  # type: ignore[index, call-overload]
        timeout=WAIT_MS,
    )
    assert not page.undo() or page.sheet.value(("title",)) == "Екінші"
