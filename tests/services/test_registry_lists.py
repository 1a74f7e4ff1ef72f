"""Lists of people, organisations and proceedings: what their columns say, in every order."""

from datetime import timedelta

import pytest

from app.domain.list_columns import OFFERED, ListColumn
from app.domain.query import Order, Query
from app.domain.strict_json import Json, JsonObject
from app.domain.work import Watch
from app.services import Services
from app.services.answers import ListedRecord
from app.services.answers_registry import RegistryCells
from app.services.list_cells import cell_words
from tests.services.conftest import INCIDENT, Trio


def listed(services: Services, kind: str, order: Order = Order.TITLE) -> tuple[ListedRecord, ...]:
    return services.searches.page(kind, Query(order=order), 10, 0).items


def titles(services: Services, kind: str, order: Order) -> list[str]:
    return [row.title for row in listed(services, kind, order)]


def person(services: Services, name: str, **fields: Json) -> str:
    content: JsonObject = {"names": [{"id": "n1", "full": name}], **fields}
    return services.recording.add_other("person", content).id


def organisation(services: Services, name: str, **fields: Json) -> str:
    content: JsonObject = {"names": [{"id": "n1", "text": name}], **fields}
    return services.recording.add_other("organisation", content).id


def proceeding(services: Services, number: str, **fields: Json) -> str:
    content: JsonObject = {"numbers": [{"id": "n1", "raw": number}], **fields}
    return services.recording.add_other("proceeding", content).id


def cells(row: ListedRecord) -> RegistryCells:
    assert row.registry is not None
    return row.registry


def test_a_person_is_told_by_names_post_and_the_incidents_that_name_them(trio: Trio) -> None:
    services = trio.monitor
    body = organisation(services, "Ғажап бөлімі")
    one = person(
        services,
        "Әсел Үлгі",
        aliases=[{"id": "a1", "text": "Қожа"}],
        occupation="lawyer",
        posts=[
            {"id": "p0", "position": "алғаш", "until": {"edtf": "2003"}},
            {"id": "p1", "position": "әділ", "organisation": body},
            {"id": "p2", "position": "бұрын", "until": {"edtf": "2011"}},
        ],
    )
    left: list[Json] = [
        {"id": "p1", "position": "пештар", "until": {"edtf": "1999"}},
        {"id": "p2", "organisation_name": "Ҳалол идора", "until": {"edtf": "2015"}},
    ]
    other = person(services, "Ӯғлон Мисол", posts=left)
    acts: list[Json] = [{"form": "threat", "victims": [one]}]
    record: JsonObject = {**INCIDENT, "people": [], "acts": acts}
    named = services.recording.add(record, (), Watch()).id
    first, last = listed(services, "person")
    assert (first.id, last.id) == (one, other)
    assert (cells(first).other_names, cells(first).occupation, cells(first).post) == (
        "Қожа",
        "lawyer",
        "әділ",
    )
    assert (cells(first).organisation, cells(last).organisation) == ("Ғажап бөлімі", "Ҳалол идора")
    assert (cells(first).incidents, cells(last).incidents) == (1, 0)
    assert cell_words(first, "person", ListColumn.OCCUPATION) == "Lawyer"
    services.recording.delete(named, "мысал")
    assert cells(listed(services, "person")[0]).incidents == 0
    services.recording.edit(body, {"names": [{"id": "n1", "text": "Өзге бөлім"}]}, "organisation")
    assert cells(listed(services, "person")[0]).organisation == "Өзге бөлім"


def test_people_stand_by_what_they_do_where_and_when_they_were_changed(trio: Trio) -> None:
    services = trio.monitor
    body = organisation(services, "Я бөлімі")
    first = person(services, "а", occupation="lawyer", posts=[{"id": "p", "organisation": body}])
    person(services, "б", posts=[{"id": "p", "organisation_name": "А идора"}])
    person(services, "в", occupation="journalist")
    assert titles(services, "person", Order.OCCUPATION) == ["в", "а", "б"]
    assert titles(services, "person", Order.ORGANISATION) == ["б", "а", "в"]
    services.recording.edit(first, {"aliases": [{"id": "a1", "text": "Қожа"}]}, "person")
    assert titles(services, "person", Order.CHANGED)[0] == "а"
    assert trio.monitor.vault.verify() == ()


