"""The history of an incident on its page, who held its evidence; how its date is known."""

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.gui.pages.incident import Incident
from tests.gui.incident_kit import Ask, control, history_of, type_into, wait_for


def test_history_tells_field_by_field_what_changed(
    shown: Callable[[JsonObject], Incident], ask: Ask, qtbot: QtBot
) -> None:
    page = shown({"title": "Бұрынғы"})
    ask(lambda services: services.recording.edit(page.record_id, {"title": "Кейінгі"}))
    told = history_of(page, qtbot, "Кейінгі")
    assert "Бұрынғы" in told
    assert "Title" in told


def test_history_tells_lists_within_an_entry_in_words(
    shown: Callable[[JsonObject], Incident], qtbot: QtBot
) -> None:
    states: JsonObject = {"form": "beating", "victim_states": [{"state": "injured", "note": "қолы"}]}
    page = shown({"title": "т", "acts": [states]})
    told = history_of(page, qtbot, "The victims afterwards")
    assert "The victims afterwards: State: Injured, not yet healed; Note: қолы" in told


def test_history_tells_who_held_the_evidence(
    shown: Callable[[JsonObject], Incident], ask: Ask, qtbot: QtBot, tmp_path: Path
) -> None:
    page = shown({"title": "т"})
    paper = tmp_path / "қағаз.pdf"
    paper.write_bytes(b"%PDF-1.4 ")
    added = ask(lambda services: services.evidence.add(page.record_id, paper, "usb", Watch()))
    ask(lambda services: services.evidence.export(added.sha256, tmp_path / "out.pdf", Watch()))
    told = history_of(page, qtbot, "Handed out")
    assert "қағаз.pdf" in told
    assert "Taken in" in told
    assert "from: Copied from a stick or disk" in told


def test_how_a_date_is_known_stands_beside_it_and_stays_when_the_date_is_typed_anew(
    shown: Callable[[JsonObject], Incident], ask: Ask, qtbot: QtBot
) -> None:
    page = shown({"title": "т", "when": {"edtf": "2014-01-09"}})
    how = control(page, "when", "certainty")
    how.setCurrentIndex(how.findData("believed"))
    how.activated.emit(how.currentIndex())
    type_into(page, "шақыру қағазы", "when", "basis")
    line = control(page, "when").focusProxy()
    line.setText("2014-01-10")
    line.textEdited.emit("2014-01-10")
    page.save()
    known: JsonObject = {"edtf": "2014-01-10", "certainty": "believed", "basis": "шақыру қағазы"}
    wait_for(qtbot, ask, page, ("when",), known)
