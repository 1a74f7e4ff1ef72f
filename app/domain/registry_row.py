"""What lists show of a person, an organisation or a proceeding, and are ordered by, beside `summary.ListRow`.

From the content alone, whoever wrote it: what is not of the form that a field has is left out.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.domain.list_columns import ListColumn
from app.domain.strict_json import Json, JsonObject
from app.domain.summary import names_of, shorten
from app.domain.timeline import last_day, read_date

CODE_IN: Mapping[str, ListColumn] = {
    "person": ListColumn.OCCUPATION,
    "organisation": ListColumn.KIND,
    "proceeding": ListColumn.KIND,
}
BODY_IN: Mapping[str, ListColumn] = {
    "person": ListColumn.ORGANISATION,
    "organisation": ListColumn.PART_OF,
    "proceeding": ListColumn.COURT,
}
"""Of each kind the column in which the code, and the organisation, stand."""
REGISTRY_KINDS = frozenset(BODY_IN)
_CODE = re.compile(r"[A-Za-z0-9_-]{1,80}", re.ASCII)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class RegistryRow:
    """What stands in cells as it is; a code; the id of the organisation that it belongs to, or is before.

    `code` is of the list of occupations or of kinds. All may be empty, and are for any other kind of
    record. In the cell BODY_IN stands what is written in place of such an organisation.
    """

    cells: Mapping[ListColumn, str] = field(default_factory=dict)
    code: str = ""
    body: str = ""


def registry_row(kind: str, content: JsonObject, title: str) -> RegistryRow:
    """The row of a record of any kind; `title` is what its list calls it (`ListRow.title`)."""
    match kind:
        case "person":
            return _person(content, title)
        case "organisation":
            return _organisation(content, title)
        case "proceeding":
            return _proceeding(content, title)
    return RegistryRow()


def hearing_days(kind: str, content: JsonObject) -> Iterator[str]:
    """Of every hearing of a proceeding its last day as ISO 8601 has it, a space, and its date as EDTF."""
    hearings = _objects(content.get("hearings")) if kind == "proceeding" else ()
    for hearing in hearings:
        when = read_date(hearing.get("when"))
        if when is not None and (day := last_day(when)) is not None:
            yield f"{day.isoformat()} {when.edtf}"


def _person(content: JsonObject, title: str) -> RegistryRow:
    posts = _objects(content.get("posts"))
    post = next((each for each in reversed(posts) if not each.get("until")), posts[-1] if posts else {})
    held = next(filter(None, (_text(post, name) for name in ("position", "rank", "unit"))), "")
    return RegistryRow(
        cells=_held(
            {
                ListColumn.OTHER_NAMES: _other_names("person", content, title),
                ListColumn.POST: held,
                ListColumn.ORGANISATION: _text(post, "organisation_name"),
            }
        ),
        code=_code(content, "occupation"),
        body=_code(post, "organisation"),
    )


def _organisation(content: JsonObject, title: str) -> RegistryRow:
    return RegistryRow(
        cells=_held(
            {
                ListColumn.OTHER_NAMES: _other_names("organisation", content, title),
                ListColumn.STATUS: _code(content, "status"),
            }
        ),
        code=_code(content, "kind"),
        body=_code(content, "parent"),
    )


def _proceeding(content: JsonObject, title: str) -> RegistryRow:
    numbers = dict.fromkeys(_text(each, "raw") for each in _objects(content.get("numbers")))
    outcomes = [code for each in _objects(content.get("outcomes")) if (code := _code(each, "kind"))]
    return RegistryRow(
        cells=_held(
            {
                ListColumn.OTHER_NAMES: " · ".join(each for each in numbers if each not in ("", title)),
                ListColumn.SUBJECT: _text(content, "title"),
                ListColumn.COURT: _text(content, "court_name"),
                ListColumn.INSTANCE: _code(content, "instance"),
                ListColumn.OUTCOME: outcomes[-1] if outcomes else "",
            }
        ),
        code=_code(content, "kind"),
        body=_code(content, "court"),
    )


def _other_names(kind: str, content: JsonObject, title: str) -> str:
    return " · ".join(name for name in names_of(kind, content) if name != title)


def _held(cells: Mapping[ListColumn, str]) -> Mapping[ListColumn, str]:
    return {name: shorten(words, _LONGEST) for name, words in cells.items() if words}


def _objects(value: Json) -> list[JsonObject]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(content: JsonObject, name: str) -> str:
    value = content.get(name)
    return value if isinstance(value, str) else ""


def _code(content: JsonObject, name: str) -> str:
    """A code, or an id, which is written with the same letters."""
    value = content.get(name)
    return value if isinstance(value, str) and _CODE.fullmatch(value) else ""
