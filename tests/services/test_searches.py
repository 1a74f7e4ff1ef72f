"""Queries through the services: fuzzy dates counted honestly, fields counted, searches kept, duplicates."""

import pytest

from app.domain.duplicates import Likeness
from app.domain.facets import FacetName
from app.domain.query import Narrowing, Order, Query
from app.domain.revision import RecordId
from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.services import Services, duplicates
from app.services.gazetteer_files import load_gazetteer, region_name
from app.services.searches import towns_counted
from tests.services.conftest import INCIDENT, Trio
from tests.services.test_recording import refused


def add(services: Services, **fields: object) -> RecordId:
    content: JsonObject = {**INCIDENT, **fields}  # type: ignore[dict-item]
    return RecordId(services.recording.add(content, (), Watch()).id)


def test_what_may_have_been_then_is_told_from_what_surely_was(trio: Trio) -> None:
    add(trio.monitor, title="а")
    add(trio.monitor, title="б", when={"edtf": "2014-01-05/2014-02-20"})
    add(trio.monitor, title="в", when={"said": "қыста"})
    add(trio.monitor, title="г", when={"edtf": "2013"})
    query = Query(since="2014-01-01", until="2014-01-31", form="beating")
    found = trio.monitor.searches.find("incident", query, 10, 0)
    assert [item.title for item in found.items] == ["а", "б"]
    assert (found.total, found.surely, found.undated) == (2, 1, 1)
    plain = trio.monitor.searches.find("incident", Query(), 10, 0)
    assert (plain.total, plain.surely, plain.undated) == (4, None, None)


def test_fields_are_counted(trio: Trio) -> None:
    add(trio.monitor, urgency="ongoing")
    add(trio.monitor, acts=[{"form": "threat"}])
    counts = trio.monitor.searches.counts("incident", Query())
    assert counts.total == 2
    by_field = {(each.name, each.value): each.count for each in counts.facets}
    assert by_field[FacetName.PLACE, "KG//улгиауыл"] == 2
    assert by_field[FacetName.FORM, "threat"] == 1
    assert by_field[FacetName.MISSING, "urgent_appeal"] == 2
    narrowed = trio.monitor.searches.counts("incident", Query(form="threat"))
    assert narrowed.total == 1
    assert FacetName.URGENCY not in {each.name for each in narrowed.facets}


def test_a_search_is_kept_under_its_name(trio: Trio) -> None:
    query = Query(words="сот", place="KG", order=Order.TITLE)
    trio.monitor.searches.save("  Бішкек   соттары ", query)
    trio.monitor.searches.save("Шұғыл", Query(only=(Narrowing.URGENT,)))
    assert [each.name for each in trio.monitor.searches.saved().items] == ["Бішкек соттары", "Шұғыл"]
    assert trio.monitor.searches.query("Бішкек соттары") == query
    trio.monitor.searches.forget("Бішкек соттары")
    assert [each.name for each in trio.monitor.searches.saved().items] == ["Шұғыл"]
    with refused("record.search_unknown"):
        trio.monitor.searches.query("Бішкек соттары")
    with refused("record.search_unknown"):
        trio.monitor.searches.forget("жоқ")
    with refused("record.input"):
        trio.monitor.searches.save(" ", query)


def test_one_that_a_later_version_wrote_is_passed_over(trio: Trio) -> None:
    with trio.monitor.vault.transaction():
        trio.monitor.vault.settings.write("search.кейінгі", '{"mood": "sad"}')
    assert trio.monitor.searches.saved().items == ()


def test_possible_duplicates_are_named_with_the_reason(trio: Trio) -> None:
    mine = add(trio.monitor)
    same = add(trio.monitor, title="Сол күні", narrative=None)
    add(trio.monitor, title="Басқа күні", when={"edtf": "2014-03-09"}, narrative=None)
    (found,) = trio.monitor.duplicates.of(mine).items
    assert (found.id, found.title, found.when) == (same, "Сол күні", "2014-01-09")
    assert found.why == (Likeness.DATE, Likeness.PLACE, Likeness.ACT)
    trio.monitor.recording.delete(same, "қате")
    assert trio.monitor.duplicates.of(mine).items == ()
    with refused("record.unknown"):
        trio.monitor.duplicates.of(RecordId("0" * 8))


