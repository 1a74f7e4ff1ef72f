"""Lists stay quick however many records there are: of all of them, indices alone are read."""

from collections.abc import Iterable

import pytest

from app.domain.summary import Narrowing
from app.vault import Vault
from app.vault.connection import Values


def steps_of(vault: Vault, monkeypatch: pytest.MonkeyPatch, **asked: object) -> list[list[str]]:
    """How SQLite would go about each query that a page of a list is made of."""
    database, plans = vault.lists._database, list[list[str]]()
    query = database.all

    def explain(sql: str, values: Values = ()) -> list[tuple[object, ...]]:
        plans.append([str(step[3]) for step in query(f"EXPLAIN QUERY PLAN {sql}", values)])
        return query(sql, values)

    monkeypatch.setattr(database, "all", explain)
    vault.lists.rows("incident", **asked)  # type: ignore[arg-type]
    return plans


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"offset": 90_000},
        {"form": "beating"},
        {"search": "Әділов суд"},
        {"narrowed": [Narrowing.IN_CONFLICT]},
        {"narrowed": [Narrowing.HAS_EVIDENCE]},
    ],
)
def test_rows_are_read_for_the_page_alone(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, asked: dict[str, object]
) -> None:
    counting, paging = steps_of(vault, monkeypatch, **asked)
    walks = [step for step in counting if _is_of(step, ("record", "named"))]
    assert walks
    assert all("COVERING INDEX" in step for step in walks)
    of_page, *listing = [step for step in paging if _is_of(step, ("record", "named"))]
    assert of_page == "SEARCH record USING INTEGER PRIMARY KEY (rowid=?)"
    assert listing
    assert all("COVERING INDEX" in step for step in listing)


def test_the_evidence_of_a_record_is_found_by_its_links(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, paging = steps_of(vault, monkeypatch)
    items = [step for step in paging if _is_of(step, ("item",))]
    assert items == ["SEARCH item USING INTEGER PRIMARY KEY (rowid=?)"]


def _is_of(step: str, tables: Iterable[str]) -> bool:
    return any(step.startswith((f"SEARCH {table} ", f"SCAN {table} ")) for table in tables)
