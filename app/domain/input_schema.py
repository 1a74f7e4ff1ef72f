"""JSON Schemas (2020-12) of what a person may type for each kind of record, from the models."""

from collections.abc import Callable
from typing import Any

from app.domain.content import MODELS
from app.domain.fields import RECORD_ID
from app.domain.record_input import INLINE_KINDS

_REFERENCE = {"type": "string", "minLength": 1, "description": "A record id, or a key of this input."}
_FILLED_IN = frozenset({"id", "form", "form_version"})


def input_schema(kind: str) -> dict[str, Any]:
    """The schema of the input of `record add` (kind `incident`), `person add` and so on.

    What the program fills in (ids of entries, form versions) is not required, and where a
    record is named, a key of the same input will do.
    """
    schema = _schema_of(kind)
    if kind == "incident":
        for name, inline_kind in INLINE_KINDS.items():
            inline = _schema_of(inline_kind)
            schema["$defs"] |= inline.pop("$defs", {})
            inline["properties"] |= {
                "key": {"type": "string", "description": "The name of this record in this input."},
                "id": {"type": "string", "pattern": f"^{RECORD_ID}$", "description": "An existing record."},
            }
            schema["$defs"][f"New{inline['title']}"] = inline
            schema["properties"][name]["items"] = {
                "anyOf": [_REFERENCE, {"$ref": f"#/$defs/New{inline['title']}"}]
            }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema


def _schema_of(kind: str) -> dict[str, Any]:
    schema: dict[str, Any] = _each_object(MODELS[kind].model_json_schema(), _relieved)
    schema.setdefault("$defs", {})
    return schema


def _each_object(value: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    """`value` with every object in it, the innermost first, replaced by what `change` makes of it."""
    if isinstance(value, dict):
        return change({name: _each_object(inner, change) for name, inner in value.items()})
    if isinstance(value, list):
        return [_each_object(item, change) for item in value]
    return value


def _relieved(node: dict[str, Any]) -> dict[str, Any]:
    """One object of a schema, asking no more of a person than the reader does."""
    if node.get("pattern") == f"^{RECORD_ID}$":
        return _REFERENCE | {name: text for name, text in node.items() if name == "default"}
    if isinstance(required := node.get("required"), list):
        asked = [name for name in required if name not in _FILLED_IN]
        node = {name: value for name, value in node.items() if name != "required"}
        if asked:
            node["required"] = asked
    return node