def test_a_shared_person_leads_to_an_incident_without_a_date(trio: Trio) -> None:
    person = trio.monitor.recording.add_other("person", {"pseudonym": "Ұшқын"}).id
    named = {"when": None, "where": None, "people": None, "acts": [{"form": "threat", "victims": [person]}]}
    words = "Таңертең есік алдында екі бейтаныс адам тоқтатып, сотқа бармауды талап етті."
    mine = add(trio.monitor, **named, narrative={"text": words})
    again = add(trio.monitor, **named, narrative={"text": words.upper()})
    (found,) = trio.monitor.duplicates.of(mine).items
    assert found.id == again
    assert set(found.why) == {Likeness.ACT, Likeness.PERSON, Likeness.TEXT}


def test_one_at_the_same_place_is_found_behind_many_of_the_same_days(
    trio: Trio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than are compared happened elsewhere in those days."""
    monkeypatch.setattr(duplicates, "LOOKED_AT", 3)
    mine = add(trio.monitor, when={"edtf": "2014-01"}, narrative=None)
    same = add(trio.monitor, when={"edtf": "2014-01-02"}, narrative=None)
    for day in range(10, 14):
        add(trio.monitor, when={"edtf": f"2014-01-{day}"}, where={"locality": "Басқауыл"}, narrative=None)
    assert [found.id for found in trio.monitor.duplicates.of(mine).items] == [same]


def test_a_row_has_its_codes_and_who_wrote_it_and_when(trio: Trio) -> None:
    codes = {
        "violation_status": "likely",
        "monitoring_status": "active",
        "priority": "high",
        "urgency": "imminent",
    }
    record = add(trio.monitor, **codes)
    add(trio.monitor, title="Кодсыз")
    trio.monitor.recording.edit(record, {"title": "Өзгерді"})
    rows = {item.id: item for item in trio.monitor.searches.find("incident", Query(), 10, 0).items}
    row = rows.pop(record)
    assert (row.status, row.monitoring, row.priority, row.urgency) == tuple(codes.values())
    first, last = (each.claimed_at for each in trio.monitor.recording.history(record).revisions)
    assert row.changed == max(first, last)
    own = trio.monitor.vault.contacts.own().card
    assert (row.author, row.author_name) == (own.fingerprint, own.name)
    (bare,) = rows.values()
    assert (bare.status, bare.monitoring, bare.priority, bare.urgency) == (None,) * 4


def test_a_town_is_found_by_whatever_name_it_was_written(trio: Trio) -> None:
    towns = (
        {"country": "KZ", "region": "KZ-47", "locality": "Жаңаөзен"},
        {"country": "KZ", "region": "KZ-47", "locality": "Zhanaozen"},
        {"country": "KZ", "locality": "Новый Узень"},
    )
    written = [add(trio.monitor, where=town) for town in towns]
    add(trio.monitor, where={"country": "KZ", "region": "KZ-47", "locality": "Ақтау"})
    add(trio.monitor, where={"country": "KZ", "region": "KZ-47", "locality": "Үлгіқала"})
    for asked in ("KZ/KZ-47/жанаозен", "KZ/KZ-47/zhanaozen", "KZ//жанаозен"):
        found = trio.monitor.searches.find("incident", Query(place=asked), 10, 0)
        assert {item.id for item in found.items} == set(written), asked
    unknown = trio.monitor.searches.find("incident", Query(place="KZ/KZ-47/улгикала"), 10, 0)
    assert unknown.total == 1
    counts = trio.monitor.searches.counts("incident", Query(place="KZ/KZ-47"))
    counted = [(town.name, town.count) for town in towns_counted("KZ/KZ-47", counts)]
    assert counted == [("Aktau", 1), ("Zhanaozen", 2), ("Улгикала", 1)]
    assert towns_counted("KZ", counts) == towns_counted(None, counts) == ()


def test_what_a_region_is_called_is_known_without_the_gazetteer() -> None:
    load_gazetteer.cache_clear()
    assert region_name("KZ-47") == "Mangystau Region"
    assert region_name("KZ-00") is None
    assert load_gazetteer.cache_info().currsize == 0