def test_organisations_stand_by_kind_place_and_what_they_are_part_of(trio: Trio) -> None:
    services = trio.monitor
    whole = organisation(services, "Министрлік", kind="ministry", place={"locality": "Үлгіауыл"})
    organisation(services, "а", kind="police", parent=whole)
    organisation(services, "б", kind="court", place={"locality": "Әлмауыл"})
    assert titles(services, "organisation", Order.KIND) == ["б", "Министрлік", "а"]
    assert titles(services, "organisation", Order.PLACE) == ["б", "Министрлік", "а"]
    assert titles(services, "organisation", Order.PART_OF)[0] == "а"
    row = listed(services, "organisation", Order.PART_OF)[0]
    assert cell_words(row, "organisation", ListColumn.PART_OF) == "Министрлік"
    assert cell_words(row, "organisation", ListColumn.KIND) == "Police"


def test_proceedings_stand_by_the_hearing_and_the_deadline_that_come_next(trio: Trio) -> None:
    services = trio.monitor
    today = services.clock.now().astimezone().date()
    past, soon, late = ((today + timedelta(days=days)).isoformat() for days in (-9, 2, 300))
    court = organisation(services, "Ғажап соты", kind="court")

    def hearings(*days: str) -> list[Json]:
        return [{"id": f"h{place}", "when": {"edtf": day}} for place, day in enumerate(days)]

    proceeding(services, "1", hearings=hearings(late), court_name="Ялта соты", kind="civil")
    proceeding(
        services,
        "2",
        hearings=hearings(past, late, soon),
        court=court,
        kind="criminal",
        title="Мысал ісі",
        outcomes=[{"id": "o1", "kind": "convicted"}, {"id": "o2", "kind": "upheld"}],
    )
    proceeding(
        services,
        "3",
        hearings=hearings(past),
        deadlines=[{"id": "d1", "due": {"edtf": late}}, {"id": "d2", "due": {"edtf": soon}, "done": "yes"}],
    )
    assert titles(services, "proceeding", Order.HEARING) == ["2", "1", "3"]
    assert titles(services, "proceeding", Order.DEADLINE)[0] == "3"
    assert titles(services, "proceeding", Order.COURT) == ["2", "1", "3"]
    assert titles(services, "proceeding", Order.KIND) == ["1", "2", "3"]
    _, second, third = listed(services, "proceeding")
    assert (cells(second).hearing, cells(second).court) == (soon, "Ғажап соты")
    assert (cells(second).subject, cells(second).outcome) == ("Мысал ісі", "upheld")
    assert (cells(third).hearing, cells(third).deadline) == (None, late)


def test_a_hearing_of_which_only_the_month_is_known_is_said_so(trio: Trio) -> None:
    services = trio.monitor
    proceeding(services, "1", hearings=[{"id": "h", "when": {"edtf": "2091-03"}}])
    (row,) = listed(services, "proceeding")
    assert cells(row).hearing == "2091-03"
    assert "31" not in cell_words(row, "proceeding", ListColumn.HEARING)


@pytest.mark.parametrize("kind", OFFERED)
def test_every_column_has_words_for_a_record_of_which_nothing_is_known(trio: Trio, kind: str) -> None:
    if kind == "incident":
        trio.monitor.recording.add({}, (), Watch())
    else:
        trio.monitor.recording.add_other(kind, {})
    (row,) = listed(trio.monitor, kind)
    shown = {name for name in OFFERED[kind].words if cell_words(row, kind, name)}
    assert shown <= {
        ListColumn.TITLE, ListColumn.REFERENCE, ListColumn.AUTHOR, ListColumn.CHANGED, ListColumn.MISSING,
    }  # fmt: skip
    assert set(OFFERED[kind].orders) <= OFFERED[kind].words.keys()
