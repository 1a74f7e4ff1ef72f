"""Searches: what a query finds, counted by field; and queries with a name, kept in the vault alone."""

from pydantic import ValidationError

from app.domain.errors import RecordError
from app.domain.facets import FacetName
from app.domain.query import Query
from app.services.answers import RecordList
from app.services.clock import Clock
from app.services.found import CountedFacet, CountedTown, RecordCounts, SavedSearch, SavedSearches
from app.services.gazetteer_files import spellings_of, town_name
from app.services.pages import page_of
from app.vault import Vault
from app.words import translate

_PREFIX = "search."
LONGEST_NAME = 80


class Searches:
    """What is asked of lists, once or again and again."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault = vault
        self._clock = clock

    def page(self, kind: str, query: Query, limit: int, offset: int) -> RecordList:
        """A page of the records that a query finds; a town is found by whatever name it was written."""
        today = self._clock.now().astimezone().date()
        return page_of(self._vault, kind, _spelled(query), limit, offset, today)

    def find(self, kind: str, query: Query, limit: int, offset: int) -> RecordList:
        """A page, and where the query bounds the days, what `in_time` says of them."""
        surely, undated = self.in_time(kind, query) or (None, None)
        found = self.page(kind, query, limit, offset)
        return found.model_copy(update={"surely": surely, "undated": undated})

    def in_time(self, kind: str, query: Query) -> tuple[int, int] | None:
        """How many were certainly in the days of a query, how many more have no date; None without days."""
        if not query.since and not query.until:
            return None
        query = _spelled(query)
        undated = query.with_changes(since=None, until=None, surely=False, dated=False)
        count = self._vault.lists.count
        return count(kind, query.with_changes(surely=True)), count(kind, undated)

    def counts(self, kind: str, query: Query) -> RecordCounts:
        """How many records a query finds, and how many of them have each value of each field."""
        query = _spelled(query)
        facets = self._vault.lists.facets(kind, query)
        return RecordCounts(
            total=self._vault.lists.count(kind, query),
            facets=tuple(
                CountedFacet(name=facet.name, value=facet.value, count=count)
                for facet, count in facets.items()
            ),
        )

    def saved(self) -> SavedSearches:
        """All of them by name; those that a later version wrote and this one cannot ask are left out."""
        found = []
        for setting, text in self._vault.settings.all().items():
            if not setting.startswith(_PREFIX):
                continue
            try:
                query = Query.model_validate_json(text)
            except ValidationError:
                continue
            found.append(SavedSearch(name=setting.removeprefix(_PREFIX), query=query))
        return SavedSearches(items=tuple(found))

    def query(self, name: str) -> Query:
        """The query of that name. Raises RecordError `record.search_unknown`."""
        query = next((each.query for each in self.saved().items if each.name == name), None)
        if query is None:
            raise RecordError("record.search_unknown")
        return query

    def save(self, name: str, query: Query) -> SavedSearches:
        """Keep a query under a name, instead of the one before; all of them now."""
        kept = " ".join(name.split())[:LONGEST_NAME]
        if not kept:
            raise RecordError("record.input", where="name", what=translate("it has no letter"))
        with self._vault.transaction():
            self._vault.settings.write(_PREFIX + kept, query.model_dump_json(exclude_defaults=True))
        return self.saved()

    def forget(self, name: str) -> SavedSearches:
        """Drop one; those that are left. Raises RecordError `record.search_unknown`."""
        self.query(name)
        with self._vault.transaction():
            self._vault.settings.drop(_PREFIX + name)
        return self.saved()


def _spelled(query: Query) -> Query:
    return query.with_changes(spellings=spellings_of(query.place)) if query.place else query


def towns_counted(place: str | None, counts: RecordCounts) -> tuple[CountedTown, ...]:
    """The towns counted in the region of a place, by name; one that is written in two ways is one."""
    region = "/".join((place or "").split("/")[:2])
    if region.endswith("/") or "/" not in region:
        return ()
    towns: dict[str, CountedTown] = {}
    for facet in counts.facets:
        if facet.name is FacetName.PLACE and facet.value.startswith(f"{region}/"):
            name = town_name(facet.value)
            known = towns.get(name) or CountedTown(path=facet.value, name=name, count=0)
            towns[name] = known.model_copy(update={"count": known.count + facet.count})
    return tuple(towns[name] for name in sorted(towns))
