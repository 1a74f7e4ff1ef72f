"""Fields and values of a record in words, for window and shell: history, conflicts, what no control shows."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from app.domain.compartments import Path
from app.domain.content import form_of, value_at
from app.domain.date_words import date_in_words
from app.domain.fields import is_record_id
from app.domain.form import FieldType
from app.domain.strict_json import Json, JsonObject
from app.domain.text import make_visible
from app.domain.vocabulary import label_in
from app.services import asked, asked_registry
from app.services.asked import (
    CONSENTED,
    HOW_SURE,
    LANGUAGE_NAMES,
    Asked,
    AskedList,
    OwnType,
    Row,
    asked_by_form,
)
from app.services.country_names import country_names
from app.services.form_files import load_forms, load_vocabularies
from app.words import N_, chosen_language, translate


class Naming(Protocol):
    """What knows how records that are named by id are called."""

    def name_of(self, identifier: str) -> str:
        """The name of a record, or words for one that is not here."""
        ...


_INDENT = "    "
_LISTS: Mapping[str, str] = {
    "acts": N_("Acts"),
    "sources": N_("Sources"),
    "consent": N_("Consent"),
    "interventions": N_("Interventions"),
    "injuries": N_("Injuries"),
    "people": N_("Who"),
    "narrative": N_("What happened"),
    "translations": N_("Translations"),
    "involvements": N_("Involvements"),
    "detentions": N_("Detention"),
    "organisations": N_("Organisations"),
    "links": N_("Links with other incidents"),
    "claims": N_("Claims"),
    "reference": N_("Reference"),
    "names": N_("Names"),
    "contacts": N_("Ways to reach"),
    "numbers": N_("Case numbers"),
    "hearings": N_("Hearings"),
    "aliases": N_("Other names"),
    "posts": N_("Posts"),
    "documents": N_("Documents"),
    "labels": N_("Labels imposed"),
    "charges": N_("Charges"),
    "parties": N_("Parties"),
    "outcomes": N_("Decisions"),
    "deadlines": N_("Deadlines"),
    "notes": N_("Notes"),
    "purposes": N_("For what"),
    "kinds": N_("Which things"),
    "conditions": N_("Conditions"),
    "details": N_("By the form"),
    "form": N_("Form"),
}
_TOP = (*asked.GENERAL, *asked_registry.GENERAL)
_ENTRIES: Mapping[str, tuple[Row, ...]] = {**asked.ENTRIES, **asked_registry.ENTRIES}
_UNTOLD = ("id", "form", "form_version", "details")
ANSWERS: Mapping[str, str] = {"unknown": N_("Not known"), **CONSENTED}
_HOW_FINE: Mapping[str, str] = {
    "minute": N_("to the minute"),
    "quarter": N_("to a quarter of an hour"),
    "hour": N_("to the hour"),
    "part_of_day": N_("only the part of the day"),
}
_TOLD_OF_DATES = ("edtf", "time", "certainty", "said", "basis", "zone")


def asked_at(path: Path, content: JsonObject) -> Asked | None:
    """What is asked at a path of a record, None where no table and no form says."""
    if len(path) == 1 or path[0] not in _ENTRIES:
        found = [each for each in _TOP if each.path == path]
        # Kinds of organisations and of proceedings are in different lists.
        code = str(value_at(content, path))
        known = (each for each in found if each.list and _is_in(each.list, code))
        return next(known, found[0] if found else None)
    if path[2:3] == ("details",) and len(path) == 4:
        act = value_at(content, path[:2])
        form = form_of(act, load_forms()) if isinstance(act, dict) else None
        field = form.fields.get(path[3]) if form else None
        return asked_by_form(field) if field else None
    return _asked_in(_ENTRIES[path[0]], path[2:])


def _asked_in(rows: tuple[Row, ...], path: Path) -> Asked | None:
    """What is asked at a path within an entry; of a value in several parts, none of them is it."""
    found = [each for each in rows if each.path[:1] == path[:1] and path]
    exact = next((each for each in found if each.path == path), found[0] if len(found) == 1 else None)
    if isinstance(exact, AskedList):
        return _asked_in(exact.fields, path[2:]) if len(path) > 2 else None
    return exact


def _is_in(vocabulary: str, code: str) -> bool:
    found = load_vocabularies().find(vocabulary)
    return found is not None and any(entry.code == code for entry in found.entries)


def field_words(path: Path, content: JsonObject) -> str:
    """What a field is called: `Acts · Beating · How many attackers`."""
    found = asked_at(path, content)
    steps = [_plain_words(path[0])] if len(path) > 1 or found is None else []
    if path[0] == "acts" and len(path) > 1:
        act = value_at(content, path[:2])
        form = form_of(act, load_forms()) if isinstance(act, dict) else None
        steps.append(label_in(form.label, chosen_language()) if form else "")
    if found is not None:
        steps.append(found.words)
    elif len(path) > 2:
        steps.append(_plain_words(path[-1]))
    return make_visible(" · ".join(filter(None, steps)))


def value_words(naming: Naming, value: Json, found: Asked | None = None) -> str:
    """A value as a person reads it; several lines where it holds several things."""
    if value is None:
        return translate("Nothing")
    if found is not None and found.list is not None:
        codes = value if isinstance(value, list) else [value]
        return ", ".join(
            load_vocabularies().label(found.list, str(code), chosen_language()) for code in codes
        )
    if found is not None and (names := _names_of(found)):
        codes = value if isinstance(value, list) else [value]
        return ", ".join(names.get(str(code), make_visible(str(code))) for code in codes)
    if found is not None and found.kind is FieldType.DATE and isinstance(value, dict):
        return _date_words(naming, value)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(_leaf(naming, each) for each in value)
    if isinstance(value, dict | list):
        return tree_of(naming, value)
    return _leaf(naming, value)


def _names_of(found: Asked) -> Mapping[str, str]:
    """The words of codes that are in no list of the vocabularies; empty where the field holds none."""
    if found.kind in (OwnType.LANGUAGE, OwnType.LANGUAGES):
        return LANGUAGE_NAMES
    if found.kind in (OwnType.COUNTRY, OwnType.COUNTRIES):
        return dict(country_names(chosen_language()))
    return {code: translate(words) for code, words in found.options}


def reference_words(naming: Naming, name: str, entry: JsonObject) -> str:
    """An entry of a list in a few words, to choose it by; empty where it says nothing yet."""
    told: list[str] = []
    if name == "acts":
        form = form_of(entry, load_forms())
        told.append(label_in(form.label, chosen_language()) if form else str(entry.get("form") or ""))
    for key in ("person", "organisation", "victims"):
        told += [naming.name_of(identifier) for identifier in record_ids_in(entry.get(key))[:1]]
    told.append(str(entry.get("name") or ""))
    when = entry.get("when")
    if isinstance(when, dict):
        edtf = when.get("edtf")
        told.append(date_in_words(edtf) if isinstance(edtf, str) else str(when.get("said") or ""))
    told.append(str(entry.get("room") or ""))
    if name == "sources" and not any(told):
        codes = (("source_connection", "connection"), ("material", "material"))
        told += [
            load_vocabularies().label(each, str(entry[key]), chosen_language())
            for each, key in codes
            if key in entry
        ]
    return make_visible(", ".join(filter(None, told)))


def entry_words(naming: Naming, name: str, entry: JsonObject) -> str:
    """An entry of a list as a person reads it, a line for each of its fields."""
    identifier = str(entry.get("id"))
    content: JsonObject = {name: [entry]}
    details = entry.get("details")
    paths: list[tuple[Path, Json]] = [
        ((name, identifier, key), value) for key, value in entry.items() if key not in _UNTOLD
    ]
    if isinstance(details, dict):
        paths += [((name, identifier, "details", key), value) for key, value in details.items()]
    lines = []
    for path, value in paths:
        found = asked_at(path, content)
        words = found.words if found and found.path[-1] == path[-1] else _plain_words(path[-1])
        within = _list_at(name, path[2:])
        if within is not None and isinstance(value, list):
            words, told = within.words, _within_words(naming, within, value)
        else:
            told = value_words(naming, value, found)
        separator = ":\n" if "\n" in told else ": "
        lines.append(f"{words}{separator}{told}")
    return "\n".join(lines)


def _list_at(name: str, path: Path) -> AskedList | None:
    rows = _ENTRIES.get(name, ())
    return next((row for row in rows if isinstance(row, AskedList) and row.path == path), None)


def _within_words(naming: Naming, within: AskedList, entries: list[Json]) -> str:
    """Entries of a list that stands within an entry, each on a line."""
    lines = []
    for entry in entries:
        held = entry if isinstance(entry, dict) else {}
        told = (
            f"{each.words}: {value_words(naming, value_at(held, each.path), each)}"
            for each in within.fields
            if value_at(held, each.path) is not None
        )
        lines.append("; ".join(told))
    return "\n".join(lines)


def _date_words(naming: Naming, date: JsonObject) -> str:
    edtf, said, basis = date.get("edtf"), date.get("said"), date.get("basis")
    time = date.get("time")
    clock: JsonObject = time if isinstance(time, dict) else {}
    lines = [
        ", ".join(
            filter(None, (date_in_words(edtf) if isinstance(edtf, str) else "", _words_of(clock, "value")))
        ),
        _words_of(clock, "precision", _HOW_FINE),
        _words_of(date, "certainty", dict(HOW_SURE)),
        translate("“{words}”").format(words=make_visible(said)) if isinstance(said, str) else "",
        translate("Known from: {basis}").format(basis=make_visible(basis)) if isinstance(basis, str) else "",
        _words_of(date, "zone"),
        tree_of(naming, {name: value for name, value in date.items() if name not in _TOLD_OF_DATES}),
    ]
    return "\n".join(filter(None, lines))


def _words_of(held: JsonObject, name: str, words: Mapping[str, str] = {}) -> str:
    value = held.get(name)
    if not isinstance(value, str):
        return ""
    return translate(words[value]) if value in words else make_visible(value)


def tree_of(naming: Naming, value: Json) -> str:
    """Anything as lines of text, each level further to the right; nothing in it acts."""
    return "\n".join(_lines(naming, value, ""))


def record_ids_in(value: Json) -> tuple[str, ...]:
    """The ids of records anywhere in a value, each once."""
    if isinstance(value, str):
        return (value,) if is_record_id(value) else ()
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return tuple(dict.fromkeys(found for each in inner for found in record_ids_in(each)))


def _lines(naming: Naming, value: Json, indent: str) -> Iterator[str]:
    pairs: list[tuple[str, Json]]
    if isinstance(value, dict):
        pairs = [(_plain_words(name), inner) for name, inner in value.items() if name != "id"]
    elif isinstance(value, list):
        pairs = [(str(number), inner) for number, inner in enumerate(value, 1)]
    else:
        yield indent + _leaf(naming, value)
        return
    for name, inner in pairs:
        if isinstance(inner, dict | list):
            yield f"{indent}{name}:"
            yield from _lines(naming, inner, indent + _INDENT)
        else:
            yield f"{indent}{name}: {_leaf(naming, inner)}"


def _leaf(naming: Naming, value: Json) -> str:
    if value is True:
        return translate("Yes")
    if isinstance(value, str) and value in ANSWERS:
        return translate(ANSWERS[value])
    text = str(value)
    return make_visible(naming.name_of(text) if is_record_id(text) else text)


def _plain_words(name: str) -> str:
    """The words for a name of the model; one that has none is shown as it is stored."""
    if name in _LISTS:
        return translate(_LISTS[name])
    tables = (_TOP, *_ENTRIES.values())
    inner = (row.fields for table in tables for row in table if isinstance(row, AskedList))
    rows = (each for table in (*tables, *inner) for each in table)
    found = next((each for each in rows if each.path[-1] == name), None)
    return make_visible(name.replace("_", " ")) if found is None else found.words
