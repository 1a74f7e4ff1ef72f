"""Lists stay quick however many records there are: of all of them, indices alone are read."""

from collections.abc import Iterable

import pytest

from app.domain.facets import Facet, FacetName
from app.domain.list_columns import OFFERED
from app.domain.query import Narrowing, Order, Query
from app.domain.revision import RecordId
from app.domain.strict_json import JsonObject
from app.vault import Vault, lists
from app.vault.connection import Values
from tests.builders import Party, Writer, append

NOW: JsonObject = {"urgency": "imminent"}
RECORD = RecordId("0192a000-0000-7000-8000-000000000001")


def steps_of(vault: Vault, monkeypatch: pytest.MonkeyPatch, **asked: object) -> list[list[str]]:
    """How SQLite would go about each query that a page of a list is made of."""
    database, plans = vault.lists._database, list[list[str]]()
    query = database.all

    def explain(sql: str, values: Values = ()) -> list[tuple[object, ...]]:
        plans.append([str(step[3]) for step in query(f"EXPLAIN QUERY PLAN {sql}", values)])
        return query(sql, values)

    monkeypatch.setattr(database, "all", explain)
    vault.lists.rows(**{"kind": "incident", **asked})  # type: ignore[arg-type]
    return plans


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"offset": 90_000},
        {"query": Query(form="beating")},
        {"query": Query(words="Әділов суд")},
        {"query": Query(place="KZ/KZ-47")},
        {"query": Query(since="2014-01-01", until="2014-12-31", surely=True)},
        {"query": Query(names=RECORD)},
        {"query": Query(author="0" * 64)},
        *({"query": Query(only=(narrowing,))} for narrowing in Narrowing),
        *({"query": Query(order=order)} for order in OFFERED["incident"].all_orders),
        *(
            {"kind": kind, "query": Query(words=words, order=order)}
            for kind in ("organisation", "person", "proceeding")
            for order in OFFERED[kind].all_orders
            for words in ("", "суд")
        ),
    ],
)
def test_rows_are_read_for_the_page_alone(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, asked: dict[str, object]
) -> None:
    # Where words find but a few, to sort those is less.
    monkeypatch.setattr(lists, "FEW", -1)
    *_, paging, counting, reading = steps_of(vault, monkeypatch, **asked)
    for plan in (paging, counting):
        walks = [step for step in plan if _is_of(step, ("record", "named", "body"))]
        assert walks
        assert all("COVERING INDEX" in step for step in walks)
    of_page = [step for step in reading if _is_of(step, ("record",))]
    assert of_page == ["SEARCH record USING INTEGER PRIMARY KEY (rowid=?)"]


def test_the_evidence_of_a_record_is_found_by_its_links(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    *_, reading = steps_of(vault, monkeypatch)
    items = [step for step in reading if _is_of(step, ("item",))]
    assert items == ["SEARCH item USING INTEGER PRIMARY KEY (rowid=?)"]


def _is_of(step: str, tables: Iterable[str]) -> bool:
    return any(step.startswith((f"SEARCH {table} ", f"SCAN {table} ")) for table in tables)


def found(vault: Vault, query: Query) -> set[str]:
    count, rows = vault.lists.rows("incident", query)
    assert count == len(rows) == vault.lists.count("incident", query)
    return {row.title for row in rows}


@pytest.fixture
def filled(vault: Vault, writer: Writer) -> Vault:
    """Six incidents, of which each filter finds some."""
    contents: tuple[JsonObject, ...] = (
        {"title": "а", "when": "2014-01-09", "place": "KZ/KZ-47/жанаозен", "status": "likely"},
        {"title": "б", "when": "2014-01-01", "until": "2014-12-31", "place": "KZ/KZ-47", "forms": ["threat"]},
        {
            "title": "в",
            "when": "2013-12-01",
            "until": "2014-01-31",
            "place": "KZ/KZ-470",
            "urgency": "ongoing",
        },
        {"title": "г", "when": "2011-12-16", "place": "KZ", "priority": "high", "urgency": "repeated"},
        {"title": "д", "place": "KG/KG-GB/бишкек", "monitoring": "open"},
        {"title": "", "when": "2015-05-05", "date": "doubted"},
    )
    append(vault, *(writer.write("incident", {"open": content}) for content in contents))
    return vault


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        (Query(place="KZ"), "абвг"),
        (Query(place="KZ/KZ-47"), "аб"),
        (Query(place="KZ/KZ-47/жанаозен"), "а"),
        (Query(place="KG/KG-GB"), "д"),
        (Query(status="likely"), "а"),
        (Query(priority="high"), "г"),
        (Query(monitoring="open"), "д"),
        (Query(form="threat"), "б"),
        (Query(only=(Narrowing.URGENT,)), "в"),
        (Query(missing="complete"), "д"),
        (Query(only=(Narrowing.INCOMPLETE,)), "д"),
        (Query(dated=False), "д"),
        (Query(since="2014-01-01", until="2014-01-31"), "абв"),
        (Query(since="2014-01-01", until="2014-01-31", surely=True), "а"),
        (Query(since="2014-06-01"), "б\n"),
        (Query(until="2013-12-31"), "вг"),
        (Query(until="2013-12-31", surely=True), "г"),
        (Query(place="KZ", since="2014-02-01"), "б"),
        (Query(since="2015-05-05", until="2015-05-05"), "\n"),
        (Query(since="2015-05-05", until="2015-05-05", surely=True), ""),
        (Query(status="unlikely"), ""),
    ],
)
def test_a_query_finds_what_it_asks_for(filled: Vault, query: Query, titles: str) -> None:
    # The one without a title stands for its day.
    assert found(filled, query) == {title.strip() for title in titles}


