"""What a person types as JSON (`record add`, `person edit` …), made into content.

The input is the content itself with five reliefs. Entries of lists need no `id`. An act needs no
`form_version`, and no `form` (then it is `other`). A place may have a `point`, coordinates as people
write them (see coordinates.py), instead of `latitude_e6` and `longitude_e6`. People, organisations
and proceedings may be written where the incident is, each with a `key` by which the rest of the input
names it; each becomes a record of its own. One that exists is named by its record id, wherever a key
could stand, or as `{"key": "p1", "id": "<record id>"}`.

An edit is an object whose top-level fields replace those of the record; null removes a field;
what it does not name stays. A list replaces the list; entries with a known `id` stay the same
entries. What stood in the record before is never refused.

Nothing refused is ever quoted: a RecordError names place and reason.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError

from app.domain.compartments import entries_of
from app.domain.content import MODELS, RecordContent, form_of, unknown_codes
from app.domain.coordinates import read_coordinates
from app.domain.fields import is_record_id
from app.domain.form import INNER_MODELS, REFERS, Forms, check_details
from app.domain.incident import Act, Incident
from app.domain.organisation import Organisation
from app.domain.person import Person
from app.domain.place import Place
from app.domain.problems import (
    NO_POINT,
    NOT_A_LIST,
    NOT_AN_OBJECT,
    ONLY_NAMED,
    TWICE,
    TWO_POINTS,
    UNKNOWN_FORM,
    UNKNOWN_KEY,
    Problem,
    path_text,
    problems_of,
)
from app.domain.proceeding import Proceeding
from app.domain.revision import RecordId
from app.domain.shape import shape_of
from app.domain.strict_json import Json, JsonObject
from app.domain.vocabulary import Vocabularies

DEFAULT_FORM = "other"
INLINE_KINDS = {"people": "person", "organisations": "organisation", "proceedings": "proceeding"}
"""The lists of an incident's input that may hold whole records, and the kinds of these."""

_Where: TypeAlias = tuple[str | int, ...]
_Made = TypeVar("_Made", Person, Organisation, Proceeding)


@dataclass(frozen=True, slots=True)
class RecordInput:
    """An incident and the new records that its input brought with it, each under its new id."""

    incident: Incident
    people: tuple[tuple[RecordId, Person], ...] = ()
    organisations: tuple[tuple[RecordId, Organisation], ...] = ()
    proceedings: tuple[tuple[RecordId, Proceeding], ...] = ()


def apply_edit(before: JsonObject, change: Mapping[str, Json]) -> JsonObject:
    """`before` with its top-level fields replaced by those of `change`; null removes one."""
    return {name: value for name, value in {**before, **change}.items() if value is not None}


class InputReader:
    """Reads inputs against the forms and code lists at hand; ids come from its two makers.

    `new_entry_id` gives an entry id (`[a-z0-9-]`, up to 36) that no list held before,
    `new_record_id` a UUIDv7. Every method raises RecordError `record.input`.
    """

    def __init__(
        self,
        forms: Forms,
        vocabularies: Vocabularies,
        new_entry_id: Callable[[], str],
        new_record_id: Callable[[], str],
    ) -> None:
        self._forms = forms
        self._vocabularies = vocabularies
        self._new_entry_id = new_entry_id
        self._new_record_id = new_record_id

    def read_incident(self, data: Mapping[str, Json], before: JsonObject | None = None) -> RecordInput:
        """The input of `record add`; with `before` (the joined content so far) that of an edit."""
        before = before or {}
        content = apply_edit(before, data)
        keys: dict[str, tuple[str, RecordId]] = {}
        inline = [
            self._identify(name, position, item, keys)
            for name in INLINE_KINDS
            for position, item in enumerate(_items(content, name))
        ]
        for name in INLINE_KINDS.keys() & content.keys():
            content[name] = [item.named for item in inline if item.list == name]
        reading = _Reading(self._forms, self._vocabularies, self._new_entry_id, keys, before)
        return RecordInput(
            reading.read(Incident, "incident", content, ()),
            _made(reading, Person, "people", inline),
            _made(reading, Organisation, "organisations", inline),
            _made(reading, Proceeding, "proceedings", inline),
        )

    def read(self, kind: str, data: Mapping[str, Json], before: JsonObject | None = None) -> RecordContent:
        """The input of `person add` and its like; with `before` that of an edit."""
        before = before or {}
        reading = _Reading(self._forms, self._vocabularies, self._new_entry_id, {}, before)
        return reading.read(MODELS[kind], kind, apply_edit(before, data), ())

    def _identify(
        self, name: str, position: int, item: Json, keys: dict[str, tuple[str, RecordId]]
    ) -> "_Inline":
        """One item of an inline list with its record id; a key that it brings is remembered."""
        if not isinstance(item, dict):
            return _Inline(name, position, item, None)
        rest = dict(item)
        given, key = rest.pop("id", None), rest.pop("key", None)
        if given is not None and rest:
            raise Problem(path_text(name, position, next(iter(rest))), ONLY_NAMED).as_error()
        if given is not None and not (isinstance(given, str) and is_record_id(given)):
            raise Problem(path_text(name, position, "id"), UNKNOWN_KEY).as_error()
        identifier = RecordId(given if isinstance(given, str) else self._new_record_id())
        if key is not None:
            if not isinstance(key, str) or key in keys or is_record_id(key):
                raise Problem(path_text(name, position, "key"), TWICE).as_error()
            keys[key] = (INLINE_KINDS[name], identifier)
        return _Inline(name, position, identifier, None if given is not None else rest)


