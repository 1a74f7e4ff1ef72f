"""The content of a record of any kind: read, written, split into compartments, walked.

Content is plain JSON (what is signed, merged, sent) or a frozen model (what forms, reports and
completeness read). The JSON form leaves out whatever is empty or at its default.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from pydantic import BaseModel, ValidationError

from app.domain.compartments import (
    ORDER,
    PRIVILEGED_MARK,
    Compartment,
    Path,
    entries_of,
    is_privileged,
)
from app.domain.evidence import Evidence
from app.domain.form import INNER_MODELS, REFERS, FieldType, Form, Forms, fits
from app.domain.incident import Incident
from app.domain.organisation import Organisation
from app.domain.person import Person
from app.domain.problems import UNKNOWN_CODE, Problem, path_text, problems_of
from app.domain.proceeding import Proceeding
from app.domain.record_events import CustodyContent, ErasureContent, TombstoneContent
from app.domain.revision import RecordId
from app.domain.shape import FieldShape, shape_of
from app.domain.strict_json import Json, JsonObject
from app.domain.vocabulary import Vocabularies

RecordContent: TypeAlias = (
    Incident
    | Person
    | Organisation
    | Proceeding
    | Evidence
    | CustodyContent
    | ErasureContent
    | TombstoneContent
)
MODELS: Mapping[str, type[RecordContent]] = {
    "incident": Incident,
    "person": Person,
    "organisation": Organisation,
    "proceeding": Proceeding,
    "evidence": Evidence,
    "custody": CustodyContent,
    "erasure": ErasureContent,
    "tombstone": TombstoneContent,
}


def read_content(kind: str, content: Mapping[str, Json]) -> RecordContent:
    """The model of a record's JSON content, whole or with parts of it withheld.

    Raises RecordError `record.input` for the first thing that does not fit, and KeyError for a
    kind that is not in MODELS (such records are shown as a tree, never read).
    """
    try:
        return MODELS[kind].model_validate(content)
    except ValidationError as error:
        raise problems_of(error)[0].as_error() from None


def content_json(content: BaseModel) -> JsonObject:
    """The JSON form of a model: nothing that is empty or at its default; lists of entries stay."""
    dumped: JsonObject = content.model_dump(mode="json", exclude_defaults=True)
    return {key: pruned for key, value in dumped.items() if not _is_empty(pruned := _prune(value))}


def _prune(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: pruned for key, inner in value.items() if not _is_empty(pruned := _prune(inner))}
    if isinstance(value, list):
        return [pruned for inner in value if not _is_empty(pruned := _prune(inner))]
    return value


def _is_empty(value: Json) -> bool:
    return value is None or value in ("", [], {})


def split_content(
    kind: str, content: JsonObject, forms: Forms, before: Mapping[str, JsonObject] | None = None
) -> dict[str, JsonObject]:
    """The parts of a content by compartment name; `open` is always there, the others if not empty.

    `join_parts` makes the whole again. A value in `details` that no form at hand knows stays in
    the compartment in which `before` (the parts that this edit began from) held it; a new one
    goes to `identities`, since nobody can tell whom it may name.
    """
    if is_privileged(content):
        return {Compartment.OPEN.value: {}, Compartment.PRIVILEGED.value: content}
    splitter = _Splitter(forms, before or {})
    parts = splitter.split_object(MODELS[kind], content, Compartment.OPEN, ())
    return {Compartment.OPEN.value: {}} | {name.value: part for name, part in parts.items()}


_Pieces: TypeAlias = dict[Compartment, JsonObject]


def may_stand_in(kind: str, fields: Iterable[str], parts: Collection[str]) -> bool:
    """Whether a value of one of these fields of a record may stand in one of the compartments `parts`.

    Also one that fits no model: nothing but the names of the fields is looked at. What a form file
    asks may stand in any of them.
    """
    model = MODELS.get(kind)
    shape = shape_of(model) if model else {}
    marked = {Compartment.PRIVILEGED} if PRIVILEGED_MARK in shape else set[Compartment]()
    return any(
        name not in shape or not (_homes(shape[name], Compartment.OPEN) | marked).isdisjoint(parts)
        for name in fields
    )


def _homes(field: FieldShape, home: Compartment) -> set[Compartment]:
    """Every compartment in which a value of a field, or of what lies in it, may stand."""
    here = field.compartment or home
    if field.details:
        return set(ORDER)
    inner = shape_of(field.inner) if field.inner else {}
    marked = {Compartment.PRIVILEGED} if PRIVILEGED_MARK in inner else set[Compartment]()
    return {here, *marked}.union(*(_homes(each, here) for each in inner.values()))


class _Splitter:
    """Takes one content apart, object by object; each object's pieces mirror it."""

    def __init__(self, forms: Forms, before: Mapping[str, JsonObject]) -> None:
        self._forms = forms
        self._before = before

    def split_object(
        self, model: type[BaseModel], content: JsonObject, home: Compartment, path: Path
    ) -> _Pieces:
        """The pieces of one object whose fields belong to `home` unless they say otherwise."""
        pieces: _Pieces = {}
        shape = shape_of(model)
        for name, value in content.items():
            field = shape[name]
            for compartment, piece in self._split_field(field, value, home, (*path, name), content):
                pieces.setdefault(compartment, {})[name] = piece
        return pieces

    def _split_field(
        self, field: FieldShape, value: Json, home: Compartment, path: Path, owner: JsonObject
    ) -> Iterator[tuple[Compartment, Json]]:
        here = field.compartment or home
        if field.details and isinstance(value, dict):
            yield from self._split_details(value, path, form_of(owner, self._forms)).items()
        elif field.entries and isinstance(value, list):
            yield from self._split_entries(field, value, here, path).items()
        elif is_privileged(value):
            yield Compartment.PRIVILEGED, value
        elif field.inner is not None and isinstance(value, dict):
            yield from self.split_object(field.inner, value, here, path).items()
        else:
            yield here, value

    def _split_entries(
        self, field: FieldShape, entries: list[Json], home: Compartment, path: Path
    ) -> dict[Compartment, list[Json]]:
        lists: dict[Compartment, list[Json]] = {}
        for entry in entries:
            if is_privileged(entry) or field.inner is None or not isinstance(entry, dict):
                lists.setdefault(Compartment.PRIVILEGED, []).append(entry)
                continue
            named = {"id": entry["id"]}
            fields = {name: value for name, value in entry.items() if name != "id"}
            pieces = self.split_object(field.inner, fields, home, (*path, str(entry["id"])))
            for compartment, piece in {home: {}, **pieces}.items():
                lists.setdefault(compartment, []).append(named | piece)
        return lists

    def _split_details(self, details: JsonObject, path: Path, form: Form | None) -> _Pieces:
        pieces: _Pieces = {}
        for field_id, value in details.items():
            field = form.fields.get(field_id) if form else None
            if is_privileged(value):
                compartment = Compartment.PRIVILEGED
            elif field is not None:
                compartment = field.compartment
            else:
                compartment = self._where_before((*path, field_id))
            pieces.setdefault(compartment, {})[field_id] = value
        return pieces

    def _where_before(self, path: Path) -> Compartment:
        """The strictest compartment that held the value at `path` before this edit."""
        for compartment in reversed(ORDER):
            if value_at(self._before.get(compartment, {}), path) is not None:
                return compartment
        return Compartment.IDENTITIES


