"""Everything of the model in the window: rare sections, lists in entries, references, time, deadlines."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.domain.strict_json import Json, JsonObject
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.pages.deadlines import Deadlines
from app.gui.pages.incident import Incident
from app.gui.pages.incident_timeline import TimelineView
from app.gui.pages.incidents import Incidents
from app.gui.pages.organisation import Organisation
from app.gui.pages.organisations import Organisations
from app.gui.pages.person import Person
from app.gui.pages.proceeding import Proceeding
from app.gui.pages.record_appearances import AppearancesSection
from app.gui.pages.record_entries import EntriesSection
from app.gui.pages.record_more import MoreToRecord
from app.gui.pages.record_page import RecordPage
from app.gui.pages.record_picks import PickedIncidents, PickedParties, PickedRecords, RecordAdder
from app.gui.pages.record_references import EntryChoice, FieldChoice, HearingChoice
from app.gui.pages.record_sections import AskedField
from app.gui.widgets.fields import Empty
from app.gui.widgets.reminder import DeadlineReminder
from app.services import Services
from tests.gui.conftest import WAIT_MS
from tests.gui.drawn import is_drawn

Ask = Callable[[Callable[[Services], object]], Any]
PAGES = (Incidents, Incident, Person, Organisations, Organisation, Proceeding, Deadlines)

FULL: JsonObject = {
    "title": "Ұсталды",
    "narrative": {"language": "kk", "text": "Түнде алып кетті."},
    "people": [{"key": "v", "names": [{"full": "Үлгі Тестұлы"}]}],
    "proceedings": [
        {"key": "c", "numbers": [{"raw": "№ 1"}], "hearings": [{"id": "h1", "when": {"edtf": "2014-05-02"}}]}
    ],
    "acts": [{"id": "a1", "form": "beating", "victims": ["v"], "proceeding": "c"}],
    "sources": [{"id": "s1", "name": "көрші"}],
    "detentions": [
        {
            "id": "d1",
            "person": "v",
            "seized": {"edtf": "2014-01-09"},
            "released": {"edtf": "2014-01-08"},
            "moves": [{"id": "m1", "since": {"edtf": "2014-01-10"}}, {"id": "m2", "note": "екінші"}],
        }
    ],
}


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    """A window with the pages that this is about."""
    return make_window(*PAGES)


@pytest.fixture
def shown(window: MainWindow, ask: Ask, qtbot: QtBot) -> Callable[[JsonObject], Incident]:
    """The page of a new incident, all of it drawn."""

    def show(data: JsonObject) -> Incident:
        saved = ask(lambda services: services.recording.add(data, (), Watch()))
        page = opened(window, "incident", saved.id, qtbot)
        assert isinstance(page, Incident)
        return page

    return show


def opened(window: MainWindow, kind: str, identifier: str, qtbot: QtBot) -> RecordPage:
    window.show_page(kind, id=identifier)
    page = window.page
    assert isinstance(page, RecordPage)
    qtbot.waitUntil(lambda: page.record_id == identifier and is_drawn(page), timeout=WAIT_MS)
    return page


def field(page: RecordPage, *path: str) -> AskedField:
    found = [each for each in page.findChildren(AskedField) if each.path == path and each.isVisible()]
    return found[-1]


def section(page: RecordPage, words: str) -> EntriesSection:
    return next(each for each in page.sections if isinstance(each, EntriesSection) and each.words == words)


def wait_until_held(qtbot: QtBot, ask: Ask, page: RecordPage, name: str, expected: Json) -> None:
    page.save()
    qtbot.waitUntil(
        lambda: ask(lambda services: services.recording.show(page.record_id)).content.get(name) == expected,
        timeout=WAIT_MS,
    )


def test_what_is_rare_and_empty_is_offered_at_the_end_and_comes_into_its_place(
    shown: Callable[[JsonObject], Incident], ask: Ask, qtbot: QtBot
) -> None:
    page = shown({"title": "т"})
    detention = section(page, "Detention")
    assert not detention.isVisible()
    more = page.findChild(MoreToRecord)
    assert isinstance(more, MoreToRecord)
    [opening] = [each for each in more.findChildren(QPushButton) if each.text() == "Detention"]
    opening.click()
    assert detention.isVisible()
    assert opening.isHidden()
    focus = page.focusWidget()
    assert detention.isAncestorOf(focus)
    [entry] = page.sheet.entries("detentions")
    page.sheet.change(("detentions", str(entry["id"]), "ground"), "белгісіз")
    wait_until_held(qtbot, ask, page, "detentions", [{"id": entry["id"], "ground": "белгісіз"}])
    # What is taken back does not take the ground away.
    assert page.undo()
    assert page.undo()
    assert page.sheet.entries("detentions") == []
    assert detention.isVisible()


def test_places_within_a_detention_are_added_changed_and_taken_away(
    shown: Callable[[JsonObject], Incident], ask: Ask, qtbot: QtBot
) -> None:
    page = shown(FULL)
    note = field(page, "detentions", "d1", "moves", "m2", "note")
    assert note.control.value() == "екінші"  # type: ignore[attr-defined]
    moves = next(each for each in section(page, "Detention").list._blocks["d1"]._lists)
    moves.add_entry({})
    assert len(page.sheet.entries("detentions", "d1", "moves")) == 3
    moves.remove("m2")
    assert page.sheet.entries("detentions", "d1", "moves")[0]["id"] == "m1"
    assert page.undo()
    assert len(page.sheet.entries("detentions", "d1", "moves")) == 3


def test_a_block_kept_for_later_shows_the_moves_of_the_detention_that_takes_it(
    shown: Callable[[JsonObject], Incident], qtbot: QtBot
) -> None:
    page = shown(FULL)
    detentions = section(page, "Detention")
    page.sheet.change(("detentions",), [{"id": "d2", "moves": [{"id": "m1", "note": "басқа"}]}])
    qtbot.waitUntil(lambda: detentions.is_drawn, timeout=WAIT_MS)
    assert field(page, "detentions", "d2", "moves", "m1", "note").control.value() == "басқа"  # type: ignore[attr-defined]
    assert not [
        each
        for each in page.findChildren(AskedField)
        if each.isVisible() and each.path[:2] == ("detentions", "d1")
    ]


def test_acts_sources_fields_and_hearings_are_chosen_by_their_words(
    shown: Callable[[JsonObject], Incident], qtbot: QtBot
) -> None:
    page = shown(FULL)
    section(page, "Alleged perpetrators").open()
    [involvement] = page.sheet.entries("involvements")
    acts = field(page, "involvements", str(involvement["id"]), "act").control
    assert isinstance(acts, EntryChoice)
    assert [acts.itemText(place) for place in range(1, acts.count())] == ["Beating, Үлгі Тестұлы"]
    section(page, "Claims").open()
    [claim] = page.sheet.entries("claims")
    sources = field(page, "claims", str(claim["id"]), "source").control
    assert isinstance(sources, EntryChoice)
    assert [sources.itemText(place) for place in range(1, sources.count())] == ["көрші"]
    fields = field(page, "claims", str(claim["id"]), "field").control
    assert isinstance(fields, FieldChoice)
    offered = {fields.itemData(place): fields.itemText(place) for place in range(1, fields.count())}
    assert offered["title"] == "Title"
    assert offered["acts.a1.victims"] == "Acts · Beating · Victims"
    assert offered["detentions.d1.seized"] == "Detention · Seized"
    hearings = field(page, "acts", "a1", "hearing").control
    assert isinstance(hearings, HearingChoice)
    assert hearings.itemData(1) == "h1"
    assert "2 May 2014" in hearings.itemText(1)


def test_another_incident_is_found_and_linked(
    shown: Callable[[JsonObject], Incident], ask: Ask, qtbot: QtBot
) -> None:
    other = ask(lambda services: services.recording.add({"title": "Алдыңғы қорқыту"}, (), Watch()))
    page = shown({"title": "т"})
    section(page, "Links with other incidents").open()
    [link] = page.sheet.entries("links")
    picked = field(page, "links", str(link["id"]), "incident").control
    assert isinstance(picked, PickedIncidents)
    QTest.keyClicks(picked.finder.search_line, "ALDYNGY")
    picked.finder.search_line.setText("алдыңғы")
    qtbot.waitUntil(lambda: picked.finder.rows.count() == 1, timeout=WAIT_MS)
    QTest.keyClick(picked.finder.search_line, Qt.Key.Key_Return)
    wait_until_held(qtbot, ask, page, "links", [{"id": link["id"], "incident": other.id}])
    assert picked.finder.isHidden()


def test_an_organisation_can_be_a_victim(
    shown: Callable[[JsonObject], Incident], ask: Ask, qtbot: QtBot
) -> None:
    organisation = ask(
        lambda services: services.recording.add_other("organisation", {"names": [{"text": "Үлгі қоры"}]})
    )
    page = shown({"title": "т", "acts": [{"id": "a1", "form": "other", "victims": [organisation.id]}]})
    victims = field(page, "acts", "a1", "victims").control
    assert isinstance(victims, PickedParties)
    assert victims.value() == [organisation.id]
    victims.opened.emit(organisation.id)
    window = page.window()
    assert isinstance(window, MainWindow)
    assert isinstance(window.page, Organisation)


def test_a_translation_stands_beside_the_original(shown: Callable[[JsonObject], Incident]) -> None:
    page = shown(FULL)
    translations = section(page, "Translations")
    translations.open()
    [block] = translations.list._blocks.values()
    [entry] = page.sheet.entries("translations")
    written = field(page, "translations", str(entry["id"]), "text")
    original = block._original  # type: ignore[attr-defined]
    assert original.text() == "Түнде алып кетті."
    left, right = (each.mapTo(page, each.rect().topLeft()) for each in (original, written))
    assert left.x() < right.x()
    assert abs(left.y() - right.y()) < original.height() + 40


def test_the_timeline_shows_what_is_wrong_and_leads_to_its_field(
    shown: Callable[[JsonObject], Incident], qtbot: QtBot
) -> None:
    page = shown(FULL)
    page.open_timeline()
    view = page._timeline
    qtbot.waitUntil(view.isVisible, timeout=WAIT_MS)
    assert isinstance(view, TimelineView)
    texts = [each.text() for each in view.findChildren(type(view._told))]
    assert "Released before the seizure." in texts
    [seized] = [each for each in view.findChildren(QPushButton) if each.text().startswith("Seized")]
    seized.click()
    wanted = field(page, "detentions", "d1", "seized")
    qtbot.waitUntil(lambda: wanted.isAncestorOf(page.focusWidget()), timeout=WAIT_MS)


def test_a_person_tells_where_they_appear_and_leads_there(
    shown: Callable[[JsonObject], Incident], window: MainWindow, qtbot: QtBot
) -> None:
    incident = shown(FULL)
    people = incident.sheet.value(("people",))
    assert isinstance(people, list)
    page = opened(window, "person", str(people[0]), qtbot)
    appearances = page.findChild(AppearancesSection)
    assert isinstance(appearances, AppearancesSection)
    [row] = appearances.findChildren(QPushButton)
    assert row.text() == "Ұсталды"
    assert any("Victim · Held" in label.text() for label in appearances.findChildren(type(page.title)))
    row.click()
    assert isinstance(window.page, Incident)


def test_an_organisation_is_listed_and_written(window: MainWindow, ask: Ask, qtbot: QtBot) -> None:
    saved = ask(
        lambda services: services.recording.add_other(
            "organisation", {"names": [{"id": "n1", "text": "Үлгі түрмесі"}]}
        )
    )
    page = opened(window, "organisation", saved.id, qtbot)
    assert page.title.text() == "Үлгі түрмесі"
    page.sheet.change(("facility_capacity",), 40)
    wait_until_held(qtbot, ask, page, "facility_capacity", 40)
    window.show_page("organisations")
    assert window.page is not None
    assert window.page.name == "organisations"


def test_an_organisation_is_part_of_another_and_both_say_so(
    window: MainWindow, ask: Ask, qtbot: QtBot
) -> None:
    saved = ask(
        lambda services: services.recording.add_other("organisation", {"names": [{"text": "Үлгі бөлімі"}]})
    )
    page = opened(window, "organisation", saved.id, qtbot)
    parent = field(page, "parent").control
    assert isinstance(parent, PickedRecords)
    assert isinstance(parent.adder, RecordAdder)
    parent.adder.line.setText("Үлгі департаменті")
    parent.adder.line.editingFinished.emit()
    qtbot.waitUntil(lambda: isinstance(parent.value(), str), timeout=WAIT_MS)
    above = str(parent.value())
    wait_until_held(qtbot, ask, page, "parent", above)
    page = opened(window, "organisation", above, qtbot)
    assert page.title.text() == "Үлгі департаменті"
    appearances = page.findChild(AppearancesSection)
    assert isinstance(appearances, AppearancesSection)
    [row] = appearances.findChildren(QPushButton)
    assert row.accessibleName() == "Үлгі бөлімі"
    assert any("Part of it" in label.text() for label in appearances.findChildren(type(page.title)))


def test_without_a_deadline_the_way_to_them_stays_and_the_page_says_what_belongs_there(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.show_page("incidents")
    reminder = window.findChild(DeadlineReminder)
    assert isinstance(reminder, DeadlineReminder)
    qtbot.waitUntil(lambda: reminder._has_asked and not reminder._is_asking, timeout=WAIT_MS)
    assert reminder.line.text() == "Deadlines"
    QTest.keyClick(reminder.line, Qt.Key.Key_Return)
    page = window.page
    assert isinstance(page, Deadlines)
    empty = page.findChild(Empty)
    assert isinstance(empty, Empty)
    qtbot.waitUntil(empty.isVisible, timeout=WAIT_MS)


def test_deadlines_are_reminded_of_quietly_and_lead_to_their_field(
    window: MainWindow, ask: Ask, qtbot: QtBot
) -> None:
    # It is the tenth of January 2026.
    interventions: list[Json] = [
        {"id": "i1", "kind": "complaint", "deadline": {"edtf": "2026-01-12"}},
        {"id": "i2", "deadline": {"edtf": "2026-01-02"}},
        {"id": "i3", "deadline": {"edtf": "2026-03-01"}},
    ]
    saved = ask(lambda services: services.recording.add({"interventions": interventions}, (), Watch()))
    window.show_page("incidents")
    reminder = window.findChild(DeadlineReminder)
    assert isinstance(reminder, DeadlineReminder)
    told = "1 deadline within 7 days, 1 overdue"
    qtbot.waitUntil(lambda: reminder.line.text() == told, timeout=WAIT_MS)
    assert reminder.line.accessibleName() == told
    reminder.line.click()
    page = window.page
    assert isinstance(page, Deadlines)
    qtbot.waitUntil(lambda: len(page.findChildren(QPushButton)) > 3, timeout=WAIT_MS)
    [complaint] = [each for each in page.findChildren(QPushButton) if "Complaint" in each.text()]
    complaint.click()
    incident = window.page
    assert isinstance(incident, Incident)
    assert incident.record_id == saved.id
    qtbot.waitUntil(lambda: is_drawn(incident), timeout=WAIT_MS)
    wanted = field(incident, "interventions", "i1", "deadline")
    qtbot.waitUntil(lambda: wanted.isAncestorOf(incident.focusWidget()), timeout=WAIT_MS)
