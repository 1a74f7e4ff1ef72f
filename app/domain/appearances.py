"""As what a record appears in another: every field that names it, with what the entry says of the role."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.content import Leaf, leaves
from app.domain.form import Forms
from app.domain.strict_json import Json, JsonObject

_SAID_BY = {"parties": "role", "involvements": "degree"}
"""The coded field of an entry that says more of whoever it names."""


@dataclass(frozen=True, slots=True)
class HeldRole:
    """The dotted field without positions (`acts.victims`), the act's form, and a code of the entry."""

    field: str
    form: str | None = None
    code: str | None = None


def roles_in(kind: str, content: JsonObject, named: str, forms: Forms) -> tuple[HeldRole, ...]:
    """Every role that the record `named` has in a content of that kind, each once, in order."""
    found = (leaf for leaf in leaves(kind, content, forms) if leaf.refers and leaf.value == named)
    return tuple(dict.fromkeys(_roles(found, content)))


def _roles(found: Iterator[Leaf], content: JsonObject) -> Iterator[HeldRole]:
    for leaf in found:
        steps = [step for step in leaf.where if isinstance(step, str)]
        entry = _entry_at(content, leaf.where)
        said = entry.get(_SAID_BY.get(steps[0], ""))
        form = entry.get("form") if steps[0] == "acts" else None
        yield HeldRole(
            ".".join(steps),
            form if isinstance(form, str) else None,
            said if isinstance(said, str) else None,
        )


def _entry_at(content: JsonObject, where: tuple[str | int, ...]) -> JsonObject:
    """The entry of a top-level list in which a leaf stands; empty where it stands in none."""
    held: Json = content.get(str(where[0]))
    place = where[1] if len(where) > 1 else None
    entry = held[place] if isinstance(held, list) and isinstance(place, int) else None
    return entry if isinstance(entry, dict) else {}
