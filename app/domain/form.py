"""Forms are data: which fields an act has beyond what every act has, and for what each is needed.

One file a form and version; a record keeps the version it was written with. "Needed" never
means that saving is refused: it names the purposes for which a gap matters.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from app.domain.compartments import Compartment
from app.domain.dates import FuzzyDate, RoughTime
from app.domain.fields import Code, Content, Count, Integer, Line, RecordRef, Text, YesNo
from app.domain.incident import Act
from app.domain.place import Place
from app.domain.problems import UNKNOWN_CODE, Problem, path_text, problems_of
from app.domain.strict_json import Json
from app.domain.vocabulary import Labels, ThesaurusPlace, Vocabularies

Purpose: TypeAlias = Literal["complete", "complaint", "urgent_appeal"]
FieldId: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,40}$")]


class FieldType(StrEnum):
    """The closed list of what a field of a form can be."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO_UNKNOWN = "yes_no_unknown"
    DATE = "date"
    TIME = "time"
    DURATION_MINUTES = "duration_minutes"
    INTEGER = "integer"
    PERSON = "person"
    PEOPLE = "people"
    ORGANISATION = "organisation"
    PLACE = "place"
    EVIDENCE = "evidence"
    MONEY = "money"


REFERS: Mapping[FieldType, tuple[str, ...]] = {
    FieldType.PERSON: ("person",),
    FieldType.PEOPLE: ("person",),
    FieldType.ORGANISATION: ("organisation",),
    FieldType.EVIDENCE: ("evidence",),
}
"""The kinds of record that a value of such a type names by id."""


class Money(Content):
    """An amount in the smallest unit of a currency (tiyn, tyiyn, diram); ISO 4217."""

    amount_minor: Count
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


_SHAPES: Mapping[FieldType, Any] = {
    FieldType.TEXT: Line,
    FieldType.LONG_TEXT: Text,
    FieldType.CHOICE: Code,
    FieldType.CHOICES: tuple[Code, ...],
    FieldType.YES_NO_UNKNOWN: YesNo,
    FieldType.DATE: FuzzyDate,
    FieldType.TIME: RoughTime,
    FieldType.DURATION_MINUTES: Count,
    FieldType.INTEGER: Integer,
    FieldType.PERSON: RecordRef,
    FieldType.PEOPLE: tuple[RecordRef, ...],
    FieldType.ORGANISATION: RecordRef,
    FieldType.PLACE: Place,
    FieldType.EVIDENCE: tuple[RecordRef, ...],
    FieldType.MONEY: Money,
}