def test_orders(filled: Vault) -> None:
    def titles(order: Order) -> str:
        return "".join(row.title or "_" for row in filled.lists.rows("incident", Query(order=order))[1])

    assert titles(Order.NEWEST) == "_абвгд"
    assert titles(Order.OLDEST) == "гвба_д"
    assert titles(Order.TITLE) == "абвгд_"
    assert titles(Order.ADDED) == "_дгвба"


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("few", [-1, 0, 100])
def test_few_and_many_that_words_find_stand_in_the_same_order(
    filled: Vault, writer: Writer, monkeypatch: pytest.MonkeyPatch, order: Order, few: int
) -> None:
    said: Iterable[JsonObject] = (
        {"title": f"{day:02} сот", "when": f"2016-01-{7 * day % 30 + 1:02}"} for day in range(9)
    )
    append(filled, *(writer.write("incident", {"open": content}) for content in said))
    _, everything = filled.lists.rows("incident", Query(order=order))
    monkeypatch.setattr(lists, "FEW", few)
    count, page = filled.lists.rows("incident", Query(words="со", order=order), limit=4, offset=2)
    assert (count, page) == (9, tuple(row for row in everything if "сот" in row.title)[2:6])


def test_a_query_finds_by_author_and_by_what_is_named(vault: Vault, writer: Writer, owner: Party) -> None:
    person = writer.write("person", {"open": {"title": "Үлгі"}})
    named: JsonObject = {"title": "а", "links": [person.header.record_id]}
    append(vault, person, writer.write("incident", {"open": named}))
    append(vault, writer.write("incident", {"open": {"title": "б"}}))
    assert found(vault, Query(names=person.header.record_id)) == {"а"}
    assert found(vault, Query(author=owner.card.fingerprint)) == {"а", "б"}
    assert found(vault, Query(author="0" * 64)) == set()


def test_words_find_with_other_fields_and_incidents_alone(vault: Vault, writer: Writer) -> None:
    person = writer.write("person", {"open": {"title": "Үлгі Ҷ"}})
    links: JsonObject = {"links": [person.header.record_id]}
    incidents = ({"title": "а", "status": "likely", **links}, {"title": "б", "form": "threat", **links})
    append(vault, person, *(writer.write("incident", {"open": content}) for content in incidents))
    append(vault, writer.write("proceeding", {"open": {"title": "в", **links}}))
    assert found(vault, Query(words="Үлгі")) == {"а", "б"}
    assert found(vault, Query(words="Үлгі", status="likely")) == {"а"}


def test_facets_are_counted_of_all_and_of_what_is_found(filled: Vault) -> None:
    of_all = filled.lists.facets("incident")
    assert of_all[Facet(FacetName.MISSING, "complete")] == 1
    assert of_all[Facet(FacetName.PLACE, "KZ/KZ-47/жанаозен")] == 1
    found = filled.lists.facets("incident", Query(place="KZ/KZ-47"))
    assert found == {
        Facet(FacetName.FORM, "threat"): 1,
        Facet(FacetName.PLACE, "KZ/KZ-47"): 1,
        Facet(FacetName.PLACE, "KZ/KZ-47/жанаозен"): 1,
        Facet(FacetName.STATUS, "likely"): 1,
    }


def test_facets_follow_what_is_edited_and_deleted(filled: Vault, writer: Writer) -> None:
    made = writer.write("incident", {"open": {"title": "ж", "when": "2014", "status": "certain"}})
    append(filled, made, writer.follow(made, {"open": {"title": "ж", "when": "2014", "status": "likely"}}))
    assert filled.lists.facets("incident")[Facet(FacetName.STATUS, "likely")] == 2
    assert Facet(FacetName.STATUS, "certain") not in filled.lists.facets("incident")
    reason: JsonObject = {"record_id": made.header.record_id, "reason": "повтор"}
    append(filled, writer.write("tombstone", {"open": reason}))
    assert filled.lists.facets("incident")[Facet(FacetName.STATUS, "likely")] == 1
