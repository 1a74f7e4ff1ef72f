"""The drawings of the body, read from the program's own resources."""

from functools import lru_cache

from app.domain.body import Body
from app.places import resources


@lru_cache(maxsize=1)
def load_body() -> Body:
    """Every drawing that ships with the program; made by `packaging/body_figures.py`."""
    return Body.model_validate_json((resources() / "body" / "figures.json").read_bytes())