class _FormPart(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class ShownWhen(_FormPart):
    """A field is asked only while another field of the form has one of these values."""

    field: FieldId
    values: tuple[str, ...] = Field(alias="is", min_length=1)

    def holds(self, details: Mapping[str, Json]) -> bool:
        """Whether `details` say so; a list says each of its values."""
        value = details.get(self.field)
        return any(said in self.values for said in (value if isinstance(value, list) else [value]))


class FormField(_FormPart):
    """One field: its id in `details`, its type, where it belongs, for what it is needed."""

    id: FieldId
    type: FieldType
    code: ThesaurusPlace | None = None
    """What HURIDOCS has of it: the list that answers it (`MT34`), or the term that a yes means."""
    list: Code | None = None
    compartment: Compartment = Compartment.OPEN
    needed_for: tuple[Purpose, ...] = ()
    shown_when: ShownWhen | None = None
    label: Labels
    hint: Labels | None = None


class Section(_FormPart):
    """Fields that are asked together."""

    id: FieldId
    label: Labels
    fields: tuple[FormField, ...]


class Need(_FormPart):
    """A field that every act has (`victims`, `where`), and for what this form needs it."""

    field: FieldId
    purposes: tuple[Purpose, ...] = Field(alias="for", min_length=1)


class Form(_FormPart):
    """One form in one version. `codes` are the HURIDOCS acts (list 4) that it serves."""

    id: Code
    version: Annotated[int, Field(strict=True, ge=1, le=9999)]
    codes: tuple[Annotated[str, StringConstraints(pattern=r"^([0-9]{2,12}|X-[a-z0-9_]+)$")], ...] = ()
    label: Labels
    reviewed: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    sections: tuple[Section, ...]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        fields = [field for section in self.sections for field in section.fields]
        known = {field.id for field in fields}
        if len(known) != len(fields):
            raise PydanticCustomError("same_id", "two fields have the same id")
        if any(need.field not in Act.model_fields for need in self.needs):
            raise PydanticCustomError("form_need", "needs a field that no act has")
        for field in fields:
            if (field.list is not None) != (field.type in (FieldType.CHOICE, FieldType.CHOICES)):
                raise PydanticCustomError("form_list", "a choice names its list, and only a choice")
            if field.shown_when and field.shown_when.field not in known - {field.id}:
                raise PydanticCustomError("form_shown_when", "depends on a field that is not there")
        return self

    @cached_property
    def fields(self) -> Mapping[str, FormField]:
        """Every field by id, in the order in which they are asked."""
        return {field.id: field for section in self.sections for field in section.fields}

    @cached_property
    def needed(self) -> tuple[FormField, ...]:
        """The fields that some purpose needs, in the order in which they are asked."""
        return tuple(field for field in self.fields.values() if field.needed_for)

    def is_shown(self, field: FormField, details: Mapping[str, Json]) -> bool:
        """Whether a field is asked, given what `details` say so far."""
        return field.shown_when is None or field.shown_when.holds(details)


@dataclass(frozen=True, slots=True)
class _Versions:
    newest: Form
    by_number: Mapping[int, Form]


class Forms:
    """All forms at hand. A value: made once by a loader, never changed."""

    def __init__(self, forms: Iterable[Form] = ()) -> None:
        grouped: dict[str, dict[int, Form]] = {}
        for form in forms:
            grouped.setdefault(form.id, {})[form.version] = form
        self._by_id = {
            identifier: _Versions(versions[max(versions)], versions)
            for identifier, versions in sorted(grouped.items())
        }

    def find(self, identifier: str, version: int) -> Form | None:
        """Exactly that version, or None."""
        versions = self._by_id.get(identifier)
        return None if versions is None else versions.by_number.get(version)

    def newest(self, identifier: str) -> Form | None:
        """The newest version of a form, or None."""
        versions = self._by_id.get(identifier)
        return None if versions is None else versions.newest

    def all_newest(self) -> tuple[Form, ...]:
        """The newest version of each form, by id."""
        return tuple(versions.newest for versions in self._by_id.values())


INNER_MODELS: Mapping[FieldType, type[Content]] = {
    FieldType.DATE: FuzzyDate,
    FieldType.PLACE: Place,
    FieldType.MONEY: Money,
}
"""The models of those types whose values are objects."""


@lru_cache(maxsize=len(FieldType))
def _adapter(kind: FieldType) -> TypeAdapter[Any]:
    return TypeAdapter(_SHAPES[kind])


def fits(field: FormField, value: Json) -> bool:
    """Whether a value has the type of a field; one written by another version of the form may not.

    Codes are not looked up: a code that no list knows is a code all the same.
    """
    try:
        _adapter(field.type).validate_python(value)
    except ValidationError:
        return False
    return True


def check_details(form: Form, details: Mapping[str, Json], vocabularies: Vocabularies) -> tuple[Problem, ...]:
    """What in `details` is not of the type that `form` says; `where` begins with the field id.

    A gap is no problem, and an id that the form does not know is kept without a word.
    """
    found: list[Problem] = []
    for field_id, value in details.items():
        field = form.fields.get(field_id)
        if field is None or value is None:
            continue
        try:
            _adapter(field.type).validate_python(value)
        except ValidationError as error:
            found.extend(problems_of(error, field_id))
        else:
            found.extend(_unknown_codes(field, value, vocabularies))
    return tuple(found)


def _unknown_codes(field: FormField, value: Json, vocabularies: Vocabularies) -> list[Problem]:
    if field.list is None:
        return []
    codes = value if isinstance(value, list) else [value]
    return [
        Problem(path_text(field.id, *([position] if isinstance(value, list) else [])), UNKNOWN_CODE)
        for position, code in enumerate(codes)
        if not vocabularies.allows(field.list, str(code))
    ]
