"""The shape of a record: what its model declares of each field, found once and then looked up.

Splitting into compartments, finding references and code lists, giving ids to new entries: all
walk the same JSON content along the same shape, so that a new field needs declaring only once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from app.domain.compartments import Compartment, In
from app.domain.fields import Details, Entry, From, Refers, Words


@dataclass(frozen=True, slots=True)
class FieldShape:
    """One field. `inner` is the model of the object, or of each entry where `many`."""

    compartment: Compartment | None
    vocabulary: str | None
    refers: tuple[str, ...]
    details: bool
    words: bool
    many: bool
    inner: type[BaseModel] | None

    @property
    def entries(self) -> bool:
        """Whether the field is a list of entries with ids."""
        return self.many and self.inner is not None and issubclass(self.inner, Entry)


@cache
def shape_of(model: type[BaseModel]) -> Mapping[str, FieldShape]:
    """The fields of `model` by name, in the order in which it declares them."""
    return {name: _field_shape(info.annotation, info.metadata) for name, info in model.model_fields.items()}


def _field_shape(annotation: Any, metadata: list[Any]) -> FieldShape:
    found = [*metadata, *_walk(annotation)]
    compartments = [item.compartment for item in found if isinstance(item, In)]
    vocabularies = [item.vocabulary for item in found if isinstance(item, From)]
    models = [item for item in found if isinstance(item, type) and issubclass(item, BaseModel)]
    return FieldShape(
        compartment=compartments[0] if compartments else None,
        vocabulary=vocabularies[0] if vocabularies else None,
        refers=next((item.kinds for item in found if isinstance(item, Refers)), ()),
        details=any(isinstance(item, Details) for item in found),
        words=any(isinstance(item, Words) for item in found),
        many=tuple in found,
        inner=models[0] if models else None,
    )


def _walk(annotation: Any) -> Iterator[Any]:
    """Everything that an annotation says: metadata, classes, and `tuple` where it is a list."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from annotation.__metadata__
        yield from _walk(annotation.__origin__)
    elif origin is not None:
        yield origin
        for argument in get_args(annotation):
            yield from _walk(argument)
    else:
        yield annotation
