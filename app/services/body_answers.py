"""What is answered about injuries: who was hurt where, and where a picture of it was written."""

from typing import Any, Literal, TypeAlias

from app.services.answer import Answer

BodyMapKind: TypeAlias = Literal["svg", "html", "csv"]
"""A picture, pages that a browser prints, or a table."""


class InjuryMark(Answer):
    """One injury as the record has it; `number` counts all injuries of the incident from 1."""

    number: int
    person: str | None
    injury: dict[str, Any]


class BodyMap(Answer):
    """The injuries of an incident, or of one person in it, by number.

    Where a picture or table of them was written: its path, its size, its custody event.
    """

    id: str
    reference: str
    marks: tuple[InjuryMark, ...]
    path: str | None = None
    bytes: int | None = None
    custody: str | None = None
