"""What others wrote, on the page of an incident: conflicts, marks, what is withheld or not understood."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from app.domain.revision import Revision
from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.page import PageContext
from app.gui.pages.incident import Incident
from app.gui.pages.incidents import Incidents
from app.gui.pages.record_conflicts import settle
from app.gui.pages.record_sections import AskedField
from app.gui.pages.record_standing import RecordStanding
from app.services import Services
from app.services.answers import ConflictSide, RecordShown, ShownConflict
from app.words import choose_language
from tests.builders import Writer, append, party
from tests.gui.conftest import WAIT_MS
from tests.gui.drawn import is_drawn

Ask = Callable[[Callable[[Services], object]], Any]
MakeWindow = Callable[..., MainWindow]
Receive = Callable[..., str]


@pytest.fixture
def receive(ask: Ask) -> Receive:
    """Takes revisions of others in; the id of their record."""

    def take(*revisions: Revision) -> str:
        def job(services: Services) -> None:
            append(services.vault, *revisions)

        ask(job)
        return revisions[0].header.record_id

    return take


@pytest.fixture
def show(make_window: MakeWindow, qtbot: QtBot) -> Callable[[str], Incident]:
    """The page of an incident, all of its sections drawn."""

    def show_one(identifier: str) -> Incident:
        window = make_window(Incidents, Incident)
        window.show_page("incident", id=identifier)
        assert isinstance(window.page, Incident)
        page = window.page
        qtbot.waitUntil(lambda: is_drawn(page), timeout=WAIT_MS)
        return page

    return show_one


def texts(page: Incident) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def two_versions() -> tuple[Revision, ...]:
    one, other = Writer(party("Біріншісі")), Writer(party("Екіншісі"))
    root = one.write("incident", {"open": {"title": "Бастапқы"}})
    mine: Mapping[str, JsonObject] = {"open": {"title": "Бірінші атау", "urgency": "ongoing"}}
    theirs: Mapping[str, JsonObject] = {"open": {"title": "Екінші атау", "urgency": "imminent"}}
    return root, one.follow(root, mine), other.follow(root, theirs)


def test_before_a_record_is_read_nobody_is_told_of_sides_to_choose(
    context: PageContext, qtbot: QtBot
) -> None:
    standing = RecordStanding(context.theme, lambda: None)
    qtbot.addWidget(standing)
    assert not any(each.isVisibleTo(standing) for each in standing.findChildren(QPushButton))


def test_both_sides_stand_beside_each_other_and_choosing_writes_a_revision(
    receive: Receive, show: Callable[[str], Incident], ask: Ask, qtbot: QtBot
) -> None:
    page = show(receive(*two_versions()))
    assert "2 fields stand in several versions." in texts(page)
    page._compare()
    view = page._conflicts
    told = texts(page)
    assert "Бірінші атау" in told
    assert "Екінші атау" in told
    sides = {each.accessibleName(): each for each in view.findChildren(QRadioButton)}
    sides["Title: take Екінші атау"].click()
    assert not view._take.isEnabled()
    next(each for name, each in sides.items() if name.startswith("Urgency")).click()
    view._take.click()

    def settled() -> bool:
        found: RecordShown = ask(lambda services: services.recording.show(page.record_id))
        return found.conflicts == () and found.content["title"] == "Екінші атау"

    qtbot.waitUntil(settled, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page._views.currentWidget() is page._writing, timeout=WAIT_MS)


def test_sides_of_a_date_are_read_as_words_of_the_language(
    receive: Receive, show: Callable[[str], Incident]
) -> None:
    one, other = Writer(party("Біріншісі")), Writer(party("Екіншісі"))
    root = one.write("incident", {"open": {"title": "т"}})
    rough: JsonObject = {"edtf": "2014-01-09", "certainty": "believed", "said": "түстен кейін"}
    fine: JsonObject = {
        "edtf": "2014-01-09",
        "certainty": "exact",
        "basis": "протокол",
        "time": {"value": "14:30", "precision": "quarter"},
        "zone": "Asia/Almaty",
    }
    sides: list[dict[str, JsonObject]] = [{"open": {"title": "т", "when": when}} for when in (rough, fine)]
    choose_language("ru")
    page = show(receive(root, one.follow(root, sides[0]), other.follow(root, sides[1])))
    page._compare()
    told = texts(page)
    assert "9 января 2014" in told
    for words in ("предположительно\n«түстен кейін»", "Известно из: протокол", "14:30", "Asia/Almaty"):
        assert words in told
    for name in ("edtf", "certainty", "said", "basis", "believed", "precision", "quarter"):
        assert name not in told


def test_a_settled_conflict_names_every_field_and_keeps_the_rest_of_an_entry() -> None:
    content: JsonObject = {"title": "т", "acts": [{"id": "a1", "form": "threat", "note": "құпия"}]}
    whole = ShownConflict(
        compartment="open",
        path=("acts", "a1"),
        sides=(
            ConflictSide(value={"id": "a1", "form": "threat"}, revisions=(), authors=()),
            ConflictSide(value=None, revisions=(), authors=()),
        ),
    )
    assert settle(content, [(whole, whole.sides[0])]) == {"acts": content["acts"]}
    assert settle(content, [(whole, whole.sides[1])]) == {"acts": None}


def test_what_is_withheld_is_said_and_cannot_be_written_over(
    receive: Receive, show: Callable[[str], Incident]
) -> None:
    whole = Writer(party("Біреу")).write(
        "incident", {"open": {"title": "т"}, "identities": {"safety": "қорғау керек"}}
    )
    page = show(receive(whole.without(frozenset({"identities"}))))
    assert "Withheld from you: identities" in texts(page)
    fields = {each.path: each for each in page.findChildren(AskedField)}
    assert not fields[("safety",)].control.isEnabled()
    assert fields[("title",)].control.isEnabled()


def test_a_newer_version_is_read_only_and_an_unknown_form_is_a_tree(
    receive: Receive, show: Callable[[str], Incident]
) -> None:
    act: JsonObject = {"id": "a1", "form": "smear", "form_version": 7, "details": {"where_said": "теледидар"}}
    page = show(receive(Writer(party("Болашақ")).write("incident", {"open": {"title": "т", "acts": [act]}})))
    told = texts(page)
    assert "where said: теледидар" in told
    assert "One of its forms is not known to this version" in told


def test_a_record_of_a_newer_schema_shows_and_takes_nothing(
    receive: Receive, show: Callable[[str], Incident]
) -> None:
    content: JsonObject = {"title": "Болашақтан", "future": {"branch": ["лист"]}}
    page = show(receive(Writer(party("Болашақ")).write("incident", {"open": content}, schema=2)))
    assert "Made by a newer version; read only." in texts(page)
    assert "лист" in texts(page)
    assert not any(field.control.isEnabled() for field in page.findChildren(AskedField))


def test_a_deleted_incident_is_only_read(ask: Ask, show: Callable[[str], Incident]) -> None:
    saved = ask(lambda services: services.recording.add({"title": "т"}, (), Watch()))
    ask(lambda services: services.recording.delete(saved.id, "қате"))
    page = show(saved.id)
    assert "Deleted: shown only to be read." in texts(page)
    assert not any(field.control.isEnabled() for field in page.findChildren(AskedField))


def test_hidden_signs_of_others_are_shown(receive: Receive, show: Callable[[str], Incident]) -> None:
    page = show(receive(Writer(party("Біреу")).write("incident", {"open": {"title": "a\u202eb"}})))
    assert page.title.text() == "a⟨U+202E⟩b"
    assert "It holds hidden signs: a⟨U+202E⟩b" in texts(page)


def test_what_arrives_while_one_types_comes_beneath_what_is_typed(
    receive: Receive, show: Callable[[str], Incident], opened: PageContext, qtbot: QtBot
) -> None:
    writer = Writer(party("Біреу"))
    root = writer.write("incident", {"open": {"title": "т"}})
    page = show(receive(root))
    page.sheet.change(("title",), "терілген")
    receive(writer.follow(root, {"open": {"title": "т", "urgency": "ongoing"}}))
    page.refresh()
    qtbot.waitUntil(lambda: page.sheet.value(("urgency",)) == "ongoing", timeout=WAIT_MS)
    assert page.sheet.value(("title",)) == "терілген"
    opened.told.emit("")


def test_it_speaks_russian(receive: Receive, show: Callable[[str], Incident]) -> None:
    choose_language("ru")
    act: JsonObject = {"id": "a1", "form": "threat", "form_version": 1}
    page = show(receive(Writer(party("Біреу")).write("incident", {"open": {"title": "т", "acts": [act]}})))
    told = texts(page)
    assert "Угроза" in told
    assert "Acts" not in told
