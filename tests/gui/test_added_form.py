"""A form that one JSON file adds is asked in the window; what an older version of it wrote is not lost."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.pages.incident import Incident
from app.gui.pages.incident_sections import ActBlock
from app.gui.pages.incidents import Incidents
from app.gui.widgets.choosing import Choice
from tests.added_form import (
    FORM,
    WORD,
    add_form,
    details,
    first_version,
    running_from,
    second_version,
)
from tests.gui.conftest import WAIT_MS
from tests.gui.drawn import is_drawn
from tests.gui.incident_kit import Ask, control, field, held, type_into, wait_for

MakeWindow = Callable[..., MainWindow]
DETAILS = ("acts", "a1", "details")


@pytest.fixture
def resources(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    """Resources with the form in these versions, there before any vault is opened."""
    with running_from(tmp_path / "program") as copied:
        for version in request.param:
            add_form(copied, version)
        yield


def with_versions(*versions: dict[str, Any]) -> pytest.MarkDecorator:
    """Runs a test where the form ships in these versions."""
    return pytest.mark.parametrize("resources", [versions], indirect=True, ids=[f"{len(versions)} versions"])


@pytest.fixture
def add(resources: None, make_window: MakeWindow, ask: Ask, qtbot: QtBot) -> Any:
    """Adds an incident and shows its page, drawn."""

    def show(act: JsonObject) -> Incident:
        owner = ask(lambda services: services.recording.add_other("person", {"names": [{"full": "Үлгі"}]})).id
        if act.get("details") == "all":
            act = {**act, "details": details(owner)}
        given: JsonObject = {"title": "Китобсӯзӣ", "acts": [{"id": "a1", **act}]}
        saved = ask(lambda services: services.recording.add(given, (), Watch()))
        window = make_window(Incidents, Incident)
        window.show_page("incident", id=saved.id)
        page = window.page
        assert isinstance(page, Incident)
        qtbot.waitUntil(lambda: is_drawn(page), timeout=WAIT_MS)
        return page

    return show


def act_of(ask: Ask, page: Incident) -> dict[str, Any]:
    """The one act of the incident, as it is kept."""
    acts: Any = held(ask, page)["acts"]
    [act] = acts
    return dict(act)


def read_only_texts(page: Incident) -> str:
    """What the acts show below their fields, in one text."""
    blocks = [block for block in page.findChildren(ActBlock) if block.isVisible()]
    return "\n".join(label.text() for block in blocks for label in block.findChildren(QLabel))


@with_versions(first_version())
def test_the_fields_of_an_added_form_are_asked_and_kept(add: Any, ask: Ask, qtbot: QtBot) -> None:
    page: Incident = add({"form": "other"})
    choice = page.findChildren(ActBlock)[0].findChildren(Choice)[0]
    choice.set_value(FORM)
    assert choice.value() == FORM
    choice.changed.emit()
    qtbot.waitUntil(lambda: is_drawn(page), timeout=WAIT_MS)
    assert field(page, *DETAILS, "titles")._label.text().startswith("Books burned")
    assert "medical" in field(page, *DETAILS, "burns")._label.text()
    type_into(page, f"«{WORD}»", *DETAILS, "titles")
    type_into(page, "7", *DETAILS, "how_many")
    page.save()
    wait_for(qtbot, ask, page, ("title",), "Китобсӯзӣ")

    def stands() -> bool:
        return act_of(ask, page) == {
            "id": "a1",
            "form": FORM,
            "form_version": 1,
            "details": {"titles": f"«{WORD}»", "how_many": 7},
        }

    qtbot.waitUntil(stands, timeout=WAIT_MS)
    found = ask(lambda services: services.reading.list_incidents(FORM, WORD, 10, 0, ()))
    assert found.total == 1


@with_versions(first_version(), second_version())
def test_what_an_older_version_wrote_is_shown_and_kept_under_the_newer(
    add: Any, ask: Ask, qtbot: QtBot
) -> None:
    page: Incident = add({"form": FORM, "form_version": 1, "details": "all"})
    # Under its own version: all of it in the fields that wrote it.
    assert control(page, *DETAILS, "day").value() == "жұма"
    assert control(page, *DETAILS, "burns").value() == "кафи даст"
    before = act_of(ask, page)["details"]
    [newer] = [
        each
        for each in page.findChildren(QPushButton)
        if each.isVisible() and each.text() == "Use the newer version of this form"
    ]
    newer.click()
    qtbot.waitUntil(lambda: is_drawn(page), timeout=WAIT_MS)
    told = read_only_texts(page)
    assert "кафи даст" in told
    assert "жұма" in told
    assert control(page, *DETAILS, "titles").value() == details("")["titles"]
    type_into(page, "3", *DETAILS, "how_many")
    page.save()

    def stands() -> bool:
        act = act_of(ask, page)
        return bool(act["form_version"] == 2 and act["details"] == before | {"how_many": 123})

    qtbot.waitUntil(stands, timeout=WAIT_MS)
    assert page.undo()
