"""Arbitrary valid content of every kind, made from the models themselves; for property tests.

`contents(kind)` gives JSON content in its canonical form (nothing empty, privileged entries
last). Texts hold the letters that Kazakh, Kyrgyz and Tajik have and Russian lacks.
"""

from typing import Any, Literal, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel

from app.domain import dates, evidence, fields, person, place, record_events
from app.domain.content import MODELS, content_json
from app.domain.form import FieldType, Form
from app.domain.revision import RecordId
from app.domain.shape import FieldShape, shape_of
from app.domain.strict_json import Json, JsonObject
from tests.domain.resources import shipped_forms, shipped_vocabularies

LETTERS = "ӘҒҚҢӨҰҮҺІӢӮҲҶәғқңөұүһіӣӯҳҷЁёЙйАбвZz 0«»\n"
EDTF = ("2014", "2014-01", "2014-01-09", "2011-12~", "2010-06/2012", "2014-01-XX", "../2015", "2013-21")

words = st.text(LETTERS, min_size=1, max_size=12)
record_ids = st.uuids().map(str)
entry_ids = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=8)
counts = st.integers(0, 10_000)

_BY_ALIAS: list[tuple[Any, st.SearchStrategy[Any]]] = [
    (fields.EntryId, entry_ids),
    (fields.Sha256, st.text("0123456789abcdef", min_size=64, max_size=64)),
    (fields.Language, st.sampled_from(("ru", "kk", "ky", "tg", "kk-Latn"))),
    (fields.Country, st.sampled_from(("KZ", "KG", "TJ"))),
    (dates.Edtf, st.sampled_from(EDTF)),
    (dates.ClockTime, st.sampled_from(("00:00", "10:40", "23:59"))),
    (dates.Zone, st.sampled_from(("Asia/Bishkek", "+06:00"))),
    (person.Script, st.sampled_from(("Cyrl", "Latn", "Arab"))),
    (place.Region, st.sampled_from(("KG-C", "KZ-47", "TJ-SU"))),
    (evidence.MediaType, st.sampled_from(("image/jpeg", "audio/wav"))),
    (evidence.FileTime, st.sampled_from(("2014-01-09T10:40:00", "2014-01-09T10:40:00.120Z"))),
    (record_events.Moment, st.just("2014-01-09T10:40:00.120Z")),
    (record_events.PartName, st.sampled_from(("medical", "sources"))),
]


def contents(kind: str) -> st.SearchStrategy[JsonObject]:
    """JSON content of a record of `kind`."""
    model = MODELS[kind]
    return _objects(model).map(lambda data: content_json(model.model_validate(data)))


def incidents() -> st.SearchStrategy[JsonObject]:
    """Content of incidents, with acts by the forms that ship and by one that nobody knows."""
    return contents("incident")


def persons() -> st.SearchStrategy[JsonObject]:
    """Content of persons."""
    return contents("person")


def organisations() -> st.SearchStrategy[JsonObject]:
    """Content of organisations."""
    return contents("organisation")


def proceedings() -> st.SearchStrategy[JsonObject]:
    """Content of proceedings."""
    return contents("proceeding")


def evidences() -> st.SearchStrategy[JsonObject]:
    """Content of items of evidence."""
    return contents("evidence")


def _objects(model: type[BaseModel]) -> st.SearchStrategy[JsonObject]:
    if model.__name__ == "Act":
        return _acts()
    return _plain_objects(model)


@st.composite
def _plain_objects(
    draw: st.DrawFn, model: type[BaseModel], leave: frozenset[str] = frozenset()
) -> JsonObject:
    shape = {name: field for name, field in shape_of(model).items() if name not in leave}
    required = [name for name in shape if model.model_fields[name].is_required()]
    optional = [name for name in shape if name not in required]
    # A few at a time: most of a record is empty, and a whole one is more than an example may hold.
    chosen = draw(st.lists(st.sampled_from(optional), max_size=5, unique=True)) if optional else []
    return {name: draw(_field(model, name, shape[name])) for name in shape if name in (*required, *chosen)}


