"""Forms and code lists, read from the program's own resources."""

import json
from functools import lru_cache

from app.domain.form import Form, Forms
from app.domain.vocabulary import Vocabularies, Vocabulary
from app.places import resources


@lru_cache(maxsize=1)
def load_forms() -> Forms:
    """Every form in every version that ships with the program."""
    files = sorted((resources() / "forms").glob("*.json"))
    return Forms(Form.model_validate(json.loads(file.read_bytes())) for file in files)


@lru_cache(maxsize=1)
def load_vocabularies() -> Vocabularies:
    """Every code list that ships with the program."""
    files = sorted((resources() / "vocabularies").glob("*.json"))
    return Vocabularies(Vocabulary.model_validate(json.loads(file.read_bytes())) for file in files)
