"""Text out of records: what is searched, what a row of a list shows."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from pydantic import ValidationError

from app.domain.content import Leaf
from app.domain.dates import EdtfError, FuzzyDate, possible_span
from app.domain.strict_json import Json, JsonObject
from app.domain.text import MAX_LINE

TITLE_LENGTH = 80


def searchable_text(found: Iterable[Leaf]) -> str:
    """Every word that a person wrote among leaves, one value a line; codes, ids, dates left out."""
    values = (leaf.value for leaf in found if leaf.words)
    return "\n".join(value for value in values if isinstance(value, str) and value)


@dataclass(frozen=True, slots=True)
class ListRow:
    """What a list shows of a record, and by what it is ordered. All may be empty.

    `when` is EDTF, `when_sort` sorts as time does; it was between `first_day` and `last_day`.
    """

    title: str = ""
    when: str = ""
    when_sort: str = ""
    first_day: str = ""
    last_day: str = ""
    place: str = ""
    forms: tuple[str, ...] = ()


def list_row(kind: str, content: JsonObject) -> ListRow:
    """The row of a record of any kind, from its content alone; of an unknown kind it is empty."""
    date = _object(content, *_DATE_OF.get(kind, ("when",)))
    when = _text(date, "edtf")
    first_day, last_day = _span(when)
    return ListRow(
        title=_title(kind, content),
        when=when,
        when_sort=_when_sort(date),
        first_day=first_day,
        last_day=last_day,
        place=_place(_object(content, "place" if kind == "organisation" else "where")),
        forms=tuple(dict.fromkeys(_text(act, "form") for act in _objects(content.get("acts")))),
    )


_DATE_OF: dict[str, tuple[str, ...]] = {
    "person": ("birth_date",),
    "organisation": ("founded",),
    "proceeding": ("opened",),
    "evidence": ("times", "claimed"),
}


def _title(kind: str, content: JsonObject) -> str:
    """The first of those texts by which people would call the record."""
    texts = _TITLES.get(kind, _plain_titles)(content)
    return next((shortened for text in texts if (shortened := shorten(text))), "")


def names_of(kind: str, content: JsonObject) -> tuple[str, ...]:
    """The names by which a person, an organisation or a proceeding is looked up, each once."""
    texts = _NAMES.get(kind, lambda _content: iter(()))(content)
    return tuple(dict.fromkeys(name for text in texts if (name := " ".join(text[:MAX_LINE].split()))))


def shorten(text: str, longest: int = TITLE_LENGTH) -> str:
    """The first line of a text, cut between words to so many characters."""
    line = " ".join(next((line for line in text.splitlines() if line.strip()), "").split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    whole_words = cut.rsplit(" ", 1)[0]
    return f"{whole_words if len(whole_words) > longest // 2 else cut}…"


def _incident_titles(content: JsonObject) -> Iterator[str]:
    yield _text(content, "title")
    yield _text(_object(content, "narrative"), "text")
    yield from (_text(act, "note") for act in _objects(content.get("acts")))


def _person_titles(content: JsonObject) -> Iterator[str]:
    yield from _person_names(content)
    yield _text(content, "description")


def _organisation_titles(content: JsonObject) -> Iterator[str]:
    for name in _objects(content.get("names")):
        yield _text(name, "text")
        yield _text(name, "short")


def _proceeding_titles(content: JsonObject) -> Iterator[str]:
    yield from (_text(number, "raw") for number in _objects(content.get("numbers")))
    yield _text(content, "title")
    yield _text(content, "court_name")


def _person_names(content: JsonObject) -> Iterator[str]:
    for name in _objects(content.get("names")):
        yield _text(name, "full")
        yield " ".join(filter(None, (_text(name, part) for part in ("surname", "given", "patronymic"))))
    yield from (_text(alias, "text") for alias in _objects(content.get("aliases")))
    yield _text(content, "pseudonym")


def _proceeding_names(content: JsonObject) -> Iterator[str]:
    for number in _objects(content.get("numbers")):
        yield _text(number, "raw")
        yield _text(number, "normalised")
    yield _text(content, "title")


def _plain_titles(content: JsonObject) -> Iterator[str]:
    yield from (_text(content, name) for name in ("title", "name", "description", "reason"))


_TITLES = {
    "incident": _incident_titles,
    "person": _person_titles,
    "organisation": _organisation_titles,
    "proceeding": _proceeding_titles,
}


_NAMES = {
    "person": _person_names,
    "organisation": _organisation_titles,
    "proceeding": _proceeding_names,
}


def _when_sort(date: JsonObject) -> str:
    """The sort key of a date; without its time, or empty, where this version cannot read that."""
    edtf, time = _text(date, "edtf"), _text(_object(date, "time"), "value")
    day: JsonObject = {"edtf": edtf}
    readings = (day | {"time": {"value": time}}, day) if time else (day,)
    for reading in readings if edtf else ():
        with suppress(ValidationError):
            return FuzzyDate.model_validate(reading).sort_key
    return ""


def _span(edtf: str) -> tuple[str, str]:
    """The first and the last day of a date; empty where there is none that this version can read."""
    with suppress(EdtfError):
        if edtf:
            return possible_span(edtf)
    return "", ""


def _place(place: JsonObject) -> str:
    named = [_text(place, part) for part in ("institution", "locality")]
    return ", ".join(filter(None, named)) or _text(place, "said") or _text(place, "region")


def _object(value: Json, *path: str) -> JsonObject:
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _objects(value: Json) -> list[JsonObject]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(content: JsonObject, name: str) -> str:
    value = content.get(name)
    return value if isinstance(value, str) else ""
