"""Every field of the model stands on the page of its record, and what is typed there is kept."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.domain.compartments import Path
from app.domain.strict_json import Json, JsonObject
from app.domain.work import Watch
from app.gui.main_window import MainWindow
from app.gui.pages.incident import Incident
from app.gui.pages.organisation import Organisation
from app.gui.pages.person import Person
from app.gui.pages.proceeding import Proceeding
from app.gui.pages.record_page import RecordPage
from app.gui.pages.record_sections import AskedField
from app.gui.widgets.typing import LongText, TextLine
from app.services import Services, asked, asked_registry
from app.services.asked import Asked, Row
from tests.gui.conftest import WAIT_MS
from tests.gui.drawn import is_drawn

Ask = Callable[[Callable[[Services], object]], Any]
Lists = Mapping[str, Sequence[Row]]
WORDS = "Әлі жазылған"

RECORDS: Mapping[type[RecordPage], tuple[Sequence[Row], Lists]] = {
    # The body map asks for injuries.
    Incident: (asked.GENERAL, {name: rows for name, rows in asked.ENTRIES.items() if name != "injuries"}),
    Person: (
        asked_registry.PERSON,
        {
            "names": asked_registry.NAME,
            "aliases": asked_registry.ALIAS,
            "contacts": asked_registry.CONTACT,
            "posts": asked_registry.POST,
            "labels": asked_registry.LABEL,
            "documents": asked_registry.DOCUMENT,
        },
    ),
    Organisation: (
        (*asked_registry.ORGANISATION, *asked_registry.REGISTRATION, *asked_registry.COURT_OR_FACILITY),
        {
            "names": asked_registry.ORGANISATION_NAME,
            "contacts": asked_registry.CONTACT,
            "labels": asked_registry.LABEL,
        },
    ),
    Proceeding: (
        asked_registry.PROCEEDING,
        {
            "numbers": asked_registry.NUMBER,
            "charges": asked_registry.CHARGE,
            "parties": asked_registry.PARTY,
            "hearings": asked_registry.HEARING,
            "outcomes": asked_registry.OUTCOME,
            "deadlines": asked_registry.DEADLINE,
            "notes": asked_registry.LEGAL_NOTE,
        },
    ),
}


def with_an_entry(rows: Sequence[Row]) -> JsonObject:
    """An entry that holds nothing, with one like it in each list within it."""
    lists: JsonObject = {
        row.path[0]: [with_an_entry(row.fields)] for row in rows if not isinstance(row, Asked)
    }
    return {"id": "e", **lists}


def paths(rows: Sequence[Row], holder: Path) -> Iterator[Path]:
    for row in rows:
        if isinstance(row, Asked):
            yield (*holder, *row.path)
        else:
            yield from paths(row.fields, (*holder, *row.path, "e"))


def held_at(content: Json, path: Path) -> Json:
    for step in path:
        if isinstance(content, list):
            content = next(each for each in content if isinstance(each, dict) and each.get("id") == step)
        else:
            content = content.get(step) if isinstance(content, dict) else None
    return content


@pytest.mark.parametrize("page_type", RECORDS)
def test_every_field_is_shown_and_what_is_typed_is_kept(
    page_type: type[RecordPage], make_window: Callable[..., MainWindow], ask: Ask, qtbot: QtBot
) -> None:
    general, lists = RECORDS[page_type]
    content: JsonObject = {name: [with_an_entry(rows)] for name, rows in lists.items()}
    kind = page_type.kind
    if kind == "incident":
        content["acts"] = [{**with_an_entry(lists["acts"]), "form": "other"}]
        saved = ask(lambda services: services.recording.add(content, (), Watch()))
    else:
        saved = ask(lambda services: services.recording.add_other(kind, content))
    window = make_window(page_type)
    window.show_page(kind, id=saved.id)
    page = window.page
    assert isinstance(page, page_type)
    qtbot.waitUntil(lambda: is_drawn(page), timeout=WAIT_MS)
    shown = {each.path: each for each in page.findChildren(AskedField) if each.isVisible()}
    wanted = [*paths(general, ())]
    for name, rows in lists.items():
        wanted += paths(rows, (name, "e"))
    assert [path for path in wanted if path not in shown] == []
    typed = [path for path in wanted if type(shown[path].control) in (TextLine, LongText)]
    for path in typed:
        control: Any = shown[path].control
        control.set_value(WORDS)
        control.changed.emit()
    page.save()
    qtbot.waitUntil(lambda: not page.sheet.editing.pending(), timeout=WAIT_MS)
    kept = ask(lambda services: services.recording.show(saved.id)).content
    assert [path for path in typed if held_at(kept, path) != WORDS] == []
    assert page.undo()
    assert page.sheet.value(typed[-1]) is None