def _field(model: type[BaseModel], name: str, field: FieldShape) -> st.SearchStrategy[Any]:
    if field.inner is not None:
        one = _objects(field.inner)
        if not field.many:
            return one
        return st.lists(one, min_size=1, max_size=3, unique_by=_entry_id if field.entries else None)
    scalar = _scalar(model, name, field)
    return st.lists(scalar, min_size=1, max_size=3, unique=True) if field.many else scalar


def _entry_id(entry: Any) -> str:
    return str(entry["id"])


def _scalar(model: type[BaseModel], name: str, field: FieldShape) -> st.SearchStrategy[Any]:
    if field.vocabulary is not None:
        vocabulary = shipped_vocabularies().find(field.vocabulary)
        assert vocabulary is not None, field.vocabulary
        return st.sampled_from([*vocabulary.by_code, "X-ours"])
    if field.refers:
        return record_ids
    if field.words:
        return words
    info = model.model_fields[name]
    return _by_annotation([info.annotation, *info.metadata])


def _by_annotation(found: list[Any]) -> st.SearchStrategy[Any]:
    flat: list[Any] = []
    for item in found:
        flat += _flatten(item)
    literals = [value for item in flat if get_origin(item) is Literal for value in get_args(item)]
    if literals:
        return st.sampled_from(literals)
    for alias, strategy in _BY_ALIAS:
        if all(part in flat for part in _flatten(alias)):
            return strategy
    if bool in flat:
        return st.booleans()
    if RecordId in flat:
        return record_ids
    limits = [limit for item in flat for limit in (item, *getattr(item, "metadata", ()))]
    least = [limit.ge for limit in limits if hasattr(limit, "ge")]
    most = [limit.le for limit in limits if hasattr(limit, "le")]
    return st.integers(max([0, *least]), min([130, *most]))


def _flatten(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Literal:
        return [annotation]
    metadata = list(getattr(annotation, "__metadata__", ()))
    inner = [annotation.__origin__] if metadata else list(get_args(annotation))
    if not inner:
        return [annotation]
    return metadata + [part for item in inner for part in _flatten(item)]


@st.composite
def _acts(draw: st.DrawFn) -> JsonObject:
    from app.domain.incident import Act

    leave = frozenset({"form", "form_version", "details"})
    act: JsonObject = draw(_plain_objects(Act, leave))
    form = draw(st.sampled_from((*shipped_forms().all_newest(), None)))
    if form is None:
        return act | {"form": "unheard_of", "form_version": 7, "details": {"anything": draw(words), "n": [1]}}
    return act | {"form": form.id, "form_version": form.version, "details": draw(details(form))}


def details(form: Form) -> st.SearchStrategy[dict[str, Json]]:
    """Values that fit a form, and sometimes one of a field that it does not know."""
    values = {field.id: detail(field.type, field.list) for field in form.fields.values()}
    return st.fixed_dictionaries({}, optional={**values, "field_of_tomorrow": words})


def detail(kind: FieldType, vocabulary: str | None) -> st.SearchStrategy[Any]:
    """A value of one field type; codes come from `vocabulary`."""
    found = shipped_vocabularies().find(vocabulary) if vocabulary else None
    codes = st.sampled_from([*found.by_code] if found else ["X-ours"])
    return {
        FieldType.TEXT: words,
        FieldType.LONG_TEXT: words,
        FieldType.CHOICE: codes,
        FieldType.CHOICES: st.lists(codes, min_size=1, max_size=3, unique=True),
        FieldType.YES_NO_UNKNOWN: st.sampled_from(("yes", "no", "unknown")),
        FieldType.DATE: st.fixed_dictionaries({"edtf": st.sampled_from(EDTF)}),
        FieldType.TIME: st.sampled_from(("10:40", "23:59~")),
        FieldType.DURATION_MINUTES: counts,
        FieldType.INTEGER: st.integers(-5, 5),
        FieldType.PERSON: record_ids,
        FieldType.PEOPLE: st.lists(record_ids, min_size=1, max_size=2, unique=True),
        FieldType.ORGANISATION: record_ids,
        FieldType.PLACE: st.fixed_dictionaries({"locality": words}),
        FieldType.EVIDENCE: st.lists(record_ids, min_size=1, max_size=2, unique=True),
        FieldType.MONEY: st.fixed_dictionaries({"amount_minor": counts, "currency": st.just("KGS")}),
    }[kind]
