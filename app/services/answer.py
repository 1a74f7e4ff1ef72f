"""What every answer of a service is: frozen, and JSON with the names of its schema."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """Base of every answer."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def to_json(self) -> dict[str, Any]:
        """As plain JSON, with the field names of the schema."""
        return self.model_dump(mode="json", by_alias=True)