def form_of(act: JsonObject, forms: Forms) -> Form | None:
    """The form by which an act was written, in its version; None where it is not at hand."""
    identifier, version = act.get("form"), act.get("form_version")
    if not isinstance(identifier, str) or not isinstance(version, int):
        return None
    return forms.find(identifier, version)


def value_at(content: Json, path: Path) -> Json:
    """The value at a path (entries named by id), or None."""
    for step in path:
        holder = content if isinstance(content, dict) else entries_of(content) or {}
        content = holder.get(step)
    return content


class Leaf(NamedTuple):
    """One value of a content that is no object, with what model or form declare of it.

    `where` names entries by position, as problems do. Where several values may be given, each
    is a leaf. `words` tells text that a person wrote from codes, ids and dates.
    """

    where: tuple[str | int, ...]
    value: Json
    vocabulary: str | None = None
    refers: tuple[str, ...] = ()
    words: bool = False


def leaves(kind: str, content: JsonObject, forms: Forms) -> Iterator[Leaf]:
    """Every leaf of a content, in order; of an unknown kind all texts count as words."""
    model = MODELS.get(kind)
    return _unknown_leaves(content, ()) if model is None else _object_leaves(model, content, (), forms)


def _object_leaves(
    model: type[BaseModel], content: JsonObject, where: tuple[str | int, ...], forms: Forms
) -> Iterator[Leaf]:
    shape = shape_of(model)
    for name, value in content.items():
        field, here = shape.get(name), (*where, name)
        if field is None:
            yield from _unknown_leaves(value, here)
        elif field.details and isinstance(value, dict):
            yield from _details_leaves(form_of(content, forms), value, here, forms)
        elif field.inner is None:
            yield from _each(Leaf(here, value, field.vocabulary, field.refers, field.words))
        else:
            objects = enumerate(value) if isinstance(value, list) else [("", value)]
            for position, inner in objects:
                if isinstance(inner, dict):
                    inside = here if position == "" else (*here, position)
                    yield from _object_leaves(field.inner, inner, inside, forms)