@dataclass(frozen=True, slots=True)
class _Inline:
    """One item of an inline list: what names it, and its content if it is a new record."""

    list: str
    position: int
    named: Json
    content: JsonObject | None


def _items(content: JsonObject, name: str) -> list[Json]:
    items = content.get(name, [])
    if not isinstance(items, list):
        raise Problem(name, NOT_A_LIST).as_error()
    return items


def _made(
    reading: "_Reading", model: type[_Made], name: str, inline: list[_Inline]
) -> tuple[tuple[RecordId, _Made], ...]:
    return tuple(
        (
            RecordId(str(item.named)),
            reading.read(model, INLINE_KINDS[name], item.content, (name, item.position)),
        )
        for item in inline
        if item.list == name and item.content is not None
    )


_Model = TypeVar("_Model", bound=BaseModel)


class _Reading:
    """One input on its way to content: ids given, keys resolved, then checked."""

    def __init__(
        self,
        forms: Forms,
        vocabularies: Vocabularies,
        new_entry_id: Callable[[], str],
        keys: Mapping[str, tuple[str, RecordId]],
        before: JsonObject,
    ) -> None:
        self._forms = forms
        self._vocabularies = vocabularies
        self._new_entry_id = new_entry_id
        self._keys = keys
        self._before = before
        self._acts_before = entries_of(before.get("acts")) or {}

    def read(self, model: type[_Model], kind: str, data: JsonObject, where: _Where) -> _Model:
        """The content of one record, or RecordError for the first thing that does not fit."""
        prepared = self._prepare_object(model, data, where)
        try:
            content = model.model_validate(prepared)
        except ValidationError as error:
            raise problems_of(error, *where)[0].as_error() from None
        for problem in self._problems(kind, prepared):
            raise Problem(".".join([*(str(step) for step in where), problem.where]), problem.what).as_error()
        return content

    def _prepare_object(self, model: type[BaseModel], data: JsonObject, where: _Where) -> JsonObject:
        """`data` with ids, keys and forms filled in; what has another shape is left to the model."""
        if model is Act:
            data = self._with_form(data, where)
        if model is Place:
            data = _with_point(data, where)
        shape = shape_of(model)
        prepared: JsonObject = {}
        for name, value in data.items():
            field, here = shape.get(name), (*where, name)
            if field is None:
                prepared[name] = value
            elif field.details and isinstance(value, dict):
                prepared[name] = self._prepare_details(data, value, here)
            elif field.refers:
                prepared[name] = self._resolve(value, field.refers, here)
            elif field.inner is not None and field.many and isinstance(value, list):
                prepared[name] = [
                    self._prepare_entry(field.inner, entry, (*here, position))
                    for position, entry in enumerate(value)
                ]
            elif field.inner is not None and isinstance(value, dict):
                prepared[name] = self._prepare_object(field.inner, value, here)
            else:
                prepared[name] = value
        return prepared

    def _prepare_entry(self, model: type[BaseModel], entry: Json, where: _Where) -> Json:
        if not isinstance(entry, dict):
            raise Problem(path_text(*where), NOT_AN_OBJECT).as_error()
        named = dict(entry)
        if "id" in shape_of(model) and named.get("id") is None:
            named["id"] = self._new_entry_id()
        return self._prepare_object(model, named, where)

    def _with_form(self, act: JsonObject, where: _Where) -> JsonObject:
        """An act with its form and version: those it had before, else the newest at hand."""
        before = self._acts_before.get(str(act.get("id")), {})
        form = act.get("form", before.get("form", DEFAULT_FORM))
        if not isinstance(form, str) or act.get("form_version") is not None:
            return {**act, "form": form}
        if form == before.get("form"):
            return {**act, "form": form, "form_version": before.get("form_version")}
        newest = self._forms.newest(form)
        if newest is None:
            raise Problem(path_text(*where, "form"), UNKNOWN_FORM).as_error()
        return {**act, "form": form, "form_version": newest.version}

    def _prepare_details(self, act: JsonObject, details: JsonObject, where: _Where) -> JsonObject:
        form = form_of(act, self._forms)
        prepared: JsonObject = {}
        for field_id, value in details.items():
            field = form.fields.get(field_id) if form else None
            refers = REFERS.get(field.type, ()) if field else ()
            inner, here = INNER_MODELS.get(field.type) if field else None, (*where, field_id)
            if inner is not None and isinstance(value, dict):
                prepared[field_id] = self._prepare_object(inner, value, here)
            else:
                prepared[field_id] = self._resolve(value, refers, here) if refers else value
        return prepared

    def _resolve(self, value: Json, kinds: tuple[str, ...], where: _Where) -> Json:
        """The record ids for keys; a record id stays as it is."""
        if isinstance(value, list):
            return [self._resolve(item, kinds, (*where, position)) for position, item in enumerate(value)]
        if not isinstance(value, str) or is_record_id(value):
            return value
        kind, identifier = self._keys.get(value, ("", ""))
        if kind not in kinds:
            raise Problem(path_text(*where), UNKNOWN_KEY).as_error()
        return identifier

    def _problems(self, kind: str, prepared: JsonObject) -> Iterator[Problem]:
        """What model and shape let pass: unknown forms, values of a wrong type, unknown codes."""
        acts = prepared.get("acts")
        if isinstance(acts, list):
            changed = [self._with_changed_details(act) if isinstance(act, dict) else act for act in acts]
            prepared = {**prepared, "acts": changed}
            for position, act in enumerate(changed):
                if isinstance(act, dict):
                    yield from self._act_problems(act, ("acts", position))
        known = {
            problem.code for problem in unknown_codes(kind, self._before, self._forms, self._vocabularies)
        }
        for unknown in unknown_codes(kind, prepared, self._forms, self._vocabularies):
            if unknown.code not in known:
                yield unknown.problem

    def _with_changed_details(self, act: JsonObject) -> JsonObject:
        """An act with those details alone that did not stand there before, by whatever form."""
        details, stood = act.get("details"), self._acts_before.get(str(act["id"]), {}).get("details")
        if not isinstance(details, dict) or not isinstance(stood, dict):
            return act
        changed = {name: value for name, value in details.items() if value != stood.get(name)}
        return {**act, "details": changed}

    def _act_problems(self, act: JsonObject, where: _Where) -> Iterator[Problem]:
        before = self._acts_before.get(str(act["id"]), {})
        form = form_of(act, self._forms)
        if form is None:
            if (act["form"], act["form_version"]) != (before.get("form"), before.get("form_version")):
                yield Problem(path_text(*where, "form"), UNKNOWN_FORM)
            return
        details = act.get("details")
        for problem in check_details(form, details if isinstance(details, dict) else {}, self._vocabularies):
            yield Problem(f"{path_text(*where, 'details')}.{problem.where}", problem.what)


def _with_point(place: JsonObject, where: _Where) -> JsonObject:
    """A place with the numbers of the point that its text names."""
    rest = dict(place)
    text = rest.pop("point", None)
    if text is None:
        return rest
    if {"latitude_e6", "longitude_e6"} & rest.keys():
        raise Problem(path_text(*where, "point"), TWO_POINTS).as_error()
    point = read_coordinates(text) if isinstance(text, str) else None
    if point is None:
        raise Problem(path_text(*where, "point"), NO_POINT).as_error()
    return {**rest, "latitude_e6": point.latitude_e6, "longitude_e6": point.longitude_e6}
