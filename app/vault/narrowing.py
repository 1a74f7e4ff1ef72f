"""From a query to the SQL that fulfils it: conditions on indices alone, values always bound.

Of all records the rows, which hold them whole, would be a hundred times as much to read.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.facets import FacetName
from app.domain.query import URGENT, Narrowing, Order, Query
from app.domain.registry_row import REGISTRY_KINDS
from app.vault.search import prefix_queries

# In the order of lists; all of a kind, where nothing narrows them; by its number, from what words find.
LISTED = "FROM record INDEXED BY record_listed"
LISTED_OTHERS = "FROM record INDEXED BY record_others"
BY_CHANGE = "FROM record INDEXED BY record_changed"
OF_ALL = "FROM record INDEXED BY record_kind"
FOUND = "FROM found CROSS JOIN record INDEXED BY record_named ON record.number = found.number"
STANDING = """
WHERE record.deleted = 0
"""
OF_KIND = " AND record.kind = ?"
# As the index of their lists has it.
OF_OTHERS = " AND record.kind IN ('organisation', 'person', 'proceeding')"
IS_FOUND = " AND record.number IN (SELECT number FROM found)"
WORD = """
    SELECT number
    FROM (
{found}
    )
"""
OWN_WORDS = """
        SELECT search_incident.rowid AS number
        FROM search_incident
        WHERE search_incident MATCH ?
"""
WORDS_OF_OTHERS = """
        SELECT search_other.rowid AS number
        FROM search_other
        WHERE search_other MATCH ?
"""
# Without CROSS, SQLite begins with all links.
NAMING_OTHERS = """
        SELECT naming.number AS number
        FROM search_other
        CROSS JOIN record AS named INDEXED BY record_named ON named.number = search_other.rowid
        CROSS JOIN link ON link.target = named.record_id
        CROSS JOIN record AS naming INDEXED BY record_named ON naming.number = link.source
        WHERE search_other MATCH ?
"""
# By its own words, and by those of what it names; of incidents alone each is one.
INCIDENT_WORD = WORD.format(found=f"{OWN_WORDS}UNION{NAMING_OTHERS}AND naming.kind = 'incident'")
ANY_WORD = WORD.format(found=f"{OWN_WORDS}UNION{WORDS_OF_OTHERS}UNION{NAMING_OTHERS}")
ALL_WORDS = """
WITH found (number) AS MATERIALIZED (
{words}
)
"""
FACET = """
    AND record.number IN (
        SELECT facet.record
        FROM facet
        WHERE facet.name = ?
            AND facet.value = ?
    )
"""
# A place and all that lies in it: behind "/" comes "0".
PLACE = """
    AND record.number IN (
        SELECT facet.record
        FROM facet
        WHERE facet.name = 'place'
            AND (facet.value = ? OR (facet.value > ? || '/' AND facet.value < ? || '0'))
        UNION
        SELECT facet.record
        FROM facet
        WHERE facet.name = 'place'
            AND facet.value IN (SELECT spelling.value FROM json_each(?) AS spelling)
    )
"""
NAMING = """
    AND record.number IN (
        SELECT link.source
        FROM link
        WHERE link.target = ?
    )
"""
BY_AUTHOR = """
    AND record.record_id IN (
        SELECT revision.record_id
        FROM revision
        WHERE revision.author = ?
    )
"""
HAS_DATE = " AND record.first_day <> ''"
HAS_NO_DATE = " AND record.first_day = ''"
MAY_BE_SINCE = " AND record.last_day >= ?"
MAY_BE_UNTIL = " AND record.first_day <= ?"
NOT_DOUBTED = """
    AND record.number NOT IN (
        SELECT facet.record
        FROM facet
        WHERE facet.name = 'date'
            AND facet.value = 'doubted'
    )
"""
SURELY_SINCE = " AND record.first_day >= ?"
SURELY_UNTIL = " AND record.last_day <= ?"
# The sign before the kind keeps SQLite from walking through all evidence for each record.
ITS_EVIDENCE = """
(
    SELECT COUNT(*)
    FROM record AS item
    WHERE +item.kind = 'evidence'
        AND NOT item.deleted
        AND item.number IN (
            SELECT link.source
            FROM link
            WHERE link.target = record.record_id
            UNION
            SELECT named.number
            FROM link
            JOIN record AS named ON named.record_id = link.target
            WHERE link.source = record.number
        )
)
"""
INCOMPLETE = """
    AND record.number IN (
        SELECT facet.record
        FROM facet
        WHERE facet.name = 'missing'
    )
"""
NOW = f"""
    AND record.number IN (
        SELECT facet.record
        FROM facet
        WHERE facet.name = 'urgency'
            AND facet.value IN ({", ".join("?" for _ in URGENT)})
    )
"""  # noqa: S608 - as many question marks as there are codes
NARROWED: Mapping[Narrowing, tuple[str, tuple[str, ...]]] = {
    Narrowing.INCOMPLETE: (INCOMPLETE, ()),
    Narrowing.IN_CONFLICT: (" AND record.conflicts > 0", ()),
    Narrowing.HAS_EVIDENCE: (" AND 0 < " + ITS_EVIDENCE, ()),
    Narrowing.URGENT: (NOW, URGENT),
}
# An organisation by what it is called where it is here, else by what is written in place of it.
BODY = """
LEFT JOIN record AS body INDEXED BY record_called
    ON body.kind = 'organisation'
    AND body.record_id = record.body
