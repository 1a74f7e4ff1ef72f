"""Every field of the model that holds words of people, found by walking models and forms themselves.

A new field, a new kind, a new form is found by itself. One that is required and is neither text nor
an id must get a value in `_REQUIRED`: the walk says so by a KeyError.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel, StringConstraints

from app.domain.content import MODELS
from app.domain.fields import MAX_TEXT
from app.domain.form import INNER_MODELS, FieldType
from app.domain.incident import Act
from app.domain.shape import shape_of
from app.domain.strict_json import Json, JsonObject
from app.domain.text import MAX_LINE
from tests.domain.resources import shipped_forms

DETAIL_LIMITS = {FieldType.TEXT: MAX_LINE, FieldType.LONG_TEXT: MAX_TEXT}
MANY = "*"
_ID = "0195d5f0-0000-7000-8000-000000000001"
_REQUIRED: dict[str, Json] = {
    "action": "viewed",
    "edtf": "2014",
    "form": "other",
    "form_version": 1,
    "item": _ID,
    "parts": ["medical"],
    "record_id": _ID,
    "revision": "0" * 64,
    "value": "10:40",
    "when": "2014-01-09T10:40:00.120Z",
}


@dataclass(frozen=True, slots=True, eq=False)
class TextField:
    """One field; in `path` a list of entries is followed by MANY, a form stands before its field."""

    kind: str
    path: tuple[str, ...]
    limit: int

    @property
    def in_entry(self) -> bool:
        """Whether it stands in an entry of a list, so that a record may hold it many times."""
        return MANY in self.path[:-1]


@cache
def text_fields(kind: str) -> tuple[TextField, ...]:
    """All of one kind of record, those of every shipped form among them."""
    return tuple(_walk(kind, MODELS[kind], ()))


def _walk(kind: str, model: type[BaseModel], path: tuple[str, ...]) -> Iterator[TextField]:
    for name, field in shape_of(model).items():
        here = (*path, name, MANY) if field.many else (*path, name)
        if field.details:
            yield from _walk_details(kind, here)
        elif field.inner is not None:
            yield from _walk(kind, field.inner, here)
        elif field.words:
            info = model.model_fields[name]
            yield TextField(kind, here, _limit([info.annotation, *info.metadata], here))


def _walk_details(kind: str, path: tuple[str, ...]) -> Iterator[TextField]:
    for form in shipped_forms().all_newest():
        for field in form.fields.values():
            here = (*path, f"{form.id}.{form.version}", field.id)
            if (inner := INNER_MODELS.get(field.type)) is not None:
                yield from _walk(kind, inner, here)
            elif field.type in DETAIL_LIMITS:
                yield TextField(kind, here, DETAIL_LIMITS[field.type])


def _limit(said: Sequence[Any], path: tuple[str, ...]) -> int:
    limits = {limit for item in said for limit in _limits(item)}
    assert len(limits) == 1, f"{path} does not say how long it may be"
    return limits.pop()


def _limits(said: Any) -> Iterator[int]:
    if isinstance(said, StringConstraints) and said.max_length is not None:
        yield said.max_length
    for part in (*getattr(said, "__metadata__", ()), *getattr(said, "__args__", ())):
        yield from _limits(part)


Filled = Callable[[TextField, int], str]


def content_with(fields: Sequence[TextField], text_of: Filled, entries: int = 1) -> JsonObject:
    """The JSON content that holds all of these fields, each list with so many entries.

    `text_of` says what a field holds in the entry of that number. An act is one entry by one form:
    acts of all forms stand in one list.
    """
    content: JsonObject = {}
    for number in range(entries):
        for field in fields:
            if field.in_entry or number == 0:
                _put(content, field, number, text_of(field, number))
    _complete(content, MODELS[fields[0].kind])
    return content


def _put(content: JsonObject, field: TextField, number: int, text: str) -> None:
    holder: Any = content
    path, form = field.path, ""
    if "details" in path:
        at = path.index("details") + 1
        form, path = path[at], (*path[:at], *path[at + 1 :])
    for step, after in zip(path, (*path[1:], ""), strict=True):
        if step == MANY:
            continue
        if after == "":
            holder[step] = text
        elif after != MANY:
            holder = holder.setdefault(step, {})
        elif step == path[-2]:
            holder[step] = [text]
        else:
            holder = _entry_of(holder.setdefault(step, []), form if step == "acts" else "", number)


def _entry_of(entries: list[Any], form: str, number: int) -> Any:
    """The entry of that number; of acts, that of this form, in the order in which they came."""
    identifier = f"{form.replace('.', '-').replace('_', '-')[:30]}-{number}" if form else f"e-{number}"
    found = next((entry for entry in reversed(entries) if entry["id"] == identifier), None)
    if found is None:
        found = {"id": identifier}
        if form:
            name, version = form.split(".")
            found |= {"form": name, "form_version": int(version)}
        entries.append(found)
    return found


def _complete(content: Any, model: type[BaseModel]) -> None:
    """Give every object what its model requires."""
    shape = shape_of(model)
    for name, info in model.model_fields.items():
        field, held = shape[name], content.get(name)
        if held is None and info.is_required():
            content[name] = held = [{}] if field.many and field.inner else _REQUIRED[name]
        if field.inner is not None and held is not None:
            for inner in held if field.many else [held]:
                _complete(inner, field.inner)
    if model is Act:
        for field_id, value in content.get("details", {}).items():
            inner_model = _model_of_detail(content, field_id)
            if inner_model is not None:
                _complete(value, inner_model)


def _model_of_detail(act: JsonObject, field_id: str) -> type[BaseModel] | None:
    form = shipped_forms().find(str(act["form"]), int(str(act["form_version"])))
    assert form is not None
    return INNER_MODELS.get(form.fields[field_id].type)