def _details_leaves(
    form: Form | None, details: JsonObject, where: tuple[str | int, ...], forms: Forms
) -> Iterator[Leaf]:
    for field_id, value in details.items():
        field, here = (form.fields.get(field_id) if form else None), (*where, field_id)
        model = INNER_MODELS.get(field.type) if field else None
        if field is None or not fits(field, value):
            yield from _unknown_leaves(value, here)
        elif model is not None and isinstance(value, dict):
            yield from _object_leaves(model, value, here, forms)
        else:
            words = field.type in (FieldType.TEXT, FieldType.LONG_TEXT)
            yield from _each(Leaf(here, value, field.list, REFERS.get(field.type, ()), words))


def _unknown_leaves(value: Json, where: tuple[str | int, ...]) -> Iterator[Leaf]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _unknown_leaves(inner, (*where, name))
    else:
        words = not (where and where[-1] == "id")
        for leaf in _each(Leaf(where, value, words=words)):
            if isinstance(leaf.value, dict | list):
                yield from _unknown_leaves(leaf.value, leaf.where)
            else:
                yield leaf


def _each(leaf: Leaf) -> Iterator[Leaf]:
    if isinstance(leaf.value, list):
        for position, value in enumerate(leaf.value):
            yield Leaf((*leaf.where, position), value, leaf.vocabulary, leaf.refers, leaf.words)
    else:
        yield leaf


def references(found: Iterable[Leaf]) -> tuple[RecordId, ...]:
    """The ids of all records that the leaves of a content name, each once, in order."""
    values = (leaf.value for leaf in found if leaf.refers)
    return tuple(dict.fromkeys(RecordId(value) for value in values if isinstance(value, str)))


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """A code that its list does not know; `code` is (list, code) and is never put into an error."""

    code: tuple[str, str]
    problem: Problem


def unknown_codes(
    kind: str, content: JsonObject, forms: Forms, vocabularies: Vocabularies
) -> tuple[UnknownCode, ...]:
    """The coded fields whose code is in no list at hand and is not marked `X-`."""
    return tuple(
        UnknownCode((leaf.vocabulary, str(leaf.value)), Problem(path_text(*leaf.where), UNKNOWN_CODE))
        for leaf in leaves(kind, content, forms)
        if leaf.vocabulary and not vocabularies.allows(leaf.vocabulary, str(leaf.value))
    )