"""
BODY_WORDS = "COALESCE(NULLIF(body.title_sort, ''), record.body_sort)"
# Of few records; not to be looked for once for each of all.
FIRST_DAY = """
LEFT JOIN (
    SELECT
        facet.record,
        MIN(facet.value) AS day
    FROM facet
    WHERE facet.name = '{name}'
        AND facet.value >= {since}
    GROUP BY facet.record
) AS first ON first.record = record.number
"""
BY_BODY = (BODY, f"ORDER BY {BODY_WORDS} = '', {BODY_WORDS}, record.title_sort, record.record_id")
BY_CODE = ("", "ORDER BY record.code = '', record.code, record.title_sort, record.record_id")
BY_DAY = "ORDER BY first.day IS NULL, first.day, record.title_sort, record.record_id"
ORDERS: Mapping[Order, tuple[str, str]] = {
    Order.NEWEST: ("", "ORDER BY record.when_sort DESC, record.record_id DESC"),
    Order.OLDEST: ("", "ORDER BY record.when_sort = '', record.when_sort, record.record_id"),
    Order.TITLE: ("", "ORDER BY record.title_sort = '', record.title_sort, record.record_id"),
    Order.ADDED: ("", "ORDER BY record.number DESC"),
    Order.CHANGED: ("", "ORDER BY record.changed DESC, record.record_id DESC"),
    Order.OCCUPATION: BY_CODE,
    Order.KIND: BY_CODE,
    Order.PLACE: (
        "",
        "ORDER BY record.place_sort = '', record.place_sort, record.title_sort, record.record_id",
    ),
    Order.ORGANISATION: BY_BODY,
    Order.PART_OF: BY_BODY,
    Order.COURT: BY_BODY,
    Order.HEARING: (FIRST_DAY.format(name="hearing", since="?"), BY_DAY),
    Order.DEADLINE: (FIRST_DAY.format(name="deadline", since="''"), BY_DAY),
}
"""What is joined to know it, with the day from which on a hearing is ahead, and the order itself."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Pieces of SQL for a query; `values` are what the question marks of one condition stand for.

    `words` stands before a statement, with its own values: what the words find, worked out once.
    `each_word` are the queries of FTS5. `by_words_alone`: nothing else is left to be looked at.
    `is_of_others`: of people, organisations or proceedings, whose lists have an index of their own.
    """

    words: str
    words_values: tuple[str, ...]
    each_word: tuple[str, ...]
    condition: str
    values: tuple[str, ...]
    is_narrowed: bool
    by_words_alone: bool
    is_of_others: bool
    order: Order

    def listed(self, joined: str) -> str:
        """FROM and WHERE in the order of lists: a page ends where it is full."""
        others = BY_CHANGE if self.order is Order.CHANGED else LISTED_OTHERS
        # By their dates they stand in the index of all lists already.
        is_other = self.is_of_others and self.order is not Order.NEWEST
        way, kinds = (others, OF_OTHERS) if is_other else (LISTED, "")
        return way + joined + STANDING + kinds + self.condition + (IS_FOUND if self.words else "")

    def found(self, joined: str = "") -> str:
        """FROM and WHERE by the shortest way through all of them."""
        way = FOUND if self.words else LISTED if self.is_narrowed else OF_ALL
        return way + joined + STANDING + self.condition

    @property
    def counted(self) -> tuple[str, tuple[str, ...]]:
        """The same to count them alone, with its values."""
        return ("FROM found", ()) if self.by_words_alone else (self.found(), self.values)


def narrowed(kind: str | None, query: Query) -> Narrowed:
    """What records must fulfil to be listed."""
    pieces = list(_conditions(kind, query))
    each_word = prefix_queries(query.words)
    way = INCIDENT_WORD if kind == "incident" else ANY_WORD
    return Narrowed(
        words=ALL_WORDS.format(words="INTERSECT".join(way for _ in each_word)) if each_word else "",
        words_values=tuple(word for word in each_word for _ in range(way.count("?"))),
        each_word=each_word,
        condition="".join(sql for sql, _ in pieces),
        values=tuple(value for _, values in pieces for value in values),
        is_narrowed=query.is_narrowed,
        # Neither a deleted record nor one that names something while it is deleted is in `found`.
        by_words_alone=bool(each_word) and kind == "incident" and len(pieces) == 1,
        is_of_others=kind in REGISTRY_KINDS,
        order=query.order,
    )


def _conditions(kind: str | None, query: Query) -> Iterator[tuple[str, tuple[str, ...]]]:
    if kind is not None:
        yield OF_KIND, (kind,)
    for name, value in (
        (FacetName.FORM, query.form),
        (FacetName.STATUS, query.status),
        (FacetName.MONITORING, query.monitoring),
        (FacetName.PRIORITY, query.priority),
        (FacetName.MISSING, query.missing),
    ):
        if value is not None:
            yield FACET, (name.value, value)
    if query.place is not None:
        yield PLACE, (*(query.place,) * 3, json.dumps(query.spellings))
    yield from _days(query)
    if query.names is not None:
        yield NAMING, (query.names,)
    if query.author is not None:
        yield BY_AUTHOR, (query.author,)
    for narrowing in sorted(set(query.only)):
        yield NARROWED[narrowing]


def _days(query: Query) -> Iterator[tuple[str, tuple[str, ...]]]:
    if query.dated or query.since is not None or query.until is not None:
        yield HAS_DATE, ()
    if query.dated is False:
        yield HAS_NO_DATE, ()
    if query.surely and (query.since is not None or query.until is not None):
        yield NOT_DOUBTED, ()
    if query.since is not None:
        yield SURELY_SINCE if query.surely else MAY_BE_SINCE, (query.since,)
    if query.until is not None:
        yield SURELY_UNTIL if query.surely else MAY_BE_UNTIL, (query.until,)
