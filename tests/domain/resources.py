"""The forms and code lists that ship, read from the tree."""

import json
from functools import cache

from app.domain.body import Body
from app.domain.form import Form, Forms
from app.domain.vocabulary import Vocabularies, Vocabulary
from app.places import resources


@cache
def shipped_forms() -> Forms:
    """The forms under `resources/forms`."""
    paths = sorted((resources() / "forms").glob("*.json"))
    return Forms(Form.model_validate(json.loads(path.read_text("utf-8"))) for path in paths)


@cache
def shipped_vocabularies() -> Vocabularies:
    """The code lists under `resources/vocabularies`."""
    paths = sorted((resources() / "vocabularies").glob("*.json"))
    return Vocabularies(Vocabulary.model_validate(json.loads(path.read_text("utf-8"))) for path in paths)


@cache
def shipped_body() -> Body:
    """The drawings under `resources/body`."""
    return Body.model_validate_json((resources() / "body" / "figures.json").read_bytes())
