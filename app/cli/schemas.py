"""The JSON Schemas that ship: one file for each answer and each input, by name.

They are made by `packaging/schemas.py` from the models and tested against them.
"""

import json
from functools import cache
from typing import Any

from app.places import resources


@cache
def schema_names() -> tuple[str, ...]:
    """The names of all schemas, sorted."""
    return tuple(sorted(path.stem for path in (resources() / "schemas").glob("*.json")))


def read_schema(name: str) -> dict[str, Any]:
    """The schema of one of `schema_names()`."""
    schema: dict[str, Any] = json.loads((resources() / "schemas" / f"{name}.json").read_text("utf-8"))
    return schema
